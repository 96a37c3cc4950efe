"""Queries on organisations."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, Row, select
from sqlalchemy.exc import IntegrityError

from toancanh.governance.people import Organisation, OrganisationKind
from toancanh.governance.store.tables import organisation
from toancanh.kernel import Conflict, fold

_IN_AT_ONCE = 500


def load(connection: Connection, organisation_id: str) -> Organisation | None:
    """One organisation by its id."""
    row = connection.execute(select(organisation).where(organisation.c.id == organisation_id)).one_or_none()
    return _organisation(row) if row is not None else None


def load_all(connection: Connection, organisation_ids: Collection[str]) -> list[Organisation]:
    """Those there are of these."""
    wanted = sorted(organisation_ids)
    parts = [wanted[start : start + _IN_AT_ONCE] for start in range(0, len(wanted), _IN_AT_ONCE)]
    return [
        _organisation(row)
        for part in parts
        for row in connection.execute(select(organisation).where(organisation.c.id.in_(part)))
    ]


def page(
    connection: Connection, *, visible: ColumnElement[bool], words: list[str], after: str, limit: int
) -> list[Organisation]:
    """By code, behind ``after``; every word must occur in code or name, accents aside."""
    query = select(organisation).where(visible, organisation.c.code_key > after)
    for word in words:
        query = query.where(organisation.c.folded.contains(word, autoescape=True))
    return [_organisation(row) for row in connection.execute(query.order_by(organisation.c.code_key).limit(limit))]


def insert(tx: Connection, made: Organisation) -> None:
    """Raises `Conflict` where the code is taken."""
    try:
        tx.execute(organisation.insert().values(id=made.id, created_us=made.created_at_us, **_columns(made)))
    except IntegrityError:
        raise Conflict(f"the code {made.code} is taken", field="code") from None


def update(tx: Connection, changed: Organisation) -> None:
    """Raises `Conflict` where the code is taken."""
    try:
        tx.execute(organisation.update().where(organisation.c.id == changed.id).values(**_columns(changed)))
    except IntegrityError:
        raise Conflict(f"the code {changed.code} is taken", field="code") from None


def delete(tx: Connection, organisation_id: str) -> None:
    """Raises `Conflict` where something still refers to it."""
    try:
        tx.execute(organisation.delete().where(organisation.c.id == organisation_id))
    except IntegrityError:
        raise Conflict("the organisation still has units, people, sites or cameras; move them first") from None


def _columns(source: Organisation) -> dict[str, object]:
    return {
        "code": source.code,
        "code_key": fold(source.code),
        "name": source.name,
        "folded": fold(f"{source.code} {source.name}"),
        "kind": source.kind,
        "parent_id": source.parent_id,
        "version": source.version,
        "updated_us": source.updated_at_us,
    }


def key_of(found: Organisation) -> str:
    """What ``after`` of the next page is."""
    return fold(found.code)


def _organisation(row: Row[tuple[object, ...]]) -> Organisation:
    return Organisation(
        id=row.id,
        code=row.code,
        name=row.name,
        kind=OrganisationKind(row.kind),
        parent_id=row.parent_id,
        version=row.version,
        created_at_us=row.created_us,
        updated_at_us=row.updated_us,
    )
