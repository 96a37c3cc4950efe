"""Queries on up-time reports."""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from toancanh.health.repairs.store.tables import report as table

_FILES = ("pdf", "signature", "sheet", "sheet_signature")
_COLUMNS = [column for column in table.c if column.name not in _FILES]


class ReportState(enum.StrEnum):
    """How far a report is."""

    MAKING = "making"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Report:
    """One month of an organisation and all below it. ``summary``: for the console. ``made_by``: empty where the
    platform made it by itself.
    """

    id: str
    organisation_id: str
    month: str
    state: ReportState
    cameras_done: int
    cameras_all: int
    made_by: str
    made_us: int
    ended_us: int | None
    summary: Mapping[str, Any]
    serial: str


def write(tx: Connection, made: Report) -> None:
    """A new one."""
    tx.execute(insert(table).values({**vars(made), "summary": json.dumps(made.summary)}))


def tell(tx: Connection, report_id: str, **values: object) -> None:
    """How far it is, or what came of it."""
    if "summary" in values:
        values["summary"] = json.dumps(values["summary"], ensure_ascii=False)
    tx.execute(update(table).where(table.c.id == report_id).values(**values))


def unfinished(tx: Connection, at_us: int) -> None:
    """What was being made when the process ended has failed."""
    tx.execute(
        update(table).where(table.c.state == ReportState.MAKING).values(state=ReportState.FAILED, ended_us=at_us)
    )


def load(connection: Connection, report_id: str) -> Report | None:
    """One."""
    row = connection.execute(select(*_COLUMNS).where(table.c.id == report_id)).first()
    return _report(row) if row is not None else None


def listed(connection: Connection, condition: ColumnElement[bool], *, after: str = "", limit: int) -> list[Report]:
    """The newest first, those that came before ``after``."""
    statement = select(*_COLUMNS).where(condition).order_by(table.c.id.desc()).limit(limit)
    if after:
        statement = statement.where(table.c.id < after)
    return [_report(row) for row in connection.execute(statement)]


def by_itself(connection: Connection, month: str) -> list[tuple[str, ReportState]]:
    """Those that nobody asked for: whose, and what became of it."""
    statement = select(table.c.organisation_id, table.c.state).where(table.c.month == month, table.c.made_by == "")
    return [(row.organisation_id, ReportState(row.state)) for row in connection.execute(statement)]


def file(connection: Connection, report_id: str, name: str) -> bytes | None:
    """One of ``pdf``, ``signature``, ``sheet``, ``sheet_signature``."""
    found: bytes | None = connection.execute(select(table.c[name]).where(table.c.id == report_id)).scalar()
    return found


def _report(row: Row[Any]) -> Report:
    return Report(**{**row._mapping, "state": ReportState(row.state), "summary": json.loads(row.summary)})
