"""What an act is for: cases that numbers name, duty rosters, a second person's approval; and when they end."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from governance_rig import City, a_city
from toancanh.governance import PROTECTED, AccessRequest, Action, Decision, Need, Outcome, Role, SessionTerms
from toancanh.governance.purpose import (
    Approval,
    ApprovalRequest,
    ApprovalState,
    CaseChange,
    CaseDraft,
    CaseKind,
    DutyDraft,
)
from toancanh.governance.purpose.approvals import MAX_PENDING
from toancanh.governance.record.store import record_entry
from toancanh.kernel import Conflict, Denied, Invalid, NotFound, SimulatedClock, format_rfc3339
from toancanh.registry import Camera

HOUR_US = 3600 * 1_000_000
DAY_US = 24 * HOUR_US


@dataclass
class Office:
    city: City
    clock: SimulatedClock
    north: str
    south: str
    here: Camera
    there: Camera

    def ask(self, who: str, action: Action, hours: float = 0.5, *, days_ago: int = 1, **more: str) -> Decision:
        start_us = self.clock.now_us() - days_ago * DAY_US
        camera = self.there if more.pop("where", "") == "south" else self.here
        request = AccessRequest(
            action=action,
            resource=self.city.registry.camera_ref(camera),
            from_us=start_us,
            to_us=start_us + round(hours * HOUR_US),
            **more,
        )
        return self.city.governance.authorize(self.city.signed_in(who), request)

    def wish(self, hours: float = 3, *cameras: Camera, days_ago: int = 1) -> ApprovalRequest:
        start_us = self.clock.now_us() - days_ago * DAY_US
        return ApprovalRequest(
            action=Action.MEDIA_EXPORT,
            camera_ids=tuple(camera.id for camera in cameras or (self.here,)),
            from_us=start_us,
            to_us=start_us + round(hours * HOUR_US),
            purpose="order",
            reference="LĐ-7",
            reason="the whole morning is asked for",
        )

    def approved(self) -> Approval:
        approvals = self.city.governance.approvals
        asked = approvals.request(self.city.signed_in("operator"), self.wish())
        return approvals.answer(self.city.signed_in("leader"), asked.id, yes=True)

    def acts(self) -> list[tuple[str, str]]:
        with self.city.database.reading() as connection:
            rows = connection.execute(record_entry.select().order_by(record_entry.c.seq))
            return [(row.action, row.outcome) for row in rows]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    clock = SimulatedClock()
    with a_city(tmp_path, clock=clock, terms=SessionTerms(hours=100, idle_hours=100)) as city:
        north, south = city.organisation("north").id, city.organisation("south").id
        people = (
            ("operator", Role.OPERATOR, north),
            ("officer", Role.CASE_OFFICER, north),
            ("leader", Role.LEADER, north),
            ("viewer", Role.VIEWER, north),
            ("stranger", Role.LEADER, south),
            ("officer2", Role.CASE_OFFICER, south),
        )
        for name, role, where in people:
            city.user(name, role, where)
        here, there = city.camera("N-1", north), city.camera("S-1", south)
        yield Office(city=city, clock=clock, north=north, south=south, here=here, there=there)


INCIDENT = {"purpose": "incident", "reference": "SC-12/2026"}


def test_a_number_is_that_of_an_open_case_that_one_may_read(office: Office) -> None:
    cases, city = office.city.governance.cases, office.city

    def decided(**more: str) -> Outcome:
        return office.ask("operator", Action.MEDIA_PLAYBACK, days_ago=20, **(INCIDENT | more)).outcome

    assert decided() is Outcome.NEEDS
    draft = CaseDraft(number="SC-12/2026", kind=CaseKind.INCIDENT)
    cases.open(city.signed_in("officer2"), draft)
    assert decided() is Outcome.NEEDS, "another agency's"
    made = cases.open(city.signed_in("officer"), draft)
    assert decided() is decided(reference="sc-12/2026") is Outcome.ALLOW
    assert decided(purpose="curiosity") is decided(reference="") is Outcome.NEEDS
    with pytest.raises(Conflict):
        cases.open(city.signed_in("officer"), draft)
    cases.change(city.signed_in("officer"), made.id, CaseChange(is_open=False))
    assert decided() is Outcome.NEEDS
    cases.change(city.signed_in("officer"), made.id, CaseChange(is_open=True))
    assert decided() is Outcome.ALLOW
    assert decided(purpose="order", reference="any text") is Outcome.ALLOW
    assert [name for name, _ in office.acts() if name.startswith("case.")] == [
        "case.open", "case.open", "case.close", "case.reopen",
    ]  # fmt: skip


def test_a_number_that_stands_for_nothing_is_said_to(office: Office) -> None:
    city = office.city
    request = AccessRequest(
        action=Action.MEDIA_EXPORT, resource=city.registry.camera_ref(office.here), from_us=0, to_us=1, **INCIDENT
    )
    with pytest.raises(Denied) as refused:
        city.governance.require(city.signed_in("operator"), request)
    assert refused.value.extra["fault"] == "no_open_case"
    assert "order" in refused.value.extra["purposes"]  # type: ignore[operator]
    choose = city.governance.purposes.choose
    for purpose, number, fault in (
        ("x", "1", "unknown_purpose"),
        ("order", "", "no_reference"),
        ("", "1", "no_purpose"),
    ):
        with pytest.raises(Invalid) as wrong:
            choose(city.signed_in("operator"), purpose, number)
        assert wrong.value.extra["fault"] == fault
    choose(city.signed_in("operator"), "order", "LĐ-7")
    choose(city.signed_in("operator"), "", "")
    assert [name for name, _ in office.acts()].count("purpose.choose") == 2


@pytest.mark.databases("sqlite")
def test_who_may_not_read_cases_finds_none(office: Office) -> None:
    cases, city = office.city.governance.cases, office.city
    made = cases.open(city.signed_in("officer"), CaseDraft(number="V-1", kind=CaseKind.VIOLATION, title="Ngã tư Sở"))
    assert [one.number for one in cases.page(city.signed_in("operator"), q="nga tu")] == ["V-1"]
    assert cases.page(city.signed_in("operator"), is_open=False) == []
    for who in ("viewer", "officer2"):
        assert cases.page(city.signed_in(who)) == []
        with pytest.raises(NotFound):
            cases.get(city.signed_in(who), made.id)
    with pytest.raises(Denied):
        cases.change(city.signed_in("operator"), made.id, CaseChange(title="n"))


def test_an_approval_covers_exactly_what_it_shows(office: Office) -> None:
    order = {"purpose": "order", "reference": "LĐ-7"}
    before = office.ask("operator", Action.MEDIA_EXPORT, 3, **order)
    assert (before.outcome, before.needs) == (Outcome.NEEDS, {Need.APPROVAL})
    approval = office.approved()
    after = office.ask("operator", Action.MEDIA_EXPORT, 3, **order)
    assert after.allowed
    assert after.inputs is not None
    assert after.inputs.approval_ids == (approval.id,)
    with office.city.database.transaction() as tx:
        office.city.governance.record(tx, office.city.people["operator"], "media.export", None, decision=after)
        row = tx.execute(record_entry.select().order_by(record_entry.c.seq.desc())).first()
    assert row is not None
    assert json.loads(row.decision)["inputs"]["approval_ids"] == [approval.id]
    for refused in (
        office.ask("operator", Action.MEDIA_EXPORT, 3.1, **order),
        office.ask("operator", Action.MEDIA_EXPORT, 3, days_ago=2, **order),
        office.ask("operator", Action.MEDIA_EXPORT, 3, **(order | {"reference": "LĐ-8"})),
        office.ask("admin", Action.MEDIA_EXPORT, 3, **order),
        office.ask("operator", Action.MEDIA_EXPORT, 3, where="south", **order),
    ):
        assert not refused.allowed
    office.clock.advance(24 * 3600)
    over = office.city.governance.approvals
    assert over.is_over(over.get(office.city.people["operator"], approval.id))
    later = AccessRequest(
        action=Action.MEDIA_EXPORT,
        resource=office.city.registry.camera_ref(office.here),
        from_us=approval.asked.from_us,
        to_us=approval.asked.to_us,
        **order,
    )
    assert office.city.governance.authorize(office.city.people["operator"], later).needs == {Need.APPROVAL}


def test_nobody_answers_the_own_request_or_one_out_of_reach(office: Office) -> None:
    city, approvals = office.city, office.city.governance.approvals
    asked = approvals.request(city.signed_in("operator"), office.wish())
    assert [one.id for one in approvals.waiting(city.signed_in("leader"))] == [asked.id]
    assert approvals.mine(city.signed_in("operator")) == [asked]
    with pytest.raises(Denied):
        approvals.answer(city.signed_in("operator"), asked.id, yes=True)
    for who in ("stranger", "officer", "admin"):
        assert approvals.waiting(city.signed_in(who)) == []
        for attempt in (lambda p: approvals.answer(p, asked.id, yes=True), lambda p: approvals.get(p, asked.id)):
            with pytest.raises(NotFound):
                attempt(city.signed_in(who))
    assert office.acts().count(("approval.answer", "deny")) == 7
    with pytest.raises(Invalid):
        approvals.answer(city.signed_in("leader"), asked.id, yes=False)
    no = approvals.answer(city.signed_in("leader"), asked.id, yes=False, words="too long")
    assert (no.state, approvals.answered(city.signed_in("leader"))) == (ApprovalState.REFUSED, [no])
    with pytest.raises(Conflict):
        approvals.answer(city.signed_in("leader"), asked.id, yes=True)


@pytest.mark.databases("sqlite")
def test_another_owner_has_approved_nothing(office: Office) -> None:
    city, approvals = office.city, office.city.governance.approvals
    order = {"purpose": "order", "reference": "LĐ-7"}
    for days_ago in (1, 0):
        asked = approvals.request(city.admin, office.wish(days_ago=days_ago))
        approvals.answer(city.signed_in("leader"), asked.id, yes=True)
        assert office.ask("admin", Action.MEDIA_EXPORT, 3, days_ago=days_ago, **order).allowed
    office.here = city.registry.cameras.update(
        city.admin, office.here.id, lambda draft: replace(draft, owner_id=office.south)
    )
    assert office.ask("admin", Action.MEDIA_EXPORT, 3, days_ago=0, **order).needs == {Need.APPROVAL}
    assert office.ask("admin", Action.MEDIA_EXPORT, 3, **order).allowed  # of the time of the owner that said yes


@pytest.mark.databases("sqlite")
def test_each_owner_finds_the_own_cameras_of_an_approval_in_its_record(office: Office) -> None:
    city, approvals = office.city, office.city.governance.approvals
    asked = approvals.request(city.admin, office.wish(3, office.here, office.there))
    with pytest.raises(NotFound):
        approvals.answer(city.signed_in("stranger"), asked.id, yes=True)
    city.user("head", Role.LEADER, city.root_id)
    approvals.answer(city.signed_in("head"), asked.id, yes=True)
    with city.database.reading() as connection:
        rows = connection.execute(select(record_entry).where(record_entry.c.action.startswith("approval.")))
        told = {(row.action, row.outcome, row.owner_id, *json.loads(row.details).get("cameras", ())) for row in rows}
    assert told == {
        entry
        for owner, camera in ((office.north, office.here.id), (office.south, office.there.id))
        for entry in (
            ("approval.ask", "allow", owner, camera),
            ("approval.answer", "deny", owner),
            ("approval.yes", "allow", owner, camera),
        )
    }


def test_nobody_hides_the_requests_of_others_and_those_in_reach_come_page_by_page(office: Office) -> None:
    city, approvals = office.city, office.city.governance.approvals
    city.user("south", Role.OPERATOR, office.south)
    for _ in range(MAX_PENDING):
        approvals.request(city.signed_in("south"), office.wish(3, office.there))
    with pytest.raises(Conflict):
        approvals.request(city.signed_in("south"), office.wish(3, office.there))
    approvals.request(city.admin, office.wish(3, office.here, office.there))
    asked = [approvals.request(city.signed_in("operator"), office.wish()).id for _ in range(2)]
    leader = city.signed_in("leader")
    first = approvals.waiting(leader, limit=1)
    assert [one.id for one in (*first, *approvals.waiting(leader, after=first[0].id))] == asked
    mine = approvals.mine(city.signed_in("south"), limit=1)[0]
    approvals.withdraw(city.signed_in("south"), mine.id)
    approvals.request(city.signed_in("south"), office.wish(3, office.there))
    protect = frozenset({PROTECTED})
    office.here = city.registry.cameras.update(city.admin, office.here.id, lambda draft: replace(draft, tags=protect))
    hidden = approvals.request(city.admin, office.wish())
    assert hidden.id not in {one.id for one in approvals.waiting(leader)}
    city.user("head", Role.LEADER, city.root_id)
    assert len(approvals.waiting(city.signed_in("head"))) == MAX_PENDING + 3


@pytest.mark.databases("sqlite")
def test_what_an_approval_cannot_help_is_not_asked_for(office: Office) -> None:
    city, approvals = office.city, office.city.governance.approvals
    for who, wish, error in (
        ("viewer", office.wish(), Denied),
        ("operator", office.wish(3, office.here, office.there), NotFound),
        ("operator", office.wish(1), Conflict),
        ("operator", office.wish(-1), Invalid),
    ):
        with pytest.raises(error):
            approvals.request(city.signed_in(who), wish)
    assert approvals.mine(city.signed_in("operator")) == []


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("by", ["time", "asker", "answerer"])
def test_what_rests_on_an_approval_ends_with_it(office: Office, by: str) -> None:
    city, governance = office.city, office.city.governance
    approval = office.approved()
    operator = city.signed_in("operator")
    grant, _ = governance.grants.issue(
        operator, kind="export", camera_id=office.here.id, owner_id=office.here.owner_id, stream="main",
        from_us=approval.asked.from_us, to_us=approval.asked.to_us, purpose="order", reference="LĐ-7",
    )  # fmt: skip
    gone = threading.Event()
    governance.grants.watch(grant, lambda _reason: gone.set())
    assert not gone.wait(0.1)
    if by == "time":
        office.clock.advance(8 * 3600)
        assert not gone.wait(0.1)
        office.clock.advance(16 * 3600)
    else:
        governance.approvals.withdraw(city.signed_in("operator" if by == "asker" else "leader"), approval.id)
    assert gone.wait(20)


@pytest.mark.databases("sqlite")
def test_duty_by_the_roster(office: Office) -> None:
    city, duties = office.city, office.city.governance.duties
    operator, leader = city.signed_in("operator"), city.signed_in("leader")
    now_us = office.clock.now_us()

    def draft(who: str, role: Role = Role.OPERATOR, hours: int = 8) -> DutyDraft:
        return DutyDraft(
            user_id=city.signed_in(who).user_id, role=role, organisation_id=office.north, from_us=now_us,
            until_us=now_us + hours * HOUR_US,
        )  # fmt: skip

    assert office.ask("operator", Action.CAMERA_STEER).outcome is Outcome.NEEDS
    made = duties.add(leader, [draft("operator")])[0]
    assert office.ask("operator", Action.CAMERA_STEER).allowed
    assert duties.page(operator, from_us=now_us, until_us=now_us + 1) == [made]
    assert duties.page(city.signed_in("stranger"), from_us=0, until_us=1 << 60) == []
    for who, wrong, error in (
        (operator, draft("officer", Role.CASE_OFFICER), Denied),
        (leader, draft("leader", Role.LEADER), Denied),
        (leader, draft("viewer"), Invalid),
        (leader, draft("operator", hours=0), Invalid),
    ):
        with pytest.raises(error):
            duties.add(who, [wrong])
    office.clock.advance(8 * 3600)
    assert office.ask("operator", Action.CAMERA_STEER).outcome is Outcome.NEEDS
    start, end = (format_rfc3339(office.clock.now_us() + hours * HOUR_US) for hours in (-1, 3))
    head = "username,role,from,until\n"
    row = f"operator,operator,{start},{end}\n"
    with pytest.raises(Invalid, match="row 3"):
        duties.load(leader, f"{head}{row}nobody,operator,{start},{end}\n", office.north)
    for wrong_list in ("", "a,b\n1,2\n", f"{head}x\x00,operator,{start}\n", f"{head}{'x' * 200_000}\n"):
        with pytest.raises(Invalid):
            duties.load(leader, wrong_list, office.north)
    duties.load(leader, f"{head}operator,operator,{start},{end}\n", office.north)
    assert office.ask("operator", Action.CAMERA_STEER).allowed
    again = duties.page(leader, from_us=office.clock.now_us(), until_us=1 << 60)
    duties.remove(leader, again[0].id)
    assert office.ask("operator", Action.CAMERA_STEER).outcome is Outcome.NEEDS


@pytest.mark.databases("sqlite")
def test_over_http(office: Office) -> None:
    city = office.city
    client = TestClient(city.app())

    def call(who: str, method: str, path: str, **body: object) -> tuple[int, dict[str, object]]:
        headers = {"Authorization": f"Bearer {city.token(who)}"}
        answer = client.request(method, f"/api/v1{path}", headers=headers, json=body or None)
        return answer.status_code, answer.json() if answer.content else {}

    status, purposes = call("viewer", "GET", "/purposes")
    assert status == 200
    assert {"order", "case"} == {item["reference"] for item in purposes["items"]}  # type: ignore[index]
    status, case = call("officer", "POST", "/cases", number="SC-1", kind="incident")
    assert (status, case["closed_at"]) == (201, None)
    assert call("operator", "POST", "/session/purpose", purpose="incident", reference="SC-1")[0] == 204
    assert call("operator", "POST", "/session/purpose", purpose="incident", reference="SC-2")[0] == 422
    wish = office.wish()
    asked = {
        "action": "media.export", "camera_ids": [office.here.id], "purpose": "incident", "reference": "SC-1",
        "reason": "r", "from": format_rfc3339(wish.from_us or 0), "to": format_rfc3339(wish.to_us or 0),
    }  # fmt: skip
    status, made = call("operator", "POST", "/approvals", **asked)
    assert (status, made["state"], made["may_answer"]) == (201, "pending", False)
    waiting = call("leader", "GET", "/approvals?box=waiting")[1]
    assert [item["may_answer"] for item in waiting["items"]] == [True]  # type: ignore[index]
    assert call("operator", "POST", f"/approvals/{made['id']}/answer", yes=True)[0] == 403
    assert call("stranger", "POST", f"/approvals/{made['id']}/answer", yes=True)[0] == 404
    answered = call("leader", "POST", f"/approvals/{made['id']}/answer", yes=True)[1]
    assert (answered["state"], answered["answered_by_name"]) == ("approved", "leader")
    call("officer", "PATCH", f"/cases/{case['id']}", open=False)
    assert call("operator", "GET", "/approvals?box=mine")[1]["items"][0]["over"] is False  # type: ignore[index]
    assert not office.ask("operator", Action.MEDIA_EXPORT, 3, purpose="incident", reference="SC-1").allowed
