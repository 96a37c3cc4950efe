"""The few changes that joining our own fragments into one file needs (ISO/IEC 14496-12; clauses named at each).

Works on files written by `media.fmp4`: one video track, version 1 `tfdt`, one `trun` per fragment with sample sizes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toancanh.kernel import DataLoss

_SAMPLE_SIZE_PRESENT = 0x000200
_SAMPLE_DURATION_PRESENT = 0x000100
_FIRST_SAMPLE_FLAGS_PRESENT = 0x000004
_DATA_OFFSET_PRESENT = 0x000001
_VISUAL_SAMPLE_ENTRY_BYTES = 78  # 12.1.3, after the box's size and type
_IN_BAND = {b"avc1": b"avc3", b"hvc1": b"hev1"}  # ISO/IEC 14496-15, 5.3.3.1 and 8.3.3.1: parameter sets in samples
_MAX_REFERENCES = 60_000


@dataclass(frozen=True, kw_only=True)
class Box:
    """Where a box lies: ``start`` of its size field, ``body`` after its type, ``end``."""

    kind: bytes
    start: int
    body: int
    end: int


def boxes(data: bytes | bytearray, start: int, end: int) -> Iterator[Box]:
    """The boxes of ``data[start:end]`` (4.2); stops where one does not fit."""
    at = start
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        body = at + 8
        if size == 1 and at + 16 <= end:
            size, body = struct.unpack_from(">Q", data, at + 8)[0], at + 16
        if size < body - at or at + size > end:
            return
        yield Box(kind=kind, start=at, body=body, end=at + size)
        at += size


def find(data: bytes | bytearray, path: Sequence[bytes], start: int = 0, end: int | None = None) -> Box:
    """The first box at this path; raises `DataLoss` where it is missing."""
    inside = (start, len(data) if end is None else end)
    box: Box | None = None
    for kind in path:
        box = next((b for b in boxes(data, *inside) if b.kind == kind), None)
        if box is None:
            raise DataLoss(f"a recording lacks its {kind.decode('latin-1')} box")
        inside = (box.body, box.end)
    if box is None:
        raise ValueError("an empty path names no box")
    return box


def _sample_entry(head: bytes | bytearray) -> Box:
    stsd = find(head, [b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd"])
    return next(boxes(head, stsd.body + 8, stsd.end))


def decoder_configuration(head: bytes) -> tuple[bytes, bytes]:
    """Type (``avc1``, ``hvc1``) and decoder configuration record of the track's sample entry."""
    entry = _sample_entry(head)
    for box in boxes(head, entry.body + _VISUAL_SAMPLE_ENTRY_BYTES, entry.end):
        if box.kind in (b"avcC", b"hvcC"):
            return entry.kind, head[box.body : box.end]
    raise DataLoss("a recording lacks its decoder configuration")


def parameter_sets(kind: bytes, configuration: bytes) -> bytes:
    """All parameter sets of a configuration record, each behind a 4-byte length, as they stand in a sample."""
    sets: list[bytes] = []
    if kind in (b"avc1", b"avc3"):  # ISO/IEC 14496-15, 5.3.3.1.2
        at = 5
        for mask in (0x1F, 0xFF):
            count, at = configuration[at] & mask, at + 1
            for _ in range(count):
                size = int.from_bytes(configuration[at : at + 2], "big")
                sets.append(configuration[at + 2 : at + 2 + size])
                at += 2 + size
    else:  # 8.3.3.1.2
        at = 23
        for _ in range(configuration[22]):
            count, at = int.from_bytes(configuration[at + 1 : at + 3], "big"), at + 3
            for _ in range(count):
                size = int.from_bytes(configuration[at : at + 2], "big")
                sets.append(configuration[at + 2 : at + 2 + size])
                at += 2 + size
    return b"".join(len(item).to_bytes(4, "big") + item for item in sets)


