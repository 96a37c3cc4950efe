"""RTSP out: what one more consumer of a 4 Mbit/s stream costs all our processes, less the same without consumers."""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import ROOT, Figure
from benchmarks.platform import Running, call, running_platform
from benchmarks.processes import cpu_seconds, descendants
from benchmarks.sources import clip, free_port, rtsp_source

CONSUMERS, KBIT, FPS = 10, 4000, 25


def measure(options: argparse.Namespace) -> tuple[list[Figure], dict[str, object]]:
    """Over TCP and over UDP, all of one stream; and one consumer each of as many cameras."""
    return gateway_figures(options.seconds or 20.0), {}


def gateway_figures(seconds: float = 20.0) -> list[Figure]:
    """Rows of the table of issue 6."""
    video = clip(width=1920, height=1080, fps=FPS, kbit=KBIT)
    port = free_port()
    figures: list[Figure] = []
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(rtsp_source(video))
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="toancanh-bench-"))) / "data"
        environment = {"TOANCANH_RTSP_PORT": str(port)}
        platform = stack.enter_context(running_platform(folder, urls=[url] * CONSUMERS, environment=environment))
        log_ins = [_log_in(platform, number) for number in range(CONSUMERS)]  # four views of a camera for each at most
        idle = _cpu_share(platform, [], seconds)
        for name, scheme, cameras in (
            (f"{CONSUMERS} consumers of one stream, TCP", "rtspt", 1),
            (f"{CONSUMERS} consumers of one stream, UDP", "rtspu", 1),
            (f"a consumer each of {CONSUMERS} streams, TCP", "rtspt", CONSUMERS),
        ):
            wanted = [
                f"{scheme}://127.0.0.1:{port}/cameras/{platform.cameras[at % cameras]}/main {log_in}"
                for at, log_in in enumerate(log_ins)
            ]
            share = (_cpu_share(platform, wanted, seconds) - idle) / CONSUMERS
            figures.append(
                Figure(
                    key=f"one more RTSP consumer of a {KBIT // 1000} Mbit/s stream ({name})",
                    value=share,
                    unit="% of a core",
                    target="<= 0.5 % of a core",
                    holds=share <= 0.5,
                )
            )
    return figures


def _log_in(platform: Running, number: int) -> str:
    """Name and password of a consumer of all cameras."""
    owner: dict[str, object] = platform.get("/organisations")["items"][0]  # type: ignore[index]
    body = {
        "name": f"bench {number}",
        "organisation_id": owner["id"],
        "legal_basis": "bench",
        "cameras": [{"camera_id": camera_id, "streams": ["main"]} for camera_id in platform.cameras],
    }
    made = call(platform.url, "/consumers", token=platform.token, body=body)
    return f"{made['consumer']['username']} {made['password']}"  # type: ignore[index]


def _cpu_share(platform: Running, wanted: list[str], seconds: float) -> float:
    """Per cent of a core that all processes of the platform take while these streams are taken."""
    with _consuming(wanted, seconds + 2):
        time.sleep(1.0)  # the joining is over
        pids = list(descendants(platform.pid))
        before, started = cpu_seconds(pids), time.monotonic()
        time.sleep(seconds)
        return (cpu_seconds(pids) - before) / (time.monotonic() - started) * 100


@contextlib.contextmanager
def _consuming(wanted: list[str], seconds: float) -> Iterator[None]:
    if not wanted:
        yield
        return
    command = [sys.executable, "-m", "benchmarks.consumers", str(seconds)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\n".join(wanted))
        process.stdin.close()
        if process.stdout.readline() != "ready\n":
            raise RuntimeError("not all consumers got a picture")
        yield
        outcome = json.loads(process.stdout.readline())
    expected = len(wanted) * seconds * KBIT * 1000 / 8
    if outcome["ended"] or outcome["bytes"] < 0.9 * expected:
        raise RuntimeError(f"consumers did not get their pictures: {outcome}, expected about {expected:.0f} bytes")
