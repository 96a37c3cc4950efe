"""Who sees the spending plan, who says what a camera is watched for, and whether anybody looks at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from databases import BOTH
from governance_rig import City, a_city
from toancanh.governance import PROTECTED, Role
from toancanh.governance.record.store import record_entry
from toancanh.kernel import IdSource, SimulatedClock
from toancanh.vision.models import Models
from toancanh.vision.watch import routes
from toancanh.vision.watch.model import Ask, Tally
from toancanh.vision.watch.plan import Share, Wish
from toancanh.vision.watch.ports import Purpose
from toancanh.vision.watch.service import Watching
from toancanh.vision.watch.told import NAME, PlanTold, keep, row_of

pytestmark = pytest.mark.databases("sqlite")
NOW_US = 1_763_800_000_000_000


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with a_city(tmp_path, clock=SimulatedClock(NOW_US)) as made:
        yield made


def models_of(city: City, folder: Path) -> Models:
    return Models(
        database=city.database,
        clock=city.clock,
        ids=IdSource(clock=city.clock, site=1),
        governance=city.governance,
        folder=folder / "models",
    )


@dataclass
class Desk:
    city: City
    watching: Watching
    client: TestClient
    folder: Path
    cameras: dict[str, str]

    def ask(self, who: str, method: str, path: str, status: int, body: object = None) -> Any:
        headers = {"Authorization": f"Bearer {self.city.token(who)}"}
        answer = self.client.request(method, f"/api/v1/vision{path}", json=body, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    def recorded(self) -> list[tuple[str, str, str]]:
        with self.city.database.reading() as connection:
            wanted = record_entry.c.resource_id.in_(self.cameras.values())
            entries = connection.execute(record_entry.select().where(wanted).order_by(record_entry.c.seq))
            return [(entry.action, entry.resource_id, entry.outcome) for entry in entries]

    def tell(self) -> None:
        """As the process of watching does."""
        shares = [
            Share(
                wish=Wish(
                    camera_id=camera_id, purposes=frozenset({Purpose.COUNTING}), priority=3, model="", look_s=0.02,
                    stream_fps=10,
                ),
                wanted_per_s=10, looks_per_s=5, cores=0.1,
            )
            for camera_id in self.cameras.values()
        ]  # fmt: skip
        rows = [row_of(share, Tally(looks=50, look_s=0.02), measured_per_s=4.5, left_out=7) for share in shares]
        keep(self.folder, PlanTold(told_us=self.city.clock.now_us(), budget_cores=1, restarts=0, rows=rows))


@pytest.fixture
def desk(city: City, tmp_path: Path) -> Desk:
    north, south = (city.organisation(name, city.root_id).id for name in ("north", "south"))
    city.user("nora", Role.VIEWER, north)
    city.user("adam", Role.ADMINISTRATOR, north)
    city.user("sue", Role.ADMINISTRATOR, south)
    watching = Watching(
        database=city.database, clock=city.clock, governance=city.governance, registry=city.registry,
        models=models_of(city, tmp_path), run_path=tmp_path / "run", budget_cores=1.0,
    )  # fmt: skip
    app = city.bare_app()
    app.include_router(routes.router(watching), prefix="/api/v1")
    cameras = {}
    for name, owner_id in (("north", north), ("protected", north), ("south", south)):
        made = city.camera(name, owner_id).id
        if name == "protected":
            city.registry.cameras.update(city.admin, made, lambda draft: replace(draft, tags=frozenset({PROTECTED})))
        cameras[name] = made
    return Desk(city=city, watching=watching, client=TestClient(app), folder=tmp_path / "run", cameras=cameras)


def test_each_sees_the_cameras_whose_figures_he_may_read(desk: Desk) -> None:
    assert desk.ask("nora", "GET", "/plan", 200) == {
        "budget_cores": 1.0, "told": None, "is_running": False, "restarts": 0, "items": []
    }  # fmt: skip
    desk.tell()
    told = desk.ask("nora", "GET", "/plan", 200)
    assert told["is_running"]
    (row,) = told["items"]
    assert row["camera_id"] == desk.cameras["north"]
    assert (row["planned_per_s"], row["wanted_per_s"], row["look_ms"], row["measured_cores"], row["left_out"]) == (
        5.0, 10.0, 20.0, 0.09, 7
    )  # fmt: skip
    assert [one["camera_id"] for one in desk.ask("sue", "GET", "/plan", 200)["items"]] == [desk.cameras["south"]]


def test_vision_is_away_where_it_has_cores_and_tells_nothing(desk: Desk) -> None:
    assert desk.watching.is_away(), "it never told anything"
    desk.tell()
    told_s = desk.city.clock.now_us() / 1e6
    for age_s, is_away in ((29, False), (31, True), (-31, True)):
        os.utime(desk.folder / NAME, (told_s - age_s, told_s - age_s))
        assert desk.watching.is_away() is is_away
    desk.watching._budget_cores = 0.0
    assert not desk.watching.is_away()


@pytest.mark.databases(*BOTH)
def test_who_may_draw_says_what_it_is_watched_for_and_that_is_on_record(desk: Desk) -> None:
    camera_id, wanted = desk.cameras["north"], {"purposes": ["incidents"], "priority": 1, "model": ""}
    desk.tell()
    assert desk.ask("adam", "PUT", f"/asks/{camera_id}", 200, wanted) == wanted
    assert desk.watching.every() == {
        camera_id: Ask(camera_id=camera_id, purposes=frozenset({Purpose.INCIDENTS}), priority=1)
    }
    (row,) = desk.ask("nora", "GET", "/plan", 200)["items"]
    assert row["asked"] == wanted
    assert ("vision.ask", camera_id, "allow") in desk.recorded()
    desk.ask("adam", "DELETE", f"/asks/{camera_id}", 204)
    assert desk.watching.every() == {}
    assert ("vision.unask", camera_id, "allow") in desk.recorded()


@pytest.mark.parametrize("who", ["nora", "sue"])
def test_others_may_not_and_the_refusal_is_on_record(desk: Desk, who: str) -> None:
    camera_id = desk.cameras["north"]
    status = 403 if who == "nora" else 404
    desk.ask(who, "PUT", f"/asks/{camera_id}", status, {"purposes": []})
    desk.ask(who, "DELETE", f"/asks/{camera_id}", status)
    assert desk.watching.every() == {}
    assert [(action, outcome) for action, _, outcome in desk.recorded()[-2:]] == [("zone.write", "deny")] * 2


def test_what_cannot_be_asked_is_said(desk: Desk) -> None:
    camera_id = desk.cameras["north"]
    desk.ask("adam", "PUT", f"/asks/{camera_id}", 404, {"purposes": ["counting"], "model": "nobody-installed-it"})
    desk.ask("adam", "PUT", f"/asks/{camera_id}", 422, {"purposes": ["faces"]})
    desk.ask("adam", "PUT", f"/asks/{camera_id}", 422, {"purposes": [], "priority": 9})
    desk.ask("adam", "PUT", "/asks/none", 404, {"purposes": []})
