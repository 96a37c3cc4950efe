"""What places say of segments of road: what adds up, what is averaged, what is not known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from road_rows import a_network, measure
from toancanh.traffic.model import MINUTE_US, Flag
from toancanh.traffic.network.blocks import Block, block_of
from toancanh.traffic.network.flows import Flows, flows_of, levels, travel_times, wiring_of
from toancanh.traffic.network.model import RoadNetwork
from toancanh.traffic.state import LEVELS, UNKNOWN
from toancanh.traffic.units import read_units
from traffic_rows import MONDAY_US, minute, minutes

QUARTER_US = 15 * MINUTE_US
MARKS = MONDAY_US + QUARTER_US * np.arange(3, dtype=np.int64)
UNITS = read_units()


def quarter(number: int, camera_id: str, zone_id: str = "lane", **more: object) -> dict[str, object]:
    row = minute(15 * number, camera_id, zone_id, motorcycle=150, observed_s=900.0, occupied_s=90.0, line_s=900.0)
    return row | {"speed_n": 100, "pace_sum_spm": 10.0} | more


def of(network: RoadNetwork, *rows: dict[str, object], shown: set[str] | None = None) -> Flows:
    ordered = sorted(rows, key=lambda row: (row["camera_id"], row["zone_id"], row["movement"], row["start_us"]))
    block = block_of(minutes(*[{"movement": "", **row} for row in ordered]), network.places, MARKS, UNITS)
    cameras = {place.camera_id for place in network.places}
    return flows_of(wiring_of(network, network.places, cameras if shown is None else shown), block)


def rows_with_movement(*rows: dict[str, object]) -> list[dict[str, object]]:
    return [{"movement": "", **row} for row in rows]


def test_lanes_side_by_side_add_up_and_stations_are_averaged() -> None:
    network = a_network(
        {"j1-j2": [measure("c1", "left"), measure("c1", "right"), measure("c2", "line", movement="forward")]}
    )
    found = of(
        network,
        *rows_with_movement(quarter(0, "c1", "left"), quarter(0, "c1", "right", motorcycle=50)),
        quarter(0, "c2", "line", movement="forward", motorcycle=240),
    )
    at = list(network.segments).index("j1-j2")
    assert found.volume_per_h[at, 0] == pytest.approx((200 + 240) / 2 * 4), "two lanes, and the line after them"
    assert found.vehicles[at, 0] == pytest.approx(220)
    assert found.seen[at].tolist() == [1.0, 0.0]
    assert np.isnan(found.volume_per_h[at, 1]), "nobody looked: that is not no traffic"
    assert np.isnan(np.delete(found.volume_per_h, at, axis=0)).all()


def test_of_a_road_of_which_a_lane_was_not_seen_the_flow_is_not_known() -> None:
    network = a_network({"j1-j2": [measure("c1", "left"), measure("c1", "right")]})
    found = of(network, *rows_with_movement(quarter(0, "c1", "left"), quarter(0, "c1", "right", observed_s=400.0)))
    at = list(network.segments).index("j1-j2")
    assert np.isnan(found.volume_per_h[at, 0])
    assert found.speed_mps[at, 0] == pytest.approx(10.0), "how fast they went on the other is known"


def test_a_camera_that_is_not_there_for_somebody_adds_nothing() -> None:
    network = a_network({"j1-j2": [measure("c1", "left", station="s"), measure("c2", "right", station="s")]})
    rows = rows_with_movement(quarter(0, "c1", "left"), quarter(0, "c2", "right"))
    at = list(network.segments).index("j1-j2")
    assert of(network, *rows).volume_per_h[at, 0] == pytest.approx(1200)
    hidden = of(network, *rows, shown={"c1"})
    assert np.isnan(hidden.volume_per_h[at, 0]), "half of a road is not told as the whole"


def test_speeds_are_averaged_by_their_reciprocals() -> None:
    network = a_network({"j1-j2": [measure("c1"), measure("c2")]})
    slow = quarter(0, "c2", speed_n=100, pace_sum_spm=40.0)
    found = of(network, *rows_with_movement(quarter(0, "c1"), slow))
    at = list(network.segments).index("j1-j2")
    assert found.speed_mps[at, 0] == pytest.approx(4.0), "a half at 10 and a half at 2.5 m/s takes what 4 m/s takes"


def test_a_travel_time_is_of_the_length_and_of_the_standing() -> None:
    measures = {"j1-j2": [measure("c1", gives="flow"), measure("c1", "tail", gives="queue")]}
    network = a_network(measures)
    queue = quarter(0, "c1", "tail", area_s=900.0, standing_s=4500.0, queue_s=900.0, queue_sum_ms=90_000.0)
    found = of(network, *rows_with_movement(quarter(0, "c1"), queue | {"queue_max_m": 180.0}))
    at = list(network.segments).index("j1-j2")
    assert found.volume_per_h[at, 0] == pytest.approx(600), "what the queue's line counts is not counted again"
    assert (found.queue_m[at, 0], found.queue_max_m[at, 0]) == (100, 180)
    assert found.queue_vehicles[at, 0] == pytest.approx(5)
    assert found.delay_s[at, 0] == pytest.approx(30)
    free = np.full(len(network.segments), 15.0)
    wiring = wiring_of(network, network.places, {"c1"})
    length_m = network.segments["j1-j2"].length_m
    assert length_m == pytest.approx(1000, rel=1e-3)
    assert travel_times(wiring, found, free)[at, 0] == pytest.approx(length_m / 10 + 30)
    assert LEVELS[levels(found, free)[at, 0]] == "C", "by its delay; by 10 of 15 m/s, too"


def test_an_empty_road_is_free_and_a_blocked_one_is_not() -> None:
    network = a_network({"j1-j2": [measure("c1"), measure("c1", "tail", gives="queue")]})
    nothing = {"motorcycle": 0, "speed_n": 0, "pace_sum_spm": 0.0, "occupied_s": 0.0}
    at = list(network.segments).index("j1-j2")
    free = np.full(len(network.segments), 12.5)
    wiring = wiring_of(network, network.places, {"c1"})
    empty = of(network, *rows_with_movement(quarter(0, "c1", **nothing)))
    assert LEVELS[levels(empty, free)[at, 0]] == "A"
    assert travel_times(wiring, empty, free)[at, 0] == pytest.approx(80, rel=1e-3)
    for blocked in ({"occupied_s": 900.0}, {"tail": True}):
        rows = [quarter(0, "c1", **nothing | ({} if "tail" in blocked else blocked))]
        if "tail" in blocked:
            rows.append(quarter(0, "c1", "tail", motorcycle=0, area_s=900.0, standing_s=9000.0))
        found = of(network, *rows_with_movement(*rows))
        assert levels(found, free)[at, 0] == UNKNOWN, "nothing passed, and something stands: not a free road"
        assert np.isnan(travel_times(wiring, found, free)[at, 0])


def test_what_is_left_out_is_said() -> None:
    network = a_network({"j1-j2": [measure("c1")]})
    out = quarter(0, "c1", excluded_s=900.0, flags=int(Flag.VIEW), motorcycle=0)
    found = of(network, *rows_with_movement(out))
    at = list(network.segments).index("j1-j2")
    assert (found.seen[at, 0], found.excluded[at, 0]) == (0, 1)
    assert Flag(int(found.flags[at, 0])) is Flag.VIEW


def test_blocks_are_cut_and_put_in_a_row() -> None:
    network = a_network({"j1-j2": [measure("c1")]})
    rows = rows_with_movement(quarter(0, "c1"), quarter(1, "c1", motorcycle=30, queue_max_m=7.0))
    block = block_of(minutes(*rows), network.places, MARKS, UNITS)
    again = Block.in_a_row([block.part(0, 1), block.part(1, 2)])
    assert again.marks.tolist() == block.marks.tolist()
    assert all((again.sums[name] == block.sums[name]).all() for name in block.sums)
    whole = block.joined()
    assert whole.sums["volume"].tolist() == [[180.0]]
    assert whole.sums["queue_max_m"].tolist() == [[7.0]]
    assert whole.marks.tolist() == [MARKS[0], MARKS[2]]


@pytest.mark.parametrize(
    ("looked", "is_known"),
    [
        (range(12, 15), True),  # begun three minutes ago
        (range(14, 15), False),  # one minute says nothing yet
        (range(3), False),  # and nobody since then
        ([0, 1, 2, 12, 13, 14], False),  # away for most of the time since
        ([10, 11, 13, 14], True),
        (range(15), True),
    ],
)
def test_what_has_only_begun_to_be_measured_is_known_by_the_same_share_of_its_time(
    looked: Sequence[int], is_known: bool
) -> None:
    network = a_network({"j1-j2": [measure("c1")]})
    marks = MONDAY_US + MINUTE_US * np.arange(16, dtype=np.int64)
    found = minutes(*[minute(n, "c1", motorcycle=10, movement="") for n in looked])
    block = block_of(found, network.places, marks, UNITS)
    wiring = wiring_of(network, network.places, {"c1"})
    flows, at = flows_of(wiring, block.since_first_look()), list(network.segments).index("j1-j2")
    assert flows.volume_per_h[at, 0] == pytest.approx(600 if is_known else np.nan, nan_ok=True)
    assert flows.seen[at, 0] == pytest.approx(len(looked) / 15), "of the whole quarter: what little it rests on is said"
    whole = flows_of(wiring, block.joined()).volume_per_h[at, 0]
    assert np.isnan(whole) == (len(looked) < 15), "where no word is said of it, half of the time is asked for"


def test_time_that_was_looked_at_and_is_left_out_is_no_time_before_the_first_look() -> None:
    network = a_network({"j1-j2": [measure("c1")]})
    marks = MONDAY_US + MINUTE_US * np.arange(16, dtype=np.int64)
    rows = [minute(n, "c1", motorcycle=10, movement="", excluded_s=60.0 if n < 10 else 0.0) for n in range(15)]
    block = block_of(minutes(*rows), network.places, marks, UNITS).since_first_look()
    flows = flows_of(wiring_of(network, network.places, {"c1"}), block)
    assert np.isnan(flows.volume_per_h).all()


def test_minutes_are_put_together_in_parts() -> None:
    network = a_network({"j1-j2": [measure("c1")]})
    marks = MONDAY_US + MINUTE_US * np.arange(16, dtype=np.int64)
    rows = [minute(n, "c1", motorcycle=n, queue_max_m=float(n), movement="") for n in range(15)]
    parts = block_of(minutes(*rows), network.places, marks, UNITS).joined(5)
    assert parts.marks.tolist() == marks[::5].tolist()
    assert parts.sums["volume"].tolist() == [[10.0, 35.0, 60.0]]
    assert parts.sums["queue_max_m"].tolist() == [[4.0, 9.0, 14.0]]
