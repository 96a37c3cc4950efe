"""Closed lanes of the virtual city: found or not, and how many are told of lanes that nobody closed.

Whether a lane is used as always can be said only by who knows what is usual: each watch learns at the same place from a
calm play, as a camera does that hung there before, and goes on with what it learned. Lanes are drawn one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.figures import Figure
from benchmarks.incident_looks import SEED, seen
from benchmarks.incident_trials import CALM_S, WATCHED_M, Event, Trial, length_m
from benchmarks.stations import HEIGHT, RAIN, WIDTH, Station, network, play_of
from toancanh.simulation.district import IncidentKind
from toancanh.simulation.district_views.conditions import CLEAR
from toancanh.traffic.incidents.joining import ENOUGH
from toancanh.traffic.incidents.learned import Learned
from toancanh.traffic.incidents.model import TrafficIncidentKind
from toancanh.traffic.incidents.watching import IncidentWatch
from toancanh.vision.calibration import Calibration
from toancanh.vision.zones import Zone, ZoneKind

_KIND = TrafficIncidentKind.CLOSED_LANE
_AHEAD_M = 14.0
_LONG_S = 150.0
"""So long a closure is watched: nobody has to know of one sooner than by some minutes of traffic."""
_AGAIN_S = 300.0
"""What is told of a lane for so long is one alarm."""


def measure(suffix: str, calm: Sequence[Trial]) -> Iterator[Figure]:
    """``calm``: runs on which nothing is closed; those of streets with one lane say nothing."""
    yield _found(suffix)
    yield _false([one for one in calm if _lanes(one.station.road) > 1])


def _lanes(road_id: str) -> int:
    road = next(road for road in network().roads if road.id == road_id)
    return sum(not lane.is_pavement for lane in road.lanes)


def _zones(station: Station, calibration: Calibration) -> list[Zone]:
    """The lanes of the carriageway, the left one first."""
    many = _lanes(station.road)
    near, far = (_edges(station, calibration, ahead_m, many) for ahead_m in WATCHED_M)
    corners = [(near[one], near[one + 1], far[one + 1], far[one]) for one in range(many)]
    return [
        Zone(
            id=f"lane{one}", kind=ZoneKind.LANE, name="lane", aspect=HEIGHT / WIDTH,
            points=tuple((float(x), float(y)) for x, y in four),
        )
        for one, four in enumerate(corners)
    ]  # fmt: skip


def _edges(station: Station, calibration: Calibration, ahead_m: float, many: int) -> np.ndarray:
    left, right = station.across(ahead_m, 0.0)
    at_m = left + np.linspace(0, 1, many + 1)[:, None] * (right - left)
    return np.clip(calibration.seen(at_m), 0, 1)


def _told(trial: Trial, learned: Learned | None = None) -> tuple[list[tuple[str, float]], Learned]:
    """Which lanes are said to be closed, and when; and what is known in the end."""
    calibration = trial.station.calibrated(SEED)
    watch = IncidentWatch("camera", _zones(trial.station, calibration), calibration, learned=learned)
    told = [
        (signal.zone_id, time_us / 1e6)
        for time_us, look in seen(trial).looks
        for signal in watch.step(time_us, look)
        if signal.kind is _KIND and signal.strength >= ENOUGH
    ]
    return told, watch.learned


def closures(suffix: str) -> Iterator[tuple[Trial, Trial, str]]:
    """Each with the calm time before it, and the lane that is closed."""
    play = "closed_lane" + suffix
    for incident in play_of(play).incidents:
        if incident.kind is not IncidentKind.CLOSED_LANE:
            continue
        place = incident.place
        back_m = round(length_m(place.road_id) - (place.from_m + place.to_m) / 2 + _AHEAD_M, 1)
        road = next(road for road in network().roads if road.id == place.road_id)
        from_right = [lane.id for lane in road.lanes if not lane.is_pavement].index(place.lane_ids[0])
        for weather in (CLEAR, RAIN):
            station = Station(play=play, road=road.id, back_m=back_m, weather=weather)
            usual = Station(play="calm" + suffix, road=road.id, back_m=back_m, weather=weather, seconds=CALM_S)
            event = Event(kind=_KIND, start_s=incident.start_s, end_s=incident.end_s)
            trial = Trial(station=station, from_s=0.0, seconds=incident.start_s + _LONG_S, events=(event,))
            before = Trial(station=usual, from_s=0.0, seconds=CALM_S)
            yield trial, before, f"lane{_lanes(road.id) - 1 - from_right}"


def _found(suffix: str) -> Figure:
    delays: list[float] = []
    of = others = 0
    for trial, before, lane in closures(suffix):
        event = trial.events[0]
        told = _told(trial, _told(before)[1])[0]
        right = [at_s - event.start_s for zone_id, at_s in told if zone_id == lane and at_s >= event.start_s]
        of, others = of + 1, others + len({zone_id for zone_id, _ in told} - {lane})
        delays += right[:1]
    told_after = f"told after {', '.join(f'{one:.0f}' for one in sorted(delays))} s; " if delays else ""
    return Figure(
        key="incidents: closed_lane found, lanes drawn, usual shares learned before", unit="%",
        value=100 * len(delays) / of if of else None,
        peer=f"{len(delays)} of {of}: one place, clear and in rain; {told_after}other lanes told of: {others}",
    )  # fmt: skip


def _false(calm: Sequence[Trial]) -> Figure:
    """The same ten minutes twice: the second time with what the first taught."""
    told = 0
    for trial in calm:
        last_s: dict[str, float] = {}
        for zone_id, at_s in _told(trial, _told(trial)[1])[0]:
            told += at_s - last_s.get(zone_id, -_AGAIN_S) >= _AGAIN_S
            last_s[zone_id] = at_s
    hours = len(calm) * CALM_S / 3600
    return Figure(
        key=f"incidents: closed_lane told of {hours:.1f} calm hours of streets with several lanes, by camera-day",
        value=told * 24 / hours if hours else None, unit="/day", peer=f"{told} in {len(calm)} runs",
    )  # fmt: skip
