"""The confined process of one model: ``python -I -m toancanh.vision.onnx_models.worker``; questions on stdin, answers
on stdout, in the form of `toancanh.media.pictures.messages`.

The first question, ``open``, brings the manifest and the file; each later one, ``look``, coded pictures of one camera,
the first of which is a key frame where the camera's decoder does not stand after the one before.
"""

from __future__ import annotations

import signal
import sys
import time
from collections import OrderedDict
from typing import Any, BinaryIO

import av
import numpy as np

from toancanh.kernel import PlatformError
from toancanh.vision.confined.coded import told_of
from toancanh.vision.confined.eye import Eye, Stillness, confine, kind_of, serve
from toancanh.vision.model import Detections, Picture
from toancanh.vision.onnx_models.detector import OnnxDetector
from toancanh.vision.onnx_models.layouts import reader_of
from toancanh.vision.onnx_models.manifest import Manifest
from toancanh.vision.onnx_models.runtime import Provider, Session

_DECODERS = 64


class _Desk:
    """Answers the questions about one opened model."""

    def __init__(self, question: dict[str, Any], content: bytes) -> None:
        manifest = Manifest.from_fields(question["manifest"])
        session = Session(content, provider=Provider(question["provider"]), threads=question["threads"])
        reader = reader_of(manifest, session.inputs())
        self._detector = OnnxDetector(reader, session.run)
        self._eyes: OrderedDict[str, Eye] = OrderedDict()
        self._still: dict[str, Stillness] = {}
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
        if eye is None or question["is_new"] or eye.kind != kind_of(question):
            eye = self._eyes[question["camera"]] = Eye(question)
        self._eyes.move_to_end(question["camera"])
        if len(self._eyes) > _DECODERS:
            camera, _ = self._eyes.popitem(last=False)
            del self._still[camera]
        still = self._still.setdefault(question["camera"], Stillness())
        return {"pictures": [self._told(picture, still) for picture in eye.pictures(question, body)]}

    def _told(self, picture: Picture, still: Stillness) -> dict[str, Any]:
        """One after the other: forty pictures of a main stream at once would be a quarter of a gigabyte."""
        is_still = still.holds(picture)
        found = Detections.none() if is_still else self._detector.detect(picture)
        return {**told_of(picture, found), "is_still": is_still}


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
    """Until stdin closes, or the file turns out to be unfit."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    av.logging.set_level(None)
    desk: _Desk | None = None

    def answer(question: dict[str, Any], body: bytes) -> dict[str, Any]:
        nonlocal desk
        if desk is None:
            confine(question["manifest"]["memory_mib"] << 20)
        begin_s = time.process_time()
        desk, told = _answer(desk, question, body)
        return {**told, "cpu_s": time.process_time() - begin_s}

    serve(questions, answers, answer)


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
