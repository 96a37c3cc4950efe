"""Queries on targets."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, select

from toancanh.kernel import Conflict, fold
from toancanh.planning.geometry import DensityClass
from toancanh.planning.targets.model import Need, Target, TargetKind
from toancanh.planning.targets.store.tables import target


def load(connection: Connection, target_id: str) -> Target | None:
    """One target."""
    row = connection.execute(select(target).where(target.c.id == target_id)).one_or_none()
    return _target(row) if row is not None else None


def page(connection: Connection, *, conditions: list[ColumnElement[bool]], after: str, limit: int) -> list[Target]:
    """By name, behind ``after``."""
    query = select(target).where(target.c.sort_key > after, *conditions).order_by(target.c.sort_key).limit(limit)
    return [_target(row) for row in connection.execute(query)]


def protected(connection: Connection) -> list[Target]:
    """All protected ones; no judgement."""
    return [_target(row) for row in connection.execute(select(target).where(target.c.protected.is_(True)))]


def insert(tx: Connection, made: Target) -> None:
    """A new one."""
    tx.execute(target.insert().values(id=made.id, created_us=made.created_at_us, **_columns(made)))


def update(tx: Connection, changed: Target, *, seen: int) -> None:
    """Raises `Conflict` where it is no longer the version that was seen."""
    this = and_(target.c.id == changed.id, target.c.version == seen)
    if tx.execute(target.update().where(this).values(**_columns(changed))).rowcount != 1:
        raise Conflict("somebody changed this target meanwhile; look again")


def delete(tx: Connection, target_id: str) -> None:
    """It matters no more."""
    tx.execute(target.delete().where(target.c.id == target_id))


def key_of(found: Target) -> str:
    """What ``after`` of the next page is."""
    return f"{fold(found.name)[:120]} {found.id}"


def _columns(source: Target) -> dict[str, object]:
    needs = [
        {"density": str(each.density), "azimuth_deg": each.azimuth_deg, "width_deg": each.width_deg}
        for each in source.needs
    ]
    return {
        "name": source.name,
        "sort_key": key_of(source),
        "folded": fold(f"{source.name} {source.note}"),
        "kind": str(source.kind),
        "owner_id": source.owner_id,
        "lat": source.lat,
        "lon": source.lon,
        "radius_m": source.radius_m,
        "polygon": json.dumps(source.polygon) if source.polygon else "",
        "needs": json.dumps(needs),
        "protected": source.protected,
        "note": source.note,
        "version": source.version,
        "updated_us": source.updated_at_us,
    }


def _target(row: Row[tuple[Any, ...]]) -> Target:
    return Target(
        id=row.id,
        name=row.name,
        kind=TargetKind(row.kind),
        owner_id=row.owner_id,
        lat=row.lat,
        lon=row.lon,
        radius_m=row.radius_m,
        polygon=tuple((lat, lon) for lat, lon in json.loads(row.polygon)) if row.polygon else (),
        needs=tuple(
            Need(density=DensityClass(each["density"]), azimuth_deg=each["azimuth_deg"], width_deg=each["width_deg"])
            for each in json.loads(row.needs)
        ),
        protected=row.protected,
        note=row.note,
        version=row.version,
        created_at_us=row.created_us,
        updated_at_us=row.updated_us,
    )
