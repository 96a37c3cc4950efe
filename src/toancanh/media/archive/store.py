"""Tables and queries of the archive's index (SQLAlchemy Core)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Float,
    Index,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from toancanh.infra.database import metadata
from toancanh.media.archive.model import Gap, Mark, Segment, SegmentState, StreamKey
from toancanh.media.model import ClockSource, Codec, GapCause, RunClock
from toancanh.registry.model import StreamRole

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
    connection.execute(insert(segment_table).values(_segment_values(segment)))


def complete_segment(
    connection: Connection, segment_id: str, *, end_us: int, size_bytes: int, clock: RunClock | None, table: bytes
) -> None:
    """The file is closed and on disk; ``clock`` is left as it was where None."""
    values: dict[str, object] = {
        "end_us": end_us,
        "size_bytes": size_bytes,
        "fragments": table,
        "state": SegmentState.COMPLETE.value,
    }
    if clock is not None:
        values |= _clock_values(clock)
    connection.execute(update(segment_table).where(segment_table.c.id == segment_id).values(values))


def set_deleting(connection: Connection, segment_id: str) -> bool:
    """Step 1 of a deletion; False where another process was faster."""
    row = segment_table.c
    statement = (
        update(segment_table)
        .where(row.id == segment_id, row.state == SegmentState.COMPLETE.value)
        .values(state=SegmentState.DELETING.value)
    )
    return connection.execute(statement).rowcount == 1


def delete_segment(connection: Connection, segment_id: str) -> None:
    """The row goes."""
    connection.execute(delete(segment_table).where(segment_table.c.id == segment_id))


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
    return [_segment(item) for item in connection.execute(statement)]


def segments_in(connection: Connection, key: StreamKey, from_us: int, to_us: int) -> list[Segment]:
    """As `segments_between` for questions about weeks: in order, trusting the order, without their tables."""
    return segments_between(connection, key, from_us, to_us, orderly=True, with_tables=False)


def latest_segment(connection: Connection, key: StreamKey) -> Segment | None:
    """The newest segment of a stream."""
    row = segment_table.c
    statement = select(segment_table).where(_of(segment_table, key)).where(row.state != SegmentState.DELETING.value)
    found = connection.execute(statement.order_by(row.start_us.desc()).limit(1)).first()
    return _segment(found) if found else None


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
    return _segment(found) if found else None


def first_kept_us(connection: Connection, key: StreamKey) -> int | None:
    """Start of the oldest segment that is not being deleted."""
    row = segment_table.c
    statement = select(func.min(row.start_us)).where(_of(segment_table, key))
    return connection.execute(statement.where(row.state != SegmentState.DELETING.value)).scalar()


def segment_by_id(connection: Connection, segment_id: str) -> Segment | None:
    """A segment of any state."""
    found = connection.execute(select(segment_table).where(segment_table.c.id == segment_id)).first()
    return _segment(found) if found else None


def oldest_complete(
    connection: Connection, key: StreamKey, *, ended_by_us: int, after_us: int, limit: int
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
        .order_by(row.start_us)
        .limit(limit)
    )
    return [_segment(item) for item in connection.execute(statement)]


def segments_in_state(connection: Connection, state: SegmentState) -> list[Segment]:
    """All segments in that state, in order of stream and time, without their tables."""
    row = segment_table.c
    statement = select(*_WITHOUT_TABLE).where(row.state == state.value).order_by(row.camera_id, row.role, row.start_us)
    return [_segment(item) for item in connection.execute(statement)]


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
                found.add(StreamKey(after[0], StreamRole(after[1])))
    return sorted(found)


def insert_gap(connection: Connection, gap: Gap) -> None:
    """A new gap."""
    connection.execute(
        insert(gap_table).values(
            id=gap.id,
            camera_id=gap.camera_id,
            role=gap.role.value,
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
    return [_gap(item) for item in connection.execute(statement)]


def open_gap(connection: Connection, key: StreamKey) -> Gap | None:
    """The gap that lasts, if any."""
    row = gap_table.c
    statement = select(gap_table).where(_of(gap_table, key)).where(row.end_us.is_(None)).order_by(row.start_us.desc())
    found = connection.execute(statement.limit(1)).first()
    return _gap(found) if found else None


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
    return [_segment(item) for item in connection.execute(statement.order_by(row.start_us))]


def known_paths(connection: Connection, key: StreamKey, *, from_us: int) -> set[str]:
    """Paths of a stream's segments that begin at ``from_us`` or later."""
    row = segment_table.c
    statement = select(row.path).where(_of(segment_table, key), row.start_us >= from_us)
    return set(connection.execute(statement).scalars())


def _of(table: Table, key: StreamKey) -> ColumnElement[bool]:
    return and_(table.c.camera_id == key.camera_id, table.c.role == key.role.value)


def _clock_values(clock: RunClock) -> dict[str, object]:
    return {
        "clock_source": clock.source.value,
        "clock_offset_us": clock.offset_us,
        "drift_ppm": clock.drift_ppm,
    }


def _segment_values(segment: Segment) -> dict[str, object]:
    return {
        "id": segment.id,
        "camera_id": segment.camera_id,
        "role": segment.role.value,
        "run_id": segment.run_id,
        "start_us": segment.start_us,
        "end_us": segment.end_us,
        "path": segment.path,
        "size_bytes": segment.size_bytes,
        "codec": segment.codec.value,
        "codec_string": segment.codec_string,
        "width": segment.width,
        "height": segment.height,
        "timeline_error_us": segment.timeline_error_us,
        "state": segment.state.value,
        "fragments": segment.table,
        "place": segment.place,
        **_clock_values(segment.clock),
    }


def _segment(item: Row[tuple[object, ...]]) -> Segment:
    return Segment(
        id=item.id,
        camera_id=item.camera_id,
        role=StreamRole(item.role),
        run_id=item.run_id,
        start_us=item.start_us,
        end_us=item.end_us,
        path=item.path,
        size_bytes=item.size_bytes,
        codec=Codec(item.codec),
        codec_string=item.codec_string,
        width=item.width,
        height=item.height,
        clock=RunClock(source=ClockSource(item.clock_source), offset_us=item.clock_offset_us, drift_ppm=item.drift_ppm),
        timeline_error_us=item.timeline_error_us,
        state=SegmentState(item.state),
        table=getattr(item, "fragments", None),
        place=item.place,
    )


def _gap(item: Row[tuple[object, ...]]) -> Gap:
    return Gap(
        id=item.id,
        camera_id=item.camera_id,
        role=StreamRole(item.role),
        start_us=item.start_us,
        end_us=item.end_us,
        cause=GapCause(item.cause),
    )
