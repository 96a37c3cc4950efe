"""A wheel, installed into an empty environment, starts and serves the console."""

import os
import selectors
import signal
import subprocess
import sys
import sysconfig
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECONDS_TO_READY = 30  # a loaded machine; the figure is measured by the benchmarks


def run(*command: str | Path) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(params=["beside", pytest.param("whole", marks=pytest.mark.soak)])
def installed(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The wheel alone beside the packages that we have, without our sources; or with its own, by the locked list."""
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path / "dist")
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    environment = tmp_path / "environment"
    run(sys.executable, "-m", "venv", "--without-pip", environment)  # the pip that we have puts things there, too
    pip = (sys.executable, "-m", "pip", "--python", environment, "install", "--quiet", "--no-deps", "--no-compile")
    if request.param == "whole":
        run(*pip, "--require-hashes", "-r", ROOT / "requirements.txt")
    else:
        (packages,) = environment.glob("lib/python*/site-packages")
        (packages / "beside.pth").write_text(sysconfig.get_path("purelib"))  # its own .pth files are not heeded
    run(*pip, wheel)
    return environment / "bin" / "toancanh"


def ready_url(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    end = time.monotonic() + SECONDS_TO_READY
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while selector.select(end - time.monotonic()):
            line = process.stdout.readline()
            if line.startswith("ready "):
                return line.split()[1]
            assert line, "it ended before it was ready"
    raise AssertionError("it was not ready in time")


@pytest.mark.timeout(300)
def test_a_wheel_in_an_empty_environment_starts(installed: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}
    command = [installed, "up", "--data", tmp_path / "data", "--port", "0"]
    with subprocess.Popen(command, cwd=home, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            url = ready_url(process)
            for path, content in {
                "/": b'<div id="root">',
                "/healthz": b"alive",
                "/api/v1/openapi.json": b"/cameras",
            }.items():
                with urllib.request.urlopen(url + path) as answer:
                    assert content in answer.read()
        finally:
            process.send_signal(signal.SIGTERM)
            status = process.wait(30)
    assert status == 0
