"""A range of recorded video as one MP4, streamed: its length is known before its first byte is sent.

The file is fragmented MP4: the initialisation of the first segment, an index (`sidx`), then the recorded fragments with
their numbers and times rewritten. **Media time is contiguous: gaps are closed.** Each fragment keeps its `prft` box, so
the wall time of every picture can be found; the gaps are also told in a response header. The file starts with the key
frame at or before the start asked for (lead-in) and ends with the fragment that holds the end (at most about a second).
Where the parameters change within the range (another size), later parameter sets stand in the samples (`avc3`, `hev1`).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toancanh.kernel import Conflict, DataLoss, NotFound, format_rfc3339
from toancanh.media.archive.index import ArchiveIndex
from toancanh.media.model import MEDIA_HZ
from toancanh.media.playback import boxes
from toancanh.media.playback.marking import marked_head
from toancanh.media.playback.pieces import Track, within
from toancanh.media.playback.spans import Span

_READ_BYTES = 1 << 20
_CARRIES_ON_TICKS = MEDIA_HZ  # within a run, files that lie at most a second apart carry on


@dataclass(frozen=True, kw_only=True)
class Part:
    """Fragments ``[first, last)`` of a file, moved by ``shift`` in media time; ``sets`` go before the first sample."""

    track: Track
    first: int
    last: int
    shift: int
    sets: bytes = b""


@dataclass(frozen=True, kw_only=True)
class Export:
    """A file about to be sent."""

    head: bytes
    parts: tuple[Part, ...]
    size_bytes: int
    start_us: int
    end_us: int
    seconds: float
    tag: str  # the same for the same bytes, save what a mark says besides its taker


def plan(archive: ArchiveIndex, tracks: Sequence[Track], asked: Span, *, mark: str = "", taker: str = "") -> Export:
    """Lay the file out, with the ``mark`` of the ``taker`` in its head.

    Raises `NotFound` where nothing was recorded, `Conflict` where the codec changes within.
    """
    parts: list[Part] = []
    head, first_kind, configuration = b"", b"", b""
    in_band = False
    for track in tracks:
        first, last = within(track, asked)
        if first == last:
            continue
        own_head = archive.initialisation(track.segment)
        kind, own_configuration = boxes.decoder_configuration(own_head)
        head, first_kind, configuration = (
            (head, first_kind, configuration) if head else (own_head, kind, own_configuration)
        )
        if kind != first_kind:
            changed = format_rfc3339(track.fragments[first].wall_us)
            raise Conflict(f"the camera's codec changes at {changed}: download what lies before and after separately")
        changes = own_configuration != configuration
        in_band = in_band or changes
        sets = boxes.parameter_sets(kind, own_configuration) if changes else b""
        configuration = own_configuration
        parts.append(Part(track=track, first=first, last=last, shift=_shift(parts, track, first), sets=sets))
    if not parts:
        raise NotFound("nothing was recorded in this range")
    return _laid_out(parts, head, mark, taker, in_band=in_band)


def _shift(parts: Sequence[Part], track: Track, first: int) -> int:
    start = track.fragments[first].base_decode_time
    if not parts:
        return -start
    before = parts[-1]
    last = before.track.fragments[before.last - 1]
    end = last.base_decode_time + last.duration
    if before.track.segment.run_id == track.segment.run_id and 0 <= start - end <= _CARRIES_ON_TICKS:
        return before.shift
    return end + before.shift - start


def _laid_out(parts: Sequence[Part], head: bytes, mark: str, taker: str, *, in_band: bool) -> Export:
    references = [
        (fragment.size_bytes + (len(part.sets) if index == 0 else 0), fragment.duration, fragment.is_key)
        for part in parts
        for index, fragment in enumerate(part.track.fragments[part.first : part.last])
    ]
    final = parts[-1].track.fragments[parts[-1].last - 1]
    duration = final.base_decode_time + final.duration + parts[-1].shift
    unmarked = boxes.head_of_export(head, duration=duration, in_band=in_band)
    index = boxes.segment_index(references, timescale=MEDIA_HZ)  # holds size and length of every fragment
    start = marked_head(unmarked, mark) + index
    names = "".join(part.track.segment.id for part in parts)
    return Export(
        head=start, parts=tuple(parts), size_bytes=len(start) + sum(size for size, _, _ in references),
        start_us=parts[0].track.fragments[parts[0].first].wall_us, end_us=final.end_us,
        seconds=duration / MEDIA_HZ,
        tag=hashlib.sha256(f"{names} {taker} {bool(mark)}".encode() + unmarked + index).hexdigest()[:32],
    )  # fmt: skip


def stream(archive: ArchiveIndex, export: Export, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """The file's bytes ``[start, end)`` in chunks of about a megabyte. Blocking; raises `DataLoss` where a recording
    has gone meanwhile.
    """
    end = export.size_bytes if end is None else end
    at, sequence = len(export.head), 1
    if start < at:
        yield export.head[start:end]
    for part in export.parts:
        with archive.opened(part.track.segment) as file:
            for first, last in _batches(part):
                size = _size(part, first, last)
                if at + size > start and at < end:
                    data = _batch(file, part, first, last, sequence)
                    yield data[max(0, start - at) : end - at]
                at += size
                sequence += last - first


def _batches(part: Part) -> Iterator[tuple[int, int]]:
    fragments = part.track.fragments
    start, size = part.first, 0
    for index in range(part.first, part.last):
        if size and size + fragments[index].size_bytes > _READ_BYTES:
            yield start, index
            start, size = index, 0
        size += fragments[index].size_bytes
    yield start, part.last


def _size(part: Part, first: int, last: int) -> int:
    begin, final = part.track.fragments[first], part.track.fragments[last - 1]
    sets = len(part.sets) if first == part.first else 0
    return final.offset + final.size_bytes - begin.offset + sets


def _batch(file: int, part: Part, first: int, last: int, sequence: int) -> bytes:
    fragments = part.track.fragments[first:last]
    origin = fragments[0].offset
    size = fragments[-1].offset + fragments[-1].size_bytes - origin
    data = bytearray(os.pread(file, size, origin))
    if len(data) != size:
        raise DataLoss("a recording is shorter than its index says")
    for number, fragment in enumerate(fragments):
        at = fragment.offset - origin
        boxes.retime(
            data, at, at + fragment.size_bytes,
            sequence=sequence + number, base_decode_time=fragment.base_decode_time + part.shift,
        )  # fmt: skip
    if part.sets and first == part.first:
        end = fragments[0].size_bytes
        data[:end] = boxes.with_parameter_sets(data[:end], part.sets)
    return bytes(data)
