"""Drawing masks into decoded frames: filled with black, a margin around, before anything is encoded again.

Not blurred and not pixelated: both can be undone. What lies under a mask is not in the frame any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from av.video.frame import VideoFrame

from toancanh.media.model import Areas

_MARGIN = 0.006  # of the picture's height: whoever draws is not exact to the pixel, and scaling mixes neighbours
_BLACK = {"yuv420p": 16, "yuvj420p": 0}  # of the limited and of the full range (ITU-T H.264, E.2.1)
_NO_COLOUR = 128

Span = tuple[int, int, int]
"""A pair of rows of pixels, first column, column behind the last; columns are even."""


def blacken(frame: VideoFrame, areas: Areas) -> None:
    """Black out ``areas`` in a frame of format yuv420p or yuvj420p."""
    if not areas:
        return
    black = _BLACK.get(frame.format.name)
    if black is None:
        raise ValueError(f"masks are not drawn into {frame.format.name}")
    frame.make_writable()  # a decoder may still refer to it
    fill = bytes([black]) * frame.width, bytes([_NO_COLOUR]) * frame.width
    strides = tuple(plane.line_size for plane in frame.planes)
    for number, stretches in enumerate(_stretches(areas, frame.width, frame.height, strides)):
        pixels, colour = memoryview(frame.planes[number]), fill[number > 0]
        for start, length in stretches:
            pixels[start : start + length] = colour[:length]


@lru_cache(maxsize=64)
def _stretches(
    areas: Areas, width: int, height: int, strides: tuple[int, ...]
) -> tuple[tuple[tuple[int, int], ...], ...]:
    """For each plane: where in its bytes something is blacked out, and how many."""
    spans = _spans(areas, width, height)
    found: list[tuple[tuple[int, int], ...]] = [
        tuple(
            (line * strides[0] + start, end - start)
            for row, start, end in spans
            for line in range(row * 2, min(row * 2 + 2, height))
        )
    ]
    for stride in strides[1:]:
        found.append(tuple((row * stride + start // 2, (end + 1) // 2 - start // 2) for row, start, end in spans))
    return tuple(found)


def _spans(areas: Areas, width: int, height: int) -> list[Span]:
    """Pixels of all areas with their margin.

    A pair of rows and of columns is one sample of colour: masked whole, or something of it would shine through.
    """
    margin = max(2.0, height * _MARGIN)
    found: list[Span] = []
    for row in range((height + 1) // 2):
        reach: list[tuple[int, int]] = []
        for polygon in areas:
            corners = [(x * width, y * height) for x, y in polygon]
            for left, right in _band(corners, row * 2 - margin, row * 2 + 2 + margin):
                reach.append((max(0, int((left - margin) // 2) * 2), min(width, int(-((-right - margin) // 2)) * 2)))
        end = 0
        for left_px, right_px in sorted(reach):
            if right_px > end:
                found.append((row, max(left_px, end), right_px))
                end = right_px
    return found


def _band(corners: Sequence[tuple[float, float]], top: float, bottom: float) -> Iterator[tuple[float, float]]:
    """Where the filled polygon lies between two heights: the reach of each edge there, and the inside at the middle."""
    middle = (top + bottom) / 2
    crossings: list[tuple[float, int]] = []
    for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], corners[0]], strict=True):
        low, high = min(y0, y1), max(y0, y1)
        if high < top or low > bottom:
            continue

        def at(y: float, x0: float = x0, y0: float = y0, x1: float = x1, y1: float = y1) -> float:
            return x0 + (x1 - x0) * (y - y0) / (y1 - y0)

        ends = (x0, x1) if y0 == y1 else (at(max(low, top)), at(min(high, bottom)))
        yield min(ends), max(ends)
        if low <= middle < high:
            crossings.append((at(middle), 1 if y1 > y0 else -1))
    crossings.sort()
    winding = 0
    for (left, turn), (right, _) in pairwise(crossings):
        winding += turn
        if winding:  # an outline that crosses itself still hides all that it encloses
            yield left, right
