"""Clips that are encoded anew: what is hidden is black, what moves is pixelated, time and name stand in the picture:
each as it is wanted.
"""

from __future__ import annotations

import asyncio
import os
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from toancanh.evidence.exports.writing import Piece, write_pieces
from toancanh.evidence.model import ExportFile
from toancanh.evidence.package.clips import ClipPart, ReadPart, sample_entry
from toancanh.evidence.package.mp4 import PlainTrack
from toancanh.media.fmp4 import read_fragments, top_level_box
from toancanh.media.model import AccessUnit, Areas
from toancanh.media.pictures import Coded, PicturePool
from toancanh.media.pictures.caption import Caption
from toancanh.media.playback import Footage
from toancanh.media.playback.pieces import Track, cut
from toancanh.media.playback.spans import Span

_PIECE_US = 2_000_000
_PATIENCE_S = 120.0
_AROUND_US = 300_000_000
_MOST_STILL = 31
"""Key frames within five minutes of a piece, whose median is the background."""
_KEPT_KEYS = 96

Removed = list[tuple[int, float]]
"""From this time on, this share of the picture was pixelated."""


class Masked:
    """Encodes in the workers of the web process, whose event loop they belong to."""

    def __init__(self, *, footage: Footage, pictures: PicturePool, loop: asyncio.AbstractEventLoop) -> None:
        self._footage = footage
        self._pictures = pictures
        self._loop = loop
        self._keys: OrderedDict[tuple[str, int], Coded] = OrderedDict()

    def write(
        self,
        parts: Sequence[ReadPart],
        hidden: Areas,
        words: str,
        folder: Path,
        name: str,
        progress: Callable[[int], None],
        *,
        moving: bool = False,
    ) -> tuple[ExportFile, Removed]:
        """The clip, and how much was removed of it where what is ``moving`` goes. Raises `Unavailable` where pictures
        cannot be decoded.
        """
        spool = folder / (name + ".spool")
        spool.parent.mkdir(parents=True, exist_ok=True)
        track = PlainTrack(start_us=parts[0].part.start_us)
        places: list[tuple[int, int]] = []
        removed: Removed = []
        try:
            with spool.open("w+b", buffering=0) as file:
                for part in parts:
                    still = [one.part for one in parts if one.configuration == part.configuration] if moving else []
                    places += self._encoded(file.fileno(), part, hidden, words, track, progress, still, removed)
                made, _ = write_pieces(folder, name, track.head(), _read(file.fileno(), places), lambda _: None)
        finally:
            spool.unlink(missing_ok=True)
        return made, removed

    def _encoded(
        self, fd: int, part: ReadPart, hidden: Areas, words: str, track: PlainTrack, progress: Callable[[int], None],
        still: Sequence[ClipPart], removed: Removed,
    ) -> Iterator[tuple[int, int]]:  # fmt: skip
        asked = Span(start_us=part.part.start_us, end_us=part.part.end_us)
        for piece in cut([part.part.track], asked, target_us=_PIECE_US):
            making = self._pictures.rendition(
                self._footage.coded(piece),
                sequence=1,
                until_media_time=piece.media_end,
                hidden=hidden,
                caption=Caption(name=words, wall_us=piece.start_us, media_time=piece.media_start) if words else None,
                background=self._background(still, piece.start_us) if still else (),
            )
            made = asyncio.run_coroutine_threadsafe(making, self._loop).result(_PATIENCE_S)
            if still:
                removed.append((piece.start_us, made.removed))
            at = os.lseek(fd, 0, os.SEEK_END)
            os.write(fd, made.head + made.body)
            moov = _moov(made.head)
            for info in read_fragments(fd, at):
                first, last = info.samples[0], info.samples[-1]
                track.add(
                    sample_entry(moov),
                    [
                        (
                            sample.size_bytes,
                            piece.start_us + (sample.media_time - piece.media_start) * 100 // 9,
                            sample.media_time - sample.decode_time,
                            sample.duration,
                            sample.is_key,
                        )
                        for sample in info.samples
                    ],
                )
                yield first.offset, last.offset + last.size_bytes - first.offset
            progress(piece.size)

    def _background(self, still: Sequence[ClipPart], at_us: int) -> list[AccessUnit]:
        """Key frames around a time, evenly chosen."""
        keys = [
            (one.track, index)
            for one in still
            for index in range(one.first, one.last)
            if one.track.fragments[index].is_key and abs(one.track.fragments[index].wall_us - at_us) <= _AROUND_US
        ]
        step = max(1, -(-len(keys) // _MOST_STILL))
        return [unit for track, index in keys[::step] for unit in self._key(track, index).units]

    def _key(self, track: Track, index: int) -> Coded:
        name = (track.segment.id, index)
        found = self._keys.get(name) or self._footage.key_coded(track, index)
        self._keys[name] = found
        while len(self._keys) > _KEPT_KEYS:
            self._keys.popitem(last=False)
        return found


def _moov(head: bytes) -> bytes:
    fd = os.memfd_create("head")
    try:
        os.write(fd, head)
        return top_level_box(fd, b"moov") or b""
    finally:
        os.close(fd)


def _read(fd: int, places: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    for offset, size in places:
        yield os.pread(fd, size, offset), None
