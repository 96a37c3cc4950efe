"""What is deleted, what is thinned, and in which order. Pure.

Three reasons to delete: a segment is older than its stream's ``max_days``; a quota that it counts for is exceeded;
the disk has less room than the floor. For want of room or quota the oldest goes first over all streams, but nothing
younger than its stream's ``min_days``. What is older than ``thin_after_days`` keeps its key frames only. Neither ever
happens to what is being written, nor to what is held.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from toancanh.governance.holds import Reason
from toancanh.media.archive.model import RetentionLimits, SegmentState, StreamKey

DAY_US = 86_400_000_000
EVER_US = 1 << 62


@dataclass(frozen=True, kw_only=True)
class StoredSegment:
    """What retention knows of a segment. ``held``: someone upwards forbids its deletion. ``counts_for``: the quotas."""

    id: str
    key: StreamKey
    start_us: int = 0
    end_us: int | None
    size_bytes: int
    state: SegmentState = SegmentState.COMPLETE
    held: bool = False
    thinned: bool = False
    counts_for: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Quota:
    """At most so many bytes of what began within these spans of these cameras (a camera changes hands)."""

    id: str
    size_bytes: int
    spans: Mapping[str, Sequence[tuple[int, int]]]  # by camera, [from, to) in UTC

    def counts(self, camera_id: str, start_us: int) -> bool:
        """Whether a segment of this camera that began then is one of it."""
        return any(from_us <= start_us < to_us for from_us, to_us in self.spans.get(camera_id, ()))


@dataclass(frozen=True, kw_only=True)
class Plan:
    """In the order in which it is to be done."""

    deletions: list[tuple[StoredSegment, Reason]] = field(default_factory=list)
    thinnings: list[StoredSegment] = field(default_factory=list)


def plan_keeping(
    segments: Iterable[StoredSegment],
    *,
    limits: Mapping[StreamKey, RetentionLimits],
    default: RetentionLimits,
    now_us: int,
    free_bytes: int,
    min_free_bytes: int,
    over_bytes: Mapping[str, int] | None = None,
) -> Plan:
    """``default`` is for streams that nobody wants any more; ``over_bytes``: by how much each quota is exceeded."""
    over = dict(over_bytes or {})
    plan = Plan()
    spare: list[StoredSegment] = []
    kept: list[StoredSegment] = []

    def delete(segment: StoredSegment, reason: Reason) -> None:
        nonlocal free_bytes
        plan.deletions.append((segment, reason))
        free_bytes += segment.size_bytes
        for quota in segment.counts_for:
            over[quota] = over.get(quota, 0) - segment.size_bytes

    ended = ((segment.end_us, segment) for segment in segments if segment.end_us is not None)
    for end_us, segment in sorted(ended, key=lambda item: (item[0], item[1].id)):
        if segment.state is not SegmentState.COMPLETE or segment.held:
            continue
        limit = limits.get(segment.key, default)
        if end_us <= now_us - limit.max_days * DAY_US:
            delete(segment, Reason.AGE)
        elif end_us <= now_us - limit.min_days * DAY_US:
            spare.append(segment)
        else:
            kept.append(segment)
    for segment in spare:
        if any(over.get(quota, 0) > 0 for quota in segment.counts_for):
            delete(segment, Reason.QUOTA)
        elif free_bytes < min_free_bytes:
            delete(segment, Reason.ROOM)
        else:
            kept.append(segment)
    plan.thinnings.extend(one for one in kept if _is_to_thin(one, limits.get(one.key, default), now_us))
    plan.thinnings.sort(key=lambda one: (one.end_us or 0, one.id))
    return plan


def _is_to_thin(segment: StoredSegment, limit: RetentionLimits, now_us: int) -> bool:
    if segment.thinned or limit.thin_after_days is None or segment.end_us is None:
        return False
    return segment.end_us <= now_us - limit.thin_after_days * DAY_US
