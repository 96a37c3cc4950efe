"""A backup, and an export in the documented format, move a platform from either database to either; what stands there
already is never touched.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import MetaData, select
from whole_app import World, whole_app

from archive_rig import SECOND, feed
from governance_rig import quick_passwords
from media_units import pictures
from postgresql_server import Server
from toancanh import cli
from toancanh.bootstrap.platform import Platform, open_platform
from toancanh.bootstrap.site_copy.building import MACHINE
from toancanh.bootstrap.site_copy.secrets import WITHOUT_SECRETS
from toancanh.evidence.store.tables import evidence_key, seal
from toancanh.governance.record.store import record_entry, record_personal
from toancanh.infra.backup import account, back_up, restore
from toancanh.infra.database import Database, metadata
from toancanh.infra.settings import Settings
from toancanh.kernel import Conflict, Principal, SimulatedClock, Unavailable
from toancanh.media.archive import StreamKey, check
from toancanh.media.archive.index_writer import IndexWriter
from toancanh.media.model import GapCause
from toancanh.media.recorder import ArchiveWriter, Recorder
from toancanh.registry import StreamRole


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, each_database: str) -> Iterator[World]:
    with whole_app(tmp_path_factory.mktemp("moving")) as made:
        yield made


def rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.reading() as connection:
        found = MetaData()
        found.reflect(connection)
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in found.sorted_tables
        }


def last_copy(platform: Platform) -> tuple[str, str, str]:
    """What the record says last of this process: the act, the digest of the copy, who."""
    with platform.database.reading() as connection:
        entry = connection.execute(select(record_entry).order_by(record_entry.c.id.desc()).limit(1)).one()
        personal = select(record_personal.c.value).where(
            record_personal.c.entry_id == entry.id, record_personal.c.field == "account"
        )
        return entry.action, json.loads(entry.details)["sha256"], connection.execute(personal).scalar_one()


def changed_since(taken: dict[str, list[tuple[object, ...]]], database: Database) -> set[str]:
    """Tables. The platform's rounds write, too: an alert that is put off, a fault that is over."""
    return {name for name, found in rows(database).items() if found != taken[name]}


def backed_up(here: Platform, file: Path) -> tuple[dict[str, list[tuple[object, ...]]], str]:
    """What is in the copy, and its digest: taken again where a round wrote meanwhile."""
    for _ in range(5):
        file.unlink(missing_ok=True)
        taken = rows(here.database)
        digest = back_up(here.settings, file, SimulatedClock(), on_made=here.record_backup)
        if changed_since(taken, here.database) <= {"record_entry", "record_personal", "record_head"}:
            return taken, digest
    raise AssertionError("no moment without a write of a round")


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
def test_there_and_back(world: World, tmp_path: Path, postgresql_server: Server, to: str) -> None:
    here = world.platform
    file, data = tmp_path / "backup.tar.gz", tmp_path / "data"
    taken, digest = backed_up(here, file)
    assert last_copy(here) == ("backup.make", digest, account())
    url = postgresql_server.new_database() if to == "postgresql" else ""
    data.mkdir()
    (data / "settings.toml").write_text(f'database_url = "{url}"\nsite_name = "kept"\n')
    restore(file, data, environ={})
    assert (data / "toancanh.db").exists() == (to == "sqlite")
    settings = Settings.load(data=data, overrides={"master_key_file": here.settings.master_key_file}, environ={})
    assert settings.site_name == "kept"
    there = open_platform(settings=settings)
    assert len(taken) > 20
    assert rows(there.database) == taken
    there.record_restored()
    there.record_restored()
    assert last_copy(there) == ("backup.restore", digest, account())
    assert len(rows(there.database)["record_entry"]) == len(taken["record_entry"]) + 1
    for platform in (here, there):
        assert platform.governance.verify_record().violations == ()
    assert there.registry.desired_streams() == here.registry.desired_streams()  # their secrets open
    there.governance.sign_in("admin", "the first one", "192.0.2.7")  # and it can be written to
    there.close()
    if to == "postgresql":
        with pytest.raises(Conflict, match="not empty"):
            restore(file, tmp_path / "again", environ={"TOANCANH_DATABASE_URL": url})
        assert not (tmp_path / "again").exists()


PHRASE = "mười hai con giáp"
PASSWORD = "the one after the copy"


def record(world: World) -> None:
    """Some recordings, sealed, and a checkpoint of the record."""
    here = world.platform
    index = IndexWriter(here.database)
    writer = ArchiveWriter(archive=here.archive, index=index, ids=here.ids, tails={}, linger_s=0.001)
    index.start()
    writer.start()
    key = StreamKey(world.names["camera"], StreamRole.MAIN)
    recorder = Recorder(key=key, writer=writer, clock=here.clock, ids=here.ids, segment_seconds=10)
    start_us = here.clock.now_us() - 40 * SECOND
    feed(recorder, pictures(), range(700), start_us=start_us, then=GapCause.RECORDER_STOPPED)
    assert writer.close()
    index.close()
    assert here.evidence.seals.make(Principal.system("test")) is not None
    here.governance.checkpoints.make(Principal.system("test"))
    assert not check(here.archive, deep=True)


