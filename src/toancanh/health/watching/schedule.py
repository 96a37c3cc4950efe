"""When which camera is looked at. Pure; times monotonic, in microseconds."""

from __future__ import annotations

import heapq
from collections.abc import Collection

EVERY_US = 300_000_000
AGAIN_US = 10_000_000
TIMES_AGAIN = 2
"""After a look that contradicts what is known: after 10 s and after 20 s."""
_FIRST_US = 5_000_000
_TURNS = 0x9E3779B97F4A7C15
"""Golden ratio of 2^64: what is counted through by it lies evenly, however many there are."""


class Schedule:
    """Each camera every five minutes, evenly spread over them, whoever joins when."""

    def __init__(self, *, every_us: int = EVERY_US) -> None:
        self._every_us = every_us
        self._due: dict[str, int] = {}
        self._again: dict[str, int] = {}
        self._put_off: dict[str, int] = {}  # when it is the turn of those that are looked at out of turn
        self._heap: list[tuple[int, str]] = []
        self._joined = 0

    def watch(self, camera_ids: Collection[str], now_us: int) -> None:
        """These from now on and no others."""
        wanted = set(camera_ids)
        for camera_id in [known for known in self._due if known not in wanted]:
            del self._due[camera_id]
            self._again.pop(camera_id, None)
            self._put_off.pop(camera_id, None)
        for camera_id in sorted(wanted - self._due.keys()):
            self._joined += 1
            share = (self._joined * _TURNS & (1 << 64) - 1) / (1 << 64)
            self._put(camera_id, now_us + _FIRST_US + round(share * self._every_us))

    def soon(self, camera_ids: Collection[str], now_us: int) -> None:
        """These now and twice more, out of turn: somebody says that something is wrong there. Their turns stay."""
        for camera_id in camera_ids:
            if camera_id in self._due:
                self._put_off.setdefault(camera_id, self._due[camera_id])
                self._again[camera_id] = 0
                self._put(camera_id, now_us)

    def due(self, now_us: int, *, limit: int) -> list[str]:
        """Whose turn it is; they are not due again until `looked`."""
        found: list[str] = []
        while self._heap and self._heap[0][0] <= now_us and len(found) < limit:
            at_us, camera_id = heapq.heappop(self._heap)
            if self._due.get(camera_id) == at_us:
                found.append(camera_id)
        return found

    def looked(self, camera_id: str, now_us: int, *, turned: bool) -> None:
        """``turned``: the look contradicts what is known."""
        if camera_id not in self._due:
            return
        times = self._again.get(camera_id, 0)
        is_asked = camera_id in self._put_off
        if (turned or is_asked) and times < TIMES_AGAIN:
            self._again[camera_id] = times + 1
            self._put(camera_id, now_us + AGAIN_US)
            return
        self._again.pop(camera_id, None)
        due_us = self._put_off.pop(camera_id, self._due[camera_id] + self._every_us - times * AGAIN_US)
        self._put(camera_id, due_us if due_us > now_us else now_us + self._every_us)

    def _put(self, camera_id: str, due_us: int) -> None:
        self._due[camera_id] = due_us
        heapq.heappush(self._heap, (due_us, camera_id))
