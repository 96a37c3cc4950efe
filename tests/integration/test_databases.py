"""What callers may rely on whichever database it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select, text
from sqlalchemy.exc import IntegrityError

from databases import a_database, away
from postgresql_server import Server
from toancanh.governance.record.store import record_anonymous
from toancanh.governance.store.tables import rights_epoch, role_binding
from toancanh.infra.database import Database, load_database_password, sqlite
from toancanh.kernel import Invalid, Unavailable


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with a_database(tmp_path, busy_timeout_s=0.3) as made:
        yield made


def epoch(connection: Connection) -> int:
    return int(connection.execute(select(rights_epoch.c.epoch)).scalar_one_or_none() or 0)


def raise_epoch(database: Database) -> None:
    with database.transaction() as tx:
        if tx.execute(rights_epoch.update().values(epoch=rights_epoch.c.epoch + 1)).rowcount == 0:
            tx.execute(rights_epoch.insert().values(id=1, epoch=1))


def counted(source: str, reason: str = "x") -> dict[str, object]:
    return {"minute_us": 1, "source": source, "reason": reason, "count": 1}


def test_writers_stand_in_a_row_and_none_is_lost(tmp_path: Path) -> None:
    with a_database(tmp_path, busy_timeout_s=20.0) as database:
        workers = [threading.Thread(target=lambda: [raise_epoch(database) for _ in range(25)]) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        with database.reading() as connection:
            assert epoch(connection) == 100


def test_who_waits_too_long_for_a_writer_is_told(database: Database) -> None:
    with database.transaction():
        begin = time.monotonic()
        with pytest.raises(Unavailable, match="does not answer"), database.transaction():
            pass
        assert 0.2 < time.monotonic() - begin < 3
        with database.reading() as connection:  # readers wait for nobody
            assert epoch(connection) == 0


def test_who_still_reads_while_it_is_closed_leaves_no_connection_behind(database: Database) -> None:
    with database.reading() as connection:
        mine = connection.connection.driver_connection
        assert mine is not None
        database.close()
        assert epoch(connection) == 0
    with pytest.raises(Exception, match="closed"):
        mine.execute("SELECT 1")
    with database.reading() as connection:
        assert epoch(connection) == 0


def test_a_reader_sees_one_moment(database: Database) -> None:
    raise_epoch(database)
    with database.reading() as connection:
        assert epoch(connection) == 1
        raise_epoch(database)
        assert epoch(connection) == 1
    with database.reading() as connection:
        assert epoch(connection) == 2


def test_what_fails_leaves_nothing(database: Database) -> None:
    def half(tx: Connection) -> None:
        tx.execute(insert(record_anonymous).values(counted("one")))
        tx.execute(insert(role_binding).values(user_id="nobody", role="viewer", organisation_id="none"))

    with pytest.raises(IntegrityError), database.transaction() as tx:
        half(tx)
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(record_anonymous)).scalar_one() == 0


def test_texts_sort_by_code_point(database: Database) -> None:
    codes = ["a-b", "ab", "a b", "B", "a_b", "a.b", "Z", "á", "a"]
    with database.transaction() as tx:
        tx.execute(insert(record_anonymous), [counted(code) for code in codes])
    with database.reading() as connection:
        found = connection.scalars(select(record_anonymous.c.source).order_by(record_anonymous.c.source)).all()
    assert found == sorted(codes)


def test_away_and_back(database: Database) -> None:
    raise_epoch(database)
    with away(database), pytest.raises(Unavailable), database.reading() as connection:
        epoch(connection)
    with database.reading() as connection:  # the first connection of the pool has died meanwhile
        assert epoch(connection) == 1


@pytest.mark.parametrize(
    "statement", ["SELECT 1 FROM nobody", "SELECT x FROM rights_epoch", "INSERT INTO rights_epoch (x) VALUES (1)"]
)
def test_what_is_not_there_is_not_set_up_yet(database: Database, statement: str) -> None:
    with pytest.raises(Unavailable, match="not set up yet"), database.transaction() as tx:
        tx.execute(text(statement))


@pytest.mark.databases("postgresql")
def test_a_connection_that_breaks_within_a_transaction(database: Database) -> None:
    def broken(tx: Connection) -> None:
        raise_by = "UPDATE rights_epoch SET epoch = 77"
        tx.execute(text(raise_by))
        pid = tx.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with database.engine.connect().execution_options(toancanh_reading=True) as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        tx.execute(text(raise_by))

    raise_epoch(database)
    with pytest.raises(Unavailable), database.transaction() as tx:
        broken(tx)
    raise_epoch(database)
    with database.reading() as connection:
        assert epoch(connection) == 2


@pytest.mark.databases("postgresql")
def test_values_that_postgresql_does_not_take_are_invalid(database: Database) -> None:
    for name in ("a\0b", "x" * 300):
        with pytest.raises(Invalid, match="does not fit"), database.transaction() as tx:
            tx.execute(insert(record_anonymous).values(counted(name)))
    with pytest.raises(Invalid), database.reading() as connection:
        connection.execute(select(record_anonymous).where(record_anonymous.c.source == "a\0"))


@pytest.mark.databases("postgresql")
def test_a_reading_transaction_cannot_write(database: Database) -> None:
    with pytest.raises(Exception, match="read-only"), database.reading() as connection:
        connection.execute(insert(record_anonymous).values(counted("one")))


@pytest.mark.databases("postgresql")
@pytest.mark.parametrize("options", ["ENCODING 'SQL_ASCII'", "LOCALE_PROVIDER icu ICU_LOCALE 'vi'"])
def test_a_database_that_sorts_otherwise_is_refused(postgresql_server: Server, options: str) -> None:
    database = Database(postgresql_server.new_database(options))
    with pytest.raises(Invalid, match="CREATE DATABASE"):
        database.migrate()
    database.close()


@pytest.mark.databases("postgresql")
def test_a_server_that_is_not_there_says_why_at_the_start(postgresql_server: Server) -> None:
    for url, why in (
        (postgresql_server.url("nowhere"), "does not exist"),
        ("postgresql://toancanh@127.0.0.1:1/x", "refused"),
        (f"postgresql://toancanh@/x?host={postgresql_server.folder}/none", "No such file"),
    ):
        database = Database(url, password="s3cret")
        with pytest.raises(Unavailable, match=why) as caught:
            database.migrate()
        assert "s3cret" not in f"{caught.value.detail} {database.engine!r} {database.engine.url!r}"
        database.close()


@pytest.mark.parametrize("url", ["mysql://u@h/d", "postgresql+nothing://u@h/d", "no address", "oracle://u@h"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(Invalid, match="database_url"):
        Database(url)


def test_the_password_comes_from_a_file_or_a_credential(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("s3 cret\n")
    with pytest.raises(Invalid, match="chmod 600"):
        load_database_password(file=file, credentials=None)
    file.chmod(0o600)
    assert load_database_password(file=file, credentials=None) == "s3 cret"
    with pytest.raises(Invalid, match="cannot be read"):
        load_database_password(file=tmp_path / "none", credentials=None)
    credential = tmp_path / "toancanh-database-password"
    credential.write_text("other")
    assert load_database_password(file=None, credentials=str(tmp_path)) == "other"
    assert load_database_password(file=file, credentials=str(tmp_path)) == "s3 cret"
    assert load_database_password(file=None, credentials=str(tmp_path / "nowhere")) == ""
    assert load_database_password(file=None, credentials=None) == ""


@pytest.mark.databases("sqlite")
def test_what_is_done_survives_a_power_cut_but_where_it_is_found_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "DURABLE", "FULL")
    for relaxed, level in ((False, 2), (True, 1), (False, 2)):
        with database.transaction(relaxed=relaxed) as connection:
            assert connection.execute(text("PRAGMA synchronous")).scalar() == level
