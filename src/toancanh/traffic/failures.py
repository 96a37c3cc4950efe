"""When a place counts wrongly: published rules for detectors, on quarters of an hour. Pure.

The rules and thresholds are those by which MnDOT's IRIS fails its detectors (docs/vehicle_detection.md, "Auto Fail"),
as far as they hold for cameras over mixed traffic:

- *no hit*: nothing counted for 4 hours (its "mainline"), here by day only: a lane of Hà Nội may be empty at night;
- *chatter*: more in a minute than any street carries (`catalogues/traffic/units.toml`);
- *locked on*: occupied all the time for 30 minutes (its "queue" lanes: at a red light 2 minutes are usual);
- *no change*: the same occupancy for 24 hours.

A place is judged by its drawing: what crosses a line backwards is rare, and says nothing of the camera. Only time that
was looked at is judged; what was not neither adds to a run nor ends it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from toancanh.traffic.columns import KINDS, Measurements
from toancanh.traffic.model import QUARTER_US, Failure, FailureKind

_HOUR_S = 3600.0
_HANOI_US = 7 * 3_600_000_000  # Asia/Ho_Chi_Minh, which has no summer time
_HOUR_US = 3_600_000_000
_FASTEST_MPS = 70.0
"""250 km/h in the mean of a minute is no traffic."""
_SLACK = 1.05
"""Sums of float32, and a picture that belongs to two minutes."""
_N = TypeVar("_N", bound=np.generic)
SPAN_US = 72 * _HOUR_US
"""So far back the rules look: the longest wants 24 hours that were looked at."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The thresholds. ``night``: from this local hour to that one, time without a vehicle says nothing."""

    no_hit_s: float = 4 * _HOUR_S
    night: tuple[int, int] = (23, 5)
    most_per_minute: float
    locked_on_s: float = 0.5 * _HOUR_S
    locked_occupancy: float = 0.99
    no_change_s: float = 24 * _HOUR_S
    same_occupancy: float = 1e-4


def impossible(minutes: Measurements) -> NDArray[np.bool_]:
    """(n,) of minutes: more time than a minute has, more of the line than there is, faster than anything."""
    seen_s = minutes["observed_s"] * _SLACK
    speeds = np.divide(
        minutes["speed_sum_mps"], minutes["speed_n"], out=np.zeros(len(minutes)), where=minutes["speed_n"] > 0
    )
    found: NDArray[np.bool_] = (
        (seen_s > 60 * _SLACK**2)
        | (minutes["occupied_s"] > seen_s)
        | (minutes["covered_s"] > seen_s)
        | (minutes["queue_s"] > seen_s)
        | (speeds > _FASTEST_MPS)
    )
    return found


def failures(quarters: Measurements, rules: Rules) -> list[Failure]:
    """``quarters``: roll-ups of 15 minutes in the order of place and time, with the flagged minutes left out."""
    return sorted(found for zone in _zones(quarters) for found in _of_zone(zone, rules))


def united(found: Iterable[Failure]) -> list[Failure]:
    """Those of one drawing and rule that overlap or touch made one; the same whatever they are united with again."""
    joined: list[Failure] = []
    for one in sorted(found):
        last = joined[-1] if joined else None
        of_last = last is not None and (last.camera_id, last.zone_id, last.kind) == (
            one.camera_id,
            one.zone_id,
            one.kind,
        )
        if last is not None and of_last and one.from_us <= last.until_us:
            until_us = max(last.until_us, one.until_us)
            joined[-1] = Failure(
                camera_id=last.camera_id, zone_id=last.zone_id, kind=last.kind, from_us=last.from_us, until_us=until_us
            )
        else:
            joined.append(one)
    return joined


