"""Playlists of a day are made of outlines: they name the same bytes and times as the whole tables would."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from toancanh.media.archive.fragment_table import OUTLINE_S, cuts, fragments_of, outline_of, pack_fragments
from toancanh.media.fmp4 import FragmentInfo
from toancanh.media.model import MEDIA_HZ

TARGET = OUTLINE_S * MEDIA_HZ
PARTS = st.tuples(st.integers(1, 1 << 20), st.integers(1, 12 * MEDIA_HZ), st.booleans(), st.integers(-50, 50))


@settings(max_examples=100, deadline=None)
@given(parts=st.lists(PARTS, min_size=1, max_size=120), start=st.integers(0, 1 << 40))
def test_an_outline_is_cut_as_its_table_is(parts: list[tuple[int, int, bool, int]], start: int) -> None:
    fragments, offset, decode, wall_us = [], 1200, start, start * 100 // 9
    for number, (size, duration, is_key, jitter_us) in enumerate(parts):
        fragments.append(
            FragmentInfo(
                offset=offset, size_bytes=size, base_decode_time=decode, duration=duration, wall_us=wall_us + jitter_us,
                is_key=is_key or number == 0,
            )
        )  # fmt: skip
        offset, decode, wall_us = offset + size, decode + duration, wall_us + duration * 100 // 9
    table = pack_fragments(fragments)
    whole, outline = fragments_of(table).columns, fragments_of(outline_of(table)).columns
    wanted = list(cuts(whole, 0, len(fragments), TARGET, settled=True))
    assert list(cuts(outline, 0, len(outline.keys), TARGET, settled=True)) == [(n, n + 1) for n in range(len(wanted))]
    for taken, found in ((whole.offsets, outline.offsets), (whole.times, outline.times)):
        assert [taken[first] for first, _ in wanted] + [taken[-1]] == list(found)
    assert [whole.walls_us[first] for first, _ in wanted] == list(outline.walls_us)
