"""Records one stream: access units to fragments, fragments to segments on the clock's marks."""

from __future__ import annotations

import os
from collections.abc import Sequence

from toancanh.kernel import Clock, IdSource
from toancanh.media import native
from toancanh.media.archive import Mark, Segment, SegmentState, StreamKey, segment_path
from toancanh.media.archive.spans import HOLE_US
from toancanh.media.fmp4 import FragmentInfo, fragment, read_fragments
from toancanh.media.model import AccessUnit, ClockSource, CodecParameters, GapCause, RunClock
from toancanh.media.recorder.grouping import Group, Grouper
from toancanh.media.recorder.segment_file import QueuedFragment, SegmentFile
from toancanh.media.recorder.timeline import Timeline
from toancanh.media.recorder.writer import ArchiveWriter

MAX_HOLE_TICKS = 10 * 90_000
"""Pictures further apart in media time do not belong to one run (90 kHz)."""

MAX_RECENT_BYTES = 32 << 20
"""A longer group of pictures is not given to viewers at once; they wait for the next key frame."""

_UNKNOWN_CLOCK = RunClock(source=ClockSource.SERVER_ARRIVAL)


class Recorder:
    """A `StreamSink`. All methods on the media process's loop; nothing here waits for the disk."""

    def __init__(
        self,
        *,
        key: StreamKey,
        writer: ArchiveWriter,
        clock: Clock,
        ids: IdSource,
        segment_seconds: int = 300,
        fragment_seconds: float = 1.0,
        avoid: str | None = None,
    ) -> None:
        self.key = key
        self._avoid = avoid
        self._writer = writer
        self._clock = clock
        self._ids = ids
        self._segment_us = segment_seconds * 1_000_000
        self._fragment_seconds = fragment_seconds
        self._parameters: CodecParameters | None = None
        self._run_clock = _UNKNOWN_CLOCK
        self._run_id = ""
        self._running = False
        self._grouper = Grouper(fragment_seconds=fragment_seconds)
        self._timeline: Timeline | None = None
        self._file: SegmentFile | None = None
        self._roll_at_us = 0
        self._sequence = 0
        self._last_time = 0
        self._since_key: list[QueuedFragment] = []

    def on_parameters(self, parameters: CodecParameters) -> None:
        """See `StreamSink`."""
        if parameters == self._parameters:
            return
        self._flush()
        self._parameters = parameters
        self._roll_at_us = 0

    def on_clock(self, clock: RunClock) -> None:
        """See `StreamSink`."""
        self._run_clock = clock

    def on_interrupted(self, cause: GapCause, at_us: int) -> None:
        """See `StreamSink`."""
        self._flush()
        self._end_segment()
        self._running = False
        self._timeline = None
        self._since_key.clear()
        self._writer.interrupted(self.key, cause, at_us)

    def close(self, cause: GapCause) -> None:
        """No more of this stream: the platform stops (RECORDER_STOPPED) or a person switched it off."""
        self.on_interrupted(cause, self._clock.now_us())

    def on_access_unit(self, unit: AccessUnit) -> None:
        """See `StreamSink`."""
        if not self._running:
            if not unit.is_key or self._parameters is None:
                return
            self._running = True
            self._run_id = self._ids.new_id()
            self._grouper = Grouper(fragment_seconds=self._fragment_seconds)
        elif not -MAX_HOLE_TICKS < unit.media_time - self._last_time < MAX_HOLE_TICKS or (
            not self._grouper.pending and self._is_apart(unit.media_time)
        ):
            forward = unit.media_time > self._last_time
            self.on_interrupted(GapCause.NO_PICTURES if forward else GapCause.UNKNOWN, unit.arrival_us)
            self.on_access_unit(unit)
            return
        self._last_time = unit.media_time
        group = self._grouper.add(unit)
        if group is not None:
            self._emit(group)

    def _is_apart(self, media_time: int) -> bool:
        """Whether a picture that begins a fragment belongs to another run. At a change of parameters the picture before
        it has got its end already, so there even a short hole is one in the recording.
        """
        flushed_at = self._grouper.flushed_at
        return flushed_at is not None and media_time - flushed_at > HOLE_US * 9 // 100

    def recent(self) -> list[bytes]:
        """The fragments since the last key frame, read back from the page cache, and one of the pictures that are not
        in a fragment yet. Empty where there is no key frame to begin with.
        """
        pending = self._grouper.open_group() if self._running else None
        if pending is not None and pending.units[0].is_key:
            return [b"".join(self._chunks(pending))]
        parts = []
        for queued in self._since_key:
            chunks = queued.chunks
            part = b"".join(chunks) if chunks is not None else _read_back(queued)
            if len(part) != queued.info.size_bytes:
                return []
            parts.append(part)
        if sum(map(len, parts)) > MAX_RECENT_BYTES:
            return []
        if parts and pending is not None:
            parts.append(b"".join(self._chunks(pending)))
        return parts

    def recent_units(self) -> list[AccessUnit]:
        """The same as access units."""
        units: list[AccessUnit] = []
        pending = list(self._grouper.pending) if self._running else []
        if not (pending and pending[0].is_key):
            if sum(queued.info.size_bytes for queued in self._since_key) > MAX_RECENT_BYTES:
                return []
            for queued in self._since_key:
                held = queued.units
                found = held if held is not None else _read_units(queued)
                if not found:
                    return []
                units += found
        return units + pending if units or (pending and pending[0].is_key) else []

    def _chunks(self, group: Group, wall_us: int | None = None, digests: Sequence[bytes] = ()) -> list[bytes]:
        base, end = group.base_decode_time, group.next_media_time
        return fragment(self._sequence + 1, base, group.units, end, wall_us=wall_us, digests=digests)

    def _flush(self) -> None:
        group = self._grouper.flush() if self._running else None
        if group is not None:
            self._emit(group)

    def _emit(self, group: Group) -> None:
        """One fragment to the writer; at a key frame a new segment where one is due."""
        first, newest = group.units[0], group.units[-1]
        # A stream's clock settles within its first second (sender report, packets that came at once): the newest
        # picture knows best, and what a run begins with is slewed only slowly.
        clock_us = newest.wall_us - (newest.media_time - group.base_decode_time) * 100 // 9
        wall_us = self._advance(group.base_decode_time, clock_us, is_key=first.is_key)
        file = self._file
        if file is not None and file.failed is not None:
            self._file = file = None
            self._since_key.clear()
        if first.is_key:
            if file is None or wall_us >= self._roll_at_us:
                self._end_segment(wall_us)
                file = self._begin_segment(wall_us)
            self._since_key.clear()
        if file is None:
            self._writer.dropped_fragments += 1
            return
        digests = native.digests([unit.data for unit in group.units])
        chunks = self._chunks(group, wall_us, digests)
        info = FragmentInfo(
            offset=file.planned_bytes,
            size_bytes=sum(map(len, chunks)),
            base_decode_time=group.base_decode_time,
            duration=group.next_media_time - group.base_decode_time,
            wall_us=wall_us,
            is_key=first.is_key,
        )
        queued = QueuedFragment(file=file, info=info, chunks=chunks, units=group.units, digests=digests)
        if not self._writer.offer(queued):
            self._writer.dropped_fragments += 1
            self._end_segment(wall_us)
            self._since_key.clear()
            self._writer.interrupted(self.key, GapCause.DISK_SLOW, wall_us)
            return
        self._sequence += 1
        file.planned_bytes += info.size_bytes
        self._since_key.append(queued)
        self._writer.ends(self.key, info.end_us)

    def _advance(self, media_time: int, clock_us: int, *, is_key: bool) -> int:
        """Wall time of the next fragment. A run whose clock has gone ahead ends here, at a key frame."""
        timeline = self._timeline
        if timeline is not None:
            wall_us = timeline.advance(media_time, clock_us)
            if timeline.stepped_back:
                self._mark_step(wall_us, timeline.error_us)
            if not (timeline.stepped_forward and is_key):
                return wall_us
            self._end_segment(wall_us)
            self._run_id = self._ids.new_id()
            self._writer.interrupted(self.key, GapCause.CLOCK_STEPPED, wall_us)
        not_before_us = self._writer.ended_us(self.key)
        self._timeline = Timeline(media_time=media_time, wall_us=clock_us, not_before_us=not_before_us)
        return self._timeline.at(media_time)

    def _begin_segment(self, wall_us: int) -> SegmentFile | None:
        parameters, timeline = self._parameters, self._timeline
        if parameters is None or timeline is None:
            return None
        if not self._writer.has_room():
            cause = GapCause.DISK_FULL if self._writer.disk_full else GapCause.DISK_SLOW
            self._writer.interrupted(self.key, cause, wall_us)
            return None
        places = self._writer.archive.places
        segment_id = self._ids.new_id()
        self._roll_at_us = (wall_us // self._segment_us + 1) * self._segment_us
        segment = Segment(
            id=segment_id,
            camera_id=self.key.camera_id,
            role=self.key.role,
            copy=self.key.copy,
            run_id=self._run_id,
            start_us=wall_us,
            end_us=None,
            path=segment_path(self.key, segment_id, wall_us),
            size_bytes=0,
            codec=parameters.codec,
            codec_string=parameters.codec_string,
            width=parameters.width,
            height=parameters.height,
            clock=self._run_clock,
            timeline_error_us=timeline.error_us,
            state=SegmentState.WRITING,
            place=places.choose(avoid=self._avoid),
        )
        self._file = SegmentFile(segment=segment, parameters=parameters, root=places.folder(segment.place))
        return self._file

    def _end_segment(self, end_us: int | None = None) -> None:
        """Close the file; its end is where the next one begins or, at the end of a run, that of its last picture."""
        file, self._file = self._file, None
        if file is None:
            return
        if end_us is None:
            ended_us = self._writer.ended_us(self.key)
            end_us = file.segment.start_us if ended_us is None else ended_us
        self._writer.close_segment(file, end_us, self._run_clock)
        self._writer.ends(self.key, end_us)

    def _mark_step(self, wall_us: int, error_us: int) -> None:
        mark = Mark(
            id=self._ids.new_id(),
            camera_id=self.key.camera_id,
            start_us=wall_us,
            end_us=wall_us,
            kind="clock_stepped",
            reference=f"{self.key.name} {-error_us} us",
        )
        self._writer.mark(mark)


def _read_back(queued: QueuedFragment) -> bytes:
    """The bytes of a written fragment; short where the file is gone."""
    try:
        fd = os.open(queued.file.path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return b""
    try:
        return os.pread(fd, queued.info.size_bytes, queued.info.offset)
    finally:
        os.close(fd)


def _read_units(queued: QueuedFragment) -> Sequence[AccessUnit]:
    try:
        fd = os.open(queued.file.path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return ()
    try:
        info = next(read_fragments(fd, queued.info.offset), None)
        samples = () if info is None else info.samples
        return [
            AccessUnit(
                media_time=sample.media_time,
                is_key=sample.is_key,
                data=os.pread(fd, sample.size_bytes, sample.offset),
                wall_us=queued.info.wall_us + (sample.media_time - queued.info.base_decode_time) * 100 // 9,
                arrival_us=queued.info.wall_us,
            )
            for sample in samples
        ]
    finally:
        os.close(fd)
