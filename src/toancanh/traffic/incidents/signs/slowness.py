"""Areas in which traffic does not move on as it does else: congestion, and a slow area.

Congestion: several vehicles are slower than one walks fast, and most of those in view are, without a break. Where
vehicles wait by intention (an area of queues) that has to last longer than a red light. A slow area: they drive, at
less than half of the speed that is usual at this camera.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from toancanh.traffic.incidents.model import IncidentEvidence, TrafficIncidentKind
from toancanh.traffic.incidents.signs.scene import Scene, Seen, sure
from toancanh.traffic.incidents.signs.sign import Sign
from toancanh.vision import ObjectKind
from toancanh.vision.zones import Zone, ZoneKind

SLOW_MPS = 2.8
"""Ten kilometres an hour."""
_WINDOW_US = 8_000_000
_LEAST_VEHICLES = 1.6
"""Of three that stand close to one another one is often hidden, or of no speed yet. In ten hours of calm plays no two
stood so for as long as that takes to be told.
"""
_LONG = 1.5
_USUALLY = 2.2
_MOST_DRIVE = 0.6
_BREAK_US = 4_000_000
_NONE = -3.0
_BY_S = 0.18  # a second, up to so many; in an area of queues a fifth of that, without an end
_LONGEST_S = 36.0
_BY_FAST = -0.35  # one that drives there as if nothing was, up to 6
_FAST_MPS = 9.0
_QUEUE_FACTOR = 0.2
_BY_VEHICLE = 0.5  # more than the least, up to 3
_USUAL_SHARE = 0.45
_USUAL_ENOUGH = 600
_USUAL_MOST = 20_000
_SLOW_BY_S = 0.06
_SLOW_LEAST_S = 20.0
_SLOW_USUALLY, _SLOW_BY_VEHICLE = 2.5, 0.25


@dataclass(kw_only=True, slots=True)
class _Look:
    at_us: int
    slow: float
    of: float
    speeds: float
    known: int


@dataclass(kw_only=True)
class _Area:
    """One area, or all that is seen (``zone`` None)."""

    zone: Zone | None
    is_queue: bool
    looks: deque[_Look] = field(default_factory=deque)
    since_us: dict[TrafficIncidentKind, int] = field(default_factory=dict)
    held_us: dict[TrafficIncidentKind, int] = field(default_factory=dict)
    fast: dict[int, int] = field(default_factory=dict)
    usual_sum: float = 0.0
    usual_of: float = 0.0

    @property
    def zone_id(self) -> str:
        return self.zone.id if self.zone is not None else ""

    @property
    def usual_mps(self) -> float | None:
        return self.usual_sum / self.usual_of if self.usual_of >= _USUAL_ENOUGH else None


class Slowness:
    """Of one camera: of each lane and area of queues; of all it sees where none is drawn. ``known``: as `learned` gave
    it before.
    """

    def __init__(self, zones: Sequence[Zone], known: Mapping[str, tuple[float, float]] | None = None) -> None:
        kinds = (ZoneKind.LANE, ZoneKind.QUEUE_AREA)
        drawn = [zone for zone in zones if zone.kind in kinds]
        self._areas = [_Area(zone=zone, is_queue=zone.kind is ZoneKind.QUEUE_AREA) for zone in drawn]
        if not any(area.zone is not None and area.zone.kind is ZoneKind.LANE for area in self._areas):
            has_line = any(zone.kind in (ZoneKind.STOP_LINE, ZoneKind.QUEUE_AREA) for zone in zones)
            self._areas.append(_Area(zone=None, is_queue=has_line))
        for area in self._areas:
            area.usual_sum, area.usual_of = (known or {}).get(area.zone_id, (0.0, 0.0))

    @property
    def learned(self) -> dict[str, tuple[float, float]]:
        """What is to be kept over a restart: sum of the speeds in each area, and of how many."""
        return {area.zone_id: (area.usual_sum, area.usual_of) for area in self._areas}

    def unlearn(self) -> None:
        """Another street is seen."""
        for area in self._areas:
            area.usual_sum = area.usual_of = 0.0

    def forget(self) -> None:
        """Nobody looked; what is usual stays."""
        for area in self._areas:
            area.looks.clear()
            area.since_us.clear()
            area.held_us.clear()

    def step(self, scene: Scene) -> Iterator[tuple[TrafficIncidentKind, Sign]]:
        """Signs of this look."""
        for area in self._areas:
            self._add(area, scene)
            yield from self._signs(area, scene.time_us)

    def _add(self, area: _Area, scene: Scene) -> None:
        mine: list[Seen] = [
            seen
            for seen in scene.vehicles
            if seen.speed_mps is not None and (area.zone is None or area.zone.id in seen.areas)
        ]
        speeds = [seen.speed_mps for seen in mine if seen.speed_mps is not None]
        look = _Look(
            at_us=scene.time_us, slow=math.fsum(_room(seen) for seen in mine if _is_slow(seen)),
            of=math.fsum(map(_room, mine)),
            speeds=math.fsum(speeds), known=len(speeds),
        )  # fmt: skip
        area.looks.append(look)
        while scene.time_us - area.looks[0].at_us > _WINDOW_US:
            area.looks.popleft()
        for seen in mine:
            if seen.speed_mps is not None and seen.speed_mps >= _FAST_MPS:
                area.fast[seen.one.track] = scene.time_us
        driving = [speed for speed in speeds if speed >= SLOW_MPS]
        area.usual_sum += math.fsum(driving)
        area.usual_of += len(driving)
        if area.usual_of > _USUAL_MOST:
            area.usual_sum, area.usual_of = area.usual_sum / 2, area.usual_of / 2

    def _signs(self, area: _Area, now_us: int) -> Iterator[tuple[TrafficIncidentKind, Sign]]:
        span_us = now_us - area.looks[0].at_us
        if span_us < _WINDOW_US / 2:
            return
        looks = len(area.looks)
        slow, of = sum(look.slow for look in area.looks) / looks, sum(look.of for look in area.looks) / looks
        known = sum(look.known for look in area.looks)
        many = known / looks
        mean_mps = sum(look.speeds for look in area.looks) / known if known else math.nan
        is_full = slow >= _LEAST_VEHICLES and slow >= _MOST_DRIVE * of
        lasted_s = self._lasts(area, TrafficIncidentKind.CONGESTION, is_full, now_us)
        evidence = {IncidentEvidence.SPEED_MPS: mean_mps, IncidentEvidence.VEHICLES: many}
        if lasted_s is not None:
            by_s = _BY_S * (_QUEUE_FACTOR if area.is_queue else 1.0)
            since_us = area.since_us[TrafficIncidentKind.CONGESTION]
            area.fast = {track: at_us for track, at_us in area.fast.items() if at_us >= since_us}
            value = (
                _NONE
                + by_s * (lasted_s if area.is_queue else min(lasted_s, _LONGEST_S))
                + _BY_VEHICLE * min(slow - _USUALLY, 3.0)
                + _BY_FAST * min(len(area.fast), 6)
            )
            yield (
                TrafficIncidentKind.CONGESTION,
                self._sign(area, TrafficIncidentKind.CONGESTION, value, now_us, lasted_s, evidence),
            )
        usual_mps = area.usual_mps
        is_slow = (
            usual_mps is not None
            and not area.is_queue
            and many >= _SLOW_USUALLY
            and not is_full
            and mean_mps < _USUAL_SHARE * usual_mps
        )
        lasted_s = self._lasts(area, TrafficIncidentKind.SLOW_AREA, is_slow, now_us)
        if lasted_s is not None and usual_mps is not None and lasted_s >= _SLOW_LEAST_S:
            value = _NONE + _SLOW_BY_S * lasted_s + _SLOW_BY_VEHICLE * min(many - _SLOW_USUALLY, 4.0)
            more = {**evidence, IncidentEvidence.USUAL_MPS: usual_mps}
            yield (
                TrafficIncidentKind.SLOW_AREA,
                self._sign(area, TrafficIncidentKind.SLOW_AREA, value, now_us, lasted_s, more),
            )

    def _lasts(self, area: _Area, kind: TrafficIncidentKind, holds: bool, now_us: int) -> float | None:
        """Seconds since when it holds, with breaks of a few seconds; None where it does not hold now."""
        if holds:
            area.since_us.setdefault(kind, area.looks[0].at_us)
            area.held_us[kind] = now_us
        elif now_us - area.held_us.get(kind, 0) > _BREAK_US:
            area.since_us.pop(kind, None)
        if TrafficIncidentKind.CONGESTION not in area.since_us:
            area.fast.clear()
        return (now_us - area.since_us[kind]) / 1e6 if holds else None

    def _sign(
        self,
        area: _Area,
        kind: TrafficIncidentKind,
        value: float,
        now_us: int,
        lasted_s: float,
        evidence: dict[IncidentEvidence, float],
    ) -> Sign:
        return Sign(
            key=f"{kind}:{area.zone_id}", strength=sure(value), began_us=area.since_us.get(kind, now_us),
            evidence={**evidence, IncidentEvidence.LASTED_S: lasted_s}, zone_id=area.zone_id,
        )  # fmt: skip


def _is_slow(seen: Seen) -> bool:
    return seen.speed_mps is not None and seen.speed_mps < SLOW_MPS


def _room(seen: Seen) -> float:
    """How many it counts for: a bus takes the room of several, and hides who stands before it."""
    return _LONG if seen.one.kind in (ObjectKind.BUS, ObjectKind.LORRY) else 1.0
