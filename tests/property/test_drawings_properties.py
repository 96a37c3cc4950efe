"""Squares over a picture lie where they say, ground that is turned keeps its lengths, the map is found again."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from toancanh.kernel import Invalid
from toancanh.vision.calibration import Calibration, moved
from toancanh.vision.drawings.model import ByMounting, ByPoints, ByRectangle, GroundOrigin
from toancanh.vision.drawings.overlay import MOST_ERROR_M, STEP_M, overlay
from toancanh.vision.drawings.placing import Hung, calibrated
from toancanh.vision.view import Floats, View, focal_of, shares

ASPECT = 9 / 16
hung = st.builds(
    Hung,
    lat=st.floats(8, 24),
    lon=st.floats(102, 110),
    azimuth_deg=st.floats(0, 359),
    height_m=st.floats(5, 12),
    tilt_deg=st.floats(14, 45),
    hfov_deg=st.floats(50, 90),
)


def as_hung(here: Hung) -> Calibration:
    return calibrated(ByMounting(aspect=ASPECT), here)[0]


def on_the_ground(found: Calibration, points: list[tuple[float, float]]) -> Floats:
    return found.ground(np.array(points))


@settings(max_examples=examples(40), deadline=None)
@given(hung)
def test_squares_are_five_metres_wide_and_drawn_only_where_they_mean_something(here: Hung) -> None:
    found = as_hung(here)
    shown = overlay(found)
    assert shown.lines
    for line in shown.lines:
        ground = on_the_ground(found, list(line))
        assert np.linalg.norm(np.diff(ground, axis=0), axis=1) == pytest.approx(STEP_M, abs=0.1)
        assert (found.error_m(np.array(line)) <= MOST_ERROR_M * 1.01).all()
    for ellipse in shown.ellipses:
        assert 0 < ellipse.error_m <= MOST_ERROR_M
        around = on_the_ground(found, list(ellipse.outline))
        reach = np.linalg.norm(around - on_the_ground(found, [ellipse.at]), axis=1).max()
        assert reach == pytest.approx(2.448 * ellipse.error_m, rel=0.02)
    errors = [one.error_m for one in shown.distances]
    assert errors == sorted(errors), "what is farther away is known no better"


def test_squares_lie_along_the_side_that_was_clicked() -> None:
    here = Hung(lat=21, lon=105.8, height_m=8, tilt_deg=30, hfov_deg=75)
    corners = np.array([[1.0, 9.0], [4.0, 19.0], [10.0, 17.2], [7.0, 7.2]])
    view = View(x_m=0, y_m=0, height_m=8, azimuth_rad=1.4, tilt_rad=math.radians(30), roll_rad=0, focal=focal_of(75))
    clicks = shares(view.project(np.column_stack([corners, np.zeros(4)])), ASPECT)
    points = tuple((float(x), float(y)) for x, y in clicks)
    method = ByRectangle(aspect=ASPECT, points=points, length_m=math.hypot(3, 10), width_m=math.hypot(6, 1.8))
    found, origin = calibrated(method, here)
    assert origin is None, "nobody said where north is"
    first, second = on_the_ground(found, [points[0], points[1]])
    assert math.dist(first, second) == pytest.approx(math.hypot(3, 10), abs=0.1)
    shown = overlay(found, along=(points[0], points[1]))
    way_rad = math.atan2(second[1] - first[1], second[0] - first[0])
    for line in shown.lines:
        ground = on_the_ground(found, list(line))
        step = ground[1] - ground[0]
        assert math.sin(2 * (math.atan2(step[1], step[0]) - way_rad)) == pytest.approx(0, abs=0.02), "along or across"


@settings(max_examples=examples(40), deadline=None)
@given(hung, st.floats(-3, 3))
def test_ground_that_is_turned_keeps_its_lengths_and_errors(here: Hung, turn_rad: float) -> None:
    found = as_hung(here)
    other = moved(found, turn_rad)
    at = np.array([[0.2, 0.9], [0.5, 0.7], [0.8, 0.95]])
    was, now = found.ground(at), other.ground(at)
    assert np.linalg.norm(np.diff(now, axis=0), axis=1) == pytest.approx(np.linalg.norm(np.diff(was, axis=0), axis=1))
    assert other.error_m(at) == pytest.approx(found.error_m(at), rel=1e-4)
    assert np.hypot(other.view.x_m, other.view.y_m) == 0


@settings(max_examples=examples(20), deadline=None)
@given(hung)
def test_a_rectangle_is_laid_as_the_dossier_says_that_the_camera_looks(here: Hung) -> None:
    true = as_hung(here).view
    middle = true.ground(np.zeros(2))
    ahead = np.array([math.cos(true.azimuth_rad), math.sin(true.azimuth_rad)])
    right = np.array([ahead[1], -ahead[0]])
    corners = np.array([middle - 3 * ahead - 2 * right, middle + 3 * ahead - 2 * right,
                        middle + 3 * ahead + 2 * right, middle - 3 * ahead + 2 * right])  # fmt: skip
    clicks = shares(true.project(np.column_stack([corners, np.zeros(4)])), ASPECT)
    if not ((clicks >= 0) & (clicks <= 1)).all():
        return
    points = tuple((float(x), float(y)) for x, y in clicks)
    found, origin = calibrated(ByRectangle(aspect=ASPECT, points=points, length_m=6, width_m=4), here)
    assert origin == here.origin
    assert found.ground(clicks) == pytest.approx(corners, abs=0.6)
    assert overlay(found, along=(points[0], points[1])).lines


@settings(max_examples=examples(20), deadline=None)
@given(hung)
def test_places_clicked_on_the_map_give_the_view_that_the_camera_has(here: Hung) -> None:
    true = as_hung(here)
    at = np.array([[0.15, 0.95], [0.85, 0.9], [0.75, 0.6], [0.3, 0.62]])
    ground = true.ground(at)
    if not np.isfinite(ground).all() or np.hypot(*ground.T).max() > 80:
        return
    places = tuple(here.origin.degrees(float(x), float(y)) for x, y in ground)
    points = tuple((float(x), float(y)) for x, y in at)
    found, origin = calibrated(ByPoints(aspect=ASPECT, points=points, places=places), here)
    assert origin == here.origin
    assert found.ground(at) == pytest.approx(ground, abs=0.05)


@given(st.floats(-60, 60), st.floats(-179, 179), st.floats(-900, 900), st.floats(-900, 900))
def test_the_map_is_found_again(lat: float, lon: float, x_m: float, y_m: float) -> None:
    origin = GroundOrigin(lat=lat, lon=lon)
    assert origin.metres(*origin.degrees(x_m, y_m)) == pytest.approx((x_m, y_m), abs=1e-3)


def test_what_cannot_be_is_refused_and_says_why() -> None:
    square = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9))
    bare = Hung(lat=21, lon=105.8)
    far = tuple((21.0, 106.5 + n / 1000) for n in range(4))
    for make, word in (
        (lambda: ByRectangle(aspect=ASPECT, points=square[:3], length_m=5), "four corners"),
        (lambda: ByRectangle(aspect=ASPECT, points=square, length_m=0), "length_m"),
        (lambda: ByRectangle(aspect=ASPECT, points=square, length_m=5, width_m=math.nan), "width_m"),
        (lambda: ByPoints(aspect=ASPECT, points=square, places=far[:3]), "each with its place"),
        (lambda: ByPoints(aspect=ASPECT, points=((1.5, 0), *square[1:]), places=far), "within the picture"),
        (lambda: ByMounting(aspect=99), "aspect"),
        (lambda: ByMounting(aspect=ASPECT, tilt_deg=0), "tilt_deg"),
        (lambda: calibrated(ByPoints(aspect=ASPECT, points=square, places=far), bare), "from the camera's own place"),
        (lambda: calibrated(ByMounting(aspect=ASPECT, height_m=8, tilt_deg=30), bare), "hfov_deg: the dossier"),
        (lambda: calibrated(ByMounting(aspect=ASPECT), Hung(lat=0, lon=0, height_m=0, tilt_deg=9, hfov_deg=60)),
         "height_m"),
        (lambda: calibrated(ByRectangle(aspect=ASPECT, points=(square[0], square[2], *square[1::2]), length_m=5), bare),
         "one after the other"),
    ):  # fmt: skip
        with pytest.raises(Invalid, match=word):
            make()


def test_a_lens_of_a_camera_that_turns_is_not_relied_on() -> None:
    turning = Hung(lat=21, lon=105.8, azimuth_deg=0, height_m=8, tilt_deg=30, hfov_deg=75, turns=True)
    assert turning.known.focal[1] > 0.3
