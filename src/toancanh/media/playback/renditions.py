"""H.264 pieces of recorded H.265, made when a player asks for them and kept for the next who does."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool

from toancanh.media.model import Areas
from toancanh.media.pictures import PicturePool, Rendition
from toancanh.media.playback.footage import Footage
from toancanh.media.playback.kept import Kept
from toancanh.media.playback.pieces import Piece, Track

_KEPT_BYTES = 64 << 20

_Key = tuple[str, int, int, Areas]


class Renditions:
    """Belongs to one event loop. Those who ask for the same piece at once share one encoding."""

    def __init__(self, *, footage: Footage, pictures: PicturePool) -> None:
        self._footage = footage
        self._pictures = pictures
        self._kept: Kept[_Key, Rendition] = Kept(most_bytes=_KEPT_BYTES, size=lambda made: len(made.body))

    async def piece(self, piece: Piece, hidden: Areas) -> Rendition:
        """The piece in H.264, on the same media time, with what is ``hidden`` in black."""
        key = (piece.track.name, piece.first, piece.end, hidden)
        return await self._kept.get(key, lambda: self._make(piece, hidden))

    async def head(self, track: Track) -> bytes:
        """The initialisation of all pieces of a track: parameters, no picture."""
        kept = self._kept.first(lambda key: key[0] == track.name)
        if kept is not None:
            return kept.head
        coded = await run_in_threadpool(self._footage.head_coded, track)
        return (await self._pictures.rendition(coded, sequence=1, until_media_time=0)).head

    async def _make(self, piece: Piece, hidden: Areas) -> Rendition:
        coded = await run_in_threadpool(self._footage.coded, piece)
        return await self._pictures.rendition(
            coded, sequence=piece.first + 1, until_media_time=piece.media_end, hidden=hidden
        )  # fmt: skip
