"""What should exist: secrets that never come back, versions, search, deletion, key rotation."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from databases import content_of
from governance_rig import SOURCE, City, a_city
from toancanh.governance import Role
from toancanh.governance.record.store import record_entry
from toancanh.infra.keyring import rotate_secrets
from toancanh.kernel import Conflict, Denied, Invalid, NotFound
from toancanh.registry import (
    Camera,
    CameraDraft,
    CameraFilter,
    CamerasChanged,
    DesiredStream,
    SiteDraft,
    StreamDraft,
    StreamRole,
    shard_of,
)
from toancanh.registry.store.tables import stream


@pytest.fixture
def city(tmp_path: Path):
    with a_city(tmp_path) as made:
        made.organisation("ward", name="Phường Đống Đa")
        made.organisation("other")
        yield made


def place(city: City, code: str) -> str:
    return city.governance.organisations.page(city.admin, q=code, after="", limit=1)[0].id


def streams(*drafts: StreamDraft) -> Callable[[CameraDraft], CameraDraft]:
    return lambda draft: replace(draft, streams=drafts)


def main(url: str, **more: object) -> StreamDraft:
    return StreamDraft(role=StreamRole.MAIN, url=url, **more)  # type: ignore[arg-type]


def desired(city: City) -> DesiredStream:
    (found,) = city.registry.desired_streams()
    return found


def update(city: City, camera: Camera, change: Callable[[CameraDraft], CameraDraft], **more: int) -> Camera:
    return city.registry.cameras.update(city.admin, camera.id, change, **more)


def test_a_password_goes_in_and_comes_out_for_media_alone(city: City) -> None:
    camera = city.camera("c1", place(city, "ward"), "rtsp://192.0.2.10/user=a&password=m4ker&channel=1")
    assert desired(city).url == "rtsp://192.0.2.10/user=a&password=m4ker&channel=1"
    assert (desired(city).username, desired(city).password) == ("viewer", "t0p-secret")
    told = f"{camera!r} {city.registry.get_camera(city.admin, camera.id)!r} {desired(city)!r}"
    content = content_of(city.database)
    for secret in ("t0p-secret", "m4ker"):
        assert secret not in told
        assert secret.encode() not in content


def test_credentials_in_an_address_are_taken_out_of_it(city: City) -> None:
    camera = city.camera("c1", place(city, "ward"))
    changed = update(city, camera, streams(main("rtsp://lan:p%40ss@192.0.2.11:8554/a")))
    assert changed.streams[0].url == "rtsp://192.0.2.11:8554/a"
    assert (changed.streams[0].username, changed.streams[0].has_password) == ("lan", True)
    assert desired(city).password == "p@ss"


def test_a_stored_password_stays_with_its_machine(city: City) -> None:
    camera = city.camera("c1", place(city, "ward"))
    update(city, camera, streams(main("rtsp://192.0.2.10/another")))
    assert (desired(city).url, desired(city).password) == ("rtsp://192.0.2.10/another", "t0p-secret")
    for url in ("rtsp://198.51.100.1/main", "rtsp://192.0.2.10:8554/main"):
        with pytest.raises(Invalid, match="enter the password again"):
            update(city, camera, streams(main(url)))
    update(city, camera, streams(main("rtsp://198.51.100.1/main", username="", password="")))
    assert (desired(city).username, desired(city).password) == ("", "")


def test_a_hidden_password_stays_while_its_address_is_given_back_as_shown(city: City) -> None:
    camera = city.camera("c1", place(city, "ward"), "rtsp://192.0.2.10/a?pwd=m4ker")
    shown = camera.streams[0].url
    assert shown == "rtsp://192.0.2.10/a?pwd=***"
    update(city, camera, streams(main(shown, record=False)))
    assert desired(city).url == "rtsp://192.0.2.10/a?pwd=m4ker"
    assert desired(city).record is False
    with pytest.raises(Invalid, match="in full"):
        update(city, camera, streams(main("rtsp://198.51.100.1/a?pwd=***")))


@pytest.mark.parametrize("url", ["rtsp://127.0.0.1/a", "rtsp://localhost/a", "rtsp://[::1]/", "rtsp://2130706433/",
                                 "rtsp://169.254.169.254/", "rtsp://0.0.0.0/", "rtsp://224.0.0.1/"])  # fmt: skip
def test_forbidden_addresses_are_refused_when_written_and_recorded(city: City, url: str) -> None:
    owner_id = place(city, "ward")
    with pytest.raises(Invalid) as refused:
        city.camera("c1", owner_id, url)
    assert refused.value.extra["reason"] == "address_forbidden"
    with city.database.reading() as connection:
        row = connection.execute(select(record_entry).order_by(record_entry.c.seq.desc()).limit(1)).one()
    assert (row.action, row.outcome, row.owner_id) == ("camera.write", "deny", owner_id)
    assert city.registry.desired_streams() == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (streams(main("rtsp://192.0.2.1/"), main("rtsp://192.0.2.2/")), "streams"),
        (streams(StreamDraft(role=StreamRole.SUB, url="rtsp://192.0.2.1/")), "streams"),
        (streams(main("http://192.0.2.1/")), "streams.main.url"),
        (lambda draft: replace(draft, min_days=40), "max_days"),
        (streams(main("rtsp://192.0.2.10/main", max_days=0.5)), "max_days"),
        (lambda draft: replace(draft, site_id="nowhere"), "site_id"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(
    city: City, change: Callable[[CameraDraft], CameraDraft], field: str
) -> None:
    camera = city.camera("c1", place(city, "ward"))
    revision = city.registry.revision()
    with pytest.raises(Invalid) as refused:
        update(city, camera, change)
    assert refused.value.extra["field"] == field
    assert city.registry.revision() == revision
    assert city.registry.camera_for(camera.id) == camera


def test_each_change_raises_the_revision_and_is_told(city: City) -> None:
    told: list[tuple[str, ...]] = []
    city.events.subscribe(CamerasChanged, lambda event: told.append(event.camera_ids))
    camera = city.camera("c1", place(city, "ward"))
    update(city, camera, lambda draft: replace(draft, enabled=False))
    assert city.registry.desired_streams() == []
    city.registry.cameras.delete(city.admin, camera.id)
    assert city.registry.revision() == 3
    assert told == [(camera.id,)] * 3


def test_a_change_of_the_name_leaves_what_media_does_alone(city: City) -> None:
    camera = city.camera("c1", place(city, "ward"))
    before = city.registry.desired_streams()
    update(city, camera, lambda draft: replace(draft, name="Cổng chợ", lat=20.5))
    assert city.registry.desired_streams() == before


def test_who_has_not_seen_the_newest_version_is_told_what_changed(city: City) -> None:
    camera = city.camera("c1", place(city, "ward"))
    update(city, camera, lambda draft: replace(draft, name="x", lat=20.5), version=1)
    update(city, camera, streams(main("rtsp://192.0.2.10/b")), version=2)
    with pytest.raises(Conflict, match=r"lat, main\.url, name") as refused:
        update(city, camera, lambda draft: replace(draft, name="y"), version=1)
    assert refused.value.extra["version"] == 3
    changes = refused.value.extra["changes"]
    assert [(change["version"], change["by"]) for change in changes] == [(3, "admin"), (2, "admin")]  # type: ignore


def test_a_code_is_taken_once_and_free_again_after_deletion(city: City) -> None:
    first = city.camera("HK-1", place(city, "ward"))
    with pytest.raises(Conflict):
        city.camera("hk-1", place(city, "other"))
    city.registry.cameras.delete(city.admin, first.id)
    second = city.camera("HK-1", place(city, "other"))
    assert second.id != first.id
    with pytest.raises(NotFound):
        city.registry.get_camera(city.admin, first.id)
    with pytest.raises(NotFound):
        city.registry.cameras.delete(city.admin, first.id)


def test_a_deleted_camera_leaves_its_retention_and_no_secret(city: City) -> None:
    camera = city.camera("c1", place(city, "ward"))
    sub = StreamDraft(role=StreamRole.SUB, url="rtsp://192.0.2.10/sub", min_days=0, max_days=3)
    update(city, camera, lambda draft: replace(draft, streams=(*draft.streams, sub)))
    limits = {(camera.id, StreamRole.MAIN): (15, 30, None, None), (camera.id, StreamRole.SUB): (15, 15, None, None)}
    assert city.registry.retention() == limits
    assert [(one.role, one.max_days) for one in city.registry.desired_streams()] == [("main", 30), ("sub", 15)]
    city.registry.cameras.delete(city.admin, camera.id)
    assert city.registry.retention() == limits
    with city.database.reading() as connection:
        assert set(connection.execute(select(stream.c.secret, stream.c.username))) == {("", "")}


def test_keys_are_rotated(city: City) -> None:
    city.camera("c1", place(city, "ward"))
    before = city.registry.desired_streams()
    for _ in range(3):
        assert rotate_secrets(city.keyring, [city.registry.reencrypt_secrets]) == 1
    assert city.registry.desired_streams() == before
    with city.database.reading() as connection:
        assert city.keyring.key_of(connection.scalars(select(stream.c.secret)).one()) == city.keyring.active_key
        rotations = select(record_entry.c.details).where(record_entry.c.action == "keys.rotate")
        assert connection.scalars(rotations).all() == ['{"streams":1}'] * 3


def test_a_secret_moved_to_another_stream_is_worth_nothing(city: City) -> None:
    """Who can write the database, but has not the key, cannot have one camera's password sent to another's address."""
    city.camera("c1", place(city, "ward"))
    city.camera("c2", place(city, "ward"), "rtsp://198.51.100.1/")
    with city.database.transaction() as tx:
        stolen = tx.scalars(select(stream.c.secret).where(stream.c.shown_url.contains("192.0.2.10"))).one()
        tx.execute(stream.update().values(secret=stolen))
    assert [one.url for one in city.registry.desired_streams()] == ["rtsp://192.0.2.10/main"]


def test_a_secret_that_is_lost_can_be_entered_again(city: City) -> None:
    camera = city.camera("c1", place(city, "ward"))
    with city.database.transaction() as tx:
        tx.execute(stream.update().values(secret="tc1:gone:AAAA"))
    assert city.registry.desired_streams() == []
    update(city, camera, streams(main("rtsp://192.0.2.10/main", username="viewer", password="again")))
    assert desired(city).password == "again"


def test_every_camera_has_one_media_process(city: City) -> None:
    made = {city.camera(f"c{number}", place(city, "ward")).id for number in range(12)}
    shares = [{one.camera_id for one in city.registry.desired_streams(shard, 3)} for shard in range(3)]
    assert set.union(*shares) == made
    assert sum(map(len, shares)) == len(made)
    assert all(shard_of(camera_id, 3) == shard for shard, share in enumerate(shares) for camera_id in share)


def test_search_looks_at_code_name_tags_and_owner_without_accents(city: City) -> None:
    ward = place(city, "ward")
    city.camera("HK-1", ward, name="Ngã tư Sở")
    camera = city.camera("HK-2", place(city, "other"), name="Cầu Giấy")
    update(city, camera, lambda draft: replace(draft, tags=frozenset({"nút giao", "cao điểm"})))

    def found(q: str, after: str = "", **more: tuple[str, ...]) -> list[str]:
        wanted = CameraFilter(q=q, **more)
        return [one.code for one in city.registry.cameras.page(city.admin, wanted, after=after, limit=10)]

    assert found("") == ["HK-1", "HK-2"]
    assert found("nga TU so") == ["HK-1"]
    assert found("dong da") == ["HK-1"]
    assert found("nut cau") == ["HK-2"]
    assert found("hk-2 dong") == []
    assert found("%") == []
    assert found("", tag=("nút giao",)) == ["HK-2"]
    assert found("", owner_id=(ward,)) == ["HK-1"]
    assert found("", after="hk-1") == ["HK-2"]


def test_lists_show_what_may_be_read(city: City) -> None:
    ward, other = place(city, "ward"), place(city, "other")
    city.user("lan", Role.VIEWER, ward)
    lan = city.signed_in("lan")
    mine, theirs = city.camera("c1", ward), city.camera("c2", other)
    assert [one.id for one in city.registry.cameras.page(lan, CameraFilter(), limit=10)] == [mine.id]
    with pytest.raises(NotFound):
        city.registry.get_camera(lan, theirs.id, source=SOURCE)
    with pytest.raises(Denied):
        city.registry.cameras.delete(lan, mine.id)


def test_a_camera_is_given_only_where_the_giver_has_rights(city: City) -> None:
    ward, other = place(city, "ward"), place(city, "other")
    city.user("chief", Role.ADMINISTRATOR, ward)
    chief = city.signed_in("chief")
    mine, theirs = city.camera("c1", ward), city.camera("c2", other)
    with pytest.raises(Denied):
        city.registry.cameras.update(chief, mine.id, lambda draft: replace(draft, owner_id=other))
    with pytest.raises(NotFound):
        city.registry.cameras.update(chief, theirs.id, lambda draft: replace(draft, owner_id=ward))
    assert update(city, mine, lambda draft: replace(draft, owner_id=other)).owner_id == other


def test_sites(city: City) -> None:
    ward, other = place(city, "ward"), place(city, "other")
    sites = city.registry.sites
    draft = SiteDraft(code="S1", name="Ngã tư Sở", owner_id=ward, lat=21, lon=105.8)
    site = sites.create(city.admin, draft)
    with pytest.raises(Conflict):
        sites.create(city.admin, draft)
    site = sites.update(city.admin, site.id, lambda now: replace(now, address="Đường Láng"), version=1)
    assert [one.id for one in sites.page(city.admin, q="duong lang", after="", limit=5)] == [site.id]
    with pytest.raises(Conflict, match="address"):
        sites.update(city.admin, site.id, lambda now: replace(now, name="x"), version=1)
    city.user("chief", Role.ADMINISTRATOR, other)
    chief = city.signed_in("chief")
    with pytest.raises(NotFound):
        sites.get(chief, site.id)
    camera = city.camera("c1", other)
    with pytest.raises(Invalid):  # a site that chief may not see
        city.registry.cameras.update(chief, camera.id, lambda now: replace(now, site_id=site.id))
    update(city, camera, lambda now: replace(now, site_id=site.id))
    assert [one.id for one in city.registry.cameras.page(city.admin, CameraFilter(site_id=(site.id,)), limit=5)]
    with pytest.raises(Conflict):
        sites.delete(city.admin, site.id)
    city.registry.cameras.delete(city.admin, camera.id)
    sites.delete(city.admin, site.id)
    with pytest.raises(NotFound):
        sites.get(city.admin, site.id)
