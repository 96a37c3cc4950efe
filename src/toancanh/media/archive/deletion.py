"""The one door by which footage goes: what `plan_keeping` says and nobody holds, in an order that a crash cannot turn
into a lie (A9).
"""

from __future__ import annotations

import logging
import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection

from toancanh.governance.holds import DeletedFootage, Reason, Span, ThinnedFootage
from toancanh.infra.logs import get_logger
from toancanh.kernel import Clock, IdSource, format_rfc3339
from toancanh.media.archive import store, sums
from toancanh.media.archive.index import ArchiveIndex
from toancanh.media.archive.model import Gap, RetentionLimits, Segment, StreamKey
from toancanh.media.archive.places.copying import remove_from
from toancanh.media.archive.places.model import ROOT
from toancanh.media.archive.retention import DAY_US, EVER_US, Plan, Quota, StoredSegment, plan_keeping
from toancanh.media.model import GapCause

EXPIRY_PERIOD_US = 300_000_000
"""How often the limits by days are looked at; the floor is looked at with every call."""

_PAGE = 64
_TOGETHER = 16
"""So many go in one transaction: whoever else writes, if only who has looked at what, waits for it."""

_REST_US = 50_000
"""Between two transactions at least, and as long as the last one took: SQLite's writers stand in no queue."""

_ROOM_BYTES = 64 << 20
"""So much is made free at least, once something must be."""

_log = get_logger(__name__)


class Keeping(Protocol):
    """Who is asked before footage goes, and told when it has gone (`governance.holds`)."""

    def held(self, connection: Connection, camera_ids: Collection[str], /) -> Mapping[str, Sequence[Span]]:
        """What of these cameras must stay, by camera, as the connection sees it."""

    def note_deleted(self, tx: Connection, batch: Sequence[DeletedFootage], /) -> None:
        """Put it on record in the transaction of the deletion."""

    def note_thinned(self, tx: Connection, batch: Sequence[ThinnedFootage], /) -> None:
        """Put it on record in the transaction that puts the thinned files in place."""


class Unheld:
    """Nobody holds anything and nobody wants to know: an archive without a platform around it."""

    def held(self, _connection: Connection, _camera_ids: Collection[str], /) -> Mapping[str, Sequence[Span]]:
        """Nothing."""
        return {}

    def note_deleted(self, _tx: Connection, _batch: Sequence[DeletedFootage], /) -> None:
        """To nobody."""

    def note_thinned(self, _tx: Connection, _batch: Sequence[ThinnedFootage], /) -> None:
        """To nobody."""


@dataclass(frozen=True, kw_only=True)
class RetentionRun:
    """What one look brought: ``full`` where the disk is below its floor and nothing more may be deleted;
    ``interrupted``: it was ended early, so nothing is said of that.
    """

    deleted: int
    free_bytes: int
    full: bool
    interrupted: bool = False


