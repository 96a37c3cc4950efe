"""Months, days and hours of a zone."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import pytest

from toancanh.kernel import Invalid
from toancanh.media.playback.calendar import Unit, stretches_of, zone_of

HOUR_US = 3_600_000_000


def us(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp()) * 1_000_000


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Asia/Ho_Chi_Minh", "2026-03-29T12:00+07:00", 24),
        ("Europe/Berlin", "2026-03-29T12:00+02:00", 23),
        ("Europe/Berlin", "2026-10-25T12:00+01:00", 25),
        ("America/Havana", "2026-03-08T12:00-04:00", 23),  # midnight itself is left out
        ("Asia/Kathmandu", "2026-03-29T12:00+05:45", 24),
    ],
)
def test_a_day_has_its_hours_and_they_follow_each_other(zone: str, day: str, hours: int) -> None:
    (found,) = stretches_of(us(day), us(day) + 1, Unit.DAY, zone_of(zone))
    assert found.end_us - found.start_us == hours * HOUR_US
    parts = stretches_of(*found, Unit.HOUR, zone_of(zone))
    assert (len(parts), parts[0].start_us, parts[-1].end_us) == (hours, *found)
    assert all(before.end_us == after.start_us for before, after in pairwise(parts))


def test_months_are_those_of_the_zone() -> None:
    found = stretches_of(
        us("2026-01-31T18:00+00:00"), us("2026-12-31T17:00+00:00"), Unit.MONTH, zone_of("Asia/Ho_Chi_Minh")
    )
    assert [round((one.end_us - one.start_us) / HOUR_US / 24) for one in found] == [
        28,
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ]
    assert found[0].start_us == us("2026-02-01T00:00+07:00")


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../../etc/passwd", "\x00"])
def test_an_unknown_zone_and_too_many_parts_are_refused(name: str) -> None:
    with pytest.raises(Invalid):
        zone_of(name)
    with pytest.raises(Invalid):
        stretches_of(0, 60 * 24 * HOUR_US, Unit.HOUR, zone_of("UTC"))
