"""Which drawings are places to count at, and which line counts for an area. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from toancanh.vision import Box
from toancanh.vision.zones import Point, Zone, ZoneKind

_SAMPLES = 100
_LINES = (ZoneKind.COUNTING_LINE, ZoneKind.STOP_LINE)
_AREAS = (ZoneKind.LANE, ZoneKind.QUEUE_AREA)
_GROUND_SHARE = 1 / 3
"""The part of a box, from below, that stands on the ground: its upper part hides what is behind it."""


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A part of a line, in shares of its length: all of it, or what lies in a lane."""

    line: Zone
    begin: float = 0.0
    end: float = 1.0

    def covered(self, boxes: Sequence[Box]) -> float:
        """The share of it that these objects stand on, from 0 to 1."""
        reached, total = self.begin, 0.0
        for first, last in sorted(filter(None, (_over(self.line.points, box) for box in boxes))):
            total += max(0.0, min(last, self.end) - max(first, reached))
            reached = max(reached, min(last, self.end))
        return total / (self.end - self.begin)


@dataclass(frozen=True, kw_only=True)
class Area:
    """A lane or an area in which vehicles queue, with the line over which they leave it, where there is one."""

    zone: Zone
    stretch: Stretch | None


def lines_of(zones: Sequence[Zone]) -> list[Zone]:
    """Those that are counted over."""
    return [zone for zone in zones if zone.kind in _LINES]


def areas_of(zones: Sequence[Zone]) -> list[Area]:
    """Each with its line: of those that run through it, a lane's is a counting line rather than a stop line, and
    that of an area of queues the other way round.
    """
    areas = []
    for zone in zones:
        if zone.kind in _AREAS:
            wanted = _LINES if zone.kind is ZoneKind.LANE else _LINES[::-1]
            lines = [line for kind in wanted for line in zones if line.kind is kind]
            areas.append(Area(zone=zone, stretch=next(filter(None, (_inside(line, zone) for line in lines)), None)))
    return areas


def is_ignored(zones: Sequence[Zone], point: Point) -> bool:
    """Whether something that stands there is to be left out."""
    return any(zone.kind is ZoneKind.IGNORE and zone.contains(point) for zone in zones)


def middle(line: Zone) -> Point:
    """In shares."""
    (ax, ay), (bx, by) = line.points
    return (ax + bx) / 2, (ay + by) / 2


def _inside(line: Zone, area: Zone) -> Stretch | None:
    (ax, ay), (bx, by) = line.points
    shares = [(n + 0.5) / _SAMPLES for n in range(_SAMPLES)]
    within = [t for t in shares if area.contains((ax + t * (bx - ax), ay + t * (by - ay)))]
    if not within:
        return None
    half = 0.5 / _SAMPLES
    return Stretch(line=line, begin=within[0] - half, end=within[-1] + half)


def _over(line: Sequence[Point], box: Box) -> tuple[float, float] | None:
    """From where to where along a line a box stands on it (Liang and Barsky's clipping), in shares of its length."""
    (ax, ay), (bx, by) = line
    top = box.bottom - (box.bottom - box.top) * _GROUND_SHARE
    first, last = 0.0, 1.0
    for start, step, least, most in ((ax, bx - ax, box.left, box.right), (ay, by - ay, top, box.bottom)):
        if math.isclose(step, 0.0, abs_tol=1e-12):
            if not least <= start <= most:
                return None
            continue
        near, far = sorted(((least - start) / step, (most - start) / step))
        first, last = max(first, near), min(last, far)
    return (first, last) if last > first else None
