"""The archive's index as other packages use it: what is recorded, what is missing, where the bytes lie."""

from __future__ import annotations

import errno
import os
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from toancanh.infra.database import Database
from toancanh.kernel import DataLoss, Unavailable
from toancanh.media.archive import marks, store
from toancanh.media.archive.fragment_table import fragments_of
from toancanh.media.archive.joining import copies_between
from toancanh.media.archive.model import COPIES, Copy, Gap, Mark, Segment, StreamKey, every_stream
from toancanh.media.archive.places.cold import ColdTier
from toancanh.media.archive.places.model import COLD
from toancanh.media.archive.places.places import Places
from toancanh.media.archive.places.reading import is_unreadable
from toancanh.media.archive.proof import SegmentProof
from toancanh.media.archive.proof import store as proof_store
from toancanh.media.archive.store import Detail
from toancanh.media.fmp4 import FragmentInfo, SampleInfo, read_fragments, scan, top_level_box
from toancanh.registry.model import StreamRole

_TRIES = 3
_GROWING_KEPT = 64
"""Segments still written whose fragments are remembered between readings."""


class ArchiveIndex:
    """Reads the index and, for what is still being written, the files. Thread-safe; blocking."""

    def __init__(self, database: Database, root: Path, places: Places | None = None) -> None:
        self.database = database
        self.root = root
        self.places = places or Places(root, database)
        self._lock = threading.Lock()
        self._growing: OrderedDict[str, tuple[int, list[FragmentInfo]]] = OrderedDict()

    def path(self, segment: Segment) -> Path:
        """Where its file lies; of one in the object store: where it lies once it has been fetched."""
        if segment.place == COLD:
            return self.cold().path(segment)
        return self.places.folder(segment.place) / segment.path

    def size_bytes(self, segment: Segment) -> int | None:
        """Of its file; None where it is gone. What lies where nobody can look now has its size by the index."""
        if not self.places.can_look(segment.place):
            return segment.size_bytes
        try:
            return os.stat(self.path(segment)).st_size
        except FileNotFoundError:
            return None

    def segments(
        self,
        camera_id: str,
        role: StreamRole,
        from_us: int,
        to_us: int,
        *,
        detail: Detail = Detail.ALL,
        copy: Copy = Copy.FIRST,
    ) -> list[Segment]:
        """Segments with pictures of ``[from_us, to_us)``, in order; the one being written has no end yet.

        ``copy``: whose recording. Questions about days ask for less `Detail` than all.
        """
        with self.database.reading() as connection:
            return store.segments_between(
                connection, StreamKey(camera_id, role, copy), from_us, to_us, orderly=True, detail=detail
            )

    def copies(
        self, camera_id: str, role: StreamRole, from_us: int, to_us: int, *, detail: Detail = Detail.ALL
    ) -> list[Segment]:
        """As `segments`, of all copies but the first, one after the other."""
        with self.database.reading() as connection:
            return copies_between(connection, camera_id, role, from_us, to_us, detail=detail)

    def has_any(self, camera_id: str, from_us: int, to_us: int) -> bool:
        """Whether anything of a camera is recorded of ``[from_us, to_us)``, whichever stream and copy."""
        with self.database.reading() as connection:
            return any(store.segments_in(connection, key, from_us, to_us) for key in every_stream(camera_id))

    def segment(self, segment_id: str) -> Segment | None:
        """One segment by its id."""
        with self.database.reading() as connection:
            return store.segment_by_id(connection, segment_id)

    def proof(self, segment_id: str) -> SegmentProof | None:
        """The chained root of a segment that counts; None where it is not complete or older than proofs."""
        with self.database.reading() as connection:
            return proof_store.newest(connection, segment_id)

    def proofs(self, camera_id: str, role: StreamRole, from_us: int, to_us: int) -> list[SegmentProof]:
        """The roots that count of segments with pictures of ``[from_us, to_us)``, also of deleted ones, in order."""
        with self.database.reading() as connection:
            return proof_store.proofs_between(connection, StreamKey(camera_id, role), from_us, to_us)

    def chain_after(self, key: StreamKey, seq: int, *, limit: int | None = None) -> list[SegmentProof]:
        """The links of a stream behind number ``seq`` (0: all), in their order."""
        with self.database.reading() as connection:
            return proof_store.chain_after(connection, key, seq, limit=limit)

    def gaps(self, camera_id: str, role: StreamRole, from_us: int, to_us: int) -> list[Gap]:
        """Gaps that touch ``[from_us, to_us]``, in order; one that lasts has no end."""
        with self.database.reading() as connection:
            return store.gaps_between(connection, StreamKey(camera_id, role), from_us, to_us)

    def marks(self, camera_id: str, from_us: int, to_us: int) -> list[Mark]:
        """Marks that touch ``[from_us, to_us)``, in order."""
        with self.database.reading() as connection:
            return store.marks_between(connection, camera_id, from_us, to_us)

    def add_marks(self, marks: Sequence[Mark]) -> None:
        """Write marks; their ids are the caller's."""
        with self.database.transaction() as connection:
            store.insert_marks(connection, marks)

    def put_marks(self, tx: Connection, marks: Sequence[Mark]) -> None:
        """The same in the caller's transaction."""
        store.insert_marks(tx, marks)

    def end_marks(self, tx: Connection, mark_ids: Sequence[str], end_us: int) -> None:
        """They end at ``end_us``, in the caller's transaction; those that began later go."""
        store.end_marks(tx, mark_ids, end_us)

    def stretch_marks(self, tx: Connection, ends_us: Mapping[str, int]) -> None:
        """Marks, by id, that last until then, in the caller's transaction."""
        marks.stretch(tx, ends_us)

    def forget_marks(self, tx: Connection, kinds: Collection[str], before_us: int) -> int:
        """Forget marks of these kinds that were made before; how many."""
        return marks.forget(tx, kinds, before_us)

    def first_us(self, camera_id: str, role: StreamRole) -> int | None:
        """Start of the oldest recording or gap there is; None where nothing was ever recorded."""
        with self.database.reading() as connection:
            return store.first_us(connection, StreamKey(camera_id, role))

    def latest(self, camera_id: str, role: StreamRole) -> Segment | None:
        """The newest segment, of whichever copy."""
        with self.database.reading() as connection:
            found = [store.latest_segment(connection, StreamKey(camera_id, role, copy)) for copy in COPIES]
        return max((one for one in found if one is not None), key=lambda one: one.start_us, default=None)

    def fragments(self, segment: Segment) -> Sequence[FragmentInfo]:
        """Its fragments: from the index's table, or from the file while it is written. Raises `DataLoss`."""
        if segment.table is not None:
            return fragments_of(segment.table)
        with self._lock:
            offset, known = self._growing.get(segment.id, (0, []))
        with self.opened(segment) as fd:
            found = scan(fd, offset)
        known = known + [_without_samples(info) for info in found.fragments]
        with self._lock:
            self._growing[segment.id] = (found.sound_bytes, known)
            self._growing.move_to_end(segment.id)
            while len(self._growing) > _GROWING_KEPT:
                self._growing.popitem(last=False)
        return known

    def samples(self, segment: Segment, fragment: FragmentInfo) -> tuple[SampleInfo, ...]:
        """The pictures of one fragment, read from the head of that fragment. Raises `DataLoss`."""
        with self.opened(segment) as fd:
            info = next(read_fragments(fd, fragment.offset), None)
        if info is None or info.offset != fragment.offset:
            raise DataLoss(f"the file {segment.path} has no fragment at byte {fragment.offset}")
        return info.samples

    def initialisation(self, segment: Segment) -> bytes:
        """``ftyp`` and ``moov`` of its file. Raises `DataLoss`."""
        with self.opened(segment) as fd:
            ftyp, moov = top_level_box(fd, b"ftyp"), top_level_box(fd, b"moov")
        if ftyp is None or moov is None:
            raise DataLoss(f"the file {segment.path} has no head")
        return ftyp + moov

    @contextmanager
    def opened(self, segment: Segment) -> Iterator[int]:
        """A descriptor to read from. A file that is gone, or that its disk cannot read, is `DataLoss`, a disk that is
        away `Unavailable`; what lies in the object store is waited for (`ColdTier.fetch`).
        """
        fd = self._open(segment)
        try:
            yield fd
        except OSError as error:
            if not is_unreadable(fd, error):
                raise
            raise self._unread(segment, error) from error
        finally:
            os.close(fd)

    def _open(self, segment: Segment) -> int:
        for _ in range(_TRIES):
            path = self.cold().fetch(segment) if segment.place == COLD else self.path(segment)
            try:
                return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            except FileNotFoundError:
                found = self.segment(segment.id) or segment  # it may have been moved since its row was read
                if found.thinned is not segment.thinned:
                    raise Unavailable(f"{segment.path} has just been thinned to its key frames; ask again") from None
                segment = found
            except OSError as error:
                if error.errno == errno.EIO:
                    raise self._unread(segment, error) from error
                raise Unavailable(f"the disk of {segment.path} cannot be read: {error.strerror}") from error
        if not self.places.can_look(segment.place):
            raise Unavailable(f"the disk {segment.place or 'of the archive'} is away, and {segment.path} with it")
        raise DataLoss(f"the recording {segment.path} is gone from the disk")

    def _unread(self, segment: Segment, error: OSError) -> DataLoss:
        self.places.read_failed(segment.place, segment.path, error)
        return DataLoss(f"the disk cannot read {segment.path}: {error.strerror}")

    def cold(self) -> ColdTier:
        """The object store's tier. Raises `Unavailable` where this process has none."""
        if self.places.cold is None:
            raise Unavailable("this process knows no object store")
        return self.places.cold


def _without_samples(info: FragmentInfo) -> FragmentInfo:
    return FragmentInfo(
        offset=info.offset,
        size_bytes=info.size_bytes,
        base_decode_time=info.base_decode_time,
        duration=info.duration,
        wall_us=info.wall_us,
        is_key=info.is_key,
    )
