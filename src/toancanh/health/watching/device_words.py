"""What cameras tell by themselves (`devices.DeviceTold`): marks on their timelines, and of meddling a look at once.

A street moves all day: what begins again within a minute is one mark, so that a camera makes one a minute at most.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace

from toancanh.devices import DeviceTold, EventMeaning, Told
from toancanh.kernel import Clock, IdSource
from toancanh.media.archive import ArchiveIndex
from toancanh.media.archive.model import MOTION_MARK, Mark

MARKS: Mapping[EventMeaning, str] = {
    EventMeaning.MOTION: MOTION_MARK,
    EventMeaning.TAMPER: "device_tamper",
}
"""Kinds of the marks."""
JOIN_US = 60_000_000
LONGEST_US = 3_600_000_000
"""A device that never says that it is over has lost its tongue."""
_STRETCH_US = 30_000_000
"""So often the end of what lasts is written anew."""
_LEAST_US = 1_000_000
_ASK_AGAIN_US = 60_000_000
_MOST_WAITING = 10_000

_Key = tuple[str, EventMeaning]


@dataclass(frozen=True, kw_only=True)
class _Standing:
    """A mark that may still grow."""

    mark: Mark
    lasts: bool


class DeviceWords:
    """Thread-safe. `take` notes, `round` writes; more than can be noted between two rounds loses the oldest."""

    def __init__(self, *, archive: ArchiveIndex, clock: Clock, ids: IdSource) -> None:
        self._archive = archive
        self._clock = clock
        self._ids = ids
        self._lock = threading.Lock()
        self._told: deque[Told] = deque(maxlen=_MOST_WAITING)
        self._standing: dict[_Key, _Standing] = {}
        self._new: dict[str, Mark] = {}
        self._ends: dict[str, int] = {}
        self._asked_us: dict[str, int] = {}

    def take(self, event: DeviceTold) -> None:
        """As a handler of the bus."""
        with self._lock:
            self._told.extend(event.told)

    def round(self) -> frozenset[str]:
        """Write what came; the cameras that are to be looked at now. Blocking. Raises `Unavailable`: then it is
        written in the next round.
        """
        now_us = self._clock.now_us()
        with self._lock:
            told, self._told = list(self._told), deque(maxlen=_MOST_WAITING)
        for one in told:
            self._fold(one)
        self._age(now_us)
        if self._new or self._ends:
            with self._archive.database.transaction() as tx:
                self._archive.put_marks(tx, list(self._new.values()))
                self._archive.stretch_marks(tx, self._ends)
            self._new, self._ends = {}, {}
        return self._asking({one.camera_id for one in told if _meddles(one)}, now_us)

    def _fold(self, one: Told) -> None:
        key = (one.camera_id, one.meaning)
        before = self._standing.get(key)
        end_us = one.at_us + (0 if one.lasts is False else _LEAST_US)
        if before is not None and (before.lasts or one.at_us - before.mark.end_us <= JOIN_US):
            if before.lasts or one.lasts is not False:
                self._put(key, replace(before, lasts=bool(one.lasts)), end_us)
        elif one.lasts is not False:
            mark = Mark(
                id=self._ids.new_id(), camera_id=one.camera_id, start_us=one.at_us, end_us=end_us,
                kind=MARKS[one.meaning], reference="",
            )  # fmt: skip
            self._new[mark.id] = mark
            self._standing[key] = _Standing(mark=mark, lasts=bool(one.lasts))

    def _age(self, now_us: int) -> None:
        """What lasts is stretched until now; what is over for good is remembered no longer."""
        for key, one in list(self._standing.items()):
            if one.lasts and now_us - one.mark.start_us > LONGEST_US:
                self._put(key, replace(one, lasts=False), one.mark.start_us + LONGEST_US)
            elif one.lasts and now_us - one.mark.end_us >= _STRETCH_US:
                self._put(key, one, now_us)
            elif not one.lasts and now_us - one.mark.end_us > JOIN_US:
                del self._standing[key]

    def _put(self, key: _Key, one: _Standing, end_us: int) -> None:
        """Ends never run back: several of a device's words may lie in one second."""
        mark = replace(one.mark, end_us=max(one.mark.end_us, end_us))
        self._standing[key] = replace(one, mark=mark)
        if mark.id in self._new:
            self._new[mark.id] = mark
        else:
            self._ends[mark.id] = mark.end_us

    def _asking(self, cameras: set[str], now_us: int) -> frozenset[str]:
        """One that never stops meddling is asked for once a minute."""
        self._asked_us = {id: at_us for id, at_us in self._asked_us.items() if now_us - at_us < _ASK_AGAIN_US}
        fresh = frozenset(cameras - self._asked_us.keys())
        self._asked_us |= dict.fromkeys(fresh, now_us)
        return fresh


def _meddles(one: Told) -> bool:
    return one.meaning is EventMeaning.TAMPER and one.lasts is not False
