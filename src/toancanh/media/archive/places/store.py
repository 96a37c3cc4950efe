"""Tables and queries of the places (SQLAlchemy Core)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Float,
    Integer,
    Select,
    String,
    Table,
    Text,
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)

from toancanh.infra.database import metadata
from toancanh.media.archive import store as segments
from toancanh.media.archive.model import Segment, SegmentState, StreamKey
from toancanh.media.archive.places.model import Move, MoveStep, Pool
from toancanh.media.archive.rows import segments_of

COUNTED_AT_MOST = 100_000

pool_table = Table(
    "archive_pool",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("folder", Text, nullable=False),
    Column("marker", String(36), nullable=False),
    Column("draining", Boolean, nullable=False),
    Column("added_us", BigInteger, nullable=False),
    Column("failed_us", BigInteger),
    Column("error", Text, nullable=False),
    Column("unread_us", BigInteger),
    Column("lost_us", BigInteger),
)

cold_store_table = Table(
    "cold_store",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("endpoint", Text, nullable=False),
    Column("bucket", String(63), nullable=False),
    Column("prefix", Text, nullable=False),
    Column("region", String(64), nullable=False),
    Column("access_key", String(128), nullable=False),
    Column("secret", Text, nullable=False),
    Column("after_days", Float, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("failed_us", BigInteger),
    Column("error", Text, nullable=False),
)

move_table = Table(
    "segment_move",
    metadata,
    Column("segment_id", String(36), primary_key=True),
    Column("path", String(255), nullable=False),
    Column("from_place", String(32), nullable=False),
    Column("to_place", String(32), nullable=False),
    Column("step", String(16), nullable=False),
    Column("started_us", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_us", BigInteger, nullable=False),
    Column("error", Text, nullable=False),
)

cold_object_table = Table(
    "cold_object",
    metadata,
    Column("segment_id", String(36), primary_key=True),
    Column("size_bytes", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("moved_us", BigInteger, nullable=False),
)


@dataclass(frozen=True, kw_only=True)
class ColdSettings:
    """The object store, as set. ``secret`` is sealed by the key ring. ``after_days``: older recordings go there."""

    endpoint: str
    bucket: str
    prefix: str
    region: str
    access_key: str
    secret: str = field(repr=False)
    after_days: float
    paused: bool = False
    failed_us: int | None = None
    error: str = ""


def pools(connection: Connection) -> list[Pool]:
    """All rows, the root's too where it has one."""
    return [
        Pool(
            name=row.name,
            folder=Path(row.folder),
            marker=row.marker,
            draining=row.draining,
            failed_us=row.failed_us,
            error=row.error,
            unread_us=row.unread_us,
            lost_us=row.lost_us,
        )
        for row in connection.execute(select(pool_table).order_by(pool_table.c.name))
    ]


def insert_pool(connection: Connection, pool: Pool, added_us: int) -> None:
    """A new pool."""
    connection.execute(
        insert(pool_table).values(
            name=pool.name,
            folder=str(pool.folder),
            marker=pool.marker,
            draining=pool.draining,
            added_us=added_us,
            error="",
        )
    )


def set_draining(connection: Connection, name: str, draining: bool) -> bool:
    """False where there is no such pool."""
    statement = update(pool_table).where(pool_table.c.name == name).values(draining=draining)
    return connection.execute(statement).rowcount == 1


def set_failed(connection: Connection, name: str, failed_us: int | None, error: str) -> None:
    """That it refused, or that it works again."""
    connection.execute(
        update(pool_table).where(pool_table.c.name == name).values(failed_us=failed_us, error=error[:500])
    )


def set_unread(connection: Connection, name: str, unread_us: int) -> None:
    """Several files on it could not be read."""
    connection.execute(update(pool_table).where(pool_table.c.name == name).values(unread_us=unread_us))


def set_lost(connection: Connection, name: str, lost_us: int | None) -> None:
    """It is given up."""
    connection.execute(update(pool_table).where(pool_table.c.name == name).values(lost_us=lost_us))


