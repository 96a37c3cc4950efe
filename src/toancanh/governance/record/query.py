"""Reading the record."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select

from toancanh.governance.model import PROTECTED
from toancanh.governance.record.chain import canonical
from toancanh.governance.record.store import record_anonymous, record_entry, record_personal

ABOUT_PROTECTED = or_(
    record_entry.c.decision.contains(f'"{PROTECTED}"'),
    *(record_entry.c.details.contains(f'"{PROTECTED}"{end}') for end in ("]", ",", ":true")),
)
"""Entries about what is protected, or was made so by the act: the tags of the thing stand in the decision."""


@dataclass(frozen=True, kw_only=True)
class RecordFilter:
    """What of the record is asked for; empty fields do not narrow. ``after`` is the id of the last entry seen."""

    from_us: int | None = None
    to_us: int | None = None
    actor: str = ""  # id or user name
    action: str = ""  # "camera.update", or "camera." for all that begin so
    resource_id: str = ""
    outcome: str = ""
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordedAct:
    """One entry as people read it. ``personal`` is empty once erased."""

    id: str
    site: int
    writer: str
    seq: int | None  # and hash: None where the reader does not see the whole chain, and would count what is missing
    at_us: int
    action: str
    outcome: str
    actor_id: str
    resource_kind: str
    resource_id: str
    owner_id: str
    details: dict[str, Any]
    decision: dict[str, Any]
    personal: dict[str, str]
    hash: str | None


@dataclass(frozen=True, kw_only=True)
class AnonymousCount:
    """Refusals of nobody in particular within one minute."""

    minute_us: int
    source: str
    reason: str
    count: int


def page(
    connection: Connection, wanted: RecordFilter, *, visible: ColumnElement[bool], limit: int
) -> list[RecordedAct]:
    """The newest first, behind ``wanted.after``."""
    query = select(record_entry).where(visible, *_conditions(wanted)).order_by(record_entry.c.id.desc()).limit(limit)
    return _acts(connection, list(connection.execute(query)))


def changes_of(connection: Connection, resource_id: str, *, since_version: int) -> list[RecordedAct]:
    """Acts that made versions newer than ``since_version``, the newest first, at most 20."""
    query = (
        select(record_entry)
        .where(
            record_entry.c.resource_id == resource_id,
            record_entry.c.outcome == "allow",
            record_entry.c.action.endswith(".update"),
        )
        .order_by(record_entry.c.id.desc())
        .limit(20)
    )
    acts = _acts(connection, list(connection.execute(query)))
    return [act for act in acts if act.details.get("version", 0) > since_version]


def anonymous(connection: Connection, *, from_us: int, to_us: int, limit: int) -> list[AnonymousCount]:
    """Counts of nameless refusals, the newest first."""
    query = (
        select(record_anonymous)
        .where(record_anonymous.c.minute_us >= from_us, record_anonymous.c.minute_us < to_us)
        .order_by(record_anonymous.c.minute_us.desc(), record_anonymous.c.source, record_anonymous.c.reason)
        .limit(limit)
    )
    return [AnonymousCount(**row._mapping) for row in connection.execute(query)]


def _conditions(wanted: RecordFilter) -> list[ColumnElement[bool]]:
    entry = record_entry.c
    conditions: list[ColumnElement[bool]] = []
    if wanted.from_us is not None:
        conditions.append(entry.at_us >= wanted.from_us)
    if wanted.to_us is not None:
        conditions.append(entry.at_us < wanted.to_us)
    if wanted.actor:
        named = select(record_personal.c.entry_id).where(
            and_(record_personal.c.field == "username", record_personal.c.value == wanted.actor)
        )
        conditions.append(or_(entry.actor_id == wanted.actor, entry.id.in_(named)))
    if wanted.action.endswith("."):
        conditions.append(entry.action.startswith(wanted.action, autoescape=True))
    elif wanted.action:
        conditions.append(entry.action == wanted.action)
    if wanted.resource_id:
        # a page of thumbnails is one entry about several things
        listed = entry.details.contains(canonical(wanted.resource_id), autoescape=True)
        several = and_(entry.resource_id == "", entry.resource_kind != "audit", listed)
        conditions.append(or_(entry.resource_id == wanted.resource_id, several))
    if wanted.outcome:
        conditions.append(entry.outcome == wanted.outcome)
    if wanted.after:
        conditions.append(entry.id < wanted.after)
    return conditions


def _acts(connection: Connection, rows: list[Row[Any]]) -> list[RecordedAct]:
    personal: dict[str, dict[str, str]] = {}
    beside = select(record_personal).where(record_personal.c.entry_id.in_([row.id for row in rows]))
    for part in connection.execute(beside):
        personal.setdefault(part.entry_id, {})[part.field] = part.value
    return [
        RecordedAct(
            id=row.id,
            site=row.site,
            writer=row.writer,
            seq=row.seq,
            at_us=row.at_us,
            action=row.action,
            outcome=row.outcome,
            actor_id=row.actor_id,
            resource_kind=row.resource_kind,
            resource_id=row.resource_id,
            owner_id=row.owner_id,
            details=json.loads(row.details),
            decision=json.loads(row.decision),
            personal=personal.get(row.id, {}),
            hash=row.hash,
        )
        for row in rows
    ]
