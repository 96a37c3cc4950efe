"""A crew: one thread with one confined process, and the cameras that it looks at."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from toancanh.health.model import FaultKind
from toancanh.infra.logs import get_logger
from toancanh.kernel import Clock, PlatformError
from toancanh.vision.confined.coded import CodedPictures, Looked
from toancanh.vision.watch.feed import Batch, Feed
from toancanh.vision.watch.model import Tally
from toancanh.vision.watch.ports import FrameQuality, Interruption, Sink
from toancanh.vision.watch.post import Broken, Post
from toancanh.vision.watching import Sight
from toancanh.vision.without_weights.process import Street

_WAIT_S = 0.3
_GATHER_S = 0.02  # pictures of many cameras come one by one
_DEATHS = 3
_ASIDE_US = 600_000_000
_FIRST_REST_S, _LONGEST_REST_S = 1.0, 30.0
_SMOOTH = 0.1

_log = get_logger(__name__)

Delivery = Callable[[Sink], None]
Outbox = queue.Queue[Delivery | None]
"""What sinks are to be told, in its order; bounded: who fills it waits. None: it is over."""


class Looker(Protocol):
    """A confined process that looks at pictures. Every question may raise a `PlatformError`; then it has ended."""

    @property
    def cpu_s(self) -> float: ...
    def open(self, street: Street, /) -> bool: ...
    def forget(self, camera: str, /) -> None: ...
    def look(self, coded: CodedPictures, /) -> list[Looked]: ...
    def close(self) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Station:
    """What a crew is told of one camera: its post, and what its process needs to know of it."""

    post: Post
    street: Street | None  # None: a model needs none


class Crew:
    """``man`` says which cameras; everything else happens in its thread. A process that dies, hangs or runs out of
    memory is told to the sinks, and a new one knows all cameras anew; a camera over which three died in a row is set
    aside for ten minutes, so that it costs the others nothing.
    """

    def __init__(
        self,
        name: str,
        make: Callable[[], Looker],
        *,
        feed: Feed,
        outbox: Outbox,
        clock: Clock,
        faults: Callable[[str], frozenset[FaultKind]],
    ) -> None:
        self.name = name
        self._make = make
        self._feed = feed
        self._outbox = outbox
        self._clock = clock
        self._faults = faults
        self._wanted: Mapping[str, Station] = {}
        self._manned: dict[str, Station] = {}
        self._begun: set[str] = set()
        self._tallies: dict[str, Tally] = {}
        self._looker: Looker | None = None
        self._opened: set[str] = set()
        self._asking = ""
        self._rest_s = _FIRST_REST_S
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self.restarts = 0

    def start(self) -> None:
        """Its process starts with its first camera, and ends with its last."""
        self._thread.start()

    def man(self, stations: Mapping[str, Station]) -> None:
        """Exactly these cameras; one whose station is the same object goes on as it was."""
        self._wanted = dict(stations)

    def tally(self, camera_id: str) -> Tally:
        """What is known of it; zeroes where nothing is."""
        return self._tallies.get(camera_id) or Tally()

    def close(self) -> None:
        """Every camera is interrupted when this returns."""
        self._closing.set()
        with self._feed.arrived:
            self._feed.arrived.notify_all()
        self._thread.join()

    def _run(self) -> None:
        while not self._closing.is_set():
            self._asking = ""
            try:
                is_busy = self._step()
            except PlatformError as error:
                self._died(error)
                continue
            if not is_busy:
                with self._feed.arrived:
                    self._feed.arrived.wait(_WAIT_S)
                self._closing.wait(_GATHER_S)
        self._wanted = {}
        for camera_id in tuple(self._manned):
            self._manned.pop(camera_id)
            self._end(camera_id, Interruption.PLAN, self._clock.now_us())
        if self._looker is not None:
            self._looker.close()

    def _step(self) -> bool:
        """One look at one camera; False where none is due."""
        self._follow_orders()
        now_us = self._clock.now_us()
        able = [one for one in self._manned if self._is_able(one)]
        for camera_id in self._feed.over(able):
            self._end(camera_id, Interruption.STREAM, now_us)
        batch = self._feed.take(able, now_us)
        if batch is not None:
            self._look(batch)
        return batch is not None

    def _is_able(self, camera_id: str) -> bool:
        tally = self._tallies[camera_id]
        return tally.aside_until_us <= self._clock.monotonic_us() and not tally.has_no_ground

    def _follow_orders(self) -> None:
        wanted = self._wanted
        for camera_id, station in tuple(self._manned.items()):
            new = wanted.get(camera_id)
            if new is station:
                continue
            self._manned.pop(camera_id)
            self._end(camera_id, Interruption.PLAN, self._clock.now_us())
            if (
                self._looker is not None
                and camera_id in self._opened
                and (new is None or new.street is not station.street)
            ):
                self._opened.discard(camera_id)
                self._asking = camera_id
                self._looker.forget(camera_id)
        for camera_id, station in wanted.items():
            if camera_id not in self._manned:
                self._manned[camera_id] = station
                self._tallies.setdefault(camera_id, Tally()).has_no_ground = False
                self._feed.begin_anew(camera_id)
        if not self._manned and self._looker is not None:  # a model that was removed runs no longer
            self._looker.close()
            self._looker = None
            self._opened.clear()

    def _has_ground(self, station: Station) -> bool:
        """Asked once: the process keeps what it learns of a camera's empty street."""
        camera_id = station.post.assignment.camera_id
        self._asking = camera_id
        if self._looker is None:
            self._looker = self._make()
        if camera_id not in self._opened and station.street is not None:
            self._tallies[camera_id].has_no_ground = not self._looker.open(station.street)
        self._opened.add(camera_id)
        return not self._tallies[camera_id].has_no_ground

    def _end(self, camera_id: str, why: Interruption, at_us: int) -> None:
        if camera_id in self._begun:
            self._begun.discard(camera_id)
            self._tell(partial(_interrupted, camera_id=camera_id, why=why, at_us=at_us))

    def _look(self, batch: Batch) -> None:
        station, tally = self._manned[batch.camera_id], self._tallies[batch.camera_id]
        post = station.post
        if batch.is_new:
            post.cut()
            self._end(batch.camera_id, Interruption.STREAM, batch.units[0].wall_us)
        if not self._has_ground(station):
            return
        assert self._looker is not None  # noqa: S101  # just made
        coded = CodedPictures(
            camera=batch.camera_id, codec=batch.parameters.codec,
            configuration=batch.parameters.decoder_configuration, units=batch.units,
            wanted=post.wanted(batch.units), is_new=batch.is_new,
        )  # fmt: skip
        cpu_s, own_s = self._looker.cpu_s, time.thread_time()
        looked = self._looker.look(coded)
        tally.deaths, self._rest_s = 0, _FIRST_REST_S
        self._told(batch, post, looked)
        self._count(tally, len(looked), self._looker.cpu_s - cpu_s + time.thread_time() - own_s)

    def _told(self, batch: Batch, post: Post, looked: list[Looked]) -> None:
        camera_id = batch.camera_id
        if camera_id not in self._begun:
            self._begun.add(camera_id)
            self._tell(partial(_begins, post=post))
        faults = self._faults(camera_id)
        for one in looked:
            steady = post.steady_of(one)
            if steady is None:
                continue
            for event in post.follow(one, steady, batch.source, faults):
                if isinstance(event, Broken):
                    self._tell(partial(_interrupted, camera_id=camera_id, why=event.why, at_us=event.at_us))
                else:
                    sight, frame = event
                    self._tell(partial(_saw, camera_id=camera_id, sight=sight, frame=frame))

    def _count(self, tally: Tally, looks: int, cost_s: float) -> None:
        if not looks:
            return
        tally.looks += looks
        tally.last_look_us = self._clock.now_us()
        each_s = cost_s / looks
        tally.look_s = each_s if tally.look_s is None else tally.look_s + _SMOOTH * (each_s - tally.look_s)

    def _died(self, error: PlatformError) -> None:
        """Tell, and begin anew with all cameras after a rest."""
        now_us, camera_id = self._clock.now_us(), self._asking
        self.restarts += 1
        reason = str(error.extra.get("reason", error.kind))
        _log.warning("a process that looks at pictures ended", crew=self.name, camera=camera_id, reason=reason)
        if self._looker is not None:
            self._looker.close()
            self._looker = None
        self._opened.clear()
        if (tally := self._tallies.get(camera_id)) is not None:
            tally.deaths += 1
            tally.last_word = reason
            if tally.deaths >= _DEATHS:
                tally.deaths, tally.aside_until_us = 0, self._clock.monotonic_us() + _ASIDE_US
                _log.warning("a camera is set aside: three workers in a row ended over it", camera=camera_id)
        for one, station in self._manned.items():
            station.post.cut()
            self._feed.begin_anew(one)
            self._end(one, Interruption.WORKER, now_us)
        self._closing.wait(self._rest_s)
        self._rest_s = min(2 * self._rest_s, _LONGEST_REST_S)

    def _tell(self, delivery: Delivery) -> None:
        """Waits where the sinks are slow: pictures are left out meanwhile, in `Feed`, which is bounded."""
        self._outbox.put(delivery)


def _begins(sink: Sink, *, post: Post) -> None:
    sink.begins(post.assignment)


def _saw(sink: Sink, *, camera_id: str, sight: Sight, frame: FrameQuality) -> None:
    sink.saw(camera_id, sight, frame)


def _interrupted(sink: Sink, *, camera_id: str, why: Interruption, at_us: int) -> None:
    sink.interrupted(camera_id, why, at_us)
