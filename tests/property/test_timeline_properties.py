"""Ranges and gaps cover what was asked exactly, whatever the tables hold."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from toancanh.media.model import GapCause
from toancanh.media.playback.spans import Span, clip, complement, union
from toancanh.media.playback.timeline import ClockQuality, KnownGap, Recorded, timeline

TIME = st.integers(min_value=0, max_value=100_000_000)


def _span(pair: tuple[int, int]) -> Span:
    return Span(start_us=min(pair), end_us=max(pair))


SPANS = st.lists(st.tuples(TIME, TIME).map(_span), max_size=8)


def _recorded(span: Span, run: str, writing: bool) -> Recorded:
    return Recorded(
        start_us=span.start_us, end_us=span.end_us, run_id=run, writing=writing, clock=ClockQuality(source="x")
    )  # fmt: skip


RECORDED = st.lists(
    st.builds(_recorded, st.tuples(TIME, TIME).map(_span), st.sampled_from("ab"), st.booleans()), max_size=8
)
KNOWN = st.lists(
    st.builds(
        lambda span, open_, cause: KnownGap(
            start_us=span.start_us, end_us=None if open_ else span.end_us, cause=cause
        ),
        st.tuples(TIME, TIME).map(_span), st.booleans(), st.sampled_from(GapCause),
    ),
    max_size=6,
)  # fmt: skip


@settings(derandomize=True, max_examples=examples(300))
@given(recorded=RECORDED, known=KNOWN, asked=st.tuples(TIME, TIME).map(_span), now_us=TIME)
def test_ranges_and_gaps_partition_what_is_covered(
    recorded: list[Recorded], known: list[KnownGap], asked: Span, now_us: int
) -> None:
    first = min((r.start_us for r in recorded), default=None)
    answer = timeline(recorded=recorded, known=known, asked=asked, first_us=first, now_us=now_us)
    pieces = sorted((p.start_us, p.end_us) for p in (*answer.ranges, *answer.gaps))
    at_us = answer.covered.start_us
    for start_us, end_us in pieces:
        assert start_us == at_us
        assert end_us > start_us
        at_us = end_us
    assert at_us == answer.covered.end_us
    assert answer.covered.start_us >= asked.start_us
    assert answer.covered.end_us <= max(asked.end_us, answer.covered.start_us)


@settings(derandomize=True, max_examples=examples(300))
@given(spans=SPANS, within=st.tuples(TIME, TIME).map(_span), instant=TIME)
def test_complement_is_what_the_union_leaves(spans: list[Span], within: Span, instant: int) -> None:
    joined = union(spans)

    def holds(items: list[Span]) -> bool:
        return any(s.start_us <= instant < s.end_us for s in items)

    inside = within.start_us <= instant < within.end_us
    assert holds(joined) == holds(spans)
    assert holds(clip(joined, within)) == (holds(spans) and inside)
    assert holds(complement(joined, within)) == (inside and not holds(spans))
