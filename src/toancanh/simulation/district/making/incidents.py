"""Incidents on command: what each does to the running simulation, and what it then says of itself as truth."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

import numpy as np
import shapely
from shapely.ops import substring

from toancanh.kernel import Internal, Invalid
from toancanh.simulation.district.making.demand import Departure, numbered, walk
from toancanh.simulation.district.making.fleet import choose
from toancanh.simulation.district.making.plain import LEFT_PAVEMENT, edge_id
from toancanh.simulation.district.making.plan import GUTTER_M
from toancanh.simulation.district.making.running import Running
from toancanh.simulation.district.model import (
    Incident,
    IncidentKind,
    IncidentPlace,
    Lane,
    Network,
    Points,
    Road,
    VehicleKind,
)

_BREAKING_DOWN = (VehicleKind.CAR, VehicleKind.VAN, VehicleKind.LORRY)
_STANDS_M = 0.02  # in one sample
_WALKING_PACE_MPS = 1.8
_CROWD, _CROWD_WITHIN_S = 200, 90.0
_RIDERS, _RIDERS_APART_S = 3, 40.0
_RIDING_MPS, _RIDING_ACCEL = 5.5, 1.5


@dataclass(frozen=True, kw_only=True)
class IncidentPlan:
    """What to make happen, in seconds of the play; ``road_id`` where it need not be at its usual place."""

    kind: IncidentKind
    start_s: float
    duration_s: float
    road_id: str | None = None

    @property
    def end_s(self) -> float:
        return self.start_s + self.duration_s


@dataclass(frozen=True, kw_only=True, eq=False)
class Way:
    """The samples of one body: step of the first, and (n, 3) of x, y, heading."""

    first: int
    samples: Points


Ways = Mapping[str, Way]


@dataclass(kw_only=True)
class Happening(ABC):
    """One incident through a simulation. It may add who sets out before, act at each step, and add bodies of its own
    that SUMO knows nothing of; then it tells what there was.
    """

    plan: IncidentPlan
    network: Network
    chance: Random
    record_s: float

    def move_to(self, road_id: str) -> None:
        """Lets it happen on another road."""
        raise Invalid(f"an incident of kind {self.plan.kind} stays at its place")

    def departures(self) -> list[Departure]:
        """Who sets out because of it; seconds of the play."""
        return []

    def act(self, running: Running, t_s: float) -> None:  # noqa: B027 (some only begin)
        """Before the step that begins at this second of the play."""

    def bodies(self) -> list[tuple[Departure, Way]]:
        """Whom it adds itself."""
        return []

    @abstractmethod
    def told(self, ways: Ways, numbers: Mapping[str, int]) -> list[Incident]:
        """The truth, with the bodies by their ids in the simulation."""

    def _road(self, road_id: str) -> Road:
        found = [road for road in self.network.roads if road.id == road_id]
        if not found:
            raise Invalid(f"there is no road {road_id}; there are {', '.join(road.id for road in self.network.roads)}")
        return found[0]


@dataclass(kw_only=True)
class Breakdown(Happening):
    """The first car, van or lorry that comes along comes to stand in its lane, whichever that is."""

    road_id: str = "A1.AU"
    from_m: float = 12.0
    ahead_m: float = 32.0
    _key: str = ""
    _lane: int = 0

    def move_to(self, road_id: str) -> None:
        self.road_id = self._road(road_id).id

    def act(self, running: Running, t_s: float) -> None:
        if self._key or not self.plan.start_s <= t_s < self.plan.end_s:
            return
        for index, lane in enumerate(self._road(self.road_id).lanes):
            for along_m, model, key in running.on_lane(lane.id):
                if model.startswith(_BREAKING_DOWN) and self.from_m < along_m < self.from_m + 20:
                    self._key, self._lane = key, index
                    running.stop_vehicle(key, lane.id, along_m + self.ahead_m, self.plan.duration_s)
                    return

    def told(self, ways: Ways, numbers: Mapping[str, int]) -> list[Incident]:
        if not self._key:
            raise Internal("no car came along to break down: begin earlier, or with more traffic")
        way = ways[self._key]
        lane = self._road(self.road_id).lanes[self._lane]
        line = shapely.LineString(lane.centre_m)
        standing = _longest_standing(way.samples)
        if not standing:
            raise Internal("what broke down never came to stand: let the play be longer")
        at_m = line.project(shapely.Point(way.samples[standing[0], :2]))
        return [
            Incident(
                kind=self.plan.kind,
                start_s=(way.first + standing[0]) * self.record_s,
                end_s=(way.first + standing[-1]) * self.record_s,
                place=stretch(self._road(self.road_id), (lane,), at_m - 3, at_m + 3),
                numbers=(numbers[self._key],),
            )
        ]


@dataclass(kw_only=True)
class Flooded(Happening):
    """Both carriageways through the hollow, at walking pace."""

    road_ids: tuple[str, ...] = ("AX.AY", "AY.AX")
    _is_under: bool = False

    def act(self, running: Running, t_s: float) -> None:
        is_time = self.plan.start_s <= t_s < self.plan.end_s
        if is_time != self._is_under:
            self._is_under = is_time
            for road in map(self._road, self.road_ids):
                speed_mps = _WALKING_PACE_MPS if is_time else road.speed_limit_mps
                running.limit_speed([lane.id for lane in _driving(road)], speed_mps)

    def told(self, ways: Ways, numbers: Mapping[str, int]) -> list[Incident]:
        return [
            Incident(
                kind=self.plan.kind,
                start_s=self.plan.start_s,
                end_s=self.plan.end_s,
                place=stretch(road, _driving(road)),
            )
            for road in map(self._road, self.road_ids)
        ]


@dataclass(kw_only=True)
class ClosedLane(Happening):
    """The lane by the kerb through the hollow."""

    road_id: str = "AX.AY"
    lane: int = 1
    _is_closed: bool = False

    def act(self, running: Running, t_s: float) -> None:
        is_time = self.plan.start_s <= t_s < self.plan.end_s
        if is_time != self._is_closed:
            self._is_closed = is_time
            running.open_lane(self._road(self.road_id).lanes[self.lane].id, is_open=not is_time)

    def told(self, ways: Ways, numbers: Mapping[str, int]) -> list[Incident]:
        road = self._road(self.road_id)
        place = stretch(road, (road.lanes[self.lane],))
        return [Incident(kind=self.plan.kind, start_s=self.plan.start_s, end_s=self.plan.end_s, place=place)]


@dataclass(kw_only=True)
class EventCrowd(Happening):
    """From a hall beside the one-way street, over the boulevard's crossings."""

    from_edge: str = "A2.D2"
    to_edges: tuple[str, ...] = ("C2.A2", "A2.AU", "left.A2.C2")
    junction_id: str = "A2"
    _keys: list[str] = field(default_factory=list)

    def departures(self) -> list[Departure]:
        times = sorted(self.plan.start_s + self.chance.random() * _CROWD_WITHIN_S for _ in range(_CROWD))
        crowd = [
            walk(round(at_s, 2), (self.from_edge, self.chance.choice(self.to_edges)), self.chance) for at_s in times
        ]
        for number, one in enumerate(numbered(crowd, prefix="crowd")):
            crowd[number] = one
            self._keys.append(one.key)
        return crowd

    def told(self, ways: Ways, numbers: Mapping[str, int]) -> list[Incident]:
        there = [key for key in self._keys if key in ways]
        road = self._road(self.from_edge)
        junction = next(one for one in self.network.junctions if one.id == self.junction_id)
        return [
            Incident(
                kind=self.plan.kind,
                start_s=min(ways[key].first for key in there) * self.record_s,
                end_s=max(ways[key].first + len(ways[key].samples) - 1 for key in there) * self.record_s,
                place=IncidentPlace(
                    road_id=road.id, lane_ids=(road.lanes[0].id,), from_m=0.0, to_m=0.0, shape_m=junction.shape_m
                ),
                numbers=tuple(sorted(numbers[key] for key in there)),
            )
        ]


