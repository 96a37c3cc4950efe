"""The HTTP of session, me, organisations, users, audit and cameras, as the console and outside checks use it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from governance_rig import ADMIN_PASSWORD, PASSWORD, City, a_city
from toancanh.governance import ResourceRef, Role


@pytest.fixture
def city(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[City]:
    with a_city(tmp_path, busy_timeout_s=getattr(request, "param", 5.0)) as made:
        yield made


@pytest.fixture
def http(city: City) -> TestClient:
    return TestClient(city.app(), base_url="http://city.test")


def signed_in(http: TestClient, username: str = "admin", password: str = ADMIN_PASSWORD) -> dict[str, str]:
    answer = http.post("/api/v1/session", json={"username": username, "password": password})
    assert answer.status_code == 200, answer.text
    http.cookies.clear()
    return {"Authorization": f"Bearer {answer.json()['token']}"}


def test_signing_in_gives_a_token_and_the_same_as_a_cookie(http: TestClient) -> None:
    answer = http.post("/api/v1/session", json={"username": "admin", "password": ADMIN_PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert answer.json()["token"] in cookie
    assert {"HttpOnly", "Path=/", "SameSite=strict"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert http.get("/api/v1/me").json()["user"]["username"] == "admin"
    assert http.delete("/api/v1/session", headers={"Origin": "http://city.test"}).status_code == 204
    assert http.get("/api/v1/me").status_code == 401


def test_over_tls_the_cookie_is_secure(city: City) -> None:
    https = TestClient(city.app(), base_url="https://city.test")
    answer = https.post("/api/v1/session", json={"username": "admin", "password": ADMIN_PASSWORD})
    assert "Secure" in answer.headers["set-cookie"]
    own = {"Origin": "https://city.test"}
    assert https.delete("/api/v1/session", headers={"Origin": "http://city.test"}).status_code == 403
    assert https.delete("/api/v1/session", headers=own).status_code == 204


def test_a_foreign_page_cannot_sign_anybody_in(http: TestClient) -> None:
    body = {"username": "admin", "password": ADMIN_PASSWORD}
    assert http.post("/api/v1/session", json=body, headers={"Origin": "http://evil.test"}).status_code == 403


def test_wrong_and_too_many_attempts(http: TestClient) -> None:
    wrong = {"username": "admin", "password": "wrong"}
    answers = [http.post("/api/v1/session", json=wrong) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert answers[-1].headers["retry-after"] == "1"
    assert answers[-1].headers["content-type"] == "application/problem+json"


def test_me_says_what_the_console_may_offer(city: City, http: TestClient) -> None:
    ward = city.organisation("ward")
    city.user("lan", Role.VIEWER, ward.id)
    me = http.get("/api/v1/me", headers=signed_in(http, "lan", PASSWORD)).json()
    assert me["user"]["roles"] == [{"role": "viewer", "organisation_id": ward.id}]
    assert [found["code"] for found in me["organisations"]] == ["ward"]
    looks = {"camera.read", "media.live", "media.snapshot", "organisation.read", "site.read", "traffic.read"}
    assert set(me["actions"]) == looks | {"regulation.read"}
    everything = http.get("/api/v1/me", headers=signed_in(http)).json()["actions"]
    assert {"user.write", "audit.read", "camera.write", "media.export"} <= set(everything)


def test_lists_are_pages_by_key(city: City, http: TestClient) -> None:
    for number in range(5):
        city.organisation(f"ward-{number}")
    headers = signed_in(http)
    codes: list[str] = []
    after: str | None = ""
    while after is not None:
        params = {"limit": 2, "q": "ward", **({"after": after} if after else {})}
        answer = http.get("/api/v1/organisations", params=params, headers=headers).json()
        codes += [item["code"] for item in answer["items"]]
        after = answer["next"]
    assert codes == [f"ward-{number}" for number in range(5)]


def test_a_user_in_short(city: City, http: TestClient) -> None:
    headers = signed_in(http)
    body = {"username": "lan", "password": PASSWORD, "role": "operator"}
    made = http.post("/api/v1/users", json=body, headers=headers)
    assert made.status_code == 201
    user = made.json()
    assert user["roles"] == [{"role": "operator", "organisation_id": city.root_id}]
    assert PASSWORD not in made.text
    patch = {"roles": [{"role": "viewer"}], "name": "Lan"}
    changed = http.patch(f"/api/v1/users/{user['id']}", json=patch, headers=headers).json()
    assert changed["roles"] == [{"role": "viewer", "organisation_id": city.root_id}]
    weak = http.post("/api/v1/users", json={**body, "username": "mai", "password": "password1"}, headers=headers)
    assert (weak.status_code, weak.json()["field"]) == (422, "password")
    own = {"current_password": PASSWORD, "new_password": "eight yellow trams"}
    mine = signed_in(http, "lan", PASSWORD)
    assert http.post(f"/api/v1/users/{user['id']}/password", json=own, headers=mine).status_code == 204
    assert http.delete(f"/api/v1/users/{user['id']}", headers=headers).status_code == 204
    assert http.get("/api/v1/me", headers=mine).status_code == 401


def test_a_camera_by_the_contract(city: City, http: TestClient) -> None:
    headers = signed_in(http)
    body: dict[str, Any] = {
        "code": "HK-0123",
        "name": "Ngã tư Sở",
        "owner_id": city.root_id,
        "lat": 21.0031,
        "lon": 105.8201,
        "azimuth_deg": 90,
        "streams": [{"role": "main", "url": "rtsp://lan:p%40ss@192.0.2.10/main"}],
        "tags": ["nút giao"],
    }
    made = http.post("/api/v1/cameras", json=body, headers=headers)
    assert made.status_code == 201
    camera = made.json()
    assert (
        camera["streams"][0] | {"url": "rtsp://192.0.2.10/main", "username": "lan", "has_password": True}
        == (camera["streams"][0])
    )
    assert "p@ss" not in made.text
    address = f"/api/v1/cameras/{camera['id']}"
    assert http.get(address, headers=headers).json() == camera
    changed = http.patch(address, json={"azimuth_deg": None, "tags": [], "version": 1}, headers=headers).json()
    assert (changed["azimuth_deg"], changed["tags"], changed["version"]) == (None, [], 2)
    assert changed["streams"] == camera["streams"]
    stale = http.patch(address, json={"name": "x", "version": 1}, headers=headers)
    assert stale.status_code == 409
    assert stale.json()["changes"][0]["fields"] == ["azimuth_deg", "tags"]
    assert http.post("/api/v1/cameras", json=body, headers=headers).status_code == 409
    for wrong in ({"lat": 91}, {"lon": 181}, {"azimuth_deg": 360}, {"streams": [{"role": "third", "url": "x"}]}):
        assert http.post("/api/v1/cameras", json={**body, "code": "n", **wrong}, headers=headers).status_code == 422
    assert http.delete(address, headers=headers).status_code == 204
    assert http.get(address, headers=headers).status_code == 404


def test_a_program_that_says_nothing_of_basic_gets_its_cameras_as_before(city: City, http: TestClient) -> None:
    headers = signed_in(http)
    main = {"role": "main", "url": "rtsp://lan:p@192.0.2.10/main"}
    body = {"code": "HK-1", "name": "x", "owner_id": city.root_id, "lat": 21.0, "lon": 105.8}

    def made(code: str, **stream: object) -> dict[str, Any]:
        answer = http.post("/api/v1/cameras", json=body | {"code": code, "streams": [main | stream]}, headers=headers)
        return dict(answer.json())

    def moved(camera: dict[str, Any], **stream: object) -> object:
        address = f"/api/v1/cameras/{camera['id']}"
        return http.patch(address, json={"streams": [main | stream]}, headers=headers).json()["streams"][0][
            "allow_basic"
        ]

    open_, shut = made("HK-1"), made("HK-2", allow_basic=False)
    assert [one["streams"][0]["allow_basic"] for one in (open_, shut)] == [True, False]
    assert [moved(open_), moved(shut)] == [True, False]  # of something else
    assert moved(open_, url="rtsp://lan:p@192.0.2.99/main") is False  # decided for another machine


def test_addresses_are_shown_to_those_who_may_change_them(city: City, http: TestClient) -> None:
    city.camera("c1", city.root_id)
    city.user("lan", Role.OPERATOR, city.root_id)
    stream = http.get("/api/v1/cameras", headers=signed_in(http, "lan", PASSWORD)).json()["items"][0]["streams"][0]
    assert (stream["url"], stream["username"], stream["has_password"]) == (None, None, True)


def test_the_record_for_people(city: City, http: TestClient) -> None:
    camera = city.camera("c1", city.root_id)
    city.user("lan", Role.AUDITOR, city.root_id)
    lan = signed_in(http, "lan", PASSWORD)
    assert http.patch(f"/api/v1/cameras/{camera.id}", json={"name": "x"}, headers=lan).status_code == 403

    def acts(**params: str) -> list[dict[str, Any]]:
        return http.get("/api/v1/audit", params=params, headers=lan).json()["items"]

    refused = acts(actor="lan", outcome="deny")
    assert [(act["action"], act["resource_id"]) for act in refused] == [("camera.write", camera.id)]
    assert refused[0]["text_vi"] == "lan bị từ chối: sửa camera"
    assert refused[0]["text_en"] == "lan was refused: changed a camera"
    assert refused[0]["actor"] == "lan"
    assert {act["action"] for act in acts(camera=camera.id)} == {"camera.create", "camera.write"}
    with city.database.transaction() as tx:
        details = {"cameras": ["another", camera.id]}
        page = ResourceRef(kind="camera", id="", owner_id=city.root_id)
        city.governance.record(tx, city.admin, "media.thumbnails", page, details=details)
    assert "media.thumbnails" in {act["action"] for act in acts(camera=camera.id)}
    assert [act["action"] for act in acts(action="camera.create")] == ["camera.create"]
    assert {act["action"] for act in acts(action="camera.")} == {"camera.create", "camera.write"}
    assert acts(**{"from": "2030-01-01T00:00:00Z"}) == []
    assert acts(to="2001-01-01T00:00:00+07:00") == []
    assert acts(action="audit.read", actor="lan")  # reading it is on record, too
    first = http.get("/api/v1/audit", params={"limit": 2}, headers=lan).json()
    second = http.get("/api/v1/audit", params={"limit": 2, "after": first["next"]}, headers=lan).json()
    numbers = [act["id"] for act in first["items"] + second["items"]]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == 4


def test_the_record_of_an_organisation_is_read_there_and_above(city: City, http: TestClient) -> None:
    ward, other = city.organisation("ward"), city.organisation("other")
    city.user("lan", Role.AUDITOR, ward.id)
    mine, theirs = city.camera("c1", ward.id), city.camera("c2", other.id)
    lan = signed_in(http, "lan", PASSWORD)
    about = {act["resource_id"] for act in http.get("/api/v1/audit", headers=lan).json()["items"]}
    assert mine.id in about
    assert theirs.id not in about
    assert http.get("/api/v1/audit/anonymous", headers=lan).status_code == 403


def test_refusals_of_nobody_in_particular(http: TestClient) -> None:
    for _ in range(3):
        http.get("/api/v1/cameras")
    items = http.get("/api/v1/audit/anonymous", headers=signed_in(http)).json()["items"]
    assert [(item["reason"], item["count"]) for item in items] == [("no_session", 3)]


def test_the_rules_can_be_read(city: City, http: TestClient) -> None:
    rules = http.get("/api/v1/rules", headers=signed_in(http)).json()
    assert rules["version"] == city.governance.engine().pack.digest
    assert "playback_recent (Điều 4)" in {row["clause"] for row in rules["items"]}
    assert all(row["text_vi"] and row["text_en"] for row in rules["items"])


@pytest.mark.parametrize("city", [0.3], indirect=True)
def test_with_the_database_away_the_answer_is_503(city: City, http: TestClient) -> None:
    headers = signed_in(http)
    with city.database.engine.connect() as other, other.begin():
        body = {"code": "n", "name": "n"}
        answer = http.post("/api/v1/organisations", json=body, headers=headers)
        assert (answer.status_code, answer.json()["kind"]) == (503, "unavailable")
        assert http.get("/api/v1/organisations", headers=headers).status_code == 200
