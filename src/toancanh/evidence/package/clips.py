"""Which clips a range becomes, and the bytes of each: read from the recordings, with the proof of every picture.

A clip holds whole fragments, from a key frame on. A hole of up to ten seconds stands within a clip (the picture before
it stays). After a longer one, with another codec, where time goes back, and before 4 GB, the most that a USB disk's
FAT32 holds, a new clip begins.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toancanh.evidence.package.mp4 import PlainTrack
from toancanh.kernel import DataLoss
from toancanh.media.archive import ArchiveIndex, Segment
from toancanh.media.archive.proof import (
    UnitRecord,
    configuration_of,
    facts_of,
    fragment_node,
    groups_of,
    pack_records,
    segment_root,
    unit_wall_us,
)
from toancanh.media.fmp4 import BrokenFile, FragmentInfo, box, child, read_fragments, top_level_box
from toancanh.media.native import digests
from toancanh.media.playback.pieces import Track, within
from toancanh.media.playback.spans import Span

_HOLE_US = 10_000_000
MOST_CLIP_BYTES = 3_900_000_000


@dataclass(frozen=True, kw_only=True)
class ClipPart:
    """Fragments ``[first, last)`` of a segment."""

    track: Track
    first: int
    last: int

    @property
    def size_bytes(self) -> int:
        """About: with the heads of the fragments."""
        return sum(info.size_bytes for info in self.track.fragments[self.first : self.last])

    @property
    def start_us(self) -> int:
        """Where it begins."""
        return self.track.fragments[self.first].wall_us

    @property
    def end_us(self) -> int:
        """Where its last picture ends."""
        return self.track.fragments[self.last - 1].end_us


def clips_of(tracks: Sequence[Track], asked: Span) -> list[list[ClipPart]]:
    """The range cut into clips. Pure."""
    clips: list[list[ClipPart]] = []
    size = 0
    for track in tracks:
        first, last = within(track, asked)
        if first == last:
            continue
        part = ClipPart(track=track, first=first, last=last)
        before = clips[-1][-1] if clips else None
        if (
            before is None
            or before.track.segment.key != track.segment.key  # each copy has a chain of its own
            or before.track.segment.codec is not track.segment.codec
            or not before.end_us - _HOLE_US // 100 <= part.start_us <= before.end_us + _HOLE_US
            or size + part.size_bytes > MOST_CLIP_BYTES
        ):
            clips.append([])
            size = 0
        clips[-1].append(part)
        size += part.size_bytes
    return clips


@dataclass(frozen=True, kw_only=True)
class ReadPart:
    """A part with what its file says: the leaves of the whole segment, the records of what is in the clip."""

    part: ClipPart
    infos: tuple[FragmentInfo, ...]  # of the clip
    facts: bytes
    configuration: bytes
    entry: bytes
    leaves: tuple[bytes, ...]
    first_leaf: int
    groups: tuple[tuple[UnitRecord, ...], ...]  # of the clip
    thinned: bool

    @property
    def segment(self) -> Segment:
        """Whose part it is."""
        return self.part.track.segment

    @property
    def root(self) -> bytes:
        """Of the whole segment, as its file has it."""
        return segment_root(self.facts, self.configuration, self.leaves)

    @property
    def has_proof(self) -> bool:
        """False for what was recorded before proofs were kept."""
        return bool(self.leaves)


def read_part(archive: ArchiveIndex, part: ClipPart) -> ReadPart:
    """Heads of all its segment's fragments. Raises `DataLoss`."""
    with archive.opened(part.track.segment) as fd:
        moov = top_level_box(fd, b"moov")
        infos = list(read_fragments(fd))[: len(part.track.fragments)]
        if moov is None or len(infos) < part.last:
            raise BrokenFile(f"the recording {part.track.segment.path} is shorter than its index says")
        groups = [tuple(map(tuple, groups_of(info))) for info in infos]
        ahead = sum(len(of_one) for of_one in groups[: part.first])
        kept = [group for of_one in groups[part.first : part.last] for group in of_one]
        return ReadPart(
            part=part,
            infos=tuple(infos[part.first : part.last]),
            facts=facts_of(fd),
            configuration=configuration_of(fd),
            entry=sample_entry(moov),
            leaves=tuple(fragment_node(group) for of_one in groups for group in of_one),
            first_leaf=ahead,
            groups=tuple(tuple(UnitRecord(*unit) for unit in group) for group in kept),
            thinned=any(len(group) != len(info.samples) for info, of_one in zip(infos, groups, strict=True)
                        for group in of_one) or any(len(of_one) > 1 for of_one in groups),
        )  # fmt: skip


def track_of(parts: Sequence[ReadPart]) -> PlainTrack:
    """The tables of a clip's MP4."""
    first = parts[0]
    if first.groups and not first.thinned:
        start_us = first.groups[0][0].wall_us
    else:
        info = first.infos[0]
        start_us = unit_wall_us(info.wall_us, info.base_decode_time, info.samples[0].media_time)
    track = PlainTrack(start_us=start_us)
    for part in parts:
        for info in part.infos:
            track.add(
                part.entry,
                [
                    (
                        sample.size_bytes,
                        unit_wall_us(info.wall_us, info.base_decode_time, sample.media_time),
                        sample.media_time - sample.decode_time,
                        sample.duration,
                        sample.is_key,
                    )
                    for sample in info.samples
                ],
            )
    return track


def data_of(archive: ArchiveIndex, parts: Sequence[ReadPart]) -> Iterator[tuple[bytes, ReadPart, FragmentInfo]]:
    """The pictures' bytes, fragment by fragment, as they lie in the recordings. Raises `DataLoss`."""
    for part in parts:
        with archive.opened(part.segment) as fd:
            for info in part.infos:
                first, last = info.samples[0], info.samples[-1]
                size = last.offset + last.size_bytes - first.offset
                data = os.pread(fd, size, first.offset)
                if len(data) != size:
                    raise DataLoss(f"the recording {part.segment.path} is shorter than its index says")
                yield data, part, info


def changed_units(data: bytes, part: ReadPart, info: FragmentInfo) -> list[int]:
    """Wall times of the pictures in ``data`` that are not those that were recorded."""
    records = groups_of(info)
    known = {unit.digest for group in records for unit in group}
    if not known:
        return []
    origin = info.samples[0].offset
    found = digests([data[one.offset - origin : one.offset - origin + one.size_bytes] for one in info.samples])
    return [
        unit_wall_us(info.wall_us, info.base_decode_time, sample.media_time)
        for sample, digest in zip(info.samples, found, strict=True)
        if digest not in known
    ]


def packed(groups: Sequence[Sequence[UnitRecord]]) -> list[bytes]:
    """Records of each fragment as they are hashed."""
    return [pack_records(group) for group in groups]


def sample_entry(moov: bytes) -> bytes:
    """The one of our own files, whole."""
    stsd = child(moov, b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd")
    for kind in (b"avc1", b"hvc1"):
        body = None if stsd is None else child(stsd[8:], kind)
        if body is not None:
            return box(kind, body)
    raise BrokenFile("the recording has no sample entry")
