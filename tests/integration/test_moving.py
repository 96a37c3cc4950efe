"""A backup moves a platform from either database to either; what stands there already is never touched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import MetaData, select
from whole_app import World, whole_app

from postgresql_server import Server
from toancanh.bootstrap.platform import Platform, open_platform
from toancanh.governance.record.store import record_entry, record_personal
from toancanh.infra.backup import account, back_up, restore
from toancanh.infra.database import Database
from toancanh.infra.settings import Settings
from toancanh.kernel import Conflict, SimulatedClock


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


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
def test_there_and_back(world: World, tmp_path: Path, postgresql_server: Server, to: str) -> None:
    here = world.platform
    file, data = tmp_path / "backup.tar.gz", tmp_path / "data"
    taken = rows(here.database)
    digest = back_up(here.settings, file, SimulatedClock(), on_made=here.record_backup)
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
