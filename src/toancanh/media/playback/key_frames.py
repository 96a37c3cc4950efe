"""Key frames for who moves along the timeline: one picture decoded for each, and kept."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool

from toancanh.media.model import Areas
from toancanh.media.pictures import PicturePool
from toancanh.media.playback.footage import Footage
from toancanh.media.playback.kept import Kept
from toancanh.media.playback.pieces import Track
from toancanh.media.playback.stills import Still
from toancanh.registry import StreamRole

_KEPT_BYTES = 32 << 20

_Key = tuple[str, int, int, Areas]  # track, fragment, width; with other masks it is another picture


class KeyFrames:
    """Belongs to one event loop. Those who ask for the same one at once share its decoding."""

    def __init__(self, *, footage: Footage, pictures: PicturePool) -> None:
        self._footage = footage
        self._pictures = pictures
        self._kept: Kept[_Key, Still] = Kept(most_bytes=_KEPT_BYTES, size=lambda still: len(still.jpeg))

    async def at(self, camera_id: str, role: StreamRole, at_us: int, width: int, hidden: Areas) -> Still:
        """The key frame that the frame of ``at_us`` rests on; what is ``hidden`` is black in it. Raises `NotFound`
        where nothing was recorded then.
        """
        track, number = await run_in_threadpool(self._footage.key_frame_at, camera_id, role, at_us)
        key = (track.name, number, width, hidden)
        return await self._kept.get(key, lambda: self._make(track, key))

    async def _make(self, track: Track, key: _Key) -> Still:
        _, number, width, hidden = key
        coded = await run_in_threadpool(self._footage.key_coded, track, number)
        picture = await self._pictures.picture(coded, width=width, hidden=hidden)
        taken_us = track.fragments[number].wall_us
        return Still(jpeg=picture.jpeg, width=picture.width, height=picture.height, taken_us=taken_us, origin="archive")
