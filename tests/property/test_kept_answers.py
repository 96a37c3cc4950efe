"""An answer that is kept, and what is said to be lacking, are what Cedar says when it is asked about everything."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import cedarpy
from hypothesis import given, settings
from hypothesis import strategies as st
from test_visible import HARDER

from examples import examples
from toancanh.governance import Action, Need, Outcome, Role
from toancanh.governance.regulation import Engine, Facts
from toancanh.governance.regulation.engine import Answer
from toancanh.governance.regulation.shipped import shipped_engine

PACK = shipped_engine().pack
ODD = """
@id("y1") @article("1")
permit (principal, action == Action::"camera.steer", resource)
when { context.purpose == "maintenance" || context.purpose like "in*" };
@id("y2") @article("1")
permit (principal, action == Action::"plate.search", resource) when { context.tags.contains(context.purpose) };
@id("y3") @article("1")
forbid (principal, action == Action::"media.playback", resource) when { ["order"].contains(context.purpose) };
"""
ENGINES = [shipped_engine(), Engine(PACK.model_copy(update={"policies": PACK.policies + HARDER + ODD}))]
INTERESTING = [
    Action.MEDIA_PLAYBACK,
    Action.MEDIA_EXPORT,
    Action.MEDIA_UNMASK,
    Action.CAMERA_STEER,
    Action.PLATE_SEARCH,
]
ROLES = st.frozensets(st.sampled_from([str(role) for role in Role]), max_size=3)
ASKED = st.builds(
    Facts,
    held=ROLES,
    above=ROLES,
    shared=st.frozensets(st.sampled_from(["live", "recorded"])),
    tags=st.sampled_from([frozenset(), frozenset({"protected"})]),
    purpose_class=st.sampled_from(["", "defence"]),
    purpose=st.sampled_from(["", "order", "maintenance", "nothing of the kind"]),
    reference=st.sampled_from(["", "7"]),
    approved=st.booleans(),
    second_factor=st.booleans(),
    on_duty=st.booleans(),
    seconds=st.sampled_from([0, 7201]),
    age=st.sampled_from([0, 604801]),
)


def _asked(engine: Engine, action: str, questions: Sequence[Facts]) -> list[Answer]:
    """Of all the pack's policies, whatever the engine has picked out for the action."""
    policies = cedarpy.PolicySet.from_str(engine.pack.policies)
    return engine._ask(replace(engine._of(action), policies=policies), action, questions)


@settings(derandomize=True, max_examples=examples(60), deadline=None)
@given(facts=ASKED, action=st.one_of(st.sampled_from(INTERESTING), st.sampled_from(Action)), at=st.sampled_from([0, 1]))
def test_a_kept_answer_is_the_one_that_asking_everything_gives(facts: Facts, action: Action, at: int) -> None:
    engine, known = ENGINES[at], {purpose.key for purpose in PACK.purposes}
    if facts.purpose not in known:
        facts = facts.model_copy(update={"purpose": ""})
    answer = engine.answer(action, facts)
    plain = _asked(engine, action, [facts])[0]
    if plain.outcome is Outcome.ALLOW:
        assert answer == plain
        return
    for count in (1, 2, 3):
        for needs in itertools.combinations((Need.PURPOSE, Need.SECOND_FACTOR, Need.APPROVAL), count):
            given: dict[str, object] = {}
            given |= {"second_factor": True} if Need.SECOND_FACTOR in needs else {}
            given |= {"approved": True} if Need.APPROVAL in needs else {}
            purposes = [purpose.key for purpose in PACK.purposes] if Need.PURPOSE in needs else [""]
            more = [{"purpose": one, "reference": facts.reference or "0"} if one else {} for one in purposes]
            asked = _asked(engine, action, [facts.model_copy(update={**given, **each}) for each in more])
            would_do = [one for one, then in zip(purposes, asked, strict=True) if then.outcome is Outcome.ALLOW]
            if would_do:
                assert (answer.outcome, answer.needs) == (Outcome.NEEDS, set(needs))
                assert list(answer.purposes) == [one for one in would_do if one]
                return
    assert answer.outcome is Outcome.DENY
