"""A play that still goes on shows what the same play on disk shows."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from toancanh.kernel import Invalid, SimulatedClock
from toancanh.simulation.closed_loop import SHOWN_LATER_S, ClosedLoop, ClosedLoopPlan, GrowingPlay, Sample
from toancanh.simulation.closed_loop.happening import Happenings, Wanted
from toancanh.simulation.closed_loop.plan import RIDERS
from toancanh.simulation.district import Moment, Play, VehicleKind, load_play


@pytest.fixture(scope="module")
def play() -> Play:
    return load_play("calm_1")


def sample(play: Play, step: int) -> Sample:
    tracks = play.tracks
    numbers = np.flatnonzero((tracks.first <= step) & (step < tracks.first + tracks.counts)).astype(np.int32)
    rows = tracks.offsets[numbers] + step - tracks.first[numbers]
    places = np.column_stack([tracks.x_m[rows], tracks.y_m[rows], tracks.heading_rad[rows]])
    signals = [(step * play.step_s - 0.25 * part, play.signals(step * play.step_s - 0.25 * part)) for part in (2, 1)]
    return Sample(step=step, numbers=numbers, places=places.astype(np.float32), signals=signals)


def growing(play: Play) -> GrowingPlay:
    return GrowingPlay(name="now", seed=1, start=play.start, step_s=play.step_s, bodies=play.bodies)


def drivers(play: Play, moment: Moment) -> dict[int, tuple[float, ...]]:
    found = zip(
        moment.numbers.tolist(), moment.x_m, moment.y_m, np.cos(moment.heading_rad), moment.speed_mps, strict=True
    )
    return {number: tuple(rest) for number, *rest in found if play.bodies[number].kind is not VehicleKind.PEDESTRIAN}


def test_a_moment_between_its_samples_is_that_of_the_play(play: Play) -> None:
    now = growing(play)
    now.begin(sample(play, 40))
    for step in range(41, 140):
        now.add(sample(play, step))
    assert now.newest_s == 139 * play.step_s
    seen_s = now.newest_s - SHOWN_LATER_S
    for t_s in (seen_s, seen_s + 0.13, seen_s + 0.5, seen_s + 1.99):
        told, wanted = drivers(play, now.at(t_s)), drivers(play, play.at(t_s))
        assert told.keys() == wanted.keys()
        assert len(told) > 50
        for number, place in told.items():
            assert place == pytest.approx(wanted[number], abs=1e-3)
        assert now.signals(t_s) == play.signals(t_s)


def test_who_walks_is_set_aside_slowly_and_looks_where_he_goes(play: Play) -> None:
    walker = next(body.number for body in play.bodies if body.kind is VehicleKind.PEDESTRIAN)
    now = growing(play)
    for step in range(16):
        aside_m = 0.0 if step < 8 else 0.6  # as SUMO does it: by a stripe at once
        places = np.array([[step * 0.5, aside_m, 2.0]], np.float32)
        now.add(Sample(step=step, numbers=np.array([walker], np.int32), places=places))
    ways = np.array([now.at(t_s).y_m[0] for t_s in np.arange(3.0, 5.0, 0.1)])
    assert np.abs(np.diff(ways)).max() < 0.1
    assert now.at(2.0).heading_rad[0] == pytest.approx(0.0, abs=1e-6)


def test_a_time_that_is_not_known_shows_the_nearest(play: Play) -> None:
    now = growing(play)
    with pytest.raises(Invalid, match="has not begun"):
        now.at(0.0)
    for step in range(100, 104):
        now.add(sample(play, step))
    assert now.at(1e6).numbers.tolist() == now.at(now.newest_s).numbers.tolist()
    assert now.at(0.0).x_m.tolist() == now.at(50.0).x_m.tolist()


def test_steps_follow_each_other_and_bodies_are_the_plays(play: Play) -> None:
    now = growing(play)
    now.begin(sample(play, 10))
    with pytest.raises(Invalid, match="does not follow"):
        now.add(sample(play, 12))
    stranger = Sample(step=11, numbers=np.array([len(play.bodies)], np.int32), places=np.zeros((1, 3), np.float32))
    with pytest.raises(Invalid, match="does not have"):
        now.add(stranger)
    with pytest.raises(Invalid):
        Sample(step=1, numbers=np.array([1], np.int32), places=np.zeros((2, 3), np.float32))
    now.begin(sample(play, 0))
    assert now.newest_s == 0.0


def test_who_was_away_for_a_while_is_left_out_until_that_is_past(play: Play) -> None:
    now = growing(play)
    for step in range(40):
        numbers = np.array([0, 1] if step != 20 else [1], np.int32)
        now.add(Sample(step=step, numbers=numbers, places=np.zeros((len(numbers), 3), np.float32)))
        if step == 25:
            assert now.at(now.newest_s).numbers.tolist() == [1]
    assert now.at(now.newest_s).numbers.tolist() == [0, 1]


def test_equal_plans_have_equal_people() -> None:
    plan = ClosedLoopPlan(minutes=2, seed=5)
    again = ClosedLoopPlan.from_request(plan.as_request())
    assert again == plan
    assert again.cast() == plan.cast()
    assert ClosedLoopPlan(minutes=2, seed=6).cast() != plan.cast()
    with pytest.raises(Invalid):
        ClosedLoopPlan(minutes=0)


def test_who_rides_against_the_direction_is_nobody_who_comes_by_himself() -> None:
    plan = ClosedLoopPlan(minutes=1, seed=5)
    departures, bodies = plan.cast()
    assert len(bodies) == len(departures) + RIDERS
    riders = range(len(departures), len(bodies))
    assert {bodies[number].kind for number in riders} == {VehicleKind.MOTORCYCLE}
    happenings = Happenings(first=len(departures), seed=5)
    happenings.begin(Wanted.parse("wrong_way:100"), 10)
    shown = [happenings.riders(sample) for sample in range(11, 300)]
    assert {number for told in shown for number, _ in told} == set(riders[:3]), "one each forty seconds"
    assert not shown[-1]
    first = [place for told in shown for number, place in told if number == riders[0]]
    steps_m = [math.dist(a[:2], b[:2]) for a, b in itertools.pairwise(first)]
    assert 100 < sum(steps_m) < 300
    assert max(steps_m) < 3


@pytest.mark.parametrize(
    "wrong",
    ["closed_lane", "closed_lane:x", "closed_lane:0", "closed_lane:nan", "event_crowd:60", "quake:60", "flooded:9999"],
)
def test_an_incident_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(Invalid, match="closed_lane:120"):
        Wanted.parse(wrong)


def test_an_incident_on_a_road_that_is_none_is_refused() -> None:
    for wrong in ("breakdown:60:nowhere", "closed_lane:60:A1.AU", "wrong_way:60:A1.AU"):
        with pytest.raises(Invalid):
            Wanted.parse(wrong).happening(0.0, 1)


def test_nothing_is_shown_of_a_loop_that_does_not_run() -> None:
    clock = SimulatedClock()
    loop = ClosedLoop(ClosedLoopPlan(minutes=1), clock)
    assert loop.play_s(clock.now_us()) >= 0
    with pytest.raises(Invalid, match="has not begun"):
        loop.show("A1", "r")
    assert not loop.obey("1=freeze")
