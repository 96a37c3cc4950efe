"""kill -9 at random instants: what was whole stays, what was torn goes, the gap says what is missing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive_rig import Rig, camera_key
from recorded_files import decoded
from toancanh.kernel import SystemClock
from toancanh.media.archive import check, recover
from toancanh.media.model import GapCause

pytestmark = [pytest.mark.waits, pytest.mark.databases("sqlite")]  # two processes over one folder
CHILD = Path(__file__).parents[1] / "recording_child.py"
CAMERAS = 3
FAR_US = 1 << 62
FRAME_US = 40_000


def record_and_kill(folder: Path, seconds: float) -> dict[int, tuple[int, int]]:
    """Per camera the start of the first and the end of the last picture that its recorder was given."""
    received = folder / "received"
    with received.open("wb") as output:
        child = subprocess.Popen([sys.executable, str(CHILD), str(folder), str(CAMERAS)], stdout=output)
        deadline = time.monotonic() + 30
        while not received.stat().st_size and time.monotonic() < deadline:
            assert child.poll() is None
            time.sleep(0.01)
        time.sleep(seconds)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    lines = received.read_text().rpartition("\n")[0].splitlines()
    given = [(int(camera), int(end_us)) for camera, end_us in (line.split() for line in lines)]
    first, last = dict(reversed(given)), dict(given)
    return {camera: (first[camera] - FRAME_US, last[camera]) for camera in last}


def kills(folder: Path, count: int) -> None:
    rng = random.Random(7)
    rig = Rig(folder, SystemClock())
    for number in range(count):
        received = record_and_kill(folder, rng.uniform(0.3, 1.8) if number else 3.2)
        recovery = recover(rig.archive, ids=rig.ids, owned=lambda _camera: True)
        assert check(rig.archive, deep=True) == []
        for camera, (start_us, end_us) in received.items():
            key = camera_key(camera)
            tail = recovery.tails[key]
            assert tail.end_us is not None
            assert end_us - max(start_us, tail.end_us) <= 1_500_000
            gap = rig.archive.gaps(*key[:2], tail.end_us, FAR_US)[-1]
            assert (gap.start_us, gap.end_us, gap.cause) == (tail.end_us, None, GapCause.RECORDER_CRASHED)
    for camera in range(CAMERAS):
        key = camera_key(camera)
        segments = rig.archive.segments(*key[:2], 0, FAR_US)
        gaps = rig.archive.gaps(*key[:2], 0, FAR_US)
        runs = list(dict.fromkeys(s.run_id for s in segments))
        assert len(gaps) == len(runs)
        for run, gap in zip(runs[1:], gaps, strict=False):
            assert gap.end_us == next(s.start_us for s in segments if s.run_id == run)
        frames = sum(decoded(rig.archive.path(segment)) for segment in segments)
        held = sum(len(rig.archive.samples(s, f)) for s in segments for f in rig.archive.fragments(s))
        assert frames == held > 0
    rig.close()


def test_four_kills(tmp_path: Path) -> None:
    kills(tmp_path, 4)


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_fifty_kills(tmp_path: Path) -> None:
    kills(tmp_path, 50)
