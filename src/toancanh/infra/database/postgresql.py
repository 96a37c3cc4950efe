"""PostgreSQL by psycopg 3, behaving to callers as SQLite does: one writer at a time, readers that see one moment."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import DataError, DBAPIError, DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from toancanh.infra.database.words import AWAY, NOT_SET_UP
from toancanh.kernel import DataLoss, Invalid, PlatformError, Unavailable

ENGINE_OPTIONS: Mapping[str, Any] = {
    "pool_size": 20,  # opened as they are wanted, then kept: a burst that opens and closes them makes itself longer
    "max_overflow": 20,  # together as many as the web process has worker threads
    "pool_timeout": 10.0,
    "connect_args": {
        "connect_timeout": 5,
        "tcp_user_timeout": 15_000,
        "application_name": "toancanh",
        "client_encoding": "UTF8",
    },
}
READING: Mapping[str, object] = {
    "isolation_level": "REPEATABLE READ",
    "postgresql_readonly": True,
    "toancanh_reading": True,
}
MIGRATING: Mapping[str, object] = {}
RELAXED: Mapping[str, object] = {}
_WRITER = 0x746F616E63616E68
"""The advisory lock that a writing transaction holds; "toancanh" in ASCII."""

_UNUSED_S = 0.1
"""A connection that was not used for so long is asked whether it still is one, before a statement is lost on it; no
server starts anew in less.
"""

_NOT_MADE = frozenset({"42P01", "42703"})  # a table, a column
_MADE_ALREADY = "42P07"
_DAMAGED = frozenset({"XX001", "XX002"})


def tune(engine: Engine, busy_timeout_s: float) -> None:
    """A writing transaction takes the one lock of writers first, for at most the time it may wait.

    Its isolation is READ COMMITTED: what it reads behind the lock is what the writer before it has left.
    """
    settings = {
        "lock_timeout": int(busy_timeout_s * 1000),
        "jit": "off",  # short statements
        "timezone": "'UTC'",
        "effective_io_concurrency": 64,  # rows of a camera's day lie far apart: many at once
        "tcp_keepalives_idle": 10,  # a writer whose machine has gone gives the lock back
        "tcp_keepalives_interval": 5,
        "tcp_keepalives_count": 3,
    }
    at_connect = "; ".join(f"SET {name} = {value}" for name, value in settings.items())

    @event.listens_for(engine, "connect")
    def _on_connect(raw: Any, _record: object) -> None:
        raw.autocommit = True
        raw.execute(at_connect)
        raw.autocommit = False

    @event.listens_for(engine, "checkin")
    def _on_checkin(_raw: Any, record: ConnectionPoolEntry) -> None:
        record.info["used_s"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _on_checkout(raw: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        now_s = time.monotonic()
        if now_s - record.info.get("used_s", now_s) < _UNUSED_S:
            return
        try:
            engine.dialect.do_ping(raw)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error  # the pool makes a new one and asks again

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        if not connection.get_execution_options().get("toancanh_reading", False):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER})")


def check(connection: Connection) -> None:
    """Raises `Invalid` for a database that sorts or encodes otherwise than SQLite: pages would differ."""
    sorted_so, encoding = connection.execute(
        text("SELECT 'B' < 'a' AND 'a b' < 'aa' AND 'z' < 'ă', current_setting('server_encoding')")
    ).one()
    if not sorted_so or encoding != "UTF8":
        raise Invalid(
            "the database sorts texts by a language, or is not in UTF-8; make it by "
            "CREATE DATABASE name TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
        )


def check_migrated(_connection: Connection) -> None:
    """It asks foreign keys all the time."""


def meaning(error: DBAPIError) -> PlatformError | None:
    """What a driver's error means to those above; None where it is theirs to judge."""
    state = getattr(error.orig, "sqlstate", None)
    if state in _NOT_MADE:
        return Unavailable(NOT_SET_UP)
    if state in _DAMAGED:
        return DataLoss(f"the database is damaged ({error.orig}): restore a backup into a new one")
    if error.connection_invalidated or state == _MADE_ALREADY or isinstance(error, OperationalError | InterfaceError):
        return Unavailable(AWAY)
    if isinstance(error, DataError):  # SQLite would have taken it: a text that is too long, a NUL in it
        return Invalid(
            "a value does not fit into the database: a text too long, a number too large, a character of no use"
        )
    return None
