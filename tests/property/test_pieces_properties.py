"""Whatever the fragments: pieces cover what is asked, start at key frames, and only grow."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from toancanh.media.archive import Segment, SegmentState
from toancanh.media.fmp4 import FragmentInfo
from toancanh.media.model import ClockSource, Codec, RunClock
from toancanh.media.playback.pieces import Track, cut, within
from toancanh.media.playback.spans import Span
from toancanh.registry.model import StreamRole

DURATIONS = st.lists(st.tuples(st.integers(1, 300_000), st.booleans()), min_size=1, max_size=20)


def made(rows: list[tuple[int, bool]], *, closed: bool) -> Track:
    fragments: list[FragmentInfo] = []
    offset, time = 700, 0
    for number, (duration, is_key) in enumerate(rows):
        fragments.append(
            FragmentInfo(
                offset=offset, size_bytes=100 + number, base_decode_time=time, duration=duration,
                wall_us=time * 100 // 9, is_key=is_key or number == 0,
            )
        )  # fmt: skip
        offset, time = offset + 100 + number, time + duration
    segment = Segment(
        id="s", camera_id="c", role=StreamRole.MAIN, run_id="r", start_us=0, end_us=None, path="x", size_bytes=0,
        codec=Codec.H264, codec_string="avc1", width=2, height=2, clock=RunClock(source=ClockSource.SERVER_ARRIVAL),
        timeline_error_us=0, state=SegmentState.COMPLETE if closed else SegmentState.WRITING,
    )  # fmt: skip
    return Track(segment=segment, fragments=fragments)


ASKED = st.tuples(st.integers(0, 60_000_000), st.integers(1, 60_000_000)).map(
    lambda pair: Span(start_us=pair[0], end_us=pair[0] + pair[1])
)


@settings(derandomize=True, max_examples=examples(300))
@given(rows=DURATIONS, asked=ASKED, target_s=st.integers(1, 6))
def test_pieces_cover_what_is_asked(rows: list[tuple[int, bool]], asked: Span, target_s: int) -> None:
    track = made(rows, closed=True)
    first, last = within(track, asked)
    pieces = list(cut([track], asked, target_us=target_s * 1_000_000))
    assert [index for piece in pieces for index in range(piece.first, piece.end)] == list(range(first, last))
    assert all(piece.fragments[0].is_key for piece in pieces)
    assert all(piece.seconds >= target_s for piece in pieces[:-1])
    if pieces:
        assert pieces[0].start_us <= max(asked.start_us, track.fragments[0].wall_us)
        assert pieces[-1].end_us >= min(asked.end_us, track.until_us)


@settings(derandomize=True, max_examples=examples(300))
@given(rows=DURATIONS, more=DURATIONS, asked=ASKED, closes=st.booleans())
def test_a_growing_list_keeps_its_beginning(
    rows: list[tuple[int, bool]], more: list[tuple[int, bool]], asked: Span, closes: bool
) -> None:
    before = [
        (piece.first, piece.end) for piece in cut([made(rows, closed=False)], asked, target_us=2_000_000)
    ]  # fmt: skip
    after = [(piece.first, piece.end) for piece in cut([made(rows + more, closed=closes)], asked, target_us=2_000_000)]
    assert after[: len(before)] == before


@settings(derandomize=True, max_examples=examples(200))
@given(rows=DURATIONS, asked=ASKED)
def test_within_is_the_smallest_range_that_shows_it(rows: list[tuple[int, bool]], asked: Span) -> None:
    track = made(rows, closed=True)
    first, last = within(track, asked)
    shown = [
        index
        for index, fragment in enumerate(track.fragments)
        if fragment.wall_us < asked.end_us and fragment.end_us > asked.start_us
    ]
    if not shown:
        assert first == last
        return
    assert last == shown[-1] + 1
    assert track.fragments[first].is_key
    assert not any(fragment.is_key for fragment in track.fragments[first + 1 : shown[0] + 1])
