"""What places say of segments: flow, speed, queue, delay, travel time, level. Pure.

Flows of places side by side add up, and are not known where one of them is not. Stations one after the other are
averaged: flows as they are, speeds by their reciprocals, which is the mean over the road.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from toancanh.traffic.figures import Floats
from toancanh.traffic.model import Place
from toancanh.traffic.network.blocks import Block
from toancanh.traffic.network.model import Gives, RoadNetwork, Segment
from toancanh.traffic.state import level_numbers

_CLEAR = 0.1
"""A line on which something stood for less of the time, and over which nothing went, belongs to an empty road."""
_Indices = NDArray[np.intp]


@dataclass(frozen=True, kw_only=True, eq=False)
class Wiring:
    """Which places measure which segments, by number: ``flow_places[i]`` is at station ``flow_stations[i]``, station
    ``j`` at segment ``station_segments[j]``; ``queue_places[i]`` at ``queue_segments[i]``.
    """

    segments: Sequence[Segment]
    flow_places: _Indices
    flow_stations: _Indices
    station_segments: _Indices
    queue_places: _Indices
    queue_segments: _Indices

    @property
    def is_measured(self) -> NDArray[np.bool_]:
        """(segments,) whether anything measures them."""
        found = np.zeros(len(self.segments), bool)
        found[self.station_segments] = True
        found[self.queue_segments] = True
        return found


def wiring_of(network: RoadNetwork, places: Sequence[Place], shown: Collection[str]) -> Wiring:
    """``places``: those of the blocks; ``shown``: cameras that may be known of. A station of which one is not is left
    out, not halved.
    """
    number = {place: at for at, place in enumerate(places)}
    flow: list[tuple[int, int]] = []
    queue: list[tuple[int, int]] = []
    stations: list[int] = []
    for at, segment in enumerate(network.segments.values()):
        by_station: dict[str, list[Place]] = {}
        for one in segment.measures:
            if one.gives is not Gives.QUEUE:
                by_station.setdefault(one.station, []).append(one.place)
            if one.gives is not Gives.FLOW and one.place.camera_id in shown:
                queue.append((number[one.place], at))
        for places in by_station.values():
            if all(place.camera_id in shown for place in places):
                flow += [(number[place], len(stations)) for place in places]
                stations.append(at)
    return Wiring(
        segments=list(network.segments.values()),
        flow_places=_array(one for one, _ in flow), flow_stations=_array(station for _, station in flow),
        station_segments=_array(stations), queue_places=_array(one for one, _ in queue),
        queue_segments=_array(segment for _, segment in queue),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False)
class Flows:
    """(segments, n) each; NaN is "not known". ``seen`` and ``excluded``: shares of the step, never NaN.
    ``left_per_h``: vehicles that left the queues of which the delay is known, by which delays are weighed.
    """

    marks: NDArray[np.int64]
    seen: Floats
    excluded: Floats
    flags: NDArray[np.int32]
    vehicles: Floats
    volume_per_h: Floats
    pcu_per_h: Floats
    speed_mps: Floats
    occupancy: Floats
    saturation: Floats
    queue_m: Floats
    queue_max_m: Floats
    queue_vehicles: Floats
    delay_s: Floats
    left_per_h: Floats
    is_empty: NDArray[np.bool_]


def flows_of(wiring: Wiring, block: Block) -> Flows:
    """Of every segment and step."""
    size = len(wiring.segments)
    flow = _of_stations(wiring, block, size)
    queue = _of_queues(wiring, block, size)
    seen, excluded, flags = _seen(wiring, block, size)
    nothing_stands = np.isnan(queue["queue_vehicles"]) | (queue["queue_vehicles"] < _CLEAR)
    is_clear = np.isnan(flow["occupancy"]) | (flow["occupancy"] < _CLEAR)
    is_empty = (flow["volume_per_h"] == 0) & nothing_stands & is_clear
    return Flows(marks=block.marks, seen=seen, excluded=excluded, flags=flags, is_empty=is_empty, **flow, **queue)


def travel_times(wiring: Wiring, flows: Flows, free_mps: Floats) -> Floats:
    """(segments, n): length by speed, and the standing time of who leaves: those that cross a line move, so that their
    speeds hold none of it. Over an empty road the free time. ``free_mps`` (segments,).
    """
    length = np.array([one.length_m for one in wiring.segments])[:, None]
    speed = np.where(flows.is_empty, free_mps[:, None], flows.speed_mps)
    running = np.divide(length, speed, out=np.full_like(speed, np.nan), where=speed > 0)
    found: Floats = running + np.nan_to_num(flows.delay_s)
    return found


def levels(flows: Flows, free_mps: Floats) -> NDArray[np.intp]:
    """(segments, n): places in `state.LEVELS`, `state.UNKNOWN` where nothing is known."""
    found = level_numbers(flows.delay_s, flows.speed_mps, np.broadcast_to(free_mps[:, None], flows.speed_mps.shape))
    return np.where(flows.is_empty, 0, found)


def _of_stations(wiring: Wiring, block: Block, size: int) -> dict[str, Floats]:
    places, stations = wiring.flow_places, wiring.flow_stations
    count = wiring.station_segments.size
    hours = block.rated_s[places] / 3600
    volume = _added(block.sums["volume"][places] / hours, stations, count)
    pcu = _added(block.sums["pcu"][places] / hours, stations, count)
    pace = _by(_sums(block, "pace_sum_spm", places, stations, count), _sums(block, "speed_n", places, stations, count))
    occupied = _sums(block, "occupied_s", places, stations, count)
    occupancy = np.minimum(_by(occupied, _sums(block, "line_s", places, stations, count)), 1.0)
    vehicles = _added(block.sums["volume"][places], stations, count)
    mean_pace = _mean(pace, wiring.station_segments, size)
    return {
        "vehicles": _mean(np.where(np.isnan(volume), np.nan, vehicles), wiring.station_segments, size),
        "volume_per_h": _mean(volume, wiring.station_segments, size),
        "pcu_per_h": _mean(pcu, wiring.station_segments, size),
        "speed_mps": np.divide(1.0, mean_pace, out=np.full_like(mean_pace, np.nan), where=mean_pace > 0),
        "occupancy": _mean(occupancy, wiring.station_segments, size),
    }


def _of_queues(wiring: Wiring, block: Block, size: int) -> dict[str, Floats]:
    places, segments = wiring.queue_places, wiring.queue_segments
    is_rated = ~np.isnan(block.rated_s[places])
    hours = block.rated_s[places] / 3600
    area = is_rated & (block.sums["area_s"][places] > 0)
    known = is_rated & (block.sums["queue_s"][places] > 0)
    mean_m = _by(block.sums["queue_sum_ms"][places], block.sums["queue_s"][places])
    stood = _by(block.sums["standing_s"][places], block.sums["area_s"][places])
    standing = _added(np.where(area, block.sums["standing_s"][places], 0), segments, size)
    left = _added(np.where(area, block.sums["volume"][places], 0), segments, size)
    could = is_rated & (block.sums["capacity_s"][places] >= 0.9 * block.sums["seen_s"][places])
    passed = _added(np.where(could, block.sums["pcu"][places], 0), segments, size)
    capacity = _added(np.where(could, block.sums["capacity_pcu"][places], 0), segments, size)
    return {
        "queue_m": _greatest(np.where(known, mean_m, np.nan), segments, size),
        "queue_max_m": _greatest(np.where(known, block.sums["queue_max_m"][places], np.nan), segments, size),
        "queue_vehicles": _added_known(np.where(area, stood, np.nan), segments, size),
        "delay_s": _by(standing, left),
        "left_per_h": _added(np.where(area, block.sums["volume"][places] / hours, 0), segments, size),
        "saturation": _by(passed, capacity),
    }


def _seen(wiring: Wiring, block: Block, size: int) -> tuple[Floats, Floats, NDArray[np.int32]]:
    """Over all places of a segment: the mean of their shares; the flags of those of which something is left out."""
    places = np.concatenate([wiring.flow_places, wiring.queue_places])
    segments = np.concatenate([wiring.station_segments[wiring.flow_stations], wiring.queue_segments])
    excluded_s = block.sums["excluded_s"][places]
    shares = np.minimum(block.sums["seen_s"][places] / block.lengths_s, 1.0)
    of_excluded = np.where(excluded_s > 0, block.flags[places], 0).astype(np.int32)
    flags = _gathered(np.bitwise_or, of_excluded, segments, np.zeros((size, block.lengths_s.size), np.int32))
    seen = np.nan_to_num(_mean(shares, segments, size))
    excluded = np.nan_to_num(_mean(np.minimum(excluded_s / block.lengths_s, 1.0), segments, size))
    return seen, excluded, flags


def _sums(block: Block, name: str, places: _Indices, of: _Indices, size: int) -> Floats:
    return _added(np.where(np.isnan(block.rated_s[places]), 0, block.sums[name][places]), of, size)


def _gathered(how: np.ufunc, values: NDArray[Any], of: _Indices, found: NDArray[Any]) -> NDArray[Any]:
    """Rows of ``values`` put together by number into ``found``; as it is where a number has none."""
    if of.size:
        order = np.argsort(of, kind="stable")
        begins = np.flatnonzero(np.diff(of[order], prepend=-1))
        found[of[order][begins]] = how.reduceat(values[order], begins, axis=0)
    return found


def _added(values: Floats, of: _Indices, size: int) -> Floats:
    return _gathered(np.add, values, of, np.zeros((size, values.shape[1])))


def _added_known(values: Floats, of: _Indices, size: int) -> Floats:
    any_known = _added(np.isfinite(values).astype(np.float64), of, size) > 0
    return np.where(any_known, _added(np.nan_to_num(values), of, size), np.nan)


def _mean(values: Floats, of: _Indices, size: int) -> Floats:
    known = np.isfinite(values)
    return _by(_added(np.where(known, values, 0), of, size), _added(known.astype(np.float64), of, size))


def _greatest(values: Floats, of: _Indices, size: int) -> Floats:
    return _gathered(np.fmax, values, of, np.full((size, values.shape[1]), np.nan))


def _by(above: Floats, below: Floats) -> Floats:
    found: Floats = np.divide(above, below, out=np.full(np.shape(above), np.nan), where=below > 0)
    return found


def _array(values: Iterable[int]) -> _Indices:
    return np.array(list(values), np.intp)
