"""Figures of traffic over HTTP: who may read which, what they say of gaps, failures and cameras that see nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from governance_rig import City, a_city
from toancanh.governance import PROTECTED, Role
from toancanh.governance.record.store import record_entry
from toancanh.health.model import Fault, FaultKind, FaultState
from toancanh.kernel import SimulatedClock, format_rfc3339
from toancanh.registry import SiteDraft
from toancanh.traffic import FailureKind, routes
from toancanh.traffic.model import DAY_US, MINUTE_US, QUARTER_US
from toancanh.traffic.service import Traffic
from traffic_rows import MONDAY_US, minute, minutes

HOUR_US = 60 * MINUTE_US


class ToldFaults:
    """What health has kept."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def faults_between(self, camera_ids: Any, from_us: int, until_us: int, /) -> list[Fault]:
        return [one for one in self.found if one.camera_id in camera_ids]


@dataclass
class Rig:
    city: City
    traffic: Traffic
    faults: ToldFaults
    client: TestClient
    cameras: dict[str, str] = field(default_factory=dict)
    sites: dict[str, str] = field(default_factory=dict)

    def ask(self, who: str, path: str = "", status: int = 200, **query: object) -> Any:
        span = {"from": format_rfc3339(MONDAY_US), "to": format_rfc3339(MONDAY_US + HOUR_US)}
        headers = {"Authorization": f"Bearer {self.city.token(who)}"}
        answer = self.client.get(f"/api/v1/measurements{path}", params=span | query, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json()

    def refusals(self) -> list[tuple[str, str]]:
        with self.city.database.reading() as connection:
            refused = record_entry.select().where(record_entry.c.outcome == "deny")
            entries = connection.execute(refused.order_by(record_entry.c.seq))
            return [(entry.action, entry.resource_id) for entry in entries]


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory, each_database: str) -> Iterator[Rig]:
    folder = tmp_path_factory.mktemp("traffic")
    with a_city(folder, clock=SimulatedClock(MONDAY_US + HOUR_US)) as city:
        north, south = (city.organisation(name, city.root_id).id for name in ("north", "south"))
        city.user("nora", Role.OPERATOR, north)
        city.user("ina", Role.INVENTORY_OFFICER, north)
        city.user("sam", Role.OPERATOR, south)
        faults = ToldFaults()
        traffic = Traffic(
            database=city.database, clock=city.clock, governance=city.governance, registry=city.registry, faults=faults,
            folder=folder / "measurements", catalogues=folder / "catalogues", minutes_days=400,
        )  # fmt: skip
        app = city.bare_app()
        app.include_router(routes.router(traffic), prefix="/api/v1")
        rig = Rig(city=city, traffic=traffic, faults=faults, client=TestClient(app))
        draft = SiteDraft(code="j1", name="Ngã tư", owner_id=north, lat=21.0, lon=105.8)
        rig.sites["junction"] = city.registry.sites.create(city.admin, draft).id
        for name, owner_id in (("north", north), ("protected", north), ("south", south), ("elsewhere", north)):
            made = city.camera(name, owner_id)
            tags = frozenset({PROTECTED}) if name == "protected" else frozenset()
            site_id = rig.sites["junction"] if name != "elsewhere" else None
            city.registry.cameras.update(
                city.admin, made.id, lambda one, tags=tags, site_id=site_id: replace(one, tags=tags, site_id=site_id)
            )
            rig.cameras[name] = made.id
        rows = [minute(n, camera_id, car=2) for n in range(60) if n != 20 for camera_id in rig.cameras.values()]
        traffic.writer("vision-0").append(minutes(*rows))
        yield rig
        traffic.close()


