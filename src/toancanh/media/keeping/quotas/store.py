"""The table of quotas (SQLAlchemy Core)."""

from __future__ import annotations

import enum
from typing import NamedTuple

from sqlalchemy import BigInteger, Column, Connection, String, Table, delete, insert, select

from toancanh.infra.database import metadata


class QuotaKind(enum.StrEnum):
    """Whose."""

    OWNER = "owner"
    CAMERA = "camera"


quota_table = Table(
    "storage_quota",
    metadata,
    Column("kind", String(8), primary_key=True),
    Column("subject_id", String(36), primary_key=True),  # of an organisation or a camera
    Column("size_bytes", BigInteger, nullable=False),
    Column("set_us", BigInteger, nullable=False),
    Column("set_by", String(36), nullable=False),
)


class StoredQuota(NamedTuple):
    """At most so many bytes of recordings."""

    kind: QuotaKind
    subject_id: str
    size_bytes: int
    set_us: int
    set_by: str


def quotas(connection: Connection) -> list[StoredQuota]:
    """All, in order."""
    row = quota_table.c
    found = connection.execute(select(quota_table).order_by(row.kind, row.subject_id))
    return [StoredQuota(QuotaKind(one.kind), one.subject_id, one.size_bytes, one.set_us, one.set_by) for one in found]


def put(tx: Connection, quota: StoredQuota) -> int | None:
    """Set it; what it was before."""
    before = take_away(tx, quota.kind, quota.subject_id)
    tx.execute(insert(quota_table).values(**quota._asdict()))
    return before


def take_away(tx: Connection, kind: QuotaKind, subject_id: str) -> int | None:
    """It holds no more; what it was, None where there was none."""
    mine = (quota_table.c.kind == kind, quota_table.c.subject_id == subject_id)
    before = tx.execute(select(quota_table.c.size_bytes).where(*mine)).scalar()
    tx.execute(delete(quota_table).where(*mine))
    return before
