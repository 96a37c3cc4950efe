"""The refusal matrix: every route, every role, the wrong organisation, no session, an expired one, a forged token or
grant, a foreign page: refused, and on record. Over the real application.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi.routing import APIWebSocketRoute, iter_route_contexts
from routes_matrix import OUTSIDE, ROUTES, SPAN, Door, Route, of
from whole_app import SEGMENT, World, whole_app

from governance_rig import PASSWORD, SOURCE
from toancanh.governance import Role, judgement
from toancanh.governance.store.tables import login_session
from toancanh.kernel import parse_rfc3339
from toancanh.media.picture_paths import PicturePath


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Where a session may be refused as often as there are routes, and each time is on record."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judgement, "_REFUSALS_PER_MINUTE", 100_000)
        with whole_app(tmp_path_factory.mktemp("refusals")) as made:
            yield made


JUDGED = [route for route in ROUTES if route.door is Door.RIGHT]
CLOSED = [route for route in ROUTES if route.door is not Door.OPEN]
BY_SESSION = [route for route in CLOSED if route.door is not Door.GRANT]
GRANTED = [route for route in ROUTES if route.by_grant]


def by_name(routes: list[Route]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("route", routes, ids=[route.name for route in routes])


def by_each(
    values: Iterable[Any],
) -> Callable[[Callable[[World, Route, Any], None]], Callable[[World, Route], None]]:
    """One test for all of them: a test of its own for each costs more than the asking."""

    def for_all(check: Callable[[World, Route, Any], None]) -> Callable[[World, Route], None]:
        def run(world: World, route: Route) -> None:
            for value in values:
                check(world, route, value)

        run.__name__, run.__doc__ = check.__name__, check.__doc__
        return run

    return for_all


by_each_role = by_each(Role)


def is_refused(status: int) -> bool:
    return status in {403, 404, 4403, 4404}


@pytest.mark.databases("sqlite")
def test_every_route_has_its_entry(world: World) -> None:
    def shape(path: str) -> str:
        return re.sub(r"\{[^}]*\}(/0-1)?(\.mp4(?=$))?", "{}", path)

    known = {shape(f"{route.method} {'' if route.path == '/metrics' else '/api/v1'}{route.path}") for route in ROUTES}
    served = set()
    for route in iter_route_contexts(world.app.routes):
        if isinstance(route.original_route, APIWebSocketRoute):
            served.add(shape(f"WS {route.path}"))
        served |= {shape(f"{method} {route.path}") for method in set(route.methods or ()) - {"HEAD"}}
    assert OUTSIDE - served <= {"GET /ca.crt"}, "pages that are named and not there (the local CA's is, where it is)"
    served = {name for name in served if name not in OUTSIDE}
    assert {"GET /api/v1/cameras", "WS /api/v1/cameras/{}/live"} <= served
    assert served - known == set(), "routes without an entry in routes_matrix.py"
    assert known - served == set(), "entries in routes_matrix.py without a route"


NOT_OF_A_CAMERA = {
    "GET /cameras/{camera_id}/documents/{document_id}": "photographs and papers that people put in",
    "GET /tickets/{ticket_id}/photos/{photo_id}": "photographs that people take at a repair",
    "GET /uptime-reports/{report_id}/report.{suffix}": "a month's figures, and the signature over them",
    "GET /map/base.pmtiles": "the map's ground",
    "GET /open/traffic.datex2": "figures of traffic, in XML",
    "GET /map/cameras/{z}/{x}/{y}.mvt": "signs on the map",
    "GET /cameras/{camera_id}/timeline": "times alone",
    "WS /cameras/{camera_id}/ptz": "who steers",
    "GET /cameras/{camera_id}/fetching": "how much has come from the cold store",
}
_TEXTS = ("application/json", "application/problem+json", "application/geo+json", "text/", "application/pdf")
_OF_ANOTHER_DOOR = re.compile(r"^RTSP | /handover/")
_OFFICE = "application/vnd.openxmlformats"
_OF_PICTURES = {"pictures", "playback", "probe", "grants"}


@pytest.mark.databases("sqlite")
def test_every_way_of_a_picture_is_on_the_list_that_the_cases_of_masks_walk(world: World) -> None:
    """A route that answers with something else than text, or belongs to pictures, is on it or says why not."""
    contexts = iter_route_contexts(world.app.routes)
    served = {f"WS {route.path}" for route in contexts if isinstance(route.original_route, APIWebSocketRoute)}
    for path, acts in world.app.openapi()["paths"].items():
        for method, act in acts.items():
            answers = [answer.get("content", {}) for code, answer in act["responses"].items() if code < "3"]
            is_text = all(kind.startswith((*_TEXTS, _OFFICE)) for kinds in answers for kind in kinds)
            if not is_text or _OF_PICTURES & set(act.get("tags", ())):
                served.add(f"{method.upper()} {path}")
    served = {name.replace("/api/v1", "") for name in served}
    named = {way.route.replace(":path}", "}") for way in PicturePath if not _OF_ANOTHER_DOOR.search(way.route)}
    assert served - NOT_OF_A_CAMERA.keys() == named


@pytest.mark.databases("sqlite")  # the description is that of the code
def test_every_body_refuses_fields_that_nobody_knows(world: World) -> None:
    described = world.app.openapi()
    shapes, open_shapes = described["components"]["schemas"], set()
    acts = [act for path in described["paths"].values() for act in path.values()]
    waiting: list[Any] = [act["requestBody"] for act in acts if "requestBody" in act]
    seen: set[str] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
        elif isinstance(node, str) and node.startswith("#/components/schemas/") and node not in seen:
            seen.add(node)
            shape = shapes[node.rpartition("/")[2]]
            waiting.append(shape)
            if "properties" in shape and shape.get("additionalProperties") is not False:
                open_shapes.add(node)
    assert len(seen) > 50
    assert open_shapes == set(), "these want `RequestBody`"


@by_name(BY_SESSION)
def test_without_a_session(world: World, route: Route) -> None:
    before = world.counted("no_session")
    assert world.send(route) in {401, 4401}
    assert world.counted("no_session") == before + 1


@by_name(BY_SESSION)
@by_each(["forged", "ended", "expired"])
def test_with_a_session_that_is_none(world: World, route: Route, token: str) -> None:
    before = world.counted("session_ended")
    assert world.send(route, dead_token(world, token)) in {401, 4401}
    assert world.counted("session_ended") == before + 1


def dead_token(world: World, kind: str) -> str:
    if kind == "forged":
        return "A" * 43
    if kind not in world.tokens:
        governance = world.platform.governance
        world.tokens[kind], principal = governance.sign_in("target", PASSWORD, SOURCE)
        if kind == "ended":
            governance.sign_out(principal)
        else:
            with world.platform.database.transaction() as tx:
                this = login_session.c.id == principal.session_id
                tx.execute(login_session.update().where(this).values(expires_us=1))
    return world.tokens[kind]


JUDGED_ALIKE = pytest.mark.databases("sqlite")
"""A refusal is decided in memory; lists, sessions and rights are asked of both databases below and above."""


@JUDGED_ALIKE
@by_name(JUDGED)
@by_each_role
def test_the_wrong_role(world: World, route: Route, role: Role) -> None:
    if role in route.may:
        return  # the right one: see test_the_right_role
    before = world.entries()
    assert is_refused(world.send(route, world.tokens[f"{role}-north"])), world.last
    assert world.entries() == before + 1
    entry = world.last_entry()
    assert (entry.outcome, entry.actor_id) == ("deny", world.people[f"{role}-north"].user_id)
    assert entry.action == route.asks or (entry.action.endswith(".read") and role not in of(entry.action))


@JUDGED_ALIKE
@by_name(JUDGED)
@by_each_role
def test_the_wrong_organisation(world: World, route: Route, role: Role) -> None:
    before = world.entries()
    status = world.send(route, world.tokens[f"{role}-south"])
    about_a_thing = "{" in route.path and not route.of_all
    assert status in ({404, 4404} if about_a_thing else {403, 404})
    assert world.entries() == before + 1
    entry = world.last_entry()
    assert (entry.outcome, entry.actor_id) == ("deny", world.people[f"{role}-south"].user_id)


@JUDGED_ALIKE
def test_what_a_right_needs_is_said_and_on_record(world: World) -> None:
    route = next(route for route in ROUTES if route.path.endswith("/video.mp4"))
    before = world.entries()
    assert world.send(route, world.tokens["operator-north"]) == 403
    told = json.loads(world.last)
    assert (told["needs"], told["clauses"]) == (["purpose"], ["export (Điều 5)"])
    assert "order" in told["purposes"]
    assert world.entries() == before + 1
    assert world.last_entry().outcome == "needs"


ASKED_OF_THE_DEVICE = ("/cameras/{camera}/", "/devices/{device}/channels/", "/devices/{device}/users")
READS = [
    route
    for route in JUDGED
    if route.method in {"GET", "PATCH"} and not any(part in route.path for part in ASKED_OF_THE_DEVICE)
]


@by_name(READS)
def test_the_right_role(world: World, route: Route) -> None:
    """Not refused, or the tests above would prove nothing."""
    for role in route.may:
        assert world.send(route, world.tokens[f"{role}-north"]) == 200
    assert world.send(route, world.tokens["admin"]) == 200


@by_name([route for route in ROUTES if route.door is Door.LIST])
@by_each_role
def test_lists_hide_what_may_not_be_seen(world: World, route: Route, role: Role) -> None:
    """A list that may not be asked for at all is refused; else it does not name what lies in the north."""
    before = world.entries()
    status = world.send(route, world.tokens[f"{role}-south"])
    if status != 200 or role not in route.may | {Role.CLEARED}:
        assert is_refused(status) or '"items":[]' in world.last
        assert world.entries() == before + 1
        assert world.last_entry().outcome == "deny"
        return
    told = world.last
    for name in ("north", "ward", "camera", "another", "site", "user"):
        assert world.names[name] not in told


def of_protected(route: Route) -> Route:
    """The same, asked about the protected camera."""

    def put(value: Any) -> Any:
        return json.loads(json.dumps(value).replace("{camera}", "{protected}"))

    return replace(route, path=put(route.path), json=put(route.json), query=put(dict(route.query)))


def of_nothing(route: Route) -> Route:
    return replace(
        route,
        path=route.path.replace("{protected}", SEGMENT),
        json=json.loads(json.dumps(route.json).replace("{protected}", SEGMENT)),
    )


PROTECTED = [of_protected(route) for route in JUDGED if of_protected(route) != route]


@JUDGED_ALIKE
@by_name(PROTECTED)
@by_each_role
def test_a_protected_camera_is_not_there_for_those_not_cleared(world: World, route: Route, role: Role) -> None:
    """Neither by its status nor by its words; who is only cleared sees nothing at all."""
    token = world.tokens[f"{role}-north"]
    before = world.entries()
    status = world.send(route, token)
    told = world.last
    assert status in {404, 4404}
    assert world.entries() == before + 1
    last = world.last_entry()
    assert (last.outcome, last.resource_id) == ("deny", world.names["protected"]), last
    assert world.send(of_nothing(route), token) == status
    assert world.last == told.replace(world.names["protected"], SEGMENT)


@by_name([route for route in PROTECTED if route.method == "GET" and route.query == {} and "snapshot" not in route.path])
def test_a_protected_camera_is_there_for_those_cleared(world: World, route: Route) -> None:
    for who in ("trusted", "admin"):
        assert world.send(route, world.tokens[who]) == 200


@by_name([route for route in ROUTES if route.door is Door.LIST])
@by_each_role
def test_lists_leave_protected_cameras_out(world: World, route: Route, role: Role) -> None:
    world.send(of_protected(route), world.tokens[f"{role}-north"])
    if "{camera}" in json.dumps(route.json):
        assert '"items":[]' in world.last or is_refused(json.loads(world.last)["status"])
    elif route.path != "/audit":  # an administrator's act on it stands in the record
        assert world.names["protected"] not in world.last
    if role is Role.CLEARED:
        assert not any(world.names[name] in world.last for name in ("ward", "camera", "another", "site", "user"))


UNSAFE = [route for route in CLOSED if route.method not in {"GET", "WS"}]


@by_name(UNSAFE)
@by_each(["http://evil.test", "null", "https://city.test", "http://city.test:81", None])
def test_a_foreign_page_that_has_the_cookie(world: World, route: Route, origin: str | None) -> None:
    before = world.counted("foreign_origin")
    headers = {"cookie": f"toancanh_session={world.tokens['admin']}", "sec-fetch-site": "cross-site"}
    headers |= {"origin": origin} if origin else {}
    assert world.send(route, headers=headers) == 403
    assert world.counted("foreign_origin") == before + 1


def test_our_own_page_that_has_the_cookie(world: World) -> None:
    route = Route(method="PATCH", path="/cameras/{camera}", json={"name": "from our page"})
    cookie = {"cookie": f"toancanh_session={world.tokens['admin']}"}
    assert world.send(route, headers={**cookie, "origin": "http://city.test"}) == 200
    assert world.send(route, headers={**cookie, "sec-fetch-site": "same-origin"}) == 200
    assert world.send(route, world.tokens["admin"], headers={"origin": "http://evil.test"}) == 200  # no browser's doing


def test_the_websocket_of_a_foreign_page(world: World) -> None:
    route = next(route for route in ROUTES if route.method == "WS")
    before = world.counted("foreign_origin")
    for headers in (
        {"cookie": f"toancanh_session={world.tokens['admin']}", "origin": "http://evil.test"},
        {"authorization": f"Bearer {world.tokens['admin']}", "origin": "http://evil.test"},
        {"cookie": f"toancanh_session={world.tokens['admin']}"},
    ):
        assert world.send(route, headers=headers) == 4403
    assert world.counted("foreign_origin") == before + 3


def test_the_websocket_of_our_own_page_and_of_a_program(world: World) -> None:
    route = next(route for route in ROUTES if route.method == "WS")
    for headers in (
        {"cookie": f"toancanh_session={world.tokens['admin']}", "origin": "http://testserver"},
        {"authorization": f"Bearer {world.tokens['admin']}"},
    ):
        assert world.send(route, headers=headers) == 4503, "no media process runs here"


def test_a_token_in_an_address_is_refused(world: World) -> None:
    route = Route(method="GET", path="/me", query={"token": world.tokens["admin"]})
    assert world.send(route, world.tokens["admin"]) == 401


def grant_for(world: World, route: Route, **other: Any) -> str:
    span = {"from_us": parse_rfc3339(SPAN["from"]), "to_us": parse_rfc3339(SPAN["to"])}
    terms: dict[str, Any] = {
        "kind": route.by_grant,
        "camera_id": world.names["camera"],
        "owner_id": world.names["north"],
        "stream": "main",
        **(span if route.by_grant in {"playback", "export"} else {}),
        **other,
    }
    holder = world.people[terms.pop("holder", "operator-north")]
    return world.platform.governance.grants.issue(holder, **terms)[1]


GRANTS: dict[str, Callable[[World, Route], str]] = {
    "forged": lambda world, route: grant_for(world, route)[:-4] + "AAAA",
    "expired": lambda world, route: grant_for(world, route, ttl_s=-1),
    "of another camera": lambda world, route: grant_for(world, route, camera_id=world.names["another"]),
    "of another stream": lambda world, route: grant_for(world, route, stream="sub"),
    "of another kind": lambda world, route: grant_for(
        world, route, kind="live" if route.by_grant != "live" else "export"
    ),
    "of another time": lambda world, route: grant_for(world, route, from_us=1, to_us=2),
    "of one who may not": lambda world, route: grant_for(world, route, holder="auditor-north"),
    "of another organisation": lambda world, route: grant_for(world, route, holder="operator-south"),
    "of a protected camera": lambda world, route: grant_for(world, route, camera_id=world.names["protected"]),
    "of an ended session": lambda world, route: grant_for(world, route, holder="ended"),
}


@by_name(GRANTED)
@pytest.mark.parametrize("kind", GRANTS)
def test_grants_that_are_none(world: World, route: Route, kind: str) -> None:
    if kind == "of an ended session":
        _, world.people["ended"] = world.platform.governance.sign_in("operator-north", PASSWORD, SOURCE)
        world.platform.governance.sign_out(world.people["ended"])
    token = GRANTS[kind](world, route)
    if kind == "of a protected camera":
        route = of_protected(route)
    before = world.entries(), world.counted("forged_grant")
    assert is_refused(world.send(route, query={"grant": token}))
    if route.door is Door.GRANT and "{segment}" in route.path:
        assert world.entries() + world.counted("forged_grant") == sum(before) + 1
    elif kind == "forged":
        assert (world.entries(), world.counted("forged_grant")) == (before[0], before[1] + 1)
    else:
        assert world.entries() == before[0] + 1
        assert world.last_entry().outcome == "deny"


@by_name([route for route in ROUTES if route.door is Door.GRANT])
def test_by_grant_alone(world: World, route: Route) -> None:
    before = world.counted("no_session")
    assert world.send(route, world.tokens["admin"]) == 401
    assert world.counted("no_session") == before + 1


@pytest.mark.parametrize(
    "name", ["%2e%2e/%2e%2e/toancanh.db", "..%2F..%2Ftoancanh.db", "/etc/passwd", f"{SEGMENT}.mp4%2F..", "x"]
)
@pytest.mark.parametrize("folder", ["segments", "renditions"])
def test_a_path_outside_the_archive(world: World, name: str, folder: str) -> None:
    route = next(route for route in GRANTED if folder in route.path)
    grant = grant_for(world, route)
    before = world.entries() + world.counted("forged_grant")
    path = f"/api/v1/cameras/{world.names['camera']}/{folder}/{name}"
    answer = world.client.get(path, params={"grant": grant})
    assert answer.status_code == 404
    assert world.entries() + world.counted("forged_grant") == before + 1


def test_the_whole_record_is_intact_afterwards(world: World) -> None:
    assert world.platform.governance.verify_record().violations == ()
