"""Queries on merges."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from toancanh.registry.dossier.model import Merge
from toancanh.registry.dossier.store.tables import camera_merge
from toancanh.registry.store.tables import camera


@dataclass(frozen=True, kw_only=True)
class StoredMerge:
    """All that a split needs. ``taken``: field of the kept one -> before, after (as in JSON), the declaration it
    pointed to before; ``given_up``: the same of the other one.
    """

    id: str
    kept_id: str
    other_id: str
    at_us: int
    merged_by: str
    taken: Mapping[str, Sequence[Any]]
    streams: bool
    given_up: Mapping[str, Sequence[Any]]
    split_us: int | None


def insert(tx: Connection, made: StoredMerge) -> None:
    """Two have become one."""
    columns = {name: getattr(made, name) for name in StoredMerge.__dataclass_fields__}
    for name in ("taken", "given_up"):
        columns[name] = json.dumps(columns[name], ensure_ascii=False)
    tx.execute(camera_merge.insert().values(**columns))


def load(connection: Connection, merge_id: str, *, lock: bool = False) -> StoredMerge | None:
    """One merge."""
    query = select(camera_merge).where(camera_merge.c.id == merge_id)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return _stored(row) if row is not None else None


def split(tx: Connection, merge_id: str, *, by: str, at_us: int) -> None:
    """They are two again."""
    tx.execute(camera_merge.update().where(camera_merge.c.id == merge_id).values(split_us=at_us, split_by=by))


def later(connection: Connection, than: StoredMerge) -> list[StoredMerge]:
    """Merges of the kept camera that came after this one and still hold."""
    query = select(camera_merge).where(
        or_(camera_merge.c.kept_id == than.kept_id, camera_merge.c.other_id == than.kept_id),
        camera_merge.c.id > than.id,
        camera_merge.c.split_us.is_(None),
    )
    return [_stored(row) for row in connection.execute(query)]


def of_camera(connection: Connection, camera_id: str) -> list[Merge]:
    """Those in which this camera was kept or given up, the newest first."""
    query = (
        select(camera_merge, camera.c.code)
        .join_from(camera_merge, camera, camera.c.id == camera_merge.c.other_id)
        .where(or_(camera_merge.c.kept_id == camera_id, camera_merge.c.other_id == camera_id))
        .order_by(camera_merge.c.id.desc())
    )
    return [
        Merge(
            id=row.id,
            kept_id=row.kept_id,
            other_id=row.other_id,
            other_code=row.code,
            at_us=row.at_us,
            taken=tuple(json.loads(row.taken)),
            streams=row.streams,
            split_at_us=row.split_us,
        )
        for row in connection.execute(query)
    ]


def _stored(row: Row[Any]) -> StoredMerge:
    return StoredMerge(
        id=row.id,
        kept_id=row.kept_id,
        other_id=row.other_id,
        at_us=row.at_us,
        merged_by=row.merged_by,
        taken=json.loads(row.taken),
        streams=row.streams,
        given_up=json.loads(row.given_up),
        split_us=row.split_us,
    )
