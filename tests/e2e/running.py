"""Starts `toancanh up` in a folder of its own, as a user would, and stops it."""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PASSWORD = "only-for-tests-7"


@dataclass(kw_only=True)
class Running:
    process: subprocess.Popen[str]
    url: str
    said: list[str] = field(default_factory=list)

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(40)


def command_line(folder: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "toancanh", "up", "--data", str(folder / "data"), "--port", "0", *arguments]


def environment_of(folder: Path, **added: str) -> dict[str, str]:
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TOANCANH_")}
    return {**kept, "HOME": str(home), **added}


@contextmanager
def running(folder: Path, *arguments: str, seconds: float = 60, **environment: str) -> Iterator[Running]:
    """The platform with its data below ``folder``, once it is ready; killed at the end unless it was stopped."""
    with subprocess.Popen(
        command_line(folder, *arguments),
        env=environment_of(folder, **environment),
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        started = Running(process=process, url="")
        try:
            started.url = _wait_until_ready(started, seconds)
            yield started
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(40)
                except subprocess.TimeoutExpired:
                    process.kill()


def _wait_until_ready(started: Running, seconds: float) -> str:
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
                return line.split()[1]
    raise AssertionError(f"it was not ready in time: {started.said}")
