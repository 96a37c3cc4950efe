"""The worker process: ``python -I -m toancanh.media.pictures.worker``; questions on stdin, answers on stdout.

What it decodes comes from cameras and must be taken for hostile: the process has no secret in its environment, cannot
write a file, is bounded in memory, and an alarm ends it when one question takes too long (so that it also ends when the
one who asked is gone).
"""

from __future__ import annotations

import contextlib
import json
import resource
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, BinaryIO

import av
from av.codec.context import Flags
from av.error import FFmpegError
from av.video.codeccontext import VideoCodecContext

from toancanh.media.fmp4 import fragment, initialisation
from toancanh.media.model import MEDIA_HZ, AccessUnit, Codec, CodecParameters, areas_of
from toancanh.media.pictures.caption import Caption
from toancanh.media.pictures.messages import MAX_BODY_BYTES, PREFIX, pack
from toancanh.media.rendition import H264Rendition, blacken, rendition_size

_ADDRESS_SPACE_BYTES = 1536 << 20
_MAX_PIXELS = 8192 * 8192
_TIME_BASE = Fraction(1, MEDIA_HZ)
_JPEG_QSCALE = 4
_LAMBDA = 118  # FF_QP2LAMBDA


Operations = Mapping[str, Callable[[dict[str, Any], bytes], tuple[dict[str, Any], bytes]]]


class Undecodable(Exception):
    """There is no picture in what was given."""


def _parameters(question: dict[str, Any]) -> CodecParameters:
    return CodecParameters(
        codec=Codec(question["codec"]), width=0, height=0, vps=(), sps=(), pps=(), codec_string="",
        decoder_configuration=bytes.fromhex(question["configuration"]),
    )  # fmt: skip


def units_of(question: dict[str, Any], body: bytes) -> Iterator[AccessUnit]:
    """The coded pictures of a question: ``samples`` lists size, media time, key flag and wall time of each."""
    at = 0
    for size, media_time, is_key, wall_us in question["samples"]:
        yield AccessUnit(
            media_time=media_time, is_key=bool(is_key), data=body[at : at + size], wall_us=wall_us, arrival_us=0
        )  # fmt: skip
        at += size


def _frames(question: dict[str, Any], body: bytes) -> Iterator[av.VideoFrame]:
    return decoded(question, units_of(question, body))


def decoded(question: dict[str, Any], units: Iterable[AccessUnit]) -> Iterator[av.VideoFrame]:
    """The frames of coded pictures, the first of which is a key frame."""
    parameters = _parameters(question)
    decoder = VideoCodecContext.create("hevc" if parameters.codec is Codec.H265 else "h264", "r")
    decoder.extradata = parameters.decoder_configuration
    decoder.thread_count = 1
    decoder.options = {"max_pixels": str(_MAX_PIXELS)}
    for unit in units:
        packet = av.Packet(unit.data)
        packet.pts, packet.time_base = unit.media_time, _TIME_BASE
        # a damaged picture costs itself, not the rest of its group
        with contextlib.suppress(FFmpegError):
            yield from decoder.decode(packet)
    yield from decoder.decode(None)


def _scaled(width: int, height: int, wanted_width: int | None) -> tuple[int, int]:
    if wanted_width is None or wanted_width >= width:
        return max(2, width & ~1), max(2, height & ~1)
    return max(2, wanted_width & ~1), max(2, round(height * wanted_width / width) & ~1)


