"""How the number of open faults, and the time in which cameras were of use, went from day to day. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from toancanh.health.model import BLIND, FaultKind

DAY_US = 86_400_000_000


class FaultSpan(NamedTuple):
    """One fault, for as long as it was an alarm. ``watched``: its camera still has a stream to look at."""

    camera_id: str
    kind: FaultKind
    began_us: int
    opened_us: int
    closed_us: int | None
    planned: bool
    watched: bool


@dataclass(frozen=True, kw_only=True)
class TrendDay:
    """``kinds``: how many faults of each were open at ``at_us``; ``useful``: of the day before it, the share of the
    time of watched cameras without a fault that makes pictures useless, announced work left out; None without cameras.
    """

    at_us: int
    kinds: Mapping[FaultKind, int]
    useful: float | None


def trend(spans: Sequence[FaultSpan], *, ends_us: Sequence[int], watched: int) -> list[TrendDay]:
    """One for each of ``ends_us``, which rise. Cameras are counted as they are now: what they were on that day is not
    kept. Each span is looked at once, not once a day: a month of a city has some ten thousands.
    """
    turns: list[Counter[FaultKind]] = [Counter() for _ in range(len(ends_us) + 1)]
    for one in spans:
        turns[bisect_left(ends_us, one.opened_us)][one.kind] += 1
        if one.closed_us is not None:
            turns[bisect_left(ends_us, max(one.closed_us, one.opened_us))][one.kind] -= 1
    useless_us = _useless_us(spans, ends_us)
    found, now = [], Counter[FaultKind]()
    for at_us, turn, lost_us in zip(ends_us, turns, useless_us, strict=False):
        now.update(turn)
        useful = 1 - lost_us / (watched * DAY_US) if watched else None
        found.append(TrendDay(at_us=at_us, kinds=+now, useful=useful))
    return found


def _useless_us(spans: Sequence[FaultSpan], ends_us: Sequence[int]) -> list[int]:
    """Of the day before each end; faults of one camera that overlap are counted once."""
    lost = [0] * len(ends_us)
    if not ends_us:
        return lost
    of: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for one in spans:
        if one.watched and not one.planned and one.kind in BLIND:
            of[one.camera_id].append((one.began_us, ends_us[-1] if one.closed_us is None else one.closed_us))
    for parts in of.values():
        reached_us = 0
        for start_us, end_us in sorted(parts):
            from_us, reached_us = max(start_us, reached_us), max(reached_us, end_us)
            for day in range(bisect_right(ends_us, from_us), len(ends_us)):
                begins_us = ends_us[day] - DAY_US
                if begins_us >= end_us:
                    break
                lost[day] += max(0, min(end_us, ends_us[day]) - max(from_us, begins_us))
    return lost
