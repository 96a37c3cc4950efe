"""The contract's clock: hours of service, holidays, pauses. Pure; days are those of Asia/Ho_Chi_Minh (UTC+7 always)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from toancanh.kernel import Invalid

HOUR_US = 3_600_000_000
_MINUTE_US = 60_000_000
_DAY_US = 24 * HOUR_US
_LOCAL_US = 7 * HOUR_US
_MOST_DAYS = 3 * 366
_EPOCH = date(1970, 1, 1)

ALL_DAY = (0, 1440)


@dataclass(frozen=True, kw_only=True)
class ServiceHours:
    """Minutes of the local day from and until which somebody works, Monday first; None: nobody does that day.

    ``on_holidays``: public holidays are days like others.
    """

    week: tuple[tuple[int, int] | None, ...]
    on_holidays: bool

    def __post_init__(self) -> None:
        """Raises `Invalid` where there would never be an hour of service."""
        fits = len(self.week) == 7 and all(0 <= one[0] < one[1] <= 1440 for one in self.week if one is not None)
        if not fits or not any(self.week):
            raise Invalid("hours: seven days, Monday first, at least one with hours of service", field="hours")


NO_HOURS = ServiceHours(week=(ALL_DAY,) * 7, on_holidays=True)
"""Around the clock."""


@dataclass(frozen=True, kw_only=True)
class Pause:
    """The clock stands, for a reason that is nobody's fault; ``until_us`` None: it still does."""

    from_us: int
    until_us: int | None


def due_us(
    start_us: int, hours: float, service: ServiceHours, pauses: Sequence[Pause] = (), off: frozenset[date] = frozenset()
) -> int | None:
    """When so many hours of service have passed since ``start_us``; None where a pause without end comes before.

    Raises `Invalid` for what would take more than three years.
    """
    left_us = round(hours * HOUR_US)
    if left_us < 0:
        raise Invalid("hours: not below 0", field="hours")
    if left_us == 0:
        return start_us
    for from_us, until_us in _open(start_us, service, pauses, off):
        if until_us - from_us >= left_us:
            return from_us + left_us
        left_us -= until_us - from_us
    if any(one.until_us is None for one in pauses):
        return None
    raise Invalid("hours: the time would take more than three years", field="hours")


def served_us(
    from_us: int, until_us: int, service: ServiceHours, pauses: Sequence[Pause] = (), off: frozenset[date] = frozenset()
) -> int:
    """How long the clock ran between the two."""
    total_us = 0
    for start_us, end_us in _open(from_us, service, pauses, off):
        if start_us >= until_us:
            break
        total_us += min(end_us, until_us) - start_us
    return total_us


def _open(
    start_us: int, service: ServiceHours, pauses: Sequence[Pause], off: frozenset[date]
) -> Iterator[tuple[int, int]]:
    """Stretches in which the clock runs, in order."""
    stands = sorted((one.from_us, one.until_us) for one in pauses if one.until_us is not None)
    for_good_us = min((one.from_us for one in pauses if one.until_us is None), default=None)
    first = (start_us + _LOCAL_US) // _DAY_US
    for number in range(first, first + _MOST_DAYS):
        day = _EPOCH + timedelta(days=number)
        minutes = service.week[day.weekday()]
        if minutes is None or (day in off and not service.on_holidays):
            continue
        midnight_us = number * _DAY_US - _LOCAL_US
        from_us, until_us = (midnight_us + minute * _MINUTE_US for minute in minutes)
        from_us = max(from_us, start_us)
        if for_good_us is not None:
            until_us = min(until_us, for_good_us)
        for stand_us, go_us in stands:
            if go_us <= from_us or stand_us >= until_us or go_us <= stand_us:
                continue
            if stand_us > from_us:
                yield from_us, stand_us
            from_us = go_us
        if from_us < until_us:
            yield from_us, until_us
        if for_good_us is not None and until_us >= for_good_us:
            return


def local_day(at_us: int) -> date:
    """The day in Hà Nội."""
    return (datetime.fromtimestamp(at_us // 1_000_000, UTC) + timedelta(hours=7)).date()


def midnight_us(day: date) -> int:
    """When the day begins in Hà Nội."""
    return (day - _EPOCH).days * _DAY_US - _LOCAL_US
