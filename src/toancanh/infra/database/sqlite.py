"""SQLite: one file beside the keys, in WAL mode."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError, OperationalError

from toancanh.infra.database.words import AWAY, NOT_SET_UP
from toancanh.kernel import DataLoss, PlatformError, Unavailable

READING: Mapping[str, object] = {"toancanh_reading": True}
RELAXED: Mapping[str, object] = {"toancanh_relaxed": True}
"""What is written can be found again elsewhere: a power cut may take the last transactions, each as a whole."""

DURABLE = "FULL"
"""Whoever was told that a thing is done finds it done after a power cut."""

MIGRATING: Mapping[str, object] = {"toancanh_migrating": True}
"""Foreign keys are asked at the end: a table is changed by making it anew, and others refer to it meanwhile."""

_AGAIN_S = 0.001
_NOT_MADE = re.compile(r"no such (table|column)|table \w+ has no column")  # it has no code of its own for these
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def tune(engine: Engine, busy_timeout_s: float) -> None:
    """Every connection waits for a writer, keeps foreign keys, and begins when we say so."""

    @event.listens_for(engine, "connect")
    def _on_connect(raw: object, _record: object) -> None:
        raw.isolation_level = None  # type: ignore[attr-defined]  # we say BEGIN ourselves
        cursor = raw.cursor()  # type: ignore[attr-defined]
        cursor.execute(f"PRAGMA busy_timeout = {int(busy_timeout_s * 1000)}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        reading = options.get("toancanh_reading", False)
        if options.get("toancanh_migrating", False):
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")  # until the connection is closed
        if not reading:
            durable = "NORMAL" if options.get("toancanh_relaxed", False) else DURABLE
            connection.exec_driver_sql(f"PRAGMA synchronous = {durable}")
            _wait_for_turn(connection, busy_timeout_s)
        else:
            connection.exec_driver_sql("BEGIN")


def _wait_for_turn(connection: Connection, busy_timeout_s: float) -> None:
    """``BEGIN IMMEDIATE``, tried each millisecond: SQLite's own waiting grows to 100 ms and sleeps through its turn."""
    raw: Any = connection.connection.dbapi_connection
    until_s = time.monotonic() + busy_timeout_s
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                raw.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until_s:
                    break
            time.sleep(_AGAIN_S)
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # raises what the others expect
    finally:
        raw.execute(f"PRAGMA busy_timeout = {int(busy_timeout_s * 1000)}")


def check(_connection: Connection) -> None:
    """Any SQLite file holds what we store."""


def check_migrated(connection: Connection) -> None:
    """Raises `DataLoss` where a row refers to one that is not there."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise DataLoss(f"rows of the table {broken[0]} refer to rows of {broken[2]} that are not there")


def meaning(error: DBAPIError) -> PlatformError | None:
    """What a driver's error means to those above; None where it is theirs to judge."""
    if isinstance(error, OperationalError):
        return Unavailable(NOT_SET_UP if _NOT_MADE.match(str(error.orig)) else AWAY)
    if isinstance(error.orig, sqlite3.Error) and getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
        return DataLoss(f"the database is damaged ({error.orig}): restore a backup into a new folder")
    return None
