"""The real platform, started by its own command on a free port, with its processes at hand."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

PASSWORD = "a password of the tests"


@dataclass
class RunningPlatform:
    """``token`` is the first administrator's."""

    data: Path
    url: str
    supervisor: subprocess.Popen[str]
    token: str = ""
    organisation_id: str = ""
    cameras: dict[str, str] = field(default_factory=dict)  # ids by code
    environment: dict[str, str] = field(default_factory=dict)

    def call(self, method: str, path: str, body: object = None, *, token: str | None = None) -> Any:
        """One request of the HTTP interface; an error status raises `urllib.error.HTTPError`."""
        data = None if body is None else json.dumps(body).encode()
        given = self.token if token is None else token
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {given}"} if given else {})}
        request = urllib.request.Request(f"{self.url}/api/v1{path}", data=data, headers=headers, method=method)
        with urllib.request.urlopen(request, timeout=15) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """One command of the command line over the same data; it may be used after the platform has stopped."""
        whole = [sys.executable, "-m", "toancanh", *arguments, "--data", str(self.data)]
        return subprocess.run(whole, capture_output=True, text=True, check=False, env=self.environment)

    def sign_in(self, username: str = "admin", password: str = PASSWORD) -> str:
        return str(self.call("POST", "/session", {"username": username, "password": password}, token="")["token"])

    def add_camera(self, code: str, url: str, *, sub_url: str = "", **log_in: str) -> str:
        streams = [{"role": "main", "url": url, **log_in}] + ([{"role": "sub", "url": sub_url}] if sub_url else [])
        body = {
            "code": code, "name": code, "owner_id": self.organisation_id, "lat": 10.77, "lon": 106.7, "streams": streams
        }  # fmt: skip
        self.cameras[code] = str(self.call("POST", "/cameras", body)["id"])
        return self.cameras[code]

    def live_url(self, camera_id: str, query: str = "") -> str:
        return f"ws{self.url.removeprefix('http')}/api/v1/cameras/{camera_id}/live{'?' if query else ''}{query}"

    def state(self, camera_id: str) -> str:
        return str(self.call("GET", f"/cameras/{camera_id}/status")["state"])

    def process(self, name: str) -> psutil.Process:
        """The child ``_web`` or ``_media``."""
        for child in psutil.Process(self.supervisor.pid).children():
            with contextlib.suppress(psutil.NoSuchProcess):
                if name in child.cmdline():
                    return child
        raise LookupError(name)

    def kill(self, name: str) -> None:
        self.process(name).send_signal(signal.SIGKILL)

    def record(self, action: str) -> list[dict[str, Any]]:
        """Details of the record's entries of this action, the oldest first."""
        with contextlib.closing(sqlite3.connect(self.data / "toancanh.db")) as database:
            rows = database.execute(
                "SELECT details, outcome FROM record_entry WHERE action = ? ORDER BY id", (action,)
            ).fetchall()
        return [{**json.loads(details), "outcome": outcome} for details, outcome in rows]


def until(condition: Callable[[], Any], within_s: float, what: str = "") -> Any:
    """Poll; the first true answer. Errors of a platform that is just being restarted count as no."""
    end = time.monotonic() + within_s
    while True:
        with contextlib.suppress(urllib.error.URLError, LookupError, ConnectionError):
            answer = condition()
            if answer:
                return answer
        assert time.monotonic() < end, what or "it did not happen in time"
        time.sleep(0.02)


@contextlib.contextmanager
def running_platform(folder: Path, *arguments: str, **environment: str) -> Iterator[RunningPlatform]:
    """`toancanh up` over ``folder``/data."""
    data = folder / "data"
    command = [sys.executable, "-m", "toancanh", "up", "--data", str(data), "--port", "0", *arguments]
    extra = {
        "TOANCANH_ADMIN_PASSWORD": PASSWORD,
        "TOANCANH_MASTER_KEY_FILE": str(folder / "master.key"),
        "TOANCANH_MIN_FREE_BYTES": "0",
        "TOANCANH_LOG_LEVEL": "warning",
        **environment,
    }
    whole = {**os.environ, **extra}
    supervisor = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=whole)
    try:
        assert supervisor.stdout is not None
        url = ""
        for line in supervisor.stdout:
            if line.startswith("ready "):
                url = line.split()[1]
                break
        assert url, "the platform did not start"
        platform = RunningPlatform(data, url, supervisor, environment=whole)
        platform.token = platform.sign_in()
        platform.organisation_id = platform.call("GET", "/organisations")["items"][0]["id"]
        yield platform
    finally:
        supervisor.send_signal(signal.SIGTERM)
        try:
            supervisor.wait(20)
        finally:
            supervisor.kill()
            assert supervisor.stdout is not None
            supervisor.stdout.close()
