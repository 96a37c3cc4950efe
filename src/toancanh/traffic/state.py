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


def level_of(delay_s: float, speed_mps: float, free_mps: float) -> Level | None:
    """NaN: not known."""
    share = speed_mps / free_mps if free_mps > 0 else np.nan
    known = []
    if not np.isnan(delay_s):
        known.append(list(Level)[sum(delay_s > most for most in _DELAYS_S)])
    if not np.isnan(share):
        known.append(list(Level)[sum(share <= least for least in _SPEED_SHARES)])
    return max(known, default=None)


def state_of(volume_per_h: Floats, speed_mps: Floats, *, delay_now_s: float, now_mps: float) -> PlaceState:
    """Of one place. ``volume_per_h`` and ``speed_mps`` (WEEKS + 1, PAST + 2): quarters of an hour, this week first,
    then the weeks before; the last quarter that is over is number ``PAST - 1``, those behind it are to come.
    ``*now*``: of the last minutes. NaN: not known.
    """
    now = PAST - 1
    usual, usual_speed = _usual(volume_per_h[1:]), _usual(speed_mps[1:])
    this = volume_per_h[0]
    speeds = speed_mps[np.isfinite(speed_mps)]
    free_mps = float(np.percentile(speeds, _FREE_SHARE)) if speeds.size >= _LEAST_SPEEDS else np.nan
    forecasts = []
    for ahead in AHEAD:
        told = _forecasts(this, usual, ahead)
        came = this[ahead:PAST]
        error = _error(told[: PAST - ahead], came)
        forecasts.append(Forecast(minutes=15 * ahead, volume_per_h=_plain(told[now]), error=error))
    return PlaceState(
        level=level_of(delay_now_s, now_mps, free_mps),
        usual_per_h=_plain(usual[now]),
        usual_mps=_plain(usual_speed[now]),
        free_mps=_plain(free_mps),
        ratio=_plain(this[now] / usual[now]) if usual[now] >= _LEAST_PER_H else None,
        forecasts=forecasts,
    )


def _usual(before: Floats) -> Floats:
    """(weeks, n) to (n,); NaN where fewer than three weeks are known."""
    enough = np.isfinite(before).sum(axis=0) >= _LEAST_WEEKS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of a quarter that no week knows
        found: Floats = np.where(enough, np.nanmedian(before, axis=0), np.nan)
    return found


def _forecasts(this: Floats, usual: Floats, ahead: int) -> Floats:
    """(PAST,) what was told in each quarter of ``ahead`` quarters later."""
    ratio = np.divide(this, usual, out=np.full_like(this, np.nan), where=usual >= _LEAST_PER_H)
    ratio = np.clip(ratio, 1 / _MOST_RATIO, _MOST_RATIO)
    return ratio[:PAST] * usual[ahead : PAST + ahead]


def _error(told: Floats, came: Floats) -> float | None:
    known = np.isfinite(told) & (came >= _LEAST_PER_H)
    if known.sum() < _LEAST_FORECASTS:
        return None
    return float(np.median(np.abs(told[known] - came[known]) / came[known]))


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
