"""Imports that name protected cameras: there only for those who are cleared for the organisation."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from toancanh.governance import PROTECTED, Visibility, protected_tags
from toancanh.registry.dossier.model import PurposeClass
from toancanh.registry.inventory.model import Import, ImportState
from toancanh.registry.inventory.store import imports
from toancanh.registry.inventory.store.campaigns import StoredTask
from toancanh.registry.inventory.store.tables import inventory_import as table
from toancanh.registry.inventory.store.tables import inventory_row as rows
from toancanh.registry.store.tables import camera


def names_protected() -> ColumnElement[bool]:
    """Whether a row of the import is about a protected camera, or would make one."""
    hidden = select(camera.c.id).where(camera.c.protected)
    made = (rows.c.writes.contains(f'"{word}"') for word in (PROTECTED, PurposeClass.DEFENCE))
    return exists().where(rows.c.import_id == table.c.id, or_(rows.c.camera_id.in_(hidden), *made))


def tags_of(connection: Connection, import_id: str) -> frozenset[str]:
    """As governance knows the import."""
    found = connection.execute(select(table.c.id).where(table.c.id == import_id, names_protected())).first()
    return protected_tags(found is not None)


def of_tasks(connection: Connection, tasks: Sequence[StoredTask], seen: Visibility) -> dict[str, Import]:
    """By the id of each task's latest file. Who may not see that one is shown the latest one that he may."""
    ids = {one.import_id for one in tasks if one.import_id}
    found = imports.of_ids(connection, ids)
    if seen.cleared is None:
        return found
    for import_id, one in list(found.items()):
        if one.organisation_id in seen.cleared or not tags_of(connection, import_id):
            continue
        query = select(table.c.id).where(
            table.c.campaign_id == one.campaign_id,
            table.c.organisation_id == one.organisation_id,
            table.c.state != ImportState.WITHDRAWN,
            ~names_protected(),
        )
        other = connection.scalar(query.order_by(table.c.id.desc()).limit(1))
        del found[import_id]
        if other is not None:
            found[import_id] = imports.of_ids(connection, [other])[other]
    return found
