"""A scene coded while it happens, with the full date and time in each picture."""

from __future__ import annotations

import asyncio
import concurrent.futures
import functools
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Protocol, runtime_checkable

import av
from av.video.frame import PictureType

from toancanh.kernel import Clock
from toancanh.simulation.encoding import Encoding, live_encoder
from toancanh.simulation.faults import Fault
from toancanh.simulation.packets import Identity
from toancanh.simulation.parameters import ParameterSets, from_nal_units, split_start_codes
from toancanh.simulation.raster import Raster
from toancanh.simulation.scene import Look, Scene, SceneKey
from toancanh.simulation.source import PictureSource
from toancanh.simulation.strip import StripKind, StripReading
from toancanh.simulation.view import STRAIGHT, Aim

_LOCAL = timezone(timedelta(hours=7))  # Asia/Ho_Chi_Minh, as a camera there shows it
_FARTHEST_DEG = 85.0  # there is nothing drawn behind the mast


class Film(Protocol):
    """What is drawn and coded while it happens; one thread at a time."""

    def shoot(self, tick: int, *, as_key: bool = False) -> tuple[list[bytes], bool]:
        """NAL units of the picture that belongs to tick ``tick`` since the epoch; True for a key frame."""
        ...


@runtime_checkable
class Closing(Protocol):
    """A film that has something to do when nobody watches any more."""

    def close(self) -> None:
        """In the film's thread, after its last picture."""


class LiveCoder:
    """Codes pictures one by one."""

    def __init__(self, encoding: Encoding) -> None:
        self._encoder = live_encoder(encoding)

    def code(self, frame: av.VideoFrame, tick: int, *, as_key: bool) -> tuple[list[bytes], bool]:
        """NAL units of a picture; True for a key frame."""
        frame.pts = tick
        if as_key:
            frame.pict_type = PictureType.I
        nals: list[bytes] = []
        is_key = False
        for packet in self._encoder.encode(frame):
            nals += split_start_codes(bytes(packet))
            is_key = is_key or packet.is_keyframe
        return nals, is_key


def time_text(capture_us: int) -> str:
    """Date and time as a camera in Hà Nội writes them."""
    local = datetime.fromtimestamp(capture_us // 1000 / 1000, UTC).astimezone(_LOCAL)
    return f"{local:%Y-%m-%d %H:%M:%S}.{capture_us // 1000 % 1000:03} +07"


class LiveFilm:
    """Scene and encoder. ``aim``: where the camera looks at an instant."""

    def __init__(self, key: SceneKey, encoding: Encoding, aim: Callable[[int], Aim] = lambda _: STRAIGHT) -> None:
        self._key = key
        self._aim = aim
        self.encoding = encoding
        self._scene = Scene(key, encoding.width, encoding.height)
        self._coder = LiveCoder(encoding)

    def shoot(self, tick: int, *, as_key: bool = False) -> tuple[list[bytes], bool]:
        """See `Film`."""
        encoding = self.encoding
        capture_us = tick * 1_000_000 // encoding.fps
        raster = Raster(encoding.width, encoding.height)
        reading = StripReading(kind=StripKind.EPOCH, scene=self._key.number, ms=capture_us // 1000)
        text = time_text(capture_us)
        self._scene.paint(raster, capture_us / 1_000_000 % 60, reading, text, self._aim(capture_us))
        return self._coder.code(raster.frame, tick, as_key=as_key)


class LiveSource(PictureSource):
    """Ticks are counted since the epoch, so that a picture's instant is a round fraction of a second.

    Its film is made when somebody watches, and given up when nobody does.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        identity: Identity,
        parameters: ParameterSets,
        encoding: Encoding,
        make_film: Callable[[], Film],
    ) -> None:
        super().__init__(clock=clock, identity=identity, parameters=parameters)
        self._encoding = encoding
        self._make_film = make_film
        self._thread = concurrent.futures.ThreadPoolExecutor(max_workers=1, thread_name_prefix="live-film")

    async def run(self) -> None:
        """Late pictures are left out, as a camera that is too slow does."""
        loop = asyncio.get_running_loop()
        film = await loop.run_in_executor(self._thread, self._make_film)
        try:
            await self._show(film)
        finally:
            if isinstance(film, Closing):
                self._thread.submit(film.close)

    async def _show(self, film: Film) -> None:
        loop = asyncio.get_running_loop()
        fps = self._encoding.fps
        tick = self.clock.now_us() * fps // 1_000_000 + 1
        is_first = True
        while True:
            capture_us = tick * 1_000_000 // fps
            if await self._until(capture_us):
                nals, is_key = await loop.run_in_executor(
                    self._thread, functools.partial(film.shoot, tick, as_key=is_first)
                )
                is_first = False
                if nals:
                    self._publish(capture_us, nals, is_key=is_key)
            tick = max(tick, self.clock.now_us() * fps // 1_000_000 - 1) + 1

    def close(self) -> None:
        """Let the thread end."""
        self._thread.shutdown(wait=False)


def disturbed(aim: Callable[[int], Aim] | None, faults: Mapping[Fault, float]) -> Callable[[int], Aim]:
    """Where a camera with these faults looks: as they stand at each instant."""

    def look(us: int) -> Aim:
        at = aim(us) if aim else STRAIGHT
        turned_deg, is_covered = faults.get(Fault.TURNED, 0.0), Fault.COVERED in faults
        dirt = min(1.0, max(0.0, faults.get(Fault.DIRTY, 0.0) / 100))
        if not turned_deg and not is_covered and not dirt:
            return at
        pan_deg = max(-_FARTHEST_DEG, min(_FARTHEST_DEG, at.pan_deg + turned_deg))
        return replace(at, pan_deg=pan_deg, is_covered=is_covered, dirt=dirt)

    return look


def live_parameters(encoding: Encoding) -> ParameterSets:
    """What the encoder will say of its streams: learned by coding one picture."""
    nals, _ = LiveFilm(SceneKey(look=Look.BRIDGE, seed=1, number=1), encoding).shoot(0)
    return from_nal_units(encoding.codec, nals)
