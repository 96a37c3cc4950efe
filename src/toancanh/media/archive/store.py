"""Tables and queries of the archive's index (SQLAlchemy Core)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Float,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    and_,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    true,
    tuple_,
    update,
)

from toancanh.infra.database import metadata
from toancanh.media.archive import sums
from toancanh.media.archive.model import Gap, Mark, Segment, SegmentState, StreamKey, every_stream
from toancanh.media.archive.rows import clock_values, gap_of, segment_of, segment_values
from toancanh.media.model import RunClock

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
    Column("thinned", Boolean, nullable=False, server_default=false()),
    Column("place", String(32), nullable=False, server_default=""),
    Index("ix_segment_stream", "camera_id", "role", "start_us", "end_us", "state"),  # covers sums over a year
    Index("ix_segment_state", "state", "end_us"),
    Index("ix_segment_place", "place", "end_us"),
)

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

_WITHOUT_TABLE = [column for column in segment_table.c if column.name != "fragments"]


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
        "fragments": table,
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
        .values(path=path, size_bytes=size_bytes, fragments=table, thinned=True)
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
    connection: Connection, key: StreamKey, from_us: int, to_us: int, *, orderly: bool = False, with_tables: bool = True
) -> list[Segment]:
    """Segments of a stream that may hold pictures of ``[from_us, to_us)``, in order.

    ``orderly``: trusting that times of a stream never run back, what began before the last segment that began by
    ``from_us`` is not looked at. `recovery` and `check` trust nothing.
    """
    row = segment_table.c
    begun = select(func.max(row.start_us)).where(_of(segment_table, key), row.start_us <= from_us).scalar_subquery()
    statement = (
        select(*(segment_table.c if with_tables else _WITHOUT_TABLE))
        .where(_of(segment_table, key))
        .where(row.start_us >= (func.coalesce(begun, from_us) if orderly else 0))
        .where(row.start_us < to_us, or_(row.end_us > from_us, row.end_us.is_(None)))
        .where(row.state != SegmentState.DELETING.value)
        .order_by(row.start_us)
    )
    return [segment_of(item) for item in connection.execute(statement)]


def segments_in(connection: Connection, key: StreamKey, from_us: int, to_us: int) -> list[Segment]:
    """As `segments_between` for questions about weeks: in order, trusting the order, without their tables."""
    return segments_between(connection, key, from_us, to_us, orderly=True, with_tables=False)


def latest_segment(connection: Connection, key: StreamKey) -> Segment | None:
    """The newest segment of a stream."""
    row = segment_table.c
    statement = select(segment_table).where(_of(segment_table, key)).where(row.state != SegmentState.DELETING.value)
    found = connection.execute(statement.order_by(row.start_us.desc()).limit(1)).first()
    return segment_of(found) if found else None


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
        .limit(1)
    )
    found = connection.execute(statement).first()
    return segment_of(found) if found else None


def first_kept_us(connection: Connection, key: StreamKey) -> int | None:
    """Start of the oldest segment that is not being deleted."""
    row = segment_table.c
    statement = select(func.min(row.start_us)).where(_of(segment_table, key))
    return connection.execute(statement.where(row.state != SegmentState.DELETING.value)).scalar()


def segment_by_id(connection: Connection, segment_id: str) -> Segment | None:
    """A segment of any state."""
    found = connection.execute(select(segment_table).where(segment_table.c.id == segment_id)).first()
    return segment_of(found) if found else None


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
    return [segment_of(item) for item in connection.execute(statement)]


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
    return [segment_of(item) for item in connection.execute(statement)]


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
    return [segment_of(item) for item in connection.execute(statement)]


def streams(connection: Connection) -> list[StreamKey]:
    """Every stream of which anything is indexed: from key to key along the index, not over all rows."""
    found: set[StreamKey] = set()
    for table in (segment_table, gap_table):
        after: tuple[str, str] | None = ("", "")
        while after is not None:
            columns = (table.c.camera_id, table.c.role)
            statement = select(*columns).where(tuple_(*columns) > tuple_(*after)).order_by(*columns).limit(1)
            row = connection.execute(statement).first()
            after = None if row is None else (row.camera_id, row.role)
            if after is not None:
                found.add(StreamKey.named(after[0], after[1]))
    return sorted(found)


def insert_gap(connection: Connection, gap: Gap) -> None:
    """A new gap."""
    connection.execute(
        insert(gap_table).values(
            id=gap.id,
            camera_id=gap.camera_id,
            role=gap.key.name,
            start_us=gap.start_us,
            end_us=gap.end_us,
            cause=gap.cause.value,
        )
    )


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
    rows = [
        {
            "id": mark.id,
            "camera_id": mark.camera_id,
            "start_us": mark.start_us,
            "end_us": mark.end_us,
            "kind": mark.kind,
            "reference": mark.reference,
        }
        for mark in marks
    ]
    if rows:
        connection.execute(insert(mark_table), rows)


def marks_between(connection: Connection, camera_id: str, from_us: int, to_us: int) -> list[Mark]:
    """Marks of a camera that touch ``[from_us, to_us)``, in order."""
    row = mark_table.c
    statement = (
        select(mark_table)
        .where(row.camera_id == camera_id, row.start_us < to_us, row.end_us >= from_us)
        .order_by(row.start_us, row.id)
    )
    return [
        Mark(
            id=item.id,
            camera_id=item.camera_id,
            start_us=item.start_us,
            end_us=item.end_us,
            kind=item.kind,
            reference=item.reference,
        )
        for item in connection.execute(statement)
    ]


def segments_from(connection: Connection, key: StreamKey, from_us: int) -> list[Segment]:
    """Segments of a stream that begin at ``from_us`` or later, in order, without their tables."""
    row = segment_table.c
    statement = select(*_WITHOUT_TABLE).where(_of(segment_table, key), row.start_us >= from_us)
    return [segment_of(item) for item in connection.execute(statement.order_by(row.start_us))]


def known_paths(connection: Connection, key: StreamKey, *, from_us: int) -> set[str]:
    """Paths of a stream's segments that begin at ``from_us`` or later."""
    row = segment_table.c
    statement = select(row.path).where(_of(segment_table, key), row.start_us >= from_us)
    return set(connection.execute(statement).scalars())


def _of(table: Table, key: StreamKey) -> ColumnElement[bool]:
    return and_(table.c.camera_id == key.camera_id, table.c.role == key.name)
