"""What moves in a piece of video, told by a background model, and made unreadable: no detector, nothing is recognised.

The background is the median of key frames around the piece (a running median, each pixel and colour for itself). A cell
is pixelated through the whole piece where any of its pixels leaves the background, or changes within the piece, by more
than `THRESHOLD`; its neighbours, too. So the first picture is covered like the last. What stands still in most of the
key frames is background and stays: that is said with the copy.

A pixelated cell keeps one colour, in coarse steps. That hides faces and plates from who looks; what must not be there
at all is under a mask, which is black (`masking`).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from toancanh.media.rendition.model import THRESHOLD

_SMALL = 4  # pixels of the output that are one of the model
_CELLS_HIGH = 24
_LEAST_CELL = 16
_STEP = 16  # of brightness and colour: few levels survive

Cells = NDArray[np.bool_]


def cell_px(height: int) -> int:
    """Side of a cell in a picture so high."""
    return max(_LEAST_CELL, height // _CELLS_HIGH // _SMALL * _SMALL)


def moving_cells(background: Iterable[VideoFrame], frames: Iterable[VideoFrame], width: int, height: int) -> Cells:
    """Rows and columns of cells of a picture ``width`` x ``height``: True where something moves in ``frames``."""
    still = np.median(np.stack([_small(frame, width, height) for frame in background]), axis=0)
    low = high = None
    for frame in frames:
        pixels = _small(frame, width, height)
        low = pixels if low is None else np.minimum(low, pixels)
        high = pixels if high is None else np.maximum(high, pixels)
    if low is None or high is None:
        raise ValueError("no frame could be decoded")
    span = np.maximum(high - low, np.maximum(high - still, still - low)).max(axis=2) > THRESHOLD
    side = cell_px(height) // _SMALL
    cells = _padded(span, side).reshape(-(-span.shape[0] // side), side, -1, side).any(axis=(1, 3))
    return _grown(np.asarray(cells, dtype=np.bool_))


def pixelate(frame: VideoFrame, cells: Cells) -> None:
    """Give each of ``cells`` one colour, in a frame of format yuv420p."""
    frame.make_writable()
    side = cell_px(frame.height)
    for number, plane in enumerate(frame.planes):
        size = side if number == 0 else side // 2
        pixels = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
        blocks = _padded(pixels, size, mode="edge").astype(np.uint32).reshape(
            -(-plane.height // size), size, -1, size
        )  # fmt: skip
        flat = (blocks.mean(axis=(1, 3)) // _STEP * _STEP + _STEP // 2).astype(np.uint8)
        whole, hidden = (
            np.repeat(np.repeat(one, size, axis=0), size, axis=1)[: plane.height, : plane.width]
            for one in (flat, cells[: flat.shape[0], : flat.shape[1]])
        )
        np.copyto(pixels, whole, where=hidden.astype(bool))


def _small(frame: VideoFrame, width: int, height: int) -> NDArray[np.int16]:
    small = frame.reformat(
        width=max(1, width // _SMALL), height=max(1, height // _SMALL), format="rgb24", interpolation="AREA"
    )
    return small.to_ndarray().astype(np.int16)


def _padded(pixels: NDArray[np.generic], side: int, mode: str = "constant") -> NDArray[np.generic]:
    """To whole cells."""
    missing = [(0, -length % side) for length in pixels.shape]
    return np.pad(pixels, missing, mode=mode)  # type: ignore[call-overload,no-any-return]


def _grown(cells: Cells) -> Cells:
    """With their neighbours: edges are softer than the threshold."""
    wide = np.pad(cells, 1)
    rows, columns = cells.shape
    around = [wide[y : y + rows, x : x + columns] for y in range(3) for x in range(3)]
    return np.asarray(np.logical_or.reduce(around), dtype=np.bool_)
