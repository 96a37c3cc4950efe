"""The list of a segment's fragments as it stands in the index: 12 bytes a fragment.

Head: version (1), size of the file's head in bytes, decoding time of the first fragment, UTC of the first fragment.
Rows: size in bytes; duration in 1/90000 s and in the last bit whether it begins with a key frame; microseconds from the
fragment before. Offsets and decoding times are sums, because fragments follow each other without a hole (A3).
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple, overload

from toancanh.kernel import DataLoss
from toancanh.media.fmp4 import FragmentInfo
from toancanh.media.model import MEDIA_HZ

OUTLINE_S = 24

_HEAD = struct.Struct(">BxxxIQq")
_ROW = struct.Struct(">IIi")
_VERSION = 1
_LAST_BITS = bytes(byte & 1 for byte in range(256))


class Columns(NamedTuple):
    """What a playlist minds of fragments. ``offsets`` and ``times`` have one more: where the last one ends."""

    offsets: Sequence[int]
    times: Sequence[int]
    walls_us: Sequence[int]
    keys: Sequence[int]  # 1: it begins with a key frame


class Fragments(Sequence[FragmentInfo]):
    """A table as fragments, each made when it is looked at: a day has 86,400."""

    __slots__ = ("columns",)

    def __init__(self, columns: Columns) -> None:
        self.columns = columns

    def __len__(self) -> int:
        return len(self.columns.keys)

    def __iter__(self) -> Iterator[FragmentInfo]:
        return map(self._at, range(len(self)))

    @overload
    def __getitem__(self, index: int) -> FragmentInfo: ...
    @overload
    def __getitem__(self, index: slice) -> list[FragmentInfo]: ...
    def __getitem__(self, index: int | slice) -> FragmentInfo | list[FragmentInfo]:
        found = range(len(self))[index]
        return self._at(found) if isinstance(found, int) else [self._at(number) for number in found]

    def _at(self, index: int) -> FragmentInfo:
        offsets, times, walls_us, keys = self.columns
        return FragmentInfo(
            offset=offsets[index], size_bytes=offsets[index + 1] - offsets[index], base_decode_time=times[index],
            duration=times[index + 1] - times[index], wall_us=walls_us[index], is_key=keys[index] == 1,
        )  # fmt: skip


def pack_fragments(fragments: Sequence[FragmentInfo]) -> bytes:
    """The table of at least one fragment."""
    first = fragments[0]
    parts = [_HEAD.pack(_VERSION, first.offset, first.base_decode_time, first.wall_us)]
    wall_us = first.wall_us
    for info in fragments:
        parts.append(_ROW.pack(info.size_bytes, info.duration << 1 | info.is_key, info.wall_us - wall_us))
        wall_us = info.wall_us
    return b"".join(parts)


def unpack_fragments(table: bytes) -> list[FragmentInfo]:
    """The fragments, without their samples; raises `DataLoss`."""
    return list(fragments_of(table))


def fragments_of(table: bytes) -> Fragments:
    """The same, each when it is looked at; raises `DataLoss`."""
    if len(table) < _HEAD.size or (len(table) - _HEAD.size) % _ROW.size or table[0] != _VERSION:
        raise DataLoss("the fragment table of a segment cannot be read; recover the archive's index")
    _, offset, decode_time, wall_us = _HEAD.unpack_from(table)
    numbers, steps = array("I", table[_HEAD.size :]), array("i", table[_HEAD.size :])
    if sys.byteorder == "little":
        numbers.byteswap()
        steps.byteswap()
    return Fragments(
        Columns(
            offsets=list(accumulate(numbers[0::3], initial=offset)),
            times=list(accumulate([one >> 1 for one in numbers[1::3]], initial=decode_time)),
            walls_us=list(accumulate(steps[2::3], initial=wall_us))[1:],
            keys=table[_HEAD.size + 7 :: _ROW.size].translate(_LAST_BITS),
        )
    )


def cuts(columns: Columns, first: int, last: int, target: int, *, settled: bool) -> Iterator[tuple[int, int]]:
    """Fragments ``[first, last)`` in stretches from key frame to key frame, each at least ``target`` long in media time
    but for the last, which is told where it is ``settled`` that no more comes.
    """
    start, times, keys = first, columns.times, columns.keys
    while (index := bisect_left(times, times[start] + target, start + 1, last)) < last:
        while index < last and not keys[index]:
            index += 1
        if index == last:
            break
        yield start, index
        start = index
    if settled and start < last:
        yield start, last


def outline_of(table: bytes) -> bytes:
    """The table as if its fragments were `OUTLINE_S` long: what a playlist of a day needs of it, in a twentieth."""
    columns = fragments_of(table).columns
    offsets, times, walls_us, _ = columns
    return pack_fragments(
        [
            FragmentInfo(
                offset=offsets[start], size_bytes=offsets[end] - offsets[start], base_decode_time=times[start],
                duration=times[end] - times[start], wall_us=walls_us[start], is_key=True,
            )
            for start, end in cuts(columns, 0, len(walls_us), OUTLINE_S * MEDIA_HZ, settled=True)
        ]
    )  # fmt: skip


def columns_of(fragments: Sequence[FragmentInfo]) -> Columns:
    """Of fragments that follow each other without a hole (A3)."""
    if isinstance(fragments, Fragments):
        return fragments.columns
    last = fragments[-1]
    return Columns(
        offsets=[*(one.offset for one in fragments), last.offset + last.size_bytes],
        times=[*(one.base_decode_time for one in fragments), last.base_decode_time + last.duration],
        walls_us=[one.wall_us for one in fragments],
        keys=[one.is_key for one in fragments],
    )
