"""Requests of people who were recorded: which cameras recorded at a place then, and what the pictures were used for.

Nothing here names the person who asks (the office's own register does, under the number) or an officer who looked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from toancanh.governance.judgement import Judgement, not_found
from toancanh.governance.model import AccessRequest, Action, Decision, ResourceRef
from toancanh.governance.oversight.store import person_request as table
from toancanh.governance.oversight.use import VIEWS
from toancanh.governance.record import RecordWriter
from toancanh.governance.record.chain import canonical
from toancanh.governance.record.store import record_entry, record_personal
from toancanh.governance.regulation.pack import Duty, Pack, PermittedPurpose
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, IdSource, Invalid, Principal

DUTY = "person_answer"
"""The duty of a pack whose clock runs from the receipt of a request."""

MAX_SPAN_US = 24 * 3600 * 1_000_000
MAX_RADIUS_M = 1000
_HOUR_US = 3600 * 1_000_000
_MOST_ENTRIES = 50_000
_PART = 500


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Where and when the person was. ``number``: of the office's register."""

    organisation_id: str
    number: str
    place: str
    lat: float
    lon: float
    radius_m: int
    from_us: int
    to_us: int


@dataclass(frozen=True, kw_only=True)
class PersonRequest:
    """A request and, once given, its answer as it was given. ``due_us``: None where the pack knows no such duty."""

    id: str
    asked: Asked
    received_us: int
    due_us: int | None
    answered_us: int | None
    answer: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Used:
    """For one purpose (empty: none was asked for): how often pictures of that time were looked at or taken out."""

    purpose: str
    views: int
    exports: int


@dataclass(frozen=True, kw_only=True)
class Uses:
    """``at_least``: the older part of the record was left out, for there is so much of it."""

    items: list[Used]
    at_least: bool


