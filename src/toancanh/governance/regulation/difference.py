"""What is different between two packs: the texts, and the answers to the same questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from toancanh.governance.model import Role
from toancanh.governance.regulation.check import ACTIONS
from toancanh.governance.regulation.engine import Answer, Engine
from toancanh.governance.regulation.pack import Facts, Row


@dataclass(frozen=True, kw_only=True)
class Change:
    """``before`` or ``after`` is empty where there was or is nothing."""

    where: str
    before: str
    after: str


def differences(before: Engine, after: Engine) -> list[Change]:
    """Texts first, then each question of `questions` that the two answer differently."""
    if before.pack.digest == after.pack.digest:
        return []
    return [*_texts(before, after), *_answers(before, after)]


def questions() -> Iterator[tuple[str, str, Facts]]:
    """Every action by every role under usual and unusual circumstances: name, action, facts."""
    circumstances: dict[str, dict[str, object]] = {
        "": {},
        "with a purpose and a reference": {"purpose": "incident", "reference": "1"},
        "approved": {"approved": True, "purpose": "incident", "reference": "1", "second_factor": True},
        "a protected thing": {"tags": frozenset({"protected"})},
        "of long ago": {"age": 90 * 86400, "seconds": 3600},
        "at night, off duty": {"minute": 120, "on_duty": False},
    }
    for action in ACTIONS:
        for role in Role:
            held = frozenset({str(role)})
            for name, facts in circumstances.items():
                yield (
                    f"{action} by {role}{', ' if name else ''}{name}",
                    action,
                    Facts.model_validate({"held": held, "above": held, **facts}),
                )


def _texts(before: Engine, after: Engine) -> Iterator[Change]:
    for name, old, new in (
        ("article", _by(before.pack.articles, "number"), _by(after.pack.articles, "number")),
        ("purpose", _by(before.pack.purposes, "key"), _by(after.pack.purposes, "key")),
        ("retention class", _by(before.pack.retention, "key"), _by(after.pack.retention, "key")),
        ("approval of", _by(before.pack.approvals, "action"), _by(after.pack.approvals, "action")),
        ("sharing rule", _by(before.pack.sharing, "key"), _by(after.pack.sharing, "key")),
        ("duty", _by(before.pack.duties, "key"), _by(after.pack.duties, "key")),
    ):
        for key in sorted(old.keys() | new.keys()):
            if old.get(key) != new.get(key):
                yield Change(where=f"{name} {key}", before=old.get(key, ""), after=new.get(key, ""))


def _by(rows: tuple[Row, ...], key: str) -> dict[str, str]:
    return {str(getattr(row, key)): row.model_dump_json(exclude={key}) for row in rows}


def _answers(before: Engine, after: Engine) -> Iterator[Change]:
    for name, action, facts in questions():
        old, new = before.answer(action, facts), after.answer(action, facts)
        if (old.outcome, old.needs, old.obligations) != (new.outcome, new.needs, new.obligations):
            yield Change(where=name, before=told(old), after=told(new))


def told(answer: Answer) -> str:
    """An answer in one line: outcome, needs, policies."""
    needs = f" ({', '.join(sorted(answer.needs))})" if answer.needs else ""
    by = ", ".join(f"{policy.id} [{policy.article}]" for policy in answer.policies)
    return f"{answer.outcome}{needs}" + (f" by {by}" if by else "")
