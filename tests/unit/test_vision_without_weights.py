"""Bodies found without a trained model: what fills a silhouette, what hides what, and what is only a shadow."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from toancanh.vision import Detections, ObjectKind, Picture
from toancanh.vision.calibration import Calibration, Mounting, from_mounting
from toancanh.vision.view import Floats
from toancanh.vision.without_weights import MovingBodies, Watched
from toancanh.vision.without_weights.silhouettes import (
    SOLIDS,
    Part,
    Silhouettes,
    Solid,
    corner_sums,
    places,
    running_sums,
    silhouettes,
)

COLUMNS, ROWS = 320, 180
STREET = (118, 120, 122)
SUN = np.array([0.6, -0.2, 0.77])


@cache
def calibration() -> Calibration:
    return from_mounting(Mounting(height_m=8, tilt_deg=20, focal=0.9), aspect=ROWS / COLUMNS)


def along_the_road(ground_m: Floats) -> Floats:
    return np.full(len(ground_m), math.pi / 2)


def at(solid: Solid, x_m: float, y_m: float, columns: int = COLUMNS) -> Silhouettes:
    rows = columns * ROWS // COLUMNS
    return silhouettes(solid, calibration().view, np.array([[x_m, y_m]]), np.array([math.pi / 2]), rows, columns)


def solid(kind: ObjectKind) -> Solid:
    return next(one for one in SOLIDS if one.kind is kind)


class Street:
    """Pictures of a grey street with painted bodies, and the detector that looks at them."""

    def __init__(self, *, sun: Floats | None = None, seed: int = 1, colour: tuple[int, int, int] = STREET) -> None:
        self._colour = colour
        everywhere = ((0.0, 0.2), (1.0, 0.2), (1.0, 1.2), (0.0, 1.2))
        watched = Watched(outline=everywhere, headings=along_the_road)
        self.detector = MovingBodies(calibration(), watched, sun=lambda _time_us: sun)
        self._dice = np.random.default_rng(seed)
        self._time_us = 0
        for _ in range(20):
            assert len(self.look()) == 0

    def look(self, *bodies: tuple[ObjectKind, float, float, tuple[int, int, int]], light: float = 1.0) -> Detections:
        bgr = self.empty()
        for kind, x_m, y_m, colour in sorted(bodies, key=lambda body: -body[2]):
            mask = np.zeros(bgr.shape[:2], np.bool_)
            at(solid(kind), x_m, y_m, 2 * COLUMNS).paint(mask, 0, True)
            bgr[mask] = colour
        return self.show(bgr * light)

    def empty(self) -> NDArray[np.float64]:
        return np.broadcast_to(np.array(self._colour, np.float64), (2 * ROWS, 2 * COLUMNS, 3)).copy()

    def show(self, bgr: NDArray[np.float64]) -> Detections:
        noisy = np.clip(bgr + self._dice.normal(0, 2, bgr.shape), 0, 255).astype(np.uint8)
        self._time_us += 100_000
        return self.detector.detect(Picture(bgr=noisy, time_us=self._time_us))


RED, WHITE, BLUE = (40, 40, 190), (235, 235, 235), (180, 80, 40)


@pytest.fixture(scope="module")
def street() -> Street:
    return Street()


def test_an_empty_street_has_nobody(street: Street) -> None:
    assert len(street.look()) == 0


@pytest.mark.parametrize("kind", [one.kind for one in SOLIDS])
@pytest.mark.parametrize("y_m", [18.0, 28.0])
def test_a_body_alone_is_found_where_it_stands_and_is_of_its_kind(street: Street, kind: ObjectKind, y_m: float) -> None:
    found = street.look((kind, 1.0, y_m, RED))
    assert found.kinds == (kind,)
    true = at(solid(kind), 1.0, y_m).boxes[0] * 2
    assert np.abs(found.boxes_px[0] - true).max() <= 8


def test_riders_side_by_side_and_behind_one_another_are_told_apart(street: Street) -> None:
    riders = [
        (ObjectKind.MOTORCYCLE, x, y, RED) for x, y in ((-1.2, 18), (0.0, 18.5), (0.9, 21.5), (-0.6, 22), (2, 18))
    ]
    assert street.look(*riders).kinds == (ObjectKind.MOTORCYCLE,) * 5


def test_a_pack_of_riders_is_no_bus(street: Street) -> None:
    dice = np.random.default_rng(4)
    riders = [
        (ObjectKind.MOTORCYCLE, x + dice.uniform(-0.15, 0.15), y + dice.uniform(-0.3, 0.3), RED)
        for x in (-1.6, -0.4, 0.8, 2.0)
        for y in (17.0, 20.5, 24.0)
    ]
    found = street.look(*riders)
    assert 9 <= len(found) <= 15
    assert ObjectKind.BUS not in found.kinds


def test_a_dimmer_exposure_is_no_traffic(street: Street) -> None:
    assert len(street.look(light=0.8)) == 0
    assert street.look((ObjectKind.CAR, 0.0, 20.0, RED), light=0.8).kinds == (ObjectKind.CAR,)


def test_a_shadow_is_no_body_and_a_black_car_is_no_shadow() -> None:
    shone_on = Street(sun=SUN)
    bgr = shone_on.empty()
    body = at(solid(ObjectKind.CAR), 0.0, 20.0, 2 * COLUMNS)
    shadow = at(solid(ObjectKind.CAR), -0.8, 20.3, 2 * COLUMNS)
    for silhouette, colour in ((shadow, np.array(STREET) * 0.5), (body, np.array(WHITE))):
        mask = np.zeros(bgr.shape[:2], np.bool_)
        silhouette.paint(mask, 0, True)
        bgr[mask] = colour
    assert shone_on.show(bgr).kinds == (ObjectKind.CAR,)
    assert shone_on.look((ObjectKind.CAR, 0.0, 20.0, (45, 46, 47))).kinds == (ObjectKind.CAR,)


def test_by_night_the_light_before_a_rider_is_nobody() -> None:
    lit = Street(seed=4, colour=(32, 34, 38))
    bgr, beam = lit.empty(), np.zeros((2 * ROWS, 2 * COLUMNS), np.bool_)
    for y_m in np.arange(19.5, 26, 0.25):
        at(Solid(kind=ObjectKind.VEHICLE, parts=(Part(length_m=0.5, width_m=1.6, height_m=0.01),)), 0, y_m, 640).paint(
            beam, 0, True
        )
    bgr[beam] += 14
    assert beam.sum() > 1500
    rider = np.zeros_like(beam)
    at(solid(ObjectKind.MOTORCYCLE), 0.0, 18.0, 2 * COLUMNS).paint(rider, 0, True)
    bgr[rider] = (30, 20, 120)
    assert lit.show(bgr).kinds == (ObjectKind.MOTORCYCLE,)


def test_a_camera_that_was_turned_learns_its_new_street() -> None:
    turned = Street(seed=2)
    other = np.random.default_rng(9).uniform(0, 255, (2 * ROWS // 20, 2 * COLUMNS // 20, 3)).repeat(20, 0).repeat(20, 1)
    counts = [len(turned.show(other)) for _ in range(45)]
    assert counts == [0] * 45


def test_a_mask_full_of_noise_ends_and_an_all_white_one_too(street: Street) -> None:
    explainer = street.detector._explainer
    nothing = np.zeros((ROWS, COLUMNS), np.bool_)
    noise = np.random.default_rng(1).random((ROWS, COLUMNS)) < 0.5
    assert len(explainer.explain(noise, nothing)) <= 300
    assert len(explainer.explain(nothing, ~nothing)) <= 300


def test_silhouettes_count_what_they_paint() -> None:
    view = calibration().view
    ground = places(view, ROWS, COLUMNS)[::97]
    mask, other = np.random.default_rng(2).random((2, ROWS, COLUMNS)) < 0.4
    sums = running_sums(mask, other)
    for one in SOLIDS:
        made = silhouettes(one, view, ground, along_the_road(ground), ROWS, COLUMNS)
        covered = made.covered(sums, np.arange(len(made.area)))
        boxes = made.covered_boxes(corner_sums(sums))
        for which in range(0, len(made.area), 7):
            alone = np.zeros_like(mask)
            made.paint(alone, which, True)
            assert alone.sum() == made.area[which]
            for number, pixels in enumerate((mask, other)):
                assert (alone & pixels).sum() == covered[number][which] <= boxes[number][which]
