"""Gaps of a stream, where another copy has the pictures: what is left of them. The holes that playback fills
(`playback.pieces.joined`), for views over years, which look at gaps alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection, func, or_, select, true

from toancanh.media.archive.model import Copy, Gap, Segment, SegmentState, StreamKey, copies_of
from toancanh.media.archive.rows import segments_of
from toancanh.media.archive.spans import HOLE_US
from toancanh.media.archive.store import Detail, segment_table
from toancanh.registry.model import StreamRole

FAR_US = 1 << 62
_LONGEST_US = 86_400_000_000
"""Of one file; what began earlier cannot reach into a stretch."""


def copied(
    connection: Connection,
    camera_ids: Collection[str],
    role: StreamRole,
    from_us: int,
    to_us: int,
    *,
    away: Collection[str] = (),
) -> dict[str, list[tuple[int, int]]]:
    """What the second recorder and the cameras' own storage have of ``[from_us, to_us)``, by camera, in order; without
    what lies on disks that are ``away``.
    """
    row = segment_table.c
    statement = (
        select(row.camera_id, row.start_us, func.coalesce(row.end_us, FAR_US).label("end_us"))
        .where(row.camera_id.in_(camera_ids), row.role.in_(_names(role)), row.state != SegmentState.DELETING.value)
        .where(row.start_us >= from_us - _LONGEST_US, row.start_us < to_us)
        .where(row.place.not_in(away) if away else true())
        .order_by(row.camera_id, row.start_us)
    )
    found: dict[str, list[tuple[int, int]]] = {}
    for item in connection.execute(statement):
        found.setdefault(item.camera_id, []).append((item.start_us, item.end_us))
    return found


def copies_between(
    connection: Connection, camera_id: str, role: StreamRole, from_us: int, to_us: int, *, detail: Detail = Detail.ALL
) -> list[Segment]:
    """Segments that may hold pictures of ``[from_us, to_us)``, copy by copy, each in order: in one question, because
    there are none nearly everywhere.
    """
    row = segment_table.c
    statement = (
        select(*detail.value)
        .where(row.camera_id == camera_id, row.role.in_(_names(role)), row.state != SegmentState.DELETING.value)
        .where(row.start_us >= from_us - _LONGEST_US, row.start_us < to_us)
        .where(or_(row.end_us > from_us, row.end_us.is_(None)))
        .order_by(row.role, row.start_us)
    )
    return segments_of(connection.execute(statement))


def _names(role: StreamRole) -> list[str]:
    return [StreamKey("", role, copy).name for copy in copies_of(role) if copy is not Copy.FIRST]


def left_of(gap: Gap, spans: Sequence[tuple[int, int]]) -> Iterator[Gap]:
    """The parts of a gap, longer than `HOLE_US`, that none of ``spans`` (in order) covers; the first keeps its id."""
    at_us, end_us = gap.start_us, FAR_US if gap.end_us is None else gap.end_us
    for from_us, to_us in [*spans, (end_us, end_us)]:
        part_end_us = min(from_us, end_us)
        if part_end_us - at_us > HOLE_US or (at_us, part_end_us) == (gap.start_us, end_us):
            yield replace(gap, start_us=at_us, end_us=None if part_end_us == FAR_US else part_end_us)
        at_us = max(at_us, to_us)
