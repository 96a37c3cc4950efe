"""The steps from one state of the tables to the next, run by `Database.migrate` through Alembic.

They stand here and not beside the tables of the upper packages, because their order is that of the whole database. The
name of a file in ``versions`` begins with its revision, and the revisions sort in their order.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text


def is_current(connection: Connection) -> bool:
    """Whether nothing is to be done; without Alembic, whose import costs a start a good part of a second."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return found == [head()]


def head() -> str:
    """The revision that this version of the program needs."""
    newest = max(path.name for path in (Path(__file__).parent / "versions").glob("[0-9]*.py"))
    return newest.partition("_")[0]
