"""What a person would have drawn over the pictures of the demo's cameras, and clicked to calibrate them. Pure.

Points come from how the cameras truly hang: the demo shows figures within minutes, not how well somebody clicks.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from toancanh.simulation.district import Network
from toancanh.simulation.district_views.cameras import DistrictCamera
from toancanh.simulation.district_views.pose import CameraPose, Floats
from toancanh.simulation.stations import StationPlace
from toancanh.vision.zones import ZoneKind

Shares = tuple[tuple[float, float], ...]
_CLICKED_M = (9.0, 20.0)
_LANE_M = (8.0, 22.0)
_QUEUE_M = 30.0
_CLICKED_QUEUE_M = 24.0


@dataclass(frozen=True, kw_only=True)
class DemoZone:
    """One drawing; points are shares of the picture."""

    kind: ZoneKind
    name: str
    points: Shares


@dataclass(frozen=True, kw_only=True)
class DemoDrawing:
    """``clicks``: shares of the picture, ``places``: latitude and longitude of each. ``road``: of the district, which
    its counting line, where it has one, measures forward.
    """

    aspect: float
    clicks: Shares
    places: tuple[tuple[float, float], ...]
    zones: tuple[DemoZone, ...]
    road: str


def station_drawing(network: Network, place: StationPlace, pose: CameraPose) -> DemoDrawing:
    """A line that is crossed forward by who drives on, its lane, the way that is allowed."""
    near, far = (place.across(network, ahead_m, 0.0) for ahead_m in _CLICKED_M)
    begin, end = (place.across(network, ahead_m, 0.0) for ahead_m in _LANE_M)
    return _drawing(
        network,
        pose,
        place.road,
        clicked=np.concatenate([near, far[::-1]]),
        zones=(
            (ZoneKind.COUNTING_LINE, "Vạch đếm", place.line(network)[::-1]),
            (ZoneKind.LANE, "Lòng đường", np.concatenate([begin, end[::-1]])),
            (ZoneKind.DIRECTION, "Chiều đi", np.stack([begin.mean(axis=0), end.mean(axis=0)])),
        ),
    )


def front_drawing(network: Network, camera: DistrictCamera) -> DemoDrawing:
    """The stop line of those who come, and where they queue."""
    junction = next(one for one in network.junctions if one.id == camera.junction_id)
    head = next(one for one in junction.heads if one.road_id == camera.road_id)
    ahead = np.array((math.cos(head.heading_rad), math.sin(head.heading_rad)))
    line = np.asarray(head.stop_line_m, np.float64)
    return _drawing(
        network,
        camera.pose,
        head.road_id,
        clicked=np.concatenate([line, (line - ahead * _CLICKED_QUEUE_M)[::-1]]),
        zones=(
            (ZoneKind.STOP_LINE, "Vạch dừng", line),
            (ZoneKind.QUEUE_AREA, "Hàng chờ", np.concatenate([line, (line - ahead * _QUEUE_M)[::-1]])),
        ),
    )


def _drawing(
    network: Network, pose: CameraPose, road: str, *, clicked: Floats, zones: Sequence[tuple[ZoneKind, str, Floats]]
) -> DemoDrawing:
    return DemoDrawing(
        aspect=pose.height / pose.width,
        clicks=_shares(pose, clicked),
        places=tuple(network.lat_lon(float(x_m), float(y_m)) for x_m, y_m in clicked),
        zones=tuple(DemoZone(kind=kind, name=name, points=_shares(pose, at_m)) for kind, name, at_m in zones),
        road=road,
    )


def _shares(pose: CameraPose, ground_m: Floats) -> Shares:
    """Within the picture, as a person draws."""
    at = np.clip(pose.project(ground_m) / (pose.width, pose.height), 0, 1)
    return tuple((float(x), float(y)) for x, y in at)
