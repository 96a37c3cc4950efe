"""The trend of faults and of the time in which cameras were of use."""

from __future__ import annotations

from toancanh.health.model import FaultKind
from toancanh.health.trend import DAY_US, FaultSpan, trend

_H = DAY_US // 24


def span(camera: str, kind: FaultKind, start: int, end: int | None, **more: bool) -> FaultSpan:
    closed_us = None if end is None else end * _H
    given = {"planned": False, "watched": True, **more}
    return FaultSpan(
        camera_id=camera, kind=kind, began_us=start * _H, opened_us=start * _H, closed_us=closed_us, **given
    )


def test_what_overlaps_is_counted_once_and_announced_work_is_no_loss() -> None:
    spans = [
        span("a", FaultKind.AWAY, 20, 30),
        span("a", FaultKind.BLACK, 26, 36),
        span("b", FaultKind.AWAY, 40, None),
        span("b", FaultKind.SLOW, 24, 48),
        span("c", FaultKind.COVERED, 24, 48, planned=True),
        span("gone", FaultKind.AWAY, 24, 48, watched=False),
    ]
    before, after = trend(spans, ends_us=[DAY_US, 2 * DAY_US], watched=4)
    assert before.useful == 1 - 4 / 96
    assert after.useful == 1 - (12 + 8) / 96
    assert before.kinds == {FaultKind.AWAY: 2, FaultKind.SLOW: 1, FaultKind.COVERED: 1}
    assert after.kinds == {FaultKind.AWAY: 1}
    assert trend([], ends_us=[DAY_US], watched=0)[0].useful is None
