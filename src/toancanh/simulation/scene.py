"""Street scenes: what stands still is drawn once, what moves is drawn into each picture.

Equal seeds give equal pictures.
"""

from __future__ import annotations

import enum
import random
from dataclasses import dataclass

from toancanh.simulation.bodies import draw_pedestrian, draw_vehicle
from toancanh.simulation.raster import Colour, Raster
from toancanh.simulation.street import STREETS, Street, draw_lamps, draw_street
from toancanh.simulation.strip import StripReading, draw_strip
from toancanh.simulation.traffic import Position, at, film
from toancanh.simulation.view import STRAIGHT, Aim, View

SCENE_VERSION = 4  # part of the cache's keys: raise it with every visible change
_CLOTH = Colour(38, 126, 132)
_BETWEEN_HOUSES_M = 14.0  # how far to the side a crossing road is seen


class Look(enum.StrEnum):
    """The kinds of scenes."""

    DAY = "day"
    NIGHT = "night"
    BRIDGE = "bridge"
    ALLEY = "alley"
    DUSK = "dusk"


@dataclass(frozen=True, kw_only=True)
class SceneKey:
    """Names a scene; ``number`` goes into the strip."""

    look: Look
    seed: int
    number: int


class Scene:
    """One scene at one size."""

    def __init__(self, key: SceneKey, width: int, height: int) -> None:
        self.key = key
        self._street: Street = STREETS[key.look.value]
        self._films = [film(lane.traffic, key.seed * 100 + index) for index, lane in enumerate(self._street.lanes)]
        self._background = Raster(width, height)
        self._aim = STRAIGHT
        self._draw_background()

    def paint(self, raster: Raster, second: float, reading: StripReading, text: str, aim: Aim = STRAIGHT) -> None:
        """The whole picture at a second of the minute, with its strip and its time as text."""
        if aim != self._aim:
            self._aim = aim
            self._draw_background()
        raster.copy_from(self._background)
        view = View(raster, aim)
        street = self._street
        draw_lamps(view, street, second)
        moving: list[tuple[float, int, Position, float]] = []
        for index, frames in enumerate(self._films):
            lane = street.lanes[index]
            for position, along_m in at(frames, second):
                x, z = lane.place(along_m)
                if aim == STRAIGHT or abs(x) < _BETWEEN_HOUSES_M:  # a turned camera would see them through the houses
                    moving.append((z, index, position, along_m))
        for _, index, position, along_m in sorted(moving, key=lambda item: -item[0]):
            draw_vehicle(view, street.lanes[index], position, along_m, light=street.light)
        for walker in street.walkers:
            draw_pedestrian(view, walker, second, light=street.light)
        if aim.is_covered:
            raster.rectangle(0, 0, raster.width, raster.height, _CLOTH)
        if aim != STRAIGHT:
            raster.rectangle(0, 0, raster.width, raster.height // 10 + 1, Colour(128, 128, 128))
        self._caption(raster, text)
        luma, stride = raster.luma
        draw_strip(luma, raster.width, raster.height, stride, reading)

    def _draw_background(self) -> None:
        draw_street(View(self._background, self._aim), self._street, random.Random(self.key.seed))  # noqa: S311

    def _caption(self, raster: Raster, text: str) -> None:
        scale = max(1, raster.height // 120)
        left, top = 2 * scale, raster.height // 10 + 2 * scale
        raster.rectangle(
            0, raster.height // 10, left + len(text) * 4 * scale + scale, top + 7 * scale, Colour(16, 128, 128)
        )
        raster.text(left, top, scale, text, Colour(235, 128, 128))
