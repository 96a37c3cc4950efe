"""The proof that lies in a segment's file: read without its pictures.

Of a whole fragment the box has version 0 and one digest for each sample; times and flags are those of the samples. Of a
thinned one it has version 1 and, for each fragment of which something may be left in it, how many units there were
(u32) and their records: the roots stay what they were.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toancanh.kernel import format_rfc3339
from toancanh.media.archive.proof.tree import (
    UnitRecord,
    fragment_node,
    pack_records,
    segment_root,
    unit_wall_us,
    unpack_records,
)
from toancanh.media.fmp4 import (
    PROOF,
    PROOF_OF_ALL,
    BrokenFile,
    FragmentInfo,
    box,
    child,
    read_fragments,
    top_level_box,
)

PROOF_OF_THINNED = 1
_DIGEST_BYTES = 32
_RECORD_BYTES = 41
_ENTRY_BYTES = 78  # of a VisualSampleEntry before its boxes (ISO/IEC 14496-12, 12.1.3)


@dataclass(frozen=True, kw_only=True)
class FileProof:
    """All leaves of a segment as its file has them; ``groups`` are the records of each original fragment."""

    facts: bytes
    configuration: bytes
    groups: tuple[tuple[UnitRecord, ...], ...]

    @property
    def root(self) -> bytes:
        """What the index must know of this segment."""
        return segment_root(self.facts, self.configuration, [fragment_node(group) for group in self.groups])


def file_proof(fd: int, fragments: Sequence[FragmentInfo] | None = None) -> FileProof | None:
    """The proof in a file (of these fragments, as read from it); None where it is older than proofs.

    Raises `BrokenFile`, also where only some fragments have theirs.
    """
    groups: list[tuple[UnitRecord, ...]] = []
    bare = 0
    for info in read_fragments(fd) if fragments is None else fragments:
        found = [tuple(group) for group in groups_of(info)]
        bare += not found
        groups += found
    if not groups:
        return None
    if bare:
        raise BrokenFile("some fragments have no proof, others have")
    return FileProof(facts=facts_of(fd), configuration=configuration_of(fd), groups=tuple(groups))


def records_of(fd: int, info: FragmentInfo) -> list[UnitRecord]:
    """All units that the fragment had when it was recorded, in decoding order; none where the file is older than
    proofs. Raises `BrokenFile`.
    """
    if not info.samples:
        read = next(read_fragments(fd, info.offset), None)
        if read is None or read.offset != info.offset:
            raise BrokenFile(f"there is no fragment at byte {info.offset}")
        info = read
    return [record for group in groups_of(info) for record in group]


def groups_of(info: FragmentInfo) -> Iterator[list[UnitRecord]]:
    """The records of each original fragment whose proof lies in this one (one, unless it is thinned)."""
    if not info.proof:
        return
    version, body = info.proof[0], info.proof[1:]
    if version == PROOF_OF_ALL:
        digests = listed_digests(info)
        if len(body) != _DIGEST_BYTES * len(info.samples):
            at = format_rfc3339(info.wall_us)
            raise BrokenFile(f"{len(info.samples)} pictures and {len(digests)} digests in the fragment of {at}")
        yield [
            UnitRecord(unit_wall_us(info.wall_us, info.base_decode_time, sample.media_time), sample.is_key, digest)
            for sample, digest in zip(info.samples, digests, strict=True)
        ]
    elif version == PROOF_OF_THINNED:
        yield from _thinned_groups(body, info.offset)
    else:
        raise BrokenFile(f"a proof of version {version} in the fragment at byte {info.offset}")


def listed_digests(info: FragmentInfo) -> list[bytes]:
    """The digests of a fragment that is not thinned, as they are in its box."""
    body = info.proof[1:]
    return [body[at : at + _DIGEST_BYTES] for at in range(0, len(body), _DIGEST_BYTES)]


def thinned_box(groups: Sequence[Sequence[UnitRecord]]) -> bytes:
    """The proof box (last in ``moof``) of a thinned fragment that stands for these original ones, one at least."""
    body = b"".join(len(group).to_bytes(4, "big") + pack_records(group) for group in groups)
    return box(b"uuid", PROOF, bytes([PROOF_OF_THINNED]), body)


def facts_of(fd: int) -> bytes:
    """The JSON of the facts box, byte for byte."""
    found = top_level_box(fd, b"uuid")
    if found is None or len(found) < 24:
        raise BrokenFile("the file does not say which segment it is")
    return found[24:]


def configuration_of(fd: int) -> bytes:
    """The body of the decoder configuration (``avcC``, ``hvcC``)."""
    moov = top_level_box(fd, b"moov")
    entry = None if moov is None else child(moov, b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd")
    found = None if entry is None else _in_entry(entry)
    if found is None:
        raise BrokenFile("the file has no decoder configuration")
    return found


def _in_entry(stsd: bytes) -> bytes | None:
    for kind in (b"avc1", b"hvc1"):
        entry = child(stsd[8:], kind)
        if entry is not None:
            return child(entry[_ENTRY_BYTES:], b"avcC" if kind == b"avc1" else b"hvcC")
    return None


def _thinned_groups(body: bytes, offset: int) -> Iterator[list[UnitRecord]]:
    at = 0
    while at < len(body):
        end = at + 4
        if end <= len(body):
            end += _RECORD_BYTES * struct.unpack_from(">I", body, at)[0]
        if not at + 4 < end <= len(body):
            raise BrokenFile(f"the proof of the fragment at byte {offset} is cut")
        yield unpack_records(body[at + 4 : end])
        at = end
