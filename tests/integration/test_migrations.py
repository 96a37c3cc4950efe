import re
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, text
from sqlalchemy.exc import IntegrityError

from databases import fresh_database_url
from toancanh.infra.database import Database, metadata
from toancanh.infra.migrations import is_current
from toancanh.infra.migrations.run import configuration
from toancanh.kernel import Invalid, Unavailable

sys.path.insert(0, str(Path(__file__).parents[1] / "rules"))
from new_revision import import_all_tables


@pytest.fixture
def migrated(tmp_path: Path) -> Database:
    database = Database(fresh_database_url(tmp_path / "migrated.db"))
    database.migrate()
    return database


POSTGRESQL_SCHEMA = """
WITH part AS (
  SELECT 'table' AS kind, attrelid AS id, concat_ws(' ', attname, format_type(atttypid, atttypmod), attcollation,
    CASE WHEN attnotnull THEN 'NOT NULL' END, pg_get_expr(adbin, adrelid)) AS said
  FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
  WHERE attnum > 0 AND NOT attisdropped
  UNION ALL SELECT 'table', conrelid, conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
  UNION ALL SELECT 'table', tgrelid, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT 'table', indrelid, pg_get_indexdef(indexrelid) FROM pg_index
) SELECT kind, relname, array_agg(said) FROM part JOIN pg_class ON pg_class.oid = part.id
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname != 'alembic_version' GROUP BY kind, relname
"""


def schema(connection: Connection) -> dict[tuple[str, str], list[str]]:
    """Everything the database knows of it; the order of a table's columns and constraints does not count."""
    if connection.dialect.name == "postgresql":
        return {(kind, name): sorted(parts) for kind, name, parts in connection.execute(text(POSTGRESQL_SCHEMA))}
    query = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND name != 'alembic_version'"
    found = {}
    for kind, name, sql in connection.execute(text(query)):
        plain = sql.replace('"', "").replace("(\n", "\n")  # a table that was copied has its name in quotes
        lines = re.split(r"\n|, (?=\w+ [A-Z]{2})", plain)  # a column added in place stands behind another
        parts = [part.strip(" ,\t") for part in lines]
        found[kind, name] = sorted(" ".join(part.split()) for part in parts if part)
    return found


def test_a_migrated_database_is_what_the_tables_say(tmp_path: Path, migrated: Database) -> None:
    import_all_tables()
    made = Database(fresh_database_url(tmp_path / "made.db"))
    metadata.create_all(made.engine)
    with made.reading() as expected, migrated.reading() as actual:
        assert schema(actual) == schema(expected)
        assert len(schema(expected)) > 20
    made.close()
    migrated.close()


def test_migrating_again_changes_nothing(migrated: Database) -> None:
    with migrated.reading() as connection:
        before = schema(connection)
    migrated.migrate()
    with migrated.reading() as connection:
        assert schema(connection) == before
    migrated.close()


def test_the_newest_file_is_the_newest_revision(migrated: Database) -> None:
    with migrated.reading() as connection:
        assert is_current(connection)
        head = ScriptDirectory.from_config(configuration(connection)).get_current_head()
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == head
    with migrated.transaction() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
        assert not is_current(connection)
    migrated.close()


def test_a_database_of_a_newer_version_is_left_alone(migrated: Database) -> None:
    with migrated.transaction() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Invalid, match="newer version"):
        migrated.migrate()
    migrated.close()


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    database = Database(fresh_database_url(tmp_path / "half.db"))
    with database.transaction() as connection:
        connection.execute(text("CREATE TABLE stream (id INTEGER)"))  # the last one the first revision makes
    with pytest.raises(Unavailable):
        database.migrate()
    with database.reading() as connection:
        assert list(schema(connection)) == [("table", "stream")]
    database.close()


def fill(tx: Connection, name: str, **given: object) -> None:
    """A row of a table as it is now; what is not given is nothing."""
    table = Table(name, MetaData(), autoload_with=tx)
    empty = {column.name: column.type.python_type() for column in table.c if not column.nullable}
    tx.execute(table.insert().values({**empty, **given}))


def test_protected_cameras_get_codes_of_their_own_and_their_poles_are_hidden(tmp_path: Path) -> None:
    database = Database(fresh_database_url(tmp_path / "old.db"))
    with database.transaction() as tx:
        command.upgrade(configuration(tx), "0008")
        fill(tx, "organisation", id="o", code="o", code_key="o")
        for place in ("both", "alone", "empty", "left"):
            for kind in ("site", "pole"):
                fill(tx, kind, id=place, code=place, code_key=place, owner_id="o")
        for code, place, is_protected, deleted_us in (
            *(("open", "both", False, None), ("shut", "both", True, None), ("hid", "alone", True, None)),
            ("deleted:gone", "left", True, 1),
        ):
            more = {"protected": is_protected, "deleted_us": deleted_us}
            fill(tx, "camera", id=code, code=code, code_key=code, owner_id="o", site_id=place, **more)
            fill(tx, "dossier", camera_id=code, pole_id=place, lifecycle="operating")
    database.migrate()
    with pytest.raises(IntegrityError), database.transaction() as tx:
        tx.execute(text("UPDATE camera SET site_id = 'nowhere'"))  # foreign keys are asked again
    with database.reading() as connection:
        keys = dict(connection.execute(text("SELECT code, code_key FROM camera")).all())
        assert keys == {"open": "open", "shut": "shut\to", "hid": "hid\to", "deleted:gone": "deleted:gone"}
        for kind in ("site", "pole"):
            found = connection.execute(text(f"SELECT code, code_key FROM {kind} WHERE protected")).all()  # noqa: S608
            assert found == [("alone", "alone\to")]
    database.close()
