"""Footprints: what holds of every camera."""

from __future__ import annotations

import itertools
import json
import math
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from planning_units import LAT, LON, a_camera
from toancanh.kernel import Invalid
from toancanh.planning.buildings import MAX_BYTES, Buildings
from toancanh.planning.coverage.rows import RANGE_BINS, Rows, sector_points
from toancanh.planning.geometry import (
    CLASSES,
    LEAST_PX_PER_M,
    MAX_REACH_M,
    PX_PER_M,
    THRESHOLDS,
    Projection,
    View,
    density_class,
    optics,
    outline,
)
from toancanh.registry.dossier.model import CameraKind

views = st.builds(
    View,
    azimuth_deg=st.floats(0, 359.9),
    half_angle_deg=st.floats(2, 180),
    near_m=st.floats(0, 60),
    limit_m=st.floats(5, MAX_REACH_M),
    height_m=st.floats(0.5, 40),
    focal_px=st.floats(50, 20_000),
    is_reach=st.booleans(),
)
points = st.tuples(st.floats(-600, 600), st.floats(-600, 600))


@given(views)
def test_better_pictures_reach_less_ground(view: View) -> None:
    areas = [view.area_m2(least) for least in THRESHOLDS]
    assert all(0.0 <= better <= weaker for weaker, better in itertools.pairwise(areas))
    assert areas[0] <= math.pi * MAX_REACH_M**2


@given(views, st.sampled_from(THRESHOLDS))
def test_the_outline_holds_the_area(view: View, least: float) -> None:
    edge = outline(view, least, step_deg=1.0)
    if not edge:
        assert view.area_m2(least) == 0.0
        return
    drawn = shapely.Polygon(edge).area
    assert drawn == pytest.approx(view.area_m2(least), rel=2e-3, abs=1e-3)


def is_near_the_edge(view: View, point: tuple[float, float]) -> bool:
    """Within half a metre of where the view ends: there the two ways of counting may differ."""
    ground_m = math.hypot(*point)
    if min(abs(ground_m - view.near_m), abs(ground_m - view.far_m(LEAST_PX_PER_M))) < 0.5 or ground_m < 0.5:
        return True
    off = (math.degrees(math.atan2(*point)) - view.azimuth_deg + 180.0) % 360.0 - 180.0
    return math.radians(abs(abs(off) - view.half_angle_deg)) * ground_m < 0.5


@given(views, points)
def test_the_outline_holds_the_points_that_are_seen(view: View, point: tuple[float, float]) -> None:
    edge = outline(view, step_deg=0.5)
    if not is_near_the_edge(view, point):
        inside = bool(edge) and shapely.Polygon(edge).contains(shapely.Point(point))
        assert (view.density_at(*point) > 0) == inside


@given(views, points)
def test_arrays_say_what_one_view_says(view: View, point: tuple[float, float]) -> None:
    if is_near_the_edge(view, point):
        return
    rows = Rows([0], [view], np.zeros(1), np.zeros(1))
    x, y = np.array([point[0]]), np.array([point[1]])
    one = view.density_at(*point)
    assert rows.densities(np.zeros(1, dtype=np.int64), x, y)[0, 0] == pytest.approx(one, rel=1e-6)
    assert rows.field(0, x, y)[0, 0] == pytest.approx(one, rel=1e-3)
    if one > 0:
        left, bottom, right, top = rows.boxes[0]
        assert left - 1e-6 <= point[0] <= right + 1e-6
        assert bottom - 1e-6 <= point[1] <= top + 1e-6
        assert len(rows.near(x, y)) == 1


@given(views)
def test_the_sampled_points_stand_for_all_ground(view: View) -> None:
    px, _, piece_m2 = sector_points(0.0, 0.0, view, 4000)
    assert len(px) * piece_m2 == pytest.approx(view.area_m2(), rel=1e-6, abs=1e-6)


