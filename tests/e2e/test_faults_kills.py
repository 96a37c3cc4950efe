"""`kill -9` of the media process with 8 cameras recording: what comes back, how soon, and what the timeline says."""

from __future__ import annotations

import contextlib
import random
import subprocess
import time
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from running import Running, running, until

from toancanh.media.fmp4 import BrokenFile, FragmentInfo, read_fragments
from toancanh.simulation import simulated_cameras
from toancanh.simulation.cameras import SMALL_MAIN

CAMERAS = 8
GOP_S = SMALL_MAIN.gop / SMALL_MAIN.fps
LOST_AT_MOST_S = 1.5
BACK_WITHIN_S = 3.0 + GOP_S
AGREE_WITHIN_S = 0.1
APART_S = 5.1  # the third death within 10 s would be backed off


def fragments_of(path: Path) -> list[FragmentInfo]:
    """Of a file that may be written at this moment: then its end is read again."""
    for _ in range(20):
        with contextlib.suppress(BrokenFile), path.open("rb") as file:
            return list(read_fragments(file.fileno()))
        time.sleep(0.05)
    with path.open("rb") as file:
        return list(read_fragments(file.fileno()))


def newest_end_s(folder: Path) -> float:
    """UTC at which the newest picture on disk of a camera ends; 0 without any."""
    found = [fragment for path in sorted(folder.rglob("*.mp4"))[-2:] for fragment in fragments_of(path)]
    return max((fragment.end_us / 1e6 for fragment in found), default=0.0)


def kill_and_return(platform: Running, folders: list[Path]) -> None:
    killed_at = time.time()
    platform.kill("_media")
    for folder in folders:
        assert killed_at - newest_end_s(folder) <= LOST_AT_MOST_S, "more is missing than a crash may cost"
    for folder in folders:
        # a picture of after the return is on disk at latest one fragment after the camera records again
        left_s = killed_at + BACK_WITHIN_S + 1.0 - time.time()
        until(lambda folder=folder: newest_end_s(folder) > killed_at + 0.1, left_s, f"{folder.name} is not back")  # type: ignore[misc]


def moment(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def holes_on_disk(folder: Path) -> list[tuple[float, float]]:
    pieces = []
    for path in sorted(folder.rglob("*.mp4")):
        pieces += [(fragment.wall_us / 1e6, fragment.end_us / 1e6) for fragment in fragments_of(path)]
    pieces.sort()
    between = [(end, start) for (_, end), (start, _) in pairwise(pieces)]
    return [(start, end) for start, end in between if end - start > AGREE_WITHIN_S]


def assert_drawn_as_on_disk(platform: Running, camera_id: str, folder: Path, kills: int) -> None:
    to = datetime.fromtimestamp(time.time() + 1).astimezone().isoformat().replace("+", "%2B")
    timeline: dict[str, Any] = platform.call("GET", f"/cameras/{camera_id}/timeline?from=2026-01-01T00:00:00Z&to={to}")
    holes = holes_on_disk(folder)
    drawn = [(moment(gap["start"]), moment(gap["end"])) for gap in timeline["gaps"]]
    assert len(holes) == kills
    assert len(drawn) == kills, timeline["gaps"]
    for (start, end), (drawn_start, drawn_end) in zip(holes, drawn, strict=True):
        assert abs(start - drawn_start) <= AGREE_WITHIN_S
        assert abs(end - drawn_end) <= AGREE_WITHIN_S
    assert {gap["cause"] for gap in timeline["gaps"]} == {"recorder_crashed"}


def assert_all_files_decode(folder: Path) -> None:
    files = sorted(folder.rglob("*.mp4"))
    assert files
    for path in files:
        command = ["ffmpeg", "-v", "error", "-xerror", "-err_detect", "explode", "-i", str(path), "-f", "null", "-"]
        decoded = subprocess.run(command, capture_output=True, text=True, check=False)
        assert decoded.returncode == 0, f"{path}: {decoded.stderr}"
        assert decoded.stderr == "", f"{path}: {decoded.stderr}"


def run(folder: Path, kills: int) -> None:
    rng = random.Random(11)
    with (
        simulated_cameras(CAMERAS) as cameras,
        running(folder, f"--allow-outbound=127.0.0.1:{cameras.port}") as platform,
    ):
        archive = platform.data / "archive"
        folders = [archive / platform.add_camera(f"C{n}", cameras.url(n)) for n in range(1, CAMERAS + 1)]
        until(lambda: all(newest_end_s(one) for one in folders), 20, "not all cameras record")
        for _ in range(kills):
            next_kill = time.monotonic() + APART_S + rng.uniform(0.0, 1.0)
            kill_and_return(platform, folders)
            time.sleep(max(0.0, next_kill - time.monotonic()))
        for camera_id, one in zip(platform.cameras.values(), folders, strict=True):
            assert_drawn_as_on_disk(platform, camera_id, one, kills)
    checked = platform.command("check", "--deep")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert_all_files_decode(archive)


@pytest.mark.alone
@pytest.mark.timeout(240)
def test_five_kills_with_eight_cameras(tmp_path: Path) -> None:
    run(tmp_path, 5)


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_fifty_kills_with_eight_cameras(tmp_path: Path) -> None:
    run(tmp_path, 50)
