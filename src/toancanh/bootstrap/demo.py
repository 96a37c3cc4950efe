"""The demo: simulated cameras as one more process, registered like real ones with invented owners; and simulated
devices as another, which wait to be found and taken in.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from toancanh.bootstrap.platform import Platform
from toancanh.devices.meeting import PORTS
from toancanh.devices.model import NetworkDraft
from toancanh.governance.people import OrganisationKind
from toancanh.infra.processes import ChildSpec
from toancanh.kernel import Principal
from toancanh.registry import CameraFilter
from toancanh.registry.dossier.model import CameraKind, CameraWrite, DeclarationDraft, DeclarationSource
from toancanh.registry.model import Camera, CameraDraft, SiteDraft, StreamDraft
from toancanh.simulation.demo import DEMO_OWNERS, DemoCamera, demo_cameras, demo_outbound
from toancanh.simulation.devices.demo import DEMO_NETWORK, DEMO_PASSWORD, DEMO_USERNAME, demo_devices_outbound
from toancanh.simulation.devices.fleet import loopback_host
from toancanh.simulation.district import load_network
from toancanh.simulation.district_network import district_network
from toancanh.traffic.model import FORWARD
from toancanh.traffic.network.shapes import MeasureShape
from toancanh.vision.drawings import ByPoints, ZoneDraft
from toancanh.vision.zones import ZoneKind

_USUAL_PORT = 8554
_PRIVILEGED = 1023
_TAG = "demo"
_PAGE = 500


@dataclass(frozen=True, kw_only=True)
class Demo:
    """The simulated cameras of this start, and how to register them."""

    port: int
    children: tuple[ChildSpec, ...]
    allow_outbound: tuple[str, ...]

    def register(self, platform: Platform) -> None:
        """Make what is missing; after a restart on another port only the addresses change. Nothing else is touched."""
        setup = Principal.system("setup")
        known = {camera.code: camera for camera in _demo_cameras_of(platform, setup)}
        wanted = demo_cameras(self.port)
        missing = [camera for camera in wanted if camera.code not in known]
        if missing:
            owners = _owners(platform, setup)
            sites = _sites(platform, setup, wanted, owners)
            for camera in missing:
                made = platform.registry.cameras.create(setup, _draft(platform, camera, owners, sites))
                _declare_pose(platform, setup, made, camera)
        for camera in wanted:
            if camera.code in known:
                _follow_port(platform, setup, known[camera.code], camera)
        _draw(platform, setup, wanted)
        _draw_roads(platform, setup, wanted)
        networks = platform.devices.networks
        if len(self.children) > 1 and all(one.cidr != DEMO_NETWORK for one in networks.all()):
            networks.name(
                setup,
                NetworkDraft(
                    name=f"Camera giả lập ({DEMO_USERNAME} / {DEMO_PASSWORD})", cidr=DEMO_NETWORK,
                    owner_id=_root_id(platform, setup),
                ),
            )  # fmt: skip


def prepare_demo() -> Demo:
    """The simulators' processes on their usual ports, or on free ones where these are taken. No devices where another
    process has the ports at which a scan knocks.
    """
    port = _free_port("127.0.0.1", (_USUAL_PORT, 0)) or _USUAL_PORT
    simulate = (sys.executable, "-m", "toancanh", "simulate")
    cameras = (*simulate, "--demo", "--quiet", "--port", str(port))
    children = [ChildSpec(name="simulated-cameras", argv=cameras, stop_rank=2)]
    allowed: tuple[str, ...] = demo_outbound(port)
    host = loopback_host(1)
    http_port = _free_port(host, [one for one in PORTS if one > _PRIVILEGED])
    rtsp_port = _free_port(host, (_USUAL_PORT, 0))
    if http_port is not None and rtsp_port is not None:
        ports = ("--port", str(http_port), "--rtsp-port", str(rtsp_port), "--discovery-port", "0")
        devices = (*simulate, "devices", "--demo", "--quiet", *ports)
        children.append(ChildSpec(name="simulated-devices", argv=devices, stop_rank=2))
        allowed += demo_devices_outbound(http_port, rtsp_port)
    return Demo(port=port, children=tuple(children), allow_outbound=allowed)


def _free_port(host: str, wanted: Iterable[int]) -> int | None:
    for port in wanted:
        with socket.socket() as probe:
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return None


def _root_id(platform: Platform, setup: Principal) -> str:
    listed = platform.governance.organisations.page(setup, q="", after="", limit=_PAGE)
    return next(one.id for one in listed if one.parent_id is None)


def _demo_cameras_of(platform: Platform, setup: Principal) -> list[Camera]:
    return platform.registry.cameras.page(setup, CameraFilter(tag=(_TAG,)), limit=_PAGE)


def _owners(platform: Platform, setup: Principal) -> Mapping[str, str]:
    """Ids of the demo's organisations by name."""
    organisations, root_id = platform.governance.organisations, _root_id(platform, setup)
    there = {one.name: one.id for one in organisations.page(setup, q="", after="", limit=_PAGE)}
    kinds = (OrganisationKind.POLICE, OrganisationKind.WARD, OrganisationKind.COMPANY)
    for number, (name, kind) in enumerate(zip(DEMO_OWNERS, kinds, strict=True), start=1):
        if name not in there:
            made = organisations.create(setup, code=f"demo-{number}", name=name, kind=kind, parent_id=root_id)
            there[name] = made.id
    return there


