"""The requests that are on record, decided again under a pack: what would have been answered differently."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from toancanh.governance.model import Outcome
from toancanh.governance.record.query import RecordedAct
from toancanh.governance.regulation.difference import told
from toancanh.governance.regulation.engine import Engine
from toancanh.governance.regulation.pack import Facts
from toancanh.governance.rules import ACCOUNT_KINDS

_SECOND_US = 1_000_000
_MINUTE_US = 60 * _SECOND_US
_LOCAL_US = 7 * 60 * _MINUTE_US  # Asia/Ho_Chi_Minh, which has no summer time
_EXAMPLES = 3


@dataclass(kw_only=True)
class Shift:
    """Requests for one action that got one answer and would get another; ``examples`` are ids of entries."""

    action: str
    before: str
    after: str
    count: int
    examples: list[str]


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
            (action, before, after), Shift(action=action, before=before, after=after, count=0, examples=[])
        )
        shift.count += 1
        if len(shift.examples) < _EXAMPLES:
            shift.examples.append(act.id)
    ordered = sorted(shifts.values(), key=lambda shift: (-shift.count, shift.action, shift.after))
    return Replay(decided=decided, without_purpose=without_purpose, shifts=tuple(ordered))


def asked(act: RecordedAct) -> tuple[str, Facts]:
    """The action and the facts of a recorded decision, as a policy looks at them."""
    inputs: dict[str, Any] = act.decision["inputs"]
    path, resource = inputs["owner_path"], inputs["resource"]
    from_us, to_us = inputs["from_us"], inputs["to_us"]
    span_s = 0 if from_us is None or to_us is None else (to_us - from_us) // _SECOND_US
    return inputs["action"], Facts(
        platform=inputs["is_system"],
        active=inputs["is_active"],
        held=frozenset(role for role, organisation in inputs["roles"] if organisation in path),
        above=frozenset(role for role, organisation in inputs["roles"] if organisation in path[1:]),
        own_account=resource["kind"] in ACCOUNT_KINDS and resource["id"] == act.actor_id,
        kind=resource["kind"],
        tags=frozenset(resource["tags"]),
        purpose=act.personal.get("purpose", ""),
        reference=act.personal.get("reference", ""),
        second_factor=inputs["second_factor"],
        minute=(act.at_us + _LOCAL_US) // _MINUTE_US % 1440,
        seconds=max(0, round(inputs["seconds"]), span_s),
        age=0 if from_us is None else max(0, (act.at_us - from_us) // _SECOND_US),
    )
