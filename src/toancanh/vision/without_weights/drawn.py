"""Which part of a picture is watched, and how bodies stand there, by what is drawn over it. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np

from toancanh.vision.calibration import Calibration
from toancanh.vision.view import Floats
from toancanh.vision.without_weights.detector import Watched
from toancanh.vision.zones import Zone, ZoneKind

REACH_M = 9.0
"""So far before and behind a counting line bodies are looked for: half a second at 60 km/h, until a track is one."""
_AREAS = (ZoneKind.LANE, ZoneKind.QUEUE_AREA, ZoneKind.NO_STOP_AREA)


def watched_of(zones: Sequence[Zone], calibration: Calibration) -> Watched | None:
    """The convex outline around counting lines, as far before and behind them as `REACH_M`, and around lanes, queue
    areas and no-stop areas. A body stands across the nearest line, or along the nearest arrow. None where nothing that
    is drawn lies on the ground that the view sees.
    """
    outline: list[Floats] = []
    stands: list[tuple[float, float, float]] = []
    for zone in zones:
        ground = calibration.ground(np.asarray(zone.points, np.float64))
        if not np.isfinite(ground).all():
            continue
        if zone.kind is ZoneKind.COUNTING_LINE:
            outline.append(_around(ground, calibration))
            stands.append(_stand(ground, math.pi / 2))
        elif zone.kind is ZoneKind.DIRECTION:
            stands.append(_stand(ground, 0.0))
        elif zone.kind in _AREAS:
            outline.append(np.asarray(zone.points, np.float64))
    points = np.concatenate(outline) if outline else np.empty((0, 2))
    points = points[np.isfinite(points).all(axis=1)]
    if len(points) < 3:
        return None
    hull = cv2.convexHull(points.astype(np.float32))[:, 0]
    known = np.array(stands or [(0.0, 0.0, calibration.view.azimuth_rad)], np.float64)

    def headings(places_m: Floats) -> Floats:
        away = np.hypot(places_m[:, None, 0] - known[:, 0], places_m[:, None, 1] - known[:, 1])
        nearest: Floats = known[away.argmin(axis=1), 2]
        return nearest

    return Watched(outline=[(float(x), float(y)) for x, y in hull], headings=headings)


def _stand(ground: Floats, turn_rad: float) -> tuple[float, float, float]:
    """The middle of a line, and its direction turned."""
    (ax, ay), (bx, by) = ground.tolist()
    return (ax + bx) / 2, (ay + by) / 2, math.atan2(by - ay, bx - ax) + turn_rad


def _around(line: Floats, calibration: Calibration) -> Floats:
    """(n, 2) shares: the ground on both sides of a line. What lies behind the camera is not there."""
    along = line[1] - line[0]
    across = np.array([-along[1], along[0]]) / max(float(np.hypot(*along)), 1e-9)
    places = [line + across * step for step in np.linspace(-REACH_M, REACH_M, 9)]
    return calibration.seen(np.concatenate(places))
