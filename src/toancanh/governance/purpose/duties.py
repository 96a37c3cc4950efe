"""Who is on duty, from when to when: kept by hand or taken from a list, until a roster's own system feeds it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from toancanh.governance.judgement import Judgement, not_found
from toancanh.governance.model import AccessRequest, Action, Decision, ResourceRef, Role
from toancanh.governance.people import username_key
from toancanh.governance.record import RecordWriter
from toancanh.governance.store.purpose import duty as table
from toancanh.governance.store.rights import raise_epoch
from toancanh.governance.store.tables import user_account
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, IdSource, Invalid, Principal, parse_rfc3339

MAX_ROWS = 2000
_LONGEST_US = 31 * 24 * 3600 * 1_000_000
_NOT_HELD = "nobody of that name holds that role there"  # the same words where there is no such account
_COLUMNS = ("username", "role", "from", "until")


@dataclass(frozen=True, kw_only=True)
class DutyDraft:
    """A turn of duty to enter."""

    user_id: str
    role: Role
    organisation_id: str
    from_us: int
    until_us: int


@dataclass(frozen=True, kw_only=True)
class Duty:
    """A turn of duty."""

    id: str
    user_id: str
    role: Role
    organisation_id: str
    from_us: int
    until_us: int

    @property
    def resource(self) -> ResourceRef:
        """As governance judges about it: the account's, so that nobody enters himself."""
        return ResourceRef(kind="duty", id=self.user_id, owner_id=self.organisation_id)


class Duties:
    """The roster. A turn that is taken off ends what rests on it; so does its end."""

    def __init__(
        self, *, database: Database, clock: Clock, ids: IdSource, judgement: Judgement, record: RecordWriter
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._judgement = judgement
        self._record = record

    def page(
        self, principal: Principal, *, from_us: int, until_us: int, after: str = "", limit: int = 100
    ) -> list[Duty]:
        """The turns that touch the range, at organisations where the principal may read the roster; by id."""
        visible = self._judgement.visible(principal, Action.DUTY_READ, "duty")
        seen = visible.clause(table.c.organisation_id, id_column=table.c.user_id)
        query = select(table).where(seen, table.c.until_us > from_us, table.c.from_us < until_us, table.c.id > after)
        with self._database.reading() as connection:
            return [_duty(row) for row in connection.execute(query.order_by(table.c.id).limit(limit))]

    def add(self, principal: Principal, drafts: Sequence[DutyDraft], *, source: str = "") -> list[Duty]:
        """All of them or none."""
        now_us = self._clock.now_us()
        made = [_made(draft, self._ids.new_id(), now_us) for draft in drafts]
        decisions = [self._require(principal, one, source) for one in made]
        facts = self._judgement.facts()
        for one in made:
            path = facts.path(one.organisation_id)
            held = facts.roles.get(one.user_id, ())
            if not any(binding.role is one.role and binding.organisation_id in path for binding in held):
                raise Invalid(_NOT_HELD, field="user_id")
        with self._database.transaction() as tx:
            for one, decision in zip(made, decisions, strict=True):
                tx.execute(table.insert().values(**_columns(one)))
                self._written(tx, principal, "duty.add", one, decision, source)
            if made:
                raise_epoch(tx)
        return made

    def load(self, principal: Principal, text: str, organisation_id: str, *, source: str = "") -> list[Duty]:
        """From a list with the columns user name, role, from, until (RFC 3339). Raises `Invalid` with the row."""
        try:
            rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
        except csv.Error as error:
            raise Invalid(f"text: this is no list with commas: {error}", field="text") from None
        if len(rows) > MAX_ROWS:
            raise Invalid(f"text: at most {MAX_ROWS} turns at once", field="text")
        if not rows or not set(_COLUMNS) <= rows[0].keys():
            raise Invalid(f"text: the first row names the columns: {', '.join(_COLUMNS)}", field="text")
        names = {username_key(name) for row in rows if (name := row["username"] or "").isprintable()}
        known = select(user_account.c.username_key, user_account.c.id).where(
            user_account.c.username_key.in_(names), user_account.c.deleted_us.is_(None)
        )
        with self._database.reading() as connection:
            ids = {row.username_key: row.id for row in connection.execute(known)}
        return self.add(
            principal,
            [_drafted(number, row, ids, organisation_id) for number, row in enumerate(rows, 2)],
            source=source,
        )

    def remove(self, principal: Principal, duty_id: str, *, source: str = "") -> None:
        """Take a turn off the roster."""
        with self._database.reading() as connection:
            row = connection.execute(select(table).where(table.c.id == duty_id)).one_or_none()
        if row is None:
            raise not_found("duty")
        found = _duty(row)
        decision = self._require(principal, found, source)
        with self._database.transaction() as tx:
            if not tx.execute(table.delete().where(table.c.id == duty_id)).rowcount:
                raise Conflict("somebody took it off meanwhile")
            raise_epoch(tx)
            self._written(tx, principal, "duty.remove", found, decision, source)

    def _require(self, principal: Principal, duty: Duty, source: str) -> Decision:
        request = AccessRequest(action=Action.DUTY_WRITE, resource=duty.resource, source=source)
        return self._judgement.require(principal, request)

    def _written(
        self, tx: Connection, principal: Principal, act: str, duty: Duty, decision: Decision, source: str
    ) -> None:
        details = {"duty": duty.id, "role": duty.role, "from_us": duty.from_us, "until_us": duty.until_us}
        self._record.append(
            tx, principal, act, duty.resource, outcome="allow", decision=decision, details=details,
            personal={"source": source},
        )  # fmt: skip


def _made(draft: DutyDraft, id: str, now_us: int) -> Duty:
    if not draft.from_us < draft.until_us <= draft.from_us + _LONGEST_US:
        raise Invalid("a turn of duty ends after it begins, and lasts at most 31 days", field="until")
    if draft.until_us <= now_us:
        raise Invalid("this turn of duty is over; the roster says who is and will be on duty", field="until")
    return Duty(
        id=id, user_id=draft.user_id, role=draft.role, organisation_id=draft.organisation_id,
        from_us=draft.from_us, until_us=draft.until_us,
    )  # fmt: skip


def _drafted(number: int, row: dict[str, str], ids: dict[str, str], organisation_id: str) -> DutyDraft:
    try:
        return DutyDraft(
            user_id=ids[username_key(row["username"] or "")], role=Role((row["role"] or "").strip()),
            organisation_id=organisation_id, from_us=parse_rfc3339((row["from"] or "").strip()),
            until_us=parse_rfc3339((row["until"] or "").strip()),
        )  # fmt: skip
    except KeyError:
        raise Invalid(f"row {number}: {_NOT_HELD}", field="text") from None
    except ValueError as error:
        raise Invalid(f"row {number}: {error}", field="text") from None


def _duty(row: Row[Any]) -> Duty:
    return Duty(
        id=row.id, user_id=row.user_id, role=Role(row.role), organisation_id=row.organisation_id,
        from_us=row.from_us, until_us=row.until_us,
    )  # fmt: skip


def _columns(duty: Duty) -> dict[str, object]:
    return {
        "id": duty.id, "user_id": duty.user_id, "role": duty.role, "organisation_id": duty.organisation_id,
        "from_us": duty.from_us, "until_us": duty.until_us,
    }  # fmt: skip
