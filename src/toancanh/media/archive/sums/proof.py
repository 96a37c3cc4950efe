"""That the sums are those of the rows, asked in one statement: one view of both, whatever is written meanwhile."""

from __future__ import annotations

from sqlalchemy import Connection, func, select, union_all

from toancanh.media.archive.model import SegmentState, StreamKey
from toancanh.media.archive.store import segment_table
from toancanh.media.archive.sums.store import DAY_US, stored_day_table


def differing_days(connection: Connection, key: StreamKey) -> list[tuple[int, int]]:
    """Days of a stream whose sum is another, and by how much."""
    row, stored = segment_table.c, stored_day_table.c
    counted = select((row.start_us // DAY_US).label("day"), row.size_bytes.label("size_bytes")).where(
        row.camera_id == key.camera_id, row.role == key.name, row.state == SegmentState.COMPLETE.value
    )
    summed = select(stored.day, -stored.size_bytes).where(stored.camera_id == key.camera_id, stored.role == key.name)
    both = union_all(counted, summed).subquery()
    total = func.sum(both.c.size_bytes)
    statement = select(both.c.day, total).group_by(both.c.day).having(total != 0)
    return [(int(day), int(difference)) for day, difference in connection.execute(statement)]
