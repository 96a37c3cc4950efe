"""A view found from clicks is the view that made them, and its error is the error that it says."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from examples import examples
from toancanh.kernel import Invalid
from toancanh.vision.calibration import CLICK, Calibration, Known, Mounting, from_mounting, from_points, from_rectangle
from toancanh.vision.view import Floats, View, centred, focal_of, shares

ASPECT = 9 / 16
views = st.builds(
    View,
    x_m=st.floats(-50, 50),
    y_m=st.floats(-50, 50),
    height_m=st.floats(4, 14),
    azimuth_rad=st.floats(-3.1, 3.1),
    tilt_rad=st.floats(math.radians(12), math.radians(50)),
    roll_rad=st.floats(-0.02, 0.02),
    focal=st.floats(0.6, 1.4),
)


def rectangle(view: View, width_m: float, length_m: float) -> Floats:
    """(4, 2) metres: on the axis of the view, around where it meets the ground."""
    middle = view.ground(np.zeros(2))
    ahead = np.array([math.cos(view.azimuth_rad), math.sin(view.azimuth_rad)])
    right = np.array([ahead[1], -ahead[0]])
    near = middle - ahead * length_m / 2 - right * width_m / 2
    return np.array([near, near + ahead * length_m, near + ahead * length_m + right * width_m, near + right * width_m])


def clicked(view: View, places: Floats) -> Floats:
    return shares(view.project(np.column_stack([places, np.zeros(len(places))])), ASPECT)


def distances(calibration: Calibration, at: Floats) -> Floats:
    """Between points one after the other, as the calibration measures them."""
    return np.linalg.norm(np.diff(calibration.ground(at), axis=0), axis=1)


@given(views, st.floats(-0.4, 0.4), st.floats(0, 0.25))
def test_the_ground_seen_again_is_where_it_was(view: View, u: float, v: float) -> None:
    place = view.ground(np.array([u, v]))
    back = view.project(np.append(place, 0))
    assert back == pytest.approx([u, v], abs=1e-9)


@given(views)
def test_above_the_horizon_is_no_ground(view: View) -> None:
    above = -view.focal * math.tan(view.tilt_rad + 0.05)
    level = View(**{**view.__dict__, "roll_rad": 0.0})
    assert np.isnan(level.ground(np.array([0.0, above]))).all()


@settings(max_examples=examples(30), deadline=None)
@given(views)
def test_exact_clicks_give_back_distances(view: View) -> None:
    places = rectangle(view, 7.0, 14.0)
    at = clicked(view, places)
    assume(((at >= 0) & (at <= 1)).all())
    lens = Known(focal=(view.focal, 0.001))
    for found in (
        from_points(at, places, aspect=ASPECT),
        from_rectangle(at, 14.0, width_m=7.0, aspect=ASPECT),
        from_rectangle(at, 14.0, aspect=ASPECT, known=lens, click=CLICK / 10),
    ):
        assert distances(found, at) == pytest.approx([14, 7, 14], rel=0.08)


@settings(max_examples=examples(30), deadline=None)
@given(views)
def test_surveyed_points_give_back_places(view: View) -> None:
    places = rectangle(view, 7.0, 14.0)
    at = clicked(view, places)
    found = from_points(at, places, aspect=ASPECT)
    assert found.ground(at) == pytest.approx(places, abs=0.25)


def test_a_length_alone_along_the_road_tells_lengths_and_says_that_it_tells_no_widths() -> None:
    """Seen along its axis a narrow rectangle from high is a wide one from low, but for the lens."""
    view = View(x_m=0, y_m=0, height_m=5, azimuth_rad=math.pi / 2, tilt_rad=0.4, roll_rad=0, focal=1.2)
    at = clicked(view, rectangle(view, 7.0, 14.0))
    without, with_lens = (
        from_rectangle(at, 14.0, aspect=ASPECT, known=known) for known in (None, Known(focal=(1.2, 0.02)))
    )
    assert distances(without, at)[0] == pytest.approx(14, rel=0.01)
    aside = np.array([[0.9, 0.5]])
    assert without.error_m(aside)[0] > 2 * with_lens.error_m(aside)[0]
    assert with_lens.error_m(aside)[0] < 1


def test_the_error_it_says_is_the_error_it_makes() -> None:
    """Over many noisy sets of clicks the true error, in units of the stated one, is neither large nor tiny."""
    view = View(x_m=0, y_m=0, height_m=8, azimuth_rad=math.pi / 2, tilt_rad=0.35, roll_rad=0, focal=0.9)
    places = rectangle(view, 7.0, 16.0)
    exact, dice = clicked(view, places), np.random.default_rng(5)
    target = np.array([[0.55, 0.6]])
    truth = view.ground(centred(target, ASPECT))
    ratios = []
    for _ in range(25):
        noisy = exact + dice.normal(0, CLICK, exact.shape) * (1, 1 / ASPECT)
        found = from_points(noisy, places, aspect=ASPECT)
        ratios.append(np.linalg.norm(found.ground(target) - truth) / found.error_m(target)[0])
    assert 0.4 < np.sqrt(np.mean(np.square(ratios))) < 1.6


def test_farther_away_the_error_grows_and_at_the_sky_there_is_none() -> None:
    found = from_mounting(Mounting(height_m=8, tilt_deg=12, focal=focal_of(60)), aspect=ASPECT)
    near, far, sky = found.error_m(np.array([[0.5, 0.9], [0.5, 0.4], [0.5, 0.02]]))
    assert near < far
    assert math.isnan(sky)
    assert found.error_m(np.array([[0.5, 0.9]]), click=CLICK)[0] > near


def test_a_dossier_knows_north() -> None:
    east = from_mounting(Mounting(height_m=8, tilt_deg=20, focal=0.9, azimuth_deg=90), aspect=ASPECT)
    x, y = east.ground(np.array([[0.5, 0.5]]))[0]
    assert x == pytest.approx(8 / math.tan(math.radians(20)))
    assert abs(y) < 1e-9


@pytest.mark.parametrize(
    "at",
    [
        [(0.1, 0.5), (0.2, 0.5), (0.3, 0.5), (0.9, 0.5)],  # in a line
        [(0.1, 0.5), (0.9, 0.9), (0.9, 0.5), (0.1, 0.9)],  # not around
        [(0.1, 0.5), (0.1, 0.5), (0.9, 0.5), (0.1, 0.9)],
        [(0.1, 0.5), (0.2, 0.5), (0.3, 0.9)],
        [(0.1, 0.5), (0.2, math.nan), (0.3, 0.9), (0.1, 0.9)],
    ],
)
def test_corners_that_are_none_are_refused(at: list[tuple[float, float]]) -> None:
    with pytest.raises(Invalid):
        from_rectangle(np.array(at), 10.0, aspect=ASPECT)


def test_places_that_no_view_explains_are_refused() -> None:
    at = np.array([(0.2, 0.8), (0.8, 0.8), (0.6, 0.5), (0.4, 0.5)])
    mirrored = np.array([(10.0, 0.0), (0.0, 0.0), (0.0, 30.0), (10.0, 30.0)])
    with pytest.raises(Invalid):
        from_points(at, mirrored, aspect=ASPECT)
