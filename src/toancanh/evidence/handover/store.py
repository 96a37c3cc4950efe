"""Reading and writing hand-overs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from toancanh.evidence.handover.model import (
    MOST_WRONG_CODES,
    Handover,
    HandoverKind,
    Opening,
    OpeningKind,
    Receiver,
)
from toancanh.evidence.store.tables import handover as table
from toancanh.evidence.store.tables import handover_event

_MOST_LISTED = 500


def add(tx: Connection, one: Handover, *, token_hash: str | None, code_hash: str) -> None:
    """A new one."""
    tx.execute(
        insert(table).values(
            id=one.id, export_id=one.export_id, kind=one.kind.value, name=one.to.name,
            organisation=one.to.organisation, contact=one.to.contact, token_hash=token_hash, code_hash=code_hash,
            user_id=one.user_id, username=one.username, made_us=one.made_us, until_us=one.until_us,
            most_openings=one.most_openings, openings=0, wrong_codes=0, withdrawn_us=None,
            package_name=one.package_name, package_bytes=one.package_bytes, package_sha256=one.package_sha256,
            statement=one.statement, signature=one.signature, serial=one.serial, token=one.token or None,
            only_view=one.only_view,
        )
    )  # fmt: skip


def of_export(connection: Connection, export_id: str) -> list[Handover]:
    """The newest first."""
    query = select(table).where(table.c.export_id == export_id).order_by(table.c.id.desc()).limit(_MOST_LISTED)
    return [_handover(row) for row in connection.execute(query)]


def load(connection: Connection, handover_id: str) -> Handover | None:
    """One."""
    found = connection.execute(select(table).where(table.c.id == handover_id)).first()
    return _handover(found) if found else None


def of_token(connection: Connection, token_hash: str) -> tuple[Handover, str] | None:
    """The link's, with the hash of its pass code."""
    found = connection.execute(select(table).where(table.c.token_hash == token_hash)).first()
    return (_handover(found), found.code_hash) if found else None


def count_wrong(tx: Connection, handover_id: str) -> bool:
    """Before the code is looked at, so that guessing side by side gains nothing. False where it is locked."""
    row = table.c
    query = update(table).where(row.id == handover_id, row.wrong_codes < MOST_WRONG_CODES)
    return bool(tx.execute(query.values(wrong_codes=row.wrong_codes + 1)).rowcount)


def opened(tx: Connection, handover_id: str, now_us: int) -> bool:
    """The code was right: the count of wrong ones begins anew. False where it does not open any more."""
    row = table.c
    query = update(table).where(
        row.id == handover_id, row.openings < row.most_openings, row.withdrawn_us.is_(None), row.until_us > now_us
    )
    return bool(tx.execute(query.values(wrong_codes=0, openings=row.openings + 1)).rowcount)


def withdraw(tx: Connection, handover_id: str, now_us: int) -> bool:
    """False where it was withdrawn before."""
    row = table.c
    query = update(table).where(row.id == handover_id, row.withdrawn_us.is_(None))
    return bool(tx.execute(query.values(withdrawn_us=now_us)).rowcount)


def add_event(tx: Connection, event_id: str, handover_id: str, what: Opening, ticket_hash: str = "") -> None:
    """Something happened at a link."""
    tx.execute(
        insert(handover_event).values(
            id=event_id, handover_id=handover_id, at_us=what.at_us, kind=what.kind.value, source=what.source,
            ticket_hash=ticket_hash,
        )
    )  # fmt: skip


def events(connection: Connection, handover_id: str) -> list[Opening]:
    """The newest first."""
    row = handover_event.c
    query = select(handover_event).where(row.handover_id == handover_id).order_by(row.id.desc()).limit(_MOST_LISTED)
    return [
        Opening(at_us=one.at_us, kind=OpeningKind(one.kind), source=one.source) for one in connection.execute(query)
    ]


def ticket_us(connection: Connection, handover_id: str, ticket_hash: str) -> int | None:
    """When the opening with this ticket was."""
    row = handover_event.c
    query = select(row.at_us).where(row.handover_id == handover_id, row.ticket_hash == ticket_hash)
    found: int | None = connection.execute(query).scalar()
    return found


def _handover(row: Row[Any]) -> Handover:
    return Handover(
        id=row.id, export_id=row.export_id, kind=HandoverKind(row.kind),
        to=Receiver(name=row.name, organisation=row.organisation, contact=row.contact), user_id=row.user_id,
        username=row.username, made_us=row.made_us, until_us=row.until_us, most_openings=row.most_openings,
        openings=row.openings, wrong_codes=row.wrong_codes, withdrawn_us=row.withdrawn_us,
        package_name=row.package_name, package_bytes=row.package_bytes, package_sha256=row.package_sha256,
        statement=row.statement, signature=row.signature, serial=row.serial, token=bytes(row.token or b""),
        only_view=row.only_view,
    )  # fmt: skip
