"""Retention against a simple model, over random histories."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from toancanh.governance.holds import Reason
from toancanh.media.archive import RetentionLimits, SegmentState, StreamKey
from toancanh.media.archive.retention import DAY_US, StoredSegment, plan_keeping
from toancanh.registry.model import StreamRole

NOW_US = 100 * DAY_US
KEYS = [StreamKey(f"camera-{n}", role) for n in range(3) for role in StreamRole]
QUOTAS = ("north", "south", "camera-0")

limits = st.builds(
    lambda low, more, thin: RetentionLimits(min_days=low, max_days=low + more, thin_after_days=thin),
    st.sampled_from([0.0, 0.5, 1.0, 3.0]),
    st.sampled_from([0.0, 0.5, 2.0, 30.0]),
    st.sampled_from([None, 0.5, 2.0, 5.0]),
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
            thinned=draw(st.booleans()),
            counts_for=tuple(draw(st.sets(st.sampled_from(QUOTAS), max_size=2))),
        )
        for number in range(count)
    ]


def model(
    segments: list[StoredSegment],
    table: dict[StreamKey, RetentionLimits],
    default: RetentionLimits,
    free: int,
    floor: int,
    over: dict[str, int],
) -> tuple[dict[str, Reason], set[str]]:
    """The same said another way: again and again the oldest that something asks for, until nothing asks."""
    left = {s.id: s for s in segments if s.state is SegmentState.COMPLETE and not s.held and s.end_us is not None}
    age = {s.id: (NOW_US - (s.end_us or 0)) / DAY_US for s in left.values()}
    limit = {s.id: table.get(s.key, default) for s in left.values()}
    gone: dict[str, Reason] = {}

    def why(one: StoredSegment) -> Reason | None:
        freed = [s for s in segments if s.id in gone]
        if age[one.id] >= limit[one.id].max_days:
            return Reason.AGE
        if any(age[s] >= limit[s].max_days for s in left) or age[one.id] < limit[one.id].min_days:
            return None
        for quota in one.counts_for:
            if over.get(quota, 0) > sum(s.size_bytes for s in freed if quota in s.counts_for):
                return Reason.QUOTA
        return Reason.ROOM if free + sum(s.size_bytes for s in freed) < floor else None

    while asked := [(one, reason) for one in left.values() if (reason := why(one)) is not None]:
        one, reason = min(asked, key=lambda item: (item[0].end_us, item[0].id))
        gone[one.id] = reason
        del left[one.id]
    thin = {
        s.id for s in left.values()
        if not s.thinned and (days := limit[s.id].thin_after_days) is not None and age[s.id] >= days
    }  # fmt: skip
    return gone, thin


@settings(derandomize=True, max_examples=examples(300), deadline=None)
@given(
    segments=histories(),
    table=st.dictionaries(st.sampled_from(KEYS), limits),
    default=limits,
    free=st.integers(0, 500),
    floor=st.integers(0, 1500),
    over=st.dictionaries(st.sampled_from(QUOTAS), st.integers(-100, 400)),
)
def test_the_plan_is_the_smallest_that_keeps_every_promise(
    segments: list[StoredSegment],
    table: dict[StreamKey, RetentionLimits],
    default: RetentionLimits,
    free: int,
    floor: int,
    over: dict[str, int],
) -> None:
    plan = plan_keeping(
        segments, limits=table, default=default, now_us=NOW_US, free_bytes=free, min_free_bytes=floor, over_bytes=over
    )
    gone, thin = model(segments, table, default, free, floor, over)
    assert {one.id: reason for one, reason in plan.deletions} == gone
    assert [one.id for one in plan.thinnings] == sorted(
        thin, key=lambda id: next((s.end_us, s.id) for s in segments if s.id == id)
    )
    assert len(plan.deletions) == len(gone)
    for_room = [one for one, reason in plan.deletions if reason is not Reason.AGE]
    assert for_room == sorted(for_room, key=lambda s: (s.end_us, s.id))  # the oldest first, over all streams
