"""Bringing index and disk together when a media process starts (steps R1-R6 of docs/design/media.md).

The disk is right: what is whole there is kept and indexed, what is torn is cut off, what is missing becomes a gap.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import Connection

from toancanh.infra.logs import get_logger
from toancanh.kernel import DataLoss, IdSource, Unavailable, is_id
from toancanh.media.archive import store
from toancanh.media.archive.deletion import remove_file
from toancanh.media.archive.ends import ended_us
from toancanh.media.archive.facts import segment_of_file
from toancanh.media.archive.fragment_table import pack_fragments
from toancanh.media.archive.index import ArchiveIndex
from toancanh.media.archive.model import (
    COPIES,
    Copy,
    Gap,
    Segment,
    SegmentState,
    StreamKey,
    StreamTail,
    segment_path,
    thinned_path,
)
from toancanh.media.archive.proof import FileProof, ProofOrigin, SegmentRoot, append, file_proof
from toancanh.media.archive.retention import DAY_US
from toancanh.media.archive.spans import HOLE_US, uncovered
from toancanh.media.archive.thinning import recover_spares
from toancanh.media.archive.unwritten import AT_RISK_US, is_torn_by_zeros, written
from toancanh.media.fmp4 import BrokenFile, Scan, scan
from toancanh.media.model import GapCause

_ALL_TIME_US = 1 << 62
_REACH_US = 3_600_000_000
"""So much older than the newest row of a stream is looked at when a process starts."""

_EVERYTHING = {Copy.FIRST: ".recover-all", Copy.SECOND: ".recover-all-2", Copy.CAMERA: ".recover-all-3"}

_log = get_logger(__name__)


@dataclass(kw_only=True)
class Recovery:
    """What was found. ``tails`` tell the writer where each stream ended."""

    tails: dict[StreamKey, StreamTail] = field(default_factory=dict)
    completed: int = 0
    indexed: int = 0
    dropped_rows: int = 0
    removed_files: int = 0
    cut_bytes: int = 0
    at_risk_us: int = AT_RISK_US


def recover(
    archive: ArchiveIndex,
    *,
    ids: IdSource,
    owned: Callable[[str], bool],
    at_risk_us: int = AT_RISK_US,
    copies: Collection[Copy] = COPIES,
) -> Recovery:
    """Recover the streams of the cameras that this process owns, of these ``copies``, before any is recorded.
    ``at_risk_us``: so much of the end of each file a power cut may have kept from the disk. Raises `Unavailable`.
    """
    archive.places.look()
    recovery = Recovery(at_risk_us=at_risk_us)
    touched: dict[StreamKey, int] = {}
    with archive.database.reading() as connection:
        deleting = _to_be_seen(archive, store.segments_in_state(connection, SegmentState.DELETING))
        begun = _to_be_seen(archive, store.segments_in_state(connection, SegmentState.WRITING))
        writing = [segment for segment in begun if segment.copy in copies and owned(segment.camera_id)]
        keys = {key for key in store.streams(connection) if key.copy in copies and owned(key.camera_id)}
    recover_spares(archive, owned, copies)
    _finish_deletions(archive, deleting)
    for segment in writing:
        _complete(archive, segment, recovery)
        _touch(touched, segment)
    for folder in archive.places.present().values():
        keys |= {key for key in _streams_on_disk(folder) if key.copy in copies and owned(key.camera_id)}
    flags = {key: archive.root / key.camera_id / _EVERYTHING[key.copy] for key in keys}
    suspects = {key for key, flag in flags.items() if flag.exists()}
    for key in sorted(keys):
        for segment in _reconcile(archive, key, recovery, everything=key in suspects):
            _touch(touched, segment)
    with archive.database.transaction() as connection:
        for key in sorted(keys):
            if key.copy is Copy.CAMERA:  # it has what others have not, and no tail: nothing is missing in it
                continue
            if key in touched:
                _explain_holes(connection, key, touched[key], ids)
            recovery.tails[key] = _tail(connection, key, ids)
    for key in suspects:
        flags[key].unlink(missing_ok=True)
    if recovery.completed or recovery.indexed or recovery.dropped_rows or recovery.removed_files:
        _log.info(
            "the archive was recovered after a crash",
            completed=recovery.completed,
            indexed=recovery.indexed,
            rows_dropped=recovery.dropped_rows,
            files_removed=recovery.removed_files,
            bytes_cut=recovery.cut_bytes,
        )
    return recovery


def recover_returned(
    archive: ArchiveIndex,
    places: Collection[str],
    *,
    ids: IdSource,
    owned: Callable[[StreamKey], bool],
    begun_us: int,
) -> None:
    """Disks that were away are back: what was being written there when they went ends now, while recording runs, but
    for what is younger than ``begun_us``, when this process began: that is being written by it.
    """
    recovery, touched = Recovery(), dict[StreamKey, int]()
    with archive.database.reading() as connection:
        begun = store.segments_in_state(connection, SegmentState.WRITING)
    for segment in begun:
        if segment.place in places and segment.start_us < begun_us and owned(segment.key):
            _complete(archive, segment, recovery)
            _touch(touched, segment)
    with archive.database.transaction() as connection:
        for key, from_us in touched.items():
            _explain_holes(connection, key, from_us, ids)


def _to_be_seen(archive: ArchiveIndex, segments: Iterable[Segment]) -> list[Segment]:
    """Without what lies where nobody can look now: nothing is known of it, so nothing is done to it."""
    return [segment for segment in segments if archive.places.can_look(segment.place)]


def recover_everything_next_time(
    archive: ArchiveIndex, owned: Callable[[str], bool], copies: Collection[Copy] = COPIES
) -> None:
    """The index has missed something that may be long ago: the next start looks at every file and row of these."""
    for camera in _folders(archive.root):
        if owned(camera.name):
            for copy in copies:
                (camera / _EVERYTHING[copy]).touch()


def _touch(touched: dict[StreamKey, int], segment: Segment) -> None:
    touched[segment.key] = min(touched.get(segment.key, segment.start_us), segment.start_us)


def _finish_deletions(archive: ArchiveIndex, segments: list[Segment]) -> None:
    """R1: what a crash interrupted after its first step. What the disk does not let go is left for the next start."""
    gone: list[Segment] = []
    for segment in segments:
        try:
            remove_file(archive, segment)
        except OSError as error:
            _log.error("a recording cannot be removed from the disk", path=segment.path, error=str(error))
        else:
            gone.append(segment)
    with archive.database.transaction() as connection:
        for segment in gone:
            store.delete_segment(connection, segment.id)


def _complete(archive: ArchiveIndex, segment: Segment, recovery: Recovery) -> None:
    """R2: a segment that was being written ends with its last whole fragment; without one it never was."""
    try:
        found, proven = _cut_torn_end(archive.path(segment), recovery)
    except OSError as error:  # the disk cannot read it: the others go on, and the next start tries it again
        archive.places.read_failed(segment.place, segment.path, error)
        return
    with archive.database.transaction() as connection:
        if found is None:
            store.delete_segment(connection, segment.id)
            recovery.dropped_rows += 1
        else:
            end_us = ended_us(archive, segment.key, segment.path, found.fragments[-1])
            store.complete_segment(
                connection,
                segment.id,
                end_us=end_us,
                size_bytes=found.sound_bytes,
                clock=None,
                table=pack_fragments(found.fragments),
            )
            _prove(connection, replace(segment, end_us=end_us), proven)
            recovery.completed += 1


def _prove(connection: Connection, segment: Segment, proven: FileProof | None) -> None:
    """A file older than proofs stays without one."""
    if proven is not None and segment.end_us is not None:
        root = SegmentRoot(
            segment_id=segment.id,
            key=segment.key,
            start_us=segment.start_us,
            end_us=segment.end_us,
            root=proven.root,
            origin=ProofOrigin.RECOVERED,
        )
        append(connection, root)


def _cut_torn_end(path: Path, recovery: Recovery) -> tuple[Scan | None, FileProof | None]:
    """What is left when the torn end is cut off; None (and no file) where nothing is whole."""
    at_risk_us = recovery.at_risk_us
    try:
        fd = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None, None
    try:
        found = written(fd, scan(fd), at_risk_us)
        if found.fragments:
            if found.sound_bytes < found.size_bytes:
                os.ftruncate(fd, found.sound_bytes)
                recovery.cut_bytes += found.size_bytes - found.sound_bytes
            return found, _proof_in(fd, found, path)
    finally:
        os.close(fd)
    path.unlink()
    recovery.removed_files += 1
    recovery.cut_bytes += found.size_bytes
    return None, None


def _is_damaged(archive: ArchiveIndex, segment: Segment, recovery: Recovery) -> bool:
    """Whether the power failed before the disk had all of a file that the index knows as complete."""
    try:
        with archive.opened(segment) as fd:
            found = scan(fd)
            return is_torn_by_zeros(fd, found) or written(fd, found, recovery.at_risk_us) is not found
    except (DataLoss, Unavailable, OSError):
        return False  # `check` names it


def _proof_in(fd: int, found: Scan, path: Path) -> FileProof | None:
    try:
        return file_proof(fd, found.fragments)
    except BrokenFile as error:
        _refused("a recording's proof cannot be read", path.name, error.detail)
        return None


def _streams_on_disk(root: Path) -> Iterator[StreamKey]:
    for camera in _folders(root):
        if is_id(camera.name):
            for role in _folders(camera):
                with contextlib.suppress(ValueError):
                    yield StreamKey.named(camera.name, role.name)


def _folders(path: Path) -> list[Path]:
    return sorted(entry for entry in path.iterdir() if entry.is_dir())


def _reconcile(archive: ArchiveIndex, key: StreamKey, recovery: Recovery, *, everything: bool) -> Iterator[Segment]:
    """R3, R4: rows without files go, files without rows are indexed again. Rows are written in the order of their
    making, so a crash hurts only what is newer than the newest row, and a power failure what is little older.
    """
    with archive.database.reading() as connection:
        latest = store.latest_segment(connection, key)
        from_us = 0 if latest is None or everything else latest.start_us - _REACH_US
        rows = store.segments_from(connection, key, from_us)
        known = store.known_paths(connection, key, from_us=from_us // DAY_US * DAY_US)
    newest_us = max((one.end_us or one.start_us for one in rows), default=0) - recovery.at_risk_us
    for segment in _to_be_seen(archive, rows):
        size_bytes = archive.size_bytes(segment)
        if size_bytes is None:
            known.discard(segment.path)
            with archive.database.transaction() as connection:
                store.delete_segment(connection, segment.id)
            recovery.dropped_rows += 1
            _log.repeated("gone", "a recording is gone from the disk", level=logging.ERROR, path=segment.path)
            yield segment
        elif segment.state is SegmentState.COMPLETE and (
            size_bytes != segment.size_bytes
            or (not segment.ended_by(newest_us) and _is_damaged(archive, segment, recovery))
        ):
            _complete(archive, segment, recovery)  # the power failed before the disk had all of it
            yield segment
    first_day = Path(segment_path(key, "", from_us)).parent.name
    for place, root in archive.places.present().items():
        folder = root / key.camera_id / key.name
        for day in _folders(folder) if folder.is_dir() else []:
            for path in sorted(day.glob("*.mp4")) if day.name >= first_day else []:
                name = str(path.relative_to(root))
                if name not in known and (found := index_file(archive, key, place, name, recovery)) is not None:
                    known.add(name)
                    yield found


def index_file(archive: ArchiveIndex, key: StreamKey, place: str, name: str, recovery: Recovery) -> Segment | None:
    """R4: a file describes itself; one that does not, or that lies elsewhere, is left for `check` to report."""
    path = archive.places.folder(place) / name
    try:
        found, proven = _cut_torn_end(path, recovery)
    except OSError as error:
        archive.places.read_failed(place, name, error)
        return None
    if found is None:
        return None
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        segment = described(fd, found, place, name)
    finally:
        os.close(fd)
    if segment is None:
        return None
    segment = replace(segment, end_us=ended_us(archive, key, name, found.fragments[-1]))
    with archive.database.transaction() as connection:
        if not is_new(connection, segment):
            return None
        store.insert_segment(connection, segment)
        _prove(connection, segment, proven)
    recovery.indexed += 1
    return segment


def described(fd: int, found: Scan, place: str, name: str) -> Segment | None:
    """The complete segment that this file of a place says it is; None where it does not, or lies elsewhere."""
    try:
        segment = segment_of_file(fd, found.fragments[0])
    except BrokenFile as error:
        _refused("a file in the archive cannot be indexed", name, error.detail)
        return None
    if thinned_path(segment.path) == name:
        segment = replace(segment, path=name, thinned=True)
    if segment.path != name:
        _refused("a file in the archive lies where it does not belong", name)
        return None
    return replace(
        segment,
        end_us=found.fragments[-1].end_us,
        size_bytes=found.sound_bytes,
        state=SegmentState.COMPLETE,
        table=pack_fragments(found.fragments),
        place=place,
    )


def is_new(connection: Connection, segment: Segment) -> bool:
    """Whether neither it nor another recording of its time is in the index."""
    if store.segment_by_id(connection, segment.id) is not None:
        _refused("a recording lies in the archive twice", segment.path)
    elif _overlapping(connection, segment.key, segment):
        _refused("a file in the archive overlaps another", segment.path)
    else:
        return True
    return False


def _refused(why: str, name: str, error: str = "") -> None:
    _log.repeated(why, why, level=logging.ERROR, path=name, error=error)


def _overlapping(connection: Connection, key: StreamKey, segment: Segment) -> list[Segment]:
    end_us = segment.end_us or segment.start_us
    return store.segments_between(connection, key, segment.start_us + HOLE_US, end_us - HOLE_US)


def _explain_holes(connection: Connection, key: StreamKey, from_us: int, ids: IdSource) -> None:
    """R5: a hole whose gap was lost with the crash gets one; a lasting gap that pictures have ended is closed."""
    lasting = store.open_gap(connection, key)
    after = store.segments_between(connection, key, from_us, _ALL_TIME_US)
    following = [s.start_us for s in after if lasting is not None and s.start_us >= lasting.start_us - HOLE_US]
    if lasting is not None and following:
        store.close_gap(connection, lasting.id, following[0])
    before = store.segment_before(connection, key, from_us)
    segments = ([before] if before is not None else []) + after
    gaps = store.gaps_between(connection, key, 0, _ALL_TIME_US)
    for start_us, end_us in uncovered(segments, gaps):
        gap = Gap(
            id=ids.new_id(),
            camera_id=key.camera_id,
            role=key.role,
            copy=key.copy,
            start_us=start_us,
            end_us=end_us,
            cause=GapCause.RECORDER_CRASHED,
        )
        store.insert_gap(connection, gap)


def _tail(connection: Connection, key: StreamKey, ids: IdSource) -> StreamTail:
    """R6: from the last picture on there is a gap, until the first new one."""
    latest = store.latest_segment(connection, key)
    end_us = None if latest is None else latest.end_us
    lasting = store.open_gap(connection, key)
    if lasting is not None or end_us is None:
        return StreamTail(end_us=end_us, gap=lasting)
    known = store.gaps_between(connection, key, end_us, _ALL_TIME_US)
    last_us = max([end_us, *(gap.end_us for gap in known if gap.end_us is not None)])
    gap = Gap(
        id=ids.new_id(),
        camera_id=key.camera_id,
        role=key.role,
        copy=key.copy,
        start_us=last_us,
        end_us=None,
        cause=GapCause.RECORDER_CRASHED,
    )
    store.insert_gap(connection, gap)
    return StreamTail(end_us=last_us, gap=gap)
