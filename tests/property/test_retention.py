"""Retention against a simple model, over random histories."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from toancanh.media.archive import RetentionLimits, SegmentState, StreamKey
from toancanh.media.archive.retention import DAY_US, StoredSegment, plan_deletions
from toancanh.registry.model import StreamRole

NOW_US = 100 * DAY_US
KEYS = [StreamKey(f"camera-{n}", role) for n in range(3) for role in StreamRole]

limits = st.builds(
    lambda low, more: RetentionLimits(min_days=low, max_days=low + more),
    st.sampled_from([0.0, 0.5, 1.0, 3.0]),
    st.sampled_from([0.0, 0.5, 2.0, 30.0]),
)


@st.composite
def histories(draw: st.DrawFn) -> list[StoredSegment]:
    count = draw(st.integers(0, 30))
    return [
        StoredSegment(
            id=f"{number:03d}",
            key=draw(st.sampled_from(KEYS)),
            end_us=draw(st.none() | st.integers(NOW_US - 10 * DAY_US, NOW_US)),
            size_bytes=draw(st.integers(0, 100)),
            state=draw(st.sampled_from(SegmentState)),
            held=draw(st.booleans()),
        )
        for number in range(count)
    ]


@settings(derandomize=True, max_examples=300, deadline=None)
@given(
    segments=histories(),
    table=st.dictionaries(st.sampled_from(KEYS), limits),
    default=limits,
    free=st.integers(0, 500),
    floor=st.integers(0, 1500),
)
def test_the_plan_is_the_smallest_that_keeps_every_promise(
    segments: list[StoredSegment],
    table: dict[StreamKey, RetentionLimits],
    default: RetentionLimits,
    free: int,
    floor: int,
) -> None:
    plan = plan_deletions(segments, limits=table, default=default, now_us=NOW_US, free_bytes=free, min_free_bytes=floor)
    age = {s.id: (NOW_US - s.end_us) / DAY_US for s in segments if s.end_us is not None}
    deletable = [s for s in segments if s.state is SegmentState.COMPLETE and not s.held and s.id in age]
    limit = {s.id: table.get(s.key, default) for s in segments}
    planned = {s.id for s in plan}
    assert len(planned) == len(plan)
    assert planned <= {s.id for s in deletable}
    expired = {s.id for s in deletable if age[s.id] >= limit[s.id].max_days}
    assert expired <= planned
    for_room = [s for s in plan if s.id not in expired]
    assert all(age[s.id] >= limit[s.id].min_days for s in for_room)
    spare = {s.id for s in deletable if age[s.id] >= limit[s.id].min_days} - expired
    freed = free + sum(s.size_bytes for s in plan)
    if freed < floor:
        assert {s.id for s in for_room} == spare  # all that may go has gone
    if for_room:
        assert freed - for_room[-1].size_bytes < floor  # and not one more than needed
        kept = [age[s] for s in spare - planned]
        assert not kept or max(kept) <= min(age[s.id] for s in for_room)  # the oldest first, over all streams
