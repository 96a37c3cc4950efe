"""A crew with its confined process: what it tells, and what becomes of workers that die, hang or grow."""

from __future__ import annotations

import math
import os
import queue
import resource
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest

import onnx_files
from media_units import Pictures, pictures
from toancanh.kernel import SystemClock
from toancanh.media.model import AccessUnit, ClockSource
from toancanh.registry.model import StreamRole
from toancanh.vision.calibration import Mounting, from_mounting
from toancanh.vision.onnx_models.manifest import Layout, Manifest
from toancanh.vision.onnx_models.process import ModelProcess
from toancanh.vision.view import focal_of
from toancanh.vision.watch import crew as crews
from toancanh.vision.watch.crew import Crew, Delivery, Looker, Station
from toancanh.vision.watch.feed import MAX_WAITING, MOST_AT_ONCE, Feed
from toancanh.vision.watch.model_looker import ModelLooker
from toancanh.vision.watch.ports import Assignment, FrameQuality, Interruption, Purpose
from toancanh.vision.watch.post import Post
from toancanh.vision.watching import Sight
from toancanh.vision.without_weights.process import Street, StreetProcess
from toancanh.vision.zones import Zone, ZoneKind

HIGH = 0.1
"""A line so high in the picture lies above the horizon."""


def station(camera_id: str = "one", *, at: float = 0.6) -> Station:
    view = from_mounting(Mounting(height_m=8, tilt_deg=15, focal=focal_of(60)), aspect=48 / 64)
    line = Zone(id="l", kind=ZoneKind.COUNTING_LINE, name="l", points=((0.3, at), (0.7, at)), aspect=48 / 64)
    assignment = Assignment(
        camera_id=camera_id, purposes=frozenset({Purpose.COUNTING}), method_name="without_weights", looks_per_s=10,
        zones=(line,), calibration=view, version=1,
    )  # fmt: skip
    return Station(post=Post(assignment), street=Street(camera=camera_id, zones=(line,), calibration=view))


