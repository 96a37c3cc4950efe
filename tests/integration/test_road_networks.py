"""Road networks over HTTP: who draws them, who sees what of them, what is known of them now, before and soon, and what
the public gets.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from starlette.testclient import TestClient
from test_measurement_routes import ToldFaults
from test_traffic_current import day

from governance_rig import City, a_city
from road_rows import drawn, measure
from toancanh.governance import PROTECTED, Role
from toancanh.governance.record.store import record_entry
from toancanh.infra.sheets import XLSX_TYPE
from toancanh.kernel import SimulatedClock, format_rfc3339
from toancanh.registry import SiteDraft
from toancanh.traffic import Measurements, routes
from toancanh.traffic.model import DAY_US, MINUTE_US
from toancanh.traffic.network.model import Period
from toancanh.traffic.network.reports import span_of
from toancanh.traffic.open_data.limits import Buckets
from toancanh.traffic.open_data.routes import open_router
from toancanh.traffic.service import Traffic
from toancanh.web.open_traffic import open_traffic_page
from traffic_rows import MONDAY_US, minute, minutes

HOUR_US = 60 * MINUTE_US
NOW_US = MONDAY_US + 12 * HOUR_US
ON_FILES = pytest.mark.databases("sqlite")  # figures come of files, whatever keeps the records


@dataclass
class Rig:
    city: City
    clock: SimulatedClock
    traffic: Traffic
    faults: ToldFaults
    client: TestClient
    north: str
    south: str
    cameras: dict[str, str] = field(default_factory=dict)
    site_id: str = ""

    def send(self, method: str, path: str, who: str = "", status: int = 200, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.city.token(who)}"} if who else {}
        answer = self.client.request(method, f"/api/v1{path}", headers=headers | more.pop("headers", {}), **more)
        assert answer.status_code == status, answer.text
        return answer

    def get(self, path: str, who: str = "nora", status: int = 200, **query: object) -> Any:
        return self.send("GET", f"/traffic{path}", who, status, params=query).json()

    def put(self, body: object, who: str = "paula", status: int = 200, **query: object) -> Any:
        return self.send(
            "PUT", "/traffic/network", who, status, json=body, params={"owner_id": self.north} | query
        ).json()

    def records(self, outcome: str) -> list[tuple[str, str]]:
        with self.city.database.reading() as connection:
            found = record_entry.select().where(record_entry.c.outcome == outcome).order_by(record_entry.c.seq)
            return [(entry.action, entry.resource_id) for entry in connection.execute(found)]

    def network(self) -> dict[str, Any]:
        """Two segments measured by one camera each, one by a protected one; counts of who turns."""
        return drawn(
            {
                "w-j1": [measure(self.cameras["north"])],
                "j1-j2": [measure(self.cameras["protected"])],
                "n-j1": [measure(self.cameras["north"], "tail", gives="queue")],
            },
            site_id=self.site_id,
            movements=[
                {
                    "from_segment": "w-j1", "to_segment": "j1-j2", "turn": "straight",
                    "places": [measure(self.cameras["north"])],
                },
                {
                    "from_segment": "n-j1", "to_segment": "j1-j2", "turn": "left",
                    "places": [measure(self.cameras["protected"])],
                },
            ],
        )  # fmt: skip


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    folder = tmp_path_factory.mktemp("roads")
    clock = SimulatedClock(NOW_US)
    with a_city(folder, clock=clock) as city:
        north, south = (city.organisation(name, city.root_id).id for name in ("north", "south"))
        people = (
            ("nora", Role.OPERATOR, north), ("paula", Role.PLANNER, north), ("lena", Role.LEADER, north),
            ("ina", Role.INVENTORY_OFFICER, north), ("sam", Role.PLANNER, south),
        )  # fmt: skip
        for name, role, where in people:
            city.user(name, role, where)
        faults = ToldFaults()
        traffic = Traffic(
            database=city.database, clock=clock, governance=city.governance, registry=city.registry, faults=faults,
            folder=folder / "measurements", catalogues=folder / "catalogues", minutes_days=400,
        )  # fmt: skip
        app = city.bare_app()
        app.include_router(routes.router(traffic), prefix="/api/v1")
        app.include_router(open_traffic_page(traffic.open_data, traffic.open_limits, site_name=lambda: "Hà Nội <b>"))
        rig = Rig(
            city=city, clock=clock, traffic=traffic, faults=faults, client=TestClient(app), north=north, south=south
        )
        draft = SiteDraft(code="j1", name="Ngã tư", owner_id=north, lat=21.0, lon=105.8)
        rig.site_id = city.registry.sites.create(city.admin, draft).id
        for name, owner_id in (("north", north), ("protected", north), ("south", south)):
            made = city.camera(name, owner_id)
            tags = frozenset({PROTECTED}) if name == "protected" else frozenset()
            site_id = rig.site_id if name == "north" else None
            city.registry.cameras.update(
                city.admin, made.id, lambda one, tags=tags, site_id=site_id: replace(one, tags=tags, site_id=site_id)
            )
            rig.cameras[name] = made.id
        moving = {"speed_n": 10, "speed_sum_mps": 100.0, "pace_sum_spm": 1.0, "line_s": 60.0}
        standing = {"area_s": 60.0, "standing_s": 900.0, "queue_s": 60.0, "queue_max_m": 300.0}
        rows = []
        for n in range(9 * 60, 12 * 60):
            rows.append(minute(n, rig.cameras["north"], car=2, **moving))
            rows.append(minute(n, rig.cameras["protected"], car=2, **moving))
            grows = 100.0 + (n - 9 * 60)
            rows.append(minute(n, rig.cameras["north"], "tail", **standing, queue_sum_ms=60 * grows))
        traffic.writer("vision-0").append(minutes(*rows))
        rig.put(rig.network(), "admin")
        yield rig
        traffic.close()


def test_a_planner_draws_and_a_stranger_is_refused_on_record(rig: Rig) -> None:
    for who, status in (("nora", 403), ("sam", 404)):
        before = len(rig.records("deny"))
        rig.put(rig.network(), who, status)
        assert rig.records("deny")[before:] == [("traffic.draw", rig.north)]
    shown = rig.get("/network", "paula")
    (mine,) = shown["owners"]
    assert (mine["owner_id"], mine["may_write"], mine["may_publish"]) == (rig.north, True, False)
    body = rig.network()
    for feature in body["features"]:
        measures = feature["properties"].get("measures", [])
        feature["properties"] |= {"measures": [m for m in measures if m["camera_id"] != rig.cameras["protected"]]}
        if feature["properties"]["kind"] == "junction":
            del feature["properties"]["measures"]
            for movement in feature["properties"].get("movements", []):
                movement["places"] = [p for p in movement["places"] if p["camera_id"] != rig.cameras["protected"]]
    made = rig.put(body, "paula", version=mine["version"])
    assert made["version"] == mine["version"] + 1
    assert rig.records("allow")[-1] == ("traffic.draw", rig.north)
    rig.put(body, "paula", 409, version=mine["version"])
    kept = {one["id"]: one["properties"] for one in rig.get("/network", "admin")["features"]}
    assert [m["camera_id"] for m in kept["j1-j2"]["measures"]] == [rig.cameras["protected"]], (
        "what a planner does not see he does not take away either"
    )


def test_a_camera_that_is_not_there_for_somebody_is_in_nothing_that_he_gets(rig: Rig) -> None:
    for who, is_cleared in (("nora", False), ("admin", True)):
        answers = [
            rig.send("GET", f"/traffic{path}", who, params=query).text
            for path, query in (
                ("/network", {}), ("/network/state", {}),
                ("/junctions/J1", {"from": format_rfc3339(NOW_US - HOUR_US), "to": format_rfc3339(NOW_US)}),
            )
        ]  # fmt: skip
        assert any(rig.cameras["protected"] in text for text in answers) is is_cleared
    by_id = {one["id"]: one for one in rig.get("/network/state")["segments"]}
    assert (by_id["j1-j2"]["unknown"], by_id["j1-j2"]["volume_per_h"]) == ("no_place", None)
    assert {one["id"]: one for one in rig.get("/network/state", "admin")["segments"]}["j1-j2"]["volume_per_h"] == 720
    rig.put(rig.network(), "paula", 404)


def test_who_reads_no_figures_reads_no_network(rig: Rig) -> None:
    span = {"from": format_rfc3339(NOW_US - HOUR_US), "to": format_rfc3339(NOW_US)}
    for path, query in (
        ("/network", {}), ("/network/state", {}), ("/network/history", span), ("/junctions/J1", span),
        ("/reports", {"day": "2026-11-23"}), ("/reports/file", {"day": "2026-11-23"}), ("/publication", {}),
    ):  # fmt: skip
        before = len(rig.records("deny"))
        answer = rig.send("GET", f"/traffic{path}", "ina", 404, params=query)
        assert answer.json()["kind"] == "not_found"
        assert rig.records("deny")[before:] == [("traffic.read", rig.north)]
    assert {one["properties"]["owner_id"] for one in rig.get("/network", "sam")["features"]} <= {rig.south}
    assert rig.get("/junctions/J1", "sam", 404, **span)["kind"] == "not_found"


@ON_FILES
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda body: body["features"].append(body["features"][0]), "two features have it"),
        (lambda body: body["features"].pop(), "there is no junction"),
        (lambda body: body["features"][0]["geometry"]["coordinates"].append([200, 0]), "less than or equal to 180"),
        (lambda body: body["features"][0]["geometry"].update(coordinates=[[105, 21]]), "at least 2 items"),
        (lambda body: body["features"][0]["properties"].update(lanes=0), "greater than or equal to 1"),
        (lambda body: body["features"][0].update(colour="red"), "Extra inputs"),
        (lambda body: body["features"][0]["properties"].update(measures=[measure("c", "z")] * 2), "no camera c"),
        (
            lambda body: body["features"][5]["properties"].update(
                movements=[{"from_segment": "j2-e", "to_segment": "j1-j2", "turn": "left"}]
            ),
            "does not end here",
        ),
        (
            lambda body: body["features"][5]["properties"].update(
                movements=[{"from_segment": "x", "to_segment": "j1-j2", "turn": "left"}]
            ),
            "there is no segment x",
        ),
        (
            lambda body: body["features"][0]["geometry"].update(coordinates=[[105.8, 21], [105.8, 21.000001]]),
            "a metre at least",
        ),
    ],
)  # fmt: skip
def test_a_network_that_cannot_be_is_refused_with_what_is_wrong(rig: Rig, change: Any, said: str) -> None:
    body = drawn()
    body["features"][5], body["features"][6] = body["features"][6], body["features"][5]  # J1 first
    change(body)
    found = rig.put(body, "admin", 404 if "no camera" in said else 422)
    assert said in found["detail"] or said in str(found)


def test_two_organisations_have_no_segment_in_common(rig: Rig) -> None:
    found = rig.put(drawn(), "sam", 422, owner_id=rig.south)
    assert "another organisation's network has it" in found["detail"]


@ON_FILES
def test_the_state_of_segments_with_its_reason_where_nothing_is_known(rig: Rig) -> None:
    found = rig.get("/network/state")
    assert (found["until"], found["ahead_min"], found["measured"]) == (format_rfc3339(NOW_US), 0, 2)
    by_id = {one["id"]: one for one in found["segments"]}
    street = by_id["w-j1"]
    assert (street["basis"], street["seen"], street["volume_per_h"]) == ("measured", 1.0, 720)
    assert street["speed_mps"] == pytest.approx(10.0)
    assert (street["free_mps"], street["free_is_limit"]) == (15.0, True), "too little was measured yet"
    assert street["travel_time_s"] == pytest.approx(100, rel=1e-2)
    assert street["level"] == "C", "67 % of the limit"
    assert [(one["minutes"], one["basis"], one["volume_per_h"]) for one in street["forecasts"]] == [
        (15, "as_now", 720), (30, "as_now", 720),
    ]  # fmt: skip
    approach = by_id["n-j1"]
    assert approach["delay_s"] == pytest.approx(90)
    assert approach["level"] == "F"
    assert approach["queue_m"] == pytest.approx(272, abs=1)
    assert approach["queue_growth_m_per_min"] == pytest.approx(1.0, abs=0.01)
    (jam,) = found["jams"]
    assert (jam["segment_ids"], jam["heads"], jam["next"]) == (["n-j1"], ["n-j1"], [])
    assert by_id["j2-e"]["unknown"] == "no_place"

    soon = rig.get("/network/state", ahead=30)
    assert (soon["until"], soon["ahead_min"]) == (format_rfc3339(NOW_US + 30 * MINUTE_US), 30)
    assert {one["id"]: one["volume_per_h"] for one in soon["segments"]}["w-j1"] == 720
    past = rig.get("/network/state", at=format_rfc3339(NOW_US - 2 * HOUR_US))
    assert past["until"] == format_rfc3339(NOW_US - 2 * HOUR_US + 15 * MINUTE_US)
    assert {one["id"]: one for one in past["segments"]}["w-j1"]["volume_per_h"] == 720
    before = {one["id"]: one for one in rig.get("/network/state", at=format_rfc3339(MONDAY_US))["segments"]}
    assert before["w-j1"]["unknown"] == "not_seen"
    for wrong in ({"ahead": 45}, {"at": format_rfc3339(NOW_US + HOUR_US)},
                  {"at": format_rfc3339(MONDAY_US), "ahead": 15}):  # fmt: skip
        rig.get("/network/state", status=422, **wrong)


@ON_FILES
def test_a_day_of_quarters_in_one_answer(rig: Rig) -> None:
    found = rig.get("/network/history", **{"from": format_rfc3339(MONDAY_US), "to": format_rfc3339(MONDAY_US + DAY_US)})
    assert len(found["starts"]) == 96
    assert [one["id"] for one in found["segments"]] == ["w-j1", "n-j1"]
    street = found["segments"][0]
    assert street["levels"] == "-" * 36 + "C" * 12 + "-" * 48
    assert street["volume_per_h"][35:37] == [None, 720]
    assert street["travel_time_s"][40] == pytest.approx(100, abs=1)
    rig.get("/network/history", status=422, **{"from": format_rfc3339(0), "to": format_rfc3339(MONDAY_US)})
    rig.get("/network/history", status=422, **{"from": format_rfc3339(MONDAY_US), "to": format_rfc3339(MONDAY_US)})


@ON_FILES
def test_a_junction_with_its_approaches_queues_and_movements(rig: Rig) -> None:
    span = {"from": format_rfc3339(NOW_US - HOUR_US), "to": format_rfc3339(NOW_US), "step": "15min"}
    found = rig.get("/junctions/J1", **span)
    assert [one["segment_id"] for one in found["approaches"]] == ["w-j1", "n-j1"]
    assert [one["segment_id"] for one in found["exits"]] == ["j1-j2", "j1-w"]
    north = found["approaches"][1]
    assert north["heading_deg"] == pytest.approx(180, abs=0.1), "they come from the north and look south"
    assert north["queue_m"] == pytest.approx([227, 242, 257, 272], abs=1)
    assert north["queue_vehicles"] == [15] * 4
    assert found["delay_s"] == pytest.approx(90)
    assert found["level"] == "F"
    assert found["camera_ids"] == [rig.cameras["north"]]
    straight, left = found["movements"]
    assert (straight["vehicles"], straight["volume_per_h"]) == (720, 720)
    assert straight["kinds"] == {"motorcycle": 600, "car": 120}
    assert straight["series_per_h"] == [720] * 4
    assert (left["vehicles"], left["volume_per_h"]) == (None, None), "its camera is not there for her"
    assert rig.get("/junctions/J1", "admin", **span)["movements"][1]["vehicles"] == 720
    assert len(rig.get("/junctions/J1", **span | {"step": "5min"})["starts"]) == 12
    rig.get("/junctions/J9", status=404, **span)


@ON_FILES
def test_what_is_usual_comes_of_the_weeks_before_and_what_is_told_rests_on_it(rig: Rig) -> None:
    """Over files: four weeks of ten a minute at 10 m/s, and a day of fifteen at 5 m/s."""
    rig.put(drawn({"w-j1": [measure(rig.cameras["south"])]}, prefix="s-"), "sam", owner_id=rig.south)
    writer = rig.traffic.writer("vision-1")
    for week in range(5):
        per_minute, speed_mps = (10, 10.0) if week else (15, 5.0)
        until_us = NOW_US - week * 7 * DAY_US + (HOUR_US if week else 0)
        columns = dict(day(until_us, per_minute=per_minute, speed_mps=speed_mps).columns)
        columns["camera_id"] = np.full_like(columns["camera_id"], rig.cameras["south"])
        columns["pace_sum_spm"] = (columns["speed_n"] / speed_mps).astype(np.float32)
        writer.append(Measurements(columns))
    found = rig.get("/network/state", "sam")
    street = {one["id"]: one for one in found["segments"]}["s-w-j1"]
    assert (street["volume_per_h"], street["usual_per_h"], street["ratio"]) == (900, 600, 1.5)
    assert (street["free_mps"], street["free_is_limit"]) == (10.0, False)
    assert (street["usual_time_s"], street["travel_time_s"]) == pytest.approx((100, 200), rel=1e-2)
    assert street["level"] == "D", "half of the free speed"
    for told in street["forecasts"]:
        assert (told["basis"], told["volume_per_h"], told["level"]) == ("as_usual", 900, "D")
        assert told["travel_time_s"] == pytest.approx(200, rel=1e-2)
        assert (told["volume_error"], told["travel_time_error"]) == (0, 0), "told all day, and so it came"
    (jam,) = rig.get("/network/state", "admin")["jams"]
    assert jam["segment_ids"] == ["n-j1"], "who may read all sees both networks as one"


@ON_FILES
def test_a_report_of_a_day_as_figures_and_as_a_spreadsheet(rig: Rig) -> None:
    from_us, until_us = span_of(Period.DAY, date(2026, 11, 23))
    assert (format_rfc3339(from_us), until_us - from_us) == ("2026-11-22T17:00:00Z", DAY_US)
    found = rig.get("/reports", day="2026-11-23")
    assert [one["id"] for one in found["segments"]] == ["n-j1", "w-j1"], "what was jammed longest first"
    jammed, street = found["segments"]
    assert (jammed["jammed_s"], jammed["level"], jammed["queue_max_m"]) == (3 * 3600, "F", 300)
    assert (street["vehicles"], street["peak_per_h"], street["jammed_s"]) == (180 * 12, 720, 0)
    assert street["per_day"] is None, "three hours say nothing of a day"
    assert street["seen"] == pytest.approx(3 / 24, abs=1e-3)
    assert found["vehicles_km"] == pytest.approx(2160, rel=1e-2)
    assert found["mean_speed_mps"] == pytest.approx(10, rel=1e-2)
    assert len(found["hours"]) == 24
    week = rig.get("/reports", day="2026-11-23", period="week")
    assert week["starts"] == "2026-11-22T17:00:00Z", "the 23rd is a Monday"
    assert week["segments"][1]["vehicles"] == 180 * 12

    sheet = rig.send("GET", "/traffic/reports/file", "nora", params={"day": "2026-11-23"})
    assert sheet.headers["content-type"] == XLSX_TYPE
    table = rig.send("GET", "/traffic/reports/file", "nora", params={"day": "2026-11-23", "format": "csv"})
    heading, *rows = csv.reader(io.StringIO(table.content.decode("utf-8-sig")))
    assert heading[0] == "Mã đoạn"
    assert [row[0] for row in rows] == ["n-j1", "w-j1"]
    rig.get("/reports", status=422, day="yesterday")
    rig.get("/reports", status=422, day="9999-12-31")


def test_the_public_gets_what_its_owner_decided_and_nothing_else(rig: Rig) -> None:
    assert rig.send("GET", "/open/traffic.geojson").json()["features"] == []
    assert "Chưa có đơn vị nào" in rig.client.get("/open/traffic").text
    rig.send("GET", "/open/traffic.datex2", status=404)
    decision = {"owner_id": rig.north, "published": True, "reason": "QĐ 12"}
    for who, status in (("paula", 403), ("sam", 404)):
        before = len(rig.records("deny"))
        rig.send("PUT", "/traffic/publication", who, status, json=decision)
        assert rig.records("deny")[before:] == [("traffic.publish", rig.north)]
    rig.send("PUT", "/traffic/publication", "lena", 422, json=decision | {"reason": ""})
    rig.send("PUT", "/traffic/publication", "lena", json=decision)
    assert rig.records("allow")[-1] == ("traffic.publish", rig.north)
    (told,) = rig.get("/publication")["items"]
    assert (told["published"], told["reason"]) == (True, "QĐ 12")

    answer = rig.send("GET", "/open/traffic.geojson")
    by_id = {one["id"]: one["properties"] for one in answer.json()["features"]}
    assert (by_id["w-j1"]["level"], by_id["w-j1"]["volume_per_h"], by_id["w-j1"]["speed_kmh"]) == ("C", 720, 36)
    assert (by_id["j1-j2"]["level"], by_id["j1-j2"]["volume_per_h"]) == (None, None), "a protected camera's"
    for form in ("geojson", "csv", "datex2"):
        text = rig.send("GET", f"/open/traffic.{form}").text
        assert not any(id in text for id in (*rig.cameras.values(), rig.site_id, rig.north))
    assert answer.headers["cache-control"] == "public, max-age=60"
    again = rig.send("GET", "/open/traffic.geojson", status=304, headers={"If-None-Match": answer.headers["etag"]})
    assert again.content == b""
    heading, *rows = csv.reader(io.StringIO(rig.send("GET", "/open/traffic.csv").content.decode("utf-8-sig")))
    assert dict(zip(heading, rows[0], strict=True))["speed_kmh"] == "36"

    page = rig.client.get("/open/traffic?lang=en").text
    assert "Phố w-j1" in page
    assert "jammed" in page
    assert "Hà Nội &lt;b&gt;" in page
    assert "<script" not in page

    rig.send("PUT", "/traffic/publication", "lena", json=decision | {"published": False})
    assert rig.send("GET", "/open/traffic.geojson").json()["features"] == []


@ON_FILES
def test_what_has_only_begun_is_shown_with_how_little_it_rests_on_and_not_to_the_public(rig: Rig) -> None:
    rows = [minute(n, rig.cameras["north"], "begun", car=2, line_s=60.0) for n in range(12 * 60 - 3, 12 * 60)]
    rig.traffic.writer("vision-2").append(minutes(*rows[:2]))
    rig.put(drawn({"w-j1": [measure(rig.cameras["north"], "begun")]}, prefix="b-"), "admin", owner_id=rig.south)
    by_id = {one["id"]: one for one in rig.get("/network/state", "admin")["segments"]}
    assert (by_id["b-w-j1"]["volume_per_h"], by_id["b-w-j1"]["seen"]) == (720, pytest.approx(2 / 15, abs=1e-4))
    rig.traffic.writer("vision-2").append(minutes(*rows[2:]))
    rig.clock.advance(16)  # the minute that ended just now is written within seconds, and is not missed for a minute
    by_id = {one["id"]: one for one in rig.get("/network/state", "admin")["segments"]}
    assert (by_id["b-w-j1"]["volume_per_h"], by_id["b-w-j1"]["seen"]) == (720, pytest.approx(3 / 15))
    assert (by_id["w-j1"]["volume_per_h"], by_id["w-j1"]["seen"]) == (720, 1)
    for published in (True, False):
        for owner_id in (rig.north, rig.south):
            rig.traffic.publish(rig.city.admin, owner_id, published=published, reason="QĐ 13")
        found = {one["id"]: one["properties"] for one in rig.send("GET", "/open/traffic.geojson").json()["features"]}
        told = [found[id]["volume_per_h"] for id in ("w-j1", "b-w-j1") if id in found]
        assert told == ([720, None] if published else [])


@ON_FILES
def test_datex_has_the_elements_of_its_profile_in_the_order_of_the_model(rig: Rig) -> None:
    rig.send("PUT", "/traffic/publication", "lena", json={"owner_id": rig.north, "published": True, "reason": "QĐ 12"})
    root = ElementTree.fromstring(rig.send("GET", "/open/traffic.datex2").content)  # noqa: S314  # our own answer
    roa, com, loc = (f"{{http://datex2.eu/schema/3/{name}}}" for name in
                     ("roadTrafficData", "common", "locationReferencing"))  # fmt: skip
    kind = "{http://www.w3.org/2001/XMLSchema-instance}type"
    assert root.tag == "{http://datex2.eu/schema/3/d2Payload}payload"
    assert root.get(kind) == "roa:ElaboratedDataPublication"
    assert [one.tag for one in root][:6] == [
        f"{com}publicationTime", f"{com}publicationCreator", f"{roa}forecastDefault", f"{roa}periodDefault",
        f"{roa}timeDefault", f"{roa}headerInformation",
    ]  # fmt: skip
    quantities = root.findall(f"{roa}physicalQuantity")
    of_street = [
        one for one in quantities if one.findtext(f"{roa}pertinentLocation//{loc}externalLocationCode") == "w-j1"
    ]
    assert [one.find(f"{roa}basicData").get(kind) for one in of_street] == [  # type: ignore[union-attr]
        "roa:TrafficStatus", "roa:TrafficSpeed", "roa:TrafficFlow", "roa:TravelTimeData",
        "roa:TrafficStatus", "roa:TravelTimeData", "roa:TrafficStatus", "roa:TravelTimeData",
    ]  # fmt: skip
    assert [one.findtext(f"{roa}forecast") for one in of_street] == [None] * 4 + ["true"] * 4
    assert of_street[1].findtext(f".//{com}speed") == "36"
    assert of_street[2].findtext(f".//{com}vehicleFlowRate") == "720"
    positions = of_street[0].findtext(f".//{loc}posList") or ""
    assert [float(one) for one in positions.split()][:2] == pytest.approx([21.0, 105.8]), "latitude first"
    rig.send("PUT", "/traffic/publication", "lena", json={"owner_id": rig.north, "published": False, "reason": "-"})


@ON_FILES
def test_who_asks_too_often_is_told_when_to_come_again(rig: Rig) -> None:
    clock = SimulatedClock(NOW_US)
    app, buckets = rig.city.bare_app(), Buckets(clock=clock)
    app.include_router(open_router(rig.traffic.open_data, buckets), prefix="/api/v1")
    app.include_router(open_traffic_page(rig.traffic.open_data, buckets, site_name=lambda: ""))
    one, other = TestClient(app), TestClient(app, client=("198.51.100.7", 1))
    assert {one.get("/api/v1/open/traffic.geojson").status_code for _ in range(30)} == {200}
    refused = one.get("/api/v1/open/traffic.csv")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "2")
    assert one.get("/open/traffic").status_code == 429
    assert other.get("/open/traffic").status_code == 200, "somebody else is not held up"
    clock.advance(2)
    assert [one.get("/api/v1/open/traffic.geojson").status_code for _ in range(2)] == [200, 429]
