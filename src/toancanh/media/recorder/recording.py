"""All that records in one media process, wired: recovery, writer, index, retention."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path

from toancanh.infra.logs import get_logger
from toancanh.infra.rounds import Rounds
from toancanh.kernel import Clock, IdSource, Unavailable
from toancanh.media.archive import ArchiveIndex, Keeping, Retention, RetentionLimits, StreamKey, recover
from toancanh.media.archive.index_writer import IndexWriter
from toancanh.media.archive.model import COPIES, Copy
from toancanh.media.archive.recovery import recover_everything_next_time, recover_returned
from toancanh.media.archive.reserve import Reserve
from toancanh.media.archive.retention import Quota
from toancanh.media.archive.thinning import LOOK_EVERY_US as THINNING_EVERY_US
from toancanh.media.archive.thinning import Thinning
from toancanh.media.model import GapCause
from toancanh.media.recorder.output import Output, write_all
from toancanh.media.recorder.recorder import Recorder
from toancanh.media.recorder.syncing import DiskSync, syncfs
from toancanh.media.recorder.writer import LINGER_S, ArchiveWriter, WriterStatus

_log = get_logger(__name__)


class Recording:
    """Recovers the streams of the cameras in ``owned`` and is ready to record when it is made. Raises `Unavailable`.

    ``limits`` gives the retention limits of every stream that should exist, of all media processes (the disk's floor is
    kept over all of them); it is called in a thread. ``keeping`` is asked before each deletion. ``copies``: which of
    them it recovers and thins.
    """

    def __init__(
        self,
        archive: ArchiveIndex,
        *,
        clock: Clock,
        ids: IdSource,
        owned: Callable[[str], bool],
        limits: Callable[[], Mapping[StreamKey, RetentionLimits]],
        default_limits: RetentionLimits,
        min_free_bytes: int,
        segment_seconds: int = 300,
        fragment_seconds: float = 1.0,
        keeping: Keeping | None = None,
        quotas: Callable[[], Sequence[Quota]] = tuple,
        sync_seconds: float = 5.0,
        sync: Callable[[Path], None] = syncfs,
        free_bytes: Callable[[], int] | None = None,
        write: Callable[[Output, Sequence[bytes]], None] = write_all,
        look_every_s: float = 5.0,
        linger_s: float = LINGER_S,
        copies: Collection[Copy] = COPIES,
    ) -> None:
        archive.root.mkdir(parents=True, exist_ok=True)
        self.recovery = recover(archive, ids=ids, owned=owned, at_risk_us=round(4e6 * sync_seconds), copies=copies)
        self._clock = clock
        self._ids = ids
        self._segment_seconds = segment_seconds
        self._fragment_seconds = fragment_seconds
        self._closing = threading.Event()
        self._retention = Retention(
            archive,
            clock=clock,
            ids=ids,
            limits=limits,
            default=default_limits,
            min_free_bytes=min_free_bytes,
            keeping=keeping,
            quotas=quotas,
            free_bytes=free_bytes,
            rest=self._rest,
        )
        self._archive = archive
        self._owned = owned
        self._copies = copies
        self._begun_us = clock.now_us()
        self._away: dict[StreamKey, tuple[GapCause, int]] = {}
        self._no_space = False
        self._reserve = Reserve(archive.root)
        self._deleting = _rounds("archive-retention", self._look, look_every_s)
        index = IndexWriter(archive.database, on_dropped=partial(recover_everything_next_time, archive, owned, copies))
        self.writer = ArchiveWriter(
            archive=archive,
            index=index,
            ids=ids,
            tails=self.recovery.tails,
            write=write,
            on_no_space=self._need_room,
            linger_s=linger_s,
        )
        index.start()
        self.writer.start()
        self.disk_sync = DiskSync(self._folders, clock=clock, sync=sync)
        self._thinning = Thinning(
            archive,
            clock=clock,
            owned=owned,
            limits=limits,
            keeping=keeping,
            stopping=self._closing.is_set,
            copies=copies,
        )
        self._rounds = [
            self._deleting,
            _rounds("archive-sync", self.disk_sync.round, sync_seconds),
            _rounds("archive-thinning", self._thinning.look, THINNING_EVERY_US / 1e6),
            Rounds(
                "archive-disks",
                self._look_at_disks,
                every_s=look_every_s,
                log=_log,
                put_off="",
                crashed="a fault while the disks were looked at; they are looked at again",
                join_s=0.0,  # a disk that hangs holds up nobody
            ),
        ]
        for one in self._rounds:
            one.start()
        self._deleting.wake()

    def recorder(self, key: StreamKey, *, avoid: str | None = None) -> Recorder:
        """A sink that records this stream, in another place than ``avoid`` where there is one; `close` ends it."""
        return Recorder(
            key=key,
            writer=self.writer,
            clock=self._clock,
            ids=self._ids,
            segment_seconds=self._segment_seconds,
            fragment_seconds=self._fragment_seconds,
            avoid=avoid,
        )

    def away(self, key: StreamKey, cause: GapCause, since_us: int) -> None:
        """A stream that should be recorded does not come, for this reason since then. May be said again and again."""
        if self._away.get(key) != (cause, since_us):
            self._away[key] = (cause, since_us)
            self.writer.interrupted(key, cause, since_us)

    def status(self) -> WriterStatus:
        """For metrics, health and the console."""
        return self.writer.status()

    def close(self, timeout_s: float = 30.0) -> bool:
        """After all recorders are closed: write what is left. False where disk or database stayed away."""
        self._closing.set()
        for one in self._rounds:
            one.close()
        return self.writer.close(timeout_s)

    def _folders(self) -> list[Path]:
        database = self._archive.database.engine.url.database
        beside = [Path(database).parent] if self._archive.database.is_sqlite and database else []
        return [self._archive.root, *self._archive.places.present().values(), *beside]

    def _look_at_disks(self) -> None:
        places = self._archive.places
        places.look()
        if returned := places.take_returned():
            recover_returned(self._archive, returned, ids=self._ids, owned=self._owns, begun_us=self._begun_us)

    def _owns(self, key: StreamKey) -> bool:
        return key.copy in self._copies and self._owned(key.camera_id)

    def _need_room(self) -> None:
        self._no_space = True
        self._deleting.wake()

    def _rest(self, seconds: float) -> bool:
        """Between deletions. True ends the look under way: at the end, and where room is wanted before all else."""
        return self._closing.wait(seconds) or self._no_space

    def _look(self) -> None:
        """In a thread of its own: the index learns of new recordings while old ones go."""
        no_space = self._no_space
        if no_space:
            self._no_space = False
        answered = False
        try:
            if no_space:
                self._reserve.release()
            run = self._retention.look(no_space=no_space)
            answered = not run.interrupted
        except (Unavailable, OSError) as error:
            _log.repeated("retention", "retention cannot run now", error=str(error))
            return
        finally:
            if no_space and not answered:  # set alone: the writer may have asked again meanwhile
                self._no_space = True
        if not answered:
            return
        if run.full and not self.writer.disk_full:
            _log.error(
                "the disk is full and nothing more may be deleted: recording stands until there is room",
                free_bytes=run.free_bytes,
            )
        elif self.writer.disk_full and not run.full:
            _log.info("there is room again: recording goes on", free_bytes=run.free_bytes)
        self.writer.disk_full = run.full
        if not run.full:
            self._reserve.keep()


def _rounds(name: str, work: Callable[[], object], every_s: float) -> Rounds:
    """Beside recording; closing waits for the one under way, not forever: a disk may hang."""
    return Rounds(
        name,
        work,
        every_s=every_s,
        log=_log,
        put_off="a round beside recording cannot be made now",
        crashed="a fault in a round beside recording; the next one comes",
        expected=(Unavailable, OSError),
        join_s=10.0,
    )
