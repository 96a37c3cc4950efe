"""Decodes one camera's stream inside a confined process, from question to question."""

from __future__ import annotations

import json
import os
import resource
import signal
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, BinaryIO

import av
import numpy as np
from av.error import FFmpegError
from av.video.codeccontext import VideoCodecContext

from toancanh.media.model import MEDIA_HZ, Codec
from toancanh.media.pictures.messages import PREFIX, pack
from toancanh.media.pictures.worker import units_of
from toancanh.vision.model import Picture

_MOST_PIXELS = 4096 * 2304
_FILES = 32
_HELD_BACK = 32
"""So many pictures at most a decoder gives in answer to a later question."""
_STILL_US = 5_000_000
_SAMPLE = 8
_TIME_BASE = Fraction(1, MEDIA_HZ)

Message = tuple[dict[str, Any], bytes]


class Eye:
    """``most_columns``: wider pictures are made smaller; a detector that wants them whole leaves it out."""

    def __init__(self, question: dict[str, Any], *, most_columns: int | None = None) -> None:
        self.kind = kind_of(question)
        self._most_columns = most_columns
        self._wanted: dict[int, int] = {}
        is_h265 = Codec(question["codec"]) is Codec.H265
        self._decoder = VideoCodecContext.create("hevc" if is_h265 else "h264", "r")
        self._decoder.extradata = bytes.fromhex(question["configuration"])
        self._decoder.thread_count = 1
        self._decoder.options = {"max_pixels": str(_MOST_PIXELS), "flags": "low_delay"}

    def pictures(self, question: dict[str, Any], body: bytes) -> Iterator[Picture]:
        """Those that were asked for, now or before where the decoder held one back; a damaged one costs itself."""
        wanted = set(question["wanted"])
        for unit in units_of(question, body):
            if unit.media_time in wanted:
                self._wanted[unit.media_time] = unit.wall_us
            packet = av.Packet(unit.data)
            packet.pts, packet.time_base = unit.media_time, _TIME_BASE
            try:
                frames = self._decoder.decode(packet)
            except FFmpegError:
                continue
            for frame in frames:
                wall_us = None if frame.pts is None else self._wanted.pop(frame.pts, None)
                if wall_us is not None:
                    yield Picture(bgr=self._pixels(frame), time_us=wall_us)
        while len(self._wanted) > _HELD_BACK:  # damaged ones never come
            del self._wanted[next(iter(self._wanted))]

    def _pixels(self, frame: av.VideoFrame) -> np.ndarray[Any, np.dtype[np.uint8]]:
        width, height = frame.width, frame.height
        if self._most_columns is not None and width > self._most_columns:
            width, height = self._most_columns, max(1, round(height * self._most_columns / width))
        return np.asarray(frame.to_ndarray(format="bgr24", width=width, height=height), np.uint8)


class Stillness:
    """Whether a camera has sent the very same picture for a while: it comes from no sensor."""

    def __init__(self) -> None:
        self._sample = b""
        self._since_us = 0

    def holds(self, picture: Picture) -> bool:
        """Also of this one; of pictures in their order."""
        sample = picture.bgr[::_SAMPLE, ::_SAMPLE].tobytes()
        if sample != self._sample:
            self._sample, self._since_us = sample, picture.time_us
        return picture.time_us - self._since_us >= _STILL_US


def kind_of(question: dict[str, Any]) -> tuple[str, str]:
    """While it is the same, a decoder goes on."""
    return question["codec"], question["configuration"]


def confine(memory_bytes: int) -> None:
    """Memory that can be written to (RLIMIT_DATA: drivers of accelerators reserve addresses without end), no files."""
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_FILES, _FILES))
    os.chdir("/")


def message(questions: BinaryIO) -> Message | None:
    """The next; None when stdin is closed."""
    prefix = questions.read(PREFIX.size)
    if len(prefix) < PREFIX.size:
        return None
    head_size, body_size = PREFIX.unpack(prefix)
    return json.loads(questions.read(head_size)), questions.read(body_size)


def serve(questions: BinaryIO, answers: BinaryIO, answer: Callable[[dict[str, Any], bytes], dict[str, Any]]) -> None:
    """Until stdin closes, or an answer has an error: then what runs here is unfit. An alarm ends the process when a
    question takes too long: nothing that runs in it can stop that.
    """
    while (asked := message(questions)) is not None:
        question, body = asked
        signal.alarm(question["limit_s"])
        told = answer(question, body)
        signal.alarm(0)
        answers.write(pack(told))
        answers.flush()
        if told["error"]:
            return
