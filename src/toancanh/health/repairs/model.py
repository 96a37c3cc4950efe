"""The terms of repairs, and the one table of a ticket's states. Pure."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from toancanh.health.model import FaultKind, IncidentKind
from toancanh.health.repairs.clock import NO_HOURS, Pause, ServiceHours, due_us
from toancanh.kernel import Conflict, Event


class TicketState(enum.StrEnum):
    """Where a repair stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    ON_THE_WAY = "on_the_way"
    WORK_DONE = "work_done"
    ACCEPTED = "accepted"
    REOPENED = "reopened"
    CLOSED = "closed"
    CANCELLED = "cancelled"


_OPEN = TicketState.OPEN
TRANSITIONS: Mapping[TicketState, frozenset[TicketState]] = {
    state: frozenset(map(TicketState, to.split()))
    for state, to in {
        TicketState.OPEN: "acknowledged on_the_way work_done closed cancelled",
        TicketState.REOPENED: "acknowledged on_the_way work_done closed cancelled",
        TicketState.ACKNOWLEDGED: "on_the_way work_done closed cancelled",
        TicketState.ON_THE_WAY: "acknowledged work_done cancelled",
        TicketState.WORK_DONE: "accepted reopened cancelled",
        TicketState.ACCEPTED: "closed reopened",
        TicketState.CLOSED: "reopened",
        TicketState.CANCELLED: "",
    }.items()
}
"""What may follow on what."""

UNDER_WAY = frozenset(TicketState) - {TicketState.ACCEPTED, TicketState.CLOSED, TicketState.CANCELLED}
"""Somebody still has something to do; a new fault of the same cause joins such a ticket."""

UNANSWERED = frozenset({TicketState.OPEN, TicketState.REOPENED})


class FaultSeverity(enum.StrEnum):
    """How much a fault takes away."""

    CRITICAL = "critical"  # no picture, or none that shows anything
    MAJOR = "major"  # a picture that is bad, or of something else
    MINOR = "minor"


_CRITICAL = {
    FaultKind.AWAY, FaultKind.FROZEN, FaultKind.BLACK, FaultKind.COVERED, FaultKind.SIGNAL_LOSS, FaultKind.NOT_RECORDED,
}  # fmt: skip
_MINOR = {
    FaultKind.CLOCK, FaultKind.RARE_KEY_FRAMES, FaultKind.SIZE, FaultKind.BIT_RATE, FaultKind.SLOW, FaultKind.LOSSY,
    FaultKind.COLOUR_CAST, FaultKind.OVERLAY_TIME,
}  # fmt: skip


def severity_of(cause: FaultKind | IncidentKind) -> FaultSeverity:
    """Of what many have in common it is the highest: whole lines are away."""
    if isinstance(cause, IncidentKind) or cause in _CRITICAL:
        return FaultSeverity.CRITICAL
    return FaultSeverity.MINOR if cause in _MINOR else FaultSeverity.MAJOR


class AssignedAs(enum.StrEnum):
    """By what a ticket's maintainer was found; the ticket says it plainly."""

    MAINTAINER = "maintainer"  # of the dossier
    SUPPLIER = "supplier"  # of a warranty that lasts
    OPERATOR = "operator"  # the dossier names no maintainer
    OWNER = "owner"  # nor an operator
    PERSON = "person"  # somebody gave it there


class ContractKind(enum.StrEnum):
    """What a contract promises."""

    MAINTENANCE = "maintenance"
    WARRANTY = "warranty"  # the maintainer is the supplier


@dataclass(frozen=True, kw_only=True)
class Term:
    """Hours of service to answer and to repair. ``purpose``: of cameras of this class alone; empty: all."""

    severity: FaultSeverity
    purpose: str = ""
    answer_h: float
    repair_h: float


@dataclass(frozen=True, kw_only=True)
class Level:
    """Whom to tell when a time has been over for so many hours of service."""

    after_h: float
    organisation_id: str


@dataclass(frozen=True, kw_only=True)
class ContractDraft:
    """What owner and maintainer agreed on. ``makers``: of a warranty, the makes that it covers; empty: all."""

    owner_id: str
    maintainer_id: str
    kind: ContractKind
    number: str
    from_on: date
    until_on: date
    makers: tuple[str, ...] = ()
    hours: ServiceHours = NO_HOURS
    terms: tuple[Term, ...] = ()
    levels: tuple[Level, ...] = ()

    def term(self, severity: FaultSeverity, purpose: str) -> Term | None:
        """The one for the class of camera goes before the one for all."""
        found = [one for one in self.terms if one.severity is severity and one.purpose in {purpose, ""}]
        return max(found, key=lambda one: bool(one.purpose), default=None)

    def covers(self, on: date, maker: str) -> bool:
        """Whether it holds on this day for a camera of this make."""
        fits = not self.makers or maker.casefold() in {one.casefold() for one in self.makers}
        return self.from_on <= on <= self.until_on and fits


