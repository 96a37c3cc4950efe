"""Tickets as people work on them: list, answer, go, mend, prove, accept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from sqlalchemy import ColumnElement

from toancanh.governance import AccessRequest, Action, Decision
from toancanh.health.repairs.assigning import assigned
from toancanh.health.repairs.clock import local_day
from toancanh.health.repairs.desk import Desk, owner_ref
from toancanh.health.repairs.model import (
    UNDER_WAY,
    AssignedAs,
    Contract,
    FaultSeverity,
    Ticket,
    TicketCamera,
    TicketOpened,
    TicketState,
    moved,
)
from toancanh.health.repairs.opening import new_ticket
from toancanh.health.repairs.ports import FaultBook, LiveLooks, Look
from toancanh.health.repairs.store import contracts, parts, tickets
from toancanh.health.repairs.store.tables import ticket as table
from toancanh.kernel import Conflict, Denied, Exhausted, Invalid, NotFound, Principal, fold
from toancanh.registry.dossier.documents import media_type_of
from toancanh.registry.dossier.model import CameraCare
from toancanh.registry.dossier.photos import without_metadata

MAX_PHOTO_BYTES = 2 << 20
MAX_PHOTOS = 12
TEST_HOLDS_US = 1_800_000_000
"""A test is accepted upon within half an hour: later the camera may be away again."""

STEPS = frozenset({TicketState.ACKNOWLEDGED, TicketState.ON_THE_WAY, TicketState.WORK_DONE})
"""Whom the work was given to says these."""

_FRESH_US = 20_000_000
_MOST_FOUND = 2000


@dataclass(frozen=True, kw_only=True)
class TicketFilter:
    """Empty fields do not narrow. ``q``: of the number, or of a camera's code, name or place."""

    q: str = ""
    states: frozenset[TicketState] = frozenset()
    late: bool = False
    severity: FaultSeverity | None = None
    organisation_id: str = ""  # the owner's or the maintainer's
    camera_id: str = ""


@dataclass(frozen=True, kw_only=True)
class TicketFile:
    """A ticket with all that hangs on it; ``may``: what the asker may do with it now."""

    ticket: Ticket
    cameras: Sequence[tuple[TicketCamera, CameraCare | None]]
    contract: Contract | None
    entries: Sequence[tickets.Entry]
    pauses: Sequence[tickets.Stood]
    tests: Sequence[tickets.Test]
    photos: Sequence[tickets.Photo]
    used: Sequence[tuple[parts.Part, parts.PartUse]]
    may: frozenset[Action]
    names: Mapping[str, str]
    people: Mapping[str, str]


