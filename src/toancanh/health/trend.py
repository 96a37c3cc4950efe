"""How the number of open faults, and the time in which cameras were of use, went from day to day. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
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


def trend(spans: Sequence[FaultSpan], *, ends_us: Iterable[int], watched: int) -> list[TrendDay]:
    """One for each of ``ends_us``. Cameras are counted as they are now: what they were on that day is not kept."""
    return [
        TrendDay(
            at_us=at_us,
            kinds=Counter(
                one.kind for one in spans if one.opened_us <= at_us and (one.closed_us is None or one.closed_us > at_us)
            ),
            useful=1 - _useless_us(spans, at_us - DAY_US, at_us) / (watched * DAY_US) if watched else None,
        )
        for at_us in ends_us
    ]


def _useless_us(spans: Sequence[FaultSpan], from_us: int, until_us: int) -> int:
    """Faults of one camera that overlap are counted once."""
    of: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for one in spans:
        end_us = min(until_us, one.closed_us if one.closed_us is not None else until_us)
        if one.watched and not one.planned and one.kind in BLIND and one.began_us < until_us and end_us > from_us:
            of[one.camera_id].append((max(one.began_us, from_us), end_us))
    total_us = 0
    for parts in of.values():
        reached_us = from_us
        for start_us, end_us in sorted(parts):
            total_us += max(0, end_us - max(start_us, reached_us))
            reached_us = max(reached_us, end_us)
    return total_us
