"""Queries on declarations, the fields that point to them, and what changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from toancanh.registry.dossier.model import ChangeAct, Declaration, DeclarationSource, FieldChange
from toancanh.registry.dossier.store.dossiers import chunks, read_pointers, write_pointers
from toancanh.registry.dossier.store.tables import camera_change, camera_field, declaration

MAX_CHANGES = 1000
"""Most acts of one history that are read at once."""


@dataclass(frozen=True, kw_only=True)
class Noted:
    """One camera's change with the declaration it rests on. ``pointers``: all of the camera's, after it."""

    change_id: str
    camera_id: str
    version: int
    act: ChangeAct
    changes: Mapping[str, Sequence[object]]  # field: before, after
    declaration: Declaration
    pointers: Mapping[str, str]


def write(tx: Connection, notes: Sequence[Noted], *, fresh: bool) -> None:
    """Declarations, history and pointers of these changes; ``fresh`` cameras have no pointers yet."""
    tx.execute(declaration.insert(), [{"camera_id": note.camera_id, **_columns(note.declaration)} for note in notes])
    rows = [
        {
            "id": note.change_id,
            "camera_id": note.camera_id,
            "version": note.version,
            "act": note.act,
            "declaration_id": note.declaration.id,
            "at_us": note.declaration.at_us,
            "changed_by": note.declaration.declared_by,
            "changes": json.dumps(note.changes, ensure_ascii=False),
        }
        for note in notes
    ]
    tx.execute(camera_change.insert(), rows)
    write_pointers_of(tx, {note.camera_id: note.pointers for note in notes}, fresh=fresh)


def write_pointers_of(tx: Connection, pointers: Mapping[str, Mapping[str, str]], *, fresh: bool = False) -> None:
    """Which declaration set each field, of these cameras."""
    there: set[str] = set()
    if not fresh:
        for part in chunks(pointers):
            there |= set(tx.scalars(select(camera_field.c.camera_id).where(camera_field.c.camera_id.in_(part))))
    rows = [{"b_id": id, "b_pointers": write_pointers(of)} for id, of in pointers.items()]
    if new := [row for row in rows if row["b_id"] not in there]:
        wanted = camera_field.insert().values(camera_id=bindparam("b_id"), pointers=bindparam("b_pointers"))
        tx.execute(wanted, new)
    if old := [row for row in rows if row["b_id"] in there]:
        changed = camera_field.update().where(camera_field.c.camera_id == bindparam("b_id"))
        tx.execute(changed.values(pointers=bindparam("b_pointers")), old)


def pointers_of(connection: Connection, camera_id: str) -> dict[str, str]:
    """Field -> the declaration that last set it."""
    query = select(camera_field.c.pointers).where(camera_field.c.camera_id == camera_id)
    text = connection.execute(query).scalar_one_or_none()
    return read_pointers(text) if text else {}


def declarations(connection: Connection, ids: Iterable[str]) -> dict[str, Declaration]:
    """These declarations by id."""
    return {
        row.id: _declaration(row)
        for part in chunks(sorted(set(ids)))
        for row in connection.execute(select(declaration).where(declaration.c.id.in_(part)))
    }


def insert_declaration(tx: Connection, camera_id: str, made: Declaration) -> None:
    """One statement."""
    tx.execute(declaration.insert().values(camera_id=camera_id, **_columns(made)))


def verify(tx: Connection, ids: Sequence[str], *, by: str, at_us: int) -> None:
    """Somebody has looked and found these true."""
    tx.execute(declaration.update().where(declaration.c.id.in_(ids)).values(verified_by=by, verified_at_us=at_us))


def changes(
    connection: Connection,
    camera_ids: Sequence[str],
    *,
    since_version: int = -1,
    before: str = "",
    limit: int = MAX_CHANGES,
) -> list[FieldChange]:
    """What changed after that version, before that act, the newest first; user names are not filled in.

    ``limit``: acts, each with all its fields.
    """
    query = select(camera_change).where(
        camera_change.c.camera_id.in_(camera_ids), camera_change.c.version > since_version
    )
    if before:
        query = query.where(camera_change.c.id < before)
    rows = connection.execute(query.order_by(camera_change.c.id.desc()).limit(limit)).all()
    declared = declarations(connection, {row.declaration_id for row in rows})
    return [
        FieldChange(
            camera_id=row.camera_id,
            version=row.version,
            act=ChangeAct(row.act),
            field=field,
            before=before,
            after=after,
            at_us=row.at_us,
            changed_by=row.changed_by,
            username="",
            declaration=declared[row.declaration_id],
            change_id=row.id,
        )
        for row in rows
        for field, (before, after) in (json.loads(row.changes) or {"": (None, None)}).items()
    ]


def _columns(of: Declaration) -> dict[str, object]:
    return {
        "id": of.id,
        "source": of.source,
        "declared_by": of.declared_by,
        "organisation_id": of.organisation_id,
        "at_us": of.at_us,
        "reference": of.reference,
        "verified_by": of.verified_by,
        "verified_at_us": of.verified_at_us,
    }


def _declaration(row: Row[Any]) -> Declaration:
    return Declaration(
        id=row.id,
        source=DeclarationSource(row.source),
        declared_by=row.declared_by,
        organisation_id=row.organisation_id,
        at_us=row.at_us,
        reference=row.reference,
        verified_by=row.verified_by,
        verified_at_us=row.verified_at_us,
    )
