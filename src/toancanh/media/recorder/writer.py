"""The thread that writes: all recorders of a process hand it whole fragments, each is one write.

Its queue is bounded by bytes. A recorder that finds no room drops whole fragments until a key frame that finds room
again, with a gap DISK_SLOW. The thread never waits for the database (`IndexWriter` has its own thread).

It alone knows what is on disk, so it alone writes gaps: from the end of the last picture written to the start of the
next one, with the first cause that was named in between.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from toancanh.infra.logs import get_logger
from toancanh.kernel import IdSource
from toancanh.media.archive import ArchiveIndex, Gap, Mark, StreamKey, StreamTail, pack_fragments, proof, store
from toancanh.media.archive.index_writer import IndexWriter
from toancanh.media.archive.proof import ProofOrigin, SegmentRoot
from toancanh.media.archive.spans import HOLE_US
from toancanh.media.model import GapCause, RunClock
from toancanh.media.recorder.output import Output, Staging, write_all
from toancanh.media.recorder.segment_file import QueuedFragment, SegmentFile, cause_of

MAX_QUEUED_BYTES = 64 << 20
BEHIND_S = 1.0
"""A disk that has not kept up for so long has its open files written through the page cache (decision 6)."""

LINGER_S = 0.05
"""What comes within this time is written in one go: a thread is woken twenty times a second, however many cameras."""

_OURS = (GapCause.RECORDER_CRASHED, GapCause.RECORDER_STOPPED, GapCause.SWITCHED_OFF, GapCause.SOURCE_CHANGED)
"""Causes that end when recording is wanted again, whether or not the camera is there."""

_log = get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class WriterStatus:
    """How the archive of this process fares. ``disk_full`` is an alarm: nothing may be deleted, recording stands."""

    queued_bytes: int
    written_bytes: int
    dropped_fragments: int
    failed_segments: int
    disk_full: bool
    disk_error: str
    database_away: bool
    index_backlog: int
    index_dropped: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Close:
    file: SegmentFile
    end_us: int
    clock: RunClock


@dataclass(frozen=True, kw_only=True, slots=True)
class _Interrupted:
    key: StreamKey
    cause: GapCause
    at_us: int


@dataclass(kw_only=True, slots=True)
class _Stream:
    """What is on disk: the end of the last picture, and the gap that lasts."""

    end_us: int | None
    gap: Gap | None


class ArchiveWriter:
    """One per media process. ``tails`` say where each stream ended when the process began (`recover`)."""

    def __init__(
        self,
        *,
        archive: ArchiveIndex,
        index: IndexWriter,
        ids: IdSource,
        tails: Mapping[StreamKey, StreamTail],
        max_queued_bytes: int = MAX_QUEUED_BYTES,
        write: Callable[[Output, Sequence[bytes]], None] = write_all,
        on_no_space: Callable[[], None] = lambda: None,
        linger_s: float = LINGER_S,
    ) -> None:
        self.archive = archive
        self._index = index
        self._ids = ids
        self._max_queued_bytes = max_queued_bytes
        self._write = write
        self._on_no_space = on_no_space
        self._linger_s = linger_s
        self._queue: deque[QueuedFragment | _Close | _Interrupted] = deque()
        self._wanted = threading.Event()
        self._closing = False
        self._put_bytes = 0  # written by the loop only
        self._taken_bytes = 0  # written by the thread only
        self._written_bytes = 0
        self._streams = {key: _Stream(end_us=tail.end_us, gap=tail.gap) for key, tail in tails.items()}
        self._ends_us = {key: tail.end_us for key, tail in tails.items() if tail.end_us is not None}
        self._staging = Staging()
        self._busy_since_s = 0.0
        self._thread = threading.Thread(target=self._run, name="archive-writer", daemon=True)
        self._failed_segments = 0
        self._disk_error = ""
        self.dropped_fragments = 0
        self.disk_full = False
        """Set by the thread when a write fails for want of room, and by retention; cleared by retention alone."""

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def close(self, timeout_s: float = 30.0) -> bool:
        """Write what is queued and end; recorders are closed before. False where the disk or database stayed away."""
        self._closing = True
        self._wanted.set()
        self._thread.join(timeout_s)
        indexed = self._index.close(timeout_s)
        return indexed and not self._thread.is_alive()

    def status(self) -> WriterStatus:
        """For metrics, health and the console."""
        return WriterStatus(
            queued_bytes=self._put_bytes - self._taken_bytes,
            written_bytes=self._written_bytes,
            dropped_fragments=self.dropped_fragments,
            failed_segments=self._failed_segments,
            disk_full=self.disk_full,
            disk_error=self._disk_error,
            database_away=self._index.away,
            index_backlog=self._index.backlog,
            index_dropped=self._index.dropped,
        )

    # Called by recorders, on the loop.

    def has_room(self) -> bool:
        """Whether a recorder may begin (again): the disk takes data and half of the queue is free."""
        return not self.disk_full and self._put_bytes - self._taken_bytes <= self._max_queued_bytes // 2

    def offer(self, fragment: QueuedFragment) -> bool:
        """Queue a fragment; False where the queue is full."""
        size = fragment.info.size_bytes
        if self._put_bytes - self._taken_bytes + size > self._max_queued_bytes:
            return False
        self._put_bytes += size
        self._put(fragment)
        return True

    def close_segment(self, file: SegmentFile, end_us: int, clock: RunClock) -> None:
        """The segment's last fragment has been offered."""
        self._put(_Close(file=file, end_us=end_us, clock=clock))

    def interrupted(self, key: StreamKey, cause: GapCause, at_us: int) -> None:
        """From the last picture on there is a gap. ``at_us`` counts only where there never was a picture, and where a
        gap lasts that is of our making: from then on the new cause is the reason.
        """
        self._put(_Interrupted(key=key, cause=cause, at_us=at_us))

    def mark(self, mark: Mark) -> None:
        """Note something on the timeline."""
        self._index.put(partial(store.insert_marks, marks=(mark,)))

    def ended_us(self, key: StreamKey) -> int | None:
        """Where the last recorder of this stream ended; a new one may not begin earlier."""
        return self._ends_us.get(key)

    def ends(self, key: StreamKey, end_us: int) -> None:
        """A recorder says how far its times have come."""
        self._ends_us[key] = end_us

    def _put(self, item: QueuedFragment | _Close | _Interrupted) -> None:
        self._queue.append(item)
        if not self._wanted.is_set():
            self._wanted.set()

    # In the thread.

    def _run(self) -> None:
        queue = self._queue
        while not self._closing or queue:
            self._wanted.wait()
            if not self._closing:
                time.sleep(self._linger_s)
            self._wanted.clear()
            self._busy_since_s = time.monotonic()
            while queue:
                item = queue.popleft()
                try:
                    self._take(item)
                except Exception as error:  # noqa: BLE001 - the supervisor of this thread
                    _log.crash("a fault of the archive writer; it goes on with the next fragment", error)
                    if isinstance(item, QueuedFragment):
                        self._fail(item.file, GapCause.UNKNOWN)

    def _take(self, item: QueuedFragment | _Close | _Interrupted) -> None:
        if isinstance(item, QueuedFragment):
            self._fragment(item)
            self._taken_bytes += item.info.size_bytes
            item.chunks = item.units = None
        elif isinstance(item, _Close):
            if item.file.failed is None:
                self._complete(item.file, item.end_us, item.clock)
                self._stream(item.file.segment.key).end_us = item.end_us
        else:
            self._open_gap(item.key, item.cause, item.at_us)

    def _fragment(self, item: QueuedFragment) -> None:
        file, chunks = item.file, item.chunks
        if file.failed is not None or chunks is None:
            self.dropped_fragments += 1
            return
        if self.disk_full:
            self.dropped_fragments += 1
            self._fail(file, GapCause.DISK_FULL)
            return
        try:
            if file.output is None:
                self.archive.places.require(file.segment.place)
                file.path.parent.mkdir(parents=True, exist_ok=True)
                file.output = Output(file.path, self._staging)
                chunks = [file.head, *chunks]
                file.written_bytes = len(file.head)
            if time.monotonic() - self._busy_since_s > BEHIND_S:
                file.output.use_cache()
            self._write(file.output, chunks)
        except OSError as error:
            self._disk_error = str(error)
            cause = cause_of(error)
            full = cause is GapCause.DISK_FULL
            elsewhere = self.archive.places.refused(file.segment.place, full=full, error=str(error))
            if full and not elsewhere:
                self.disk_full = True
                self._on_no_space()
            self._fail(file, cause)
            _log.repeated("disk", "a recording cannot be written", segment=file.segment.path, error=str(error))
            return
        file.wrote(item)
        self._written_bytes += item.info.size_bytes
        self._began(file, item)

    def _began(self, file: SegmentFile, item: QueuedFragment) -> None:
        """Note a picture on disk: the gap before it ends, the row of its segment is written with its first fragment."""
        stream = self._stream(file.segment.key)
        start_us = item.info.wall_us
        if stream.gap is not None:
            self._index.put(partial(store.close_gap, gap_id=stream.gap.id, end_us=start_us))
            stream.gap = None
        elif stream.end_us is not None and start_us - stream.end_us > HOLE_US:
            gap = self._gap(file.segment.key, stream.end_us, start_us, GapCause.UNKNOWN)
            self._index.put(partial(store.insert_gap, gap=gap))
        stream.end_us = item.info.end_us
        if len(file.written) == 1:
            self._index.put(partial(store.insert_segment, segment=file.segment))

    def _complete(self, file: SegmentFile, end_us: int, clock: RunClock | None) -> None:
        output, file.output = file.output, None
        if output is None:
            return
        segment, table = file.segment, pack_fragments(file.written)
        complete = partial(
            store.complete_segment,
            segment_id=segment.id,
            end_us=end_us,
            size_bytes=file.written_bytes,
            clock=clock,
            table=table,
        )
        root = SegmentRoot(
            segment_id=segment.id,
            key=segment.key,
            start_us=segment.start_us,
            end_us=end_us,
            root=file.root(),
            origin=ProofOrigin.RECORDED,
        )

        def change(connection: Connection) -> None:
            complete(connection)
            proof.append(connection, root)

        self._index.put(change, size_bytes=512 + len(table))
        try:
            output.close(file.written_bytes)
        except OSError as error:  # recovery cuts it
            _log.repeated("cut", "the torn end of a recording cannot be cut off", error=str(error))

    def _fail(self, file: SegmentFile, cause: GapCause) -> None:
        """Nothing more goes into this file; what is whole in it is kept."""
        self._failed_segments += 1
        key = file.segment.key
        if file.output is not None and file.written:
            self._complete(file, file.written[-1].end_us, None)
        elif file.output is not None:
            file.output.abandon()
            file.output = None
            with contextlib.suppress(OSError):  # recovery removes it
                file.path.unlink()
        self._open_gap(key, cause, file.segment.start_us)
        file.failed = cause

    def _open_gap(self, key: StreamKey, cause: GapCause, at_us: int) -> None:
        stream = self._stream(key)
        start_us = at_us if stream.end_us is None else stream.end_us
        if stream.gap is not None:
            if stream.gap.cause not in _OURS or cause in _OURS or at_us <= stream.gap.start_us:
                return
            self._index.put(partial(store.close_gap, gap_id=stream.gap.id, end_us=at_us))
            start_us = at_us
        stream.gap = self._gap(key, start_us, None, cause)
        self._index.put(partial(store.insert_gap, gap=stream.gap))

    def _gap(self, key: StreamKey, start_us: int, end_us: int | None, cause: GapCause) -> Gap:
        return Gap(
            id=self._ids.new_id(),
            camera_id=key.camera_id,
            role=key.role,
            copy=key.copy,
            start_us=start_us,
            end_us=end_us,
            cause=cause,
        )

    def _stream(self, key: StreamKey) -> _Stream:
        return self._streams.setdefault(key, _Stream(end_us=None, gap=None))
