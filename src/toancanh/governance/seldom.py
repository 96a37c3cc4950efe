"""What comes again and again and is told once in a while."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

from toancanh.kernel import Clock

_PERIOD_US = 600_000_000
_MOST = 10_000


class Seldom:
    """Remembers what was told in the last ten minutes. Thread-safe; in memory, the oldest of very many goes first."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._told_us: OrderedDict[Hashable, int] = OrderedDict()

    def is_due(self, what: Hashable) -> bool:
        """Whether it was not told; from now on it was."""
        now_us = self._clock.monotonic_us()
        with self._lock:
            told_us = self._told_us.get(what)
            if told_us is not None and now_us - told_us < _PERIOD_US:
                return False
            self._told_us[what] = now_us
            self._told_us.move_to_end(what)
            if len(self._told_us) > _MOST:
                self._told_us.popitem(last=False)
            return True
