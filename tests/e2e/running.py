"""Starts `toancanh up` in a folder of its own, as a user would, talks to it, and stops it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import selectors
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest import mock

import psutil

from toancanh import cli

PASSWORD = "a password of the tests"
"""The first administrator's, where a test does not want it generated."""


@dataclass(kw_only=True)
class Running:
    folder: Path
    process: subprocess.Popen[str]  # the supervisor
    url: str = ""
    said: list[str] = field(default_factory=list)  # until it was ready
    cameras: dict[str, str] = field(default_factory=dict)  # ids by code

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @cached_property
    def token(self) -> str:
        """The first administrator's."""
        return self.sign_in()

    @cached_property
    def organisation_id(self) -> str:
        return str(self.call("GET", "/organisations")["items"][0]["id"])

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
        return toancanh(self.folder, *arguments, "--data", str(self.data))

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

    def child(self, name: str) -> psutil.Process:
        """``_web`` or ``_media``."""
        for child in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.NoSuchProcess):
                if name in child.cmdline():
                    return child
        raise LookupError(name)

    def kill(self, name: str) -> None:
        self.child(name).send_signal(signal.SIGKILL)

    def record(self, action: str) -> list[dict[str, Any]]:
        """Details of the record's entries of this action, the oldest first."""
        with contextlib.closing(sqlite3.connect(self.data / "toancanh.db")) as database:
            rows = database.execute(
                "SELECT details, outcome FROM record_entry WHERE action = ? ORDER BY id", (action,)
            ).fetchall()
        return [{**json.loads(details), "outcome": outcome} for details, outcome in rows]

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(40)


def until(condition: Callable[[], Any], within_s: float, what: str = "") -> Any:
    """Poll; the first true answer. Errors of a platform that is just being restarted count as no."""
    end = time.monotonic() + within_s
    while True:
        with contextlib.suppress(urllib.error.URLError, LookupError, ConnectionError, TimeoutError):
            answer = condition()
            if answer:
                return answer
        assert time.monotonic() < end, what or "it did not happen in time"
        time.sleep(0.02)


def free_port() -> int:
    """Of loopback; for the platform's RTSP door, which says nowhere which port it took."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def up(folder: Path, *arguments: str) -> tuple[str, ...]:
    return "up", "--data", str(folder / "data"), "--port", "0", *arguments


def toancanh(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One command, to its end: `up`, which becomes another program, in a process of its own; to start one for each of
    the others would cost more than they do.
    """
    if arguments[0] == "up":
        command = [sys.executable, "-m", "toancanh", *arguments]
        return subprocess.run(
            command, env=_environment(folder), capture_output=True, text=True, timeout=120, check=False
        )  # fmt: skip
    said, wrong = io.StringIO(), io.StringIO()
    with (
        mock.patch.dict(os.environ, _environment(folder), clear=True),
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(wrong),
    ):
        try:
            status = cli.main(arguments)
        except SystemExit as ended:  # wrong use
            status = int(ended.code or 0)
    return subprocess.CompletedProcess(arguments, status, said.getvalue(), wrong.getvalue())


@contextlib.contextmanager
def running(
    folder: Path, *arguments: str, seconds: float = 100, password: str = PASSWORD, **environment: str
) -> Iterator[Running]:
    """The platform with its data below ``folder``, once it is ready; killed at the end unless it was stopped."""
    given = {"TOANCANH_ADMIN_PASSWORD": password} if password else {}
    with subprocess.Popen(
        [sys.executable, "-m", "toancanh", *up(folder, *arguments)],
        env=_environment(folder) | given | environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        started = Running(folder=folder, process=process)
        try:
            _wait_until_ready(started, seconds)
            yield started
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(40)
                except subprocess.TimeoutExpired:
                    process.kill()


def _environment(folder: Path) -> dict[str, str]:
    """A home of its own, and none of the settings of whoever runs the tests."""
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TOANCANH_")}
    return {**kept, "HOME": str(home), "TOANCANH_MIN_FREE_BYTES": "0", "TOANCANH_LOG_LEVEL": "warning",
            "TOANCANH_VISION_CORES": "0"}  # fmt: skip


def _wait_until_ready(started: Running, seconds: float) -> None:
    output = started.process.stdout
    assert output is not None
    end = time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        selector.register(output, selectors.EVENT_READ)
        while selector.select(max(0.0, end - time.monotonic())):
            line = output.readline()
            assert line, f"it ended before it was ready: {started.said}"
            started.said.append(line.rstrip("\n"))
            if line.startswith("ready "):
                started.url = line.split()[1]
                return
    raise AssertionError(f"it was not ready in time: {started.said}")
