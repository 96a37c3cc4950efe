"""Decisions by a pack's policies. An error of a policy denies and is told: Cedar alone would skip it, a forbid too."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import cedarpy

from toancanh.governance.model import PROTECTED, Action, Need, Obligations, Outcome
from toancanh.governance.regulation.looks import Look, Looks, Scope
from toancanh.governance.regulation.pack import SCHEMA, Facts, Pack
from toancanh.kernel import Invalid

_FACTS_OF: Mapping[Need, frozenset[str]] = {
    Need.PURPOSE: frozenset({"purpose", "reference"}),
    Need.SECOND_FACTOR: frozenset({"second_factor"}),
    Need.APPROVAL: frozenset({"approved"}),
}
"""What the asker might still bring, and the facts that it is seen by."""

_KEPT = 4096
MOST_TAGS = 4
"""Named by the policies on one action: a list decides on each way in which a thing can carry them."""

_DEEPENING_PER_POLICY = 250
_MOST_POLICIES = 500
_PARTS = re.compile(
    r"""(?:"(?:\\.|[^"\\])*" | //[^\n\r]*)  # what stands in texts and remarks nests nothing
    | (?P<ends>;) | (?P<deepens>[(\[{.!&|+*-] | \b(?:if|has|in|is|like)\b)""",
    re.VERBOSE | re.DOTALL,
)

_ASKER = {"type": "Person", "id": "asker"}
_THING = {"type": "Thing", "id": "thing"}


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What a policy says of itself: ``@id`` and ``@article``, and what it asks of the one who serves the pictures."""

    id: str
    article: str
    permits: bool
    obligations: Obligations


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A decision with the policies that made it; none decided where nothing permits.

    ``purposes`` are those that would do where one is needed.
    """

    outcome: Outcome
    needs: frozenset[Need] = frozenset()
    purposes: tuple[str, ...] = ()
    policies: tuple[Policy, ...] = ()
    obligations: Obligations = field(default_factory=Obligations)
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Action:
    """``tries``: what might be missing, fewest first. ``purposes``: one for each way in which they are told apart."""

    look: Look
    policies: cedarpy.PolicySet
    counted_tags: frozenset[str]
    tries: tuple[frozenset[Need], ...]
    purposes: tuple[str, ...]


class Engine:
    """A pack made ready to decide. Raises `Invalid` where its policies cannot be read or do not fit the schema.

    Threads may share it. An answer is kept under the action and the facts that the policies on it can look at: these
    alone decide, so that a kept one is the answer that Cedar would give.
    """

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        _refuse_deep(pack.policies)
        try:
            parsed = cedarpy.PolicySet.from_str(pack.policies).to_pst()
        except ValueError as error:
            raise Invalid(f"policies.cedar: {error}") from None
        if parsed.templates:
            raise Invalid("policies.cedar: templates (?principal, ?resource) are not for packs; write the policy out")
        self._schema = cedarpy.Schema.from_str(SCHEMA)
        self._entities = cedarpy.Entities.from_json_str("[]")
        self.policies: Mapping[str, Policy] = {
            position: _policy(policy.annotations, permits=policy.effect == "permit")
            for position, policy in parsed.static_policies.items()
        }
        self._looks = Looks(pack.policies)
        self.scopes: Mapping[str, Scope] = self._looks.scopes
        self._purposes = tuple(purpose.key for purpose in pack.purposes)
        self._actions: dict[str, _Action] = {}
        self._known: dict[tuple[object, ...], Answer] = {}
        valid = cedarpy.validate_policies(pack.policies, SCHEMA)
        if not valid.validation_passed:
            first = valid.errors[0]
            named = self.policies.get(str(first.policy_id))
            raise Invalid(f"policies.cedar, policy {named.id if named else first.policy_id}: {first.error}")
        for action in Action:
            tags = self.tags_named(action) - {PROTECTED}
            if action != Action.ROLE_GRANT and len(tags) > MOST_TAGS:
                raise Invalid(f"policies.cedar: the policies on {action} name {len(tags)} tags; at most {MOST_TAGS}")

    def answer(self, action: str, facts: Facts) -> Answer:
        """Decide. Where it is refused and a purpose, a second factor or an approval would change that, say which.

        A purpose that the pack does not name is none, nor is such a tag (of a role given, its name is its tag).
        """
        of = self._of(action)
        if facts.kind != "role" and not facts.tags <= of.counted_tags:
            facts = facts.model_copy(update={"tags": facts.tags & of.counted_tags})
        if facts.purpose and facts.purpose not in self._purposes:
            facts = facts.model_copy(update={"purpose": ""})
        key = (action, *[getattr(facts, name) for name in of.look.facts])
        known = self._known.get(key)
        if known is None:
            known = self._decided(of, action, facts)
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[key] = known
        return known

    def forget(self) -> None:
        """Keep no answer of before."""
        self._known.clear()

    def looks_at(self, action: str) -> frozenset[str]:
        """Names of the facts that count for an action."""
        return frozenset(self._of(action).look.facts)

    def tags_named(self, action: str) -> frozenset[str]:
        """Tags that the policies on an action name: no other counts, save `PROTECTED`."""
        return self._of(action).look.tags

    def _of(self, action: str) -> _Action:
        found = self._actions.get(action)
        if found is None:
            look = self._looks.of(action)
            needs = [need for need, seen_by in _FACTS_OF.items() if seen_by & set(look.facts)]
            tries = [set_ for count in range(1, len(needs) + 1) for set_ in itertools.combinations(needs, count)]
            alike = [key for key in self._purposes if look.purposes is not None and key not in look.purposes]
            apart = [key for key in self._purposes if key not in alike[1:]]
            found = _Action(
                look=look,
                policies=self._looks.policies(action),
                counted_tags=look.tags | {PROTECTED},
                tries=tuple(map(frozenset, tries)),
                purposes=tuple(apart),
            )
            self._actions[action] = found
        return found

    def _decided(self, of: _Action, action: str, facts: Facts) -> Answer:
        first = self._ask(of, action, [facts])[0]
        if first.outcome is Outcome.ALLOW or first.errors or not of.tries:
            return first
        if len(of.tries) > 1:
            everything = self._ask(of, action, _supposed(of, of.tries[-1], facts))
            if all(then.outcome is not Outcome.ALLOW for then in everything):
                return first  # most refusals end here: nothing that the asker could add would help
        for needs in of.tries:
            supposed = _supposed(of, needs, facts)
            answers = self._ask(of, action, supposed)
            would_do = [then for then, answer in zip(supposed, answers, strict=True) if answer.outcome is Outcome.ALLOW]
            if would_do:
                policies = next(answer.policies for answer in answers if answer.outcome is Outcome.ALLOW)
                purposes = self._alike(of, {then.purpose for then in would_do}) if Need.PURPOSE in needs else ()
                return Answer(outcome=Outcome.NEEDS, needs=needs, purposes=purposes, policies=policies)
        return first

    def _alike(self, of: _Action, would_do: set[str]) -> tuple[str, ...]:
        """All purposes that would do, also those that one of them stood for."""
        apart = of.look.purposes
        together = apart is not None and any(key not in apart for key in would_do)
        return tuple(
            key for key in self._purposes if key in would_do or (together and apart is not None and key not in apart)
        )

    def _ask(self, of: _Action, action: str, questions: Sequence[Facts]) -> list[Answer]:
        requests = [
            {
                "principal": _ASKER,
                "action": {"type": "Action", "id": action},
                "resource": _THING,
                "context": facts.model_dump_json(),
            }
            for facts in questions
        ]
        results = cedarpy.is_authorized_batch(requests, of.policies, self._entities, self._schema)
        return [self._read(result) for result in results]

    def _read(self, result: cedarpy.AuthzResult) -> Answer:
        errors = tuple(map(str, result.diagnostics.errors))
        decided = tuple(self.policies[position] for position in sorted(result.diagnostics.reasons))
        if errors or result.decision is not cedarpy.Decision.Allow:
            return Answer(outcome=Outcome.DENY, policies=decided, errors=errors)
        return Answer(outcome=Outcome.ALLOW, policies=decided, obligations=_least(decided))


def _refuse_deep(policies: str) -> None:
    """Cedar's parser follows nesting down the stack without a bound: 2,000 brackets end the process (SIGSEGV)."""
    depth_bound = count = 0
    for part in _PARTS.finditer(policies):
        if part["ends"]:
            depth_bound, count = 0, count + 1
            if count > _MOST_POLICIES:
                raise Invalid(f"policies.cedar: more than {_MOST_POLICIES} policies; each of them costs every decision")
        elif part["deepens"]:
            depth_bound += 1
            if depth_bound > _DEEPENING_PER_POLICY:
                line = policies.count("\n", 0, part.start()) + 1
                raise Invalid(f"policies.cedar, line {line}: the policy is too long; write it as several")


def _supposed(of: _Action, needs: frozenset[Need], facts: Facts) -> list[Facts]:
    """The facts as they would be if the needs were met; one for each purpose, where that is one of them."""
    given: dict[str, object] = {}
    if Need.SECOND_FACTOR in needs:
        given["second_factor"] = True
    if Need.APPROVAL in needs:
        given["approved"] = True
    if Need.PURPOSE not in needs:
        return [facts.model_copy(update=given)]
    return [
        facts.model_copy(update={**given, "purpose": key, "reference": facts.reference or "0"}) for key in of.purposes
    ]


def _policy(annotations: Mapping[str, str | None], *, permits: bool) -> Policy:
    seconds = annotations.get("max_seconds")
    if seconds is not None and not seconds.isdecimal():
        raise Invalid(f"policies.cedar, policy {annotations.get('id')}: @max_seconds is a number of seconds")
    return Policy(
        id=annotations.get("id") or "",
        article=annotations.get("article") or "",
        permits=permits,
        obligations=Obligations(
            mask="mask" in annotations,
            watermark="watermark" in annotations,
            max_seconds=None if seconds is None else float(seconds),
        ),
    )


def _least(permits: Sequence[Policy]) -> Obligations:
    """Each permit stands for itself: what one of them does not ask is not asked."""
    limits = [policy.obligations.max_seconds for policy in permits]
    return Obligations(
        mask=all(policy.obligations.mask for policy in permits),
        watermark=all(policy.obligations.watermark for policy in permits),
        max_seconds=None if None in limits else max(limit for limit in limits if limit is not None),
    )
