"""Overlap, gain, spots, units and layers over a few cameras; against shapely where that is exact."""

from __future__ import annotations

import math
import random

import pytest
import shapely

from planning_units import LAT, LON, a_camera
from toancanh.governance import Visibility
from toancanh.governance.visibility import VisiblePart
from toancanh.planning.coverage import Candidate, CoverageIndex, Spot
from toancanh.planning.coverage.layer import Box, layer_of
from toancanh.planning.coverage.raster import cells_of
from toancanh.planning.coverage.units import Ground, city_of, cover_units
from toancanh.planning.coverage.zones import zones_of
from toancanh.planning.geometry import CLASSES, PX_PER_M, DensityClass, Projection, optics, outline
from toancanh.registry.dossier.model import CameraFacts, CameraKind, Lifecycle

ALL = Visibility(parts=(VisiblePart(),), cleared=None)


def a_candidate(**more: object) -> Candidate:
    values = {"lat": LAT, "lon": LON, "azimuth_deg": 0.0, "height_m": 6.0, "tilt_deg": 20.0, "hfov_deg": 80.0}
    return Candidate(**(values | {"width_px": 1920, "height_px": 1080} | more))  # type: ignore[arg-type]


def crowd(count: int, seed: int = 5) -> list[CameraFacts]:
    chance = random.Random(seed)
    return [
        a_camera(
            number,
            east_m=chance.uniform(-300, 300),
            north_m=chance.uniform(-300, 300),
            azimuth_deg=chance.uniform(0, 359),
            hfov_deg=chance.uniform(30, 110),
            width_px=chance.choice([1280, 1920, 3840]),
            height_px=None,
            tilt_deg=chance.choice([None, 15.0]),
        )
        for number in range(count)
    ]


def polygon(facts: CameraFacts, index: CoverageIndex, least: float) -> shapely.Polygon:
    x, y = index.projection.to_metres(facts.lat, facts.lon)
    (view,) = optics(facts).views
    return shapely.Polygon([(x + dx, y + dy) for dx, dy in outline(view, least, step_deg=0.5)])


def test_a_camera_like_the_candidate_overlaps_wholly() -> None:
    index = CoverageIndex.build([a_camera(1), a_camera(2, east_m=2000.0), a_camera(3, azimuth_deg=180.0)])
    (found,) = index.overlap(a_candidate())
    assert (found.camera_id, found.share, found.as_good_share) == (a_camera(1).camera_id, 1.0, 1.0)
    assert found.is_certain
    gain = index.gain(a_candidate())
    assert set(gain.new_m2.values()) == {0.0}
    (view,) = optics(a_candidate()).views
    assert gain.total_m2[DensityClass.MONITOR] == pytest.approx(view.area_m2(), rel=0.01)


def test_a_better_candidate_gains_class_not_ground() -> None:
    gain = CoverageIndex.build([a_camera(1)]).gain(a_candidate(width_px=3840, height_px=2160))
    assert gain.new_m2[DensityClass.OBSERVE] > 0.9 * gain.total_m2[DensityClass.OBSERVE] * 0.5
    assert gain.new_m2[DensityClass.MONITOR] < gain.total_m2[DensityClass.MONITOR]


@pytest.mark.parametrize("seed", range(4))
def test_gain_and_overlap_are_those_of_the_outlines(seed: int) -> None:
    facts = crowd(30, seed)
    index = CoverageIndex.build(facts)
    candidate = a_candidate(azimuth_deg=40.0 * seed)
    x, y = index.projection.to_metres(candidate.lat, candidate.lon)
    (view,) = optics(candidate).views
    gain = index.gain(candidate)
    for name in (DensityClass.MONITOR, DensityClass.DETECT):
        least = PX_PER_M[name]
        own = shapely.Polygon([(x + dx, y + dy) for dx, dy in outline(view, least, step_deg=0.5)])
        others = shapely.union_all([polygon(each, index, least) for each in facts])
        assert gain.new_m2[name] == pytest.approx(own.difference(others).area, abs=0.02 * own.area)
    own = shapely.Polygon([(x + dx, y + dy) for dx, dy in outline(view, step_deg=0.5)])
    shares = {each.camera_id: own.intersection(polygon(each, index, 12.5)).area / own.area for each in facts}
    found = {each.camera_id: each.share for each in index.overlap(candidate)}
    for camera_id, share in shares.items():
        assert found.get(camera_id, 0.0) == pytest.approx(share, abs=0.02)


def test_cameras_that_look_nowhere_known_may_overlap() -> None:
    (found,) = CoverageIndex.build([a_camera(1, north_m=20.0, azimuth_deg=None)]).overlap(a_candidate())
    assert (found.is_certain, found.share) == (False, 0.0)


def test_wishes_and_scrap_cover_nothing() -> None:
    gone = [
        a_camera(number, lifecycle=state)
        for number, state in enumerate((Lifecycle.PROPOSED, Lifecycle.SUSPENDED, Lifecycle.RETIRED))
    ]
    assert CoverageIndex.build(gone).overlap(a_candidate()) == []
    assert CoverageIndex.build([]).gain(a_candidate()).new_m2[DensityClass.MONITOR] > 0


