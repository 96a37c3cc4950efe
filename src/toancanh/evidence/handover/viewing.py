"""Clips of a package to look at in a browser: encoded anew, the receiver's name and the time in every picture."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toancanh.evidence.verifier.verify import Bad, Movie, movie_of
from toancanh.kernel import DataLoss, NotFound, Unavailable
from toancanh.media.model import MEDIA_HZ, AccessUnit, Codec
from toancanh.media.pictures import Coded, PicturePool
from toancanh.media.pictures.caption import Caption

if TYPE_CHECKING:
    from toancanh.evidence.handover.service import Opened

_PIECE = 6 * MEDIA_HZ
_PATIENCE_S = 90.0


@dataclass(frozen=True, kw_only=True)
class Clip:
    """A clip of an open package; ``starts``: first sample of each piece, a key frame, and behind them the end."""

    path: Path
    start_us: int
    movie: Movie
    starts: Sequence[int]

    @property
    def pieces(self) -> int:
        """How many."""
        return len(self.starts) - 1


class Viewing:
    """Encodes in the workers of the web process, whose event loop they belong to."""

    def __init__(self, pictures: PicturePool, loop: asyncio.AbstractEventLoop) -> None:
        self._pictures = pictures
        self._loop = loop

    def piece(self, opened: Opened, number: int, index: int) -> bytes:
        """Piece ``index`` of clip ``number``: a fragmented MP4 that begins at 0. Raises `NotFound`, `Unavailable`."""
        clip = clip_of(opened, number)
        if not 0 <= index < clip.pieces:
            raise NotFound("the clip has no such piece")
        samples = clip.movie.samples[clip.starts[index] : clip.starts[index + 1]]
        first = samples[0]
        with clip.path.open("rb") as file:
            is_h265 = b"hvcC" in file.read(clip.movie.samples[0].offset)
            file.seek(first.offset)
            data = file.read(sum(sample.size for sample in samples))
        units = [
            AccessUnit(
                media_time=sample.time - first.time, is_key=sample.is_key,
                data=data[sample.offset - first.offset :][: sample.size], wall_us=0, arrival_us=0,
            )
            for sample in samples
        ]  # fmt: skip
        following = clip.movie.samples[clip.starts[index + 1] :][:1]
        until = following[0].time if following else max(sample.time for sample in samples) + MEDIA_HZ // 25
        making = self._pictures.rendition(
            Coded(
                codec=Codec.H265 if is_h265 else Codec.H264,
                configuration=clip.movie.configurations[first.entry],
                units=units,
            ),
            sequence=1,
            until_media_time=until - first.time,
            caption=Caption(
                name=plain_letters(opened.handover.to.name),
                wall_us=clip.start_us + first.time * 100 // 9,
                media_time=0,
                mark=plain_letters(opened.handover.mark),
            ),
        )
        try:
            made = asyncio.run_coroutine_threadsafe(making, self._loop).result(_PATIENCE_S)
        except TimeoutError as error:
            raise Unavailable("the pictures could not be made in time; try again") from error
        return made.head + made.body


def clip_of(opened: Opened, number: int) -> Clip:
    """A clip of the package, cut at key frames."""
    clips = opened.package.job.made["clips"]
    if not 0 <= number < len(clips):
        raise NotFound("the package has no such clip")
    path = opened.package.folder / clips[number]["name"]
    try:
        with path.open("rb") as file:
            movie = movie_of(file, path.stat().st_size)
    except (OSError, Bad) as error:
        raise DataLoss("the clip cannot be read") from error
    starts: list[int] = []
    for index, sample in enumerate(movie.samples):
        last = movie.samples[starts[-1]] if starts else None
        if last is None or (sample.is_key and (sample.time - last.time >= _PIECE or sample.entry != last.entry)):
            starts.append(index)
    return Clip(
        path=path, start_us=clips[number]["start_us"], movie=movie, starts=(*starts, len(movie.samples))
    )  # fmt: skip


def plain_letters(name: str) -> str:
    """What the letters of `write_on` can show of a Vietnamese name."""
    bare = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))[:60]
