"""What is wrong with a pack: references that lead nowhere, policies nobody has tested, answers that are not as they
should be, administrators locked out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from toancanh.governance.model import Outcome, Role
from toancanh.governance.regulation.engine import Answer, Engine, Policy
from toancanh.governance.regulation.pack import SCHEMA, Case, Facts, Ruled

ACTIONS: tuple[str, ...] = tuple(re.findall(r'"([a-z]+\.[a-z]+)"', SCHEMA[SCHEMA.index("\naction") :]))
"""All that can be asked, in the schema's order."""

_KEPT_ON: Mapping[str, frozenset[str]] = {
    "watermark": frozenset({"media.live", "media.snapshot", "media.playback", "media.export"}),
    "max_seconds": frozenset({"media.playback", "media.export"}),
}
"""On which acts those who serve pictures do what a policy obliges them to; elsewhere it would be an empty word.
(`@mask` binds every path that shows pictures, also those to come.)
"""

_NOT_TO_BE_LOST = ("user.write", "role.grant", "user.read")
"""What an administrator must be able to do, or nobody could mend anything any more."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """``where``: file and row or policy."""

    where: str
    what: str


@dataclass(frozen=True, kw_only=True)
class Tried:
    """A test case and what the pack answered."""

    case: Case
    answer: Answer
    why: str  # empty where it is as expected


def try_cases(engine: Engine) -> list[Tried]:
    """Put every test case of the pack to its policies."""
    return [_tried(engine, case) for case in engine.pack.cases]


def check(engine: Engine) -> list[Finding]:
    """All findings; a pack without one may be proposed."""
    return [*_references(engine), *_policies(engine), *_cases(engine), *_lockout(engine)]


def _tried(engine: Engine, case: Case) -> Tried:
    answer = engine.answer(case.action, case.facts)
    decided = [policy.id for policy in answer.policies]
    why = ""
    if answer.errors:
        why = f"a policy failed: {answer.errors[0]}"
    elif answer.outcome is not case.expect:
        why = f"expected {case.expect}, answered {answer.outcome}" + (f" by {', '.join(decided)}" if decided else "")
    elif answer.needs != case.needs:
        why = f"expected the needs {sorted(case.needs)}, answered {sorted(answer.needs)}"
    elif case.policy and case.policy not in decided:
        why = f"expected policy {case.policy}, decided by {', '.join(decided) or 'none'}"
    return Tried(case=case, answer=answer, why=why)


def _references(engine: Engine) -> Iterator[Finding]:
    pack = engine.pack
    numbers = [article.number for article in pack.articles]
    yield from _twice("articles.toml", numbers)
    lists: tuple[tuple[str, str, tuple[Ruled, ...]], ...] = (
        ("purposes.toml", "key", pack.purposes),
        ("retention.toml", "key", pack.retention),
        ("approvals.toml", "action", pack.approvals),
        ("sharing.toml", "key", pack.sharing),
        ("duties.toml", "key", pack.duties),
    )
    for name, key, rows in lists:
        yield from _twice(name, [getattr(row, key) for row in rows])
        for number, row in enumerate(rows, 1):
            if row.article not in numbers:
                yield Finding(where=f"{name}, row {number}", what=f"there is no article {row.article}")
    for row in pack.footage:
        if row.article not in numbers:
            yield Finding(where="sharing.toml, footage", what=f"there is no article {row.article}")
    for number, kept in enumerate(pack.retention, 1):
        if kept.min_days > kept.max_days:
            yield Finding(where=f"retention.toml, row {number}", what="the least is more than the most")
        if kept.cold_after_days is not None and kept.cold_after_days >= kept.max_days:
            yield Finding(where=f"retention.toml, row {number}", what="moved to the cold store not before its most")
        thin = kept.thin_after_days
        if thin is not None and not kept.min_days <= thin < kept.max_days:
            yield Finding(
                where=f"retention.toml, row {number}", what="thinned before its least, or not before its most"
            )
    for number, approval in enumerate(pack.approvals, 1):
        for role in approval.roles:
            if role not in _ROLES:
                yield Finding(where=f"approvals.toml, row {number}", what=f"there is no role {role!r}")
        if approval.action not in ACTIONS:
            yield Finding(where=f"approvals.toml, row {number}", what=f"there is no action {approval.action!r}")
    for number, rule in enumerate(pack.sharing, 1):
        for role in set(rule.roles) - _ROLES:
            yield Finding(where=f"sharing.toml, row {number}", what=f"there is no role {role!r}")
        for what in set(rule.what) - {"live", "recorded"}:
            yield Finding(where=f"sharing.toml, row {number}", what=f'{what!r} is neither "live" nor "recorded"')


def _policies(engine: Engine) -> Iterator[Finding]:
    numbers = {article.number for article in engine.pack.articles}
    yield from _twice("policies.cedar", [policy.id for policy in engine.policies.values()])
    for position, policy in engine.policies.items():
        where = f"policies.cedar, {policy.id or position}"
        if not policy.id:
            yield Finding(where=where, what='a policy has a name: write @id("...") before it')
        scope = engine.scopes[position]
        if not scope.names_tags and scope.actions != frozenset({"role.grant"}):
            yield Finding(where=where, what='tags are looked at by their names, as context.tags.contains("...")')
        for obligation in _obligations(policy):
            unkept = sorted((scope.actions or set(ACTIONS)) - _KEPT_ON[obligation])
            if not policy.permits or unkept:
                on = f"{unkept[0]}" if policy.permits else "a forbid"
                yield Finding(
                    where=where, what=f"@{obligation} binds nobody on {on}; take it away or name other actions"
                )
        if policy.article not in numbers:
            yield Finding(where=where, what=f"@article names {policy.article!r}, and there is no such article")


def _obligations(policy: Policy) -> Iterator[str]:
    asked = policy.obligations
    if asked.watermark:
        yield "watermark"
    if asked.max_seconds is not None:
        yield "max_seconds"


def _cases(engine: Engine) -> Iterator[Finding]:
    decided: set[str] = set()
    for number, tried in enumerate(try_cases(engine), 1):
        if tried.why:
            yield Finding(where=f"cases.toml, row {number}: {tried.case.says.en}", what=tried.why)
        decided.update(policy.id for policy in tried.answer.policies)
        if tried.case.action not in ACTIONS:
            yield Finding(where=f"cases.toml, row {number}", what=f"there is no action {tried.case.action!r}")
    for policy in engine.policies.values():
        if policy.id not in decided:
            yield Finding(where=f"policies.cedar, {policy.id}", what="no test case is decided by it; add one")


def _lockout(engine: Engine) -> Iterator[Finding]:
    held = frozenset({str(Role.ADMINISTRATOR)})
    administrator = Facts(held=held, above=held, kind="user", personal_data=False, second_factor=True)
    for action in _NOT_TO_BE_LOST:
        if engine.answer(action, administrator).outcome is Outcome.DENY:
            yield Finding(where="policies.cedar", what=f"no administrator could do {action} any more")


def _twice(name: str, keys: Iterable[str]) -> Iterator[Finding]:
    for key, count in Counter(keys).items():
        if count > 1:
            yield Finding(where=name, what=f"{key!r} stands {count} times")


_ROLES = frozenset(map(str, Role))
