"""Access units into groups of about a second, each of which becomes one fragment. Pure.

A group ends where the next one can begin: before a key frame, or where the fragment is long enough. Pictures that are
shown in another order than they are coded (B-frames) may only be parted before a picture that is shown after all
earlier ones, and where the next such picture has come, because only then is the first instant of the new group known.
"""

from __future__ import annotations

from dataclasses import dataclass

from toancanh.media.fmp4 import decoding_times
from toancanh.media.model import MEDIA_HZ, AccessUnit

MAX_GROUP_BYTES = 8 << 20
MAX_GROUP_UNITS = 512
_LONGEST = 1.2
"""A fragment may be so much longer than asked, so that groups of pictures divide evenly."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Units in decoding order; the group is shown from ``base_decode_time`` to ``next_media_time`` (1/90000 s)."""

    units: list[AccessUnit]
    base_decode_time: int
    next_media_time: int


class Grouper:
    """One run of one stream, beginning with a key frame."""

    def __init__(self, *, fragment_seconds: float) -> None:
        self.pending: list[AccessUnit] = []
        self._asked = round(fragment_seconds * MEDIA_HZ)
        self._piece = self._asked
        self._bytes = 0
        self._start = 0  # time of the first pending unit
        self._latest = -1  # latest presentation time so far
        self._interval = MEDIA_HZ // 25  # between the last two pictures
        self._floor: int | None = None  # where the group before this one ended
        self._key_time: int | None = None
        self._rising = True  # every time so far was later than the one before
        self._reordered = False
        self._cut: int | None = None  # where to part, once the next picture in order has come

    def add(self, unit: AccessUnit) -> Group | None:
        """Take the next unit; gives the group that thereby is complete, if any."""
        time = unit.media_time
        pending = self.pending
        group = None
        if pending and (self._bytes >= MAX_GROUP_BYTES or len(pending) >= MAX_GROUP_UNITS):
            group = self._take(len(pending), max(time, self._latest + 1))
        if time > self._latest:
            if self._cut is not None and self._cut < len(pending):
                group = self._take(self._cut, min(later.media_time for later in pending[self._cut :]))
            if pending and (time - self._start >= self._piece or (unit.is_key and self._wants_key(time))):
                if self._reordered:
                    self._cut = len(pending)
                else:
                    group = self._take(len(pending), time)
            if self._latest >= 0:
                self._interval = min(time - self._latest, MEDIA_HZ)
            self._latest = time
        else:
            self._rising = False
            self._reordered |= time < self._latest
        if unit.is_key:
            self._learn(time)
        if not pending:
            self._start = time
        pending.append(unit)
        self._bytes += len(unit.data)
        return group

    def flush(self) -> Group | None:
        """What is left when the run ends; the last picture is taken to last as long as the one before."""
        if not self.pending:
            return None
        return self._take(len(self.pending), self._end())

    @property
    def flushed_at(self) -> int | None:
        """Media time where the pictures so far end, while none has come behind them."""
        return None if self.pending else self._floor

    def open_group(self) -> Group | None:
        """What is pending, as `flush` would give it, left where it is."""
        if not self.pending:
            return None
        return self._group(list(self.pending), self._end())

    def _end(self) -> int:
        """When the last picture shown has been shown as long as the one before."""
        times = sorted(unit.media_time for unit in self.pending)
        return times[-1] + (times[-1] - times[-2] if len(times) > 1 else self._interval)

    def _wants_key(self, time: int) -> bool:
        """A key frame ends a group, except where key frames come so often that fragments would be crumbs."""
        return not self.pending[0].is_key or time - self._start >= self._asked // 2

    def _learn(self, time: int) -> None:
        """Choose a length of which groups of pictures are a multiple, or that is one of them."""
        if self._key_time is not None and time > self._key_time:
            length = time - self._key_time
            longest = round(self._asked * _LONGEST)
            if length <= longest:
                self._piece = length * max(1, self._asked // length)
            else:
                self._piece = -(-length // -(-length // longest))
        self._key_time = time

    def _take(self, count: int, next_media_time: int) -> Group:
        group = self._group(self.pending[:count], next_media_time)
        del self.pending[:count]
        self._bytes = sum(len(unit.data) for unit in self.pending) if self.pending else 0
        self._start = group.next_media_time
        self._floor = group.next_media_time
        self._cut = None
        return group

    def _group(self, units: list[AccessUnit], next_media_time: int) -> Group:
        if self._rising:
            return Group(units=units, base_decode_time=units[0].media_time, next_media_time=next_media_time)
        base = self._floor
        if base is None:
            base = min(unit.media_time for unit in units)
        last = decoding_times(base, [unit.media_time for unit in units])[-1]
        return Group(units=units, base_decode_time=base, next_media_time=max(next_media_time, last + 1))
