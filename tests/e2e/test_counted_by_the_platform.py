"""A simulated camera, recorded, tapped, looked at, counted, asked for over HTTP: against who truly drove by."""

from __future__ import annotations

import math
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from toancanh.kernel import format_rfc3339
from toancanh.simulation.cameras import simulated_cameras
from toancanh.simulation.demo import STATION, demo_cameras, demo_plans, demo_truth
from toancanh.simulation.workshop import DistrictLoop

sys.path.insert(0, str(Path(__file__).parent))
from running import Running, running, until

WHOLE_MINUTES = 2
SEED = 1


def drawn(platform: Running, camera_id: str) -> str:
    """As a person would draw it; the counting line's id."""
    one = next(camera.drawn for camera in demo_cameras(1) if camera.streams[0].url.endswith(f"/cam/{STATION}"))
    assert one is not None
    method = {
        "way": "points",
        "aspect": one.aspect,
        "points": one.clicks,
        "places": [{"lat": lat, "lon": lon} for lat, lon in one.places],
    }
    platform.call("PUT", f"/cameras/{camera_id}/calibration", {"method": method})
    for zone in one.zones:
        body = {"camera_id": camera_id, "kind": zone.kind, "name": zone.name, "points": zone.points}
        platform.call("POST", "/zones", body)
    found = platform.call("GET", f"/zones?camera_id={camera_id}")["items"]
    return str(next(zone["id"] for zone in found if zone["kind"] == "counting_line"))


def planned(platform: Running) -> Any:
    """What is told of its one camera; nothing before the first plan."""
    items = platform.call("GET", "/vision/plan")["items"]
    return items[0] if items else {"why": "", "measured_per_s": 0.0}


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_the_count_of_whole_minutes_is_the_truth_s(tmp_path: Path) -> None:
    plan = next(one for one in demo_plans(SEED) if one.number == STATION)
    assert isinstance(plan.sub, DistrictLoop)
    scene, encoding = plan.sub.district, plan.sub.encoding
    with (
        simulated_cameras(1, district=[scene], main=encoding, sub=encoding) as cameras,
        running(tmp_path, "--allow-outbound", f"127.0.0.1:{cameras.port}", TOANCANH_VISION_CORES="1") as platform,
    ):
        where = next(one for one in demo_cameras(1) if one.streams[0].url.endswith(f"/cam/{STATION}"))
        camera_id = platform.add_camera("TRAM", cameras.url(1))
        platform.call("PATCH", f"/cameras/{camera_id}", {"lat": where.lat, "lon": where.lon})
        until(lambda: planned(platform)["why"] == "nothing_drawn", 30, "the plan says why it is not watched")
        line = drawn(platform, camera_id)
        until(lambda: planned(platform)["measured_per_s"] > 8, 60, "it is looked at as often as is wanted")
        begin_us = math.ceil(time.time() / 60) * 60_000_000
        span = f"from={format_rfc3339(begin_us)}&to={format_rfc3339(begin_us + WHOLE_MINUTES * 60_000_000)}"

        def counted() -> Any:
            time.sleep(1)
            told = platform.call("GET", f"/measurements?camera_id={camera_id}&zone_id={line}&step=1min&{span}")
            place = next((one for one in told["places"] if one["movement"] == "forward"), None)
            return place if place and all(seen > 0.95 for seen in place["seen"]) else None

        place = until(counted, 60 * WHOLE_MINUTES + 120, "both minutes are there, and were looked at")
        truth = demo_truth(STATION)
        volumes = place["volume"]
        print(f"counted {volumes}, truth {truth} a minute; the plan: {planned(platform)}")
        assert len(volumes) == WHOLE_MINUTES
        for volume in volumes:
            assert abs(volume - truth) <= max(3, 0.2 * truth)
        speeds = [speed for speed in place["speed_mps"] if speed is not None]
        assert all(3 < speed < 20 for speed in speeds)
        platform.kill("_watch")
        until(lambda: platform.child("_watch"), 20, "its supervisor starts it anew")
        platform.call("PUT", f"/vision/asks/{camera_id}", {"purposes": []})
        until(lambda: planned(platform)["why"] == "not_asked", 60, "what a person says goes before what is drawn")
