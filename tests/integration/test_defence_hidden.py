"""A camera whose purpose is defence is not there for those not cleared, on whatever way it became one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from governance_rig import City, a_city
from toancanh.governance import PROTECTED, Role, RoleBinding
from toancanh.governance.users import UserChange
from toancanh.kernel import Denied
from toancanh.registry.dossier.model import CameraWrite, DeclarationDraft, DeclarationSource
from toancanh.registry.lists.bulk import BulkWish
from toancanh.registry.lists.filters import CameraFilter
from toancanh.registry.map import CameraMap, LiveReport
from toancanh.registry.store.tables import camera, camera_tag

pytestmark = pytest.mark.databases("sqlite")

FORM = DeclarationDraft(source=DeclarationSource.FORM)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with a_city(tmp_path) as made:
        for name, *roles in (
            ("cleared", Role.INVENTORY_OFFICER, Role.CLEARED),
            ("officer", Role.INVENTORY_OFFICER),
            ("boss", Role.ADMINISTRATOR),
        ):
            user = made.user(name, roles[0], made.root_id)
            bound = tuple(RoleBinding(role=role, organisation_id=made.root_id) for role in roles)
            made.governance.users.update(made.admin, user.id, UserChange(roles=bound))
        yield made


def seen(city: City, who: str, camera_id: str) -> tuple[bool, int, int]:
    """In the list, how many on the map, by its id."""
    client, headers = TestClient(city.app()), {"Authorization": f"Bearer {city.token(who)}"}
    listed = city.registry.cameras.page(city.signed_in(who), CameraFilter(), limit=50)
    map_ = CameraMap(database=city.database, governance=city.governance)
    drawn = map_.spots(city.signed_in(who), CameraFilter(), LiveReport(version=1), limit=9).total
    answer = client.get(f"/api/v1/cameras/{camera_id}", headers=headers)
    return camera_id in {one.id for one in listed}, drawn, answer.status_code


def declared(city: City, who: str, camera_id: str | None, **values: object) -> str:
    write = CameraWrite(camera_id=camera_id, values=values)
    return city.registry.dossiers.write(city.signed_in(who), write, declared=FORM)


def test_a_defence_camera_is_not_there(city: City) -> None:
    place = {"owner_id": city.root_id, "lat": 21.0, "lon": 105.8}
    made = declared(city, "cleared", None, code="Q-1", name="Q-1", purpose="defence", **place)
    with pytest.raises(Denied):
        declared(city, "officer", None, code="Q-2", name="Q-2", purpose="defence", **place)
    changed = city.camera("Q-3", city.root_id, "rtsp://192.0.2.10/Q-3").id
    assert seen(city, "boss", changed) == (True, 1, 200)
    declared(city, "cleared", changed, purpose="defence")
    bulk = city.registry.bulk_edits
    many = city.camera("Q-4", city.root_id, "rtsp://192.0.2.10/Q-4").id
    wish = BulkWish(values={"purpose": "defence"})
    with pytest.raises(Denied):  # as if it were, it would be out of reach
        bulk.preview(city.signed_in("officer"), [many], wish)
    bulk.apply(city.signed_in("cleared"), bulk.preview(city.signed_in("cleared"), [many], wish).token)
    for camera_id in (made, changed, many):
        assert seen(city, "cleared", camera_id) == (True, 3, 200)
        for who in ("boss", "officer"):
            assert seen(city, who, camera_id) == (False, 0, 404)


def test_the_tag_stays_as_long_as_the_purpose(city: City) -> None:
    camera_id = city.camera("Q-1", city.root_id, "rtsp://192.0.2.10/Q-1").id
    declared(city, "cleared", camera_id, purpose="defence")
    declared(city, "cleared", camera_id, tags=[])
    city.registry.cameras.update(city.signed_in("cleared"), camera_id, lambda draft: replace(draft, tags=frozenset()))
    assert city.registry.camera_for(camera_id).tags == {PROTECTED}
    assert seen(city, "boss", camera_id)[2] == 404
    declared(city, "cleared", camera_id, purpose="security", tags=[])
    assert seen(city, "boss", camera_id)[2] == 200


def test_a_defence_camera_of_before_is_hidden_at_the_next_start(city: City) -> None:
    made = [city.camera(code, city.root_id, f"rtsp://192.0.2.10/{code}").id for code in ("Q-1", "Q-2")]
    for camera_id in made:
        declared(city, "cleared", camera_id, purpose="defence")
    city.camera("Q-2", city.root_id, "rtsp://192.0.2.10/open")  # may be called as what is hidden
    with city.database.transaction() as tx:  # as an edit of before left them
        tx.execute(camera_tag.delete())
        tx.execute(camera.update().where(camera.c.id == made[0]).values(protected=False, code_key="q1"))
    dossiers = city.registry.dossiers
    assert seen(city, "boss", made[0])[2] == 200
    assert dossiers.protect_defence() == []
    assert seen(city, "boss", made[0])[2] == 404
    assert city.registry.camera_for(made[0]).tags == {PROTECTED}
    newest = dossiers.history(city.signed_in("cleared"), made[0])[0]
    assert (newest.field, newest.after, newest.username) == ("tags", [PROTECTED], "")
    assert dossiers.protect_defence() == []
