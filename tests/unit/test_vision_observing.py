"""From tracks to observations: places, speeds, and what is not known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from toancanh.media.model import ClockSource
from toancanh.vision import Detections, ObjectKind, Observation, Tracked
from toancanh.vision.calibration import Mounting, from_mounting
from toancanh.vision.observing import Observer
from toancanh.vision.view import shares

W, H = 640, 360
CALIBRATION = from_mounting(Mounting(height_m=8, tilt_deg=20, focal=0.9), aspect=H / W)


def observer(*, calibrated: bool = True) -> Observer:
    return Observer(
        size_px=(W, H), time_source=ClockSource.CAMERA_RTCP, calibration=CALIBRATION if calibrated else None
    )


def tracked(*boxes: tuple[float, float, float, float]) -> Tracked:
    found = Detections.of(list(boxes), [ObjectKind.CAR] * len(boxes), [0.8] * len(boxes))
    return Tracked(detections=found, tracks=np.arange(1, len(boxes) + 1, dtype=np.int32))


def standing_at(x_m: float, y_m: float) -> tuple[float, float, float, float]:
    x, y = shares(CALIBRATION.view.project(np.array([x_m, y_m, 0.0])), H / W) * (W, H)
    return x - 10, y - 20, x + 10, y


def driven(speed_mps: float, *, seconds: float = 2.0, noise_px: float = 0.0) -> list[Observation]:
    """Along y, ten pictures a second."""
    watching, seen, dice = observer(), [], np.random.default_rng(3)
    for index in range(int(seconds * 10)):
        box = np.array(standing_at(1.0, 18.0 + speed_mps * index / 10)) + dice.normal(0, noise_px, 4)
        seen += watching.observe(tracked(tuple(box)), index * 100_000)
    return seen


def test_a_speed_and_a_heading_are_those_of_the_ground() -> None:
    last = driven(8.0)[-1]
    assert last.speed_mps == pytest.approx(8.0, rel=0.01)
    assert last.heading_rad == pytest.approx(math.pi / 2, abs=0.01)
    assert last.ground is not None
    assert (last.ground.x_m, last.ground.y_m) == pytest.approx((1.0, 33.2), abs=0.05)
    assert 0.1 < last.ground.uncertainty_m < 5


def test_a_trembling_box_has_nearly_the_speed_and_what_stands_has_no_heading() -> None:
    assert driven(8.0, noise_px=1.0)[-1].speed_mps == pytest.approx(8.0, rel=0.15)
    still = driven(0.0, noise_px=0.3)[-1]
    assert still.speed_mps is not None
    assert still.speed_mps < 0.7
    assert still.heading_rad is None


def test_a_young_track_has_no_speed() -> None:
    seen = driven(8.0, seconds=0.5)
    assert [one.speed_mps for one in seen] == [None] * 5


def test_without_a_calibration_there_is_no_ground() -> None:
    (seen,) = observer(calibrated=False).observe(tracked((10, 10, 30, 50)), 1)
    assert (seen.ground, seen.speed_mps, seen.heading_rad) == (None, None, None)
    assert seen.box.foot == (20 / W, 50 / H)


def test_what_is_cut_off_below_stands_nobody_knows_where_and_what_is_outside_is_not_told() -> None:
    seen = observer().observe(tracked((10, 300, 30, 380), (650, 10, 680, 30), (10, 250, 30, 300)), 1)
    assert [(one.track, one.ground is None) for one in seen] == [(1, True), (3, False)]
    assert seen[0].box.bottom == 1


def test_above_the_horizon_is_no_place() -> None:
    flat = from_mounting(Mounting(height_m=8, tilt_deg=5, focal=0.9), aspect=H / W)
    watching = Observer(size_px=(W, H), time_source=ClockSource.CAMERA_RTCP, calibration=flat)
    (seen,) = watching.observe(tracked((10, 10, 30, 30)), 1)
    assert seen.ground is None
