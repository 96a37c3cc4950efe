"""Tables and queries of the archive's index (SQLAlchemy Core)."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import (
    CTE,
    DDL,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Float,
    Index,
    Integer,
    LargeBinary,
    Select,
    String,
    Table,
    and_,
    delete,
    event,
    false,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from toancanh.infra.database import metadata
from toancanh.media.archive import sums
from toancanh.media.archive.model import Gap, Mark, Segment, SegmentState, StreamKey, every_stream
from toancanh.media.archive.rows import (
    clock_values,
    gap_of,
    gap_values,
    mark_of,
    segment_values,
    segments_of,
    table_values,
)
from toancanh.media.archive.streams import of_each_stream, streams_of
from toancanh.media.model import RunClock

_STREAM = ("camera_id", "role", "start_us", "end_us", "state")
_ALONG = (
    "id", "run_id", "size_bytes", "codec", "codec_string", "width", "height", "clock_source", "clock_offset_us",
    "drift_ppm", "timeline_error_us", "thinned", "place", "outline",
)  # fmt: skip
_STRETCH = (*_STREAM, *_ALONG)
"""What is asked of a stream's time. The rows of a day lie far apart in the table: the index has all of this. Where
PostgreSQL must look at them because its vacuum has not been there, it reads many at once (`infra.database.postgresql`).
"""

segment_table = Table(
    "segment",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("camera_id", String(36), nullable=False),
    Column("role", String(8), nullable=False),
    Column("run_id", String(36), nullable=False),
    Column("start_us", BigInteger, nullable=False),
    Column("end_us", BigInteger),
    Column("path", String(255), nullable=False, unique=True),
    Column("size_bytes", BigInteger, nullable=False),
    Column("codec", String(8), nullable=False),
    Column("codec_string", String(64), nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("clock_source", String(32), nullable=False),
    Column("clock_offset_us", BigInteger),
    Column("drift_ppm", Float),
    Column("timeline_error_us", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("fragments", LargeBinary),
    Column("outline", LargeBinary),
    Column("thinned", Boolean, nullable=False, server_default=false()),
    Column("place", String(32), nullable=False, server_default=""),
    Index("ix_segment_stretch", *_STRETCH).ddl_if(dialect="sqlite"),
    Index("ix_segment_state", "state", "end_us"),
    Index("ix_segment_place", "place", "end_us"),
)
# Written out: an Index with `postgresql_include` loads 2 MB of SQLAlchemy's PostgreSQL into every recorder.
_COVERING = DDL(  # type: ignore[no-untyped-call]
    f"CREATE INDEX ix_segment_stream ON segment ({', '.join(_STREAM)}) INCLUDE ({', '.join(_ALONG)})"
)
event.listen(segment_table, "after_create", _COVERING.execute_if(dialect="postgresql"))

gap_table = Table(
    "gap",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("camera_id", String(36), nullable=False),
    Column("role", String(8), nullable=False),
    Column("start_us", BigInteger, nullable=False),
    Column("end_us", BigInteger),
    Column("cause", String(32), nullable=False),
    Index("ix_gap_stream", "camera_id", "role", "start_us"),
)

mark_table = Table(
    "mark",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("camera_id", String(36), nullable=False),
    Column("start_us", BigInteger, nullable=False),
    Column("end_us", BigInteger, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("reference", String(255), nullable=False),
    Index("ix_mark_camera", "camera_id", "start_us"),
)

_MARKS_AT_ONCE = 500
_WITHOUT_TABLE = [column for column in segment_table.c if column.name not in ("fragments", "outline")]


class Detail(enum.Enum):
    """How much of segments is read."""

    ALL = tuple(segment_table.c)
    OUTLINE = tuple(segment_table.c[name] for name in _STRETCH)
    STRETCH = tuple(segment_table.c[name] for name in _STRETCH if name != "outline")


def insert_segment(connection: Connection, segment: Segment) -> None:
    """A new row; the same id again is a `Conflict` of the database."""
    connection.execute(insert(segment_table).values(segment_values(segment)))
    _count(connection, segment, +1)


def complete_segment(
    connection: Connection, segment_id: str, *, end_us: int, size_bytes: int, clock: RunClock | None, table: bytes
) -> None:
    """The file is closed and on disk; ``clock`` is left as it was where None."""
    row = segment_table.c
    columns = select(row.camera_id, row.role, row.start_us, row.size_bytes, row.state)
    before = connection.execute(columns.where(row.id == segment_id)).first()
    if before is None:  # its beginning was dropped: recovery indexes the file
        return
    counted = before.size_bytes if before.state == SegmentState.COMPLETE.value else 0
    sums.add(connection, before.camera_id, before.role, before.start_us, size_bytes - counted)
    values: dict[str, object] = {
        "end_us": end_us,
        "size_bytes": size_bytes,
        **table_values(table),
        "state": SegmentState.COMPLETE.value,
    }
    if clock is not None:
        values |= clock_values(clock)
    connection.execute(update(segment_table).where(row.id == segment_id).values(values))


def set_deleting(connection: Connection, segment: Segment) -> bool:
    """Step 1 of a deletion; False where another process was faster, or the file is another now."""
    row = segment_table.c
    statement = (
        update(segment_table)
        .where(row.id == segment.id, row.state == SegmentState.COMPLETE.value)
        .where(row.path == segment.path, row.place == segment.place)
        .values(state=SegmentState.DELETING.value)
    )
    taken = connection.execute(statement).rowcount == 1
    if taken:
        _count(connection, segment, -1)
    return taken


def set_thinned(connection: Connection, segment: Segment, *, path: str, size_bytes: int, table: bytes) -> bool:
    """Its file is another one now; False where it is being deleted, has gone or was moved meanwhile."""
    row = segment_table.c
    statement = (
        update(segment_table)
        .where(row.id == segment.id, row.state == SegmentState.COMPLETE.value)
        .where(row.path == segment.path, row.place == segment.place)
        .values(path=path, size_bytes=size_bytes, **table_values(table), thinned=True)
    )
    put = connection.execute(statement).rowcount == 1
    if put:
        sums.add(connection, segment.camera_id, segment.key.name, segment.start_us, size_bytes - segment.size_bytes)
    return put


def delete_segment(connection: Connection, segment_id: str) -> None:
    """The row goes."""
    found = segment_by_id(connection, segment_id)
    if found is not None:
        connection.execute(delete(segment_table).where(segment_table.c.id == segment_id))
        _count(connection, found, -1)


def _count(connection: Connection, segment: Segment, sign: int) -> None:
    if segment.state is SegmentState.COMPLETE:
        sums.add(connection, segment.camera_id, segment.key.name, segment.start_us, sign * segment.size_bytes)


def segments_between(
    connection: Connection,
    key: StreamKey,
    from_us: int,
    to_us: int,
    *,
    orderly: bool = False,
    detail: Detail = Detail.ALL,
) -> list[Segment]:
    """Segments of a stream that may hold pictures of ``[from_us, to_us)``, in order.

    ``orderly``: trusting that times of a stream never run back, what began before the last segment that began by
    ``from_us`` is not looked at. `recovery` and `check` trust nothing.
    """
    row = segment_table.c
    begun = select(func.max(row.start_us)).where(_of(segment_table, key), row.start_us <= from_us).scalar_subquery()
    statement = (
        select(*detail.value)
        .where(_of(segment_table, key))
        .where(row.start_us >= (func.coalesce(begun, from_us) if orderly else 0))
        .where(row.start_us < to_us, or_(row.end_us > from_us, row.end_us.is_(None)))
        .where(row.state != SegmentState.DELETING.value)
        .order_by(row.start_us)
    )
    return segments_of(connection.execute(statement))


def segments_in(connection: Connection, key: StreamKey, from_us: int, to_us: int) -> list[Segment]:
    """As `segments_between` for questions about weeks: in order, trusting the order, without their tables."""
    return segments_between(connection, key, from_us, to_us, orderly=True, detail=Detail.STRETCH)


def latest_segment(connection: Connection, key: StreamKey) -> Segment | None:
    """The newest segment of a stream."""
    row = segment_table.c
    statement = select(segment_table).where(_of(segment_table, key)).where(row.state != SegmentState.DELETING.value)
    return _first(connection, statement.order_by(row.start_us.desc()))


def first_us(connection: Connection, key: StreamKey) -> int | None:
    """Start of the oldest segment or gap of a stream."""
    starts = [
        connection.execute(select(func.min(table.c.start_us)).where(_of(table, key))).scalar()
        for table in (segment_table, gap_table)
    ]
    return min((start for start in starts if start is not None), default=None)


def segment_before(connection: Connection, key: StreamKey, before_us: int) -> Segment | None:
    """The last segment that began before ``before_us``."""
    row = segment_table.c
    statement = (
        select(segment_table)
        .where(_of(segment_table, key), row.start_us < before_us, row.state != SegmentState.DELETING.value)
        .order_by(row.start_us.desc())
    )
    return _first(connection, statement)


def first_kept_us(connection: Connection, key: StreamKey) -> int | None:
    """Start of the oldest segment that is not being deleted."""
    row = segment_table.c
    statement = select(func.min(row.start_us)).where(_of(segment_table, key))
    return connection.execute(statement.where(row.state != SegmentState.DELETING.value)).scalar()


def segment_by_id(connection: Connection, segment_id: str) -> Segment | None:
    """A segment of any state."""
    return _first(connection, select(segment_table).where(segment_table.c.id == segment_id))


def _first(connection: Connection, statement: Select[Any]) -> Segment | None:
    return next(iter(segments_of(connection.execute(statement.limit(1)))), None)


def segments_by_id(connection: Connection, segment_ids: Sequence[str]) -> dict[str, Segment]:
    """Of any state, without their tables."""
    statement = select(*_WITHOUT_TABLE).where(segment_table.c.id.in_(segment_ids))
    return {one.id: one for one in segments_of(connection.execute(statement))}


def oldest_complete(
    connection: Connection, key: StreamKey, *, ended_by_us: int, after_us: int, limit: int, place: str | None = None
) -> list[Segment]:
    """Complete segments of a stream that began after ``after_us`` and ended by ``ended_by_us``, oldest first, without
    their tables.
    """
    row = segment_table.c
    statement = (
        select(*_WITHOUT_TABLE)
        .where(_of(segment_table, key))
        .where(row.state == SegmentState.COMPLETE.value, row.end_us <= ended_by_us)
        .where(row.start_us > after_us, row.start_us <= ended_by_us)  # bounds for the index
        .where(true() if place is None else row.place == place)
        .order_by(row.start_us)
        .limit(limit)
    )
    return segments_of(connection.execute(statement))


def whole_between(connection: Connection, key: StreamKey, from_us: int, to_us: int, *, limit: int) -> list[Segment]:
    """Complete segments with all their pictures that began in ``[from_us, to_us)``, oldest first, without tables."""
    row = segment_table.c
    statement = (
        select(*_WITHOUT_TABLE)
        .where(_of(segment_table, key), row.start_us >= from_us, row.start_us < to_us)
        .where(row.state == SegmentState.COMPLETE.value, row.thinned == false())
        .order_by(row.start_us)
        .limit(limit)
    )
    return segments_of(connection.execute(statement))


def size_between(connection: Connection, camera_id: str, from_us: int, to_us: int) -> int:
    """Bytes of a camera's complete segments that began in ``[from_us, to_us)``, within a day."""
    row = segment_table.c
    statement = select(func.coalesce(func.sum(row.size_bytes), 0)).where(
        row.camera_id == camera_id,
        row.role.in_([key.name for key in every_stream(camera_id)]),  # for the index
        row.start_us >= from_us,
        row.start_us < to_us,
        row.state == SegmentState.COMPLETE.value,
    )
    return int(connection.execute(statement).scalar_one())


