"""Where incidents of the virtual city are looked for, and what truly happens there: out of the plays alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from benchmarks.stations import HEIGHT, RAIN, WIDTH, Station, network, play_of
from toancanh.simulation.district import IncidentKind, VehicleKind
from toancanh.simulation.district_views.conditions import CLEAR, Weather
from toancanh.traffic.incidents.model import TrafficIncidentKind
from toancanh.vision.calibration import Calibration
from toancanh.vision.view import Floats
from toancanh.vision.zones import Zone, ZoneKind

CALM_S = 600
_CALM_PLAYS = ("calm", "night")
_WEATHERS = (CLEAR, RAIN, Weather(cloud=1.0, dirt=0.35, sight_m=3000.0))
_CALM_PLACES = 96
WATCHED_M = (6.5, 22.0)
_ASIDE_M = 1.2
_ONCOMING_M = 1.7
"""About half a lane: its middle lies so far beside the edge of the next one."""
_LEARNED_S = 20.0
"""Nothing is told while the empty street is learned: what begins earlier is no trial."""
_BEFORE_S, _LONG_BEFORE_S, _AFTER_S, _LONGEST_S = 40.0, 150.0, 45.0, 280.0
_NIGHT = Weather(hour=22.0)
_DIRT = _WEATHERS[2]
_STOPPED_AT = (
    *((ahead_m, 0.0, weather) for ahead_m in (10.0, 14.0, 18.0) for weather in (CLEAR, RAIN)),
    *((14.0, 0.0, weather) for weather in (_NIGHT, _DIRT)),
)
_WRONG_AT = (
    *((14.0, moved_m, weather) for moved_m in (-40.0, 40.0) for weather in (CLEAR, RAIN)),
    (14.0, -40.0, _NIGHT),
    (14.0, 40.0, _DIRT),
)
"""Where cameras hang before an incident: so far, so far along the road beside it, and in which weather."""
_SLOW_MPS, _LEAST_SLOW, _LEAST_S = 2.8, 3, 30


@dataclass(frozen=True, kw_only=True)
class Event:
    """What truly happens before a station's camera, in seconds of the play."""

    kind: TrafficIncidentKind
    start_s: float
    end_s: float


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A station watched from a second of its play on, for so long, and what truly happens before it meanwhile."""

    station: Station
    from_s: float
    seconds: float
    events: tuple[Event, ...] = ()


def zones(station: Station, calibration: Calibration) -> list[Zone]:
    """What an operator draws at such a camera: the carriageway as one lane, a little wider, but not over the middle of
    a street where others come towards one; and an arrow along it.
    """
    near, far = (_outline(station, ahead_m) for ahead_m in WATCHED_M)
    outline = np.clip(calibration.seen(np.concatenate([near, far[::-1]])), 0, 1)
    middles = np.stack([station.across(ahead_m, 0.0).mean(axis=0) for ahead_m in (9.0, 18.0)])
    (ax, ay), (bx, by) = np.clip(calibration.seen(middles), 0, 1).tolist()
    aspect = HEIGHT / WIDTH
    return [
        Zone(
            id="road", kind=ZoneKind.LANE, name="road", points=tuple((x, y) for x, y in outline.tolist()), aspect=aspect
        ),
        Zone(id="way", kind=ZoneKind.DIRECTION, name="way", points=((ax, ay), (bx, by)), aspect=aspect),
    ]


def _outline(station: Station, ahead_m: float) -> Floats:
    left, right = station.across(ahead_m, _ASIDE_M)
    return np.stack([station.across(ahead_m, 0.0)[0] if _has_oncoming(station) else left, right])


@cache
def _has_oncoming(station: Station) -> bool:
    """Whether a lane for vehicles begins where the carriageway ends on its left."""
    left, right = station.across(14.0, 0.0)
    beside = left - (right - left) / np.hypot(*(right - left)) * _ONCOMING_M
    lanes = [
        lane for road in network().roads for lane in road.lanes if road.id != station.road and not lane.is_pavement
    ]
    return any(_apart_m(lane.centre_m, beside) < _ONCOMING_M for lane in lanes)


def _apart_m(line_m: Floats, point_m: Floats) -> float:
    """From a point to the nearest of a line's stretches."""
    begin, along = line_m[:-1], np.diff(line_m, axis=0)
    share = np.clip(((point_m - begin) * along).sum(axis=1) / (along * along).sum(axis=1), 0, 1)
    return float(np.hypot(*(begin + share[:, None] * along - point_m).T).min())