def test_figures_of_a_place_with_its_gaps(rig: Rig) -> None:
    found = rig.ask("nora", camera_id=rig.cameras["north"], step="15min")
    assert found["starts"] == [format_rfc3339(MONDAY_US + n * QUARTER_US) for n in range(4)]
    assert found["end"] == format_rfc3339(MONDAY_US + HOUR_US)
    (place,) = found["places"]
    assert (place["camera_id"], place["zone_id"], place["movement"]) == (rig.cameras["north"], "lane", "")
    assert place["volume"] == [180, 168, 180, 180]
    assert place["kinds"]["motorcycle"] == [150, 140, 150, 150]
    assert place["seen"] == [1.0, 0.9333, 1.0, 1.0]
    assert place["volume_per_h"] == [720.0] * 4
    assert place["pcu_per_h"] == pytest.approx([(10 * 0.29 + 2) * 60] * 4)
    assert place["speed_mps"] == [None] * 4
    assert place["flags"] == [[]] * 4
    assert found["units"]["motorcycle"] == 0.29
    assert "Hanoi" in found["sources"]["cao_sano_2012"]

    by_minute = rig.ask("nora", camera_id=rig.cameras["north"], step="1min")["places"][0]
    assert [n for n, seen in enumerate(by_minute["seen"]) if seen == 0] == [20]
    assert by_minute["volume"][19:22] == [12, None, 12], "a gap is not a minute without traffic"


def test_a_day_in_the_askers_zone(rig: Rig) -> None:
    hanoi = rig.ask("nora", camera_id=rig.cameras["north"], step="day")
    assert hanoi["starts"] == ["2026-11-22T17:00:00Z"]
    berlin = rig.ask("nora", camera_id=rig.cameras["north"], step="day", zone="Europe/Berlin")
    assert berlin["starts"] == ["2026-11-22T23:00:00Z"]
    assert hanoi["places"][0]["volume"] == berlin["places"][0]["volume"] == [59 * 12]
    assert hanoi["places"][0]["volume_per_h"] == [None], "an hour says nothing of a day's mean"


def test_of_a_site_one_sees_the_cameras_that_one_may_read(rig: Rig) -> None:
    def seen(who: str) -> set[str]:
        found = rig.ask(who, site_id=rig.sites["junction"])["places"]
        return {name for name, id in rig.cameras.items() if id in {place["camera_id"] for place in found}}

    assert seen("nora") == {"north"}
    assert seen("admin") == {"north", "south", "protected"}
    assert seen("ina") == set(), "who reads cameras, and no figures"
    rig.ask("sam", status=404, site_id=rig.sites["junction"])


@pytest.mark.parametrize("path", ["", "/failures"])
def test_a_named_camera_is_judged_and_a_refusal_is_on_record(rig: Rig, path: str) -> None:
    for who, name, status in (
        ("sam", "north", 404), ("nora", "protected", 404), ("ina", "north", 403), ("nora", "south", 404),
    ):  # fmt: skip
        before = len(rig.refusals())
        rig.ask(who, path, status, camera_id=rig.cameras[name])
        assert rig.refusals()[before:] == [("traffic.read", rig.cameras[name])]
    rig.ask("nora", path, 404, camera_id="01a2037a-6345-7000-8000-57a0400526c6")
    rig.ask("nora", path, 404, camera_id=[rig.cameras["north"], rig.cameras["south"]])
    rig.ask("sam", path, 200, camera_id=rig.cameras["south"])


