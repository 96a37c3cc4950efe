"""Queries on campaigns and their tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, or_, select

from toancanh.registry.inventory.model import Campaign
from toancanh.registry.inventory.store.tables import campaign, campaign_task


@dataclass(frozen=True, kw_only=True)
class StoredTask:
    """A task's row."""

    campaign_id: str
    organisation_id: str
    expected: int | None
    import_id: str | None
    reminders: int
    reminded_us: int | None
    reminder: str


def insert(tx: Connection, made: Campaign) -> None:
    """A fresh campaign."""
    tx.execute(campaign.insert().values(id=made.id, **_columns(made)))


def update(tx: Connection, changed: Campaign) -> None:
    """All of it."""
    tx.execute(campaign.update().where(campaign.c.id == changed.id).values(**_columns(changed)))


def load(connection: Connection, campaign_id: str) -> Campaign | None:
    """One campaign by its id."""
    row = connection.execute(select(campaign).where(campaign.c.id == campaign_id)).one_or_none()
    return _campaign(row) if row is not None else None


def page(
    connection: Connection, *, opened: ColumnElement[bool], asked: ColumnElement[bool], before: str, limit: int
) -> list[Campaign]:
    """The newest first: those whose opener, or one of whose tasks, meets the condition."""
    mine = select(campaign_task.c.campaign_id).where(asked)
    query = select(campaign).where(or_(opened, campaign.c.id.in_(mine)))
    if before:
        query = query.where(campaign.c.id < before)
    return [_campaign(row) for row in connection.execute(query.order_by(campaign.c.id.desc()).limit(limit))]


def of_ids(connection: Connection, campaign_ids: Iterable[str]) -> dict[str, Campaign]:
    """Those with these ids."""
    ids = sorted(set(campaign_ids))
    return {
        row.id: _campaign(row)
        for at in range(0, len(ids), 500)
        for row in connection.execute(select(campaign).where(campaign.c.id.in_(ids[at : at + 500])))
    }


def put_tasks(tx: Connection, campaign_id: str, wanted: Mapping[str, int | None]) -> None:
    """Ask these organisations, or expect something else of them."""
    there = {one.organisation_id for one in tasks(tx, campaign_task.c.campaign_id == campaign_id)}
    fresh = [
        {
            "campaign_id": campaign_id,
            "organisation_id": organisation_id,
            "expected": expected,
            "import_id": None,
            "reminders": 0,
            "reminded_us": None,
            "reminder": "",
        }
        for organisation_id, expected in wanted.items()
        if organisation_id not in there
    ]
    if fresh:
        tx.execute(campaign_task.insert(), fresh)
    known = [{"b_organisation": one, "expected": expected} for one, expected in wanted.items() if one in there]
    if known:
        here = (campaign_task.c.campaign_id == campaign_id) & (
            campaign_task.c.organisation_id == bindparam("b_organisation")
        )
        tx.execute(campaign_task.update().where(here).values(expected=bindparam("expected")), known)


def task(connection: Connection, campaign_id: str, organisation_id: str) -> StoredTask | None:
    """One organisation's."""
    found = tasks(
        connection,
        campaign_task.c.campaign_id == campaign_id,
        campaign_task.c.organisation_id == organisation_id,
    )
    return next(iter(found), None)


def tasks(connection: Connection, *conditions: ColumnElement[bool]) -> list[StoredTask]:
    """In no order that means anything, but always the same."""
    query = select(campaign_task).where(*conditions)
    return [
        _task(row)
        for row in connection.execute(query.order_by(campaign_task.c.organisation_id, campaign_task.c.campaign_id))
    ]


def set_import(tx: Connection, campaign_id: str, organisation_id: str, import_id: str) -> None:
    """The latest file is the one that counts."""
    tx.execute(_where(campaign_id, organisation_id).values(import_id=import_id))


def unset_import(tx: Connection, campaign_id: str, organisation_id: str, import_id: str) -> None:
    """A withdrawn one does not."""
    here = _where(campaign_id, organisation_id).where(campaign_task.c.import_id == import_id)
    tx.execute(here.values(import_id=None))


def remind(tx: Connection, campaign_id: str, organisation_ids: Sequence[str], text: str, at_us: int) -> None:
    """An entry on the board of each."""
    for at in range(0, len(organisation_ids), 500):
        part = list(organisation_ids[at : at + 500])
        tx.execute(
            campaign_task.update()
            .where(campaign_task.c.campaign_id == campaign_id, campaign_task.c.organisation_id.in_(part))
            .values(reminders=campaign_task.c.reminders + 1, reminded_us=at_us, reminder=text)
        )


def _where(campaign_id: str, organisation_id: str) -> Any:
    return campaign_task.update().where(
        campaign_task.c.campaign_id == campaign_id, campaign_task.c.organisation_id == organisation_id
    )


def _columns(source: Campaign) -> dict[str, object]:
    return {
        "title": source.title,
        "note": source.note,
        "owner_id": source.owner_id,
        "deadline_us": source.deadline_us,
        "closed_us": source.closed_us,
        "opened_by": source.opened_by,
        "version": source.version,
        "created_us": source.created_at_us,
        "updated_us": source.updated_at_us,
    }


def _campaign(row: Row[Any]) -> Campaign:
    return Campaign(
        id=row.id,
        title=row.title,
        note=row.note,
        owner_id=row.owner_id,
        deadline_us=row.deadline_us,
        closed_us=row.closed_us,
        opened_by=row.opened_by,
        version=row.version,
        created_at_us=row.created_us,
        updated_at_us=row.updated_us,
    )


def _task(row: Row[Any]) -> StoredTask:
    return StoredTask(
        campaign_id=row.campaign_id,
        organisation_id=row.organisation_id,
        expected=row.expected,
        import_id=row.import_id,
        reminders=row.reminders,
        reminded_us=row.reminded_us,
        reminder=row.reminder,
    )
