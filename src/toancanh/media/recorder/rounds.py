"""What is done again and again beside recording, each in a thread of its own: a slow disk holds up nobody."""

from __future__ import annotations

import threading
from collections.abc import Callable

from toancanh.infra.logs import get_logger
from toancanh.kernel import Unavailable

_log = get_logger(__name__)


class Rounds:
    """Calls ``work`` every ``every_s`` until `close`; a fault is told, and the next round comes all the same."""

    def __init__(self, name: str, work: Callable[[], object], every_s: float) -> None:
        self._name = name
        self._work = work
        self._every_s = every_s
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def stopping(self) -> bool:
        """Whether `close` was called."""
        return self._closing.is_set()

    def start(self) -> None:
        """The first round comes after ``every_s``."""
        self._thread.start()

    def close(self, timeout_s: float = 10.0) -> None:
        """Wait for the round under way, not forever: a disk may hang."""
        self._closing.set()
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._closing.wait(self._every_s):
            try:
                self._work()
            except (Unavailable, OSError) as error:
                _log.repeated(
                    self._name, "a round beside recording cannot be made now", round=self._name, error=str(error)
                )
            except Exception as error:  # noqa: BLE001 - the supervisor of this thread
                _log.crash("a fault in a round beside recording; the next one comes", error)
