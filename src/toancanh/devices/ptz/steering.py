"""Steering: authorise, take the lock, put it on record, command; and what goes on by itself. Belongs to one loop."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from asyncio import Future
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Iterator
from dataclasses import dataclass, replace

from toancanh.devices.facts import PtzLimits, PtzVector
from toancanh.devices.ptz import helm as helms
from toancanh.devices.ptz import store
from toancanh.devices.ptz.aim import Box, Point, boxed, centred, step_to
from toancanh.devices.ptz.helm import Act, Ended, Helm, Rest, Shift, Terms, ToHome, ToPosition, ToPreset, Tour, Turn
from toancanh.devices.ptz.model import Steerer, priority_of
from toancanh.devices.ptz.ports import Head, Heads
from toancanh.devices.ptz.station import Station
from toancanh.governance import AccessRequest, Action, Decision, Governance, ResourceRef, protected_tags
from toancanh.infra.database import Database
from toancanh.infra.logs import get_logger
from toancanh.kernel import Clock, Conflict, Invalid, PlatformError, Principal
from toancanh.registry import Registry

ENDED = "camera.steer_end"
_MOST_UNRECORDED = 1000
_WRITE_EVERY_S = 5.0

_log = get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Somebody at a camera, and why."""

    principal: Principal
    camera_id: str
    purpose: str = ""
    reference: str = ""
    source: str = ""


Decide = Callable[[Helm, Steerer, int], Turn]


