"""Which signals are one incident, how sure they make it, and what a camera's record takes from its word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toancanh.traffic.incidents.joining import ENOUGH, REACHES, begun, is_over, is_same, joined, needed
from toancanh.traffic.incidents.model import (
    IncidentEvidence,
    Signal,
    Spot,
    TrafficIncident,
    TrafficIncidentKind,
    TrafficIncidentState,
)
from traffic_rows import MONDAY_US

S_US = 1_000_000
STOPPED, WRONG = TrafficIncidentKind.STOPPED_VEHICLE, TrafficIncidentKind.WRONG_WAY


def signal(camera_id: str = "a", t_s: float = 0.0, strength: float = 0.9, **more: object) -> Signal:
    made: dict[str, object] = {
        "kind": STOPPED, "zone_id": "road", "evidence": {IncidentEvidence.STOOD_S: 20.0}, "spot": spot(0),
        "began_us": MONDAY_US + round(t_s * S_US) - 20 * S_US,
    }  # fmt: skip
    return Signal(
        camera_id=camera_id, time_us=MONDAY_US + round(t_s * S_US), strength=strength, **(made | more)  # type: ignore[arg-type]
    )  # fmt: skip


def spot(north_m: float, uncertainty_m: float = 3.0) -> Spot:
    return Spot(lat=21.0 + north_m / 111_320, lon=105.8, uncertainty_m=uncertainty_m)


def usual(_camera_id: str, _kind: TrafficIncidentKind) -> float:
    return ENOUGH


def of(*signals: Signal) -> TrafficIncident:
    made = begun("one", signals[0], usual)
    for later in signals[1:]:
        made = joined(made, later, usual)
    return made


def test_one_sure_camera_opens_it_and_a_weak_one_does_not() -> None:
    assert of(signal(strength=0.85)).state is TrafficIncidentState.OPEN
    weak = of(signal(strength=0.6))
    assert (weak.state, weak.opened_us) == (TrafficIncidentState.SUSPECTED, None)


def test_two_weak_cameras_open_it_together() -> None:
    both = of(signal("a", 0, 0.6), signal("b", 5, 0.6))
    assert both.state is TrafficIncidentState.OPEN
    assert both.confidence == pytest.approx(1 - 0.4 * 0.4)
    assert both.opened_us == MONDAY_US + 5 * S_US
    assert [one.camera_id for one in both.sightings] == ["a", "b"]


def test_a_camera_that_repeats_itself_makes_nothing_surer() -> None:
    again = of(*(signal("a", t_s, 0.6) for t_s in range(0, 60, 5)))
    assert again.state is TrafficIncidentState.SUSPECTED
    assert again.sightings[0].last_us == MONDAY_US + 55 * S_US


def test_two_cameras_are_one_where_their_places_agree_within_what_is_not_known() -> None:
    one = of(signal("a"))
    assert is_same(one, signal("b", 10, spot=spot(20)))
    assert not is_same(one, signal("b", 10, spot=spot(40)))
    assert is_same(one, signal("b", 10, spot=spot(80, uncertainty_m=60)))
    assert not is_same(one, signal("b", 10, spot=None))
    assert is_same(one, signal("a", 10, spot=None)), "one camera's are one while they last"
    assert not is_same(one, signal("a", 10, kind=WRONG))


def test_times_touch() -> None:
    one = of(signal("a"))
    quiet_s = REACHES[STOPPED].quiet_us / S_US
    assert is_same(one, signal("a", quiet_s + 19))
    assert not is_same(one, signal("a", quiet_s + 21))
    assert not is_over(one, MONDAY_US + REACHES[STOPPED].quiet_us)
    assert is_over(one, MONDAY_US + REACHES[STOPPED].quiet_us + 1)


def test_what_moves_is_looked_for_where_it_can_be_by_now() -> None:
    one = of(signal("a", kind=WRONG))
    later = signal("b", 20, kind=WRONG, spot=spot(200), began_us=MONDAY_US + 15 * S_US)
    assert is_same(one, later)
    assert not is_same(one, replace(later, time_us=MONDAY_US + 16 * S_US, spot=spot(300)))
    assert joined(one, later, usual).spot == later.spot


def test_one_that_a_person_ended_stays_ended() -> None:
    closed = replace(of(signal("a")), state=TrafficIncidentState.CLOSED)
    after = joined(closed, signal("a", 30, 0.99), usual)
    assert (after.state, after.opened_us) == (TrafficIncidentState.CLOSED, closed.opened_us)
    assert after.last_us == MONDAY_US + 30 * S_US


def test_what_a_camera_was_wrong_about_is_taken_from_its_word() -> None:
    day_s = 86_400.0
    assert needed(0, 0) == needed(1, day_s) == pytest.approx(ENOUGH)
    assert needed(7, 7 * day_s) == pytest.approx(ENOUGH), "once a day is what is aimed at"
    assert ENOUGH < needed(3, day_s) < needed(10, day_s) <= 0.99
    assert needed(10_000, day_s) == needed(20_000, day_s) < 0.99

    def record(camera_id: str, _kind: TrafficIncidentKind) -> float:
        return needed(10, day_s) if camera_id == "a" else ENOUGH

    assert begun("x", signal("a", strength=0.85), record).state is TrafficIncidentState.SUSPECTED
    assert begun("x", signal("b", strength=0.85), record).state is TrafficIncidentState.OPEN
    assert begun("x", signal("a", strength=0.99), record).state is TrafficIncidentState.OPEN


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0.05, 0.99)), min_size=1, max_size=8))
def test_more_signals_never_make_it_less_sure(told: list[tuple[str, float]]) -> None:
    made, before = begun("x", signal(*_at(told, 0)), usual), 0.0
    for n in range(1, len(told)):
        before = made.confidence
        made = joined(made, signal(*_at(told, n)), usual)
        assert made.confidence >= before
        assert (made.opened_us is not None) == (made.confidence >= ENOUGH)
    assert len(made.sightings) == len({camera for camera, _ in told})


def _at(told: list[tuple[str, float]], n: int) -> tuple[str, float, float]:
    return told[n][0], float(n), told[n][1]
