"""Queries on planned work."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields

from sqlalchemy import ColumnElement, Connection, insert, select, update

from toancanh.health.repairs.store.tables import work as table
from toancanh.health.repairs.store.tables import work_camera as camera_table


@dataclass(frozen=True, kw_only=True)
class Work:
    """Announced work: meanwhile its cameras' alarms are silent, contracts' clocks stand, and nothing is down."""

    id: str
    organisation_id: str
    title: str
    why: str
    from_us: int
    until_us: int
    made_by: str
    made_us: int
    called_off_us: int | None
    camera_ids: tuple[str, ...]

    @property
    def ends_us(self) -> int:
        """When it really ended."""
        off_us = self.called_off_us
        return self.until_us if off_us is None else max(self.from_us, min(self.until_us, off_us))


_COLUMNS = [table.c[one.name] for one in fields(Work) if one.name != "camera_ids"]


def write(tx: Connection, made: Work, marks: Mapping[str, str]) -> None:
    """A new one; ``marks``: by camera the mark on its timeline."""
    tx.execute(insert(table).values({column.name: getattr(made, column.name) for column in _COLUMNS}))
    rows = [{"work_id": made.id, "camera_id": one, "mark_id": marks[one]} for one in made.camera_ids]
    tx.execute(insert(camera_table), rows)


def marks_of(connection: Connection, work_id: str) -> list[str]:
    """Its marks on timelines."""
    return list(connection.execute(select(camera_table.c.mark_id).where(camera_table.c.work_id == work_id)).scalars())


def call_off(tx: Connection, work_id: str, at_us: int) -> bool:
    """It ends now; False where that was said before."""
    row = table.c
    statement = update(table).where(row.id == work_id, row.called_off_us.is_(None)).values(called_off_us=at_us)
    return tx.execute(statement).rowcount == 1


def load(connection: Connection, work_id: str) -> Work | None:
    """One."""
    return next(iter(_found(connection, table.c.id == work_id)), None)


def touching(
    connection: Connection, from_us: int, until_us: int, camera_ids: Collection[str] | None = None
) -> list[Work]:
    """What touches ``[from_us, until_us)``, on one of these cameras; without what was called off before."""
    found = _found(connection, table.c.until_us > from_us, table.c.from_us < until_us, camera_ids=camera_ids)
    return [one for one in found if one.ends_us > max(one.from_us, from_us)]


def _found(
    connection: Connection, *conditions: ColumnElement[bool], camera_ids: Collection[str] | None = None
) -> list[Work]:
    statement = select(*_COLUMNS).where(*conditions)
    if camera_ids is not None:
        on = select(camera_table.c.work_id).where(camera_table.c.camera_id.in_(sorted(camera_ids)))
        statement = statement.where(table.c.id.in_(on))
    rows = list(connection.execute(statement.order_by(table.c.from_us, table.c.id)))
    cameras: dict[str, list[str]] = {}
    of = select(camera_table).where(camera_table.c.work_id.in_([row.id for row in rows]))
    for row in connection.execute(of.order_by(camera_table.c.camera_id)):
        cameras.setdefault(row.work_id, []).append(row.camera_id)
    return [Work(**row._mapping, camera_ids=tuple(cameras.get(row.id, ()))) for row in rows]
