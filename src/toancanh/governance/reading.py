"""Use cases on the record: who may read what of it, and texts for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sqlalchemy import ColumnElement, true

from toancanh.governance.judgement import Judgement
from toancanh.governance.model import AccessRequest, Action, Decision, ResourceRef
from toancanh.governance.record import RecordWriter, query
from toancanh.governance.record.chain import canonical
from toancanh.governance.record.query import AnonymousCount, RecordedAct, RecordFilter
from toancanh.governance.record.readings import Readings, check_place
from toancanh.governance.record.store import record_entry
from toancanh.governance.visibility import Visibility
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Principal

_PAGE = 500


class RecordReader:
    """Reads the record for people who may. Opening it (not turning its pages) is on record, too."""

    def __init__(self, *, database: Database, clock: Clock, judgement: Judgement, record: RecordWriter) -> None:
        self._readings = Readings(clock)
        self._database = database
        self._judgement = judgement
        self._record = record

    def page(self, principal: Principal, wanted: RecordFilter, *, limit: int, source: str = "") -> list[RecordedAct]:
        """The newest first: acts on what belongs to the organisations whose record the principal may read.

        What was done with protected things is there only for those who are cleared for their owner, as they are.
        """
        asked = {
            name: getattr(wanted, name)
            for name in ("from_us", "to_us", "action", "resource_id", "outcome")
            if getattr(wanted, name)
        }
        visible, seen = self.opened(principal, {"filter": asked}, about=wanted.actor, source=source, after=wanted.after)
        with self._database.reading() as connection:
            found = query.page(connection, wanted, visible=seen, limit=limit)
        owners = {owner for part in visible.parts for owner in part.owners or ()}
        is_cleared = visible.cleared is None or owners <= visible.cleared
        return found if is_cleared else [replace(act, seq=None, hash=None) for act in found]

    def opened(
        self, principal: Principal, asked: Mapping[str, object], *, about: str = "", source: str, after: str
    ) -> tuple[Visibility, ColumnElement[bool]]:
        """Judge, put on record that it was opened (not that a page was turned), and say which entries are to be seen.

        ``after``: the entry behind which a page begins. Raises `Denied`, `Invalid` where it is none.
        """
        visible = self._judgement.visible(principal, Action.AUDIT_READ, "audit")
        decision = self._require(principal, visible, source)
        seen = visible.clause(record_entry.c.owner_id, protected=query.ABOUT_PROTECTED)
        if after:
            with self._database.reading() as connection:
                check_place(connection, after, seen)
        key = (principal.session_id, canonical(asked), about)
        if not self._readings.goes_on(key, after):
            with self._database.transaction() as tx:
                entry_id = self._record.append(
                    tx,
                    principal,
                    "audit.read",
                    ResourceRef(kind="audit", id="", owner_id=principal.organisation_id),
                    outcome="allow",
                    decision=decision,
                    details=asked,
                    personal={"about": about, "source": source},
                )
            self._readings.begin(key, entry_id)
        return visible, seen

    def changes_of(self, resource_id: str, *, since_version: int) -> list[RecordedAct]:
        """What made a thing's later versions, for one who may change it (no judgement)."""
        with self._database.reading() as connection:
            return query.changes_of(connection, resource_id, since_version=since_version)

    def since(self, from_us: int) -> Iterator[RecordedAct]:
        """All entries since then, the newest first, for a command of this machine (no judgement)."""
        after = ""
        while True:
            with self._database.reading() as connection:
                wanted = RecordFilter(from_us=from_us, after=after)
                acts = query.page(connection, wanted, visible=true(), limit=_PAGE)
            yield from acts
            if len(acts) < _PAGE:
                return
            after = acts[-1].id

    def anonymous(
        self, principal: Principal, *, from_us: int, to_us: int, limit: int, source: str = ""
    ) -> list[AnonymousCount]:
        """Refusals of people without a name; they concern the platform as a whole."""
        ref = ResourceRef(kind="audit", id="", owner_id="")
        self._judgement.require(principal, AccessRequest(action=Action.AUDIT_READ, resource=ref, source=source))
        with self._database.reading() as connection:
            return query.anonymous(connection, from_us=from_us, to_us=to_us, limit=limit)

    def _require(self, principal: Principal, visible: Visibility, source: str) -> Decision:
        """Somewhere is enough: what is shown is narrowed to it."""
        owners = [owner for part in visible.parts for owner in sorted(part.owners or ())]
        owner = principal.organisation_id
        if owners and owner not in owners:
            owner = owners[0]
        ref = ResourceRef(kind="audit", id="", owner_id=owner)
        return self._judgement.require(principal, AccessRequest(action=Action.AUDIT_READ, resource=ref, source=source))
