"""Reading and writing subscriptions and events."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from toancanh.devices.events.model import EVENTS_KEPT, KeptEvent, ListeningState, Subscription
from toancanh.devices.model import DeviceState
from toancanh.devices.store.tables import device, device_event, device_subscription


def load(connection: Connection, device_id: str) -> Subscription | None:
    """The one to this device."""
    query = select(device_subscription).where(device_subscription.c.device_id == device_id)
    row = connection.execute(query).one_or_none()
    return _subscription(row) if row is not None else None


def count(connection: Connection) -> int:
    """How many there are."""
    return int(connection.execute(select(func.count()).select_from(device_subscription)).scalar_one())


def wanted(connection: Connection) -> list[str]:
    """Devices that are to be listened to."""
    joined = device_subscription.join(device, device.c.id == device_subscription.c.device_id)
    query = select(device_subscription.c.device_id).select_from(joined)
    return list(connection.execute(query.where(device.c.state != DeviceState.RETIRED)).scalars())


def add(tx: Connection, made: Subscription) -> None:
    """One more."""
    tx.execute(insert(device_subscription).values(device_id=made.device_id, **_columns(made)))


def save(tx: Connection, after: Subscription) -> bool:
    """False where it was ended meanwhile."""
    this = device_subscription.c.device_id == after.device_id
    return bool(tx.execute(update(device_subscription).where(this).values(**_columns(after))).rowcount)


def remove(tx: Connection, device_id: str) -> bool:
    """It is listened to no longer; what it told stays. False where there was none."""
    this = device_subscription.c.device_id == device_id
    return bool(tx.execute(delete(device_subscription).where(this)).rowcount)


def add_events(tx: Connection, device_id: str, events: Sequence[KeptEvent]) -> None:
    """More of them; the oldest go."""
    tx.execute(
        insert(device_event),
        [
            {
                "id": one.id, "device_id": one.device_id, "at_us": one.at_us, "topic": one.topic,
                "operation": one.operation, "source": json.dumps(dict(one.source)), "data": json.dumps(dict(one.data)),
            }
            for one in events
        ],
    )  # fmt: skip
    theirs = device_event.c.device_id == device_id
    query = select(device_event.c.id).where(theirs).order_by(device_event.c.id.desc())
    oldest = tx.execute(query.offset(EVENTS_KEPT).limit(1)).scalar_one_or_none()
    if oldest is not None:
        tx.execute(delete(device_event).where(theirs, device_event.c.id <= oldest))


def events(connection: Connection, device_id: str, limit: int) -> list[KeptEvent]:
    """The newest first, as they came."""
    query = select(device_event).where(device_event.c.device_id == device_id)
    return [
        KeptEvent(
            id=row.id, device_id=row.device_id, at_us=row.at_us, topic=row.topic, operation=row.operation,
            source=json.loads(row.source), data=json.loads(row.data),
        )
        for row in connection.execute(query.order_by(device_event.c.id.desc()).limit(limit))
    ]  # fmt: skip


def _columns(of: Subscription) -> dict[str, object]:
    return {
        "asked_by": of.asked_by, "asked_us": of.asked_at_us, "state": of.state.value, "reason": of.reason,
        "since_us": of.since_us, "heard_us": of.heard_at_us, "event_us": of.event_at_us, "events": of.events,
        "left_out": of.left_out,
    }  # fmt: skip


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(
        device_id=row.device_id, asked_by=row.asked_by, asked_at_us=row.asked_us, state=ListeningState(row.state),
        reason=row.reason, since_us=row.since_us, heard_at_us=row.heard_us, event_at_us=row.event_us,
        events=row.events, left_out=row.left_out,
    )  # fmt: skip