@dataclass(kw_only=True)
class WrongWay(Happening):
    """Riders from gate to gate along the gutter left of a one-way street, where SUMO has no lane: nobody is in the
    way there, so they need no place in the simulation.
    """

    road_id: str = "C2.A2"
    from_m: float = 30.0  # where they end, along the street: they ride back from ``to_m``
    to_m: float = 190.0
    _keys: list[str] = field(default_factory=list)

    def move_to(self, road_id: str) -> None:
        road = self._road(road_id)
        beside = LEFT_PAVEMENT + edge_id(road.to_junction, road.from_junction)
        if beside not in {one.id for one in self.network.roads}:
            raise Invalid(f"{road_id} is no one-way street")
        self.road_id = road_id

    def bodies(self) -> list[tuple[Departure, Way]]:
        added = []
        samples = _ride(self._path(), self.record_s)
        for rider in range(_RIDERS):
            model, colour = choose(VehicleKind.MOTORCYCLE, self.chance)
            first = round((self.plan.start_s + rider * _RIDERS_APART_S) / self.record_s)
            if first * self.record_s >= self.plan.end_s:
                break
            key = f"wrong.{self.road_id}.{rider}"
            self._keys.append(key)
            departure = Departure(key=key, at_s=0.0, model=model, colour=colour, from_edge="", to_edge="")
            added.append((departure, Way(first=first, samples=samples)))
        return added

    def told(self, ways: Ways, numbers: Mapping[str, int]) -> list[Incident]:
        road = self._road(self.road_id)
        place = stretch(road, _driving(road)[-1:], self.from_m, self.to_m, aside_m=GUTTER_M)
        return [
            Incident(
                kind=self.plan.kind,
                start_s=ways[key].first * self.record_s,
                end_s=(ways[key].first + len(ways[key].samples) - 1) * self.record_s,
                place=place,
                numbers=(numbers[key],),
            )
            for key in self._keys
            if key in ways
        ]

    def _path(self) -> shapely.LineString:
        lane = _driving(self._road(self.road_id))[-1]
        gutter = shapely.LineString(lane.centre_m).offset_curve(lane.width_m / 2 + GUTTER_M / 2)
        riding = substring(gutter, self.from_m, self.to_m)
        gates = [gutter.offset_curve(2.6).interpolate(at_m) for at_m in (self.from_m - 5, self.to_m + 5)]
        points = [gates[0].coords[0], *riding.coords, gates[1].coords[0]]
        return shapely.LineString(points[::-1])


