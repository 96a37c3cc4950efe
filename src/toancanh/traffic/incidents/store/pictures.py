"""Kept pictures of incidents."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, and_, delete, insert, select

from toancanh.health.store.pictures import KeptPicture
from toancanh.media.model import Codec
from toancanh.registry import StreamRole
from toancanh.traffic.incidents.model import TrafficIncidentState
from toancanh.traffic.incidents.store.tables import incident, picture, sighting


def wanting(connection: Connection, since_us: int, limit: int) -> list[tuple[str, str]]:
    """Incident and camera of what is open, was seen since then and has no picture; the newest first."""
    is_of = and_(picture.c.incident_id == sighting.c.incident_id, picture.c.camera_id == sighting.c.camera_id)
    query = (
        select(sighting.c.incident_id, sighting.c.camera_id)
        .join(incident, incident.c.id == sighting.c.incident_id)
        .outerjoin(picture, is_of)
        .where(
            incident.c.state == TrafficIncidentState.OPEN,
            sighting.c.last_us >= since_us,
            picture.c.incident_id.is_(None),
        )
        .order_by(incident.c.id.desc(), sighting.c.camera_id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in connection.execute(query)]


def keep(tx: Connection, incident_id: str, camera_id: str, kept: KeptPicture) -> None:
    """In place of what was there."""
    tx.execute(delete(picture).where(picture.c.incident_id == incident_id, picture.c.camera_id == camera_id))
    tx.execute(
        insert(picture).values(
            incident_id=incident_id, camera_id=camera_id, taken_us=kept.taken_us, role=kept.role, codec=kept.codec,
            configuration=kept.configuration, data=kept.data,
        )
    )  # fmt: skip


def load(connection: Connection, incident_id: str, camera_id: str) -> KeptPicture | None:
    """One of them."""
    query = select(picture).where(picture.c.incident_id == incident_id, picture.c.camera_id == camera_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return KeptPicture(
        taken_us=row.taken_us, role=StreamRole(row.role), codec=Codec(row.codec), configuration=row.configuration,
        data=row.data,
    )  # fmt: skip


def forget(tx: Connection, oldest_us: Callable[[str, StreamRole], int]) -> int:
    """Those taken before what is allowed of their camera and stream. How many."""
    gone = 0
    columns = (picture.c.incident_id, picture.c.camera_id, picture.c.role, picture.c.taken_us)
    for row in list(tx.execute(select(*columns))):
        if row.taken_us < oldest_us(row.camera_id, StreamRole(row.role)):
            this = (picture.c.incident_id == row.incident_id) & (picture.c.camera_id == row.camera_id)
            gone += tx.execute(delete(picture).where(this)).rowcount
    return gone
