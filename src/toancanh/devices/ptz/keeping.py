"""What is kept of a camera's positions: presets under our names and the device's, tours, where it rests."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from toancanh.devices.ptz import store
from toancanh.devices.ptz.helm import Rest, Tour
from toancanh.devices.ptz.steering import Seat, Steering
from toancanh.governance import AccessRequest, Action, Decision, Governance, ResourceRef
from toancanh.infra.database import Database
from toancanh.kernel import IdSource, Invalid, PlatformError, fold
from toancanh.registry import Registry

_MOST_DEVICE_LETTERS = 32


@dataclass(frozen=True, kw_only=True)
class KeptPreset:
    """``device_name``: what the device calls it; empty where it does not answer now, or no longer has it."""

    token: str
    name: str
    device_name: str


@dataclass(frozen=True, kw_only=True)
class Kept:
    """All of one camera. ``device_answers``: else presets are those that we have named."""

    steerable: bool
    presets: tuple[KeptPreset, ...]
    device_answers: bool
    tours: tuple[Tour, ...]
    rest: Rest | None


class Keeping:
    """Use cases around `Steering`, of the same loop. Who steers may keep a position; who may change the camera decides
    what it does by itself.
    """

    def __init__(
        self, *, governance: Governance, registry: Registry, database: Database, ids: IdSource, steering: Steering
    ) -> None:
        self._governance = governance
        self._registry = registry
        self._database = database
        self._ids = ids
        self._steering = steering

    async def kept(self, seat: Seat) -> Kept:
        """For who may watch the camera. A device that is away hides nothing of what we know."""
        await asyncio.to_thread(self._judge, seat, Action.MEDIA_LIVE)
        names, tours, rest = await asyncio.to_thread(self._load, seat.camera_id)
        steerable = bool(await asyncio.to_thread(self._steering.steerable, (seat.camera_id,)))
        device: dict[str, str] | None = None
        if steerable:
            with contextlib.suppress(PlatformError):
                async with self._steering.head(seat.camera_id) as (head, _):
                    device = {one.token: one.name for one in await head.port.ptz_presets(head.profile)}
        listed = dict.fromkeys(names, "") if device is None else device
        presets = tuple(
            KeptPreset(token=token, name=names.get(token) or name, device_name=name)
            for token, name in listed.items()
            if name or token in names  # recorders list empty places, too
        )
        return Kept(steerable=steerable, presets=presets, device_answers=device is not None, tours=tours, rest=rest)

    async def save_preset(self, seat: Seat, name: str, token: str = "") -> KeptPreset:
        """Where it looks now, over ``token`` if given. For who steers; raises `Held` where that is somebody else."""
        ref, decision = await asyncio.to_thread(self._require, seat, Action.CAMERA_STEER)
        await self._steering.take(seat)
        device_name = fold(name)[:_MOST_DEVICE_LETTERS].strip()
        async with self._steering.head(seat.camera_id) as (head, _):
            token = await head.port.ptz_set_preset(head.profile, device_name, preset=token)

        def write() -> None:
            with self._database.transaction() as tx:
                store.name_preset(tx, seat.camera_id, token, name)
                self._governance.record(
                    tx, seat.principal, "camera.preset_save", ref, decision=decision, details={"name": name}
                )

        await asyncio.to_thread(write)
        return KeptPreset(token=token, name=name, device_name=device_name)

    async def remove_preset(self, seat: Seat, token: str) -> None:
        """Off the device, too. A tour or a resting place that uses it has to be changed first."""
        ref, decision = await asyncio.to_thread(self._require, seat, Action.CAMERA_WRITE)
        _, tours, rest = await asyncio.to_thread(self._load, seat.camera_id)
        used = [tour.name for tour in tours if any(step.preset == token for step in tour.steps)]
        if used or (rest is not None and rest.preset == token):
            raise Invalid("a tour, or the way home, uses this preset: change that first", tours=used)
        async with self._steering.head(seat.camera_id) as (head, _):
            await head.port.ptz_remove_preset(head.profile, token)

        def write() -> None:
            with self._database.transaction() as tx:
                store.forget_preset(tx, seat.camera_id, token)
                self._governance.record(
                    tx, seat.principal, "camera.preset_remove", ref, decision=decision, details={"token": token}
                )

        await asyncio.to_thread(write)

    async def put_tours(self, seat: Seat, wanted: Sequence[Tour]) -> tuple[Tour, ...]:
        """Exactly these; one without an id is new. One that runs goes on."""
        ref, decision = await asyncio.to_thread(self._require, seat, Action.CAMERA_WRITE)

        def write() -> tuple[Tour, ...]:
            with self._database.transaction() as tx:
                known = {tour.id for tour in store.tours(tx, seat.camera_id)}
                tours = tuple(one if one.id in known else replace(one, id=self._ids.new_id()) for one in wanted)
                running = store.running(tx).get(seat.camera_id)
                store.put_tours(tx, seat.camera_id, tours, running.id if running else "")
                details = {"tours": [tour.name for tour in tours]}
                self._governance.record(tx, seat.principal, "camera.tours", ref, decision=decision, details=details)
            return tours

        tours = await asyncio.to_thread(write)
        self._steering.put_tours(seat.camera_id, tours)
        return tours

    async def put_rest(self, seat: Seat, rest: Rest | None) -> None:
        """Where it goes when nobody has steered it for a while; None: it stays where it is."""
        ref, decision = await asyncio.to_thread(self._require, seat, Action.CAMERA_WRITE)

        def write() -> None:
            details = {"after_s": rest.after_s, "preset": rest.preset} if rest is not None else {}
            with self._database.transaction() as tx:
                store.put_rest(tx, seat.camera_id, rest)
                self._governance.record(tx, seat.principal, "camera.rest", ref, decision=decision, details=details)

        await asyncio.to_thread(write)
        self._steering.put_rest(seat.camera_id, rest)

    async def run_tour(self, seat: Seat, tour_id: str) -> None:
        """Begin one of the camera's tours; empty: end the one that runs. Raises `Invalid` for none of its tours."""
        _, tours, _ = await asyncio.to_thread(self._load, seat.camera_id)
        tour = next((one for one in tours if one.id == tour_id), None)
        if tour_id and tour is None:
            raise Invalid("this camera has no such tour: load its list again")
        await self._steering.run_tour(seat, tour)

    def _load(self, camera_id: str) -> tuple[dict[str, str], tuple[Tour, ...], Rest | None]:
        with self._database.reading() as connection:
            rests = store.rest(connection, camera_id)
            return store.names(connection, camera_id), store.tours(connection, camera_id), rests

    def _require(self, seat: Seat, action: Action) -> tuple[ResourceRef, Decision]:
        found = self._judge(seat, action)
        self._steering.require_head(seat.camera_id)
        return found

    def _judge(self, seat: Seat, action: Action) -> tuple[ResourceRef, Decision]:
        camera = self._registry.get_camera(seat.principal, seat.camera_id, source=seat.source)
        ref = self._registry.camera_ref(camera)
        request = AccessRequest(
            action=action, resource=ref, purpose=seat.purpose, reference=seat.reference, source=seat.source
        )
        return ref, self._governance.require(seat.principal, request)
