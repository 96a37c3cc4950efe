"""What evidence does by itself: a seal a day."""

from __future__ import annotations

import threading

from toancanh.evidence.seals import Seals
from toancanh.infra.logs import get_logger
from toancanh.kernel import Clock, PlatformError, Principal

_log = get_logger(__name__)
LOOK_EVERY_S = 60.0
_HOUR_US = 3600 * 1_000_000


class Upkeep:
    """A thread of one process (``web``). With the database away the next round tries again."""

    def __init__(self, *, clock: Clock, seals: Seals) -> None:
        self._clock = clock
        self._seals = seals
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, *, seal_hours: float) -> None:
        """A seal so often; 0: none."""
        every_us = round(seal_hours * _HOUR_US)
        if every_us:
            self._thread = threading.Thread(target=self._run, args=(every_us,), name="seals", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Do no more."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join()

    def look(self, every_us: int) -> None:
        """Do what is due now."""
        if self._clock.now_us() >= self._seals.due_us(every_us):
            self._seals.make(Principal.system("platform"))

    def _run(self, every_us: int) -> None:
        while not self._closed.wait(LOOK_EVERY_S):
            try:
                self.look(every_us)
            except PlatformError as error:
                _log.repeated("seal", "a seal is put off", why=error.detail)
            except Exception as error:  # noqa: BLE001 - the supervisor of this thread
                _log.crash("seals", error)
