"""A camera's pose over flat ground: what is projected is found again."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from toancanh.simulation.district_views import CameraPose
from toancanh.simulation.district_views.ground import along, cut_at_lens, points_at, strip
from toancanh.simulation.district_views.pose import NEAREST_M

POSES = st.builds(
    CameraPose,
    x_m=st.floats(-500, 500),
    y_m=st.floats(-500, 500),
    height_m=st.floats(3, 30),
    azimuth_deg=st.floats(0, 360),
    tilt_deg=st.floats(0, 60),
    hfov_deg=st.floats(20, 110),
    width=st.just(640),
    height=st.just(360),
)
PIXELS = st.tuples(st.floats(0, 640), st.floats(0, 360))


@given(pose=POSES, pixel=PIXELS)
def test_ground_undoes_project(pose: CameraPose, pixel: tuple[float, float]) -> None:
    place = pose.ground(np.array([pixel]))[0]
    if np.isnan(place).any():
        assert pose.rays(np.array(pixel))[2] >= -1e-9, "only what is not below the horizon has no place"
        return
    away_m = math.hypot(place[0] - pose.x_m, place[1] - pose.y_m)
    found = pose.project(place[None])[0]
    if not np.isnan(found).any() and away_m < 1e5:
        assert np.allclose(found, pixel, atol=1e-3)


@given(pose=POSES, far_m=st.floats(20, 200), aside=st.floats(-0.2, 0.2))
def test_axes_are_those_of_a_dossier(pose: CameraPose, far_m: float, aside: float) -> None:
    """What lies to the right of the azimuth is seen on the right, the tilt's own ray hits the picture's middle."""
    turn = math.radians(pose.azimuth_deg) + aside
    place = np.array([[pose.x_m + far_m * math.sin(turn), pose.y_m + far_m * math.cos(turn)]])
    column = pose.project(place)[0, 0]
    if not math.isnan(column) and abs(aside) > 1e-6:
        assert (column > pose.width / 2) == (aside > 0)
    if pose.tilt_deg > 1:
        middle = pose.ground(np.array([[pose.width / 2, pose.height / 2]]))[0]
        assert math.isclose(
            math.hypot(middle[0] - pose.x_m, middle[1] - pose.y_m),
            pose.height_m / math.tan(math.radians(pose.tilt_deg)),
            rel_tol=1e-6,
        )
    half = pose.rays(np.array([[0.0, pose.height / 2], [pose.width, pose.height / 2]]))
    cos = float(half[0] @ half[1] / np.linalg.norm(half[0]) / np.linalg.norm(half[1]))
    assert math.isclose(math.degrees(math.acos(cos)), pose.hfov_deg, rel_tol=1e-6)


@given(st.lists(st.tuples(*[st.floats(-50, 50)] * 3), min_size=3, max_size=6))
def test_what_is_cut_at_the_lens_lies_before_it(corners: list[tuple[float, float, float]]) -> None:
    cut = cut_at_lens(np.array(corners, np.float64))
    assert (cut[:, 2] >= NEAREST_M - 1e-6).all() if len(cut) else max(c[2] for c in corners) <= NEAREST_M


@given(
    st.lists(st.floats(5, 30), min_size=1, max_size=6),
    st.lists(st.floats(-0.5, 0.5), min_size=6, max_size=6),
    st.floats(0.5, 3),
)
def test_a_strip_has_its_width(steps: list[float], turns: list[float], half_m: float) -> None:
    headings = np.cumsum([0.0, *turns])[: len(steps)]
    line = np.cumsum(
        [(0.0, 0.0), *((s * math.cos(h), s * math.sin(h)) for s, h in zip(steps, headings, strict=True))], 0
    )
    quads = strip(line, -half_m, half_m)
    for quad, heading in zip(quads, headings, strict=True):
        aside = (quad - quad.mean(axis=0)) @ np.array((-math.sin(heading), math.cos(heading)))
        assert np.allclose(np.abs(aside), half_m, rtol=0.02)
    assert math.isclose(along(line)[-1], sum(steps), rel_tol=1e-9)
    assert np.allclose(points_at(line, np.array([0.0, sum(steps) + 9]))[1], line[-1])
