"""What is recorded of a stream, what is missing and why: the timeline's arithmetic. Pure.

Ranges and gaps together cover ``[max(from, first recorded), horizon)`` exactly, without overlap, where the horizon is
``min(to, now)``, or the end of what is on disk while recording runs (what is newer is not missing but not yet written).
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from toancanh.media.model import ClockSource, GapCause
from toancanh.media.playback.spans import Span, clip, complement, union

MERGE_TOLERANCE_US = 100_000
"""Recordings at most this far apart are drawn as one: a frame or two, and the precision promised for gaps."""

_SAME_RUN_TOLERANCE_US = 1_500_000
"""Within one run nothing was lost; segments of a camera with one picture a second lie that far apart."""

_RUNNING_LAG_US = 6_000_000
"""A recording whose last fragment is not older than this is running, not missing."""

_CAUSE_REACH_US = 3_000_000
"""A cause noted for part of a hole also explains what lies this close to it (a fault is noticed late)."""


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """One segment as far as the timeline cares. ``clock`` is anything that says how good its times are."""

    start_us: int
    end_us: int
    run_id: str
    writing: bool
    clock: ClockQuality
    thinned: bool = False  # key frames only


@dataclass(frozen=True, kw_only=True)
class ClockQuality:
    """How a stretch's wall time was obtained."""

    source: str
    offset_us: int | None = None
    drift_ppm: float | None = None


@dataclass(frozen=True, kw_only=True)
class KnownGap:
    """A row of the gap table; ``end_us`` is None while it lasts."""

    start_us: int
    end_us: int | None
    cause: GapCause


@dataclass(frozen=True, kw_only=True)
class Range:
    """A stretch with pictures, and the worst of its clocks."""

    start_us: int
    end_us: int
    clock: ClockQuality


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A stretch without pictures."""

    start_us: int
    end_us: int
    cause: GapCause


class LeftOutReason(enum.StrEnum):
    """Why a part of a time over several owners is not given."""

    OTHER_OWNER = "other_owner"  # it is not for the asker, because of whose it was then
    ASK_APART = "ask_apart"  # it is, but lies behind such a part


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A part that was asked for and is not given; ``owner_id`` is empty where the asker may not know."""

    start_us: int
    end_us: int
    reason: LeftOutReason
    owner_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """The answer: in order, disjoint, complete within ``[covered.start_us, covered.end_us)``."""

    ranges: tuple[Range, ...]
    gaps: tuple[Gap, ...]
    covered: Span
    thinned: tuple[Span, ...] = ()  # parts of the ranges of which key frames alone are left
    left_out: tuple[LeftOut, ...] = ()  # parts of what was asked for that are not for the asker


def one_after_other(parts: Sequence[Timeline], left_out: Sequence[LeftOut]) -> Timeline:
    """Of what lies between the parts nothing is told but that it is left out."""
    return Timeline(
        ranges=tuple(one for part in parts for one in part.ranges),
        gaps=tuple(one for part in parts for one in part.gaps),
        covered=Span(start_us=parts[0].covered.start_us, end_us=parts[-1].covered.end_us),
        thinned=tuple(one for part in parts for one in part.thinned),
        left_out=tuple(left_out),
    )


def timeline(
    *,
    recorded: Sequence[Recorded],
    known: Sequence[KnownGap],
    asked: Span,
    first_us: int | None,
    now_us: int,
) -> Timeline:
    """The timeline of ``asked``; ``recorded`` and ``known`` are those that overlap it, ``first_us`` is the start of the
    oldest recording there is (None: nothing was ever recorded).
    """
    covered = _covered(recorded, known, asked, first_us, now_us)
    spans = _joined(recorded)
    ranges = list(_ranges(recorded, covered))
    gaps = [gap for hole in complement(spans, covered) for gap in explain(hole, known, now_us=now_us)]
    thinned = clip(_joined([item for item in recorded if item.thinned]), covered)
    return Timeline(ranges=tuple(ranges), gaps=tuple(gaps), covered=covered, thinned=tuple(thinned))


def _ranges(recorded: Sequence[Recorded], covered: Span) -> Iterator[Range]:
    """What was fetched out of the camera's own storage is told apart, where nothing else has it."""
    fetched = [one for one in recorded if one.clock.source == ClockSource.CAMERA_STORAGE]
    live = [one for one in recorded if one.clock.source != ClockSource.CAMERA_STORAGE]
    spans = _joined(live)
    holes = complement(spans, covered) if fetched else []
    parts = [(span, live) for span in clip(spans, covered)]
    parts += [(span, fetched) for hole in holes for span in clip(_joined(fetched), hole)]
    for span, of in sorted(parts, key=lambda part: part[0].start_us):
        yield Range(start_us=span.start_us, end_us=span.end_us, clock=_worst_clock(of, span))


