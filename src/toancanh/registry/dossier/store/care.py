"""Who looks after cameras, and what he must know to find and mend them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, select

from toancanh.registry.dossier.model import CameraCare
from toancanh.registry.dossier.store.dossiers import chunks
from toancanh.registry.dossier.store.tables import dossier
from toancanh.registry.store.tables import camera

_OF_CAMERA = ("code", "name", "owner_id", "site_id", "lat", "lon", "protected", "created_us")
_OF_DOSSIER = (
    "maintainer_id", "operator_id", "unit_id", "address", "maker", "model", "serial", "height_m", "purpose",
    "warranty_until",
)  # fmt: skip


def care(connection: Connection, camera_ids: Collection[str] | None) -> dict[str, CameraCare]:
    """Of those of these cameras that live (None: of all)."""
    columns = [camera.c[name] for name in _OF_CAMERA] + [dossier.c[name] for name in _OF_DOSSIER]
    statement = select(camera.c.id.label("camera_id"), *columns).join_from(
        camera, dossier, dossier.c.camera_id == camera.c.id, isouter=True
    )
    statement = statement.where(camera.c.deleted_us.is_(None))
    parts = [None] if camera_ids is None else list(chunks(sorted(camera_ids)))
    found = {}
    for part in parts:
        wanted = statement if part is None else statement.where(camera.c.id.in_(part))
        for row in connection.execute(wanted):
            values = dict(row._mapping)
            until = values["warranty_until"]
            values["warranty_until"] = date.fromisoformat(until) if until else None
            texts = {name: values[name] or "" for name in ("address", "maker", "model", "serial", "purpose")}
            found[row.camera_id] = CameraCare(**{**values, **texts})
    return found