def _longest_standing(samples: Points) -> range:
    """Of the samples: those of the longest time without moving."""
    best, begin = range(0), 0
    for at, moved_m in enumerate(np.hypot(*np.diff(samples[:, :2], axis=0).T)):
        if moved_m > _STANDS_M:
            begin = at + 1
        elif at + 2 - begin > len(best):
            best = range(begin, at + 2)
    return best


def _ride(path: shapely.LineString, every_s: float) -> Points:
    """(n, 3) of x, y, heading along a path: from rest, on, and to rest again."""
    ramp_s = _RIDING_MPS / _RIDING_ACCEL
    total_s = path.length / _RIDING_MPS + ramp_s
    times = np.arange(0, total_s, every_s)
    up = np.minimum(times, ramp_s)
    down = np.minimum(total_s - times, ramp_s)
    along = (
        _RIDING_ACCEL * up**2 / 2
        + _RIDING_MPS * np.clip(times - ramp_s, 0, total_s - 2 * ramp_s)
        + _RIDING_ACCEL * (ramp_s**2 - down**2) / 2
    )
    points = np.array([path.interpolate(one).coords[0] for one in along])
    ahead = np.array([path.interpolate(min(one + 1.0, path.length)).coords[0] for one in along])
    behind = np.array([path.interpolate(max(one - 1.0, 0.0)).coords[0] for one in along])
    heading = np.unwrap(np.arctan2(*(ahead - behind).T[::-1]))
    return np.column_stack([points, heading])


def stretch(
    road: Road, lanes: Sequence[Lane], from_m: float = 0.0, to_m: float = float("inf"), aside_m: float = 0.0
) -> IncidentPlace:
    """The ground of these lanes between two points along them, and so much beside the left one."""
    outline = shapely.union_all(
        [
            substring(shapely.LineString(lane.centre_m), from_m, min(to_m, shapely.LineString(lane.centre_m).length))
            .buffer(lane.width_m / 2 + 0.05 + aside_m, cap_style="flat")
            .simplify(0.05)
            for lane in lanes
        ]
    ).convex_hull
    return IncidentPlace(
        road_id=road.id,
        lane_ids=tuple(lane.id for lane in lanes),
        from_m=from_m,
        to_m=min(to_m, shapely.LineString(lanes[0].centre_m).length),
        shape_m=np.array(outline.exterior.coords)[:-1],
    )


def _driving(road: Road) -> tuple[Lane, ...]:
    return tuple(lane for lane in road.lanes if not lane.is_pavement)


_CLASSES: Mapping[IncidentKind, type[Happening]] = {
    IncidentKind.BREAKDOWN: Breakdown,
    IncidentKind.FLOODED: Flooded,
    IncidentKind.CLOSED_LANE: ClosedLane,
    IncidentKind.EVENT_CROWD: EventCrowd,
    IncidentKind.WRONG_WAY: WrongWay,
}


def make_happenings(
    plans: Sequence[IncidentPlan], network: Network, chance: Random, record_s: float
) -> list[Happening]:
    """One for each plan."""
    return [_make(plan, network, Random(chance.random()), record_s) for plan in plans]  # noqa: S311


def _make(plan: IncidentPlan, network: Network, chance: Random, record_s: float) -> Happening:
    made = _CLASSES[plan.kind](plan=plan, network=network, chance=chance, record_s=record_s)
    if plan.road_id is not None:
        made.move_to(plan.road_id)
    return made
