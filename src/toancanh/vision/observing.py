"""Tracks become observations: where on the ground, how fast, which way. One `Observer` for each camera."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence

import numpy as np

from toancanh.media.model import ClockSource
from toancanh.vision.calibration import Calibration
from toancanh.vision.model import KINDS, Box, GroundPoint, Observation, Tracked
from toancanh.vision.view import Floats

WINDOW_US = 1_200_000
"""A speed is that of a straight through the places of so long."""
_LEAST_US = 500_000
_LEAST_PLACES = 4
_FORGET_US = 5_000_000
_FOOT = 2 / 640
"""One standard deviation of a detected foot, in widths of the picture."""
_STILL_MPS = 0.7
"""Slower than this has no heading."""

_Place = tuple[int, float, float]


class Observer:
    """``size_px``: width and height of the pictures that are detected in. Without a ``calibration`` observations have
    no place on the ground and no speed.
    """

    def __init__(
        self, *, size_px: tuple[int, int], time_source: ClockSource, calibration: Calibration | None = None
    ) -> None:
        self._size = size_px
        self._time_source = time_source
        self._calibration = calibration
        self._places: dict[int, deque[_Place]] = {}

    def observe(self, tracked: Tracked, time_us: int) -> list[Observation]:
        """All tracks of one picture that show something within it; times only grow."""
        if not len(tracked):
            return []
        width, height = self._size
        boxes = tracked.detections.boxes_px.astype(np.float64) / (width, height, width, height)
        foot_is_seen = boxes[:, 3] < 1 - 1 / height
        boxes = np.clip(boxes, 0, 1)
        grounds = self._grounds(boxes, foot_is_seen)
        seen = []
        for row, track in enumerate(tracked.tracks.tolist()):
            left, top, right, bottom = boxes[row].tolist()
            if not (right > left and bottom > top):
                continue
            ground = grounds[row]
            speed_mps, heading_rad = self._motion(track, time_us, ground)
            seen.append(
                Observation(
                    time_us=time_us,
                    time_source=self._time_source,
                    track=track,
                    kind=KINDS[tracked.detections.codes[row]],
                    score=float(tracked.detections.scores[row]),
                    box=Box(left=left, top=top, right=right, bottom=bottom),
                    ground=ground,
                    speed_mps=speed_mps,
                    heading_rad=heading_rad,
                )
            )
        self._forget(time_us)
        return seen

    def _grounds(self, boxes: Floats, foot_is_seen: np.ndarray) -> Sequence[GroundPoint | None]:
        if self._calibration is None:
            return [None] * len(boxes)
        feet = np.column_stack([(boxes[:, 0] + boxes[:, 2]) / 2, boxes[:, 3]])
        places = self._calibration.ground(feet)
        errors = self._calibration.error_m(feet, click=_FOOT)
        known = foot_is_seen & np.isfinite(places).all(axis=1) & np.isfinite(errors)
        return [
            GroundPoint(x_m=float(x), y_m=float(y), uncertainty_m=float(error)) if is_known else None
            for (x, y), error, is_known in zip(places, errors, known, strict=True)
        ]

    def _motion(self, track: int, time_us: int, ground: GroundPoint | None) -> tuple[float | None, float | None]:
        """Speed and heading by least squares over the window."""
        if ground is None:
            return None, None
        places = self._places.setdefault(track, deque())
        places.append((time_us, ground.x_m, ground.y_m))
        while time_us - places[0][0] > WINDOW_US:
            places.popleft()
        if len(places) < _LEAST_PLACES or time_us - places[0][0] < _LEAST_US:
            return None, None
        values = np.array(places, np.float64)
        t = (values[:, 0] - time_us) / 1e6
        t -= t.mean()
        vx, vy = (t @ values[:, 1:] / (t @ t)).tolist()
        speed_mps = math.hypot(vx, vy)
        return speed_mps, math.atan2(vy, vx) if speed_mps >= _STILL_MPS else None

    def _forget(self, time_us: int) -> None:
        gone = [track for track, places in self._places.items() if time_us - places[-1][0] > _FORGET_US]
        for track in gone:
            del self._places[track]
