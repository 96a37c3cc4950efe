"""A camera's dossier: who declared what, what changed, life cycle, documents, poles, merge and split, many at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from governance_rig import City, a_city
from toancanh.governance import PROTECTED, Role
from toancanh.governance.record.store import record_entry
from toancanh.kernel import Conflict, DataLoss, Denied, Exhausted, Invalid, NotFound, Principal, Unavailable
from toancanh.registry import Camera, SiteDraft, SiteKind, StreamRole
from toancanh.registry.dossier.documents import MAX_BYTES
from toancanh.registry.dossier.model import (
    CameraWrite,
    ChangeAct,
    DeclarationDraft,
    DeclarationSource,
    DocumentKind,
    FieldChange,
    Lifecycle,
    PoleDraft,
)
from toancanh.registry.dossier.store.tables import camera_change, declaration
from toancanh.registry.store.tables import camera as camera_table

FORM = DeclarationDraft(source=DeclarationSource.FORM)
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\0IEND\xae\x42\x60\x82"  # the least that is whole


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with a_city(tmp_path) as made:
        for code in ("ward", "other"):
            made.organisation(code)
        for name, role in (("officer", Role.INVENTORY_OFFICER), ("viewer", Role.VIEWER)):
            made.user(name, role, place(made, "ward"))
        yield made


def place(city: City, code: str) -> str:
    return city.governance.organisations.page(city.admin, q=code, after="", limit=1)[0].id


def declare(city: City, camera_id: str | None, who: Principal | None = None, **values: Any) -> str:
    version = values.pop("version", None)
    write = CameraWrite(camera_id=camera_id, values=values, version=version, main_url=values.pop("main_url", None))
    return city.registry.dossiers.write(who or city.admin, write, declared=FORM)


def fresh(city: City, code: str, **values: Any) -> str:
    return declare(city, None, code=code, name=code, lat=21.0, lon=105.8, **{"owner_id": place(city, "ward"), **values})


def protect(city: City, camera_id: str) -> None:
    declare(city, camera_id, tags=[PROTECTED])


def changes(city: City, camera_id: str) -> list[FieldChange]:
    return city.registry.dossiers.history(city.admin, camera_id)


def records(city: City, action: str) -> int:
    query = select(func.count()).select_from(record_entry).where(record_entry.c.action == action)
    with city.database.reading() as connection:
        return connection.execute(query.where(record_entry.c.outcome == "allow")).scalar_one()


def test_a_field_points_to_the_declaration_that_last_set_it(city: City) -> None:
    camera_id = fresh(city, "C1", maker="Hikvision", notice=False)
    officer = city.signed_in("officer")
    declare(city, camera_id, officer, maker="Dahua", model="X")
    found = city.registry.dossiers.get(city.admin, camera_id)
    assert (found.dossier.maker, found.dossier.model, found.dossier.notice) == ("Dahua", "X", False)
    by = {name: found.usernames[one.declared_by] for name, one in found.declarations.items()}
    assert (by["maker"], by["model"], by["notice"], by["code"]) == ("officer", "officer", "admin", "admin")
    assert found.declarations["maker"] == found.declarations["model"] != found.declarations["notice"]
    assert found.camera.version == 2
    assert "serial" not in found.declarations


def test_history_keeps_only_what_changed(city: City) -> None:
    camera_id = fresh(city, "C1", maker="Hikvision")
    declare(city, camera_id, maker="Dahua", name="C1")
    city.registry.cameras.update(city.admin, camera_id, lambda draft: replace(draft, name="Cổng chợ"))
    newest, before, *first = changes(city, camera_id)
    assert (newest.field, newest.before, newest.after, newest.version) == ("name", "C1", "Cổng chợ", 3)
    assert (before.field, before.before, before.after, before.username) == ("maker", "Hikvision", "Dahua", "admin")
    assert {one.act for one in first} == {ChangeAct.MADE}
    assert {one.field for one in first} >= {"code", "name", "maker", "lat"}


def test_history_comes_in_pages_of_whole_acts(city: City) -> None:
    camera_id = fresh(city, "C1", maker="Hikvision")
    for number in range(4):
        declare(city, camera_id, maker=f"m{number}", model=f"x{number}")
    client = TestClient(city.app(), headers={"Authorization": f"Bearer {city.token('officer')}"})
    seen: list[list[tuple[int, str]]] = []
    after: dict[str, str] = {}
    while True:
        part = client.get(f"/api/v1/cameras/{camera_id}/history", params={"limit": 2, **after}).json()
        seen.append([(one["version"], one["field"]) for one in part["items"]])
        if part["next"] is None:
            break
        after = {"after": part["next"]}
    assert [sorted({version for version, _ in page}, reverse=True) for page in seen] == [[5, 4], [3, 2], [1]]
    assert [one for page in seen for one in page] == [(one.version, one.field) for one in changes(city, camera_id)]


def test_declaring_again_what_is_so_changes_nothing(city: City) -> None:
    values: dict[str, Any] = {"maker": "Hikvision", "tags": ["a"], "certificates": [{"kind": "k", "number": "1"}]}
    camera_id = fresh(city, "C1", **values)
    with city.database.reading() as connection:
        before = connection.execute(select(func.count()).select_from(declaration)).scalar_one()
    declare(city, camera_id, **values)
    assert city.registry.camera_for(camera_id).version == 1
    with city.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(declaration)).scalar_one() == before


def test_the_second_of_two_is_told_what_changed_by_whom(city: City) -> None:
    camera_id = fresh(city, "C1", maker="Hikvision")
    declare(city, camera_id, city.signed_in("officer"), maker="Dahua", height_m=6, version=1)
    with pytest.raises(Conflict, match="height_m, maker") as refused:
        declare(city, camera_id, maker="Axis", version=1)
    (change,) = refused.value.extra["changes"]  # type: ignore[misc]
    assert (change["by"], change["values"]["maker"]) == ("officer", ["Hikvision", "Dahua"])
    with pytest.raises(Conflict, match="height_m, maker"):  # the plain form is told the same
        city.registry.cameras.update(city.admin, camera_id, lambda draft: replace(draft, name="x"), version=1)


def test_of_two_at_once_one_is_told(city: City) -> None:
    camera_id = fresh(city, "C1")
    answers: list[object] = []

    def one(maker: str) -> None:
        try:
            answers.append(declare(city, camera_id, maker=maker, version=1))
        except (Conflict, Unavailable) as refused:  # SQLite lets the second wait, and not for ever
            answers.append(refused)

    threads = [threading.Thread(target=one, args=(maker,)) for maker in ("Axis", "Bosch")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(answers) == 2
    assert answers.count(camera_id) == 1
    assert city.registry.camera_for(camera_id).version == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"pole_id": "nowhere"}, "pole_id"),
        ({"site_id": "nowhere"}, "site_id"),
        ({"unit_id": "nowhere"}, "unit_id"),
        ({"maintainer_id": "nowhere"}, "maintainer_id"),
        ({"mac": "0"}, "mac"),
        ({"lat": None}, "lat"),
        ({"main_url": "http://192.0.2.1/"}, "main_url"),
        ({"main_url": "rtsp://127.0.0.1/"}, "main_url"),
    ],
)
def test_what_cannot_be_leaves_everything_as_it_was(city: City, values: Mapping[str, Any], field: str) -> None:
    camera_id = fresh(city, "C1")
    revision, before = city.registry.revision(), city.registry.dossiers.get(city.admin, camera_id)
    with pytest.raises(Invalid) as refused:
        declare(city, camera_id, **{"maker": "x", **values})
    assert refused.value.extra["field"] == field
    assert city.registry.dossiers.get(city.admin, camera_id) == before
    assert city.registry.revision() == revision


def test_a_code_is_taken_once(city: City) -> None:
    first, second = fresh(city, "HK-1"), fresh(city, "HK-2")
    for camera_id in (None, second):
        with pytest.raises(Conflict, match="HK-1"):
            declare(city, camera_id, code="hk-1", name="x", lat=1, lon=1, owner_id=place(city, "ward"))
    declare(city, first, code="HK-3")
    declare(city, second, code="HK-1")
    twice = [
        CameraWrite(camera_id=None, values={"code": "t", "name": "t", "lat": 1, "lon": 1, "owner_id": city.root_id})
    ]
    with pytest.raises(Conflict, match="two cameras"), city.database.transaction() as tx:
        city.registry.dossiers.apply(tx, city.admin, twice * 2, FORM)


def test_who_may_declare(city: City) -> None:
    mine, theirs = fresh(city, "C1"), fresh(city, "C2", owner_id=place(city, "other"))
    officer, viewer = city.signed_in("officer"), city.signed_in("viewer")
    declare(city, mine, officer, maker="x")
    with pytest.raises(Denied):
        declare(city, mine, viewer, maker="y")
    with pytest.raises(NotFound):
        declare(city, theirs, officer, maker="y")
    with pytest.raises(Denied):  # nor give it to somebody outside one's reach
        declare(city, mine, officer, owner_id=place(city, "other"))
    with pytest.raises(Denied):
        declare(city, None, officer, code="n", name="n", lat=1, lon=1, owner_id=place(city, "other"))
    protect(city, mine)
    for read in (city.registry.dossiers.get, city.registry.dossiers.history, city.registry.dossiers.documents.list):
        with pytest.raises(NotFound):
            read(officer, mine)
    with pytest.raises(NotFound):
        declare(city, mine, officer, maker="y")


def test_addresses_are_for_those_who_may_change_the_camera(city: City) -> None:
    camera_id = fresh(city, "C1", network_address="10.0.0.9:554")
    shown = {}
    for name in ("officer", "viewer"):
        headers = {"Authorization": f"Bearer {city.token(name)}"}
        client = TestClient(city.app(), headers=headers)
        dossier = client.get(f"/api/v1/cameras/{camera_id}/dossier").json()
        history = client.get(f"/api/v1/cameras/{camera_id}/history").text
        shown[name] = dossier["dossier"]["network_address"], "10.0.0.9" in history, dossier["may_change"]
    assert shown == {"officer": ("10.0.0.9:554", True, True), "viewer": (None, False, False)}
    declare(city, camera_id, network_address="10.0.0.10")
    with city.database.reading() as connection:
        assert not any("10.0.0" in text for text in connection.scalars(select(record_entry.c.details)))


def test_a_main_stream_is_declared_and_sealed(city: City) -> None:
    write = CameraWrite(
        camera_id=fresh(city, "C1"), values={}, main_url="rtsp://192.0.2.9/a", username="u", password="s3cret"
    )
    camera_id = city.registry.dossiers.write(city.admin, write, declared=FORM)
    (stream,) = city.registry.desired_streams()
    assert (stream.camera_id, stream.url, stream.username, stream.password) == (
        camera_id, "rtsp://192.0.2.9/a", "u", "s3cret",
    )  # fmt: skip
    version, revision = city.registry.camera_for(camera_id).version, city.registry.revision()
    city.registry.dossiers.write(city.admin, write, declared=FORM)
    assert (city.registry.camera_for(camera_id).version, city.registry.revision()) == (version, revision)
    assert "s3cret" not in str(changes(city, camera_id))


def test_media_is_disturbed_only_by_what_concerns_it(city: City) -> None:
    camera = city.camera("c1", place(city, "ward"))
    revision = city.registry.revision()
    declare(city, camera.id, maker="x", name="y", lat=20, tags=["a"], lifecycle="faulty")
    assert city.registry.revision() == revision
    transition = city.registry.dossiers.transition
    transition(city.admin, camera.id, Lifecycle.SUSPENDED, "hết kinh phí")
    assert city.registry.revision() == revision + 1
    assert city.registry.desired_streams() == []
    transition(city.admin, camera.id, Lifecycle.OPERATING, "có kinh phí")
    assert [one.camera_id for one in city.registry.desired_streams()] == [camera.id]
    assert city.registry.camera_for(camera.id).enabled


def test_a_refused_transition_names_what_may_follow(city: City) -> None:
    camera_id = fresh(city, "C1", lifecycle="proposed")
    with pytest.raises(Conflict) as refused:
        city.registry.dossiers.transition(city.admin, camera_id, Lifecycle.OPERATING, "")
    assert refused.value.extra["may_follow"] == ["approved", "retired"]
    with pytest.raises(Conflict):
        declare(city, camera_id, lifecycle="operating")
    for state in (Lifecycle.APPROVED, Lifecycle.INSTALLING, Lifecycle.OPERATING, Lifecycle.RETIRED):
        city.registry.dossiers.transition(city.admin, camera_id, state, "")
    with pytest.raises(Conflict, match="nothing"):
        city.registry.dossiers.transition(city.admin, camera_id, Lifecycle.OPERATING, "")


def test_fields_are_verified_each_for_itself(city: City) -> None:
    camera_id = fresh(city, "C1", maker="Hikvision", model="X")
    verify, get = city.registry.dossiers.verify, city.registry.dossiers.get
    verify(city.signed_in("officer"), camera_id, ["maker"])
    found = get(city.admin, camera_id).declarations
    assert found["maker"].verified_by == city.signed_in("officer").user_id
    assert (found["model"].verified_by, found["model"].source) == (None, found["maker"].source)
    verify(city.signed_in("officer"), camera_id)
    assert all(one.verified_by is not None for one in get(city.admin, camera_id).declarations.values())
    declare(city, camera_id, model="Y")
    assert get(city.admin, camera_id).declarations["model"].verified_by is None
    with pytest.raises(Invalid):
        verify(city.admin, camera_id, ["serial"])
    with pytest.raises(Denied):
        verify(city.signed_in("viewer"), camera_id)
    assert records(city, "camera.verify") == 2


@pytest.mark.parametrize("who", ["admin", "officer"])
def test_nobody_verifies_what_he_declared_himself(city: City, who: str) -> None:
    people = {"admin": city.admin, "officer": city.signed_in("officer")}
    me, other = people[who], people["officer" if who == "admin" else "admin"]
    verify, get = city.registry.dossiers.verify, city.registry.dossiers.get
    camera_id = fresh(city, "C1", maker="Hikvision")  # by the administrator
    names = set(get(city.admin, camera_id).declarations)
    declare(city, camera_id, me, **dict.fromkeys(names & {"maker", "name"}, "mine"), model="mine")
    for fields in (["model"], ["code", "model"] if who == "officer" else None):
        with pytest.raises(Denied) as refused:
            verify(me, camera_id, fields)
        assert refused.value.extra["reason"] == "own_declaration"
    with city.database.reading() as connection:
        query = select(func.count()).select_from(record_entry).where(record_entry.c.outcome == "deny")
        assert connection.execute(query.where(record_entry.c.action == "inventory.apply")).scalar_one() == 2
    assert get(city.admin, camera_id).declarations["model"].verified_by is None
    verify(other, camera_id, ["model"])
    if who == "officer":  # of everything, what others declared
        verify(me, camera_id)
        found = get(city.admin, camera_id).declarations
        assert (found["code"].verified_by, found["maker"].verified_by) == (me.user_id, None)


def test_a_deleted_camera_keeps_its_history(city: City) -> None:
    camera_id = fresh(city, "C1", maker="x")
    city.registry.cameras.delete(city.admin, camera_id)
    with city.database.reading() as connection:
        acts = connection.scalars(select(camera_change.c.act).where(camera_change.c.camera_id == camera_id))
        assert sorted(acts) == ["deleted", "made"]
    assert city.registry.dossiers.facts() == []


def two(city: City) -> tuple[Camera, Camera]:
    ward = place(city, "ward")
    keep, other = city.camera("K", ward, "rtsp://192.0.2.1/k"), city.camera("O", ward, "rtsp://192.0.2.2/o")
    declare(city, keep.id, maker="Hikvision", serial="1")
    declare(city, other.id, city.signed_in("officer"), maker="Dahua", mac="00408C000001", height_m=5)
    return city.registry.camera_for(keep.id), city.registry.camera_for(other.id)


def test_two_become_one_and_nothing_is_lost(city: City) -> None:
    keep, other = two(city)
    dossiers = city.registry.dossiers
    merge_id = dossiers.merge(city.signed_in("officer"), keep.id, other.id, ["mac", "maker", "streams"])
    kept, gone = dossiers.get(city.admin, keep.id), dossiers.get(city.admin, other.id)
    assert (kept.dossier.maker, kept.dossier.mac, kept.dossier.serial) == ("Dahua", "00408C000001", "1")
    assert (gone.merged_into, gone.dossier.lifecycle, gone.camera.code) == (keep.id, Lifecycle.RETIRED, "O")
    assert [one.url for one in city.registry.desired_streams()] == ["rtsp://192.0.2.2/o"]
    assert [one.camera_id for one in city.registry.desired_streams()] == [keep.id]
    assert {one.camera_id for one in dossiers.history(city.admin, keep.id)} == {keep.id, other.id}
    assert set(city.registry.retention()) == {(keep.id, StreamRole.MAIN), (other.id, StreamRole.MAIN)}
    for refused in (
        lambda: declare(city, other.id, maker="x"),
        lambda: city.registry.cameras.update(city.admin, other.id, lambda draft: replace(draft, name="x")),
        lambda: dossiers.merge(city.admin, other.id, keep.id, []),
    ):
        with pytest.raises(Conflict, match="was merged into another"):
            refused()
    dossiers.split(city.signed_in("officer"), merge_id)
    assert dossiers.get(city.admin, other.id).merged_into is None
    assert {one.camera_id for one in dossiers.history(city.admin, keep.id)} == {keep.id}
    assert {one.camera_id: one.url for one in city.registry.desired_streams()} == {
        keep.id: "rtsp://192.0.2.1/k", other.id: "rtsp://192.0.2.2/o",
    }  # fmt: skip
    with pytest.raises(Conflict):
        dossiers.split(city.admin, merge_id)
    assert (records(city, "camera.merge"), records(city, "camera.split")) == (2, 2)


def test_a_split_leaves_what_was_changed_since(city: City) -> None:
    keep, other = two(city)
    dossiers = city.registry.dossiers
    merge_id = dossiers.merge(city.admin, keep.id, other.id, ["maker", "height_m"])
    declare(city, keep.id, maker="Axis")
    dossiers.split(city.admin, merge_id)
    kept = dossiers.get(city.admin, keep.id).dossier
    assert (kept.maker, kept.height_m) == ("Axis", None)


def test_a_later_merge_of_the_same_fields_is_split_first(city: City) -> None:
    keep, other = two(city)
    third = city.camera("T", place(city, "ward"))
    declare(city, third.id, maker="Bosch")
    dossiers = city.registry.dossiers
    first = dossiers.merge(city.admin, keep.id, other.id, ["maker"])
    second = dossiers.merge(city.admin, keep.id, third.id, ["maker"])
    with pytest.raises(Conflict, match="first"):
        dossiers.split(city.admin, first)
    dossiers.split(city.admin, second)
    dossiers.split(city.admin, first)
    assert dossiers.get(city.admin, keep.id).dossier.maker == "Hikvision"


def test_a_split_after_the_kept_camera_was_deleted(city: City) -> None:
    keep, other = two(city)
    merge_id = city.registry.dossiers.merge(city.admin, keep.id, other.id, ["maker"])
    city.registry.cameras.delete(city.admin, keep.id)
    city.registry.dossiers.split(city.admin, merge_id)
    assert city.registry.dossiers.get(city.admin, other.id).dossier.lifecycle is Lifecycle.OPERATING


def test_who_may_merge(city: City) -> None:
    keep, other = two(city)
    theirs = city.camera("X", place(city, "other"))
    officer, viewer = city.signed_in("officer"), city.signed_in("viewer")
    merge, split = city.registry.dossiers.merge, city.registry.dossiers.split
    with pytest.raises(Denied):
        merge(viewer, keep.id, other.id, [])
    for pair in ((keep.id, theirs.id), (theirs.id, keep.id)):
        with pytest.raises(NotFound):
            merge(officer, *pair, [])
    merge_id = merge(city.admin, keep.id, theirs.id, [])
    with pytest.raises(NotFound):
        split(officer, merge_id)
    assert city.registry.dossiers.get(officer, keep.id).merges == ()  # nor is it told that there is such a one
    assert {one.camera_id for one in city.registry.dossiers.history(officer, keep.id)} == {keep.id}
    split(city.admin, merge_id)
    merge(city.admin, theirs.id, keep.id, [])
    gone = city.registry.dossiers.get(officer, keep.id)  # retired, and not told into what
    assert (gone.dossier.lifecycle, gone.merged_into, gone.merges) == (Lifecycle.RETIRED, None, ())
    keep = city.camera("K2", place(city, "ward"))
    for fields in (["code"], ["lifecycle"], ["nonsense"]):
        with pytest.raises(Invalid):
            merge(city.admin, keep.id, other.id, fields)
    with pytest.raises(Invalid):
        merge(city.admin, keep.id, keep.id, [])


def test_documents(city: City) -> None:
    camera_id, second = fresh(city, "C1"), fresh(city, "C2")
    documents = city.registry.dossiers.documents
    photo: dict[str, Any] = {"kind": DocumentKind.PHOTO, "name": "Ảnh <b>.png", "media_type": "image/png"}
    made = documents.add(city.signed_in("officer"), camera_id, PNG, **photo)
    again = documents.add(city.admin, second, PNG, **photo)
    assert made.sha256 == again.sha256
    stored = city.folder / "documents" / made.sha256
    assert stored.stat().st_mode & 0o777 == 0o600
    assert documents.open(city.signed_in("viewer"), camera_id, made.id) == (made, PNG)
    with pytest.raises(NotFound):
        documents.open(city.admin, second, made.id)
    with pytest.raises(Denied):
        documents.add(city.signed_in("viewer"), camera_id, PNG, **photo)
    with pytest.raises(Denied):
        documents.remove(city.signed_in("viewer"), camera_id, made.id)
    documents.remove(city.admin, camera_id, made.id)
    assert stored.exists()
    assert documents.list(city.admin, camera_id) == []
    documents.remove(city.admin, second, again.id)
    assert not stored.exists()
    assert [records(city, f"document.{act}") for act in ("add", "open", "remove")] == [2, 1, 2]


@pytest.mark.parametrize("media_type", ["image/jpeg", "text/html", "image/svg+xml", ""])
def test_a_document_that_is_not_of_its_type(city: City, media_type: str) -> None:
    add = city.registry.dossiers.documents.add
    camera_id = fresh(city, "C1")
    with pytest.raises(Invalid):
        add(city.admin, camera_id, PNG, kind=DocumentKind.OTHER, name="n", media_type=media_type)
    with pytest.raises(Invalid):
        add(city.admin, camera_id, b"<script>", kind=DocumentKind.OTHER, name="n", media_type=media_type)
    with pytest.raises(Exhausted):
        add(city.admin, camera_id, PNG + bytes(MAX_BYTES), kind=DocumentKind.OTHER, name="n", media_type="image/png")
    assert not (city.folder / "documents").exists()


def test_documents_over_http(city: City) -> None:
    camera_id = fresh(city, "C1")
    city.admin  # noqa: B018  # signs in
    client = TestClient(city.app(), headers={"Authorization": f"Bearer {city.tokens['admin']}"})
    path = f"/api/v1/cameras/{camera_id}/documents"
    sent = client.post(
        path,
        content=b"%PDF-1.7 x",
        params={"kind": "decision", "name": 'a"\u202e.html'},
        headers={"content-type": "application/pdf"},
    )
    assert sent.status_code == 201
    answer = client.get(f"{path}/{sent.json()['id']}")
    assert answer.content == b"%PDF-1.7 x"
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''a%22%E2%80%AE.html"
    assert answer.headers["x-content-type-options"] == "nosniff"
    for file in (city.folder / "documents").iterdir():
        file.unlink()
    with pytest.raises(DataLoss):
        city.registry.dossiers.documents.open(city.admin, camera_id, sent.json()["id"])


def test_poles(city: City) -> None:
    ward, other = place(city, "ward"), place(city, "other")
    poles, officer = city.registry.poles, city.signed_in("officer")
    made = poles.create(officer, PoleDraft(code="P1", owner_id=ward, lat=21, lon=105, address="Đường Láng"))
    with pytest.raises(Conflict):
        poles.create(city.admin, PoleDraft(code="p1", owner_id=other, lat=21, lon=105))
    with pytest.raises(Denied):
        poles.create(officer, PoleDraft(code="P2", owner_id=other, lat=21, lon=105))
    theirs = poles.create(city.admin, PoleDraft(code="P3", owner_id=other, lat=21, lon=105))
    made = poles.update(officer, made.id, lambda draft: replace(draft, height_m=8.0), version=1)
    with pytest.raises(Conflict, match="height_m"):
        poles.update(officer, made.id, lambda draft: replace(draft, height_m=9.0), version=1)
    assert [one.code for one in poles.page(officer, q="duong lang", after="", limit=9)] == ["P1"]
    assert [one.code for one in poles.page(officer, q="", after="", limit=9)] == ["P1"]
    for refused in (
        lambda: poles.get(officer, theirs.id),
        lambda: poles.update(officer, theirs.id, lambda draft: draft),
        lambda: poles.delete(officer, theirs.id),
    ):
        with pytest.raises(NotFound):
            refused()
    camera_id = fresh(city, "C1", pole_id=made.id)
    with pytest.raises(Invalid):  # a pole that officer may not see
        declare(city, camera_id, officer, pole_id=theirs.id)
    with pytest.raises(Conflict, match="hang"):
        poles.delete(officer, made.id)
    city.registry.cameras.delete(city.admin, camera_id)
    poles.delete(officer, made.id)
    with pytest.raises(NotFound):
        poles.get(city.admin, made.id)


def test_sites_have_a_kind(city: City) -> None:
    draft = SiteDraft(code="S", name="S", owner_id=place(city, "ward"), lat=21, lon=105, kind=SiteKind.JUNCTION)
    site = city.registry.sites.create(city.admin, draft)
    changed = city.registry.sites.update(city.admin, site.id, lambda now: replace(now, kind=SiteKind.GATE))
    assert (site.kind, changed.kind, changed.name) == (SiteKind.JUNCTION, SiteKind.GATE, "S")


def test_a_whole_city_is_taken_in_one_transaction(city: City) -> None:
    ward = place(city, "ward")
    writes = [
        CameraWrite(
            camera_id=None,
            values={"code": f"C{number}", "name": "c", "lat": 21, "lon": 105, "owner_id": ward, "unit_id": ward},
            main_url=f"rtsp://192.0.2.{number % 250 + 1}/",
            password="p",
        )
        for number in range(1100)
    ]
    drafts = [DeclarationDraft(source=DeclarationSource.SPREADSHEET, reference=f"a.xlsx:{n}") for n in range(1100)]
    dossiers = city.registry.dossiers
    with city.database.transaction() as tx:
        ids = dossiers.apply(tx, city.admin, writes, drafts)
    assert len(set(ids)) == len(city.registry.desired_streams()) == 1100
    assert {one.camera_id: one.code for one in dossiers.facts()} == {id: f"C{n}" for n, id in enumerate(ids)}
    assert dossiers.get(city.admin, ids[7]).declarations["unit_id"].reference == "a.xlsx:7"
    rename = [CameraWrite(camera_id=id, values={"name": "d" if n % 2 else "c"}) for n, id in enumerate(ids)]
    bad = CameraWrite(camera_id=None, values={"code": "x", "name": "x", "lat": 21, "lon": 999, "owner_id": ward})
    with pytest.raises(Invalid), city.database.transaction() as tx:
        dossiers.apply(tx, city.admin, [*rename, bad], FORM)
    with city.database.reading() as connection:
        assert connection.execute(select(func.max(camera_table.c.version))).scalar_one() == 1
    with city.database.transaction() as tx:
        assert dossiers.apply(tx, city.admin, rename, FORM) == ids
    assert {city.registry.camera_for(id).version for id in ids[:2]} == {1, 2}
    assert records(city, "camera.apply") == 2


def test_facts_say_what_planning_needs(city: City) -> None:
    camera_id = fresh(city, "C1", kind="ptz", height_m=6, hfov_deg=90, tags=[PROTECTED], lifecycle="faulty")
    (fact,) = city.registry.dossiers.facts()
    assert (fact.camera_id, fact.kind, fact.height_m, fact.hfov_deg) == (camera_id, "ptz", 6.0, 90.0)
    assert (fact.protected, fact.lifecycle, fact.purpose) == (True, Lifecycle.FAULTY, None)