@dataclass(frozen=True, kw_only=True, eq=False)
class _Zone:
    """One drawing's quarters that were looked at: n in order of time, movements put together."""

    camera_id: str
    zone_id: str
    start_us: NDArray[np.int64]
    seen_s: NDArray[np.float64]
    hits: NDArray[np.int64]
    peak: NDArray[np.int64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def _zones(quarters: Measurements) -> Iterator[_Zone]:
    if not len(quarters):
        return
    keys = list(zip(quarters["camera_id"], quarters["zone_id"], strict=True))
    begins = [0, *(at for at in range(1, len(keys)) if keys[at] != keys[at - 1]), len(keys)]
    hits: NDArray[np.int64] = np.sum([quarters[kind] for kind in KINDS], axis=0, dtype=np.int64)
    seen_s = (quarters["observed_s"] - quarters["excluded_s"]).astype(np.float64)
    for begin, end in itertools.pairwise(begins):
        part = slice(begin, end)
        start_us, of = np.unique(quarters["start_us"][part].astype(np.int64), return_inverse=True)
        zone = _Zone(
            camera_id=str(keys[begin][0]),
            zone_id=str(keys[begin][1]),
            start_us=start_us,
            seen_s=_gathered(np.maximum, seen_s[part], of, start_us.size),
            hits=_gathered(np.add, hits[part], of, start_us.size),
            peak=_gathered(np.maximum, quarters["peak"][part].astype(np.int64), of, start_us.size),
            low=_gathered(np.maximum, quarters["occupancy_low"][part].astype(np.float64), of, start_us.size),
            high=_gathered(np.maximum, quarters["occupancy_high"][part].astype(np.float64), of, start_us.size),
        )
        yield _where(zone, zone.seen_s > 0)


def _gathered(how: np.ufunc, values: NDArray[_N], of: NDArray[np.intp], size: int) -> NDArray[_N]:
    found: NDArray[_N] = np.zeros(size, values.dtype)
    how.at(found, of, values)
    return found


def _where(zone: _Zone, keep: NDArray[np.bool_]) -> _Zone:
    return _Zone(
        camera_id=zone.camera_id, zone_id=zone.zone_id, start_us=zone.start_us[keep], seen_s=zone.seen_s[keep],
        hits=zone.hits[keep], peak=zone.peak[keep], low=zone.low[keep], high=zone.high[keep],
    )  # fmt: skip


def _of_zone(zone: _Zone, rules: Rules) -> Iterator[Failure]:
    hour = (zone.start_us + _HANOI_US) // _HOUR_US % 24
    by_day_s = np.where((hour >= rules.night[1]) & (hour < rules.night[0]), zone.seen_s, 0.0)
    ones: NDArray[np.int64] = np.zeros(zone.start_us.size, np.int64)
    level: NDArray[np.int64] = np.cumsum(np.abs(np.diff(zone.low, prepend=zone.low[:1])) > rules.same_occupancy)
    is_same = (np.abs(zone.high - zone.low) <= rules.same_occupancy) & (zone.low > 0)
    rules_of: tuple[tuple[FailureKind, NDArray[np.bool_], NDArray[np.int64], NDArray[np.float64], float], ...] = (
        (FailureKind.NO_HIT, zone.hits == 0, ones, by_day_s, rules.no_hit_s),
        (FailureKind.CHATTER, zone.peak > rules.most_per_minute, ones, zone.seen_s, 0.0),
        (FailureKind.LOCKED_ON, zone.low >= rules.locked_occupancy, ones, zone.seen_s, rules.locked_on_s),
        (FailureKind.NO_CHANGE, is_same, level, zone.seen_s, rules.no_change_s),
    )
    for kind, holds, group, lasted_s, least_s in rules_of:
        for begin, end in _runs(holds, group):
            if float(lasted_s[begin:end].sum()) >= least_s:
                yield Failure(
                    camera_id=zone.camera_id, zone_id=zone.zone_id, kind=kind, from_us=int(zone.start_us[begin]),
                    until_us=int(zone.start_us[end - 1]) + QUARTER_US,
                )  # fmt: skip


def _runs(holds: NDArray[np.bool_], group: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Begin and end of each stretch in which it holds, of one group."""
    key = np.where(holds, group + 1, 0)
    edges = np.flatnonzero(np.diff(key, prepend=0, append=0))
    for begin, end in itertools.pairwise(edges):
        if key[begin]:
            yield int(begin), int(end)
