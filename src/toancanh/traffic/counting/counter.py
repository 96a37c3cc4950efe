"""One camera's looks added up to minutes of its places.

What was seen holds until the next look: two looks further apart than `HOLD_US` leave time that nobody looked at. A
vehicle counts in the minute of the look in which its crossing was found.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from toancanh.media.model import ClockSource
from toancanh.traffic.columns import VEHICLES, Measurements
from toancanh.traffic.counting.drawings import Area, Stretch, areas_of, is_ignored, lines_of, middle
from toancanh.traffic.counting.presence import Tracks
from toancanh.traffic.model import BACKWARD, FORWARD, MINUTE_US, Flag, Place
from toancanh.traffic.units import Units
from toancanh.vision import ObjectKind, Observation
from toancanh.vision.calibration import Calibration
from toancanh.vision.zones import Crossing, LineCounter, Zone, ZoneKind

HOLD_US = 1_500_000
_STEP_US = 500_000
"""Wall time and steady time that differ by more between two looks: one of the clocks was set."""
_FEW_LOOKS_PER_S = 6.5
"""With five a second a fifth of the riders is lost before the line, with seven a twentieth (`benchmarks/vision.py`);
half a look stands for pictures that come a little late.
"""
_MARGIN = 0.005
"""So many widths beyond a line a track has crossed it."""
_SLOWEST_MPS = 0.5
"""What crosses a line is no slower: else one that trembles would make the harmonic mean its own."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """One picture's observations. ``steady_us``: when it was taken by a counter that is never set (media time).
    ``green``: the stop lines whose signal lets pass; None where nobody knows.
    """

    time_us: int
    steady_us: int
    time_source: ClockSource
    observations: Sequence[Observation]
    green: frozenset[str] | None = None


@dataclass(kw_only=True)
class _State:
    """What a place showed at the last look; None: it has no line, no area, nobody knows."""

    covered: float | None = None
    standing: int | None = None
    queue_m: float | None = None
    may_pass: bool | None = None


@dataclass(kw_only=True)
class _Minute:
    start_us: int
    observed_s: float = 0.0
    looks: int = 0
    flags: int = 0
    sums: dict[Place, dict[str, float]] = field(default_factory=dict)


class MinuteCounter:
    """``movements``: pairs of lines; who crosses the first and later the second is counted as going from one to the
    other. ``calibration`` gives queues their length. A lane's capacity is that of the units, by the lanes that it is
    drawn over (``lanes``, 1 where nothing is said).
    """

    def __init__(
        self,
        *,
        camera_id: str,
        zones: Sequence[Zone],
        method: str,
        units: Units,
        movements: Collection[tuple[str, str]] = (),
        lanes: Mapping[str, int] | None = None,
        calibration: Calibration | None = None,
    ) -> None:
        self._camera_id = camera_id
        self._zones = tuple(zones)
        self._method = method
        self._lines = lines_of(zones)
        self._areas = areas_of(zones)
        self._movements = frozenset(movements)
        self._capacity_pcups = units.capacity.lane_pcuph.value / 3600
        self._lanes = dict(lanes or {})
        self._ends = {area.zone.id: _ground(area, calibration) for area in self._areas}
        self._states = {place: _State() for place in self._places()}
        self._last: Look | None = None
        self._minute: _Minute | None = None
        self._begin_tracks()

    def look(self, look: Look) -> Measurements:
        """The minutes that are over with it; none, mostly. Looks come in the order of their steady time."""
        finished = []
        last, self._last = self._last, look
        if last is not None:
            passed_us = look.steady_us - last.steady_us
            if abs(look.time_us - last.time_us - passed_us) > _STEP_US:
                finished += self._clock_set(look)
            elif 0 < passed_us <= HOLD_US:
                finished += self._hold(last.time_us, look.time_us)
        finished += self._reach(look.time_us)
        if look.time_source is ClockSource.SERVER_ARRIVAL:
            self._now.flags |= Flag.TIME_OF_ARRIVAL
        self._now.looks += 1
        self._see(look)
        return Measurements.of(finished)

    def finish(self) -> Measurements:
        """The minute that is under way, as far as it was looked at."""
        rows = self._rows(self._minute)
        self._minute = self._last = None
        self._begin_tracks()
        return Measurements.of(rows)

    @property
    def _now(self) -> _Minute:
        if self._minute is None:
            raise ValueError("no look has opened a minute")
        return self._minute

    def _begin_tracks(self) -> None:
        self._tracks = Tracks()
        self._counters = [LineCounter(line, margin=_MARGIN) for line in self._lines]

    def _places(self) -> list[Place]:
        of_lines = [(line.id, movement) for line in self._lines for movement in (FORWARD, BACKWARD)]
        of_areas = [(area.zone.id, "") for area in self._areas]
        every = [*of_lines, *of_areas, *sorted(self._movements)]
        return [Place(camera_id=self._camera_id, zone_id=zone_id, movement=movement) for zone_id, movement in every]

    def _place(self, zone_id: str, movement: str = "") -> Place:
        return Place(camera_id=self._camera_id, zone_id=zone_id, movement=movement)

    # time

    def _reach(self, time_us: int) -> list[dict[str, object]]:
        """Make the minute of this time the one under way."""
        start_us = time_us // MINUTE_US * MINUTE_US
        if self._minute is not None and self._minute.start_us == start_us:
            return []
        rows = self._rows(self._minute)
        self._minute = _Minute(start_us=start_us, sums={place: {} for place in self._states})
        return rows

    def _hold(self, from_us: int, until_us: int) -> list[dict[str, object]]:
        """What the last look showed was so until now, over the turn of a minute, too."""
        finished: list[dict[str, object]] = []
        while from_us < until_us:
            finished += self._reach(from_us)
            end_us = min(until_us, self._now.start_us + MINUTE_US)
            self._add((end_us - from_us) / 1e6)
            from_us = end_us
        return finished

    def _clock_set(self, look: Look) -> list[dict[str, object]]:
        """Which minute it was is not sure, before and after."""
        if self._minute is not None:
            self._minute.flags |= Flag.CLOCK_STEP
        finished = self._rows(self._minute)
        self._minute = None
        self._begin_tracks()
        self._reach(look.time_us)
        self._now.flags |= Flag.CLOCK_STEP
        return finished

    def _add(self, passed_s: float) -> None:
        self._now.observed_s += passed_s
        for place, state in self._states.items():
            sums = self._now.sums[place]
            if state.covered is not None:
                _more(sums, "line_s", passed_s)
                _more(sums, "occupied_s", passed_s if state.covered > 0 else 0.0)
                _more(sums, "covered_s", state.covered * passed_s)
            if state.standing is not None:
                _more(sums, "area_s", passed_s)
                _more(sums, "standing_s", state.standing * passed_s)
            if state.queue_m is not None:
                _more(sums, "queue_s", passed_s)
                _more(sums, "queue_sum_ms", state.queue_m * passed_s)
                sums["queue_max_m"] = max(sums.get("queue_max_m", 0.0), state.queue_m)
            if state.may_pass is not None:
                rate = self._capacity_pcups * self._lanes.get(place.zone_id, 1)
                _more(sums, "capacity_s", passed_s)
                _more(sums, "capacity_pcu", rate * passed_s if state.may_pass else 0.0)

    # what is seen

    def _see(self, look: Look) -> None:
        seen = [one for one in look.observations if not is_ignored(self._zones, one.box.foot)]
        for one in seen:
            self._tracks.see(one)
        for counter in self._counters:
            for one in seen:
                crossing = counter.step(one.track, one.box.foot, look.time_us)
                if crossing is not None:
                    self._count(crossing, one)
            counter.forget(look.time_us - 10_000_000)
        vehicles = [one for one in seen if one.kind is not ObjectKind.PEDESTRIAN]
        for line in self._lines:
            covered = Stretch(line=line).covered([one.box for one in vehicles])
            for movement in (FORWARD, BACKWARD):
                self._states[self._place(line.id, movement)].covered = covered
        for area in self._areas:
            self._states[self._place(area.zone.id)] = self._area_state(area, vehicles, look.green)
        self._tracks.forget(look.time_us)

    def _area_state(self, area: Area, vehicles: Sequence[Observation], green: frozenset[str] | None) -> _State:
        standing = [one for one in vehicles if area.zone.contains(one.box.foot) and self._tracks.stands(one)]
        line = area.stretch.line if area.stretch is not None else None
        may_pass: bool | None = True
        if line is not None and line.kind is ZoneKind.STOP_LINE:
            may_pass = line.id in green if green is not None else None
        return _State(
            covered=area.stretch.covered([one.box for one in vehicles]) if area.stretch is not None else None,
            standing=len(standing),
            queue_m=_queue_m(self._ends[area.zone.id], standing),
            may_pass=may_pass if area.zone.kind is ZoneKind.LANE or line is not None else None,
        )

    def _count(self, crossing: Crossing, one: Observation) -> None:
        places = [self._place(crossing.line_id, FORWARD if crossing.is_forward else BACKWARD)]
        for area in self._areas:
            is_its_line = area.stretch is not None and area.stretch.line.id == crossing.line_id
            if is_its_line and area.zone.contains(crossing.point):
                places.append(self._place(area.zone.id))
        before = self._tracks.crossed.setdefault(one.track, [])
        moves = [(first, crossing.line_id) for first in before if (first, crossing.line_id) in self._movements]
        places += [self._place(*move) for move in dict.fromkeys(moves)]
        before.append(crossing.line_id)
        kind = self._tracks.kind_of(one.track)
        for place in places:
            sums = self._now.sums[place]
            _more(sums, str(kind), 1)
            if one.speed_mps is not None and kind is not ObjectKind.PEDESTRIAN:
                _more(sums, "speed_n", 1)
                _more(sums, "speed_sum_mps", one.speed_mps)
                _more(sums, "pace_sum_spm", 1 / max(one.speed_mps, _SLOWEST_MPS))

    def _rows(self, minute: _Minute | None) -> list[dict[str, object]]:
        """A minute that nobody looked at has none: that is how it is known for a gap."""
        if minute is None or minute.observed_s <= 0:
            return []
        is_counted = any(line.kind is ZoneKind.COUNTING_LINE for line in self._lines)
        if is_counted and minute.looks < _FEW_LOOKS_PER_S * minute.observed_s:
            minute.flags |= Flag.FEW_LOOKS
        rows: list[dict[str, object]] = []
        for place, sums in minute.sums.items():
            occupancy = sums.get("occupied_s", 0.0) / minute.observed_s
            rows.append(
                {
                    "camera_id": place.camera_id, "zone_id": place.zone_id, "movement": place.movement,
                    "start_us": minute.start_us, "method": self._method, "observed_s": minute.observed_s,
                    "flags": minute.flags, "peak": sum(int(sums.get(kind, 0)) for kind in VEHICLES),
                    "occupancy_low": occupancy, "occupancy_high": occupancy, **sums,
                }
            )  # fmt: skip
        return rows


def _more(sums: dict[str, float], name: str, value: float) -> None:
    sums[name] = sums.get(name, 0.0) + value


def _ground(area: Area, calibration: Calibration | None) -> tuple[float, float] | None:
    """Where a queue begins: the middle of the area's line on the ground."""
    if area.stretch is None or calibration is None:
        return None
    (x_m, y_m) = calibration.ground(np.array([middle(area.stretch.line)], np.float64))[0].tolist()
    return (x_m, y_m) if np.isfinite((x_m, y_m)).all() else None


def _queue_m(end: tuple[float, float] | None, standing: Sequence[Observation]) -> float | None:
    """From the line to the last that stands; None where no length is known."""
    if end is None:
        return None
    grounds = [one.ground for one in standing if one.ground is not None]
    return max((float(np.hypot(at.x_m - end[0], at.y_m - end[1])) for at in grounds), default=0.0)
