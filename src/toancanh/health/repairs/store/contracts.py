"""Queries on contracts."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from toancanh.health.repairs.clock import ServiceHours
from toancanh.health.repairs.model import Contract, ContractKind, FaultSeverity, Level, Term
from toancanh.health.repairs.store.tables import contract as table


def write(tx: Connection, made: Contract) -> None:
    """A new one."""
    tx.execute(insert(table).values(_values(made)))


def change(tx: Connection, changed: Contract) -> bool:
    """As ``changed`` says, where it is still of the version before."""
    row = table.c
    statement = update(table).where(row.id == changed.id, row.version == changed.version - 1)
    return tx.execute(statement.values(_values(changed))).rowcount == 1


def remove(tx: Connection, contract_id: str) -> bool:
    """False where it was gone."""
    return tx.execute(delete(table).where(table.c.id == contract_id)).rowcount == 1


def load(connection: Connection, contract_id: str) -> Contract | None:
    """One."""
    row = connection.execute(select(table).where(table.c.id == contract_id)).first()
    return _contract(row) if row is not None else None


def listed(connection: Connection, conditions: ColumnElement[bool] | None = None) -> list[Contract]:
    """The newest first; there are dozens, not thousands."""
    statement = select(table) if conditions is None else select(table).where(conditions)
    return [
        _contract(row) for row in connection.execute(statement.order_by(table.c.until_on.desc(), table.c.id.desc()))
    ]


def _values(of: Contract) -> dict[str, Any]:
    content = {
        "makers": of.makers, "week": of.hours.week, "on_holidays": of.hours.on_holidays,
        "terms": [asdict(one) for one in of.terms], "levels": [asdict(one) for one in of.levels],
    }  # fmt: skip
    return {
        "id": of.id, "owner_id": of.owner_id, "maintainer_id": of.maintainer_id, "kind": str(of.kind),
        "number": of.number, "from_on": of.from_on.isoformat(), "until_on": of.until_on.isoformat(),
        "content": json.dumps(content, ensure_ascii=False, sort_keys=True), "version": of.version,
    }  # fmt: skip


def _contract(row: Row[Any]) -> Contract:
    content = json.loads(row.content)
    week = tuple(None if one is None else (one[0], one[1]) for one in content["week"])
    terms = tuple(Term(**{**one, "severity": FaultSeverity(one["severity"])}) for one in content["terms"])
    return Contract(
        id=row.id, owner_id=row.owner_id, maintainer_id=row.maintainer_id, kind=ContractKind(row.kind),
        number=row.number, from_on=date.fromisoformat(row.from_on), until_on=date.fromisoformat(row.until_on),
        makers=tuple(content["makers"]), hours=ServiceHours(week=week, on_holidays=content["on_holidays"]),
        terms=terms, levels=tuple(Level(**one) for one in content["levels"]), version=row.version,
    )  # fmt: skip
