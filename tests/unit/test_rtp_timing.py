"""Media time and wall time of a run."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise

import pytest

from toancanh.media.model import ClockSource
from toancanh.media.rtp import RunTiming

START_US = 1_795_000_000_000_000
FRAME = 3600


class Run:
    """Feeds pictures at 25 a second; ``delay_us`` gives each its way through the network."""

    def __init__(self, *, crystal_ppm: float = 0.0, clock_ppm: float = 0.0, offset_us: int = 0) -> None:
        self.timing = RunTiming()
        self.random = random.Random(7)
        self.index = 0
        self.crystal, self.clock, self.offset_us = 1 + crystal_ppm / 1e6, 1 + clock_ppm / 1e6, offset_us
        self.walls: list[int] = []
        self.errors: list[int] = []

    def timestamp(self, at_us: int) -> int:
        return round((at_us - START_US) * self.crystal * 9 / 100) + 4_000_000_000 & 0xFFFFFFFF

    def play(self, count: int, delay_us: Callable[[int], int] = lambda _: 0, *, reports: bool = False) -> None:
        for _ in range(count):
            captured_us = START_US + self.index * 40_000
            arrival_us = captured_us + delay_us(self.index)
            stamp = self.timestamp(captured_us)
            if self.index == 0:
                self.timing.start(stamp, arrival_us)
                media = 0
            else:
                media = self.timing.media_time(stamp, arrival_us)
            wall = self.timing.wall_us(media, arrival_us)
            self.walls.append(wall)
            self.errors.append(wall - captured_us)
            if reports and self.index % 125 == 10:
                camera_us = START_US + self.offset_us + round((captured_us - START_US) * self.clock)
                self.timing.sender_report(camera_us, stamp)
            self.index += 1


def test_arrival_is_freed_of_jitter() -> None:
    run = Run()
    run.play(1000, lambda _: run.random.randrange(0, 200_000))
    assert max(map(abs, run.errors[200:])) < 15_000
    assert all(0 < right - left < 80_000 for left, right in pairwise(run.walls))


def test_a_burst_at_the_start_is_no_delay() -> None:
    run = Run()
    run.play(500, lambda index: max(0, 2_000_000 - index * 40_000))  # the last two seconds, all at once
    assert run.errors[0] == 2_000_000
    assert abs(run.errors[-1]) < 1000
    assert not run.timing.stepped
    assert all(right > left for left, right in pairwise(run.walls))


def test_a_queue_on_a_slow_link_does_not_move_the_time() -> None:
    run = Run()
    run.play(250)
    run.play(500, lambda _: 1_000_000)
    assert abs(run.errors[-1]) < 20_000


def test_a_camera_that_paused_ends_the_run() -> None:
    run = Run()
    run.play(250)
    run.play(1000, lambda _: 3_000_000)
    assert run.timing.stepped


def test_a_slow_crystal_is_followed() -> None:
    run = Run(crystal_ppm=-100)
    run.play(25 * 240, lambda _: run.random.randrange(0, 100_000))
    assert max(map(abs, run.errors[500:])) < 20_000
    drift = run.timing.clock().drift_ppm
    assert drift is not None
    assert drift == pytest.approx(-100, abs=15)


def test_the_cameras_clock_is_believed_within_its_bound() -> None:
    near = Run(offset_us=300_000)
    near.play(800, lambda _: near.random.randrange(1000, 100_000), reports=True)
    assert near.timing.clock().source is ClockSource.CAMERA_RTCP
    assert near.errors[-1] == pytest.approx(300_000, abs=100)
    assert near.timing.clock().offset_us == pytest.approx(300_000, abs=10_000)
    assert all(0 < right - left < 80_000 for left, right in pairwise(near.walls))

    far = Run(offset_us=-700_000)
    far.play(800, reports=True)
    assert far.timing.clock().source is ClockSource.SERVER_ARRIVAL
    assert far.timing.clock().offset_us == pytest.approx(-700_000, abs=1000)
    assert abs(far.errors[-1]) < 1000


def test_drift_of_the_cameras_clock_is_measured() -> None:
    run = Run(clock_ppm=200, offset_us=10_000)
    run.play(25 * 180, lambda _: run.random.randrange(1000, 80_000), reports=True)
    drift = run.timing.clock().drift_ppm
    assert drift is not None
    assert drift == pytest.approx(200, abs=15)


def test_a_jump_of_timestamps_goes_on_by_arrival() -> None:
    timing = RunTiming()
    timing.start(1000, START_US)
    assert timing.media_time(1000 + FRAME, START_US + 40_000) == FRAME
    assert timing.media_time(5 + 2**31, START_US + 100_000) == FRAME + 5400
    assert timing.media_time(5 + 2**31 + FRAME, START_US + 140_000) == 2 * FRAME + 5400
    assert timing.jumps == 1


def test_pictures_out_of_order_keep_their_times() -> None:
    timing = RunTiming()
    timing.start(0xFFFFFFFF, START_US)
    stamps = [3 * FRAME, FRAME, 2 * FRAME, 6 * FRAME]
    assert [timing.media_time(stamp - 1 & 0xFFFFFFFF, START_US) for stamp in stamps] == stamps


def test_news_come_once() -> None:
    run = Run()
    run.play(1)
    assert run.timing.news() is not None
    assert run.timing.news() is None
    run.play(300)
    assert run.timing.news() is None
