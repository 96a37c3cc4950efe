"""Lines and areas drawn in a picture: what holds of every drawing and every path."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from examples import examples
from toancanh.kernel import Invalid
from toancanh.vision.zones import Crossing, LineCounter, Point, Zone, ZoneKind, against, permitted, side

share = st.floats(0, 1, width=32)
points = st.tuples(share, share)
paths = st.lists(points, min_size=2, max_size=12)


def line(a: Point = (0, 0.5), b: Point = (1, 0.5), aspect: float = 9 / 16) -> Zone:
    return Zone(id="l", kind=ZoneKind.COUNTING_LINE, name="", points=(a, b), aspect=aspect)


def area(*corners: Point) -> Zone:
    return Zone(id="a", kind=ZoneKind.LANE, name="", points=corners)


def walked(zone: Zone, path: list[Point], margin: float = 0.0) -> list[Crossing]:
    counter = LineCounter(zone, margin=margin)
    seen = [counter.step(1, point, index * 1000) for index, point in enumerate(path)]
    return [crossing for crossing in seen if crossing]


def test_what_comes_towards_the_camera_goes_forward_over_a_line_drawn_to_the_right() -> None:
    (crossing,) = walked(line(), [(0.25, 0.25), (0.25, 0.75)])
    assert crossing.is_forward
    assert crossing.point == (0.25, 0.5)
    assert crossing.at_us == 500


def test_what_goes_round_a_line_does_not_cross_it() -> None:
    short = line((0.4, 0.5), (0.6, 0.5))
    assert walked(short, [(0.2, 0.4), (0.2, 0.6), (0.5, 0.6)]) == []
    assert len(walked(short, [(0.5, 0.4), (0.5, 0.6)])) == 1


def test_what_wavers_on_a_line_is_counted_once_and_at_its_last_passage() -> None:
    wavering = [0.40, 0.49, 0.51, 0.49, 0.51, 0.49, 0.51, 0.60, 0.61]
    (crossing,) = walked(line(), [(0.5, y) for y in wavering], margin=0.02)
    assert crossing.at_us == 5500
    assert len(walked(line(), [(0.5, y) for y in wavering])) == 5


def test_a_track_that_turns_on_the_line_is_not_counted() -> None:
    assert walked(line(), [(0.5, 0.4), (0.5, 0.505), (0.5, 0.4)], margin=0.02) == []


@settings(max_examples=examples(300))
@given(points, points, paths)
def test_a_way_back_is_the_way_with_its_directions_turned(a: Point, b: Point, path: list[Point]) -> None:
    assume(math.dist(a, b) > 0.01)
    zone = line(a, b)
    # on the line itself the half-open rule is not symmetric, and no measured point lies there
    assume(all(abs(side(zone.plane, (x, y * zone.aspect))) > 1e-6 for x, y in path))
    there, back = walked(zone, path), walked(zone, path[::-1])
    assume(all(0.001 < _along(zone, crossing.point) < 0.999 for crossing in there + back))
    assert [crossing.is_forward for crossing in there] == [not crossing.is_forward for crossing in back[::-1]]


@settings(max_examples=examples(300))
@given(paths)
def test_over_an_endless_line_directions_alternate_and_agree_with_where_the_path_ends(path: list[Point]) -> None:
    zone = line()
    seen = walked(zone, path)
    assert all(one.is_forward != other.is_forward for one, other in pairwise(seen))
    net = sum(1 if crossing.is_forward else -1 for crossing in seen)
    assert net == (path[-1][1] >= 0.5) - (path[0][1] >= 0.5) or any(x == 1 for x, _ in path)


@settings(max_examples=examples(300))
@given(points, points, paths, st.floats(0.05, 0.95))
def test_looking_more_often_changes_nothing(a: Point, b: Point, path: list[Point], part: float) -> None:
    assume(math.dist(a, b) > 0.01)
    zone = line(a, b)
    finer = [path[0]]
    for one, other in pairwise(path):
        between = (one[0] + part * (other[0] - one[0]), one[1] + part * (other[1] - one[1]))
        finer += [between, other]
    assume(all(abs(side(zone.plane, (x, y * zone.aspect))) > 1e-6 for x, y in finer))
    seen = walked(zone, path)
    assume(all(0.001 < _along(zone, crossing.point) < 0.999 for crossing in seen + walked(zone, finer)))
    assert [crossing.is_forward for crossing in walked(zone, finer)] == [crossing.is_forward for crossing in seen]


def _along(zone: Zone, point: Point) -> float:
    (ax, ay), (bx, by) = zone.plane
    x, y = point[0] - ax, point[1] * zone.aspect - ay
    return (x * (bx - ax) + y * (by - ay)) / math.dist(*zone.plane) ** 2


@settings(max_examples=examples(300))
@given(st.lists(points, min_size=3, max_size=8), points)
def test_an_area_has_the_points_that_shapely_says(corners: list[Point], point: Point) -> None:
    try:
        zone = area(*corners)
    except Invalid:
        return
    polygon = shapely.Polygon(corners)
    assume(polygon.is_valid and polygon.boundary.distance(shapely.Point(point)) > 1e-6)
    assert zone.contains(point) == polygon.contains(shapely.Point(point))


@settings(max_examples=examples(200))
@given(st.lists(points, min_size=3, max_size=8))
def test_an_outline_that_crosses_itself_is_refused(corners: list[Point]) -> None:
    polygon = shapely.Polygon(corners)
    assume(shapely.is_valid_reason(polygon).startswith("Self-intersection"))
    with pytest.raises(Invalid):
        area(*corners)


@given(share, share)
def test_of_two_areas_with_a_common_border_one_has_each_point(x: float, y: float) -> None:
    left, right = area((0, 0), (0.5, 0), (0.5, 1), (0, 1)), area((0.5, 0), (1, 0), (1, 1), (0.5, 1))
    assert left.contains((x, y)) + right.contains((x, y)) == (x < 1 and y < 1)


def test_only_what_goes_well_against_an_arrow_is_against_it() -> None:
    arrow = Zone(id="d", kind=ZoneKind.DIRECTION, name="", points=((0.5, 0.5), (0.5, 0.9)))
    assert against(arrow, (0, -0.01))
    assert not against(arrow, (0, 0.01))
    assert not against(arrow, (0.01, 0))
    assert not against(arrow, (0, 0))
    here, there = area((0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6)), area((0, 0), (0.1, 0), (0.1, 0.1))
    assert permitted(here, [there, arrow]) is arrow
    assert permitted(there, [here, arrow]) is None


@pytest.mark.parametrize(
    ("kind", "drawn"),
    [
        (ZoneKind.COUNTING_LINE, [(0, 0)]),
        (ZoneKind.COUNTING_LINE, [(0.5, 0.5), (0.5, 0.5)]),
        (ZoneKind.STOP_LINE, [(0, 0), (1, 1), (0, 1)]),
        (ZoneKind.LANE, [(0, 0), (1, 1)]),
        (ZoneKind.LANE, [(0, 0), (1, 1), (0.5, 0.5)]),
        (ZoneKind.IGNORE, [(0, 0), (1, 1), (1.5, 0)]),
        (ZoneKind.IGNORE, [(0, 0), (1, 1), (math.nan, 0)]),
    ],
)
def test_slips_of_the_hand_are_refused(kind: ZoneKind, drawn: list[Point]) -> None:
    with pytest.raises(Invalid):
        Zone(id="x", kind=kind, name="", points=tuple(drawn))
