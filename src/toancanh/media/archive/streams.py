"""Which streams a table has rows of, without reading its rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, Table, exists, func, select

from toancanh.media.archive.model import StreamKey, every_stream


def streams_of(connection: Connection, table: Table) -> list[StreamKey]:
    """In order, by an index of ``camera_id`` and ``role``."""
    row = table.c

    def kept(walk: CTE, name: str) -> ColumnElement[bool]:
        return exists().where(row.camera_id == walk.c.camera_id, row.role == name).correlate(walk)

    return [key for key, is_kept in of_each_stream(connection, table, kept) if is_kept]


def of_each_stream(
    connection: Connection, table: Table, asked: Callable[[CTE, str], ColumnElement[Any]]
) -> list[tuple[StreamKey, Any]]:
    """What is ``asked`` of each stream of the cameras that the table has, of those that it has no row of too; by the
    camera of the walk and the name of a stream. In order, in one statement that goes from camera to camera.

    A comparison of rows would be shorter, but SQLite uses the index for the first of their columns alone, and walks
    through a camera's 75 days.
    """
    row = table.c
    walk = select(func.min(row.camera_id).label("camera_id")).cte("walk", recursive=True)
    following = select(func.min(row.camera_id)).where(row.camera_id > walk.c.camera_id).scalar_subquery()
    walk = walk.union_all(select(following).where(walk.c.camera_id.is_not(None)))
    names = [key.name for key in every_stream("")]
    answers = (asked(walk, name).label(f"of_{position}") for position, name in enumerate(names))
    found = connection.execute(select(walk.c.camera_id, *answers).where(walk.c.camera_id.is_not(None)))
    each = [
        (StreamKey.named(camera_id, name), answer)
        for camera_id, *of in found
        for name, answer in zip(names, of, strict=True)
    ]
    return sorted(each, key=lambda one: one[0])