class Steering:
    """All heads of this site, on the loop on which it is started and closed. Closed, it stops what turns."""

    def __init__(
        self,
        *,
        governance: Governance,
        registry: Registry,
        database: Database,
        clock: Clock,
        heads: Heads,
        terms: Terms | None = None,
    ) -> None:
        self._governance = governance
        self._registry = registry
        self._database = database
        self._clock = clock
        self._heads = heads
        self.terms = terms or Terms()
        self._stations: dict[str, Station] = {}
        self._rests: dict[str, Rest] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._working: set[str] = set()
        self._unrecorded: list[tuple[str, Ended]] = []
        self._ended = asyncio.Event()
        self._writing = threading.Lock()  # a cancelled task's thread goes on
        self._started = False

    def start(self) -> None:
        """Take up the tours that were running."""
        self._started = True
        self._spawn(self._take_up())
        self._spawn(self._record_ends())

    async def close(self) -> None:
        """Stop what turns, and put on record that nobody steers any more."""
        self._started = False
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for station in self._stations.values():
            if station.helm.hold is not None:
                self._note_end(station.camera_id, Ended(hold=station.helm.hold, why="gone"))
        await asyncio.gather(*(station.close() for station in self._stations.values()), return_exceptions=True)
        with contextlib.suppress(PlatformError):  # the record of who began says enough
            await asyncio.to_thread(self._write_ends)

    async def look(self) -> None:
        """Do all that is due by now: for who moves the clock."""
        for station in tuple(self._stations.values()):
            while await station.turn():
                continue
        await asyncio.to_thread(self._write_ends)

    # who is here

    @contextlib.contextmanager
    def watching(self, camera_id: str, user_id: str, changed: Callable[[], None]) -> Iterator[Station]:
        """Its station; ``changed`` is called whenever its state changes. Opens no connection. With the person's last
        window goes the lock.
        """
        station = self._station(camera_id)
        station.watchers.add(changed)
        station.seats[user_id] += 1
        try:
            yield station
        finally:
            station.watchers.discard(changed)
            station.seats[user_id] -= 1
            if not station.seats[user_id]:
                del station.seats[user_id]
                self.leave(camera_id, user_id, "gone")
            self._work(station)

    def stand(self, camera_id: str) -> tuple[Helm, str]:
        """How it stands, and why its device did not do what it was told last."""
        station = self._stations.get(camera_id)
        return (station.helm, station.fault) if station is not None else (Helm(rest=self._rests.get(camera_id)), "")

    def is_at_home(self, camera_id: str) -> bool:
        """Whether it looks where it should, as far as we have moved it: then its view can be compared."""
        helm, _ = self.stand(camera_id)
        return helm.hold is None and helm.run is None and not helm.strayed

    def away(self) -> frozenset[str]:
        """Those that are not at home."""
        return frozenset(camera_id for camera_id in self._stations if not self.is_at_home(camera_id))

    def steerable(self, camera_ids: Collection[str]) -> frozenset[str]:
        """Those that have a head. Blocking."""
        return self._heads.steerable(camera_ids)

    def require_head(self, camera_id: str) -> None:
        """Raises `Conflict` where it has no head that somebody could steer. Blocking."""
        if not self._heads.steerable((camera_id,)):
            raise Conflict("this camera has no head that can be steered", reason="not_steerable")

    def leave(self, camera_id: str, user_id: str, why: str = "released") -> None:
        """Let go of the camera, if it is this person's. What turns stops."""
        station = self._stations.get(camera_id)
        if station is not None:
            station.apply(helms.release(station.helm, user_id, self._now(), why))
            self._work(station)

    # commands: on record and on their way when they return; the future ends with the device's word

    async def take(self, seat: Seat, *, over: bool = False) -> Future[None]:
        """The lock; ``over``: from somebody with less priority. Raises `Denied`, `NotFound` or `Held`, as all below."""
        return await self._steer(seat, lambda helm, who, now: helms.take(helm, who, now, self.terms, over=over))

    async def move(self, seat: Seat, speed: PtzVector) -> Future[None]:
        """Go on at this speed; it ends by itself where it is not said again within `Terms.dead_man_us`."""
        return await self._steer(seat, lambda helm, who, now: helms.move(helm, who, speed, now, self.terms))

    async def stop(self, seat: Seat) -> Future[None]:
        """Stand still."""
        return await self._steer(seat, lambda helm, who, now: helms.stop(helm, who, now, self.terms))

    async def to_preset(self, seat: Seat, token: str) -> Future[None]:
        """To a position that the device keeps."""
        return await self._go(seat, ToPreset(preset=token))

    async def home(self, seat: Seat) -> Future[None]:
        """To where the camera rests: the preset chosen for it, or the device's own home."""
        rest = self._rests.get(seat.camera_id)
        return await self._go(seat, ToPreset(preset=rest.preset) if rest is not None and rest.preset else ToHome())

    async def centre(self, seat: Seat, point: Point) -> Future[None]:
        """Bring a point of the picture to its middle. Raises `Invalid` where the device cannot be told to."""
        limits, head = await self._taken(seat)
        if limits.relative_fov:
            return await self._go(seat, Shift(step=step_to(point)))
        if not limits.absolute:
            raise Invalid("this camera can only be turned step by step: it takes no positions")
        position = await head.port.ptz_status(head.profile)
        return await self._go(seat, ToPosition(position=centred(position, point, head.optics)))

    async def frame(self, seat: Seat, box: Box) -> Future[None]:
        """Let a part of the picture fill it. Raises `Invalid` where the device cannot be told to."""
        limits, head = await self._taken(seat)
        if not limits.absolute:
            raise Invalid("this camera can only be zoomed step by step: it takes no positions")
        position = await head.port.ptz_status(head.profile)
        return await self._go(seat, ToPosition(position=boxed(position, box, head.optics)))

    async def _taken(self, seat: Seat) -> tuple[PtzLimits, Head]:
        await self.take(seat)
        station = self._station(seat.camera_id)
        return await station.limits(), await station.head()

    async def run_tour(self, seat: Seat, tour: Tour | None) -> None:
        """Begin it, or end the one that runs (None); on record, and the same after a restart."""
        ref, decision, _ = await asyncio.to_thread(self._judge, seat)

        def write() -> None:
            action, details = ("camera.tour_begin", {"tour": tour.name}) if tour else ("camera.tour_end", {})
            with self._database.transaction() as tx:
                store.set_running(tx, seat.camera_id, tour.id if tour else "")
                self._governance.record(tx, seat.principal, action, ref, decision=decision, details=details)

        await asyncio.to_thread(write)
        station = self._station(seat.camera_id)
        station.apply(helms.run_tour(station.helm, tour, self._now()))
        if tour is not None and station.helm.hold is not None:  # who has begun it needs the lock no more
            self.leave(seat.camera_id, seat.principal.user_id)
        self._work(station)

    def put_rest(self, camera_id: str, rest: Rest | None) -> None:
        """Where it rests from now on."""
        self._rests.pop(camera_id, None)
        if rest is not None:
            self._rests[camera_id] = rest
        station = self._stations.get(camera_id)
        if station is not None:
            station.apply(Turn(helm=helms.settle(station.helm, rest, self._now())))
            self._work(station)

    def put_tours(self, camera_id: str, tours: tuple[Tour, ...]) -> None:
        """One that runs goes on as it is now, or ends with its place in the list."""
        station = self._stations.get(camera_id)
        if station is not None and station.helm.run is not None:
            running = station.helm.run.tour.id
            tour = next((one for one in tours if one.id == running), None)
            station.apply(helms.run_tour(station.helm, tour, self._now()))
            self._work(station)

    @contextlib.asynccontextmanager
    async def head(self, camera_id: str) -> AsyncIterator[tuple[Head, PtzLimits]]:
        """For what is not steering: the list of presets. Raises as `Heads.open` does."""
        station = self._station(camera_id)
        station.using += 1
        try:
            limits = await station.limits()
            yield await station.head(), limits
        finally:
            station.using -= 1
            self._work(station)

    # how a command is done

    async def _go(self, seat: Seat, act: Act) -> Future[None]:
        return await self._steer(seat, lambda helm, who, now: helms.go(helm, who, act, now, self.terms))

    async def _steer(self, seat: Seat, decide: Decide) -> Future[None]:
        """Judge, decide, put a new lock on record, and hand the act to the head. Its future: when it is done."""
        ref, decision, who = await asyncio.to_thread(self._judge, seat)
        station = self._station(seat.camera_id)
        async with station.taking:
            before = station.helm.hold
            after = decide(station.helm, who, self._now()).helm.hold
            if after is not None and (before is None or before.who.user_id != who.user_id):
                over = before.who if before is not None else None
                await asyncio.to_thread(self._record_begin, seat, ref, decision, who, over)
            done = station.apply(decide(station.helm, who, self._now()))
        self._work(station)
        return done

    def _judge(self, seat: Seat) -> tuple[ResourceRef, Decision, Steerer]:
        """Blocking. Refusals are on record."""
        camera = self._registry.get_camera(seat.principal, seat.camera_id, source=seat.source)
        ref = self._registry.camera_ref(camera)
        request = AccessRequest(
            action=Action.CAMERA_STEER, resource=ref, purpose=seat.purpose, reference=seat.reference, source=seat.source
        )
        decision = self._governance.require(seat.principal, request)
        self.require_head(seat.camera_id)
        assert decision.inputs is not None  # noqa: S101  # every judgement has its inputs
        principal = seat.principal
        who = Steerer(
            user_id=principal.user_id,
            username=principal.username,
            organisation_id=principal.organisation_id,
            session_id=principal.session_id,
            priority=priority_of(decision.inputs),
        )
        return ref, decision, who

    def _record_begin(
        self, seat: Seat, ref: ResourceRef, decision: Decision, who: Steerer, over: Steerer | None
    ) -> None:
        details: dict[str, object] = {"priority": who.priority.name.lower()}
        action, personal = str(Action.CAMERA_STEER), {}
        if over is not None:
            action = "camera.steer_take_over"
            details |= {"from_priority": over.priority.name.lower(), "from_organisation_id": over.organisation_id}
            personal = {"from": over.username}
        with self._database.transaction() as tx:
            self._governance.record(
                tx, seat.principal, action, ref, decision=decision, details=details, personal=personal
            )

    def _station(self, camera_id: str) -> Station:
        station = self._stations.get(camera_id)
        if station is None:
            station = Station(camera_id, heads=self._heads, clock=self._clock, terms=self.terms, ended=self._note_end)
            station.helm = replace(station.helm, rest=self._rests.get(camera_id))
            self._stations[camera_id] = station
        return station

    def _work(self, station: Station) -> None:
        if self._started and station.camera_id not in self._working:
            self._working.add(station.camera_id)
            self._spawn(self._run(station))

    async def _run(self, station: Station) -> None:
        camera_id = station.camera_id
        try:
            while self._started and not station.is_idle:
                try:
                    await station.run()
                except Exception as error:  # noqa: BLE001 - the supervisor of this camera's task
                    _log.crash(f"the head of camera {camera_id} is worked again in a second", error)
                    await asyncio.sleep(1.0)
        finally:
            self._working.discard(camera_id)
        if self._started and station.is_idle:
            self._stations.pop(camera_id, None)
            await station.close()

    # what goes on by itself

    async def _take_up(self) -> None:
        def load() -> tuple[dict[str, Rest], dict[str, Tour]]:
            with self._database.reading() as connection:
                return store.rests(connection), store.running(connection)

        while True:
            try:
                self._rests, running = await asyncio.to_thread(load)
                break
            except PlatformError:
                _log.repeated("ptz-tours", "tours wait: the database is away")
                await asyncio.sleep(_WRITE_EVERY_S)
        for camera_id, tour in running.items():
            station = self._station(camera_id)
            station.apply(helms.run_tour(station.helm, tour, self._now()))
            self._work(station)

    def _note_end(self, camera_id: str, ended: Ended) -> None:
        self._unrecorded.append((camera_id, ended))
        del self._unrecorded[:-_MOST_UNRECORDED]
        self._ended.set()

    async def _record_ends(self) -> None:
        """As they come; with the database away they wait, and the record of who began says enough meanwhile."""
        while True:
            await self._ended.wait()
            self._ended.clear()
            try:
                await asyncio.to_thread(self._write_ends)
            except PlatformError:
                _log.repeated("ptz-ends", "ends of steering wait: the database is away")
                await asyncio.sleep(_WRITE_EVERY_S)
                self._ended.set()

    def _write_ends(self) -> None:
        with self._writing:
            self._write_each_end()

    def _write_each_end(self) -> None:
        while self._unrecorded:
            camera_id, ended = self._unrecorded[0]
            who, hold = ended.hold.who, ended.hold
            principal = Principal(
                user_id=who.user_id,
                username=who.username,
                organisation_id=who.organisation_id,
                session_id=who.session_id,
            )
            seconds = round((self._now() - hold.since_us) / 1e6, 1)
            gone = ResourceRef(kind="camera", id=camera_id, owner_id="", tags=protected_tags(True))
            with self._database.transaction() as tx:
                ref = self._registry.camera_refs((camera_id,), tx).get(camera_id, gone)
                details = {"why": ended.why, "seconds": seconds, "commands": hold.commands}
                self._governance.record(tx, principal, ENDED, ref, details=details)
            self._unrecorded.pop(0)

    def _now(self) -> int:
        return self._clock.monotonic_us()

    def _spawn(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