def test_a_ptz_is_named_as_one_that_must_turn() -> None:
    index = CoverageIndex.build([a_camera(1, kind=CameraKind.PTZ, azimuth_deg=None, north_m=40.0)])
    (found,) = index.overlap(a_candidate())
    assert found.is_reach
    gain = index.gain(a_candidate())
    assert gain.new_m2 == gain.total_m2
    spot = index.spot(Spot(lat=LAT, lon=LON, radius_m=30.0))
    assert spot.m2[DensityClass.MONITOR] == 0.0
    assert spot.reach_m2 == pytest.approx(math.pi * 900, rel=0.02)


def test_a_spot_is_seen_by_whom_and_how_well() -> None:
    index = CoverageIndex.build([a_camera(1), a_camera(2, width_px=3840, height_px=2160)])
    ahead = Projection(lat=LAT, lon=LON).to_degrees(0.0, 30.0)
    spot = index.spot(Spot(lat=ahead[0], lon=ahead[1], radius_m=5.0))
    assert [each.camera_id[-1] for each in spot.cameras] == ["2", "1"]
    assert spot.overlap_m2 == pytest.approx(spot.ground_m2)
    assert spot.m2[DensityClass.OBSERVE] == pytest.approx(spot.ground_m2)
    assert spot.m2[DensityClass.INSPECT] == 0.0
    behind = index.spot(Spot(lat=LAT, lon=LON, radius_m=50.0, azimuth_deg=180.0))
    assert behind.cameras == ()


@pytest.mark.parametrize("seed", range(3))
def test_cells_hold_the_union_of_the_outlines(seed: int) -> None:
    facts = crowd(40, seed)
    index = CoverageIndex.build(facts)
    cells = cells_of(index.rows, left=-500, bottom=-500, cell_m=5.0, wide=200, high=200)
    for name in (DensityClass.MONITOR, DensityClass.DETECT, DensityClass.OBSERVE):
        exact = shapely.union_all([polygon(each, index, PX_PER_M[name]) for each in facts]).area
        assert (cells.best >= PX_PER_M[name]).sum() * 25.0 == pytest.approx(exact, rel=0.02)
    whole = [polygon(each, index, 12.5) for each in facts]
    seen_twice = shapely.union_all(
        [a.intersection(b) for place, a in enumerate(whole) for b in whole[:place] if a.intersects(b)]
    )
    assert (cells.count >= 2).sum() * 25.0 == pytest.approx(seen_twice.area, rel=0.03)


def test_units_are_covered_by_their_ground() -> None:
    facts = [
        a_camera(1),
        a_camera(2, east_m=5000.0, unit_id="east"),
        a_camera(3, east_m=5000.0, azimuth_deg=None, unit_id="east"),
    ]
    index = CoverageIndex.build(facts)
    covers = cover_units(index, Ground.of(index))
    assert set(covers) == {"unit", "east"}
    (view,) = optics(facts[0]).views
    for cover in covers.values():
        assert cover.m2[DensityClass.MONITOR] == pytest.approx(view.area_m2(), rel=0.05)
        areas = [cover.ground_m2, *(cover.m2[each] for each in CLASSES)]
        assert areas == sorted(areas, reverse=True)
    assert (covers["east"].cameras, covers["east"].undirected) == (2, 1)
    together = city_of(list(covers.values()))
    assert together.ground_m2 == covers["unit"].ground_m2 + covers["east"].ground_m2
    empty = CoverageIndex.build([])
    assert cover_units(empty, Ground.of(empty)) == {}


def test_a_layer_parts_the_ground() -> None:
    facts = [a_camera(1), a_camera(2, azimuth_deg=180.0, owner_id="other")]
    index = CoverageIndex.build(facts)
    west, south = LON - 0.002, LAT - 0.002
    box = Box(west=west, south=south, east=west + 0.004, north=south + 0.004)
    visible = Visibility(parts=(VisiblePart(owners=frozenset({"owner", "unit"})),))
    layer = layer_of(index, Ground.of(index), box, visible, DensityClass.DETECT)
    shapes = {
        "others": shapely.geometry.shape(layer.others),
        "holes": shapely.geometry.shape(layer.holes),
        **{name: shapely.geometry.shape(each) for name, each in layer.named.items()},
    }
    here = shapely.Point(LON, LAT + 0.0003)
    there = shapely.Point(LON, LAT - 0.0003)
    assert shapes["others"].contains(there)
    assert not shapes["others"].contains(here)
    assert any(shapes[name].contains(here) for name in layer.named)
    assert shapes["holes"].contains(shapely.Point(LON + 0.0015, LAT))
    assert shapes["holes"].intersection(shapes["others"]).area < shapes["others"].area
    elsewhere = Visibility(parts=(VisiblePart(owners=frozenset({"owner"})),))
    hidden = layer_of(index, Ground.of(index), box, elsewhere, DensityClass.DETECT)
    assert hidden.named == layer.named
    assert hidden.others["coordinates"] == hidden.holes["coordinates"] == []


def test_zones_are_outlines_in_degrees() -> None:
    zones = zones_of(a_camera(1, kind=CameraKind.PTZ))
    assert {zone.is_reach for zone in zones} == {True, False}
    assert all(zone.ring[0] == zone.ring[-1] for zone in zones)
    assert zones_of(a_camera(1, azimuth_deg=None)) == ()
