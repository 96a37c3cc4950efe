"""What is different between two packs: the texts, and the answers to the same questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from toancanh.governance.model import Role
from toancanh.governance.regulation.check import ACTIONS
from toancanh.governance.regulation.engine import Answer, Engine
from toancanh.governance.regulation.pack import Facts, Row
from toancanh.governance.regulation.sources import texts_of_policies


@dataclass(frozen=True, kw_only=True)
class Change:
    """``before`` or ``after`` is empty where there was or is nothing.

    ``kind``: "article", "purpose", "retention", "approval", "sharing", "footage", "duty" with the ``key`` of the row,
    or "answer" with the action as its key and what was answered.
    """

    where: str
    before: str
    after: str
    kind: str
    key: str
    role: str = ""
    circumstance: str = ""
    answers: tuple[Answer, Answer] | None = None


@dataclass(frozen=True, kw_only=True)
class Question:
    """One of those that are put to both packs."""

    action: str
    role: str
    circumstance: str
    facts: Facts

    @property
    def name(self) -> str:
        """In words."""
        words = _CIRCUMSTANCES[self.circumstance][0]
        return f"{self.action} by {self.role}{', ' if words else ''}{words}"


_CIRCUMSTANCES: dict[str, tuple[str, dict[str, object]]] = {
    "plain": ("", {}),
    "purpose": ("with a purpose and a reference", {"purpose": "incident", "reference": "1"}),
    "approved": (
        "approved",
        {"approved": True, "purpose": "incident", "reference": "1", "second_factor": True},
    ),
    "protected": ("a protected thing", {"tags": frozenset({"protected"})}),
    "week": ("of five days ago", {"age": 5 * 86400, "seconds": 600}),
    "old": ("of long ago", {"age": 90 * 86400, "seconds": 3600}),
    "night": ("at night, off duty", {"minute": 120, "on_duty": False}),
}


def differences(before: Engine, after: Engine) -> list[Change]:
    """Texts first, then each question of `questions` that the two answer differently."""
    if before.pack.digest == after.pack.digest:
        return []
    return [*_texts(before, after), *_answers(before, after)]


def questions() -> Iterator[Question]:
    """Every action by every role under usual and unusual circumstances."""
    for action in ACTIONS:
        for role in Role:
            held = frozenset({str(role)})
            for name, (_, facts) in _CIRCUMSTANCES.items():
                asked = Facts.model_validate({"held": held, "above": held, **facts})
                yield Question(action=action, role=str(role), circumstance=name, facts=asked)


def _texts(before: Engine, after: Engine) -> Iterator[Change]:
    for name, kind, old, new in (
        ("article", "article", _by(before.pack.articles, "number"), _by(after.pack.articles, "number")),
        ("purpose", "purpose", _by(before.pack.purposes, "key"), _by(after.pack.purposes, "key")),
        ("retention class", "retention", _by(before.pack.retention, "key"), _by(after.pack.retention, "key")),
        ("approval of", "approval", _by(before.pack.approvals, "action"), _by(after.pack.approvals, "action")),
        ("sharing rule", "sharing", _by(before.pack.sharing, "key"), _by(after.pack.sharing, "key")),
        ("rights over", "footage", _footage(before), _footage(after)),
        ("duty", "duty", _by(before.pack.duties, "key"), _by(after.pack.duties, "key")),
    ):
        for key in sorted(old.keys() | new.keys()):
            if old.get(key) != new.get(key):
                yield Change(where=f"{name} {key}", before=old.get(key, ""), after=new.get(key, ""), kind=kind, key=key)


def _footage(of: Engine) -> dict[str, str]:
    return {"footage": of.pack.footage[0].model_dump_json()} if of.pack.footage else {}


def _by(rows: tuple[Row, ...], key: str) -> dict[str, str]:
    return {str(getattr(row, key)): row.model_dump_json(exclude={key}) for row in rows}


def _answers(before: Engine, after: Engine) -> Iterator[Change]:
    same = _answered_alike(before, after)
    for asked in questions():
        if asked.action in same:
            continue
        old, new = before.answer(asked.action, asked.facts), after.answer(asked.action, asked.facts)
        if (old.outcome, old.needs, old.obligations) != (new.outcome, new.needs, new.obligations):
            yield Change(
                where=asked.name,
                before=told(old),
                after=told(new),
                kind="answer",
                key=asked.action,
                role=asked.role,
                circumstance=asked.circumstance,
                answers=(old, new),
            )


def _answered_alike(before: Engine, after: Engine) -> frozenset[str]:
    """Actions on which both have the same policies, word for word, and so the same answers."""
    if [one.key for one in before.pack.purposes] != [one.key for one in after.pack.purposes]:
        return frozenset()
    old, new = texts_of_policies(before), texts_of_policies(after)
    return frozenset(action for action in ACTIONS if _on(before, old, action) == _on(after, new, action))


def _on(engine: Engine, texts: Mapping[str, str], action: str) -> list[str]:
    return sorted(
        texts[position] for position, scope in engine.scopes.items() if scope.actions is None or action in scope.actions
    )


def told(answer: Answer) -> str:
    """An answer in one line: outcome, needs, policies."""
    needs = f" ({', '.join(sorted(answer.needs))})" if answer.needs else ""
    by = ", ".join(f"{policy.id} [{policy.article}]" for policy in answer.policies)
    return f"{answer.outcome}{needs}" + (f" by {by}" if by else "")
