"""What goes wrong is said in one line on standard error, with exit 2 for wrong use and 1 for failure."""

import os
from pathlib import Path

import pytest

from toancanh.bootstrap.platform import open_platform
from toancanh.cli import main
from toancanh.infra.data_lock import lock_data
from toancanh.kernel import Conflict


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("TOANCANH_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path


def said(capsys: pytest.CaptureFixture[str]) -> str:
    told = capsys.readouterr()
    assert not told.out
    assert told.err.startswith("toancanh")
    assert told.err.count("\n") == 1, told.err
    return told.err


def test_a_command_that_does_not_exist(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["frobnicate"])
    assert ended.value.code == 2
    line = said(capsys)
    assert "'frobnicate'" in line
    assert "restore" in line
    assert "_web" not in line


def test_ctrl_c_while_a_command_is_loaded(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_module: str, _subparsers: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("toancanh.cli._add", interrupted)
    assert main(["up"]) == 130
    assert not any(capsys.readouterr())


@pytest.mark.parametrize("command", [["check"], ["keys", "rotate"], ["audit", "verify"], ["backup", "file.tar.gz"]])
@pytest.mark.parametrize("exists", [True, False])
def test_a_folder_that_is_no_installation(
    home: Path, capsys: pytest.CaptureFixture[str], command: list[str], exists: bool
) -> None:
    folder = home / "elsewhere"
    if exists:
        folder.mkdir()
    assert main([*command, "--data", str(folder)]) == 1
    line = said(capsys)
    assert str(folder) in line
    assert "--data" in line
    assert not exists or not list(folder.iterdir()), "it was looked at, not set up"


def test_a_folder_that_cannot_be_made(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["up", "--data", "/proc/nowhere", "--port", "0"]) == 1
    assert "/proc/nowhere" in said(capsys)


@pytest.mark.parametrize("address", ["nonsense", "postgresql+nodriver://secret@host/name"])
def test_a_database_that_no_driver_opens(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    open_platform(data=home / "data", create=True).close()
    monkeypatch.setenv("TOANCANH_DATABASE_URL", address)
    assert main(["check", "--data", str(home / "data")]) == 2
    line = said(capsys)
    assert "database_url" in line
    assert "secret" not in line


@pytest.mark.parametrize("command", [["check"], ["keys", "rotate"], ["audit", "verify"], ["backup", "file.tar.gz"]])
def test_a_damaged_database(home: Path, capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    data = home / "data"
    open_platform(data=data, create=True).close()
    (data / "toancanh.db").write_bytes(b"no database at all " * 1000)
    assert main([*command, "--data", str(data)]) == 1
    assert "database" in said(capsys)


def test_a_second_platform_on_the_same_data(home: Path) -> None:
    run = home / "data" / "run"
    held = lock_data(run)
    with pytest.raises(Conflict, match=f"process {os.getpid()}"):
        lock_data(run)
    os.close(held)
    os.close(lock_data(run))