class Retention:
    """``limits`` gives the limits of every stream that should exist, over all media processes; ``quotas`` those in
    force. ``rest`` waits so many seconds between transactions; True where nothing more should be done. Blocking.
    """

    def __init__(
        self,
        archive: ArchiveIndex,
        *,
        clock: Clock,
        ids: IdSource,
        limits: Callable[[], Mapping[StreamKey, RetentionLimits]],
        default: RetentionLimits,
        min_free_bytes: int,
        keeping: Keeping | None = None,
        quotas: Callable[[], Sequence[Quota]] = tuple,
        free_bytes: Callable[[], int] | None = None,
        rest: Callable[[float], bool] = lambda _seconds: False,
    ) -> None:
        self._archive = archive
        self._clock = clock
        self._ids = ids
        self._limits = limits
        self._default = default
        self._min_free_bytes = min_free_bytes
        self._keeping = keeping or Unheld()
        self._quotas = quotas
        self._stuck: dict[str, Segment] = {}
        self._free_bytes = free_bytes
        self._rest = rest
        self._looked_us: int | None = None

    def look(self, *, no_space: bool = False) -> RetentionRun:
        """Delete what must go; ``no_space``: a write has failed, so room is needed whatever the floor says.

        Raises `Unavailable` while the database is away.
        """
        now_us = self._clock.now_us()
        due = self._looked_us is None or abs(now_us - self._looked_us) >= EXPIRY_PERIOD_US
        due = due and not no_space  # recording stands: what else has to go waits
        deleted = 0
        rooms = self._rooms()
        low = {place: room for place, room in rooms.items() if no_space or room < self._min_free_bytes}
        if low or due:
            self._remove(list(self._stuck.values()))
            limits, quotas = self._limits(), self._quotas()
            # File systems may give room back late: what was deleted counts as free, lest too much goes.
            # Below the floor a tenth more is freed, so that it is not reached again with the next segment.
            everywhere: Mapping[str | None, int] = {None: 0} if due else {}
            for place, room_bytes in {**everywhere, **low}.items():
                wanted_bytes = 0
                if place in low:
                    wanted_bytes = max(self._min_free_bytes * 11 // 10, room_bytes + _ROOM_BYTES)
                while (free_bytes := max(room_bytes, self._rooms().get(place, 0))) < wanted_bytes or not no_space:
                    plan = self._plan(limits, quotas, now_us, free_bytes, wanted_bytes, place)
                    if not plan:
                        break
                    for first in range(0, len(plan), _TOGETHER):
                        begun_us = self._clock.monotonic_us()
                        taken = self._delete(plan[first : first + _TOGETHER], now_us)
                        deleted += len(taken)
                        room_bytes += sum(segment.size_bytes for segment in taken)
                        if self._rest(max(_REST_US, self._clock.monotonic_us() - begun_us) / 1e6):
                            return self._run(deleted, interrupted=True)
                        if no_space and room_bytes >= wanted_bytes:
                            break
        if due:
            self._looked_us = now_us
        return self._run(deleted)

    def _run(self, deleted: int, *, interrupted: bool = False) -> RetentionRun:
        free_bytes = max(self._rooms().values(), default=0)
        return RetentionRun(
            deleted=deleted,
            free_bytes=free_bytes,
            full=free_bytes < self._min_free_bytes and not interrupted,
            interrupted=interrupted,
        )

    def _rooms(self) -> Mapping[str | None, int]:
        """Free bytes by pool; of the one pool there is under None, which stands for all places."""
        if self._free_bytes is not None:
            return {None: self._free_bytes()}
        folders = self._archive.places.present()
        if set(folders) == {ROOT}:
            return {None: _free_on_disk(self._archive.root)}
        return {place: _free_on_disk(folder) for place, folder in folders.items()}

    def _plan(
        self,
        limits: Mapping[StreamKey, RetentionLimits],
        quotas: Sequence[Quota],
        now_us: int,
        free_bytes: int,
        wanted_bytes: int,
        place: str | None,
    ) -> list[tuple[StoredSegment, Reason]]:
        """A page of the oldest of each stream is enough: whatever is older than a page's end is in some page."""
        candidates: list[StoredSegment] = []
        complete_to_us = now_us
        with self._archive.database.reading() as connection:
            oldest = store.oldest_ends(connection)
            held = self._keeping.held(connection, {key.camera_id for key in oldest})
            over = {one.id: used - one.size_bytes for one, used in used_of(connection, quotas)}
            pressed = [one for one in quotas if over[one.id] > 0]
            for key, first_end_us in oldest.items():
                limit = limits.get(key, self._default)
                asked = free_bytes < wanted_bytes or any(key.camera_id in one.spans for one in pressed)
                days = min(limit.min_days, limit.max_days) if asked else limit.max_days
                ended_by_us = now_us - round(days * DAY_US)
                if first_end_us is None or first_end_us > ended_by_us:
                    continue
                page = list(
                    oldest_unheld(connection, key, held.get(key.camera_id, ()), ended_by_us, quotas=quotas, place=place)
                )
                candidates += page
                if len(page) == _PAGE and page[-1].end_us is not None:
                    complete_to_us = min(complete_to_us, page[-1].end_us)
        plan: Plan = plan_keeping(
            [item for item in candidates if item.end_us is not None and item.end_us <= complete_to_us],
            limits=limits,
            default=self._default,
            now_us=now_us,
            free_bytes=free_bytes,
            min_free_bytes=wanted_bytes,
            over_bytes=over,
        )
        return plan.deletions

    def _delete(self, plan: Sequence[tuple[StoredSegment, Reason]], now_us: int) -> list[Segment]:
        """Steps D1-D3 of the design; another process may have been faster with some, and a hold may have come."""
        taken: list[tuple[Segment, Reason]] = []
        with self._archive.database.transaction() as connection:
            held = self._keeping.held(connection, {item.key.camera_id for item, _ in plan})
            found = store.segments_by_id(connection, [item.id for item, _ in plan])
            for item, reason in plan:
                segment = found.get(item.id)
                if segment is None or holding(held.get(item.key.camera_id, ()), segment):
                    continue
                if store.set_deleting(connection, segment):
                    taken.append((segment, reason))
            for segment, _reason in taken:
                record_deleted(connection, segment, self._ids)
            if taken:
                self._keeping.note_deleted(connection, self._told(taken))
        segments = [segment for segment, _reason in taken]
        self._remove(segments)
        if taken:
            _log.info(
                "recordings deleted by retention",
                segments=len(taken),
                bytes=sum(segment.size_bytes for segment in segments),
                streams=len({segment.key for segment in segments}),
                oldest=format_rfc3339(min(segment.start_us for segment in segments)),
                newest=format_rfc3339(max(segment.start_us for segment in segments)),
            )
        return segments

    def _remove(self, segments: Sequence[Segment]) -> None:
        """D2, D3. A file that the disk does not let go is named, and tried again with each look; the others go on."""
        gone: list[Segment] = []
        for segment in segments:
            try:
                if not remove_file(self._archive, segment):
                    continue
            except OSError as error:
                self._stuck[segment.id] = segment
                _log.repeated(
                    "stuck",
                    "a recording cannot be removed from the disk; it is tried again",
                    level=logging.ERROR,
                    path=segment.path,
                    error=str(error),
                )
            else:
                self._stuck.pop(segment.id, None)
                gone.append(segment)
        with self._archive.database.transaction() as connection:
            for segment in gone:
                store.delete_segment(connection, segment.id)

    def _told(self, taken: Sequence[tuple[Segment, Reason]]) -> list[DeletedFootage]:
        """A line a stream and reason, however many files."""
        groups: dict[tuple[StreamKey, Reason], list[Segment]] = defaultdict(list)
        for segment, reason in taken:
            groups[segment.key, reason].append(segment)
        return [
            DeletedFootage(
                camera_id=key.camera_id,
                stream=key.name,
                start_us=min(segment.start_us for segment in segments),
                end_us=max(segment.end_us or segment.start_us for segment in segments),
                files=len(segments),
                size_bytes=sum(segment.size_bytes for segment in segments),
                reason=reason,
            )
            for (key, reason), segments in sorted(groups.items())
        ]


def used_of(connection: Connection, quotas: Sequence[Quota]) -> list[tuple[Quota, int]]:
    """Bytes that count for each: whole days out of the sums, days on which a camera changed hands row by row."""
    by_camera = sums.used_by_day(connection, {camera_id for one in quotas for camera_id in one.spans})
    return [
        (
            one,
            sum(
                _used_within(connection, camera_id, by_camera.get(camera_id, {}), from_us, to_us)
                for camera_id, spans in one.spans.items()
                for from_us, to_us in spans
            ),
        )
        for one in quotas
    ]


def _used_within(connection: Connection, camera_id: str, days: Mapping[int, int], from_us: int, to_us: int) -> int:
    first, last = -(-max(from_us, 0) // DAY_US), min(to_us, EVER_US) // DAY_US
    used = sum(size_bytes for day, size_bytes in days.items() if first <= day < last)
    for edge_us, day in ((from_us, first - 1), (to_us, last)):
        if 0 < edge_us < EVER_US and edge_us % DAY_US and day in days:
            start_us, end_us = max(from_us, day * DAY_US), min(to_us, (day + 1) * DAY_US)
            used += store.size_between(connection, camera_id, start_us, end_us)
        if first > last:  # both edges lie on one day
            break
    return used


def oldest_unheld(
    connection: Connection,
    key: StreamKey,
    held: Sequence[Span],
    ended_by_us: int,
    *,
    limit: int = _PAGE,
    quotas: Sequence[Quota] = (),
    place: str | None = None,
) -> Iterator[StoredSegment]:
    """Up to ``limit`` segments that nobody holds, the oldest first; what a hold covers is stepped over at once.
    ``place``: of this pool alone.
    """
    found, after_us = 0, -1
    while page := store.oldest_complete(
        connection, key, ended_by_us=ended_by_us, after_us=after_us, limit=limit, place=place
    ):
        for segment in page:
            after_us = max(after_us, segment.start_us)
            span = holding(held, segment)
            if span is not None:
                after_us = max(after_us, span.to_us - 1)
            elif found < limit:
                found += 1
                yield stored_of(segment, quotas)
        if found == limit:
            return


def stored_of(segment: Segment, quotas: Sequence[Quota] = (), *, held: bool = False) -> StoredSegment:
    """What the plan minds of it."""
    return StoredSegment(
        id=segment.id,
        key=segment.key,
        start_us=segment.start_us,
        end_us=segment.end_us,
        size_bytes=segment.size_bytes,
        state=segment.state,
        held=held,
        thinned=segment.thinned,
        counts_for=tuple(one.id for one in quotas if one.counts(segment.camera_id, segment.start_us)),
    )


def holding(held: Sequence[Span], segment: Segment) -> Span | None:
    """The first that covers any of it."""
    end_us = segment.start_us if segment.end_us is None else segment.end_us
    return next((span for span in held if span.touches(segment.start_us, max(end_us, segment.start_us + 1))), None)


def remove_file(archive: ArchiveIndex, segment: Segment) -> bool:
    """The file goes, and its day's folder with the last one. False where it cannot be reached from here: `Mover`
    finishes what lies in the object store or on a disk that is away.
    """
    if not archive.places.can_look(segment.place):
        return False
    remove_from(archive.places.folder(segment.place), segment.path)
    return True


def _free_on_disk(folder: Path) -> int:
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def record_deleted(connection: Connection, segment: Segment, ids: IdSource) -> None:
    """Note that pictures were here: one gap DELETED, made one with those it touches. What was missing between deleted
    recordings is part of it too, so that the table does not grow with the years.
    """
    end_us = segment.start_us if segment.end_us is None else segment.end_us
    first_left_us = store.first_kept_us(connection, segment.key)
    touching = [
        gap
        for gap in store.gaps_between(connection, segment.key, 0, end_us)
        if gap.end_us is not None
        and (
            (gap.cause is GapCause.DELETED and gap.end_us >= segment.start_us)
            or (gap.end_us <= end_us and (first_left_us is None or end_us <= first_left_us))
        )
    ]
    store.delete_gaps(connection, [gap.id for gap in touching])
    gap = Gap(
        id=ids.new_id(),
        camera_id=segment.camera_id,
        role=segment.role,
        copy=segment.copy,
        start_us=min([segment.start_us, *(gap.start_us for gap in touching)]),
        end_us=max([end_us, *(gap.end_us for gap in touching if gap.end_us is not None)]),
        cause=GapCause.DELETED,
    )
    store.insert_gap(connection, gap)
