"""One look, prepared for the signs: who is where in metres, how fast, which way; trails of tracks over some seconds.

Where a view is calibrated metres are those of the ground. Where it is not they are told by the height of bodies, which
are 1.6 m high on the average of riders and cars: good enough to tell standing from driving, and no more than that.
"""

from __future__ import annotations

import itertools
import math
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from toancanh.vision import ObjectKind, Observation
from toancanh.vision.zones import Point, Zone, ZoneKind

_BODY_M = 1.6
_KEPT_US = 6_000_000
_WINDOW_US = 1_200_000
_YOUNG_US, _NEW_US = 600_000, 350_000
AREAS = (ZoneKind.LANE, ZoneKind.QUEUE_AREA, ZoneKind.NO_STOP_AREA)


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """One object of a look. ``at``: its foot in widths of the picture; ``metre``: metres of a width there, about.
    ``speed_mps``: None while its track is too young. ``way``: unit vector in the picture, where it moves.
    """

    one: Observation
    at: Point
    metre: float
    speed_mps: float | None
    way: Point | None
    areas: frozenset[str]

    def apart_m(self, other: Seen) -> float:
        """How far apart two are on the ground."""
        mine, theirs = self.one.ground, other.one.ground
        if mine is not None and theirs is not None:
            return math.hypot(mine.x_m - theirs.x_m, mine.y_m - theirs.y_m)
        return math.dist(self.at, other.at) * (self.metre + other.metre) / 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where a track was: in widths of the picture, and in metres where that is known."""

    at_us: int
    at: Point
    ground: Point | None


@dataclass(frozen=True, slots=True)
class Step:
    """From a place to a later one: ``end`` in widths, ``way`` not of unit length, how far that is on the ground."""

    end: Place
    way: Point
    passed_s: float
    moved_m: float


@dataclass(kw_only=True, slots=True)
class Trail:
    """The places of a track over some seconds; ``first_us``: when it was seen first."""

    first_us: int
    places: deque[Place] = field(default_factory=deque)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """All of one look. ``vehicles``: without who walks. ``trails`` by track."""

    time_us: int
    vehicles: Sequence[Seen]
    walkers: Sequence[Seen]
    trails: Mapping[int, Trail]


class Scenes:
    """Makes them. ``zones``: the drawings; what stands in an area to ignore is not seen."""

    def __init__(self, zones: Sequence[Zone], aspect: float) -> None:
        self._areas = [zone for zone in zones if zone.kind in AREAS]
        self._ignored = [zone for zone in zones if zone.kind is ZoneKind.IGNORE]
        self._aspect = aspect
        self._trails: dict[int, Trail] = {}

    def look(self, time_us: int, observations: Sequence[Observation]) -> Scene:
        """The next one; times only grow."""
        seen = [
            self._seen(one, time_us)
            for one in observations
            if not any(zone.contains(one.box.foot) for zone in self._ignored)
        ]
        old = [track for track, trail in self._trails.items() if time_us - trail.places[-1].at_us > _KEPT_US]
        for track in old:
            del self._trails[track]
        return Scene(
            time_us=time_us,
            vehicles=[one for one in seen if one.one.kind is not ObjectKind.PEDESTRIAN],
            walkers=[one for one in seen if one.one.kind is ObjectKind.PEDESTRIAN],
            trails=self._trails,
        )

    def forget(self) -> None:
        """Tracks begin anew."""
        self._trails.clear()

    def _seen(self, one: Observation, time_us: int) -> Seen:
        x, y = one.box.foot
        at = (x, y * self._aspect)
        metre = _BODY_M / max((one.box.bottom - one.box.top) * self._aspect, 1e-3)
        trail = self._trails.setdefault(one.track, Trail(first_us=time_us))
        ground = (one.ground.x_m, one.ground.y_m) if one.ground is not None else None
        trail.places.append(Place(time_us, at, ground))
        while time_us - trail.places[0].at_us > _KEPT_US:
            trail.places.popleft()
        moved = _moved(trail, time_us)
        speed_mps = one.speed_mps if one.speed_mps is not None else _speed_mps(trail, time_us)
        way = None
        if moved is not None:
            passed_s, (dx, dy) = moved
            length = math.hypot(dx, dy)
            if speed_mps is None and one.ground is None:
                speed_mps = length * metre / passed_s
            if length > 1e-3:
                way = (dx / length, dy / length)
        areas = frozenset(zone.id for zone in self._areas if zone.contains(one.box.foot))
        return Seen(one=one, at=at, metre=metre, speed_mps=speed_mps, way=way, areas=areas)


def place_apart_m(place: Place, seen: Seen) -> float:
    """How far a place of a trail is from where something is."""
    ground = seen.one.ground
    if place.ground is not None and ground is not None:
        return math.dist(place.ground, (ground.x_m, ground.y_m))
    return math.dist(place.at, seen.at) * seen.metre


def _speed_mps(trail: Trail, time_us: int) -> float | None:
    """On the ground, of a track that is too young for the speed that goes with it; None of one that is younger still:
    in a crowd tracks begin again and again, and what is not counted there makes it look empty.
    """
    now = trail.places[-1]
    for place in trail.places:
        if time_us - place.at_us > _WINDOW_US or place.ground is None or now.ground is None:
            continue
        passed_us = time_us - place.at_us
        return math.dist(place.ground, now.ground) / passed_us * 1e6 if passed_us >= _NEW_US else None
    return None


def _moved(trail: Trail, time_us: int) -> tuple[float, Point] | None:
    """Seconds and the way in the picture over the last of them; None of a track that is too young."""
    behind = next(place for place in trail.places if time_us - place.at_us <= _WINDOW_US)
    passed_us = time_us - behind.at_us
    if passed_us < _YOUNG_US:
        return None
    now = trail.places[-1].at
    return passed_us / 1e6, (now[0] - behind.at[0], now[1] - behind.at[1])


def steps_of(trail: Trail, least_us: int, metre: float) -> list[Step]:
    """The trail as steps of at least so much time, the oldest first. ``metre``: of a width, where nothing is known of
    the ground.
    """
    kept: list[Place] = []
    for place in trail.places:
        if not kept or place.at_us - kept[-1].at_us >= least_us:
            kept.append(place)
    return [_step(one, later, metre) for one, later in itertools.pairwise(kept)]


def _step(one: Place, later: Place, metre: float) -> Step:
    way = (later.at[0] - one.at[0], later.at[1] - one.at[1])
    if one.ground is not None and later.ground is not None:
        moved_m = math.dist(one.ground, later.ground)
    else:
        moved_m = math.hypot(*way) * metre
    return Step(later, way, (later.at_us - one.at_us) / 1e6, moved_m)


def sure(odds: float) -> float:
    """The probability of a logarithm of odds."""
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, odds))))


def odds(probability: float) -> float:
    """And back."""
    kept = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(kept / (1 - kept))
