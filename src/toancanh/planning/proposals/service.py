"""Use cases on proposals before they are sent: check, write, withdraw; and reading them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, or_

from toancanh.governance import AccessRequest, Action, Decision, ResourceRef
from toancanh.kernel import Invalid, Principal, fold
from toancanh.planning.consultation.docket import CaseFile, Docket
from toancanh.planning.consultation.machine import ProposalState, Step
from toancanh.planning.consultation.store import opinions as opinion_store
from toancanh.planning.consultation.store import proposals as store
from toancanh.planning.consultation.store.tables import opinion as opinion_table
from toancanh.planning.consultation.store.tables import proposal as table
from toancanh.planning.proposals.checks import Checks
from toancanh.planning.proposals.model import CheckResult, Proposal, ProposalDraft, today_in_hanoi


@dataclass(frozen=True, kw_only=True)
class ProposalQuery:
    """Which to list; empty fields do not narrow. ``before``: the id of the last one seen."""

    q: str = ""
    state: ProposalState | None = None
    owner_id: str = ""
    before: str = ""


class Proposals:
    """What communes and departments draw. Thread-safe."""

    def __init__(self, *, docket: Docket, checks: Checks) -> None:
        self._docket = docket
        self._checks = checks
        self._governance = docket.governance
        self._database = docket.database

    def check(self, principal: Principal, draft: ProposalDraft, *, source: str = "") -> CheckResult:
        """The immediate answer; nothing is saved, but that it was asked is on record: it is a view of coverage."""
        self._require_new(principal, draft.owner_id, source)
        answer = self._checks.for_reader(principal, draft)
        details: dict[str, object] = {"cameras": len(draft.candidates)}
        if draft.candidates:
            first = draft.candidates[0]
            details["near"] = [round(first.lat, 3), round(first.lon, 3)]
        with self._database.transaction() as tx:
            ref = ResourceRef(kind="proposal", id="", owner_id=draft.owner_id)
            self._governance.record(tx, principal, "proposal.check", ref, details=details, personal={"source": source})
        return answer

    def page(self, principal: Principal, wanted: ProposalQuery, *, limit: int) -> list[Proposal]:
        """The newest first: those of one's own organisations, and those on which one's agency was asked."""
        own = self._governance.visible(principal, Action.PROPOSAL_READ, "proposal").clause(table.c.owner_id)
        asked = self._governance.visible(principal, Action.PROPOSAL_OPINION, "opinion")
        conditions: list[ColumnElement[bool]] = [
            or_(own, opinion_store.asked_about(asked.clause(opinion_table.c.agency_id)))
        ]
        conditions += [table.c.folded.contains(word, autoescape=True) for word in fold(wanted.q).split()]
        if wanted.state is not None:
            conditions.append(table.c.state == str(wanted.state))
        if wanted.owner_id:
            conditions.append(table.c.owner_id == wanted.owner_id)
        with self._database.reading() as connection:
            return store.page(connection, conditions=conditions, before=wanted.before, limit=limit)

    def get(self, principal: Principal, proposal_id: str, *, source: str = "") -> CaseFile:
        """Raises `NotFound`, also where the principal may not read it."""
        return self._docket.case_file(principal, proposal_id, source=source)

    def checks_of(self, principal: Principal, proposal_id: str, *, source: str = "") -> CheckResult:
        """What the checks say now about a saved proposal, as this reader may know it; on record."""
        found = self._docket.readable(principal, proposal_id, source=source)
        answer = self._checks.for_reader(principal, found.draft)
        with self._database.transaction() as tx:
            ref = ResourceRef(kind="proposal", id=found.id, owner_id=found.owner_id)
            details = {"cameras": len(found.draft.candidates)}
            self._governance.record(tx, principal, "proposal.check", ref, details=details, personal={"source": source})
        return answer

    def create(self, principal: Principal, draft: ProposalDraft, *, source: str = "") -> Proposal:
        """A draft with a number."""
        decision = self._require_new(principal, draft.owner_id, source)
        if not self._governance.organisations.named({draft.owner_id}):
            raise Invalid("owner_id: there is no such organisation", field="owner_id")
        now_us = self._docket.clock.now_us()
        year = today_in_hanoi(now_us).year
        with self._database.transaction() as tx:
            seq, number = store.next_number(tx, year)
            made = Proposal(
                id=self._docket.ids.new_id(),
                number=number,
                draft=draft,
                state=ProposalState.DRAFT,
                round=0,
                author_id=principal.user_id,
                camera_ids=(None,) * len(draft.candidates),
                checks=None,
                version=1,
                created_at_us=now_us,
                updated_at_us=now_us,
                submitted_at_us=None,
                decided_at_us=None,
            )
            store.insert(tx, made, year=year, seq=seq)
            store.add_author(tx, made.id, principal.user_id)
            self._docket.took(tx, principal, made, Step.EDIT)
            ref = ResourceRef(kind="proposal", id=made.id, owner_id=made.owner_id)
            details = {"number": number, "version": 1, "cameras": len(draft.candidates)}
            self._governance.record(
                tx, principal, "proposal.create", ref, decision=decision, details=details, personal={"source": source}
            )
        return made

    def update(
        self,
        principal: Principal,
        proposal_id: str,
        change: Callable[[ProposalDraft], ProposalDraft],
        *,
        version: int | None = None,
        source: str = "",
    ) -> Proposal:
        """``change`` is applied to the draft as it is now. Raises `Conflict` once it was sent."""
        before = self._docket.load(proposal_id)
        decision = self._docket.require(principal, Action.PROPOSAL_WRITE, before, source)
        wanted = change(before.draft)
        if wanted.owner_id != before.owner_id:
            raise Invalid("owner_id: a proposal stays with who proposes it", field="owner_id")
        state = self._docket.moved(before, Step.EDIT, self._docket.situation(before, ()), version)
        after = replace(before, draft=wanted, state=state, camera_ids=(None,) * len(wanted.candidates))
        changed = sorted(
            name for name in ProposalDraft.__dataclass_fields__ if getattr(before.draft, name) != getattr(wanted, name)
        )
        with self._database.transaction() as tx:
            store.add_author(tx, before.id, principal.user_id)
            details = {"changed": changed}
            return self._docket.save(
                tx, principal, before, after, Step.EDIT, decision=decision, details=details, source=source
            )

    def withdraw(
        self, principal: Principal, proposal_id: str, *, version: int | None = None, source: str = ""
    ) -> Proposal:
        """No longer wanted; only before a decision."""
        before = self._docket.load(proposal_id)
        decision = self._docket.require(principal, Action.PROPOSAL_WRITE, before, source)
        state = self._docket.moved(before, Step.WITHDRAW, self._docket.situation(before, ()), version)
        with self._database.transaction() as tx:
            after = replace(before, state=state)
            return self._docket.save(tx, principal, before, after, Step.WITHDRAW, decision=decision, source=source)

    def _require_new(self, principal: Principal, owner_id: str, source: str) -> Decision:
        ref = ResourceRef(kind="proposal", id="", owner_id=owner_id)
        return self._governance.require(
            principal, AccessRequest(action=Action.PROPOSAL_WRITE, resource=ref, source=source)
        )