def _sites(
    platform: Platform, setup: Principal, wanted: list[DemoCamera], owners: Mapping[str, str]
) -> Mapping[tuple[str, str], str]:
    """Ids of the demo's sites by owner and name."""
    sites = platform.registry.sites
    there = {(one.owner_id, one.name): one.id for one in sites.page(setup, q="", after="", limit=_PAGE)}
    for camera in wanted:
        owner_id = owners[camera.owner]
        if (owner_id, camera.site) not in there:
            draft = SiteDraft(
                code=f"DEMO-{len(there) + 1:02d}", name=camera.site, owner_id=owner_id, lat=camera.lat, lon=camera.lon
            )
            there[owner_id, camera.site] = sites.create(setup, draft).id
    return there


def _draft(
    platform: Platform, camera: DemoCamera, owners: Mapping[str, str], sites: Mapping[tuple[str, str], str]
) -> CameraDraft:
    owner_id = owners[camera.owner]
    return CameraDraft(
        code=camera.code,
        name=camera.name,
        owner_id=owner_id,
        site_id=sites[owner_id, camera.site],
        lat=camera.lat,
        lon=camera.lon,
        azimuth_deg=camera.azimuth_deg,
        min_days=platform.settings.default_min_days,
        max_days=platform.settings.default_max_days,
        tags=camera.tags,
        streams=tuple(StreamDraft(role=stream.role, url=stream.url) for stream in camera.streams),
    )


def _declare_pose(platform: Platform, setup: Principal, made: Camera, camera: DemoCamera) -> None:
    """How it hangs, so that its view can be calibrated from its dossier."""
    if camera.pose is None:
        return
    pose = camera.pose
    values = {
        "kind": CameraKind.FIXED, "height_m": pose.height_m, "tilt_deg": pose.tilt_deg, "hfov_deg": pose.hfov_deg,
        "width_px": pose.width, "height_px": pose.height, "maker": "Toàn Cảnh", "model": "giả lập",
    }  # fmt: skip
    platform.registry.dossiers.write(
        setup,
        CameraWrite(camera_id=made.id, values=values, version=made.version),
        declared=DeclarationDraft(source=DeclarationSource.FORM, organisation_id=made.owner_id),
    )


def _draw(platform: Platform, setup: Principal, wanted: list[DemoCamera]) -> None:
    """Lines, lanes and calibrations of cameras over whose picture nothing was ever drawn."""
    known = {camera.code: camera.id for camera in _demo_cameras_of(platform, setup)}
    drawn = platform.drawings.of(list(known.values()))
    for camera in wanted:
        camera_id = known[camera.code]
        if camera.drawn is None or drawn[camera_id].version:
            continue
        one = camera.drawn
        platform.drawings.calibrate(setup, camera_id, ByPoints(aspect=one.aspect, points=one.clicks, places=one.places))
        zones = [ZoneDraft(kind=zone.kind, name=zone.name, points=zone.points, aspect=one.aspect) for zone in one.zones]
        platform.drawings.draw(setup, camera_id, zones)


def _draw_roads(platform: Platform, setup: Principal, wanted: list[DemoCamera]) -> None:
    """The district's streets, measured where a counting line is drawn, and given to the public; once."""
    networks, owner_id = platform.traffic.networks, _owners(platform, setup)[DEMO_OWNERS[0]]
    if networks.everything().segments:
        return
    known = {camera.code: camera.id for camera in _demo_cameras_of(platform, setup)}
    drawn = platform.drawings.of(list(known.values()))
    measures: dict[str, list[MeasureShape]] = {}
    for camera in wanted:
        for zone in drawn[known[camera.code]].zones:
            if camera.drawn is not None and zone.kind is ZoneKind.COUNTING_LINE:
                place = MeasureShape(camera_id=known[camera.code], zone_id=zone.id, movement=FORWARD)
                measures.setdefault(camera.drawn.road, []).append(place)
    listed = platform.registry.sites.page(setup, q="", after="", limit=_PAGE)
    by_name = {one.name: one.id for one in listed if one.owner_id == owner_id}
    district = load_network()
    sites = {one.id: by_name[one.name] for one in district.junctions if one.name in by_name}
    networks.put(setup, owner_id, district_network(district, measures=measures, sites=sites))
    platform.traffic.publish(setup, owner_id, published=True, reason="dữ liệu của khu phố mô phỏng")


def _follow_port(platform: Platform, setup: Principal, known: Camera, camera: DemoCamera) -> None:
    wanted = tuple(StreamDraft(role=stream.role, url=stream.url) for stream in camera.streams)
    if {(one.role, one.url) for one in known.streams} != {(one.role, one.url) for one in wanted}:
        platform.registry.cameras.update(setup, known.id, lambda draft: replace(draft, streams=wanted))
