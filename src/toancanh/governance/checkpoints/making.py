"""Joining the ends of all chains: what a checkpoint binds, as of one view of the database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from toancanh.governance.checkpoints.head import Ends, Part, advanced
from toancanh.governance.record.chain import ROSTER
from toancanh.governance.record.store import record_entry, record_head

_BATCH = 5000


def ends_of(connection: Connection, site: int) -> dict[str, tuple[int, str]]:
    """The end of each chain of the site, as it is now."""
    query = select(record_head).where(record_head.c.site == site, record_head.c.writer != ROSTER)
    return {row.writer: (row.seq, row.hash) for row in connection.execute(query)}


def moved_parts(connection: Connection, site: int, before: dict[str, Part], since: Ends, ends: Ends) -> dict[str, Part]:
    """The parts of the owners about whom there are entries between the two ends; bounded by what is new."""
    moved: dict[str, dict[str, tuple[int, str]]] = {}
    for writer, (last, _) in sorted(ends.items()):
        for row in _entries(connection, site, writer, since.get(writer, (0, ""))[0], last):
            part = moved.setdefault(row.owner_id, dict(before.get(row.owner_id, {})))
            part[writer] = advanced(part.get(writer), row.hash)
    return dict(moved)


def part_of(connection: Connection, site: int, owner_id: str, ends: Ends) -> Part:
    """One owner's part computed anew from the entries."""
    part: dict[str, tuple[int, str]] = {}
    for writer, (last, _) in sorted(ends.items()):
        for row in _entries(connection, site, writer, 0, last, owner_id=owner_id):
            part[writer] = advanced(part.get(writer), row.hash)
    return part


def _entries(
    connection: Connection, site: int, writer: str, after: int, last: int, *, owner_id: str | None = None
) -> Iterator[Row[Any]]:
    entry = record_entry.c
    query: Select[Any] = select(entry.seq, entry.owner_id, entry.hash).where(entry.site == site, entry.writer == writer)
    if owner_id is not None:
        query = query.where(entry.owner_id == owner_id)
    while True:
        rows = connection.execute(
            query.where(entry.seq > after, entry.seq <= last).order_by(entry.seq).limit(_BATCH)
        ).all()
        yield from rows
        if len(rows) < _BATCH:
            return
        after = rows[-1].seq
