"""The process of watching: learns what is asked, plans, mans its crews, tells the sinks and who asks for the plan."""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from toancanh.infra.logs import get_logger
from toancanh.kernel import Clock, NotFound, PlatformError, Unavailable
from toancanh.media.link import shard_of, socket_path
from toancanh.media.process.process import run_until_told
from toancanh.media.tap import Tap
from toancanh.media.tap.source import StreamName
from toancanh.registry.model import DesiredStream, StreamRole
from toancanh.vision.drawings import Drawn
from toancanh.vision.models.model import InstalledModel, ModelState
from toancanh.vision.onnx_models.process import ModelProcess
from toancanh.vision.watch.crew import Crew, Looker, Outbox, Station
from toancanh.vision.watch.feed import Feed
from toancanh.vision.watch.model import Ask, Tally, Why, usual_ask
from toancanh.vision.watch.model_looker import ModelLooker
from toancanh.vision.watch.plan import Share, Wish, plan
from toancanh.vision.watch.ports import Assignment, Method, Sink
from toancanh.vision.watch.post import Post
from toancanh.vision.watch.told import PlanTold, keep, row_of
from toancanh.vision.watch.trust import FaultBook, Trust
from toancanh.vision.without_weights.process import Street, StreetProcess

LEARN_EVERY_S = 5.0
_ROUND_S = 1.0
_OUTBOX = 2000
_EXPECTED_LOOK_S = 0.012
"""Of a core, before it was measured: twice the benchmark's cost of a sub stream; dense streets cost that."""
_CHANGES_FROM = 0.2
"""A camera's rate is left as it is while the plan would change it by less."""
_COUNTED_ROUNDS = 5
_SETTLES_AT = 50
"""Looks before a measured cost counts: the first are of a background that is being learned."""

_log = get_logger(__name__)


class Registry(Protocol):
    """What should exist."""

    def desired_streams(self, shard: int, shards: int, /) -> Sequence[DesiredStream]: ...


class Asks(Protocol):
    """What people asked for."""

    def every(self) -> Mapping[str, Ask]: ...


class Drawings(Protocol):
    """What is drawn over pictures."""

    def of(self, camera_ids: Sequence[str], /) -> Mapping[str, Drawn]: ...