@pytest.mark.parametrize(
    "wrong",
    [
        {}, {"camera_id": "x", "site_id": "y"}, {"camera_id": "c", "step": "month"}, {"camera_id": "c", "zone": "Mars"},
        {"camera_id": "c", "to": format_rfc3339(MONDAY_US)}, {"camera_id": "c", "from": "yesterday"},
        {"camera_id": "c", "from": "1969-12-31T00:00:00Z"}, {"camera_id": ["c"] * 101},
        {"camera_id": "c", "step": "1min", "to": "2027-11-23T00:00:00Z"},
        {"camera_id": "c", "step": "day", "to": "9999-12-31T23:59:59Z"},
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_with_a_reason(rig: Rig, wrong: dict[str, object]) -> None:
    found = rig.ask("nora", status=422, **wrong)
    assert found["detail"]


def test_too_many_figures_at_once(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toancanh.traffic.service._MOST_CELLS", 59)
    assert "too many figures" in rig.ask("nora", status=422, camera_id=rig.cameras["north"], step="1min")["detail"]


@pytest.mark.parametrize(
    ("kind", "is_excluded"),
    [(FaultKind.FROZEN, True), (FaultKind.MOVED, True), (FaultKind.BLURRED, True), (FaultKind.CLOCK, False)],
)
def test_a_camera_that_sees_nothing_of_use_gives_flagged_figures_and_not_false_ones(
    rig: Rig, kind: FaultKind, is_excluded: bool
) -> None:
    """Frozen, turned, dirty; a camera whose clock is off still counts."""
    fault = Fault(
        id="f", camera_id=rig.cameras["north"], kind=kind, state=FaultState.OPEN, began_us=MONDAY_US + 31 * MINUTE_US,
        opened_us=MONDAY_US + 32 * MINUTE_US, closed_us=None, turned_us=0, seen_us=0, signs=3, score=0.9, threshold=0.5,
        details={},
    )  # fmt: skip
    rig.faults.found = [fault]
    (place,) = rig.ask("nora", camera_id=rig.cameras["north"], step="15min")["places"]
    rig.faults.found = []
    if not is_excluded:
        assert place["volume"] == [180, 168, 180, 180]
        return
    assert place["volume"] == [180, 168, None, None]
    assert place["excluded"] == [0, 0, 1, 1]
    assert place["flags"] == [[], [], ["view"], ["view"]]


def test_places_that_fail_are_found_told_and_left_out(rig: Rig) -> None:
    """Of a day the last six hours are without a vehicle, on one of two drawings."""
    start = DAY_US // MINUTE_US
    rows = [
        minute(n, rig.cameras["elsewhere"], zone, motorcycle=0 if zone == "dead" and n >= start + 120 else 5)
        for n in range(start, start + 480)
        for zone in ("dead", "well")
    ]
    rig.traffic.writer("vision-1").append(minutes(*rows))
    rig.city.clock.advance((DAY_US + 8 * HOUR_US - HOUR_US) / 1e6)  # type: ignore[attr-defined]
    rig.city.people.clear()  # sessions have ended
    (found,) = rig.traffic.judge()
    assert (found.zone_id, found.kind) == ("dead", FailureKind.NO_HIT)
    assert rig.traffic.judge() == [], "it is known"
    span = {"from": format_rfc3339(MONDAY_US + DAY_US), "to": format_rfc3339(MONDAY_US + DAY_US + 8 * HOUR_US)}
    failures = rig.ask("nora", "/failures", camera_id=rig.cameras["elsewhere"], **span)["items"]
    assert failures == [
        {
            "camera_id": rig.cameras["elsewhere"], "zone_id": "dead", "kind": "no_hit", "lasts": True,
            "from": format_rfc3339(MONDAY_US + DAY_US + 2 * HOUR_US), "to": span["to"],
        }
    ]  # fmt: skip
    dead, well = rig.ask("nora", camera_id=rig.cameras["elsewhere"], **span)["places"]
    assert dead["volume"] == [300, 300] + [None] * 6
    assert dead["flags"][2:] == [["no_hit"]] * 6
    assert well["volume"] == [300] * 8

    later = [minute(n, rig.cameras["elsewhere"], "dead", motorcycle=0) for n in range(start + 480, start + 540)]
    rig.traffic.writer("vision-1").append(minutes(*later))
    rig.city.clock.advance(3600)  # type: ignore[attr-defined]
    assert rig.traffic.judge() == [], "the same failure, longer"
    span["to"] = format_rfc3339(MONDAY_US + 2 * DAY_US)
    (failure,) = rig.ask("nora", "/failures", camera_id=rig.cameras["elsewhere"], **span)["items"]
    assert failure["to"] == format_rfc3339(MONDAY_US + DAY_US + 9 * HOUR_US)


def test_the_files_are_checked(rig: Rig, tmp_path: Path) -> None:
    folder = rig.city.folder / "measurements"
    assert rig.traffic.check(deep=True) == []
    stranger = next(folder.glob("2*")) / "p0.x.parquet"
    stranger.write_bytes(b"")
    file = min(folder.glob("*/p0.*.vision-0.*"))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    kept = file.read_bytes()
    file.write_bytes(content)
    assert [one.invariant for one in rig.traffic.check(deep=False)] == ["names"]
    assert {one.subject for one in rig.traffic.check(deep=True)} == {
        f"{path.parent.name}/{path.name}" for path in (stranger, file)
    }
    file.write_bytes(kept)
    stranger.unlink()
