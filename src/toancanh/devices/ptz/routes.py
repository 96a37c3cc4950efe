"""HTTP of steering: ``/cameras/{id}/ptz`` and what lies below; the WebSocket is in `socket`."""

from __future__ import annotations

from typing import Annotated, Protocol

from fastapi import APIRouter, Body, Depends, Query
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from toancanh.devices.ptz.bodies import Command, PtzStateOut, Token
from toancanh.devices.ptz.helm import Rest, Step, Tour
from toancanh.devices.ptz.keeping import Keeping, KeptPreset
from toancanh.devices.ptz.seeing import Seeing
from toancanh.devices.ptz.steering import Seat, Steering
from toancanh.governance import Governance
from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.fields import Name, Words
from toancanh.infra.http import PROBLEMS, Page, RequestBody
from toancanh.kernel import is_id

_MOST_TOURS = 20
_MOST_STEPS = 64
_MOST_IDS = 100


class PtzRoom(Protocol):
    """What these routes need."""

    @property
    def governance(self) -> Governance: ...
    @property
    def steering(self) -> Steering: ...
    @property
    def keeping(self) -> Keeping: ...
    @property
    def seeing(self) -> Seeing: ...


class PtzPresetOut(BaseModel):
    """``name`` is ours; ``device_name`` what the device calls it, null where it does not say."""

    token: str
    name: str
    device_name: str | None

    @classmethod
    def of(cls, kept: KeptPreset) -> PtzPresetOut:
        """As sent."""
        return cls(token=kept.token, name=kept.name, device_name=kept.device_name or None)


class PtzPresetSave(RequestBody):
    """Keep where the camera looks now; over ``token`` if given."""

    name: Name
    token: Annotated[str, Field(max_length=64)] = ""


class PtzStepBody(RequestBody):
    """A preset and how long the camera looks there."""

    preset: Token
    dwell_s: float = Field(ge=3, le=3600)


class PtzTourBody(RequestBody):
    """Presets, round and round; without an id it is a new one."""

    id: Annotated[str, Field(max_length=36)] = ""
    name: Name
    steps: list[PtzStepBody] = Field(min_length=1, max_length=_MOST_STEPS)

    @classmethod
    def of(cls, tour: Tour) -> PtzTourBody:
        """As sent."""
        steps = [PtzStepBody(preset=step.preset, dwell_s=step.dwell_s) for step in tour.steps]
        return cls(id=tour.id, name=tour.name, steps=steps)

    def kept(self) -> Tour:
        """As kept."""
        steps = tuple(Step(preset=step.preset, dwell_s=step.dwell_s) for step in self.steps)
        return Tour(id=self.id, name=self.name, steps=steps)


class PtzToursBody(RequestBody):
    """All tours of the camera."""

    items: list[PtzTourBody] = Field(max_length=_MOST_TOURS)


class PtzRestBody(RequestBody):
    """``after_s`` null: the camera stays where it was left. ``preset`` empty: the device's own home position."""

    after_s: float | None = Field(default=None, ge=10, le=86_400)
    preset: Annotated[str, Field(max_length=64)] = ""


class PtzOut(BaseModel):
    """All about steering one camera. ``device_answers``: else presets are those that were named here."""

    steerable: bool
    state: PtzStateOut
    presets: list[PtzPresetOut]
    device_answers: bool
    tours: list[PtzTourBody]
    rest: PtzRestBody


class PtzHeadOut(BaseModel):
    """A camera with a head that turns."""

    camera_id: str


def seat_of(
    camera_id: str,
    principal: SignedIn,
    source: Source,
    purpose: Annotated[Words, Query()] = "",
    reference: Annotated[Words, Query()] = "",
) -> Seat:
    """Dependency: who asks for which camera, and why."""
    return Seat(principal=principal, camera_id=camera_id, purpose=purpose, reference=reference, source=source)


SeatOf = Annotated[Seat, Depends(seat_of)]


def router(room: PtzRoom) -> APIRouter:
    """Routes below ``/cameras/{camera_id}/ptz``, without prefix."""
    routes = APIRouter(tags=["ptz"], responses=PROBLEMS, dependencies=SECURITY)
    path = "/cameras/{camera_id}/ptz"

    @routes.get("/ptz-heads", summary="Which of these cameras can be steered")
    def heads(
        principal: SignedIn, source: Source, ids: Annotated[str, Query(max_length=_MOST_IDS * 37)]
    ) -> Page[PtzHeadOut]:
        """Of those that the asker may watch now; ``ids`` with commas between. All on one page."""
        wanted = list(filter(is_id, ids.split(",")))[:_MOST_IDS]
        found = room.seeing.heads(principal, wanted, source)
        return Page(items=[PtzHeadOut(camera_id=one) for one in found])

    @routes.get(path, summary="Who steers the camera, its presets and tours")
    async def get_ptz(seat: SeatOf) -> PtzOut:
        kept = await room.keeping.kept(seat)
        seen = await run_in_threadpool(room.seeing.look, seat)
        rest = kept.rest
        return PtzOut(
            steerable=kept.steerable,
            state=PtzStateOut.of(seen),
            presets=[PtzPresetOut.of(one) for one in kept.presets],
            device_answers=kept.device_answers,
            tours=[PtzTourBody.of(one) for one in kept.tours],
            rest=PtzRestBody(after_s=rest.after_s, preset=rest.preset) if rest is not None else PtzRestBody(),
        )

    @routes.post(f"{path}/commands", summary="Steer")
    async def command(seat: SeatOf, body: Annotated[Command, Body()]) -> PtzStateOut:
        """Answered when the device has. A movement ends after 700 ms unless it is said again: the WebSocket is for
        who goes on steering.
        """
        done = await body.by(room, seat)
        if done is not None:
            await done
        return PtzStateOut.of(await run_in_threadpool(room.seeing.look, seat))

    @routes.post(f"{path}/presets", status_code=201)
    async def save_preset(seat: SeatOf, body: PtzPresetSave) -> PtzPresetOut:
        """Keep where the camera looks now."""
        return PtzPresetOut.of(await room.keeping.save_preset(seat, body.name, body.token))

    @routes.delete(f"{path}/presets/{{token}}", status_code=204)
    async def remove_preset(seat: SeatOf, token: Token) -> None:
        """Off the device."""
        await room.keeping.remove_preset(seat, token)

    @routes.put(f"{path}/tours")
    async def put_tours(seat: SeatOf, body: PtzToursBody) -> PtzToursBody:
        """All tours anew; one that runs goes on."""
        tours = await room.keeping.put_tours(seat, [one.kept() for one in body.items])
        return PtzToursBody(items=[PtzTourBody.of(one) for one in tours])

    @routes.put(f"{path}/rest")
    async def put_rest(seat: SeatOf, body: PtzRestBody) -> PtzRestBody:
        """Where the camera goes when nobody has steered it for a while."""
        rest = Rest(after_s=body.after_s, preset=body.preset) if body.after_s is not None else None
        await room.keeping.put_rest(seat, rest)
        return body

    return routes
