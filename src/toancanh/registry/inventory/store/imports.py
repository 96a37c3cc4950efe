"""Queries on imports and their rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, select

from toancanh.registry.inventory.checking import CheckedRow
from toancanh.registry.inventory.columns import heading_key
from toancanh.registry.inventory.faults import Fault, Notice
from toancanh.registry.inventory.model import (
    CellFault,
    CellNotice,
    Change,
    FileNotice,
    Import,
    ImportRow,
    ImportState,
    RowOutcome,
    RowStatus,
)
from toancanh.registry.inventory.reading import may_mean
from toancanh.registry.inventory.store.tables import inventory_import as table
from toancanh.registry.inventory.store.tables import inventory_row as rows_table

_CHUNK = 1000
_REMEMBERED = 50
"""Imports of an organisation whose choices of columns count for its next one."""


@dataclass(frozen=True, kw_only=True)
class StagedRow:
    """A row with what is to be written of it; ``secret`` is a ciphertext."""

    row: ImportRow
    owner_id: str
    seen_version: int | None
    code_key: str
    writes: Mapping[str, Any]
    secret: str = field(default="", repr=False)


def insert(tx: Connection, made: Import, headings: Sequence[tuple[str, str]]) -> None:
    """A fresh import."""
    tx.execute(table.insert().values(id=made.id, headings=_headings(headings, made.choices), **_columns(made)))


def set_headings(tx: Connection, changed: Import, headings: Sequence[tuple[str, str]]) -> None:
    """As a person chose."""
    tx.execute(table.update().where(table.c.id == changed.id).values(headings=_headings(headings, changed.choices)))


def remembered(connection: Connection, organisation_id: str) -> dict[str, str]:
    """`heading_key` -> column key, as this organisation's latest file with such a heading was read."""
    query = select(table.c.headings).where(table.c.organisation_id == organisation_id)
    known: dict[str, str] = {}
    for text in connection.scalars(query.order_by(table.c.id.desc()).limit(_REMEMBERED)):
        for heading, key in _choices(text).items():
            known.setdefault(heading_key(heading), key)
    return {heading: key for heading, key in known.items() if key}


def update(tx: Connection, changed: Import) -> None:
    """All but its headings."""
    tx.execute(table.update().where(table.c.id == changed.id).values(**_columns(changed)))


def set_progress(tx: Connection, import_id: str, rows_done: int, now_us: int) -> None:
    """How far the check has come; it is also a sign of life."""
    tx.execute(table.update().where(table.c.id == import_id).values(rows_done=rows_done, updated_us=now_us))


def load(connection: Connection, import_id: str) -> Import | None:
    """One import by its id."""
    row = connection.execute(select(table).where(table.c.id == import_id)).one_or_none()
    return _import(row) if row is not None else None


def lock(tx: Connection, import_id: str) -> Import | None:
    """The same, nobody else changes it until the transaction ends."""
    row = tx.execute(select(table).where(table.c.id == import_id).with_for_update()).one_or_none()
    return _import(row) if row is not None else None


def headings(connection: Connection, import_id: str) -> list[tuple[str, str]]:
    """(column key or empty, heading as written), in the file's order."""
    found = connection.execute(select(table.c.headings).where(table.c.id == import_id)).scalar_one()
    return [(key, heading) for key, heading, *_ in json.loads(found)]


def page(connection: Connection, *, conditions: Iterable[ColumnElement[bool]], before: str, limit: int) -> list[Import]:
    """The newest first; ids are in the order of their making."""
    query = select(table).where(*conditions)
    if before:
        query = query.where(table.c.id < before)
    return [_import(row) for row in connection.execute(query.order_by(table.c.id.desc()).limit(limit))]


def of_ids(connection: Connection, import_ids: Iterable[str]) -> dict[str, Import]:
    """Those with these ids."""
    ids = sorted(set(import_ids))
    found: dict[str, Import] = {}
    for at in range(0, len(ids), 500):
        for row in connection.execute(select(table).where(table.c.id.in_(ids[at : at + 500]))):
            found[row.id] = _import(row)
    return found


def applied_twin(
    connection: Connection, organisation_id: str, sha256: str, *conditions: ColumnElement[bool]
) -> str | None:
    """The latest import of the very same bytes that was applied."""
    query = select(table.c.id).where(
        table.c.organisation_id == organisation_id,
        table.c.sha256 == sha256,
        table.c.state == ImportState.APPLIED,
        *conditions,
    )
    return connection.execute(query.order_by(table.c.id.desc()).limit(1)).scalar_one_or_none()


def insert_rows(tx: Connection, import_id: str, rows: Iterable[tuple[CheckedRow, str]]) -> None:
    """Each row with its sealed secret, or an empty text."""
    values = [{"import_id": import_id, **_staged(row, secret)} for row, secret in rows]
    for at in range(0, len(values), _CHUNK):
        tx.execute(rows_table.insert(), values[at : at + _CHUNK])


