"""Queries on poles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select
from sqlalchemy.exc import IntegrityError

from toancanh.kernel import Conflict, fold
from toancanh.registry.dossier.model import Pole
from toancanh.registry.dossier.store.tables import dossier, pole
from toancanh.registry.store.code_keys import code_key

_FIELDS = ("code", "owner_id", "site_id", "lat", "lon", "height_m", "address", "version", "protected")


def load(connection: Connection, pole_id: str, *, lock: bool = False) -> Pole | None:
    """One pole by its id."""
    query = select(pole).where(pole.c.id == pole_id)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return _pole(row) if row is not None else None


def page(connection: Connection, *, conditions: list[ColumnElement[bool]], after: str, limit: int) -> list[Pole]:
    """By code, behind ``after``."""
    query = select(pole).where(pole.c.code_key > after, *conditions).order_by(pole.c.code_key).limit(limit)
    return [_pole(row) for row in connection.execute(query)]


def insert(tx: Connection, made: Pole) -> None:
    """Raises `Conflict` where the code is taken."""
    try:
        tx.execute(pole.insert().values(id=made.id, created_us=made.created_at_us, **_columns(made)))
    except IntegrityError:
        raise Conflict(f"the code {made.code} is taken by another pole", field="code") from None


def insert_many(tx: Connection, made: Sequence[Pole]) -> None:
    """Raises `Conflict` where a code is taken."""
    try:
        if made:
            tx.execute(
                pole.insert(), [{"id": one.id, "created_us": one.created_at_us, **_columns(one)} for one in made]
            )
    except IntegrityError:
        raise Conflict("the code of one of these is taken by another pole", field="code") from None


def update(tx: Connection, changed: Pole) -> None:
    """Raises `Conflict` where the code is taken."""
    try:
        tx.execute(pole.update().where(pole.c.id == changed.id).values(**_columns(changed)))
    except IntegrityError:
        raise Conflict(f"the code {changed.code} is taken by another pole", field="code") from None


def delete(tx: Connection, pole_id: str) -> None:
    """No living camera hangs on it; those that are deleted let go of it."""
    tx.execute(dossier.update().where(dossier.c.pole_id == pole_id).values(pole_id=None))
    tx.execute(pole.delete().where(pole.c.id == pole_id))


def key_of(found: Pole) -> str:
    """What ``after`` of the next page is."""
    return code_key(found.code, found.owner_id, is_protected=found.protected)


def _columns(source: Pole) -> dict[str, object]:
    return {
        **{name: getattr(source, name) for name in _FIELDS},
        "code_key": key_of(source),
        "folded": fold(f"{source.code} {source.address}"),
        "updated_us": source.updated_at_us,
    }


def _pole(row: Row[Any]) -> Pole:
    fields = {name: row._mapping[name] for name in _FIELDS}
    return Pole(id=row.id, created_at_us=row.created_us, updated_at_us=row.updated_us, **fields)
