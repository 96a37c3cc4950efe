"""A lane that nobody uses while the lanes beside it are used as always.

A lane's share of the traffic is learned. Since somebody drove in it last so many would have, going by those in the
other lanes; that none did has a probability that falls with each of them, whatever the light shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from toancanh.traffic.incidents.model import IncidentEvidence
from toancanh.traffic.incidents.signs.scene import Scene, sure
from toancanh.traffic.incidents.signs.sign import Sign
from toancanh.vision.zones import Zone, ZoneKind

_DRIVES_MPS = 2.0
_ENOUGH = 150
_MOST = 3000
_LEAST_SHARE = 0.06
_LEAST_EMPTY_S = 30.0
_NONE = -6.0
_BY_EXPECTED = 0.8
"""Vehicles come in groups, so that each says less than the Poisson distribution's full unit."""


class Lanes:
    """Of one camera; says nothing with less than two lanes drawn. ``known``: as `learned` gave it before."""

    def __init__(self, zones: Sequence[Zone], known: Mapping[str, float] | None = None) -> None:
        self._lanes = [zone.id for zone in zones if zone.kind is ZoneKind.LANE]
        self._passed = {lane: (known or {}).get(lane, 0.0) for lane in self._lanes}
        self._others = dict.fromkeys(self._lanes, 0)  # who drove in other lanes since the last in this one
        self._empty_us: dict[str, int] = {}
        self._lane_of: dict[int, str] = {}

    @property
    def learned(self) -> dict[str, float]:
        """What is to be kept over a restart: how many used each lane."""
        return dict(self._passed)

    def unlearn(self) -> None:
        """Another street is seen."""
        self._passed = dict.fromkeys(self._lanes, 0.0)

    def forget(self) -> None:
        """Nobody looked: since when a lane is empty is not known any more; shares stay."""
        self._others = dict.fromkeys(self._lanes, 0)
        self._empty_us.clear()
        self._lane_of.clear()

    def step(self, scene: Scene) -> Iterator[Sign]:
        """Signs of this look."""
        if len(self._lanes) < 2:
            return
        self._count(scene)
        total = sum(self._passed.values())
        if total < _ENOUGH:
            return
        for lane in self._lanes:
            share = self._passed[lane] / total
            began_us = self._empty_us.setdefault(lane, scene.time_us)
            empty_s = (scene.time_us - began_us) / 1e6
            if share < _LEAST_SHARE or empty_s < _LEAST_EMPTY_S:
                continue
            expected = self._others[lane] * share / (1 - share)
            evidence = {IncidentEvidence.EMPTY_S: empty_s, IncidentEvidence.EXPECTED: expected}
            yield Sign(
                key=lane, strength=sure(_NONE + _BY_EXPECTED * expected), began_us=began_us, evidence=evidence,
                zone_id=lane,
            )  # fmt: skip

    def _count(self, scene: Scene) -> None:
        for seen in scene.vehicles:
            lane = next((lane for lane in self._lanes if lane in seen.areas), None)
            if lane is None:
                continue
            self._empty_us[lane] = scene.time_us  # whoever is there, standing or not, uses it
            self._others[lane] = 0
            is_new = self._lane_of.get(seen.one.track) != lane
            if is_new and seen.speed_mps is not None and seen.speed_mps >= _DRIVES_MPS:
                self._lane_of[seen.one.track] = lane
                self._passed[lane] += 1
                for other in self._lanes:
                    if other != lane:
                        self._others[other] += 1
        if sum(self._passed.values()) > _MOST:
            self._passed = {lane: many / 2 for lane, many in self._passed.items()}
        for track in [track for track in self._lane_of if track not in scene.trails]:
            del self._lane_of[track]
