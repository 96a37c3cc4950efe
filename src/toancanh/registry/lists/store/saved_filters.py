"""Queries on saved filters."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select
from sqlalchemy.exc import IntegrityError

from toancanh.kernel import Conflict, fold
from toancanh.registry.lists.model import SavedFilter
from toancanh.registry.lists.store.tables import saved_filter


def load(connection: Connection, filter_id: str) -> SavedFilter | None:
    """One by its id."""
    row = connection.execute(select(saved_filter).where(saved_filter.c.id == filter_id)).one_or_none()
    return _saved(row) if row is not None else None


def seen_by(connection: Connection, user_id: str, organisation_id: str) -> list[SavedFilter]:
    """A person's own, and those shared inside the organisation, by name."""
    mine = saved_filter.c.user_id == user_id
    shared = saved_filter.c.shared.is_(True) & (saved_filter.c.organisation_id == organisation_id)
    query = select(saved_filter).where(or_(mine, shared)).order_by(saved_filter.c.name_key, saved_filter.c.id)
    return [_saved(row) for row in connection.execute(query)]


def count_of(connection: Connection, user_id: str) -> int:
    """How many a person has."""
    query = select(func.count()).select_from(saved_filter).where(saved_filter.c.user_id == user_id)
    return connection.execute(query).scalar_one()


def insert(tx: Connection, made: SavedFilter) -> None:
    """Raises `Conflict` where the person has one of this name."""
    try:
        tx.execute(saved_filter.insert().values(_columns(made)))
    except IntegrityError:
        raise _taken(made) from None


def update(tx: Connection, changed: SavedFilter) -> None:
    """Raises `Conflict` where the person has another one of this name."""
    try:
        tx.execute(saved_filter.update().where(saved_filter.c.id == changed.id).values(_columns(changed)))
    except IntegrityError:
        raise _taken(changed) from None


def delete(tx: Connection, filter_id: str) -> None:
    """Take it away."""
    tx.execute(saved_filter.delete().where(saved_filter.c.id == filter_id))


def _taken(clashing: SavedFilter) -> Conflict:
    return Conflict(f"you have a filter called {clashing.name} already", field="name")


def _columns(source: SavedFilter) -> dict[str, object]:
    return {
        "id": source.id,
        "user_id": source.user_id,
        "organisation_id": source.organisation_id,
        "name": source.name,
        "name_key": fold(source.name)[:200],
        "shared": source.shared,
        "filter": json.dumps(source.filter, ensure_ascii=False, sort_keys=True),
        "version": source.version,
        "created_us": source.created_at_us,
        "updated_us": source.updated_at_us,
    }


def _saved(row: Row[Any]) -> SavedFilter:
    return SavedFilter(
        id=row.id,
        user_id=row.user_id,
        organisation_id=row.organisation_id,
        name=row.name,
        shared=row.shared,
        filter=json.loads(row.filter),
        version=row.version,
        created_at_us=row.created_us,
        updated_at_us=row.updated_us,
    )
