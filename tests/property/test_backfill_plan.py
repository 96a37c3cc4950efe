"""Which holes are fetched when: never what is not ours, never twice, each a bounded number of times."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from toancanh.media.archive.model import Gap
from toancanh.media.backfill.plan import (
    LONGEST_US,
    MOST_TRIES,
    NOT_OURS,
    SHORTEST_US,
    Bounds,
    Hole,
    Tried,
    after,
    chosen,
    first_part,
    is_due,
)
from toancanh.media.backfill.ports import EdgeReason
from toancanh.media.model import GapCause
from toancanh.media.playback.spans import Span
from toancanh.registry.model import StreamRole

S = 1_000_000
instants = st.integers(0, 4_000).map(lambda s: s * S)
spans = st.tuples(instants, instants).map(sorted).map(tuple)
gaps = st.builds(
    lambda span, cause, lasts: Gap(
        id="g", camera_id="c", role=StreamRole.MAIN, start_us=span[0], end_us=None if lasts else span[1], cause=cause
    ),
    spans,
    st.sampled_from(GapCause),
    st.booleans(),
)
have = st.lists(spans, max_size=4).map(sorted)
bounds = spans.map(lambda span: Bounds(from_us=span[0], to_us=span[1]))
outcomes = st.lists(st.one_of(st.none(), st.sampled_from(EdgeReason)), min_size=60, max_size=60)


@given(gaps, have, bounds, st.one_of(st.none(), instants))
def test_a_part_lies_in_its_gap_where_no_copy_has_it_and_within_its_bounds(
    gap: Gap, copies: list[tuple[int, int]], within: Bounds, from_us: int | None
) -> None:
    tried = None if from_us is None else Tried(gap_id="g", camera_id="c", from_us=from_us)
    part = first_part(gap, copies, within, tried)
    if part is None:
        return
    assert gap.cause not in NOT_OURS
    assert gap.end_us is not None
    assert (
        max(gap.start_us, within.from_us, from_us or 0) <= part.start_us < part.end_us <= min(gap.end_us, within.to_us)
    )
    assert SHORTEST_US <= part.end_us - part.start_us <= LONGEST_US
    assert all(part.start_us >= end or part.end_us <= start for start, end in copies if start < end)


@given(gaps.filter(lambda gap: gap.end_us is not None and gap.cause not in NOT_OURS), outcomes)
def test_every_gap_is_settled_in_the_end_and_its_tries_come_later_and_later(
    gap: Gap, came: list[EdgeReason | None]
) -> None:
    tried, now_us, failed = Tried(gap_id="g", camera_id="c"), 10_000 * S, 0
    for reason in came:
        part = first_part(gap, [], Bounds(from_us=0, to_us=now_us), tried)
        if part is None or tried.is_settled:
            break
        assert is_due(tried, now_us)
        before = tried
        tried = after(before, part, reason, progressed=False, gap_end_us=gap.end_us or 0, now_us=now_us)
        assert tried.from_us >= before.from_us
        failed = failed + 1 if tried.tries else 0
        assert failed <= MOST_TRIES
        if tried.tries and not tried.is_settled:
            assert not is_due(tried, now_us)
            assert tried.next_us - now_us >= max(0, before.next_us - now_us)
        now_us = max(now_us, tried.next_us)
    else:
        raise AssertionError("it never ends")


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["", "x", "y"]), spans), max_size=12), st.integers(1, 4)
)
def test_the_oldest_first_one_of_each_device_and_line(
    given_holes: list[tuple[str, str, tuple[int, int]]], at_once: int
) -> None:
    holes = [
        Hole(gap_id=str(n), camera_id="c", device_id=device, line=line, span=Span(start_us=span[0], end_us=span[1]))
        for n, (device, line, span) in enumerate(given_holes)
    ]
    found = chosen(holes, at_once=at_once)
    assert len(found) <= at_once
    assert len({one.device_id for one in found}) == len(found)
    lines = [one.line for one in found if one.line]
    assert len(set(lines)) == len(lines)
    assert [one.span.start_us for one in found] == sorted(one.span.start_us for one in found)
    assert not holes or found[0].span.start_us == min(one.span.start_us for one in holes)
