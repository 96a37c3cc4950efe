"""What goes over the line: commands in, how a camera stands out."""

from __future__ import annotations

from asyncio import Future
from typing import Annotated, Literal, Protocol

from pydantic import BaseModel, Field, TypeAdapter

from toancanh.devices.facts import PtzLimits, PtzVector
from toancanh.devices.ptz.aim import Box, Point
from toancanh.devices.ptz.keeping import Keeping
from toancanh.devices.ptz.model import MaySteer
from toancanh.devices.ptz.seeing import Seen
from toancanh.devices.ptz.steering import Seat, Steering
from toancanh.infra.http import RequestBody, TimeOut

Speed = Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)]
Part = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Token = Annotated[str, Field(min_length=1, max_length=64)]


class Desk(Protocol):
    """Where commands go."""

    @property
    def steering(self) -> Steering: ...
    @property
    def keeping(self) -> Keeping: ...


class TakeIn(RequestBody):
    """The lock, without moving; ``over``: from somebody with less priority, on record."""

    do: Literal["take"]
    over: bool = False

    async def by(self, desk: Desk, seat: Seat) -> Future[None] | None:
        """Do it."""
        return await desk.steering.take(seat, over=self.over)


class ReleaseIn(RequestBody):
    """Let go."""

    do: Literal["release"]

    async def by(self, desk: Desk, seat: Seat) -> Future[None] | None:
        """Do it."""
        desk.steering.leave(seat.camera_id, seat.principal.user_id)
        return None


class MoveIn(RequestBody):
    """Go on at this speed (right, up, nearer are positive); say it again within 700 ms or the camera stops."""

    do: Literal["move"]
    pan: Speed = 0.0
    tilt: Speed = 0.0
    zoom: Speed = 0.0

    async def by(self, desk: Desk, seat: Seat) -> Future[None] | None:
        """Do it."""
        return await desk.steering.move(seat, PtzVector(pan=self.pan, tilt=self.tilt, zoom=self.zoom))


class StopIn(RequestBody):
    """Stand still."""

    do: Literal["stop"]

    async def by(self, desk: Desk, seat: Seat) -> Future[None] | None:
        """Do it."""
        return await desk.steering.stop(seat)


class PresetIn(RequestBody):
    """To a preset, by its token."""

    do: Literal["preset"]
    token: Token

    async def by(self, desk: Desk, seat: Seat) -> Future[None] | None:
        """Do it."""
        return await desk.steering.to_preset(seat, self.token)


class HomeIn(RequestBody):
    """To where the camera rests."""

    do: Literal["home"]

    async def by(self, desk: Desk, seat: Seat) -> Future[None] | None:
        """Do it."""
        return await desk.steering.home(seat)


class CentreIn(RequestBody):
    """Bring a point of the picture to its middle: parts of its width from the left, of its height from the top."""

    do: Literal["centre"]
    x: Part
    y: Part

    async def by(self, desk: Desk, seat: Seat) -> Future[None] | None:
        """Do it."""
        return await desk.steering.centre(seat, Point(x=self.x, y=self.y))


class FrameIn(RequestBody):
    """Let a part of the picture fill it, by two opposite corners."""

    do: Literal["frame"]
    x0: Part
    y0: Part
    x1: Part
    y1: Part

    async def by(self, desk: Desk, seat: Seat) -> Future[None] | None:
        """Do it."""
        box = Box(a=Point(x=self.x0, y=self.y0), b=Point(x=self.x1, y=self.y1))
        return await desk.steering.frame(seat, box)


class TourIn(RequestBody):
    """Begin a tour by its id, or end the one that runs (empty)."""

    do: Literal["tour"]
    tour_id: Annotated[str, Field(max_length=36)] = ""

    async def by(self, desk: Desk, seat: Seat) -> Future[None] | None:
        """Do it."""
        await desk.keeping.run_tour(seat, self.tour_id)
        return None


Command = Annotated[
    TakeIn | ReleaseIn | MoveIn | StopIn | PresetIn | HomeIn | CentreIn | FrameIn | TourIn, Field(discriminator="do")
]
COMMAND: TypeAdapter[Command] = TypeAdapter(Command)


class PtzHolderOut(BaseModel):
    """Who steers: by priority, and by what else the asker may know. ``left_s``: so long without use."""

    mine: bool
    priority: Literal["off_duty", "administrator", "on_duty"]
    username: str | None
    organisation_id: str | None
    since: TimeOut
    left_s: float


class PtzStateOut(BaseModel):
    """How a camera's head stands. ``may``: what asking for it gives now; null: the asker must not steer it."""

    may: MaySteer | None
    holder: PtzHolderOut | None
    moving: bool
    tour_id: str | None
    tour_waits: bool
    home_in_s: float | None
    fault: str | None = Field(description="Why the device did not do what it was told last.")

    @classmethod
    def of(cls, seen: Seen) -> PtzStateOut:
        """As sent."""
        holder = seen.holder
        return cls(
            may=seen.may,
            holder=None if holder is None else PtzHolderOut.model_validate({
                "mine": holder.mine, "priority": holder.priority.name.lower(), "username": holder.username or None,
                "organisation_id": holder.organisation_id or None, "since": holder.since_us, "left_s": holder.left_s,
            }),
            moving=seen.moving, tour_id=seen.tour_id or None, tour_waits=seen.tour_waits, home_in_s=seen.home_in_s,
            fault=seen.fault or None,
        )  # fmt: skip


class PtzAbilitiesOut(BaseModel):
    """What the head can be told, by its own word."""

    move: bool
    zoom: bool
    centre: bool
    frame: bool
    home: bool
    presets: int

    @classmethod
    def of(cls, limits: PtzLimits) -> PtzAbilitiesOut:
        """As sent."""
        return cls(
            move=limits.continuous, zoom=limits.zoom is not None, centre=limits.relative_fov or limits.absolute,
            frame=limits.absolute and limits.zoom is not None, home=limits.home, presets=limits.most_presets,
        )  # fmt: skip
