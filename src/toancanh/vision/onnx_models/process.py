"""The parent's side of a confined model: starts the process, asks, ends it, and gives up on a file that keeps dying."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import IO, Any

from toancanh.kernel import ErrorKind, Exhausted, Invalid, PlatformError, Unavailable
from toancanh.media.model import AccessUnit, Codec
from toancanh.media.pictures.messages import MAX_BODY_BYTES, PREFIX, pack
from toancanh.vision.model import Detections, ObjectKind
from toancanh.vision.onnx_models.manifest import Manifest

_WORKER = "toancanh.vision.onnx_models.worker"
_MOST_ANSWER_BYTES = 16 << 20
_GRACE_S = 2.0
_START_S = 30.0  # until a process has loaded its libraries, on a busy machine
_MOST_DEATHS = 3
_KINDS: dict[str, type[PlatformError]] = {
    ErrorKind.INVALID: Invalid,
    ErrorKind.EXHAUSTED: Exhausted,
    ErrorKind.UNAVAILABLE: Unavailable,
}


@dataclass(frozen=True, kw_only=True)
class Running:
    """On what a model runs (see `runtime.Provider`), and in how many threads."""

    provider: str = "cpu"
    threads: int = 1


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What was seen when a model was opened: the size of its input, and how long a picture of that size takes."""

    width: int
    height: int
    picture_s: float


@dataclass(frozen=True, kw_only=True)
class CodedPictures:
    """Coded pictures of one camera, in order. ``wanted``: media times of those that are to be looked at."""

    camera: str
    codec: Codec
    configuration: bytes  # body of avcC or hvcC
    units: tuple[AccessUnit, ...]
    wanted: Collection[int]


@dataclass(frozen=True, kw_only=True, eq=False)
class Looked:
    """What was found in one picture, whose size in pixels goes with the boxes."""

    time_us: int
    width: int
    height: int
    detections: Detections


class ModelProcess:
    """One model in one process. Blocking; one caller at a time. Started by the first question, and again after a death,
    until it has died three times without an answer between.
    """

    def __init__(self, content: bytes, manifest: Manifest, running: Running | None = None) -> None:
        self._content, self._manifest = content, manifest
        self._running = running or Running()
        self._process: subprocess.Popen[bytes] | None = None
        self._trial: Trial | None = None
        self._deaths = 0

    def __enter__(self) -> ModelProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Of the process, where one runs."""
        return None if self._process is None else self._process.pid

    def trial(self) -> Trial:
        """Open the model where it is not open. Raises `Invalid` for a file that is not what its manifest says,
        `Exhausted` or `Unavailable` where it takes more memory or time than that allows.
        """
        if self._process is not None and self._trial is not None:
            return self._trial
        if self._deaths >= _MOST_DEATHS:
            raise Unavailable("the model has failed three times and is not tried again", reason="model_unfit")
        self._process = _started()
        question = {"manifest": asdict(self._manifest), **asdict(self._running)}
        told = self._ask(question, self._content, grace_s=_START_S)
        self._trial = Trial(width=int(told["width"]), height=int(told["height"]), picture_s=float(told["picture_s"]))
        return self._trial

    def look(self, coded: CodedPictures) -> list[Looked]:
        """What is in the wanted pictures, as far as they could be decoded. Raises like `trial`."""
        body = b"".join(unit.data for unit in coded.units)
        if len(body) > MAX_BODY_BYTES:
            raise Exhausted(f"{len(body)} bytes of video at once are too much for a look")
        self.trial()
        samples = [(len(unit.data), unit.media_time, unit.is_key, unit.wall_us) for unit in coded.units]
        question = {
            "camera": coded.camera,
            "codec": coded.codec,
            "configuration": coded.configuration.hex(),
            "samples": samples,
            "wanted": sorted(coded.wanted),
        }
        told = self._ask(question, body, grace_s=_GRACE_S)
        try:
            looked = [_looked(one) for one in told["pictures"]]
        except (KeyError, TypeError, ValueError):  # something else than our worker speaks
            raise self._death() from None
        self._deaths = 0
        return looked

    def close(self) -> None:
        """End the process."""
        self._end()

    def _ask(self, question: dict[str, Any], body: bytes, *, grace_s: float) -> dict[str, Any]:
        process, limit_s = self._process, self._manifest.seconds
        assert process is not None and process.stdin is not None and process.stdout is not None  # noqa: S101, PT018
        late = threading.Timer(limit_s + grace_s, process.kill)  # its own alarm comes first
        late.start()
        try:
            process.stdin.write(pack({**question, "limit_s": limit_s}, body))
            process.stdin.flush()
            told = _answer(process.stdout)
        except OSError:  # it has gone while it was asked
            told = None
        finally:
            late.cancel()
        if told is None:
            raise self._death()
        if told["error"]:
            self._end()
            self._deaths += 1
            raise _error(told)
        return told

    def _death(self) -> PlatformError:
        code = self._end()
        self._deaths += 1
        if code in (-signal.SIGALRM, -signal.SIGKILL):
            return Unavailable(
                f"the model did not answer within {self._manifest.seconds} s and was ended",
                reason="model_never_answered",
            )
        return Unavailable(f"the model's process died (status {code})", reason="model_died")

    def _end(self) -> int:
        """The status that it ended with, of itself or now by us."""
        process, self._process, self._trial = self._process, None, None
        if process is None or process.stdin is None or process.stdout is None:
            return 0
        process.stdout.close()
        _close(process.stdin)  # which ends it, if it is well
        try:
            return process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()


def _started() -> subprocess.Popen[bytes]:
    # nothing of ours: no secret reaches a worker; a thread more would take of the memory that it may have
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-I", "-m", _WORKER],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _answer(answers: IO[bytes]) -> dict[str, Any] | None:
    """None where it has ended, or says what no worker of ours would."""
    prefix = answers.read(PREFIX.size)
    if len(prefix) < PREFIX.size:
        return None
    head_size, body_size = PREFIX.unpack(prefix)
    if head_size > _MOST_ANSWER_BYTES or body_size:
        return None
    try:
        told = json.loads(answers.read(head_size))
    except ValueError:
        return None
    return told if isinstance(told, dict) and isinstance(told.get("error"), str) else None


def _looked(told: dict[str, Any]) -> Looked:
    """Arrays are checked as they are made: whatever runs in that process, only kinds and boxes come out of it."""
    found = Detections.of(told["boxes_px"], [ObjectKind(kind) for kind in told["kinds"]], told["scores"])
    return Looked(time_us=int(told["time_us"]), width=int(told["width"]), height=int(told["height"]), detections=found)


def _error(told: dict[str, Any]) -> PlatformError:
    kind = _KINDS.get(str(told.get("kind")), Unavailable)
    return kind(str(told["error"])[:500], reason=str(told.get("reason", "model_broken")))


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:  # what was not written any more has nobody to go to
        return
