"""Queries on spare parts: what an organisation has, what a ticket took."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, Connection, insert, select, update

from toancanh.health.repairs.store.tables import part as table
from toancanh.health.repairs.store.tables import part_use as use_table


@dataclass(frozen=True, kw_only=True)
class Part:
    """A kind of spare part that an organisation keeps; ``quantity``: how much of it, in ``unit``."""

    id: str
    organisation_id: str
    code: str
    name: str
    unit: str
    quantity: float


@dataclass(frozen=True, kw_only=True)
class PartUse:
    """What a repair took."""

    id: str
    part_id: str
    quantity: float
    user_id: str
    at_us: int


def put(tx: Connection, one: Part) -> None:
    """A new one, or the same with another name or stock."""
    if tx.execute(update(table).where(table.c.id == one.id).values(asdict(one))).rowcount == 0:
        tx.execute(insert(table).values(asdict(one)))


def load(connection: Connection, part_id: str) -> Part | None:
    """One."""
    row = connection.execute(select(table).where(table.c.id == part_id)).first()
    return Part(**row._mapping) if row is not None else None


def of_code(connection: Connection, organisation_id: str, code: str) -> Part | None:
    """An organisation's part of this code."""
    this = select(table).where(table.c.organisation_id == organisation_id, table.c.code == code)
    row = connection.execute(this).first()
    return Part(**row._mapping) if row is not None else None


def listed(connection: Connection, condition: ColumnElement[bool]) -> list[Part]:
    """By code."""
    statement = select(table).where(condition).order_by(table.c.code, table.c.id).limit(5000)
    return [Part(**row._mapping) for row in connection.execute(statement)]


def take(tx: Connection, part_id: str, quantity: float) -> bool:
    """Less of it; False where there is not so much."""
    row = table.c
    statement = update(table).where(row.id == part_id, row.quantity >= quantity)
    return tx.execute(statement.values(quantity=row.quantity - quantity)).rowcount == 1


def use(tx: Connection, ticket_id: str, one: PartUse) -> None:
    """It was taken for a ticket."""
    tx.execute(insert(use_table).values(ticket_id=ticket_id, **asdict(one)))


def used(connection: Connection, ticket_id: str) -> list[tuple[Part, PartUse]]:
    """What a ticket took, in order."""
    statement = select(use_table).where(use_table.c.ticket_id == ticket_id).order_by(use_table.c.id)
    uses = [
        PartUse(id=row.id, part_id=row.part_id, quantity=row.quantity, user_id=row.user_id, at_us=row.at_us)
        for row in connection.execute(statement)
    ]
    known = _named(connection, {one.part_id for one in uses})
    return [(known[one.part_id], one) for one in uses]


def _named(connection: Connection, part_ids: Collection[str]) -> dict[str, Part]:
    found = connection.execute(select(table).where(table.c.id.in_(sorted(part_ids))))
    return {row.id: Part(**row._mapping) for row in found}
