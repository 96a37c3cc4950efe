"""Whether anybody of this platform's people could still manage people and packs under a pack."""

from __future__ import annotations

from collections.abc import Iterable

from toancanh.governance.facts import Facts
from toancanh.governance.model import Action, Outcome, Role
from toancanh.governance.regulation import Engine
from toancanh.governance.regulation import Facts as Asked

_NOT_TO_BE_LOST: tuple[tuple[Action, str], ...] = (
    (Action.USER_READ, "user"),
    (Action.USER_WRITE, "user"),
    (Action.ROLE_GRANT, "role"),
    (Action.REGULATION_READ, "regulation"),
    (Action.REGULATION_PROPOSE, "regulation"),
    (Action.REGULATION_APPROVE, "regulation"),
    (Action.REGULATION_SWITCH, "regulation"),
)
_HOURS = range(0, 1440, 60)


def lost(engine: Engine, facts: Facts) -> list[Action]:
    """What nobody could do any more at the first organisation, whatever the hour, even with a second factor.

    These acts are asked for without a purpose or an approval, so a pack that wants one for them loses them.
    """
    held = _held_at_root(facts)
    return [action for action, kind in _NOT_TO_BE_LOST if not _anybody(engine, action, kind, held)]


def _held_at_root(facts: Facts) -> frozenset[frozenset[Role]]:
    """The sets of roles that active people hold there."""
    return frozenset(
        frozenset(binding.role for binding in bindings if binding.organisation_id == facts.root)
        for user_id, bindings in facts.roles.items()
        if user_id not in facts.inactive
    ) - {frozenset()}


def _anybody(engine: Engine, action: Action, kind: str, held: Iterable[frozenset[Role]]) -> bool:
    return any(
        engine.answer(
            action,
            Asked(held=frozenset(map(str, roles)), kind=kind, personal_data=False, second_factor=True, minute=minute),
        ).outcome
        is Outcome.ALLOW
        for roles in held
        for minute in _HOURS
    )
