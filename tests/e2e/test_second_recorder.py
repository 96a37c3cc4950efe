"""`kill -9` of the recorder, and nobody starts it again: the second recorder has pictures within 10 seconds."""

from __future__ import annotations

import signal
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from running import Running, running, until
from websockets.sync.client import connect

from toancanh.media.fmp4 import scan
from toancanh.simulation import simulated_cameras

MISSING_AT_MOST_S = 10.0


def newest_end_s(folder: Path) -> float:
    ends = [0.0]
    for path in sorted(folder.rglob("*.mp4"))[-2:]:
        with path.open("rb") as file:
            ends += [fragment.end_us / 1e6 for fragment in scan(file.fileno()).fragments]
    return max(ends)


def add(platform: Running, code: str, url: str, *tags: str) -> Path:
    body = {
        "code": code, "name": code, "owner_id": platform.organisation_id, "lat": 10.77, "lon": 106.7,
        "streams": [{"role": "main", "url": url}], "tags": list(tags),
    }  # fmt: skip
    platform.cameras[code] = str(platform.call("POST", "/cameras", body)["id"])
    return platform.data / "archive" / platform.cameras[code]


def gaps(platform: Running, code: str) -> list[tuple[float, str]]:
    to = datetime.fromtimestamp(time.time() + 1).astimezone().isoformat().replace("+", "%2B")
    path = f"/cameras/{platform.cameras[code]}/timeline?from=2026-01-01T00:00:00Z&to={to}"
    found: list[dict[str, Any]] = platform.call("GET", path)["gaps"]
    moments = [
        (datetime.fromisoformat(one["start"]), datetime.fromisoformat(one["end"]), one["cause"]) for one in found
    ]
    return [((end - start).total_seconds(), cause) for start, end, cause in moments]


def alarms(platform: Running) -> list[str]:
    return [alarm["kind"] for alarm in platform.call("GET", "/alarms")["items"]]


def shows_the_present(platform: Running, code: str) -> None:
    with connect(
        platform.live_url(platform.cameras[code]), additional_headers={"Authorization": f"Bearer {platform.token}"},
        compression=None, max_size=None, proxy=None,
    ) as viewer:  # fmt: skip
        messages = [viewer.recv(timeout=20) for _ in range(6)]
    assert sum(isinstance(message, bytes) for message in messages) >= 2, messages


def take_over_and_give_back(platform: Running, matters: Path, *, hang: bool) -> None:
    recorder = platform.child("--shard")
    if hang:
        recorder.send_signal(signal.SIGSTOP)
    else:
        platform.process.send_signal(signal.SIGSTOP)  # the supervisor restarts nothing
        recorder.send_signal(signal.SIGKILL)
    stopped_s = time.time()
    until(lambda: newest_end_s(matters / "main2") > stopped_s, MISSING_AT_MOST_S + 1.5, "nobody has taken over")
    shows_the_present(platform, "C1")
    until(lambda: newest_end_s(matters / "main2") > stopped_s + MISSING_AT_MOST_S + 1, 15, "it did not go on")
    until(lambda: "standby_records" in alarms(platform), 10, "nobody is told")
    if hang:
        recorder.send_signal(signal.SIGKILL)
    else:
        platform.process.send_signal(signal.SIGCONT)
    until(lambda: newest_end_s(matters / "main") > stopped_s + MISSING_AT_MOST_S, 60, "the first is not back")
    ended = 0.0

    def given_back() -> bool:
        nonlocal ended
        before, ended = ended, newest_end_s(matters / "main2")
        time.sleep(1.5)
        return before == ended

    until(given_back, 40, "the second does not end")


def run(folder: Path, rounds: int) -> None:
    with (
        simulated_cameras(2) as cameras,
        running(folder, f"--allow-outbound=127.0.0.1:{cameras.port}", TOANCANH_STANDBY_TAGS="matters") as platform,
    ):
        matters = add(platform, "C1", cameras.url(1), "matters")
        other = add(platform, "C2", cameras.url(2))
        until(lambda: newest_end_s(matters) and newest_end_s(other), 20, "not all cameras record")
        time.sleep(4)
        assert "standby_away" not in alarms(platform)
        assert not (matters / "main2").exists(), "the second records beside the first"
        try:
            for number in range(rounds):
                take_over_and_give_back(platform, matters, hang=number % 2 == 1)
        finally:
            platform.process.send_signal(signal.SIGCONT)
        assert not (other / "main2").exists()
        for seconds, cause in gaps(platform, "C1"):
            assert seconds <= MISSING_AT_MOST_S
            assert cause == "recorder_crashed"
        assert len(gaps(platform, "C1")) <= rounds
        assert max(seconds for seconds, _ in gaps(platform, "C2")) > MISSING_AT_MOST_S
    checked = platform.command("check", "--deep")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.alone
@pytest.mark.timeout(240)
def test_a_killed_recorder_is_stood_in_for(tmp_path: Path) -> None:
    run(tmp_path, 1)


@pytest.mark.soak
@pytest.mark.timeout(3000)
def test_twenty_deaths_and_hangs(tmp_path: Path) -> None:
    run(tmp_path, 20)
