"""Proves the archive's invariants, from the index to the disk and back; changes nothing.

It may run beside a recording platform: what changed while it looked is looked at again before it is reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection, text

from toancanh.kernel import DataLoss
from toancanh.media.archive import store
from toancanh.media.archive.fragment_table import outline_of, unpack_fragments
from toancanh.media.archive.index import ArchiveIndex
from toancanh.media.archive.model import Copy, Gap, Segment, SegmentState, StreamKey, Violation
from toancanh.media.archive.places.check import check_cold, check_files, check_places
from toancanh.media.archive.places.model import COLD
from toancanh.media.archive.proof import SegmentProof, chain_after, stream_heads
from toancanh.media.archive.proof.verify import Proven, chain_faults, list_faults, unit_faults
from toancanh.media.archive.spans import HOLE_US, uncovered
from toancanh.media.archive.sums.proof import differing_days
from toancanh.media.fmp4 import FragmentInfo, Scan, scan, top_level_box

_ALL_TIME_US = 1 << 62
_END_TOLERANCE_US = 150_000
"""The end of a segment is the start of the next; the slew between (A5) moves it by less than this."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the archive: of one camera, or of all (None), what was recorded in ``[from_us, to_us)``."""

    camera_id: str | None = None
    from_us: int = -1
    to_us: int = _ALL_TIME_US


def check(
    archive: ArchiveIndex, *, deep: bool = False, only: Part | None = None, proven: Proven | None = None
) -> list[Violation]:
    """All violations found. ``deep`` also reads every picture and proves it; ``proven`` is told what was read.

    ``only``: the segments of this part and the chains of their streams, and nothing about the rest. Raises
    `Unavailable`.
    """
    part = only or Part()
    found = list(_check_database(archive)) if only is None else []
    known: set[tuple[str, str]] = set()
    with archive.database.reading() as connection:
        keys = [key for key in _streams(connection) if part.camera_id in (None, key.camera_id)]
    for key in keys:
        with archive.database.reading() as connection:
            segments = store.segments_between(connection, key, part.from_us, part.to_us)
            gaps = store.gaps_between(connection, key, part.from_us, part.to_us)
            chain = chain_after(connection, key, 0)
        known.update((segment.place, segment.path) for segment in segments)
        if only is None:
            found += _check_stream(key, segments, gaps)
        name = f"{key.camera_id}/{key.name}"
        found += [Violation(invariant=number, subject=name, detail=detail) for number, detail in chain_faults(chain)]
        roots = {root.segment_id: root for root in chain}
        for segment in segments:
            found += _check_segment(archive, segment, roots.get(segment.id), proven or Proven(), deep=deep)
        if only is None:
            found += _check_sums(archive, key)
    if only is None:
        found += check_places(archive)
        found += check_files(archive, known)
    return found


def _streams(connection: Connection) -> list[StreamKey]:
    """Those of which anything is or was recorded."""
    chained = {head.key for head in stream_heads(connection)}
    return sorted(chained.union(store.streams(connection)))


def _check_database(archive: ArchiveIndex) -> Iterator[Violation]:
    if archive.database.engine.dialect.name != "sqlite":
        return
    with archive.database.reading() as connection:
        for (answer,) in connection.execute(text("PRAGMA integrity_check(20)")):
            if answer != "ok":
                yield Violation(invariant="A0", subject="database", detail=str(answer))
        for row in connection.execute(text("PRAGMA foreign_key_check")):
            yield Violation(invariant="A0", subject=str(row[0]), detail=f"row {row[1]} points to nothing")


def _check_stream(key: StreamKey, segments: Sequence[Segment], gaps: Sequence[Gap]) -> Iterator[Violation]:
    """A2: no overlap. A6: gaps and recordings together leave nothing unexplained (but for what came
    out of a camera's own storage: that lies in the holes of others) and contradict each other nowhere.
    """
    name = f"{key.camera_id}/{key.name}"
    for before, after in pairwise(segments):
        if before.end_us is None:
            yield Violation(invariant="A2", subject=before.path, detail=f"is written, but {after.path} follows it")
        elif after.start_us < before.end_us:
            overlap_us = before.end_us - after.start_us
            yield Violation(invariant="A2", subject=after.path, detail=f"overlaps {before.path} by {overlap_us} us")
    for start_us, end_us in uncovered(segments, gaps) if key.copy is not Copy.CAMERA else ():
        yield Violation(invariant="A6", subject=name, detail=f"nothing explains the hole from {start_us} to {end_us}")
    for gap in gaps:
        yield from _check_gap(name, gap, segments)
    if sum(gap.end_us is None for gap in gaps) > 1:
        yield Violation(invariant="A6", subject=name, detail="more than one gap lasts")


