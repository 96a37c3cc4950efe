"""The contract's clock: what it counts is what it was told to count, whatever hours, holidays and pauses."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from toancanh.catalogues import holidays
from toancanh.health.repairs.clock import (
    ALL_DAY,
    HOUR_US,
    NO_HOURS,
    Pause,
    ServiceHours,
    due_us,
    local_day,
    midnight_us,
    served_us,
)
from toancanh.health.repairs.uptime.model import Kind, Span, divided, summed

NOW_US = midnight_us(date(2026, 8, 31)) + 10 * HOUR_US  # a Monday, two days before the national day
OFFICE = ServiceHours(week=((480, 1020),) * 5 + (None, None), on_holidays=False)

days = st.one_of(
    st.none(), st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda one: one[0] + 60 <= one[1])
)
services = st.builds(
    ServiceHours, week=st.tuples(*[days] * 7).filter(any), on_holidays=st.booleans()
)  # fmt: skip
moments = st.integers(NOW_US, NOW_US + 40 * 24 * HOUR_US)
a_pause = st.tuples(moments, st.integers(1, 72 * HOUR_US))
pauses = st.lists(a_pause.map(lambda one: Pause(from_us=one[0], until_us=sum(one))), max_size=4)
offs = st.frozensets(st.integers(0, 40).map(lambda days: date(2026, 8, 31) + timedelta(days=days)), max_size=5)


@settings(max_examples=60, deadline=None)
@given(service=services, stood=pauses, off=offs, hours=st.floats(0.02, 30))
def test_until_it_is_due_exactly_its_hours_were_served(
    service: ServiceHours, stood: list[Pause], off: frozenset[date], hours: float
) -> None:
    end_us = due_us(NOW_US, hours, service, stood, off)
    assert end_us is not None
    assert served_us(NOW_US, end_us, service, stood, off) == round(hours * HOUR_US)
    assert end_us - NOW_US >= round(hours * HOUR_US)
    later_us = due_us(NOW_US, hours + 1, service, stood, off)
    assert later_us is not None
    assert later_us > end_us
    without_us = due_us(NOW_US, hours, service, (), off)
    assert without_us is not None
    assert without_us <= end_us
    for_good = [*stood, Pause(from_us=end_us - 1, until_us=None)]
    assert due_us(NOW_US, hours, service, for_good, off) is None


def test_a_fault_before_the_national_day_is_due_after_it() -> None:
    off = holidays.read().days
    assert due_us(NOW_US, 4, OFFICE, (), off) == NOW_US + 4 * HOUR_US
    eight_us = due_us(NOW_US, 8, OFFICE, (), off)  # Monday has seven hours left, the next two days are holidays
    assert eight_us == midnight_us(date(2026, 9, 3)) + 9 * HOUR_US
    assert due_us(NOW_US, 8, NO_HOURS, (), off) == NOW_US + 8 * HOUR_US
    assert (local_day(NOW_US), ALL_DAY) == (date(2026, 8, 31), (0, 1440))


spans = st.lists(
    st.tuples(st.integers(-50, 150), st.integers(0, 80), st.sampled_from(Kind)).map(
        lambda one: Span(
            one[0] * 1_000_000, (one[0] + one[1]) * 1_000_000, one[2], "away" if one[2] is Kind.DOWN else ""
        )
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(first=spans, second=spans)
def test_the_parts_of_a_camera_s_time_are_the_whole_and_planned_work_is_never_down(
    first: list[Span], second: list[Span]
) -> None:
    times = [divided(0, 100_000_000, some) for some in (first, second)]
    for one in times:
        assert round(one.observed_s + one.planned_s + one.unknown_s + one.off_s, 6) == 100
    worked = divided(0, 100_000_000, [*first, Span(0, 100_000_000, Kind.PLANNED)])
    assert worked.down_s == 0
    assert worked.share is None
    both = summed(times)
    assert round(both.up_s, 6) == round(sum(one.up_s for one in times), 6)
    assert both.cameras == 2
