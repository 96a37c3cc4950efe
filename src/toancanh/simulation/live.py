"""A scene coded while it happens, with the full date and time in each picture."""

from __future__ import annotations

import asyncio
import concurrent.futures
import functools
from datetime import UTC, datetime, timedelta, timezone

from av.video.frame import PictureType

from toancanh.kernel import Clock
from toancanh.simulation.encoding import Encoding, live_encoder
from toancanh.simulation.packets import Identity
from toancanh.simulation.parameters import ParameterSets, from_nal_units, split_start_codes
from toancanh.simulation.raster import Raster
from toancanh.simulation.scene import Scene, SceneKey
from toancanh.simulation.source import PictureSource
from toancanh.simulation.strip import StripKind, StripReading

_LOCAL = timezone(timedelta(hours=7))  # Asia/Ho_Chi_Minh, as a camera there shows it


class LiveFilm:
    """Scene and encoder; one thread at a time."""

    def __init__(self, key: SceneKey, encoding: Encoding) -> None:
        self._key = key
        self.encoding = encoding
        self._scene = Scene(key, encoding.width, encoding.height)
        self._encoder = live_encoder(encoding)

    def shoot(self, tick: int, *, as_key: bool = False) -> tuple[list[bytes], bool]:
        """NAL units of the picture that belongs to tick ``tick`` since the epoch; True for a key frame."""
        encoding = self.encoding
        capture_us = tick * 1_000_000 // encoding.fps
        raster = Raster(encoding.width, encoding.height)
        reading = StripReading(kind=StripKind.EPOCH, scene=self._key.number, ms=capture_us // 1000)
        local = datetime.fromtimestamp(capture_us // 1000 / 1000, UTC).astimezone(_LOCAL)
        text = f"{local:%Y-%m-%d %H:%M:%S}.{capture_us // 1000 % 1000:03} +07"
        self._scene.paint(raster, capture_us / 1_000_000 % 60, reading, text)
        raster.frame.pts = tick
        if as_key:
            raster.frame.pict_type = PictureType.I
        nals: list[bytes] = []
        is_key = False
        for packet in self._encoder.encode(raster.frame):
            nals += split_start_codes(bytes(packet))
            is_key = is_key or packet.is_keyframe
        return nals, is_key


class LiveSource(PictureSource):
    """Ticks are counted since the epoch, so that a picture's instant is a round fraction of a second."""

    def __init__(self, *, clock: Clock, identity: Identity, parameters: ParameterSets, film: LiveFilm) -> None:
        super().__init__(clock=clock, identity=identity, parameters=parameters)
        self._film = film
        self._thread = concurrent.futures.ThreadPoolExecutor(max_workers=1, thread_name_prefix="live-film")

    @staticmethod
    async def open(*, clock: Clock, identity: Identity, key: SceneKey, encoding: Encoding) -> LiveSource:
        """Make the film and learn its parameter sets by coding one picture."""

        def prepare() -> tuple[LiveFilm, ParameterSets]:
            film = LiveFilm(key, encoding)
            nals, _ = LiveFilm(key, encoding).shoot(0)
            return film, from_nal_units(encoding.codec, nals)

        film, parameters = await asyncio.get_running_loop().run_in_executor(None, prepare)
        return LiveSource(clock=clock, identity=identity, parameters=parameters, film=film)

    async def run(self) -> None:
        """Late pictures are left out, as a camera that is too slow does."""
        loop = asyncio.get_running_loop()
        fps = self._film.encoding.fps
        tick = self.clock.now_us() * fps // 1_000_000 + 1
        is_first = True
        while True:
            capture_us = tick * 1_000_000 // fps
            if await self._until(capture_us):
                nals, is_key = await loop.run_in_executor(
                    self._thread, functools.partial(self._film.shoot, tick, as_key=is_first)
                )
                is_first = False
                if nals:
                    self._publish(capture_us, nals, is_key=is_key)
            tick = max(tick, self.clock.now_us() * fps // 1_000_000 - 1) + 1

    def close(self) -> None:
        """Let the thread end."""
        self._thread.shutdown(wait=False)
