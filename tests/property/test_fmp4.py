"""The fMP4 writer against its reader, and the reader against anything."""

from __future__ import annotations

import contextlib
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from media_units import START_US, pictures
from toancanh.media.archive import pack_fragments, unpack_fragments
from toancanh.media.fmp4 import (
    MAX_HEAD_BYTES,
    BrokenFile,
    child,
    fragment,
    frame_fragment,
    initialisation,
    scan,
    top_level_box,
)
from toancanh.media.fmp4.boxes import from_ntp, to_ntp
from toancanh.media.model import AccessUnit


@contextmanager
def in_memory(data: bytes) -> Iterator[int]:
    fd = os.memfd_create("fmp4")
    try:
        os.write(fd, data)
        yield fd
    finally:
        os.close(fd)


def unit(media_time: int, *, is_key: bool = False, size: int = 5) -> AccessUnit:
    wall_us = START_US + media_time * 100 // 9
    return AccessUnit(media_time=media_time, is_key=is_key, data=bytes(size), wall_us=wall_us, arrival_us=wall_us)


def a_file() -> bytes:
    video = pictures(b=2)
    groups = [[video.unit(25 * turn + n) for n in range(25)] for turn in range(4)]
    parts = [initialisation(video.parameters)]
    for turn, units in enumerate(groups):
        parts += fragment(turn + 1, 90_000 * turn, units, 90_000 * (turn + 1))
    return b"".join(parts)


FILE = a_file()


@settings(derandomize=True, max_examples=examples(200), deadline=None)
@given(
    base=st.integers(0, 1 << 60),
    shuffled=st.booleans(),
    steps=st.lists(st.integers(0, 100_000), min_size=1, max_size=40),
    sizes=st.lists(st.integers(0, 300), min_size=40, max_size=40),
    keys=st.lists(st.booleans(), min_size=40, max_size=40),
    wall_us=st.integers(0, 4_000_000_000_000_000),
    seed=st.integers(0, 9),
)
def test_what_is_written_is_read_back(
    base: int, shuffled: bool, steps: list[int], sizes: list[int], keys: list[bool], wall_us: int, seed: int
) -> None:
    times = [base]
    for step in steps:
        times.append(times[-1] + step)
    end = max(times[-1] + 1, base + len(times) + 1)
    if shuffled:
        random.Random(seed).shuffle(times)
    units = [unit(t, is_key=k, size=s) for t, s, k in zip(times, sizes * 2, keys * 2, strict=False)]
    data = b"".join(fragment(7, base, units, end, wall_us=wall_us))
    with in_memory(data) as fd:
        found = scan(fd)
        assert found.torn is None
        (info,) = found.fragments
        assert (info.offset, info.size_bytes, info.base_decode_time) == (0, len(data), base)
        assert (info.wall_us, info.is_key) == (wall_us, units[0].is_key)
        assert [s.media_time for s in info.samples] == [u.media_time for u in units]
        assert [s.is_key for s in info.samples] == [u.is_key for u in units]
        assert [os.pread(fd, s.size_bytes, s.offset) for s in info.samples] == [u.data for u in units]
        assert all(a.decode_time < b.decode_time for a, b in pairwise(info.samples))
        if min(steps) > 0:
            assert info.base_decode_time + info.duration == end


@settings(derandomize=True, max_examples=examples(300), deadline=None)
@given(data=st.binary(max_size=400), at=st.integers(0, len(FILE)), cut=st.integers(0, len(FILE)))
def test_a_damaged_file_is_read_up_to_the_damage(data: bytes, at: int, cut: int) -> None:
    damaged = (FILE[:at] + data + FILE[at + len(data) :])[:cut]
    with in_memory(FILE) as fd:
        whole = scan(fd).fragments
    with in_memory(damaged) as fd:
        found = scan(fd)
        before = [info for info in whole if info.offset + info.size_bytes <= min(at, cut)]
        assert list(found.fragments[: len(before)]) == before
        assert found.sound_bytes <= len(damaged)
        if found.sound_bytes < len(damaged) and found.fragments:
            assert found.torn is not None or damaged[found.sound_bytes :][4:8] not in (b"prft", b"moof", b"mdat")
        with contextlib.suppress(BrokenFile):
            top_level_box(fd, b"moov")


@settings(derandomize=True, max_examples=examples(300), deadline=None)
@given(st.lists(st.tuples(st.sampled_from([b"prft", b"moof", b"mdat", b"uuid", b"moov"]), st.binary(max_size=60))))
def test_boxes_of_nonsense_never_raise_anything_else(boxes: list[tuple[bytes, bytes]]) -> None:
    with in_memory(b"".join((8 + len(body)).to_bytes(4, "big") + kind + body for kind, body in boxes)) as fd:
        assert scan(fd).fragments == ()


@pytest.mark.parametrize(
    "head",
    [
        b"\xff\xff\xff\xffmoof",
        b"\0\0\0\1moof\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\0\0\0\1mdat\0\0\0\0\0\0\0\4",
        b"\0\0\0\0mdat",
        b"\0\0\0\7moov",
        b"\0\0\0\1moo",
    ],
)
def test_hostile_sizes_are_refused_without_reading(head: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.pread

    def bounded(fd: int, size: int, offset: int) -> bytes:
        assert size <= MAX_HEAD_BYTES
        return real(fd, size, offset)

    monkeypatch.setattr(os, "pread", bounded)
    with in_memory(head) as fd:
        os.truncate(fd, 1 << 33)
        found = scan(fd)
    assert found.fragments == ()
    assert found.torn is not None


def test_a_reading_may_go_on_where_an_earlier_one_ended() -> None:
    with in_memory(FILE[:-10]) as fd:
        earlier = scan(fd)
        assert len(earlier.fragments) == 3
        os.pwrite(fd, FILE, 0)
        later = scan(fd, earlier.sound_bytes)
        assert earlier.fragments + later.fragments == scan(fd).fragments
        assert later.torn is None


def test_times_after_2036_survive() -> None:
    for time_us in (0, START_US, 2_085_978_496_000_000, 2_085_978_495_999_999, 4_000_000_000_000_001):
        assert from_ntp(to_ntp(time_us)) == time_us


def test_a_frame_is_a_fragment() -> None:
    with in_memory(frame_fragment(3, unit(9000, is_key=True), 3600)) as fd:
        (info,) = scan(fd).fragments
    assert (info.base_decode_time, info.duration, info.is_key) == (9000, 3600, True)
    with in_memory(frame_fragment(3, unit(9000), 3600, decode_time=12_600)) as fd:
        (info,) = scan(fd).fragments
    assert (info.samples[0].decode_time, info.samples[0].media_time) == (12_600, 9000)
    assert info.wall_us == START_US + 140_000


def test_the_head_says_size_and_codec() -> None:
    video = pictures("h265", width=128, height=96)
    with in_memory(initialisation(video.parameters)) as fd:
        moov = top_level_box(fd, b"moov")
    assert moov is not None
    stsd = child(moov, b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd")
    assert stsd is not None
    assert stsd[12:16] == b"hvc1"
    assert video.parameters.decoder_configuration in stsd


def test_the_index_table_gives_the_same_fragments() -> None:
    with in_memory(FILE) as fd:
        fragments = list(scan(fd).fragments)
    table = pack_fragments(fragments)
    assert unpack_fragments(table) == fragments
    assert len(table) == 24 + 12 * len(fragments)
