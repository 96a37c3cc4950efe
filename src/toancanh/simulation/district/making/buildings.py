"""Houses along the pavements: Hà Nội's narrow tube houses, and some wider ones; none stands on a street."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import numpy as np
import shapely

from toancanh.simulation.district.making.reading import anticlockwise
from toancanh.simulation.district.model import Building, Lane, Network, Points

_REACH_M = 470.0  # streets beyond are the way in and out, without houses
_SETBACK_M = 0.6
_WIDE_SHARE = 0.18


def make_buildings(network: Network, chance: Random) -> tuple[Building, ...]:
    """Equal networks and chances give equal houses."""
    street = shapely.union_all(
        [
            *(
                shapely.LineString(lane.centre_m).buffer(lane.width_m / 2, cap_style="flat")
                for road in network.roads
                for lane in road.lanes
            ),
            *(shapely.Polygon(junction.shape_m).buffer(2.0) for junction in network.junctions),
        ]
    )
    shapely.prepare(street)
    standing: list[shapely.Polygon] = []
    built: list[Building] = []
    for road in network.roads:
        if not road.lanes[0].is_pavement:
            continue
        for outline, height_m in _row(road.lanes[0], chance):
            house = shapely.Polygon(outline)
            if max(np.abs(outline).max(axis=0)) > _REACH_M or street.intersects(house):
                continue
            if any(house.intersects(other) for other in standing if house.distance(other) < 0.01):
                continue
            standing.append(house)
            built.append(Building(shape_m=anticlockwise(np.round(outline, 2)), height_m=height_m))
    return tuple(built)


def _row(pavement: Lane, chance: Random) -> Iterator[tuple[Points, float]]:
    """Outlines and heights along the outer edge of a pavement."""
    line = shapely.LineString(pavement.centre_m)
    front = pavement.width_m / 2 + _SETBACK_M
    along = 2.0
    while True:
        is_wide = chance.random() < _WIDE_SHARE
        width_m = chance.uniform(11, 18) if is_wide else chance.uniform(4.2, 7.5)
        depth_m = chance.uniform(12, 18) if is_wide else chance.uniform(9, 15)
        height_m = round(chance.uniform(12, 30) if is_wide else chance.uniform(7, 19), 1)
        if along + width_m > line.length:
            return
        start = np.array(line.interpolate(along).coords[0])
        end = np.array(line.interpolate(along + width_m - 0.1).coords[0])
        forward = (end - start) / np.hypot(*(end - start))
        right = np.array([forward[1], -forward[0]])
        near, far = right * front, right * (front + depth_m)
        yield np.array([start + near, end + near, end + far, start + far]), height_m
        along += width_m + (chance.uniform(2, 6) if chance.random() < 0.08 else 0.0)
