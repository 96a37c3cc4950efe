"""Queries on channels, rules, alerts and the outbox."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, func, select

from toancanh.health.alerts.model import Alert, Channel, ChannelKind, Occasion, Rule
from toancanh.health.alerts.store.tables import alert, alert_fault, channel, delivery, rule
from toancanh.health.model import FaultKind, FaultState
from toancanh.health.store.tables import fault
from toancanh.registry.lists.service import CamerasSeen


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An open fault that a rule may have to tell."""

    fault_id: str
    camera_id: str
    kind: FaultKind
    incident_id: str | None
    opened_us: int


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One thing to be told by one way."""

    id: str
    alert_id: str
    channel_id: str
    occasion: Occasion
    tries: int


def channels(connection: Connection, conditions: Sequence[ColumnElement[bool]] = ()) -> list[Channel]:
    """By name."""
    query = select(channel).where(*conditions).order_by(channel.c.name, channel.c.id)
    return [_channel(row) for row in connection.execute(query)]


def load_channel(connection: Connection, channel_id: str) -> tuple[Channel, str] | None:
    """One by its id, with its sealed secret."""
    row = connection.execute(select(channel).where(channel.c.id == channel_id)).one_or_none()
    return None if row is None else (_channel(row), row.secret)


def put_channel(tx: Connection, kept: Channel, secret: str) -> None:
    """In place of what was there."""
    values = {
        "owner_id": kept.owner_id, "kind": kept.kind, "name": kept.name, "version": kept.version, "secret": secret,
        "settings": json.dumps(dict(kept.settings), ensure_ascii=False),
    }  # fmt: skip
    if tx.execute(channel.update().where(channel.c.id == kept.id).values(values)).rowcount == 0:
        tx.execute(channel.insert().values(id=kept.id, **values))


def delete_channel(tx: Connection, channel_id: str) -> None:
    """What waits for it is given up."""
    waits = (delivery.c.channel_id == channel_id) & delivery.c.due_us.is_not(None)
    tx.execute(delivery.update().where(waits).values(due_us=None, error="the channel was deleted"))
    tx.execute(delete(channel).where(channel.c.id == channel_id))


def secrets(tx: Connection) -> list[tuple[str, str]]:
    """Of every channel that has one."""
    return [(row.id, row.secret) for row in tx.execute(select(channel.c.id, channel.c.secret)) if row.secret]


def set_secret(tx: Connection, channel_id: str, secret: str) -> None:
    """Under another key."""
    tx.execute(channel.update().where(channel.c.id == channel_id).values(secret=secret))


def rules(connection: Connection, conditions: Sequence[ColumnElement[bool]] = ()) -> list[Rule]:
    """By name."""
    query = select(rule).where(*conditions).order_by(rule.c.name, rule.c.id)
    return [_rule(row) for row in connection.execute(query)]


def put_rule(tx: Connection, kept: Rule) -> None:
    """In place of what was there."""
    terms = {
        "kinds": sorted(kept.kinds), "channel_ids": list(kept.channel_ids), "group_s": kept.group_s,
        "quiet_from": kept.quiet_from, "quiet_to": kept.quiet_to, "escalate_after_s": kept.escalate_after_s,
        "escalate_channel_ids": list(kept.escalate_channel_ids), "faults": kept.faults,
        "incident_kinds": sorted(kept.incident_kinds),
    }  # fmt: skip
    values = {
        "owner_id": kept.owner_id, "name": kept.name, "enabled": kept.enabled, "terms": json.dumps(terms),
        "version": kept.version, "updated_us": kept.updated_us,
    }  # fmt: skip
    if tx.execute(rule.update().where(rule.c.id == kept.id).values(values)).rowcount == 0:
        tx.execute(rule.insert().values(id=kept.id, **values))


def delete_rule(tx: Connection, rule_id: str) -> None:
    """With all that it ever told: the record keeps who made and deleted it."""
    these = select(alert.c.id).where(alert.c.rule_id == rule_id)
    for table in (alert_fault, delivery):
        tx.execute(delete(table).where(table.c.alert_id.in_(these)))
    tx.execute(delete(alert).where(alert.c.rule_id == rule_id))
    tx.execute(delete(rule).where(rule.c.id == rule_id))


def candidates(connection: Connection, of: Rule, since_us: int) -> list[Candidate]:
    """Open faults since then, of no announced work, that this rule has not told."""
    told = select(alert_fault.c.fault_id).join(alert, alert.c.id == alert_fault.c.alert_id)
    told = told.where(alert.c.rule_id == of.id, alert.c.opened_us >= since_us)
    query = select(fault).where(
        fault.c.state == FaultState.OPEN, fault.c.planned.is_(False), fault.c.opened_us >= max(since_us, of.updated_us),
        fault.c.id.not_in(told),
    )  # fmt: skip
    if of.kinds:
        query = query.where(fault.c.kind.in_(sorted(of.kinds)))
    return [
        Candidate(
            fault_id=row.id, camera_id=row.camera_id, kind=FaultKind(row.kind), incident_id=row.incident_id,
            opened_us=row.opened_us,
        )
        for row in connection.execute(query.order_by(fault.c.opened_us, fault.c.id))
    ]  # fmt: skip


def joinable(connection: Connection, rule_id: str, incident_id: str | None) -> Alert | None:
    """The alert that one more fault belongs to: of its cause while that stands, else one that was not sent yet."""
    row = alert.c
    of = [row.rule_id == rule_id, row.closed_us.is_(None)]
    of += [row.incident_id == incident_id] if incident_id else [row.incident_id.is_(None), row.sent_us.is_(None)]
    found = connection.execute(select(alert).where(*of).order_by(row.id.desc()).limit(1)).one_or_none()
    return None if found is None else _alert(found)


def insert_alert(tx: Connection, made: Alert) -> None:
    """A new one."""
    tx.execute(
        alert.insert().values(
            id=made.id, rule_id=made.rule_id, incident_id=made.incident_id, opened_us=made.opened_us,
            due_us=made.due_us, acknowledged_by="",
        )
    )  # fmt: skip


def add_fault(tx: Connection, alert_id: str, fault_id: str) -> None:
    """One more."""
    tx.execute(alert_fault.insert().values(alert_id=alert_id, fault_id=fault_id))


def set_alert(tx: Connection, alert_id: str, **values: object) -> None:
    """Of an alert: ``sent_us``, ``closed_us``, ..."""
    tx.execute(alert.update().where(alert.c.id == alert_id).values(**values))


def load_alert(connection: Connection, alert_id: str) -> Alert | None:
    """One by its id."""
    row = connection.execute(select(alert).where(alert.c.id == alert_id)).one_or_none()
    return None if row is None else _alert(row)


def standing(connection: Connection) -> list[Alert]:
    """All that are not closed."""
    return [_alert(row) for row in connection.execute(select(alert).where(alert.c.closed_us.is_(None)))]


def still_open(connection: Connection, alert_id: str) -> bool:
    """Whether one of its faults is."""
    joined = alert_fault.join(fault, fault.c.id == alert_fault.c.fault_id)
    query = select(fault.c.id).select_from(joined)
    query = query.where(alert_fault.c.alert_id == alert_id, fault.c.state == FaultState.OPEN).limit(1)
    return connection.execute(query).first() is not None


def told_of(connection: Connection, alert_id: str) -> list[tuple[str, FaultKind, int]]:
    """Camera, kind and begin of each of its faults."""
    joined = alert_fault.join(fault, fault.c.id == alert_fault.c.fault_id)
    query = select(fault.c.camera_id, fault.c.kind, fault.c.began_us).select_from(joined)
    query = query.where(alert_fault.c.alert_id == alert_id).order_by(fault.c.began_us, fault.c.id)
    return [(row[0], FaultKind(row[1]), int(row[2])) for row in connection.execute(query)]


def told_faults(alert_id: str) -> Select[tuple[str]]:
    """The ids of its faults, for who selects from them."""
    return select(alert_fault.c.fault_id).where(alert_fault.c.alert_id == alert_id)


def page(connection: Connection, seen: CamerasSeen, *, after: str, limit: int, only_open: bool) -> list[Alert]:
    """The newest first, counted over the cameras that may be seen; those with none are not there."""
    joined = seen.source.join(fault, fault.c.camera_id == seen.id)
    joined = joined.join(alert_fault, alert_fault.c.fault_id == fault.c.id)
    joined = joined.join(alert, alert.c.id == alert_fault.c.alert_id)
    conditions = [*seen.where]
    if only_open:
        conditions.append(alert.c.closed_us.is_(None))
    if after:
        conditions.append(alert.c.id < after)
    ids = select(alert.c.id).select_from(joined).where(*conditions).distinct().order_by(alert.c.id.desc()).limit(limit)
    these = list(connection.scalars(ids))
    many = func.count(fault.c.camera_id.distinct())
    counted = select(alert.c.id, fault.c.kind, many).select_from(joined)
    counted = counted.where(*seen.where, alert.c.id.in_(these)).group_by(alert.c.id, fault.c.kind)
    kinds: dict[str, dict[FaultKind, int]] = {}
    for row in connection.execute(counted):
        kinds.setdefault(row[0], {})[FaultKind(row[1])] = int(row[2])
    cameras = select(alert.c.id, many).select_from(joined).where(*seen.where, alert.c.id.in_(these))
    of = {row[0]: int(row[1]) for row in connection.execute(cameras.group_by(alert.c.id))}
    rows = connection.execute(select(alert).where(alert.c.id.in_(these)).order_by(alert.c.id.desc()))
    return [_alert(row, of[row.id], kinds[row.id]) for row in rows]


def send(
    tx: Connection, alert_id: str, channel_ids: Collection[str], occasion: Occasion, at_us: int, ids: Sequence[str]
) -> None:
    """Into the outbox."""
    for channel_id, id in zip(channel_ids, ids, strict=True):
        tx.execute(
            delivery.insert().values(
                id=id, alert_id=alert_id, channel_id=channel_id, occasion=occasion, due_us=at_us, tries=0, error=""
            )
        )


def waiting(connection: Connection, now_us: int, *, limit: int) -> list[Delivery]:
    """What is due, the oldest first."""
    query = select(delivery).where(delivery.c.due_us <= now_us).order_by(delivery.c.due_us, delivery.c.id).limit(limit)
    return [
        Delivery(
            id=row.id, alert_id=row.alert_id, channel_id=row.channel_id, occasion=Occasion(row.occasion),
            tries=row.tries,
        )
        for row in connection.execute(query)
    ]  # fmt: skip


def settle(tx: Connection, delivery_id: str, values: Mapping[str, object]) -> None:
    """After a try; ``due_us`` None: it is over."""
    tx.execute(delivery.update().where(delivery.c.id == delivery_id).values(**values))


def put_off(tx: Connection, channel_id: str, until_us: int) -> None:
    """What waits for this channel waits until then."""
    waits = (delivery.c.channel_id == channel_id) & (delivery.c.due_us < until_us)
    tx.execute(delivery.update().where(waits).values(due_us=until_us))


def told_channels(connection: Connection, alert_id: str) -> list[str]:
    """Who was told of it, or is to be."""
    query = select(delivery.c.channel_id).where(delivery.c.alert_id == alert_id).distinct()
    return sorted(connection.scalars(query))


def outbox(connection: Connection) -> tuple[int, int]:
    """How many deliveries wait, and how many were given up: for metrics."""
    query = select(
        func.count(delivery.c.due_us), func.count().filter(delivery.c.due_us.is_(None), delivery.c.done_us.is_(None))
    )
    row = connection.execute(query).one()
    return int(row[0]), int(row[1])


def failures(connection: Connection, channel_ids: Collection[str]) -> dict[str, str]:
    """The error of the newest delivery by each of these channels, where it failed."""
    found: dict[str, str] = {}
    newest = select(delivery.c.channel_id, func.max(delivery.c.id).label("id"))
    newest = newest.where(delivery.c.channel_id.in_(sorted(channel_ids)), delivery.c.tries > 0)
    ids = newest.group_by(delivery.c.channel_id).subquery()
    for row in connection.execute(select(delivery).join(ids, ids.c.id == delivery.c.id)):
        found[row.channel_id] = row.error
    return {channel_id: error for channel_id, error in found.items() if error}


def _channel(row: Any) -> Channel:
    return Channel(
        id=row.id, owner_id=row.owner_id, kind=ChannelKind(row.kind), name=row.name, settings=json.loads(row.settings),
        has_secret=bool(row.secret), version=row.version,
    )  # fmt: skip


def _rule(row: Any) -> Rule:
    terms = json.loads(row.terms)
    return Rule(
        id=row.id, owner_id=row.owner_id, name=row.name, enabled=row.enabled,
        kinds=frozenset(map(FaultKind, terms["kinds"])), channel_ids=tuple(terms["channel_ids"]),
        group_s=terms["group_s"], quiet_from=terms["quiet_from"], quiet_to=terms["quiet_to"],
        escalate_after_s=terms["escalate_after_s"], escalate_channel_ids=tuple(terms["escalate_channel_ids"]),
        version=row.version, updated_us=row.updated_us,
        faults=terms.get("faults", True), incident_kinds=frozenset(terms.get("incident_kinds", ())),  # older than these
    )  # fmt: skip


def _alert(row: Any, cameras: int = 0, kinds: dict[FaultKind, int] | None = None) -> Alert:
    return Alert(
        id=row.id, rule_id=row.rule_id, incident_id=row.incident_id, opened_us=row.opened_us, due_us=row.due_us,
        sent_us=row.sent_us, escalated_us=row.escalated_us, acknowledged_us=row.acknowledged_us,
        acknowledged_by=row.acknowledged_by, closed_us=row.closed_us, cameras=cameras, kinds=kinds or {},
    )  # fmt: skip
