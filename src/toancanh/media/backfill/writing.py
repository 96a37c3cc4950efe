"""Pictures of the past into segments of a copy of its own. Blocking.

W1 A file is made as ``.backfill/.<segment>.part`` of its place, where nobody looks for segments. W2 It is synced and
gets its name. W3 One transaction: nothing of this copy lies there yet, the row and its link in the chain are written,
and what stands on record. A crash before W2 leaves a part, which the next start removes; between W2 and W3 a whole
file, which recovery indexes (R4). A replay that is cut leaves off at its last whole group of pictures, so that the
next one begins there.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from toancanh.kernel import IdSource
from toancanh.media import native
from toancanh.media.archive import ArchiveIndex, Segment, SegmentState, StreamKey, pack_fragments, proof, segment_path
from toancanh.media.archive import store as index
from toancanh.media.archive.proof import ProofOrigin, SegmentRoot
from toancanh.media.archive.spans import HOLE_US
from toancanh.media.archive.thinning.rewriting import sync_folder
from toancanh.media.backfill.ports import EdgeFailure, EdgeReason, Replayed
from toancanh.media.fmp4 import FragmentInfo, fragment
from toancanh.media.model import AccessUnit, CodecParameters, RunClock
from toancanh.media.playback.spans import Span
from toancanh.media.recorder.grouping import Group, Grouper
from toancanh.media.recorder.recorder import MAX_HOLE_TICKS
from toancanh.media.recorder.segment_file import QueuedFragment, SegmentFile
from toancanh.media.recorder.timeline import STEP_US, Timeline

FOLDER = ".backfill"
_SLACK_US = 60_000_000
"""Cameras have a key frame at least so often, so no replay begins much earlier than it was asked to."""

_MOST_STRAYED = 1_000
_BEYOND_US = 500_000
"""A picture shown later may come before the last ones of the hole (B-frames)."""

_BYTES_PER_S = 12_500_000
_UNITS_PER_S = 120
"""More than any camera records."""

_MAX_HELD_BYTES = 64 << 20
"""Of pictures since the last key frame; a camera that sends more between two has no such thing."""


class FillWriter:
    """Takes one replay. ``room``: the stretch around the hole of which this copy has nothing: some of it is taken,
    too, because pictures begin at a key frame and not all lie in order.

    ``note`` is called in the transaction of each segment. Raises `EdgeFailure`, `OSError`, `Unavailable`.
    """

    def __init__(
        self,
        archive: ArchiveIndex,
        *,
        key: StreamKey,
        ids: IdSource,
        clock: RunClock,
        hole: Span,
        room: Span,
        note: Callable[[Connection, Segment], None],
        segment_seconds: int = 300,
        fragment_seconds: float = 1.0,
    ) -> None:
        self.written: list[Segment] = []
        self.within = 0
        """Pictures that lay in the hole."""
        self._strayed = 0
        self._most_bytes = _BYTES_PER_S * (_SLACK_US + hole.end_us - hole.start_us) // 1_000_000
        self._most_units = _UNITS_PER_S * (_SLACK_US + hole.end_us - hole.start_us) // 1_000_000
        self._archive = archive
        self._key = key
        self._ids = ids
        self._clock = clock
        self._hole = hole
        self._room = room
        self._not_before_us = room.start_us
        self._note = note
        self._segment_us = segment_seconds * 1_000_000
        self._fragment_seconds = fragment_seconds
        self._parameters: CodecParameters | None = None
        self._run_id = ""
        self._grouper: Grouper | None = None
        self._timeline: Timeline | None = None
        self._last: tuple[int, int] = (0, 0)  # media time and instant of the picture before
        self._held: list[tuple[Group, int]] = []  # since the last key frame, with the instant at which each begins
        self._held_bytes = 0
        self._part: _Part | None = None

    def take(self, picture: Replayed) -> bool:
        """The next picture; False where nothing more is wanted: the hole is full."""
        unit = picture.unit
        if unit.wall_us >= min(self._hole.end_us + _BEYOND_US, self._room.end_us):
            return False
        self._judge(unit)
        if picture.parameters is not None or (
            self._grouper is not None and self._is_apart(unit.media_time, unit.wall_us)
        ):
            self._end_run()
            self._parameters = picture.parameters or self._parameters
        if self._grouper is None:
            if not unit.is_key or unit.wall_us < self._not_before_us - HOLE_US:
                return True
            self._run_id = self._ids.new_id()
            self._grouper = Grouper(fragment_seconds=self._fragment_seconds)
        self._last = unit.media_time, unit.wall_us
        group = self._grouper.add(unit)
        if group is not None:
            self._hold(group)
        return True

    def finish(self, *, whole: bool) -> None:
        """No more comes. Not ``whole``: it was cut, and what follows the last key frame is left for another time."""
        if not whole:
            self._held.clear()
            self._grouper = None
        self._end_run()

    def abandon(self) -> None:
        """What is not in the index yet goes."""
        part, self._part = self._part, None
        if part is not None:
            part.remove()

    def _judge(self, unit: AccessUnit) -> None:
        self.within += self._hole.start_us <= unit.wall_us < self._hole.end_us
        self._strayed += unit.wall_us < self._hole.start_us - _SLACK_US
        self._most_bytes -= len(unit.data)
        self._most_units -= 1
        if self._strayed > _MOST_STRAYED:
            raise EdgeFailure(EdgeReason.WRONG_TIMES, "the device sends pictures of another time than was asked for")
        if self._most_bytes < 0 or self._most_units < 0:
            raise EdgeFailure(EdgeReason.ENDLESS, "the device sends more than that time can hold")

    def _is_apart(self, media_time: int, wall_us: int) -> bool:
        """By its media time or by its instant this picture does not carry on from the one before."""
        ticks = media_time - self._last[0]
        return abs(ticks) > MAX_HOLE_TICKS or abs((wall_us - self._last[1]) - ticks * 100 // 9) > STEP_US

    def _hold(self, group: Group) -> None:
        first, newest = group.units[0], group.units[-1]
        clock_us = newest.wall_us - (newest.media_time - group.base_decode_time) * 100 // 9
        if self._timeline is None:
            self._timeline = Timeline(
                media_time=group.base_decode_time, wall_us=clock_us, not_before_us=self._not_before_us
            )
            wall_us = self._timeline.at(group.base_decode_time)
        else:
            wall_us = self._timeline.advance(group.base_decode_time, clock_us)
        if first.is_key and wall_us > self._hole.start_us:
            self._put_held()
        elif first.is_key:  # nobody needs what lies before the key frame that the hole's first picture rests on
            self._held.clear()
            self._held_bytes = 0
        self._held.append((group, wall_us))
        self._held_bytes += sum(len(unit.data) for unit in group.units)
        if self._held_bytes > _MAX_HELD_BYTES:
            raise EdgeFailure(EdgeReason.UNUSABLE, "the device sends no key frames")

    def _end_run(self) -> None:
        group = self._grouper.flush() if self._grouper is not None else None
        if group is not None:
            self._hold(group)
        self._put_held()
        self._complete()
        self._grouper = self._timeline = None

    def _put_held(self) -> None:
        held, self._held, self._held_bytes = self._held, [], 0
        for group, wall_us in held:
            if group.units[0].is_key and self._part is not None and wall_us >= self._part.roll_at_us:
                self._complete()
            if self._part is None:
                self._part = self._begin(wall_us)
            self._part.put(group, wall_us)

    def _begin(self, wall_us: int) -> _Part:
        assert self._parameters is not None  # noqa: S101 - a run begins with them
        assert self._timeline is not None  # noqa: S101
        places = self._archive.places
        place = places.choose()
        segment_id = self._ids.new_id()
        segment = Segment(
            id=segment_id,
            camera_id=self._key.camera_id,
            role=self._key.role,
            copy=self._key.copy,
            run_id=self._run_id,
            start_us=wall_us,
            end_us=None,
            path=segment_path(self._key, segment_id, wall_us),
            size_bytes=0,
            codec=self._parameters.codec,
            codec_string=self._parameters.codec_string,
            width=self._parameters.width,
            height=self._parameters.height,
            clock=self._clock,
            timeline_error_us=self._timeline.error_us,
            state=SegmentState.COMPLETE,
            place=place,
        )
        places.require(place)
        roll_at_us = (wall_us // self._segment_us + 1) * self._segment_us
        return _Part(segment, self._parameters, places.folder(place), roll_at_us, floor_bytes=places.floor_bytes)

    def _complete(self) -> None:
        """W2, W3."""
        part, self._part = self._part, None
        if part is None:
            return
        try:
            segment = part.close()
        except OSError:
            part.remove()
            raise
        root = SegmentRoot(
            segment_id=segment.id, key=segment.key, start_us=segment.start_us, end_us=segment.end_us or 0,
            root=part.file.root(), origin=ProofOrigin.RECORDED,
        )  # fmt: skip
        try:
            with self._archive.database.transaction() as tx:
                if index.segment_by_id(tx, segment.id) is None:  # else recovery was faster, with the same root
                    if index.segments_between(tx, segment.key, segment.start_us, segment.end_us or 0):
                        raise EdgeFailure(EdgeReason.RACED, "this hole was filled by somebody else meanwhile")
                    index.insert_segment(tx, segment)
                    proof.append(tx, root)
                self._note(tx, segment)
        except BaseException:
            with suppress(OSError):
                part.file.path.unlink()
            raise
        self.written.append(segment)
        self._not_before_us = segment.end_us or self._not_before_us


class _Part:
    """One file on its way. Raises `OSError`, and `EdgeFailure` where the disk has reached its floor."""

    def __init__(
        self, segment: Segment, parameters: CodecParameters, root: Path, roll_at_us: int, *, floor_bytes: int
    ) -> None:
        self.roll_at_us = roll_at_us
        self.file = SegmentFile(segment=segment, parameters=parameters, root=root)
        self._floor_bytes = floor_bytes
        self._sequence = 0
        folder = root / FOLDER
        folder.mkdir(exist_ok=True)
        self._path = folder / f".{segment.id}.part"
        self._require_room(folder)
        self._fd = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o640)
        self._write(self.file.head)
        self.file.written_bytes = len(self.file.head)

    def put(self, group: Group, wall_us: int) -> None:
        """One fragment."""
        self._sequence += 1
        digests = native.digests([unit.data for unit in group.units])
        base, end = group.base_decode_time, group.next_media_time
        chunks = fragment(self._sequence, base, group.units, end, wall_us=wall_us, digests=digests)
        info = FragmentInfo(
            offset=self.file.written_bytes,
            size_bytes=sum(map(len, chunks)),
            base_decode_time=base,
            duration=end - base,
            wall_us=wall_us,
            is_key=group.units[0].is_key,
        )
        self._write(b"".join(chunks))
        self.file.wrote(QueuedFragment(file=self.file, info=info, chunks=chunks, units=group.units, digests=digests))

    def close(self) -> Segment:
        """It is on the disk and has its name."""
        os.fsync(self._fd)
        os.posix_fadvise(self._fd, 0, 0, os.POSIX_FADV_DONTNEED)
        self._close()
        self.file.path.parent.mkdir(parents=True, exist_ok=True)
        self._path.rename(self.file.path)
        sync_folder(self.file.path.parent)
        return replace(
            self.file.segment,
            end_us=self.file.written[-1].end_us,
            size_bytes=self.file.written_bytes,
            table=pack_fragments(self.file.written),
        )

    def remove(self) -> None:
        """It never was."""
        self._close()
        with suppress(OSError):
            self._path.unlink()

    def _close(self) -> None:
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(self._fd, view) :]

    def _require_room(self, folder: Path) -> None:
        found = os.statvfs(folder)
        if found.f_bavail * found.f_frsize <= self._floor_bytes:
            raise EdgeFailure(EdgeReason.NO_ROOM, "the disk has no room above its floor")


def remove_parts(archive: ArchiveIndex) -> None:
    """What a crash left before W2. Only where nobody is at it."""
    for root in archive.places.present().values():
        for path in (root / FOLDER).glob(".*.part") if (root / FOLDER).is_dir() else ():
            with suppress(OSError):
                path.unlink()
