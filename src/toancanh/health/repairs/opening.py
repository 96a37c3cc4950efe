"""Faults become tickets: one for one cause at one owner and maintainer; what runs out is told on.

The round reads what is open and makes the difference, so that a process that was not there loses nothing; an event of
health only wakes it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from sqlalchemy import Connection

from toancanh.health.model import Fault, FaultKind, Incident
from toancanh.health.repairs import words
from toancanh.health.repairs.assigning import Assigned, assigned
from toancanh.health.repairs.clock import local_day
from toancanh.health.repairs.desk import PLATFORM, Desk
from toancanh.health.repairs.model import (
    UNANSWERED,
    UNDER_WAY,
    Contract,
    Level,
    Ticket,
    TicketCamera,
    TicketEscalated,
    TicketOpened,
    TicketState,
    level_of,
    moved,
    severity_of,
)
from toancanh.health.repairs.ports import FaultBook, Telling
from toancanh.health.repairs.store import contracts, tickets, works
from toancanh.health.repairs.store.tables import ticket as table
from toancanh.kernel import Event
from toancanh.registry.dossier.model import CameraCare

SETTLE_US = 60_000_000
"""So long a fault is open before it becomes a ticket: meanwhile health finds what many have in common."""

AGAIN_US = 86_400_000_000
"""A cause that comes back within a day reopens its ticket."""


@dataclass(frozen=True, kw_only=True)
class _Group:
    """New faults of one cause at one owner and maintainer."""

    key: str
    cause: FaultKind | Incident
    faults: tuple[Fault, ...]
    first: CameraCare
    assigned: Assigned

    @property
    def name(self) -> str:
        return str(self.cause.kind if isinstance(self.cause, Incident) else self.cause)


class Opening:
    """The platform's own part of repairs. One process runs it."""

    def __init__(self, desk: Desk, faults: FaultBook, telling: Telling) -> None:
        self._desk = desk
        self._faults = faults
        self._telling = telling

    def run(self) -> None:
        """One round: end what healed, open what is new, tell on what ran out."""
        now_us = self._desk.clock.now_us()
        open_now = list(self._faults.open_faults())
        with self._desk.database.reading() as connection:
            waiting = tickets.under_way(connection)
            on = tickets.cameras(connection, [one.id for one in waiting])
            known = tickets.with_faults(connection, [fault.id for fault in open_now])
            planned = {id for one in works.touching(connection, now_us, now_us + 1) for id in one.camera_ids}
            agreed = contracts.listed(connection)
        living = {fault.id for fault in open_now}
        for one in waiting:
            self._heal(one, on.get(one.id, ()), living, now_us)
        due = [
            fault for fault in open_now
            if fault.id not in known and fault.camera_id not in planned
            and (fault.opened_us or fault.began_us) + SETTLE_US <= now_us
        ]  # fmt: skip
        for group in self._groups(due, agreed, now_us):
            self._desk.events.publish(self._open(group, now_us))
        for event in self._escalate(now_us):
            self._desk.events.publish(event)

    def _groups(self, due: Sequence[Fault], agreed: Sequence[Contract], now_us: int) -> Iterable[_Group]:
        found = self._desk.registry.dossiers.care({fault.camera_id for fault in due})
        incidents = self._faults.incidents({fault.incident_id for fault in due if fault.incident_id})
        below, on = cache(self._desk.governance.within), local_day(now_us)
        groups: dict[str, list[tuple[Fault, CameraCare, Assigned, FaultKind | Incident]]] = defaultdict(list)
        for fault in due:
            care = found.get(fault.camera_id)
            if care is None:
                continue  # removed meanwhile
            to = assigned(
                care, agreed, lambda one, above: one in below(above), on, is_ours=fault.kind is FaultKind.NOT_RECORDED
            )
            incident = incidents.get(fault.incident_id or "")
            what = f"{fault.camera_id}/{fault.kind}" if incident is None else f"{incident.kind}/{incident.cause_id}"
            key = f"{what}/{care.owner_id}/{to.maintainer_id}/{care.protected:d}"
            groups[key].append((fault, care, to, incident or fault.kind))
        for key, members in groups.items():
            _, care, to, cause = members[0]
            yield _Group(key=key, cause=cause, faults=tuple(one[0] for one in members), first=care, assigned=to)

    def _open(self, group: _Group, now_us: int) -> TicketOpened:
        with self._desk.database.transaction() as tx:
            last = tickets.last_of_cause(tx, group.key)
            if last is not None and last.state in UNDER_WAY:
                self._put(tx, last.id, group.faults)
                after = self._desk.change(tx, PLATFORM, last, replace(last, healed_us=None), "joined")
            elif last is not None and last.state is not TicketState.CANCELLED and _is_recent(last, now_us):
                self._put(tx, last.id, group.faults)
                again = moved(last, TicketState.REOPENED, at_us=now_us)
                after = self._desk.change(tx, PLATFORM, last, again, "reopened")
            else:
                after = self._new(tx, group, now_us)
        return TicketOpened(at_us=now_us, ticket=after)

    def _new(self, tx: Connection, group: _Group, now_us: int) -> Ticket:
        to, care = group.assigned, group.first
        kind = group.cause.kind if isinstance(group.cause, Incident) else group.cause
        made = new_ticket(
            self._desk, owner_id=care.owner_id, protected=care.protected, purpose=care.purpose, to=to,
            cause=group.name, cause_key=group.key, at_us=now_us,
        )  # fmt: skip
        made = replace(made, severity=severity_of(kind))
        tickets.write(tx, made)
        self._put(tx, made.id, group.faults)
        timed = self._desk.timed(tx, made)
        tickets.change(tx, replace(timed, version=2))
        self._desk.tell(tx, PLATFORM, made, "open", details={"cause": made.cause, "cameras": len(group.faults)})
        return replace(timed, version=2)

    def _put(self, tx: Connection, ticket_id: str, faults: Sequence[Fault]) -> None:
        began: dict[str, TicketCamera] = {}
        for fault in faults:
            began.setdefault(
                fault.camera_id,
                TicketCamera(camera_id=fault.camera_id, fault_id=fault.id, began_us=fault.began_us),
            )
        tickets.put_cameras(tx, ticket_id, list(began.values()))

    def _heal(self, one: Ticket, on: Sequence[TicketCamera], living: set[str], now_us: int) -> None:
        """What ended by itself is noted; a ticket that nobody has taken up ends with it."""
        ended = [each for each in on if each.fault_id and each.fault_id not in living and each.ended_us is None]
        if not ended:
            return
        stays = any(each.ended_us is None and each not in ended for each in on)
        with self._desk.database.transaction() as tx:
            tickets.put_cameras(tx, one.id, [replace(each, ended_us=now_us) for each in ended])
            if stays:
                return
            after = replace(one, healed_us=now_us)
            if one.state in UNANSWERED:
                after = moved(after, TicketState.CLOSED, at_us=now_us)
            self._desk.change(tx, PLATFORM, one, after, "healed")

    def _escalate(self, now_us: int) -> list[Event]:
        told: list[Event] = []
        with self._desk.database.reading() as connection:
            late = tickets.under_way(connection, [table.c.order_us < now_us, table.c.contract_id.is_not(None)])
            due = [(one, levels) for one in late if (levels := self._reached(connection, one, now_us))]
            on = tickets.cameras(connection, [one.id for one, _ in due])
        for one, levels in due:
            after = replace(one, level=one.level + len(levels), version=one.version + 1)
            numbered = list(enumerate(levels, start=one.level + 1))
            cameras = {each.camera_id for each in on.get(one.id, ())}
            shown = list(self._desk.registry.dossiers.care(set(sorted(cameras)[: words.MOST_CAMERAS])).values())
            with self._desk.database.transaction() as tx:
                if not tickets.change(tx, after):
                    continue  # somebody changed it just now: the next round looks again
                details: Mapping[str, object] = {
                    "level": after.level, "to": [each.organisation_id for each in levels]
                }  # fmt: skip
                self._desk.tell(tx, PLATFORM, after, "escalated", details=details)
                for number, each in [] if after.protected else numbered:
                    letter = words.escalated(after, number, shown, len(cameras))
                    self._telling.tell(
                        tx, each.organisation_id, subject=letter.subject, text=letter.text, facts=letter.facts
                    )
            told += [
                TicketEscalated(at_us=now_us, ticket=after, level=number, organisation_id=each.organisation_id)
                for number, each in numbered
            ]
        return told

    def _reached(self, connection: Connection, one: Ticket, now_us: int) -> Sequence[Level]:
        """Levels of its contract that are to be told now."""
        agreed = self._desk.contract(connection, one)
        if agreed is None:
            return ()
        reached = level_of(one, agreed, self._desk.pauses(connection, one), self._desk.holidays, now_us)
        return agreed.levels[one.level : reached]


def new_ticket(
    desk: Desk, *, owner_id: str, protected: bool, purpose: str, to: Assigned, cause: str, cause_key: str, at_us: int
) -> Ticket:
    """Not kept yet, and without its due times."""
    ticket_id = desk.ids.new_id()
    return Ticket(
        id=ticket_id, number=f"SC-{local_day(at_us):%y%m%d}-{ticket_id[-6:].upper()}", owner_id=owner_id,
        maintainer_id=to.maintainer_id, assigned_as=to.assigned_as, protected=protected, cause=cause,
        cause_key=cause_key, severity=severity_of(FaultKind.AWAY), purpose=purpose, text="", state=TicketState.OPEN,
        opened_us=at_us, since_us=at_us, contract_id=to.contract.id if to.contract is not None else None,
        warranty_until=to.warranty_until,
    )  # fmt: skip


def _is_recent(one: Ticket, now_us: int) -> bool:
    return one.ended_us is not None and now_us - one.ended_us <= AGAIN_US
