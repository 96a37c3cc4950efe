"""Pictures whose left half a mask hides: taken out of what was sent, and judged."""

from __future__ import annotations

import io

import av
import pytest


def luma(frame: av.VideoFrame, x: float) -> int:
    """Of the middle row, ``x`` from 0 to 1; full range as 8 bits."""
    grey = frame.reformat(format="gray")
    plane = grey.planes[0]
    return bytes(plane)[plane.line_size * (grey.height // 2) + int(x * (grey.width - 1))]


def frames_of(video: bytes) -> list[av.VideoFrame]:
    with av.open(io.BytesIO(video), "r") as container:
        return list(container.decode(video=0))


def still(jpeg: bytes) -> av.VideoFrame:
    return next(av.open(io.BytesIO(jpeg), "r", format="jpeg_pipe").decode(video=0))


def assert_masked(*frames: av.VideoFrame) -> None:
    assert frames
    for frame in frames:
        assert [luma(frame, x) < 12 for x in (0.0, 0.25, 0.48)] == [True] * 3
    assert max(luma(frame, 0.8) for frame in frames) > 60


def assert_masked_under_words(frame: av.VideoFrame) -> None:
    """The receiver's name is written all over it: what is lit in the masked half are its thin letters."""
    plane = frame.reformat(format="gray").planes[0]
    rows = [bytes(plane)[plane.line_size * y :][: frame.width // 2 - 1] for y in range(frame.height * 3 // 4)]
    lit = [light >= 12 for row in rows for light in row]
    assert 0 < sum(lit) < len(lit) / 3


def assert_whole(frame: av.VideoFrame) -> None:
    assert luma(frame, 0.25) == pytest.approx(luma(frame, 0.8), abs=8)
    assert luma(frame, 0.25) > 60
