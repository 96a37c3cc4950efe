"""A camera's place as surfaces without light: a street of `toancanh.simulation.street` larger than the picture, so that
the camera can be turned, with the grain that real surfaces have.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from toancanh.simulation.bodies import draw_pedestrian, draw_vehicle
from toancanh.simulation.raster import Raster
from toancanh.simulation.street import STREETS, Heading, Street, draw_lamps, draw_street
from toancanh.simulation.traffic import Position, at, film
from toancanh.simulation.view import MAST_M, View

Floats = NDArray[np.float32]

ROWS, COLUMNS = 360, 640
_CANVAS_ROWS, _CANVAS_COLUMNS = 620, 1104
_STRIP_ROWS = _CANVAS_ROWS // 10 + 2  # the street is not drawn there
HFOV_DEG = 35.0  # of 640 of the canvas' columns


@dataclass(frozen=True, kw_only=True)
class Aim:
    """How a camera stands against its approved view, in the picture's samples and degrees."""

    right: float = 0.0
    down: float = 0.0
    roll_deg: float = 0.0

    @property
    def is_level(self) -> bool:
        return self.roll_deg == 0 and self.right == int(self.right) and self.down == int(self.down)

    def mirrored(self) -> Aim:
        """As seen in a mirror."""
        return Aim(right=-self.right, down=self.down, roll_deg=-self.roll_deg)


APPROVED = Aim()


@dataclass(frozen=True, kw_only=True, eq=False)
class Surfaces:
    """What is seen without light: luma 0 to 1, chroma around 0 (half size), distance in metres, and the lamps of
    vehicles as (row, column, radius, colour U, colour V) of the picture.
    """

    luma: Floats
    u: Floats
    v: Floats
    away_m: Floats
    lamps: tuple[tuple[float, float, float, float, float], ...]


