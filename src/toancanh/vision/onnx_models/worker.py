"""The confined process of one model: ``python -I -m toancanh.vision.onnx_models.worker``; questions on stdin, answers
on stdout, in the form of `toancanh.media.pictures.messages`.

The first question, ``open``, brings the manifest and the file; each later one, ``look``, coded pictures of one camera,
the first of which is a key frame where the camera's decoder does not stand after the one before.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
from collections import OrderedDict
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, BinaryIO

import av
import numpy as np
from av.error import FFmpegError
from av.video.codeccontext import VideoCodecContext

from toancanh.kernel import PlatformError
from toancanh.media.model import MEDIA_HZ, Codec
from toancanh.media.pictures.messages import PREFIX, pack
from toancanh.media.pictures.worker import units_of
from toancanh.vision.model import Detections, Picture
from toancanh.vision.onnx_models.detector import OnnxDetector
from toancanh.vision.onnx_models.layouts import reader_of
from toancanh.vision.onnx_models.manifest import Manifest
from toancanh.vision.onnx_models.runtime import Provider, Session

_DECODERS = 64
_MOST_PIXELS = 4096 * 2304
_FILES = 32
_TIME_BASE = Fraction(1, MEDIA_HZ)


class _Eye:
    """Decodes one camera's stream, from question to question."""

    def __init__(self, question: dict[str, Any]) -> None:
        self.kind = (question["codec"], question["configuration"])
        is_h265 = Codec(question["codec"]) is Codec.H265
        self._decoder = VideoCodecContext.create("hevc" if is_h265 else "h264", "r")
        self._decoder.extradata = bytes.fromhex(question["configuration"])
        self._decoder.thread_count = 1
        self._decoder.options = {"max_pixels": str(_MOST_PIXELS), "flags": "low_delay"}

    def pictures(self, question: dict[str, Any], body: bytes) -> Iterator[Picture]:
        """Those that were asked for; a damaged one costs itself."""
        wanted = set(question["wanted"])
        times = {unit.media_time: unit.wall_us for unit in units_of(question, body)}
        for unit in units_of(question, body):
            packet = av.Packet(unit.data)
            packet.pts, packet.time_base = unit.media_time, _TIME_BASE
            try:
                frames = self._decoder.decode(packet)
            except FFmpegError:
                continue
            for frame in frames:
                if frame.pts is not None and frame.pts in wanted:
                    bgr = np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
                    yield Picture(bgr=bgr, time_us=times[frame.pts])


class _Desk:
    """Answers the questions about one opened model."""

    def __init__(self, question: dict[str, Any], content: bytes) -> None:
        manifest = Manifest.from_fields(question["manifest"])
        session = Session(content, provider=Provider(question["provider"]), threads=question["threads"])
        reader = reader_of(manifest, session.inputs())
        self._detector = OnnxDetector(reader, session.run)
        self._eyes: OrderedDict[str, _Eye] = OrderedDict()
        black = np.zeros((reader.canvas.height, reader.canvas.width, 3), np.uint8)
        begin_s = time.perf_counter()
        self._detector.detect(Picture(bgr=black, time_us=0))
        self.trial = {
            "width": reader.canvas.width,
            "height": reader.canvas.height,
            "picture_s": time.perf_counter() - begin_s,
        }

    def look(self, question: dict[str, Any], body: bytes) -> dict[str, Any]:
        eye = self._eyes.get(question["camera"])
        if eye is None or eye.kind != (question["codec"], question["configuration"]):
            eye = self._eyes[question["camera"]] = _Eye(question)
        self._eyes.move_to_end(question["camera"])
        if len(self._eyes) > _DECODERS:
            self._eyes.popitem(last=False)
        found = [(picture, self._detector.detect(picture)) for picture in eye.pictures(question, body)]
        return {"pictures": [_told(picture, one) for picture, one in found]}


def _told(picture: Picture, found: Detections) -> dict[str, Any]:
    return {
        "time_us": picture.time_us,
        "width": picture.width,
        "height": picture.height,
        "boxes_px": found.boxes_px.round(2).tolist(),
        "kinds": list(found.kinds),
        "scores": found.scores.round(4).tolist(),
    }


def _confine(memory_bytes: int) -> None:
    """Memory that can be written to (RLIMIT_DATA: drivers of accelerators reserve addresses without end), no files."""
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_FILES, _FILES))
    os.chdir("/")


def _message(questions: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    prefix = questions.read(PREFIX.size)
    if len(prefix) < PREFIX.size:
        return None
    head_size, body_size = PREFIX.unpack(prefix)
    return json.loads(questions.read(head_size)), questions.read(body_size)


def _answer(desk: _Desk | None, question: dict[str, Any], body: bytes) -> tuple[_Desk | None, dict[str, Any]]:
    try:
        if desk is None:
            desk = _Desk(question, body)
            return desk, {**desk.trial, "error": ""}
        return desk, {**desk.look(question, body), "error": ""}
    except PlatformError as error:
        return desk, {"error": error.detail, "kind": error.kind, "reason": error.extra.get("reason", "model_broken")}
    except MemoryError:
        return desk, {"error": "it needs more memory than its manifest says", "kind": "exhausted",
                      "reason": "model_out_of_memory"}  # fmt: skip


def main(questions: BinaryIO, answers: BinaryIO) -> None:
    """Until stdin closes, or the file turns out to be unfit. An alarm ends the process when a question takes too long:
    nothing that runs in it can stop that.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    av.logging.set_level(None)
    desk: _Desk | None = None
    while (message := _message(questions)) is not None:
        question, body = message
        if desk is None:
            _confine(question["manifest"]["memory_mib"] << 20)
        signal.alarm(question["limit_s"])
        desk, told = _answer(desk, question, body)
        signal.alarm(0)
        answers.write(pack(told))
        answers.flush()
        if told["error"]:
            return


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
