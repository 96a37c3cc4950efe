"""The light of an hour: where the sun stands, how bright and how warm it is, what lamps and windows add by night."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toancanh.simulation.faulty_pictures.places import APPROVED, COLUMNS, ROWS, Aim, CameraPlace, Surfaces

Floats = NDArray[np.float32]

SUNRISE_H, SUNSET_H = 5.7, 18.1  # Hà Nội, the middle of the year's
_TWILIGHT_H = 0.5


@dataclass(frozen=True, kw_only=True)
class Hour:
    """``hour``: local, 0 to 24. ``cloud``: 0 clear to 1. ``lamps``: the share of the lights there that burn."""

    hour: float
    cloud: float = 0.0
    lamps: float = 1.0

    @property
    def sun(self) -> float:
        """Height over the horizon: 1 at noon, below 0 by night."""
        return math.sin(math.pi * (self.hour - SUNRISE_H) / (SUNSET_H - SUNRISE_H))

    @property
    def day(self) -> float:
        """Light of the sky: 1 by day, 0 by night, between them in twilight."""
        early = (self.hour - SUNRISE_H) / _TWILIGHT_H
        late = (SUNSET_H - self.hour) / _TWILIGHT_H
        return min(1.0, max(0.0, 0.5 + min(early, late) / 2))

    @property
    def is_night(self) -> bool:
        """Cameras have switched to infrared."""
        return self.day < 0.25


def lit(place: CameraPlace, surfaces: Surfaces, hour: Hour, aim: Aim = APPROVED) -> tuple[Floats, Floats, Floats]:
    """What comes from the scene: luma in shares of a white surface at noon, chroma in 8-bit steps at that luma."""
    day = hour.day
    light = np.full((ROWS, COLUMNS), 0.012 + day * (0.30 + 0.25 * hour.cloud), np.float32)
    if hour.sun > 0:
        light += (1 - hour.cloud) * day * np.float32(0.25 + 0.45 * hour.sun) * _shadow(place, surfaces, hour, aim)
    warm = 14 * day * max(0.0, 1 - 3 * max(0.0, hour.sun))
    glow_u, glow_v = -warm, warm * 0.8
    dark = 1 - day
    tint: Floats = np.zeros((ROWS, COLUMNS), np.float32)
    if dark > 0:
        lamp: Floats = np.float32(dark * hour.lamps) * _pools(place, aim)
        if place.has_infrared:
            lamp = (lamp * 0.5 + dark * 0.16 * hour.lamps * _infrared(surfaces)).astype(np.float32)
        light += lamp
        tint = (lamp / np.maximum(light, 1e-3)).astype(np.float32)
    luma: Floats = (surfaces.luma * light).astype(np.float32)
    if dark > 0:
        luma = luma + np.float32(dark) * _shining(place, surfaces, hour, aim)
    strength = np.minimum(luma / np.maximum(surfaces.luma, 0.02), 1.0)[::2, ::2]
    u = surfaces.u * strength + (np.float32(glow_u) - 22 * tint[::2, ::2]) * luma[::2, ::2]
    v = surfaces.v * strength + (np.float32(glow_v) + 14 * tint[::2, ::2]) * luma[::2, ::2]
    return luma, u, v


def _shadow(place: CameraPlace, surfaces: Surfaces, hour: Hour, aim: Aim) -> Floats:
    """1 in the sun: the houses' shadow wanders over the road in the course of the day."""
    _, column, scale = place.where((0.0, 0.0, 30.0), aim)
    edge_m = 9.0 * math.cos(math.pi * (hour.hour - SUNRISE_H) / (SUNSET_H - SUNRISE_H))
    columns = np.arange(COLUMNS, dtype=np.float32)[None]
    away = surfaces.away_m
    x_m = (columns - column) / (scale * 30.0) * away
    sunny = x_m > edge_m if edge_m < 0 else x_m < 9.0 - edge_m
    return np.where((away >= 300) | sunny, np.float32(1), np.float32(0.12))


def _blob(total: Floats, row: float, column: float, high: float, wide: float, strength: float) -> None:
    """Add a Gaussian where it counts."""
    top, bottom = max(0, int(row - 3 * high)), min(ROWS, int(row + 3 * high) + 1)
    left, right = max(0, int(column - 3 * wide)), min(COLUMNS, int(column + 3 * wide) + 1)
    if top >= bottom or left >= right:
        return
    down = np.exp(-(((np.arange(top, bottom, dtype=np.float32) - row) / high) ** 2) / 2)
    across = np.exp(-(((np.arange(left, right, dtype=np.float32) - column) / wide) ** 2) / 2)
    total[top:bottom, left:right] += np.float32(strength) * np.outer(down, across).astype(np.float32)


def _pools(place: CameraPlace, aim: Aim) -> Floats:
    """On the road below each street lamp, and a little everywhere."""
    total = np.full((ROWS, COLUMNS), 0.05, np.float32)
    for x, _, z in place.street_lamps:
        row, column, scale = place.where((x, 0.0, z), aim)
        _blob(total, row, column, max(6.0, scale * 2.2), max(10.0, scale * 6.0), 0.22)
        _blob(total, row - scale * 4, column, max(8.0, scale * 4), max(8.0, scale * 5), 0.10)
    return total


def _infrared(surfaces: Surfaces) -> Floats:
    columns = np.arange(COLUMNS, dtype=np.float32)[None]
    far = np.minimum(1.0, (40 / surfaces.away_m) ** 1.2)
    beam = np.exp(-(((columns - COLUMNS / 2) / (COLUMNS * 0.45)) ** 2))
    made: Floats = (far * beam).astype(np.float32)
    return made


def _shining(place: CameraPlace, surfaces: Surfaces, hour: Hour, aim: Aim) -> Floats:
    """Head lamps with their glare, street lamps, windows: what is bright itself."""
    total = np.zeros((ROWS, COLUMNS), np.float32)
    for row, column, radius, _, _ in surfaces.lamps:
        _blob(total, row, column, max(1.0, radius), max(1.2, 1.6 * radius), 1.2)
        _blob(total, row, column, 6 * max(1.0, radius), 6 * max(1.0, radius), 0.12)
    for x, y, z in place.street_lamps:
        row, column, scale = place.where((x, y, z), aim)
        _blob(total, row, column, max(1.2, 0.3 * scale), max(1.5, 0.5 * scale), 1.0 * hour.lamps)
    for x, y, z, bright in place.windows:
        row, column, scale = place.where((x, y, z), aim)
        high, wide = max(1, round(scale * 0.7)), max(1, round(scale * 0.3))
        top, left = round(row), round(column)
        late = 1.0 if hour.hour > 17 or hour.hour < 0.5 else 0.25
        total[max(0, top - high) : max(0, top + high), max(0, left - wide) : max(0, left + wide)] += np.float32(
            0.35 * bright * late
        )
    return total
