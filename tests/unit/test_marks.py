"""A mark all over a picture: every part of it that somebody could cut out carries some."""

import numpy as np
from av.video.frame import VideoFrame

from toancanh.media.rendition.writing import write_over


def marked(text: str, brightness: int) -> np.ndarray:
    grey = np.full((360 * 3 // 2, 640), brightness, np.uint8)
    frame = VideoFrame.from_ndarray(grey, "yuv420p")
    write_over(frame, text)
    return np.asarray(frame.to_ndarray()[:360]).astype(int)


def test_every_part_of_a_picture_carries_the_mark_whatever_is_in_it() -> None:
    for brightness in (16, 128, 235):
        found = np.abs(marked("NGUYEN VAN AN 3F2A9C01", brightness) - brightness) > 30
        parts = found.reshape(6, 60, 8, 80).mean(axis=(1, 3))
        assert parts.min() > 0.01
        assert found.mean() < 0.25  # and it can be looked at
    assert (marked("AN 1", 128) != marked("BINH 1", 128)).any()
