"""Which holes are fetched now. Pure.

Oldest first: a camera's storage is a ring, and what is oldest in it goes first. One at a time from a device and over a
line that others share: it is their live pictures that would be late. What fails comes again later and later, a bounded
number of times; what the device did not have stays a gap with its cause.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from toancanh.media.archive.joining import left_of
from toancanh.media.archive.model import Gap
from toancanh.media.backfill.ports import FOR_GOOD, EdgeReason
from toancanh.media.model import GapCause
from toancanh.media.playback.spans import Span

NOT_OURS = frozenset({GapCause.SWITCHED_OFF, GapCause.SOURCE_CHANGED, GapCause.DELETED, GapCause.DISK_AWAY})
"""What a person or a limit wanted not to be there, or what is there and cannot be read now."""

SETTLING_US = 60_000_000
"""A hole is left alone so long after its end: a camera that came back has other things to do."""

SHORTEST_US = 2_000_000
"""Less is not worth a log-in."""

LONGEST_US = 900_000_000
"""So much is fetched in one go, so that a long hole does not keep others waiting."""

MOST_TRIES = 6
_AGAIN_US = 60_000_000
_GROWS = 4  # times longer after each try: 1, 4, 16, 64 minutes, 4 hours


@dataclass(frozen=True, kw_only=True)
class Tried:
    """How far a gap has come: what lies before ``from_us`` was asked for. ``reason``: of the last failure."""

    gap_id: str
    camera_id: str
    from_us: int = 0
    tries: int = 0
    next_us: int = 0
    is_settled: bool = False
    reason: EdgeReason | None = None


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """Of one camera: nothing before ``from_us`` is fetched (another owner's time, too old, deleted), nor what is
    younger than ``to_us``.
    """

    from_us: int
    to_us: int


@dataclass(frozen=True, kw_only=True)
class Hole:
    """A stretch to ask for. ``line``: empty where nobody said which."""

    gap_id: str
    camera_id: str
    device_id: str
    line: str
    span: Span


def first_part(gap: Gap, copies: Sequence[tuple[int, int]], bounds: Bounds, tried: Tried | None) -> Span | None:
    """The earliest stretch of a gap that no copy has and that is still to be asked for."""
    if gap.cause in NOT_OURS or gap.end_us is None or gap.end_us > bounds.to_us:
        return None
    from_us = max(bounds.from_us, tried.from_us if tried is not None else 0)
    for part in left_of(gap, copies):
        start_us, end_us = max(part.start_us, from_us), part.end_us or gap.end_us
        if end_us - start_us >= SHORTEST_US:
            return Span(start_us=start_us, end_us=min(end_us, start_us + LONGEST_US))
    return None


def is_due(tried: Tried | None, now_us: int) -> bool:
    """Whether a gap may be asked for now."""
    return tried is None or (not tried.is_settled and tried.next_us <= now_us)


def chosen(holes: Iterable[Hole], *, at_once: int) -> list[Hole]:
    """What is fetched side by side: the oldest, of each device and each line one."""
    return list(_chosen(sorted(holes, key=lambda one: (one.span.start_us, one.gap_id)), at_once))


def _chosen(holes: Collection[Hole], at_once: int) -> Iterator[Hole]:
    taken: set[tuple[str, str]] = set()
    count = 0
    for hole in holes:
        needs = {("device", hole.device_id)} | ({("line", hole.line)} if hole.line else set())
        if count < at_once and not needs & taken:
            taken |= needs
            count += 1
            yield hole


def after(
    before: Tried, asked: Span, reason: EdgeReason | None, *, progressed: bool, gap_end_us: int, now_us: int
) -> Tried:
    """What is known after a try. ``reason`` is None where all of ``asked`` was there to be had, in part or whole."""
    if reason is EdgeReason.NO_STORAGE:
        return replace(before, is_settled=True, reason=reason)
    if reason is None or reason in FOR_GOOD or reason is EdgeReason.RACED:
        is_over = asked.end_us + SHORTEST_US > gap_end_us
        return replace(
            before, from_us=asked.end_us, tries=0, next_us=now_us, is_settled=is_over, reason=reason or before.reason
        )
    tries = 1 if progressed else before.tries + 1
    return replace(
        before,
        tries=tries,
        next_us=now_us + _AGAIN_US * _GROWS ** (tries - 1),
        is_settled=tries >= MOST_TRIES,
        reason=reason,
    )
