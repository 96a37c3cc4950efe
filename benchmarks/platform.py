"""The running platform for a benchmark: an empty one with copies of one camera, started by its own command."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.sources import free_port

PASSWORD = "benchmark-of-the-platform"


@dataclass(frozen=True, kw_only=True)
class Running:
    """A platform that answers. ``cameras`` are ids, ``start_s`` is the time from the command to ready."""

    pid: int
    url: str
    token: str
    cameras: Sequence[str]
    start_s: float

    def live_address(self, camera_id: str, stream: str = "main") -> str:
        return f"ws{self.url.removeprefix('http')}/api/v1/cameras/{camera_id}/live?stream={stream}"

    def get(self, path: str) -> dict[str, object]:
        return call(self.url, path, token=self.token)


def call(base: str, path: str, *, token: str = "", body: object = None) -> dict[str, object]:
    """One JSON request of the HTTP interface."""
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{base}/api/v1{path}", data=data, headers=headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        result: dict[str, object] = json.load(answer)
    return result


def host_port(url: str) -> str:
    """``HOST:PORT`` of an RTSP address."""
    parts = urllib.parse.urlsplit(url)
    return f"{parts.hostname}:{parts.port or 554}"


@contextlib.contextmanager
def started(
    data: Path,
    *,
    allow: Collection[str],
    with_web: bool = True,
    demo: bool = False,
    environment: Mapping[str, str] | None = None,
) -> Iterator[tuple[subprocess.Popen[str], str, float]]:
    """``toancanh up``: the process, its address (empty without web) and the seconds it took to be ready."""
    command = [sys.executable, "-m", "toancanh", "up", "--data", str(data)]
    command += [f"--allow-outbound={exception}" for exception in allow]
    command += ["--port", str(free_port())] if with_web else ["--no-web"]
    command += ["--demo"] if demo else []
    variables = {
        **os.environ,
        "TOANCANH_ADMIN_PASSWORD": PASSWORD,
        "TOANCANH_MASTER_KEY_FILE": f"{data}.key",
        "TOANCANH_MIN_FREE_BYTES": "0",
        "TOANCANH_LOG_LEVEL": "error",
        **(environment or {}),
    }
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=variables)
    try:
        address = ""
        assert process.stdout is not None
        while with_web and not address:
            line = process.stdout.readline()
            if not line:
                raise RuntimeError("the platform did not start")
            if line.startswith("ready "):
                address = line.split()[1]
        yield process, address, time.monotonic() - begin
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(60)


@contextlib.contextmanager
def running_platform(
    data: Path, *, urls: Sequence[str], environment: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """A platform with a camera for each of these streams, all of them online."""
    allow = {host_port(url) for url in urls}
    with started(data, allow=allow, environment=environment) as (process, address, start_s):
        token = str(call(address, "/session", body={"username": "admin", "password": PASSWORD})["token"])
        owner = str(call(address, "/organisations", token=token)["items"][0]["id"])  # type: ignore[index]
        made = [call(address, "/cameras", token=token, body=camera(n, url, owner)) for n, url in enumerate(urls)]
        ids = [str(one["id"]) for one in made]
        running = Running(pid=process.pid, url=address, token=token, cameras=ids, start_s=start_s)
        _await_online(running)
        yield running


def camera(number: int, url: str, owner_id: str) -> dict[str, object]:
    """The body of ``POST /cameras`` for one copy."""
    name = f"bench {number}"
    streams = [{"role": "main", "url": url}]
    return {
        "code": f"B-{number:04d}",
        "name": name,
        "owner_id": owner_id,
        "lat": 21.0,
        "lon": 105.8,
        "streams": streams,
    }


def _await_online(running: Running, within_s: float = 60.0) -> None:
    deadline = time.monotonic() + within_s
    for camera_id in running.cameras:
        while running.get(f"/cameras/{camera_id}/status")["state"] != "online":
            if time.monotonic() > deadline:
                raise RuntimeError(f"camera {camera_id} is not online after {within_s:.0f} s")
            time.sleep(0.25)
