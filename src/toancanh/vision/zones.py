"""What is drawn in a camera's picture: lines to count at, lanes, areas, directions, regions to leave out.

Points are shares of the picture's width and height, so that a drawing holds for each stream of the camera; geometry is
done in widths of the picture (`Shape.plane`), where both directions have one scale. Pure: no clock, no state but
`LineCounter`'s own.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from toancanh.kernel import Invalid

Point = tuple[float, float]

MAX_POINTS = 32
_SMALLEST = 1e-4
"""A line's length and the square root of an area, in widths, below which a drawing is a slip of the hand."""


class ZoneKind(enum.StrEnum):
    """What a drawing means."""

    COUNTING_LINE = "counting_line"
    STOP_LINE = "stop_line"
    DIRECTION = "direction"  # an arrow: the way that is permitted in the areas in which it begins
    LANE = "lane"
    QUEUE_AREA = "queue_area"
    NO_STOP_AREA = "no_stop_area"
    IGNORE = "ignore"

    @property
    def is_line(self) -> bool:
        """Two points, the order of which matters; else an area of three or more."""
        return self in (ZoneKind.COUNTING_LINE, ZoneKind.STOP_LINE, ZoneKind.DIRECTION)


@dataclass(frozen=True, kw_only=True)
class Zone:
    """One drawing. ``aspect``: the picture's height by its width when it was drawn.

    Forward over a line is from its left to its right, for one who stands at its first point and looks at its second:
    a line drawn from the left to the right of the picture is crossed forward by what comes towards the camera.
    """

    id: str
    kind: ZoneKind
    name: str
    points: tuple[Point, ...]
    aspect: float = 9 / 16

    def __post_init__(self) -> None:
        if not all(0 <= x <= 1 and 0 <= y <= 1 for x, y in self.points):
            raise Invalid("all points of a drawing lie within the picture")
        if not 0.1 <= self.aspect <= 10:
            raise Invalid(f"no picture is {self.aspect} times as high as wide")
        if self.kind.is_line:
            if len(self.points) != 2 or math.dist(*self.plane) < _SMALLEST:
                raise Invalid(f"a {self.kind.value} has two points, apart from each other")
            return
        if not 3 <= len(self.points) <= MAX_POINTS:
            raise Invalid(f"a {self.kind.value} has 3 to {MAX_POINTS} points")
        if abs(_doubled_area(self.plane)) / 2 < _SMALLEST**2 or _crosses_itself(self.plane):
            raise Invalid(f"the outline of a {self.kind.value} encloses an area and does not cross itself")

    @property
    def plane(self) -> tuple[Point, ...]:
        """Its points in widths of the picture."""
        return tuple((x, y * self.aspect) for x, y in self.points)

    def contains(self, point: Point) -> bool:
        """Whether a point (shares) lies in an area; of two areas that share a border, exactly one has its points."""
        x, y = point
        inside = False
        for (ax, ay), (bx, by) in _edges(self.points):
            # half open: an edge owns its upper end only, so that a ray through a corner meets one edge, not two
            if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                inside = not inside
        return inside


def _edges(points: Sequence[Point]) -> Iterable[tuple[Point, Point]]:
    return zip(points, (*points[1:], points[0]), strict=True)


def _doubled_area(points: Sequence[Point]) -> float:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in _edges(points))


def side(line: Sequence[Point], point: Point) -> float:
    """Signed distance of a point from the straight through a line, in its own unit: positive on the right, for one who
    looks along it in a picture (whose y runs downwards).
    """
    (ax, ay), (bx, by) = line
    return ((bx - ax) * (point[1] - ay) - (by - ay) * (point[0] - ax)) / math.dist(*line)


def _crosses_itself(points: Sequence[Point]) -> bool:
    edges = list(_edges(points))
    for i, one in enumerate(edges):
        for j in range(i + 1, len(edges)):
            are_neighbours = j == i + 1 or (i == 0 and j == len(edges) - 1)
            if not are_neighbours and _meet(one, edges[j]):
                return True
    return False


