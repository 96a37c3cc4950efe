"""The state of places, out of what is stored: the last minutes, the day behind, the same day of the weeks before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from toancanh.traffic.columns import PLACE, Measurements
from toancanh.traffic.figures import Floats, figures
from toancanh.traffic.model import DAY_US, MINUTE_US, QUARTER_US, Place
from toancanh.traffic.state import AHEAD, PAST, WEEKS, PlaceState, state_of
from toancanh.traffic.store.excluding import Exclusion
from toancanh.traffic.store.reading import Reader
from toancanh.traffic.units import Units

_NOW_US = 15 * MINUTE_US
_WEEK_US = 7 * DAY_US
REACH_US = WEEKS * _WEEK_US + (PAST + 1) * QUARTER_US
"""So far back a state looks."""


@dataclass(frozen=True, kw_only=True)
class Current:
    """One place now. ``figures`` (`traffic.figures`): of the quarter of an hour up to ``until_us``; NaN: unknown."""

    place: Place
    until_us: int
    figures: dict[str, float]
    state: PlaceState


def current(
    reader: Reader, camera_ids: Sequence[str], now_us: int, *, exclusions: Collection[Exclusion], units: Units
) -> list[Current]:
    """Of every place of these cameras of which the last quarter of an hour, or the day, knows anything; in order."""
    until_us = now_us // MINUTE_US * MINUTE_US
    marks = np.array([until_us - _NOW_US, until_us], np.int64)
    found = reader.steps(camera_ids, marks, is_of_quarters=False, exclusions=exclusions)
    lately = dict(zip(_places(found), range(len(found)), strict=True))
    of_now = figures(found, np.full(len(found), _NOW_US / 1e6), units)
    volumes, speeds = _weeks(reader, camera_ids, now_us, exclusions, units)
    states = []
    for place in sorted(volumes):
        at = lately.get(place)
        now = {name: float(values[at]) if at is not None else np.nan for name, values in of_now.items()}
        state = state_of(volumes[place], speeds[place], delay_now_s=now["delay_s"], now_mps=now["speed_mps"])
        states.append(Current(place=place, until_us=until_us, figures=now, state=state))
    return states


def _weeks(
    reader: Reader, camera_ids: Sequence[str], now_us: int, exclusions: Collection[Exclusion], units: Units
) -> tuple[dict[Place, Floats], dict[Place, Floats]]:
    """Volumes an hour and speeds as `state_of` wants them, of the places that this day knows."""
    count = PAST + max(AHEAD)
    begin_us = (now_us // QUARTER_US - PAST) * QUARTER_US
    volumes: defaultdict[Place, Floats] = defaultdict(lambda: np.full((WEEKS + 1, count), np.nan))
    speeds: defaultdict[Place, Floats] = defaultdict(lambda: np.full((WEEKS + 1, count), np.nan))
    for week in range(WEEKS + 1):
        marks = begin_us - week * _WEEK_US + np.arange(count + 1, dtype=np.int64) * QUARTER_US
        found = reader.steps(camera_ids, marks, is_of_quarters=True, exclusions=exclusions)
        made = figures(found, np.full(len(found), QUARTER_US / 1e6), units)
        at = (found["start_us"] - marks[0]) // QUARTER_US
        for row, place in enumerate(_places(found)):
            if week == 0 or place in volumes:
                volumes[place][week, at[row]] = made["volume_per_h"][row]
                speeds[place][week, at[row]] = made["speed_mps"][row]
    return volumes, speeds


def _places(found: Measurements) -> list[Place]:
    columns = [found[name] for name in PLACE]
    return [
        Place(camera_id=camera_id, zone_id=zone_id, movement=movement)
        for camera_id, zone_id, movement in zip(*columns, strict=True)
    ]
