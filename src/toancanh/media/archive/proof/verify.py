"""Proves a segment's file against its chained root: which access unit is changed, missing or in another's place.

Two questions are kept apart. Is the list of digests in the file the one that was recorded (its root is the chained
one)? And do the pictures fit the list? So a changed picture, a changed list and a file that belongs elsewhere each get
their own words.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256

from toancanh.kernel import format_rfc3339
from toancanh.media.archive.model import Segment
from toancanh.media.archive.proof.records import (
    PROOF_OF_THINNED,
    configuration_of,
    facts_of,
    file_proof,
    groups_of,
    listed_digests,
)
from toancanh.media.archive.proof.store import SegmentProof
from toancanh.media.archive.proof.tree import NO_LINK, chain_link, fragment_node, segment_root, unit_wall_us
from toancanh.media.fmp4 import BrokenFile, FragmentInfo

Finding = tuple[str, str]
"""Number of the invariant and what is wrong."""

MAX_FRAGMENT_BYTES = 64 << 20
"""Three times what a recorder ever makes."""
_MAX_NAMED = 20
"""So many of one kind are named in a segment; of more it is said how many."""
_NAL_LENGTH = struct.Struct(">I")


@dataclass(kw_only=True)
class Proven:
    """What was read and found to be as recorded; ``unproven_segments`` are older than proofs, ``thinned_units`` were
    removed by thinning.
    """

    segments: int = 0
    unproven_segments: int = 0
    units: int = 0
    thinned_units: int = 0
    size_bytes: int = 0


def chain_faults(chain: Iterable[SegmentProof]) -> Iterator[Finding]:
    """A12: what is wrong with the links of one stream, given from its first on."""
    seq, link = 0, NO_LINK
    for proof in chain:
        if proof.seq != seq + 1:
            yield "A12", f"the chain has no links {seq + 1} to {proof.seq - 1}"
        elif chain_link(link, proof.seq, proof.root) != proof.link:
            at = format_rfc3339(proof.start_us)
            yield "A12", f"link {proof.seq} of the chain (recorded {at}) does not follow from the one before"
        seq, link = proof.seq, proof.link


def list_faults(
    fd: int, segment: Segment, chained: SegmentProof | None, fragments: Sequence[FragmentInfo]
) -> Iterator[Finding]:
    """A13, A14, without reading pictures: the digests in the file are those whose root was chained."""
    try:
        proof = file_proof(fd, fragments)
    except BrokenFile as error:
        yield "A14", error.detail
        return
    if proof is None:
        if chained is not None:
            yield "A14", "the digests of its pictures were taken out of the file"
    elif chained is None:
        yield "A13", "it has digests, and their root is not in the chain"
    elif proof.root != chained.root:
        yield "A14", _other(proof.facts, segment) or "its digests, times or key flags are not those that were recorded"


def unit_faults(
    fd: int, chained: SegmentProof | None, fragments: Sequence[FragmentInfo], proven: Proven
) -> Iterator[Finding]:
    """A3, A15, every byte read: NAL units fill each picture, and each picture has the digest in its list."""
    reader = _Reader(fd)
    damaged: list[str] = []
    faults: list[str] = []
    odd: dict[int, list[bytes]] = {}
    for info in fragments:
        digests = reader.digests(info, damaged)
        proven.size_bytes += info.size_bytes
        if info.proof[1:] == b"".join(digests):
            proven.units += len(digests)
        elif info.proof[:1] == bytes([PROOF_OF_THINNED]):
            faults += _thinned(info, digests, proven)
        elif info.proof:
            odd[info.offset] = digests
    where = _where(fragments) if odd else {}
    only_lists = bool(odd) and chained is not None and _root_with(fd, fragments, odd) == chained.root
    for info in fragments:
        if info.offset in odd and not only_lists:
            faults += _compared(info, odd[info.offset], where)
        elif info.offset in odd:
            listed, found = listed_digests(info), odd[info.offset]
            at_us = [when for when, one, other in zip(_times_us(info), listed, found, strict=True) if one != other]
            told = [f"only the digest of the picture of {format_rfc3339(when)} was changed" for when in at_us]
            yield from _limited("A14", told)
            proven.units += len(found)
    yield from _limited("A3", damaged)
    yield from _limited("A15", faults)


class _Reader:
    """Reads the pictures of a fragment at once, always into the same memory."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._buffer = bytearray(1 << 20)

    def digests(self, info: FragmentInfo, damaged: list[str]) -> list[bytes]:
        """SHA-256 of each sample; names in ``damaged`` those that are not whole NAL units behind 4-byte lengths
        (ISO/IEC 14496-15, 4.3.2).
        """
        origin = info.samples[0].offset
        size = info.offset + info.size_bytes - origin
        if size > MAX_FRAGMENT_BYTES:
            raise BrokenFile(f"a fragment of {size} bytes at byte {info.offset}")
        if size > len(self._buffer):
            self._buffer = bytearray(size)
        buffer = self._buffer
        view = memoryview(buffer)[:size]
        if os.preadv(self._fd, [view], origin) != size:
            raise BrokenFile(f"the file was cut while read, at byte {origin}")
        digests = []
        unpack = _NAL_LENGTH.unpack_from
        for sample in info.samples:
            at = sample.offset - origin
            end = at + sample.size_bytes
            digests.append(sha256(view[at:end]).digest())
            while at + 4 < end:
                at += 4 + unpack(buffer, at)[0]
            if at != end:
                when = format_rfc3339(unit_wall_us(info.wall_us, info.base_decode_time, sample.media_time))
                damaged.append(f"the picture of {when} (byte {sample.offset}) is damaged")
        return digests


