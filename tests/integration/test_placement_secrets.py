"""What is protected is neither shown nor inferable: two cities that differ in it answer alike to one not cleared."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from placement_rig import CANDIDATE, PlanningCity, a_planning_city
from sqlalchemy import select

from governance_rig import PASSWORD
from toancanh.governance import Role, RoleBinding
from toancanh.governance.record.store import record_entry
from toancanh.governance.users import NewUser
from toancanh.kernel import Denied, NotFound
from toancanh.planning.consultation.machine import AgencyRole, Verdict
from toancanh.planning.consultation.model import Answer
from toancanh.planning.consultation.service import OpinionQuery
from toancanh.planning.geometry import DensityClass
from toancanh.planning.letters.letter import LetterFormat, LetterKind
from toancanh.planning.proposals.model import OverlapKind
from toancanh.planning.proposals.plain import plain
from toancanh.planning.targets.model import CoverState, Need, TargetDraft, TargetKind
from toancanh.planning.targets.service import TargetQuery


@pytest.fixture
def city(tmp_path: Path) -> Iterator[PlanningCity]:
    with a_planning_city(tmp_path) as made:
        yield made


@pytest.fixture
def twins(tmp_path: Path) -> Iterator[tuple[PlanningCity, PlanningCity]]:
    """Alike, but that one has a protected camera and a protected target where the others propose."""
    folders = [tmp_path / "without", tmp_path / "with"]
    for folder in folders:
        folder.mkdir()
    with a_planning_city(folders[0]) as without, a_planning_city(folders[1]) as with_it:
        for city in (without, with_it):
            city.camera("PM-1", "phuong-mai")
            city.camera("KL-1", "kim-lien", lat=21.0001)
            city.person("cleared", "city", Role.ADVISER, Role.CLEARED)
        with_it.camera("BTL-1", "btl", protected=True)
        with_it.placement.targets.create(with_it.city.admin, target(with_it, protected=True))
        yield without, with_it


def target(city: PlanningCity, **more: Any) -> TargetDraft:
    return replace(
        TargetDraft(
            name="Sở chỉ huy",
            kind=TargetKind.GOVERNMENT,
            owner_id=city.organisations["btl"],
            lat=21.0,
            lon=105.8401,
            radius_m=15.0,
            needs=(Need(density=DensityClass.OBSERVE),),
        ),
        **more,
    )


def told(city: PlanningCity, username: str) -> str:
    """Everything the planning routes tell one about it, without what differs between any two cities."""
    who, placement = city.who(username), city.placement
    answers: list[Any] = []
    if username == "planner":
        answers.append(placement.proposals.check(who, city.draft()))
        proposal_id = city.sent()
        for role, adviser in (("technology", "engineer"), ("police", "officer")):
            asked = city.asked(proposal_id, role)
            placement.consultation.answer(city.who(adviser), asked, Answer(verdict=Verdict.AGREE))
    else:
        pages = placement.consultation.page(who, OpinionQuery(), limit=10)
        answers.append([opinion for opinion, _ in pages])
        proposal_id = pages[0][1].id
    answers.append(placement.proposals.get(who, proposal_id))
    answers.append(placement.proposals.checks_of(who, proposal_id))
    answers.append(placement.targets.page(who, TargetQuery(), limit=10))
    text = json.dumps([plain(each) for each in answers], sort_keys=True, ensure_ascii=False, default=str)
    ids = {found.id: code for code, found in organisations(city).items()}
    for found, code in ids.items():
        text = text.replace(found, code)
    return blank(text)


def organisations(city: PlanningCity) -> dict[str, Any]:
    found = city.city.governance.organisations.named(set(city.organisations.values()))
    return {each.code: each for each in found}


def blank(text: str) -> str:
    """Ids come from the clock and chance."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "id", text)


