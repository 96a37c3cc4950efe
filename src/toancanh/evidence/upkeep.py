"""What evidence does by itself: a seal a day."""

from __future__ import annotations

from functools import partial

from toancanh.evidence.seals import Seals
from toancanh.infra.logs import get_logger
from toancanh.infra.rounds import Rounds
from toancanh.kernel import Clock, PlatformError, Principal

_log = get_logger(__name__)
LOOK_EVERY_S = 60.0
_HOUR_US = 3600 * 1_000_000


class Upkeep:
    """A thread of one process (``web``). With the database away the next round tries again."""

    def __init__(self, *, clock: Clock, seals: Seals) -> None:
        self._clock = clock
        self._seals = seals
        self._rounds: Rounds | None = None

    def start(self, *, seal_hours: float) -> None:
        """A seal so often; 0: none."""
        every_us = round(seal_hours * _HOUR_US)
        if every_us:
            self._rounds = Rounds(
                "seals",
                partial(self.look, every_us),
                every_s=LOOK_EVERY_S,
                log=_log,
                put_off="a seal is put off",
                crashed="seals",
                expected=(PlatformError,),
            )
            self._rounds.start()

    def close(self) -> None:
        """Do no more."""
        if self._rounds is not None:
            self._rounds.close()

    def look(self, every_us: int) -> None:
        """Do what is due now."""
        if self._clock.now_us() >= self._seals.due_us(every_us):
            self._seals.make(Principal.system("platform"))