class ModelShelf(Protocol):
    """Models that were approved."""

    def by_name(self, name: str, /) -> InstalledModel: ...
    def process(self, name: str, /) -> ModelProcess: ...


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What the process is made of."""

    registry: Registry
    asks: Asks
    drawings: Drawings
    models: ModelShelf
    faults: FaultBook
    sinks: Sequence[Sink]
    clock: Clock
    run_path: Path
    shards: int
    budget_cores: float


def run_watch_process(parts: Parts) -> int:
    """Run until SIGTERM or SIGINT; the exit status."""
    return asyncio.run(run_until_told(lambda: WatchProcess(parts)))


class WatchProcess:
    """`start`, then it runs by itself until `close`."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._feed = Feed()
        self._outbox: Outbox = queue.Queue(_OUTBOX)
        self._telling = threading.Thread(target=self._tell_for_ever, name="sinks", daemon=True)
        self._taps = [Tap(socket_path(parts.run_path, shard), self._feed) for shard in range(parts.shards)]
        self._trust = Trust(parts.faults, clock=parts.clock, run_path=parts.run_path)
        self._streets = [self._crew(f"street-{n}", StreetProcess) for n in range(math.ceil(parts.budget_cores))]
        self._models: dict[tuple[str, str], Crew] = {}  # by name and id: another file under it is another
        self._approved: dict[str, str] = {}
        self._stations: dict[str, Station] = {}
        self._crew_of: dict[str, Crew] = {}
        self._known_streets: dict[str, tuple[int, Street]] = {}
        self._costs: dict[str, float] = {}
        self._looks: dict[str, deque[tuple[int, int]]] = {}
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="learn")
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin; the database and the media processes may come later."""
        self._telling.start()
        for crew in self._streets:
            crew.start()
        for tap in self._taps:
            tap.start()
        loop = asyncio.get_running_loop()
        self._tasks = [
            loop.create_task(self._learn_for_ever()),
            loop.create_task(self._round_for_ever()),
        ]

    async def close(self) -> None:
        """Every camera is interrupted and the sinks are closed when this returns."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for tap in self._taps:
            tap.close()
        loop = asyncio.get_running_loop()
        for crew in (*self._streets, *self._models.values()):
            await loop.run_in_executor(None, crew.close)
        await loop.run_in_executor(None, self._outbox.put, None)
        await loop.run_in_executor(None, self._telling.join)
        self._threads.shutdown(wait=False)

    def _crew(self, name: str, make: Callable[[], Looker]) -> Crew:
        return Crew(
            name, make, feed=self._feed, outbox=self._outbox, clock=self._parts.clock,
            faults=self._trust.faults,
        )  # fmt: skip

    async def _learn_for_ever(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            begun_s = loop.time()
            try:
                self._want(await loop.run_in_executor(self._threads, self._learn))
            except Unavailable:
                _log.repeated("learn", "the database is away; what was planned goes on")
            except Exception as error:  # noqa: BLE001 - the supervisor of this task
                _log.crash("a look at what is to be watched failed; it is tried again", error)
            await asyncio.sleep(max(0.5, begun_s + LEARN_EVERY_S - loop.time()))

    async def _round_for_ever(self) -> None:
        while True:
            await asyncio.sleep(_ROUND_S)
            now_us = self._parts.clock.now_us()
            self._trust.notice()
            with contextlib.suppress(queue.Full):  # the sinks are slow: a round would tell them nothing new
                self._outbox.put_nowait(partial(_round, now_us=now_us))

    def _want(self, streams: frozenset[StreamName]) -> None:
        shards = len(self._taps)
        for shard, tap in enumerate(self._taps):
            tap.want([stream for stream in streams if shard_of(stream[0], shards) == shard])

    # in the thread that learns

    def _learn(self) -> frozenset[StreamName]:
        """Ask for everything anew, plan, man the crews. Returns the streams that they need, and those of which
        nothing comes yet: health may call one away whose sub stream is there.
        """
        parts = self._parts
        streams = _streams(parts.registry.desired_streams(0, 1))
        asks, drawn = parts.asks.every(), parts.drawings.of([*streams])
        self._trust.learn()
        self._approved = self._approved_of(ask.model for ask in asks.values() if ask.model)
        wishes = [self._wish(camera_id, asks.get(camera_id), drawn.get(camera_id)) for camera_id in streams]
        shares = plan(wishes, budget_cores=parts.budget_cores)
        self._man(shares, drawn)
        self._keep(shares)
        waited_for = {wish.camera_id for wish in wishes if wish.obstacle is Why.NO_PICTURES}
        return frozenset((camera_id, streams[camera_id]) for camera_id in self._stations.keys() | waited_for)

    def _wish(self, camera_id: str, ask: Ask | None, drawn: Drawn | None) -> Wish:
        zones = () if drawn is None else drawn.zones
        made = ask or usual_ask(camera_id, zones)
        tally = self._tally(camera_id)
        fps = self._feed.fps(camera_id)
        return Wish(
            camera_id=camera_id,
            purposes=made.purposes,
            priority=made.priority,
            model=made.model,
            look_s=self._cost(camera_id, tally),
            stream_fps=1.0 if fps is None else max(1.0, round(fps)),
            obstacle=self._obstacle(made, drawn, tally) or (Why.NO_PICTURES if fps is None else None),
            is_watched=camera_id in self._stations,
        )

    def _obstacle(self, ask: Ask, drawn: Drawn | None, tally: Tally) -> Why | None:
        if drawn is None or not drawn.zones:
            return Why.NOTHING_DRAWN
        if not ask.purposes:
            return Why.NOT_ASKED
        if ask.model and ask.model not in self._approved:
            return Why.NO_MODEL
        if not ask.model and drawn.calibration is None:
            return Why.NOT_CALIBRATED
        if tally.has_no_ground:
            return Why.NO_GROUND
        if tally.aside_until_us > self._parts.clock.monotonic_us():
            return Why.SET_ASIDE
        return self._trust.obstacle(drawn)

    def _approved_of(self, names: Iterable[str]) -> dict[str, str]:
        """The id of each of these models that may be used."""
        found = {}
        for name in set(names):
            with contextlib.suppress(NotFound):
                model = self._parts.models.by_name(name)
                if model.state is ModelState.APPROVED:
                    found[name] = model.id
        return found

    def _tally(self, camera_id: str) -> Tally:
        crew = self._crew_of.get(camera_id)
        return Tally() if crew is None else crew.tally(camera_id)

    def _cost(self, camera_id: str, tally: Tally) -> float:
        """Seconds of a core; what is measured counts once it has changed by more than a little, so that a plan that
        holds is not made anew every few seconds.
        """
        known = self._costs.get(camera_id, _EXPECTED_LOOK_S)
        if (
            tally.look_s is not None
            and tally.looks >= _SETTLES_AT
            and abs(tally.look_s - known) > _CHANGES_FROM * known
        ):
            known = tally.look_s
        self._costs[camera_id] = known
        return known

    def _man(self, shares: Sequence[Share], drawn: Mapping[str, Drawn]) -> None:
        """Every share that is one has its station at a crew; who keeps both goes on undisturbed."""
        stations: dict[str, Station] = {}
        crews: dict[str, Crew] = {}
        for share in shares:
            if not share.looks_per_s:
                continue
            camera_id = share.wish.camera_id
            crew = crews[camera_id] = self._crew_for(share, crews)
            before = self._stations.get(camera_id) if self._crew_of.get(camera_id) is crew else None
            stations[camera_id] = self._station(share, drawn[camera_id], before)
        self._stations = stations
        self._crew_of |= crews
        for crew in (*self._streets, *self._models.values()):
            crew.man({camera_id: stations[camera_id] for camera_id, its in crews.items() if its is crew})

    def _station(self, share: Share, drawn: Drawn, before: Station | None) -> Station:
        wish = share.wish
        assignment = Assignment(
            camera_id=wish.camera_id,
            purposes=wish.purposes,
            method_name=wish.model or Method.WITHOUT_WEIGHTS,
            looks_per_s=share.looks_per_s,
            zones=drawn.zones,
            calibration=drawn.calibration,
            version=drawn.version,
        )
        street = None if wish.model else self._street(drawn)
        if before is not None and before.street is street and _same(before.post.assignment, assignment):
            return before
        return Station(post=Post(assignment), street=street)

    def _street(self, drawn: Drawn) -> Street:
        """The same object while nothing was drawn anew: a worker keeps what it learned of it."""
        version, street = self._known_streets.get(drawn.camera_id, (-1, None))
        if street is None or version != drawn.version:
            assert drawn.calibration is not None  # noqa: S101  # no obstacle
            origin = drawn.origin
            street = Street(
                camera=drawn.camera_id, zones=drawn.zones, calibration=drawn.calibration,
                place=None if origin is None else (origin.lat, origin.lon),
            )  # fmt: skip
            self._known_streets[drawn.camera_id] = (drawn.version, street)
        return street

    def _crew_for(self, share: Share, manned: Mapping[str, Crew]) -> Crew:
        model = share.wish.model
        if model:
            key = (model, self._approved[model])
            if key not in self._models:
                make = partial(ModelLooker, partial(self._parts.models.process, model))
                self._models[key] = self._crew(f"model-{len(self._models)}", make)
                self._models[key].start()
            return self._models[key]
        before = self._crew_of.get(share.wish.camera_id)
        if before in self._streets:
            return before
        busy = [*manned.values()]
        return min(self._streets, key=busy.count)

    def _keep(self, shares: Sequence[Share]) -> None:
        parts, rows = self._parts, []
        now_us = parts.clock.now_us()
        for share in shares:
            camera_id = share.wish.camera_id
            tally = self._tally(camera_id)
            rate = self._rate(camera_id, tally.looks, now_us)
            rows.append(row_of(share, tally, measured_per_s=rate, left_out=self._feed.left_out(camera_id)))
        restarts = sum(crew.restarts for crew in (*self._streets, *self._models.values()))
        told = PlanTold(told_us=now_us, budget_cores=parts.budget_cores, restarts=restarts, rows=rows)
        keep(parts.run_path, told)

    def _rate(self, camera_id: str, looks: int, now_us: int) -> float:
        """Looks a second over the last rounds: pictures come in batches."""
        known = self._looks.setdefault(camera_id, deque(maxlen=_COUNTED_ROUNDS))
        if known and looks < known[-1][1]:  # another crew counts anew
            known.clear()
        known.append((now_us, looks))
        passed_us = now_us - known[0][0]
        return (looks - known[0][1]) * 1e6 / passed_us if passed_us > 0 else 0.0

    # the thread of the sinks

    def _tell_for_ever(self) -> None:
        while (delivery := self._outbox.get()) is not None:
            for sink in self._parts.sinks:
                try:
                    delivery(sink)
                except PlatformError as error:
                    _log.repeated("sink", "what was seen could not be taken", error=error.detail)
                except Exception as error:  # noqa: BLE001 - the supervisor of this thread: the process begins anew
                    _log.crash("a sink failed; the process of watching ends and is started anew", error)
                    os._exit(1)
        for sink in self._parts.sinks:
            sink.close()


def _streams(desired: Sequence[DesiredStream]) -> dict[str, StreamRole]:
    """Of each camera the sub stream, where it has one."""
    found: dict[str, StreamRole] = {}
    for one in desired:
        if one.role is StreamRole.SUB or one.camera_id not in found:
            found[one.camera_id] = one.role
    return found


def _same(one: Assignment, other: Assignment) -> bool:
    """Calibrations hold arrays and compare by identity: a version says whether they are the same."""
    return replace(one, calibration=None) == replace(other, calibration=None)


def _round(sink: Sink, *, now_us: int) -> None:
    sink.round(now_us)
