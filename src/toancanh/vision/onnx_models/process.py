"""The parent's side of a confined model: starts the process, asks, ends it, and gives up on a file that keeps dying."""

from __future__ import annotations

import signal
from dataclasses import asdict, dataclass
from typing import Any

from toancanh.kernel import ErrorKind, Exhausted, Invalid, PlatformError, Unavailable
from toancanh.vision.confined.coded import CodedPictures, Looked, looked_of
from toancanh.vision.confined.process import Confined
from toancanh.vision.onnx_models.manifest import Manifest

_WORKER = "toancanh.vision.onnx_models.worker"
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


class ModelProcess:
    """One model in one process. Blocking; one caller at a time. Started by the first question, and again after a death,
    until it has died three times without an answer between.
    """

    def __init__(self, content: bytes, manifest: Manifest, running: Running | None = None) -> None:
        self._content, self._manifest = content, manifest
        self._running = running or Running()
        self._process: Confined | None = None
        self.cpu_s = 0.0
        """What its answers have cost, of a core; one that is ended takes what it spent with it."""
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
        self._process = Confined(_WORKER)
        question = {"manifest": asdict(self._manifest), **asdict(self._running)}
        told = self._ask(question, self._content, grace_s=_START_S)
        self._trial = Trial(width=int(told["width"]), height=int(told["height"]), picture_s=float(told["picture_s"]))
        return self._trial

    def look(self, coded: CodedPictures) -> list[Looked]:
        """What is in the wanted pictures, as far as they could be decoded. Raises like `trial`."""
        question, body = coded.question()
        self.trial()
        told = self._ask(question, body, grace_s=_GRACE_S)
        try:
            looked = [looked_of(one) for one in told["pictures"]]
        except (KeyError, TypeError, ValueError):  # something else than our worker speaks
            raise self._death() from None
        self._deaths = 0
        return looked

    def close(self) -> None:
        """End the process."""
        self._end()

    def _ask(self, question: dict[str, Any], body: bytes, *, grace_s: float) -> dict[str, Any]:
        assert self._process is not None  # noqa: S101
        told = self._process.ask(question, body, limit_s=self._manifest.seconds, grace_s=grace_s)
        if told is None:
            raise self._death()
        if told["error"]:
            self._end()
            self._deaths += 1
            raise _error(told)
        cost_s = told.get("cpu_s")
        self.cpu_s += cost_s if isinstance(cost_s, float) else 0.0
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
        return 0 if process is None else process.end()


def _error(told: dict[str, Any]) -> PlatformError:
    kind = _KINDS.get(str(told.get("kind")), Unavailable)
    return kind(str(told["error"])[:500], reason=str(told.get("reason", "model_broken")))
