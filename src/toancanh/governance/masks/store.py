"""The masks of cameras: one row a camera, written whole."""

from __future__ import annotations

import json

from sqlalchemy import BigInteger, Boolean, Column, Connection, Integer, Row, String, Table, Text, false, select

from toancanh.governance.masks.model import CameraMasks, MaskArea
from toancanh.governance.model import Role
from toancanh.infra.database import metadata
from toancanh.kernel import Conflict

camera_mask = Table(
    "camera_mask",
    metadata,
    Column("camera_id", String(36), primary_key=True),  # outlives the camera: its recordings may, too
    Column("areas", Text, nullable=False),  # a JSON list
    Column("version", Integer, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
    Column("sub_alike", Boolean, nullable=False, server_default=false()),
    Column("left_places", Text, nullable=False, server_default="[]"),  # a JSON list
)


def load(connection: Connection, camera_id: str) -> CameraMasks:
    """Those of one camera, as drawn."""
    row = connection.execute(select(camera_mask).where(camera_mask.c.camera_id == camera_id)).one_or_none()
    return CameraMasks(camera_id=camera_id) if row is None else _masks(row)


def every(connection: Connection) -> dict[str, CameraMasks]:
    """Of all cameras that have any, by camera."""
    found = (_masks(row) for row in connection.execute(select(camera_mask)))
    return {masks.camera_id: masks for masks in found if masks.areas}


def save(tx: Connection, masks: CameraMasks) -> None:
    """In place of the version before; raises `Conflict` where that is another one by now."""
    values = {
        "areas": json.dumps([_plain(area) for area in masks.areas], ensure_ascii=False),
        "version": masks.version,
        "updated_us": masks.updated_us,
        "sub_alike": masks.sub_alike,
        "left_places": json.dumps(sorted(masks.left_places)),
    }
    this, before = camera_mask.c.camera_id == masks.camera_id, camera_mask.c.version == masks.version - 1
    if tx.execute(camera_mask.update().where(this, before).values(**values)).rowcount:
        return
    known = tx.execute(select(camera_mask.c.version).where(this)).scalar_one_or_none()
    if known is not None or masks.version != 1:
        raise Conflict("somebody changed the masks meanwhile", version=known or 0)
    tx.execute(camera_mask.insert().values(camera_id=masks.camera_id, **values))


def _plain(area: MaskArea) -> dict[str, object]:
    return {
        "id": area.id, "name": area.name, "reason": area.reason, "points": area.points,
        "seen_by": sorted(area.seen_by),
    }  # fmt: skip


def _masks(row: Row[tuple[object, ...]]) -> CameraMasks:
    areas = tuple(
        MaskArea(
            id=area["id"],
            name=area["name"],
            reason=area["reason"],
            points=tuple((float(x), float(y)) for x, y in area["points"]),
            seen_by=frozenset(Role(role) for role in area["seen_by"]),
        )
        for area in json.loads(row.areas)
    )
    return CameraMasks(
        camera_id=row.camera_id,
        version=row.version,
        areas=areas,
        updated_us=row.updated_us,
        sub_alike=row.sub_alike,
        left_places=frozenset(json.loads(row.left_places)),
    )
