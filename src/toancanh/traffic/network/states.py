"""How it flows on each segment at one time: measured, or told of later. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from toancanh.traffic.figures import LEAST_SEEN, Floats
from toancanh.traffic.model import Flag
from toancanh.traffic.network.flows import Flows, Wiring, levels, travel_times
from toancanh.traffic.network.model import Basis, Unknown
from toancanh.traffic.network.spread import Standing
from toancanh.traffic.network.usual import NOW, Told, Usual, told_of
from toancanh.traffic.state import LEVELS, UNKNOWN, Level

_LEAST_PER_H = 12.0


@dataclass(frozen=True, kw_only=True)
class SegmentForecast:
    """As `shapes.SegmentForecastOut`; NaN is "not known"."""

    minutes: int
    basis: Basis
    level: Level | None
    volume_per_h: float
    speed_mps: float
    travel_time_s: float
    volume_error: float
    travel_time_error: float


@dataclass(frozen=True, kw_only=True)
class SegmentState:
    """As `shapes.SegmentStateOut`; NaN is "not known"."""

    id: str
    basis: Basis
    unknown: Unknown | None
    flags: Sequence[str]
    seen: float
    level: Level | None
    free_mps: float
    free_is_limit: bool
    free_time_s: float
    volume_per_h: float = np.nan
    pcu_per_h: float = np.nan
    speed_mps: float = np.nan
    travel_time_s: float = np.nan
    delay_s: float = np.nan
    left_per_h: float = np.nan
    occupancy: float = np.nan
    saturation: float = np.nan
    queue_m: float = np.nan
    queue_max_m: float = np.nan
    queue_share: float = np.nan
    queue_growth_m_per_min: float = np.nan
    usual_per_h: float = np.nan
    usual_mps: float = np.nan
    usual_time_s: float = np.nan
    ratio: float = np.nan
    forecasts: Sequence[SegmentForecast] = ()

    @property
    def standing(self) -> Standing:
        """What a jam is found by."""
        return Standing(
            level=self.level, queue_m=_or_none(self.queue_m), growth_m_per_min=_or_none(self.queue_growth_m_per_min)
        )


def measured(
    wiring: Wiring, flows: Flows, usual: Usual, *, growth_m_per_min: Floats, with_forecasts: bool
) -> list[SegmentState]:
    """``flows``: of one step; ``growth_m_per_min`` (segments,); ``usual``: up to the quarter that holds its end."""
    times = travel_times(wiring, flows, usual.free_mps)[:, 0]
    level = levels(flows, usual.free_mps)[:, 0]
    told = told_of(wiring, usual) if with_forecasts else []
    is_measured = wiring.is_measured
    found = []
    for at, segment in enumerate(wiring.segments):
        volume, expected = flows.volume_per_h[at, 0], usual.usual_per_h[at, NOW]
        queue_m = flows.queue_m[at, 0]
        is_known = bool(level[at] != UNKNOWN or np.isfinite(volume))
        found.append(
            SegmentState(
                id=segment.id, basis=Basis.MEASURED, level=_level(level[at]), seen=float(flows.seen[at, 0]),
                unknown=None if is_known else _why(is_measured[at], flows, at), flags=_flags(int(flows.flags[at, 0])),
                free_mps=float(usual.free_mps[at]), free_is_limit=bool(usual.is_limit[at]),
                free_time_s=segment.length_m / float(usual.free_mps[at]), volume_per_h=float(volume),
                pcu_per_h=float(flows.pcu_per_h[at, 0]), speed_mps=float(flows.speed_mps[at, 0]),
                travel_time_s=float(times[at]), delay_s=float(flows.delay_s[at, 0]),
                left_per_h=float(flows.left_per_h[at, 0]),
                occupancy=float(flows.occupancy[at, 0]), saturation=float(flows.saturation[at, 0]),
                queue_m=float(queue_m), queue_max_m=float(flows.queue_max_m[at, 0]),
                queue_share=min(float(queue_m) / segment.length_m, 1.0) if np.isfinite(queue_m) else np.nan,
                queue_growth_m_per_min=float(growth_m_per_min[at]), usual_per_h=float(expected),
                usual_mps=float(usual.usual_mps[at, NOW]), usual_time_s=float(usual.usual_s[at, NOW]),
                ratio=float(volume / expected) if expected >= _LEAST_PER_H else np.nan,
                forecasts=[_forecast(one, at) for one in told],
            )
        )  # fmt: skip
    return found


def forecast(wiring: Wiring, usual: Usual, minutes: int) -> list[SegmentState]:
    """What is told of so many minutes from now, in the form of what is measured."""
    told = next(one for one in told_of(wiring, usual) if one.minutes == minutes)
    ahead = NOW + minutes // 15
    is_measured = wiring.is_measured
    found = []
    for at, segment in enumerate(wiring.segments):
        one = _forecast(told, at)
        is_known = one.level is not None or np.isfinite(one.volume_per_h)
        why = Unknown.NOT_TOLD if is_measured[at] else Unknown.NO_PLACE
        expected = usual.usual_per_h[at, ahead]
        found.append(
            SegmentState(
                id=segment.id, basis=one.basis, unknown=None if is_known else why, flags=(), seen=0.0, level=one.level,
                free_mps=float(usual.free_mps[at]), free_is_limit=bool(usual.is_limit[at]),
                free_time_s=segment.length_m / float(usual.free_mps[at]), volume_per_h=one.volume_per_h,
                speed_mps=one.speed_mps, travel_time_s=one.travel_time_s, usual_per_h=float(expected),
                usual_mps=float(usual.usual_mps[at, ahead]), usual_time_s=float(usual.usual_s[at, ahead]),
                ratio=float(one.volume_per_h / expected) if expected >= _LEAST_PER_H else np.nan, forecasts=[one],
            )
        )  # fmt: skip
    return found


def _forecast(told: Told, at: int) -> SegmentForecast:
    return SegmentForecast(
        minutes=told.minutes, basis=Basis.AS_USUAL if told.is_usual[at] else Basis.AS_NOW,
        level=_level(told.levels[at]), volume_per_h=float(told.volume_per_h[at]),
        speed_mps=float(told.speed_mps[at]), travel_time_s=float(told.travel_time_s[at]),
        volume_error=float(told.volume_error[at]), travel_time_error=float(told.time_error[at]),
    )  # fmt: skip


def _why(is_measured: bool, flows: Flows, at: int) -> Unknown:
    if not is_measured:
        return Unknown.NO_PLACE
    return Unknown.LEFT_OUT if flows.excluded[at, 0] >= 1 - LEAST_SEEN else Unknown.NOT_SEEN


def _flags(value: int) -> list[str]:
    return [flag.name.lower() for flag in Flag(value) if flag.name]


def _level(number: int) -> Level | None:
    return None if number == UNKNOWN else LEVELS[number]


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else value
