"""The detector without weights: one for each calibrated camera."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from toancanh.vision.calibration import Calibration
from toancanh.vision.model import CODES, Detections, Picture
from toancanh.vision.view import Floats
from toancanh.vision.without_weights.background import Background
from toancanh.vision.without_weights.explaining import Explainer, Fit, Found
from toancanh.vision.without_weights.silhouettes import SOLIDS, Mask, Silhouettes, Solid, corners, places, silhouettes

COLUMNS = 320
"""Width of the masks: half a sub stream's."""

Sun = Callable[[int], Floats | None]
"""Unit vector (3,) towards the sun, in the calibration's metres, at a time; None at night, or where nobody knows."""
Headings = Callable[[Floats], Floats]
"""Which way (n,) bodies stand at (n, 2) places: radians anticlockwise from east; either end may be their front."""

_FITS = {"motorcycle": Fit(filled=0.62, new=0.4), "car": Fit(filled=0.7, new=0.2), "van": Fit(filled=0.75, new=0.25)}
_LIT_M = np.array([(along, aside) for along in range(-18, 19) for aside in (-2.0, 2.0)], np.float64)
"""Along and beside a body: the ground that headlamps light, before it or behind."""
_LOWEST_SUN = 0.05
_LARGE = Fit(filled=0.8, new=0.3)


def no_sun(_time_us: int) -> Floats | None:
    """Where nobody knows which way the view looks."""
    return None


@dataclass(frozen=True, kw_only=True)
class Watched:
    """What of a view is watched: (n, 2) shares of the outline of an area of the picture in which bodies stand, and how
    they stand there.
    """

    outline: Sequence[tuple[float, float]]
    headings: Headings


class MovingBodies:
    """A `toancanh.vision.ports.Detector` that knows solid bodies on the ground and no others."""

    def __init__(
        self, calibration: Calibration, watched: Watched, *, solids: Sequence[Solid] = SOLIDS, sun: Sun = no_sun
    ) -> None:
        self._view = calibration.view
        self._columns, self._rows = COLUMNS, round(COLUMNS * calibration.aspect)
        self._background = Background((self._columns, self._rows))
        self._sun = sun
        self._now_us = 0
        self._is_night = False
        self.is_settled = False
        """Whether the last picture could be judged: not while the background is learned."""
        at = _within(places(self._view, self._rows, self._columns), calibration, watched.outline)
        self._kinds = [
            silhouettes(solid, self._view, at, watched.headings(at), self._rows, self._columns) for solid in solids
        ]
        self._headings = watched.headings
        fits = [_FITS.get(solid.kind.value, _LARGE) for solid in solids]
        self._explainer = Explainer(self._kinds, fits, self._shade)

    def detect(self, picture: Picture) -> Detections:
        """Nothing while the background is learned."""
        self._now_us = picture.time_us
        ground = self._background.foreground(picture.bgr)
        self._is_night, self.is_settled = ground.is_night, ground.is_settled
        if not ground.is_settled:
            return Detections.none()
        found = self._explainer.explain(ground.solid, ground.dusky)
        if not found:
            return Detections.none()
        scale = picture.width / self._columns
        return Detections(
            boxes_px=np.array([self._kinds[one.kind].boxes[one.which] for one in found], np.float32)
            * np.float32(scale),
            codes=np.array([CODES[self._kinds[one.kind].solid.kind] for one in found], np.int8),
            scores=np.array([one.filled for one in found], np.float32),
        )

    def _shade(self, found: Found) -> Mask | None:
        """Where its shadow falls by day, and the light of its lamps by night, whichever end is its front."""
        kind: Silhouettes = self._kinds[found.kind]
        at = kind.ground_m[found.which : found.which + 1]
        if self._is_night:
            heading_rad = float(self._headings(at)[0])
            ahead = np.array([np.cos(heading_rad), np.sin(heading_rad)])
            return self._hull(
                np.column_stack([at + _LIT_M @ np.stack([ahead, [-ahead[1], ahead[0]]]), 0 * _LIT_M[:, 0]])
            )
        sun = self._sun(self._now_us)
        if sun is None or sun[2] <= _LOWEST_SUN:
            return None
        solid = corners(kind.solid, at, self._headings(at))[0]
        return self._hull(np.concatenate([solid[:, :2] - sun[:2] / sun[2] * solid[:, 2:], 0 * solid[:, 2:]], axis=1))

    def _hull(self, points_m: Floats) -> Mask | None:
        """Pixels between those of (n, 3) points that lie before the camera; None where they enclose nothing."""
        seen = self._view.project(points_m) * self._columns + (self._columns / 2, self._rows / 2)
        seen = seen[np.isfinite(seen).all(axis=1)]
        seen = seen[np.abs(seen).max(axis=1) < 30 * self._columns]
        if len(seen) < 3:
            return None
        mask = np.zeros((self._rows, self._columns), np.uint8)
        cv2.fillConvexPoly(mask, np.rint(cv2.convexHull(seen.astype(np.float32))).astype(np.int32), 1)
        return np.asarray(cv2.dilate(mask, np.ones((5, 5), np.uint8)) > 0)


def _within(ground_m: Floats, calibration: Calibration, outline: Sequence[tuple[float, float]]) -> Floats:
    """Those of (n, 2) places that are seen inside an outline."""
    at = calibration.seen(ground_m)
    polygon = np.asarray(outline, np.float32).reshape(-1, 1, 2)
    keep = [
        bool(np.isfinite(point).all()) and cv2.pointPolygonTest(polygon, point, False) >= 0 for point in at.tolist()
    ]
    return ground_m[np.array(keep, np.bool_)]
