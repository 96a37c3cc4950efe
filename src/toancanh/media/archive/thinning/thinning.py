"""Old footage keeps its key frames: which files, one after another, in steps that a crash cannot turn into a loss.

T1 The name of each new file is noted as spare. T2 It is made beside the old one, on disk and proven. T3 One
transaction: governance is asked what is held; the rows of the others name the new files, the old ones become spare; the
record gets its entry. T4 What is spare is removed, and forgotten. Recovery does T4.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress

from sqlalchemy import Connection

from toancanh.governance.holds import ThinnedFootage
from toancanh.infra.logs import get_logger
from toancanh.kernel import Clock, DataLoss, Unavailable, format_rfc3339
from toancanh.media.archive import store
from toancanh.media.archive.deletion import Keeping, Unheld, holding, stored_of
from toancanh.media.archive.fragment_table import pack_fragments
from toancanh.media.archive.index import ArchiveIndex
from toancanh.media.archive.model import COPIES, Copy, RetentionLimits, Segment, StreamKey, thinned_path
from toancanh.media.archive.retention import DAY_US, plan_keeping
from toancanh.media.archive.thinning import store as spares
from toancanh.media.archive.thinning.rewriting import Rewritten, rewrite
from toancanh.media.archive.thinning.store import SpareFile

LOOK_EVERY_US = 300_000_000
_BATCH = 16
_STRIDE_US = 2 * DAY_US
_AGAIN_US = DAY_US
"""What was held, or could not be read, is looked at again so often."""

_log = get_logger(__name__)


class Thinning:
    """Thins the streams of the cameras that this process owns. Blocking: it has a thread of its own, and ends within
    one file when ``stopping`` says so.
    """

    def __init__(
        self,
        archive: ArchiveIndex,
        *,
        clock: Clock,
        owned: Callable[[str], bool],
        limits: Callable[[], Mapping[StreamKey, RetentionLimits]],
        keeping: Keeping | None = None,
        stopping: Callable[[], bool] = lambda: False,
        copies: Collection[Copy] = COPIES,
    ) -> None:
        self._archive = archive
        self._clock = clock
        self._owned = owned
        self._copies = copies
        self._limits = limits
        self._keeping = keeping or Unheld()
        self._stopping = stopping
        self._done_us: dict[StreamKey, int] = {}
        self._again_us = 0

    def look(self) -> int:
        """Thin what is due; how many files. Raises `Unavailable` while the database is away."""
        now_us = self._clock.now_us()
        if now_us >= self._again_us:
            self._done_us.clear()
            self._again_us = now_us + _AGAIN_US
        limits = {key: one for key, one in self._limits().items() if one.thin_after_days is not None}
        owned = [key for key in sorted(limits) if key.copy in self._copies and self._owned(key.camera_id)]
        return sum(self._stream(key, limits, now_us) for key in owned)

    def _stream(self, key: StreamKey, limits: Mapping[StreamKey, RetentionLimits], now_us: int) -> int:
        due_us = now_us - round((limits[key].thin_after_days or 0.0) * DAY_US)
        thinned = 0
        with self._archive.database.reading() as connection:
            first_us = store.first_kept_us(connection, key)
        from_us = max(self._done_us.get(key, 0), first_us or 0)
        while first_us is not None and from_us < due_us and not self._stopping():
            to_us = min(from_us + _STRIDE_US, due_us)
            batch, from_us = self._due(key, limits, from_us, to_us, now_us)
            if batch:
                thinned += self._thin(batch)
            self._done_us[key] = from_us
        return thinned

    def _due(
        self, key: StreamKey, limits: Mapping[StreamKey, RetentionLimits], from_us: int, to_us: int, now_us: int
    ) -> tuple[list[Segment], int]:
        """Some of the stretch, and where the rest of it begins."""
        with self._archive.database.reading() as connection:
            held = self._keeping.held(connection, {key.camera_id}).get(key.camera_id, ())
            found = store.whole_between(connection, key, from_us, to_us, limit=_BATCH)
        segments = {one.id: one for one in found if self._archive.places.can_look(one.place)}
        plan = plan_keeping(
            (stored_of(one, held=holding(held, one) is not None) for one in segments.values()),
            limits=limits,
            default=limits[key],
            now_us=now_us,
            free_bytes=0,
            min_free_bytes=0,
        )
        rest_us = found[-1].start_us + 1 if len(found) == _BATCH else to_us
        return [segments[one.id] for one in plan.thinnings], rest_us

    def _thin(self, batch: Sequence[Segment]) -> int:
        news = [SpareFile(thinned_path(one.path), one.place, one.camera_id) for one in batch]
        with self._archive.database.transaction() as connection:
            spares.forget(connection, news)
            spares.note(connection, news)
        made = [(one, found) for one in batch if not self._stopping() and (found := self._rewritten(one)) is not None]
        with self._archive.database.transaction() as connection:
            held = self._keeping.held(connection, {one.camera_id for one in batch})
            put = [
                (one, found)
                for one, found in made
                if holding(held.get(one.camera_id, ()), one) is None and self._put(connection, one, found)
            ]
            counted = [SpareFile(thinned_path(one.path), one.place, one.camera_id) for one, _ in put]
            olds = [SpareFile(one.path, one.place, one.camera_id) for one, _ in put]
            spares.forget(connection, counted)
            if put:
                spares.note(connection, olds)
                self._keeping.note_thinned(connection, _told(put))
        remove_spares(self._archive, [*olds, *(one for one in news if one not in counted)])
        if put:
            _log.info(
                "recordings thinned by retention",
                segments=len(put),
                bytes=sum(one.size_bytes - found.size_bytes for one, found in put),
                oldest=format_rfc3339(min(one.start_us for one, _ in put)),
            )
        return len(put)

    def _rewritten(self, segment: Segment) -> Rewritten | None:
        proof = self._archive.proof(segment.id)
        path = self._archive.places.folder(segment.place) / thinned_path(segment.path)
        try:
            with self._archive.opened(segment) as fd:
                return rewrite(fd, path, root=None if proof is None else proof.root)
        except (DataLoss, Unavailable, OSError) as error:
            _log.repeated(
                "thin",
                "a recording cannot be thinned; it stays as it is",
                level=logging.ERROR,
                path=segment.path,
                error=str(error),
            )
            return None

    def _put(self, connection: Connection, segment: Segment, found: Rewritten) -> bool:
        return store.set_thinned(
            connection,
            segment,
            path=thinned_path(segment.path),
            size_bytes=found.size_bytes,
            table=pack_fragments(found.fragments),
        )


def remove_spares(archive: ArchiveIndex, files: Sequence[SpareFile]) -> None:
    """T4: files that no row names, then their names. What the disk does not let go is left for the next start."""
    gone: list[SpareFile] = []
    for one in files:
        with suppress(OSError):
            (archive.places.folder(one.place) / one.path).unlink(missing_ok=True)
            gone.append(one)
    with archive.database.transaction() as connection:
        spares.forget(connection, gone)


def recover_spares(archive: ArchiveIndex, owned: Callable[[str], bool], copies: Collection[Copy] = COPIES) -> None:
    """What a crash left between T1 and T4, of the streams of this process."""
    with archive.database.reading() as connection:
        found = [one for one in spares.spare_files(connection) if owned(one.camera_id) and one.copy in copies]
    remove_spares(archive, [one for one in found if archive.places.can_look(one.place)])


def _told(put: Sequence[tuple[Segment, Rewritten]]) -> list[ThinnedFootage]:
    """A line a stream, however many files."""
    groups: dict[StreamKey, list[tuple[Segment, Rewritten]]] = defaultdict(list)
    for segment, found in put:
        groups[segment.key].append((segment, found))
    return [
        ThinnedFootage(
            camera_id=key.camera_id,
            stream=key.name,
            start_us=min(segment.start_us for segment, _ in of_key),
            end_us=max(segment.end_us or segment.start_us for segment, _ in of_key),
            files=len(of_key),
            freed_bytes=sum(segment.size_bytes - found.size_bytes for segment, found in of_key),
        )
        for key, of_key in sorted(groups.items())
    ]
