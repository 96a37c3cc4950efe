"""The table of asks (SQLAlchemy Core)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Integer, Row, String, Table, delete, insert, select

from toancanh.infra.database import metadata
from toancanh.vision.watch.model import Ask
from toancanh.vision.watch.ports import Purpose

ask_table = Table(
    "vision_ask",
    metadata,
    Column("camera_id", String(36), primary_key=True),
    Column("purposes", String(200), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("model", String(63), nullable=False),
    Column("changed_us", BigInteger, nullable=False),
    Column("changed_by", String(36), nullable=False),
)


def every(connection: Connection) -> dict[str, Ask]:
    """All that people asked for, by camera."""
    return {row.camera_id: _of(row) for row in connection.execute(select(ask_table))}


def put(tx: Connection, ask: Ask, *, at_us: int, by: str) -> None:
    """In place of what was asked for this camera before."""
    drop(tx, ask.camera_id)
    tx.execute(
        insert(ask_table).values(
            camera_id=ask.camera_id,
            purposes=",".join(sorted(ask.purposes)),
            priority=ask.priority,
            model=ask.model,
            changed_us=at_us,
            changed_by=by,
        )
    )


def drop(tx: Connection, camera_id: str) -> None:
    """Its drawings say again what it is watched for."""
    tx.execute(delete(ask_table).where(ask_table.c.camera_id == camera_id))


def _of(row: Row[Any]) -> Ask:
    purposes = frozenset(Purpose(one) for one in row.purposes.split(",") if one)
    return Ask(camera_id=row.camera_id, purposes=purposes, priority=row.priority, model=row.model)
