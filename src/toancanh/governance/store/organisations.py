"""Queries on organisations."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select
from sqlalchemy.exc import IntegrityError

from toancanh.governance.people import Organisation, OrganisationKind, UnitCertainty
from toancanh.governance.store import successions
from toancanh.governance.store.tables import organisation, organisation_succession
from toancanh.kernel import Conflict, fold

_IN_AT_ONCE = 500
_UNIT_WORDS = re.compile(r"^(phuong|xa|thi tran|thi xa|quan|huyen) ")


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
    connection: Connection,
    *,
    visible: ColumnElement[bool],
    words: list[str],
    after: str,
    limit: int,
    kind: OrganisationKind | None = None,
    at: date | None = None,
) -> list[Organisation]:
    """Behind ``after``; every word must occur in what it or one that went into it is called, accents aside.

    By code; where words are asked for, by `key_of`: what is called so before what only was, by one name of before and
    not by pieces of several.
    """
    query = select(organisation).where(visible)
    if kind is not None:
        query = query.where(organisation.c.kind == kind)
    if at is not None:
        query = query.where(existing_on(at))
    for word in words:
        query = query.where(organisation.c.folded.contains(word, autoescape=True))
    if not words:
        query = query.where(organisation.c.code_key > after).order_by(organisation.c.code_key).limit(limit)
        return [_organisation(row) for row in connection.execute(query)]
    rows = [(_organisation(row), row.folded.split(successions.BETWEEN)[1:]) for row in connection.execute(query)]
    found = {
        key_of(one, words): one
        for one, former in rows
        if is_called(one, words) or any(begins(name, words) == len(words) for name in former)
    }
    return [found[key] for key in sorted(key for key in found if key > after)[:limit]]


def units(connection: Connection) -> list[tuple[str, str]]:
    """Id and name of the communes and wards that have not ended, by name."""
    kinds = [str(OrganisationKind.COMMUNE), str(OrganisationKind.WARD)]
    query = select(organisation.c.id, organisation.c.name).where(
        organisation.c.kind.in_(kinds), organisation.c.valid_to.is_(None)
    )
    return [(row.id, row.name) for row in connection.execute(query.order_by(organisation.c.code_key))]


def existing_on(day: date) -> ColumnElement[bool]:
    """The condition that the organisation is there on that day."""
    text = day.isoformat()
    return or_(organisation.c.valid_from.is_(None), organisation.c.valid_from <= text) & or_(
        organisation.c.valid_to.is_(None), organisation.c.valid_to > text
    )


def all_of(connection: Connection, kinds: Collection[OrganisationKind]) -> list[Organisation]:
    """Of these kinds, by code."""
    query = select(organisation).where(organisation.c.kind.in_(sorted(kinds))).order_by(organisation.c.code_key)
    return [_organisation(row) for row in connection.execute(query)]


def stamp(connection: Connection) -> tuple[object, ...]:
    """Differs where one was made, changed or deleted, or a succession added or taken away."""
    of = connection.execute(select(func.count(), func.max(organisation.c.updated_us)).select_from(organisation)).one()
    return (*of, connection.execute(select(func.count()).select_from(organisation_succession)).scalar_one())


def same_official(connection: Connection, like: Organisation) -> str | None:
    """The code of another one that is there without end and has the same kind and official code."""
    query = select(organisation.c.code).where(
        organisation.c.official_code == like.official_code,
        organisation.c.kind == like.kind,
        organisation.c.valid_to.is_(None),
        organisation.c.id != like.id,
    )
    return connection.execute(query).scalars().first()


def insert(tx: Connection, made: Organisation) -> None:
    """Raises `Conflict` where the code is taken."""
    try:
        tx.execute(organisation.insert().values(_row(made)))
    except IntegrityError:
        raise Conflict(f"the code {made.code} is taken", field="code") from None


def insert_many(tx: Connection, made: Sequence[Organisation]) -> None:
    """Parents before children. Raises `Conflict` where a code is taken."""
    try:
        if made:
            tx.execute(organisation.insert(), [_row(one) for one in made])
    except IntegrityError:
        raise Conflict("a code of these is taken", field="code") from None


def update(tx: Connection, changed: Organisation) -> None:
    """Raises `Conflict` where the code is taken."""
    try:
        tx.execute(organisation.update().where(organisation.c.id == changed.id).values(**_columns(changed)))
    except IntegrityError:
        raise Conflict(f"the code {changed.code} is taken", field="code") from None
    successions.refold(tx, {changed.id})


def update_many(tx: Connection, changed: Sequence[Organisation]) -> None:
    """As `update`, with the words of all written once."""
    for one in changed:
        tx.execute(organisation.update().where(organisation.c.id == one.id).values(**_columns(one)))
    successions.refold(tx, {one.id for one in changed})


def delete(tx: Connection, organisation_id: str) -> None:
    """Raises `Conflict` where something still refers to it."""
    successions.forget(tx, organisation_id)
    try:
        tx.execute(organisation.delete().where(organisation.c.id == organisation_id))
    except IntegrityError:
        raise Conflict("the organisation still has units, people, sites or cameras; move them first") from None


def _row(made: Organisation) -> dict[str, object]:
    return {"id": made.id, "created_us": made.created_at_us, **_columns(made)}


def _columns(source: Organisation) -> dict[str, object]:
    aliases = json.dumps(source.aliases, ensure_ascii=False)
    return {
        "code": source.code,
        "code_key": fold(source.code),
        "name": source.name,
        "folded": successions.own_words(source.code, source.name, source.official_code, aliases),
        "kind": source.kind,
        "parent_id": source.parent_id,
        "official_code": source.official_code,
        "valid_from": source.valid_from.isoformat() if source.valid_from else None,
        "valid_to": source.valid_to.isoformat() if source.valid_to else None,
        "aliases": aliases,
        "source": source.source,
        "certainty": source.certainty,
        "version": source.version,
        "updated_us": source.updated_at_us,
    }


def key_of(found: Organisation, words: Sequence[str] = ()) -> str:
    """What ``after`` of the next page is: where it stands among what these words find, then its code."""
    if not words:
        return fold(found.code)
    asked, name = " ".join(words), fold(found.name)
    own = [name, fold(found.code), fold(found.official_code), *(fold(alias) for alias in found.aliases)]
    if found.valid_to is not None or not is_called(found, words):
        rank = 3
    elif asked in own or _UNIT_WORDS.sub("", name) == asked:
        rank = 0
    else:
        rank = 1 if name.startswith(asked) or f" {asked} " in f" {name} " else 2
    return f"{rank}{fold(found.code)}"


def begins(folded: str, words: Sequence[str]) -> int:
    """How many of the words begin a word of it."""
    return sum(f" {word}" in f" {folded}" for word in words)


def is_called(found: Organisation, words: Sequence[str]) -> bool:
    """Whether every word is in what it is called itself."""
    own = " ".join(fold(text) for text in (found.name, found.code, found.official_code, *found.aliases))
    return all(word in own for word in words)


def _organisation(row: Row[tuple[object, ...]]) -> Organisation:
    return Organisation(
        id=row.id,
        code=row.code,
        name=row.name,
        kind=OrganisationKind(row.kind),
        parent_id=row.parent_id,
        official_code=row.official_code,
        valid_from=date.fromisoformat(row.valid_from) if row.valid_from else None,
        valid_to=date.fromisoformat(row.valid_to) if row.valid_to else None,
        aliases=tuple(json.loads(row.aliases)),
        source=row.source,
        certainty=UnitCertainty(row.certainty) if row.certainty else None,
        version=row.version,
        created_at_us=row.created_us,
        updated_at_us=row.updated_us,
    )