def test_one_who_is_not_cleared_cannot_tell_the_cities_apart(twins: tuple[PlanningCity, PlanningCity]) -> None:
    without, with_it = twins
    for username in ("planner", "engineer", "officer"):
        assert told(without, username) == told(with_it, username), username
    for kind in (LetterKind.REQUEST, LetterKind.OPINION, LetterKind.DECISION):
        letters = [
            city.placement.letters.write(
                city.who("planner"),
                city.placement.consultation.page(city.who("officer"), OpinionQuery(), limit=1)[0][1].id,
                kind,
                LetterFormat.PDF,
                role=AgencyRole.POLICE,
            )
            for city in twins
        ]
        assert len(letters[0].content) == len(letters[1].content)


def test_the_city_police_who_are_cleared_see_what_it_touches(twins: tuple[PlanningCity, PlanningCity]) -> None:
    without, with_it = twins
    for city, kinds in ((without, []), (with_it, ["camera", "target"])):
        proposal_id = city.sent()
        seen = city.placement.proposals.get(city.who("cleared"), proposal_id)
        assert [kind for kind, _, _ in seen.touches] == kinds
        assert city.placement.proposals.get(city.who("officer"), proposal_id).touches == ()
        assert city.placement.proposals.get(city.who("leader"), proposal_id).touches == ()


def test_clearance_is_enough_for_the_police_who_read_no_cameras_of_others(
    twins: tuple[PlanningCity, PlanningCity],
) -> None:
    with_it = twins[1]
    roles = ((Role.ADVISER, "cahn"), (Role.CLEARED, "city"))
    police = NewUser(
        username="police",
        name="",
        password=PASSWORD,
        organisation_id=with_it.organisations["cahn"],
        roles=tuple(RoleBinding(role=role, organisation_id=with_it.organisations[at]) for role, at in roles),
    )
    with_it.city.governance.users.create(with_it.city.admin, police)
    seen = with_it.placement.proposals.get(with_it.who("police"), with_it.sent())
    assert [kind for kind, _, _ in seen.touches] == ["camera", "target"]
    with pytest.raises(NotFound):
        with_it.city.registry.get_camera(with_it.who("police"), seen.touches[0][1])


def test_what_is_kept_names_no_camera(twins: tuple[PlanningCity, PlanningCity]) -> None:
    """The author may be cleared; those who read what he sent may not."""
    city = twins[1]
    author = city.person("author", "city", Role.PLANNER, Role.CLEARED)
    live = city.placement.proposals.check(author, city.draft())
    named = {view.camera_code for view in live.candidates[0].overlaps if view.kind is OverlapKind.NAMED}
    assert named == {"PM-1", "KL-1", "BTL-1"}
    made = city.placement.proposals.create(author, city.draft())
    city.placement.consultation.submit(author, made.id)
    kept = city.placement.proposals.get(city.who("planner"), made.id).proposal.checks
    assert kept is not None
    assert {view["kind"] for view in kept["candidates"][0]["overlaps"]} == {"other_owner"}
    assert not any(name in json.dumps(kept, ensure_ascii=False) for name in ("BTL", "PM-1", "KL-1", "Tư lệnh"))


def test_overlap_is_told_by_right(city: PlanningCity) -> None:
    city.camera("PM-1", "phuong-mai")
    owner = city.organisations["phuong-mai"]
    planner = city.placement.proposals.check(city.who("planner"), city.draft()).candidates[0]
    assert [view.kind for view in planner.overlaps] == [OverlapKind.OTHER_OWNER]
    assert planner.overlaps[0].ask is not None
    assert planner.overlaps[0].ask.id == owner
    assert (planner.overlaps[0].camera_id, planner.overlaps[0].px_per_m, planner.overlaps[0].owner) == ("", 0.0, None)
    leader = city.person("planner-of-all", "city", Role.PLANNER)
    named = city.placement.proposals.check(leader, city.draft()).candidates[0].overlaps[0]
    assert (named.kind, named.camera_code, named.owner and named.owner.id) == (OverlapKind.NAMED, "PM-1", owner)
    assert named.px_per_m > 25
    assert planner.gained_m2 == city.placement.proposals.check(leader, city.draft()).candidates[0].gained_m2


