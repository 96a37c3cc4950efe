"""The trend, which looks at each fault once, says what counting each day by itself would say."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from toancanh.health.model import BLIND, FaultKind
from toancanh.health.trend import DAY_US, FaultSpan, trend

H = DAY_US // 24
NOW_US = 40 * DAY_US


@st.composite
def a_span(draw: st.DrawFn) -> FaultSpan:
    began_us = draw(st.integers(0, 40 * 24)) * H
    opened_us = began_us + draw(st.integers(0, 3)) * H
    lasts = draw(st.one_of(st.none(), st.integers(0, 100)))
    return FaultSpan(
        camera_id=draw(st.sampled_from("abc")), kind=draw(st.sampled_from([*BLIND, FaultKind.NOISE])),
        began_us=began_us, opened_us=opened_us, closed_us=None if lasts is None else opened_us + lasts * H,
        planned=draw(st.booleans()), watched=draw(st.booleans()),
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(spans=st.lists(a_span(), max_size=12), days=st.integers(1, 8))
def test_each_day_is_as_if_it_were_counted_alone(spans: list[FaultSpan], days: int) -> None:
    ends_us = [NOW_US - back * DAY_US for back in range(days - 1, -1, -1)]
    for one in trend(spans, ends_us=ends_us, watched=3):
        stand = [
            each
            for each in spans
            if each.opened_us <= one.at_us and (each.closed_us is None or one.at_us < each.closed_us)
        ]
        assert one.kinds == Counter(each.kind for each in stand)
        hours = {
            (each.camera_id, at_us)
            for each in spans
            if each.watched and not each.planned and each.kind in BLIND
            for at_us in range(one.at_us - DAY_US, one.at_us, H)
            if each.began_us <= at_us < (one.at_us if each.closed_us is None else each.closed_us)
        }
        assert one.useful is not None
        assert abs(1 - one.useful - len(hours) / 72) < 1e-9
