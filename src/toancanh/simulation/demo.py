"""The demo's twelve cameras: six of the virtual district, two of them counting stations, and six in real streets of
Hà Nội; invented owners.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from toancanh.media.model import Codec
from toancanh.registry.model import StreamRole
from toancanh.simulation.assembly import CameraPlan, Footage, LiveDistrict
from toancanh.simulation.demo_drawings import DemoDrawing, front_drawing, station_drawing
from toancanh.simulation.district import Network, VehicleKind, crossed, load_network, load_play
from toancanh.simulation.district_views import CLEAR, CameraPose, DistrictScene, Weather, find_camera
from toancanh.simulation.encoding import Encoding
from toancanh.simulation.scene import Look, SceneKey
from toancanh.simulation.stations import StationPlace
from toancanh.simulation.workshop import DistrictLoop, SceneLoop

LIVE_CAMERA = 1
STATION = 2
H265_CAMERA = 7
AWAY_CAMERA = 12
AWAY_PORT = 1  # tcpmux (RFC 1078): nothing listens there, so connections are refused at once

_MAIN = Encoding(width=1280, height=720, fps=12, gop=24, bitrate_bps=1_000_000)
_DISTRICT_MAIN = Encoding(width=1280, height=720, fps=10, gop=20, bitrate_bps=1_200_000)
_SUB = Encoding(width=640, height=360, fps=10, gop=20, bitrate_bps=300_000)
_LIVE = Encoding(width=640, height=360, fps=10, gop=10, bitrate_bps=600_000)
_H265 = Encoding(codec=Codec.H265, width=960, height=540, fps=10, gop=20, bitrate_bps=600_000)
_FROM_S = 120.0  # of each play: its queues have grown
_LOOP_S = 60.0


@dataclass(frozen=True, kw_only=True)
class DemoStream:
    """One stream to register."""

    role: StreamRole
    url: str


@dataclass(frozen=True, kw_only=True)
class DemoCamera:
    """One camera to register; ``owner`` and ``site`` are names. ``pose``: how it hangs, for its dossier, where that is
    known. ``drawn``: what is drawn over its picture, where it is to be watched.
    """

    code: str
    name: str
    owner: str
    site: str
    lat: float
    lon: float
    azimuth_deg: float
    pose: CameraPose | None
    tags: frozenset[str]
    streams: tuple[DemoStream, ...]
    drawn: DemoDrawing | None = None


_POLICE = "Trung tâm điều khiển giao thông (mẫu)"
_WARD = "Phường Hoàn Kiếm (mẫu)"
_DRAINAGE = "Công ty thoát nước (mẫu)"
DEMO_OWNERS = (_POLICE, _WARD, _DRAINAGE)

# number, code, name, owner, site, latitude, longitude, azimuth, tag, look, variant of the look
_STREETS = (
    (3, "HN-GT-0102", "Cầu Long Biên, đầu phía Hoàn Kiếm", _POLICE, "Cầu Long Biên", 21.0417, 105.8502, 60, "bridge",
     "bridge", 0),
    (4, "HN-HK-0201", "Ngõ Phất Lộc", _WARD, "Khu phố cổ", 21.0349, 105.8539, 20, "alley", "alley", 0),
    (9, "HN-HK-0203", "Ngõ Huyện", _WARD, "Khu phố cổ", 21.0296, 105.8485, 270, "alley", "alley", 0),
    (10, "HN-TN-0301", "Cầu Vĩnh Tuy, mực nước sông", _DRAINAGE, "Cầu Vĩnh Tuy", 20.9985, 105.8753, 70, "bridge",
     "bridge", 0),
    (11, "HN-TN-0302", "Ngập Trường Chinh", _DRAINAGE, "Trường Chinh", 21.0005, 105.829, 220, "flood", "night", 0),
    (AWAY_CAMERA, "HN-TN-0303", "Trạm bơm Yên Sở", _DRAINAGE, "Yên Sở", 20.9690, 105.8612, 140, "flood", "night", 0),
)  # fmt: skip

# number, code, owner, the district's camera, play, weather; place, name and pose are the district's
_DISTRICT = (
    (LIVE_CAMERA, "HN-GT-0101", _POLICE, "A2-AV-front", "dense_1", CLEAR),
    (5, "HN-GT-0104", _POLICE, "A1-AY-front", "dense_1", Weather(hour=18.15)),
    (6, "HN-GT-0105", _POLICE, "A2-AU-front", "night_1", Weather(rain=0.5)),
    (H265_CAMERA, "HN-GT-0106", _POLICE, "A1-all", "dense_1", CLEAR),
)
_QUEUES_AT = "A1-AY-front"
"""The district's camera over whose picture a queue area is drawn."""

# number, code, owner, road, metres before its end, play. Overcast: a day that lasts for ever has no sun whose way the
# clock would tell
_STATIONS = (
    (STATION, "HN-GT-0103", _POLICE, "AU.A1", 90.0, "dense_1"),
    (8, "HN-HK-0202", _WARD, "AV.A2", 80.0, "calm_1"),
)
_OVERCAST = Weather(cloud=1.0)


