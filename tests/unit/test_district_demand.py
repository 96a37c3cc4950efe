"""Who sets out follows the hour and the seed; no SUMO is needed for that."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path
from random import Random

import numpy as np
import pytest

from toancanh.kernel import Invalid
from toancanh.simulation.district import IncidentKind, VehicleKind, load_network
from toancanh.simulation.district.making.demand import kind_shares, make_departures, share_of_peak
from toancanh.simulation.district.making.fleet import MODELS
from toancanh.simulation.district.making.incidents import IncidentPlan, make_happenings, stretch
from toancanh.simulation.district.making.plain import write_plain
from toancanh.simulation.district.making.scenarios import shipped_plans
from toancanh.simulation.district.making.walkers import settled
from toancanh.simulation.district.plates import PlateMaker, normal_form, two_lines

RUSH, NOON, NIGHT = datetime.time(17, 30), datetime.time(12), datetime.time(2)


def test_equal_seeds_give_equal_departures_and_others_do_not() -> None:
    first, again, other = (make_departures(RUSH, 120.0, 1.0, Random(seed)) for seed in (5, 5, 6))
    assert first == again
    assert first != other
    assert [one.at_s for one in first] == sorted(one.at_s for one in first)
    assert len({one.key for one in first}) == len(first)


def test_the_rush_hour_is_the_peak_and_the_factor_is_one() -> None:
    assert share_of_peak(RUSH) == pytest.approx(1.0)
    assert share_of_peak(NIGHT) < 0.1 < share_of_peak(NOON) < 0.9
    assert share_of_peak(datetime.time(0, 0)) == pytest.approx((0.08 + 0.15) / 2)
    whole, half = (len(make_departures(RUSH, 600.0, factor, Random(1))) for factor in (1.0, 0.5))
    assert half / whole == pytest.approx(0.5, abs=0.05)


def test_lorries_keep_out_of_the_rush_hour_and_come_at_night() -> None:
    for time in (RUSH, NOON, NIGHT):
        assert sum(kind_shares(time).values()) == pytest.approx(1.0)
    rush, noon, night = (kind_shares(time)[VehicleKind.LORRY] for time in (RUSH, NOON, NIGHT))
    assert rush < noon / 4
    assert night > noon * 2
    counted = Counter(one.model.kind for one in make_departures(NOON, 3600.0, 1.0, Random(3)) if not one.walks)
    assert counted[VehicleKind.MOTORCYCLE] / counted.total() == pytest.approx(0.78, abs=0.02)
    assert set(counted) == set(VehicleKind) - {VehicleKind.PEDESTRIAN}


def test_every_departure_leads_along_roads_that_are_there() -> None:
    roads = {road.id for road in load_network().roads}
    for one in make_departures(NOON, 600.0, 1.0, Random(9)):
        assert {one.from_edge, one.to_edge} <= roads
        assert one.model in MODELS[one.model.kind]


def test_plates_are_of_the_kind_that_the_vehicle_carries() -> None:
    maker = PlateMaker(Random(4))
    motorcycle, _ = maker.make(VehicleKind.MOTORCYCLE)
    car, _ = maker.make(VehicleKind.CAR)
    assert maker.make(VehicleKind.BICYCLE) == maker.make(VehicleKind.PEDESTRIAN) == (None, None)
    assert motorcycle is not None
    assert car is not None
    assert [len(line) for line in two_lines(motorcycle)] == [5, 6]
    assert [len(line) for line in two_lines(car)] == [3, 6]
    assert normal_form("45-B1 123.45") == "45B112345"
    assert two_lines("45A-123.45") == ("45A", "123.45")
    many = [maker.make(VehicleKind.LORRY)[0] for _ in range(2000)]
    assert len(set(many)) == len(many)
    with pytest.raises(Invalid, match="not of a plate's form"):
        two_lines("45A12345")


def test_a_walker_who_is_moved_over_a_corner_is_left_out_and_steps_aside_are_spread() -> None:
    straight = np.column_stack([np.arange(20) * 0.7, np.zeros(20), np.full(20, np.pi)])
    straight[10:, 1] = 1.2
    smooth = settled(straight)
    assert smooth is not None
    assert np.abs(np.diff(smooth[:, 1])).max() < 0.5
    assert np.abs(smooth[2:-2, 2]).max() < 0.6, "it looks where it goes, not where SUMO says"
    straight[15:, 0] += 9
    assert settled(straight) is None
    still = settled(np.array([[1.0, 2.0, 0.5]] * 4))
    assert still is not None
    assert np.array_equal(still, np.array([[1.0, 2.0, 0.5]] * 4))


def test_an_incident_stays_on_roads_that_are_there_and_fit() -> None:
    network = load_network()

    def make(kind: IncidentKind, road_id: str) -> None:
        plan = IncidentPlan(kind=kind, start_s=1, duration_s=2, road_id=road_id)
        make_happenings([plan], network, Random(1), 0.5)

    make(IncidentKind.BREAKDOWN, "A1.AU")
    make(IncidentKind.WRONG_WAY, "D3.A3")
    with pytest.raises(Invalid, match=r"there is no road A9\.AU"):
        make(IncidentKind.BREAKDOWN, "A9.AU")
    with pytest.raises(Invalid, match=r"A1\.AU is no one-way street"):
        make(IncidentKind.WRONG_WAY, "A1.AU")
    with pytest.raises(Invalid, match="stays at its place"):
        make(IncidentKind.FLOODED, "A1.AU")


def test_a_stretch_is_the_ground_of_its_lanes() -> None:
    road = next(road for road in load_network().roads if road.id == "AX.AY")
    place = stretch(road, road.lanes[1:], 10, 30)
    assert place.lane_ids == ("AX.AY_1", "AX.AY_2", "AX.AY_3")
    x, y = place.shape_m.T
    area_m2 = abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
    assert area_m2 == pytest.approx(20 * 3 * 3.5, rel=0.03)


def test_the_plan_is_written_the_same_each_time(tmp_path: Path) -> None:
    for folder in (tmp_path / "a", tmp_path / "b"):
        folder.mkdir()
        write_plain(folder)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_no_two_shipped_plays_have_a_seed_in_common() -> None:
    plans = list(shipped_plans())
    assert len({plan.seed for plan in plans}) == len({plan.name for plan in plans}) == len(plans)
