"""What a list, a count, a statistic and a file tell is what asking for one camera after the other tells; bulk edits;
saved filters. Over a city of organisations in three levels with protected cameras in it.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from governance_rig import City, a_city
from toancanh.governance import PROTECTED, AccessRequest, Action, ResourceRef, Role, RoleBinding
from toancanh.governance.record.store import record_entry
from toancanh.governance.users import NewUser, UserChange
from toancanh.kernel import Conflict, Denied, Exhausted, Invalid, NotFound, Principal, fold
from toancanh.registry.dossier.model import (
    CameraKind,
    CameraWrite,
    DeclarationDraft,
    DeclarationSource,
    Funding,
    Lifecycle,
    PurposeClass,
)
from toancanh.registry.lists.bulk import MOST_NAMED, VALID_US, BulkWish
from toancanh.registry.lists.filters import CameraFilter
from toancanh.registry.lists.model import Dimension, ExportFormat, WhyNot
from toancanh.registry.store.cameras import key_of

TREE = {"police": "", "north": "police", "gate": "north", "south": "police", "transport": "", "lights": "transport"}
PEOPLE = {
    "chief": [(Role.ADMINISTRATOR, "police"), (Role.CLEARED, "north")],
    "officer": [(Role.INVENTORY_OFFICER, "police")],
    "viewer": [(Role.VIEWER, "north"), (Role.VIEWER, "lights")],
    "mixed": [(Role.VIEWER, "police"), (Role.INVENTORY_OFFICER, "lights"), (Role.CLEARED, "gate")],
    "keys": [(Role.CLEARED, "police")],
    "nobody": [],
}
NAMES = ("Ngã tư Sở", "Cổng trường Đống Đa", "=1+1 Kim Giang", "Bến xe Mỹ Đình", "Ô Chợ Dừa")
SECRET = "sesame-7"


@dataclass
class Town:
    city: City
    owners: dict[str, str]
    people: dict[str, Principal]
    cameras: dict[str, dict[str, Any]] = field(default_factory=dict)  # by code, with owner's code and id

    def entries(self) -> int:
        with self.city.database.reading() as connection:
            return connection.execute(select(func.count()).select_from(record_entry)).scalar_one()

    def last_entry(self) -> Any:
        with self.city.database.reading() as connection:
            return connection.execute(select(record_entry).order_by(record_entry.c.seq.desc()).limit(1)).one()


def built(city: City) -> Town:
    owners = {}
    for code, parent in TREE.items():
        owners[code] = city.organisation(code, owners.get(parent, ""), name=f"Đơn vị {code}").id
    people = {"admin": city.admin}
    for username, bindings in PEOPLE.items():
        roles = tuple(RoleBinding(role=role, organisation_id=owners[of]) for role, of in bindings)
        home = owners[bindings[0][1]] if bindings else owners["north"]
        new = NewUser(username=username, name="", password="seven green buses", organisation_id=home, roles=roles)
        city.governance.users.create(city.admin, new)
        people[username] = city.signed_in(username)
    town = Town(city=city, owners=owners, people=people)
    draw = random.Random(7)
    writes = []
    for number in range(60):
        owner = draw.choice(list(TREE))
        values: dict[str, Any] = {
            "code": f"C-{number:03d}",
            "name": draw.choice(NAMES),
            "owner_id": owners[owner],
            "lat": round(21 + draw.random() / 10, 5),
            "lon": round(105.8 + draw.random() / 10, 5),
            "lifecycle": draw.choice(list(Lifecycle)),
            "kind": draw.choice([*CameraKind, None]),
            "purpose": draw.choice([*PurposeClass, None]),
            "funding": draw.choice([*Funding, None]),
            "unit_id": draw.choice([owners["gate"], owners["south"], None]),
            "maker": draw.choice(["Hikvision", "Axis", ""]),
            "model": draw.choice(["M1", "M2", ""]),
            "serial": f"SN{number}",
            "notice": draw.choice([True, False, None]),
            "installed_on": date(2024, 1 + number % 12, 1) if number % 3 else None,
            "network_address": f"10.0.0.{number}",
            "tags": frozenset(draw.sample([PROTECTED, "school", "gate"], draw.randrange(3))),
        }
        if values["purpose"] is PurposeClass.DEFENCE:
            values["tags"] |= {PROTECTED}
        town.cameras[values["code"]] = values
        writes.append(
            CameraWrite(
                camera_id=None,
                values=values,
                main_url=f"rtsp://10.0.0.{number}/main",
                username="camera-user",
                password=SECRET,
            )
        )
    with city.database.transaction() as tx:
        draft = DeclarationDraft(source=DeclarationSource.SPREADSHEET, reference="rig")
        made = city.registry.dossiers.apply(tx, city.admin, writes, draft)
    for camera_id, values in zip(made, town.cameras.values(), strict=True):
        values["id"] = camera_id
    return town


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Read only."""
    yield from _a_town(tmp_path_factory)


