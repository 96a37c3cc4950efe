"""A disk that was given up turns out to be good: what lies there, and what gaps `disk_lost` stand for, comes back.

File by file, each read whole and in a transaction of its own, so that it may be interrupted and asked for again. What
retention has deleted meanwhile is no part of such a gap and does not come back (A9); a file that is not what its
chained root says stays out, and is named. Whose disk it is, is not known before: nothing on it is changed but the torn
end of a file that was just found to be one of the archive's own, and no link is followed.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from sqlalchemy import Connection

from toancanh.infra.logs import get_logger
from toancanh.kernel import IdSource
from toancanh.media.archive import store
from toancanh.media.archive.index import ArchiveIndex
from toancanh.media.archive.joining import left_of
from toancanh.media.archive.model import Gap, Segment, StreamKey
from toancanh.media.archive.proof import SegmentProof, newest
from toancanh.media.archive.proof.verify import Proven, list_faults, unit_faults
from toancanh.media.archive.recovery import described, is_new
from toancanh.media.archive.spans import HOLE_US
from toancanh.media.fmp4 import BrokenFile, Scan, scan
from toancanh.media.model import GapCause

_log = get_logger(__name__)


@dataclass(kw_only=True)
class Returned:
    """What came back; ``left``: files of this disk that the index does not name; ``unproven``: those of them that
    nothing shows to have been recorded here.
    """

    files: int = 0
    size_bytes: int = 0
    left: int = 0
    unproven: int = 0


def take_back(archive: ArchiveIndex, place: str, *, ids: IdSource, unproven: bool = False) -> Returned:
    """Of a pool that is there and takes nothing new. ``unproven``: also files from before there were proofs, which
    stay without one. Blocking; raises `Unavailable` (the database), `OSError`.
    """
    found, folder = Returned(), archive.places.folder(place).resolve()
    for path in sorted(folder.glob("*/*/*/*.mp4")):
        name = str(path.relative_to(folder))
        with archive.database.reading() as connection:
            if store.is_known(connection, name):
                continue
            chained = newest(connection, path.name.partition(".")[0])
            was_lost = chained is None or _lost(connection, chained.key, chained.start_us, chained.end_us) is not None
        segment = None
        if was_lost and (chained is not None or unproven):
            try:
                segment = _take(archive, place, path, name, chained, ids)
            except OSError as error:
                archive.places.read_failed(place, name, error)
        if segment is None:
            found.left += 1
            found.unproven += chained is None
        else:
            found.files += 1
            found.size_bytes += segment.size_bytes
    return found


def _take(
    archive: ArchiveIndex, place: str, path: Path, name: str, chained: SegmentProof | None, ids: IdSource
) -> Segment | None:
    if path.resolve() != path or not path.is_file():
        _log.error("a link or something else that is no file lies among the recordings and stays out", path=str(path))
        return None
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        found = scan(fd)
        segment = described(fd, found, place, name) if found.fragments else None
        if segment is None or not _is_as_recorded(fd, found, segment, chained):
            return None
        if chained is not None:
            segment = replace(segment, end_us=chained.end_us)
        with archive.database.transaction() as connection:
            if not _admit(connection, segment, ids):
                return None
            if found.sound_bytes < found.size_bytes:
                _cut(path, fd, found.sound_bytes)
        return segment
    finally:
        os.close(fd)


def _is_as_recorded(fd: int, found: Scan, segment: Segment, chained: SegmentProof | None) -> bool:
    try:
        faults = chain(
            list_faults(fd, segment, chained, found.fragments), unit_faults(fd, chained, found.fragments, Proven())
        )
        fault = next((detail for _, detail in faults), "")
    except BrokenFile as error:
        fault = error.detail
    if not fault and chained is None and found.sound_bytes < found.size_bytes:
        fault = "it is torn, and nothing shows whose it is"
    if fault:
        _log.error("a file is not what was recorded and stays out", path=segment.path, detail=fault)
    return not fault


def _cut(path: Path, judged_fd: int, size_bytes: int) -> None:
    fd = os.open(path, os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        if not os.path.samestat(os.fstat(fd), os.fstat(judged_fd)):
            raise OSError("another file took its place while it was read")
        os.ftruncate(fd, size_bytes)
    finally:
        os.close(fd)


def _admit(connection: Connection, segment: Segment, ids: IdSource) -> bool:
    end_us = segment.end_us or segment.start_us
    gap = _lost(connection, segment.key, segment.start_us, end_us)
    if gap is None or not is_new(connection, segment):
        return False
    store.delete_gaps(connection, [gap.id])
    for part in left_of(gap, [(segment.start_us, end_us)]):
        store.insert_gap(connection, replace(part, id=ids.new_id()))
    store.insert_segment(connection, segment)
    return True


def _lost(connection: Connection, key: StreamKey, start_us: int, end_us: int) -> Gap | None:
    """The gap that stands for all of this time since its disk was given up."""
    return next(
        (
            one
            for one in store.gaps_between(connection, key, start_us, end_us)
            if one.cause is GapCause.DISK_LOST
            and one.start_us <= start_us + HOLE_US
            and (one.end_us is None or one.end_us >= end_us - HOLE_US)
        ),
        None,
    )
