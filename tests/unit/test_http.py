from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel, SecretStr
from sqlalchemy.exc import OperationalError

from toancanh.infra.http import Page, RequestBody, TimeIn, TimeOut, install_errors, page
from toancanh.kernel import (
    Conflict,
    DataLoss,
    Denied,
    Exhausted,
    Invalid,
    NotFound,
    PlatformError,
    Unauthenticated,
    Unavailable,
)


class Body(RequestBody):
    password: SecretStr
    count: int


class Answer(BaseModel):
    at: TimeOut


def client_raising(error: Exception) -> TestClient:
    app = FastAPI()
    install_errors(app)

    @app.get("/")
    def fail() -> None:
        raise error

    @app.post("/")
    def take(body: Body) -> None: ...

    @app.get("/time")
    def time(at: TimeIn) -> Answer:
        return Answer(at=at)

    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("gone"), 404),
        (Unauthenticated("who"), 401),
        (Denied("no", needs=frozenset({"purpose"})), 403),
        (Conflict("taken"), 409),
        (Invalid("bad"), 422),
        (Unavailable("away"), 503),
        (Exhausted("slow down", retry_after_s=30), 429),
        (Exhausted("full", resource="disk"), 507),
        (DataLoss("lost"), 500),
    ],
)
def test_each_kind_of_error_is_a_problem_with_its_status(error: PlatformError, status: int) -> None:
    response = client_raising(error).get("/")
    problem = response.json()
    assert response.status_code == problem["status"] == status
    assert response.headers["content-type"] == "application/problem+json"
    assert (problem["kind"], problem["detail"], problem["type"]) == (error.kind, error.detail, "about:blank")
    if "needs" in error.extra:
        assert problem["needs"] == ["purpose"]
    if "retry_after_s" in error.extra:
        assert response.headers["retry-after"] == "30"


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [(OperationalError("x", {}, Exception("locked")), 503, "unavailable"), (RuntimeError("secret"), 500, "internal")],
)
def test_errors_of_others_are_translated_and_tell_nothing(error: Exception, status: int, kind: str) -> None:
    response = client_raising(error).get("/")
    assert (response.status_code, response.json()["kind"]) == (status, kind)
    assert "secret" not in response.text
    assert "locked" not in response.text


def test_an_invalid_request_names_the_field_and_never_repeats_a_value() -> None:
    response = client_raising(NotFound("")).post("/", json={"password": ["hunter2"], "count": "many"})
    assert response.status_code == 422
    assert [field["at"] for field in response.json()["errors"]] == ["body.password", "body.count"]
    assert "hunter2" not in response.text
    assert "many" not in response.text


def test_a_field_that_nobody_knows_is_refused_by_name() -> None:
    response = client_raising(NotFound("")).post("/", json={"password": "hunter2", "count": 1, "cuont": 2})
    assert response.status_code == 422
    assert [fault["at"] for fault in response.json()["errors"]] == ["body.cuont"]


def test_what_the_router_refuses_is_a_problem_too() -> None:
    client = client_raising(NotFound(""))
    assert client.get("/nowhere").json()["kind"] == "not_found"
    refused = client.put("/")
    assert (refused.status_code, refused.json()["kind"]) == (405, "invalid")
    assert refused.headers["allow"]


@pytest.mark.parametrize(
    "sent",
    ["2026-11-22T04:24:07Z", "2026-11-22T11:24:07%2B07:00", "2026-11-22T11:24:07+07:00", "2026-11-22T11:24:07+0700"],
)
def test_times_are_rfc_3339_outside(sent: str) -> None:
    assert client_raising(NotFound("")).get(f"/time?at={sent}").json() == {"at": "2026-11-22T04:24:07Z"}


@pytest.mark.parametrize("sent", ["2026-11-22T04:24:07", "now", "", "1763800000", "9999-99-99T00:00:00Z"])
def test_other_times_are_refused(sent: str) -> None:
    assert client_raising(NotFound("")).get("/time", params={"at": sent}).status_code == 422


def test_a_page_has_a_next_only_where_there_is_more() -> None:
    items: list[dict[str, Any]] = [{"id": str(number)} for number in range(4)]

    def key(item: dict[str, Any]) -> str:
        return str(item["id"])

    assert page(items, 4, key) == Page(items=items, next=None)
    assert page(items, 3, key) == Page(items=items[:3], next="2")