def demo_cameras(port: int) -> list[DemoCamera]:
    """What to register for a demo server on this port, in the order of their codes; camera `AWAY_CAMERA` is away."""
    network = load_network()
    cameras = []
    for number, code, owner, view, _, _ in _DISTRICT:
        camera = find_camera(network, view)
        lat, lon = network.lat_lon(camera.pose.x_m, camera.pose.y_m)
        cameras.append(
            DemoCamera(
                code=code,
                name=camera.name,
                owner=owner,
                site=camera.site,
                lat=round(lat, 6),
                lon=round(lon, 6),
                azimuth_deg=camera.pose.azimuth_deg,
                pose=camera.pose,
                tags=frozenset({"junction", "demo"}),
                streams=_streams(number, port),
                drawn=front_drawing(network, camera) if view == _QUEUES_AT else None,
            )
        )
    cameras += [_station_camera(network, port, *station) for station in _STATIONS]
    for number, code, name, owner, site, lat, lon, azimuth_deg, tag, _, _ in _STREETS:
        cameras.append(
            DemoCamera(
                code=code,
                name=name,
                owner=owner,
                site=site,
                lat=lat,
                lon=lon,
                azimuth_deg=azimuth_deg,
                pose=None,
                tags=frozenset({tag, "demo"}),
                streams=_streams(number, port),
            )
        )
    return sorted(cameras, key=lambda camera: camera.code)


def _station_pose(network: Network, place: StationPlace) -> CameraPose:
    """As a dossier says it: to the centimetre and the tenth of a degree."""
    pose = place.pose(network, _DISTRICT_MAIN.width, _DISTRICT_MAIN.height)
    return replace(pose, x_m=round(pose.x_m, 2), y_m=round(pose.y_m, 2), azimuth_deg=round(pose.azimuth_deg, 1) % 360)


def _station_camera(
    network: Network, port: int, number: int, code: str, owner: str, road: str, back_m: float, _play: str
) -> DemoCamera:
    place = StationPlace(road=road, back_m=back_m)
    pose = _station_pose(network, place)
    site = next(one.name for one in network.junctions if one.id == place.road_in(network).to_junction)
    lat, lon = network.lat_lon(pose.x_m, pose.y_m)
    return DemoCamera(
        code=code,
        name=f"{site}, {place.road_in(network).name}, trạm đếm xe",
        owner=owner,
        site=site,
        lat=round(lat, 6),
        lon=round(lon, 6),
        azimuth_deg=pose.azimuth_deg,
        pose=pose,
        tags=frozenset({"junction", "demo"}),
        streams=_streams(number, port),
        drawn=station_drawing(network, place, pose),
    )


def _streams(number: int, port: int) -> tuple[DemoStream, ...]:
    base = f"rtsp://127.0.0.1:{AWAY_PORT if number == AWAY_CAMERA else port}/cam/{number}"
    return DemoStream(role=StreamRole.MAIN, url=base), DemoStream(role=StreamRole.SUB, url=f"{base}/sub")


def demo_outbound(port: int) -> tuple[str, ...]:
    """The addresses that the outbound policy must allow for the demo."""
    return f"127.0.0.1:{port}", f"127.0.0.1:{AWAY_PORT}"


def demo_truth(number: int) -> int:
    """How many vehicles truly cross the counting line of a station's camera while its film runs once, a minute."""
    _, _, _, road, back_m, play_name = next(one for one in _STATIONS if one[0] == number)
    network = load_network()
    line_m = StationPlace(road=road, back_m=back_m).line(network)
    play = load_play(play_name)
    found = crossed(play, line_m)
    within = (found.times_s >= _FROM_S) & (found.times_s < _FROM_S + _LOOP_S)
    numbers = found.numbers[within].tolist()
    return sum(play.bodies[number].kind is not VehicleKind.PEDESTRIAN for number in numbers)


def demo_plans(seed: int) -> list[CameraPlan]:
    """The footage of the demo; sub streams first wherever videos have yet to be made, as a wall shows these."""
    plans = []
    for number, _, _, view, play, weather in _DISTRICT:
        scene = DistrictScene(camera=view, play=play, seed=seed, weather=weather, from_s=_FROM_S)
        encoding = _H265 if number == H265_CAMERA else _DISTRICT_MAIN
        main: Footage = DistrictLoop(district=scene, encoding=encoding)
        if number == LIVE_CAMERA:
            main = LiveDistrict(district=scene, encoding=_LIVE)
        plans.append(CameraPlan(number=number, main=main, sub=DistrictLoop(district=scene, encoding=_SUB)))
    network = load_network()
    for number, _, _, road, back_m, play in _STATIONS:
        pose = _station_pose(network, StationPlace(road=road, back_m=back_m))
        scene = DistrictScene(
            camera=f"{road} station", play=play, seed=seed, weather=_OVERCAST, from_s=_FROM_S, pose=pose
        )
        main = DistrictLoop(district=scene, encoding=_DISTRICT_MAIN)
        plans.append(CameraPlan(number=number, main=main, sub=DistrictLoop(district=scene, encoding=_SUB)))
    for number, *_, look, variant in _STREETS:
        if number == AWAY_CAMERA:
            continue
        scene_number = next(other[0] for other in _STREETS if other[-2:] == (look, variant))
        key = SceneKey(look=Look(look), seed=seed * 10 + variant, number=200 + scene_number)  # the district's are lower
        loop = SceneLoop(scene=key, encoding=_MAIN)
        plans.append(CameraPlan(number=number, main=loop, sub=SceneLoop(scene=key, encoding=_SUB)))
    return sorted(plans, key=lambda plan: plan.number)
