"""What the record needs done in time, whether or not anybody asks: checkpoints, their way out, erasures."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from toancanh.governance.checkpoints import Checkpoints
from toancanh.governance.record.erasing import Erasure
from toancanh.infra.logs import get_logger
from toancanh.infra.rounds import Rounds
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
        self._rounds: Rounds | None = None
        self._erased_us: int | None = None

    def start(self, *, checkpoint_hours: float, folder: Path) -> None:
        """A checkpoint so often (0: only when somebody asks), put out into ``folder``; an erasure once a day."""
        self._rounds = Rounds(
            "record-upkeep",
            partial(self.look, round(checkpoint_hours * _HOUR_US), folder),
            every_s=LOOK_EVERY_S,
            log=_log,
            put_off="a checkpoint or an erasure is put off",
            crashed="record upkeep",
            expected=(PlatformError, OSError),
        )
        self._rounds.start()

    def close(self) -> None:
        """Do no more."""
        if self._rounds is not None:
            self._rounds.close()

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
