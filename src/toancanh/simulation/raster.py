"""Drawing into a YUV 4:2:0 picture with nothing but slices: convex polygons and a small bitmap font."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import av

Point = tuple[float, float]


@dataclass(frozen=True)
class Colour:
    """ITU-R BT.601, limited range, as the strip's levels are."""

    y: int
    u: int
    v: int

    @staticmethod
    def rgb(red: int, green: int, blue: int) -> Colour:
        """From 0..255 each."""
        return Colour(
            16 + (66 * red + 129 * green + 25 * blue + 128) // 256,
            128 + (-38 * red - 74 * green + 112 * blue + 128) // 256,
            128 + (112 * red - 94 * green - 18 * blue + 128) // 256,
        )

    def lit(self, light: float) -> Colour:
        """The same surface in more (> 1) or less light."""
        return Colour(
            max(16, min(235, round(16 + (self.y - 16) * light))),
            round(128 + (self.u - 128) * min(light, 1)),
            round(128 + (self.v - 128) * min(light, 1)),
        )


class Raster:
    """A picture under the brush; coordinates in pixels from the top left corner."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self.frame = av.VideoFrame(width, height, "yuv420p")
        self.planes = [memoryview(plane) for plane in self.frame.planes]
        self._strides = [plane.line_size for plane in self.frame.planes]

    @property
    def luma(self) -> tuple[memoryview, int]:
        """The Y plane and its bytes a line."""
        return self.planes[0], self._strides[0]

    def copy_from(self, other: Raster) -> None:
        """Take over another picture of the same size."""
        for plane, source in zip(self.planes, other.planes, strict=True):
            plane[:] = source

    def rectangle(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        """Filled, clipped at the edges."""
        start, end = max(0, round(left)), min(self.width, round(right))
        first, last = max(0, math.ceil(top)), min(self.height, math.ceil(bottom))
        if start >= end:
            return
        half_start, half_end = start + 1 >> 1, end + 1 >> 1
        areas = (
            (start, end, range(first, last)),
            (half_start, half_end, range(first + 1 >> 1, last + 1 >> 1)),
            (half_start, half_end, range(first + 1 >> 1, last + 1 >> 1)),
        )
        for plane, stride, level, (x0, x1, lines) in zip(
            self.planes, self._strides, (colour.y, colour.u, colour.v), areas, strict=True
        ):
            run = _RUNS[level][: x1 - x0]
            for line in lines:
                plane[line * stride + x0 : line * stride + x1] = run

    def polygon(self, points: Sequence[Point], colour: Colour) -> None:
        """A filled convex polygon, clipped at the edges."""
        top = max(0, math.ceil(min(y for _, y in points)))
        bottom = min(self.height, math.ceil(max(y for _, y in points)))
        if top >= bottom:
            return
        count = bottom - top
        lefts, rights = [float(self.width)] * count, [0.0] * count
        x0, y0 = points[-1]
        for x1, y1 in points:
            if y0 != y1:
                (xa, ya), (xb, yb) = ((x0, y0), (x1, y1)) if y0 < y1 else ((x1, y1), (x0, y0))
                start, end = max(top, math.ceil(ya)), min(bottom, math.ceil(yb))
                slope = (xb - xa) / (yb - ya)
                x = xa + (start - ya) * slope
                for row in range(start - top, end - top):
                    if x < lefts[row]:
                        lefts[row] = x
                    if x > rights[row]:
                        rights[row] = x
                    x += slope
            x0, y0 = x1, y1
        self._fill(top, lefts, rights, colour)

    def text(self, left: int, top: int, scale: int, text: str, colour: Colour) -> int:
        """Write in letters of 3x5 cells of ``scale`` pixels; returns the x coordinate behind the last."""
        for letter in text:
            for row, cells in enumerate(FONT.get(letter, FONT[" "])):
                for column in range(3):
                    if cells >> (2 - column) & 1:
                        x, y = left + column * scale, top + row * scale
                        self.rectangle(x, y, x + scale, y + scale, colour)
            left += 4 * scale
        return left

    def _fill(self, top: int, lefts: list[float], rights: list[float], colour: Colour) -> None:
        luma, u_plane, v_plane = self.planes
        stride, half_stride, _ = self._strides
        width = self.width
        y_run, u_run, v_run = _RUNS[colour.y], _RUNS[colour.u], _RUNS[colour.v]
        for y, (left, right) in enumerate(zip(lefts, rights, strict=True), top):
            start = int(left + 0.5) if left > 0 else 0
            end = int(right + 0.5) if right < width else width
            if start >= end:
                continue
            line = y * stride
            luma[line + start : line + end] = y_run[: end - start]
            if not y & 1:
                line = (y >> 1) * half_stride
                start, end = line + (start + 1 >> 1), line + (end + 1 >> 1)
                u_plane[start:end] = u_run[: end - start]
                v_plane[start:end] = v_run[: end - start]


_RUNS = tuple(bytes((level,)) * 4096 for level in range(256))  # no picture is wider
FONT = {
    " ": (0, 0, 0, 0, 0),
    "0": (7, 5, 5, 5, 7),
    "1": (2, 6, 2, 2, 7),
    "2": (7, 1, 7, 4, 7),
    "3": (7, 1, 7, 1, 7),
    "4": (5, 5, 7, 1, 1),
    "5": (7, 4, 7, 1, 7),
    "6": (7, 4, 7, 5, 7),
    "7": (7, 1, 1, 1, 1),
    "8": (7, 5, 7, 5, 7),
    "9": (7, 5, 7, 1, 7),
    ":": (0, 2, 0, 2, 0),
    ".": (0, 0, 0, 0, 2),
    "-": (0, 0, 7, 0, 0),
    "+": (0, 2, 7, 2, 0),
    "/": (1, 1, 2, 4, 4),
}