@pytest.fixture
def own_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """To change."""
    yield from _a_town(tmp_path_factory)


def _a_town(folders: pytest.TempPathFactory) -> Iterator[Town]:
    with a_city(folders.mktemp("town")) as city:
        yield built(city)


# one by one


def may(town: Town, who: str, action: Action, values: dict[str, Any]) -> bool:
    ref = ResourceRef(kind="camera", id=values["id"], owner_id=values["owner_id"], tags=values["tags"])
    return town.city.governance.authorize(town.people[who], AccessRequest(action=action, resource=ref)).allowed


def fits(town: Town, wanted: CameraFilter, values: dict[str, Any]) -> bool:
    words = ("code", "name", "maker", "model", "serial")
    owner = next(f"{code} Đơn vị {code}" for code, id in town.owners.items() if id == values["owner_id"])
    searched = fold(" ".join([*(values[name] for name in words), *values["tags"], owner]))
    choices = ("owner_id", "lifecycle", "kind", "purpose", "funding", "unit_id", "maker", "model")
    return (
        all(word in searched for word in fold(wanted.q).split())
        and all(not getattr(wanted, name) or values[name] in getattr(wanted, name) for name in choices)
        and set(wanted.tag) <= values["tags"]
        and (wanted.notice is None or values["notice"] is wanted.notice)
        and all(not values[name] for name in wanted.missing)
        and (wanted.installed_from is None or (values["installed_on"] or date.min) >= wanted.installed_from)
        and (not wanted.under_id or values["owner_id"] in town.city.governance.within(wanted.under_id))
    )


