"""The next gap or mark of a camera from an instant on, either way."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Select, Table, select

from toancanh.media.archive.joining import FAR_US, copied, left_of
from toancanh.media.archive.model import MOTION_MARK, Gap, Mark, StreamKey
from toancanh.media.archive.rows import gap_of, mark_of
from toancanh.media.archive.store import gap_table, mark_table


def next_gap(connection: Connection, key: StreamKey, at_us: int, *, back: bool) -> Gap | None:
    """The first that begins after ``at_us``; ``back``: the last that began before. Of what neither the stream nor the
    copies of it have.
    """
    around = _gap(connection, key, at_us + 1, back=True)  # the copy may end in it, where the rest of the gap begins
    gap = around if back or around is not None else _gap(connection, key, at_us, back=False)
    while gap is not None:
        end_us = FAR_US if gap.end_us is None else gap.end_us
        spans = copied(connection, [key.camera_id], key.role, gap.start_us, end_us).get(key.camera_id, ())
        parts = [one for one in left_of(gap, spans) if (one.start_us < at_us if back else one.start_us > at_us)]
        if parts:
            return parts[-1 if back else 0]
        gap = _gap(connection, key, gap.start_us, back=back)
    return None


def _gap(connection: Connection, key: StreamKey, at_us: int, *, back: bool) -> Gap | None:
    row = gap_table.c
    statement = select(gap_table).where(row.camera_id == key.camera_id, row.role == key.name)
    item = connection.execute(_from(gap_table, at_us, back=back, of=statement)).first()
    return None if item is None else gap_of(item)


def next_mark(connection: Connection, camera_id: str, at_us: int, *, back: bool) -> Mark | None:
    """The first that begins after ``at_us``; ``back``: the last that began before. That something moved is none."""
    statement = select(mark_table).where(mark_table.c.camera_id == camera_id, mark_table.c.kind != MOTION_MARK)
    item = connection.execute(_from(mark_table, at_us, back=back, of=statement)).first()
    return None if item is None else mark_of(item)


def marks_since(connection: Connection, camera_ids: Collection[str], since_us: int) -> list[Mark]:
    """Of many cameras, those that began after ``since_us``."""
    row = mark_table.c
    statement = select(mark_table).where(row.camera_id.in_(camera_ids), row.start_us > since_us)
    return [Mark(**item._mapping) for item in connection.execute(statement)]


def _from(table: Table, at_us: int, *, back: bool, of: Select[Any]) -> Select[Any]:
    start = table.c.start_us
    if back:
        return of.where(start < at_us).order_by(start.desc()).limit(1)
    return of.where(start > at_us).order_by(start).limit(1)
