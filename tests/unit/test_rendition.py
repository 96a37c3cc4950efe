"""H.264 made from H.265: every picture comes out once, at its time, decodable."""

from __future__ import annotations

import io
from fractions import Fraction

import av
import pytest

from toancanh.media.model import AccessUnit, Codec, CodecParameters
from toancanh.media.rendition import H264Rendition


def encoded_h265(frames: int, width: int, height: int, gop: int = 10) -> tuple[CodecParameters, list[AccessUnit]]:
    """An H.265 stream with its hvcC, as libx265 and libavformat write it."""
    file = io.BytesIO()
    container = av.open(file, "w", format="mp4")
    stream = container.add_stream("libx265", rate=25)
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
    stream.options = {"preset": "ultrafast", "x265-params": f"keyint={gop}:bframes=0:log-level=none:pools=1"}
    for at in range(frames):
        frame = av.VideoFrame(width, height, "yuv420p")
        for number, plane in enumerate(frame.planes):
            plane.update(bytes([(at * 5 + number * 40) % 256]) * plane.buffer_size)
        frame.pts, frame.time_base = at, Fraction(1, 25)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))
    container.close()
    file.seek(0)
    with av.open(file) as read:
        video = read.streams.video[0]
        hvcc = bytes(video.codec_context.extradata)
        units = [
            AccessUnit(
                media_time=int(packet.pts * packet.time_base * 90_000),
                is_key=packet.is_keyframe,
                data=bytes(packet),
                wall_us=int(packet.pts * packet.time_base * 1_000_000),
                arrival_us=0,
            )
            for packet in read.demux(video)
            if packet.size
        ]
    parameters = CodecParameters(
        codec=Codec.H265, width=width, height=height, vps=(), sps=(), pps=(), codec_string="hvc1",
        decoder_configuration=hvcc,
    )  # fmt: skip
    return parameters, units


@pytest.mark.parametrize(("width", "height", "expected"), [(640, 360, (640, 360)), (1344, 756, (1280, 720))])
def test_every_picture_comes_out_once_at_its_time(width: int, height: int, expected: tuple[int, int]) -> None:
    parameters, units = encoded_h265(24, width, height)
    rendition = H264Rendition(parameters)
    out = [made for unit in units for made in rendition.push(unit)]
    assert len(out) >= 23  # the last may still be in the decoder: a delay of one picture at most
    out += rendition.flush()
    assert [unit.media_time for unit in out] == [unit.media_time for unit in units]
    assert [unit.wall_us for unit in out] == [unit.wall_us for unit in units]
    assert [at for at, unit in enumerate(out) if unit.is_key] == [0, 10, 20]
    assert rendition.parameters is not None
    assert (rendition.parameters.width, rendition.parameters.height) == expected
    assert rendition.parameters.codec_string.startswith("avc1.42")

    decoder = av.CodecContext.create("h264", "r")
    decoder.extradata = rendition.parameters.decoder_configuration
    decoded = [frame for unit in out for frame in decoder.decode(av.Packet(unit.data))] + decoder.decode(None)
    assert len(decoded) == 24
    assert (decoded[0].width, decoded[0].height) == expected


def test_units_that_do_not_decode_are_left_out() -> None:
    parameters, units = encoded_h265(12, 320, 180)
    rendition = H264Rendition(parameters)
    made = rendition.push(units[0])
    made += rendition.push(
        AccessUnit(media_time=1, is_key=False, data=b"\x00\x00\x00\x04junk", wall_us=0, arrival_us=0)
    )
    made += [unit for source in units[1:] for unit in rendition.push(source)] + rendition.flush()
    assert {unit.media_time for unit in made} <= {unit.media_time for unit in units}
    assert len(made) >= 10
