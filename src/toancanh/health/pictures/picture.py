"""A decoded picture as its planes, and the one size that all checks work on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]
Floats = NDArray[np.float32]

ROWS, COLUMNS = 360, 640
_FULL_RANGE = 2  # AVCOL_RANGE_JPEG


@dataclass(frozen=True, kw_only=True, eq=False)
class Picture:
    """8-bit planes (rows, columns); chroma, of any subsampling, is None where the picture is grey."""

    luma: Plane
    u: Plane | None = None
    v: Plane | None = None
    is_full_range: bool = False

    def __post_init__(self) -> None:
        for plane in (self.luma, self.u, self.v):
            if plane is not None and (plane.ndim != 2 or plane.size == 0 or plane.dtype != np.uint8):
                raise ValueError("a picture is planes of 8-bit samples, each with a row and a column at least")


def picture_of(frame: Any) -> Picture:
    """From an ``av.VideoFrame``: its own planes where it is 4:2:0 with 8 bits, else converted."""
    if frame.format.name not in ("yuv420p", "yuvj420p"):
        frame = frame.reformat(format="yuv420p")
    planes = []
    for plane in frame.planes:
        samples = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
        planes.append(samples[:, : plane.width])
    full = frame.format.name == "yuvj420p" or int(frame.color_range) == _FULL_RANGE
    return Picture(luma=planes[0], u=planes[1], v=planes[2], is_full_range=full)


def fitted(plane: Plane, rows: int, columns: int) -> Plane:
    """Any plane at one size: means of whole blocks, then the nearest samples. Its shape on the wall is lost."""
    factor = min(plane.shape[0] // rows, plane.shape[1] // columns)
    if factor > 1:
        height, width = plane.shape[0] // factor * factor, plane.shape[1] // factor * factor
        total = np.zeros((height // factor, width), np.uint16)
        for row in range(factor):
            total += plane[row:height:factor, :width]
        across = np.zeros((height // factor, width // factor), np.uint32)
        for column in range(factor):
            across += total[:, column::factor]
        plane = (across // np.uint32(factor * factor)).astype(np.uint8)
    if plane.shape != (rows, columns):
        below = np.arange(rows) * plane.shape[0] // rows
        beside = np.arange(columns) * plane.shape[1] // columns
        plane = plane[below][:, beside]
    return plane


def halved(plane: NDArray[Any]) -> Floats:
    """Means of 2 by 2 samples."""
    wide = plane[0::2].astype(np.uint16 if plane.dtype == np.uint8 else plane.dtype) + plane[1::2]
    halves: Floats = (wide[:, 0::2] + wide[:, 1::2]).astype(np.float32) * np.float32(0.25)
    return halves