@dataclass(frozen=True, kw_only=True)
class Contract(ContractDraft):
    """One that is kept."""

    id: str
    version: int


@dataclass(frozen=True, kw_only=True)
class Due:
    """Until when to answer and to repair; None without a contract, or while the clock stands."""

    answer_us: int | None = None
    repair_us: int | None = None


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """One repair. ``cause``: a kind of fault or of incident, ``other`` where a person opened it.

    ``cause_key`` tells what joins it; ``since_us``: when the clock began (opening, or the last reopening);
    ``healed_us``: since when none of its cameras has the fault any more.
    """

    id: str
    number: str
    owner_id: str
    maintainer_id: str
    assigned_as: AssignedAs
    protected: bool
    cause: str
    cause_key: str
    severity: FaultSeverity
    purpose: str
    text: str
    state: TicketState
    opened_us: int
    since_us: int
    answered_us: int | None = None
    done_us: int | None = None
    done_by: str = ""
    ended_us: int | None = None
    healed_us: int | None = None
    contract_id: str | None = None
    answer_due_us: int | None = None
    repair_due_us: int | None = None
    paused: bool = False
    warranty_until: date | None = None
    level: int = 0
    version: int = 1

    @property
    def deadline_us(self) -> int | None:
        """What runs out next."""
        if self.state in UNANSWERED and self.answer_due_us is not None:
            return self.answer_due_us
        return self.repair_due_us if self.state in UNDER_WAY - {TicketState.WORK_DONE} else None


@dataclass(frozen=True, kw_only=True)
class TicketCamera:
    """One of its cameras, and the fault (None: a person named it)."""

    camera_id: str
    fault_id: str | None
    began_us: int
    ended_us: int | None = None


def moved(ticket: Ticket, to: TicketState, *, at_us: int, by: str = "") -> Ticket:
    """The one place where a state changes. Raises `Conflict` that names what may follow."""
    if to not in TRANSITIONS[ticket.state]:
        may = sorted(TRANSITIONS[ticket.state])
        raise Conflict(f"a ticket that is {ticket.state} cannot become {to}", state=str(ticket.state), may=may)
    after = replace(ticket, state=to, version=ticket.version + 1)
    if to is TicketState.REOPENED:
        return replace(
            after, since_us=at_us, answered_us=None, done_us=None, done_by="", ended_us=None, healed_us=None, level=0
        )
    if to is TicketState.WORK_DONE:
        after = replace(after, done_us=at_us, done_by=by)
    if to not in UNDER_WAY:
        after = replace(after, ended_us=after.ended_us or at_us)
    return replace(after, answered_us=ticket.answered_us or at_us) if to is not TicketState.CLOSED else after


def due_of(ticket: Ticket, contract: ContractDraft | None, pauses: tuple[Pause, ...], off: frozenset[date]) -> Due:
    """By the contract's clock, counted from when it began to run for this ticket; ``off``: public holidays."""
    term = contract.term(ticket.severity, ticket.purpose) if contract is not None else None
    if contract is None or term is None:
        return Due()
    ends = (due_us(ticket.since_us, hours, contract.hours, pauses, off) for hours in (term.answer_h, term.repair_h))
    return Due(**dict(zip(("answer_us", "repair_us"), ends, strict=True)))


def level_of(
    ticket: Ticket, contract: ContractDraft | None, pauses: tuple[Pause, ...], off: frozenset[date], now_us: int
) -> int:
    """How many of the contract's levels are to be told by now: the clock of each begins when the time ran out."""
    deadline_us = ticket.deadline_us
    if contract is None or deadline_us is None or ticket.paused or now_us < deadline_us:
        return 0
    ends = (due_us(deadline_us, one.after_h, contract.hours, pauses, off) for one in contract.levels)
    return sum(1 for end_us in ends if end_us is not None and end_us <= now_us)


@dataclass(frozen=True, kw_only=True)
class TicketOpened(Event):
    """A ticket waits for its maintainer (also one that was reopened)."""

    ticket: Ticket


@dataclass(frozen=True, kw_only=True)
class TicketEscalated(Event):
    """The clock ran out and the contract says whom to tell; alerts carry it."""

    ticket: Ticket
    level: int
    organisation_id: str
