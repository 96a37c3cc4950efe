"""A vehicle that drives against the way that is permitted, or that all others drive.

What counts is how far and how long one track goes against the way, all of it: a jump of a track from one rider to the
next behind is a step backwards, once; somebody who wrongs drives on.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator

from toancanh.traffic.incidents.model import IncidentEvidence
from toancanh.traffic.incidents.signs.scene import Scene, Seen, Trail, steps_of, sure
from toancanh.traffic.incidents.signs.sign import Sign
from toancanh.traffic.incidents.signs.ways import Ways

_STEP_US = 250_000
_AGAINST = -0.5
"""Cosine of 120 degrees: as `vision.zones.against` has it."""
_LEAST_M, _LEAST_STEPS = 3.0, 3
_LEAST_STEP_M = 0.2
_UNSEEN_S = 0.6
"""What a track does in a gap of more than two looks may be another's way: it is handed on there."""
_ALL = 0.85
_FASTEST_MPS = 20.0
_NONE = -4.0
_BY_M = 0.5  # a metre against the way, up to 12
_BY_S = 0.6  # a second, up to 4
_IF_LEARNED = -0.8
_IF_SLOW = -1.5  # so creeps a track that is handed from one to the next behind
_CREEPS_MPS = 2.5
_BY_NEIGHBOUR = -0.3  # one beside it or a slow one near it, up to 8: in a crowd tracks are handed from one to the next
_IF_ASTRIDE = -1.5  # a foot where the way is another or not known: who comes on the other side throws light here
_BY_UNSEEN = -3.0  # the share of looks in which it was not seen: a track that is handed on has gaps
_BY_UNEVEN = -3.0  # how far its speeds from look to look deviate, in parts of their mean, above what boxes alone do
_EVEN = 0.4
_BESIDE_M, _NEAR_M = 5.0, 15.0
_SLOW_MPS = 2.8


class Against:
    """Of one camera."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways

    def step(self, scene: Scene) -> Iterator[Sign]:
        """Signs of this look."""
        for seen in scene.vehicles:
            trail = scene.trails[seen.one.track]
            if seen.way is None or len(trail.places) < _LEAST_STEPS:
                continue
            way = self._ways.at(seen.at)
            if way is None or seen.way[0] * way[0][0] + seen.way[1] * way[0][1] > _AGAINST:
                continue
            found = self._sign(seen, trail, scene)
            if found is not None:
                yield found

    def _sign(self, seen: Seen, trail: Trail, scene: Scene) -> Sign | None:
        against_m = against_s = other_m = 0.0
        steps, learned = 0, False
        began_us = seen.one.time_us
        for step in steps_of(trail, _STEP_US, seen.metre):
            if step.moved_m > _FASTEST_MPS * step.passed_s:
                return None  # no vehicle: the track has jumped
            way, length = self._ways.at(step.end.at), math.hypot(*step.way)
            if way is None or step.moved_m < _LEAST_STEP_M or length == 0 or step.passed_s > _UNSEEN_S:
                continue
            (ux, uy), is_learned = way
            if (step.way[0] * ux + step.way[1] * uy) / length < _AGAINST:
                against_m, against_s, steps = against_m + step.moved_m, against_s + step.passed_s, steps + 1
                learned |= is_learned
                began_us = min(began_us, step.end.at_us)
            else:
                other_m += step.moved_m
        if against_m < _LEAST_M or steps < _LEAST_STEPS or against_m < _ALL * (against_m + other_m):
            return None
        beside = sum(other is not seen and _confuses(seen, other) for other in scene.vehicles)
        value = (
            _NONE
            + _BY_M * min(against_m, 12.0)
            + _BY_S * min(against_s, 4.0)
            + _BY_NEIGHBOUR * min(beside, 8)
            + (_IF_LEARNED if learned else 0.0)
            + (_IF_SLOW if against_m < _CREEPS_MPS * against_s else 0.0)
            + (_IF_ASTRIDE if self._is_astride(seen) else 0.0)
            + _doubt(trail, seen.metre)
        )
        evidence = {
            IncidentEvidence.AGAINST_M: against_m,
            IncidentEvidence.AGAINST_S: against_s,
            IncidentEvidence.LEARNED: float(learned),
            IncidentEvidence.SPEED_MPS: against_m / max(against_s, 0.1),
        }
        return Sign(
            key=str(seen.one.track), strength=sure(value), began_us=began_us, evidence=evidence, seen=seen
        )  # fmt: skip

    def _is_astride(self, seen: Seen) -> bool:
        """Whether one end of its foot is not where all must go as they must where it drives."""
        box, (_, y) = seen.one.box, seen.at
        ways = [self._ways.at((x, y)) for x in (box.left, seen.at[0], box.right)]
        known = [way[0] for way in ways if way is not None]
        return len(known) < len(ways) or any(a[0] * known[1][0] + a[1] * known[1][1] < -_AGAINST for a in known)


def _doubt(trail: Trail, metre: float) -> float:
    """What gaps and jumps of a track take from the odds."""
    steps = steps_of(trail, 0, metre)
    unseen = 1 - min(step.passed_s for step in steps) * len(steps) / sum(step.passed_s for step in steps)
    speeds = [step.moved_m / step.passed_s for step in steps]
    mean = statistics.fmean(speeds)
    uneven = statistics.pstdev(speeds) / mean - _EVEN if mean > 0 else 0.0
    return _BY_UNSEEN * unseen + _BY_UNEVEN * max(0.0, uneven)


def _confuses(seen: Seen, other: Seen) -> bool:
    is_slow = other.speed_mps is not None and other.speed_mps < _SLOW_MPS
    return seen.apart_m(other) < (_NEAR_M if is_slow else _BESIDE_M)
