"""Tables and queries of holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Row,
    String,
    Table,
    Text,
    and_,
    or_,
    select,
)

from toancanh.governance.holds.model import FoundFootage, Hold, Span
from toancanh.infra.database import metadata

_IN_AT_ONCE = 500

hold_table = Table(
    "hold",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("case_number", String(64), nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("from_us", BigInteger, nullable=False),
    Column("to_us", BigInteger, nullable=False),
    Column("placed_by", String(36), nullable=False),
    Column("placed_us", BigInteger, nullable=False),
    Column("expires_us", BigInteger, nullable=True),
    Column("released_us", BigInteger, nullable=True),
    Column("released_by", String(36), nullable=True),
    Column("release_reason", Text, nullable=False),
)

hold_camera = Table(
    "hold_camera",
    metadata,
    Column("hold_id", String(36), ForeignKey("hold.id"), primary_key=True),
    Column("camera_id", String(36), primary_key=True, index=True),
    Column("owner_id", String(36), nullable=False),  # when it was placed: for a camera that is gone
    Column("protected", Boolean, nullable=False),
)

hold_footage = Table(
    "hold_footage",
    metadata,
    Column("hold_id", String(36), ForeignKey("hold.id"), primary_key=True),
    Column("camera_id", String(36), primary_key=True),
    Column("stream", String(8), primary_key=True),
    Column("start_us", BigInteger, primary_key=True, autoincrement=False),
    Column("end_us", BigInteger, nullable=False),
)


@dataclass(frozen=True, kw_only=True)
class StoredCamera:
    """A camera under a hold, and whose it was when that was placed."""

    camera_id: str
    owner_id: str
    protected: bool


def insert(tx: Connection, made: Hold, cameras: Iterable[StoredCamera], found: Iterable[FoundFootage]) -> None:
    """A new hold with what was there."""
    tx.execute(
        hold_table.insert().values(
            id=made.id,
            case_number=made.case_number,
            reason=made.reason,
            from_us=made.span.from_us,
            to_us=made.span.to_us,
            placed_by=made.placed_by,
            placed_us=made.placed_us,
            expires_us=made.expires_us,
            release_reason="",
        )
    )
    tx.execute(hold_camera.insert(), [{"hold_id": made.id, **vars(one)} for one in cameras])
    if footage := [{"hold_id": made.id, **one._asdict()} for one in found]:
        tx.execute(hold_footage.insert(), footage)


def release(tx: Connection, hold_id: str, *, by: str, at_us: int, reason: str) -> bool:
    """False where somebody was faster."""
    gone = hold_table.update().where(hold_table.c.id == hold_id, hold_table.c.released_us.is_(None))
    return tx.execute(gone.values(released_us=at_us, released_by=by, release_reason=reason)).rowcount == 1


def load(connection: Connection, hold_id: str) -> Hold | None:
    """One, with all of its cameras."""
    row = connection.execute(select(hold_table).where(hold_table.c.id == hold_id)).first()
    return None if row is None else _hold(row, [one.camera_id for one in cameras(connection, [hold_id])[hold_id]])


def page(
    connection: Connection, *, after: str, limit: int, camera_id: str = "", active_at_us: int | None = None
) -> list[Hold]:
    """The newest first, with all of their cameras; ``active_at_us``: only those that hold then."""
    query = select(hold_table).order_by(hold_table.c.id.desc()).limit(limit)
    if after:
        query = query.where(hold_table.c.id < after)
    if camera_id:
        query = query.where(
            hold_table.c.id.in_(select(hold_camera.c.hold_id).where(hold_camera.c.camera_id == camera_id))
        )
    if active_at_us is not None:
        query = query.where(_active(active_at_us))
    rows = connection.execute(query).all()
    of = cameras(connection, [row.id for row in rows])
    return [_hold(row, [one.camera_id for one in of[row.id]]) for row in rows]


def cameras(connection: Connection, hold_ids: Sequence[str]) -> dict[str, list[StoredCamera]]:
    """By hold."""
    found: dict[str, list[StoredCamera]] = {hold_id: [] for hold_id in hold_ids}
    for part in _parts(hold_ids):
        query = select(hold_camera).where(hold_camera.c.hold_id.in_(part)).order_by(hold_camera.c.camera_id)
        for row in connection.execute(query):
            one = StoredCamera(camera_id=row.camera_id, owner_id=row.owner_id, protected=row.protected)
            found[row.hold_id].append(one)
    return found


def footage(connection: Connection, hold_id: str) -> list[FoundFootage]:
    """What was there when it was placed."""
    query = select(hold_footage).where(hold_footage.c.hold_id == hold_id)
    return [
        FoundFootage(row.camera_id, row.stream, row.start_us, row.end_us)
        for row in connection.execute(query.order_by(*hold_footage.primary_key))
    ]


def held(connection: Connection, camera_ids: Collection[str], *, at_us: int) -> dict[str, list[Span]]:
    """The spans that are held of these cameras then, by camera, in order."""
    found: dict[str, list[Span]] = {}
    query = (
        select(hold_camera.c.camera_id, hold_table.c.from_us, hold_table.c.to_us)
        .join_from(hold_camera, hold_table, hold_camera.c.hold_id == hold_table.c.id)
        .where(_active(at_us))
        .order_by(hold_table.c.from_us)
    )
    for part in _parts(sorted(camera_ids)):
        for row in connection.execute(query.where(hold_camera.c.camera_id.in_(part))):
            found.setdefault(row.camera_id, []).append(Span(row.from_us, row.to_us))
    return found


def _active(at_us: int) -> ColumnElement[bool]:
    lasts = or_(hold_table.c.expires_us.is_(None), hold_table.c.expires_us > at_us)
    return and_(hold_table.c.released_us.is_(None), lasts)


def _parts(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + _IN_AT_ONCE] for start in range(0, len(ids), _IN_AT_ONCE))


def _hold(row: Row[tuple[object, ...]], camera_ids: Sequence[str]) -> Hold:
    return Hold(
        id=row.id,
        camera_ids=tuple(camera_ids),
        span=Span(row.from_us, row.to_us),
        case_number=row.case_number,
        reason=row.reason,
        placed_by=row.placed_by,
        placed_us=row.placed_us,
        expires_us=row.expires_us,
        released_us=row.released_us,
        released_by=row.released_by,
        release_reason=row.release_reason,
    )
