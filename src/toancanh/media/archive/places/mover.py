"""Moves segments between places, one at a time, so that a crash at any step loses nothing and doubles nothing.

M1 a row says what goes where. M2 the bytes are copied and hashed. M3 they are read back from the target and are the
same. M4 one transaction: the segment's place, and that the move has switched. M5 the source goes, then the row.
Until M4 the source is the recording, from M4 on the target is (docs/design/tiers.md).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence

from sqlalchemy import Connection

from toancanh.infra.logs import get_logger
from toancanh.kernel import Clock, DataLoss, PlatformError
from toancanh.media.archive import store as segments
from toancanh.media.archive.index import ArchiveIndex
from toancanh.media.archive.model import COPIES, Segment, SegmentState, StreamKey
from toancanh.media.archive.places import store
from toancanh.media.archive.places.copying import Copying
from toancanh.media.archive.places.losing import Losing
from toancanh.media.archive.places.model import COLD, Move, MoveStep, PoolLook
from toancanh.media.archive.places.plan import pool_moves
from toancanh.media.archive.retention import DAY_US
from toancanh.registry.model import StreamRole

DEFAULT_BYTES_PER_S = 40_000_000
_FIRST_WAIT_US = 30_000_000
_LONGEST_WAIT_US = 3_600_000_000
_UNDER_WAY = 50
"""More moves than these are not begun: where a store is away, what waits stays short."""

_Step = tuple[str, str, int, store.Cameras | None]
_ThinnedStreams = Callable[[], Collection[tuple[str, StreamRole]]]

_log = get_logger(__name__)


class Mover:
    """Belongs to one thread of one process of the site. ``cold_days``: after how many days recordings of a camera go to
    the object store, where its retention class says so; ``thinned_streams``: whose recordings go there only once they
    are thinned, since nothing thins them there. ``at`` is told each step before it is done.
    """

    def __init__(
        self,
        archive: ArchiveIndex,
        *,
        clock: Clock,
        bytes_per_s: float = DEFAULT_BYTES_PER_S,
        sleep: Callable[[float], None] = time.sleep,
        losing: Losing | None = None,
        cold_days: Callable[[], Mapping[str, float]] = dict,
        thinned_streams: _ThinnedStreams = tuple,
        at: Callable[[str], None] = lambda _step: None,
    ) -> None:
        self._archive = archive
        self._database = archive.database
        self._places = archive.places
        self._clock = clock
        self._copying = Copying(archive.places, bytes_per_s=bytes_per_s, sleep=sleep)
        self._losing = losing
        self._cold_days = cold_days
        self._thinned_streams = thinned_streams
        self._at = at

    def look(self) -> bool:
        """Do the next thing there is to do; False where there is none now. Raises `Unavailable` (the database)."""
        looks = list(self._places.look().values())
        if (self._losing is not None and self._losing.look()) or self._finish_a_deletion():
            return True
        now_us = self._clock.now_us()
        with self._database.reading() as connection:
            under_way = store.moves(connection)
        due = next((move for move in under_way if move.next_us <= now_us), None)
        if due is None and len(under_way) < _UNDER_WAY:
            due = self._begin(looks, {one.segment_id for one in under_way}, now_us)
        if due is None:
            return False
        self._go(due)
        return True

    # what next

    def _begin(self, looks: Sequence[PoolLook], busy: set[str], now_us: int) -> Move | None:
        """M1."""
        with self._database.reading() as connection:
            found = self._next(connection, looks, busy, now_us)
        if found is None:
            return None
        segment, to_place = found
        move = Move(
            segment_id=segment.id,
            path=segment.path,
            from_place=segment.place,
            to_place=to_place,
            step=MoveStep.COPYING,
            started_us=now_us,
        )
        self._at("M1")
        with self._database.transaction() as connection:
            store.insert_move(connection, move)
        return move

    def _next(
        self, connection: Connection, looks: Sequence[PoolLook], busy: set[str], now_us: int
    ) -> tuple[Segment, str] | None:
        """Drain first, then what is due for the object store, then even out."""
        wanted = pool_moves(looks, self._places.floor_bytes)
        steps: list[_Step] = [(one.source, one.target, now_us, None) for one in wanted if one.draining]
        cold = store.cold_settings(connection)
        if cold is not None and not cold.paused and self._places.cold is not None:
            steps += self._to_cold(looks, cold.after_days, now_us)
        to_cold = any(target == COLD for _, target, _, _ in steps)
        thinned = [StreamKey(*key, copy) for key in self._thinned_streams() for copy in COPIES] if to_cold else ()
        steps += [(one.source, one.target, now_us, None) for one in wanted if not one.draining]
        for source, target, ended_by_us, cameras in steps:
            if self._places.can_look(source):
                page = store.oldest_in_place(
                    connection, source, ended_by_us=ended_by_us, limit=len(busy) + 1, cameras=cameras,
                    thinned=thinned if target == COLD else (),
                )  # fmt: skip
                first = next((one for one in page if one not in busy), None)
                segment = None if first is None else segments.segment_by_id(connection, first)
                if segment is not None:
                    return segment, target
        return None

    def _to_cold(self, looks: Sequence[PoolLook], after_days: float, now_us: int) -> list[_Step]:
        """The site's number, but for cameras whose class says another."""
        own = self._cold_days()
        found: list[tuple[float, store.Cameras | None]] = [
            (after_days, store.Cameras(frozenset(own), but=True) if own else None)
        ]
        for days in sorted(set(own.values())):
            found.append((days, store.Cameras(frozenset(one for one, of in own.items() if of == days))))
        return [
            (one.pool.name, COLD, now_us - round(days * DAY_US), cameras) for one in looks for days, cameras in found
        ]

    # doing it

    def _go(self, move: Move) -> None:
        try:
            if move.step is MoveStep.COPYING and not self._copy(move):
                return
            self._at("M5")
            self._copying.remove(move.path, move.from_place)
            with self._database.transaction() as connection:
                store.delete_move(connection, move.segment_id)
        except (PlatformError, OSError) as error:
            self._put_off(move, error.detail if isinstance(error, PlatformError) else str(error))

    def _copy(self, move: Move) -> bool:
        """M2 to M4: True once the index names the target."""
        segment = self._archive.segment(move.segment_id)
        if segment is None or segment.state is not SegmentState.COMPLETE or segment.place != move.from_place:
            self._call_off(move)
            return False
        self._at("M2")
        written = self._copying.write(move.path, move.from_place, move.to_place)
        self._at("M3")
        found = self._copying.read_back(move.path, move.to_place)
        if found != written or written[0] != segment.size_bytes:
            raise DataLoss(
                f"of {move.path} {written[0]} bytes were written and {found[0]} read back, not the same or not those "
                f"of the index ({segment.size_bytes}): the source stays, and the copy is tried again"
            )
        self._copying.settle(move.path, move.to_place)
        self._at("M4")
        with self._database.transaction() as connection:
            switched = store.set_place(connection, segment, move.to_place)
            if switched:
                store.set_switched(connection, move.segment_id)
                if move.to_place == COLD:
                    store.put_cold_object(connection, segment.id, *written, self._clock.now_us())
                    store.set_cold_failed(connection, None, "")
        if not switched:  # deleted or thinned meanwhile
            self._call_off(move)
        return switched

    def _call_off(self, move: Move) -> None:
        """The recording is not what it was: what lies at the target is nobody's."""
        self._copying.remove(move.path, move.to_place)
        with self._database.transaction() as connection:
            store.delete_move(connection, move.segment_id)

    def _put_off(self, move: Move, error: str) -> None:
        wait_us = min(_FIRST_WAIT_US << min(move.attempts, 20), _LONGEST_WAIT_US)
        _log.repeated(
            "move", "a recording could not be moved; it is tried again", to=move.to_place, error=error, path=move.path
        )
        now_us = self._clock.now_us()
        with self._database.transaction() as connection:
            store.put_off(
                connection, move.segment_id, attempts=move.attempts + 1, next_us=now_us + wait_us, error=error
            )
            if COLD in (move.to_place, move.from_place):
                store.set_cold_failed(connection, now_us, error)

    # what retention could not finish

    def _finish_a_deletion(self) -> bool:
        """D3 of what lies in the object store, or lay on a disk that was away."""
        with self._database.reading() as connection:
            waiting = segments.segments_in_state(connection, SegmentState.DELETING)
        for segment in waiting:
            if segment.place != COLD and not (segment.place and self._places.can_look(segment.place)):
                continue
            try:
                self._copying.remove(segment.path, segment.place)
            except (PlatformError, OSError) as error:
                _log.repeated("deletion", "a recording that must go cannot be deleted yet", error=str(error))
                continue
            with self._database.transaction() as connection:
                segments.delete_segment(connection, segment.id)
                store.delete_cold_object(connection, segment.id)
            return True
        return False