def update_rows(tx: Connection, import_id: str, rows: Iterable[tuple[CheckedRow, str]]) -> None:
    """Rows that were checked again."""
    values = [
        {"b_number" if name == "number" else name: value for name, value in _staged(row, secret).items()}
        for row, secret in rows
    ]
    if values:
        wanted = rows_table.update().where(
            rows_table.c.import_id == import_id, rows_table.c.number == bindparam("b_number")
        )
        tx.execute(wanted.values({name: bindparam(name) for name in values[0] if name != "b_number"}), values)


def set_outcome(tx: Connection, import_id: str, numbers: Sequence[int], outcome: RowOutcome) -> None:
    """What became of these rows."""
    for at in range(0, len(numbers), 500):
        part = list(numbers[at : at + 500])
        tx.execute(
            rows_table.update()
            .where(rows_table.c.import_id == import_id, rows_table.c.number.in_(part))
            .values(outcome=outcome)
        )


def set_applied(tx: Connection, import_id: str, done: Sequence[tuple[int, str]]) -> None:
    """These rows went into these cameras."""
    if done:
        wanted = rows_table.update().where(
            rows_table.c.import_id == import_id, rows_table.c.number == bindparam("b_number")
        )
        wanted = wanted.values(outcome=RowOutcome.APPLIED.value, camera_id=bindparam("b_camera"))
        tx.execute(wanted, [{"b_number": number, "b_camera": camera_id} for number, camera_id in done])


def forget_secrets(tx: Connection, import_id: str) -> None:
    """Sealed addresses are where they belong by now, or nowhere."""
    tx.execute(rows_table.update().where(rows_table.c.import_id == import_id).values(secret=""))


def rows(
    connection: Connection,
    import_id: str,
    *,
    status: RowStatus | None = None,
    conditions: Iterable[ColumnElement[bool]] = (),
    after: int = -1,
    limit: int | None = None,
) -> list[StagedRow]:
    """In the file's order."""
    query = select(rows_table).where(rows_table.c.import_id == import_id, rows_table.c.number > after, *conditions)
    if status is not None:
        query = query.where(rows_table.c.status == status)
    query = query.order_by(rows_table.c.number)
    return [_row(row) for row in connection.execute(query.limit(limit) if limit is not None else query)]


def around_errors(import_id: str, lines: int) -> ColumnElement[bool]:
    """Rows with errors and so many on both sides of each."""
    wrong = rows_table.alias("wrong")
    return (
        select(wrong.c.number)
        .where(
            wrong.c.import_id == import_id,
            wrong.c.status == RowStatus.ERROR,
            wrong.c.number >= rows_table.c.number - lines,
            wrong.c.number <= rows_table.c.number + lines,
        )
        .exists()
    )


def with_fault(fault: Fault) -> ColumnElement[bool]:
    """Rows in which some cell has this fault."""
    return rows_table.c.faults.contains(f'"{fault.value}"', autoescape=True)


def mendable() -> ColumnElement[bool]:
    """Rows for which there is a suggestion."""
    return rows_table.c.mendable.is_(True)


def numbered(numbers: Iterable[int]) -> ColumnElement[bool]:
    """These rows."""
    return rows_table.c.number.in_(sorted(numbers))