class CameraPlace:
    """Equal seeds are equal places. ``has_infrared``: grey pictures by night, lit from the camera."""

    def __init__(self, seed: int) -> None:
        dice = random.Random(seed)  # noqa: S311
        self.seed = seed
        self.has_infrared = dice.random() < 0.5
        self._street: Street = replace(STREETS[dice.choice(("day", "day", "alley", "bridge"))], light=1.0)
        self._films = [film(lane.traffic, seed * 100 + index) for index, lane in enumerate(self._street.lanes)]
        self._mirrored = dice.random() < 0.5
        self._top = dice.randrange(_STRIP_ROWS + 30, _STRIP_ROWS + 70) // 2 * 2
        self._left = (_CANVAS_COLUMNS - COLUMNS) // 2 + dice.randrange(-60, 60) // 2 * 2
        self._background = Raster(_CANVAS_COLUMNS, _CANVAS_ROWS)
        draw_street(View(self._background), self._street, dice)
        grains = np.random.default_rng(seed)
        self._grain = _grain(grains)
        self.street_lamps = tuple(
            (side * (self._street.half_width_m + 1.0), 7.5, z) for z in (22.0, 45.0, 75.0, 120.0) for side in (-1, 1)
        )
        self.windows = tuple(
            (side * (self._street.half_width_m + 2.6), dice.uniform(3, 12), dice.uniform(20, 90), dice.uniform(0.3, 1))
            for side in (-1, 1)
            for _ in range(14 if self._street.has_houses else 0)
        )

    def seen(self, second: float, aim: Aim = APPROVED, *, busy: float = 1.0) -> Surfaces:
        """At a second of the minute; ``busy``: the share of the traffic that is there."""
        raster = Raster(_CANVAS_COLUMNS, _CANVAS_ROWS)
        raster.copy_from(self._background)
        view = View(raster)
        draw_lamps(view, self._street, second)
        moving: list[tuple[float, int, Position, float]] = []
        for index, frames in enumerate(self._films):
            lane = self._street.lanes[index]
            for position, along_m in at(frames, second):
                if position.vehicle.paint % 100 < busy * 100:
                    moving.append((lane.place(along_m)[1], index, position, along_m))
        lamps: list[tuple[float, float, float, float, float]] = []
        for away_m, index, position, along_m in sorted(moving, key=lambda item: -item[0]):
            lane = self._street.lanes[index]
            draw_vehicle(view, lane, position, along_m, light=1.0)
            x, z = lane.place(along_m)
            if away_m > 12 and lane.heading is not Heading.AWAY:
                column, row = view.point(x + position.vehicle.aside_m, 0.7, max(z, 12))
                lamps.append((row, column, view.pixels(0.35, max(z, 12)), -8.0, 4.0))
        if busy > 0.3:
            for walker in self._street.walkers:
                draw_pedestrian(view, walker, second, light=1.0)
        planes = [
            np.frombuffer(plane, np.uint8).reshape(-1, stride)[:, :width].astype(np.float32)
            for plane, stride, width in zip(
                raster.planes,
                [plane.line_size for plane in raster.frame.planes],
                (_CANVAS_COLUMNS, _CANVAS_COLUMNS // 2, _CANVAS_COLUMNS // 2),
                strict=True,
            )
        ]
        away = _distance(view)
        grain = np.where(away >= 300, 1 + (self._grain - 1) * np.float32(0.3), self._grain)  # the sky has little
        luma = (planes[0] - 16) / np.float32(219) * grain
        return Surfaces(
            luma=self._cut(luma, aim, 1),
            u=self._cut(planes[1] - 128, aim, 2),
            v=self._cut(planes[2] - 128, aim, 2),
            away_m=self._cut(away, aim, 1),
            lamps=tuple((*self._put(row, column, aim), *rest) for row, column, *rest in lamps),  # type: ignore[misc]
        )

    def where(self, point: tuple[float, float, float], aim: Aim = APPROVED) -> tuple[float, float, float]:
        """Row and column of a point of the world in the picture, and how many samples a metre there is."""
        view = View(self._background)
        column, row = view.point(*point)
        return (*self._put(row, column, aim), view.pixels(1.0, point[2]))

    def _put(self, row: float, column: float, aim: Aim) -> tuple[float, float]:
        aim = aim.mirrored() if self._mirrored else aim
        row, column = row - self._top - aim.down, column - self._left - aim.right
        turn = np.radians(-aim.roll_deg)
        y, x = row - ROWS / 2, column - COLUMNS / 2
        row, column = np.sin(turn) * x + np.cos(turn) * y + ROWS / 2, np.cos(turn) * x - np.sin(turn) * y + COLUMNS / 2
        return float(row), float(COLUMNS - 1 - column if self._mirrored else column)

    def _cut(self, plane: Floats, aim: Aim, step: int) -> Floats:
        rows, columns = ROWS // step, COLUMNS // step
        aim = aim.mirrored() if self._mirrored else aim
        top, left = (self._top + aim.down) / step, (self._left + aim.right) / step
        if aim.is_level:
            cut = plane[int(top) : int(top) + rows, int(left) : int(left) + columns]
        else:
            turn = np.radians(aim.roll_deg)
            y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
            y, x = y - rows / 2, x - columns / 2
            cut = _sampled(
                plane,
                np.sin(turn) * x + np.cos(turn) * y + rows / 2 + top,
                np.cos(turn) * x - np.sin(turn) * y + columns / 2 + left,
            )
        return np.ascontiguousarray(cut[:, ::-1] if self._mirrored else cut)


def _sampled(plane: Floats, rows: Floats, columns: Floats) -> Floats:
    """Bilinear; the edge goes on beyond it."""
    rows, columns = rows.clip(0, plane.shape[0] - 1.001), columns.clip(0, plane.shape[1] - 1.001)
    top, left = rows.astype(np.int64), columns.astype(np.int64)
    down, right = rows - top, columns - left
    upper = plane[top, left] * (1 - right) + plane[top, left + 1] * right
    lower = plane[top + 1, left] * (1 - right) + plane[top + 1, left + 1] * right
    made: Floats = (upper * (1 - down) + lower * down).astype(np.float32)
    return made


def _grain(grains: np.random.Generator) -> Floats:
    """Of four sizes, as asphalt, plaster and leaves have; it stays where it is."""
    total = np.ones((_CANVAS_ROWS, _CANVAS_COLUMNS), np.float32)
    for size, strength in ((1, 0.035), (3, 0.05), (9, 0.05), (40, 0.06)):
        coarse = grains.standard_normal((_CANVAS_ROWS // size + 2, _CANVAS_COLUMNS // size + 2)).astype(np.float32)
        total += (
            np.float32(strength) * np.kron(coarse, np.ones((size, size), np.float32))[:_CANVAS_ROWS, :_CANVAS_COLUMNS]
        )
    return total


def _distance(view: View) -> Floats:
    """That of the road; above the horizon 400 m, and nothing is further than houses begin to be in the way."""
    horizon = view.point(0, 0, 900)[1]
    rows = np.arange(_CANVAS_ROWS, dtype=np.float32)
    focal = view.pixels(1.0, 1.0)
    road = focal * MAST_M / np.maximum(rows - horizon, 0.5)
    column = np.where(rows > horizon, np.minimum(road, 150), 300).astype(np.float32)
    return np.repeat(column[:, None], _CANVAS_COLUMNS, axis=1)
