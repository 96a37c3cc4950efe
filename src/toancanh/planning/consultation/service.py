"""Use cases between sending and deciding: opinions asked for and given, the leader's decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, select

from toancanh.governance import AccessRequest, Action, ResourceRef
from toancanh.kernel import Conflict, Invalid, NotFound, Principal
from toancanh.planning.consultation.docket import CaseFile, Docket
from toancanh.planning.consultation.machine import DECISIONS, STEPS, ProposalState, Step, Verdict
from toancanh.planning.consultation.model import Answer, DecisionDraft, MadeDecision, Opinion
from toancanh.planning.consultation.settings import SettingsBook
from toancanh.planning.consultation.store import opinions as store
from toancanh.planning.consultation.store import proposals as proposal_store
from toancanh.planning.consultation.store.tables import opinion as opinion_table
from toancanh.planning.consultation.store.tables import proposal as proposal_table
from toancanh.planning.proposals.checks import Checks
from toancanh.planning.proposals.model import Proposal, ProposalDraft
from toancanh.planning.proposals.plain import plain
from toancanh.registry.dossier.model import (
    CameraWrite,
    DeclarationDraft,
    DeclarationSource,
    Lifecycle,
)

_DAY_US = 86_400_000_000

Touches = Callable[[ProposalDraft], set[tuple[str, str, str]]]


class CameraRegister(Protocol):
    """Where cameras are written (`registry.dossiers`)."""

    def apply(
        self,
        tx: Connection,
        principal: Principal,
        writes: Sequence[CameraWrite],
        declared: DeclarationDraft | Sequence[DeclarationDraft],
        *,
        source: str = "",
    ) -> list[str]:
        """Many at once in the caller's transaction, without judgement; their ids in the order of ``writes``."""


@dataclass(frozen=True, kw_only=True)
class OpinionQuery:
    """Which requests to list. ``before``: the id of the last one seen."""

    pending: bool | None = None
    before: str = ""


@dataclass(frozen=True, kw_only=True)
class AskedOpinion:
    """A request as the agency sees it: with the proposal, and with what the others said."""

    opinion: Opinion
    case_file: CaseFile


