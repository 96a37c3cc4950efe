"""A plate search needs a case, a purpose and a second person, and leaves a trace that the owner can read."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from test_oversight import camera, unusual

from governance_rig import City, a_city
from toancanh.governance import AccessRequest, Action, Decision, Need, Role
from toancanh.governance.oversight.unusual import PLATE, Reason
from toancanh.governance.purpose import ApprovalRequest
from toancanh.governance.record.query import RecordFilter
from toancanh.kernel import Denied, NotFound, SimulatedClock
from toancanh.registry import Camera


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with a_city(tmp_path, clock=SimulatedClock()) as made:
        for code in ("north", "south"):
            made.user(f"eye-{code}", Role.AUDITOR, made.organisation(code).id)
        yield made


def search(
    city: City, who: str, plate: str, at: Camera, *, purpose: str = "order", reference: str = "12/2026"
) -> Decision:
    """As a plate search will record itself: the decision, and the plate beside it."""
    principal = replace(city.signed_in(who), second_factor=True)
    ref = city.registry.camera_ref(at)
    request = AccessRequest(action=Action.PLATE_SEARCH, resource=ref, purpose=purpose, reference=reference)
    decision: Decision = city.governance.authorize(principal, request)
    with city.database.transaction() as tx:
        city.governance.record(
            tx, principal, Action.PLATE_SEARCH, ref, decision=decision, personal={PLATE: plate},
            outcome=decision.outcome,
        )  # fmt: skip
    return decision


def wish(at: Camera, *, purpose: str = "order", reference: str = "12/2026") -> ApprovalRequest:
    return ApprovalRequest(
        action=Action.PLATE_SEARCH, camera_ids=(at.id,), purpose=purpose, reference=reference, reason="a stolen car"
    )


def detectives(city: City) -> Camera:
    """Two who handle cases in the north, who leads them, and where they search."""
    here = camera(city, "N-1", "north")
    for who, role in (("hoa", Role.CASE_OFFICER), ("minh", Role.CASE_OFFICER), ("leader", Role.LEADER)):
        city.user(who, role, here.owner_id)
    return here


@pytest.mark.databases("sqlite")
def test_a_plate_search_needs_a_case_a_purpose_and_a_second_person(city: City) -> None:
    here, approvals = detectives(city), city.governance.approvals
    elsewhere, hoa = camera(city, "N-2", "north"), city.signed_in("hoa")
    assert search(city, "hoa", "30A-123.45", here).needs == {Need.APPROVAL}
    for lacking in ({"reference": ""}, {"purpose": ""}, {"purpose": "maintenance"}):
        assert Need.PURPOSE in search(city, "hoa", "30A-123.45", here, **lacking).needs
        with pytest.raises(Denied):
            approvals.request(hoa, wish(here, **lacking))
    asked = approvals.request(hoa, wish(here))
    for alone in ("hoa", "minh"):
        with pytest.raises((Denied, NotFound)):
            approvals.answer(city.signed_in(alone), asked.id, yes=True)
    assert not search(city, "hoa", "30A-123.45", here).allowed, "asking is not having"
    approvals.answer(city.signed_in("leader"), asked.id, yes=True)
    allowed = search(city, "hoa", "30A-123.45", here)
    assert (allowed.allowed, allowed.obligations.mask) == (True, True)
    for other in (
        search(city, "hoa", "30A-123.45", here, reference="13/2026"),
        search(city, "hoa", "30A-123.45", elsewhere),
        search(city, "minh", "30A-123.45", here),
        search(city, "admin", "30A-123.45", here),
    ):
        assert not other.allowed
    trace = city.governance.reader.page(city.signed_in("eye-north"), RecordFilter(action="plate."), limit=20)
    assert [one.outcome for one in trace if one.resource_id == here.id].count("allow") == 1, "its owner can read of it"


def test_the_same_plate_looked_up_again_is_listed_however_it_is_written(city: City) -> None:
    here, approvals = detectives(city), city.governance.approvals
    for who in ("hoa", "minh"):
        asked = approvals.request(city.signed_in(who), wish(here))
        approvals.answer(city.signed_in("leader"), asked.id, yes=True)
    assert search(city, "hoa", "30A-123.45", here).allowed
    search(city, "hoa", "30a12345", here)
    search(city, "hoa", "29B-555.55", here)
    search(city, "minh", "30A-123.45", here)
    assert unusual(city) == set()
    search(city, "hoa", "30A 123 45", here)
    assert unusual(city) == unusual(city, "eye-north") == {(Reason.SAME_PLATE, "hoa", 3)}
    assert unusual(city, "eye-south") == set()
