"""Coding of scenes: without B-frames, with a key frame at steady intervals, as surveillance cameras do."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import av

from toancanh.media.model import Codec

_ENCODERS = {Codec.H264: "libx264", Codec.H265: "libx265"}


@dataclass(frozen=True, kw_only=True)
class Encoding:
    """How a stream is coded; ``gop`` is in pictures, ``bitrate_bps`` a ceiling."""

    codec: Codec = Codec.H264
    width: int = 640
    height: int = 360
    fps: int = 15
    gop: int = 15
    bitrate_bps: int = 500_000


def encoder_options(encoding: Encoding, *, live: bool) -> dict[str, str]:
    """Options of libx264 and libx265: fast, no look-ahead, one thread (several run side by side)."""
    rate_kbps = str(encoding.bitrate_bps // 1000)
    common = {"preset": "ultrafast", "crf": "27", "tune": "zerolatency"}
    if encoding.codec is Codec.H264:
        limits = {"maxrate": f"{rate_kbps}k", "bufsize": f"{rate_kbps}k", "sc_threshold": "0", "bf": "0"}
        return (
            common
            | limits
            | {"threads": "1", "forced-idr": "1", "x264-params": f"keyint={encoding.gop}:min-keyint={encoding.gop}"}
        )
    settings = (
        f"keyint={encoding.gop}:min-keyint={encoding.gop}:scenecut=0:bframes=0:vbv-maxrate={rate_kbps}"
        f":vbv-bufsize={rate_kbps}:log-level=none:info=0:frame-threads=1:pools=1"
    )
    return common | {"crf": "30", "x265-params": settings + (":repeat-headers=1" if live else "")}


def live_encoder(encoding: Encoding) -> av.VideoCodecContext:
    """An encoder whose packets begin with start codes and whose key frames carry their parameter sets."""
    context = av.VideoCodecContext.create(_ENCODERS[encoding.codec], "w")
    assert isinstance(context, av.VideoCodecContext)  # noqa: S101
    context.width, context.height, context.pix_fmt = encoding.width, encoding.height, "yuv420p"
    context.time_base = Fraction(1, encoding.fps)
    context.framerate = Fraction(encoding.fps)
    context.options = encoder_options(encoding, live=True)
    return context


def add_video_stream(container: av.container.OutputContainer, encoding: Encoding) -> av.VideoStream:
    """A stream of a file, to be coded so."""
    stream = container.add_stream(
        _ENCODERS[encoding.codec], rate=encoding.fps, options=encoder_options(encoding, live=False)
    )
    assert isinstance(stream, av.VideoStream)  # noqa: S101
    stream.width, stream.height, stream.pix_fmt = encoding.width, encoding.height, "yuv420p"
    return stream
