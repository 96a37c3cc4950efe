"""Sums over stretches of time: how much of each is missing and why. For views from a day to a year.

Recordings and gaps explain each other (A6, A9 in docs/design/media.md; ``toancanh check`` proves it): between the first
moment of a stream and its last, what is no gap is recorded. So a year of 100,000 segments is added up from its gaps
alone, by the database, along the index of the stream; what reaches over the end of a stretch is moved afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
    values,
)

from toancanh.media.archive.joining import copied, left_of
from toancanh.media.archive.model import Gap, StreamKey
from toancanh.media.archive.spans import HOLE_US
from toancanh.media.archive.store import gap_table, gaps_between, mark_table, segment_table
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
    """Of one stretch; a gap that lasts counts up to now."""

    missing: dict[GapCause, Missing] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)


@dataclass(kw_only=True)
class StreamSums:
    """Of one stream: it is known from ``first_us`` (None: never) to ``until_us``, which is now while it is recorded or
    missing.
    """

    first_us: int | None
    until_us: int
    stretches: list[Sums]


def sums(
    connection: Connection,
    camera_ids: Sequence[str],
    role: StreamRole,
    stretches: Sequence[Stretch],
    *,
    now_us: int,
    away: Collection[str] = (),
) -> dict[str, StreamSums]:
    """By camera; the stretches follow each other without holes, and times of a stream never run back. ``away``: pools
    whose disks are away, so that what lies there is missing now.
    """
    cameras = _cameras(camera_ids)
    bucket = _buckets(stretches)
    found = _edges(connection, cameras, role, stretches, now_us)
    _add_missing(connection, found, (cameras, bucket), role, stretches, now_us)
    _take_copied(connection, found, role, stretches, now_us, away)
    if away:
        _add_away(connection, found, cameras, role, stretches, away)
    began = and_(mark_table.c.start_us >= bucket.c.from_us, mark_table.c.start_us < bucket.c.to_us)
    of = (cameras.c.camera_id, bucket.c.no, mark_table.c.kind)
    marked = select(*of, func.count().label("many")).select_from(cameras.join(bucket, bucket.c.no >= 0))
    marked = marked.join(mark_table, and_(mark_table.c.camera_id == cameras.c.camera_id, began)).group_by(*of)
    for item in connection.execute(marked):
        found[item.camera_id].stretches[item.no].marks[item.kind] = item.many
    return found


def _add_missing(
    connection: Connection,
    found: dict[str, StreamSums],
    tables: tuple[CTE, CTE],
    role: StreamRole,
    stretches: Sequence[Stretch],
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
    before_us = stretches[0].start_us
    carried = (
        select(row.camera_id, row.cause, row.start_us, row.end_us)
        .join(cameras, _of(gap_table, cameras, role))
        .where(row.start_us < before_us, or_(row.end_us > before_us, row.end_us.is_(None)))
    )
    for camera_id, no, item in [*reaching, *((one.camera_id, 0, one) for one in connection.execute(carried))]:
        end_us = now_us if item.end_us is None else item.end_us
        cause = GapCause(item.cause)
        for sums_of, us in _parts(found[camera_id].stretches, stretches, no, item.start_us, end_us):
            before = sums_of.missing.get(cause, Missing(0, 0))
            sums_of.missing[cause] = Missing(before.us + us, before.gaps)


def _take_copied(
    connection: Connection,
    found: dict[str, StreamSums],
    role: StreamRole,
    stretches: Sequence[Stretch],
    now_us: int,
    away: Collection[str],
) -> None:
    """What other copies have is not missing. They have little and few have any, so gap by gap."""
    from_us, to_us = stretches[0].start_us, stretches[-1].end_us
    for camera_id, spans in copied(connection, found, role, from_us, to_us, away=away).items():
        for gap in gaps_between(connection, StreamKey(camera_id, role), spans[0][0], max(to for _, to in spans)):
            _count(found[camera_id].stretches, stretches, gap, now_us, -1)
            for part in left_of(gap, spans):
                _count(found[camera_id].stretches, stretches, part, now_us, +1)


def _count(sums_of: list[Sums], stretches: Sequence[Stretch], gap: Gap, now_us: int, sign: int) -> None:
    end_us = now_us if gap.end_us is None else gap.end_us
    for number, (of, us) in enumerate(_parts(sums_of, stretches, 0, gap.start_us, end_us)):
        before = of.missing.pop(gap.cause, Missing(0, 0))
        begins = number == 0 and gap.start_us >= stretches[0].start_us
        after = Missing(before.us + sign * us, before.gaps + sign * begins)
        if after.us > 0:
            of.missing[gap.cause] = after


def _add_away(
    connection: Connection,
    found: dict[str, StreamSums],
    cameras: CTE,
    role: StreamRole,
    stretches: Sequence[Stretch],
    away: Collection[str],
) -> None:
    """Files that follow each other are one gap."""
    row = segment_table.c
    lies = and_(row.place.in_(away), row.end_us > stretches[0].start_us, row.start_us < stretches[-1].end_us)
    columns = select(row.camera_id, row.start_us, row.end_us).join(cameras, _of(segment_table, cameras, role))
    ended_us: dict[str, int] = {}
    for item in connection.execute(columns.where(lies).order_by(row.camera_id, row.start_us)):
        goes_on = item.start_us - ended_us.get(item.camera_id, -HOLE_US) < HOLE_US
        ended_us[item.camera_id] = item.end_us
        first = 0 if goes_on else 1
        for sums_of, us in _parts(found[item.camera_id].stretches, stretches, 0, item.start_us, item.end_us):
            before = sums_of.missing.get(GapCause.DISK_AWAY, Missing(0, 0))
            sums_of.missing[GapCause.DISK_AWAY] = Missing(before.us + us, before.gaps + first)
            first = 0


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


def _edges(
    connection: Connection, cameras: CTE, role: StreamRole, stretches: Sequence[Stretch], now_us: int
) -> dict[str, StreamSums]:
    def first(table: Table) -> ScalarSelect[Any]:
        return select(func.min(table.c.start_us)).where(_of(table, cameras, role)).scalar_subquery()

    def last(table: Table) -> ScalarSelect[Any]:
        ends = select(func.coalesce(table.c.end_us, now_us)).where(_of(table, cameras, role))
        return ends.order_by(table.c.start_us.desc()).limit(1).scalar_subquery()

    statement = select(
        cameras.c.camera_id,
        first(segment_table).label("first_segment"),
        first(gap_table).label("first_gap"),
        last(segment_table).label("last_segment"),
        last(gap_table).label("last_gap"),
    )
    return {
        item.camera_id: StreamSums(
            first_us=min((us for us in (item.first_segment, item.first_gap) if us is not None), default=None),
            until_us=min(now_us, max(item.last_segment or 0, item.last_gap or 0)),
            stretches=[Sums() for _ in stretches],
        )
        for item in connection.execute(statement)
    }


def _of(table: Table, cameras: CTE, role: StreamRole) -> ColumnElement[bool]:
    return and_(table.c.camera_id == cameras.c.camera_id, table.c.role == role.value)


def _cameras(camera_ids: Sequence[str]) -> CTE:
    return values(column("camera_id", String(36)), name="given").data([(id,) for id in camera_ids]).cte("wanted")


def _buckets(stretches: Sequence[Stretch]) -> CTE:
    columns = column("no", Integer), column("from_us", BigInteger), column("to_us", BigInteger)
    rows = [(no, stretch.start_us, stretch.end_us) for no, stretch in enumerate(stretches)]
    return values(*columns, name="given_stretches").data(rows).cte("stretch")
