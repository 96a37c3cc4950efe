"""Months, days and hours of a zone as stretches of UTC. Pure.

A day begins at the first instant of its date: it has 23 or 25 hours where the clocks change, and where midnight itself
is left out (Havana, Beirut) it begins at the change.
"""

from __future__ import annotations

import enum
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from toancanh.kernel import Invalid
from toancanh.media.archive.summary import Stretch

CITY_ZONE = "Asia/Ho_Chi_Minh"
MOST_STRETCHES = 800
_HOUR_US = 3_600_000_000


class Unit(enum.StrEnum):
    """What one stretch of a summary is."""

    MONTH = "month"
    DAY = "day"
    HOUR = "hour"


def zone_of(name: str) -> ZoneInfo:
    """Raises `Invalid` where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Invalid(f"there is no time zone of that name; for example {CITY_ZONE} or UTC", field="zone") from None


def stretches_of(start_us: int, end_us: int, unit: Unit, zone: ZoneInfo) -> list[Stretch]:
    """The months, days or hours that ``[start_us, end_us)`` touches, whole. Raises `Invalid` for too many."""
    first = datetime.fromtimestamp(start_us // 1_000_000, tz=UTC).astimezone(zone).date()
    day = first.replace(day=1) if unit is Unit.MONTH else first
    found: list[Stretch] = []
    while (begins_us := _begin_us(day, zone)) < end_us:
        following = _following(day, unit)
        ends_us = _begin_us(following, zone)
        step_us = _HOUR_US if unit is Unit.HOUR else ends_us - begins_us
        for at_us in range(begins_us, ends_us, max(1, step_us)):
            part = Stretch(at_us, min(at_us + step_us, ends_us))
            if part.end_us > start_us and part.start_us < end_us:
                found.append(part)
        if len(found) > MOST_STRETCHES:
            raise Invalid(f"that is too long for this unit: at most {MOST_STRETCHES} at once", field="unit")
        day = following
    return found


def _following(day: date, unit: Unit) -> date:
    if unit is Unit.MONTH:
        return (day + timedelta(days=31)).replace(day=1)
    return day + timedelta(days=1)


def _begin_us(day: date, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, time.min, tzinfo=zone).timestamp()) * 1_000_000
