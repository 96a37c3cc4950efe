"""The stretches of time that figures are given for, in the zone of who asks. Pure.

A day begins at the first instant of its date: it has 23 or 25 hours where the clocks change. Since 1972 every
zone's offset is a multiple of a quarter of an hour, so that quarters of UTC make up every hour, day and week there is.
"""

from __future__ import annotations

import enum
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from toancanh.kernel import Invalid
from toancanh.media.playback.calendar import CITY_ZONE, zone_of
from toancanh.traffic.model import MINUTE_US, QUARTER_US

__all__ = ["CITY_ZONE", "MOST_STEPS", "Interval", "steps_of", "zone_of"]

MOST_STEPS = 11_000
"""A week by minutes (10,080), and a little more."""
_HOUR_US = 60 * MINUTE_US


class Interval(enum.StrEnum):
    """What one figure is of."""

    MINUTE = "1min"
    FIVE_MINUTES = "5min"
    QUARTER = "15min"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"  # from Monday (ISO 8601)

    @property
    def is_of_quarters(self) -> bool:
        """Whether the roll-up in quarters of an hour will do."""
        return self not in (Interval.MINUTE, Interval.FIVE_MINUTES)


_FIXED_US = {Interval.MINUTE: MINUTE_US, Interval.FIVE_MINUTES: 5 * MINUTE_US, Interval.QUARTER: QUARTER_US}


def steps_of(from_us: int, to_us: int, step: Interval, zone: ZoneInfo) -> NDArray[np.int64]:
    """(n + 1,) where the n steps that ``[from_us, to_us)`` touches begin, and where the last one ends; only growing.

    Raises `Invalid` where there are none or too many.
    """
    if not 0 <= from_us < to_us:
        raise Invalid("to: the end comes after the start", field="to")
    try:
        found = _local(from_us, to_us, step, zone) if step not in _FIXED_US else _fixed(from_us, to_us, _FIXED_US[step])
    except (OverflowError, OSError, ValueError):
        raise Invalid("from: no calendar has that time", field="from") from None
    if found.size - 1 > MOST_STEPS:
        raise Invalid(f"that is too long for this step: at most {MOST_STEPS} of them at once", field="step")
    return found


def _fixed(from_us: int, to_us: int, step_us: int) -> NDArray[np.int64]:
    first, last = from_us // step_us, -(-to_us // step_us)
    return np.arange(first, min(last, first + MOST_STEPS + 1) + 1, dtype=np.int64) * step_us


def _local(from_us: int, to_us: int, step: Interval, zone: ZoneInfo) -> NDArray[np.int64]:
    day = datetime.fromtimestamp(from_us // 1_000_000, tz=UTC).astimezone(zone).date()
    if step is Interval.WEEK:
        day -= timedelta(days=day.weekday())
    length = timedelta(days=7 if step is Interval.WEEK else 1)
    marks: list[int] = [_begin_us(day, zone)]
    while marks[-1] < to_us and len(marks) <= MOST_STEPS + 50:  # with the first day's hours before `from_us`
        begins_us, day = marks[-1], day + length
        ends_us = _begin_us(day, zone)
        if step is Interval.HOUR:
            marks += range(begins_us + _HOUR_US, ends_us, _HOUR_US)
        if ends_us > begins_us:  # a zone that crosses the date line has a date that never was
            marks.append(ends_us)
    every = np.array(marks, np.int64)
    first = int(np.searchsorted(every, from_us, side="right")) - 1
    last = int(np.searchsorted(every, to_us, side="left"))
    return every[first : last + 1]


def _begin_us(day: date, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, time.min, tzinfo=zone).timestamp()) * 1_000_000
