"""Cameras of the district: on masts at its signalised junctions, as a city's plan would hang them. Pure."""

from __future__ import annotations

import enum
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from toancanh.kernel import NotFound
from toancanh.simulation.district import Junction, Network, Road, SignalHead
from toancanh.simulation.district_views.pose import CameraPose, Floats

NOMINAL = (1280, 720)
_FROM = ("bắc", "đông bắc", "đông", "đông nam", "nam", "tây nam", "tây", "tây bắc")


class Outlook(enum.StrEnum):
    """What a camera is hung for."""

    FRONT = "front"  # from beyond the junction: those who come, their queue, and the stop line
    REAR = "rear"  # from beside the queue: rear plates, the stop line and the signal, as evidence needs them
    ALL = "all"  # over the whole junction
    ALONG = "along"  # where there is no signal: along a road, at those who come


@dataclass(frozen=True, kw_only=True)
class DistrictCamera:
    """``number``: its scene in the strip, from 1; ``code`` such as ``A1-AU-front``: junction, where those come from
    whom it is for, outlook. ``pose`` at 1280x720.
    """

    number: int
    code: str
    name: str
    junction_id: str
    road_id: str | None
    outlook: Outlook
    pose: CameraPose

    @property
    def site(self) -> str:
        """Where it hangs, as people call it."""
        return self.name.partition(",")[0]


def district_cameras(network: Network) -> tuple[DistrictCamera, ...]:
    """Equal networks have equal cameras, in the order of junctions and approaches."""
    found = [camera for junction in network.junctions if junction.heads for camera in _of_junction(network, junction)]
    found += [
        camera
        for junction in network.junctions
        if not junction.heads and junction.name != junction.id  # the district's ends have no name
        for camera in _of_street(network, junction)
    ]
    return tuple(
        DistrictCamera(
            number=number, code=code, name=name, junction_id=junction.id, road_id=road_id, outlook=outlook, pose=pose
        )
        for number, (code, name, junction, road_id, outlook, pose) in enumerate(found, start=1)
    )


def find_camera(network: Network, code: str) -> DistrictCamera:
    """By its code."""
    cameras = {camera.code: camera for camera in district_cameras(network)}
    if code not in cameras:
        raise NotFound(f"the district has no camera {code}; there are {', '.join(cameras)}")
    return cameras[code]


_Found = tuple[str, str, Junction, str | None, Outlook, CameraPose]


def _of_junction(network: Network, junction: Junction) -> Iterator[_Found]:
    roads = {road.id: road for road in network.roads}
    seen: set[str] = set()
    for head in junction.heads:
        if head.road_id in seen:
            continue
        seen.add(head.road_id)
        road = roads[head.road_id]
        code = f"{junction.id}-{road.from_junction}"
        name = f"{junction.name}, {road.name} từ phía {_whence(head.heading_rad)}"
        yield f"{code}-front", name, junction, road.id, Outlook.FRONT, _front(junction, head)
        yield f"{code}-rear", f"{name}, đuôi xe", junction, road.id, Outlook.REAR, _rear(road, head)
    yield f"{junction.id}-all", f"{junction.name}, toàn cảnh", junction, None, Outlook.ALL, _all(junction)


def _of_street(network: Network, junction: Junction) -> Iterator[_Found]:
    for road in network.roads:
        driving = [lane for lane in road.lanes if not lane.is_pavement]
        if road.to_junction != junction.id or not driving:
            continue
        end, before = driving[0].centre_m[-1], driving[0].centre_m[-2]
        ahead = (end - before) / max(float(np.hypot(*(end - before))), 1e-6)
        right = np.array((ahead[1], -ahead[0]))
        kerb = end + right * (driving[0].width_m / 2 + 1.5)
        name = f"{junction.name}, {road.name} từ phía {_whence(math.atan2(ahead[1], ahead[0]))}"
        middle = (end + driving[-1].centre_m[-1]) / 2
        pose = _looking(kerb + ahead * 6, 8.5, middle - ahead * 38, hfov_deg=48)
        yield f"{junction.id}-{road.from_junction}-along", name, junction, road.id, Outlook.ALONG, pose


def _whence(heading_rad: float) -> str:
    """From which side of the compass those come who drive so."""
    from_deg = (90 - math.degrees(heading_rad) + 180) % 360
    return _FROM[round(from_deg / 45) % 8]


def _ways(head: SignalHead) -> tuple[Floats, Floats, Floats, float]:
    """Middle of the stop line, the way ahead, the way to the right, and the line's length."""
    left, right = head.stop_line_m
    ahead = np.array((math.cos(head.heading_rad), math.sin(head.heading_rad)))
    return (left + right) / 2, ahead, np.array((ahead[1], -ahead[0])), float(np.hypot(*(right - left)))


def _front(junction: Junction, head: SignalHead) -> CameraPose:
    line, ahead, right, wide_m = _ways(head)
    beyond_m = float(((junction.shape_m - line) @ ahead).max()) + 1.0
    return _looking(line + ahead * beyond_m + right * (wide_m / 2 + 2.5), 8.5, line - ahead * 36, hfov_deg=42)


def _rear(road: Road, head: SignalHead) -> CameraPose:
    line, ahead, right, wide_m = _ways(head)
    kerb_m = 1.2 if road.lanes[0].is_pavement else 2.0
    return _looking(line - ahead * 17 + right * (wide_m / 2 + kerb_m), 6.5, line + ahead * 1.5, hfov_deg=62)


def _all(junction: Junction) -> CameraPose:
    middle = (junction.shape_m.min(axis=0) + junction.shape_m.max(axis=0)) / 2
    turns = [head.heading_rad for head in junction.heads]
    corner = turns[0] + math.pi / 4  # between two streets
    reach_m = float(np.hypot(*(junction.shape_m - middle).T).max()) + 3.0
    place = middle + reach_m * np.array((math.cos(corner), math.sin(corner)))
    return _looking(place, 12.0, middle, hfov_deg=84)


def _looking(place: Floats, height_m: float, at: Floats, hfov_deg: float) -> CameraPose:
    way = at - place
    return CameraPose(
        x_m=round(float(place[0]), 2),
        y_m=round(float(place[1]), 2),
        height_m=height_m,
        azimuth_deg=round(math.degrees(math.atan2(way[0], way[1])) % 360, 1),
        tilt_deg=round(math.degrees(math.atan2(height_m, float(np.hypot(*way)))), 1),
        hfov_deg=hfov_deg,
        width=NOMINAL[0],
        height=NOMINAL[1],
    )
