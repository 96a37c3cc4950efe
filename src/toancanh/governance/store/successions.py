"""Queries on what became of organisations, and the words that a search for the old names needs."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from toancanh.governance.people import Succession, SuccessionKind, UnitCertainty
from toancanh.governance.store.tables import organisation
from toancanh.governance.store.tables import organisation_succession as succession
from toancanh.kernel import fold

_IN_AT_ONCE = 500
BETWEEN = " | "
"""Between an organisation's own words and each name of before."""


def of(connection: Connection, organisation_id: str) -> list[Succession]:
    """Those in which it is the predecessor or the successor."""
    query = select(succession).where(
        (succession.c.predecessor_id == organisation_id) | (succession.c.successor_id == organisation_id)
    )
    return [_succession(row) for row in connection.execute(query.order_by(*succession.primary_key))]


def every(connection: Connection) -> list[Succession]:
    """All there are."""
    return [_succession(row) for row in connection.execute(select(succession).order_by(*succession.primary_key))]


def write(tx: Connection, said: Sequence[Succession]) -> None:
    """New ones, or said anew."""
    for start in range(0, len(said), _IN_AT_ONCE):
        part = said[start : start + _IN_AT_ONCE]
        old = [{"before": one.predecessor_id, "after": one.successor_id} for one in part]
        tx.execute(
            succession.delete().where(
                succession.c.predecessor_id == bindparam("before"), succession.c.successor_id == bindparam("after")
            ),
            old,
        )
        tx.execute(succession.insert(), [_row(one) for one in part])
    refold(tx, {one.successor_id for one in said})


def remove(tx: Connection, predecessor_id: str, successor_id: str) -> None:
    """It was not so."""
    tx.execute(
        succession.delete().where(
            succession.c.predecessor_id == predecessor_id, succession.c.successor_id == successor_id
        )
    )
    refold(tx, {successor_id})


def forget(tx: Connection, organisation_id: str) -> None:
    """All about one that is being deleted."""
    successors = {one.successor_id for one in of(tx, organisation_id)} - {organisation_id}
    tx.execute(
        succession.delete().where(
            (succession.c.predecessor_id == organisation_id) | (succession.c.successor_id == organisation_id)
        )
    )
    refold(tx, successors)


def own_words(code: str, name: str, official_code: str, aliases: str) -> str:
    """What a search looks at, before what its predecessors were called; ``aliases`` as stored."""
    return " ".join(fold(text) for text in (code, name, official_code, *json.loads(aliases)) if text)


def refold(tx: Connection, organisation_ids: Collection[str]) -> None:
    """Write the words of these and of all that they went into: their own, and the names of all that went into them."""
    before: dict[str, list[str]] = defaultdict(list)
    after: dict[str, list[str]] = defaultdict(list)
    for said in tx.execute(select(succession.c.predecessor_id, succession.c.successor_id)):
        before[said.successor_id].append(said.predecessor_id)
        after[said.predecessor_id].append(said.successor_id)
    touched = _reached(organisation_ids, after) | set(organisation_ids)
    rows = {row.id: row for row in _rows(tx, touched | _reached(touched, before))}
    changes: list[dict[str, object]] = []
    for organisation_id in sorted(touched & rows.keys()):
        row = rows[organisation_id]
        names = {
            text: None
            for one in sorted(_reached({organisation_id}, before) & rows.keys())
            for text in (fold(rows[one].name), *(fold(alias) for alias in json.loads(rows[one].aliases)))
        }
        words = BETWEEN.join((own_words(row.code, row.name, row.official_code, row.aliases), *names))
        if words != row.folded:
            changes.append({"of": organisation_id, "words": words})
    if changes:
        tx.execute(
            organisation.update().where(organisation.c.id == bindparam("of")).values(folded=bindparam("words")), changes
        )


def _reached(starts: Iterable[str], ways: dict[str, list[str]]) -> set[str]:
    """All that can be reached, without the starts unless a way leads back."""
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        fresh = [one for one in ways.get(waiting.pop(), ()) if one not in found]
        found.update(fresh)
        waiting += fresh
    return found


def predecessors(connection: Connection, organisation_ids: Iterable[str]) -> dict[str, set[str]]:
    """All that went into each of them, over however many steps."""
    before: dict[str, list[str]] = defaultdict(list)
    for said in every(connection):
        before[said.successor_id].append(said.predecessor_id)
    return {id: _reached({id}, before) for id in organisation_ids}


def reaches(connection: Connection, start: str, end: str) -> bool:
    """Whether one went into the other, over however many steps."""
    after: dict[str, list[str]] = defaultdict(list)
    for said in every(connection):
        after[said.predecessor_id].append(said.successor_id)
    return end in _reached({start}, after)


def _rows(tx: Connection, organisation_ids: set[str]) -> list[Row[*tuple[Any, ...]]]:
    wanted = sorted(organisation_ids)
    columns = (
        organisation.c.id,
        organisation.c.code,
        organisation.c.name,
        organisation.c.official_code,
        organisation.c.aliases,
        organisation.c.folded,
    )
    return [
        row
        for start in range(0, len(wanted), _IN_AT_ONCE)
        for row in tx.execute(select(*columns).where(organisation.c.id.in_(wanted[start : start + _IN_AT_ONCE])))
    ]


def _row(said: Succession) -> dict[str, object]:
    return {
        "predecessor_id": said.predecessor_id,
        "successor_id": said.successor_id,
        "kind": said.kind,
        "on_day": said.on.isoformat() if said.on else None,
        "source": said.source,
        "certainty": said.certainty,
    }


def _succession(row: Row[tuple[object, ...]]) -> Succession:
    return Succession(
        predecessor_id=row.predecessor_id,
        successor_id=row.successor_id,
        kind=SuccessionKind(row.kind),
        on=date.fromisoformat(row.on_day) if row.on_day else None,
        source=row.source,
        certainty=UnitCertainty(row.certainty) if row.certainty else None,
    )
