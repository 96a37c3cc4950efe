"""The next gap or mark of a camera from an instant on, either way."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, Table, select

from toancanh.media.archive.model import Gap, Mark, StreamKey
from toancanh.media.archive.store import gap_table, mark_table
from toancanh.media.model import GapCause


def next_gap(connection: Connection, key: StreamKey, at_us: int, *, back: bool) -> Gap | None:
    """The first that begins after ``at_us``; ``back``: the last that began before."""
    row = gap_table.c
    statement = select(gap_table).where(row.camera_id == key.camera_id, row.role == key.name)
    item = connection.execute(_from(gap_table, at_us, back=back, of=statement)).first()
    if item is None:
        return None
    cause = GapCause(item.cause)
    return Gap(
        id=item.id, camera_id=key.camera_id, role=key.role, start_us=item.start_us, end_us=item.end_us, cause=cause
    )


def next_mark(connection: Connection, camera_id: str, at_us: int, *, back: bool) -> Mark | None:
    """The first that begins after ``at_us``; ``back``: the last that began before."""
    statement = select(mark_table).where(mark_table.c.camera_id == camera_id)
    item = connection.execute(_from(mark_table, at_us, back=back, of=statement)).first()
    return None if item is None else Mark(**item._mapping)


def _from(table: Table, at_us: int, *, back: bool, of: Select[Any]) -> Select[Any]:
    start = table.c.start_us
    if back:
        return of.where(start < at_us).order_by(start.desc()).limit(1)
    return of.where(start > at_us).order_by(start).limit(1)
