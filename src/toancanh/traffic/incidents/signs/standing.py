"""A vehicle that stands where traffic flows.

What stands is remembered by its place, not by its track: a track breaks when a bus drives past, the place stays. That
something stands says little (a red light); that others drive past it, that those who stood beside it have left, that it
stands alone, where nobody may stop: together they say it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from toancanh.traffic.incidents.model import IncidentEvidence
from toancanh.traffic.incidents.signs.scene import Scene, Seen, sure
from toancanh.traffic.incidents.signs.sign import Sign
from toancanh.traffic.incidents.signs.ways import Ways

STANDS_MPS = 1.0
_DRIVES_MPS = 2.0
_SAME_M = 1.8
_GONE_US = 4_000_000
_LEAST_S = 10.0
_PRESENT = 0.5
_BESIDE_M = 20.0
_PASSES_M = 9.0
_LEFT_AFTER_US = 5_000_000

_NONE = -4.0
_BY_S = 0.1  # a second of standing, up to 40
_BY_PASSED = 0.5  # one that drives past, up to 8
_BY_LEFT = 0.35  # one that stood beside it and left, up to 6
_BY_OTHER = -0.6  # one that stands beside it now, up to 6
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
        self._last: dict[int, Seen] = {}

    def forget(self) -> None:
        """Nobody looked: what stands begins anew."""
        self._spots.clear()
        self._last.clear()

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
            elif seen.speed_mps is not None:
                began = _Spot(number=next(self._numbers), last=seen, first_us=scene.time_us, last_us=scene.time_us)
                self._spots.append(began)

    def _pass(self, scene: Scene) -> None:
        now = {seen.one.track: seen for seen in scene.vehicles}
        for track, seen in now.items():
            before = self._last.get(track)
            if before is None or seen.way is None or seen.speed_mps is None or seen.speed_mps < _DRIVES_MPS:
                continue
            for spot in self._spots:
                if track not in spot.passed and self._goes_past(before, seen, spot):
                    spot.passed.add(track)
        self._last = now

    def _goes_past(self, before: Seen, seen: Seen, spot: _Spot) -> bool:
        assert seen.way is not None  # noqa: S101 - asked by the only caller
        x, y = spot.last.at
        was = (x - before.at[0]) * seen.way[0] + (y - before.at[1]) * seen.way[1]
        is_now = (x - seen.at[0]) * seen.way[0] + (y - seen.at[1]) * seen.way[1]
        if not was > 0 >= is_now or seen.apart_m(spot.last) > _PASSES_M:
            return False
        known = self._ways.at(spot.last.at)
        return known is None or known[0][0] * seen.way[0] + known[0][1] * seen.way[1] > 0

    def _leave(self, now_us: int) -> None:
        gone = [spot for spot in self._spots if now_us - spot.last_us > _GONE_US]
        self._spots = [spot for spot in self._spots if now_us - spot.last_us <= _GONE_US]
        for left in gone:
            if left.last_us - left.first_us < _LEFT_AFTER_US:
                continue
            for spot in self._spots:
                if spot.first_us < left.last_us and spot.last.apart_m(left.last) < _BESIDE_M:
                    spot.left += 1

    def _sign(self, spot: _Spot, stood_s: float) -> Sign:
        others = sum(
            other is not spot and spot.last.apart_m(other.last) < _BESIDE_M and other.last_us - other.first_us > 3e6
            for other in self._spots
        )
        may_not_stop = bool(spot.last.areas & self._no_stops)
        value = (
            _NONE
            + _BY_S * min(stood_s, 40.0)
            + _BY_PASSED * min(len(spot.passed), 8)
            + _BY_LEFT * min(spot.left, 6)
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