def renew_pool(connection: Connection, name: str, marker: str) -> None:
    """Another disk lies there now."""
    values = {"marker": marker, "lost_us": None, "unread_us": None, "failed_us": None, "error": "", "draining": False}
    connection.execute(update(pool_table).where(pool_table.c.name == name).values(values))


def delete_pool(connection: Connection, name: str) -> None:
    """It is no longer ours."""
    connection.execute(delete(pool_table).where(pool_table.c.name == name))


def moves(connection: Connection, limit: int = 1000) -> list[Move]:
    """Moves under way, the longest first."""
    statement = select(move_table).order_by(move_table.c.started_us, move_table.c.segment_id).limit(limit)
    return [
        Move(
            segment_id=row.segment_id,
            path=row.path,
            from_place=row.from_place,
            to_place=row.to_place,
            step=MoveStep(row.step),
            started_us=row.started_us,
            attempts=row.attempts,
            next_us=row.next_us,
            error=row.error,
        )
        for row in connection.execute(statement)
    ]


def moves_count(connection: Connection) -> int:
    """How many are under way."""
    return connection.execute(select(func.count()).select_from(move_table)).scalar_one()


def insert_move(connection: Connection, move: Move) -> None:
    """M1."""
    connection.execute(
        insert(move_table).values(
            segment_id=move.segment_id,
            path=move.path,
            from_place=move.from_place,
            to_place=move.to_place,
            step=move.step.value,
            started_us=move.started_us,
            attempts=move.attempts,
            next_us=move.next_us,
            error=move.error,
        )
    )


def put_off(connection: Connection, segment_id: str, *, attempts: int, next_us: int, error: str) -> None:
    """It did not work; again from ``next_us`` on."""
    statement = update(move_table).where(move_table.c.segment_id == segment_id)
    connection.execute(statement.values(attempts=attempts, next_us=next_us, error=error[:500]))


def set_switched(connection: Connection, segment_id: str) -> None:
    """M4, in the transaction that changes the segment's place."""
    statement = update(move_table).where(move_table.c.segment_id == segment_id)
    connection.execute(statement.values(step=MoveStep.SWITCHED.value, attempts=0, next_us=0, error=""))


def delete_move(connection: Connection, segment_id: str) -> None:
    """M5, or it was called off."""
    connection.execute(delete(move_table).where(move_table.c.segment_id == segment_id))


def put_cold_object(connection: Connection, segment_id: str, size_bytes: int, sha256: str, moved_us: int) -> None:
    """What the store was given, read back and found equal."""
    delete_cold_object(connection, segment_id)
    connection.execute(
        insert(cold_object_table).values(segment_id=segment_id, size_bytes=size_bytes, sha256=sha256, moved_us=moved_us)
    )


def cold_object(connection: Connection, segment_id: str) -> tuple[int, str] | None:
    """Size and SHA-256 of an object."""
    row = connection.execute(select(cold_object_table).where(cold_object_table.c.segment_id == segment_id)).first()
    return None if row is None else (row.size_bytes, row.sha256)


def delete_cold_object(connection: Connection, segment_id: str) -> None:
    """The object has gone."""
    connection.execute(delete(cold_object_table).where(cold_object_table.c.segment_id == segment_id))


def cold_settings(connection: Connection) -> ColdSettings | None:
    """Where the object store is; None: there is none."""
    row = connection.execute(select(cold_store_table)).first()
    if row is None:
        return None
    return ColdSettings(
        endpoint=row.endpoint,
        bucket=row.bucket,
        prefix=row.prefix,
        region=row.region,
        access_key=row.access_key,
        secret=row.secret,
        after_days=row.after_days,
        paused=row.paused,
        failed_us=row.failed_us,
        error=row.error,
    )


def put_cold_settings(connection: Connection, settings: ColdSettings) -> None:
    """In place of those before."""
    connection.execute(delete(cold_store_table))
    connection.execute(insert(cold_store_table).values(id=1, **asdict(settings)))


def delete_cold_settings(connection: Connection) -> None:
    """There is none any more."""
    connection.execute(delete(cold_store_table))


