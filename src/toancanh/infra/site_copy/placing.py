"""Rows of the file into an empty database, in a transaction of the caller."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, inspect, select
from sqlalchemy.exc import IntegrityError

from toancanh.infra.database.moving import parents_first, parents_of, tables_of
from toancanh.infra.migrations import head
from toancanh.infra.site_copy.model import columns_of, read
from toancanh.infra.site_copy.reading import SiteFile
from toancanh.kernel import Conflict, DataLoss, Invalid

_ROWS = 1000


def place_rows(tx: Connection, file: SiteFile, say: Callable[[str], None] = lambda _line: None) -> int:
    """All of it; returns how many rows. Raises `Conflict`, `Invalid`, `DataLoss`; the caller rolls back."""
    said = file.manifest
    if inspect(tx).get_table_names():
        raise Conflict("the database is not empty: name one that is by database_url")
    if said.revision != head():
        raise Invalid(
            f"{file.path} was made by version {said.program} (tables of revision {said.revision}), this version has "
            f"{head()}: import it with that version, and upgrade then"
        )
    from toancanh.infra.migrations.run import upgrade

    upgrade(tx)
    there = tables_of(tx)
    for table in reversed(there):
        if tx.execute(select(table).limit(1)).first() is not None:
            tx.execute(table.delete())  # what the revisions put in is in the file, too
    shapes = {one.name: [(c.name, c.kind, c.nullable, c.key) for c in columns_of(one)] for one in there}
    if {one.name: [(c.name, c.kind, c.nullable, c.key) for c in one.columns] for one in said.tables} != shapes:
        raise DataLoss("the file's tables are not those of its revision")
    counts = {one.name: one.rows for one in said.tables}
    try:
        for table in there:
            if _place(tx, file, table) != counts[table.name]:
                raise DataLoss(f"the table {table.name} has another number of rows than the manifest says")
            if counts[table.name]:
                say(f"{table.name}: {counts[table.name]} rows")
    except IntegrityError:
        raise DataLoss("rows of the file contradict each other") from None
    return sum(counts.values())


def rows_of(file: SiteFile, table: Table) -> Iterator[dict[str, Any]]:
    """Rows of one table, each checked against its columns."""
    columns = columns_of(table)
    return (read(line, columns) for line in file.lines(f"tables/{table.name}.jsonl"))


def _place(tx: Connection, file: SiteFile, table: Table) -> int:
    rows, count = rows_of(file, table), 0
    parents = parents_of(table)
    for part in parents_first(list(rows), parents) if parents else _parts(rows):
        tx.execute(table.insert(), list(part))
        count += len(part)
    return count


def _parts(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while part := list(islice(rows, _ROWS)):
        yield part
