"""Queries on documents."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, func, select

from toancanh.registry.dossier.model import Document, DocumentKind
from toancanh.registry.dossier.store.tables import camera_document

_FIELDS = ("id", "camera_id", "kind", "name", "media_type", "sha256", "size_bytes", "added_by")
_THERE = camera_document.c.removed_us.is_(None)


def of_camera(connection: Connection, camera_id: str) -> list[Document]:
    """The newest first."""
    query = select(camera_document).where(camera_document.c.camera_id == camera_id, _THERE)
    return [_document(row) for row in connection.execute(query.order_by(camera_document.c.id.desc()))]


def count(connection: Connection, camera_id: str) -> int:
    """How many a camera has."""
    query = select(func.count()).select_from(camera_document)
    return connection.execute(query.where(camera_document.c.camera_id == camera_id, _THERE)).scalar_one()


def load(connection: Connection, camera_id: str, document_id: str) -> Document | None:
    """One document of a camera."""
    wanted = select(camera_document).where(camera_document.c.id == document_id, _THERE)
    row = connection.execute(wanted.where(camera_document.c.camera_id == camera_id)).one_or_none()
    return _document(row) if row is not None else None


def insert(tx: Connection, made: Document) -> None:
    """A file has come."""
    columns = {name: getattr(made, name) for name in _FIELDS}
    tx.execute(camera_document.insert().values(**columns, added_us=made.added_at_us))


def remove(tx: Connection, document_id: str, at_us: int) -> bool:
    """Its row stays; False where it was removed already."""
    gone = camera_document.update().where(camera_document.c.id == document_id, _THERE).values(removed_us=at_us)
    return tx.execute(gone).rowcount > 0


def lock_content(tx: Connection, sha256: str) -> bool:
    """Whether a document has this content; those who add or sweep the same content wait for one another."""
    query = select(camera_document.c.removed_us).where(camera_document.c.sha256 == sha256).with_for_update()
    return any(removed_us is None for removed_us in tx.scalars(query))


def _document(row: Row[Any]) -> Document:
    fields = {name: row._mapping[name] for name in _FIELDS}
    return Document(added_at_us=row.added_us, **fields | {"kind": DocumentKind(row.kind)})
