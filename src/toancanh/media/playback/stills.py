"""Single pictures: now from the media process, or of any instant from the archive; kept where many ask at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

from starlette.concurrency import run_in_threadpool

from toancanh.kernel import Clock, Unavailable
from toancanh.media.link import KeyFrame
from toancanh.media.model import Areas
from toancanh.media.pictures import Coded, Picture, PicturePool
from toancanh.media.playback.footage import Footage
from toancanh.media.playback.kept import Kept
from toancanh.registry import StreamRole

_SMALL_WIDTH = 480
_SMALL_KEPT_US = 8_000_000
_LARGE_KEPT_US = 500_000
_KEPT_BYTES = 32 << 20

_Key = tuple[str, StreamRole, int | None, Areas]  # with other masks it is another picture


@dataclass(frozen=True, kw_only=True)
class Still:
    """A picture and when it was taken (UTC); ``origin`` is ``live`` or ``archive``."""

    jpeg: bytes
    width: int
    height: int
    taken_us: int
    origin: str


class _Made(NamedTuple):
    at_us: int  # monotonic
    still: Still


class Camera(Protocol):
    """The media process that has a camera."""

    async def key_frame(self, camera_id: str, role: StreamRole) -> KeyFrame | None:
        """The latest key frame of a running stream, or None. Raises `Unavailable`."""


class Cameras(Protocol):
    """All media processes (`media.link.MediaLinks`)."""

    def of(self, camera_id: str) -> Camera:
        """The one that has this camera. Raises `Unavailable`."""


class Stills:
    """Belongs to one event loop."""

    def __init__(self, *, footage: Footage, cameras: Cameras, pictures: PicturePool, clock: Clock) -> None:
        self._footage = footage
        self._cameras = cameras
        self._pictures = pictures
        self._clock = clock
        self._kept: Kept[_Key, _Made] = Kept(most_bytes=_KEPT_BYTES, size=lambda made: len(made.still.jpeg))

    async def now(self, camera_id: str, role: StreamRole, width: int | None, hidden: Areas) -> Still:
        """The picture of now; where the stream is away the last recorded one; what is ``hidden`` is black in it. Raises
        `Unavailable` where there is none.

        Small ones are up to eight seconds old; those who ask at once share one decoding.
        """
        key = (camera_id, role, width, hidden)
        limit_us = _SMALL_KEPT_US if width is not None and width <= _SMALL_WIDTH else _LARGE_KEPT_US
        found = await self._kept.get(
            key, lambda: self._made(key), good=lambda made: self._clock.monotonic_us() - made.at_us <= limit_us
        )
        return found.still

    async def at(self, camera_id: str, role: StreamRole, at_us: int, width: int | None, hidden: Areas) -> Still:
        """The frame that was shown at ``at_us``. Raises `NotFound` where nothing was recorded then."""
        coded, track, media_time = await run_in_threadpool(self._footage.shown_at, camera_id, role, at_us)
        picture = await self._pictures.picture(coded, at_media_time=media_time, width=width, hidden=hidden)
        taken_us = self._footage.wall_us(track, media_time if picture.media_time is None else picture.media_time)
        return _still(picture, taken_us, "archive")

    async def _made(self, key: _Key) -> _Made:
        still = await self._make(key)
        return _Made(self._clock.monotonic_us(), still)

    async def _make(self, key: _Key) -> Still:
        camera_id, role, width, hidden = key
        try:
            frame = await self._cameras.of(camera_id).key_frame(camera_id, role)
        except Unavailable:
            frame = None
        if frame is not None:
            coded = Coded(
                codec=frame.parameters.codec, configuration=frame.parameters.decoder_configuration, units=[frame.unit]
            )
            return _still(await self._pictures.picture(coded, width=width, hidden=hidden), frame.unit.wall_us, "live")
        newest = await run_in_threadpool(self._footage.newest, camera_id, role)
        if newest is None:
            raise Unavailable("the camera sends no picture now and none was recorded", reason="no_picture")
        return _still(await self._pictures.picture(newest[0], width=width, hidden=hidden), newest[1], "archive")


def _still(picture: Picture, taken_us: int, origin: str) -> Still:
    return Still(
        jpeg=picture.jpeg, width=picture.width, height=picture.height, taken_us=taken_us, origin=origin
    )  # fmt: skip