class PersonRequests:
    """For data-protection officers, within their organisation."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        judgement: Judgement,
        record: RecordWriter,
        pack: Callable[[], Pack],
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._judgement = judgement
        self._record = record
        self._pack = pack

    @property
    def duty(self) -> Duty | None:
        """By when an answer is owed, and which article says so."""
        return next((duty for duty in self._pack().duties if duty.key == DUTY), None)

    @property
    def purposes(self) -> Sequence[PermittedPurpose]:
        """What pictures may be asked for, with its names."""
        return self._pack().purposes

    def receive(self, principal: Principal, asked: Asked, *, source: str = "") -> PersonRequest:
        """Begin; the clock of the duty runs from now. Raises `Denied`, `Invalid`."""
        if not 0 < asked.to_us - asked.from_us <= MAX_SPAN_US:
            raise Invalid("`from` lies before `to`, by 24 hours at most")
        if not 0 < asked.radius_m <= MAX_RADIUS_M:
            raise Invalid(f"the radius is between 1 and {MAX_RADIUS_M} metres")
        now_us, duty = self._clock.now_us(), self.duty
        made = PersonRequest(
            id=self._ids.new_id(),
            asked=asked,
            received_us=now_us,
            due_us=now_us + duty.hours * _HOUR_US if duty is not None else None,
            answered_us=None,
            answer={},
        )
        decision = self._require(principal, replace(_ref(made), id=""), source)
        with self._database.transaction() as tx:
            tx.execute(table.insert().values(**_columns(made)))
            self._recorded(tx, principal, "person.request", made, decision, source)
        return made

    def get(self, principal: Principal, request_id: str, *, source: str = "") -> PersonRequest:
        """Raises `NotFound`, also where the asker may not answer it."""
        with self._database.reading() as connection:
            row = connection.execute(select(table).where(table.c.id == request_id)).one_or_none()
        if row is None:
            raise not_found("request")
        found = _request(row)
        self._require(principal, _ref(found), source)
        return found

    def page(self, principal: Principal, *, after: str, limit: int, source: str = "") -> list[PersonRequest]:
        """The newest first."""
        visible = self._judgement.visible(principal, Action.AUDIT_PERSON, "person_request")
        owners = sorted(owner for part in visible.parts for owner in part.owners or ())
        if not owners:
            ref = ResourceRef(kind="person_request", id="", owner_id=principal.organisation_id)
            self._require(principal, ref, source)
        query = select(table).where(visible.clause(table.c.organisation_id)).order_by(table.c.id.desc()).limit(limit)
        if after:
            query = query.where(table.c.id < after)
        with self._database.reading() as connection:
            return [_request(row) for row in connection.execute(query)]

    def answer(
        self, principal: Principal, request_id: str, answer: Mapping[str, object], *, source: str = ""
    ) -> PersonRequest:
        """Keep what was said, once. Raises `Conflict` where it was answered already."""
        found = self.get(principal, request_id, source=source)
        decision = self._require(principal, _ref(found), source)
        with self._database.transaction() as tx:
            open_one = table.update().where(table.c.id == request_id, table.c.answered_us.is_(None))
            done = tx.execute(open_one.values(answered_us=self._clock.now_us(), answer=canonical(answer)))
            if not done.rowcount:
                raise Conflict("this request has been answered already")
            self._recorded(tx, principal, "person.answer", found, decision, source)
        return self.get(principal, request_id)

    def used(self, camera_ids: Collection[str], from_us: int, to_us: int) -> Uses:
        """What pictures of these cameras and this time were used for, as far as the record still says it; no
        judgement, no names.
        """
        with self._database.reading() as connection:
            return _used(connection, sorted(camera_ids), from_us, to_us)

    def _require(self, principal: Principal, ref: ResourceRef, source: str) -> Decision:
        return self._judgement.require(
            principal, AccessRequest(action=Action.AUDIT_PERSON, resource=ref, source=source)
        )

    def _recorded(
        self, tx: Connection, principal: Principal, action: str, about: PersonRequest, decision: Decision, source: str
    ) -> None:
        ref = _ref(about)
        self._record.append(
            tx, principal, action, ref, outcome="allow", decision=decision, details={"number": about.asked.number},
            personal={"source": source},
        )  # fmt: skip


def _ref(of: PersonRequest) -> ResourceRef:
    return ResourceRef(kind="person_request", id=of.id, owner_id=of.asked.organisation_id)


def _used(connection: Connection, camera_ids: Sequence[str], from_us: int, to_us: int) -> Uses:
    counts: dict[str, list[int]] = {}
    at_least = False
    for begin in range(0, len(camera_ids), _PART):
        rows = connection.execute(_about(camera_ids[begin : begin + _PART], from_us)).all()
        at_least = at_least or len(rows) == _MOST_ENTRIES
        touching = [row for row in rows if _touches(row, from_us, to_us)]
        purposes = _purposes(connection, [row.id for row in touching])
        for row in touching:
            counted = counts.setdefault(purposes.get(row.id, ""), [0, 0])
            counted[row.action == Action.MEDIA_EXPORT] += 1
    items = [Used(purpose=key, views=views, exports=exports) for key, (views, exports) in sorted(counts.items())]
    return Uses(items=items, at_least=at_least)


def _about(camera_ids: Sequence[str], from_us: int) -> Select[Any]:
    entry = record_entry.c
    return (
        select(entry.id, entry.action, entry.at_us, entry.decision)
        .where(
            entry.resource_id.in_(camera_ids),
            entry.action.in_(VIEWS),
            entry.outcome == "allow",
            entry.at_us >= from_us,
        )
        .order_by(entry.id.desc())
        .limit(_MOST_ENTRIES)
    )


def _touches(row: Row[Any], from_us: int, to_us: int) -> bool:
    """Recorded pictures by the range that was asked for, others by when they were seen."""
    inputs = json.loads(row.decision).get("inputs", {})
    begin, end = inputs.get("from_us"), inputs.get("to_us")
    if isinstance(begin, int) and isinstance(end, int):
        return begin < to_us and from_us < end
    return bool(row.at_us < to_us)


def _purposes(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for begin in range(0, len(ids), _PART):
        beside = record_personal.c
        query = select(beside.entry_id, beside.value).where(
            beside.entry_id.in_(ids[begin : begin + _PART]), beside.field == "purpose"
        )
        found |= {row.entry_id: row.value for row in connection.execute(query)}
    return found


def forget(tx: Connection, before_us: int) -> None:
    """Requests that were answered so long ago: part of the erasure of the record's class."""
    long_ago: ColumnElement[bool] = table.c.answered_us < before_us
    tx.execute(table.delete().where(long_ago))


def _columns(of: PersonRequest) -> dict[str, object]:
    asked = {name: getattr(of.asked, name) for name in Asked.__dataclass_fields__}
    return asked | {
        "id": of.id,
        "received_us": of.received_us,
        "due_us": of.due_us,
        "answered_us": of.answered_us,
        "answer": canonical(of.answer),
    }


def _request(row: Row[Any]) -> PersonRequest:
    return PersonRequest(
        id=row.id,
        asked=Asked(**{name: getattr(row, name) for name in Asked.__dataclass_fields__}),
        received_us=row.received_us,
        due_us=row.due_us,
        answered_us=row.answered_us,
        answer=json.loads(row.answer),
    )
