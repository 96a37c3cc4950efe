"""A day or a week on the network: what passed, when most, how slow, how long it was jammed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from toancanh.kernel import Invalid
from toancanh.traffic.figures import LEAST_SEEN, Floats
from toancanh.traffic.network.flowing import Flowing, NetworkFlows
from toancanh.traffic.network.model import Period, Segment
from toancanh.traffic.network.networks import Seen
from toancanh.traffic.state import LEVELS, Level
from toancanh.traffic.steps import CITY_ZONE, zone_of

_HOUR = 4  # quarters
_QUARTER_S = 900.0
_JAMMED = LEVELS.index(Level.E)
_WORST = 95.0


@dataclass(frozen=True, kw_only=True)
class SegmentReport:
    """As `shapes.SegmentReportOut`; NaN is "not known"."""

    segment: Segment
    seen: float
    vehicles: int | None
    per_day: float
    peak_start_us: int | None
    peak_per_h: float
    speed_mps: float
    travel_time_s: float
    worst_time_s: float
    free_time_s: float
    delay_s: float
    queue_max_m: float
    level: Level | None
    jammed_s: float
    against_before: float


@dataclass(frozen=True, kw_only=True, eq=False)
class NetworkReport:
    """``hours``: where each hour of the period begins; ``*_by_hour`` go with it."""

    period: Period
    from_us: int
    until_us: int
    segments: Sequence[SegmentReport]
    measured: int
    vehicles_km: float
    mean_speed_mps: float
    jammed_km_h: float
    hours: NDArray[np.int64]
    volume_by_hour: Floats
    speed_by_hour: Floats


def span_of(period: Period, day: date) -> tuple[int, int]:
    """From where to where, microseconds: the city's day, or its week from Monday."""
    if not 2000 <= day.year < 2100:
        raise Invalid("day: a date of this century", field="day")
    first = day - timedelta(days=day.weekday()) if period is Period.WEEK else day
    after = first + timedelta(days=7 if period is Period.WEEK else 1)
    zone = zone_of(CITY_ZONE)
    begin, end = (datetime.combine(one, time.min, tzinfo=zone).timestamp() for one in (first, after))
    return int(begin) * 1_000_000, int(end) * 1_000_000


def report(flowing: Flowing, seen: Seen, period: Period, day: date) -> NetworkReport:
    """Of all segments of which anything is known, those first that were jammed longest."""
    from_us, until_us = span_of(period, day)
    found = flowing.quarters(seen, from_us, until_us)
    week_us = 7 * 86_400_000_000
    before = flowing.quarters(seen, from_us - week_us, until_us - week_us).flows
    segments = [_of_segment(found, at, before.volume_per_h[at]) for at in range(len(found.wiring.segments))]
    shown = [one for one in segments if one.seen > 0]
    shown.sort(key=lambda one: (-one.jammed_s, -(one.vehicles or 0), one.segment.id))
    km = np.array([one.length_m for one in found.wiring.segments])[:, None] / 1000
    distance, duration = _distances(found, km)
    per_hour = distance.shape[1] // _HOUR
    by_hour = distance.reshape(-1, per_hour, _HOUR).sum(axis=(0, 2))
    hours_by_hour = duration.reshape(-1, per_hour, _HOUR).sum(axis=(0, 2))
    jammed_h = (found.levels >= _JAMMED).sum(axis=1) * _QUARTER_S / 3600
    known = distance > 0
    return NetworkReport(
        period=period, from_us=from_us, until_us=until_us, segments=shown, measured=len(shown),
        vehicles_km=float(distance.sum()) if known.any() else np.nan,
        mean_speed_mps=_by(distance.sum(), duration.sum()) / 3.6, jammed_km_h=float((jammed_h * km[:, 0]).sum()),
        hours=found.flows.marks[:-1:_HOUR], volume_by_hour=np.where(by_hour > 0, by_hour, np.nan),
        speed_by_hour=np.array([_by(a, b) / 3.6 for a, b in zip(by_hour, hours_by_hour, strict=True)]),
    )  # fmt: skip


def _distances(found: NetworkFlows, km: Floats) -> tuple[Floats, Floats]:
    """(segments, n) vehicle kilometres, and vehicle hours; 0 where one of flow and time is not known."""
    vehicles = np.nan_to_num(found.flows.vehicles)
    is_known = np.isfinite(found.times_s)
    distance = np.where(is_known, vehicles * km, 0.0)
    return distance, np.where(is_known, vehicles * np.nan_to_num(found.times_s) / 3600, 0.0)


def _of_segment(found: NetworkFlows, at: int, before_per_h: Floats) -> SegmentReport:
    flows, segment = found.flows, found.wiring.segments[at]
    volume, times = flows.volume_per_h[at], found.times_s[at]
    known = np.isfinite(volume)
    weights = np.where(known & np.isfinite(times), np.nan_to_num(flows.vehicles[at]), 0.0)
    mean_time = _by(float((weights * np.nan_to_num(times)).sum()), float(weights.sum()))
    peak_start_us, peak_per_h = _peak(volume, flows.marks)
    finite_times = times[np.isfinite(times)]
    seen = float(flows.seen[at].mean())
    return SegmentReport(
        segment=segment, seen=seen, vehicles=int(flows.vehicles[at][known].sum()) if known.any() else None,
        per_day=float(volume[known].mean()) * 24 if known.mean() >= LEAST_SEEN else np.nan,
        peak_start_us=peak_start_us, peak_per_h=peak_per_h, speed_mps=_by(segment.length_m, mean_time),
        travel_time_s=mean_time,
        worst_time_s=float(np.percentile(finite_times, _WORST)) if finite_times.size >= _HOUR else np.nan,
        free_time_s=_by(segment.length_m, float(found.free_mps[at])), delay_s=_weighted(flows.delay_s[at], weights),
        queue_max_m=float(np.nanmax(flows.queue_max_m[at])) if np.isfinite(flows.queue_max_m[at]).any() else np.nan,
        level=_lasting(found.levels[at]), jammed_s=float((found.levels[at] >= _JAMMED).sum()) * _QUARTER_S,
        against_before=_against(volume, before_per_h),
    )  # fmt: skip


def _peak(volume: Floats, marks: NDArray[np.int64]) -> tuple[int | None, float]:
    """The fullest hour of which every quarter is known."""
    if volume.size < _HOUR:
        return None, np.nan
    hours = np.lib.stride_tricks.sliding_window_view(volume, _HOUR).mean(axis=1)
    if not np.isfinite(hours).any():
        return None, np.nan
    best = int(np.nanargmax(hours))
    return int(marks[best]), float(hours[best])


def _lasting(levels: NDArray[np.intp]) -> Level | None:
    """The worst that was reached, or passed, for an hour together."""
    for number in range(len(LEVELS) - 1, -1, -1):
        edges = np.flatnonzero(np.diff(levels >= number, prepend=False, append=False))
        if (edges[1::2] - edges[::2] >= _HOUR).any():
            return LEVELS[number]
    return None


def _against(this: Floats, before: Floats) -> float:
    """By quarters that are known in both weeks; NaN where those are less than half."""
    both = np.isfinite(this) & np.isfinite(before)
    return _by(float(this[both].sum()), float(before[both].sum())) if both.mean() >= LEAST_SEEN else np.nan


def _weighted(values: Floats, weights: Floats) -> float:
    known = np.isfinite(values)
    return _by(float((values[known] * weights[known]).sum()), float(weights[known].sum()))


def _by(above: float, below: float) -> float:
    return above / below if below > 0 else np.nan
