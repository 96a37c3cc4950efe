"""Hostile texts in every place of every request where somebody may write text, as the description names them: taken as
they are and told again letter by letter, or refused with the field's name; never obeyed, never our fault. Escalation;
what a guess learns.
"""

from __future__ import annotations

import itertools
import json
import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import inspect
from text_cases import CASES, KNOWN
from text_slots import TEMPLATE_FILLED, Description, Slot, hostile, shape
from text_things import a_pack
from text_world import a_city_for_texts
from whole_app import SEGMENT, World

from governance_rig import PASSWORD, SOURCE, quick_passwords
from toancanh.governance import Passwords
from toancanh.kernel import Unauthenticated

pytestmark = pytest.mark.databases("sqlite")
NUMBERS = itertools.count(1000)
SAID_AS = {"url": "address", "main_url": "address", "endpoint": "folder"}

NOT_TOLD: Mapping[str, str] = {
    "POST /session body:username": "compared: every wrong sign-in has one answer",
    "POST /session/second body:pending": "compared: every wrong answer has one answer",
    "POST /session/second body:code": "compared, as above",
    "POST /session/second body:credential.{key}": "compared, as above",
    "POST /session/second body:credential.{}": "compared, as above",
    "POST /session/factor body:credential.{key}": "compared: a wrong factor is refused, whatever it was made of",
    "POST /session/factor body:credential.{}": "compared, as above",
    "POST /account/factors body:credential.{key}": "read for passkeys alone; the code of an app decides here",
    "POST /account/factors body:credential.{}": "as above",
    "POST /organisations/units body:source": "stands with each succession, of organisations that it makes itself",
    "POST /cameras/{}/ptz/commands body:token": "goes to the device: test_attacks_texts_files.py",
    "POST /cameras/bulk body:remove_tags.[]": "compared with the tags that are there",
    "POST /cameras/bulk/apply body:token": "compared: names an edit of one's own",
    "PUT /cameras/{}/masks body:areas.[].id": "compared: an area of an unknown id is a new one, with an id of ours",
    "PUT /cameras/{}/ptz/tours body:items.[].id": "compared: a tour of an unknown id is a new one, with an id of ours",
    "POST /devices/jobs body:template.ntp_servers.[]": "goes to each device: test_attacks_texts_files.py",
    "POST /devices/jobs/onboard body:template.ntp_servers.[]": "as above",
    "POST /devices/jobs/onboard body:template.timezone": "as above",
    "POST /devices/jobs/onboard body:username": "goes to the devices with the password, and comes out with neither",
    "POST /devices/jobs/onboard body:unit_id": "kept with the job; a unit that is not there is refused at each device",
    "GET /cameras/{}/segments/{} path:camera_id": "compared: without a grant of this camera nothing is answered",
    "GET /cameras/{}/segments/{} query:grant": "compared: signed",
    "GET /cameras/{}/renditions/{} query:grant": "compared: signed",
    "POST /playback body:large.[]": "compared with the cameras asked for",
    "POST /thumbnails body:camera_ids.[]": "compared: what may not be seen is left out of the page",
    "POST /probe body:username": "goes to the camera alone, by a process that does not run here",
    "POST /probe body:password": "as above",
    "PATCH /archive/pools body:name": "compared: names a pool",
    "DELETE /archive/pools query:name": "compared: names a pool",
    "POST /archive/pools/given-up body:name": "compared: names a pool",
    "POST /archive/pools/given-up body:confirm": "compared with the name of a pool that is not there",
    "POST /proposals/check body:claim.exception": "judged, and nothing of it is kept or told",
    "POST /proposals/check body:candidates.[].name": "as above",
    "POST /proposals/check body:candidates.[].maker": "as above",
    "POST /proposals/check body:candidates.[].model": "as above",
    "POST /proposals/check body:candidates.[].codec": "as above",
    "POST /proposals/check body:candidates.[].conformity_certificate": "as above",
}
"""Places whose text is used, and neither told again nor refused by name: what becomes of it instead."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with a_city_for_texts(tmp_path_factory.mktemp("texts")) as made:
        yield made


@pytest.fixture(scope="module")
def description(world: World) -> Description:
    return Description(world.app.openapi(), KNOWN)


@pytest.fixture(scope="module")
def slots(description: Description) -> list[Slot]:
    return list(description.slots({operation: case.json for operation, case in CASES.items()}))


def send(world: World, slot: Slot, text: str) -> Any:
    """The request with the text in its place. What is refused by its form, or names nothing, needs no things made."""
    case, number = CASES[slot.operation], next(NUMBERS)
    names = world.names
    names |= {"n": str(number), "twelve": f"{number:012d}", "cidr": f"10.9.{number % 250}.{number // 250 * 16}/28"}
    if case.fresh is not None and slot.where != "path" and not slot.refuses(text):
        names |= case.fresh(world)
    path, query, body = case.path, dict(case.query), case.json
    if slot.where == "path":
        path = with_segment(slot, path, text)
    elif slot.where == "query":
        query[slot.at[0]] = text
    else:
        body = slot.put(text)
    headers, more = {"Authorization": f"Bearer {world.tokens.get(case.who, world.tokens['admin'])}"}, {}
    if case.content:
        content = case.content if case.content != b"{pack}" else json.dumps(a_pack(world)).encode()
        headers["content-type"], more["content"] = case.content_type, content
    elif body is not None:
        more["json"] = filled(world, body)
    address = f"/api/v1{filled(world, path)}"
    return world.client.request(slot.method, address, params=filled(world, query), headers=headers, **more)


def filled(world: World, value: Any) -> Any:
    """Where nothing was made for a name, an id that is not there."""
    world.names = defaultdict(lambda: SEGMENT, world.names)
    return world.filled(value)


def with_segment(slot: Slot, path: str, text: str) -> str:
    described, parts = slot.path.split("/"), path.split("/")
    assert len(described) == len(parts), (slot.name, path)
    at = next(at for at, part in enumerate(described) if f"{{{slot.at[0]}}}" in part)
    parts[at] = re.sub(r"\{\w+\}", "x", described[at].replace(f"{{{slot.at[0]}}}", quote(text, safe="")))
    return "/".join(parts)


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield key
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif isinstance(value, str):
        yield value


def is_json(answer: Any) -> bool:
    return bool(answer.content) and "json" in answer.headers.get("content-type", "")


def told_again(world: World, description: Description, slot: Slot, answer: Any, text: str) -> str:
    """Where it can be read, letter by letter; empty where nowhere."""
    case = CASES[slot.operation]
    found = answer.json() if is_json(answer) else None
    if text in leaves(found):
        return "answer"
    parts = case.path.split("/")
    above = ["/".join(parts[:length]) for length in range(len(parts), 1, -1)]
    addresses = [path for path in above if shape(f"GET {path}") in description.readable]
    if isinstance(found, dict) and "id" in found:
        addresses.insert(0, f"{case.path}/{found['id']}")
    for address in [*addresses, *case.told, "/audit?limit=10"]:
        headers = {"Authorization": f"Bearer {world.tokens[case.who]}"}
        again = world.client.get(f"/api/v1{filled(world, address)}", headers=headers)
        if again.status_code == 200 and is_json(again) and text in leaves(again.json()):
            return address
    return ""


def finds_nothing(answer: Any) -> bool:
    if not is_json(answer):
        return not answer.content
    found = answer.json()
    counts = [found[name] for name in ("items", "count", "total", "cameras") if name in found]
    counts += [one["open"] for one in found.get("points", ())]
    return bool(counts) and not any(counts)


def names_the_field(problem: Mapping[str, Any], slot: Slot) -> bool:
    said = [str(problem.get("field", "")), problem["detail"], *(one["at"] for one in problem.get("errors", ()))]
    names = [*(part for part in slot.at if part.isidentifier()), SAID_AS.get(slot.field, slot.field)]
    return any(re.search(rf"\b{re.escape(name.removesuffix('s'))}", one) for one in said for name in names)


def judged(world: World, description: Description, slot: Slot) -> str:
    """What became of a hostile text there; begins with ``!`` where nobody can say."""
    text = hostile(slot.most, next(NUMBERS))
    if slot.where == "path":
        text = text.replace("/", "")
    form, answer = slot.refuses(text), send(world, slot, text)
    status = answer.status_code
    assert status < 500 or status == 503, (slot.name, answer.text)
    assert TEMPLATE_FILLED not in answer.text, (slot.name, "a template was filled in")
    if status >= 400:
        return refused(slot, form, status, answer.json())
    assert not form, (slot.name, f"taken, though its form is {form}")
    if slot.is_secret:
        assert text not in answer.text, (slot.name, "a secret is told")
        return "a secret"
    if slot.field == "after":
        return "a cursor: compared with ids"
    if slot.where == "query" and finds_nothing(answer):
        return "nothing is found by it"
    if where := told_again(world, description, slot, answer, text):
        return f"told by {where}"
    return "a reason: judged" if slot.is_reason else f"! {status} {answer.text[:200]}"


def refused(slot: Slot, form: str, status: int, problem: Mapping[str, Any]) -> str:
    if names_the_field(problem, slot):
        assert not form or status == 422, (slot.name, problem)
        return f"refused by its form: {form}" if form else "refused by name"
    assert not form, (slot.name, form, problem)
    if slot.where == "path" and status in {404, 422}:
        return "names nothing"
    if slot.is_id and status in {403, 404, 409, 422}:
        return "names nothing that the asker may know of"
    if slot.is_reason and status in {404, 503} and "picture" in problem["detail"]:
        return "a reason: judged"  # and there is no picture behind it
    return f"! {status} {problem['detail'][:200]}"


def walked(world: World, description: Description, slots: list[Slot], wanted: Callable[[Slot], bool]) -> int:
    """Tries each; returns how many texts were told again letter by letter."""
    became = {slot.name: judged(world, description, slot) for slot in slots if wanted(slot)}
    strange = {name: what for name, what in became.items() if what.startswith("!") and name not in NOT_TOLD}
    said = "\n".join(f"{name}: {what}" for name, what in strange.items())
    assert not strange, (
        f"neither told again nor refused by name: a case in text_cases.py, or a reason in NOT_TOLD\n{said}"
    )
    assert {name for name in NOT_TOLD.keys() & became.keys() if not became[name].startswith("!")} == set(), (
        "no longer so"
    )
    assert world.platform.governance.verify_record().violations == ()
    with world.platform.database.reading() as connection:
        assert inspect(connection).has_table("camera")
    return sum(what.startswith("told by") for what in became.values())


def of_a_few(slot: Slot) -> bool:
    """All of bodies; of a path or a query one in three, where many routes have one shape; what the schema says already
    is tried of one in eight.
    """
    is_closed = bool(slot.refuses(hostile(slot.most, 0)))
    every = 8 if is_closed else 1 if slot.where == "body" else 3
    return zlib.crc32(slot.name.encode()) % every == 0


def test_a_hostile_text_is_a_text_in_every_field(
    world: World, description: Description, slots: list[Slot]
) -> None:  # fmt: skip
    """Every field that takes a text, and some of those that their form closes."""
    assert len(slots) > 1000, "the description names them"
    assert {"POST /cameras body:name", "GET /cameras query:q", "GET /cameras/{} path:camera_id"} <= {
        slot.name for slot in slots
    }
    assert set(NOT_TOLD) <= {slot.name for slot in slots}
    assert walked(world, description, slots, of_a_few) > 150


@pytest.mark.soak
def test_a_hostile_text_is_a_text_in_every_place(
    world: World, description: Description, slots: list[Slot]
) -> None:  # fmt: skip
    """And all the others."""
    walked(world, description, slots, lambda slot: not of_a_few(slot))


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
