"""What lies between the scene and the lens: haze and fog, rain in the air, drops on the glass."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toancanh.simulation.faulty_pictures.places import COLUMNS, ROWS, Surfaces

Floats = NDArray[np.float32]
Planes = tuple[Floats, Floats, Floats]


@dataclass(frozen=True, kw_only=True)
class Weather:
    """``sight_m``: meteorological visibility; ``rain``: 0 to 1; ``drops``: how many hang on the glass."""

    sight_m: float = 8000.0
    rain: float = 0.0
    drops: int = 0


def through(planes: Planes, surfaces: Surfaces, weather: Weather, dice: np.random.Generator, drops_seed: int) -> Planes:
    """Luma and chroma as they arrive at the lens."""
    luma, u, v = planes
    sight_m = 1 / (1 / weather.sight_m + weather.rain / 1500)
    clear = np.exp(-3.0 / sight_m * np.minimum(surfaces.away_m, 300)).astype(np.float32)  # Koschmieder, 5 %
    veil = np.float32(np.mean(luma[: ROWS // 4])) * np.float32(0.9) + np.float32(0.1) * np.float32(luma.mean())
    luma = luma * clear + veil * (1 - clear)
    u, v = u * clear[::2, ::2], v * clear[::2, ::2]
    if weather.rain > 0:
        luma = _streaks(luma, weather.rain, dice)
    if weather.drops:
        luma, u, v = _drops((luma, u, v), weather.drops, np.random.default_rng(drops_seed))
    return luma, u, v


def softened(plane: Floats, radius: int) -> Floats:
    """Three means over a square of ``2 * radius + 1``: nearly Gaussian, of deviation about ``radius + 0.5``."""
    for _ in range(3):
        plane = _mean_along(_mean_along(plane, radius).T, radius).T
    return np.ascontiguousarray(plane)


def _mean_along(plane: Floats, radius: int) -> Floats:
    wide = np.pad(plane, ((radius + 1, radius), (0, 0)), mode="edge")
    total = np.cumsum(wide, axis=0, dtype=np.float64)
    size = 2 * radius + 1
    means: Floats = ((total[size:] - total[:-size]) / size).astype(np.float32)
    return means


def _streaks(luma: Floats, rain: float, dice: np.random.Generator) -> Floats:
    count = int(220 * rain)
    lengths = dice.integers(6, 26, count)
    rows, columns = dice.integers(0, ROWS, count), dice.integers(0, COLUMNS, count)
    luma = luma.copy()
    glow = np.float32(0.05 + 0.18 * luma.mean())
    slant = float(dice.uniform(-0.2, 0.2))
    for row, column, length in zip(rows, columns, lengths, strict=True):
        down = np.arange(row, min(ROWS, row + length))
        across = (column + (down - row) * slant).astype(np.int64).clip(0, COLUMNS - 1)
        luma[down, across] += glow
    return luma


def _drops(planes: Planes, count: int, dice: np.random.Generator) -> Planes:
    """Round, out of focus: what is behind them is smeared and a little brighter. They stay for hours."""
    weight = np.zeros((ROWS, COLUMNS), np.float32)
    y, x = np.mgrid[0:ROWS, 0:COLUMNS].astype(np.float32)
    for _ in range(count):
        row, column, radius = dice.uniform(0, ROWS), dice.uniform(0, COLUMNS), dice.uniform(6, 22)
        distance = np.hypot(y - row, x - column) / radius
        weight = np.maximum(weight, np.clip(2.5 * (1 - distance), 0, 1))
    half = np.ascontiguousarray(weight[::2, ::2])
    luma, u, v = planes
    return (
        luma * (1 - weight) + softened(luma, 7) * weight * np.float32(1.04),
        u * (1 - half) + softened(u, 4) * half,
        v * (1 - half) + softened(v, 4) * half,
    )
