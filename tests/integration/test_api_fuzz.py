"""Whatever is sent to any route by anybody: an answer in the right form, and never our fault (a 500)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from routes_matrix import ROUTES, Route
from schemathesis import GenerationMode
from whole_app import World, whole_app

from governance_rig import ADMIN_PASSWORD, PASSWORD, SOURCE
from toancanh.kernel import Unauthenticated

DESCRIBED = [route for route in ROUTES if route.method != "WS" and route.path != "/metrics"]
DESCRIBED.sort(key=lambda route: route.method == "DELETE")  # what the others need goes last


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with whole_app(tmp_path_factory.mktemp("fuzz")) as made:
        yield made


class Operations:
    """Those of the interface's description; each is read when it is first asked for, which takes longest."""

    def __init__(self, described: dict[str, Any]) -> None:
        self._schema = schemathesis.openapi.from_dict(described)
        self._paths = {
            shape(f"{method.upper()} {path}"): (path, method)
            for path, acts in described["paths"].items()
            for method in acts
        }

    def of(self, route: Route) -> Any:
        path, method = self._paths[shape(f"{route.method} /api/v1{route.path}")]
        return self._schema[path][method]


@pytest.fixture(scope="module")
def operations(world: World) -> Operations:
    return Operations(world.client.get("/api/v1/openapi.json").json())


def shape(name: str) -> str:
    return re.sub(r"\{[^}]*\}(/0-1)?(\.mp4(?=$))?", "{}", name)


by_route = pytest.mark.parametrize("route", DESCRIBED, ids=[route.name for route in DESCRIBED])


@pytest.mark.databases("postgresql")  # refuses more than SQLite does
@by_route
def test_no_request_is_our_fault(world: World, operations: Operations, route: Route) -> None:
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        no_fault(world, operations.of(route), route, mode, 3)


@pytest.mark.soak
@by_route
def test_no_request_of_many_is_our_fault(world: World, operations: Operations, route: Route) -> None:
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        no_fault(world, operations.of(route), route, mode, 40)


def no_fault(world: World, operation: Any, route: Route, mode: GenerationMode, examples: int) -> None:
    @settings(
        derandomize=True,
        database=None,
        deadline=None,
        max_examples=examples,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), real=st.booleans(), username=st.sampled_from(PEOPLE))
    def send(case: Any, real: bool, username: str) -> None:
        if real:
            make_real(world, route, case)
        request = case.as_transport_kwargs(base_url="http://city.test")
        request["headers"] = {name: str(value) for name, value in request["headers"].items() if value.isascii()}
        request["headers"]["Authorization"] = f"Bearer {token_of(world, username)}"
        request.pop("cookies", None)
        if isinstance(request.get("data"), bytes | str):
            request["content"] = request.pop("data")
        try:
            answer = world.client.request(**request)
        except httpx2.InvalidURL:  # longer than the client sends
            reject()
        assert answer.status_code < 500 or answer.status_code == 503, answer.text
        if answer.status_code >= 400 and answer.status_code != 416:
            problem = answer.json()
            assert answer.headers["content-type"] == "application/problem+json"
            assert problem["status"] == answer.status_code
            assert {"type", "title", "detail", "kind"} <= problem.keys()

    try:
        send()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE  # nothing about this route can be wrong


REAL = {
    "camera_id": "camera",
    "site_id": "site",
    "user_id": "user",
    "organisation_id": "ward",
    "owner_id": "north",
    "parent_id": "north",
}


def make_real(world: World, route: Route, case: Any) -> None:
    """Name what exists, and a sound range, so that the request gets further."""
    for name in case.path_parameters or {}:
        case.path_parameters[name] = world.names[REAL.get(name, "segment")]
    case.query = {**(case.query or {}), **route.query}
    body = case.body if isinstance(case.body, dict) else {}
    for name in body.keys() & REAL.keys():
        body[name] = world.names[REAL[name]]
    if "camera_ids" in body:
        body["camera_ids"] = [world.names["camera"]]
    for stream in body.get("streams") or []:
        if isinstance(stream, dict):
            stream["url"] = "rtsp://viewer:secret@192.0.2.9/main"


PEOPLE = ["admin", "administrator-north", "viewer-north"]


def token_of(world: World, username: str) -> str:
    """Signing out is among the requests: sign in again."""
    governance = world.platform.governance
    try:
        governance.principal_of(world.tokens[username])
    except Unauthenticated:
        password = ADMIN_PASSWORD if username == "admin" else PASSWORD
        world.tokens[username], _ = governance.sign_in(username, password, SOURCE)
    return world.tokens[username]


def test_the_record_survived_it(world: World) -> None:
    assert world.platform.governance.verify_record().violations == ()
