"""Where it jams and what a jam reaches next; what is usual on a segment, and what is told of the next half hour."""

from __future__ import annotations

import numpy as np
import pytest

from road_rows import a_network, measure
from toancanh.traffic.model import QUARTER_US
from toancanh.traffic.network.flows import Flows, wiring_of
from toancanh.traffic.network.spread import Standing, jams_of
from toancanh.traffic.network.usual import NOW, Usual, told_of, usual_of_weeks
from toancanh.traffic.state import LEVELS, PAST, WEEKS, Level

NETWORK = a_network({"j1-j2": [measure("c1")]})
AT = list(NETWORK.segments).index("j1-j2")


def test_a_jam_grows_from_its_head_to_what_feeds_its_tail() -> None:
    states = {
        "j2-e": Standing(level=Level.F, queue_m=990.0, growth_m_per_min=0.0),
        "j1-j2": Standing(level=Level.E, queue_m=400.0, growth_m_per_min=50.0),
        "w-j1": Standing(level=Level.C),
    }
    (jam,) = jams_of(NETWORK, states)
    assert (set(jam.segment_ids), jam.heads) == ({"j2-e", "j1-j2"}, ["j2-e"])
    assert jam.length_m == pytest.approx(2000, rel=1e-3)
    assert jam.queue_m == 1390
    assert {one.segment_id for one in jam.next} == {"w-j1", "n-j1"}, "not the way back of the street itself"
    assert [one.minutes for one in jam.next] == [pytest.approx(10.0, rel=1e-2)] * 2, "500 m at 50 m a minute"


def test_only_what_turns_into_a_jam_is_reached_by_it() -> None:
    turns = [{"from_segment": "n-j1", "to_segment": "j1-j2", "turn": "left"}]
    network = a_network(movements=turns)
    (jam,) = jams_of(network, {"j1-j2": Standing(level=Level.F, queue_m=950.0)})
    assert [(one.segment_id, one.minutes) for one in jam.next] == [("n-j1", 0.0)], "it is full"


@pytest.mark.parametrize(
    ("queue_m", "growth", "minutes"), [(None, 10.0, None), (100.0, None, None), (100.0, -5.0, None), (100.0, 1.0, None)]
)
def test_what_nobody_can_tell_of_a_jam_is_not_told(
    queue_m: float | None, growth: float | None, minutes: float | None
) -> None:
    (jam,) = jams_of(NETWORK, {"j1-j2": Standing(level=Level.E, queue_m=queue_m, growth_m_per_min=growth)})
    assert {one.minutes for one in jam.next} == {minutes}


def test_jams_apart_are_two_and_none_is_none() -> None:
    states = {"w-j1": Standing(level=Level.E), "j2-e": Standing(level=Level.F)}
    assert [list(one.segment_ids) for one in jams_of(NETWORK, states)] == [["j2-e"], ["w-j1"]]
    assert jams_of(NETWORK, {"w-j1": Standing(level=Level.D), "j2-e": Standing(level=None)}) == []


def flows(volume: float, speed: float, *, known: bool = True) -> Flows:
    """PAST + 2 quarters of all segments, the same all day; of this one something is known."""
    shape = (len(NETWORK.segments), PAST + 2)
    nothing = np.full(shape, np.nan)
    told = {"volume_per_h": nothing.copy(), "speed_mps": nothing.copy()}
    if known:
        told["volume_per_h"][AT], told["speed_mps"][AT] = volume, speed
    rest = dict.fromkeys(
        (
            "vehicles",
            "pcu_per_h",
            "occupancy",
            "saturation",
            "queue_m",
            "queue_max_m",
            "queue_vehicles",
            "delay_s",
            "left_per_h",
        ),
        nothing,
    )
    return Flows(
        marks=np.arange(PAST + 3, dtype=np.int64) * QUARTER_US, seen=np.ones(shape), excluded=np.zeros(shape),
        flags=np.zeros(shape, np.int32), is_empty=np.zeros(shape, bool), **told, **rest,
    )  # fmt: skip


def usual(*weeks: Flows) -> Usual:
    return usual_of_weeks(wiring_of(NETWORK, NETWORK.places, {"c1"}), weeks)


def test_twice_the_usual_time_now_is_twice_the_usual_time_soon() -> None:
    wiring = wiring_of(NETWORK, NETWORK.places, {"c1"})
    found = usual(flows(900, 5.0), *[flows(600, 10.0)] * WEEKS)
    assert found.free_mps[AT] == pytest.approx(10.0)
    assert not found.is_limit[AT]
    assert found.usual_s[AT, NOW] == pytest.approx(100, rel=1e-3)
    quarter, half = told_of(wiring, found)
    assert (quarter.minutes, half.minutes) == (15, 30)
    for told in (quarter, half):
        assert told.is_usual[AT]
        assert told.volume_per_h[AT] == pytest.approx(900)
        assert told.travel_time_s[AT] == pytest.approx(200, rel=1e-3)
        assert LEVELS[told.levels[AT]] is Level.D, "half of the free speed"
        assert told.time_error[AT] == pytest.approx(0)


def test_a_young_network_is_told_to_stay_as_it_is_and_says_so() -> None:
    wiring = wiring_of(NETWORK, NETWORK.places, {"c1"})
    this = flows(600, 10.0)
    this.volume_per_h[AT, ::2] = 300.0
    found = usual(this, *[flows(0, 0, known=False)] * WEEKS)
    assert found.free_mps[AT] == pytest.approx(10.0), "of this day alone: there are enough quarters"
    quarter, half = told_of(wiring, found)
    assert not quarter.is_usual[AT]
    assert quarter.volume_per_h[AT] == pytest.approx(this.volume_per_h[AT, NOW])
    assert quarter.volume_error[AT] == pytest.approx(0.5), "300 told, and 600 came mostly"
    assert half.volume_error[AT] == pytest.approx(0)


def test_of_what_was_never_measured_the_free_speed_is_the_limit() -> None:
    found = usual(*[flows(0, 0, known=False)] * (WEEKS + 1))
    assert found.is_limit.all()
    assert set(found.free_mps) == {15.0}
    told = told_of(wiring_of(NETWORK, NETWORK.places, {"c1"}), found)[0]
    assert np.isnan(told.travel_time_s).all()
    assert (told.levels == -1).all()
