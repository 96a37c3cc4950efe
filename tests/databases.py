"""Which database a test's city is in: SQLite, or a database of its own on the worker's PostgreSQL.

A module of tests/integration that makes its city by `a_city`, `whole_app` or the archive's `Rig` runs over both; see
conftest. What is about something else, or needs SQLite's file, says ``pytest.mark.databases("sqlite")``.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import psycopg
from sqlalchemy import Connection, inspect, select, text

from postgresql_server import Server
from toancanh.infra.database import Database, metadata

BOTH = ("sqlite", "postgresql")
RIGS = frozenset({"a_city", "a_planning_city", "whole_app", "Rig", "rig", "a_database", "fresh_database_url"})

_EMPTY = """
SET session_replication_role = replica; -- neither foreign keys nor the record's triggers
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT oid::regclass AS name FROM pg_class -- a table that never had a row has no page
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0 LOOP
    EXECUTE 'DELETE FROM ' || one.name;
  END LOOP;
END $$
"""


class _Current:
    server: Server | None = None
    free: list[tuple[str, int]] = []  # address, number of tables it was made with
    lent: dict[Path, str] = {}  # to folders, until the module ends


@contextmanager
def on_postgresql(server: Server) -> Iterator[None]:
    """Every city made within is on this server."""
    _Current.server = server
    try:
        yield
    finally:
        for url in _Current.lent.values():
            _give_back(url)
        _Current.lent.clear()
        _Current.server = None


def is_sqlite() -> bool:
    return _Current.server is None


def database_setting() -> str:
    """For the setting `database_url`: empty for SQLite, else the address of a database without tables."""
    return _Current.server.new_database() if _Current.server is not None else ""


def migrated_database_setting(data: Path) -> str:
    """The same with all tables, as a first start leaves them; SQLite's file is put into ``data``."""
    if _Current.server is not None:
        return _Current.server.new_database(template=_migrated_on(_Current.server.url("")))
    data.mkdir(mode=0o700, parents=True)
    file = data / "toancanh.db"
    file.touch(mode=0o600)
    file.write_bytes(_migrated_file())
    return ""


def fresh_database_url(file: Path) -> str:
    """A database without tables: SQLite's in this file."""
    return database_setting() or f"sqlite:///{file}"


def lent_database_url(folder: Path) -> str:
    """A database with all tables for as long as the module runs; the same folder gets the same one."""
    if _Current.server is None:
        file = folder / "toancanh.db"
        if not file.exists():
            file.write_bytes(_file_with_tables(len(metadata.tables)))
        return f"sqlite:///{file}"
    if folder not in _Current.lent:
        _Current.lent[folder] = _take(_Current.server)
    return _Current.lent[folder]


@contextmanager
def a_database(folder: Path, *, busy_timeout_s: float) -> Iterator[Database]:
    """With all tables that are imported."""
    url = _take(_Current.server) if _Current.server is not None else lent_database_url(folder)
    database = Database(url, busy_timeout_s=busy_timeout_s)
    try:
        yield database
    finally:
        database.close()
        if _Current.server is not None:
            _give_back(url)


@contextmanager
def one_connection(database: Database) -> Iterator[None]:
    """Within a transaction the thread asks for no second connection: under load it would wait for one with the
    writer's lock in its hand.
    """
    inside = threading.local()
    transaction, reading = database.transaction, database.reading

    @contextmanager
    def guarded() -> Iterator[Connection]:
        with transaction() as tx:
            inside.depth = getattr(inside, "depth", 0) + 1
            try:
                yield tx
            finally:
                inside.depth -= 1

    @contextmanager
    def read() -> Iterator[Connection]:
        assert not getattr(inside, "depth", 0), "a second connection within a transaction"
        with reading() as connection:
            yield connection

    with mock.patch.multiple(database, transaction=guarded, reading=read):
        yield


@contextmanager
def away(database: Database) -> Iterator[None]:
    """Connections that were open break, and new ones are refused."""
    pool = database.engine.pool
    database.engine.dispose()
    if database.is_sqlite:
        file = Path(str(database.engine.url.database))
        hidden = file.with_name("away.db")
        file.rename(hidden)
        file.mkdir()  # what cannot be opened as a database
        try:
            yield
        finally:
            file.rmdir()
            hidden.rename(file)
        return
    assert _Current.server is not None
    name = database.engine.url.database
    with psycopg.connect(_Current.server.url("postgres"), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            yield
        finally:
            connection.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
            pool.dispose()  # what a thread had in its hands came back to a pool that nobody asks any more


def content_of(database: Database) -> bytes:
    """Everything that lies in it, for a search for what must not."""
    if database.is_sqlite:
        file = Path(str(database.engine.url.database))
        return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    with database.reading() as connection:
        names = inspect(connection).get_table_names()
        rows = [
            connection.execute(select(text("t::text")).select_from(text(f'"{name}" t'))).scalars() for name in names
        ]
    return "\n".join(chain.from_iterable(rows)).encode()


@cache
def _file_with_tables(_count: int) -> bytes:
    """SQLite's; a copy is had in no time."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "toancanh.db"
        _make_tables(f"sqlite:///{file}")
        return file.read_bytes()


@cache
def _migrated_file() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "toancanh.db"
        Database(f"sqlite:///{file}").migrate()
        return file.read_bytes()


@cache
def _migrated_on(_server: str) -> str:
    """Name of a database that others are copied from."""
    assert _Current.server is not None
    database = Database(_Current.server.new_database())
    database.migrate()
    return str(database.engine.url.database)


def _make_tables(url: str) -> None:
    database = Database(url)
    metadata.create_all(database.engine)
    database.close()


def _take(server: Server) -> str:
    url, tables = _Current.free.pop() if _Current.free else (server.new_database(), 0)
    if tables != len(metadata.tables):
        _make_tables(url)
    return url


def _give_back(url: str) -> None:
    """Emptying a database is much faster than making the next."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid != pg_backend_pid()"
        )
        connection.execute(_EMPTY)
    _Current.free.append((url, len(metadata.tables)))