def _meet(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    def turn(a: Point, b: Point, c: Point) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    (a, b), (c, d) = one, other
    if max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0]):
        return False
    if max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1]):
        return False
    return turn(a, b, c) * turn(a, b, d) <= 0 and turn(c, d, a) * turn(c, d, b) <= 0


def permitted(area: Zone, zones: Iterable[Zone]) -> Zone | None:
    """The arrow that begins in an area; the first, where somebody drew several."""
    arrows = (zone for zone in zones if zone.kind is ZoneKind.DIRECTION)
    return next((arrow for arrow in arrows if area.contains(arrow.points[0])), None)


def against(arrow: Zone, step: Point) -> bool:
    """Whether a step (shares) goes against an arrow: more than 120 degrees from it."""
    (ax, ay), (bx, by) = arrow.plane
    dx, dy = step[0], step[1] * arrow.aspect
    length = math.hypot(dx, dy) * math.dist(*arrow.plane)
    return length > 0 and ((bx - ax) * dx + (by - ay) * dy) / length < -0.5


@dataclass(frozen=True, kw_only=True)
class Crossing:
    """A track went over a line. ``at_us`` and ``point`` (shares): where it met the line."""

    line_id: str
    track: int
    at_us: int
    point: Point
    is_forward: bool


@dataclass(kw_only=True, slots=True)
class _Path:
    """``is_right``: the side on which the track was beyond the margin last; ``met``: the last step over the line."""

    point: Point
    at_us: int
    is_right: bool | None
    met: tuple[int, Point, bool] | None = None


class LineCounter:
    """Crossings of one line by tracks that tremble.

    A crossing counts once its track is ``margin`` (widths of the picture) beyond the line, on the other side of where
    it was so before, having passed between the line's ends; its time is that of the line itself. What wavers on the
    line is therefore counted once, and a track that begins on the line is on no side yet.
    """

    def __init__(self, zone: Zone, *, margin: float = 0.0) -> None:
        if not zone.kind.is_line or margin < 0:
            raise Invalid("tracks are counted over a line, with a margin of 0 or more")
        self.zone = zone
        self._line = zone.plane
        self._margin = margin
        self._paths: dict[int, _Path] = {}

    def step(self, track: int, point: Point, at_us: int) -> Crossing | None:
        """Where a track is now (shares); at most one crossing comes of it."""
        here = side(self._line, self._plane(point))
        path = self._paths.get(track)
        is_right = here >= 0
        is_beyond = abs(here) >= self._margin
        if path is None:
            self._paths[track] = _Path(point=point, at_us=at_us, is_right=is_right if is_beyond else None)
            return None
        before = side(self._line, self._plane(path.point))
        if is_right != (before >= 0):
            path.met = self._meeting(path, point, at_us, before, here)
        path.point, path.at_us = point, at_us
        if not is_beyond or path.is_right is is_right:
            return None
        was_right, path.is_right = path.is_right, is_right
        if was_right is None or path.met is None:
            return None
        met_us, met_at, is_between = path.met
        if not is_between:
            return None
        return Crossing(line_id=self.zone.id, track=track, at_us=met_us, point=met_at, is_forward=is_right)

    def forget(self, before_us: int) -> None:
        """Tracks that were last seen before."""
        self._paths = {track: path for track, path in self._paths.items() if path.at_us >= before_us}

    def _plane(self, point: Point) -> Point:
        return point[0], point[1] * self.zone.aspect

    def _meeting(self, path: _Path, point: Point, at_us: int, before: float, here: float) -> tuple[int, Point, bool]:
        share = before / (before - here)
        x = path.point[0] + share * (point[0] - path.point[0])
        y = path.point[1] + share * (point[1] - path.point[1])
        (ax, ay), (bx, by) = self._line
        px, py = self._plane((x, y))
        along = ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / math.dist(*self._line) ** 2
        return round(path.at_us + share * (at_us - path.at_us)), (x, y), 0 <= along < 1
