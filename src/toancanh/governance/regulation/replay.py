"""The requests that are on record, decided again under a pack: what would have been answered differently."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from toancanh.governance.model import AccessRequest, DecisionInputs, Outcome, ResourceRef, RoleBinding
from toancanh.governance.record.query import RecordedAct
from toancanh.governance.regulation.difference import told
from toancanh.governance.regulation.engine import Engine
from toancanh.governance.regulation.pack import Facts
from toancanh.governance.regulation.question import question

_EXAMPLES = 5


@dataclass(frozen=True, kw_only=True)
class Example:
    """An entry that would be answered differently. ``username`` is empty once erased."""

    id: str
    at_us: int
    username: str
    resource_kind: str
    resource_id: str


@dataclass(kw_only=True)
class Shift:
    """Requests for one action that got one answer and would get another; ``examples`` are some of them.

    ``after`` is in words; the rest tells the same in parts.
    """

    action: str
    before: str
    after: str
    outcome: str
    needs: list[str]
    policies: list[str]
    count: int
    examples: list[Example]


@dataclass(frozen=True, kw_only=True)
class Replay:
    """``decided``: requests that were decided again. ``without_purpose``: of them, those whose personal part has been
    erased, so that a purpose that was given is no longer known.
    """

    decided: int
    without_purpose: int
    shifts: tuple[Shift, ...]


def replay(engine: Engine, acts: Iterable[RecordedAct]) -> Replay:
    """Entries without the inputs of a decision (a refusal that was not the rules' own) are passed over."""
    shifts: dict[tuple[str, str, str], Shift] = {}
    decided = without_purpose = 0
    for act in acts:
        if "inputs" not in act.decision:
            continue
        decided += 1
        without_purpose += not act.personal
        action, facts = asked(act)
        before, answer = Outcome(act.decision["outcome"]), engine.answer(action, facts)
        if answer.outcome is before:
            continue
        after = told(answer)
        shift = shifts.setdefault(
            (action, before, after),
            Shift(
                action=action,
                before=before,
                after=after,
                outcome=str(answer.outcome),
                needs=sorted(answer.needs),
                policies=[policy.id for policy in answer.policies],
                count=0,
                examples=[],
            ),
        )
        shift.count += 1
        if len(shift.examples) < _EXAMPLES:
            shift.examples.append(
                Example(
                    id=act.id,
                    at_us=act.at_us,
                    username=act.personal.get("username", ""),
                    resource_kind=act.resource_kind,
                    resource_id=act.resource_id,
                )
            )
    ordered = sorted(shifts.values(), key=lambda shift: (-shift.count, shift.action, shift.after))
    return Replay(decided=decided, without_purpose=without_purpose, shifts=tuple(ordered))


def asked(act: RecordedAct) -> tuple[str, Facts]:
    """The action and the facts of a recorded decision; what older entries do not say is as it was by default then."""
    inputs: dict[str, Any] = act.decision["inputs"]
    resource: dict[str, Any] = inputs["resource"]
    request = AccessRequest(
        action=inputs["action"],
        resource=ResourceRef(
            kind=resource["kind"],
            id=resource["id"],
            owner_id=resource["owner_id"],
            tags=frozenset(resource["tags"]),
            purpose_class=resource.get("purpose_class", ""),
        ),
        purpose=act.personal.get("purpose", ""),
        reference=act.personal.get("reference", ""),
        seconds=inputs["seconds"],
        from_us=inputs["from_us"],
        to_us=inputs["to_us"],
        asked_us=inputs.get("asked_us"),
    )
    recorded = DecisionInputs(
        request=request,
        user_id=act.actor_id,
        is_system=inputs["is_system"],
        is_active=inputs["is_active"],
        second_factor=inputs["second_factor"],
        roles=tuple(RoleBinding(role=role, organisation_id=at) for role, at in inputs["roles"]),
        owner_path=tuple(inputs["owner_path"]),
        shared=tuple(inputs.get("shared", ())),
        on_duty=inputs.get("on_duty", True),
        approval_ids=tuple(inputs.get("approval_ids", ())),
        stands=inputs.get("stands", True),
        now_us=inputs.get("now_us", act.at_us),
    )
    return inputs["action"], question(recorded)
