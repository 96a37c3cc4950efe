"""Scenes, traffic, faults by name and the demo's cameras."""

from __future__ import annotations

import hashlib
import ipaddress
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from toancanh.kernel import Invalid
from toancanh.registry.model import StreamRole
from toancanh.simulation.assembly import LiveDistrict
from toancanh.simulation.authentication import Authenticator, Scheme, Verdict
from toancanh.simulation.demo import AWAY_CAMERA, DEMO_OWNERS, LIVE_CAMERA, demo_cameras, demo_outbound, demo_plans
from toancanh.simulation.faults import Fault, parse_fault
from toancanh.simulation.live import disturbed
from toancanh.simulation.raster import Colour, Raster
from toancanh.simulation.scene import Look, Scene, SceneKey
from toancanh.simulation.street import STREETS
from toancanh.simulation.strip import StripKind, StripReading, read_strip
from toancanh.simulation.traffic import CYCLE_S, STEP_S, Lamp, at, film
from toancanh.simulation.workshop import DistrictLoop


def painted(look: Look, seed: int, second: float) -> bytes:
    raster = Raster(320, 180)
    reading = StripReading(kind=StripKind.MINUTE, scene=4, ms=round(second * 1000))
    Scene(SceneKey(look=look, seed=seed, number=4), 320, 180).paint(raster, second, reading, ":07.500 / 08")
    assert read_strip(raster.luma[0], 320, 180, raster.luma[1]) == reading
    return b"".join(bytes(plane) for plane in raster.planes)


@pytest.mark.parametrize("look", list(Look))
def test_equal_seeds_give_equal_pictures_and_others_do_not(look: Look) -> None:
    assert painted(look, 1, 7.5) == painted(look, 1, 7.5)
    assert painted(look, 1, 7.5) != painted(look, 2, 7.5)
    assert painted(look, 1, 7.5)[320 * 40 :] != painted(look, 1, 9.5)[320 * 40 :]


@pytest.mark.parametrize("name", list(STREETS))
def test_traffic_ends_the_minute_as_it_began_it(name: str) -> None:
    for index, lane in enumerate(STREETS[name].lanes):
        frames = film(lane.traffic, 100 + index)
        end = sorted(along_m for _, along_m in at(frames, CYCLE_S - STEP_S / 1000))
        start = sorted(along_m for _, along_m in at(frames, 0.0))
        assert abs(len(end) - len(start)) <= 2  # one may enter or leave in the last step
        for along_m in start:
            if 2 < along_m < lane.traffic.length_m:
                assert min(abs(along_m - other) for other in end) < 1.5


@pytest.mark.parametrize("name", ["day", "dusk", "night"])
def test_nobody_passes_a_red_light(name: str) -> None:
    for index, street_lane in enumerate(STREETS[name].lanes):
        lane = street_lane.traffic
        frames = film(lane, 100 + index)
        assert lane.stop_m is not None
        for step in range(len(frames) - 1):
            if lane.lamp(step * STEP_S) is not Lamp.RED or lane.lamp(step * STEP_S - 2) is not Lamp.RED:
                continue
            waiting = sum(position.along_m <= lane.stop_m for position in frames[step])
            assert sum(position.along_m <= lane.stop_m for position in frames[step + 1]) >= waiting


def test_a_polygon_beyond_the_edges_is_clipped() -> None:
    raster = Raster(64, 48)
    raster.rectangle(-1e6, -1e6, 1e6, 1e6, Colour(20, 128, 128))
    raster.polygon(((-500, 20), (30, -300), (700, 90)), Colour(200, 100, 90))
    assert {bytes(raster.luma[0])[y * raster.luma[1] : y * raster.luma[1] + 64][31] for y in range(10, 40)} <= {20, 200}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("3=drop:10", (3, Fault.DROP, 10.0)), ("12=401", (12, Fault.UNAUTHORIZED, 1)), ("1=burst", (1, Fault.BURST, 10))],
)
def test_faults_by_name(text: str, expected: tuple[int, Fault, float]) -> None:
    assert parse_fault(text) == expected


@pytest.mark.parametrize("text", ["3=fly", "drop", "x=drop", "3=drop:much"])
def test_a_fault_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        parse_fault(text)


