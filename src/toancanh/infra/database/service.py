"""The database as everybody above sees it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from toancanh.infra.database import postgresql, sqlite
from toancanh.infra.migrations import is_current
from toancanh.kernel import Invalid, Unavailable

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
    """The platform's records. Thread-safe; several processes may open the same database.

    A writer that finds another one at work waits at most ``busy_timeout_s`` and then gets `Unavailable`.
    """

    def __init__(self, url: str, *, password: str = "", busy_timeout_s: float = 5.0) -> None:
        try:
            address = make_url(url)
            if address.drivername in {"postgresql", "postgres"}:
                address = address.set(drivername="postgresql+psycopg")
            self.is_sqlite = address.get_backend_name() == "sqlite"
            options = {} if self.is_sqlite else postgresql.ENGINE_OPTIONS
            self.engine: Engine = create_engine(address.set(password=password) if password else address, **options)
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError):  # not repeated: it may hold what it should not
            raise Invalid(
                "database_url: it is no address that SQLAlchemy reads, or its driver is not installed"
            ) from None
        if not self.is_sqlite and self.engine.dialect.name != "postgresql":
            raise Invalid("database_url: SQLite and PostgreSQL (postgresql+psycopg://...) are what we know")
        self._kind = sqlite if self.is_sqlite else postgresql
        self._kind.tune(self.engine, busy_timeout_s)
        self._relaxed = self.engine.execution_options(**self._kind.RELAXED)
        self._reader = self.engine.execution_options(**self._kind.READING)
        self.writes = 0  # transactions of this process that are over: while it stays, it has changed nothing

    @contextmanager
    def transaction(self, *, relaxed: bool = False) -> Iterator[Connection]:
        """A writing transaction: commits at the end of the block, rolls back when it raises; one at a time. Once it is
        committed it survives a power cut, unless it is ``relaxed``: for what can be found again elsewhere.
        """
        engine = self._relaxed if relaxed else self.engine
        try:
            with self._translated(), engine.connect() as connection, connection.begin():
                yield connection
        finally:
            self.writes += 1

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view for reading; nothing is committed."""
        with self._translated(), self._reader.connect() as connection:
            yield connection

    def migrate(self) -> None:
        """Bring the tables to the state that this version of the program needs, in one transaction.

        Raises `Invalid` for a database that a newer version has made, or that cannot hold what we store.
        """
        if self.is_sqlite and self.engine.url.database:
            Path(self.engine.url.database).touch(mode=0o600)  # its -wal and -shm get the same mode
        try:
            migrating = self.engine.execution_options(**self._kind.MIGRATING)
            with self._translated(), migrating.connect() as connection, connection.begin():
                self._kind.check(connection)
                if not is_current(connection):
                    from toancanh.infra.migrations.run import upgrade

                    upgrade(connection)
                    self._kind.check_migrated(connection)
        except Unavailable as error:
            reason = str(getattr(error.__cause__, "orig", None) or error.__cause__).strip().splitlines()[0]
            raise Unavailable(f"{error.detail} ({reason})") from error
        finally:
            self.close()  # that connection does not ask foreign keys

    def close(self) -> None:
        """Give all connections back: now, or when whoever has one is ready."""
        pool = self.engine.pool
        self.engine.dispose()
        event.listen(pool, "checkin", lambda _connection, record: record.invalidate())

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """A database that is locked, full or gone is `Unavailable` to everyone above, a damaged one `DataLoss`."""
        try:
            yield
        except PoolTimeout as error:
            raise Unavailable("the database has no connection to spare; try again") from error
        except DBAPIError as error:
            meant = self._kind.meaning(error)
            if meant is None:
                raise
            raise meant from error