def set_cold_failed(connection: Connection, failed_us: int | None, error: str) -> None:
    """That the store does not serve as it should, or that it does again."""
    connection.execute(update(cold_store_table).values(failed_us=failed_us, error=error[:500]))


class Cameras(NamedTuple):
    """These, or (``but``) all others."""

    ids: frozenset[str]
    but: bool = False


def oldest_in_place(
    connection: Connection,
    place: str,
    *,
    ended_by_us: int,
    limit: int,
    cameras: Cameras | None = None,
    thinned: Collection[StreamKey] = (),
) -> list[str]:
    """Ids of complete segments there that ended by then, the oldest first; of these cameras alone, and of the
    ``thinned`` streams those alone that are.
    """
    row, names = segments.segment_table.c, [f"{key.camera_id}/{key.name}" for key in thinned]
    name = row.camera_id + "/" + row.role
    statement = (
        select(row.id)
        .where(row.place == place, row.end_us <= ended_by_us, row.state == SegmentState.COMPLETE.value)
        .where(true() if cameras is None else _among(connection, cameras))
        .where(or_(row.thinned, name.not_in(_listed(connection, names))) if names else true())
        .order_by(row.end_us)
        .limit(limit)
    )
    return list(connection.execute(statement).scalars())


def _among(connection: Connection, cameras: Cameras) -> ColumnElement[bool]:
    camera_id, ids = segments.segment_table.c.camera_id, _listed(connection, cameras.ids)
    return camera_id.not_in(ids) if cameras.but else camera_id.in_(ids)


def _listed(connection: Connection, values: Iterable[str]) -> Select[tuple[str]]:
    """A city's worth of values as one parameter: a statement takes 65,535 of them on PostgreSQL, fewer on SQLite."""
    value = literal(json.dumps(list(values)))
    each = (
        func.json_array_elements_text(cast(value, JSON))
        if connection.dialect.name == "postgresql"
        else func.json_each(value)
    )
    return select(each.table_valued("value").c.value)


def page_in_place(connection: Connection, place: str, *, writing: bool, limit: int) -> list[Segment]:
    """Segments there, of those still written or of all others, without their tables."""
    row = segments.segment_table.c
    is_writing = row.state == SegmentState.WRITING.value
    statement = (
        select(*(column for column in segments.segment_table.c if column.name != "fragments"))
        .where(row.place == place, is_writing if writing else ~is_writing)
        .order_by(row.end_us)
        .limit(limit)
    )
    return segments_of(connection.execute(statement))


def set_place(connection: Connection, segment: Segment, place: str) -> bool:
    """M4; False where the recording is not what it was when the copy began."""
    row = segments.segment_table.c
    statement = (
        update(segments.segment_table)
        .where(row.id == segment.id, row.state == SegmentState.COMPLETE.value, row.place == segment.place)
        .where(row.path == segment.path, row.size_bytes == segment.size_bytes)
        .values(place=place)
    )
    return connection.execute(statement).rowcount == 1


def kept_in(connection: Connection, place: str) -> tuple[int, int]:
    """How many segments lie there, and their bytes; no more than `COUNTED_AT_MOST` are counted."""
    row = segments.segment_table.c
    some = select(row.size_bytes).where(row.place == place).limit(COUNTED_AT_MOST).subquery()
    count, size_bytes = connection.execute(
        select(func.count(), func.coalesce(func.sum(some.c.size_bytes), 0)).select_from(some)
    ).one()
    return int(count), int(size_bytes)


def of_spans(connection: Connection, place: str, spans: Iterable[tuple[str, int, int]]) -> int:
    """How many segments lie there that touch one of these: camera, from, to."""
    row, found = segments.segment_table.c, set[str]()
    for camera_id, from_us, to_us in spans:
        touching = (row.camera_id == camera_id) & (row.start_us < to_us) & (func.coalesce(row.end_us, to_us) > from_us)
        found.update(connection.scalars(select(row.id).where(touching, row.place == place)))
    return len(found)
