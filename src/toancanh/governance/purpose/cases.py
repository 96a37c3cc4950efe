"""Cases, as far as a reference needs them, until the packages that work on cases feed them."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.exc import IntegrityError

from toancanh.governance.judgement import Judgement, not_found
from toancanh.governance.model import AccessRequest, Action, Decision, ResourceRef
from toancanh.governance.record import RecordWriter
from toancanh.governance.store.purpose import case_ref as table
from toancanh.governance.store.rights import raise_epoch
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, IdSource, Principal, fold


class CaseKind(enum.StrEnum):
    """What a case is about."""

    INCIDENT = "incident"
    VIOLATION = "violation"
    INVESTIGATION = "investigation"
    PERSON_ASKS = "person_asks"  # somebody who was recorded
    MAINTENANCE = "maintenance"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class CaseRef:
    """A case as others refer to it, by its number; it can be referred to while it is open."""

    id: str
    number: str
    kind: CaseKind
    title: str
    legal_basis: str
    owner_id: str
    opened_us: int
    closed_us: int | None
    version: int

    @property
    def resource(self) -> ResourceRef:
        """As governance judges about it."""
        return ResourceRef(kind="case", id=self.id, owner_id=self.owner_id)


@dataclass(frozen=True, kw_only=True)
class CaseDraft:
    """A case to open; without ``owner_id`` the asker's own organisation has it."""

    number: str
    kind: CaseKind
    title: str = ""
    legal_basis: str = ""
    owner_id: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseChange:
    """What to change; None leaves a field as it is. ``version``: the one that was seen, if the asker wants to know."""

    kind: CaseKind | None = None
    title: str | None = None
    legal_basis: str | None = None
    is_open: bool | None = None
    version: int | None = None


class Cases:
    """Opened, named and closed. A case that closes ends what rests on its number."""

    def __init__(
        self, *, database: Database, clock: Clock, ids: IdSource, judgement: Judgement, record: RecordWriter
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._judgement = judgement
        self._record = record

    def page(
        self, principal: Principal, *, q: str = "", is_open: bool | None = None, after: str = "", limit: int = 100
    ) -> list[CaseRef]:
        """Those the principal may read, the newest first."""
        visible = self._judgement.visible(principal, Action.CASE_READ, "case").clause(table.c.owner_id)
        query = select(table).where(visible)
        for word in fold(q).split():
            query = query.where(table.c.folded.contains(word, autoescape=True))
        if is_open is not None:
            query = query.where(table.c.closed_us.is_(None) if is_open else table.c.closed_us.is_not(None))
        if after:
            query = query.where(table.c.id < after)
        with self._database.reading() as connection:
            return [_case(row) for row in connection.execute(query.order_by(table.c.id.desc()).limit(limit))]

    def get(self, principal: Principal, case_id: str, *, source: str = "") -> CaseRef:
        """Raises `NotFound`, also where the principal may not read it."""
        with self._database.reading() as connection:
            found = _load(connection, case_id)
        self._require(principal, Action.CASE_READ, found.resource, source)
        return found

    def open(self, principal: Principal, draft: CaseDraft, *, source: str = "") -> CaseRef:
        """Raises `Conflict` where its owner has another one of this number."""
        made = CaseRef(
            id=self._ids.new_id(),
            number=draft.number,
            kind=draft.kind,
            title=draft.title,
            legal_basis=draft.legal_basis,
            owner_id=draft.owner_id or principal.organisation_id,
            opened_us=self._clock.now_us(),
            closed_us=None,
            version=1,
        )
        decision = self._require(principal, Action.CASE_WRITE, replace(made.resource, id=""), source)
        number = fold(made.number)
        with self._database.transaction() as tx:
            try:
                tx.execute(
                    table.insert().values(
                        number_folded=number, number_key=f"{number}\t{made.owner_id}", **_columns(made)
                    )
                )
            except IntegrityError:
                raise Conflict(f"there is a case {made.number} at this organisation", field="number") from None
            self._written(tx, principal, "case.open", made, decision, source)
        return made

    def change(self, principal: Principal, case_id: str, change: CaseChange, *, source: str = "") -> CaseRef:
        """Close it, open it again, or correct what it says. Raises `Conflict` for a newer version."""
        known = self.get(principal, case_id, source=source)
        decision = self._require(principal, Action.CASE_WRITE, known.resource, source)
        with self._database.transaction() as tx:
            now = _load(tx, case_id)
            if now.owner_id != known.owner_id or change.version not in (None, now.version):
                raise Conflict("somebody changed this case meanwhile", version=now.version)
            closed_us = now.closed_us
            if change.is_open is not None and change.is_open is (closed_us is not None):
                closed_us = None if change.is_open else self._clock.now_us()
            after = replace(
                now,
                kind=now.kind if change.kind is None else change.kind,
                title=now.title if change.title is None else change.title,
                legal_basis=now.legal_basis if change.legal_basis is None else change.legal_basis,
                closed_us=closed_us,
                version=now.version + 1,
            )
            tx.execute(table.update().where(table.c.id == case_id).values(**_columns(after)))
            act = (
                "case.change" if after.closed_us == now.closed_us else "case.reopen" if change.is_open else "case.close"
            )
            self._written(tx, principal, act, after, decision, source)
        return after

    def _require(self, principal: Principal, action: Action, resource: ResourceRef, source: str) -> Decision:
        return self._judgement.require(principal, AccessRequest(action=action, resource=resource, source=source))

    def _written(
        self, tx: Connection, principal: Principal, act: str, case: CaseRef, decision: Decision, source: str
    ) -> None:
        raise_epoch(tx)
        self._record.append(
            tx, principal, act, case.resource, outcome="allow", decision=decision,
            details={"code": case.number, "kind": case.kind, "version": case.version}, personal={"source": source},
        )  # fmt: skip


def _load(connection: Connection, case_id: str) -> CaseRef:
    row = connection.execute(select(table).where(table.c.id == case_id)).one_or_none()
    if row is None:
        raise not_found("case")
    return _case(row)


def _case(row: Row[Any]) -> CaseRef:
    return CaseRef(
        id=row.id,
        number=row.number,
        kind=CaseKind(row.kind),
        title=row.title,
        legal_basis=row.legal_basis,
        owner_id=row.owner_id,
        opened_us=row.opened_us,
        closed_us=row.closed_us,
        version=row.version,
    )


def _columns(case: CaseRef) -> dict[str, object]:
    return {
        "id": case.id,
        "number": case.number,
        "kind": case.kind,
        "title": case.title,
        "folded": fold(f"{case.number} {case.title}"),
        "legal_basis": case.legal_basis,
        "owner_id": case.owner_id,
        "opened_us": case.opened_us,
        "closed_us": case.closed_us,
        "version": case.version,
    }