def _compared(info: FragmentInfo, found: Sequence[bytes], where: Mapping[bytes, Sequence[int]]) -> Iterator[str]:
    """A fragment whose pictures do not fit its list."""
    listed, times_us = listed_digests(info), _times_us(info)
    for i, i_end, j, j_end in _unequal(listed, found):
        both = min(i_end - i, j_end - j)
        for when_us, digest in zip(times_us[j : j + both], found[j : j + both], strict=True):
            at = format_rfc3339(when_us)
            if digest in where:
                nearest_us = min((abs(other_us - when_us), other_us) for other_us in where[digest])[1]
                yield f"the picture of {at} was swapped: that of {format_rfc3339(nearest_us)} lies in its place"
            else:
                yield f"the picture of {at} was changed"
        if i_end - i > both:
            before_us, after_us = times_us[max(0, j + both - 1)], times_us[min(j + both, len(times_us) - 1)]
            between = f"between {format_rfc3339(before_us)} and {format_rfc3339(after_us)}"
            yield f"pictures {between} are missing: {i_end - i - both}"
        for when_us in times_us[j + both : j_end]:
            yield f"the picture of {format_rfc3339(when_us)} was not recorded"


def _unequal(listed: Sequence[bytes], found: Sequence[bytes]) -> Iterator[tuple[int, int, int, int]]:
    """Where they differ: ``listed[i:i_end]`` against ``found[j:j_end]``."""
    if len(listed) == len(found):
        yield from ((at, at + 1, at, at + 1) for at, one in enumerate(listed) if one != found[at])
    else:
        matcher = SequenceMatcher(None, listed, found, autojunk=False)
        yield from ((i, i_end, j, j_end) for kind, i, i_end, j, j_end in matcher.get_opcodes() if kind != "equal")


def _thinned(info: FragmentInfo, found: Sequence[bytes], proven: Proven) -> Iterator[str]:
    """What is left of a thinned fragment: all its key frames, each as recorded."""
    records = [record for group in groups_of(info) for record in group]
    keys = {record.digest: format_rfc3339(record.wall_us) for record in records if record.is_key}
    for when_us, digest in zip(_times_us(info), found, strict=True):
        if keys.pop(digest, None) is None:
            yield f"the picture of {format_rfc3339(when_us)} is not one that was recorded"
        else:
            proven.units += 1
    yield from (f"the key frame of {when} is missing or was changed" for when in keys.values())
    proven.thinned_units += sum(not record.is_key for record in records)


def _root_with(fd: int, fragments: Sequence[FragmentInfo], found: Mapping[int, Sequence[bytes]]) -> bytes | None:
    """The root where these digests (by offset of their fragment) stand for those in the file."""
    nodes = []
    for info in fragments:
        try:
            for group in groups_of(info):
                digests = found.get(info.offset, [record.digest for record in group])
                records = zip(group, digests, strict=True)
                nodes.append(fragment_node([record._replace(digest=digest) for record, digest in records]))
        except BrokenFile:
            return None
    return segment_root(facts_of(fd), configuration_of(fd), nodes)


def _where(fragments: Sequence[FragmentInfo]) -> dict[bytes, list[int]]:
    """When the pictures with these digests were recorded."""
    found: dict[bytes, list[int]] = {}
    for info in fragments:
        if info.proof[:1] != bytes([PROOF_OF_THINNED]):
            for when_us, digest in zip(_times_us(info), listed_digests(info), strict=False):
                found.setdefault(digest, []).append(when_us)
    return found


def _times_us(info: FragmentInfo) -> list[int]:
    return [unit_wall_us(info.wall_us, info.base_decode_time, sample.media_time) for sample in info.samples]


def _other(facts: bytes, segment: Segment) -> str | None:
    """What is to be said where the file is that of another segment."""
    try:
        told = json.loads(facts)
        named = str(told["segment"]), str(told["camera"]), str(told["role"])
    except (ValueError, KeyError, TypeError):
        return "what the file says about itself was changed"
    if named == (segment.id, segment.camera_id, segment.key.name):
        return None
    return f"another file lies in its place: segment {named[0]} of camera {named[1]}, {named[2]}"


def _limited(invariant: str, details: Sequence[str]) -> Iterator[Finding]:
    yield from ((invariant, detail) for detail in details[:_MAX_NAMED])
    if len(details) > _MAX_NAMED:
        yield invariant, f"and {len(details) - _MAX_NAMED} more"
