"""The facts of a question as a policy looks at them: one maker for what is asked now, for lists, and for what is on
record and decided again.
"""

from __future__ import annotations

from dataclasses import replace

from toancanh.governance.model import PURPOSE_CLASSES, Action, Decision, DecisionInputs, Outcome, PackName
from toancanh.governance.regulation.engine import Answer, Engine, Policy
from toancanh.governance.regulation.pack import Facts

ACCOUNT_KINDS = frozenset({"user", "role", "duty"})
"""Kinds whose id is that of an account: what is one's own."""

_SECOND_US = 1_000_000
_MINUTE_US = 60 * _SECOND_US
_LOCAL_US = 7 * 60 * _MINUTE_US  # Asia/Ho_Chi_Minh, which has no summer time
_LONGEST_S = 1 << 40
_TRADES = ("media.", "plate.", "violation.")  # actions by which persons can be recognised


def decide(engine: Engine, inputs: DecisionInputs) -> Decision:
    """The same inputs under the same pack give the same decision."""
    answer = engine.answer(inputs.request.action, question(inputs))
    title = engine.pack.title
    return Decision(
        outcome=answer.outcome,
        needs=answer.needs,
        purposes=_purposes(engine, answer, inputs),
        obligations=answer.obligations,
        clauses=tuple(map(clause, answer.policies)),
        pack=PackName(id=title.id, version=title.version, digest=engine.pack.digest),
        errors=answer.errors,
        inputs=inputs,
    )


def _purposes(engine: Engine, answer: Answer, inputs: DecisionInputs) -> tuple[str, ...]:
    """Of those that would do; what is seen by a share alone is seen for the purpose of the share."""
    if not inputs.shared or not answer.purposes:
        return answer.purposes
    own = engine.answer(inputs.request.action, question(replace(inputs, shared=()))).purposes
    return tuple(purpose for purpose in answer.purposes if purpose in own or purpose in inputs.shared_for)


def question(inputs: DecisionInputs) -> Facts:
    """What the policies may look at; of tags they see those that they name (`Engine.answer`)."""
    request, path, now_us = inputs.request, inputs.owner_path, inputs.now_us
    resource = request.resource
    from_us, to_us = request.from_us, request.to_us
    span_s = 0 if from_us is None or to_us is None else (to_us - from_us) // _SECOND_US
    asked_us = now_us if request.asked_us is None else min(request.asked_us, now_us)
    return Facts(
        platform=inputs.is_system,
        active=inputs.is_active,
        held=frozenset([str(binding.role) for binding in inputs.roles if binding.organisation_id in path]),
        above=frozenset([str(binding.role) for binding in inputs.roles if binding.organisation_id in path[1:]]),
        shared=frozenset(inputs.shared),
        own_account=resource.kind in ACCOUNT_KINDS and resource.id == inputs.user_id != "",
        kind=resource.kind,
        tags=resource.tags,
        purpose_class=resource.purpose_class if resource.purpose_class in PURPOSE_CLASSES else "",
        personal_data=request.action.startswith(_TRADES),
        purpose=request.purpose if inputs.stands else "",
        reference=request.reference if inputs.stands else "",
        approved=bool(inputs.approval_ids),
        second_factor=inputs.second_factor,
        on_duty=inputs.on_duty,
        minute=(now_us + _LOCAL_US) // _MINUTE_US % 1440,
        seconds=min(max(0, round(request.seconds), span_s), _LONGEST_S),
        age=0 if from_us is None else min(max(0, (asked_us - from_us) // _SECOND_US), _LONGEST_S),
    )


def clause(policy: Policy) -> str:
    """How a decision names what decided."""
    return f"{policy.id} (Điều {policy.article})"


def rights(
    engine: Engine, held: frozenset[str], above: frozenset[str], shared: frozenset[str] = frozenset()
) -> frozenset[Action]:
    """What these roles at a thing's owner allow, if need be with a purpose, a second factor, an approval, on duty."""
    return frozenset(
        action
        for action in Action
        if engine.answer(action, _plain(action, held, above, shared)).outcome is not Outcome.DENY
    )


def _plain(action: Action, held: frozenset[str], above: frozenset[str], shared: frozenset[str]) -> Facts:
    return Facts(held=held, above=above, shared=shared, kind=str(action).split(".")[0])
