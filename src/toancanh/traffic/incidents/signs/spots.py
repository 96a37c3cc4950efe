"""Places where something stands, and what others do to them: hide them, drive over them, stand before them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from toancanh.traffic.incidents.signs.scene import Seen, Trail
from toancanh.traffic.incidents.signs.sign import Sign
from toancanh.vision.zones import Point

_HIDDEN_MOST_US = 30_000_000
_OVER_M = 0.8
"""Whoever drives beside a motorcycle that stands is farther from it."""


@dataclass(kw_only=True, slots=True, eq=False)
class Spot:
    """Where something stands. ``first`` and ``last``: how it was seen then, and lately; ``looks``: in how many ``of``
    all since it stands. ``has_arrived``: something was seen to drive there. ``tracks``: of what stood there, and which
    of them ``moved_on``. ``told``: the last sign that was sure; ``went``: it was seen to drive off; ``is_held``: it was
    not, and nothing was seen there for a while. ``over``: who drove over it since, by track, and when. ``is_over``:
    enough did; what shows there now (the street, other than was learned with the vehicle on it) is nothing.
    ``hidden_us``: when another was last seen before it, so that it could not be seen.
    """

    number: int
    first: Seen
    last: Seen
    first_us: int
    last_us: int
    hidden_us: int = 0
    looks: int = 1
    of: int = 1
    left: int = 0
    passed: set[int] = field(default_factory=set)
    has_arrived: bool = False
    tracks: set[int] = field(default_factory=set)
    moved_on: set[int] = field(default_factory=set)
    told: Sign | None = None
    went: bool = False
    is_held: bool = False
    over: dict[int, int] = field(default_factory=dict)
    is_over: bool = False

    @property
    def stood_s(self) -> float:
        """From when it was seen first to when it was seen last."""
        return (self.last_us - self.first_us) / 1e6

    @property
    def could_be_us(self) -> int:
        """Until when it may have stood there, hidden or not."""
        return max(self.last_us, min(self.hidden_us, self.last_us + _HIDDEN_MOST_US))


def hides(seen: Seen, behind: Seen) -> bool:
    """Whether the middle of what stands there lies behind one that is nearer."""
    box, other = seen.one.box, behind.one.box
    x, y = (other.left + other.right) / 2, (other.top + other.bottom) / 2
    return box.bottom > other.bottom and box.left < x < box.right and box.top < y < box.bottom


def drives_over(trail: Trail, spot: Seen) -> bool:
    """Whether the last stretch of a trail leads over where something stood."""
    if len(trail.places) < 2:
        return False
    before, now = trail.places[-2], trail.places[-1]
    ground = spot.one.ground
    if ground is not None and before.ground is not None and now.ground is not None:
        return _apart(before.ground, now.ground, (ground.x_m, ground.y_m)) < _OVER_M
    return _apart(before.at, now.at, spot.at) * spot.metre < _OVER_M


def _apart(begin: Point, end: Point, point: Point) -> float:
    """From a point to a stretch of a line."""
    dx, dy = end[0] - begin[0], end[1] - begin[1]
    length2 = dx * dx + dy * dy
    forward = ((point[0] - begin[0]) * dx + (point[1] - begin[1]) * dy) / length2 if length2 else 0.0
    share = min(1.0, max(0.0, forward))
    return math.hypot(begin[0] + share * dx - point[0], begin[1] + share * dy - point[1])


def along(one: Seen, other: Seen, way: Point) -> tuple[float, float]:
    """How far another is ahead of one on a way (unit vector of the picture), and aside of it: metres. The angle is the
    picture's: a view along a road shortens what lies ahead, so that beside is a wide word.
    """
    dx, dy = other.at[0] - one.at[0], other.at[1] - one.at[1]
    apart_m, length = one.apart_m(other), math.hypot(dx, dy)
    if length == 0:
        return 0.0, apart_m
    ahead = (dx * way[0] + dy * way[1]) / length
    return ahead * apart_m, math.sqrt(max(0.0, 1 - ahead * ahead)) * apart_m
