"""Live viewers: CPU of all our processes with 200 viewers less the same without, against a bare uvicorn that pushes."""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import ROOT, Figure
from benchmarks.platform import Running, running_platform
from benchmarks.processes import cpu_seconds, descendants
from benchmarks.sources import clip, free_port, rtsp_source

VIEWERS, CAMERAS, KBIT, FPS = 200, 50, 2000, 25


def measure(options: argparse.Namespace) -> tuple[list[Figure], dict[str, object]]:
    """Viewers spread over 50 cameras, and all at one."""
    seconds = options.seconds or 20.0
    peer = _peer(seconds)
    figures = [Figure(key="bare uvicorn pushing such frames: CPU per viewer", value=peer, unit="% of a core")]
    video = clip(width=1280, height=720, fps=FPS, kbit=KBIT)
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(rtsp_source(video))
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="toancanh-bench-"))) / "data"
        platform = stack.enter_context(running_platform(folder, urls=[url] * CAMERAS))
        idle = _cpu_share(platform, [], seconds)
        for cameras in (CAMERAS, 1):
            addresses = [platform.live_address(platform.cameras[n % cameras]) for n in range(VIEWERS)]
            share = (_cpu_share(platform, addresses, seconds) - idle) / VIEWERS
            ratio = share / peer
            figures.append(
                Figure(
                    key=f"{VIEWERS} viewers of 2 Mbit/s over {cameras} camera{'s' * (cameras > 1)}: CPU against it",
                    value=ratio,
                    unit="x",
                    target="<= 1.7 x",
                    peer=f"ours {share:.4f} % of a core a viewer",
                    holds=ratio <= 1.7,
                )
            )
    return figures, {}


def _cpu_share(platform: Running, addresses: Sequence[str], seconds: float) -> float:
    """Per cent of a core that all processes of the platform take while these addresses are watched."""
    with _watching(addresses, seconds + 2, platform.token):
        time.sleep(1.0)  # the joining is over
        pids = list(descendants(platform.pid))
        before, started = cpu_seconds(pids), time.monotonic()
        time.sleep(seconds)
        return (cpu_seconds(pids) - before) / (time.monotonic() - started) * 100


class _watching:  # noqa: N801  # used as a with-statement
    def __init__(self, addresses: Sequence[str], seconds: float, token: str) -> None:
        self._addresses, self._seconds, self._token = addresses, seconds, token
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> None:
        if not self._addresses:
            return
        command = [sys.executable, "-m", "benchmarks.viewers", str(self._seconds), self._token]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n".join(self._addresses))
        self._process.stdin.close()
        if self._process.stdout.readline() != "ready\n":
            raise RuntimeError("not all viewers got a picture")

    def __exit__(self, *_error: object) -> None:
        if self._process is None:
            return
        assert self._process.stdout is not None
        outcome = json.loads(self._process.stdout.readline())
        self._process.wait(30)
        expected = len(self._addresses) * self._seconds * KBIT * 1000 / 8
        if outcome["ended"] or outcome["bytes"] < 0.9 * expected:
            raise RuntimeError(f"viewers did not get their pictures: {outcome}, expected about {expected:.0f} bytes")


def _peer(seconds: float) -> float:
    """Per cent of a core a viewer that the bare uvicorn takes."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.peer_uvicorn", str(port), str(KBIT * 1000 // 8 // FPS), str(FPS)]
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        time.sleep(2.0)
        with _watching([f"ws://127.0.0.1:{port}/"] * VIEWERS, seconds + 2, ""):
            time.sleep(1.0)
            before, started = cpu_seconds([server.pid]), time.monotonic()
            time.sleep(seconds)
            return (cpu_seconds([server.pid]) - before) / (time.monotonic() - started) / VIEWERS * 100
    finally:
        server.terminate()
        server.wait(10)