class Notes:
    """A `Sink` that writes down what it is told."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.seen: list[tuple[str, FrameQuality]] = []
        self.broken: list[tuple[str, Interruption]] = []

    def begins(self, assignment: Assignment) -> None:
        self.begun.append(assignment.camera_id)

    def saw(self, camera_id: str, sight: Sight, frame: FrameQuality) -> None:
        assert not sight.crossings  # nothing moves
        self.seen.append((camera_id, frame))

    def interrupted(self, camera_id: str, why: Interruption, at_us: int) -> None:
        self.broken.append((camera_id, why))

    def round(self, now_us: int) -> None:
        raise AssertionError("a crew has no rounds")

    def close(self) -> None:
        raise AssertionError("a crew closes no sink")


class Played:
    """A crew whose cameras send what the test plays."""

    def __init__(self, make: Callable[[], Looker] | None = None) -> None:
        self.feed, self.notes = Feed(), Notes()
        self.outbox: queue.Queue[Delivery | None] = queue.Queue(1000)
        self.made: list[StreetProcess] = []
        self.numbers: dict[str, int] = {}
        self.hang_at_start = 0  # so many of the next processes
        self.limit_s = 30
        self.crew = Crew(
            "test",
            make or self._make,
            feed=self.feed,
            outbox=self.outbox,
            clock=SystemClock(),
            faults=lambda _: frozenset(),
        )
        self.crew.start()

    def _make(self) -> StreetProcess:
        hangs, self.hang_at_start = self.hang_at_start > 0, self.hang_at_start - 1
        self.made.append(StreetProcess(limit_s=self.limit_s, start_s=0.1 - self.limit_s if hangs else 30))
        return self.made[-1]

    def play(self, made: Pictures, count: int, camera_id: str = "one") -> None:
        """The next pictures; they arrived a second ago, so that none waits for more."""
        stream = (camera_id, StreamRole.SUB)
        self.until(lambda: camera_id in self.crew._manned)  # what came before is not looked at
        begin = self.numbers.get(camera_id, 0)
        if not begin:
            self.feed.on_parameters(stream, made.parameters)
            self.feed.on_clock(stream, ClockSource.CAMERA_RTCP)
        for number in range(begin, begin + count):
            unit = made.unit(number)
            arrived = AccessUnit(
                media_time=unit.media_time, is_key=unit.is_key, data=unit.data, wall_us=unit.wall_us,
                arrival_us=SystemClock().now_us() - 1_000_000,
            )  # fmt: skip
            self.feed.on_unit(stream, arrived, 0)
        self.numbers[camera_id] = begin + count

    def has_lost(self, processes: int) -> bool:
        return self.crew.restarts == processes

    def until(self, condition: Callable[[], object]) -> None:
        end = time.monotonic() + 20
        while not condition():
            assert time.monotonic() < end, (self.notes.begun, len(self.notes.seen), self.notes.broken)
            try:
                delivery = self.outbox.get(timeout=0.05)
            except queue.Empty:
                continue
            assert delivery is not None
            delivery(self.notes)


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> Iterator[Played]:
    monkeypatch.setattr(crews, "_FIRST_REST_S", 0.01)
    monkeypatch.setattr(crews, "_LONGEST_REST_S", 0.05)
    made = Played()
    yield made
    made.crew.close()


def test_it_looks_at_what_comes_and_goes_on_after_a_worker_was_killed(played: Played) -> None:
    made = pictures(fps=10, gop=10, count=50, grain=True)
    played.crew.man({"one": station(), "high": station("high", at=HIGH)})
    played.play(made, 40)
    played.play(made, 30, "high")
    played.until(lambda: len(played.notes.seen) > 10)  # the first were learned from
    assert played.notes.begun == ["one"]
    played.until(lambda: played.crew.tally("high").has_no_ground)
    tally = played.crew.tally("one")
    assert tally.look_s is not None
    assert 0 < tally.look_s < 10
    os.kill(played.made[0].pid, signal.SIGKILL)
    played.play(made, 20)
    played.until(lambda: ("one", Interruption.WORKER) in played.notes.broken)
    before = len(played.notes.seen)
    played.play(made, 40)
    played.until(lambda: len(played.notes.seen) > before + 10)
    assert played.notes.begun == ["one", "one"]
    assert played.crew.restarts == 1
    played.feed.on_interrupted(("one", StreamRole.SUB))
    played.until(lambda: played.notes.broken[-1] == ("one", Interruption.STREAM))


def test_of_a_frozen_camera_nothing_is_told_until_it_moves_again(played: Played) -> None:
    made = pictures(fps=10, gop=10, count=50, grain=True)
    frozen = Pictures(parameters=made.parameters, units=made.units[:1], ticks=made.ticks // 50)
    played.crew.man({"one": station()})
    played.play(made, 40)
    played.until(lambda: len(played.notes.seen) > 10)
    played.play(frozen, 80)
    played.until(lambda: played.crew.tally("one").looks == 120 and played.outbox.empty())
    assert played.notes.broken[-1] == ("one", Interruption.STILL)
    told = len(played.notes.seen)
    assert told < 40 + 55, "for five seconds it may yet be an empty street"
    played.play(made, 20)
    played.until(lambda: len(played.notes.seen) > told)
    assert not played.crew.restarts


def test_its_process_ends_with_its_last_camera_and_begins_with_the_next(played: Played) -> None:
    made = pictures(fps=10, gop=10, count=50, grain=True)
    played.crew.man({"one": station()})
    played.play(made, 20)
    played.until(lambda: played.crew.tally("one").looks)
    played.crew.man({})
    played.until(lambda: played.crew._looker is None)
    with pytest.raises(ProcessLookupError):
        os.kill(played.made[0].pid, 0)
    played.crew.man({"one": station()})
    before = played.crew.tally("one").looks
    played.play(made, 20)
    played.until(lambda: played.crew.tally("one").looks > before)
    assert len(played.made) == 2
    assert not played.crew.restarts


def test_a_model_is_asked_for_cameras_that_nobody_calibrated() -> None:
    manifest = Manifest(layout=Layout.YOLOX, seconds=30, memory_mib=512)
    played = Played(lambda: ModelLooker(lambda: ModelProcess(onnx_files.yolox(), manifest)))
    try:
        plain = replace(station().post.assignment, calibration=None, method_name="yolox", looks_per_s=5)
        played.crew.man({"one": Station(post=Post(plain), street=None)})
        played.play(pictures(fps=10, gop=10, count=50, grain=True), 40)
        played.until(lambda: len(played.notes.seen) == 20)  # every second one
        assert played.notes.begun == ["one"]
        assert all(frame.is_fit for _, frame in played.notes.seen)
        assert played.crew.tally("one").look_s is not None
    finally:
        played.crew.close()


def test_a_worker_that_takes_too_much_memory_is_told_and_replaced(played: Played) -> None:
    made = pictures(fps=10, gop=10, count=50, grain=True)
    played.crew.man({"one": station()})
    played.play(made, 30)
    played.until(lambda: played.crew.tally("one").looks)
    resource.prlimit(played.made[0].pid, resource.RLIMIT_DATA, (1 << 20, 1 << 20))
    played.crew.man({"one": station_of(played, "one"), "two": station("two")})
    played.play(made, 30, "two")
    played.until(lambda: played.crew.restarts)
    played.play(made, 30)
    played.until(lambda: played.crew.tally("one").looks > 30)
    assert played.crew.tally("two").last_word in ("out_of_memory", "died")


def station_of(played: Played, camera_id: str) -> Station:
    return played.crew._manned[camera_id]


@pytest.mark.waits
def test_a_worker_that_hangs_is_ended_and_a_camera_over_which_three_did_is_set_aside(played: Played) -> None:
    made, tally = pictures(fps=10, gop=10, count=50, grain=True), played.crew.tally
    played.limit_s = 4
    played.crew.man({"one": station()})
    played.play(made, 20)
    played.until(lambda: tally("one").looks)
    played.hang_at_start = 2
    os.kill(played.made[0].pid, signal.SIGSTOP)
    for number in range(3):
        played.play(made, 20)
        played.until(partial(played.has_lost, number + 1))
        assert tally("one").last_word == "never_answered"
    assert SystemClock().monotonic_us() < tally("one").aside_until_us < SystemClock().monotonic_us() + 700_000_000
    before = tally("one").looks
    played.play(made, 50)
    played.crew.man({"one": station_of(played, "one"), "two": station("two")})
    played.play(made, 50, "two")
    played.until(lambda: tally("two").looks)  # the others are watched
    assert tally("one").looks == before


def test_what_nobody_has_time_for_is_left_out_from_key_frame_to_key_frame() -> None:
    feed, made = Feed(), pictures(fps=10, gop=10, count=50, grain=True)
    stream = ("one", StreamRole.SUB)
    feed.on_parameters(stream, made.parameters)
    total = 3 * MAX_WAITING + 5
    for number in range(total):
        feed.on_unit(stream, made.unit(number), 0)
    batch = feed.take(["one"], made.unit(total).wall_us + 10_000_000)
    assert batch is not None
    assert batch.is_new
    assert batch.units[0].is_key
    taken = len(batch.units)
    while (more := feed.take(["one"], made.unit(total).wall_us + 10_000_000)) is not None:
        assert not more.is_new
        assert len(more.units) <= MOST_AT_ONCE
        taken += len(more.units)
    assert taken <= MAX_WAITING
    assert feed.left_out("one") == total - taken
    assert math.isclose(feed.fps("one") or 0, 10, rel_tol=0.01)
