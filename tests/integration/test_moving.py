"""A backup moves a platform from either database to either; what stands there already is never touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import MetaData, select
from whole_app import World, whole_app

from postgresql_server import Server
from toancanh.bootstrap import open_platform
from toancanh.infra.backup import back_up, restore
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


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
def test_there_and_back(world: World, tmp_path: Path, postgresql_server: Server, to: str) -> None:
    here = world.platform
    file, data = tmp_path / "backup.tar.gz", tmp_path / "data"
    back_up(here.settings, file, SimulatedClock())
    url = postgresql_server.new_database() if to == "postgresql" else ""
    data.mkdir()
    (data / "settings.toml").write_text(f'database_url = "{url}"\nsite_name = "kept"\n')
    restore(file, data, environ={})
    assert (data / "toancanh.db").exists() == (to == "sqlite")
    settings = Settings.load(data=data, overrides={"master_key_file": here.settings.master_key_file}, environ={})
    assert settings.site_name == "kept"
    there = open_platform(settings=settings)
    before, after = rows(here.database), rows(there.database)
    assert len(before) > 20
    assert after == before
    assert there.governance.verify_record().violations == ()
    assert there.registry.desired_streams() == here.registry.desired_streams()  # their secrets open
    there.governance.sign_in("admin", "the first one", "192.0.2.7")  # and it can be written to
    there.close()
    if to == "postgresql":
        with pytest.raises(Conflict, match="not empty"):
            restore(file, tmp_path / "again", environ={"TOANCANH_DATABASE_URL": url})
        assert not (tmp_path / "again").exists()
