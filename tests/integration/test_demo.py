"""What the demo puts into an empty platform."""

from __future__ import annotations

from pathlib import Path

import pytest

from toancanh.bootstrap import open_platform
from toancanh.bootstrap.demo import Demo
from toancanh.simulation.demo import demo_cameras, demo_outbound
from toancanh.vision.zones import ZoneKind


def test_the_demo_s_cameras_are_declared_as_they_hang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOANCANH_MASTER_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("TOANCANH_ALLOW_OUTBOUND", ",".join(demo_outbound(8554)))
    platform = open_platform(data=tmp_path / "data", create=True)
    try:
        platform.governance.ensure_first_administrator("mười hai nhịp cầu", "Thành phố")
        for _ in range(2):  # the second changes nothing
            Demo(port=8554, children=(), allow_outbound=demo_outbound(8554)).register(platform)
        facts = {one.code: one for one in platform.registry.dossiers.facts()}
        drawn = platform.drawings.of()
        roads = platform.traffic.networks.everything()
    finally:
        platform.close()
    wanted = {camera.code: camera for camera in demo_cameras(8554)}
    assert len(drawn) == sum(camera.drawn is not None for camera in wanted.values()) == 3
    assert all(one.calibration is not None and one.origin is not None for one in drawn.values())
    assert {place.zone_id for place in roads.places} == {
        zone.id for one in drawn.values() for zone in one.zones if zone.kind is ZoneKind.COUNTING_LINE
    }
    assert facts.keys() == wanted.keys()
    for code, camera in wanted.items():
        hangs = facts[code].height_m, facts[code].tilt_deg, facts[code].hfov_deg
        if camera.pose is None:
            assert hangs == (None, None, None)
        else:
            assert hangs == (camera.pose.height_m, camera.pose.tilt_deg, camera.pose.hfov_deg)
            assert facts[code].azimuth_deg == camera.azimuth_deg == camera.pose.azimuth_deg