@cache
def _vehicles(play: str, t_s: float) -> tuple[NDArray[np.int32], Floats, Floats]:
    """Numbers, speeds and places of all that drive."""
    moment, bodies = play_of(play).at(t_s), play_of(play).bodies
    drives = np.array([bodies[number].kind is not VehicleKind.PEDESTRIAN for number in moment.numbers], np.bool_)
    return moment.numbers[drives], moment.speed_mps[drives], np.column_stack([moment.x_m, moment.y_m])[drives]


@cache
def _carriageway(station: Station) -> tuple[Floats, Floats, float]:
    """Its middle under the mast, the way across it to the right (of unit length), and its width."""
    left, right = station.across(0.0, 0.0)
    width_m = float(np.hypot(*(right - left)))
    return (left + right) / 2, (right - left) / width_m, width_m


def _inside(station: Station, t_s: float) -> tuple[NDArray[np.int32], Floats]:
    """Numbers and speeds of the vehicles on the watched carriageway."""
    numbers, speeds_mps, places_m = _vehicles(station.play, t_s)
    middle, across, width_m = _carriageway(station)
    apart = places_m - middle
    ahead, aside = apart @ np.array([-across[1], across[0]]), apart @ across
    keep = (ahead > WATCHED_M[0]) & (ahead < WATCHED_M[1]) & (np.abs(aside) < width_m / 2 + 1.2)
    return numbers[keep], speeds_mps[keep]


def stopped_events(station: Station) -> list[Event]:
    """Of vehicles that were made to break down there."""
    play = play_of(station.play)
    found = []
    for incident in play.incidents:
        if incident.kind is not IncidentKind.BREAKDOWN:
            continue
        middle_s = (incident.start_s + incident.end_s) / 2
        if set(incident.numbers) & set(_inside(station, middle_s)[0].tolist()):
            kind = TrafficIncidentKind.STOPPED_VEHICLE
            found.append(Event(kind=kind, start_s=incident.start_s, end_s=incident.end_s))
    return found


def wrong_way_events(station: Station) -> list[Event]:
    """Each rider against the direction, from where he comes into view until he leaves it."""
    play = play_of(station.play)
    riders = {number for one in play.incidents if one.kind is IncidentKind.WRONG_WAY for number in one.numbers}
    seen: dict[int, list[float]] = {}
    for tick in range(round(play.duration_s * 5)):
        for number in riders & set(_inside(station, tick / 5)[0].tolist()):
            seen.setdefault(number, []).append(tick / 5)
    return [Event(kind=TrafficIncidentKind.WRONG_WAY, start_s=times[0], end_s=times[-1]) for times in seen.values()]


def congestion_events(station: Station) -> list[Event]:
    """Times of half a minute at least in which most vehicles in view, and three at least, are slower than 10 km/h."""
    play, runs, since = play_of(station.play), list[Event](), None
    last_s = 0.0
    for second in range(int(play.duration_s)):
        _, speeds = _inside(station, float(second))
        slow = int((speeds < _SLOW_MPS).sum())
        if slow >= _LEAST_SLOW and slow >= 0.6 * len(speeds):
            since, last_s = (float(second) if since is None else since), float(second)
        elif since is not None and second - last_s > 4:
            runs, since = _ended(runs, since, last_s), None
    return runs if since is None else _ended(runs, since, last_s)


def _ended(runs: list[Event], since_s: float, last_s: float) -> list[Event]:
    if last_s - since_s < _LEAST_S:
        return runs
    return [*runs, Event(kind=TrafficIncidentKind.CONGESTION, start_s=since_s, end_s=last_s)]


