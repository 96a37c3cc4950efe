"""The tables of drawings: a row for each version of a camera, which stays; and the zones there ever were."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
from pydantic import TypeAdapter
from sqlalchemy import BigInteger, Column, Connection, Integer, Row, String, Table, Text, func, select
from sqlalchemy.exc import IntegrityError

from toancanh.infra.database import metadata
from toancanh.kernel import Conflict
from toancanh.vision.calibration import Calibration
from toancanh.vision.drawings.model import Change, Drawn, GroundOrigin, Method, Version
from toancanh.vision.view import View
from toancanh.vision.zones import Zone, ZoneKind

camera_drawing = Table(
    "camera_drawing",
    metadata,
    Column("camera_id", String(36), primary_key=True),  # outlives the camera: figures are kept of its zones
    Column("version", Integer, primary_key=True),
    Column("zones", Text, nullable=False),  # a JSON list
    Column("calibration", Text),  # a JSON object
    Column("change", String(16), nullable=False),
    Column("changed_by", String(36), nullable=False),
    Column("changed_us", BigInteger, nullable=False),
)
camera_zone = Table(
    "camera_zone",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("camera_id", String(36), nullable=False),
    Column("kind", String(16), nullable=False),
)
_METHODS: TypeAdapter[Method] = TypeAdapter(Method)


def newest(connection: Connection, camera_ids: Collection[str] | None = None) -> dict[str, Drawn]:
    """As it is drawn now, of those of these cameras (None: of all) over which anything ever was."""
    table = camera_drawing
    last = select(table.c.camera_id, func.max(table.c.version).label("version")).group_by(table.c.camera_id)
    if camera_ids is not None:
        last = last.where(table.c.camera_id.in_(set(camera_ids)))
    found = last.subquery()
    joined = (table.c.camera_id == found.c.camera_id) & (table.c.version == found.c.version)
    return {row.camera_id: _drawn(row) for row in connection.execute(select(table).join(found, joined))}


def versions(connection: Connection, camera_id: str, *, before: int | None, limit: int) -> list[Version]:
    """The newest first."""
    table = camera_drawing
    asked = select(table).where(table.c.camera_id == camera_id).order_by(table.c.version.desc()).limit(limit)
    if before is not None:
        asked = asked.where(table.c.version < before)
    return [
        Version(drawn=_drawn(row), changed_by=row.changed_by, change=Change(row.change))
        for row in connection.execute(asked)
    ]


def revision(connection: Connection) -> int:
    """Grows with every version of any camera."""
    return int(connection.execute(select(func.count()).select_from(camera_drawing)).scalar_one())


def camera_of(connection: Connection, zone_id: str) -> str | None:
    """Over whose picture a zone is or was drawn."""
    found: str | None = connection.execute(
        select(camera_zone.c.camera_id).where(camera_zone.c.id == zone_id)
    ).scalar_one_or_none()
    return found


def keep(tx: Connection, version: Version, new: Iterable[Zone]) -> None:
    """The next version of a camera. Raises `Conflict` where somebody else has just made it."""
    drawn = version.drawn
    try:
        tx.execute(
            camera_drawing.insert().values(
                camera_id=drawn.camera_id,
                version=drawn.version,
                zones=json.dumps([_plain(zone) for zone in drawn.zones], ensure_ascii=False),
                calibration=_of_calibration(drawn),
                change=version.change,
                changed_by=version.changed_by,
                changed_us=drawn.changed_us,
            )
        )
    except IntegrityError:
        raise Conflict("somebody drew here meanwhile: look again", version=drawn.version) from None
    rows = [{"id": zone.id, "camera_id": drawn.camera_id, "kind": zone.kind} for zone in new]
    if rows:
        tx.execute(camera_zone.insert(), rows)


def _plain(zone: Zone) -> dict[str, object]:
    return {
        "id": zone.id, "kind": zone.kind, "name": zone.name, "points": zone.points, "aspect": zone.aspect
    }  # fmt: skip


def _of_calibration(drawn: Drawn) -> str | None:
    found = drawn.calibration
    if found is None or drawn.method is None:
        return None
    said = {
        "view": found.view.vector.tolist(),
        "aspect": found.aspect,
        "covariance": found.covariance.tolist(),
        "residual": found.residual,
        "origin": None if drawn.origin is None else [drawn.origin.lat, drawn.origin.lon],
        "method": _METHODS.dump_python(drawn.method, mode="json"),
    }
    return json.dumps(said)


def _drawn(row: Row[Any]) -> Drawn:
    zones = tuple(
        Zone(
            id=one["id"], kind=ZoneKind(one["kind"]), name=one["name"], aspect=one["aspect"],
            points=tuple((float(x), float(y)) for x, y in one["points"]),
        )
        for one in json.loads(row.zones)
    )  # fmt: skip
    bare = Drawn(camera_id=row.camera_id, zones=zones, version=row.version, changed_us=row.changed_us)
    if row.calibration is None:
        return bare
    said = json.loads(row.calibration)
    found = Calibration(
        view=View.of(np.array(said["view"], np.float64)),
        aspect=said["aspect"],
        covariance=np.array(said["covariance"], np.float64),
        residual=said["residual"],
    )
    origin = None if said["origin"] is None else GroundOrigin(lat=said["origin"][0], lon=said["origin"][1])
    return Drawn(
        camera_id=bare.camera_id, zones=zones, version=bare.version, changed_us=bare.changed_us, calibration=found,
        origin=origin, method=_METHODS.validate_python(said["method"], strict=False),
    )  # fmt: skip
