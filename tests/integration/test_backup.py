import argparse
import hashlib
import io
import sqlite3
import tarfile
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from toancanh.infra.backup import back_up, restore
from toancanh.infra.commands import add_commands
from toancanh.infra.keyring import KeyRing, SecretHolder
from toancanh.infra.settings import Settings
from toancanh.kernel import Conflict, DataLoss, NotFound, PlatformError, SimulatedClock, Unavailable

MASTER = bytes(range(32))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    data = tmp_path / "data"
    data.mkdir()
    ring = KeyRing.open(MASTER, data / "keys.json")
    with closing(sqlite3.connect(data / "toancanh.db")) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE secret (id INTEGER PRIMARY KEY, token TEXT)")
        database.execute("INSERT INTO secret (token) VALUES (?)", [ring.encrypt(b"camera password", "s")])
        database.commit()
    (data / "settings.toml").write_text("site_number = 7\n")
    (data / "tls").mkdir()
    (data / "tls" / "ca.crt").write_text("root")
    (data / "documents").mkdir()
    (data / "documents" / ("a" * 64)).write_bytes(b"%PDF")
    (data / "documents" / f".{'a' * 64}.draft").write_bytes(b"%P")
    (data / "archive").mkdir()
    (data / "archive" / "picture.mp4").write_bytes(b"x" * 100)
    return Settings.load(data=data, environ={})


def test_there_and_back(settings: Settings, tmp_path: Path) -> None:
    file, data = tmp_path / "backup.tar.gz", tmp_path / "elsewhere" / "new"
    back_up(settings, file, SimulatedClock())
    assert file.stat().st_mode & 0o777 == 0o600
    content = file.read_bytes()
    assert b"camera password" not in content
    restore(file, data)
    assert sorted(path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()) == [
        f"documents/{'a' * 64}", "keys.json", "restored.json", "settings.toml", "tls/ca.crt", "toancanh.db",
    ]  # fmt: skip
    assert all(path.stat().st_mode & 0o077 == 0 for path in data.rglob("*"))
    assert Settings.load(data=data, environ={}).site_number == 7
    with closing(sqlite3.connect(data / "toancanh.db")) as database:
        (token,) = database.execute("SELECT token FROM secret").fetchone()
    assert KeyRing.open(MASTER, data / "keys.json").decrypt(token, "s") == b"camera password"


def test_the_copy_is_consistent_while_the_platform_writes(settings: Settings, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(settings.data / "toancanh.db", timeout=10)) as database:
            while not stop.is_set():
                with database:  # pairs only: a copy with an odd number was torn
                    database.executemany("INSERT INTO secret (token) VALUES (?)", [("a" * 2000,), ("b" * 2000,)])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            back_up(settings, tmp_path / f"{number}.tar.gz", SimulatedClock())
    finally:
        stop.set()
        writer.join()
    for number in range(3):
        restore(tmp_path / f"{number}.tar.gz", tmp_path / f"data{number}")
        with closing(sqlite3.connect(tmp_path / f"data{number}" / "toancanh.db")) as database:
            assert database.execute("SELECT count(*) FROM secret").fetchone()[0] % 2 == 1


def test_nothing_is_overwritten(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    back_up(settings, file, SimulatedClock())
    with pytest.raises(Conflict):
        back_up(settings, file, SimulatedClock())
    with pytest.raises(Conflict, match="not empty"):
        restore(file, settings.data)
    (tmp_path / "empty").mkdir()
    restore(file, tmp_path / "empty")


@pytest.mark.parametrize("kind", ["missing", "text", "cut", "stranger", "link", "outside", "incomplete"])
def test_what_is_no_backup_leaves_nothing_behind(settings: Settings, tmp_path: Path, kind: str) -> None:
    file, data = tmp_path / "backup.tar.gz", tmp_path / "new"
    back_up(settings, file, SimulatedClock())
    if kind == "missing":
        file = tmp_path / "other"
    elif kind == "text":
        file.write_text("no archive")
    elif kind == "cut":
        file.write_bytes(file.read_bytes()[:-400])
    else:
        with tarfile.open(file, "w:gz") as archive:
            name = {"stranger": "evil.py", "outside": "../evil", "link": "keys.json", "incomplete": "keys.json"}[kind]
            member = tarfile.TarInfo(name)
            if kind == "link":
                member.type, member.linkname = tarfile.SYMTYPE, "../../target"
            archive.addfile(member, io.BytesIO(b""))
    before = sorted(tmp_path.iterdir())
    with pytest.raises((DataLoss, NotFound)):
        restore(file, data)
    assert sorted(tmp_path.iterdir()) == before


@dataclass
class _Platform:
    keyring: KeyRing | None = None
    secret_holders: Sequence[SecretHolder] = ()
    recorded: list[str] = field(default_factory=list)
    fault: Exception | None = None

    def record_backup(self, sha256: str) -> None:
        if self.fault is not None:
            raise self.fault
        self.recorded.append(sha256)

    def record_restored(self) -> None:
        raise AssertionError("its master key is not there")

    def close(self) -> None:
        self.recorded.append("closed")


def command(arguments: list[str], platform: _Platform | None = None) -> int:
    def open_platform(_data: str | None) -> _Platform:
        assert platform is not None
        return platform

    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers(required=True), open_platform)
    options = parser.parse_args(arguments)
    return int(options.run(options))


def test_the_commands(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    file, data = tmp_path / "b.tar.gz", tmp_path / "new"
    platform = _Platform()
    assert command(["backup", str(file), "--data", str(settings.data)], platform) == 0
    assert platform.recorded == [hashlib.sha256(file.read_bytes()).hexdigest(), "closed"]
    assert platform.recorded[0] in capsys.readouterr().out
    away = _Platform(fault=Unavailable("the record cannot be written"))
    with pytest.raises(Unavailable):
        command(["backup", str(tmp_path / "unrecorded"), "--data", str(settings.data)], away)
    assert not (tmp_path / "unrecorded").exists()
    assert command(["restore", str(file), "--data", str(data)]) == 0
    assert "put the master key back" in capsys.readouterr().out

    ring = KeyRing.open(MASTER, data / "keys.json")
    tokens = [ring.encrypt(b"1", "a")]

    def holder(keys: KeyRing) -> int:
        tokens[:] = [keys.reencrypt(token, "a") for token in tokens]
        return len(tokens)

    assert command(["keys", "rotate", "--data", str(data)], _Platform(ring, [holder])) == 0
    assert f"1 secrets are encrypted by the new key {KeyRing.key_of(tokens[0])}" in capsys.readouterr().out
    with pytest.raises(PlatformError):
        command(["backup", str(tmp_path / "c.tar.gz"), "--data", str(tmp_path / "nowhere")], _Platform())