def test_protected_targets_are_not_there(city: PlanningCity) -> None:
    targets, admin = city.placement.targets, city.city.admin
    secret = targets.create(admin, target(city, protected=True))
    plain_one = targets.create(admin, target(city, name="Cổng viện", kind=TargetKind.HOSPITAL))
    planner = city.person("all-planner", "city", Role.PLANNER)
    assert [each.id for each in targets.page(planner, TargetQuery(), limit=10)] == [plain_one.id]
    assert {each.id for each in targets.page(admin, TargetQuery(), limit=10)} == {plain_one.id, secret.id}
    for act in (
        lambda: targets.get(planner, secret.id),
        lambda: targets.get(planner, "0" * 36),
        lambda: targets.update(planner, secret.id, lambda draft: draft),
        lambda: targets.delete(planner, secret.id),
    ):
        with pytest.raises(NotFound) as refused:
            act()
        assert refused.value.detail == "there is no such target, or you may not see it"
    for protect in (
        lambda: targets.create(planner, target(city, protected=True)),
        lambda: targets.update(planner, plain_one.id, lambda draft: replace(draft, protected=True)),
    ):
        with pytest.raises(Denied):
            protect()
    targets.update(admin, plain_one.id, lambda draft: replace(draft, protected=True))
    assert targets.page(planner, TargetQuery(), limit=10) == []


def test_targets_refuse_everybody_else_and_each_view_is_on_record(city: PlanningCity) -> None:
    targets, admin = city.placement.targets, city.city.admin
    made = targets.create(admin, target(city, owner_id=city.organisations["kim-lien"]))
    for username in ("viewer", "neighbour", "engineer", "officer"):
        assert targets.page(city.who(username), TargetQuery(), limit=10) == []
        with pytest.raises(NotFound):
            targets.get(city.who(username), made.id)
        with pytest.raises((Denied, NotFound)):
            targets.update(city.who(username), made.id, lambda draft: draft)
        with pytest.raises(Denied):
            targets.create(city.who(username), target(city, owner_id=city.organisations["kim-lien"]))
    with pytest.raises(Denied):
        targets.delete(city.who("leader"), made.id)
    targets.get(city.who("planner"), made.id)
    targets.page(city.who("planner"), TargetQuery(q="so chi"), limit=10)
    with city.city.database.reading() as connection:
        query = select(record_entry.c.action).where(record_entry.c.action.startswith("target."))
        query = query.where(record_entry.c.outcome == "allow").order_by(record_entry.c.seq)
        assert list(connection.scalars(query)) == ["target.create", "target.view", "target.list"]


def test_a_target_s_state_counts_only_what_is_there_for_the_reader(city: PlanningCity) -> None:
    targets, admin = city.placement.targets, city.city.admin
    near = replace(target(city), lat=21.0, lon=105.8405, radius_m=4.0, owner_id=city.organisations["kim-lien"])
    circle = targets.create(admin, near)
    corners = ((20.99997, 105.84046), (20.99997, 105.84054), (21.00003, 105.84054), (21.00003, 105.84046))
    square = targets.create(admin, replace(near, name="Ô", polygon=corners))
    unsaid = targets.create(admin, replace(near, name="Chưa rõ", needs=()))
    planner = city.who("planner")

    def states(who: Any) -> list[CoverState]:
        return [targets.cover(who, each.id).state for each in (circle, square, unsaid)]

    assert states(planner) == [CoverState.UNMET, CoverState.UNMET, CoverState.UNSAID]
    city.camera("BTL-1", "btl", protected=True)
    assert states(planner) == [CoverState.UNMET, CoverState.UNMET, CoverState.UNSAID]
    assert states(admin)[:2] == [CoverState.MET, CoverState.MET]
    city.camera("PM-1", "phuong-mai", lon=105.84061)  # of another owner, and counted
    assert states(planner)[:2] == [CoverState.MET, CoverState.MET]


def test_a_candidate_that_gains_nothing_says_so(city: PlanningCity) -> None:
    planner = city.who("planner")
    alone = city.placement.proposals.check(planner, city.draft())
    assert alone.gained_m2 == alone.candidates[0].area_m2
    city.camera("PM-1", "phuong-mai", lon=CANDIDATE.lon, azimuth_deg=CANDIDATE.azimuth_deg)
    after = city.placement.proposals.check(planner, city.draft())
    assert set(after.gained_m2.values()) == {0.0}
