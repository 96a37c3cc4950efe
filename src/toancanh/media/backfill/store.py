"""What was tried to fill gaps, and which gaps there are (SQLAlchemy Core)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    String,
    Table,
    delete,
    exists,
    false,
    func,
    insert,
    select,
    true,
)

from toancanh.infra.database import metadata
from toancanh.media.archive.model import Copy, Gap, StreamKey
from toancanh.media.archive.rows import gap_of
from toancanh.media.archive.store import gap_table
from toancanh.media.backfill.plan import NOT_OURS, SHORTEST_US, Tried
from toancanh.media.backfill.ports import EdgeReason
from toancanh.media.model import GapCause
from toancanh.registry.model import StreamRole

backfill_try_table = Table(
    "backfill_try",
    metadata,
    Column("gap_id", String(36), primary_key=True),
    Column("camera_id", String(36), nullable=False),
    Column("from_us", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_us", BigInteger, nullable=False),
    Column("is_settled", Boolean, nullable=False, server_default=false()),
    Column("reason", String(32), nullable=False),
    Index("ix_backfill_try_camera_id", "camera_id"),
)


def gaps_of(
    connection: Connection, camera_ids: Collection[str], from_us: int, to_us: int, *, unsettled: bool = False
) -> list[Gap]:
    """Gaps of the main streams of these cameras that a camera's own storage may fill, ended in ``(from_us, to_us]``."""
    row, tried = gap_table.c, backfill_try_table.c
    settled = exists().where(tried.gap_id == row.id, tried.is_settled)
    statement = (
        select(gap_table)
        .where(row.camera_id.in_(sorted(camera_ids)), row.role == StreamRole.MAIN.value)
        .where(row.cause.not_in([cause.value for cause in NOT_OURS]))
        .where(row.end_us > from_us, row.end_us <= to_us, row.end_us - row.start_us >= SHORTEST_US)
        .where(~settled if unsettled else true())
        .order_by(row.camera_id, row.start_us)
    )
    return [gap_of(item) for item in connection.execute(statement)]


def deleted_until(connection: Connection, camera_ids: Collection[str]) -> dict[str, int]:
    """Up to when retention has deleted of what was fetched: nothing is put there again."""
    row = gap_table.c
    statement = (
        select(row.camera_id, func.max(row.end_us))
        .where(row.camera_id.in_(sorted(camera_ids)), row.cause == GapCause.DELETED.value)
        .where(row.role == StreamKey("", StreamRole.MAIN, Copy.CAMERA).name)
        .group_by(row.camera_id)
    )
    return {row[0]: row[1] for row in connection.execute(statement)}


def prune(connection: Connection) -> None:
    """Forget what was tried for gaps that are no more."""
    is_gap = exists().where(gap_table.c.id == backfill_try_table.c.gap_id)
    connection.execute(delete(backfill_try_table).where(~is_gap))


def tried_of(connection: Connection, camera_ids: Collection[str]) -> Mapping[str, Tried]:
    """What was tried for gaps of these cameras, by gap."""
    statement = select(backfill_try_table).where(backfill_try_table.c.camera_id.in_(sorted(camera_ids)))
    return {
        row.gap_id: Tried(
            gap_id=row.gap_id,
            camera_id=row.camera_id,
            from_us=row.from_us,
            tries=row.tries,
            next_us=row.next_us,
            is_settled=bool(row.is_settled),
            reason=EdgeReason(row.reason) if row.reason else None,
        )
        for row in connection.execute(statement)
    }


def save(connection: Connection, tried: Tried) -> None:
    """In place of what was known of this gap."""
    connection.execute(delete(backfill_try_table).where(backfill_try_table.c.gap_id == tried.gap_id))
    values = {**vars(tried), "reason": tried.reason.value if tried.reason is not None else ""}
    connection.execute(insert(backfill_try_table).values(values))
