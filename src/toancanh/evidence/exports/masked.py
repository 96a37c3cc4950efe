"""Clips that are encoded anew: what is hidden is black; where it is wanted time and name stand in the picture."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from toancanh.evidence.exports.writing import Piece, write_pieces
from toancanh.evidence.model import ExportFile
from toancanh.evidence.package.clips import ReadPart, sample_entry
from toancanh.evidence.package.mp4 import PlainTrack
from toancanh.media.fmp4 import read_fragments, top_level_box
from toancanh.media.model import Areas
from toancanh.media.pictures import PicturePool
from toancanh.media.pictures.caption import Caption
from toancanh.media.playback import Footage
from toancanh.media.playback.pieces import cut
from toancanh.media.playback.spans import Span

_PIECE_US = 2_000_000
_PATIENCE_S = 120.0


class Masked:
    """Encodes in the workers of the web process, whose event loop they belong to."""

    def __init__(self, *, footage: Footage, pictures: PicturePool, loop: asyncio.AbstractEventLoop) -> None:
        self._footage = footage
        self._pictures = pictures
        self._loop = loop

    def write(
        self,
        parts: Sequence[ReadPart],
        hidden: Areas,
        words: str,
        folder: Path,
        name: str,
        progress: Callable[[int], None],
    ) -> ExportFile:
        """The clip. Raises `Unavailable` where pictures cannot be decoded."""
        spool = folder / (name + ".spool")
        spool.parent.mkdir(parents=True, exist_ok=True)
        track = PlainTrack(start_us=parts[0].part.start_us)
        places: list[tuple[int, int]] = []
        try:
            with spool.open("w+b", buffering=0) as file:
                for part in parts:
                    places += self._encoded(file.fileno(), part, hidden, words, track, progress)
                made, _ = write_pieces(folder, name, track.head(), _read(file.fileno(), places), lambda _: None)
        finally:
            spool.unlink(missing_ok=True)
        return made

    def _encoded(
        self, fd: int, part: ReadPart, hidden: Areas, words: str, track: PlainTrack, progress: Callable[[int], None]
    ) -> Iterator[tuple[int, int]]:
        asked = Span(start_us=part.part.start_us, end_us=part.part.end_us)
        for piece in cut([part.part.track], asked, target_us=_PIECE_US):
            making = self._pictures.rendition(
                self._footage.coded(piece),
                sequence=1,
                until_media_time=piece.media_end,
                hidden=hidden,
                caption=Caption(name=words, wall_us=piece.start_us, media_time=piece.media_start) if words else None,
            )
            made = asyncio.run_coroutine_threadsafe(making, self._loop).result(_PATIENCE_S)
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
