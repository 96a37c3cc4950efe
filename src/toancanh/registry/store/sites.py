"""Queries on sites."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Row, select
from sqlalchemy.exc import IntegrityError

from toancanh.kernel import Conflict, fold
from toancanh.registry.model import Site, SiteKind
from toancanh.registry.store.code_keys import code_key
from toancanh.registry.store.tables import site


def load(connection: Connection, site_id: str) -> Site | None:
    """One site by its id."""
    row = connection.execute(select(site).where(site.c.id == site_id)).one_or_none()
    return _site(row) if row is not None else None


def page(connection: Connection, *, conditions: list[ColumnElement[bool]], after: str, limit: int) -> list[Site]:
    """By code, behind ``after``."""
    query = select(site).where(site.c.code_key > after, *conditions).order_by(site.c.code_key).limit(limit)
    return [_site(row) for row in connection.execute(query)]


def insert(tx: Connection, made: Site) -> None:
    """Raises `Conflict` where the code is taken."""
    try:
        tx.execute(site.insert().values(id=made.id, created_us=made.created_at_us, **_columns(made)))
    except IntegrityError:
        raise Conflict(f"the code {made.code} is taken by another site", field="code") from None


def update(tx: Connection, changed: Site) -> None:
    """Raises `Conflict` where the code is taken."""
    try:
        tx.execute(site.update().where(site.c.id == changed.id).values(**_columns(changed)))
    except IntegrityError:
        raise Conflict(f"the code {changed.code} is taken by another site", field="code") from None


def delete(tx: Connection, site_id: str) -> None:
    """Raises `Conflict` while a camera stands there."""
    try:
        tx.execute(site.delete().where(site.c.id == site_id))
    except IntegrityError:
        raise Conflict("cameras still stand at this site; move them first") from None


def key_of(found: Site) -> str:
    """What ``after`` of the next page is."""
    return code_key(found.code, found.owner_id, is_protected=found.protected)


def _columns(source: Site) -> dict[str, object]:
    return {
        "code": source.code,
        "code_key": key_of(source),
        "name": source.name,
        "folded": fold(f"{source.code} {source.name} {source.address}"),
        "owner_id": source.owner_id,
        "lat": source.lat,
        "lon": source.lon,
        "address": source.address,
        "kind": source.kind,
        "protected": source.protected,
        "version": source.version,
        "updated_us": source.updated_at_us,
    }


def _site(row: Row[tuple[object, ...]]) -> Site:
    return Site(
        id=row.id,
        code=row.code,
        name=row.name,
        owner_id=row.owner_id,
        lat=row.lat,
        lon=row.lon,
        address=row.address,
        kind=SiteKind(row.kind),
        protected=row.protected,
        version=row.version,
        created_at_us=row.created_us,
        updated_at_us=row.updated_us,
    )