def test_log_in_verdicts() -> None:
    authenticator = Authenticator({"u": "p:q"}, (Scheme.MD5, Scheme.BASIC))
    assert authenticator.judge("DESCRIBE", None) is Verdict.MISSING
    assert authenticator.judge("DESCRIBE", "Basic dTpwOnE=") is Verdict.ACCEPTED
    assert authenticator.judge("DESCRIBE", "Basic !!!") is Verdict.REFUSED
    assert authenticator.judge("DESCRIBE", "Bearer x") is Verdict.REFUSED
    assert authenticator.judge("DESCRIBE", 'Digest username="u", nonce="old", response="0"') is Verdict.STALE
    assert authenticator.judge("DESCRIBE", 'Digest username="u", algorithm=SHA-256') is Verdict.REFUSED
    assert "stale=TRUE" in authenticator.challenges(stale=True)[0]


@pytest.mark.parametrize(("scheme", "algorithm"), [(Scheme.MD5, hashlib.md5), (Scheme.SHA_256, hashlib.sha256)])
@pytest.mark.parametrize("with_qop", [True, False])
def test_digest_as_rfc_7616_computes_it(scheme: Scheme, algorithm: Callable[[bytes], Any], with_qop: bool) -> None:
    authenticator = Authenticator({"u": "p"}, (scheme,))
    found = re.search(r'realm="([^"]+)", nonce="([^"]+)"', authenticator.challenges()[0])
    assert found
    realm, nonce = found.groups()

    def answer(password: str) -> str:
        one = algorithm(f"u:{realm}:{password}".encode()).hexdigest()
        two = algorithm(b"DESCRIBE:rtsp://h/cam/1").hexdigest()
        middle = f"{nonce}:00000001:c:auth" if with_qop else nonce
        response = algorithm(f"{one}:{middle}:{two}".encode()).hexdigest()
        qop = ', qop=auth, nc=00000001, cnonce="c"' if with_qop else ""
        return (
            f'Digest username="u", realm="{realm}", nonce="{nonce}", uri="rtsp://h/cam/1", algorithm={scheme.value}, '
            f'response="{response}"{qop}'
        )

    assert authenticator.judge("DESCRIBE", answer("p")) is Verdict.ACCEPTED
    assert authenticator.judge("DESCRIBE", answer("q")) is Verdict.REFUSED
    assert authenticator.judge("SETUP", answer("p")) is Verdict.REFUSED


def test_the_demo_is_a_small_city() -> None:
    cameras = demo_cameras(8554)
    assert len(cameras) == 12
    assert len({camera.code for camera in cameras}) == 12
    assert {camera.owner for camera in cameras} == set(DEMO_OWNERS)
    allowed = set(demo_outbound(8554))
    for camera in cameras:
        assert 20.8 < camera.lat < 21.2
        assert 105.6 < camera.lon < 106.0
        for stream in camera.streams:
            url = urlsplit(stream.url)
            assert ipaddress.ip_address(url.hostname or "").is_loopback
            assert url.netloc in allowed
        assert [stream.role for stream in camera.streams] == [StreamRole.MAIN, StreamRole.SUB]
    plans = {plan.number: plan for plan in demo_plans(1)}
    assert set(plans) == set(range(1, 13)) - {AWAY_CAMERA}
    assert isinstance(plans[LIVE_CAMERA].main, LiveDistrict)
    in_district = [camera for camera in cameras if camera.pose is not None]
    assert len(in_district) == 6, "the demo shows the virtual city"
    assert all(isinstance(plans[number].sub, DistrictLoop) for number in (1, 2, 5, 6, 7, 8))
    assert demo_plans(1) == demo_plans(1) != demo_plans(2)


def test_a_camera_that_was_turned_or_covered_sees_something_else() -> None:
    faults: dict[Fault, float] = {}
    look = disturbed(None, faults)
    scene = Scene(SceneKey(look=Look.DAY, seed=1, number=4), 320, 180)

    def seen() -> bytes:
        raster = Raster(320, 180)
        scene.paint(raster, 7.5, StripReading(kind=StripKind.MINUTE, scene=4, ms=7500), "", look(7_500_000))
        assert read_strip(raster.luma[0], 320, 180, raster.luma[1]) is not None
        return bytes(raster.planes[0])[320 * 40 :]

    straight = seen()
    faults[Fault.TURNED] = 15
    turned = seen()
    faults[Fault.COVERED] = 1
    covered = seen()
    faults.clear()
    assert len({straight, turned, covered}) == 3
    assert len(set(covered)) == 1
    assert seen() == straight