def picture(question: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    """JPEG of the last frame shown at or before ``at_media_time`` (1/90000 s; null: of the first key frame), at most
    ``width`` wide, with what is ``hidden`` in black.
    """
    at_media_time: int | None = question["at_media_time"]
    chosen: av.VideoFrame | None = None
    for frame in _frames(question, body):
        if chosen is not None and at_media_time is not None and frame.pts is not None and frame.pts > at_media_time:
            break
        chosen = frame
        if at_media_time is None:
            break
    if chosen is None:
        raise Undecodable("no frame could be decoded")
    size = _scaled(chosen.width, chosen.height, question["width"])
    full_range = chosen.reformat(width=size[0], height=size[1], format="yuvj420p")
    blacken(full_range, areas_of(question["hidden"]))
    encoder = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height = size
    encoder.pix_fmt = "yuvj420p"
    encoder.time_base = _TIME_BASE
    encoder.flags |= Flags.qscale
    encoder.global_quality = _JPEG_QSCALE * _LAMBDA
    full_range.pts = 0
    jpeg = b"".join(bytes(packet) for packet in [*encoder.encode(full_range), *encoder.encode(None)])
    return {"media_time": chosen.pts, "width": size[0], "height": size[1]}, jpeg


def rendition(question: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    """One piece of video (from a key frame on) in H.264, on the same media time: initialisation and one fragment.

    The last picture is held until ``until_media_time``, where the piece ends. The same kind of input gives the same
    initialisation, so the pieces of a recording share it.
    """
    caption = Caption(**question["caption"]) if "caption" in question else None
    units = list(units_of(question, body))
    known = question.get("background", 0)
    still, units = units[:known], units[known:]
    redact, removed = _redaction(question, still, units) if known else (None, 0.0)
    maker = H264Rendition(
        _parameters(question), hidden=areas_of(question["hidden"]), caption=caption, redact=redact
    )  # fmt: skip
    made = [out for unit in units for out in maker.push(unit)] + maker.flush()
    if not made or maker.parameters is None:
        raise Undecodable("no frame could be decoded")
    head = initialisation(maker.parameters)
    end = max(question["until_media_time"], made[-1].media_time + 1)
    fragments = b"".join(fragment(question["sequence"], made[0].media_time, made, end))
    told = {"head_size": len(head), "codec_string": maker.parameters.codec_string, "removed": removed}
    return told, head + fragments


def _redaction(
    question: dict[str, Any], still: list[AccessUnit], units: list[AccessUnit]
) -> tuple[Callable[[av.VideoFrame], None], float]:
    """What pixelates whatever moves in ``units``, told by the key frames ``still``; and which share of a picture."""
    from toancanh.media.rendition import moving  # the other questions need no numpy

    background = [frame for unit in still for frame in decoded(question, [unit])]
    if not background:
        raise Undecodable("no frame could be decoded")
    width, height = rendition_size(background[0])
    cells = moving.moving_cells(background, decoded(question, units), width, height)
    return lambda frame: moving.pixelate(frame, cells), round(float(cells.mean()), 4)


def answer(question: dict[str, Any], body: bytes, operations: Operations | None = None) -> bytes:
    """One question answered; what cannot be decoded is an answer too."""
    if operations is None:
        operations = {"picture": picture, "rendition": rendition}
    try:
        head, result = operations[question["op"]](question, body)
    except (FFmpegError, Undecodable, MemoryError, ValueError) as error:
        return pack({"error": f"{type(error).__name__}: {error}"[:300]})
    return pack({**head, "error": ""}, result)


def _confine() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE_BYTES, _ADDRESS_SPACE_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))


def _serve(questions: BinaryIO, answers: BinaryIO, operations: Operations | None) -> None:
    while len(prefix := questions.read(PREFIX.size)) == PREFIX.size:
        head_size, body_size = PREFIX.unpack(prefix)
        if body_size > MAX_BODY_BYTES:
            return
        question = json.loads(questions.read(head_size))
        body = questions.read(body_size)
        signal.alarm(question["limit_s"])
        answers.write(answer(question, body, operations))
        answers.flush()
        signal.alarm(0)


def serve(operations: Operations | None = None) -> None:
    """Until stdin closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    av.logging.set_level(None)
    _confine()
    _serve(sys.stdin.buffer, sys.stdout.buffer, operations)


if __name__ == "__main__":
    serve()