@given(
    hfov=st.floats(5, 360),
    width=st.integers(320, 8000),
    more=st.integers(1, 4000),
)
def test_more_pixels_reach_farther(hfov: float, width: int, more: int) -> None:
    camera = a_camera(hfov_deg=hfov, width_px=width, height_px=None)
    better = a_camera(hfov_deg=hfov, width_px=width + more, height_px=None)
    assert optics(better).views[0].focal_px > optics(camera).views[0].focal_px


@given(st.floats(0, 89), st.floats(0, 1))
def test_who_looks_down_more_sees_less_far_and_nearer(tilt: float, share: float) -> None:
    lower = tilt + (89.0 - tilt) * share
    up = optics(a_camera(tilt_deg=tilt)).views[0]
    down = optics(a_camera(tilt_deg=lower)).views[0]
    assert down.near_m <= up.near_m + 1e-9
    assert down.limit_m <= up.limit_m + 1e-9


@given(st.floats(20.5, 21.5), st.floats(105.3, 106.2))
def test_metres_and_degrees_are_each_others_way_back(lat: float, lon: float) -> None:
    here = Projection(lat=LAT, lon=LON)
    back = here.to_degrees(*here.to_metres(lat, lon))
    assert back == pytest.approx((lat, lon), abs=1e-9)


def test_a_camera_by_hand() -> None:
    """1920 px over 80 degrees: a focal length of 1144 px, so 12.5 px/m at 91.5 m from the lens, 250 px/m at 4.6 m."""
    known = optics(a_camera(height_m=3.0, tilt_deg=0.0))
    (view,) = known.views
    assert known.assumed == ()
    assert view.focal_px == pytest.approx(1144.1, abs=0.1)
    assert view.far_m(12.5) == pytest.approx(math.sqrt(91.53**2 - 9), abs=0.05)
    assert view.far_m(250) == pytest.approx(math.sqrt(4.576**2 - 9), abs=0.01)
    assert view.far_m(1000) == 0.0
    # vertical angle 50.5 degrees: the lower edge lies 25.3 degrees below the horizon and meets the ground at 6.4 m
    assert view.near_m == pytest.approx(3.0 / math.tan(math.radians(25.27)), abs=0.01)
    assert math.isinf(optics(a_camera(tilt_deg=0.0)).views[0].limit_m) is False


def test_what_nobody_declared_is_assumed_and_named() -> None:
    nothing = a_camera(height_m=None, tilt_deg=None, hfov_deg=None, width_px=None, height_px=None)
    assert set(optics(nothing).assumed) == {"height_m", "tilt_deg", "hfov_deg", "width_px", "height_px"}
    assert optics(a_camera(azimuth_deg=None)).views == ()


def test_a_ptz_reaches_all_around_and_has_a_field() -> None:
    reach, home = optics(a_camera(kind=CameraKind.PTZ, azimuth_deg=90.0)).views
    assert (reach.is_reach, reach.half_angle_deg, reach.near_m) == (True, 180.0, 0.0)
    assert (home.is_reach, home.azimuth_deg) == (False, 90.0)
    assert [view.is_reach for view in optics(a_camera(kind=CameraKind.PTZ, azimuth_deg=None)).views] == [True]


def test_classes_are_those_of_the_standard() -> None:
    assert THRESHOLDS == (12.5, 25.0, 62.5, 125.0, 250.0, 1000.0)
    assert density_class(12.4) is None
    assert [density_class(PX_PER_M[each]) for each in CLASSES] == list(CLASSES)
    assert LEAST_PX_PER_M == 12.5


