"""What all use cases on tickets share: who may, the contract's clock, a change with its line and its record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property

from sqlalchemy import ColumnElement, Connection, and_, not_, or_, true

from toancanh.governance import AccessRequest, Action, Decision, Governance, ResourceRef, Visibility, protected_tags
from toancanh.health.repairs.clock import Pause
from toancanh.health.repairs.model import UNDER_WAY, Contract, Ticket, due_of
from toancanh.health.repairs.store import contracts, tickets, works
from toancanh.health.repairs.store.tables import ticket as table
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, EventBus, IdSource, NotFound, Principal
from toancanh.registry import Registry

PLATFORM = Principal.system("repairs")


class Desk:
    """The parts that every use case takes."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        registry: Registry,
        events: EventBus,
        holidays: Callable[[], frozenset[date]],
    ) -> None:
        self.database = database
        self.clock = clock
        self.ids = ids
        self.governance = governance
        self.registry = registry
        self.events = events
        self._read_holidays = holidays

    @cached_property
    def holidays(self) -> frozenset[date]:
        """Read once: a new file counts from the next start."""
        return self._read_holidays()

    # who may

    def require(
        self, principal: Principal, action: Action, of: Ticket, *, source: str = "", owner: bool = False
    ) -> Decision:
        """By a role at the owner or, unless only the ``owner`` may, at the maintainer. Raises `Denied`, `NotFound`."""
        ref, view = owner_ref(of), self.governance.visible(principal, action, "ticket")
        if not owner and not view.shows(ref) and _shows_maintainer(view, of):
            ref = _maintainer_ref(of)
        return self.governance.require(principal, AccessRequest(action=action, resource=ref, source=source))

    def may(self, principal: Principal, action: Action, of: Ticket, *, owner: bool = False) -> bool:
        """The same as a question, for what a screen offers."""
        view = self.governance.visible(principal, action, "ticket")
        return view.shows(owner_ref(of)) or (not owner and _shows_maintainer(view, of))

    def shown(self, principal: Principal) -> ColumnElement[bool]:
        """The condition that a ticket is there for somebody."""
        view, row = self.governance.visible(principal, Action.TICKET_READ, "ticket"), table.c
        cleared = true() if view.cleared is None else row.owner_id.in_(sorted(view.cleared))
        theirs = and_(view.clause(row.maintainer_id, protected=row.protected), or_(not_(row.protected), cleared))
        return or_(view.clause(row.owner_id, protected=row.protected), theirs)

    def load(self, ticket_id: str) -> Ticket:
        """One; no judgement. Raises `NotFound`."""
        with self.database.reading() as connection:
            found = tickets.load(connection, ticket_id)
        if found is None:
            raise NotFound("there is no such ticket, or you may not see it")
        return found

    # the clock

    def timed(self, connection: Connection, of: Ticket) -> Ticket:
        """With its due times as contract, pauses and planned work say."""
        stood = tickets.pauses(connection, of.id)
        due = due_of(of, self.contract(connection, of), self.pauses(connection, of), self.holidays)
        paused = of.state in UNDER_WAY and any(one.until_us is None for one in stood)
        return replace(of, answer_due_us=due.answer_us, repair_due_us=due.repair_us, paused=paused)

    def contract(self, connection: Connection, of: Ticket) -> Contract | None:
        """By which its clock runs."""
        return contracts.load(connection, of.contract_id) if of.contract_id is not None else None

    def pauses(self, connection: Connection, of: Ticket) -> tuple[Pause, ...]:
        """Those that people set, and work that was planned on one of its cameras."""
        on = {one.camera_id for one in tickets.cameras(connection, [of.id]).get(of.id, ())}
        planned = works.touching(connection, of.since_us, 1 << 62, on) if on else []
        stood = tickets.plain(tickets.pauses(connection, of.id))
        return (*stood, *(Pause(from_us=one.from_us, until_us=one.ends_us) for one in planned))

    # changes

    def change(
        self,
        tx: Connection,
        principal: Principal,
        before: Ticket,
        after: Ticket,
        act: str,
        *,
        text: str = "",
        decision: Decision | None = None,
        details: Mapping[str, object] | None = None,
        source: str = "",
    ) -> Ticket:
        """Keep it with its due times, a line in its story and an entry on record. Raises `Conflict`."""
        timed = replace(self.timed(tx, after), version=before.version + 1)
        if not tickets.change(tx, timed):
            raise Conflict("somebody changed this ticket meanwhile; look again")
        self.tell(tx, principal, timed, act, text=text, decision=decision, details=details, source=source)
        return timed

    def tell(
        self,
        tx: Connection,
        principal: Principal,
        of: Ticket,
        act: str,
        *,
        text: str = "",
        decision: Decision | None = None,
        details: Mapping[str, object] | None = None,
        source: str = "",
    ) -> None:
        """A line in its story and an entry on record."""
        line = tickets.Entry(
            id=self.ids.new_id(), at_us=self.clock.now_us(), user_id=principal.user_id, act=act, text=text
        )
        tickets.add_entry(tx, of.id, line)
        told = {"number": of.number, "state": str(of.state), "maintainer": of.maintainer_id, **(details or {})}
        personal = {"source": source, "text": text} if source or text else {}
        self.governance.record(
            tx, principal, f"ticket.{act}", owner_ref(of), decision=decision, details=told, personal=personal
        )


def owner_ref(of: Ticket) -> ResourceRef:
    """The ticket as its owner's thing."""
    return ResourceRef(kind="ticket", id=of.id, owner_id=of.owner_id, tags=protected_tags(of.protected))


def _maintainer_ref(of: Ticket) -> ResourceRef:
    return replace(owner_ref(of), owner_id=of.maintainer_id)


def _shows_maintainer(view: Visibility, of: Ticket) -> bool:
    """A protected camera's ticket wants somebody cleared for the owner, too: a contractor clears nobody for others."""
    is_cleared = not of.protected or view.cleared is None or of.owner_id in view.cleared
    return is_cleared and view.shows(_maintainer_ref(of))
