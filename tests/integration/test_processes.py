import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from toancanh.infra.processes import ChildSpec, restart_wait_s

pytestmark = pytest.mark.waits

CHILD = """
import os, pathlib, signal, sys, time
log = pathlib.Path(sys.argv[1])
def write(word):
    with log.open("a") as file:
        file.write(f"{word} {sys.argv[2]} {os.getpid()} {time.monotonic()}\\n")
def stop(*_):
    time.sleep(float(sys.argv[3]))
    write("stopped")
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
write("started")
while True:
    time.sleep(60)
"""


def spec(tmp_path: Path, name: str, rank: int, stop_s: float = 0.1, timeout_s: float = 10) -> ChildSpec:
    argv = (sys.executable, "-S", "-c", CHILD, str(tmp_path / "log"), name, str(stop_s))
    return ChildSpec(name=name, argv=argv, stop_rank=rank, stop_timeout_s=timeout_s)


def start(specs: list[ChildSpec], first: str = "") -> subprocess.Popen[str]:
    script = "import json, os, signal, sys; from toancanh.infra.processes import *; from dataclasses import *\n"
    script += first + "\n"
    script += "become_supervisor([ChildSpec(**entry) for entry in json.loads(sys.argv[1])])"
    entries = json.dumps(
        [{"name": s.name, "argv": s.argv, "stop_rank": s.stop_rank, "stop_timeout_s": s.stop_timeout_s} for s in specs]
    )
    return subprocess.Popen([sys.executable, "-c", script, entries], stderr=subprocess.PIPE, text=True)


def lines(tmp_path: Path, word: str) -> list[list[str]]:
    path = tmp_path / "log"
    content = path.read_text() if path.exists() else ""
    return [line.split() for line in content.splitlines() if line.startswith(word)]


def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def test_web_has_stopped_before_media_is_told(tmp_path: Path) -> None:
    supervisor = start(
        [spec(tmp_path, "media-0", 1), spec(tmp_path, "web", 0, stop_s=0.5), spec(tmp_path, "media-1", 1)]
    )
    until(lambda: len(lines(tmp_path, "started")) == 3)
    supervisor.terminate()
    assert supervisor.wait(30) == 0
    stopped = lines(tmp_path, "stopped")
    assert stopped[0][1] == "web"
    assert {line[1] for line in stopped[1:]} == {"media-0", "media-1"}
    supervisor.communicate()


def test_a_killed_child_is_back_at_once_and_from_the_third_death_later(tmp_path: Path) -> None:
    supervisor = start([spec(tmp_path, "media-0", 0)])
    for count in range(1, 4):
        until(lambda count=count: len(lines(tmp_path, "started")) == count)
        os.kill(int(lines(tmp_path, "started")[-1][2]), signal.SIGKILL)
    until(lambda: len(lines(tmp_path, "started")) == 4)
    supervisor.terminate()
    assert supervisor.wait(30) == 0
    _, errors = supervisor.communicate()
    told = [json.loads(line) for line in errors.splitlines()]
    assert [line["exit"] for line in told] == [-9, -9, -9]
    assert [line["restart_in_s"] for line in told] == [0.0, 0.0, 0.5]


def test_children_die_with_the_supervisor(tmp_path: Path) -> None:
    supervisor = start([spec(tmp_path, "media-0", 0)])
    until(lambda: len(lines(tmp_path, "started")) == 1)
    supervisor.kill()
    supervisor.communicate()
    until(lambda: len(lines(tmp_path, "stopped")) == 1)


def test_one_that_does_not_stop_is_killed_and_the_status_says_so(tmp_path: Path) -> None:
    supervisor = start([spec(tmp_path, "media-0", 0, stop_s=60, timeout_s=0.3)])
    until(lambda: len(lines(tmp_path, "started")) == 1)
    pid = int(lines(tmp_path, "started")[0][2])
    supervisor.terminate()
    assert supervisor.wait(30) == 1
    supervisor.communicate()
    assert not psutil.pid_exists(pid)


def test_a_signal_on_the_way_to_the_supervisor_is_obeyed(tmp_path: Path) -> None:
    told = "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT]); os.kill(os.getpid(), signal.SIGINT)"
    supervisor = start([spec(tmp_path, "media-0", 0)], told)
    assert supervisor.wait(30) == 0
    assert not supervisor.communicate()[1]
    assert not lines(tmp_path, "started")


def test_a_second_signal_means_now(tmp_path: Path) -> None:
    supervisor = start([spec(tmp_path, "media-0", 0, stop_s=60)])
    until(lambda: len(lines(tmp_path, "started")) == 1)
    supervisor.send_signal(signal.SIGINT)
    time.sleep(1.2)
    supervisor.send_signal(signal.SIGINT)
    assert supervisor.wait(30) == 1
    assert "a second time" in supervisor.communicate()[1]


def test_a_signal_that_make_passes_on_is_no_second_one(tmp_path: Path) -> None:
    supervisor = start([spec(tmp_path, "media-0", 0, stop_s=0.5)])
    until(lambda: len(lines(tmp_path, "started")) == 1)
    supervisor.send_signal(signal.SIGINT)
    time.sleep(0.1)
    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(30) == 0
    assert len(lines(tmp_path, "stopped")) == 1
    assert not supervisor.communicate()[1]


def test_wrong_use_ends_all_with_its_status(tmp_path: Path) -> None:
    wrong = ChildSpec(name="web", argv=(sys.executable, "-S", "-c", "raise SystemExit(2)"))
    supervisor = start([wrong, spec(tmp_path, "media-0", 1)])
    assert supervisor.wait(10) == 2
    supervisor.communicate()


def test_the_supervisor_weighs_little(tmp_path: Path) -> None:
    supervisor = start([spec(tmp_path, "media-0", 0)])
    until(lambda: len(lines(tmp_path, "started")) == 1)
    weight = psutil.Process(supervisor.pid).memory_full_info().uss
    supervisor.terminate()
    supervisor.communicate()
    assert weight < 12_000_000


@pytest.mark.parametrize(
    ("deaths", "by_signal", "wait_s"),
    [(1, True, 0), (2, True, 0), (3, True, 0.5), (4, True, 1), (9, True, 10), (1, False, 0.5)],
)
def test_back_off_starts_at_the_third_death(deaths: int, by_signal: bool, wait_s: float) -> None:
    assert restart_wait_s(deaths, by_signal=by_signal) == wait_s
