"""The parent's side: starts a confined process, asks it, ends it when it does not answer. Blocking; one caller."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from typing import IO, Any

from toancanh.media.pictures.messages import PREFIX, pack

_MOST_ANSWER_BYTES = 16 << 20
_GRACE_S = 2.0


class Confined:
    """``python -I -m MODULE``, with nothing of ours in its environment: questions on its stdin, answers on its stdout,
    in the form of `toancanh.media.pictures.messages`. It confines itself, and an alarm of its own ends it when a
    question takes too long; the parent's clock comes after that.
    """

    def __init__(self, module: str) -> None:
        # no secret reaches a worker; a thread more would take of the memory that it may have
        environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-m", module],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    def ask(self, question: dict[str, Any], body: bytes, *, limit_s: int, grace_s: float) -> dict[str, Any] | None:
        """None where it has gone, was ended because it took longer, or says what no worker of ours would: call `end`.
        Anything else has a text ``error``, empty where all went well.
        """
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101, PT018
        late = threading.Timer(limit_s + grace_s, self._process.kill)  # its own alarm comes first
        late.start()
        try:
            self._process.stdin.write(pack({**question, "limit_s": limit_s}, body))
            self._process.stdin.flush()
            return _answer(self._process.stdout)
        except OSError:  # it has gone while it was asked
            return None
        finally:
            late.cancel()

    def end(self) -> int:
        """The status that it ended with, of itself or now by us."""
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101, PT018
        self._process.stdout.close()
        _close(self._process.stdin)  # which ends it, if it is well
        try:
            return self._process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


def _answer(answers: IO[bytes]) -> dict[str, Any] | None:
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


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:  # what was not written any more has nobody to go to
        return
