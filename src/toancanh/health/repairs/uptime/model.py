"""Up, down and why, planned, unknown: one camera's time divided, and sums. Pure."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from toancanh.health.model import BLIND, Fault, FaultKind
from toancanh.media.model import GapCause


class Kind(enum.StrEnum):
    """What a moment was. Of several that hold at once the one that stands further up counts."""

    OFF = "off"  # switched off by a person: not watched
    PLANNED = "planned"
    DOWN = "down"
    UNKNOWN = "unknown"  # the platform itself was away, or had not begun to watch
    UP = "up"


class Span(NamedTuple):
    """``[from_us, until_us)``; ``cause``: of what is down."""

    from_us: int
    until_us: int
    kind: Kind
    cause: str = ""


_DOWN = {
    GapCause.CAMERA_AWAY: str(FaultKind.AWAY), GapCause.WRONG_PASSWORD: "wrong_password",
    GapCause.NO_PICTURES: "no_pictures",
}  # fmt: skip
_UP = {GapCause.CLOCK_STEPPED, GapCause.PACKETS_LOST, GapCause.DELETED, GapCause.DISK_LOST, GapCause.SOURCE_CHANGED}
"""Gaps in what is kept that say nothing against the camera."""


def of_gap(from_us: int, until_us: int, cause: GapCause) -> Span:
    """What a hole in the recordings says about the camera."""
    if cause is GapCause.SWITCHED_OFF:
        return Span(from_us, until_us, Kind.OFF)
    if cause in _DOWN:
        return Span(from_us, until_us, Kind.DOWN, _DOWN[cause])
    return Span(from_us, until_us, Kind.UP if cause in _UP else Kind.UNKNOWN)


def of_fault(fault: Fault, now_us: int) -> Span | None:
    """What a fault says; None where the camera was of use all the same."""
    if fault.kind not in BLIND:
        return None
    return Span(fault.began_us, fault.closed_us or now_us, Kind.DOWN, str(fault.kind))


@dataclass(frozen=True, kw_only=True)
class UpTime:
    """Seconds; ``down_s`` by cause. ``observed_s``, the denominator: up and down, nothing else."""

    up_s: float = 0.0
    planned_s: float = 0.0
    unknown_s: float = 0.0
    off_s: float = 0.0
    down: Mapping[str, float] = field(default_factory=dict)
    cameras: int = 1

    @property
    def down_s(self) -> float:
        """Of all causes."""
        return sum(self.down.values())

    @property
    def observed_s(self) -> float:
        """The denominator."""
        return self.up_s + self.down_s

    @property
    def share(self) -> float | None:
        """Up of observed; None where nothing was observed."""
        return self.up_s / self.observed_s if self.observed_s > 0 else None


def divided(from_us: int, until_us: int, spans: Iterable[Span]) -> UpTime:
    """The time ``[from_us, until_us)`` of one camera; where no span says otherwise it was up.

    The parts add up to the whole exactly.
    """
    rank = {kind: number for number, kind in enumerate(Kind)}
    clipped = [
        Span(max(one.from_us, from_us), min(one.until_us, until_us), one.kind, one.cause)
        for one in spans
        if one.from_us < until_us and one.until_us > from_us
    ]
    edges = sorted({from_us, max(from_us, until_us), *(edge for one in clipped for edge in one[:2])})
    totals: Counter[tuple[Kind, str]] = Counter()
    waiting = sorted(clipped, key=lambda one: one.from_us)
    live: list[Span] = []
    for start_us, end_us in pairwise(edges):
        while waiting and waiting[0].from_us <= start_us:
            live.append(waiting.pop(0))
        live = [one for one in live if one.until_us > start_us]
        first = min(live, key=lambda one: (rank[one.kind], one.from_us, one.cause), default=None)
        totals[(first.kind, first.cause) if first is not None else (Kind.UP, "")] += end_us - start_us

    def seconds(kind: Kind) -> float:
        return sum(us for (of, _), us in totals.items() if of is kind) / 1e6

    down = {cause: us / 1e6 for (kind, cause), us in sorted(totals.items()) if kind is Kind.DOWN}
    return UpTime(
        up_s=seconds(Kind.UP), planned_s=seconds(Kind.PLANNED), unknown_s=seconds(Kind.UNKNOWN),
        off_s=seconds(Kind.OFF),
        down=down,
    )  # fmt: skip


def summed(parts: Sequence[UpTime]) -> UpTime:
    """Of several cameras."""
    down: Counter[str] = Counter()
    for one in parts:
        down.update(one.down)
    return UpTime(
        up_s=sum(one.up_s for one in parts), planned_s=sum(one.planned_s for one in parts),
        unknown_s=sum(one.unknown_s for one in parts), off_s=sum(one.off_s for one in parts),
        down=dict(sorted(down.items())),
        cameras=sum(one.cameras for one in parts),
    )  # fmt: skip
