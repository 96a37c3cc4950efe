"""What every use case on a proposal shares: who may, what it is now, and the step on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from toancanh.governance import AccessRequest, Action, Decision, Governance, ResourceRef
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, Denied, IdSource, NotFound, Principal
from toancanh.planning.consultation.machine import ProposalState, Situation, Step, follow, possible
from toancanh.planning.consultation.model import AcceptanceTest, MadeDecision, Opinion, TakenStep
from toancanh.planning.consultation.store import opinions as opinion_store
from toancanh.planning.consultation.store import proposals as store
from toancanh.planning.proposals.model import Proposal


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """A proposal with everything that happened to it, for one reader.

    ``steps_now``: what this reader could do now. ``touches``: protected things that it comes near, those only that are
    there for the reader: (kind, id, owner).
    """

    proposal: Proposal
    opinions: tuple[Opinion, ...]
    decisions: tuple[MadeDecision, ...]
    steps: tuple[TakenStep, ...]
    tests: tuple[AcceptanceTest, ...]
    steps_now: frozenset[Step]
    touches: tuple[tuple[str, str, str], ...]
    wrote: bool  # the reader wrote of it: no opinion, no decision
    names: Mapping[str, str]  # of every organisation that is named here


_ACTION: Mapping[Step, Action] = {
    Step.EDIT: Action.PROPOSAL_WRITE,
    Step.SUBMIT: Action.PROPOSAL_WRITE,
    Step.WITHDRAW: Action.PROPOSAL_WRITE,
    Step.APPROVE: Action.PROPOSAL_DECIDE,
    Step.REFUSE: Action.PROPOSAL_DECIDE,
    Step.RETURN: Action.PROPOSAL_DECIDE,
    Step.INSTALL: Action.PROPOSAL_ACCEPT,
    Step.TEST: Action.PROPOSAL_ACCEPT,
    Step.ACCEPT: Action.PROPOSAL_ACCEPT,
}
_FOUR_EYES = frozenset({Step.APPROVE, Step.REFUSE, Step.RETURN})


class Docket:
    """All proposals, and who may know of them. Thread-safe."""

    def __init__(self, *, database: Database, clock: Clock, ids: IdSource, governance: Governance) -> None:
        self.database = database
        self.clock = clock
        self.ids = ids
        self.governance = governance

    def load(self, proposal_id: str) -> Proposal:
        """No judgement. Raises `NotFound`."""
        with self.database.reading() as connection:
            found = store.load(connection, proposal_id)
        if found is None:
            raise NotFound("there is no such proposal, or you may not see it")
        return found

    def readable(self, principal: Principal, proposal_id: str, *, source: str = "") -> Proposal:
        """For those who may read the owner's proposals, and the agencies that were asked. Raises `NotFound`."""
        found = self.load(proposal_id)
        if not self._was_asked(principal, found.id):
            self.require(principal, Action.PROPOSAL_READ, found, source)
        return found

    def case_file(self, principal: Principal, proposal_id: str, *, source: str = "") -> CaseFile:
        """Everything, as one may know it."""
        found = self.readable(principal, proposal_id, source=source)
        with self.database.reading() as connection:
            opinions = tuple(opinion_store.of_proposals(connection, [found.id]))
            decisions = tuple(opinion_store.decisions(connection, found.id))
            steps = tuple(opinion_store.steps(connection, found.id))
            tests = tuple(opinion_store.tests(connection, found.id))
            touches = store.touches(connection, found.id)
            wrote = principal.user_id in store.authors(connection, found.id)
        situation = self.situation(found, opinions, tests, steps)
        steps_now = possible(found.state, situation) - {Step.ANSWER}
        return CaseFile(
            proposal=found,
            opinions=opinions,
            decisions=decisions,
            steps=steps,
            tests=tests,
            steps_now=frozenset(
                step
                for step in steps_now
                if not (wrote and step in _FOUR_EYES) and self._may(principal, _ACTION[step], found)
            ),
            touches=tuple(each for each in touches if self._is_there(principal, each)),
            wrote=wrote,
            names=self.names(
                {
                    found.owner_id,
                    *(each.agency_id for each in opinions),
                    *(each.organisation_id for each in decisions),
                    *(each.organisation_id for each in steps),
                }
            ),
        )

    def names(self, organisation_ids: set[str]) -> dict[str, str]:
        """Of those who propose, are asked and decide: whoever may read of a proposal may read who that is."""
        return {each.id: each.name for each in self.governance.organisations.named(organisation_ids)}

    def situation(
        self,
        about: Proposal,
        opinions: Sequence[Opinion],
        tests: Sequence[AcceptanceTest] = (),
        steps: Sequence[TakenStep] = (),
    ) -> Situation:
        """What the guards look at. A test of before the last installation saw another address."""
        hung_us = max((each.at_us for each in steps if each.step is Step.INSTALL), default=0)
        latest: dict[int, bool] = {}
        for test in tests:  # the newest first
            if test.at_us >= hung_us:
                latest.setdefault(test.position, test.passed)
        return Situation(
            now_us=self.clock.now_us(),
            asked=tuple(each.asked for each in opinions if each.round == about.round),
            passed=tuple(latest.get(position, False) for position in range(len(about.camera_ids))),
        )

    def require(
        self, principal: Principal, action: Action, about: Proposal, source: str, *, four_eyes: bool = False
    ) -> Decision:
        """Ask governance; with ``four_eyes`` who wrote of it is refused, on record."""
        ref = proposal_ref(about)
        decision = self.governance.require(principal, AccessRequest(action=action, resource=ref, source=source))
        if four_eyes:
            self.refuse_author(principal, action, about, source)
        return decision

    def refuse_author(self, principal: Principal, action: Action, about: Proposal, source: str) -> None:
        """Raises `Denied`, on record, for one who wrote of the proposal."""
        with self.database.reading() as connection:
            wrote = principal.user_id in store.authors(connection, about.id)
        if wrote:
            self.governance.record_refusal(principal, action, proposal_ref(about), why="four_eyes", source=source)
            raise Denied("who wrote a proposal gives no opinion on it and does not decide it", reason="four_eyes")

    def save(
        self,
        tx: Connection,
        principal: Principal,
        before: Proposal,
        after: Proposal,
        step: Step,
        *,
        decision: Decision | None = None,
        details: Mapping[str, object] | None = None,
        source: str = "",
    ) -> Proposal:
        """Write the next version and the step, on record. Raises `Conflict` where somebody was faster."""
        now_us = self.clock.now_us()
        after = replace(after, version=before.version + 1, updated_at_us=now_us)
        store.update(tx, after, seen=before.version)
        self.took(tx, principal, after, step)
        said = {"number": after.number, "version": after.version, "state": str(after.state), **(details or {})}
        self.governance.record(
            tx,
            principal,
            f"proposal.{step}",
            proposal_ref(after),
            decision=decision,
            details=said,
            personal={"source": source},
        )
        return after

    def took(self, tx: Connection, principal: Principal, about: Proposal, step: Step) -> None:
        """One step more, for those concerned."""
        taken = TakenStep(
            id=self.ids.new_id(),
            proposal_id=about.id,
            round=about.round,
            step=step,
            state=str(about.state),
            actor_id=principal.user_id,
            organisation_id=principal.organisation_id,
            at_us=self.clock.now_us(),
        )
        opinion_store.insert_step(tx, taken)

    @staticmethod
    def moved(before: Proposal, step: Step, situation: Situation, seen: int | None) -> ProposalState:
        """The state after a step. Raises `Conflict` for a version that is no longer the newest."""
        if seen is not None and seen != before.version:
            raise Conflict("somebody changed this proposal meanwhile; look again", version=before.version)
        return follow(before.state, step, situation)

    def _was_asked(self, principal: Principal, proposal_id: str) -> bool:
        with self.database.reading() as connection:
            opinions = opinion_store.of_proposals(connection, [proposal_id])
        visible = self.governance.visible(principal, Action.PROPOSAL_OPINION, "opinion")
        return any(visible.allows(each.agency_id) for each in opinions)

    def _may(self, principal: Principal, action: Action, about: Proposal) -> bool:
        request = AccessRequest(action=action, resource=proposal_ref(about))
        return self.governance.authorize(principal, request).allowed

    def _is_there(self, principal: Principal, thing: tuple[str, str, str]) -> bool:
        """Clearance for the owner is enough beside the right to the proposal: the police keep no cameras of others."""
        kind, _, owner_id = thing
        action = Action.CAMERA_READ if kind == "camera" else Action.TARGET_READ
        cleared = self.governance.visible(principal, action, kind).cleared
        return cleared is None or owner_id in cleared


def proposal_ref(of: Proposal) -> ResourceRef:
    """A proposal as governance knows it."""
    return ResourceRef(kind="proposal", id=of.id, owner_id=of.owner_id)
