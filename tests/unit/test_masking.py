"""Masks drawn into frames: black within and a little around, nothing touched further out."""

from __future__ import annotations

import av
import pytest
from test_rendition import encoded_h265

from toancanh.media.rendition import H264Rendition, blacken

SQUARE = (((0.25, 0.25), (0.5, 0.25), (0.5, 0.5), (0.25, 0.5)),)
BOW = (((0.25, 0.25), (0.75, 0.75), (0.75, 0.25), (0.25, 0.75)),)


def grey(width: int, height: int, pixel_format: str = "yuv420p") -> av.VideoFrame:
    frame = av.VideoFrame(width, height, pixel_format)
    for plane in frame.planes:
        plane.update(bytes([200]) * plane.buffer_size)
    return frame


def at(frame: av.VideoFrame, x: float, y: float, plane: int = 0) -> int:
    """A sample, by its place from 0 to 1."""
    samples = frame.planes[plane]
    return bytes(samples)[int(y * (samples.height - 1)) * samples.line_size + int(x * (samples.width - 1))]


@pytest.mark.parametrize(("width", "height"), [(64, 48), (640, 360), (1280, 720), (67, 51)])
def test_black_within_and_untouched_without(width: int, height: int) -> None:
    frame = grey(width, height)
    blacken(frame, SQUARE)
    for x, y in ((0.25, 0.25), (0.375, 0.375), (0.5, 0.5), (0.25, 0.5), (0.49, 0.26)):
        assert [at(frame, x, y, plane) for plane in range(3)] == [16, 128, 128], (x, y)
    for x, y in ((0.0, 0.0), (0.1, 0.3), (0.3, 0.1), (0.65, 0.4), (0.4, 0.65), (1.0, 1.0)):
        assert [at(frame, x, y, plane) for plane in range(3)] == [200, 200, 200], (x, y)


def test_an_outline_that_crosses_itself_hides_both_halves() -> None:
    frame = grey(640, 360)
    blacken(frame, BOW)
    assert at(frame, 0.3, 0.5) == at(frame, 0.7, 0.5) == 16
    assert at(frame, 0.5, 0.3) == 200


def test_at_the_edges_of_the_picture_nothing_is_left_over() -> None:
    frame = grey(66, 50)
    blacken(frame, (((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)),))
    for number, plane in enumerate(frame.planes):
        rows = [bytes(plane)[row * plane.line_size :][: plane.width] for row in range(plane.height)]
        assert set(b"".join(rows)) == {16 if number == 0 else 128}


def test_what_cannot_be_drawn_into_is_not_given_out() -> None:
    with pytest.raises(ValueError, match="gray"):
        blacken(grey(64, 48, "gray"), SQUARE)


def test_every_picture_of_a_rendition_is_masked_though_the_decoder_refers_to_earlier_ones() -> None:
    parameters, units = encoded_h265(12, 320, 180)
    rendition = H264Rendition(parameters, hidden=SQUARE)
    made = [unit for source in units for unit in rendition.push(source)] + rendition.flush()
    assert rendition.parameters is not None
    decoder = av.CodecContext.create("h264", "r")
    decoder.extradata = rendition.parameters.decoder_configuration
    frames = [frame for unit in made for frame in decoder.decode(av.Packet(unit.data))] + decoder.decode(None)
    assert len(frames) == 12
    for number, frame in enumerate(frames):
        assert at(frame, 0.375, 0.375) <= 20
        assert at(frame, 0.8, 0.8) == pytest.approx(number * 5, abs=24)
