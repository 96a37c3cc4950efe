"""The list of a segment's fragments as it stands in the index: 12 bytes a fragment.

Head: version (1), size of the file's head in bytes, decoding time of the first fragment, UTC of the first fragment.
Rows: size in bytes; duration in 1/90000 s and in the last bit whether it begins with a key frame; microseconds from the
fragment before. Offsets and decoding times are sums, because fragments follow each other without a hole (A3).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from toancanh.kernel import DataLoss
from toancanh.media.fmp4 import FragmentInfo

_HEAD = struct.Struct(">BxxxIQq")
_ROW = struct.Struct(">IIi")
_VERSION = 1


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
    if len(table) < _HEAD.size or (len(table) - _HEAD.size) % _ROW.size or table[0] != _VERSION:
        raise DataLoss("the fragment table of a segment cannot be read; recover the archive's index")
    _, offset, decode_time, wall_us = _HEAD.unpack_from(table)
    fragments = []
    for size, duration_key, step_us in _ROW.iter_unpack(table[_HEAD.size :]):
        wall_us += step_us
        fragments.append(
            FragmentInfo(
                offset=offset,
                size_bytes=size,
                base_decode_time=decode_time,
                duration=duration_key >> 1,
                wall_us=wall_us,
                is_key=bool(duration_key & 1),
            )
        )
        offset += size
        decode_time += duration_key >> 1
    return fragments
