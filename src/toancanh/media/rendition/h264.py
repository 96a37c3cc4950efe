"""The codec part of a rendition: encoded units in, H.264 units out. Decodes and encodes; for worker processes only."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from fractions import Fraction
from typing import Any, cast

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from toancanh.media.model import MEDIA_HZ, AccessUnit, Areas, Codec, CodecParameters
from toancanh.media.pictures.caption import Caption
from toancanh.media.rendition.masking import blacken
from toancanh.media.rendition.writing import write_on, write_over

MAX_HEIGHT = 720
_TIME_BASE = Fraction(1, MEDIA_HZ)
_DECODERS = {Codec.H264: "h264", Codec.H265: "hevc"}
_MAX_IN_FLIGHT = 64  # frames in the decoder; H.265 allows a reordering of 16
_SPS, _PPS, _IDR = 7, 8, 5  # nal_unit_type, ITU-T H.264 table 7-1
_NOT_KEPT = frozenset({6, 9, 12})  # SEI, access unit delimiter, filler


class H264Rendition:
    """Re-encodes one run of a stream. A key frame in gives a key frame out; media and wall times are kept.

    `push` may give none, one or several units. ``parameters`` is known with the first of them and then stays the same;
    a run with other parameters needs a new rendition. Units that do not decode are counted in ``broken_units`` and left
    out. Areas that are ``hidden`` are black in every picture, and the ``caption`` stands in it; before both, ``redact``
    changes it.
    """

    def __init__(
        self,
        parameters: CodecParameters,
        *,
        max_height: int = MAX_HEIGHT,
        threads: int = 1,
        hidden: Areas = (),
        caption: Caption | None = None,
        redact: Callable[[VideoFrame], None] | None = None,
    ) -> None:
        self.parameters: CodecParameters | None = None
        self.broken_units = 0
        self._max_height = max_height
        self._threads = threads
        self._hidden = hidden
        self._caption = caption
        self._redact = redact
        self._decoder = _decoder(parameters, threads)
        self._encoder: VideoCodecContext | None = None
        self._in_flight: OrderedDict[int, AccessUnit] = OrderedDict()

    def push(self, unit: AccessUnit) -> list[AccessUnit]:
        """The next access unit in decoding order; the first must be a key frame."""
        packet = av.Packet(unit.data)
        packet.pts = unit.media_time
        packet.time_base = _TIME_BASE
        self._in_flight[unit.media_time] = unit
        while len(self._in_flight) > _MAX_IN_FLIGHT:
            self._in_flight.popitem(last=False)
        return self._through(packet)

    def flush(self) -> list[AccessUnit]:
        """What is still in the decoder, at the end of a run; nothing may be pushed afterwards."""
        units = self._through(None)
        if self._encoder is not None:
            for packet in self._encoder.encode(None):
                units.extend(self._unit(packet))
        return units

    def _through(self, packet: av.Packet[Any] | None) -> list[AccessUnit]:
        try:
            frames = self._decoder.decode(packet)
        except av.FFmpegError:
            self.broken_units += 1
            return []
        units: list[AccessUnit] = []
        for frame in frames:
            units.extend(self._encode(frame))
        return units

    def _encode(self, frame: VideoFrame) -> list[AccessUnit]:
        if self._encoder is None:
            self._encoder = _encoder(frame, self._max_height, self._threads)
        encoder = self._encoder
        small = frame.reformat(width=encoder.width, height=encoder.height, format="yuv420p")
        if self._redact is not None:
            self._redact(small)
        blacken(small, self._hidden)
        if self._caption is not None and frame.pts is not None:
            if self._caption.mark:
                write_over(small, self._caption.mark.upper())
            write_on(small, self._caption.at(frame.pts))
        small.pts = frame.pts
        small.time_base = _TIME_BASE
        source = self._in_flight.get(frame.pts if frame.pts is not None else -1)
        wants_key = self.parameters is None or (source is not None and source.is_key)
        small.pict_type = av.video.frame.PictureType.I if wants_key else av.video.frame.PictureType.NONE
        units: list[AccessUnit] = []
        for packet in encoder.encode(small):
            units.extend(self._unit(packet))
        return units

    def _unit(self, packet: av.Packet[Any]) -> list[AccessUnit]:
        kept: list[bytes] = []
        sps: list[bytes] = []
        pps: list[bytes] = []
        for nal in _annex_b(bytes(packet)):
            kind = nal[0] & 0x1F
            if kind == _SPS:
                sps.append(nal)
            elif kind == _PPS:
                pps.append(nal)
            elif kind not in _NOT_KEPT:
                kept.append(nal)
        if sps and pps and self.parameters is None and self._encoder is not None:
            self.parameters = _h264_parameters(sps[0], pps[0], self._encoder.width, self._encoder.height)
        media_time = packet.pts if packet.pts is not None else 0
        source = self._in_flight.pop(media_time, None)
        if source is None:
            return []
        return [
            AccessUnit(
                media_time=media_time,
                is_key=any(nal[0] & 0x1F == _IDR for nal in kept),
                data=b"".join(len(nal).to_bytes(4, "big") + nal for nal in kept),
                wall_us=source.wall_us,
                arrival_us=source.arrival_us,
            )
        ]


def _decoder(parameters: CodecParameters, threads: int) -> VideoCodecContext:
    decoder = cast(VideoCodecContext, VideoCodecContext.create(_DECODERS[parameters.codec], "r"))
    decoder.extradata = parameters.decoder_configuration
    decoder.thread_count = threads
    decoder.thread_type = "SLICE"  # frame threads would hold pictures back
    decoder.flags |= av.codec.context.Flags.low_delay
    return decoder


def rendition_size(frame: VideoFrame, max_height: int = MAX_HEIGHT) -> tuple[int, int]:
    """Width and height of what is made of such frames."""
    height = min(frame.height, max_height)
    return max(2, round(frame.width * height / frame.height / 2) * 2), max(2, height // 2 * 2)


def _encoder(frame: VideoFrame, max_height: int, threads: int) -> VideoCodecContext:
    encoder = VideoCodecContext.create("libx264", "w")
    encoder.width, encoder.height = rendition_size(frame, max_height)
    encoder.pix_fmt = "yuv420p"
    encoder.time_base = _TIME_BASE
    encoder.framerate = Fraction(25)
    encoder.gop_size = 50
    encoder.max_b_frames = 0
    encoder.thread_count = threads
    encoder.options = {
        "preset": "ultrafast",
        "tune": "zerolatency",
        "crf": "25",
        "maxrate": "3M",
        "bufsize": "3M",
        "forced-idr": "1",
        "sc_threshold": "0",
    }
    return encoder


def _annex_b(stream: bytes) -> list[bytes]:
    """NAL units of a byte stream (ITU-T H.264, annex B); start codes cannot occur inside one."""
    return [piece.rstrip(b"\x00") for piece in stream.split(b"\x00\x00\x01") if piece.rstrip(b"\x00")]


def _h264_parameters(sps: bytes, pps: bytes, width: int, height: int) -> CodecParameters:
    # avcC (ISO/IEC 14496-15, 5.3.3.1); constrained baseline, which ultrafast writes, has no chroma extension in it
    body = bytes((1, sps[1], sps[2], sps[3], 0xFF, 0xE1)) + len(sps).to_bytes(2, "big") + sps
    body += bytes((1,)) + len(pps).to_bytes(2, "big") + pps
    return CodecParameters(
        codec=Codec.H264,
        width=width,
        height=height,
        vps=(),
        sps=(sps,),
        pps=(pps,),
        codec_string=f"avc1.{sps[1:4].hex()}",
        decoder_configuration=body,
    )
