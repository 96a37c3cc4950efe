"""``toancanh traffic``: measurements are checked and put in order from the command line."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from toancanh.bootstrap.platform import open_platform
from toancanh.cli import main
from traffic_rows import MINUTE_US, MONDAY_US, minute, minutes

OLD = int(time.time() * 1e6 - MONDAY_US) // MINUTE_US - 30 * 1440
"""Minutes: a month before today, whenever that is, so that no hour is open any more and none is erased by its age."""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An installation with one part of an old day."""
    for name in [name for name in os.environ if name.startswith("TOANCANH_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    platform = open_platform(data=tmp_path / "data", create=True)
    platform.traffic.writer("w").append(minutes(*(minute(OLD + n) for n in range(3))))
    platform.close()
    return str(tmp_path / "data")


def test_files_are_put_in_order_and_checked(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["traffic", "check", "--deep", "--data", data]) == 0
    assert "whole" in capsys.readouterr().out
    assert main(["traffic", "tidy", "--data", data]) == 0
    names = sorted(path.name[:2] for path in Path(data, "measurements").glob("*/*.parquet"))
    assert names == ["h.", "q."]

    file = next(Path(data, "measurements").glob("*/h.*"))
    file.write_bytes(file.read_bytes()[:-9])
    capsys.readouterr()
    assert main(["traffic", "check", "--data", data, "--json"]) == 1
    (told,) = json.loads(capsys.readouterr().out)
    assert told == {
        "invariant": "files",
        "subject": f"{file.parent.name}/{file.name}",
        "detail": "is not as it was written",
    }
    assert main(["traffic", "check", "--data", data]) == 1
    assert file.name in capsys.readouterr().out
