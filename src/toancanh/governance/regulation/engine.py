"""Decisions by a pack's policies. An error of a policy denies and is told: Cedar alone would skip it, a forbid too."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import cedarpy

from toancanh.governance.model import Need, Obligations, Outcome
from toancanh.governance.regulation.pack import SCHEMA, Facts, Pack
from toancanh.kernel import Invalid

_CONDITIONS = (Need.PURPOSE, Need.SECOND_FACTOR, Need.APPROVAL)
_TRIES: tuple[frozenset[Need], ...] = tuple(
    frozenset(needs) for count in range(1, len(_CONDITIONS) + 1) for needs in itertools.combinations(_CONDITIONS, count)
)
"""What might be missing, fewest first."""

_DEEPENING_PER_POLICY = 250
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


class Engine:
    """A pack made ready to decide. Raises `Invalid` where its policies cannot be read or do not fit the schema.

    Immutable after that, so threads may share it.
    """

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        _refuse_deep(pack.policies)
        try:
            self._policies = cedarpy.PolicySet.from_str(pack.policies)
            parsed = self._policies.to_pst()
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
        valid = cedarpy.validate_policies(pack.policies, SCHEMA)
        if not valid.validation_passed:
            first = valid.errors[0]
            named = self.policies.get(str(first.policy_id))
            raise Invalid(f"policies.cedar, policy {named.id if named else first.policy_id}: {first.error}")

    def answer(self, action: str, facts: Facts) -> Answer:
        """Decide. Where it is refused and a purpose, a second factor or an approval would change that, say which."""
        first = self._ask(action, [facts])[0]
        if first.outcome is Outcome.ALLOW or first.errors:
            return first
        everything = self._ask(action, self._supposed(_TRIES[-1], facts))
        if all(then.outcome is not Outcome.ALLOW for then in everything):
            return first  # most refusals end here: nothing that the asker could add would help
        for needs in _TRIES:
            supposed = self._supposed(needs, facts)
            answers = self._ask(action, supposed)
            would_do = [then for then, answer in zip(supposed, answers, strict=True) if answer.outcome is Outcome.ALLOW]
            if would_do:
                policies = next(answer.policies for answer in answers if answer.outcome is Outcome.ALLOW)
                purposes = tuple(then.purpose for then in would_do) if Need.PURPOSE in needs else ()
                return Answer(outcome=Outcome.NEEDS, needs=needs, purposes=purposes, policies=policies)
        return first

    def _supposed(self, needs: frozenset[Need], facts: Facts) -> list[Facts]:
        """The facts as they would be if the needs were met; one for each purpose, where that is one of them."""
        given: dict[str, object] = {}
        if Need.SECOND_FACTOR in needs:
            given["second_factor"] = True
        if Need.APPROVAL in needs:
            given["approved"] = True
        if Need.PURPOSE not in needs:
            return [facts.model_copy(update=given)]
        return [
            facts.model_copy(update={**given, "purpose": purpose.key, "reference": facts.reference or "0"})
            for purpose in self.pack.purposes
        ]

    def _ask(self, action: str, questions: Sequence[Facts]) -> list[Answer]:
        requests = [
            {
                "principal": _ASKER,
                "action": {"type": "Action", "id": action},
                "resource": _THING,
                "context": facts.model_dump_json(),
            }
            for facts in questions
        ]
        results = cedarpy.is_authorized_batch(requests, self._policies, self._entities, self._schema)
        return [self._read(result) for result in results]

    def _read(self, result: cedarpy.AuthzResult) -> Answer:
        errors = tuple(map(str, result.diagnostics.errors))
        decided = tuple(self.policies[position] for position in sorted(result.diagnostics.reasons))
        if errors or result.decision is not cedarpy.Decision.Allow:
            return Answer(outcome=Outcome.DENY, policies=decided, errors=errors)
        return Answer(outcome=Outcome.ALLOW, policies=decided, obligations=_least(decided))


def _refuse_deep(policies: str) -> None:
    """Cedar's parser follows nesting down the stack without a bound: 1,000 brackets end the process (SIGSEGV)."""
    depth_bound = 0
    for part in _PARTS.finditer(policies):
        if part["ends"]:
            depth_bound = 0
        elif part["deepens"]:
            depth_bound += 1
            if depth_bound > _DEEPENING_PER_POLICY:
                line = policies.count("\n", 0, part.start()) + 1
                raise Invalid(f"policies.cedar, line {line}: the policy is too long; write it as several")


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
