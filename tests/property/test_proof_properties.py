"""The hashes of the proof, against the definitions in docs/design/media.md and RFC 6962."""

from __future__ import annotations

import contextlib
import hashlib
import os

from hypothesis import given, settings
from hypothesis import strategies as st

from toancanh.media.archive.proof import (
    NO_LINK,
    UnitRecord,
    chain_link,
    fragment_node,
    groups_of,
    pack_records,
    segment_root,
    thinned_box,
    tree_root,
    unpack_records,
)
from toancanh.media.fmp4 import BrokenFile, fragment, scan
from toancanh.media.model import AccessUnit

digests = st.binary(min_size=32, max_size=32)
records = st.lists(st.builds(UnitRecord, st.integers(-(1 << 62), 1 << 62), st.booleans(), digests), min_size=1)


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def rfc6962(leaves: list[bytes]) -> bytes:
    """Section 2.1 as it is written, over hashed leaves, a node's prefix being 3."""
    if len(leaves) == 1:
        return leaves[0]
    k = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\3" + rfc6962(leaves[:k]) + rfc6962(leaves[k:]))


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.lists(digests, min_size=1, max_size=70))
def test_the_tree_is_that_of_rfc_6962(leaves: list[bytes]) -> None:
    assert tree_root(leaves) == rfc6962(leaves)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(records, st.binary(max_size=40), st.binary(max_size=40), st.integers(1, 1 << 60))
def test_every_hash_is_what_the_design_says(units: list[UnitRecord], facts: bytes, sets: bytes, seq: int) -> None:
    packed = b"".join(r.wall_us.to_bytes(8, "big", signed=True) + bytes([r.is_key]) + r.digest for r in units)
    assert pack_records(units) == packed
    assert unpack_records(packed) == units
    node = sha256(b"\1" + len(units).to_bytes(4, "big") + packed)
    assert fragment_node(units) == node
    root = rfc6962([sha256(b"\0" + facts), sha256(b"\2" + sets), node, node])
    assert segment_root(facts, sets, [node, node]) == root
    assert chain_link(NO_LINK, seq, root) == sha256(b"\4" + bytes(32) + seq.to_bytes(8, "big") + root)


@settings(derandomize=True, max_examples=80, deadline=None)
@given(st.lists(records, min_size=1, max_size=3), st.integers(0, 400), st.binary(min_size=1, max_size=3))
def test_a_thinned_box_is_read_back_and_nonsense_is_refused(
    groups: list[list[UnitRecord]], at: int, junk: bytes
) -> None:
    whole = thinned_box(groups)
    assert read_groups(whole) == groups
    at = 25 + at % (len(whole) - 25)
    with contextlib.suppress(BrokenFile):
        read_groups((whole[:at] + junk + whole[at + len(junk) :])[: len(whole)])


def read_groups(box: bytes) -> list[list[UnitRecord]]:
    unit = AccessUnit(media_time=0, is_key=True, data=b"\0\0\0\1x", wall_us=0, arrival_us=0)
    fd = os.memfd_create("fragment")
    try:
        os.write(fd, b"".join(fragment(1, 0, [unit], 9000, proof=box)))
        (info,) = scan(fd).fragments
        return list(groups_of(info))
    finally:
        os.close(fd)
