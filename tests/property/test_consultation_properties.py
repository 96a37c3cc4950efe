"""The way of a proposal, whatever is tried in whatever order; and drafts as they are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from toancanh.kernel import Conflict
from toancanh.planning.consultation.machine import (
    STEPS,
    AgencyRole,
    Asked,
    ProposalState,
    Situation,
    Step,
    follow,
    possible,
)
from toancanh.planning.proposals.model import Candidate, ProposalDraft, today_in_hanoi
from toancanh.planning.proposals.written import read, written
from toancanh.planning.rulebook import Claim
from toancanh.registry.dossier.model import CameraKind, ConnectionKind, Funding, PurposeClass

DUE_US = 100
TRIES = st.lists(
    st.tuples(
        st.sampled_from(Step),
        st.sampled_from(AgencyRole),
        st.booleans(),
        st.integers(min_value=0, max_value=40),
    ),
    max_size=40,
)


@given(tries=TRIES)
@settings(max_examples=300)
def test_the_way_of_a_proposal(tries: list[tuple[Step, AgencyRole, bool, int]]) -> None:
    """A model of the use cases: only what `follow` allows happens."""
    state, now_us = ProposalState.DRAFT, 0
    asked: dict[AgencyRole, Asked] = {}
    passed = (False,)
    way = [state]
    for step, role, flag, waits_us in tries:
        now_us += waits_us
        situation = Situation(
            now_us=now_us,
            asked=tuple(asked.values()),
            blocked=("pause",) if flag and step is Step.SUBMIT else (),
            passed=passed,
        )
        answering = dict(asked)
        if step is Step.ANSWER:
            if role not in asked or asked[role].answered_us is not None:
                continue
            answering[role] = replace(asked[role], answered_us=now_us)
            situation = replace(situation, asked=tuple(answering.values()))
        try:
            after = follow(state, step, situation)
        except Conflict:
            assert step not in possible(state, situation)
            continue
        assert step in possible(state, situation)
        police = asked.get(AgencyRole.POLICE)
        if step in {Step.APPROVE, Step.REFUSE}:
            assert police is not None
            assert police.answered_us is not None, "decided without the City Police"
            for other in asked.values():
                assert other.answered_us is not None or now_us > other.due_us
        if step is Step.SUBMIT:
            assert not flag
            asked = {each: Asked(role=each, due_us=now_us + DUE_US) for each in AgencyRole}
            passed = (False,)
        elif step is Step.ANSWER:
            assert after is ProposalState.CONSULTED or after is state
            asked = answering
        elif step is Step.INSTALL:
            passed = (False,)
        elif step is Step.TEST:
            passed = (flag,)
        elif step is Step.ACCEPT:
            assert all(passed)
            assert ProposalState.INSTALLING in way
        if after is ProposalState.CONSULTED:
            assert all(each.answered_us is not None for each in asked.values())
        state = after
        way.append(state)
    if state in {ProposalState.INSTALLING, ProposalState.ACCEPTED}:
        assert ProposalState.APPROVED in way


def test_every_state_can_be_reached_and_the_last_ones_are_last() -> None:
    reached = {ProposalState.DRAFT, ProposalState.CONSULTED}
    for steps in STEPS.values():
        reached |= set(steps.values())
    assert reached == set(ProposalState)
    assert set(STEPS) == set(ProposalState)
    assert STEPS[ProposalState.WITHDRAWN] == {}
    for last in (ProposalState.REFUSED, ProposalState.ACCEPTED):
        assert set(STEPS[last].values()) == {last}


numbers = st.floats(min_value=-1000, max_value=1000, allow_nan=False)
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)
candidates = st.builds(
    Candidate,
    name=texts,
    lat=numbers,
    lon=numbers,
    height_m=numbers,
    azimuth_deg=numbers,
    tilt_deg=numbers,
    hfov_deg=numbers,
    width_px=st.integers(1, 9000),
    height_px=st.integers(1, 9000),
    kind=st.sampled_from(CameraKind),
    purpose=st.none() | st.sampled_from(PurposeClass),
    connection=st.none() | st.sampled_from(ConnectionKind),
    onvif=st.none() | st.booleans(),
    price_vnd=st.none() | st.integers(0, 10**12),
)
drafts: st.SearchStrategy[Any] = st.builds(
    ProposalDraft,
    owner_id=st.just("owner"),
    title=texts,
    justification=texts,
    funding=st.sampled_from(Funding),
    retention_days=st.none() | numbers,
    claim=st.builds(Claim, exception=texts, reference=texts, on=st.none() | st.dates()),
    candidates=st.lists(candidates, max_size=3).map(tuple),
)


@given(draft=drafts)
@settings(max_examples=100)
def test_a_draft_is_read_as_it_was_written(draft: ProposalDraft) -> None:
    assert read(written(draft), owner_id=draft.owner_id, title=draft.title) == draft


@given(at_us=st.integers(min_value=0, max_value=4_000_000_000_000_000))
def test_the_day_in_hanoi(at_us: int) -> None:
    day = today_in_hanoi(at_us)
    begin_us = (day - date(1970, 1, 1)).days * 86_400_000_000 - 7 * 3_600_000_000
    assert begin_us <= at_us < begin_us + 86_400_000_000