def identities(connection: Connection, import_id: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Every row's number and cells."""
    query = select(rows_table.c.number, rows_table.c.cells).where(rows_table.c.import_id == import_id)
    for number, cells in connection.execute(query.order_by(rows_table.c.number)):
        yield number, json.loads(cells)


def camera_ids(import_id: str) -> ColumnElement[Any]:
    """The cameras that an import's rows are about, as a subquery."""
    return select(rows_table.c.camera_id).where(
        rows_table.c.import_id == import_id, rows_table.c.camera_id.is_not(None)
    )  # type: ignore[return-value]


def tally(connection: Connection, import_id: str) -> tuple[dict[RowStatus, int], dict[Fault, int], int]:
    """Rows by status (those left out aside), cells that a suggestion would mend by fault, and how many are left out."""
    left_out = rows_table.c.outcome == RowOutcome.LEFT_OUT
    query = (
        select(rows_table.c.status, func.count())
        .where(rows_table.c.import_id == import_id, ~left_out)
        .group_by(rows_table.c.status)
    )
    counts = {RowStatus(status): count for status, count in connection.execute(query)}
    left = connection.execute(
        select(func.count()).select_from(rows_table).where(rows_table.c.import_id == import_id, left_out)
    ).scalar_one()
    faults: dict[Fault, int] = {}
    wanted = select(rows_table.c.faults).where(rows_table.c.import_id == import_id, mendable(), ~left_out)
    for (text,) in connection.execute(wanted):
        for one in _faults(text):
            if one.mend:
                faults[one.fault] = faults.get(one.fault, 0) + 1
    return counts, faults, left


def owners(connection: Connection, import_id: str) -> list[str]:
    """Whose cameras the rows to be applied are about."""
    query = select(rows_table.c.owner_id).where(
        rows_table.c.import_id == import_id, rows_table.c.status.in_([RowStatus.NEW, RowStatus.CHANGED])
    )
    return [owner for (owner,) in connection.execute(query.distinct()) if owner]


def secrets(connection: Connection) -> list[tuple[str, int, str]]:
    """(import, row, ciphertext) of all that wait."""
    query = select(rows_table.c.import_id, rows_table.c.number, rows_table.c.secret)
    return [
        (row.import_id, row.number, row.secret) for row in connection.execute(query.where(rows_table.c.secret != ""))
    ]


def set_secret(tx: Connection, import_id: str, number: int, secret: str) -> None:
    """Replace a ciphertext."""
    here = (rows_table.c.import_id == import_id) & (rows_table.c.number == number)
    tx.execute(rows_table.update().where(here).values(secret=secret))


def _columns(source: Import) -> dict[str, object]:
    return {
        "campaign_id": source.campaign_id,
        "organisation_id": source.organisation_id,
        "file_name": source.file_name,
        "sha256": source.sha256,
        "size_bytes": source.size_bytes,
        "state": source.state,
        "notices": json.dumps([[one.kind, one.detail] for one in source.notices], ensure_ascii=False),
        "row_count": source.row_count,
        "rows_done": source.rows_done,
        "counts": json.dumps(source.counts),
        "mendable": json.dumps(source.faults),
        "missing": source.missing,
        "same_as": source.same_as,
        "version": source.version,
        "created_by": source.created_by,
        "created_us": source.created_at_us,
        "updated_us": source.updated_at_us,
        "applied_by": source.applied_by,
        "applied_us": source.applied_us,
        "added": source.added,
        "changed": source.changed,
    }


def _import(row: Row[Any]) -> Import:
    return Import(
        id=row.id,
        campaign_id=row.campaign_id,
        organisation_id=row.organisation_id,
        file_name=row.file_name,
        sha256=row.sha256,
        size_bytes=row.size_bytes,
        state=ImportState(row.state),
        columns=tuple(key for key, *_ in json.loads(row.headings) if key),
        choices=_choices(row.headings),
        notices=tuple(FileNotice(kind=kind, detail=detail) for kind, detail in json.loads(row.notices)),
        row_count=row.row_count,
        rows_done=row.rows_done,
        counts={RowStatus(status): count for status, count in json.loads(row.counts).items()},
        faults={Fault(fault): count for fault, count in json.loads(row.mendable).items()},
        missing=row.missing,
        same_as=row.same_as,
        version=row.version,
        created_by=row.created_by,
        created_at_us=row.created_us,
        updated_at_us=row.updated_us,
        applied_by=row.applied_by,
        applied_us=row.applied_us,
        added=row.added,
        changed=row.changed,
    )


def _headings(headings: Sequence[tuple[str, str]], choices: Mapping[str, str]) -> str:
    """A third member marks what a person chose."""
    marked = [[key, text, True] if key and choices.get(text) == key else [key, text] for key, text in headings]
    return json.dumps(marked, ensure_ascii=False)


def _choices(headings: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, heading, *chosen in json.loads(headings):
        if chosen or (not key and may_mean(heading)):
            found[heading] = found.get(heading) or key
    return found


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else "[]"


def _staged(row: CheckedRow, secret: str) -> dict[str, object]:
    return {
        "number": row.number,
        "status": row.status.value,
        "outcome": RowOutcome.WAITING.value,
        "code_key": row.code_key,
        "camera_id": row.camera_id,
        "seen_version": row.seen_version,
        "owner_id": row.owner_id,
        "cells": json.dumps(row.cells, ensure_ascii=False, separators=(",", ":")),
        "faults": _json([[one.column, one.fault, one.detail, dict(one.mend)] for one in row.faults]),
        "notices": _json([[one.column, one.notice, one.read_as] for one in row.notices]),
        "changes": _json([[one.column, one.before, one.after] for one in row.changes]),
        "writes": json.dumps(row.writes, ensure_ascii=False, separators=(",", ":")),
        "secret": secret,
        "mendable": any(one.mend for one in row.faults),
    }


def _faults(text: str) -> tuple[CellFault, ...]:
    return tuple(
        CellFault(column=column, fault=Fault(fault), detail=detail, mend=mend)
        for column, fault, detail, mend in json.loads(text)
    )


def _row(row: Row[Any]) -> StagedRow:
    return StagedRow(
        row=ImportRow(
            number=row.number,
            status=RowStatus(row.status),
            outcome=RowOutcome(row.outcome),
            cells=json.loads(row.cells),
            faults=_faults(row.faults),
            notices=tuple(
                CellNotice(column=column, notice=Notice(notice), read_as=read_as)
                for column, notice, read_as in json.loads(row.notices)
            ),
            changes=tuple(
                Change(column=column, before=before, after=after) for column, before, after in json.loads(row.changes)
            ),
            camera_id=row.camera_id,
        ),
        owner_id=row.owner_id,
        seen_version=row.seen_version,
        code_key=row.code_key,
        writes=json.loads(row.writes),
        secret=row.secret,
    )
