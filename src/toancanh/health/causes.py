"""Many cameras away at once have one cause: which, by what they hang on together. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from toancanh.health.model import IncidentKind

AT_LEAST = 3
SHARE = 0.6
"""Of what hangs there and is watched: two of ten dead on a line is no dead line."""
WINDOW_US = 120_000_000
"""They go within so long of each other: what dies of the heat in the course of a day has no common moment."""

_RANK = {kind: rank for rank, kind in enumerate(IncidentKind)}


@dataclass(frozen=True, kw_only=True, order=True)
class Cause:
    """A thing that cameras hang on."""

    kind: IncidentKind
    id: str


@dataclass(frozen=True, kw_only=True)
class Explained:
    """Cameras that are away for one cause; ``hanging``: how many watched ones hang there."""

    cause: Cause
    camera_ids: frozenset[str]
    hanging: int


def causes(
    away: Mapping[str, int],
    hanging: Mapping[Cause, Collection[str]],
    *,
    at_least: int = AT_LEAST,
    share: float = SHARE,
    window_us: int = WINDOW_US,
) -> list[Explained]:
    """``away``: since when each camera is away, UTC; ``hanging``: the watched cameras on each cause, the away ones with
    them. Each camera is explained once at most, and whatever explains the most goes first; of equals the one on which
    the fewest hang, then the order of `IncidentKind`. The same whatever the order of what is given.
    """
    left = dict(away)
    found: list[Explained] = []
    candidates = {cause: frozenset(on) for cause, on in hanging.items() if len(on) >= at_least}
    while candidates:
        explaining = {
            cause: together
            for cause, on in candidates.items()
            if len(together := _together({id: left[id] for id in on if id in left}, window_us))
            >= max(at_least, share * len(on))
        }
        if not explaining:
            break
        best = min(
            explaining, key=lambda one: (-len(explaining[one]), len(candidates[one]), _RANK[one.kind], one.id)
        )  # fmt: skip
        found.append(Explained(cause=best, camera_ids=explaining[best], hanging=len(candidates[best])))
        left = {id: since_us for id, since_us in left.items() if id not in explaining[best]}
        candidates = {cause: candidates[cause] for cause in explaining if cause != best}
    return found


def _together(since_us: Mapping[str, int], window_us: int) -> frozenset[str]:
    """The most of them that began within the window, the earliest where there are several."""
    order = sorted((at_us, id) for id, at_us in since_us.items())
    times = [at_us for at_us, _ in order]
    most = range(0)
    for first, at_us in enumerate(times):
        behind = bisect_right(times, at_us + window_us)
        if behind - first > len(most):
            most = range(first, behind)
    return frozenset(order[index][1] for index in most)
