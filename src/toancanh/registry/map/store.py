"""One query for the map: every living camera with what its sign needs."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, exists, func, select

from toancanh.registry.dossier.store.tables import dossier
from toancanh.registry.lists.filters import LIFECYCLE, LIVING
from toancanh.registry.lists.store.rows import JOINED
from toancanh.registry.store.tables import camera, camera_tag, stream


@dataclass(frozen=True, slots=True)
class CameraRow:
    """A camera as the map needs it, in the order of `all_rows`; texts are empty where nobody has declared them.

    ``linked``: it has a stream.
    """

    camera_id: str
    code: str
    name: str
    owner_id: str
    protected: bool
    enabled: bool
    linked: bool
    lat: float
    lon: float
    azimuth_deg: float | None
    hfov_deg: float | None
    kind: str
    purpose: str
    lifecycle: str


def all_rows(connection: Connection) -> list[CameraRow]:
    """By code."""
    query = (
        select(
            camera.c.id,
            camera.c.code,
            camera.c.name,
            camera.c.owner_id,
            camera.c.protected,
            camera.c.enabled,
            exists().where(stream.c.camera_id == camera.c.id).correlate(camera),
            camera.c.lat,
            camera.c.lon,
            camera.c.azimuth_deg,
            dossier.c.hfov_deg,
            func.coalesce(dossier.c.kind, ""),
            func.coalesce(dossier.c.purpose, ""),
            LIFECYCLE,
        )
        .select_from(JOINED)
        .where(LIVING)
        .order_by(camera.c.code_key)
    )
    return [CameraRow(*row) for row in connection.execute(query)]


def tagged(connection: Connection) -> dict[str, list[str]]:
    """Tag -> ids of the living cameras that carry it."""
    query = select(camera_tag.c.tag, camera_tag.c.camera_id).join_from(camera_tag, camera).where(LIVING)
    found: dict[str, list[str]] = {}
    for tag, camera_id in connection.execute(query):
        found.setdefault(tag, []).append(camera_id)
    return found
