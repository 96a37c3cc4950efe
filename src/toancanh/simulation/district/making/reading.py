"""SUMO's network file as a `Network` ("SUMO Road Networks" in its documentation)."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ElementTree  # a file that we have just made
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from toancanh.simulation.district.making.plan import CORNERS, ORIGIN_LAT, ORIGIN_LON
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

_TURNS = {"s": Turn.STRAIGHT, "l": Turn.LEFT, "L": Turn.LEFT, "r": Turn.RIGHT, "R": Turn.RIGHT, "t": Turn.U_TURN}
_KINDS = {
    "motorcycle": VehicleKind.MOTORCYCLE,
    "bicycle": VehicleKind.BICYCLE,
    "passenger": VehicleKind.CAR,
    "delivery": VehicleKind.VAN,
    "bus": VehicleKind.BUS,
    "truck": VehicleKind.LORRY,
    "pedestrian": VehicleKind.PEDESTRIAN,
}
_HEAD_ASIDE_M, _HEADS_APART_M = 1.0, 0.5
_NAMES = {corner.key: corner.name or corner.key for corner in CORNERS}

Element = ElementTree.Element


def read_net(path: Path, buildings: Iterable[Building] = ()) -> Network:
    """Roads, junctions, movements, crossings and signal heads; the buildings are handed through."""
    root = ElementTree.parse(path).getroot()  # noqa: S314
    roads = tuple(_road(edge) for edge in root.iter("edge") if edge.get("function") is None)
    connections = tuple(_connections(root))
    lanes = {lane.id: lane for road in roads for lane in road.lanes}
    heads = _heads(root, roads, connections, lanes)
    return Network(
        origin_lat=ORIGIN_LAT,
        origin_lon=ORIGIN_LON,
        roads=roads,
        junctions=tuple(
            Junction(
                id=one.attrib["id"],
                name=_NAMES[one.attrib["id"]],
                shape_m=anticlockwise(_points(one.attrib["shape"])),
                heads=tuple(heads[one.attrib["id"]]),
            )
            for one in root.iter("junction")
            if one.get("type") != "internal"
        ),
        connections=connections,
        crossings=tuple(_crossings(root)),
        buildings=tuple(buildings),
    )


def anticlockwise(points: Points) -> Points:
    """The outline the way round that all outlines go."""
    x, y = points.T
    doubled_area = float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))
    return points if doubled_area >= 0 else points[::-1].copy()


def _points(text: str) -> Points:
    return np.array([[float(part) for part in pair.split(",")] for pair in text.split()], dtype=np.float64)


def _road(edge: Element) -> Road:
    lanes = list(edge.iter("lane"))
    return Road(
        id=edge.attrib["id"],
        name=edge.attrib["name"],
        lanes=tuple(
            Lane(
                id=lane.attrib["id"],
                centre_m=_points(lane.attrib["shape"]),
                width_m=float(lane.attrib["width"]),
                kinds=frozenset(_KINDS[name] for name in lane.attrib["allow"].split()),
            )
            for lane in lanes
        ),
        from_junction=edge.attrib["from"],
        to_junction=edge.attrib["to"],
        speed_limit_mps=max(float(lane.attrib["speed"]) for lane in lanes),
    )


def _connections(root: Element) -> Iterator[Connection]:
    shapes = {lane.attrib["id"]: _points(lane.attrib["shape"]) for lane in root.iter("lane")}
    ends = {edge.attrib["id"]: edge.attrib["to"] for edge in root.iter("edge") if edge.get("function") is None}
    onward = {
        f"{one.attrib['from']}_{one.attrib['fromLane']}": one.attrib["via"]
        for one in root.iter("connection")
        if one.attrib["from"].startswith(":") and "via" in one.attrib
    }
    for one in root.iter("connection"):
        if one.attrib["from"].startswith(":") or one.attrib["to"].startswith(":"):
            continue
        via: str | None = one.attrib["via"]
        pieces = []
        while via is not None:  # a left turn waits in the middle: its way is in two pieces
            pieces.append(shapes[via])
            via = onward.get(via)
        yield Connection(
            junction_id=ends[one.attrib["from"]],
            from_lane=f"{one.attrib['from']}_{one.attrib['fromLane']}",
            to_lane=f"{one.attrib['to']}_{one.attrib['toLane']}",
            turn=_TURNS[one.attrib["dir"]],
            link=int(one.attrib["linkIndex"]) if "tl" in one.attrib else None,
            centre_m=np.concatenate(pieces),
        )


def _crossings(root: Element) -> Iterator[Crossing]:
    links = {
        one.attrib["to"]: int(one.attrib["linkIndex"])
        for one in root.iter("connection")
        if one.attrib["from"].startswith(":") and "tl" in one.attrib
    }
    for edge in root.iter("edge"):
        if edge.get("function") == "crossing":
            lane = next(edge.iter("lane"))
            name = edge.attrib["id"]
            yield Crossing(
                id=name.lstrip(":"),
                junction_id=name.lstrip(":").rpartition("_")[0],
                centre_m=_points(lane.attrib["shape"]),
                width_m=float(lane.attrib["width"]),
                link=links.get(name),
            )


@dataclass(frozen=True, kw_only=True)
class _StopLine:
    ends_m: Points
    heading_rad: float
    right: Points  # a unit vector


def _stop_line(lanes: Iterable[Lane]) -> _StopLine:
    """Across the driving lanes, from left to right as the driver sees it."""
    driving = [lane for lane in lanes if not lane.is_pavement]
    along = driving[0].centre_m[-1] - driving[0].centre_m[-2]
    along /= np.hypot(*along)
    right = np.array([along[1], -along[0]])
    rightmost, leftmost = driving[0], driving[-1]
    ends = [
        leftmost.centre_m[-1] - right * leftmost.width_m / 2,
        rightmost.centre_m[-1] + right * rightmost.width_m / 2,
    ]
    return _StopLine(ends_m=np.array(ends), heading_rad=math.atan2(along[1], along[0]), right=right)


def _heads(
    root: Element, roads: Iterable[Road], connections: Iterable[Connection], lanes: dict[str, Lane]
) -> dict[str, list[SignalHead]]:
    """For each approach one head for all movements that always go together, as its programme says."""
    phases = {
        logic.attrib["id"]: [phase.attrib["state"].upper() for phase in logic.iter("phase")]
        for logic in root.iter("tlLogic")
    }
    groups: dict[tuple[str, tuple[str, ...]], list[Connection]] = defaultdict(list)
    for one in connections:
        if one.link is not None:
            road_id = one.from_lane.rpartition("_")[0]
            letters = tuple(state[one.link] for state in phases[one.junction_id])
            groups[road_id, letters].append(one)
    by_id = {road.id: road for road in roads}
    heads: dict[str, list[SignalHead]] = defaultdict(list)
    seen: dict[str, int] = defaultdict(int)
    for (road_id, _), members in groups.items():
        line = _stop_line(by_id[road_id].lanes)
        x_m, y_m = line.ends_m[1] + line.right * (_HEAD_ASIDE_M + _HEADS_APART_M * seen[road_id])
        seen[road_id] += 1
        heads[members[0].junction_id].append(
            SignalHead(
                junction_id=members[0].junction_id,
                link=min(one.link for one in members if one.link is not None),
                x_m=float(x_m),
                y_m=float(y_m),
                heading_rad=line.heading_rad,
                stop_line_m=line.ends_m,
                road_id=road_id,
                turns=frozenset(one.turn for one in members),
            )
        )
    return heads