class Consultation:
    """The way from sending to the decision. Thread-safe."""

    def __init__(
        self,
        *,
        docket: Docket,
        settings: SettingsBook,
        checks: Checks,
        touches: Touches,
        register: CameraRegister,
    ) -> None:
        self._docket = docket
        self._settings = settings
        self._checks = checks
        self._touches = touches
        self._register = register
        self._database = docket.database
        self._governance = docket.governance

    def submit(
        self, principal: Principal, proposal_id: str, *, version: int | None = None, source: str = ""
    ) -> Proposal:
        """Check it and ask both agencies. Raises `Conflict` with what the checks forbid, or which agency is not set.

        Both are always asked, and always in the same way: that a proposal comes near something protected shows to
        those alone who are cleared for it.
        """
        before = self._docket.load(proposal_id)
        decision = self._docket.require(principal, Action.PROPOSAL_WRITE, before, source)
        checked = self._checks.for_everybody(before.draft)
        near = self._touches(before.draft)
        situation = replace(self._docket.situation(before, ()), blocked=checked.blocking)
        state = self._docket.moved(before, Step.SUBMIT, situation, version)
        agencies = self._settings.agencies()
        now_us = self._docket.clock.now_us()
        due_us = now_us + self._settings.read().opinion_days * _DAY_US
        after = replace(before, state=state, round=before.round + 1, checks=plain(checked), submitted_at_us=now_us)
        asked = [
            Opinion(
                id=self._docket.ids.new_id(),
                proposal_id=before.id,
                round=after.round,
                role=role,
                agency_id=agency_id,
                requested_us=now_us,
                due_us=due_us,
            )
            for role, agency_id in agencies.items()
        ]
        with self._database.transaction() as tx:
            proposal_store.add_author(tx, before.id, principal.user_id)
            proposal_store.set_touches(tx, before.id, near)
            store.insert(tx, asked)
            details = {"round": after.round, "asked": [each.agency_id for each in asked], "due_us": due_us}
            return self._docket.save(
                tx, principal, before, after, Step.SUBMIT, decision=decision, details=details, source=source
            )

    def page(self, principal: Principal, wanted: OpinionQuery, *, limit: int) -> list[tuple[Opinion, Proposal]]:
        """Requests to the principal's agencies, the newest first."""
        visible = self._governance.visible(principal, Action.PROPOSAL_OPINION, "opinion")
        conditions: list[ColumnElement[bool]] = [visible.clause(opinion_table.c.agency_id)]
        if wanted.pending is not None:
            open_states = [str(state) for state in ProposalState if Step.ANSWER in STEPS[state]]
            open_ones = select(proposal_table.c.id).where(
                proposal_table.c.state.in_(open_states), proposal_table.c.round == opinion_table.c.round
            )
            pending = opinion_table.c.answered_us.is_(None) & opinion_table.c.proposal_id.in_(open_ones)
            conditions.append(pending if wanted.pending else ~pending)
        with self._database.reading() as connection:
            found = store.page(connection, conditions=conditions, before=wanted.before, limit=limit)
            about = {each.proposal_id: proposal_store.load(connection, each.proposal_id) for each in found}
        return [(each, proposal) for each in found if (proposal := about[each.proposal_id]) is not None]

    def opinion(self, principal: Principal, opinion_id: str, *, source: str = "") -> AskedOpinion:
        """One request, with the proposal. Raises `NotFound`, also where the principal's agency was not asked."""
        found = self._judged(principal, opinion_id, source)
        case_file = self._docket.case_file(principal, found.proposal_id, source=source)
        return AskedOpinion(opinion=found, case_file=case_file)

    def answer(self, principal: Principal, opinion_id: str, given: Answer, *, source: str = "") -> Opinion:
        """Give the agency's opinion, once. A late one is kept, too, and is seen to be late."""
        asked = self._judged(principal, opinion_id, source)
        before = self._docket.load(asked.proposal_id)
        self._docket.refuse_author(principal, Action.PROPOSAL_OPINION, before, source)
        _check(given)
        if asked.round != before.round or asked.answered_us is not None:
            raise Conflict("this request is closed: it was answered, or the proposal has come back changed since")
        now_us = self._docket.clock.now_us()
        after_decision = before.state not in {ProposalState.CONSULTING, ProposalState.CONSULTED}
        answered = replace(
            asked,
            answered_us=now_us,
            answered_by=principal.user_id,
            after_decision=after_decision,
            verdict=given.verdict,
            text=given.text,
            conditions=given.conditions,
        )
        with self._database.transaction() as tx:
            store.answer(tx, answered)
            before = proposal_store.load(tx, before.id) or before  # the other agency may have answered this moment
            if before.round != asked.round:
                raise Conflict("the proposal has come back changed since; look again")
            others = store.of_proposals(tx, [before.id])
            state = self._docket.moved(before, Step.ANSWER, self._docket.situation(before, others), None)
            ref = ResourceRef(kind="opinion", id=asked.id, owner_id=asked.agency_id)
            details = {"verdict": str(given.verdict), "late": answered.asked.is_late(now_us)}
            self._governance.record(tx, principal, "opinion.answer", ref, details=details, personal={"source": source})
            self._docket.save(
                tx, principal, before, replace(before, state=state), Step.ANSWER, details=details, source=source
            )
        return answered

    def decide(
        self,
        principal: Principal,
        proposal_id: str,
        wanted: DecisionDraft,
        *,
        version: int | None = None,
        source: str = "",
    ) -> Proposal:
        """Approve, refuse or return it. Approved cameras enter the registry as such and count as coverage."""
        before = self._docket.load(proposal_id)
        decision = self._docket.require(principal, Action.PROPOSAL_DECIDE, before, source, four_eyes=True)
        if wanted.step not in DECISIONS:
            raise Invalid("outcome: approve, refuse or return", field="outcome")
        if wanted.step is not Step.APPROVE and not wanted.text:
            raise Invalid("text: say why", field="text")
        with self._database.reading() as connection:
            opinions = store.of_proposals(connection, [before.id])
        state = self._docket.moved(before, wanted.step, self._docket.situation(before, opinions), version)
        conditions = [
            condition
            for each in opinions
            if wanted.take_over and wanted.step is Step.APPROVE and each.round == before.round
            for condition in each.conditions
        ]
        now_us = self._docket.clock.now_us()
        made = MadeDecision(
            proposal_id=before.id,
            round=before.round,
            outcome=wanted.step,
            text=wanted.text,
            conditions=(*conditions, *wanted.conditions),
            decided_by=principal.user_id,
            organisation_id=principal.organisation_id,
            decided_us=now_us,
        )
        after = replace(before, state=state, decided_at_us=now_us)
        with self._database.transaction() as tx:
            store.insert_decision(tx, made)
            if wanted.step is Step.APPROVE:
                self._enter(tx, principal, after, source)
            details = {"conditions": len(made.conditions)}
            return self._docket.save(
                tx, principal, before, after, wanted.step, decision=decision, details=details, source=source
            )

    def _enter(self, tx: Connection, principal: Principal, approved: Proposal, source: str) -> None:
        writes = [
            CameraWrite(camera_id=None, values=_values(approved, position))
            for position in range(len(approved.draft.candidates))
        ]
        ids = self._register.apply(tx, principal, writes, declaration(approved), source=source)
        proposal_store.link_cameras(tx, approved.id, dict(enumerate(ids)))

    def _judged(self, principal: Principal, opinion_id: str, source: str) -> Opinion:
        with self._database.reading() as connection:
            found = store.load(connection, opinion_id)
        if found is None:
            raise NotFound("there is no such opinion, or you may not see it")
        ref = ResourceRef(kind="opinion", id=found.id, owner_id=found.agency_id)
        self._governance.require(principal, AccessRequest(action=Action.PROPOSAL_OPINION, resource=ref, source=source))
        return found


def declaration(of: Proposal) -> DeclarationDraft:
    """What the registry keeps as the source of the cameras' fields."""
    return DeclarationDraft(source=DeclarationSource.PROPOSAL, reference=of.number, organisation_id=of.owner_id)


def _check(given: Answer) -> None:
    if given.verdict is Verdict.CONDITIONS and not given.conditions:
        raise Invalid("conditions: name them, or agree without", field="conditions")
    if given.verdict is not Verdict.CONDITIONS and given.conditions:
        raise Invalid("conditions: only with an agreement on conditions", field="conditions")
    if given.verdict is Verdict.DISAGREE and not given.text:
        raise Invalid("text: say why", field="text")


def _values(of: Proposal, position: int) -> dict[str, object]:
    candidate = of.draft.candidates[position]
    values: dict[str, object] = {
        "code": f"{of.number}-{position + 1:02d}",
        "name": candidate.name,
        "owner_id": of.owner_id,
        "lifecycle": Lifecycle.APPROVED,
        "legal_basis": of.number,
        "funding": of.draft.funding,
    }
    for name in (
        "lat", "lon", "azimuth_deg", "height_m", "tilt_deg", "hfov_deg", "width_px", "height_px", "kind", "purpose",
        "maker", "model", "connection",
    ):  # fmt: skip
        value = getattr(candidate, name)
        if value is not None and value != "":
            values[name] = value
    return values
