"""How it flows at a place now, against what is usual for the hour, and in 15 and 30 minutes. Pure.

*Level of service*: A to F by delay (Highway Capacity Manual 2000, exhibit 16-2; standing time for its control delay, so
a little kind) or by speed against the free one (HCM 2010, exhibit 17-2), the worse of both where both are known.
*Usual*: the median of the same quarter of an hour of the week in the `WEEKS` weeks before.
*Forecast*: what is usual then, as much more or less as it is now. Its *error* is that of the very same forecasts over
the last day: the median of how far they were off, as a share of what came.
"""

from __future__ import annotations

import enum
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WEEKS = 8
_LEAST_WEEKS = 3
AHEAD = (1, 2)
"""Quarters of an hour."""
PAST = 96
"""Quarters of the day behind, over which errors are taken."""
_LEAST_FORECASTS = 24
_LEAST_PER_H = 12.0
"""Fewer vehicles than one in five minutes: a share of next to nothing says nothing."""
_FREE_SHARE = 85.0  # percentile of speeds that is taken for the free one
_LEAST_SPEEDS = 40
_MOST_RATIO = 4.0


class Level(enum.StrEnum):
    """Level of service, from free to full."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


_DELAYS_S = (10.0, 20.0, 35.0, 55.0, 80.0)
_SPEED_SHARES = (0.85, 0.67, 0.50, 0.40, 0.30)


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """Vehicles an hour so many minutes from now; ``error`` as a share (0.1 is 10 %), None where too few can be told."""

    minutes: int
    volume_per_h: float | None
    error: float | None


@dataclass(frozen=True, kw_only=True)
class PlaceState:
    """None: not known. ``ratio``: volume now by what is usual."""

    level: Level | None
    usual_per_h: float | None
    usual_mps: float | None
    free_mps: float | None
    ratio: float | None
    forecasts: Sequence[Forecast]


LEVELS = tuple(Level)
UNKNOWN = -1


def level_of(delay_s: float, speed_mps: float, free_mps: float) -> Level | None:
    """NaN: not known."""
    found = int(level_numbers(np.array(delay_s), np.array(speed_mps), np.array(free_mps)))
    return None if found == UNKNOWN else LEVELS[found]


def level_numbers(delay_s: Floats, speed_mps: Floats, free_mps: Floats) -> NDArray[np.intp]:
    """Places in `LEVELS`, of arrays that go together (NaN: not known); `UNKNOWN` where neither is known."""
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(free_mps > 0, speed_mps / free_mps, np.nan)
    by_delay = np.where(np.isnan(delay_s), UNKNOWN, np.searchsorted(_DELAYS_S, delay_s, side="left"))
    rising = _SPEED_SHARES[::-1]
    by_speed = np.where(np.isnan(share), UNKNOWN, len(rising) - np.searchsorted(rising, share, side="left"))
    found: NDArray[np.intp] = np.maximum(by_delay, by_speed)
    return found


def state_of(volume_per_h: Floats, speed_mps: Floats, *, delay_now_s: float, now_mps: float) -> PlaceState:
    """Of one place. ``volume_per_h`` and ``speed_mps`` (WEEKS + 1, PAST + 2): quarters of an hour, this week first,
    then the weeks before; the last quarter that is over is number ``PAST - 1``, those behind it are to come.
    ``*now*``: of the last minutes. NaN: not known.
    """
    now = PAST - 1
    usual, usual_speed = usual_of(volume_per_h[1:]), usual_of(speed_mps[1:])
    this = volume_per_h[0]
    free_mps = free_of(speed_mps)
    forecasts = []
    for ahead in AHEAD:
        told = forecasts_of(this, usual, ahead)
        error = error_of(told, this, ahead)
        forecasts.append(Forecast(minutes=15 * ahead, volume_per_h=_plain(told[now]), error=error))
    return PlaceState(
        level=level_of(delay_now_s, now_mps, free_mps),
        usual_per_h=_plain(usual[now]),
        usual_mps=_plain(usual_speed[now]),
        free_mps=_plain(free_mps),
        ratio=_plain(this[now] / usual[now]) if usual[now] >= _LEAST_PER_H else None,
        forecasts=forecasts,
    )


def free_of(speed_mps: Floats) -> float:
    """The free speed out of those of many quarters; NaN where they are too few."""
    known = speed_mps[np.isfinite(speed_mps)]
    return float(np.percentile(known, _FREE_SHARE)) if known.size >= _LEAST_SPEEDS else np.nan


def usual_of(before: Floats) -> Floats:
    """(weeks, n) to (n,); NaN where fewer than three weeks are known."""
    enough = np.isfinite(before).sum(axis=0) >= _LEAST_WEEKS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of a quarter that no week knows
        found: Floats = np.where(enough, np.nanmedian(before, axis=0), np.nan)
    return found


def forecasts_of(this: Floats, usual: Floats, ahead: int, *, least: float = _LEAST_PER_H) -> Floats:
    """(PAST,) what was told in each quarter of ``ahead`` quarters later. ``least``: a share of less says nothing."""
    ratio = np.divide(this, usual, out=np.full_like(this, np.nan), where=usual >= least)
    ratio = np.clip(ratio, 1 / _MOST_RATIO, _MOST_RATIO)
    return ratio[:PAST] * usual[ahead : PAST + ahead]


def error_of(told: Floats, this: Floats, ahead: int, *, least: float = _LEAST_PER_H) -> float | None:
    """How far what was told ``ahead`` quarters before was off what came: the median, as a share of it."""
    before, came = told[: PAST - ahead], this[ahead:PAST]
    known = np.isfinite(before) & (came >= least)
    if known.sum() < _LEAST_FORECASTS:
        return None
    return float(np.median(np.abs(before[known] - came[known]) / came[known]))


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
