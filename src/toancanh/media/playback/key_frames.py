"""Key frames for who moves along the timeline: one picture decoded for each, and kept."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from starlette.concurrency import run_in_threadpool

from toancanh.media.model import Areas
from toancanh.media.pictures import PicturePool
from toancanh.media.playback.footage import Footage
from toancanh.media.playback.pieces import Track
from toancanh.media.playback.stills import Still
from toancanh.registry import StreamRole

_KEPT_BYTES = 32 << 20

_Key = tuple[str, int, int, Areas]  # segment, fragment, width; with other masks it is another picture


class KeyFrames:
    """Belongs to one event loop. Those who ask for the same one at once share its decoding."""

    def __init__(self, *, footage: Footage, pictures: PicturePool) -> None:
        self._footage = footage
        self._pictures = pictures
        self._kept: OrderedDict[_Key, Still] = OrderedDict()
        self._kept_bytes = 0
        self._under_way: dict[_Key, asyncio.Task[Still]] = {}

    async def at(self, camera_id: str, role: StreamRole, at_us: int, width: int, hidden: Areas) -> Still:
        """The key frame that the frame of ``at_us`` rests on; what is ``hidden`` is black in it. Raises `NotFound`
        where nothing was recorded then.
        """
        track, number = await run_in_threadpool(self._footage.key_frame_at, camera_id, role, at_us)
        key = (track.segment.id, number, width, hidden)
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.ensure_future(self._make(track, key))
            self._under_way[key] = task
            task.add_done_callback(lambda done: self._done(key, done))
        return await asyncio.shield(task)

    async def _make(self, track: Track, key: _Key) -> Still:
        _, number, width, hidden = key
        coded = await run_in_threadpool(self._footage.key_coded, track, number)
        picture = await self._pictures.picture(coded, width=width, hidden=hidden)
        taken_us = track.fragments[number].wall_us
        return Still(jpeg=picture.jpeg, width=picture.width, height=picture.height, taken_us=taken_us, origin="archive")

    def _done(self, key: _Key, task: asyncio.Task[Still]) -> None:
        self._under_way.pop(key, None)
        if task.cancelled() or task.exception() is not None:
            return
        self._kept[key] = task.result()
        self._kept_bytes += len(task.result().jpeg)
        while self._kept_bytes > _KEPT_BYTES:
            self._kept_bytes -= len(self._kept.popitem(last=False)[1].jpeg)
