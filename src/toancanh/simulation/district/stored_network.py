"""The district as a file: JSON with lengths in centimetres, packed. The file is ours; it is not an edge."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from toancanh.simulation.district.model import (
    Building,
    Connection,
    Crossing,
    Junction,
    Lane,
    Network,
    Points,
    Road,
    SignalHead,
    Turn,
    VehicleKind,
)
from toancanh.simulation.district.packed import pack, unpack

_MAGIC = b"toancanh-district 1\n"


def network_to_bytes(network: Network) -> bytes:
    """What `network_from_bytes` reads."""
    document = {
        "origin": [network.origin_lat, network.origin_lon],
        "roads": [
            {
                "id": road.id,
                "name": road.name,
                "from": road.from_junction,
                "to": road.to_junction,
                "speed_limit_mps": road.speed_limit_mps,
                "lanes": [
                    {
                        "id": lane.id,
                        "centre": _cm(lane.centre_m),
                        "width_m": lane.width_m,
                        "kinds": [kind for kind in VehicleKind if kind in lane.kinds],
                    }
                    for lane in road.lanes
                ],
            }
            for road in network.roads
        ],
        "junctions": [
            {
                "id": junction.id,
                "name": junction.name,
                "shape": _cm(junction.shape_m),
                "heads": [
                    {
                        "link": head.link,
                        "x_m": round(head.x_m, 2),
                        "y_m": round(head.y_m, 2),
                        "heading_rad": round(head.heading_rad, 4),
                        "stop_line": _cm(head.stop_line_m),
                        "road": head.road_id,
                        "turns": [turn for turn in Turn if turn in head.turns],
                    }
                    for head in junction.heads
                ],
            }
            for junction in network.junctions
        ],
        "connections": [
            [one.junction_id, one.from_lane, one.to_lane, one.turn, one.link, _cm(one.centre_m)]
            for one in network.connections
        ],
        "crossings": [[one.id, one.junction_id, one.width_m, one.link, _cm(one.centre_m)] for one in network.crossings],
        "buildings": [[round(one.height_m, 2), _cm(one.shape_m)] for one in network.buildings],
    }
    return pack(_MAGIC, json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())


def network_from_bytes(packed: bytes) -> Network:
    """Positions are good to a centimetre."""
    document = json.loads(unpack(_MAGIC, packed))
    return Network(
        origin_lat=document["origin"][0],
        origin_lon=document["origin"][1],
        roads=tuple(_road(one) for one in document["roads"]),
        junctions=tuple(_junction(one) for one in document["junctions"]),
        connections=tuple(
            Connection(
                junction_id=junction_id,
                from_lane=from_lane,
                to_lane=to_lane,
                turn=Turn(turn),
                link=link,
                centre_m=_metres(centre),
            )
            for junction_id, from_lane, to_lane, turn, link, centre in document["connections"]
        ),
        crossings=tuple(
            Crossing(id=name, junction_id=junction_id, width_m=width_m, link=link, centre_m=_metres(centre))
            for name, junction_id, width_m, link, centre in document["crossings"]
        ),
        buildings=tuple(
            Building(height_m=height_m, shape_m=_metres(shape)) for height_m, shape in document["buildings"]
        ),
    )


def _road(one: dict[str, Any]) -> Road:
    return Road(
        id=one["id"],
        name=one["name"],
        from_junction=one["from"],
        to_junction=one["to"],
        speed_limit_mps=one["speed_limit_mps"],
        lanes=tuple(
            Lane(
                id=lane["id"],
                centre_m=_metres(lane["centre"]),
                width_m=lane["width_m"],
                kinds=frozenset(VehicleKind(kind) for kind in lane["kinds"]),
            )
            for lane in one["lanes"]
        ),
    )


def _junction(one: dict[str, Any]) -> Junction:
    return Junction(
        id=one["id"],
        name=one["name"],
        shape_m=_metres(one["shape"]),
        heads=tuple(
            SignalHead(
                junction_id=one["id"],
                link=head["link"],
                x_m=head["x_m"],
                y_m=head["y_m"],
                heading_rad=head["heading_rad"],
                stop_line_m=_metres(head["stop_line"]),
                road_id=head["road"],
                turns=frozenset(Turn(turn) for turn in head["turns"]),
            )
            for head in one["heads"]
        ),
    )


def _cm(points: Points) -> list[list[int]]:
    whole: list[list[int]] = np.rint(points * 100).astype(int).tolist()
    return whole


def _metres(whole_cm: list[list[int]]) -> Points:
    return np.array(whole_cm, dtype=np.float64) / 100