def segments_in_state(connection: Connection, state: SegmentState) -> list[Segment]:
    """All segments in that state, in order of stream and time, without their tables."""
    row = segment_table.c
    statement = select(*_WITHOUT_TABLE).where(row.state == state.value).order_by(row.camera_id, row.role, row.start_us)
    return segments_of(connection.execute(statement))


def streams(connection: Connection) -> list[StreamKey]:
    """Every stream of which anything is indexed."""
    return sorted({*streams_of(connection, segment_table), *streams_of(connection, gap_table)})


def oldest_ends(connection: Connection) -> dict[StreamKey, int | None]:
    """When the oldest complete segment of every stream ended; None where a camera has none of that stream."""
    row = segment_table.c

    def oldest(walk: CTE, name: str) -> ColumnElement[Any]:
        of_stream = select(row.end_us).where(row.camera_id == walk.c.camera_id, row.role == name).correlate(walk)
        return (
            of_stream.where(row.state == SegmentState.COMPLETE.value).order_by(row.start_us).limit(1).scalar_subquery()
        )

    return dict(of_each_stream(connection, segment_table, oldest))


def insert_gap(connection: Connection, gap: Gap) -> None:
    """A new gap."""
    connection.execute(insert(gap_table).values(gap_values(gap)))


def close_gap(connection: Connection, gap_id: str, end_us: int) -> None:
    """The gap ends; one that turns out to be empty goes."""
    row = gap_table.c
    connection.execute(delete(gap_table).where(row.id == gap_id, row.start_us >= end_us))
    connection.execute(update(gap_table).where(row.id == gap_id).values(end_us=end_us))


