"""What the record needs done in time, whether or not anybody asks: checkpoints, their way out, erasures."""

from __future__ import annotations

import threading
from pathlib import Path

from toancanh.governance.checkpoints import Checkpoints
from toancanh.governance.record.erasing import Erasure
from toancanh.infra.logs import get_logger
from toancanh.kernel import Clock, PlatformError, Principal

_log = get_logger(__name__)

LOOK_EVERY_S = 60.0
_ERASE_EVERY_US = 24 * 3600 * 1_000_000
_HOUR_US = 3600 * 1_000_000


class Upkeep:
    """A thread of one process (``web``). With the database away the next round tries again."""

    def __init__(self, *, clock: Clock, checkpoints: Checkpoints, erasure: Erasure) -> None:
        self._clock = clock
        self._checkpoints = checkpoints
        self._erasure = erasure
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None
        self._erased_us: int | None = None

    def start(self, *, checkpoint_hours: float, folder: Path) -> None:
        """A checkpoint so often (0: only when somebody asks), put out into ``folder``; an erasure once a day."""
        self._thread = threading.Thread(
            target=self._run, args=(round(checkpoint_hours * _HOUR_US), folder), name="record-upkeep", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Do no more."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join()

    def look(self, every_us: int, folder: Path) -> None:
        """Do what is due now."""
        platform = Principal.system("platform")
        now_us = self._clock.now_us()
        if every_us and now_us >= self._checkpoints.due_us(every_us):
            self._checkpoints.make(platform)
        self._checkpoints.put_out(folder)  # also what somebody asked for, or what failed before
        if self._erased_us is None or now_us - self._erased_us >= _ERASE_EVERY_US:
            self._erasure.run(platform)
            self._erased_us = now_us

    def _run(self, every_us: int, folder: Path) -> None:
        while not self._closed.wait(LOOK_EVERY_S):  # not in the first minute: a start has other things to do
            try:
                self.look(every_us, folder)
            except (PlatformError, OSError) as error:
                _log.repeated("upkeep", "a checkpoint or an erasure is put off", why=str(error))
            except Exception as error:  # noqa: BLE001 - the supervisor of this thread
                _log.crash("record upkeep", error)
