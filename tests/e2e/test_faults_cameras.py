"""Cameras that misbehave, all at once: the state says what happened, nobody else is disturbed, memory stays flat."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from running import Running, running, until

from toancanh.simulation import SimulatedCameras, simulated_cameras
from toancanh.simulation.authentication import Credentials
from toancanh.simulation.server import ServerOptions

HEALTHY, REBOOT, FREEZE, RESIZE, GARBAGE, SILENT, REFUSES, BURST = range(1, 9)
GROWTH_MB = 40


@dataclass(frozen=True, kw_only=True)
class City:
    platform: Running
    cameras: SimulatedCameras
    since_s: float = 0.0  # of what is looked at

    def status(self, number: int) -> dict[str, Any]:
        found: dict[str, Any] = self.platform.call("GET", f"/cameras/{self.platform.cameras[f'C{number}']}/status")
        return found

    def is_(self, number: int, state: str, reason: str = "none") -> bool:
        status = self.status(number)
        return (status["state"], status["reason"]) == (state, reason)

    def gaps(self, number: int) -> list[dict[str, Any]]:
        begin, end = (
            datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            for at_s in (self.since_s, time.time() + 3600)
        )
        path = f"/cameras/{self.platform.cameras[f'C{number}']}/timeline?from={begin}&to={end}"
        found: list[dict[str, Any]] = self.platform.call("GET", path)["gaps"]
        return found

    def media_mb(self) -> float:
        return float(self.platform.child("_media").memory_info().rss) / 1e6


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    log_in = Credentials(username="viewer", password="right horse")
    options = ServerOptions(credentials=log_in, own_ports=True)
    with simulated_cameras(8, options=options) as cameras:
        allow = [f"--allow-outbound=127.0.0.1:{cameras.url(n).split(':')[2].split('/')[0]}" for n in range(1, 9)]
        with running(tmp_path_factory.mktemp("faults"), *allow) as platform:
            found = City(platform=platform, cameras=cameras)
            for number in range(1, 9):
                platform.add_camera(
                    f"C{number}", cameras.url(number), username=log_in.username, password=log_in.password
                )
            yield found


@pytest.fixture
def city(started: City) -> City:
    """All of them well, and no more is told of what was before; what the last test leaves behind stays."""
    until(lambda: all(started.is_(number, "online") for number in range(1, 9)), 20, "not all are online")
    return replace(started, since_s=time.time())


@pytest.mark.alone
def test_a_camera_that_returns_records_within_five_seconds(city: City) -> None:
    cameras = city.cameras
    cameras.fault(REBOOT, "away")
    until(lambda: city.status(REBOOT)["state"] == "offline", 20)
    time.sleep(8.0)  # the pauses between attempts have grown by now
    cameras.clear(REBOOT)
    returned = time.monotonic()
    until(lambda: city.is_(REBOOT, "online") and city.status(REBOOT)["recording"], 8, str(city.status(REBOOT)))
    assert time.monotonic() - returned <= 5.0 + 1.0  # and a group of pictures


@pytest.mark.alone
@pytest.mark.parametrize("seconds", [8, pytest.param(30, marks=pytest.mark.soak)])
def test_a_locked_database_loses_nothing(city: City, seconds: int) -> None:
    with sqlite3.connect(city.platform.data / "toancanh.db", isolation_level=None) as lock:
        lock.execute("PRAGMA busy_timeout = 5000")
        lock.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        lock.execute("ROLLBACK")
    lock.close()
    time.sleep(2.0)
    for number in range(1, 9):
        assert city.is_(number, "online")
        assert city.gaps(number) == []


@pytest.mark.alone
def test_eight_cameras_of_which_seven_misbehave(city: City) -> None:
    cameras = city.cameras
    before_mb = city.media_mb()
    refused_before = cameras.counters(REFUSES).log_ins_refused
    cameras.fault(REBOOT, "reboot", 3)
    cameras.fault(FREEZE, "freeze")
    cameras.fault(RESIZE, "resize")
    cameras.fault(GARBAGE, "garbage")
    cameras.fault(SILENT, "silent")
    cameras.fault(SILENT, "reboot", 1)  # while pictures come, a request that is not answered ends nothing
    cameras.fault(REFUSES, "401")
    cameras.fault(REFUSES, "reboot", 1)
    cameras.fault(BURST, "burst", 10)
    until(lambda: city.is_(REFUSES, "offline", "wrong_password"), 15, str(city.status(REFUSES)))
    until(lambda: city.status(GARBAGE)["state"] in ("offline", "connecting"), 20, str(city.status(GARBAGE)))
    assert city.status(GARBAGE)["reason"] == "garbage"
    until(lambda: city.is_(SILENT, "offline", "timeout"), 30, str(city.status(SILENT)))
    until(lambda: city.status(FREEZE)["state"] == "frozen", 30, str(city.status(FREEZE)))
    until(lambda: city.is_(REBOOT, "online"), 15, str(city.status(REBOOT)))
    assert city.is_(RESIZE, "online")
    assert city.is_(BURST, "online")
    assert city.is_(HEALTHY, "online")
    refused = cameras.counters(REFUSES).log_ins_refused - refused_before
    assert refused == 1, f"{refused} log-ins after the first refusal lock an address"
    assert city.gaps(HEALTHY) == []
    assert city.status(HEALTHY)["lost_packets"] == 0
    assert city.gaps(BURST) == []
    assert city.media_mb() - before_mb < GROWTH_MB
    assert [gap["cause"] for gap in city.gaps(REBOOT)] == ["camera_away"]
    cameras.clear(REBOOT)
    for number in (FREEZE, GARBAGE, SILENT):
        cameras.clear(number)
    for number in (FREEZE, GARBAGE, SILENT):
        until(lambda number=number: city.is_(number, "online"), 15, str(city.status(number)))  # type: ignore[misc]
    sizes = city.platform.command("check", "--deep")
    assert sizes.returncode == 0, sizes.stdout
