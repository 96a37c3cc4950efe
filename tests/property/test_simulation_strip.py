"""The time strip survives what pictures go through, and nothing else passes for one."""

from __future__ import annotations

from fractions import Fraction

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toancanh.simulation.strip import StripKind, StripReading, draw_strip, read_strip

SIZES = st.tuples(st.integers(160, 960).map(lambda n: n * 2), st.integers(90, 540).map(lambda n: n * 2))
READINGS = st.builds(
    StripReading, kind=st.sampled_from(StripKind), scene=st.integers(0, 255), ms=st.integers(0, (1 << 44) - 1)
)


def picture(width: int, height: int, reading: StripReading | None, noise: int = 90) -> av.VideoFrame:
    frame = av.VideoFrame(width, height, "yuv420p")
    for plane in frame.planes:
        memoryview(plane)[:] = bytes((noise + index * 7) % 110 + 60 for index in range(256)) * (
            plane.buffer_size // 256
        ) + bytes(plane.buffer_size % 256)
    if reading is not None:
        draw_strip(memoryview(frame.planes[0]), width, height, frame.planes[0].line_size, reading)
    return frame


def read(frame: av.VideoFrame) -> StripReading | None:
    plane = frame.planes[0]
    return read_strip(memoryview(plane), frame.width, frame.height, plane.line_size)


def coded(frame: av.VideoFrame, codec: str, options: dict[str, str]) -> av.VideoFrame:
    encoder = av.VideoCodecContext.create(codec, "w")
    encoder.width, encoder.height, encoder.pix_fmt = frame.width, frame.height, frame.format.name
    encoder.time_base, encoder.options = Fraction(1, 25), options
    frame.pts = 0
    packets = [*encoder.encode(frame), *encoder.encode(None)]
    decoder = av.VideoCodecContext.create({"libx264": "h264", "libx265": "hevc"}.get(codec, codec), "r")
    return next(picture for packet in [*packets, None] for picture in decoder.decode(packet))


@settings(derandomize=True, max_examples=60, deadline=None)
@given(SIZES, READINGS, st.integers(0, 200))
def test_what_is_drawn_is_read_at_any_size(size: tuple[int, int], reading: StripReading, padding: int) -> None:
    width, height = size
    stride = width + padding
    luma = bytearray(b"\x80" * (stride * height))
    draw_strip(luma, width, height, stride, reading)
    assert read_strip(luma, width, height, stride) == reading


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.binary(min_size=320 * 18, max_size=320 * 18))
def test_what_is_no_strip_is_not_read(top: bytes) -> None:
    assert read_strip(top + bytes(320 * 162), 320, 180) is None


@settings(derandomize=True, max_examples=50, deadline=None)
@given(READINGS, st.integers(8, 79))
def test_one_wrong_cell_is_noticed(reading: StripReading, cell: int) -> None:
    luma = bytearray(b"\x80" * (320 * 180))
    draw_strip(luma, 320, 180, 320, reading)
    row, column = divmod(cell, 40)
    for y in range(row * 9, row * 9 + 9):
        for x in range(column * 8, column * 8 + 8):
            luma[y * 320 + x] = 251 - luma[y * 320 + x]
    assert read_strip(luma, 320, 180) is None


@pytest.mark.parametrize("size", [(320, 180), (640, 360), (704, 576), (1280, 720), (1920, 1080)])
@pytest.mark.parametrize(
    ("codec", "pixels", "options"),
    [
        ("mjpeg", "yuvj420p", {"qscale": "31", "qmin": "31"}),
        ("libx264", "yuv420p", {"preset": "ultrafast", "crf": "45"}),
    ],
)
def test_read_after_hard_compression(size: tuple[int, int], codec: str, pixels: str, options: dict[str, str]) -> None:
    reading = StripReading(kind=StripKind.EPOCH, scene=0xA5, ms=1_795_354_150_667)
    frame = picture(*size, reading).reformat(format=pixels)
    assert read(coded(frame, codec, options)) == reading


@pytest.mark.parametrize("target", [(320, 180), (426, 240), (853, 480), (1920, 1080), (500, 500)])
def test_read_after_scaling(target: tuple[int, int]) -> None:
    reading = StripReading(kind=StripKind.MINUTE, scene=3, ms=59_999)
    small = picture(1280, 720, reading).reformat(width=target[0], height=target[1])
    assert read(small) == reading


def test_brightness_and_range_do_not_matter() -> None:
    reading = StripReading(kind=StripKind.MINUTE, scene=3, ms=12_345)
    luma = bytearray(b"\x80" * (320 * 180))
    draw_strip(luma, 320, 180, 320, reading)
    for gain, lift in ((1.16, -18), (0.5, 100), (0.3, 10)):
        changed = bytes(max(0, min(255, round(level * gain + lift))) for level in luma)
        assert read_strip(changed, 320, 180) == reading


def test_age() -> None:
    now_us = 1_795_354_150_667_000
    assert StripReading(kind=StripKind.EPOCH, scene=0, ms=1_795_354_150_600).age_ms(now_us) == 67
    assert StripReading(kind=StripKind.MINUTE, scene=0, ms=59_990).age_ms(now_us // 60_000_000 * 60_000_000) == 10
