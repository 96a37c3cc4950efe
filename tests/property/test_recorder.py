"""Grouping and timeline, over random streams."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from media_units import START_US
from toancanh.media.fmp4 import fragment, scan
from toancanh.media.model import MEDIA_HZ, AccessUnit
from toancanh.media.recorder.grouping import MAX_GROUP_UNITS, Group, Grouper
from toancanh.media.recorder.timeline import Timeline


def unit(media_time: int, *, is_key: bool) -> AccessUnit:
    return AccessUnit(media_time=media_time, is_key=is_key, data=b"\0\0\0\1x", wall_us=0, arrival_us=0)


@st.composite
def streams(draw: st.DrawFn) -> list[AccessUnit]:
    """Regular groups of pictures with B-frames, or any order of times at all."""
    interval = draw(st.sampled_from([1500, 3000, 3600, 9000, 90_000]))
    gop, reorder = draw(st.integers(1, 60)), draw(st.integers(0, 3))
    jitter = draw(st.booleans())
    order: list[tuple[int, bool]] = []
    for start in range(0, draw(st.integers(1, 200)), gop):
        order.append((start, True))
        rest = list(range(start + 1, start + gop))
        while rest:
            part, rest = rest[: reorder + 1], rest[reorder + 1 :]
            order += [(number, False) for number in [part[-1], *part[:-1]]]
    shift = draw(st.lists(st.integers(-interval, interval), min_size=7, max_size=7)) if jitter else [0] * 7
    return [unit(max(0, 9000 + n * interval + shift[n % 7] * (n > 0)), is_key=key) for n, key in order]


def grouped(units: list[AccessUnit]) -> list[Group]:
    grouper = Grouper(fragment_seconds=1.0)
    found = [grouper.add(item) for item in units]
    return [group for group in [*found, grouper.flush()] if group is not None]


@settings(derandomize=True, max_examples=examples(300), deadline=None)
@given(streams())
def test_groups_follow_each_other_and_lose_nothing(units: list[AccessUnit]) -> None:
    groups = grouped(units)
    assert [u for group in groups for u in group.units] == units
    for before, after in pairwise(groups):
        assert before.next_media_time == after.base_decode_time
    for group in groups:
        assert len(group.units) <= MAX_GROUP_UNITS
        parts = fragment(1, group.base_decode_time, group.units, group.next_media_time, wall_us=START_US)
        assert int.from_bytes(parts[0][-8:-4], "big") == 8 + sum(map(len, parts[1:]))


def test_a_regular_stream_is_cut_at_its_key_frames() -> None:
    for gop in (10, 25, 50, 75, 100):
        groups = grouped([unit(n * 3600, is_key=n % gop == 0) for n in range(1000)])
        lengths = [group.next_media_time - group.base_decode_time for group in groups]
        assert max(lengths) <= 1.2 * MEDIA_HZ
        settled = groups[4:-1]
        assert min(group.next_media_time - group.base_decode_time for group in settled) >= MEDIA_HZ // 2
        if gop >= 25:
            keys = [u for u in (u for group in groups for u in group.units) if u.is_key]
            assert [group.units[0] for group in groups if group.units[0].is_key] == keys


def test_the_last_picture_lasts_as_long_as_the_one_before_even_where_it_stands_alone() -> None:
    groups = grouped([unit(n * MEDIA_HZ, is_key=True) for n in range(5)])
    assert groups[-1].next_media_time - groups[-1].base_decode_time == MEDIA_HZ


def test_with_b_frames_fragments_stay_short_although_groups_are_long() -> None:
    order = [0] + [n for start in range(1, 1000, 3) for n in (start + 2, start, start + 1)]
    groups = grouped([unit(9000 + n * 3600, is_key=n == 0) for n in order])
    assert max(group.next_media_time - group.base_decode_time for group in groups) <= 1.5 * MEDIA_HZ
    for group in groups:
        assert min(u.media_time for u in group.units) == group.base_decode_time
        assert max(u.media_time for u in group.units) < group.next_media_time


@settings(derandomize=True, max_examples=examples(300), deadline=None)
@given(
    offsets=st.lists(st.integers(-4_000_000_000, 4_000_000_000), min_size=1, max_size=5),
    jitter=st.lists(st.integers(-200_000, 200_000), min_size=10, max_size=10),
)
def test_wall_time_rises_and_comes_nearer_to_the_clock(offsets: list[int], jitter: list[int]) -> None:
    timeline = Timeline(media_time=0, wall_us=START_US, not_before_us=None)
    wall_us, media_time = START_US, 0
    for offset in offsets:
        for step in range(50):
            media_time += MEDIA_HZ
            clock_us = START_US + media_time * 100 // 9 + offset + jitter[step % 10]
            next_us = timeline.advance(media_time, clock_us)
            assert 900_000 <= next_us - wall_us <= 1_005_000
            error_us = clock_us - (wall_us + 1_000_000)
            assert abs(clock_us - next_us) <= abs(error_us)
            wall_us = next_us


def test_an_hour_back_is_made_good_in_ten() -> None:
    timeline = Timeline(media_time=0, wall_us=START_US, not_before_us=None)
    for second in range(1, 36_000 + 10):
        timeline.advance(second * MEDIA_HZ, START_US - 3_600_000_000 + second * 1_000_000)
    assert abs(timeline.error_us) <= 1_000_000


def test_a_run_never_begins_before_the_last_one_ended() -> None:
    timeline = Timeline(media_time=0, wall_us=START_US, not_before_us=START_US + 5_000_000)
    assert timeline.at(0) == START_US + 5_000_000
    assert timeline.error_us == 5_000_000


def test_scanning_nothing_finds_nothing() -> None:
    with open("/dev/null", "rb") as empty:
        assert scan(empty.fileno()).fragments == ()
