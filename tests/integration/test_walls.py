"""Layouts, and screens that show them with the rights of who has put them there and with no other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from playback_rig import S, Setup, playback_setup, span
from toancanh.governance import Role, RoleBinding
from toancanh.governance.users import UserChange
from toancanh.media.archive import Mark

pytestmark = pytest.mark.databases("sqlite")


@pytest.fixture
def screen(setup: Setup) -> Iterator[httpx.Client]:
    """A browser without a session."""
    with httpx.Client(base_url=setup.base, timeout=20) as client:
        yield client


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setup]:
    with playback_setup(tmp_path_factory.mktemp("walls")) as made:
        yield made


def layout_of(setup: Setup, *codes: str, shared: bool = False) -> dict[str, Any]:
    tiles = [setup.cameras[code].id for code in codes] + [None] * (4 - len(codes))
    return {"name": "night", "shared": shared, "pages": [{"size": 4, "tiles": tiles, "seconds": 5}], "alarms": True}


def enrolled(client: httpx.Client, screen: httpx.Client, days: float = 1) -> str:
    """The screen is a node now; its id."""
    invited = client.post("/wall-nodes", json={"name": "Hall", "days": days}).json()
    assert screen.post("/wall-nodes/enrol", json={"code": invited["code"].lower()}).status_code == 200
    assert screen.post("/wall-nodes/enrol", json={"code": invited["code"]}).status_code == 401, "used already"
    return str(invited["node"]["id"])


def test_layouts_are_ones_own_or_shared_inside_the_organisation(setup: Setup) -> None:
    with setup.client() as mine, setup.client("viewer") as colleague, setup.client("stranger") as stranger:
        made = mine.post("/wall-layouts", json=layout_of(setup, "plain")).json()
        path = f"/wall-layouts/{made['id']}"
        assert made["id"] not in colleague.get("/wall-layouts").text
        shared = {**layout_of(setup, "plain", "both", shared=True), "version": made["version"]}
        assert mine.put(path, json=shared).json()["version"] == 2
        assert mine.put(path, json=shared).status_code == 409
        assert [one["own"] for one in colleague.get("/wall-layouts").json()["items"]] == [False]
        assert stranger.get("/wall-layouts").json()["items"] == []
        for other in (colleague, stranger):
            assert other.put(path, json={**shared, "version": 2}).status_code == 404
            assert other.delete(path).status_code == 404
        assert setup.entries("wall.layout_update", "deny")
        assert mine.delete(path).status_code == 204
    with setup.client("auditor") as auditor:
        assert auditor.post("/wall-layouts", json=layout_of(setup, "plain")).status_code == 403
        assert auditor.post("/wall-nodes", json={"name": "Hall"}).status_code == 403
        for refused in ("/wall-nodes", "/wall-layouts", "/wall-alarms"):
            assert auditor.get(refused).status_code == 403
    assert [entry.outcome for entry in setup.entries("wall.layout_create")] == ["allow"]


def test_a_screen_shows_what_the_one_who_put_it_there_may_see_and_nothing_else(
    setup: Setup, screen: httpx.Client
) -> None:
    governance = setup.governance
    with setup.client() as mine, setup.client("stranger") as stranger:
        node_id = enrolled(mine, screen)
        made = mine.post("/wall-layouts", json=layout_of(setup, "plain", "foreign")).json()
        assert stranger.put(f"/wall-nodes/{node_id}/layout", json={"layout_id": made["id"]}).status_code == 404
        assert stranger.delete(f"/wall-nodes/{node_id}").status_code == 404
        for act in ("put", "revoke"):
            (refused,) = setup.entries(f"wall.node_{act}", "deny")
            assert (refused.resource_id, refused.actor_id) == (node_id, setup.principals["stranger"].user_id)
        assert screen.get("/wall-nodes/screen").json()["layout"] is None
        put = mine.put(f"/wall-nodes/{node_id}/layout", json={"layout_id": made["id"]}).json()
        assert put["put_by"] == "operator"
        plain, foreign = screen.get("/wall-nodes/screen").json()["cameras"]
        assert (plain["code"], foreign["code"], foreign["grant"]) == ("plain", "", None)
        checked = {"kind": "live", "camera_id": plain["camera_id"], "stream": "main"}
        grant = governance.grants.check(plain["grant"], **checked)
        assert (grant.user_id, grant.username) == (setup.principals["operator"].user_id, "operator @ Hall")

        own = [setup.path("plain", what) for what in ("status", "snapshot.jpg")]
        for path in ("/wall-nodes", "/wall-layouts", *own):
            assert screen.get(path).status_code == 401
        assert screen.put(f"/wall-nodes/{node_id}/layout", json={"layout_id": made["id"]}).status_code == 401
        asked = {"grant": plain["grant"], **span(0, 10)}
        assert screen.get(setup.path("plain", "playlist.m3u8"), params=asked).status_code == 403

        binding = RoleBinding(role=Role.AUDITOR, organisation_id=setup.cameras["plain"].owner_id)
        assert setup.admin is not None
        operator = governance.users.get(setup.admin, setup.principals["operator"].user_id)
        governance.users.update(setup.admin, operator.id, UserChange(roles=(binding,)))
        assert screen.get("/wall-nodes/screen").json()["cameras"][0]["grant"] is None
        with pytest.raises(Exception, match="does not allow"):
            governance.grants.check(plain["grant"], **checked)
        governance.users.update(setup.admin, operator.id, UserChange(roles=operator.roles))
        governance.grants.check(plain["grant"], **checked)

        assert mine.delete(f"/wall-nodes/{node_id}").status_code == 204
        assert screen.get("/wall-nodes/screen").status_code == 401
        with pytest.raises(Exception, match="does not allow"):
            governance.grants.check(plain["grant"], **checked)
        assert mine.get("/wall-nodes").json()["items"] == []
    acts = [setup.entries(f"wall.node_{act}") for act in ("invite", "enrol", "put", "revoke")]
    assert [len(entries) for entries in acts] == [1, 1, 1, 1]


def test_an_alarm_stands_on_walls_and_screens_until_somebody_acknowledges_it(
    setup: Setup, screen: httpx.Client
) -> None:
    for name in ("operator", "viewer", "stranger"):
        setup.sign_in(name)
    setup.clock.advance(1)  # what streams do is known for half a second
    plain, both, foreign = (setup.cameras[code].id for code in ("plain", "both", "foreign"))
    now_us = setup.clock.now_us()
    marks = [("motion", plain, 20), ("motion", foreign, 10), ("intrusion", both, 301), ("clock_stepped", both, 5)]
    marks.append(("device_motion", plain, 5))  # a street moves all day
    setup.rig.archive.add_marks([
        Mark(
            id=setup.rig.ids.new_id(), camera_id=of, start_us=now_us - ago_s * S, end_us=now_us, kind=kind,
            reference="",
        )
        for kind, of, ago_s in marks
    ])  # fmt: skip
    report = {"state": "offline", "reason": "timeout", "since_us": now_us - S, "role": "main"}
    setup.links.streams = [
        {**report, "camera_id": both, "last_frame_us": now_us - 2 * S},
        {**report, "camera_id": foreign, "last_frame_us": None},
    ]
    with setup.client() as mine, setup.client("viewer") as colleague, setup.client("stranger") as stranger:
        page = {"size": 4, "tiles": [plain, foreign, None, None], "seconds": 5, "pinned": [3, 1, 3]}
        layout = {"name": "alarms", "shared": True, "pages": [page, {**page, "tiles": [both]}], "alarms": True}
        made = mine.post("/wall-layouts", json=layout).json()
        assert made["pages"][0]["pinned"] == [1, 3]
        node_id = enrolled(mine, screen)
        mine.put(f"/wall-nodes/{node_id}/layout", json={"layout_id": made["id"]})

        def stand(client: httpx.Client, **asked: str) -> list[tuple[str, str]]:
            items = client.get("/wall-alarms", params=asked).json()["items"]
            return [(one["camera_id"], one["kind"]) for one in items]

        newest_first = [(both, "pictures_lost"), (plain, "motion")]
        assert stand(mine, layout_id=made["id"]) == newest_first, "not old ones, nor of a camera seen by others alone"
        assert stand(mine, ids=f"{plain},{foreign}") == newest_first[1:]
        assert stand(stranger, ids=f"{plain},{foreign}") == [(foreign, "motion")], "it never had pictures to lose"
        assert stranger.get("/wall-alarms", params={"layout_id": made["id"]}).status_code == 404
        shown = screen.get("/wall-nodes/screen").json()["alarms"]
        assert [(one["camera_id"], one["kind"]) for one in shown] == newest_first
        told = {"camera_id": plain, "alarm_id": shown[1]["id"]}
        assert stranger.post("/wall-alarms/acknowledge", json=told).status_code == 404
        assert screen.post("/wall-alarms/acknowledge", json=told).status_code == 401, "a screen has no controls"
        assert screen.get("/wall-alarms", params={"ids": plain}).status_code == 401
        assert colleague.post("/wall-alarms/acknowledge", json={**told, "alarm_id": "other"}).status_code == 404
        assert colleague.post("/wall-alarms/acknowledge", json=told).status_code == 204
        assert colleague.post("/wall-alarms/acknowledge", json=told).status_code == 404
        assert stand(mine, layout_id=made["id"]) == newest_first[:1]
        (lost,) = screen.get("/wall-nodes/screen").json()["alarms"]
        told = {"camera_id": both, "alarm_id": lost["id"]}
        assert mine.post("/wall-alarms/acknowledge", json=told).status_code == 204
        setup.clock.advance(2)
        setup.links.streams[0] |= {"reason": "refused", "since_us": setup.clock.now_us()}
        assert stand(mine, ids=both) == [], "it is away for another reason now: no alarm anew"
        setup.links.streams[0]["last_frame_us"] = setup.clock.now_us()
        setup.clock.advance(1)
        assert stand(mine, ids=both) == newest_first[:1], "lost again"
        setup.clock.advance(300)
        assert screen.get("/wall-nodes/screen").json()["alarms"] == []
        mine.delete(f"/wall-nodes/{node_id}")
    assert [entry.resource_id for entry in setup.entries("wall.alarm_acknowledge")] == [plain, both]


def test_a_code_and_a_screen_end(setup: Setup, screen: httpx.Client) -> None:
    with setup.client() as mine:
        node_id = enrolled(mine, screen)
        late = mine.post("/wall-nodes", json={"name": "Late"}).json()
        assert {one["enrolled_at"] is None for one in mine.get("/wall-nodes").json()["items"]} == {True, False}
        setup.clock.advance(601)
        assert screen.post("/wall-nodes/enrol", json={"code": late["code"]}).status_code == 401
        assert screen.get("/wall-nodes/screen").status_code == 200
        setup.clock.advance(86_400)
        assert screen.get("/wall-nodes/screen").status_code == 401
        assert node_id


def test_who_edits_a_shared_layout_does_not_look_through_anothers_rights(setup: Setup, screen: httpx.Client) -> None:
    for name in ("operator", "viewer"):
        setup.sign_in(name)
    with setup.client() as mine, setup.client("viewer") as other:
        node_id = enrolled(mine, screen)
        shared = layout_of(setup, "plain", shared=True)
        theirs = other.post("/wall-layouts", json=shared).json()
        path = f"/wall-nodes/{node_id}/layout"
        assert mine.put(path, json={"layout_id": theirs["id"]}).status_code == 200
        assert screen.get("/wall-nodes/screen").json()["cameras"][0]["code"] == "plain"
        changed = {**shared, "version": theirs["version"], "name": "More"}
        assert other.put(f"/wall-layouts/{theirs['id']}", json=changed).status_code == 200
        told = screen.get("/wall-nodes/screen").json()
        assert (told["layout"], told["cameras"]) == (None, [])
        mine.put(path, json={"layout_id": theirs["id"]})
        assert screen.get("/wall-nodes/screen").json()["layout"]["name"] == "More"


def test_a_screen_goes_on_for_days_while_the_right_to_it_lasts_and_no_longer(setup: Setup) -> None:
    setup.sign_in("operator")
    users, admin = setup.governance.users, setup.admin
    assert admin is not None
    operator = users.get(admin, setup.principals["operator"].user_id)
    with httpx.Client(base_url=setup.base) as brief, httpx.Client(base_url=setup.base) as long:
        with setup.client() as mine:
            layout_id = mine.post("/wall-layouts", json=layout_of(setup, "plain")).json()["id"]
            for screen, days in ((brief, 2), (long, 30)):
                path = f"/wall-nodes/{enrolled(mine, screen, days=60)}/layout"
                assert mine.put(path, json={"layout_id": layout_id, "days": 31}).status_code == 422
                assert mine.put(path, json={"layout_id": layout_id, "days": days}).json()["until"] is not None

        def shows(screen: httpx.Client) -> bool:
            cameras = screen.get("/wall-nodes/screen").json()["cameras"]
            return bool(cameras) and cameras[0]["grant"] is not None

        for _ in range(5):
            assert shows(brief)
            assert shows(long)
            setup.clock.advance(7 * 3600)
        assert shows(brief), "long after a person's session, and after the screen was off for longer than one may idle"
        setup.clock.advance(14 * 3600)
        assert (shows(brief), shows(long)) == (False, True), "the two days are over"
        binding = RoleBinding(role=Role.AUDITOR, organisation_id=setup.cameras["plain"].owner_id)
        users.update(admin, operator.id, UserChange(roles=(binding,)))
        setup.clock.advance(13 * 3600)
        assert not shows(long)
        users.update(admin, operator.id, UserChange(roles=operator.roles))
        assert not shows(long), "once refused it must be put there again"
    assert len(setup.entries("wall.node_renew", "allow")) >= 8
    assert len(setup.entries("wall.node_renew", "deny")) == 1