class Tickets:
    """Thread-safe."""

    def __init__(self, desk: Desk, faults: FaultBook) -> None:
        self._desk = desk
        self._faults = faults

    def page(
        self, principal: Principal, wanted: TicketFilter, *, after: tuple[int, str] | None, limit: int
    ) -> list[Ticket]:
        """What is there for the asker, by what runs out next."""
        row = table.c
        conditions: list[ColumnElement[bool]] = []
        if wanted.states:
            conditions.append(tickets.with_states(wanted.states))
        if wanted.late:
            conditions.append(row.order_us < self._desk.clock.now_us())
        if wanted.severity is not None:
            conditions.append(row.severity == str(wanted.severity))
        if wanted.organisation_id:
            conditions.append((row.owner_id == wanted.organisation_id) | (row.maintainer_id == wanted.organisation_id))
        if wanted.camera_id:
            conditions.append(tickets.of_camera(wanted.camera_id))
        if wanted.q:
            conditions.append(tickets.with_words(fold(wanted.q), self._cameras_like(wanted.q)))
        with self._desk.database.reading() as connection:
            return tickets.page(connection, self._desk.shown(principal), conditions, after=after, limit=limit)

    def _cameras_like(self, q: str) -> list[str]:
        """By words of their code, name and address. What is found shows on the asker's own tickets alone."""
        words = fold(q).split()
        with self._desk.database.reading() as connection:
            on = tickets.cameras_lately(connection)
        found = self._desk.registry.dossiers.care(on)
        texts = ((one.camera_id, fold(f"{one.code} {one.name} {one.address}")) for one in found.values())
        return [id for id, text in texts if all(word in text for word in words)][:_MOST_FOUND]

    def counts(self, principal: Principal) -> dict[str, int]:
        """How many of each state, and ``late``, of those that are there for the asker."""
        shown = self._desk.shown(principal)
        with self._desk.database.reading() as connection:
            return tickets.counts(connection, shown, self._desk.clock.now_us())

    def cameras_of(self, page: Sequence[Ticket]) -> dict[str, list[CameraCare]]:
        """Of each ticket of a page the first cameras, as a list shows them."""
        with self._desk.database.reading() as connection:
            on = tickets.cameras(connection, [one.id for one in page])
        first = {id: [one.camera_id for one in some[:3]] for id, some in on.items()}
        known = self._desk.registry.dossiers.care({camera for some in first.values() for camera in some})
        return {id: [known[camera] for camera in some if camera in known] for id, some in first.items()}

    def camera_counts(self, page: Sequence[Ticket]) -> dict[str, int]:
        """How many cameras each has."""
        with self._desk.database.reading() as connection:
            return {id: len(some) for id, some in tickets.cameras(connection, [one.id for one in page]).items()}

    def get(self, principal: Principal, ticket_id: str, *, source: str = "") -> TicketFile:
        """Raises `NotFound`, also where it is not there for the asker."""
        desk, one = self._desk, self._desk.load(ticket_id)
        desk.require(principal, Action.TICKET_READ, one, source=source)
        with desk.database.reading() as connection:
            on = tickets.cameras(connection, [one.id]).get(one.id, [])
            entries = tickets.entries(connection, one.id)
            stood, tests = tickets.pauses(connection, one.id), tickets.tests(connection, one.id)
            photos, used = tickets.photos(connection, one.id), parts.used(connection, one.id)
            agreed = desk.contract(connection, one)
        care = desk.registry.dossiers.care({each.camera_id for each in on[:200]})
        may = {action for action in (Action.TICKET_READ, Action.TICKET_WRITE) if desk.may(principal, action, one)}
        if desk.may(principal, Action.TICKET_ACCEPT, one, owner=True):
            may.add(Action.TICKET_ACCEPT)
        people = {one.user_id for one in entries} | {one.user_id for one in tests} | {one.user_id for one in photos}
        organisations = {one.owner_id, one.maintainer_id}
        return TicketFile(
            ticket=one, cameras=[(each, care.get(each.camera_id)) for each in on], contract=agreed, entries=entries,
            pauses=stood, tests=tests, photos=photos, used=used, may=frozenset(may),
            names={each.id: each.name for each in desk.governance.organisations.named(organisations)},
            people=desk.governance.users.names(people),
        )  # fmt: skip

    def open(
        self, principal: Principal, camera_ids: Sequence[str], text: str, severity: FaultSeverity, *, source: str = ""
    ) -> str:
        """A person saw it first. The cameras have one owner. Raises `Denied`, `NotFound`, `Invalid`."""
        desk, now_us = self._desk, self._desk.clock.now_us()
        refs = desk.registry.camera_refs(camera_ids)
        decision: Decision | None = None
        for camera_id in camera_ids:
            camera = desk.registry.get_camera(principal, camera_id, source=source)
            request = AccessRequest(action=Action.TICKET_WRITE, resource=refs[camera.id], source=source)
            decision = desk.governance.require(principal, request)
        care = desk.registry.dossiers.care(set(camera_ids))
        if len({(one.owner_id, one.protected) for one in care.values()}) != 1:
            raise Invalid("camera_ids: cameras of one ticket have one owner; open one for each", field="camera_ids")
        first = care[camera_ids[0]]
        with desk.database.reading() as connection:
            agreed = contracts.listed(connection)
        to = assigned(
            first, agreed, lambda one, above: one in desk.governance.within(above), local_day(now_us)
        )  # fmt: skip
        made = new_ticket(
            desk, owner_id=first.owner_id, protected=first.protected, purpose=first.purpose, to=to, cause="other",
            cause_key=f"person/{desk.ids.new_id()}", at_us=now_us,
        )  # fmt: skip
        made = replace(made, text=text, severity=severity)
        with desk.database.transaction() as tx:
            tickets.write(tx, made)
            cameras = [TicketCamera(camera_id=id, fault_id=None, began_us=now_us) for id in dict.fromkeys(camera_ids)]
            tickets.put_cameras(tx, made.id, cameras)
            after = desk.change(
                tx, principal, made, made, "open", text=text, decision=decision, details={"cameras": len(cameras)},
                source=source,
            )  # fmt: skip
        desk.events.publish(TicketOpened(at_us=now_us, ticket=after))
        return made.id

    def step(self, principal: Principal, ticket_id: str, to: TicketState, text: str, *, source: str = "") -> None:
        """Acknowledged, on the way, work done: said at the maintainer or the owner."""
        one = self._desk.load(ticket_id)
        decision = self._desk.require(principal, Action.TICKET_WRITE, one, source=source)
        if to not in STEPS:
            raise Invalid(f"to: one of {', '.join(sorted(STEPS))}", field="to")
        after = moved(one, to, at_us=self._desk.clock.now_us(), by=principal.user_id)
        self._kept(principal, one, after, str(to), text, decision, source)

    def note(self, principal: Principal, ticket_id: str, text: str, *, source: str = "") -> None:
        """A line in its story."""
        one = self._desk.load(ticket_id)
        decision = self._desk.require(principal, Action.TICKET_WRITE, one, source=source)
        with self._desk.database.transaction() as tx:
            self._desk.tell(tx, principal, one, "note", text=text, decision=decision, source=source)

    def cancel(self, principal: Principal, ticket_id: str, reason: str, *, source: str = "") -> None:
        """Nobody will repair it: the owner says so and why."""
        self._decided(principal, ticket_id, TicketState.CANCELLED, reason, source)

    def give(self, principal: Principal, ticket_id: str, to_id: str, reason: str, *, source: str = "") -> None:
        """To another maintainer, by the owner; without a contract's clock unless one was agreed on with that one."""
        desk, one = self._desk, self._desk.load(ticket_id)
        decision = desk.require(principal, Action.TICKET_ACCEPT, one, source=source, owner=True)
        if one.state not in UNDER_WAY:
            raise Conflict(f"a ticket that is {one.state} is given to nobody", state=str(one.state))
        if not desk.governance.organisations.named({to_id}):
            raise Invalid("maintainer_id: there is no such organisation", field="maintainer_id")
        on = local_day(desk.clock.now_us())
        with desk.database.reading() as connection:
            agreed = contracts.listed(connection)
        lasting = (
            each for each in agreed
            if each.maintainer_id == to_id
            and each.covers(on, "")
            and one.owner_id in desk.governance.within(each.owner_id)
        )  # fmt: skip
        found = next(lasting, None)
        after = replace(
            one, maintainer_id=to_id, assigned_as=AssignedAs.PERSON, contract_id=found.id if found else None
        )
        self._kept(principal, one, after, "given", reason, decision, source)

    def pause(self, principal: Principal, ticket_id: str, reason: str, *, source: str = "") -> None:
        """The clock stands, free of penalty: no access, a street dug up. The owner says so, never the maintainer."""
        desk, one = self._desk, self._desk.load(ticket_id)
        decision = desk.require(principal, Action.TICKET_ACCEPT, one, source=source, owner=True)
        if one.state not in UNDER_WAY or one.paused:
            raise Conflict("its clock does not run now", state=str(one.state))
        stood = tickets.Stood(id=desk.ids.new_id(), from_us=desk.clock.now_us(), until_us=None, reason=reason)
        with desk.database.transaction() as tx:
            tickets.add_pause(tx, one.id, stood)
            desk.change(tx, principal, one, one, "paused", text=reason, decision=decision, source=source)

    def resume(self, principal: Principal, ticket_id: str, *, source: str = "") -> None:
        """The clock runs again."""
        desk, one = self._desk, self._desk.load(ticket_id)
        decision = desk.require(principal, Action.TICKET_ACCEPT, one, source=source, owner=True)
        with desk.database.transaction() as tx:
            if not tickets.end_pause(tx, one.id, desk.clock.now_us()):
                raise Conflict("its clock does not stand")
            desk.change(tx, principal, one, one, "resumed", decision=decision, source=source)

    def add_photo(self, principal: Principal, ticket_id: str, content: bytes, moment: str, *, source: str = "") -> str:
        """A picture that somebody took there; kept without what the phone wrote beside it."""
        desk, one = self._desk, self._desk.load(ticket_id)
        decision = desk.require(principal, Action.TICKET_WRITE, one, source=source)
        if len(content) > MAX_PHOTO_BYTES:
            raise Exhausted(f"a photo has at most {MAX_PHOTO_BYTES >> 20} MB: make it smaller", resource="size")
        found = media_type_of(content)
        if not found.startswith("image/"):
            raise Invalid("the content is no picture; JPEG, PNG and WebP are taken", field="content")
        content = without_metadata(content, found)
        made = tickets.Photo(
            id=desk.ids.new_id(), moment=moment, sha256=hashlib.sha256(content).hexdigest(), media_type=found,
            size_bytes=len(content), user_id=principal.user_id, at_us=desk.clock.now_us(),
        )  # fmt: skip
        with desk.database.transaction() as tx:
            if len(tickets.photos(tx, one.id)) >= MAX_PHOTOS:
                raise Exhausted(f"a ticket has at most {MAX_PHOTOS} photos", resource="photos")
            tickets.add_photo(tx, one.id, made, content)
            details = {"photo": made.id, "moment": moment, "sha256": made.sha256}
            desk.tell(tx, principal, one, "photo", text=moment, decision=decision, details=details, source=source)
        return made.id

    def photo(self, principal: Principal, ticket_id: str, photo_id: str, *, source: str = "") -> tuple[str, bytes]:
        """Media type and bytes, for who may read the ticket."""
        one = self._desk.load(ticket_id)
        self._desk.require(principal, Action.TICKET_READ, one, source=source)
        with self._desk.database.reading() as connection:
            found = tickets.photo_content(connection, one.id, photo_id)
        if found is None:
            raise NotFound("this ticket has no such photo")
        return found

    def use_part(
        self, principal: Principal, ticket_id: str, part_id: str, quantity: float, *, source: str = ""
    ) -> None:
        """Taken from the maintainer's stock, or the owner's."""
        desk, one = self._desk, self._desk.load(ticket_id)
        decision = desk.require(principal, Action.TICKET_WRITE, one, source=source)
        use = parts.PartUse(
            id=desk.ids.new_id(), part_id=part_id, quantity=quantity, user_id=principal.user_id,
            at_us=desk.clock.now_us(),
        )  # fmt: skip
        with desk.database.transaction() as tx:
            part = parts.load(tx, part_id)
            if part is None or part.organisation_id not in {one.maintainer_id, one.owner_id}:
                raise Invalid("part_id: neither the maintainer nor the owner has this part", field="part_id")
            if not parts.take(tx, part_id, quantity):
                raise Conflict(f"there are {part.quantity:g} {part.unit} of {part.code} left", left=part.quantity)
            parts.use(tx, one.id, use)
            text = f"{quantity:g} {part.unit} {part.code} {part.name}"
            desk.tell(
                tx, principal, one, "part", text=text, decision=decision, details={"part": part_id}, source=source
            )

    # acceptance

    async def look(self, eyes: LiveLooks, ticket_id: str) -> Mapping[str, Look]:
        """What its cameras give now; no judgement, nothing is kept: `tested` asks for the right."""
        with self._desk.database.reading() as connection:
            on = tickets.cameras(connection, [ticket_id]).get(ticket_id, [])
        return await eyes.look([one.camera_id for one in on])

    def may_test(self, principal: Principal, ticket_id: str, *, source: str = "") -> Decision:
        """Raises `Denied`, `NotFound`."""
        one = self._desk.load(ticket_id)
        return self._desk.require(principal, Action.TICKET_WRITE, one, source=source)

    def tested(
        self, principal: Principal, ticket_id: str, looks: Mapping[str, Look], decision: Decision, *, source: str = ""
    ) -> tickets.Test:
        """Passed where every camera is connected, gives a picture of now, and health finds nothing wrong with it."""
        desk, one, now_us = self._desk, self._desk.load(ticket_id), self._desk.clock.now_us()
        wrong: dict[str, list[str]] = {}
        for fault in self._faults.open_faults():
            if fault.camera_id in looks:
                wrong.setdefault(fault.camera_id, []).append(str(fault.kind))
        seen = {
            id: {**asdict(look), "faults": wrong.get(id, []), "passed": _is_well(look, now_us) and id not in wrong}
            for id, look in looks.items()
        }
        passed = bool(seen) and all(each["passed"] for each in seen.values())
        made = tickets.Test(id=desk.ids.new_id(), at_us=now_us, user_id=principal.user_id, passed=passed, seen=seen)
        with desk.database.transaction() as tx:
            tickets.add_test(tx, one.id, made)
            text = "passed" if passed else "failed"
            desk.tell(tx, principal, one, "test", text=text, decision=decision, source=source)
        return made

    def accept(self, principal: Principal, ticket_id: str, text: str, *, source: str = "") -> None:
        """The owner takes the work, upon a live test that has just passed. Who did the work does not accept it."""
        desk, one = self._desk, self._desk.load(ticket_id)
        decision = desk.require(principal, Action.TICKET_ACCEPT, one, source=source, owner=True)
        now_us = desk.clock.now_us()
        after = moved(one, TicketState.ACCEPTED, at_us=now_us)
        if one.done_by == principal.user_id:
            ref = owner_ref(one)
            desk.governance.record_refusal(principal, Action.TICKET_ACCEPT, ref, why="own_work", source=source)
            raise Denied("another person accepts what you did", reason="own_work")
        with desk.database.reading() as connection:
            last = next(iter(tickets.tests(connection, one.id)), None)
        if last is None or not last.passed or last.at_us < max(one.done_us or 0, now_us - TEST_HOLDS_US):
            raise Conflict("test the cameras first: the last live test has not passed, or is older than 30 minutes")
        self._kept(principal, one, after, "accepted", text, decision, source)

    def refuse(self, principal: Principal, ticket_id: str, reason: str, *, source: str = "") -> None:
        """Not taken: the ticket is open again, its clock begins anew."""
        self._decided(principal, ticket_id, TicketState.REOPENED, reason, source)

    def close(self, principal: Principal, ticket_id: str, text: str, *, source: str = "") -> None:
        """What was accepted is done with, papers too."""
        one = self._desk.load(ticket_id)
        if one.state is not TicketState.ACCEPTED:
            self._desk.require(principal, Action.TICKET_ACCEPT, one, source=source, owner=True)
            raise Conflict("only accepted work is closed; what nobody will repair is cancelled", state=str(one.state))
        self._decided(principal, ticket_id, TicketState.CLOSED, text, source)

    def _decided(self, principal: Principal, ticket_id: str, to: TicketState, text: str, source: str) -> None:
        one = self._desk.load(ticket_id)
        decision = self._desk.require(principal, Action.TICKET_ACCEPT, one, source=source, owner=True)
        after = moved(one, to, at_us=self._desk.clock.now_us())
        kept = self._kept(principal, one, after, str(to), text, decision, source)
        if to is TicketState.REOPENED:
            self._desk.events.publish(TicketOpened(at_us=kept.since_us, ticket=kept))

    def _kept(
        self, principal: Principal, before: Ticket, after: Ticket, act: str, text: str, decision: Decision, source: str
    ) -> Ticket:
        with self._desk.database.transaction() as tx:
            return self._desk.change(tx, principal, before, after, act, text=text, decision=decision, source=source)


def _is_well(look: Look, now_us: int) -> bool:
    if not look.online:
        return False
    return not look.looked or (look.picture_us is not None and look.picture_us >= now_us - _FRESH_US)
