"""What is drawn over pictures, over HTTP: who may draw, what stays of each version, what is refused and on record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from governance_rig import City, a_city
from toancanh.governance import PROTECTED, Role
from toancanh.governance.record.store import record_entry
from toancanh.kernel import Conflict, IdSource, Principal
from toancanh.registry.dossier.model import CameraWrite, DeclarationDraft, DeclarationSource
from toancanh.vision.calibration import Calibration
from toancanh.vision.drawings import ByMounting, Drawings, GroundOrigin, ZoneDraft, routes
from toancanh.vision.zones import ZoneKind

LINE = {"kind": "counting_line", "name": "Vạch đếm", "points": [[0.1, 0.6], [0.9, 0.6]]}
LANE = {"kind": "lane", "name": "Làn 1", "points": [[0.1, 0.9], [0.5, 0.9], [0.5, 0.4], [0.3, 0.4]]}
MOUNTED = {"way": "mounting", "height_m": 8, "tilt_deg": 30, "hfov_deg": 75}


@dataclass
class Rig:
    city: City
    drawings: Drawings
    client: TestClient
    cameras: dict[str, str] = field(default_factory=dict)

    def ask(self, who: str, method: str, path: str, body: Any = None, status: int = 200, **query: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.city.token(who)}"}
        answer = self.client.request(method, f"/api/v1{path}", json=body, params=query, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json()

    def record(self, *actions: str) -> list[Any]:
        with self.city.database.reading() as connection:
            asked = record_entry.select().where(record_entry.c.action.in_(actions)).order_by(record_entry.c.seq)
            return list(connection.execute(asked))


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with a_city(tmp_path) as city:
        north, south = (city.organisation(name, city.root_id).id for name in ("north", "south"))
        city.user("nora", Role.OPERATOR, north)
        city.user("vera", Role.VIEWER, north)
        city.user("ina", Role.INVENTORY_OFFICER, north)
        city.user("sam", Role.OPERATOR, south)
        drawings = Drawings(
            database=city.database, clock=city.clock, ids=IdSource(clock=city.clock, site=1),
            governance=city.governance, registry=city.registry,
        )  # fmt: skip
        app = city.bare_app()
        app.include_router(routes.router(drawings), prefix="/api/v1")
        rig = Rig(city=city, drawings=drawings, client=TestClient(app))
        for name, owner_id in (("north", north), ("protected", north), ("south", south)):
            made = city.camera(name, owner_id)
            tags = frozenset({PROTECTED}) if name == "protected" else frozenset()
            city.registry.cameras.update(city.admin, made.id, lambda one, tags=tags: replace(one, tags=tags))
            rig.cameras[name] = made.id
        yield rig


def test_zones_are_drawn_one_by_one_and_each_change_is_a_version(rig: Rig) -> None:
    camera = rig.cameras["north"]
    line = rig.ask("nora", "POST", "/zones", {"camera_id": camera, **LINE}, status=201)
    assert (line["points"], line["aspect"], line["camera_id"]) == (LINE["points"], 9 / 16, camera)
    lane = rig.ask("nora", "POST", "/zones", {"camera_id": camera, "version": 1, **LANE}, status=201)
    moved = {**LINE, "name": "Vạch trên cầu", "points": [[0.2, 0.5], [0.8, 0.5]]}
    assert rig.ask("nora", "PUT", f"/zones/{line['id']}", moved)["id"] == line["id"]
    assert rig.ask("nora", "DELETE", f"/zones/{lane['id']}", version=3)["version"] == 4
    found = rig.ask("vera", "GET", "/zones", camera_id=camera)
    assert [(one["id"], one["name"]) for one in found["items"]] == [(line["id"], "Vạch trên cầu")]
    assert [(one["version"], one["is_calibrated"]) for one in found["cameras"]] == [(4, False)]

    history = rig.ask("vera", "GET", f"/cameras/{camera}/zones/history", limit=3)
    assert [(one["version"], one["by"], len(one["zones"])) for one in history["items"]] == [
        (4, "nora", 1), (3, "nora", 2), (2, "nora", 2)
    ]  # fmt: skip
    last = rig.ask("vera", "GET", f"/cameras/{camera}/zones/history", limit=3, after=history["next"])
    assert [(one["version"], one["zones"][0]["name"]) for one in last["items"]] == [(1, "Vạch đếm")]
    assert last["next"] is None

    said = [json.loads(entry.details) for entry in rig.record("zone.write")]
    assert [(one["version"], one["added"], one["changed"], one["removed"]) for one in said] == [
        (1, [line["id"]], [], []), (2, [lane["id"]], [], []), (3, [], [line["id"]], []), (4, [], [], [lane["id"]])
    ]  # fmt: skip
    assert "Vạch" not in str(said), "a name may name a person: it lies with what can be erased"


def test_a_whole_picture_is_one_version_and_nobody_draws_over_anothers(rig: Rig) -> None:
    path = f"/cameras/{rig.cameras['north']}/zones"
    drawn = rig.ask("nora", "PUT", path, {"version": 0, "zones": [LINE, LANE]})
    assert [one["name"] for one in drawn["items"]] == ["Vạch đếm", "Làn 1"]
    assert rig.ask("nora", "PUT", path, {"version": 0, "zones": []}, status=409)["version"] == 1
    kept = [{**LINE, "id": drawn["items"][0]["id"]}]
    again = rig.ask("nora", "PUT", path, {"version": 1, "zones": kept})
    assert [one["id"] for one in again["items"]] == [drawn["items"][0]["id"]]
    gone = drawn["items"][1]["id"]
    assert "removed" in rig.ask("nora", "PUT", f"/zones/{gone}", LANE, status=404)["detail"]
    assert rig.ask("nora", "DELETE", f"/zones/{drawn['items'][0]['id']}", status=409, version=1)["version"] == 2


def test_what_is_no_drawing_is_refused_and_says_what_to_do(rig: Rig) -> None:
    camera = rig.cameras["north"]
    line = rig.ask("nora", "POST", "/zones", {"camera_id": camera, **LINE}, status=201)
    twisted = [[0.1, 0.1], [0.9, 0.9], [0.9, 0.1], [0.1, 0.9]]
    path = f"/cameras/{camera}/zones"
    for body, word in (
        ({**LINE, "points": [[0.1, 0.6], [0.1, 0.6]]}, "apart from each other"),
        ({**LINE, "points": [[0.1, 0.6], [0.5, 0.7], [0.9, 0.6]]}, "two points"),
        ({**LANE, "points": twisted}, "does not cross itself"),
        ({**LANE, "points": [[0.1, 1.6], [0.5, 0.7], [0.9, 0.6]]}, "less than or equal to 1"),
        ({**LANE, "name": " "}, "name"),
        ({**LANE, "kind": "face"}, "kind"),
        ({**LANE, "name": "vach ĐẾM"}, "mixed up"),
    ):
        assert word in rig.ask("nora", "POST", "/zones", {"camera_id": camera, **body}, status=422)["detail"]
    assert "keeps its kind" in rig.ask("nora", "PUT", f"/zones/{line['id']}", LANE, status=422)["detail"]
    other = {"version": 1, "zones": [{**LANE, "id": "nothing"}]}
    assert "no such drawing" in rig.ask("nora", "PUT", path, other, status=422)["detail"]
    most = {"version": 1, "zones": [{**LINE, "name": f"n{n}"} for n in range(65)]}
    rig.ask("nora", "PUT", path, most, status=422)
    assert rig.ask("nora", "GET", "/zones", camera_id=camera)["cameras"][0]["version"] == 1, "nothing of it was kept"
    rig.ask("nora", "GET", "/zones", status=422)
    rig.ask("nora", "GET", "/zones", camera_id=[camera] * 101, status=422)


def test_drawing_over_another_owners_picture_is_refused_and_on_record(rig: Rig) -> None:
    north, south = rig.cameras["north"], rig.cameras["south"]
    line = rig.ask("nora", "POST", "/zones", {"camera_id": north, **LINE}, status=201)
    tries: list[tuple[str, str, str, Any]] = [
        ("sam", "POST", "/zones", {"camera_id": north, **LINE}),
        ("sam", "PUT", f"/zones/{line['id']}", LINE),
        ("sam", "DELETE", f"/zones/{line['id']}", None),
        ("sam", "PUT", f"/cameras/{north}/zones", {"version": 1, "zones": []}),
        ("sam", "PUT", f"/cameras/{north}/calibration", {"method": MOUNTED}),
        ("sam", "POST", f"/cameras/{north}/calibration/try", {"method": MOUNTED}),
        ("sam", "DELETE", f"/cameras/{north}/calibration", None),
        ("nora", "POST", "/zones", {"camera_id": south, **LINE}),
        ("nora", "POST", "/zones", {"camera_id": rig.cameras["protected"], **LINE}),
    ]
    for who, method, path, body in tries:
        rig.ask(who, method, path, body, status=404)
        last = rig.record("zone.write", "camera.read")[-1]
        assert (last.outcome, last.actor_id) == ("deny", rig.city.signed_in(who).user_id)
    rig.ask("vera", "POST", "/zones", {"camera_id": north, **LANE}, status=403)
    rig.ask("ina", "GET", "/zones", camera_id=north, status=403)
    rig.ask("vera", "GET", "/zones", camera_id=[north, south], status=404)
    rig.ask("vera", "GET", "/zones", camera_id=rig.cameras["protected"], status=404)
    hidden = rig.ask("sam", "DELETE", f"/zones/{line['id']}", status=404)
    assert rig.ask("sam", "DELETE", "/zones/nothing", status=404) == hidden, "a guessed id tells nothing"
    found = rig.ask("vera", "GET", "/zones", camera_id=north)
    assert (len(found["items"]), found["cameras"][0]["version"]) == (1, 1)
    assert rig.drawings.of([south])[south].version == 0


def test_a_camera_is_calibrated_from_the_map_and_says_how_wrong_it_may_be(rig: Rig) -> None:
    camera = rig.cameras["north"]
    origin = GroundOrigin(lat=21.0, lon=105.8)
    path = f"/cameras/{camera}/calibration"
    assert rig.ask("vera", "GET", path) == {"camera_id": camera, "version": 0, "found": None}
    tried = rig.ask("nora", "POST", f"{path}/try", {"method": {**MOUNTED, "azimuth_deg": 40}})
    assert (tried["height_m"], tried["tilt_deg"], tried["hfov_deg"], tried["azimuth_deg"]) == (8, 30, 75, 40)
    assert rig.ask("vera", "GET", path)["found"] is None, "a trial keeps nothing"

    clicks, places = [], []
    hung = ByMounting(aspect=9 / 16, height_m=8, tilt_deg=30, hfov_deg=75, azimuth_deg=40)
    true = rig.drawings.try_out(rig.city.admin, camera, hung).calibration
    for x, y in ((0.2, 0.9), (0.8, 0.9), (0.7, 0.45), (0.35, 0.45)):
        clicks.append([x, y])
        east, north = true.ground(np.array([[x, y]]))[0].tolist()
        lat, lon = origin.degrees(east, north)
        places.append({"lat": lat, "lon": lon})
    body = {"method": {"way": "points", "points": clicks, "places": places}, "version": 0}
    kept = rig.ask("nora", "PUT", path, body)
    found = kept["found"]
    assert kept["version"] == 1
    assert found["azimuth_deg"] == pytest.approx(40, abs=0.5)
    assert found["height_m"] == pytest.approx(8, abs=0.2)
    assert found["foot_off_m"] < 0.5
    assert found["step_m"] == 5
    assert len(found["lines"]) > 5
    assert len(found["ellipses"]) > 2
    assert 0 < found["distances"][0]["error_m"] < 0.5
    assert rig.ask("vera", "GET", path) == kept
    drawn = rig.drawings.of([camera])[camera]
    assert isinstance(drawn.calibration, Calibration)
    assert drawn.origin == origin
    assert rig.ask("vera", "GET", "/zones", camera_id=camera)["cameras"][0]["is_calibrated"]

    wild = {"method": {"way": "points", "points": clicks, "places": places[::-1]}}
    assert "at its place" in rig.ask("nora", "PUT", path, wild, status=422)["detail"]
    rig.ask("nora", "PUT", path, {**body, "version": 0}, status=409)
    assert rig.ask("nora", "DELETE", path, version=1)["found"] is None
    rig.ask("nora", "DELETE", path, status=404)
    said = [json.loads(entry.details) for entry in rig.record("zone.calibrate")]
    assert [(one["version"], one["change"], one["way"]) for one in said] == [
        (1, "calibrated", "points"), (2, "uncalibrated", None)
    ]  # fmt: skip
    assert [one["way"] for one in rig.ask("vera", "GET", f"/cameras/{camera}/zones/history")["items"]] == [
        None, "points"
    ]  # fmt: skip


def test_the_dossier_gives_what_a_person_leaves_out(rig: Rig) -> None:
    camera = rig.cameras["north"]
    path = f"/cameras/{camera}/calibration"
    bare = {"method": {"way": "mounting"}}
    assert "the dossier does not say it" in rig.ask("nora", "PUT", path, bare, status=422)["detail"]
    values = {"height_m": 7.5, "tilt_deg": 28.0, "hfov_deg": 80.0, "azimuth_deg": 90.0}
    declared = DeclarationDraft(source=DeclarationSource.FORM)
    rig.city.registry.dossiers.write(rig.city.admin, CameraWrite(camera_id=camera, values=values), declared=declared)
    found = rig.ask("nora", "PUT", path, bare)["found"]
    assert [found[name] for name in values] == list(values.values())
    assert found["method"]["height_m"] is None, "what was left out is not told as if somebody had said it"
    corners = [[0.3, 0.9], [0.35, 0.5], [0.65, 0.5], [0.7, 0.9]]
    by_corners = {"method": {"way": "rectangle", "points": corners, "length_m": 11.7}}
    found = rig.ask("nora", "POST", f"{path}/try", by_corners)
    assert found["azimuth_deg"] == pytest.approx(90)
    assert found["hfov_deg"] == pytest.approx(80, abs=8)


def test_a_version_and_its_record_come_together_or_not_at_all(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    camera = rig.cameras["north"]
    draft = ZoneDraft(kind=ZoneKind.COUNTING_LINE, name="n", points=((0.1, 0.5), (0.9, 0.5)))

    def full(*_arguments: object, **_named: object) -> None:
        raise Conflict("the record is full")

    with monkeypatch.context() as patch:
        patch.setattr(rig.city.governance, "record", full)
        with pytest.raises(Conflict):
            rig.drawings.add(rig.city.signed_in("nora"), camera, draft)
    assert rig.drawings.of([camera])[camera].version == 0
    assert rig.drawings.revision() == 0


def test_the_platform_reads_and_draws_for_itself(rig: Rig) -> None:
    """What the workers of vision and the demo do."""
    north, south = rig.cameras["north"], rig.cameras["south"]
    draft = ZoneDraft(kind=ZoneKind.LANE, name="n", points=((0.1, 0.9), (0.9, 0.9), (0.5, 0.2)), aspect=0.75)
    drawn = rig.drawings.draw(Principal.system("demo"), north, [draft])
    assert rig.drawings.revision() == 1
    assert rig.drawings.of([north, south]).keys() == {north, south}
    assert rig.drawings.of()[north].zones == drawn.zones
    assert rig.drawings.of().keys() == {north}
    assert rig.ask("vera", "GET", f"/cameras/{north}/zones/history")["items"][0]["by"] == ""
