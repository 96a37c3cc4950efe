"""Access units of tiny real pictures, encoded by libx264 and libx265 through PyAV."""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import av

from toancanh.media.model import MEDIA_HZ, AccessUnit, Codec, CodecParameters
from toancanh.media.rtp.parameters import ParameterSets

START_US = 1_763_800_000_000_000


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """A coded sequence in decoding order that may be repeated for ever: it begins with a key frame."""

    parameters: CodecParameters
    units: tuple[AccessUnit, ...]
    ticks: int  # length of the sequence, 1/90000 s

    def unit(self, number: int, *, start_us: int = START_US) -> AccessUnit:
        """Unit ``number`` (>= 0) of the endless repetition, its wall time counted from ``start_us``."""
        turn, index = divmod(number, len(self.units))
        unit = self.units[index]
        media_time = unit.media_time + turn * self.ticks
        wall_us = start_us + media_time * 100 // 9
        return AccessUnit(
            media_time=media_time, is_key=unit.is_key, data=unit.data, wall_us=wall_us, arrival_us=wall_us
        )


@lru_cache(maxsize=8)
def pictures(
    codec: str = "h264",
    *,
    width: int = 64,
    height: int = 48,
    fps: int = 25,
    gop: int = 25,
    count: int = 50,
    b: int = 0,
    grain: bool = False,
) -> Pictures:
    """``count`` pictures with a key frame every ``gop`` and up to ``b`` B-frames in a row: one level after the other,
    or, with ``grain``, the same pattern under a sensor's noise.
    """
    h264 = codec == "h264"
    context = av.CodecContext.create("libx264" if h264 else "libx265", "w")
    context.width, context.height, context.pix_fmt = width, height, "yuv420p"
    context.time_base, context.framerate = Fraction(1, fps), Fraction(fps)
    keys = f"keyint={gop}:min-keyint={gop}:scenecut=0:bframes={b}:b-adapt=0"
    options = {"preset": "ultrafast"}
    options["x264-params" if h264 else "x265-params"] = keys + ("" if h264 else ":open-gop=0:log-level=none:pools=1")
    context.options = options
    sets = ParameterSets(Codec.H264 if h264 else Codec.H265)
    units: list[AccessUnit] = []
    packets = []
    for number in range(count):
        frame = av.VideoFrame(width, height, "yuv420p")
        for index, plane in enumerate(frame.planes):
            if grain:
                draw = random.Random(number)
                plane.update(bytes(at % 97 + 60 + draw.randrange(4) for at in range(plane.buffer_size)))
            else:
                plane.update(bytes([(number * 5 + index * 40) % 200 + 20]) * plane.buffer_size)
        frame.pts = number
        packets += context.encode(frame)
    packets += context.encode(None)
    for packet in packets:
        data = b""
        for nal in _nals(bytes(packet)):
            kind = nal[0] & 31 if h264 else nal[0] >> 1 & 63
            if kind in ((7, 8) if h264 else (32, 33, 34)):
                sets.add(nal)
            elif kind in ((1, 2, 3, 4, 5) if h264 else range(32)):
                data += len(nal).to_bytes(4, "big") + nal
        assert packet.pts is not None
        media_time = packet.pts * MEDIA_HZ // fps
        units.append(AccessUnit(media_time=media_time, is_key=packet.is_keyframe, data=data, wall_us=0, arrival_us=0))
    parameters = sets.parameters()
    assert parameters is not None
    return Pictures(parameters=parameters, units=tuple(units), ticks=count * MEDIA_HZ // fps)


def _nals(annex_b: bytes) -> list[bytes]:
    """NAL units between start codes (ITU-T H.264, annex B)."""
    return [nal.rstrip(b"\0") if nal.endswith(b"\0") else nal for nal in annex_b.split(b"\0\0\1")[1:] if nal]
