"""The states of a proposal and what may follow on what. Pure."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from toancanh.kernel import Conflict


class ProposalState(enum.StrEnum):
    """Where a proposal stands."""

    DRAFT = "draft"
    CONSULTING = "consulting"  # opinions are asked for
    CONSULTED = "consulted"  # all who were asked have answered
    RETURNED = "returned"  # to be changed and sent again
    APPROVED = "approved"
    REFUSED = "refused"
    INSTALLING = "installing"
    ACCEPTED = "accepted"  # its cameras are operating
    WITHDRAWN = "withdrawn"


class Step(enum.StrEnum):
    """What can be done with one."""

    EDIT = "edit"
    SUBMIT = "submit"
    ANSWER = "answer"  # one agency's opinion
    APPROVE = "approve"
    REFUSE = "refuse"
    RETURN = "return"
    INSTALL = "install"
    TEST = "test"
    ACCEPT = "accept"
    WITHDRAW = "withdraw"


_S, _T = ProposalState, Step

STEPS: Mapping[ProposalState, Mapping[Step, ProposalState]] = {
    _S.DRAFT: {_T.EDIT: _S.DRAFT, _T.SUBMIT: _S.CONSULTING, _T.WITHDRAW: _S.WITHDRAWN},
    _S.RETURNED: {_T.EDIT: _S.RETURNED, _T.SUBMIT: _S.CONSULTING, _T.WITHDRAW: _S.WITHDRAWN},
    _S.CONSULTING: {
        _T.ANSWER: _S.CONSULTING,
        _T.APPROVE: _S.APPROVED,
        _T.REFUSE: _S.REFUSED,
        _T.RETURN: _S.RETURNED,
        _T.WITHDRAW: _S.WITHDRAWN,
    },
    _S.CONSULTED: {
        _T.APPROVE: _S.APPROVED,
        _T.REFUSE: _S.REFUSED,
        _T.RETURN: _S.RETURNED,
        _T.WITHDRAW: _S.WITHDRAWN,
    },
    _S.APPROVED: {_T.ANSWER: _S.APPROVED, _T.INSTALL: _S.INSTALLING},
    _S.REFUSED: {_T.ANSWER: _S.REFUSED},
    _S.INSTALLING: {
        _T.ANSWER: _S.INSTALLING,
        _T.INSTALL: _S.INSTALLING,  # a code or an address was wrong
        _T.TEST: _S.INSTALLING,
        _T.ACCEPT: _S.ACCEPTED,
    },
    _S.ACCEPTED: {_T.ANSWER: _S.ACCEPTED},
    _S.WITHDRAWN: {},
}
"""A late answer is kept after the decision, too, and changes nothing of it."""

DECISIONS = frozenset({Step.APPROVE, Step.REFUSE, Step.RETURN})


class AgencyRole(enum.StrEnum):
    """In which matter an agency is heard."""

    TECHNOLOGY = "technology"  # Department of Science and Technology
    POLICE = "police"  # City Police


class Verdict(enum.StrEnum):
    """What an opinion says."""

    AGREE = "agree"
    CONDITIONS = "conditions"  # agrees with conditions
    DISAGREE = "disagree"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request for an opinion, as the guards see it."""

    role: AgencyRole
    due_us: int
    answered_us: int | None = None

    def is_late(self, now_us: int) -> bool:
        """Whether the answer came, or is still missing, after the deadline."""
        return (self.answered_us if self.answered_us is not None else now_us) > self.due_us


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What a guard looks at beside the state.

    ``blocked``: why the checks forbid sending it; ``passed``: for each camera whether its last test passed.
    """

    now_us: int
    asked: tuple[Asked, ...] = ()
    blocked: tuple[str, ...] = ()
    wrote: bool = False  # whether the one who acts wrote the proposal
    passed: tuple[bool, ...] = ()


def follow(state: ProposalState, step: Step, situation: Situation) -> ProposalState:
    """The state after the step. Raises `Conflict` where it may not be taken, with what is missing."""
    after = STEPS[state].get(step)
    if after is None:
        raise Conflict(f"a proposal that is {state} has no step {step}", state=str(state), step=str(step))
    why = missing(step, situation)
    if why:
        raise Conflict(f"not yet: {', '.join(why)}", state=str(state), step=str(step), missing=list(why))
    answered = bool(situation.asked) and all(one.answered_us is not None for one in situation.asked)
    if step is Step.ANSWER and after is ProposalState.CONSULTING and answered:
        return ProposalState.CONSULTED
    return after


def missing(step: Step, situation: Situation) -> tuple[str, ...]:
    """What keeps the step from being taken; four eyes apart, which `service` refuses as a matter of rights.

    The City Police is always waited for, whatever the proposal touches: that a proposal waits tells nothing.
    """
    if step is Step.SUBMIT:
        return situation.blocked
    if step in {Step.APPROVE, Step.REFUSE}:
        return tuple(
            f"opinion_{one.role}"
            for one in situation.asked
            if one.answered_us is None and (one.role is AgencyRole.POLICE or situation.now_us <= one.due_us)
        )
    if step is Step.ACCEPT:
        return () if situation.passed and all(situation.passed) else ("acceptance_test",)
    return ()


def possible(state: ProposalState, situation: Situation) -> frozenset[Step]:
    """The steps that `follow` would take now."""
    return frozenset(step for step in STEPS[state] if not missing(step, situation))
