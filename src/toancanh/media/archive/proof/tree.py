"""The hashes that prove a recording: units, fragments, a segment's root, the chain of a stream's roots. Pure.

Every preimage begins with a byte that says what it is, so that none can be given out as another; a tree is that of
RFC 6962, section 2.1, with that byte's value changed. All numbers are big-endian.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

NO_LINK = bytes(32)
"""What the first link of a stream stands on."""

_RECORD = struct.Struct(">qB32s")
_KEY = 1
_HEAD, _FRAGMENT, _PARAMETERS, _NODE, _LINK = b"\0", b"\1", b"\2", b"\3", b"\4"


class UnitRecord(NamedTuple):
    """One access unit as it is proven: the UTC at which it is shown, its key flag, SHA-256 of its bytes."""

    wall_us: int
    is_key: bool
    digest: bytes


def unit_wall_us(fragment_wall_us: int, base_decode_time: int, media_time: int) -> int:
    """UTC of a unit shown at ``media_time``, whose fragment begins at ``base_decode_time`` (1/90000 s)."""
    return fragment_wall_us + (media_time - base_decode_time) * 100 // 9


def pack_records(records: Sequence[UnitRecord]) -> bytes:
    """41 bytes each: UTC, flags (bit 0: key frame), digest."""
    return _pack(len(records), chain.from_iterable(records))


def unpack_records(data: bytes) -> list[UnitRecord]:
    """The records in ``data``, whose length is a multiple of 41."""
    return [UnitRecord(wall_us, bool(flags & _KEY), digest) for wall_us, flags, digest in _RECORD.iter_unpack(data)]


def fragment_node(records: Sequence[UnitRecord]) -> bytes:
    """The node of a fragment over all its units, in decoding order."""
    return _hash(_FRAGMENT + len(records).to_bytes(4, "big") + pack_records(records))


def node_of_columns(walls_us: Sequence[int], are_keys: Sequence[bool], digests: Sequence[bytes]) -> bytes:
    """The same of units that lie in columns: what a recorder computes every second for every camera."""
    count = len(digests)
    fields: list[int | bytes] = [0] * (3 * count)
    fields[0::3], fields[1::3], fields[2::3] = walls_us, are_keys, digests
    return _hash(_FRAGMENT + count.to_bytes(4, "big") + _pack(count, fields))


def head_leaf(facts: bytes) -> bytes:
    """The leaf of what the file says about itself: the JSON of its facts, byte for byte."""
    return _hash(_HEAD + facts)


def parameters_leaf(configuration: bytes) -> bytes:
    """The leaf of the parameter sets: the body of ``avcC`` or ``hvcC``."""
    return _hash(_PARAMETERS + configuration)


def segment_root(facts: bytes, configuration: bytes, nodes: Sequence[bytes]) -> bytes:
    """The root of a segment with these fragment nodes, in order."""
    return tree_root([head_leaf(facts), parameters_leaf(configuration), *nodes])


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """Root over hashes of leaves (at least one), in pairs from the left; what is left over moves up as it is, which is
    the tree of RFC 6962.
    """
    level = list(leaves)
    while len(level) > 1:
        odd = [level.pop()] if len(level) % 2 else []
        pairs = zip(level[::2], level[1::2], strict=True)
        level = [_hash(_NODE + left + right) for left, right in pairs] + odd
    return level[0]


def chain_link(link: bytes, seq: int, root: bytes) -> bytes:
    """The link of the root with number ``seq`` (from 1) behind ``link`` of the one before."""
    return _hash(_LINK + link + seq.to_bytes(8, "big") + root)


def _pack(count: int, fields: Iterable[int | bytes]) -> bytes:
    return struct.pack(">" + "qB32s" * count, *fields)


def _hash(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