def delete_gaps(connection: Connection, gap_ids: Sequence[str]) -> None:
    """These gaps go (they have become part of another)."""
    connection.execute(delete(gap_table).where(gap_table.c.id.in_(gap_ids)))


def gaps_between(connection: Connection, key: StreamKey, from_us: int, to_us: int) -> list[Gap]:
    """Gaps of a stream that touch ``[from_us, to_us]``, in order."""
    row = gap_table.c
    statement = (
        select(gap_table)
        .where(_of(gap_table, key))
        .where(row.start_us <= to_us, or_(row.end_us >= from_us, row.end_us.is_(None)))
        .order_by(row.start_us)
    )
    return [gap_of(item) for item in connection.execute(statement)]


def open_gap(connection: Connection, key: StreamKey) -> Gap | None:
    """The gap that lasts, if any."""
    row = gap_table.c
    statement = select(gap_table).where(_of(gap_table, key)).where(row.end_us.is_(None)).order_by(row.start_us.desc())
    found = connection.execute(statement.limit(1)).first()
    return gap_of(found) if found else None


def insert_marks(connection: Connection, marks: Iterable[Mark]) -> None:
    """New marks."""
    if rows := [asdict(mark) for mark in marks]:
        connection.execute(insert(mark_table), rows)


def end_marks(connection: Connection, mark_ids: Sequence[str], end_us: int) -> None:
    """They end then; those that begin then or later go."""
    for first in range(0, len(mark_ids), _MARKS_AT_ONCE):
        these = mark_table.c.id.in_(mark_ids[first : first + _MARKS_AT_ONCE])
        connection.execute(delete(mark_table).where(these, mark_table.c.start_us >= end_us))
        connection.execute(update(mark_table).where(these, mark_table.c.end_us > end_us).values(end_us=end_us))


