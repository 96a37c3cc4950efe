"""What is usual on segments at an hour of the week, how fast they are when they are free, and what is told of the next
half hour. Pure.

The same rules as for one place (`traffic.state`), over segments. Where nothing usual is known yet a segment is told to
stay as it is, and the error of that is measured in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toancanh.traffic.figures import Floats
from toancanh.traffic.network.flows import Flows, Wiring, travel_times
from toancanh.traffic.state import AHEAD, PAST, error_of, forecasts_of, free_of, level_numbers, usual_of

NOW = PAST - 1
_LEAST_MPS = 0.5
_LEAST_S = 1.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Usual:
    """(segments, PAST + 2) each: the day up to a quarter of an hour and the two behind it. ``this_*`` is of that day.
    ``free_mps`` (segments,): the limit where too little was measured (``is_limit``).
    """

    usual_per_h: Floats
    usual_mps: Floats
    usual_s: Floats
    this_per_h: Floats
    this_mps: Floats
    this_s: Floats
    free_mps: Floats
    is_limit: NDArray[np.bool_]


def usual_of_weeks(wiring: Wiring, weeks: Sequence[Flows]) -> Usual:
    """``weeks``: the same PAST + 2 quarters of an hour, this week's first, then those of the weeks before."""
    speeds = np.stack([one.speed_mps for one in weeks])
    limits = np.array([one.limit_mps for one in wiring.segments])
    free = np.array([free_of(speeds[:, at]) for at in range(limits.size)]).reshape(limits.shape)
    free_mps = np.where(np.isnan(free), limits, free)
    times = np.stack([travel_times(wiring, one, free_mps) for one in weeks])
    volumes = np.stack([one.volume_per_h for one in weeks])
    return Usual(
        usual_per_h=usual_of(volumes[1:]), usual_mps=usual_of(speeds[1:]), usual_s=usual_of(times[1:]),
        this_per_h=volumes[0], this_mps=speeds[0], this_s=times[0], free_mps=free_mps, is_limit=np.isnan(free),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False)
class Told:
    """(segments,) each, of so many minutes from now. ``is_usual``: it rests on what is usual, not on now alone."""

    minutes: int
    volume_per_h: Floats
    speed_mps: Floats
    travel_time_s: Floats
    levels: NDArray[np.intp]
    is_usual: NDArray[np.bool_]
    volume_error: Floats
    time_error: Floats


def told_of(wiring: Wiring, usual: Usual) -> list[Told]:
    """Of 15 and of 30 minutes from the end of the last full quarter of an hour."""
    length = np.array([one.length_m for one in wiring.segments])
    found = []
    for ahead in AHEAD:
        volume, is_usual, volume_error = _told(usual.this_per_h, usual.usual_per_h, ahead)
        speed, _, _ = _told(usual.this_mps, usual.usual_mps, ahead, least=_LEAST_MPS)
        time, _, time_error = _told(usual.this_s, usual.usual_s, ahead, least=_LEAST_S)
        delay = np.maximum(0.0, time - length / np.where(speed > 0, speed, np.nan))
        found.append(
            Told(
                minutes=15 * ahead, volume_per_h=volume, speed_mps=speed, travel_time_s=time,
                levels=level_numbers(delay, speed, usual.free_mps), is_usual=is_usual, volume_error=volume_error,
                time_error=time_error,
            )
        )  # fmt: skip
    return found


def _told(this: Floats, usual: Floats, ahead: int, **least: float) -> tuple[Floats, NDArray[np.bool_], Floats]:
    """(segments,) what is told now, on what it rests, and how far such forecasts were off over the last day."""
    now: list[float] = []
    rests: list[bool] = []
    errors: list[float] = []
    for of_this, of_usual in zip(this, usual, strict=True):
        by_usual = forecasts_of(of_this, of_usual, ahead, **least)
        is_usual = np.isfinite(by_usual)
        told = np.where(is_usual, by_usual, of_this[:PAST])
        error = error_of(told, of_this, ahead, **least)
        now.append(float(told[NOW]))
        rests.append(bool(is_usual[NOW]))
        errors.append(np.nan if error is None else error)
    return np.array(now), np.array(rests, bool), np.array(errors)
