"""What lay on a disk that was given up becomes gaps, a page at a time, so that recording never waits for it.

The proof of what was lost stays: it says that it was recorded, and keeps the chain of its stream whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from toancanh.governance.holds import DeletedFootage, Reason
from toancanh.infra.logs import get_logger
from toancanh.kernel import Clock, IdSource
from toancanh.media.archive import store as segments
from toancanh.media.archive.deletion import Keeping, Unheld
from toancanh.media.archive.index import ArchiveIndex
from toancanh.media.archive.model import Gap, Segment, SegmentState
from toancanh.media.archive.places import store
from toancanh.media.archive.places.keeper import PlacesKeeper
from toancanh.media.archive.places.model import COLD, ROOT, Move, MoveStep, Pool
from toancanh.media.archive.spans import HOLE_US
from toancanh.media.archive.thinning.store import forget, spare_files
from toancanh.media.model import GapCause

if TYPE_CHECKING:
    from toancanh.media.archive.model import StreamKey

_PAGE = 100
_STILL_WRITTEN_US = 3_600_000_000
"""A file that nothing follows may be written yet; one that began so long before cannot."""

_EVER_US = 1 << 62

_HEARD_US = 60_000_000
"""By then every process has heard of it: no row comes that names it."""

_log = get_logger(__name__)


class Losing:
    """Belongs to the mover's thread. ``keeping`` puts on record whose recordings were lost."""

    def __init__(
        self,
        archive: ArchiveIndex,
        *,
        keeper: PlacesKeeper,
        clock: Clock,
        ids: IdSource,
        keeping: Keeping | None = None,
    ) -> None:
        self._archive = archive
        self._database = archive.database
        self._keeper = keeper
        self._clock = clock
        self._ids = ids
        self._keeping = keeping or Unheld()

    def look(self) -> bool:
        """Turn a page; False where nothing is given up, or it has to wait. Raises `Unavailable` (the database)."""
        with self._database.reading() as connection:
            lost = [pool for pool in store.pools(connection) if pool.lost_us is not None]
        return any(self._turn(pool) for pool in lost)

    def _turn(self, pool: Pool) -> bool:
        now_us = self._clock.now_us()
        with self._database.transaction() as tx:
            if all(one.name != pool.name or one.lost_us is None for one in store.pools(tx)):
                return False  # it has just been taken back
            self._call_off_moves(tx, pool.name)
            page = store.page_in_place(tx, pool.name, writing=False, limit=_PAGE)
            ends = {segment.id: segment.end_us or segment.start_us for segment in page}
            waits = False
            if not page:
                for segment in store.page_in_place(tx, pool.name, writing=True, limit=_PAGE):
                    end_us = _next_us(tx, segment)
                    if end_us is None and now_us - segment.start_us < _STILL_WRITTEN_US:
                        waits = True
                        continue
                    page.append(segment)
                    ends[segment.id] = now_us if end_us is None else end_us
            for segment in page:
                segments.delete_segment(tx, segment.id)
                if segment.state is not SegmentState.DELETING:
                    self._explain(tx, segment, ends[segment.id])
            told = [one for one in page if one.state is not SegmentState.DELETING]
            if told:
                self._keeping.note_deleted(tx, _told(told, ends))
        if page or waits or now_us - (pool.lost_us or 0) < _HEARD_US:
            return bool(page)
        return self._end(pool)

    def _call_off_moves(self, tx: Connection, place: str) -> None:
        """What was on its way there is where it came from; what was on its way from there is where it went."""
        for move in store.moves(tx):
            if move.to_place == place:
                if move.step is MoveStep.SWITCHED:
                    self._save(tx, move)
                store.delete_move(tx, move.segment_id)
            elif move.from_place == place and move.step is MoveStep.SWITCHED:
                store.delete_move(tx, move.segment_id)
        forget(tx, [one for one in spare_files(tx) if one.place == place])

    def _save(self, tx: Connection, move: Move) -> None:
        """The source may not have been deleted yet."""
        segment = segments.segment_by_id(tx, move.segment_id)
        folders = self._archive.places.present()
        if segment is None or move.from_place == COLD or move.from_place not in folders:
            return
        if (folders[move.from_place] / move.path).is_file():
            store.set_place(tx, segment, move.from_place)

    def _explain(self, tx: Connection, segment: Segment, end_us: int) -> None:
        """One gap `disk_lost`, made one with those it touches."""
        touching = [
            gap
            for gap in segments.gaps_between(tx, segment.key, segment.start_us - HOLE_US, end_us + HOLE_US)
            if gap.cause is GapCause.DISK_LOST and gap.end_us is not None
        ]
        segments.delete_gaps(tx, [gap.id for gap in touching])
        gap = Gap(
            id=self._ids.new_id(),
            camera_id=segment.camera_id,
            role=segment.role,
            copy=segment.copy,
            start_us=min([segment.start_us, *(gap.start_us for gap in touching)]),
            end_us=max([end_us, *(gap.end_us for gap in touching if gap.end_us is not None)]),
            cause=GapCause.DISK_LOST,
        )
        segments.insert_gap(tx, gap)

    def _end(self, pool: Pool) -> bool:
        """Nothing of it is left: a pool goes, the archive's own folder waits for another disk."""
        with self._database.transaction() as tx:
            if pool.name != ROOT:
                store.delete_pool(tx, pool.name)
            elif not self._keeper.renew_root(tx):
                return False
        _log.info("nothing is left in the index of a disk that was given up", pool=pool.name or "root")
        return True


def _next_us(tx: Connection, segment: Segment) -> int | None:
    """When the stream went on, or was said to be missing; None: nothing follows."""
    following = segments.oldest_complete(tx, segment.key, ended_by_us=_EVER_US, after_us=segment.start_us, limit=1)
    starts = [one.start_us for one in following]
    starts += [one.start_us for one in segments.gaps_between(tx, segment.key, segment.start_us, _EVER_US)]
    return min((start_us for start_us in starts if start_us > segment.start_us), default=None)


def _told(lost: Sequence[Segment], ends: dict[str, int]) -> list[DeletedFootage]:
    """A line a stream, however many files."""
    groups: dict[StreamKey, list[Segment]] = {}
    for segment in lost:
        groups.setdefault(segment.key, []).append(segment)
    return [
        DeletedFootage(
            camera_id=key.camera_id,
            stream=key.name,
            start_us=min(one.start_us for one in of_stream),
            end_us=max(ends[one.id] for one in of_stream),
            files=len(of_stream),
            size_bytes=sum(one.size_bytes for one in of_stream),
            reason=Reason.LOST,
        )
        for key, of_stream in sorted(groups.items())
    ]
