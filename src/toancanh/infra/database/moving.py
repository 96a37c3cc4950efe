"""All records from one database into an empty one, whichever kinds the two are.

Works on what the databases themselves know of their tables, so that it needs no package's store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, MetaData, Table, inspect, select, text

from toancanh.infra.database.service import Database
from toancanh.kernel import Conflict, DataLoss

_VERSION = "alembic_version"
_ROWS = 1000


def copy_records(source: Database, target: Database) -> int:
    """Every row as ``source`` is at one moment; returns how many. All of them or none.

    ``target`` gets the tables of the revision that ``source`` has. Raises `Conflict` where it has any already, and
    `DataLoss` where ``source`` is no platform's database.
    """
    with source.reading() as reading, target.transaction() as tx:
        if inspect(tx).get_table_names():
            raise Conflict("the database is not empty: name one that is by database_url")
        if not inspect(reading).has_table(_VERSION):
            raise DataLoss("this is no database of a platform")
        from toancanh.infra.migrations.run import upgrade

        upgrade(tx, str(reading.execute(text(f"SELECT version_num FROM {_VERSION}")).scalar_one()))  # noqa: S608
        there = tables_of(tx)
        for table in reversed(there):
            if tx.execute(select(table).limit(1)).first() is not None:
                tx.execute(table.delete())  # what the revisions put in is in the source, too
        by_name = {table.name: table for table in tables_of(reading)}
        return sum(_copy(reading, by_name[table.name], tx, table) for table in there)


def tables_of(connection: Connection) -> list[Table]:
    """All but Alembic's own, in the order in which rows may come."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != _VERSION]


def _copy(reading: Connection, source: Table, tx: Connection, target: Table) -> int:
    count = 0
    rows = reading.execution_options(yield_per=_ROWS).execute(select(source)).mappings()
    parents = parents_of(source)
    parts = parents_first([dict(row) for row in rows], parents) if parents else rows.partitions()
    for part in parts:
        tx.execute(target.insert(), [dict(row) for row in part])
        count += len(part)
    return count


def parents_of(table: Table) -> list[Any]:
    """Columns that refer to rows of the same table."""
    return [column for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]


def parents_first(rows: list[dict[str, Any]], parents: Iterable[Any]) -> Iterator[list[dict[str, Any]]]:
    """Rows of a table that refers to itself, in rounds of those whose parents are there."""
    links = [(column.name, key.column.name) for column in parents for key in column.foreign_keys]
    known: dict[str, set[Any]] = {referred: {None} for _, referred in links}
    while rows:
        ready: list[dict[str, Any]] = []
        waiting: list[dict[str, Any]] = []
        for row in rows:
            (ready if all(row[name] in known[referred] for name, referred in links) else waiting).append(row)
        if not ready:
            raise DataLoss("rows of the database refer to each other in a circle")
        for referred in known:
            known[referred] |= {row[referred] for row in ready}
        yield ready
        rows = waiting
