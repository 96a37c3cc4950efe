"""Writing into decoded frames: one line, white on black in the lower left corner; a mark all over the picture."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

_ROWS, _CELLS = 5, 3
_NO_COLOUR = 128
_FONT = {
    "0": (7, 5, 5, 5, 7), "1": (2, 6, 2, 2, 7), "2": (7, 1, 7, 4, 7), "3": (7, 1, 7, 1, 7), "4": (5, 5, 7, 1, 1),
    "5": (7, 4, 7, 1, 7), "6": (7, 4, 7, 5, 7), "7": (7, 1, 1, 1, 1), "8": (7, 5, 7, 5, 7), "9": (7, 5, 7, 1, 7),
    ":": (0, 2, 0, 2, 0), ".": (0, 0, 0, 0, 2), "-": (0, 0, 7, 0, 0), "+": (0, 2, 7, 2, 0), "_": (0, 0, 0, 0, 7),
    "A": (7, 5, 7, 5, 5), "B": (6, 5, 6, 5, 6), "C": (7, 4, 4, 4, 7), "D": (6, 5, 5, 5, 6), "E": (7, 4, 7, 4, 7),
    "F": (7, 4, 7, 4, 4), "G": (7, 4, 5, 5, 7), "H": (5, 5, 7, 5, 5), "I": (7, 2, 2, 2, 7), "J": (1, 1, 1, 5, 7),
    "K": (5, 5, 6, 5, 5), "L": (4, 4, 4, 4, 7), "M": (5, 7, 7, 5, 5), "N": (6, 5, 5, 5, 5), "O": (7, 5, 5, 5, 7),
    "P": (7, 5, 7, 4, 4), "Q": (7, 5, 5, 7, 1), "R": (7, 5, 6, 5, 5), "S": (7, 4, 7, 1, 7), "T": (7, 2, 2, 2, 2),
    "U": (5, 5, 5, 5, 7), "V": (5, 5, 5, 5, 2), "W": (5, 5, 7, 7, 5), "X": (5, 5, 2, 5, 5), "Y": (5, 5, 2, 2, 2),
    "Z": (7, 1, 2, 4, 7), "@": (7, 5, 7, 4, 3),
}  # fmt: skip


def write_on(frame: VideoFrame, text: str) -> None:
    """Write ``text`` into a frame of format yuv420p; what is too long for the picture is cut."""
    frame.make_writable()
    scale = max(1, frame.height // 160)
    high = ((_ROWS + 2) * scale + 1) // 2 * 2
    wide = min(frame.width, (len(text) * (_CELLS + 1) + 1) * scale) // 2 * 2
    top = frame.height // 2 * 2 - high
    luma = memoryview(frame.planes[0])
    stride = frame.planes[0].line_size
    for row in range(high):
        start = (top + row) * stride
        luma[start : start + wide] = _line(text, row // scale - 1, scale, wide)
    for plane in frame.planes[1:]:
        colour = memoryview(plane)
        for row in range(top // 2, top // 2 + high // 2):
            start = row * plane.line_size
            colour[start : start + wide // 2] = bytes([_NO_COLOUR]) * (wide // 2)


def write_over(frame: VideoFrame, text: str) -> None:
    """Write ``text`` again and again, rising to the right, through which the picture is seen: whoever cuts a part out
    cuts a mark out with it. For a frame of format yuv420p.
    """
    frame.make_writable()
    plane = frame.planes[0]
    luma = np.frombuffer(memoryview(plane), np.uint8)
    letters, edges = _pattern(text, frame.width, frame.height, plane.line_size)
    for places, brightness in ((letters, 235), (edges, 16)):
        luma[places] = (luma[places].astype(np.uint16) * 5 + brightness * 3) >> 3


@lru_cache(maxsize=4)
def _pattern(text: str, width: int, height: int, stride: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where in a plane the letters are, and the edge beside them that makes them stand out on what is bright."""
    scale = max(1, height // 240)
    rows = np.array([[cell for letter in f"{text}   " for cell in _cells(letter, row)] for row in range(_ROWS)], bool)
    rows = rows.repeat(scale, axis=0).repeat(scale, axis=1)
    high, apart = rows.shape[0], rows.shape[0] * 5
    y, x = np.mgrid[0:height, 0:width]
    fallen = y + x // 4
    line, row = fallen // apart, fallen % apart
    column = (x + line * rows.shape[1] // 3) % rows.shape[1]  # lines are shifted against each other
    shown = (row < high) & rows[np.minimum(row, high - 1), column]
    edge = np.roll(shown, (scale, scale), axis=(0, 1)) & ~shown
    places = y * stride + x
    return places[shown], places[edge]


def _cells(letter: str, row: int) -> list[int]:
    cells = _FONT.get(letter, (0,) * _ROWS)[row]
    return [cells >> (_CELLS - 1 - column) & 1 for column in range(_CELLS)] + [0]


def _line(text: str, row: int, scale: int, wide: int) -> bytes:
    """One row of pixels; outside of the letters' rows it is black."""
    line = bytearray(b"\x10" * scale)
    for letter in text if 0 <= row < _ROWS else "":
        cells = _FONT.get(letter, (0,) * _ROWS)[row]
        for column in range(_CELLS):
            line += (b"\xeb" if cells >> (_CELLS - 1 - column) & 1 else b"\x10") * scale
        line += b"\x10" * scale
    return bytes(line[:wide]).ljust(wide, b"\x10")