def proves(there: Platform) -> None:
    """The copy has what it must have of a site: pictures, chains, checkpoints, seals."""
    assert check(there.archive, deep=True) == []
    assert there.governance.verify_record().violations == ()
    with there.database.reading() as connection:
        made = connection.execute(select(seal)).one()
        der = connection.execute(
            select(evidence_key.c.certificate).where(evidence_key.c.serial == made.serial)
        ).scalar()
    public = x509.load_der_x509_certificate(der).public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    public.verify(made.signature, made.body, ec.ECDSA(hashes.SHA256()))


def test_a_second_site_from_the_documented_format(
    world: World, tmp_path: Path, postgresql_server: Server, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    here = world.platform
    record(world)
    taken = rows(here.database)
    monkeypatch.setattr("toancanh.governance.passwords.Passwords", lambda: quick_passwords())
    monkeypatch.setenv("TOANCANH_MASTER_KEY_FILE", str(here.settings.master_key_file))
    monkeypatch.setenv("TOANCANH_DATABASE_URL", here.settings.database_url)
    monkeypatch.setenv("TOANCANH_ADMIN_PASSWORD", PASSWORD)
    phrase = tmp_path / "phrase"
    phrase.write_text(f"{PHRASE}\n")
    plain, sealed = tmp_path / "plain.zip", tmp_path / "sealed.zip"
    at = str(here.settings.data)
    assert cli.main(["site", "export", str(plain), "--list-recordings", "--data", at]) == 0
    digest = hashlib.sha256(plain.read_bytes()).hexdigest()
    assert last_copy(here) == ("site.export", digest, account())
    assert "segment: " in capsys.readouterr().err
    assert (
        cli.main(["site", "export", str(sealed), "--with-secrets", f"--pass-phrase-file={phrase}", "--data", at]) == 0
    )
    beside = changed_since(taken, here.database)
    with zipfile.ZipFile(plain) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
        listed = [json.loads(line) for line in archive.read("recordings.jsonl").splitlines()]
    assert b"tc1:" not in content  # what the key ring has sealed
    assert b"$argon2" not in content
    assert len(listed) >= 3
    assert all(len(one["sha256"]) == 64 for one in listed)

    # without secrets, into the other database, on a machine with another master key
    url = postgresql_server.new_database() if not here.settings.database_url else ""
    monkeypatch.setenv("TOANCANH_DATABASE_URL", url)
    monkeypatch.setenv("TOANCANH_MASTER_KEY_FILE", str(tmp_path / "other.key"))
    copied = tmp_path / "copied"
    shutil.copytree(here.settings.archive_path, copied)
    one = next(path for path in copied.rglob("*.mp4"))
    whole = one.read_bytes()
    one.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    asked = ["site", "import", str(plain), "--data", str(tmp_path / "copy"), "--archive", str(copied)]
    assert cli.main(asked) == 1
    assert "not as they were exported" in capsys.readouterr().err
    assert not (tmp_path / "copy").exists()
    one.write_bytes(whole)
    assert cli.main(asked) == 0
    assert cli.main(asked) == 1
    assert "is not empty" in capsys.readouterr().err
    there = open_platform(data=tmp_path / "copy")
    assert last_copy(there) == ("site.import", digest, account())
    proves(there)
    changed = {"stream", "user_account", "evidence_key", "record_head", "record_entry", "record_personal"}
    left = {"login_session", "factor_question", "recovery_code", "second_factor", "export_file"}
    now = rows(there.database)
    assert {name for name in taken if now[name] != taken[name]} <= changed | left | beside
    streams = there.registry.desired_streams()
    assert [(one.camera_id, one.password) for one in streams] == [(one.camera_id, "") for one in streams]
    assert len(streams) == len(here.registry.desired_streams())
    with pytest.raises(Unavailable, match="without its evidence keys"):
        there.evidence.authority.sign(b"")
    there.governance.sign_in("admin", PASSWORD, "192.0.2.7")
    there.close()
    assert cli.main(["check", "--deep", "--data", str(tmp_path / "copy")]) == 0
    assert cli.main(["audit", "verify", "--data", str(tmp_path / "copy")]) == 0

    # with secrets, beside it: everything opens; the pictures are copied afterwards
    monkeypatch.setenv("TOANCANH_DATABASE_URL", "")
    asked = ["site", "import", str(sealed), "--data", str(tmp_path / "twin"), f"--pass-phrase-file={phrase}"]
    phrase.write_text("another pass phrase")
    assert cli.main(asked) == 2
    phrase.write_text(PHRASE)
    assert cli.main(asked) == 0
    shutil.copytree(copied, tmp_path / "twin" / "archive")
    twin = open_platform(data=tmp_path / "twin")
    proves(twin)
    assert twin.registry.desired_streams() == here.registry.desired_streams()
    assert twin.evidence.authority.trust().fingerprint == here.evidence.authority.trust().fingerprint
    twin.governance.sign_in("admin", "the first one", "192.0.2.7")
    twin.close()


def test_what_is_secret_or_of_a_machine_has_its_place_in_the_lists() -> None:
    secret = (
        "secret",
        "password_hash",
        "sealed",
        "token_sha256",
        "code_sha256",
        "token_hash",
        "code_hash",
        "ticket_hash",
    )
    for table in metadata.sorted_tables:
        found = {column.name for column in table.columns if column.name.endswith(secret)}
        if table.name not in WITHOUT_SECRETS.tables:
            left = WITHOUT_SECRETS.columns.get(table.name, frozenset())
            assert found <= left <= set(table.columns.keys()), table.name
    paths = {name for name, one in Settings.model_fields.items() if "Path" in str(one.annotation)}
    assert paths <= MACHINE <= Settings.model_fields.keys()
