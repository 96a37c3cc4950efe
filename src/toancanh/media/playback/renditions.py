"""H.264 pieces of recorded H.265, made when a player asks for them and kept for the next who does."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from starlette.concurrency import run_in_threadpool

from toancanh.media.model import Areas
from toancanh.media.pictures import PicturePool, Rendition
from toancanh.media.playback.footage import Footage
from toancanh.media.playback.pieces import Piece, Track

_KEPT_BYTES = 64 << 20

_Key = tuple[str, int, int, Areas]


class Renditions:
    """Belongs to one event loop. Those who ask for the same piece at once share one encoding."""

    def __init__(self, *, footage: Footage, pictures: PicturePool) -> None:
        self._footage = footage
        self._pictures = pictures
        self._kept: OrderedDict[_Key, Rendition] = OrderedDict()
        self._kept_bytes = 0
        self._under_way: dict[_Key, asyncio.Task[Rendition]] = {}

    async def piece(self, piece: Piece, hidden: Areas) -> Rendition:
        """The piece in H.264, on the same media time, with what is ``hidden`` in black."""
        key = (piece.track.segment.id, piece.first, piece.count, hidden)
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.ensure_future(self._make(piece, hidden))
            self._under_way[key] = task
            task.add_done_callback(lambda done: self._done(key, done))
        return await asyncio.shield(task)

    async def head(self, track: Track) -> bytes:
        """The initialisation of all pieces of a track: parameters, no picture."""
        kept = next((rendition for key, rendition in self._kept.items() if key[0] == track.segment.id), None)
        if kept is not None:
            return kept.head
        coded = await run_in_threadpool(self._footage.head_coded, track)
        return (await self._pictures.rendition(coded, sequence=1, until_media_time=0)).head

    async def _make(self, piece: Piece, hidden: Areas) -> Rendition:
        coded = await run_in_threadpool(self._footage.coded, piece)
        return await self._pictures.rendition(
            coded, sequence=piece.first + 1, until_media_time=piece.media_end, hidden=hidden
        )  # fmt: skip

    def _done(self, key: _Key, task: asyncio.Task[Rendition]) -> None:
        self._under_way.pop(key, None)
        if task.cancelled() or task.exception() is not None:
            return
        self._kept[key] = task.result()
        self._kept_bytes += len(task.result().body)
        while self._kept_bytes > _KEPT_BYTES:
            self._kept_bytes -= len(self._kept.popitem(last=False)[1].body)
