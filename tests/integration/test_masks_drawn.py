"""Drawing masks: over HTTP, on record with before and after, never over what somebody else drew meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from databases import one_connection
from governance_rig import City, a_city
from toancanh.governance import PROTECTED, AccessRequest, Action, MaskArea, Role
from toancanh.governance.masks import Polygon
from toancanh.governance.purpose.approvals import ApprovalRequest
from toancanh.governance.purpose.cases import CaseDraft, CaseKind
from toancanh.governance.record.store import record_entry
from toancanh.kernel import Denied, Invalid
from toancanh.registry import CameraDraft
from toancanh.registry.camera_drafts import draft_of
from toancanh.registry.dossier.model import CameraWrite, DeclarationDraft, DeclarationSource

LEFT = [[0.0, 0.0], [0.5, 0.0], [0.5, 1.0]]
RIGHT = [[1.0, 0.0], [0.5, 0.0], [0.5, 1.0]]


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with a_city(tmp_path) as made:
        made.user("guard", Role.DATA_PROTECTION, made.root_id)
        made.user("operator", Role.OPERATOR, made.root_id)
        yield made


def area(points: list[list[float]], **more: Any) -> dict[str, Any]:
    return {"name": "Nhà dân", "reason": "Cửa sổ", "points": points, **more}


def hidden(city: City, user: str, camera_id: str) -> int:
    principal, ref = city.signed_in(user), city.registry.camera_ref(city.registry.camera_for(camera_id))
    decision = city.governance.authorize(principal, AccessRequest(action=Action.MEDIA_LIVE, resource=ref))
    return len(city.governance.masks.hidden(principal, ref, decision).areas)


def test_masks_are_drawn_and_each_change_is_on_record(city: City) -> None:
    camera = city.camera("C1", city.root_id)
    path = f"/api/v1/cameras/{camera.id}/masks"
    with TestClient(city.app()) as client:

        def ask(method: str, user: str, body: Any = None) -> Any:
            return client.request(method, path, json=body, headers={"Authorization": f"Bearer {city.token(user)}"})

        assert ask("GET", "operator").json() == {
            "camera_id": camera.id, "version": 0, "areas": [], "sub_alike": False, "turns": False,
            "updated_at": None,
        }  # fmt: skip
        both = [area(LEFT), area(RIGHT, seen_by=["operator"])]
        drawn = ask("PUT", "guard", {"version": 0, "areas": both}).json()
        assert [one["points"] for one in drawn["areas"]] == [LEFT, RIGHT]
        assert ask("GET", "operator").json() == drawn
        assert hidden(city, "operator", camera.id) == 1
        assert ask("PUT", "guard", {"version": 0, "areas": []}).status_code == 409
        kept = [{**drawn["areas"][0], "name": "Trường học"}, drawn["areas"][1]]
        assert ask("PUT", "guard", {"version": 1, "areas": kept}).json()["areas"][0]["id"] == kept[0]["id"]
        for wrong in (LEFT[:2], [*LEFT, [1.1, 0]], [[0, 0]] * 33):
            assert ask("PUT", "guard", {"version": 2, "areas": [area(wrong)]}).status_code == 422
        assert ask("PUT", "operator", {"version": 2, "areas": []}).status_code == 403
    with city.database.reading() as connection:
        of_masks = record_entry.c.action == Action.MASK_WRITE
        entries = list(connection.execute(select(record_entry).where(of_masks).order_by(record_entry.c.seq)))
    assert [entry.outcome for entry in entries] == ["allow", "allow", "deny"]
    said = json.loads(entries[1].details)
    assert (said["version"], len(said["before"]), len(said["after"])) == (2, 2, 2)
    assert "Nhà" not in entries[0].details  # a name may name a person: it lies with what can be erased


def test_nobody_lifts_a_mask_alone(city: City) -> None:
    camera = city.camera("C1", city.root_id)
    governance, boss = city.governance, city.admin
    masks = governance.masks
    governance.cases.open(boss, CaseDraft(number="SC-1", kind=CaseKind.INCIDENT))
    why = {"purpose": "incident", "reference": "SC-1"}
    left = MaskArea(id="", name="Nhà", reason="n", points=polygon(LEFT), seen_by=frozenset({Role.OPERATOR}))
    (left,) = masks.write(boss, camera.id, [left], version=0).areas
    more = replace(left, id="", points=polygon(RIGHT), seen_by=frozenset())
    drawn = masks.write(boss, camera.id, [replace(left, seen_by=frozenset()), more], version=1).areas
    lifting = (
        [],
        drawn[:1],
        [drawn[0], replace(drawn[1], points=polygon(LEFT))],
        [drawn[0], replace(drawn[1], seen_by=frozenset({Role.VIEWER}))],
    )
    with pytest.raises(Denied):  # of the sub stream nothing was shown before
        masks.write(boss, camera.id, drawn, version=2, sub_alike=True, **why)
    for areas in lifting:
        with pytest.raises(Denied) as refused:
            masks.write(boss, camera.id, areas, version=2, **why)
        assert refused.value.extra["needs"] == ["approval"]
    with pytest.raises(Denied):  # who does not look at pictures can be given no such approval
        masks.write(city.signed_in("guard"), camera.id, [], version=2, **why)
    asked = ApprovalRequest(
        action=Action.MEDIA_UNMASK, camera_ids=(camera.id,), from_us=None, to_us=None, reason="n", **why
    )  # fmt: skip
    approval = governance.approvals.request(boss, asked)
    with pytest.raises(Denied):
        masks.write(boss, camera.id, [], version=2, **why)
    governance.approvals.answer(city.signed_in("guard"), approval.id, yes=True)
    assert masks.write(boss, camera.id, drawn[:1], version=2, **why).areas == drawn[:1]
    governance.approvals.withdraw(boss, approval.id)
    with pytest.raises(Denied):
        masks.write(boss, camera.id, [], version=3, **why)


def polygon(points: list[list[float]]) -> Polygon:
    return tuple((x, y) for x, y in points)


def test_cameras_that_exchange_their_streams_are_masked_by_both(city: City) -> None:
    keep, other = (city.camera(code, city.root_id, f"rtsp://192.0.2.1/{code}") for code in ("K", "O"))
    with TestClient(city.app()) as client:
        headers = {"Authorization": f"Bearer {city.token('guard')}"}
        body = {"version": 0, "areas": [area(LEFT)]}
        assert client.put(f"/api/v1/cameras/{other.id}/masks", json=body, headers=headers).status_code == 200
    assert (hidden(city, "operator", keep.id), hidden(city, "operator", other.id)) == (0, 1)
    with one_connection(city.database):
        city.registry.dossiers.merge(city.admin, keep.id, other.id, ["streams"])
    assert (hidden(city, "operator", keep.id), hidden(city, "operator", other.id)) == (1, 1)


def test_a_stream_that_is_pointed_to_another_cameras_keeps_its_masks(city: City) -> None:
    one, masked = (city.camera(code, city.root_id, f"rtsp://192.0.2.1/{code}") for code in ("A", "B"))
    secret = city.camera("C", city.root_id, "rtsp://192.0.2.1/C")
    other = city.camera("D", city.root_id, "rtsp://192.0.2.1/D")
    left = MaskArea(id="", name="Nhà", reason="n", points=polygon(LEFT))
    city.governance.masks.write(city.admin, masked.id, [left], version=0)
    city.registry.cameras.update(city.admin, secret.id, lambda draft: replace(draft, tags=frozenset({PROTECTED})))
    city.user("boss", Role.ADMINISTRATOR, city.root_id)

    def point(to: str) -> None:
        def change(draft: CameraDraft) -> CameraDraft:
            return replace(draft, streams=(replace(draft.streams[0], url=to, password=None),))

        city.registry.cameras.update(city.signed_in("boss"), one.id, change)

    def is_fetched(camera_id: str) -> bool:
        return camera_id in {stream.camera_id for stream in city.registry.desired_streams()}

    point("rtspt://192.0.2.1:554/C/")  # a refusal would tell that it is there
    assert (is_fetched(one.id), is_fetched(secret.id)) == (False, True)
    declared = DeclarationDraft(source=DeclarationSource.FORM)
    write = CameraWrite(camera_id=one.id, values={}, main_url="rtsp://192.0.2.1/C")
    city.registry.dossiers.write(city.signed_in("boss"), write, declared=declared)
    assert not is_fetched(one.id)
    point("rtsp://192.0.2.1/B")
    assert is_fetched(one.id)
    assert (hidden(city, "operator", one.id), hidden(city, "operator", masked.id)) == (1, 1)
    write = CameraWrite(camera_id=other.id, values={}, main_url="rtsp://192.0.2.1/B")
    city.registry.dossiers.write(city.signed_in("boss"), write, declared=declared)
    assert hidden(city, "operator", other.id) == 1


def test_masks_follow_to_new_cameras_imports_other_spellings_and_what_is_left(city: City) -> None:
    url = "rtsp://192.0.2.1/Streaming/Channels/101"
    masked, moved = (city.camera(code, city.root_id, f"{url[:-3]}{number}01") for code, number in (("B", 1), ("E", 2)))
    left = MaskArea(id="", name="Nhà", reason="n", points=polygon(LEFT))
    for one in (masked, moved):
        city.governance.masks.write(city.admin, one.id, [left], version=0, sub_alike=True)
    made = city.camera("NEW", city.root_id, "rtspt://192.0.2.1:554/streaming/channels/102/")
    values = {"code": "I", "name": "I", "owner_id": city.root_id, "lat": 21.0, "lon": 105.8}
    writes = [CameraWrite(camera_id=None, values=values, main_url=f"{url}?transportmode=unicast")]
    declared = DeclarationDraft(source=DeclarationSource.SPREADSHEET)
    with city.database.transaction() as tx:
        (imported,) = city.registry.dossiers.apply(tx, city.admin, writes, declared)
    assert [hidden(city, "operator", id) for id in (made.id, imported)] == [1, 1]

    def elsewhere(draft: CameraDraft) -> CameraDraft:
        return replace(draft, streams=(replace(draft.streams[0], url="rtsp://192.0.2.9/other", password=""),))

    city.registry.cameras.update(city.admin, moved.id, elsewhere)
    assert city.governance.masks.read(city.admin, moved.id).sub_alike is False  # who knows what it shows there
    city.registry.cameras.delete(city.admin, moved.id)
    again = city.camera("E", city.root_id, "rtsp://192.0.2.1/Streaming/Channels/201")
    third = city.camera("F", city.root_id, "rtsp://192.0.2.1/Streaming/Channels/301")
    assert [hidden(city, "operator", one.id) for one in (again, third)] == [1, 0]


def test_nobody_takes_a_camera_over_by_declaring_another_at_its_address(city: City) -> None:
    ward = city.organisation("P-1").id
    secret = city.camera("SECRET", city.root_id, "rtsp://192.0.2.1/C")
    city.registry.cameras.update(city.admin, secret.id, lambda draft: replace(draft, tags=frozenset({PROTECTED})))
    mine = draft_of(city.camera("D", ward, "rtsp://192.0.2.2/D"))
    city.user("boss", Role.ADMINISTRATOR, ward)
    boss, declared = city.signed_in("boss"), DeclarationDraft(source=DeclarationSource.SPREADSHEET)
    values = {"code": "I", "name": "I", "owner_id": ward, "lat": 21.0, "lon": 105.8}
    write = CameraWrite(camera_id=None, values=values, main_url="rtsp://192.0.2.1/c")
    stolen = replace(mine.streams[0], url="rtsp://192.0.2.1:554/C", password="")
    foreign = city.camera("F", city.root_id, "rtsp://192.0.2.3/F")
    for url in ("rtsp://192.0.2.3:554/F", "rtspt://192.0.2.3/f"):
        with pytest.raises(Invalid, match="not for this camera"):
            city.registry.cameras.create(boss, replace(mine, code="Y", streams=(replace(stolen, url=url),)))
    with pytest.raises(Invalid, match="not for this camera"), city.database.transaction() as tx:
        city.registry.dossiers.apply(tx, boss, [replace(write, main_url="rtsp://192.0.2.3/F")], declared)
    city.registry.cameras.create(boss, replace(mine, code="X", streams=(stolen,)))  # a refusal would tell of SECRET
    city.registry.dossiers.write(boss, write, declared=declared)
    fetched = {stream.camera_id for stream in city.registry.desired_streams()}
    assert fetched >= {secret.id, foreign.id}
    assert not {one.camera_code for one in city.registry.desired_streams()} & {"X", "I"}  # but nothing is fetched
