"""Pictures over HTTP: what a channel sees now, drawn when asked for."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction

import av

from toancanh.simulation.encoding import Encoding
from toancanh.simulation.raster import Raster
from toancanh.simulation.scene import Scene, SceneKey
from toancanh.simulation.strip import StripKind, StripReading
from toancanh.simulation.view import Aim

_LOCAL = timezone(timedelta(hours=7))
_MOST_SCENES = 8


class Snapshots:
    """Scenes are drawn once and kept, a few of them; one picture at a time."""

    def __init__(self) -> None:
        self._scenes: dict[tuple[SceneKey, int, int], Scene] = {}
        self._lock = threading.Lock()

    async def take(self, key: SceneKey, coded: Encoding, aim: Aim, now_us: int) -> bytes:
        """A JPEG."""
        return await asyncio.get_running_loop().run_in_executor(None, self._draw, key, coded, aim, now_us)

    def _draw(self, key: SceneKey, coded: Encoding, aim: Aim, now_us: int) -> bytes:
        ms = now_us // 1000
        reading = StripReading(kind=StripKind.EPOCH, scene=key.number, ms=ms)
        raster = Raster(coded.width, coded.height)
        local = datetime.fromtimestamp(ms / 1000, UTC).astimezone(_LOCAL)
        with self._lock:
            scene = self._scene(key, coded)
            scene.paint(raster, now_us / 1_000_000 % 60, reading, f"{local:%Y-%m-%d %H:%M:%S} +07", aim)
        encoder = av.VideoCodecContext.create("mjpeg", "w")
        encoder.width, encoder.height, encoder.pix_fmt = coded.width, coded.height, "yuvj420p"
        encoder.framerate = Fraction(1)
        frame = raster.frame.reformat(format="yuvj420p")
        return b"".join(bytes(packet) for packet in (*encoder.encode(frame), *encoder.encode(None)))

    def _scene(self, key: SceneKey, coded: Encoding) -> Scene:
        name = (key, coded.width, coded.height)
        if name not in self._scenes:
            while len(self._scenes) >= _MOST_SCENES:
                del self._scenes[next(iter(self._scenes))]
            self._scenes[name] = Scene(key, coded.width, coded.height)
        return self._scenes[name]
