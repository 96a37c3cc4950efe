"""One database for records: SQLite in WAL mode by default, nothing that PostgreSQL could not take.

SQLAlchemy Core, synchronous: use cases run in worker threads, and a transaction is as short as its statements.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, create_engine, event
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from toancanh.infra.migrations import is_current
from toancanh.kernel import DataLoss, Invalid, Unavailable

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Database:
    """The platform's records. Thread-safe; several processes may open the same file."""

    def __init__(self, url: str, *, busy_timeout_s: float = 5.0) -> None:
        try:
            self.engine: Engine = create_engine(url)
        except (ArgumentError, ModuleNotFoundError):  # neither is repeated: the address may hold what it should not
            raise Invalid(
                "database_url: it is no address that SQLAlchemy reads, or its driver is not installed"
            ) from None
        if self.engine.dialect.name == "sqlite":
            _tune_sqlite(self.engine, busy_timeout_s)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A writing transaction: commits at the end of the block, rolls back when it raises."""
        with _translated(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view for reading; nothing is committed."""
        with _translated(), self.engine.connect().execution_options(toancanh_reading=True) as connection:
            yield connection

    def migrate(self) -> None:
        """Bring the tables to the state that this version of the program needs, in one transaction.

        Raises `Invalid` for a database that a newer version has made.
        """
        if self.engine.dialect.name == "sqlite" and self.engine.url.database:
            Path(self.engine.url.database).touch(mode=0o600)  # its -wal and -shm get the same mode
        with self.transaction() as connection:
            if not is_current(connection):
                from toancanh.infra.migrations.run import upgrade

                upgrade(connection)

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    """A database that is locked, full or gone is `Unavailable` to everyone above, a damaged one `DataLoss`."""
    try:
        yield
    except OperationalError as error:
        if "no such table" in str(error.orig):
            raise Unavailable("the database is not set up yet: `toancanh up` does that") from error
        raise Unavailable("the database does not answer; what needs it is refused until it does") from error
    except DatabaseError as error:
        if isinstance(error.orig, sqlite3.Error) and error.orig.sqlite_errorcode & 0xFF in _DAMAGED:
            raise DataLoss(f"the database is damaged ({error.orig}): restore a backup into a new folder") from error
        raise


def _tune_sqlite(engine: Engine, busy_timeout_s: float) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(raw: object, _record: object) -> None:
        raw.isolation_level = None  # type: ignore[attr-defined]  # we say BEGIN ourselves
        cursor = raw.cursor()  # type: ignore[attr-defined]
        cursor.execute(f"PRAGMA busy_timeout = {int(busy_timeout_s * 1000)}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("toancanh_reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
