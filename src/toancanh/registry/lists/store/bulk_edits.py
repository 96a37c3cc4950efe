"""Queries on bulk edits: what was seen in a preview, and what was done."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from toancanh.registry.lists.store.tables import bulk_edit


@dataclass(frozen=True, kw_only=True)
class BulkEdit:
    """A preview and what became of it. Values as in JSON."""

    id: str
    user_id: str
    picked: Mapping[str, object] = field(hash=False)
    wanted: Mapping[str, Any] = field(hash=False)
    seen: Mapping[str, int] = field(hash=False)  # camera -> version, of those that would change
    created_at_us: int
    applied_at_us: int | None = None
    undone_at_us: int | None = None


@dataclass(frozen=True, kw_only=True)
class Before:
    """How one camera was before; ``version`` is that after the edit."""

    camera_id: str
    version: int
    values: Mapping[str, object] = field(hash=False)


def load(connection: Connection, edit_id: str, *, lock: bool = False) -> BulkEdit | None:
    """One by its id; ``lock``: until the transaction ends, where the database locks rows."""
    columns = [column for column in bulk_edit.c if column.name != "changed"]
    query = select(*columns).where(bulk_edit.c.id == edit_id)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        return None
    return BulkEdit(
        id=row.id,
        user_id=row.user_id,
        picked=json.loads(row.picked),
        wanted=json.loads(row.fields),
        seen=dict(json.loads(row.seen)),
        created_at_us=row.created_us,
        applied_at_us=row.applied_us,
        undone_at_us=row.undone_us,
    )


def insert(tx: Connection, made: BulkEdit) -> None:
    """A fresh preview."""
    tx.execute(
        bulk_edit.insert().values(
            id=made.id,
            user_id=made.user_id,
            picked=_json(made.picked),
            fields=_json(made.wanted),
            seen=_json(list(made.seen.items())),
            created_us=made.created_at_us,
        )
    )


def set_applied(tx: Connection, edit_id: str, at_us: int, changed: Sequence[Before]) -> None:
    """Keep how those that changed were before."""
    before = _json([[one.camera_id, one.version, one.values] for one in changed])
    tx.execute(bulk_edit.update().where(bulk_edit.c.id == edit_id).values(applied_us=at_us, changed=before))


def set_undone(tx: Connection, edit_id: str, at_us: int) -> None:
    """It was taken back."""
    tx.execute(bulk_edit.update().where(bulk_edit.c.id == edit_id).values(undone_us=at_us))


def changed_by(connection: Connection, edit_id: str) -> list[Before]:
    """How the cameras of an edit were before."""
    text = connection.execute(select(bulk_edit.c.changed).where(bulk_edit.c.id == edit_id)).scalar_one()
    return [Before(camera_id=of, version=version, values=values) for of, version, values in json.loads(text or "[]")]


def forget(tx: Connection, before_us: int) -> None:
    """Those made before; the record and the history of each camera stay."""
    tx.execute(bulk_edit.delete().where(bulk_edit.c.created_us < before_us))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
