"""`.ci/once_more.py`: what failed is run once more alone, and what passes then is told, not kept quiet."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / ".ci" / "once_more.py"
TESTS = """
from pathlib import Path
import pytest

@pytest.mark.parametrize("of", ["a b", "[1]"])
def test_unsteady(of):
    trace = Path(__file__).with_name(f"tried {of}")
    tried, _ = trace.exists(), trace.touch()
    assert tried, "the first time"

def test_broken():
    assert False, "each time"
"""
PYTEST = [sys.executable, "-m", "pytest", "-q"]
BARE = {**os.environ, "PYTEST_ADDOPTS": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # half a second less for each start


def a_pass(folder: Path) -> None:
    (folder / "test_it.py").write_text(TESTS)
    with (folder / "general.log").open("w") as log:
        command = [*PYTEST, "-o", "cache_dir=general.cache"]
        ended = subprocess.run(command, cwd=folder, env=BARE, stdout=log, check=False)
    assert ended.returncode == 1


def once_more(folder: Path, pytest: list[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), str(folder), str(folder / "out" / "unsteady.txt"), *pytest]
    return subprocess.run(command, cwd=folder, env=BARE, capture_output=True, text=True, check=False)


def test_what_passes_alone_is_told_and_what_fails_again_is_red(tmp_path: Path) -> None:
    a_pass(tmp_path)
    ended = once_more(tmp_path, PYTEST)
    assert ended.returncode == 1, "the broken one failed again"
    unsteady = ["UNSTEADY: test_it.py::test_unsteady[a b]", "UNSTEADY: test_it.py::test_unsteady[[1]]"]
    assert ended.stdout.splitlines()[-2:] == unsteady
    assert "AssertionError: each time" in ended.stdout
    kept = (tmp_path / "out" / "unsteady.txt").read_text()
    assert "AssertionError: the first time" in kept
    assert kept.splitlines()[-2:] == unsteady

    known = tmp_path / "general.cache" / "v" / "cache" / "lastfailed"
    known.write_text(json.dumps({test: True for test in json.loads(known.read_text()) if "broken" not in test}))
    assert once_more(tmp_path, PYTEST).returncode == 0, "unsteady ones alone refuse nobody"


def test_more_than_five_are_not_run_again(tmp_path: Path) -> None:
    known = tmp_path / "general.cache" / "v" / "cache" / "lastfailed"
    known.parent.mkdir(parents=True)
    known.write_text(json.dumps({f"test_it.py::test_{number}": True for number in range(6)}))
    ended = once_more(tmp_path, ["true"])
    assert ended.returncode == 1
    assert ended.stdout == "6 tests failed: too many to run them once more\n"


def test_a_pass_that_failed_without_a_test_is_red(tmp_path: Path) -> None:
    assert once_more(tmp_path, ["true"]).returncode == 1
