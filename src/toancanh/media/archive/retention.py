"""What is deleted, and in which order. Pure.

Two reasons: a segment is older than its stream's ``max_days``, or the disk has less room than the floor; then the
oldest goes first over all streams, but nothing younger than its stream's ``min_days``. Never what is being written,
nor what is held.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from toancanh.media.archive.model import RetentionLimits, SegmentState, StreamKey

DAY_US = 86_400_000_000


@dataclass(frozen=True, kw_only=True)
class StoredSegment:
    """What retention knows of a segment. ``held``: someone upwards forbids its deletion."""

    id: str
    key: StreamKey
    end_us: int | None
    size_bytes: int
    state: SegmentState = SegmentState.COMPLETE
    held: bool = False


def plan_deletions(
    segments: Iterable[StoredSegment],
    *,
    limits: Mapping[StreamKey, RetentionLimits],
    default: RetentionLimits,
    now_us: int,
    free_bytes: int,
    min_free_bytes: int,
) -> list[StoredSegment]:
    """The segments to delete, in the order of deletion. ``default`` is for streams that nobody wants any more."""
    expired: list[StoredSegment] = []
    spare: list[StoredSegment] = []
    ended = ((segment.end_us, segment) for segment in segments if segment.end_us is not None)
    for end_us, segment in sorted(ended, key=lambda item: (item[0], item[1].id)):
        if segment.state is not SegmentState.COMPLETE or segment.held:
            continue
        limit = limits.get(segment.key, default)
        if end_us <= now_us - limit.max_days * DAY_US:
            expired.append(segment)
        elif end_us <= now_us - limit.min_days * DAY_US:
            spare.append(segment)
    free_bytes += sum(segment.size_bytes for segment in expired)
    for segment in spare:
        if free_bytes >= min_free_bytes:
            break
        expired.append(segment)
        free_bytes += segment.size_bytes
    return expired
