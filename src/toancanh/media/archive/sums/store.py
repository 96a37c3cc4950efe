"""Bytes of complete segments by camera, stream and UTC day of their start (SQLAlchemy Core)."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

from sqlalchemy import BigInteger, Column, Connection, Integer, String, Table, func, insert, select, update

from toancanh.infra.database import metadata

DAY_US = 86_400_000_000
_PART = 500

stored_day_table = Table(
    "stored_day",
    metadata,
    Column("camera_id", String(36), primary_key=True),
    Column("role", String(8), primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),  # since 1970-01-01
    Column("size_bytes", BigInteger, nullable=False),
)


def add(connection: Connection, camera_id: str, role: str, start_us: int, size_bytes: int) -> None:
    """So much more (or less) is stored of that day. Only the process that records a stream makes new days of it, so no
    two insert the same.
    """
    row, day = stored_day_table.c, start_us // DAY_US
    if not size_bytes:
        return
    found = connection.execute(
        update(stored_day_table)
        .where(row.camera_id == camera_id, row.role == role, row.day == day)
        .values(size_bytes=row.size_bytes + size_bytes)
    )
    if not found.rowcount:
        values = {"camera_id": camera_id, "role": role, "day": day, "size_bytes": size_bytes}
        connection.execute(insert(stored_day_table).values(values))


def used_by_day(connection: Connection, camera_ids: Collection[str]) -> dict[str, dict[int, int]]:
    """Of each of these cameras bytes by day, over all its streams."""
    row = stored_day_table.c
    found: dict[str, dict[int, int]] = {}
    rest = iter(sorted(camera_ids))
    while part := list(islice(rest, _PART)):
        statement = (
            select(row.camera_id, row.day, func.sum(row.size_bytes))
            .where(row.camera_id.in_(part))
            .group_by(row.camera_id, row.day)
        )
        for camera_id, day, size_bytes in connection.execute(statement):
            found.setdefault(camera_id, {})[day] = int(size_bytes)
    return found
