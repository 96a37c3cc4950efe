"""Campaigns, their tasks and reminders; forms from phones; all of it over HTTP."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from governance_rig import City, a_city
from toancanh.governance import Role
from toancanh.kernel import SimulatedClock, format_rfc3339

CSV = "Mã camera,Tên camera,Vĩ độ,Kinh độ\n{}"
FORM = "0b9e1a52-7c39-4d0e-9a54-2f60c1a7d3e8"
PHOTO = base64.b64encode(b"\xff\xd8\xff\xdb\0\x04qt\xff\xd9").decode()  # the least that is whole


class Api:
    def __init__(self, city: City, client: TestClient) -> None:
        self.city = city
        self._client = client
        self.north = city.organisation("north").id
        self.south = city.organisation("south").id
        city.user("chief", Role.INVENTORY_OFFICER, city.root_id)
        city.user("officer", Role.INVENTORY_OFFICER, self.north)
        city.user("stranger", Role.INVENTORY_OFFICER, self.south)
        city.user("viewer", Role.VIEWER, self.north)

    def __call__(self, who: str, method: str, path: str, *, status: int = 200, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.city.token(who)}"}
        answer = self._client.request(method, f"/api/v1{path}", headers=headers, **more)
        assert answer.status_code == status, answer.text
        is_json = "json" in answer.headers.get("content-type", "")
        return answer.json() if is_json else answer.content

    def hand_in(self, who: str, organisation_id: str, lines: str, *, status: int = 201, **query: str) -> Any:
        params = {"organisation_id": organisation_id, "file_name": "a.csv", **query}
        return self(who, "POST", "/imports", params=params, content=CSV.format(lines).encode(), status=status)

    def open(self, **more: Any) -> Any:
        deadline = format_rfc3339(self.city.clock.now_us() + 10**12)
        body = {"title": "Kiểm kê 2026", "deadline": deadline, **more}
        body.setdefault(
            "organisations", [{"organisation_id": self.north, "expected": 2}, {"organisation_id": self.south}]
        )
        return self("chief", "POST", "/campaigns", json=body, status=201)


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Api]:
    with a_city(tmp_path) as city, TestClient(city.app(), base_url="http://city.test") as client:
        yield Api(city, client)
        city.registry.close()


def test_from_opening_to_complete(api: Api) -> None:
    campaign = api.open()["id"]
    (mine,) = api("officer", "GET", "/inventory/tasks")["items"]
    assert (mine["campaign_id"], mine["organisation_name"], mine["state"]) == (campaign, "north", "not_begun")
    found = api.hand_in("officer", api.north, "N-1,a,20.98,105.8\nN-2,b,2O.98,105.8\n", campaign_id=campaign)

    def task() -> dict[str, Any]:
        tasks = {one["organisation_id"]: one for one in api("chief", "GET", f"/campaigns/{campaign}/tasks")["items"]}
        return tasks[api.north]

    assert (task()["state"], task()["errors_left"], task()["declared"]) == ("errors_left", 1, 1)
    mended = api("officer", "POST", f"/imports/{found['id']}/suggestions", json={"fault": "letters_in_number"})
    assert (mended["cells"], mended["import"]["counts"]["new"]) == (1, 2)
    assert task()["state"] == "uploaded"
    body = {"version": mended["import"]["version"]}
    applied = api("officer", "POST", f"/imports/{found['id']}/apply", json=body)
    assert (applied["added"], applied["import"]["state"]) == (2, "applied")
    assert task()["state"] == "complete"
    progress = api("chief", "GET", f"/campaigns/{campaign}/progress")
    assert (progress["organisations"], progress["declared"], progress["expected"]) == (2, 2, None)
    assert progress["by_state"]["complete"] == 1


def test_who_is_late_is_told_and_reminded_on_the_board(api: Api) -> None:
    campaign = api.open()["id"]
    clock = api.city.clock
    assert isinstance(clock, SimulatedClock)
    assert api("chief", "GET", f"/campaigns/{campaign}/tasks", params={"late": True})["items"] == []
    clock.advance(10**6 + 1)
    for username in ("chief", "officer"):
        api.city.people.pop(username, None)
    late = api("chief", "GET", f"/campaigns/{campaign}/tasks", params={"late": True})["items"]
    assert {one["organisation_id"] for one in late} == {api.north, api.south}
    told = api("chief", "POST", f"/campaigns/{campaign}/reminders", json={"text": "Mời nộp"})
    assert set(told["organisation_ids"]) == {api.north, api.south}
    (mine,) = api("officer", "GET", "/inventory/tasks")["items"]
    assert (mine["late"], mine["reminders"], mine["reminder"]) == (True, 1, "Mời nộp")


def test_an_organisation_sees_its_own_task_the_opener_all(api: Api) -> None:
    campaign = api.open()["id"]
    own = api("officer", "GET", f"/campaigns/{campaign}/tasks")["items"]
    assert [one["organisation_id"] for one in own] == [api.north]
    assert api("officer", "GET", f"/campaigns/{campaign}/progress")["organisations"] == 1
    assert [one["id"] for one in api("officer", "GET", "/campaigns")["items"]] == [campaign]
    assert api("viewer", "GET", "/campaigns")["items"] == []
    api("viewer", "GET", f"/campaigns/{campaign}", status=404)
    api("officer", "PATCH", f"/campaigns/{campaign}", json={"title": "x"}, status=404)
    api("officer", "POST", f"/campaigns/{campaign}/reminders", json={}, status=404)
    body = {"title": "t", "deadline": "2099-01-01T00:00:00Z", "organisations": [{"organisation_id": api.south}]}
    api("officer", "POST", "/campaigns", json=body, status=422)  # the south is not within the north's reach
    api("viewer", "POST", "/campaigns", json=body, status=403)


def test_a_closed_campaign_takes_no_file_and_strangers_are_not_asked(api: Api) -> None:
    campaign = api.open(organisations=[{"organisation_id": api.north, "expected": 1}])["id"]
    api.hand_in("stranger", api.south, "S-1,a,20.98,105.8\n", campaign_id=campaign, status=422)
    api.hand_in("stranger", api.north, "S-1,a,20.98,105.8\n", campaign_id=campaign, status=403)
    closed = api("chief", "PATCH", f"/campaigns/{campaign}", json={"closed": True, "version": 1})
    assert closed["closed_at"] is not None
    api.hand_in("officer", api.north, "N-1,a,20.98,105.8\n", campaign_id=campaign, status=409)
    api("chief", "POST", f"/campaigns/{campaign}/reminders", json={}, status=409)
    api("chief", "PATCH", f"/campaigns/{campaign}", json={"closed": False, "version": 1}, status=409)


def test_rows_pages_errors_and_refusals_over_http(api: Api) -> None:
    lines = "".join(f"N-{at},a,{'x' if at == 20 else 20.98},105.8\n" for at in range(1, 41))
    found = api.hand_in("officer", api.north, lines)["id"]
    page = api("officer", "GET", f"/imports/{found}/rows", params={"limit": 15})
    assert [one["number"] for one in page["items"]] == list(range(2, 17))
    rest = api("officer", "GET", f"/imports/{found}/rows", params={"limit": 100, "after": page["next"]})
    assert len(rest["items"]) == 25
    wrong = api("officer", "GET", f"/imports/{found}/rows", params={"around": True})["items"]
    assert [one["number"] for one in wrong] == [20, 21, 22]
    (error,) = wrong[1]["errors"]
    assert (error["code"], error["message"]) == ("not_a_number", "inventory.fault.not_a_number")
    one_kind = api("officer", "GET", f"/imports/{found}/rows", params={"fault": "not_a_number"})["items"]
    assert [one["number"] for one in one_kind] == [21]
    assert api("officer", "GET", f"/imports/{found}/errors.xlsx")[:2] == b"PK"
    api("officer", "GET", f"/imports/{found}/rows", params={"after": "x"}, status=422)
    refused = api("officer", "POST", "/imports", content=b"%PDF-1.7", params={"organisation_id": api.north}, status=422)
    assert (refused["reason"], refused["kind"]) == ("wrong_type", "invalid")
    assert api("officer", "GET", "/inventory/template.csv")[:3] == b"\xef\xbb\xbf"
    assert api("officer", "GET", "/inventory/template.xlsx", params={"prefilled": False})[:2] == b"PK"
    assert [one["key"] for one in api("viewer", "GET", "/inventory/columns")][:3] == ["code", "name", "lat"]


def form(**more: Any) -> dict[str, Any]:
    return {"form_id": FORM, "lat": 20.98, "lon": 105.81, "azimuth_deg": 40, "accuracy_m": 6, **more}


def test_a_form_from_a_phone_may_be_sent_twice(api: Api) -> None:
    body = form(owner_id=api.north, code="N-1", name="Cổng chợ", values={"notice": True}, photo=PHOTO)
    first = api("officer", "POST", "/field-reports", json=body, status=201)
    again = api("officer", "POST", "/field-reports", json=body, status=200)
    assert (first["camera_id"], first["known"], again["known"]) == (again["camera_id"], False, True)
    documents = api("officer", "GET", f"/cameras/{first['camera_id']}/documents")["items"]
    assert [one["name"] for one in documents] == [f"{FORM}.jpeg"]
    camera = api("officer", "GET", f"/cameras/{first['camera_id']}")
    assert (camera["azimuth_deg"], camera["version"]) == (40, 1)
    dossier = api.city.registry.dossiers.get(api.city.admin, first["camera_id"])
    assert dossier.dossier.notice is True
    assert dossier.declarations["lat"].source == "field"
    api("officer", "POST", "/field-reports", json={**body, "azimuth_deg": 50}, status=409)


def test_a_form_about_a_camera_that_is_known(api: Api) -> None:
    camera_id = api.city.camera("N-1", api.north).id
    api("officer", "POST", "/field-reports", json=form(camera_id=camera_id), status=201)
    assert api("officer", "GET", f"/cameras/{camera_id}")["lat"] == 20.98
    other = {**form(camera_id=camera_id), "form_id": FORM.replace("0b", "1b")}
    api("stranger", "POST", "/field-reports", json=other, status=404)
    api("viewer", "POST", "/field-reports", json=other, status=403)
    api("officer", "POST", "/field-reports", json={**other, "lat": 10.7}, status=422)
    api("officer", "POST", "/field-reports", json={**other, "values": {"owner_id": api.south}}, status=422)
    api("officer", "POST", "/field-reports", json={**other, "photo": "AAAA"}, status=422)
    api("officer", "POST", "/field-reports", json={**other, "camera_id": None}, status=422)
    assert api("officer", "GET", f"/cameras/{camera_id}")["version"] == 2
