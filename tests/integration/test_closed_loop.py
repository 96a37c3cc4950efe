"""Traffic that obeys the signals that it is shown, and cameras of it: what is run needs the extra ``city``, which
`make soak` installs.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
import shapely

from toancanh.cli import main
from toancanh.kernel import Invalid, SimulatedClock, Unavailable
from toancanh.simulation import StripKind, read_strip
from toancanh.simulation.closed_loop import ClosedLoop, ClosedLoopPlan
from toancanh.simulation.district import load_network
from toancanh.simulation.district.making.incidents import stretch
from toancanh.simulation.district.model import Points

needs_sumo = pytest.mark.soak

PLAN = ClosedLoopPlan(minutes=3, factor=0.6, seed=7)


@pytest.fixture
def loop() -> Iterator[ClosedLoop]:
    with ClosedLoop(PLAN, SimulatedClock()) as running:
        yield running


def crossing(loop: ClosedLoop, junction_id: str, seconds: int) -> int:
    """How many drivers are within the junction's middle, summed over so many seconds from now on."""
    junction = next(one for one in load_network().junctions if one.id == junction_id)
    middle, count = junction.shape_m.mean(axis=0), 0
    for _ in range(seconds):
        loop.advance(loop.play.newest_s + 1)
        moment = loop.play.at(loop.play.newest_s)
        driving = np.array([loop.play.bodies[number].plate is not None for number in moment.numbers])
        count += int((driving & (np.hypot(moment.x_m - middle[0], moment.y_m - middle[1]) < 6)).sum())
    return count


@needs_sumo
def test_traffic_obeys_what_it_is_shown_and_the_programme_after_that(loop: ClosedLoop) -> None:
    by_programme = crossing(loop, "A1", 30)
    loop.show("A1", "r" * len(loop.signals()["A1"]))
    loop.advance(loop.play.newest_s + 15)  # who is over the line goes on
    assert set(loop.signals()["A1"]) == {"r"}
    assert crossing(loop, "A1", 30) == 0
    assert by_programme > 5
    loop.show_programme("A1")
    assert crossing(loop, "A1", 60) > by_programme, "the queue drives off"
    assert set(loop.signals()["A1"]) != {"r"}
    for junction_id, state in (("A1", "r"), ("A1", "x" * len(loop.signals()["A1"])), ("nowhere", "r")):
        with pytest.raises(Invalid):
            loop.show(junction_id, state)


@needs_sumo
def test_equal_signals_give_equal_traffic_and_a_beginning_keeps_those_that_were_set(loop: ClosedLoop) -> None:
    def some_time() -> list[float]:
        loop.advance(20)
        return loop.play.at(19.0).x_m.tolist()

    first = some_time()
    loop.begin()
    assert some_time() == first
    loop.show("A1", "r" * len(loop.signals()["A1"]))
    loop.begin()
    assert some_time() != first
    assert set(loop.signals()["A1"]) == {"r"}


def there(loop: ClosedLoop, shape_m: Points, seconds: int) -> list[tuple[int, float]]:
    """Numbers and speeds of those who drive on this ground, each second from now on."""
    ground, found = shapely.Polygon(shape_m), []
    for _ in range(seconds):
        loop.advance(loop.play.newest_s + 1)
        moment = loop.play.at(loop.play.newest_s - 1)
        for number, x_m, y_m, speed_mps in zip(
            moment.numbers.tolist(), moment.x_m, moment.y_m, moment.speed_mps, strict=True
        ):
            if loop.play.bodies[number].plate is not None and ground.contains(shapely.Point(x_m, y_m)):
                found.append((number, float(speed_mps)))
    return found


@needs_sumo
def test_incidents_happen_while_it_runs(loop: ClosedLoop) -> None:
    assert loop.obey("incident=closed_lane:100")
    assert loop.obey("incident=flooded:50")
    (closed, *flooded), until_s = loop.play.incidents, loop.play.newest_s + 50
    assert [one.kind for one in (closed, *flooded)] == ["closed_lane", "flooded", "flooded"]
    there(loop, closed.place.shape_m, 20)  # who was there drives off
    lane = len(there(loop, closed.place.shape_m, 10))
    slow = [speed for one in flooded for _, speed in there(loop, one.place.shape_m, 8)]
    assert slow
    assert max(slow) < 3
    loop.advance(until_s + 15)
    free = [speed for one in flooded for _, speed in there(loop, one.place.shape_m, 8)]
    assert np.mean(free) > 1.5 * np.mean(slow), "its time is over"
    loop.advance(until_s + 65)
    assert len(there(loop, closed.place.shape_m, 10)) > lane
    assert loop.obey("incident=wrong_way:30")
    assert loop.obey("incident=breakdown:60")
    loop.advance(loop.play.newest_s + 10)
    riders = set(range(len(PLAN.cast()[0]), len(loop.play.bodies)))
    assert len(riders & set(loop.play.at(loop.play.newest_s).numbers.tolist())) == 1
    road = next(one for one in load_network().roads if one.id == "A1.AU")
    ground = stretch(road, [lane for lane in road.lanes if not lane.is_pavement]).shape_m
    loop.advance(loop.play.newest_s + 20)
    stands = [{number for number, speed in there(loop, ground, 1) if speed < 0.05} for _ in range(8)]
    assert set.intersection(*stands), "what broke down"
    loop.begin()
    assert not [one for one in loop.play.incidents if one.end_s > one.start_s]


@needs_sumo
def test_a_simulation_that_dies_is_said(loop: ClosedLoop) -> None:
    assert loop._process is not None
    loop._process.kill()
    with pytest.raises(Unavailable, match="has ended"):
        loop.advance(60)


@needs_sumo
def test_cameras_show_the_present_and_signals_are_set_by_standard_input(tmp_path: Path) -> None:
    command = [
        sys.executable, "-m", "toancanh", "simulate", "--closed-loop", "--factor", "0.3", "--minutes", "5", "--control",
        "--views", "A1-AU-front", "--size", "320x180", "--fps", "5", "--port", "0", "--cache", str(tmp_path),
    ]  # fmt: skip
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdin is not None
            with selectors.DefaultSelector() as selector:
                selector.register(process.stdout, selectors.EVENT_READ)
                assert selector.select(60)
            ready, url, *_ = process.stdout.readline().split()
            assert ready == "ready"
            readings, changes = [], []
            with av.open(url, options={"rtsp_transport": "tcp"}, timeout=30) as stream:
                before = None
                for frame in stream.decode(video=0):
                    luma = np.ascontiguousarray(frame.to_ndarray(format="gray"))
                    readings.append(read_strip(luma.tobytes(), frame.width, frame.height))
                    street = luma[len(luma) // 3 :].astype(np.int64)
                    changes.append(0.0 if before is None else float(np.abs(street - before).mean()))
                    before = street
                    if len(readings) == 30:
                        break
            assert all(reading is not None and reading.kind is StripKind.EPOCH for reading in readings)
            assert np.mean(changes[10:]) > 0.2, "traffic moves"
            process.stdin.write("A1=signals:x\nA1=programme\n")
            process.stdin.flush()
            assert process.stdout.readline() == "done A1=programme\n"
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 0
        finally:
            if process.poll() is None:
                os.kill(process.pid, signal.SIGKILL)


@pytest.mark.parametrize(
    "wrong", [["--play", "calm_1"], ["--minutes", "0"], ["--factor", "9"], ["--views", "nowhere"], ["--cameras", "9"]]
)
def test_wrong_use_is_said(wrong: list[str]) -> None:
    assert main(["simulate", "--port", "0", "--closed-loop", *wrong]) == 2
