"""Queries on letters: what is told beside alerts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, func, select

from toancanh.health.alerts.channels import Message
from toancanh.health.alerts.model import Occasion
from toancanh.health.alerts.store.tables import letter


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One message by one channel."""

    channel_id: str
    message: Message
    tries: int


def put(
    tx: Connection,
    channel_id: str,
    message: Message,
    *,
    due_us: int,
    reference: str | None = None,
    occasion: Occasion | None = None,
) -> None:
    """Into the outbox. ``reference`` and ``occasion``: of news, see `told`."""
    tx.execute(
        letter.insert().values(
            id=message.id, channel_id=channel_id, subject=message.subject, body=message.text,
            facts=json.dumps(dict(message.facts), ensure_ascii=False), due_us=due_us, tries=0, error="",
            reference=reference, occasion=occasion,
        )
    )  # fmt: skip


def waiting(connection: Connection, now_us: int, *, limit: int) -> list[Letter]:
    """What is due, the oldest first."""
    query = select(letter).where(letter.c.due_us <= now_us).order_by(letter.c.due_us, letter.c.id).limit(limit)
    return [
        Letter(
            channel_id=row.channel_id, tries=row.tries,
            message=Message(id=row.id, subject=row.subject, text=row.body, facts=json.loads(row.facts)),
        )
        for row in connection.execute(query)
    ]  # fmt: skip


def settle(tx: Connection, letter_id: str, values: Mapping[str, object]) -> None:
    """After a try."""
    tx.execute(letter.update().where(letter.c.id == letter_id).values(**values))


def put_off(tx: Connection, channel_id: str, until_us: int) -> None:
    """What waits for this channel waits until then."""
    waits = (letter.c.channel_id == channel_id) & (letter.c.due_us < until_us)
    tx.execute(letter.update().where(waits).values(due_us=until_us))


def told(connection: Connection, reference: str) -> set[tuple[Occasion, str]]:
    """On which occasions which channels were told of it, or are to be."""
    query = select(letter.c.occasion, letter.c.channel_id).where(letter.c.reference == reference)
    return {(Occasion(row.occasion), row.channel_id) for row in connection.execute(query)}


def are_untried(connection: Connection, reference: str) -> bool:
    """Whether there is anything to withdraw."""
    return connection.execute(select(letter.c.id).where(*_untried(reference)).limit(1)).first() is not None


def withdraw(tx: Connection, reference: str) -> None:
    """What was not tried yet of what is not to be told any more; that it is over goes out all the same."""
    tx.execute(delete(letter).where(*_untried(reference)))


def _untried(reference: str) -> tuple[ColumnElement[bool], ...]:
    row = letter.c
    return (
        row.reference == reference, row.due_us.is_not(None), row.tries == 0, row.occasion != Occasion.CLOSED,
    )  # fmt: skip


def give_up(tx: Connection, channel_id: str, why: str) -> None:
    """What waits for a channel that is gone."""
    waits = (letter.c.channel_id == channel_id) & letter.c.due_us.is_not(None)
    tx.execute(letter.update().where(waits).values(due_us=None, error=why))


def counts(connection: Connection) -> tuple[int, int]:
    """How many wait, and how many were given up."""
    given_up = func.count().filter(letter.c.due_us.is_(None), letter.c.done_us.is_(None))
    row = connection.execute(select(func.count(letter.c.due_us), given_up)).one()
    return int(row[0]), int(row[1])