def explain(hole: Span, known: Iterable[KnownGap], *, now_us: int) -> list[Gap]:
    """The hole cut into stretches of one cause each; they cover it exactly."""
    noted: list[Gap] = []
    at_us = hole.start_us
    for gap in sorted(known, key=lambda g: g.start_us):
        start_us = max(gap.start_us, at_us)
        end_us = min(now_us if gap.end_us is None else gap.end_us, hole.end_us)
        if end_us > start_us:
            noted.append(Gap(start_us=start_us, end_us=end_us, cause=gap.cause))
            at_us = end_us
    if not noted:
        return [Gap(start_us=hole.start_us, end_us=hole.end_us, cause=GapCause.UNKNOWN)]
    return _without_slivers(_filled(hole, noted))


def _filled(hole: Span, noted: list[Gap]) -> list[Gap]:
    """Between, before and after what is noted: unknown."""
    explained = [Span(start_us=gap.start_us, end_us=gap.end_us) for gap in noted]
    unknown = [
        Gap(start_us=s.start_us, end_us=s.end_us, cause=GapCause.UNKNOWN) for s in complement(union(explained), hole)
    ]
    return sorted([*noted, *unknown], key=lambda gap: gap.start_us)


def _without_slivers(gaps: list[Gap]) -> list[Gap]:
    """A short unknown stretch takes the cause beside it; neighbours of one cause become one."""
    merged: list[Gap] = []
    for index, gap in enumerate(gaps):
        cause = gap.cause
        if cause is GapCause.UNKNOWN and gap.end_us - gap.start_us <= _CAUSE_REACH_US:
            before = merged[-1].cause if merged else cause
            after = gaps[index + 1].cause if index + 1 < len(gaps) else cause
            cause = before if before is not GapCause.UNKNOWN else after
        if merged and merged[-1].cause is cause:
            merged[-1] = Gap(start_us=merged[-1].start_us, end_us=gap.end_us, cause=cause)
        else:
            merged.append(Gap(start_us=gap.start_us, end_us=gap.end_us, cause=cause))
    return merged


def _joined(recorded: Sequence[Recorded]) -> list[Span]:
    stretched: list[Span] = []
    ordered = sorted(recorded, key=lambda r: r.start_us)
    for index, item in enumerate(ordered):
        end_us = item.end_us
        following = ordered[index + 1] if index + 1 < len(ordered) else None
        if following and following.run_id == item.run_id and 0 < following.start_us - end_us <= _SAME_RUN_TOLERANCE_US:
            end_us = following.start_us
        stretched.append(Span(start_us=item.start_us, end_us=end_us))
    return union(stretched, tolerance_us=MERGE_TOLERANCE_US)


def _covered(
    recorded: Sequence[Recorded], known: Sequence[KnownGap], asked: Span, first_us: int | None, now_us: int
) -> Span:
    end_us = min(asked.end_us, now_us)
    newest = max(recorded, key=lambda r: r.end_us, default=None)
    open_gap = any(gap.end_us is None for gap in known)
    if newest and newest.writing and not open_gap and end_us - _RUNNING_LAG_US <= newest.end_us < end_us:
        end_us = newest.end_us
    start_us = asked.start_us if first_us is None else max(asked.start_us, first_us)
    if first_us is None:
        return Span(start_us=asked.start_us, end_us=asked.start_us)  # nothing recorded, so nothing is missing
    return Span(start_us=min(start_us, max(end_us, asked.start_us)), end_us=max(end_us, asked.start_us))


def _worst_clock(recorded: Sequence[Recorded], span: Span) -> ClockQuality:
    """One source if all agree, else ``mixed``; the largest offset and drift."""
    clocks = [r.clock for r in recorded if r.start_us < span.end_us and r.end_us > span.start_us]
    sources = {clock.source for clock in clocks}
    offsets = [clock.offset_us for clock in clocks if clock.offset_us is not None]
    drifts = [clock.drift_ppm for clock in clocks if clock.drift_ppm is not None]
    return ClockQuality(
        source=sources.pop() if len(sources) == 1 else "mixed",
        offset_us=max(offsets, key=abs, default=None),
        drift_ppm=max(drifts, key=abs, default=None),
    )