def _check_sums(archive: ArchiveIndex, key: StreamKey) -> Iterator[Violation]:
    """A16: the sums by day are those of the rows."""
    with archive.database.reading() as connection:
        wrong = differing_days(connection, key)
    for day, difference_bytes in wrong:
        told = f"the sum of day {day} since 1970 is off by {difference_bytes} bytes"
        yield Violation(invariant="A16", subject=f"{key.camera_id}/{key.name}", detail=told)


def _check_gap(name: str, gap: Gap, segments: Sequence[Segment]) -> Iterator[Violation]:
    for segment in segments:
        start_us = max(gap.start_us, segment.start_us)
        ends = [end_us for end_us in (gap.end_us, segment.end_us) if end_us is not None]
        if ends and min(ends) - start_us > HOLE_US:
            detail = f"the gap {gap.cause.value} from {gap.start_us} contradicts {segment.path}"
            yield Violation(invariant="A6", subject=name, detail=detail)
            return


def _check_segment(
    archive: ArchiveIndex, segment: Segment, root: SegmentProof | None, proven: Proven, *, deep: bool
) -> list[Violation]:
    """A1: the file is there. A3: it is whole. A4: index and file say the same. A13-A15: it is what was recorded."""
    if segment.place == COLD and not deep:
        return check_cold(archive, segment)
    if not archive.places.can_look(segment.place) and segment.place != COLD:
        return []  # `check_places` says so once for all
    try:
        with archive.opened(segment) as fd:
            found = scan(fd)
            wrong = list(_compare(fd, segment, found))
            if root is not None or segment.state is SegmentState.COMPLETE:
                wrong += list_faults(fd, segment, root, found.fragments)
            if deep:
                wrong += unit_faults(fd, root, found.fragments, proven)
            proven.segments += 1
            proven.unproven_segments += not any(info.proof for info in found.fragments)
    except DataLoss as error:
        wrong = [("A1", error.detail)]
    if wrong and archive.segment(segment.id) != segment:
        return []  # it was closed or deleted while we looked
    return [Violation(invariant=number, subject=segment.path, detail=detail) for number, detail in wrong]


def _compare(fd: int, segment: Segment, found: Scan) -> Iterator[tuple[str, str]]:
    if top_level_box(fd, b"moov") is None:
        yield "A3", "the file has no moov"
    if not found.fragments:
        yield "A3", f"the file has no whole fragment: {found.torn}"
        return
    first, last = found.fragments[0], found.fragments[-1]
    if not first.is_key:
        yield "A3", "the file does not begin with a key frame"
    yield from _follow(found.fragments)
    if first.wall_us != segment.start_us:
        yield "A4", f"the index says it begins at {segment.start_us}, the file {first.wall_us}"
    if segment.state is SegmentState.WRITING:
        return
    if found.torn is not None:
        yield "A3", f"the file is torn at byte {found.sound_bytes}: {found.torn}"
    if not found.size_bytes == found.sound_bytes == segment.size_bytes:
        yield "A4", f"the index says {segment.size_bytes} bytes, the file has {found.size_bytes}"
    if segment.table is None or unpack_fragments(segment.table) != list(found.fragments):
        yield "A4", "the fragment table in the index is not that of the file"
    elif segment.outline not in (None, outline_of(segment.table)):
        yield "A4", "the outline in the index is not that of the fragment table"
    if segment.end_us is None or abs(segment.end_us - last.end_us) > _END_TOLERANCE_US:
        yield "A4", f"the index says it ends at {segment.end_us}, the file {last.end_us}"


def _follow(fragments: Sequence[FragmentInfo]) -> Iterator[tuple[str, str]]:
    """A3: byte after byte, decoding time after decoding time; A5: times rise."""
    for before, after in pairwise(fragments):
        if after.offset != before.offset + before.size_bytes:
            yield "A3", f"there is a hole before the fragment at byte {after.offset}"
        if after.base_decode_time != before.base_decode_time + before.duration:
            yield "A3", f"decoding times jump at the fragment at byte {after.offset}"
        if after.wall_us < before.wall_us:
            yield "A5", f"times step back at the fragment at byte {after.offset}"