def length_m(road_id: str) -> float:
    """Of its carriageway."""
    return _lengths()[road_id]


@cache
def _lengths() -> dict[str, float]:
    """Of carriageways, by road."""
    found = {}
    for road in network().roads:
        lanes = [lane for lane in road.lanes if not lane.is_pavement]
        if lanes:
            found[road.id] = float(np.hypot(*np.diff(lanes[0].centre_m, axis=0).T).sum())
    return found


def calm_trials(suffix: str) -> list[Trial]:
    """96 places by two plays by three weathers, so mixed that any part of them has something of all."""
    places = [
        (road, back_m)
        for back_m in (60.0, 75.0, 90.0, 105.0, 120.0)
        for road, length_m in sorted(_lengths().items())
        if length_m > back_m + 10.0
    ]
    chosen = places[:: max(1, len(places) // _CALM_PLACES)][:_CALM_PLACES]
    every = [
        Station(play=play + suffix, road=road, back_m=back_m, weather=weather, seconds=CALM_S)
        for road, back_m in chosen
        for play in _CALM_PLAYS
        for weather in _WEATHERS
    ]
    mixed = sorted(every, key=lambda one: hashlib.sha256(repr(one).encode()).digest())
    return [Trial(station=one, from_s=0.0, seconds=CALM_S) for one in mixed]


def trials(suffix: str) -> dict[TrafficIncidentKind, list[Trial]]:
    """Stations before which something truly happens: watched from a while before it on, of what stands for
    minutes: until then the empty street must be known better than by a minute of it.
    """
    found: dict[TrafficIncidentKind, list[Trial]] = {}
    tell: list[tuple[TrafficIncidentKind, str, Callable[[Station], list[Event]]]] = [
        (TrafficIncidentKind.STOPPED_VEHICLE, "breakdown", stopped_events),
        (TrafficIncidentKind.WRONG_WAY, "wrong_way", wrong_way_events),
        (TrafficIncidentKind.CONGESTION, "flooded", congestion_events),
        (TrafficIncidentKind.CONGESTION, "dense", congestion_events),
    ]
    for kind, name, events in tell:
        for station in dict.fromkeys(_before(name + suffix, kind)):
            trial = _trial(station, events(station), kind)
            if trial is not None:
                found.setdefault(kind, []).append(trial)
    return found


def _trial(station: Station, events: Sequence[Event], kind: TrafficIncidentKind) -> Trial | None:
    """Of those that begin late enough for the street to be learned, and soon after the first."""
    fit = [one for one in events if one.start_s >= _LEARNED_S]
    if not fit:
        return None
    before_s = _LONG_BEFORE_S if kind is TrafficIncidentKind.STOPPED_VEHICLE else _BEFORE_S
    from_s = max(0.0, fit[0].start_s - before_s)
    until_s = min(play_of(station.play).duration_s, max(one.start_s for one in fit) + _AFTER_S, from_s + _LONGEST_S)
    some = tuple(one for one in fit if one.start_s + _AFTER_S <= until_s + 1e-6 or one.end_s <= until_s)
    return Trial(station=station, from_s=from_s, seconds=until_s - from_s, events=some) if some else None


def _before(play: str, kind: TrafficIncidentKind) -> Iterator[Station]:
    """Cameras that might see it: at the place of an incident from some distances, else along each road."""
    if kind is TrafficIncidentKind.CONGESTION:
        for road, road_m in sorted(_lengths().items()):
            for back_m in (35.0, 60.0):
                if road_m > back_m + 10.0:
                    yield Station(play=play, road=road, back_m=back_m)
        return
    places = _STOPPED_AT if kind is TrafficIncidentKind.STOPPED_VEHICLE else _WRONG_AT
    for incident in play_of(play).incidents:
        place = incident.place
        road_m, middle_m = length_m(place.road_id), (place.from_m + place.to_m) / 2
        for ahead_m, moved_m, weather in places:
            back_m = road_m - middle_m - moved_m + ahead_m
            if 0 < back_m < road_m:
                yield Station(play=play, road=place.road_id, back_m=round(back_m, 1), weather=weather)
