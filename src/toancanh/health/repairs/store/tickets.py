"""Queries on tickets and what hangs on them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, or_, select, tuple_, update

from toancanh.health.repairs.clock import Pause
from toancanh.health.repairs.model import (
    UNDER_WAY,
    AssignedAs,
    FaultSeverity,
    Ticket,
    TicketCamera,
    TicketState,
)
from toancanh.health.repairs.store.tables import entry as entry_table
from toancanh.health.repairs.store.tables import pause as pause_table
from toancanh.health.repairs.store.tables import photo as photo_table
from toancanh.health.repairs.store.tables import test as test_table
from toancanh.health.repairs.store.tables import ticket as table
from toancanh.health.repairs.store.tables import ticket_camera as camera_table

_FIELDS = [one.name for one in fields(Ticket)]
_NEVER_US = 1 << 60
_ENDED_US = 1 << 61
_AT_ONCE = 500
_UNDER_WAY = sorted(map(str, UNDER_WAY))


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a ticket's story. ``act``: a state it went to, or ``note``, ``part``, ``photo``, ``test``, ..."""

    id: str
    at_us: int
    user_id: str
    act: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Test:
    """A look at the cameras now: by camera what was seen."""

    id: str
    at_us: int
    user_id: str
    passed: bool
    seen: Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A picture that a person took; never one of a camera."""

    id: str
    moment: str
    sha256: str
    media_type: str
    size_bytes: int
    user_id: str
    at_us: int


@dataclass(frozen=True, kw_only=True)
class Stood:
    """A pause with its reason."""

    id: str
    from_us: int
    until_us: int | None
    reason: str


def write(tx: Connection, made: Ticket) -> None:
    """A new one."""
    tx.execute(insert(table).values(_values(made)))


def change(tx: Connection, changed: Ticket) -> bool:
    """The row as ``changed`` says, where it is still of the version before."""
    row = table.c
    statement = update(table).where(row.id == changed.id, row.version == changed.version - 1)
    return tx.execute(statement.values(_values(changed))).rowcount == 1


def load(connection: Connection, ticket_id: str) -> Ticket | None:
    """One."""
    row = connection.execute(select(table).where(table.c.id == ticket_id)).first()
    return _ticket(row) if row is not None else None


def under_way(connection: Connection, conditions: Sequence[ColumnElement[bool]] = ()) -> list[Ticket]:
    """All on which somebody has something to do."""
    statement = select(table).where(table.c.state.in_(_UNDER_WAY), *conditions)
    return [_ticket(row) for row in connection.execute(statement.order_by(table.c.id))]


def last_of_cause(connection: Connection, cause_key: str) -> Ticket | None:
    """The newest of one cause."""
    statement = (
        select(table).where(table.c.cause_key == cause_key).order_by(table.c.opened_us.desc(), table.c.id.desc())
    )
    row = connection.execute(statement.limit(1)).first()
    return _ticket(row) if row is not None else None


def page(
    connection: Connection,
    shown: ColumnElement[bool],
    wanted: Sequence[ColumnElement[bool]],
    *,
    after: tuple[int, str] | None,
    limit: int,
) -> list[Ticket]:
    """By what runs out next; what has ended comes last, the newest first."""
    row = table.c
    statement = select(table).where(shown, *wanted)
    if after is not None:
        statement = statement.where(tuple_(row.order_us, row.id) > tuple_(*after))
    return [_ticket(item) for item in connection.execute(statement.order_by(row.order_us, row.id).limit(limit))]


def counts(connection: Connection, shown: ColumnElement[bool], now_us: int) -> dict[str, int]:
    """How many of each state, and ``late``."""
    by_state = select(table.c.state, func.count().label("many")).where(shown).group_by(table.c.state)
    found: dict[str, int] = {row.state: row.many for row in connection.execute(by_state)}
    late = select(func.count()).select_from(table).where(shown, table.c.order_us < now_us)
    return {**found, "late": connection.execute(late).scalar_one()}


def order_us(of: Ticket) -> int:
    """Its place in lists."""
    if of.state not in UNDER_WAY:
        return _ENDED_US - (of.ended_us or 0)
    if of.paused:
        return _NEVER_US
    return (
        of.deadline_us
        if of.deadline_us is not None
        else _NEVER_US - 1_000_000 * (of.severity is FaultSeverity.CRITICAL)
    )


def of_camera(camera_id: str) -> ColumnElement[bool]:
    """The condition that a ticket is on a camera."""
    return table.c.id.in_(select(camera_table.c.ticket_id).where(camera_table.c.camera_id == camera_id))


def cameras(connection: Connection, ticket_ids: Sequence[str]) -> dict[str, list[TicketCamera]]:
    """Of each ticket."""
    found: dict[str, list[TicketCamera]] = {}
    for first in range(0, len(ticket_ids), _AT_ONCE):
        of = camera_table.c.ticket_id.in_(ticket_ids[first : first + _AT_ONCE])
        for row in connection.execute(select(camera_table).where(of).order_by(camera_table.c.camera_id)):
            one = TicketCamera(
                camera_id=row.camera_id, fault_id=row.fault_id, began_us=row.began_us, ended_us=row.ended_us
            )
            found.setdefault(row.ticket_id, []).append(one)
    return found


def cameras_lately(connection: Connection) -> set[str]:
    """Cameras of the newest tickets, for a search by their words."""
    on = select(camera_table.c.camera_id).order_by(camera_table.c.began_us.desc()).limit(20_000)
    return set(connection.execute(on).scalars())


def put_cameras(tx: Connection, ticket_id: str, wanted: Sequence[TicketCamera]) -> None:
    """They are on the ticket as said, whether they were before or not."""
    row = camera_table.c
    there = set(tx.execute(select(row.camera_id).where(row.ticket_id == ticket_id)).scalars())
    if fresh := [{"ticket_id": ticket_id, **asdict(one)} for one in wanted if one.camera_id not in there]:
        tx.execute(insert(camera_table), fresh)
    for one in wanted:
        if one.camera_id in there:
            this = update(camera_table).where(row.ticket_id == ticket_id, row.camera_id == one.camera_id)
            tx.execute(this.values(asdict(one)))


def with_faults(connection: Connection, fault_ids: Sequence[str]) -> set[str]:
    """Those of these faults that are on a ticket."""
    row, found = camera_table.c, set[str]()
    for first in range(0, len(fault_ids), _AT_ONCE):
        part = fault_ids[first : first + _AT_ONCE]
        found |= set(connection.execute(select(row.fault_id).where(row.fault_id.in_(part))).scalars())
    return found


def add_entry(tx: Connection, ticket_id: str, one: Entry) -> None:
    """One more line of its story."""
    tx.execute(insert(entry_table).values(ticket_id=ticket_id, **asdict(one)))


def entries(connection: Connection, ticket_id: str) -> list[Entry]:
    """Its story, in order."""
    statement = select(entry_table).where(entry_table.c.ticket_id == ticket_id).order_by(entry_table.c.id)
    return [
        Entry(id=row.id, at_us=row.at_us, user_id=row.user_id, act=row.act, text=row.text)
        for row in connection.execute(statement)
    ]


def add_pause(tx: Connection, ticket_id: str, one: Stood) -> None:
    """The clock stands."""
    tx.execute(insert(pause_table).values(ticket_id=ticket_id, **asdict(one)))


def end_pause(tx: Connection, ticket_id: str, at_us: int) -> bool:
    """It runs again; False where it did not stand."""
    row = pause_table.c
    statement = update(pause_table).where(row.ticket_id == ticket_id, row.until_us.is_(None)).values(until_us=at_us)
    return tx.execute(statement).rowcount > 0


def pauses(connection: Connection, ticket_id: str) -> list[Stood]:
    """In order."""
    statement = select(pause_table).where(pause_table.c.ticket_id == ticket_id).order_by(pause_table.c.from_us)
    return [
        Stood(id=row.id, from_us=row.from_us, until_us=row.until_us, reason=row.reason)
        for row in connection.execute(statement)
    ]


def plain(stood: Sequence[Stood]) -> tuple[Pause, ...]:
    """As the clock takes them."""
    return tuple(Pause(from_us=one.from_us, until_us=one.until_us) for one in stood)


def add_test(tx: Connection, ticket_id: str, one: Test) -> None:
    """A look at its cameras."""
    seen = json.dumps(one.seen, sort_keys=True)
    values = {"id": one.id, "at_us": one.at_us, "user_id": one.user_id, "passed": one.passed, "seen": seen}
    tx.execute(insert(test_table).values(ticket_id=ticket_id, **values))


def tests(connection: Connection, ticket_id: str) -> list[Test]:
    """The newest first."""
    statement = select(test_table).where(test_table.c.ticket_id == ticket_id).order_by(test_table.c.id.desc())
    return [
        Test(id=row.id, at_us=row.at_us, user_id=row.user_id, passed=row.passed, seen=json.loads(row.seen))
        for row in connection.execute(statement.limit(20))
    ]


def add_photo(tx: Connection, ticket_id: str, one: Photo, content: bytes) -> None:
    """A picture that a person took."""
    tx.execute(insert(photo_table).values(ticket_id=ticket_id, content=content, **asdict(one)))


def photos(connection: Connection, ticket_id: str) -> list[Photo]:
    """In the order in which they came."""
    columns = [photo_table.c[one.name] for one in fields(Photo)]
    statement = select(*columns).where(photo_table.c.ticket_id == ticket_id).order_by(photo_table.c.id)
    return [Photo(**row._mapping) for row in connection.execute(statement)]


def photo_content(connection: Connection, ticket_id: str, photo_id: str) -> tuple[str, bytes] | None:
    """Media type and bytes."""
    row = photo_table.c
    statement = select(row.media_type, row.content).where(row.id == photo_id, row.ticket_id == ticket_id)
    found = connection.execute(statement).first()
    return (found.media_type, found.content) if found is not None else None


def with_states(states: Collection[TicketState]) -> ColumnElement[bool]:
    """The condition."""
    return table.c.state.in_(sorted(map(str, states)))


def with_words(folded: str, camera_ids: Collection[str]) -> ColumnElement[bool]:
    """Of a number, or on one of these cameras."""
    on = select(camera_table.c.ticket_id).where(camera_table.c.camera_id.in_(sorted(camera_ids)))
    return or_(func.lower(table.c.number).contains(folded, autoescape=True), table.c.id.in_(on))


def _values(of: Ticket) -> dict[str, Any]:
    values = {name: getattr(of, name) for name in _FIELDS}
    values |= {name: str(values[name]) for name in ("assigned_as", "severity", "state")}
    values["warranty_until"] = of.warranty_until.isoformat() if of.warranty_until is not None else None
    return {**values, "order_us": order_us(of)}


def _ticket(row: Row[Any]) -> Ticket:
    values = {name: getattr(row, name) for name in _FIELDS}
    values["assigned_as"] = AssignedAs(row.assigned_as)
    values["severity"], values["state"] = FaultSeverity(row.severity), TicketState(row.state)
    values["warranty_until"] = date.fromisoformat(row.warranty_until) if row.warranty_until else None
    return Ticket(**values)
