"""Slowing down who guesses passwords: by user name and by source, with a delay that grows and is forgotten.

A name is not slowed for a source that has signed in with it before, so that a stranger who guesses cannot lock its
owner out; that source has its own count. In memory, bounded: when full, what was not touched longest is forgotten.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from toancanh.infra.addresses import source_network
from toancanh.kernel import Clock

_FREE_BY_NAME = 5
_FREE_BY_SOURCE = 20
_LONGEST_S = 60.0
_FORGOTTEN_S = 900.0
_BOUND = 10_000


@dataclass
class _Count:
    failures: int = 0
    last_us: int = 0


class LoginThrottle:
    """Counts attempts. Thread-safe. An attempt counts as failed until it has succeeded, so racing gains nothing."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._counts: OrderedDict[tuple[str, str], _Count] = OrderedDict()
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()

    def attempt(self, name_key: str, source: str) -> float:
        """Seconds to wait before the next attempt (then this one does not count), or 0: go on and count it."""
        now_us = self._clock.monotonic_us()
        source = source_network(source)
        with self._lock:
            keys = self._keys(name_key, source)
            wait_s = max(self._wait_s(key, free, now_us) for key, free in keys)
            if wait_s > 0:
                return wait_s
            for key, _ in keys:
                count = self._counts.setdefault(key, _Count())
                count.failures += 1
                count.last_us = now_us
                self._counts.move_to_end(key)
            while len(self._counts) > _BOUND:
                self._counts.popitem(last=False)
        return 0.0

    def succeeded(self, name_key: str, source: str) -> None:
        """The attempt was good: the name's count starts anew, the source's loses this one."""
        source = source_network(source)
        with self._lock:
            for key, _ in self._keys(name_key, source):
                if key[0] == "source":
                    count = self._counts.get(key)
                    if count is not None:
                        count.failures -= 1
                else:
                    self._counts.pop(key, None)
            self._known[(name_key, source)] = None
            self._known.move_to_end((name_key, source))
            while len(self._known) > _BOUND:
                self._known.popitem(last=False)

    def _keys(self, name_key: str, source: str) -> tuple[tuple[tuple[str, str], int], ...]:
        by_name = ("name", f"{name_key} {source}" if (name_key, source) in self._known else name_key)
        return ((by_name, _FREE_BY_NAME), (("source", source), _FREE_BY_SOURCE))

    def _wait_s(self, key: tuple[str, str], free: int, now_us: int) -> float:
        count = self._counts.get(key)
        if count is None or count.failures < free:
            return 0.0
        passed_s = (now_us - count.last_us) / 1_000_000
        if passed_s > _FORGOTTEN_S:
            del self._counts[key]
            return 0.0
        return min(_LONGEST_S, 2.0 ** min(count.failures - free, 10)) - passed_s