def a_wall(east_m: float, north_m: float, wide_m: float, deep_m: float) -> dict[str, object]:
    here = Projection(lat=LAT, lon=LON)
    corners = [(0, 0), (wide_m, 0), (wide_m, deep_m), (0, deep_m), (0, 0)]
    ring = [list(reversed(here.to_degrees(east_m + x, north_m + y))) for x, y in corners]
    return {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def test_a_building_cuts_the_view() -> None:
    layer = Buildings.of({"type": "FeatureCollection", "features": [a_wall(-10, 30, 20, 10)]})
    (view,) = optics(a_camera(tilt_deg=0.0)).views
    ranges = layer.ranges_m(LAT, LON, view, RANGE_BINS)
    assert ranges is not None
    assert ranges[RANGE_BINS // 2] == pytest.approx(30.0, abs=0.1)
    assert math.isinf(ranges[0])
    rows = Rows([0], [view], np.zeros(1), np.zeros(1))
    rows.block(layer, [(LAT, LON)])
    x, y = np.array([0.0, 0.0, 40.0]), np.array([25.0, 60.0, 60.0])
    assert (rows.densities(np.zeros(1, dtype=np.int64), x, y)[0] > 0).tolist() == [True, False, True]
    assert [bool(rows.field(0, x[[place]], y[[place]])[0, 0]) for place in range(3)] == [True, False, True]
    cut = shapely.Polygon(outline(view, ranges_m=ranges.tolist()))
    assert cut.is_valid
    assert cut.area < 0.8 * view.area_m2()


def test_a_building_does_not_blind_the_camera_on_its_wall() -> None:
    layer = Buildings.of({"type": "FeatureCollection", "features": [a_wall(-10, -5, 20, 10)]})
    (view,) = optics(a_camera(tilt_deg=0.0)).views
    assert layer.ranges_m(LAT, LON, view, RANGE_BINS) is None


HOUSE = [[105.84, 21.0], [105.8401, 21.0], [105.8401, 21.0001], [105.84, 21.0001], [105.84, 21.0]]


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        ({"type": "Polygon", "coordinates": [[[y, x] for x, y in HOUSE]]}, "latitude first"),
        ({"type": "Polygon", "coordinates": [[[587_000.0, 2_322_000.0], [587_010.0, 2_322_000.0]]]}, "VN-2000"),
        ({"type": "Polygon", "coordinates": [[*HOUSE[:2], *HOUSE[3:1:-1], HOUSE[0]]]}, "crosses itself"),
        ({"type": "Polygon", "coordinates": [HOUSE[:4]]}, "not closed"),
        ({"type": "Polygon", "coordinates": [[["105.84", None]]]}, "a longitude and a latitude"),
        ({"type": "Polygon", "coordinates": HOUSE[0]}, "are lists"),
        ({"type": "FeatureCollection", "features": {"type": "Feature"}}, "has a list features"),
        ({"type": "Building"}, "no type of GeoJSON"),
        ({"name": "buildings"}, "no type of GeoJSON"),
        ([HOUSE], "is a GeoJSON object"),
    ],
)
def test_a_bad_layer_is_refused_in_words_that_say_what_to_mend(tmp_path: Path, layer: object, words: str) -> None:
    path = tmp_path / "buildings.geojson"
    path.write_text(json.dumps(layer))
    with pytest.raises(Invalid, match=f"buildings.geojson: .*{words}"):
        Buildings.read(path)


def test_a_layer_that_is_no_json_or_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "buildings.geojson"
    for content in (b"{", b'{"type": "\xff"}', b"[" * 100_000):
        path.write_bytes(content)
        with pytest.raises(Invalid, match="no JSON in UTF-8"):
            Buildings.read(path)
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(Invalid, match="at most 64 MB"):
        Buildings.read(path)


positions = st.lists(st.floats() | st.integers(), max_size=3)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=6),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from(["type", "features", "geometry", "coordinates", "geometries"]), inner)
        ),
        max_leaves=12,
    )
    | st.fixed_dictionaries(
        {
            "type": st.sampled_from(["Polygon", "LineString", "MultiPolygon", "Feature", "FeatureCollection"]),
            "coordinates": st.lists(
                st.lists(st.lists(st.floats() | st.integers(), max_size=3), max_size=5), max_size=3
            ),
        }
    )
)
def test_any_document_is_a_layer_or_refused(document: object) -> None:
    try:
        Buildings.of(document)
    except Invalid:
        return
