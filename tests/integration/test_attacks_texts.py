"""Hostile texts in every text field of every body that the description names; escalation; what a guess learns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from routes_matrix import ROUTES, Route
from sqlalchemy import inspect
from whole_app import SEGMENT, World, whole_app

from governance_rig import PASSWORD, SOURCE, quick_passwords
from toancanh.governance import Passwords, judgement
from toancanh.kernel import Unauthenticated

pytestmark = pytest.mark.databases("sqlite")
HOSTILE = "=1+1'; DROP TABLE camera; --{{7919*7907}}${7919*7907}<%=7919*7907%><script>alert(1)</script>"
BODIES = [route for route in ROUTES if route.json is not None and route.method in {"POST", "PATCH", "PUT"}]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judgement, "_REFUSALS_PER_MINUTE", 100_000)
        with whole_app(tmp_path_factory.mktemp("attacks")) as made:
            yield made


def text_fields(described: dict[str, Any], node: dict[str, Any], depth: int = 0) -> Iterator[tuple[str, ...]]:
    """Paths of the fields that take any text; a list stands for its first item."""
    if "$ref" in node:
        node = described["components"]["schemas"][node["$ref"].rpartition("/")[2]]
    if depth > 4:
        return
    for choice in node.get("anyOf", []):
        yield from text_fields(described, choice, depth + 1)
    if node.get("type") == "string" and not {"enum", "const", "format"} & node.keys():
        yield ()
    for name, inner in node.get("properties", {}).items():
        for path in text_fields(described, inner, depth + 1):
            yield (name, *path)
    if "items" in node:
        for path in text_fields(described, node["items"], depth + 1):
            yield ("[]", *path)


def put(body: Any, path: tuple[str, ...]) -> Any:
    """The body with the hostile text at the path."""
    if not path:
        return HOSTILE
    if path[0] == "[]":
        first = body[0] if isinstance(body, list) and body else {}
        return [put(first, path[1:])]
    known = dict(body) if isinstance(body, dict) else {}
    return {**known, path[0]: put(known.get(path[0]), path[1:])}


def found_at(body: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        body = body[0] if step == "[]" and isinstance(body, list) and body else body
        body = body.get(step) if isinstance(body, dict) else body
    return body


def covered(world: World) -> list[tuple[Route, tuple[str, ...]]]:
    described = world.app.openapi()
    found = []
    for route in BODIES:
        shape = {part for part in route.path.split("/") if not part.startswith("{")}
        for path, acts in described["paths"].items():
            parts = path.removeprefix("/api/v1").split("/")
            same = len(parts) == len(route.path.split("/")) and shape == {p for p in parts if not p.startswith("{")}
            content = acts.get(route.method.lower(), {}).get("requestBody", {}).get("content", {})
            if same and "application/json" in content:
                found += [
                    (route, field)
                    for field in dict.fromkeys(text_fields(described, content["application/json"]["schema"]))
                ]
    return found


def test_a_hostile_text_is_a_text_in_every_field(world: World) -> None:
    """Taken as it is or refused, never obeyed and never our fault."""
    fields = covered(world)
    assert len(fields) > 100, "the description names them"
    assert {("name",), ("title",), ("note",)} <= {path for _, path in fields}
    readable = [
        re.compile(re.sub(r"{[^}]+}", "[^/]+", path))
        for path, acts in world.app.openapi()["paths"].items()
        if "get" in acts
    ]
    taken, read_back = 0, set()
    governance = world.platform.governance
    for route, path in fields:
        body = put(world.filled(dict(route.json or {})), path)
        address = f"/api/v1{world.filled(route.path)}"
        token = world.tokens["admin"]
        answer = world.client.request(
            route.method,
            address,
            json=body,
            params=world.filled(dict(route.query)),
            headers={"Authorization": f"Bearer {token}"},
        )
        assert answer.status_code < 500 or answer.status_code == 503, (route.name, path, answer.text)
        assert str(7919 * 7907) not in answer.text, "a template was filled in"
        if answer.status_code in {200, 201} and answer.headers["content-type"] == "application/json":
            told = found_at(answer.json(), path)
            if isinstance(told, str) and "alert" in told:
                taken += 1
                assert told == HOSTILE, (route.name, path)
                at = address if route.method != "POST" else f"{address}/{answer.json().get('id')}"
                if any(pattern.fullmatch(at) for pattern in readable):
                    again = world.client.get(at, headers={"Authorization": f"Bearer {token}"})
                    assert again.status_code == 200, (route.name, path, again.text)
                    listed = [found_at(one, path) for one in again.json().get("items", [again.json()])]
                    assert HOSTILE in listed, (route.name, path)
                    read_back.add((route.name, path))
    assert taken >= 10
    assert len(read_back) >= 10, "what was taken is there as it was written"
    assert governance.verify_record().violations == ()
    with world.platform.database.reading() as connection:
        assert inspect(connection).has_table("camera")


def test_nobody_raises_himself_by_editing_the_own_organisation_or_account(world: World) -> None:
    north, own = world.names["north"], world.people["administrator-north"]
    tries: list[tuple[str, str, dict[str, Any]]] = [
        ("PATCH", f"/users/{own.user_id}", {"organisation_id": own.organisation_id, "name": "x"}),
        ("PATCH", f"/users/{own.user_id}", {"roles": [{"role": "cleared", "organisation_id": north}]}),
        ("PATCH", f"/organisations/{north}", {"parent_id": world.names["south"]}),
        ("PATCH", f"/organisations/{world.names['ward']}", {"parent_id": world.people["admin"].organisation_id}),
        ("POST", "/users", {"username": "own2", "password": PASSWORD, "roles": [{"role": "cleared"}]}),
        ("DELETE", f"/users/{own.user_id}/factors", {}),
        ("POST", f"/users/{world.people['admin'].user_id}/password", {"new_password": PASSWORD}),
    ]
    for method, path, body in tries:
        answer = world.client.request(
            method,
            f"/api/v1{path}",
            json=body,
            headers={"Authorization": f"Bearer {world.tokens['administrator-north']}"},
        )
        assert answer.status_code in {403, 404, 409}, (method, path, answer.text)


def test_an_id_that_is_there_and_one_that_is_not_answer_alike(world: World) -> None:
    """For who may see neither: the same status, words and headers."""
    token = world.tokens["viewer-south"]
    for path in ("/cameras/{}", "/sites/{}", "/users/{}", "/organisations/{}", "/campaigns/{}", "/proposals/{}"):
        name = {"/cameras/{}": "camera", "/sites/{}": "site", "/users/{}": "user", "/organisations/{}": "ward"}
        known = world.names[name.get(path, "campaign" if "campaigns" in path else "draft")]
        answers = [
            world.client.get(f"/api/v1{path.format(one)}", headers={"Authorization": f"Bearer {token}"})
            for one in (known, SEGMENT)
        ]
        assert {answer.status_code for answer in answers} == {404}
        assert answers[0].json() == answers[1].json()
        assert answers[0].headers.keys() == answers[1].headers.keys()


def test_an_unknown_name_takes_the_same_work_as_a_wrong_password(world: World) -> None:
    """By what is done, not by the clock: one argon2 comparison each, the same words."""

    class Counting(Passwords):
        compared = 0

        def matches(self, stored: str | None, password: str) -> bool:
            Counting.compared += 1
            return super().matches(stored, password)

    sessions = world.platform.governance._sessions
    sessions._passwords = Counting(hasher=quick_passwords()._hasher)
    words = []
    for username in ("viewer-south", "nobody-at-all"):
        with pytest.raises(Unauthenticated) as refused:
            world.platform.governance.sign_in(username, "wrong", SOURCE)
        words.append((refused.value.detail, dict(refused.value.extra), Counting.compared))
    assert words[0][:2] == words[1][:2]
    assert (words[0][2], words[1][2]) == (1, 2)


def test_a_session_that_somebody_brings_along_is_not_taken_over(world: World) -> None:
    """Fixation: signing in with a cookie of one's own choice gives another one."""
    chosen = "A" * 43
    answer = world.client.post(
        "/api/v1/session",
        json={"username": "viewer-north", "password": PASSWORD},
        headers={"cookie": f"toancanh_session={chosen}", "origin": "http://city.test"},
    )
    world.client.cookies.clear()
    assert answer.status_code == 200
    assert answer.json()["token"] != chosen
    assert world.client.get("/api/v1/me", headers={"cookie": f"toancanh_session={chosen}"}).status_code == 401
