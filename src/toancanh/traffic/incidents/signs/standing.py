"""A vehicle that stands where traffic flows.

What stands is remembered by its place, not by its track: a track breaks when a bus drives past, the place stays. That
something stands says little (a red light); that others drive past it, that those who stood beside it have left, that it
stands alone, where nobody may stop: together they say it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from toancanh.traffic.incidents.model import IncidentEvidence
from toancanh.traffic.incidents.signs.scene import Scene, Seen, sure
from toancanh.traffic.incidents.signs.sign import Sign
from toancanh.traffic.incidents.signs.ways import Ways
from toancanh.vision.zones import Point

STANDS_MPS = 1.0
_DRIVES_MPS = 3.5
"""Who filters through a queue is slower."""
_SAME_M = 1.8
_GONE_US = 4_000_000
_LEAST_S = 10.0
_PRESENT = 0.5
_BESIDE_M = 20.0
_BEYOND_M, _ASIDE_M = 15.0, 9.0
_LEFT_AFTER_US = 5_000_000
_WAITS_US = 3_000_000

_NONE = -3.8
_BY_S = 0.14  # a second of standing, up to 40
_BY_PASSED = 0.7  # one that drives past, up to 8
_BY_LEFT = 0.25  # one that stood beside it and left, up to 4: a crawl has many
_BY_OTHER = -0.9  # one that stands before it or beside it now, up to 6: who stands behind may wait for it
_BEHIND_M = 3.0
_IN_NO_STOP = 1.0
_IN_QUEUE = -2.5  # where vehicles wait by intention


@dataclass(kw_only=True, slots=True, eq=False)
class _Spot:
    """Where something stands. ``last``: how it was seen lately; ``looks``: in how many ``of`` all since it stands."""

    number: int
    last: Seen
    first_us: int
    last_us: int
    looks: int = 1
    of: int = 1
    left: int = 0
    passed: set[int] = field(default_factory=set)


class Standing:
    """Of one camera. ``queues``, ``no_stops``: ids of such areas; where areas are drawn at all, what stands in none of
    them is beside the road.
    """

    def __init__(self, ways: Ways, *, areas: frozenset[str], queues: frozenset[str], no_stops: frozenset[str]) -> None:
        self._ways = ways
        self._areas = areas
        self._queues = queues
        self._no_stops = no_stops
        self._spots: list[_Spot] = []
        self._numbers = itertools.count(1)
        self._stood: set[int] = set()

    def forget(self) -> None:
        """Nobody looked: what stands begins anew."""
        self._spots.clear()
        self._stood.clear()

    def step(self, scene: Scene) -> Iterator[Sign]:
        """Signs of this look."""
        self._match(scene)
        self._pass(scene)
        self._leave(scene.time_us)
        for spot in self._spots:
            stood_s = (spot.last_us - spot.first_us) / 1e6
            if stood_s >= _LEAST_S and spot.looks >= _PRESENT * spot.of and spot.last_us == scene.time_us:
                yield self._sign(spot, stood_s)

    def _match(self, scene: Scene) -> None:
        """Who stands, or is too young to tell, at a known spot; who stands elsewhere begins one."""
        free = list(self._spots)
        for spot in free:
            spot.of += 1
        for seen in scene.vehicles:
            if seen.speed_mps is not None and seen.speed_mps >= STANDS_MPS:
                continue
            if self._areas and not seen.areas:
                continue
            near = min(free, key=lambda spot: spot.last.apart_m(seen), default=None)
            if near is not None and near.last.apart_m(seen) < _SAME_M:
                free.remove(near)
                near.last, near.last_us = seen, scene.time_us
                near.looks += 1
                self._stood.add(seen.one.track)
            elif seen.speed_mps is not None:
                began = _Spot(number=next(self._numbers), last=seen, first_us=scene.time_us, last_us=scene.time_us)
                self._spots.append(began)
                self._stood.add(seen.one.track)

    def _pass(self, scene: Scene) -> None:
        """Whoever drives beyond a spot, came after it stood and did not stand himself. Many tracks begin beyond it: he
        need not be seen before.
        """
        self._stood &= scene.trails.keys()
        for seen in scene.vehicles:
            track = seen.one.track
            if seen.way is None or seen.speed_mps is None or seen.speed_mps < _DRIVES_MPS or track in self._stood:
                continue
            for spot in self._spots:
                is_later = scene.trails[track].first_us > spot.first_us
                if is_later and track not in spot.passed and self._is_beyond(seen, seen.way, spot):
                    spot.passed.add(track)

    def _is_beyond(self, seen: Seen, way: Point, spot: _Spot) -> bool:
        ahead_m, aside_m = _along(spot.last, seen, way)
        if not 0 <= ahead_m <= _BEYOND_M or aside_m > _ASIDE_M:
            return False
        known = self._ways.at(spot.last.at)
        return known is None or known[0][0] * way[0] + known[0][1] * way[1] > 0

    def _leave(self, now_us: int) -> None:
        gone = [spot for spot in self._spots if now_us - spot.last_us > _GONE_US]
        self._spots = [spot for spot in self._spots if now_us - spot.last_us <= _GONE_US]
        for left in gone:
            if left.last_us - left.first_us < _LEFT_AFTER_US:
                continue
            for spot in self._spots:
                if spot.first_us < left.last_us and spot.last.apart_m(left.last) < _BESIDE_M:
                    spot.left += 1

    def _is_before(self, spot: _Spot, other: _Spot) -> bool:
        """Whether another stands where the spot's may have to wait for it; anywhere, where the way is not known."""
        if other is spot or other.last_us - other.first_us <= _WAITS_US:
            return False
        if spot.last.apart_m(other.last) >= _BESIDE_M:
            return False
        known = self._ways.at(spot.last.at)
        return known is None or _along(spot.last, other.last, known[0])[0] > -_BEHIND_M

    def _sign(self, spot: _Spot, stood_s: float) -> Sign:
        others = sum(self._is_before(spot, other) for other in self._spots)
        may_not_stop = bool(spot.last.areas & self._no_stops)
        value = (
            _NONE
            + _BY_S * min(stood_s, 40.0)
            + _BY_PASSED * min(len(spot.passed), 8)
            + _BY_LEFT * min(spot.left, 4)
            + _BY_OTHER * min(others, 6)
            + (_IN_NO_STOP if may_not_stop else 0.0)
            + (_IN_QUEUE if spot.last.areas & self._queues and not may_not_stop else 0.0)
        )
        evidence = {
            IncidentEvidence.STOOD_S: stood_s,
            IncidentEvidence.PASSED: float(len(spot.passed)),
            IncidentEvidence.LEFT: float(spot.left),
            IncidentEvidence.OTHERS_STANDING: float(others),
            IncidentEvidence.NO_STOP_AREA: float(may_not_stop),
        }
        return Sign(
            key=str(spot.number), strength=sure(value), began_us=spot.first_us, evidence=evidence, seen=spot.last
        )  # fmt: skip


def _along(one: Seen, other: Seen, way: Point) -> tuple[float, float]:
    """How far another is ahead of one on a way (unit vector of the picture), and aside of it: metres. The angle is the
    picture's: a view along a road shortens what lies ahead, so that beside is a wide word.
    """
    dx, dy = other.at[0] - one.at[0], other.at[1] - one.at[1]
    apart_m, length = one.apart_m(other), math.hypot(dx, dy)
    if length == 0:
        return 0.0, apart_m
    ahead = (dx * way[0] + dy * way[1]) / length
    return ahead * apart_m, math.sqrt(max(0.0, 1 - ahead * ahead)) * apart_m
