"""Levels of service, what is usual, forecasts and how wrong they were."""

from __future__ import annotations

import numpy as np
import pytest

from toancanh.traffic.state import PAST, WEEKS, Level, PlaceState, level_of, state_of

NAN = float("nan")
DAY = 600 + 400 * np.sin(np.arange(PAST + 2) / PAST * 2 * np.pi)  # vehicles an hour, the same every week


def weeks(this: np.ndarray[tuple[int], np.dtype[np.float64]]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.vstack([this, *[DAY] * WEEKS])


def of(this: np.ndarray[tuple[int, int], np.dtype[np.float64]], now_mps: float = 9.0) -> PlaceState:
    return state_of(this, np.full((WEEKS + 1, PAST + 2), 10.0), delay_now_s=NAN, now_mps=now_mps)


@pytest.mark.parametrize(
    ("delay_s", "speed_mps", "level"),
    [
        (0, 9, Level.A), (10, 9, Level.A), (10.1, 9, Level.B), (80, 9, Level.E), (81, 9, Level.F),
        (NAN, 10, Level.A), (NAN, 8.5, Level.B), (NAN, 6.0, Level.C), (NAN, 4.5, Level.D), (NAN, 3.5, Level.E),
        (NAN, 3.0, Level.F), (NAN, NAN, None), (9, NAN, Level.A), (9, 4.5, Level.D), (60, 9, Level.E),
    ],
)  # fmt: skip
def test_levels_are_those_of_the_manual(delay_s: float, speed_mps: float, level: Level | None) -> None:
    assert level_of(delay_s, speed_mps, 10.0) is level
    assert level_of(NAN, speed_mps, NAN) is None


def test_a_day_like_any_other_is_forecast_without_error() -> None:
    found = of(weeks(DAY))
    assert found.level is Level.A
    assert (found.usual_per_h, found.ratio) == (pytest.approx(DAY[PAST - 1]), pytest.approx(1.0))
    assert (found.usual_mps, found.free_mps) == (10.0, 10.0)
    for ahead, forecast in enumerate(found.forecasts, start=1):
        assert forecast.minutes == 15 * ahead
        assert forecast.volume_per_h == pytest.approx(DAY[PAST - 1 + ahead])
        assert forecast.error == pytest.approx(0)


def test_more_than_usual_now_is_more_than_usual_soon() -> None:
    found = of(weeks(DAY * 1.5), 4.0)
    assert found.ratio == pytest.approx(1.5)
    assert found.level is Level.E
    assert found.forecasts[1].volume_per_h == pytest.approx(1.5 * DAY[PAST + 1])


def test_a_forecast_says_how_wrong_it_was() -> None:
    """A street that is empty every other quarter cannot be told from what was before."""
    this = DAY * np.where(np.arange(PAST + 2) % 2, 1.5, 0.5)
    quarter, half = of(weeks(this)).forecasts
    assert quarter.error is not None
    assert quarter.error > 0.6
    assert half.error == pytest.approx(0)


def test_what_nobody_knows_is_not_told() -> None:
    unknown = np.full((WEEKS + 1, PAST + 2), NAN)
    found = state_of(unknown, unknown, delay_now_s=NAN, now_mps=NAN)
    assert (found.level, found.usual_per_h, found.ratio, found.free_mps) == (None,) * 4
    assert [(one.volume_per_h, one.error) for one in found.forecasts] == [(None, None)] * 2
    young = weeks(DAY)
    young[3:] = NAN
    assert of(young).usual_per_h is None, "two weeks are no custom"
    gap = weeks(DAY)
    gap[0, : PAST - 10] = NAN
    assert [one.error for one in of(gap).forecasts] == [None, None]
    empty = weeks(DAY * 0)
    empty[1:] = 1.0
    assert of(empty).ratio is None
