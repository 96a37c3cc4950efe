"""RTSP sources and clips for load: one file packetised once and shared by all who connect, in a process of its own."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "toancanh" / "bench"

_ONE_SLICE = "sliced-threads=0:scenecut=0"  # a picture is one slice, as cameras send it


def free_port() -> int:
    """A TCP port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clip(*, width: int, height: int, fps: int, kbit: int, seconds: int = 20, gop_s: float = 2.0) -> Path:
    """An H.264 clip of noise at a constant bit rate, made once with Debian's ffmpeg; no B-frames, as cameras send."""
    path = CACHE / f"one-slice-{width}x{height}p{fps}-{kbit}k-{seconds}s-gop{gop_s}.mp4"
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    rate = ["-b:v", f"{kbit}k", "-maxrate", f"{kbit}k", "-minrate", f"{kbit}k", "-bufsize", f"{kbit // 2}k"]
    unfinished = path.with_suffix(".part.mp4")
    subprocess.run(
        [
            *("ffmpeg", "-v", "error", "-y", "-f", "lavfi"),
            *("-i", f"testsrc2=size={width}x{height}:rate={fps},noise=alls=20:allf=t"),
            *("-t", str(seconds), "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast"),
            *("-tune", "zerolatency", "-x264-params", _ONE_SLICE, "-g", str(int(fps * gop_s)), "-bf", "0"),
            *(*rate, str(unfinished)),
        ],
        check=True,
    )
    unfinished.rename(path)
    return path


@contextlib.contextmanager
def rtsp_source(video: Path, *, cameras: int = 1) -> Iterator[str]:
    """Serve ``video`` looped in real time; yields the address of camera 1 (``.../cam/1``)."""
    port = free_port()
    command = [sys.executable, "-m", "toancanh", "simulate", "--video", str(video), "--cameras", str(cameras)]
    server = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        if not line:
            raise RuntimeError("the simulated source did not start")
        yield f"rtsp://127.0.0.1:{port}/cam/1"
    finally:
        server.terminate()
        server.wait(10)
