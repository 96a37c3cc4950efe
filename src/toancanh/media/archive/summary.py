"""Sums over stretches of time: how much of each is recorded, missing and why. For views from a day to a year.

Nothing is read row by row: the database adds up what begins in each stretch along the index of the stream, and what
reaches over an end is moved afterwards. A year of one camera is 100,000 segments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    ScalarSelect,
    String,
    Table,
    and_,
    column,
    func,
    or_,
    select,
    tuple_,
    values,
)

from toancanh.media.archive.model import SegmentState
from toancanh.media.archive.store import gap_table, mark_table, segment_table
from toancanh.media.model import GapCause
from toancanh.registry.model import StreamRole


class Stretch(NamedTuple):
    """``[start_us, end_us)``."""

    start_us: int
    end_us: int


class Missing(NamedTuple):
    """Of one cause in one stretch: how long together, and how many gaps began in it."""

    us: int
    gaps: int


@dataclass(kw_only=True)
class Sums:
    """Of one stretch; what is written and what lasts counts up to now."""

    recorded_us: int = 0
    missing: dict[GapCause, Missing] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)


@dataclass(kw_only=True)
class StreamSums:
    """Of one stream; ``first_us``: its oldest recording or gap, None where it has none."""

    first_us: int | None
    stretches: list[Sums]


def sums(
    connection: Connection, camera_ids: Sequence[str], role: StreamRole, stretches: Sequence[Stretch], *, now_us: int
) -> dict[str, StreamSums]:
    """By camera; the stretches follow each other without holes, and times of a stream never run back."""
    cameras = _cameras(camera_ids)
    bucket = _buckets(stretches)
    begun = _edges(connection, cameras, role, stretches[0].start_us)
    found = {
        id: StreamSums(first_us=begun[id].first_us, stretches=[Sums() for _ in stretches]) for id in begun
    }  # fmt: skip
    _add_recorded(connection, found, (cameras, bucket), role, stretches, begun, now_us)
    _add_missing(connection, found, (cameras, bucket), role, stretches, begun, now_us)
    began = and_(mark_table.c.start_us >= bucket.c.from_us, mark_table.c.start_us < bucket.c.to_us)
    of = (cameras.c.camera_id, bucket.c.no, mark_table.c.kind)
    marked = select(*of, func.count().label("many")).select_from(cameras.join(bucket, bucket.c.no >= 0))
    marked = marked.join(mark_table, and_(mark_table.c.camera_id == cameras.c.camera_id, began)).group_by(*of)
    for item in connection.execute(marked):
        found[item.camera_id].stretches[item.no].marks[item.kind] = item.many
    return found


class _Edge(NamedTuple):
    first_us: int | None
    segment_us: int | None  # start of the last one that began before the first stretch
    gap_us: int | None


def _add_recorded(
    connection: Connection,
    found: dict[str, StreamSums],
    tables: tuple[CTE, CTE],
    role: StreamRole,
    stretches: Sequence[Stretch],
    begun: dict[str, _Edge],
    now_us: int,
) -> None:
    cameras, bucket = tables
    row = segment_table.c
    inside = and_(_of(segment_table, cameras, role), row.start_us >= bucket.c.from_us, row.start_us < bucket.c.to_us)
    kept = row.state != SegmentState.DELETING.value
    whole = select(func.sum(row.end_us - row.start_us)).where(inside, kept).scalar_subquery()
    last = select(row.end_us).where(inside, kept).order_by(row.start_us.desc()).limit(1).scalar_subquery()
    statement = select(cameras.c.camera_id, bucket.c.no, whole.label("whole"), last.label("last")).select_from(
        cameras.join(bucket, bucket.c.no >= 0)
    )
    for item in connection.execute(statement):
        sums_of = found[item.camera_id].stretches
        sums_of[item.no].recorded_us += int(item.whole or 0)
        over_us = (item.last or 0) - stretches[item.no].end_us
        if over_us > 0:
            sums_of[item.no].recorded_us -= over_us
            _spread(sums_of, stretches, item.no + 1, stretches[item.no].end_us, item.last)
    carried = _rows(connection, segment_table, role, {id: edge.segment_us for id, edge in begun.items()})
    for item in carried:
        if item.end_us is not None:
            _spread(found[item.camera_id].stretches, stretches, 0, stretches[0].start_us, item.end_us)
    writing = select(row.camera_id, row.start_us).where(row.state == SegmentState.WRITING.value, row.role == role.value)
    for written in connection.execute(writing.where(row.camera_id.in_(list(found)))):
        _spread(found[written.camera_id].stretches, stretches, 0, written.start_us, now_us)


def _add_missing(
    connection: Connection,
    found: dict[str, StreamSums],
    tables: tuple[CTE, CTE],
    role: StreamRole,
    stretches: Sequence[Stretch],
    begun: dict[str, _Edge],
    now_us: int,
) -> None:
    cameras, bucket = tables
    row = gap_table.c
    inside = and_(_of(gap_table, cameras, role), row.start_us >= bucket.c.from_us, row.start_us < bucket.c.to_us)
    joined = cameras.join(bucket, bucket.c.no >= 0).join(gap_table, inside)
    reaches = or_(row.end_us > bucket.c.to_us, row.end_us.is_(None))
    length = func.sum(row.end_us - row.start_us)
    of = (cameras.c.camera_id, bucket.c.no, row.cause)
    counted = select(*of, func.count().label("many"), length.filter(~reaches).label("us"))
    for item in connection.execute(counted.select_from(joined).group_by(*of)):
        missing = found[item.camera_id].stretches[item.no].missing
        missing[GapCause(item.cause)] = Missing(int(item.us or 0), item.many)
    long = select(cameras.c.camera_id, bucket.c.no, row.cause, row.start_us, row.end_us).select_from(joined)
    reaching = [(item.camera_id, item.no, item) for item in connection.execute(long.where(reaches))]
    carried = _rows(connection, gap_table, role, {id: edge.gap_us for id, edge in begun.items()})
    for camera_id, no, item in [*reaching, *((one.camera_id, 0, one) for one in carried)]:
        end_us = now_us if item.end_us is None else item.end_us
        cause = GapCause(item.cause)
        for sums_of, us in _parts(found[camera_id].stretches, stretches, no, item.start_us, end_us):
            before = sums_of.missing.get(cause, Missing(0, 0))
            sums_of.missing[cause] = Missing(before.us + us, before.gaps)


def _spread(sums_of: list[Sums], stretches: Sequence[Stretch], no: int, start_us: int, end_us: int) -> None:
    for one, us in _parts(sums_of, stretches, no, start_us, end_us):
        one.recorded_us += us


def _parts(
    sums_of: list[Sums], stretches: Sequence[Stretch], no: int, start_us: int, end_us: int
) -> list[tuple[Sums, int]]:
    """What of ``[start_us, end_us)`` lies in the stretch ``no`` and those after it."""
    parts: list[tuple[Sums, int]] = []
    for index in range(no, len(stretches)):
        if stretches[index].start_us >= end_us:
            break
        us = min(end_us, stretches[index].end_us) - max(start_us, stretches[index].start_us)
        if us > 0:
            parts.append((sums_of[index], us))
    return parts


def _edges(connection: Connection, cameras: CTE, role: StreamRole, from_us: int) -> dict[str, _Edge]:
    def edge(table: Table, *conditions: ColumnElement[bool], last: bool = False) -> ScalarSelect[Any]:
        bound = func.max(table.c.start_us) if last else func.min(table.c.start_us)
        return select(bound).where(_of(table, cameras, role), *conditions).scalar_subquery()

    segment, gap = segment_table.c, gap_table.c
    kept = segment.state != SegmentState.DELETING.value
    statement = select(
        cameras.c.camera_id,
        edge(segment_table).label("first_segment"),
        edge(gap_table).label("first_gap"),
        edge(segment_table, segment.start_us < from_us, kept, last=True).label("segment_before"),
        edge(gap_table, gap.start_us < from_us, last=True).label("gap_before"),
    )
    return {
        item.camera_id: _Edge(
            min((us for us in (item.first_segment, item.first_gap) if us is not None), default=None),
            item.segment_before,
            item.gap_before,
        )
        for item in connection.execute(statement)
    }


def _rows(connection: Connection, table: Table, role: StreamRole, starts: dict[str, int | None]) -> list[Any]:
    """Those rows of each camera that begin exactly then."""
    wanted = [(camera_id, start_us) for camera_id, start_us in starts.items() if start_us is not None]
    if not wanted:
        return []
    row = table.c
    statement = select(table).where(row.role == role.value, tuple_(row.camera_id, row.start_us).in_(wanted))
    return list(connection.execute(statement))


def _of(table: Table, cameras: CTE, role: StreamRole) -> ColumnElement[bool]:
    return and_(table.c.camera_id == cameras.c.camera_id, table.c.role == role.value)


def _cameras(camera_ids: Sequence[str]) -> CTE:
    return values(column("camera_id", String(36)), name="given").data([(id,) for id in camera_ids]).cte("wanted")


def _buckets(stretches: Sequence[Stretch]) -> CTE:
    columns = column("no", Integer), column("from_us", BigInteger), column("to_us", BigInteger)
    rows = [(no, stretch.start_us, stretch.end_us) for no, stretch in enumerate(stretches)]
    return values(*columns, name="given_stretches").data(rows).cte("stretch")
