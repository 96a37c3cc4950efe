"""What one may do, where, under which policy and article, and what it would need. Nothing is decided by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from toancanh.governance.facts import Facts
from toancanh.governance.model import PROTECTED, Action, Outcome
from toancanh.governance.regulation import Answer, Engine
from toancanh.governance.regulation import Facts as Asked
from toancanh.governance.regulation.question import ACCOUNT_KINDS
from toancanh.kernel import Principal

_DAY_S = 86_400
_PLAIN = "plain"
_CIRCUMSTANCES: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "old": ("age", {"age": 60 * _DAY_S, "seconds": 600}),
    "long": ("seconds", {"seconds": 3 * 3600}),
    "defence": ("purpose_class", {"purpose_class": "defence"}),
    "protected": ("tags", {"tags": frozenset({PROTECTED})}),
    "off_duty": ("on_duty", {"on_duty": False}),
    "below": ("above", {}),
}
"""By name: the fact that must count for the action, and what the facts are then."""

_OF_CAMERAS = frozenset({"defence", "protected"})


@dataclass(frozen=True, kw_only=True)
class Right:
    """One action under one circumstance; others than the plain one are there where the answer is another."""

    action: Action
    circumstance: str
    answer: Answer


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where these rights hold: at ``organisations`` and below, with ``roles``; the own account; what is shared."""

    kind: str  # "roles", "own", "shared"
    organisations: tuple[str, ...]
    roles: tuple[str, ...]
    rights: tuple[Right, ...]


def rights_of(engine: Engine, facts: Facts, principal: Principal, *, now_us: int) -> list[Place]:
    """The places where a role is held first, then the own account, then what others share."""
    if principal.user_id in facts.inactive:
        return []
    shared = facts.shared_now(principal, now_us)
    found = [
        Place(
            kind="roles",
            organisations=tuple(organisations),
            roles=tuple(sorted(held)),
            rights=tuple(_rights(engine, {"held": held, "above": above, "second_factor": principal.second_factor})),
        )
        for (held, above), organisations in _alike(facts, principal.user_id).items()
    ]
    own = tuple(_of_own_account(engine, principal))
    found.append(Place(kind="own", organisations=(), roles=(), rights=own))
    if shared:
        given = {"shared": shared, "second_factor": principal.second_factor}
        rights = tuple(one for one in _rights(engine, given) if one.answer.outcome is not Outcome.DENY)
        found.append(Place(kind="shared", organisations=(), roles=(), rights=rights))
    return found


def _alike(facts: Facts, user_id: str) -> dict[tuple[frozenset[str], frozenset[str]], list[str]]:
    """Organisations at which roles are held, those with the same ones together."""
    bindings = facts.roles.get(user_id, ())
    found: dict[tuple[frozenset[str], frozenset[str]], list[str]] = {}
    for organisation in dict.fromkeys(binding.organisation_id for binding in bindings):
        path = facts.path(organisation)
        held = frozenset(str(binding.role) for binding in bindings if binding.organisation_id in path)
        above = frozenset(str(binding.role) for binding in bindings if binding.organisation_id in path[1:])
        found.setdefault((held, above), []).append(organisation)
    return found


def _rights(engine: Engine, given: Mapping[str, object]) -> Iterator[Right]:
    for action in Action:
        kind = str(action).split(".")[0]
        base = Asked.model_validate({"kind": kind, **given})
        plain = engine.answer(action, base)
        yield Right(action=action, circumstance=_PLAIN, answer=plain)
        looks = engine.looks_at(action)
        for name, (fact, then) in _CIRCUMSTANCES.items():
            if fact not in looks or (name in _OF_CAMERAS and kind not in ("camera", "media", "plate")):
                continue
            then = {"above": base.held} if name == "below" else then
            answer = engine.answer(action, base.model_copy(update=dict(then)))
            if (answer.outcome, answer.needs, answer.policies) != (plain.outcome, plain.needs, plain.policies):
                yield Right(action=action, circumstance=name, answer=answer)


def _of_own_account(engine: Engine, principal: Principal) -> Iterator[Right]:
    for action in Action:
        kind = str(action).split(".")[0]
        if kind in ACCOUNT_KINDS:
            asked = Asked(kind=kind, own_account=True, second_factor=principal.second_factor)
            answer = engine.answer(action, asked)
            if answer.outcome is not Outcome.DENY:
                yield Right(action=action, circumstance=_PLAIN, answer=answer)