def marks_between(connection: Connection, camera_id: str, from_us: int, to_us: int) -> list[Mark]:
    """Marks of a camera that touch ``[from_us, to_us)``, in order."""
    row = mark_table.c
    statement = (
        select(mark_table)
        .where(row.camera_id == camera_id, row.start_us < to_us, row.end_us >= from_us)
        .order_by(row.start_us, row.id)
    )
    return [mark_of(item) for item in connection.execute(statement)]


def segments_from(connection: Connection, key: StreamKey, from_us: int) -> list[Segment]:
    """Segments of a stream that begin at ``from_us`` or later, in order, without their tables."""
    row = segment_table.c
    statement = select(*_WITHOUT_TABLE).where(_of(segment_table, key), row.start_us >= from_us)
    return segments_of(connection.execute(statement.order_by(row.start_us)))


def is_known(connection: Connection, path: str) -> bool:
    """Whether a segment of any state has this file."""
    return connection.execute(select(segment_table.c.id).where(segment_table.c.path == path)).first() is not None


def known_paths(connection: Connection, key: StreamKey, *, from_us: int) -> set[str]:
    """Paths of a stream's segments that begin at ``from_us`` or later."""
    row = segment_table.c
    statement = select(row.path).where(_of(segment_table, key), row.start_us >= from_us)
    return set(connection.execute(statement).scalars())


def _of(table: Table, key: StreamKey) -> ColumnElement[bool]:
    return and_(table.c.camera_id == key.camera_id, table.c.role == key.name)