def several(values: list[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.one_of(st.just(()), st.lists(st.sampled_from(values), min_size=1, max_size=2).map(tuple))


FILTERS = st.builds(
    CameraFilter,
    q=st.sampled_from(["", "", "nga tu", "Đống đa", "kim giang =1", "police", "sn1", "school", "không có"]),
    lifecycle=several(list(Lifecycle)),
    kind=several(list(CameraKind)),
    purpose=several(list(PurposeClass)),
    maker=several(["Hikvision", "Axis"]),
    tag=st.sampled_from([(), (), ("school",), ("school", "gate"), (PROTECTED,)]),
    notice=st.sampled_from([None, None, True, False]),
    missing=st.sampled_from([(), (), ("unit_id",), ("kind", "maker")]),
    installed_from=st.sampled_from([None, None, date(2024, 6, 1)]),
)


@settings(derandomize=True, max_examples=15, deadline=None)
@given(wanted=FILTERS, who=st.sampled_from(["admin", *PEOPLE]), under=st.sampled_from(["", "police", "lights"]))
def test_lists_tell_what_asking_one_by_one_tells(town: Town, wanted: CameraFilter, who: str, under: str) -> None:
    wanted = replace(wanted, under_id=town.owners.get(under, ""))
    person, lists = town.people[who], town.city.registry.lists
    allowed = {
        code: values
        for code, values in town.cameras.items()
        if may(town, who, Action.CAMERA_READ, values) and fits(town, wanted, values)
    }
    pages: list[str] = []
    after = ""
    while part := lists.page(person, wanted, after=after, limit=7):
        pages += [one.camera.code for one in part]
        after = key_of(part[-1].camera)
    assert pages == sorted(allowed)
    assert lists.count(person, wanted) == len(allowed)
    for by, name in (("owner", "owner_id"), ("unit", "unit_id"), ("state", "lifecycle"), ("model", "model")):
        told = lists.statistics(person, wanted, Dimension(by))
        assert {one.key: one.count for one in told.items} == Counter(v[name] or None for v in allowed.values())
        assert told.total == len(allowed)
    for form in ExportFormat:
        assert exported(town, who, wanted, form) == sorted(allowed)


def exported(town: Town, who: str, wanted: CameraFilter, form: ExportFormat) -> list[str]:
    made = town.city.registry.lists.export(town.people[who], wanted, form)
    with made.file as file:
        content = file.read()
    assert SECRET.encode() not in content
    assert b"camera-user" not in content
    for values in town.cameras.values():
        if not may(town, who, Action.CAMERA_WRITE, values):
            assert f"{values['network_address']}/main".encode() not in content or form is ExportFormat.XLSX
    if form is ExportFormat.GEOJSON:
        return [one["properties"]["code"] for one in json.loads(content)["features"]]
    if form is ExportFormat.CSV:
        rows: list[Any] = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    else:
        rows = [list(row) for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]
    place = rows[0].index("Mã camera")
    assert len(rows) - 1 == made.count
    return [row[place] for row in rows[1:]]


def test_a_workbook_as_people_get_it(town: Town) -> None:
    made = town.city.registry.lists.export(town.people["officer"], CameraFilter(q="kim giang"), ExportFormat.XLSX)
    with made.file as file:
        rows = [list(row) for row in openpyxl.load_workbook(file).active.iter_rows(values_only=True)]
    headings = rows[0]
    assert headings[:2] == ["Mã camera", "Tên camera"]
    for row in rows[1:]:
        cells = dict(zip(headings, row, strict=True))
        values = town.cameras[cells["Mã camera"]]
        assert cells["Tên camera"] == "'=1+1 Kim Giang"
        assert cells["Vĩ độ"] == pytest.approx(values["lat"])
        assert cells["Cơ quan chủ quản"].startswith("Đơn vị ")
        assert cells["Địa chỉ luồng chính"] == f"rtsp://{values['network_address']}/main"
        installed = cells["Ngày lắp"]
        assert (installed and installed.date()) == values["installed_on"]
    entry = town.last_entry()
    assert (entry.action, entry.outcome) == ("camera.export", "allow")
    assert json.loads(entry.details) == {"format": "xlsx", "filter": {"q": "kim giang"}, "cameras": len(rows) - 1}


def test_only_some_exports_at_once(town: Town) -> None:
    places = town.city.registry.lists._exports._places
    assert places.acquire()
    assert places.acquire()
    try:
        with pytest.raises(Exhausted):
            town.city.registry.lists.export(town.people["admin"], CameraFilter(), ExportFormat.CSV)
    finally:
        places.release(2)


# over HTTP


def client(town: Town, who: str) -> TestClient:
    token = town.city.token(who if who != "admin" else "admin")
    return TestClient(town.city.app(), headers={"Authorization": f"Bearer {token}"})


def test_a_filter_over_http(town: Town) -> None:
    asked = client(town, "admin")
    found = asked.get("/api/v1/cameras", params={"lifecycle": ["faulty", "retired"], "limit": 500}).json()
    expected = [code for code, values in town.cameras.items() if values["lifecycle"] in ("faulty", "retired")]
    assert [one["code"] for one in found["items"]] == expected
    assert {one["lifecycle"] for one in found["items"]} == {"faulty", "retired"}
    counted = asked.get("/api/v1/cameras/count", params={"lifecycle": ["faulty", "retired"], "owner_id": ""}).json()
    assert counted == {"count": len(expected)}
    near = asked.get("/api/v1/cameras/count", params={"near": "21.05,105.85,100000"}).json()
    assert near == {"count": len(town.cameras)}
    file = asked.get("/api/v1/cameras/export", params={"format": "csv", "q": "C-00"})
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    assert file.headers["content-disposition"].endswith('.csv"')
    assert len(file.text.splitlines()) == 11


@pytest.mark.parametrize(
    "query",
    [
        {"lifecycle": "gone"},
        {"bbox": "1,2,3"},
        {"near": "x"},
        {"lasso": "1,1;2,2"},
        {"missing": "password"},
        {"missing": "network_address"},
        {"installed_from": "yesterday"},
        {"limit": 0},
    ],
)
def test_a_filter_that_cannot_be_asked(town: Town, query: dict[str, str]) -> None:
    answer = client(town, "viewer").get("/api/v1/cameras", params=query)
    assert (answer.status_code, answer.json()["kind"]) == (422, "invalid")


def test_addresses_are_for_those_who_may_change_the_camera(town: Town) -> None:
    found = client(town, "mixed").get("/api/v1/cameras", params={"limit": 500}).json()["items"]
    assert {(one["owner_id"] == town.owners["lights"], one["streams"][0]["url"] is not None) for one in found} == {
        (True, True),
        (False, False),
    }


def test_a_plain_edit_does_not_hide_a_camera_from_searches_by_its_dossier(own_town: Town) -> None:
    asked = client(own_town, "admin")
    for name, renamed in (("C-007", "Renamed"), ("C-008", "Named again")):
        answer = asked.patch(f"/api/v1/cameras/{own_town.cameras[name]['id']}", json={"name": renamed})
        assert answer.status_code == 200
    for q, code in (("sn7 renamed", "C-007"), ("again SN8", "C-008")):
        found = asked.get("/api/v1/cameras", params={"q": q}).json()["items"]
        assert [one["code"] for one in found] == [code]


# bulk edits


def picked(town: Town, who: str, action: Action = Action.CAMERA_WRITE) -> list[str]:
    return [values["id"] for values in town.cameras.values() if may(town, who, action, values)]


def test_a_bulk_edit_does_what_was_seen(own_town: Town) -> None:
    bulk, officer = own_town.city.registry.bulk_edits, own_town.people["officer"]
    wish = BulkWish(values={"retention_class": "90 ngày", "notice": True}, add_tags=frozenset({"checked"}))
    seen = bulk.preview(officer, CameraFilter(), wish)
    assert {change.camera_id for change in seen.changes} == set(picked(own_town, "officer"))
    assert all(change.after["retention_class"] == "90 ngày" for change in seen.changes)
    assert {change.before["retention_class"] for change in seen.changes} == {""}
    assert seen.left_out == ()
    first, second = seen.changes[:2]
    own_town.city.registry.dossiers.write(
        officer,
        CameraWrite(camera_id=first.camera_id, values={"note": "by somebody else"}),
        declared=DeclarationDraft(source=DeclarationSource.FORM),
    )
    done = bulk.apply(officer, seen.token)
    assert done.changed == len(seen.changes) - 1
    assert [(one.code, one.why) for one in done.left_out] == [(first.code, WhyNot.CHANGED_MEANWHILE)]
    entry = own_town.last_entry()
    assert (entry.action, json.loads(entry.details)["changed"]) == ("camera.bulk", done.changed)
    assert own_town.city.registry.lists.count(officer, CameraFilter(tag=("checked",))) == done.changed
    history = own_town.city.registry.dossiers.history(officer, second.camera_id)
    assert {change.field for change in history if change.declaration.reference == f"bulk:{done.id}"} == set(
        second.after
    )
    with pytest.raises(Conflict):
        bulk.apply(officer, seen.token)
    undone = bulk.undo(officer, done.id)
    assert (undone.changed, undone.left_out) == (done.changed, ())
    assert own_town.city.registry.lists.count(officer, CameraFilter(tag=("checked",))) == 0
    with pytest.raises(Conflict):
        bulk.undo(officer, done.id)


def test_what_is_so_already_is_not_touched(own_town: Town) -> None:
    bulk, admin = own_town.city.registry.bulk_edits, own_town.people["admin"]
    wish = BulkWish(values={"maker": "Axis"})
    seen = bulk.preview(admin, CameraFilter(), wish)
    assert seen.same == sum(values["maker"] == "Axis" for values in own_town.cameras.values())
    assert seen.picked == len(own_town.cameras) == seen.same + len(seen.changes)
    bulk.apply(admin, seen.token)
    again = bulk.preview(admin, CameraFilter(), wish)
    assert (again.changes, again.same) == ((), len(own_town.cameras))


def test_a_life_cycle_goes_only_where_it_leads(own_town: Town) -> None:
    bulk, admin = own_town.city.registry.bulk_edits, own_town.people["admin"]
    seen = bulk.preview(admin, CameraFilter(), BulkWish(values={"lifecycle": "suspended"}))
    states = {values["id"]: values["lifecycle"] for values in own_town.cameras.values()}
    assert {states[one.camera_id] for one in seen.changes} == {Lifecycle.OPERATING, Lifecycle.FAULTY}
    assert {one.why for one in seen.left_out} == {WhyNot.NO_TRANSITION}
    assert bulk.apply(admin, seen.token).changed == len(seen.changes)


def test_cameras_out_of_reach_are_left_out_and_not_told_of(town: Town) -> None:
    bulk, mixed = town.city.registry.bulk_edits, town.people["mixed"]
    everything = [values["id"] for values in town.cameras.values()] + ["0" * 36]
    before = town.entries()
    seen = bulk.preview(mixed, everything, BulkWish(values={"note": "x"}))
    assert {one.camera_id for one in seen.changes} == set(picked(town, "mixed"))
    read = set(picked(town, "mixed", Action.CAMERA_READ))
    for one in seen.left_out:
        assert (one.why, bool(one.code)) == (
            (WhyNot.NOT_ALLOWED, True) if one.camera_id in read else (WhyNot.NOT_FOUND, False)
        )
    assert town.entries() == before + 1
    assert town.last_entry().outcome == "deny"


def test_nobody_protects_or_gives_away_what_is_not_in_reach(town: Town) -> None:
    bulk = town.city.registry.bulk_edits
    with pytest.raises(Denied):  # as if protected, they would be out of reach
        bulk.preview(town.people["officer"], CameraFilter(), BulkWish(add_tags=frozenset({PROTECTED})))
    with pytest.raises(Denied):
        bulk.preview(town.people["officer"], CameraFilter(), BulkWish(values={"owner_id": town.owners["transport"]}))
    with pytest.raises(Denied):
        bulk.preview(town.people["viewer"], CameraFilter(), BulkWish(values={"note": "x"}))


@pytest.mark.parametrize(
    "wish",
    [
        BulkWish(),
        BulkWish(values={"code": "X"}),
        BulkWish(values={"password": "X"}),
        BulkWish(values={"kind": "square"}),
        BulkWish(values={"height_m": "high"}),
        BulkWish(values={"operator_id": "0" * 36}),
        BulkWish(values={"site_id": "0" * 36}),
        BulkWish(values={"pole_id": "0" * 36}),
        BulkWish(add_tags=frozenset({" "})),
    ],
)
def test_a_wish_that_makes_no_sense(town: Town, wish: BulkWish) -> None:
    with pytest.raises(Invalid):
        town.city.registry.bulk_edits.preview(town.people["admin"], CameraFilter(), wish)


def test_a_preview_is_its_persons_and_of_its_hour(own_town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    bulk = own_town.city.registry.bulk_edits
    seen = bulk.preview(own_town.people["admin"], CameraFilter(), BulkWish(values={"note": "x"}))
    for person, token in (("officer", seen.token), ("admin", "0" * 36)):
        with pytest.raises(NotFound):
            bulk.apply(own_town.people[person], token)
    monkeypatch.setattr(bulk._clock, "now_us", lambda: seen.expires_at_us + VALID_US)
    with pytest.raises(Conflict):
        bulk.apply(own_town.people["admin"], seen.token)


def test_a_right_that_is_gone_by_then_changes_nothing(own_town: Town) -> None:
    bulk, chief = own_town.city.registry.bulk_edits, own_town.people["chief"]
    given = bulk.preview(chief, CameraFilter(), BulkWish(values={"owner_id": own_town.owners["north"]}))
    noted = bulk.preview(chief, CameraFilter(), BulkWish(values={"note": "x"}))
    users = own_town.city.governance.users
    only = (RoleBinding(role=Role.ADMINISTRATOR, organisation_id=own_town.owners["gate"]),)
    users.update(own_town.city.admin, chief.user_id, UserChange(roles=only))
    before = own_town.entries()
    with pytest.raises(Denied):
        bulk.apply(chief, given.token)
    assert own_town.entries() == before + 1
    done = bulk.apply(chief, noted.token)
    seen = {code for code, values in own_town.cameras.items() if may(own_town, "chief", Action.CAMERA_WRITE, values)}
    assert 0 < done.changed == len(seen & {change.code for change in noted.changes}) < len(noted.changes)
    assert {(one.why, one.code) for one in done.left_out} <= {(WhyNot.NOT_ALLOWED, ""), (WhyNot.NOT_FOUND, "")}


def test_too_many_at_once(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toancanh.registry.lists.bulk.MOST_AT_ONCE", 10)
    with pytest.raises(Invalid) as refused:
        town.city.registry.bulk_edits.preview(town.people["admin"], CameraFilter(), BulkWish(values={"note": "x"}))
    assert refused.value.extra["picked"] == len(town.cameras)


def test_a_bulk_edit_over_http(own_town: Town) -> None:
    asked = client(own_town, "officer")
    body = {"filter": {"kind": ["ptz"]}, "set": {"connection": "fibre", "warranty_until": "2027-01-31"}}
    seen = asked.post("/api/v1/cameras/bulk", json=body).json()
    assert seen["changing"] == len(seen["rows"]) > 0
    assert seen["rows"][0]["after"] == {"connection": "fibre", "warranty_until": "2027-01-31"}
    done = asked.post("/api/v1/cameras/bulk/apply", json={"token": seen["token"]}).json()
    assert done["changed"] == seen["changing"]
    assert asked.post(f"/api/v1/cameras/bulk/{done['id']}/undo").json()["changed"] == seen["changing"]
    for wrong in (
        {"set": {"note": "x"}},
        {"filter": {}, "ids": ["a"], "set": {"note": "x"}},
        {"filter": {"owner": "typo"}, "set": {"note": "x"}},
        {"ids": [], "set": {"note": "x"}},
        {"ids": ["a"] * (MOST_NAMED + 1), "set": {"note": "x"}},
    ):
        assert asked.post("/api/v1/cameras/bulk", json=wrong).status_code == 422


# saved filters


def test_saved_filters_are_ones_own_or_shared_inside_the_organisation(own_town: Town) -> None:
    chief, officer, viewer = (client(own_town, who) for who in ("chief", "officer", "viewer"))
    body = {"name": "Camera hỏng", "filter": {"lifecycle": ["faulty"], "q": "", "installed_from": "2024-01-01"}}
    made = chief.post("/api/v1/saved-filters", json=body)
    assert made.status_code == 201
    assert made.json()["filter"] == {"lifecycle": ["faulty"], "installed_from": "2024-01-01"}
    assert officer.get("/api/v1/saved-filters").json()["items"] == []
    address = f"/api/v1/saved-filters/{made.json()['id']}"
    assert chief.patch(address, json={"shared": True}).json()["version"] == 2
    (seen,) = officer.get("/api/v1/saved-filters").json()["items"]
    assert (seen["name"], seen["own"]) == ("Camera hỏng", False)
    assert viewer.get("/api/v1/saved-filters").json()["items"] == []  # another organisation
    for method in ("patch", "delete"):
        before = own_town.entries()
        more = {"json": {"name": "mine"}} if method == "patch" else {}
        assert getattr(officer, method)(address, **more).status_code == 404
        assert own_town.entries() == before + 1
        assert own_town.last_entry().outcome == "deny"
    assert chief.post("/api/v1/saved-filters", json={**body, "name": "camera HONG"}).status_code == 409
    assert chief.patch(address, json={"name": "x", "version": 1}).status_code == 409
    assert chief.delete(address).status_code == 204
    assert chief.get("/api/v1/saved-filters").json()["items"] == []


def test_a_filter_that_is_none_is_not_kept(town: Town) -> None:
    for wanted in ({"owner": ["typo"]}, {"bbox": "1"}, {"lifecycle": ["gone"]}, {"missing": ["password"]}):
        body = {"name": "x", "filter": wanted}
        assert client(town, "viewer").post("/api/v1/saved-filters", json=body).status_code == 422
    before = town.entries()
    assert client(town, "nobody").post("/api/v1/saved-filters", json={"name": "x", "filter": {}}).status_code == 403
    assert town.entries() == before + 1


def test_a_person_keeps_only_so_many(own_town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toancanh.registry.lists.saved.MOST_PER_PERSON", 1)
    asked = client(own_town, "viewer")
    assert asked.post("/api/v1/saved-filters", json={"name": "a", "filter": {}}).status_code == 201
    assert asked.post("/api/v1/saved-filters", json={"name": "b", "filter": {}}).status_code == 429
