"""Organisations that end and what they go into: searched by old names, said, unsaid, loaded from the catalogue."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from governance_rig import City, a_city
from toancanh.governance import Role
from toancanh.governance.organisations import OrganisationChange, OrganisationDraft
from toancanh.governance.people import Organisation, OrganisationKind, Succession, SuccessionKind, UnitCertainty
from toancanh.kernel import Conflict, Denied, Invalid, NotFound

REFORM = date(2025, 7, 1)


@pytest.fixture
def city(tmp_path: Path):
    """city > district, city > ward; chief administers the ward alone."""
    with a_city(tmp_path) as made:
        made.organisation("district", name="Quận Hoàn Kiếm cũ")
        ward = made.organisation("ward", name="Phường Cửa Nam")
        made.user("chief", Role.ADMINISTRATOR, ward.id)
        made.user("officer", Role.INVENTORY_OFFICER, made.root_id)
        yield made


def named(city: City, code: str) -> Organisation:
    found = city.governance.organisations.page(city.admin, q=code, after="", limit=500)
    return next(one for one in found if one.code == code)


def codes(city: City, q: str, **more) -> list[str]:
    return [one.code for one in city.governance.organisations.page(city.admin, q=q, after="", limit=500, **more)]


def into(city: City, **more) -> Succession:
    ends = {"predecessor_id": named(city, "district").id, "successor_id": named(city, "ward").id}
    return Succession(**ends | {"kind": SuccessionKind.SPLIT, "on": REFORM} | more)


def test_an_old_name_finds_what_it_went_into_and_the_old_one_ends(city):
    assert codes(city, "hoan kiem") == ["district"]
    ended = city.governance.successions.say(city.admin, into(city, certainty=UnitCertainty.UNVERIFIED))
    assert ended.valid_to == REFORM
    assert codes(city, "Hoàn Kiếm") == codes(city, "HOAN KIEM") == ["district", "ward"]
    assert codes(city, "hoan kiem", at=date(2025, 7, 2)) == ["ward"]
    assert codes(city, "hoan kiem", at=date(2025, 6, 30)) == ["district", "ward"]
    before, _ = city.governance.successions.of(city.admin, named(city, "ward").id)
    assert [(found.other.code, found.said.certainty) for found in before] == [("district", UnitCertainty.UNVERIFIED)]


def test_words_follow_names_over_several_steps_and_back(city):
    governance = city.governance
    governance.successions.say(city.admin, into(city))
    last = city.organisation("last", name="Xã Mới")
    step = Succession(predecessor_id=named(city, "ward").id, successor_id=last.id, kind=SuccessionKind.RENAMED)
    governance.successions.say(city.admin, step)
    assert codes(city, "hoan kiem") == ["district", "last", "ward"]
    change = OrganisationChange(name="Quận Đống Đa", aliases=("Khu Năm",))
    governance.organisations.update(city.admin, named(city, "district").id, change)
    assert codes(city, "hoan kiem") == []
    assert codes(city, "dong da") == codes(city, "khu nam") == ["district", "last", "ward"]
    governance.successions.unsay(city.admin, named(city, "district").id, named(city, "ward").id)
    assert codes(city, "dong da") == ["district"]
    with pytest.raises(NotFound):
        governance.successions.unsay(city.admin, named(city, "district").id, last.id)


def test_nothing_goes_into_itself_and_the_first_does_not_end(city):
    successions = city.governance.successions
    successions.say(city.admin, into(city))
    district, ward = named(city, "district").id, named(city, "ward").id
    for before, after in ((ward, district), (ward, ward)):
        with pytest.raises(Invalid):
            successions.say(
                city.admin, Succession(predecessor_id=before, successor_id=after, kind=SuccessionKind.MERGED)
            )
    with pytest.raises((Conflict, Denied)):
        successions.say(
            city.admin, Succession(predecessor_id=city.root_id, successor_id=ward, kind=SuccessionKind.MERGED)
        )
    with pytest.raises(Invalid):
        city.governance.organisations.update(city.admin, city.root_id, OrganisationChange(valid_to=REFORM))


def test_who_may_say_it(city):
    chief, officer = city.signed_in("chief"), city.signed_in("officer")
    for principal, refused in ((chief, NotFound), (officer, Denied)):
        with pytest.raises(refused):
            city.governance.successions.say(principal, into(city))
        with pytest.raises(refused):
            city.governance.successions.unsay(principal, named(city, "district").id, named(city, "ward").id)
        with pytest.raises(Denied):
            city.governance.load_units(principal)
    with pytest.raises(NotFound):
        city.governance.successions.of(chief, named(city, "district").id)


def test_an_ended_organisation_gets_no_new_camera(city):
    ward = named(city, "ward").id
    district = named(city, "district").id
    kept = city.camera("old", district)
    city.governance.successions.say(city.admin, into(city))
    with pytest.raises(Invalid) as refusal:
        city.camera("new", district)
    assert refusal.value.extra["successor_ids"] == [ward]
    assert "Phường Cửa Nam" in refusal.value.detail
    moved = city.registry.cameras.update(city.admin, kept.id, lambda draft: draft)
    assert moved.owner_id == district  # what it had it keeps until somebody hands it over
    other = city.camera("other", ward)
    with pytest.raises(Invalid):
        city.registry.cameras.update(
            city.admin, other.id, lambda draft: type(draft)(**vars(draft) | {"owner_id": district})
        )


def test_loading_the_units_twice_changes_nothing_the_second_time(city):
    first = city.governance.load_units(city.admin)
    assert first.made == 126 + 30 + 526 + 4 - 1  # the ward by hand is the new Cửa Nam
    assert first.changed == 1
    again = city.governance.load_units(city.admin)
    assert (again.made, again.changed, again.successions) == (0, 0, 0)
    units = city.governance.organisations.units()
    assert len(units) == 126
    assert {unit.certainty for unit in units} == {UnitCertainty.UNVERIFIED}
    assert named(city, "ward").official_code
    assert city.governance.organisations.units(at=date(2025, 1, 1)) != units


def test_loaded_names_of_before_find_todays(city):
    city.governance.load_units(city.admin)
    today = city.governance.organisations.today()
    found = city.governance.organisations.page(city.admin, q="phuong hang bac", after="", limit=50, at=today)
    assert "Phường Hoàn Kiếm" in {one.name for one in found}
    found = city.governance.organisations.page(city.admin, q="quan ba dinh", after="", limit=50, at=today)
    assert "Phường Ngọc Hà" in {one.name for one in found}
    departments = city.governance.organisations.page(city.admin, q="so tt&tt", after="", limit=5)
    assert [one.name for one in departments] == ["Sở Khoa học và Công nghệ", "Sở Thông tin và Truyền thông"]
    assert departments[1].certainty is UnitCertainty.UNVERIFIED


def test_what_is_called_so_stands_before_what_only_was(city):
    city.governance.load_units(city.admin)
    organisations, today = city.governance.organisations, city.governance.organisations.today()
    found = organisations.page(city.admin, q="ha dong", after="", limit=50, at=today)
    assert found[0].name == "Phường Hà Đông"
    formerly = organisations.former_names(found, "ha dong")
    assert found[0].id not in formerly
    assert set(formerly.values()) == {"Quận Hà Đông"}
    assert [one.id in formerly for one in found] == sorted(one.id in formerly for one in found)
    client = TestClient(city.app(), headers={"Authorization": f"Bearer {city.token('officer')}"})
    pages, after = [], {}
    while True:
        asked = {"q": "Hà Đông", "at": today.isoformat(), "limit": 2, **after}
        part = client.get("/api/v1/organisations", params=asked).json()
        pages += [(one["name"], one["found_by"]) for one in part["items"]]
        if part["next"] is None:
            break
        after = {"after": part["next"]}
    assert pages == [(one.name, formerly.get(one.id)) for one in found]


def test_the_day_of_an_official_text_replaces_the_mark(city):
    day = date(2025, 6, 30)
    city.governance.load_units(city.admin)
    city.governance.load_units(city.admin, reform_day=day, reform_source="Nghị quyết (mẫu)")
    units = city.governance.organisations.units()
    assert {(unit.valid_from, unit.certainty) for unit in units} == {(day, UnitCertainty.OFFICIAL)}
    assert all(unit.source.startswith("Nghị quyết (mẫu)") for unit in units)
    again = city.governance.load_units(city.admin)  # without the text: what is sure stays
    assert (again.made, again.changed, again.successions) == (0, 0, 0)
    _, said = city.governance.successions.of(city.admin, named(city, "HN-Q002").id)
    assert {(one.said.on, one.said.certainty) for one in said} == {(day, UnitCertainty.OFFICIAL)}


def test_many_are_made_or_none(city):
    tree, ward = city.governance.organisations, named(city, "ward").id
    drafts = [
        OrganisationDraft(code=code, name=code, kind=OrganisationKind.RESIDENTS, parent_id=ward)
        for code in ("tdp-1", "tdp-2")
    ]
    chief = city.signed_in("chief")
    assert [one.code for one in tree.named(set(tree.create_many(chief, drafts)))] == ["tdp-1", "tdp-2"]
    with pytest.raises(Denied):
        tree.create_many(city.signed_in("officer"), drafts)
    with pytest.raises(Conflict):
        tree.create_many(chief, [replace(drafts[0], code="tdp-3"), drafts[1]])
    assert codes(city, "tdp") == ["tdp-1", "tdp-2"]
    with pytest.raises(Denied):
        tree.create_many(city.admin, [replace(drafts[0], code="tdp-3", parent_id="nowhere")])


def test_official_codes_are_taken_once(city):
    change = OrganisationChange(official_code="00070")
    city.governance.organisations.update(city.admin, named(city, "district").id, change)
    with pytest.raises(Conflict):
        city.governance.organisations.update(city.admin, named(city, "ward").id, change)


def test_over_http(city):
    http = TestClient(city.app(), base_url="https://testserver")
    headers = {"Authorization": f"Bearer {city.token('admin')}"}
    root = "/api/v1/organisations"
    district, ward = named(city, "district"), named(city, "ward")
    body = {"official_code": "002", "valid_from": "1961-01-01", "aliases": ["Khu Hoàn Kiếm"], "certainty": "press"}
    changed = http.patch(f"{root}/{district.id}", json=body, headers=headers).json()
    assert body.items() <= changed.items()
    changed = http.patch(f"{root}/{district.id}", json={"valid_from": None}, headers=headers).json()
    assert (changed["valid_from"], changed["certainty"]) == (None, "press")
    said = {"successor_id": ward.id, "kind": "merged", "on": "2025-07-01"}
    answer = http.post(f"{root}/{district.id}/succession", json=said, headers=headers)
    assert answer.json()["valid_to"] == "2025-07-01"
    link = http.get(f"{root}/{ward.id}/succession", headers=headers).json()
    assert [one["name"] for one in link["predecessors"]] == [district.name]
    shown = http.get(root, params={"q": "khu hoan kiem", "at": "2026-01-01"}, headers=headers).json()["items"]
    assert [one["code"] for one in shown] == ["ward"]
    assert http.delete(f"{root}/{district.id}/succession/{ward.id}", headers=headers).status_code == 204
    bad = http.patch(f"{root}/{district.id}", json={"valid_from": "2026-01-01"}, headers=headers)
    assert bad.status_code == 422
    loaded = http.post(f"{root}/units", json={}, headers=headers).json()
    assert loaded["made"] > 600
    wards = http.get(root, params={"kind": "ward", "at": "2026-01-01", "limit": 200}, headers=headers).json()
    assert len(wards["items"]) == 51
