"""What stands at sites and hangs on poles, and the rule that nothing open does at a protected one."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from toancanh.kernel import Conflict
from toancanh.registry.dossier.store.dossiers import chunks
from toancanh.registry.dossier.store.tables import dossier, pole
from toancanh.registry.store.tables import camera, site

_ALIVE = camera.c.deleted_us.is_(None)
_HANGING = select(camera.c.id, camera.c.owner_id, camera.c.protected).where(_ALIVE)


def cameras_on(connection: Connection, pole_id: str) -> list[tuple[str, str, bool]]:
    """Id, owner and whether it is protected, of the living cameras on a pole."""
    query = _HANGING.join_from(camera, dossier, dossier.c.camera_id == camera.c.id)
    return [tuple(row) for row in connection.execute(query.where(dossier.c.pole_id == pole_id))]


def cameras_at(connection: Connection, site_id: str) -> list[tuple[str, str, bool]]:
    """Id, owner and whether it is protected, of the living cameras at a site."""
    return [tuple(row) for row in connection.execute(_HANGING.where(camera.c.site_id == site_id))]


def poles_at(connection: Connection, site_id: str) -> list[tuple[str, str, bool]]:
    """Id, owner and whether it is protected, of the poles at a site."""
    query = select(pole.c.id, pole.c.owner_id, pole.c.protected).where(pole.c.site_id == site_id)
    return [tuple(row) for row in connection.execute(query)]


def leave_site(tx: Connection, pole_ids: Iterable[str]) -> None:
    """These poles stand at no site any more."""
    for part in chunks(sorted(set(pole_ids))):
        tx.execute(pole.update().where(pole.c.id.in_(part)).values(site_id=None, version=pole.c.version + 1))


def refuse_open_at_protected(
    connection: Connection, *, sites: Iterable[object] = (), poles: Iterable[object] = ()
) -> None:
    """Raises `Conflict` where one of these is protected: what is open there would tell of it.

    Only who is cleared gets so far: to others there is no such place.
    """
    for name, table, asked in (("site_id", site, sites), ("pole_id", pole, poles)):
        for part in chunks(sorted({str(id) for id in asked if id is not None})):
            if connection.execute(select(table.c.id).where(table.c.id.in_(part), table.c.protected).limit(1)).first():
                raise Conflict(
                    f"{name}: this {table.name} is protected; only what is protected stands there", field=name
                )