def head_of_export(head: bytes, *, duration: int, in_band: bool) -> bytes:
    """The initialisation with the file's length told beforehand (`mehd`, 8.8.2), in the track's own timescale of the
    movie; with ``in_band`` its sample entry says that parameter sets may change within the samples.
    """
    changed = bytearray(head)
    if in_band:
        entry = _sample_entry(changed)
        changed[entry.start + 4 : entry.start + 8] = _IN_BAND.get(entry.kind, entry.kind)
    mvhd = find(changed, [b"moov", b"mvhd"])
    mdhd = find(changed, [b"moov", b"trak", b"mdia", b"mdhd"])
    movie_hz, track_hz = _timescale(changed, mvhd), _timescale(changed, mdhd)
    mehd = struct.pack(">I4sIQ", 20, b"mehd", 1 << 24, duration * movie_hz // track_hz)
    moov, mvex = find(changed, [b"moov"]), find(changed, [b"moov", b"mvex"])
    if any(box.kind == b"mehd" for box in boxes(changed, mvex.body, mvex.end)):
        return bytes(changed)
    for box in (moov, mvex):
        struct.pack_into(">I", changed, box.start, box.end - box.start + len(mehd))
    changed[mvex.body : mvex.body] = mehd
    return bytes(changed)


def _timescale(head: bytearray, box: Box) -> int:
    """8.2.2, 8.4.2: behind two times, which are 32 or 64 bits wide by the box's version."""
    at = box.body + (20 if head[box.body] == 1 else 12)
    return int.from_bytes(head[at : at + 4], "big")


def segment_index(references: Sequence[tuple[int, int, bool]], *, timescale: int) -> bytes:
    """`sidx` (8.16.3) of what follows it: (bytes, duration, starts with a key frame) of each fragment, so that a player
    knows the length and can seek. More fragments than it can hold are told in groups.
    """
    group = -(-len(references) // _MAX_REFERENCES) or 1
    grouped = [references[at : at + group] for at in range(0, len(references), group)]
    head = struct.pack(">IIIQQHH", 1 << 24, 1, timescale, 0, 0, 0, len(grouped))
    body = b"".join(
        struct.pack(
            ">III",
            sum(size for size, _, _ in items),
            sum(duration for _, duration, _ in items),
            0x9000_0000 if items[0][2] else 0,
        )
        for items in grouped
    )
    return struct.pack(">I4s", 8 + len(head) + len(body), b"sidx") + head + body


def retime(data: bytearray, start: int, end: int, *, sequence: int, base_decode_time: int) -> None:
    """Give the fragment at ``data[start:end]`` its number (`mfhd`, 8.8.5) and time (`tfdt`, 8.8.12) in a new file; its
    `prft` (8.16.5) says which wall time that is.
    """
    moof = find(data, [b"moof"], start, end)
    mfhd = find(data, [b"mfhd"], moof.body, moof.end)
    tfdt = find(data, [b"traf", b"tfdt"], moof.body, moof.end)
    for box in boxes(data, start, moof.start):
        if box.kind == b"prft" and data[box.body] == 1:
            struct.pack_into(">Q", data, box.body + 16, base_decode_time)
    struct.pack_into(">I", data, mfhd.body + 4, sequence & 0xFFFF_FFFF)
    if data[tfdt.body] == 1:
        struct.pack_into(">Q", data, tfdt.body + 4, base_decode_time)
    else:
        struct.pack_into(">I", data, tfdt.body + 4, base_decode_time & 0xFFFF_FFFF)


def with_parameter_sets(data: bytes | bytearray, sets: bytes) -> bytearray:
    """The fragment with ``sets`` before its first sample, whose size (`trun`, 8.8.8) grows, and `mdat` with it."""
    changed = bytearray(data)
    moof = find(changed, [b"moof"])
    trun = find(changed, [b"traf", b"trun"], moof.body, moof.end)
    mdat = find(changed, [b"mdat"])
    flags = int.from_bytes(changed[trun.body + 1 : trun.body + 4], "big")
    if not flags & _SAMPLE_SIZE_PRESENT:
        raise DataLoss("a recording's fragment lacks its sample sizes")
    at = trun.body + 8
    at += 4 * sum(bool(flags & bit) for bit in (_DATA_OFFSET_PRESENT, _FIRST_SAMPLE_FLAGS_PRESENT))
    at += 4 if flags & _SAMPLE_DURATION_PRESENT else 0
    struct.pack_into(">I", changed, at, int.from_bytes(changed[at : at + 4], "big") + len(sets))
    struct.pack_into(">I", changed, mdat.start, mdat.end - mdat.start + len(sets))
    changed[mdat.body : mdat.body] = sets
    return changed
