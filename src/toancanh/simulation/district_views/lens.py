"""Between the street and the coded picture: rain in the air, drops, dirt and glare on the lens, the sensor's noise,
the strip and the time written into the picture.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from toancanh.simulation.district_views.canvas import Bytes
from toancanh.simulation.district_views.conditions import Light, Weather
from toancanh.simulation.district_views.pose import CameraPose
from toancanh.simulation.raster import FONT
from toancanh.simulation.strip import COLUMNS, ROWS, ROWS_PER_HEIGHT, StripReading, strip_bits

_FIELDS = 6  # of noise and of rain, taken in turn
_CELLS = COLUMNS * ROWS
STRIP_SHARE = ROWS / ROWS_PER_HEIGHT


class Lens:
    """One camera's glass and sensor; equal seeds give equal pictures."""

    def __init__(self, pose: CameraPose, light: Light, weather: Weather, seed: int) -> None:
        dice = np.random.default_rng((seed, 0x1E))
        size = pose.height, pose.width
        self._seed = seed
        sigma = 1.6 + 3.4 * light.glow + 1.0 * weather.rain
        self._noise = [_noise(size, sigma, dice) for _ in range(_FIELDS)]
        self._rain = [_streaks(size, weather.rain, light, dice) for _ in range(_FIELDS)] if weather.rain else []
        self._dirt = _dirt(size, weather.dirt, light, dice) if weather.dirt else None
        self._glare = _glare(pose, light, weather.glare, dice) if weather.glare else None
        self._drops = [
            (int(dice.integers(0, size[1])), int(dice.integers(0, size[0])), int(dice.uniform(0.012, 0.04) * size[1]))
            for _ in range(weather.drops)
        ]

    def through(self, picture: Bytes, tick: int) -> None:
        """The picture as the sensor has it, drawn over; ``tick``: its number, for what differs between pictures."""
        lot = (tick * 2_654_435_761 + self._seed * 40_503) & 0xFFFFFFFF
        if self._rain:
            cv2.add(picture, self._rain[lot % _FIELDS], picture)
        cv2.GaussianBlur(picture, (3, 3), 0.55, picture)
        if self._drops:
            self._through_drops(picture)
        if self._dirt is not None:
            clear, grime = self._dirt
            cv2.multiply(picture, clear, picture, scale=1 / 255)
            cv2.add(picture, grime, picture)
        if self._glare is not None:
            cv2.add(picture, self._glare, picture)
        brighter, darker = self._noise[(lot >> 8) % _FIELDS]
        shift = 1 + (lot >> 12) % (picture.shape[0] - 1)
        for part, field in ((picture[:shift], np.s_[-shift:]), (picture[shift:], np.s_[:-shift])):
            cv2.add(part, brighter[field], part)
            cv2.subtract(part, darker[field], part)

    def _through_drops(self, picture: Bytes) -> None:
        """Each shows what is behind it upside down and out of focus."""
        for column, row, radius in self._drops:
            part = picture[max(0, row - radius) : row + radius, max(0, column - radius) : column + radius]
            if min(part.shape[:2]) < 4:
                continue
            mask = np.zeros(part.shape[:2], np.uint8)
            cv2.circle(mask, (part.shape[1] // 2, part.shape[0] // 2), min(part.shape[:2]) // 2, 255, -1)
            cv2.copyTo(cv2.blur(part[::-1], (radius | 1, radius | 1)), mask, part)


def _noise(size: tuple[int, int], sigma: float, dice: np.random.Generator) -> tuple[Bytes, Bytes]:
    """What is added and what is taken away, a little different in each colour."""
    field = dice.standard_normal((*size, 1)) * sigma + dice.standard_normal((*size, 3)) * sigma * 0.35
    levels = np.round(field).astype(np.int16)
    return np.maximum(levels, 0).astype(np.uint8), np.maximum(-levels, 0).astype(np.uint8)


def _streaks(size: tuple[int, int], rain: float, light: Light, dice: np.random.Generator) -> Bytes:
    plane = np.zeros(size, np.uint8)
    slant = float(dice.uniform(0.05, 0.15))
    level = int(26 + 34 * light.day)
    for _ in range(int(420 * rain)):
        x, y = int(dice.integers(0, size[1])), int(dice.integers(0, size[0]))
        length = int(dice.uniform(0.02, 0.075) * size[0])
        cv2.line(plane, (x, y), (x + int(length * slant), y + length), level, 1)
    cv2.blur(plane, (1, 3), plane)
    return np.repeat(plane[..., None], 3, axis=2)


def _dirt(size: tuple[int, int], dirt: float, light: Light, dice: np.random.Generator) -> tuple[Bytes, Bytes]:
    """What passes, and what the dirt itself shows; it gathers below."""
    rows = np.linspace(-0.35, 0.45, size[0])[:, None]
    film = np.zeros(size, np.float32)
    for cells, strength in ((4, 0.5), (12, 0.35), (40, 0.25)):
        coarse = dice.standard_normal((cells, cells)).astype(np.float32)
        film += np.float32(strength) * cv2.resize(coarse, size[::-1], interpolation=cv2.INTER_CUBIC)
    weight = np.clip((film + rows) * 1.2 - 0.9 + 1.6 * dirt, 0, 0.2 + 0.75 * dirt).astype(np.float32)
    for _ in range(int(90 * dirt)):
        centre = (int(dice.integers(0, size[1])), int(dice.integers(0, size[0])))
        cv2.circle(weight, centre, int(dice.uniform(0.002, 0.012) * size[1]) + 1, 0.5 + 0.4 * dirt, -1)
    cv2.GaussianBlur(weight, (0, 0), size[1] / 220, weight)
    weight = weight[..., None]
    colour = (light.sky + 0.25 * light.sun) * np.array((0.36, 0.40, 0.44)) * 255
    clear = np.repeat((1 - weight) * 255, 3, axis=2)
    return clear.astype(np.uint8), np.clip(weight * colour, 0, 255).astype(np.uint8)


def _glare(pose: CameraPose, light: Light, glare: float, dice: np.random.Generator) -> Bytes:
    """A bright patch above with its veil and ghosts: towards the sun where it is before the lens, else at one side."""
    seen = pose.axes @ light.sun_m
    if seen[2] > 0.2:
        column, row = pose.pixels(seen)
    else:
        column, row = pose.width * float(dice.uniform(0.1, 0.9)), 0.0
    column, row = min(max(column, 0.0), pose.width), min(max(row, -0.2 * pose.height), pose.height * 0.5)
    y, x = np.mgrid[0 : pose.height, 0 : pose.width].astype(np.float32)
    away = np.hypot(x - np.float32(column), y - np.float32(row)) / pose.width
    shine = 1.1 * np.exp(-((away / 0.10) ** 2)) + 0.55 * np.exp(-away / 0.22) + 0.10
    for share in (0.5, 1.35, 1.8):
        middle = (column + (pose.width / 2 - column) * share, row + (pose.height / 2 - row) * share)
        ghost = np.hypot(x - np.float32(middle[0]), y - np.float32(middle[1])) / pose.width
        shine += 0.10 * (ghost < 0.018 * (1 + share))
    warm = np.array((0.82, 0.94, 1.0)) * 255 * glare
    levels: Bytes = np.clip(shine[..., None] * warm, 0, 255).astype(np.uint8)
    return levels


def write_strip(picture: Bytes, reading: StripReading) -> None:
    """As docs/design/simulation.md says; 0 and 255 become 16 and 235 when the picture is coded."""
    bits = strip_bits(reading)
    height, width = picture.shape[:2]
    for row in range(ROWS):
        rows = slice(row * height // ROWS_PER_HEIGHT, (row + 1) * height // ROWS_PER_HEIGHT)
        for column in range(COLUMNS):
            bit = bits >> (_CELLS - 1 - row * COLUMNS - column) & 1
            picture[rows, column * width // COLUMNS : (column + 1) * width // COLUMNS] = 255 * bit


def write_text(picture: Bytes, text: str) -> tuple[int, int]:
    """White on black below the strip, as the street scenes have it; returns its width and its lower edge."""
    height = picture.shape[0]
    scale, top = max(1, height // 120), height // 10
    cells = np.zeros((7, 4 * len(text) + 3), np.uint8)
    for place, letter in enumerate(text):
        for row, bits in enumerate(FONT.get(letter, FONT[" "])):
            for column in range(3):
                cells[row + 2, 4 * place + 2 + column] = 255 * (bits >> (2 - column) & 1)
    large: NDArray[np.uint8] = cells.repeat(scale, axis=0).repeat(scale, axis=1)[:, : picture.shape[1]]
    picture[top : top + large.shape[0], : large.shape[1]] = large[..., None]
    return int(large.shape[1]), top + int(large.shape[0])
