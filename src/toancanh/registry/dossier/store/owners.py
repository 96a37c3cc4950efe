"""What of the protected belongs to an organisation, and handing it to another without a word to anybody."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import Connection, or_, select

from toancanh.registry.dossier.model import ChangeAct
from toancanh.registry.dossier.store.dossiers import chunks
from toancanh.registry.dossier.store.tables import camera_change, dossier, pole
from toancanh.registry.store.code_keys import code_key
from toancanh.registry.store.tables import camera, site
from toancanh.registry.topology.store import node

_ROLES = ("operator_id", "maintainer_id", "unit_id")
_NAMING = ("owner_id", *_ROLES)
_PLACES = {"site": site, "pole": pole, "topology_node": node}


def cameras_of(tx: Connection, organisation_id: str) -> list[tuple[str, str, str, list[str]]]:
    """Id, owner, code and which fields name the organisation, of the living protected cameras that do."""
    query = select(camera.c.id, camera.c.owner_id, camera.c.code, *(dossier.c[name] for name in _ROLES))
    query = query.join_from(camera, dossier, dossier.c.camera_id == camera.c.id, isouter=True)
    names = or_(camera.c.owner_id == organisation_id, *(dossier.c[name] == organisation_id for name in _ROLES))
    rows = tx.execute(query.where(names, camera.c.protected, camera.c.deleted_us.is_(None)))
    return [
        (row.id, row.owner_id, row.code, [name for name in _NAMING if row._mapping[name] == organisation_id])
        for row in rows
    ]


def hand_over_deleted(tx: Connection, organisation_id: str, to_id: str) -> None:
    """Protected cameras that were deleted; their recordings go on following their retention."""
    gone = camera.c.protected & camera.c.deleted_us.is_not(None)
    ids = select(camera.c.id).where(gone)
    for name in _ROLES:
        here = dossier.c.camera_id.in_(ids) & (dossier.c[name] == organisation_id)
        tx.execute(dossier.update().where(here).values({name: None}))
    tx.execute(camera.update().where(gone, camera.c.owner_id == organisation_id).values(owner_id=to_id))


def places_of(tx: Connection, kind: str, organisation_id: str) -> list[tuple[str, str, bool]]:
    """Id, owner and that it is protected, of the protected sites or poles."""
    table = _PLACES[kind]
    query = select(table.c.id, table.c.owner_id, table.c.protected)
    return [tuple(row) for row in tx.execute(query.where(table.c.owner_id == organisation_id, table.c.protected))]


def hand_over_place(tx: Connection, kind: str, place_id: str, to_id: str) -> None:
    """It keeps its code where that is free."""
    table = _PLACES[kind]
    code = free_code(tx, kind, str(tx.scalar(select(table.c.code).where(table.c.id == place_id))), place_id, to_id)
    key = code_key(code, to_id, is_protected=True)
    changed = {"owner_id": to_id, "code": code, "code_key": key, "version": table.c.version + 1}
    tx.execute(table.update().where(table.c.id == place_id).values(changed))


def free_code(tx: Connection, kind: str, code: str, thing_id: str, owner_id: str) -> str:
    """The code, or one made of it, that no protected thing of this owner has."""
    table = camera if kind == "camera" else _PLACES[kind]
    key = code_key(code, owner_id, is_protected=True)
    is_taken = tx.execute(select(table.c.id).where(table.c.code_key == key)).first() is not None
    return f"{code[:50]}~{thing_id[-12:]}" if is_taken else code


def owners_in_time(connection: Connection, camera_ids: Collection[str]) -> dict[str, list[tuple[int, str]]]:
    """Of each of these cameras who owned it from when on, in order; the first from the beginning (0)."""
    found: dict[str, list[tuple[int, str]]] = {}
    row = camera_change.c
    moved = select(row.camera_id, row.at_us, row.changes).where(
        row.act != ChangeAct.MADE, row.changes.contains('"owner_id"', autoescape=True)
    )
    for part in chunks(sorted(camera_ids)):
        owners = select(camera.c.id, camera.c.owner_id).where(camera.c.id.in_(part))
        found |= {id: [(0, owner_id)] for id, owner_id in connection.execute(owners)}
        for camera_id, at_us, changes in connection.execute(moved.where(row.camera_id.in_(part)).order_by(row.at_us)):
            before, after = json.loads(changes).get("owner_id", (None, None))
            spans = found.setdefault(camera_id, [])
            if before and len(spans) == 1 and spans[0][0] == 0:
                spans[0] = (0, str(before))
            if after:
                spans.append((at_us, str(after)))
    return found


def names_at(connection: Connection, camera_id: str, at_us: int) -> dict[str, str]:
    """Code and name that the camera had then, as far as they were changed since."""
    query = select(camera_change.c.changes).where(camera_change.c.camera_id == camera_id, camera_change.c.at_us > at_us)
    found: dict[str, str] = {}
    for changes in connection.scalars(query.order_by(camera_change.c.version.desc())):
        told = json.loads(changes)
        found |= {field: str(told[field][0]) for field in ("code", "name") if field in told and told[field][0]}
    return found
