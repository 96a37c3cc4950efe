"""The district as a road network of traffic: what a planner would draw of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from toancanh.simulation.district.model import Connection, Network, Points, Road
from toancanh.traffic.network.model import Turn
from toancanh.traffic.network.shapes import (
    JunctionFeature,
    JunctionProperties,
    LineShape,
    MeasureShape,
    MovementShape,
    NetworkIn,
    PlaceShape,
    PointShape,
    SegmentFeature,
    SegmentProperties,
)

PREFIX = "district-"
Measures = Mapping[str, Sequence[MeasureShape]]
"""By road of the district (``A1.AU``): the places of cameras that measure it."""
Places = Mapping[tuple[str, str], Sequence[PlaceShape]]
"""By road and road: the places that count who goes from the one to the other."""


def district_network(
    place: Network,
    *,
    measures: Measures | None = None,
    movements: Places | None = None,
    sites: Mapping[str, str] | None = None,
) -> NetworkIn:
    """For `traffic.network.Networks.put`. Ids are the district's with `PREFIX`, and - for a point. ``sites``: by
    junction, the site of its cameras.
    """
    roads = {road.id: road for road in place.roads}
    of_lane = {lane.id: road.id for road in place.roads for lane in road.lanes}
    turns: dict[str, dict[tuple[str, str], Turn]] = {junction.id: {} for junction in place.junctions}
    for one in place.connections:
        pair = (of_lane[one.from_lane], of_lane[one.to_lane])
        if _is_driven(one, roads, of_lane):
            turns[one.junction_id].setdefault(pair, Turn(one.turn.value))
    segments = [
        _segment(place, road, (measures or {}).get(road.id, ()))
        for road in place.roads
        if not all(lane.is_pavement for lane in road.lanes)  # as left of a one-way street
    ]
    junctions = [
        JunctionFeature(
            id=segment_id(junction.id),
            geometry=PointShape(coordinates=_degrees(place, junction.shape_m.mean(axis=0)[None, :])[0]),
            properties=JunctionProperties(
                name=junction.name, site_id=(sites or {}).get(junction.id, ""), has_signal=bool(junction.heads),
                movements=[
                    MovementShape(
                        from_segment=segment_id(pair[0]), to_segment=segment_id(pair[1]), turn=turn,
                        places=list((movements or {}).get(pair, ())),
                    )
                    for pair, turn in turns[junction.id].items()
                ],
            ),
        )
        for junction in place.junctions
    ]  # fmt: skip
    return NetworkIn(features=[*segments, *junctions])


def segment_id(road_id: str) -> str:
    """What a road (or a junction) of the district is called in the network."""
    return PREFIX + road_id.replace(".", "-")


def _is_driven(one: Connection, roads: Mapping[str, Road], of_lane: Mapping[str, str]) -> bool:
    lanes = {lane.id: lane for pair in (one.from_lane, one.to_lane) for lane in roads[of_lane[pair]].lanes}
    return not (lanes[one.from_lane].is_pavement or lanes[one.to_lane].is_pavement)


def _segment(place: Network, road: Road, measures: Sequence[MeasureShape]) -> SegmentFeature:
    driven = [lane for lane in road.lanes if not lane.is_pavement]
    middle = driven[len(driven) // 2]
    return SegmentFeature(
        id=segment_id(road.id),
        geometry=LineShape(coordinates=_degrees(place, middle.centre_m)),
        properties=SegmentProperties(
            name=road.name, from_junction=segment_id(road.from_junction), to_junction=segment_id(road.to_junction),
            lanes=len(driven), limit_mps=road.speed_limit_mps, measures=list(measures),
        ),
    )  # fmt: skip


def _degrees(place: Network, points_m: Points) -> list[tuple[float, float]]:
    """Longitude and latitude, to a decimetre; of points that are one then the first."""
    found: list[tuple[float, float]] = []
    for x_m, y_m in np.asarray(points_m).tolist():
        lat, lon = place.lat_lon(x_m, y_m)
        point = (round(lon, 6), round(lat, 6))
        if not found or found[-1] != point:
            found.append(point)
    return found
