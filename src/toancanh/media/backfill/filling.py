"""One hole fetched: asked for, judged, written, on record. Several may be on one event loop, which disk and database
block: it is a loop of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from toancanh.kernel import IdSource
from toancanh.media.archive import ArchiveIndex, Segment, StreamKey, store
from toancanh.media.archive.model import Copy
from toancanh.media.backfill.ports import EdgeFailure, EdgeReason, EdgeStorage, OpenEdgeStorage
from toancanh.media.backfill.writing import FillWriter
from toancanh.media.playback.spans import Span
from toancanh.registry.model import StreamRole

_DAY_US = 86_400_000_000
_MARGIN_US = 200_000
"""So far from what this copy has later it stops: times are slewed by less."""

_BESIDES_S = 120.0
_AHEAD_S = 0.05


class Pace:
    """No more than so many bytes a second, over all fills of one loop."""

    def __init__(self, bytes_per_s: int) -> None:
        self._bytes_per_s = bytes_per_s
        self._due_s = 0.0

    async def took(self, count: int) -> None:
        """Wait until these may have been taken."""
        now_s = asyncio.get_running_loop().time()
        self._due_s = max(self._due_s, now_s) + count / self._bytes_per_s
        if self._due_s - now_s > _AHEAD_S:
            await asyncio.sleep(self._due_s - now_s)


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What came of it. ``reason`` is None where the storage gave what it had of ``asked``."""

    asked: Span
    segments: tuple[Segment, ...] = ()
    reason: EdgeReason | None = None
    detail: str = ""

    @property
    def seconds(self) -> float:
        """So much was written."""
        return sum(((one.end_us or one.start_us) - one.start_us) / 1e6 for one in self.segments)


class Filling:
    """Fetches holes of main streams into `Copy.CAMERA`. ``note`` is called in the transaction of each segment."""

    def __init__(
        self,
        *,
        archive: ArchiveIndex,
        ids: IdSource,
        note: Callable[[Connection, Segment], None],
        open_storage: OpenEdgeStorage,
        pace: Pace,
        segment_seconds: int = 300,
        fragment_seconds: float = 1.0,
    ) -> None:
        self._archive = archive
        self._ids = ids
        self._note = note
        self._open_storage = open_storage
        self._pace = pace
        self._segment_seconds = segment_seconds
        self._fragment_seconds = fragment_seconds

    async def fill(self, camera_id: str, hole: Span) -> Filled:
        """Fetch what the camera has of it. Raises `Unavailable` where our own database is away."""
        try:
            storage = await asyncio.to_thread(self._open_storage, camera_id)
        except EdgeFailure as failure:
            return Filled(asked=hole, reason=failure.reason, detail=failure.detail)
        try:
            return await self._fill(storage, camera_id, hole)
        finally:
            with suppress(EdgeFailure):
                await storage.close()

    async def _fill(self, storage: EdgeStorage, camera_id: str, hole: Span) -> Filled:
        try:
            kept = await storage.kept()
        except EdgeFailure as failure:
            return Filled(asked=hole, reason=failure.reason, detail=failure.detail)
        if not kept:
            return Filled(asked=hole, reason=EdgeReason.NO_STORAGE, detail="the device has recorded nothing")
        found = _of(kept, hole)
        if found is None:
            return Filled(asked=hole, reason=EdgeReason.NOTHING_KEPT, detail="the device has nothing of that time")
        span, goes_on = found
        asked = Span(start_us=hole.start_us, end_us=span.end_us) if goes_on else hole
        key = StreamKey(camera_id, StreamRole.MAIN, Copy.CAMERA)
        room = self._room(key, span)
        if room.end_us <= max(room.start_us, span.start_us):
            detail = "this hole was filled by somebody else meanwhile"
            return Filled(asked=hole, reason=EdgeReason.RACED, detail=detail)
        writer = FillWriter(
            self._archive,
            key=key,
            ids=self._ids,
            clock=storage.clock,
            hole=span,
            room=room,
            note=self._note,
            segment_seconds=self._segment_seconds,
            fragment_seconds=self._fragment_seconds,
        )
        missed = await self._take(storage, span, writer)
        filled = Filled(asked=asked, segments=tuple(writer.written))
        if missed is None and not writer.within:
            missed = EdgeFailure(EdgeReason.NOTHING_KEPT, "the device sent nothing of that time")
        return filled if missed is None else replace(filled, reason=missed.reason, detail=missed.detail)

    async def _take(self, storage: EdgeStorage, span: Span, writer: FillWriter) -> EdgeFailure | None:
        """What cannot be believed is not written; of what was merely cut, what came is."""
        try:
            try:
                async with asyncio.timeout(_BESIDES_S + 2 * span.seconds), aclosing(storage.replay(span)) as pictures:
                    async for picture in pictures:
                        if not writer.take(picture):
                            break
                        await self._pace.took(len(picture.unit.data))
            except TimeoutError:
                writer.finish(whole=False)
                return EdgeFailure(EdgeReason.CUT, "the device was too slow")
            except EdgeFailure as failure:
                if failure.reason is not EdgeReason.CUT:
                    return failure
                writer.finish(whole=False)
                return failure
            writer.finish(whole=True)
        except EdgeFailure as failure:
            return failure
        except OSError as error:
            return EdgeFailure(EdgeReason.NO_ROOM, f"the disk refuses: {error.strerror}")
        finally:
            writer.abandon()
        return None

    def _room(self, key: StreamKey, span: Span) -> Span:
        """What this copy has nothing of, around a hole in it."""
        with self._archive.database.reading() as connection:
            around = store.segments_between(connection, key, span.start_us - _DAY_US, span.end_us + _DAY_US)
        ends = [one.end_us for one in around if one.end_us is not None and one.start_us < span.start_us]
        starts = [one.start_us for one in around if one.start_us >= span.start_us]
        return Span(
            start_us=max(ends, default=0), end_us=min(starts, default=span.end_us + _DAY_US + _MARGIN_US) - _MARGIN_US
        )


def _of(kept: Sequence[Span], hole: Span) -> tuple[Span, bool] | None:
    """What lies in the first recording that has some of the hole, and whether another one follows in it."""
    spans = sorted(
        (one for one in kept if one.start_us < hole.end_us and one.end_us > hole.start_us), key=lambda one: one.start_us
    )
    if not spans:
        return None
    first = Span(start_us=max(spans[0].start_us, hole.start_us), end_us=min(spans[0].end_us, hole.end_us))
    return first, len(spans) > 1
