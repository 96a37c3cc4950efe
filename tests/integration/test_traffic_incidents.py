"""Incidents kept, read and answered: by right, on record, and so that a camera's errors count."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from governance_rig import City, a_city
from incident_rig import told
from media_units import pictures
from toancanh.governance import PROTECTED, Role
from toancanh.governance.record.store import record_entry
from toancanh.health.alerts import NewsDesk
from toancanh.health.model import FaultKind
from toancanh.kernel import SimulatedClock, Unavailable
from toancanh.media.link import KeyFrame
from toancanh.media.model import AccessUnit, ClockSource
from toancanh.registry import StreamRole
from toancanh.traffic.incidents import routes
from toancanh.traffic.incidents.joining import ENOUGH
from toancanh.traffic.incidents.learned import Learned
from toancanh.traffic.incidents.model import (
    Answer,
    Signal,
    Spot,
    TrafficIncident,
    TrafficIncidentKind,
    TrafficIncidentState,
)
from toancanh.traffic.incidents.pictures import IncidentPictures
from toancanh.traffic.incidents.service import Incidents
from toancanh.traffic.incidents.sink import IncidentSink
from toancanh.vision import Box, GroundPoint, ObjectKind, Observation
from toancanh.vision.calibration import Mounting, from_mounting
from toancanh.vision.watch.ports import Assignment, FrameQuality, Interruption, Purpose
from toancanh.vision.watching import Sight
from toancanh.vision.zones import Zone, ZoneKind
from traffic_rows import MONDAY_US

S_US = 1_000_000
CONGESTION = TrafficIncidentKind.CONGESTION


@dataclass
class Rig:
    city: City
    incidents: Incidents
    client: TestClient
    cameras: dict[str, str] = field(default_factory=dict)

    @property
    def clock(self) -> SimulatedClock:
        assert isinstance(self.city.clock, SimulatedClock)
        return self.city.clock

    def ask(self, who: str, path: str, status: int = 200, *, body: dict[str, str] | None = None, **query: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.city.token(who)}"}
        act = "GET" if body is None else "POST"
        answer = self.client.request(act, f"/api/v1{path}", params=query, headers=headers, json=body)
        assert answer.status_code == status, answer.text
        return answer.json()

    def records(self, outcome: str) -> list[tuple[str, str]]:
        row = record_entry.c
        with self.city.database.reading() as connection:
            found = connection.execute(
                select(row.action, row.resource_id).where(row.outcome == outcome).order_by(row.seq)
            )
            return [(entry.action, entry.resource_id) for entry in found]

    def happens(self, *names: str, **more: object) -> TrafficIncident:
        """At a time of its own, so that nothing joins what was before."""
        self.clock.advance(400)
        at_us = self.clock.now_us()
        return self.incidents.signalled([told(self.cameras[name], at_us, **more) for name in names])[0]


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory, each_database: str) -> Iterator[Rig]:
    with a_city(tmp_path_factory.mktemp("incidents"), clock=SimulatedClock(MONDAY_US)) as city:
        north, south = (city.organisation(name, city.root_id).id for name in ("north", "south"))
        city.user("nora", Role.OPERATOR, north)
        city.user("vera", Role.VIEWER, north)
        city.user("ina", Role.INVENTORY_OFFICER, north)
        city.user("sam", Role.OPERATOR, south)
        parts: dict[str, Any] = {
            "database": city.database, "clock": city.clock, "ids": _ids(city), "governance": city.governance,
            "registry": city.registry,
        }  # fmt: skip
        incidents = Incidents(**parts, desk=NewsDesk(**parts))
        app = city.bare_app()
        media = SimpleNamespace(playback=None, pictures=None, clock=city.clock)
        app.include_router(routes.router(incidents, media), prefix="/api/v1")
        made = Rig(city=city, incidents=incidents, client=TestClient(app))
        for name, owner_id in (("north", north), ("second", north), ("protected", north), ("south", south)):
            camera = city.camera(name, owner_id)
            if name == "protected":
                tags = frozenset({PROTECTED})
                city.registry.cameras.update(city.admin, camera.id, partial(replace, tags=tags))
            made.cameras[name] = camera.id
        yield made


def _ids(city: City) -> Any:
    from toancanh.kernel import IdSource

    return IdSource(clock=city.clock, site=9)


def test_an_incident_is_read_with_what_speaks_for_it(rig: Rig) -> None:
    box = Box(left=0.1, top=0.2, right=0.3, bottom=0.5)
    made = rig.happens("north", box=box)
    found = rig.ask("nora", f"/traffic/incidents/{made.id}")
    assert (found["kind"], found["state"], found["answer"]) == ("stopped_vehicle", "open", "none")
    (sighting,) = found["sightings"]
    assert (sighting["camera_id"], sighting["camera_code"], sighting["zone_id"]) == (
        rig.cameras["north"], "north", "road",
    )  # fmt: skip
    assert (sighting["evidence"], sighting["box"], sighting["picture"]) == (
        {"stood_s": 20.0},
        [0.1, 0.2, 0.3, 0.5],
        None,
    )
    assert (found["lat"], found["lon"], found["uncertainty_m"]) == (21.0, 105.8, 3.0)
    assert found["opened"] > found["began"]


def test_a_suspicion_is_shown_to_nobody_until_a_second_camera_joins(rig: Rig) -> None:
    before = rig.happens("second")
    rig.clock.advance(400)
    at_us = rig.clock.now_us()
    assert rig.incidents.signalled([told(rig.cameras["north"], at_us, strength=0.6)]) == []
    newest = rig.ask("admin", "/traffic/incidents", limit=1)["items"][0]
    assert newest["id"] == str(before.id)
    opened = rig.incidents.signalled([told(rig.cameras["second"], at_us + S_US, strength=0.6)])
    (one,) = opened
    assert [seen.camera_id for seen in one.sightings] == sorted(rig.cameras[name] for name in ("north", "second"))
    assert rig.ask("nora", f"/traffic/incidents/{one.id}")["confidence"] == pytest.approx(0.84)


def test_a_suspicion_that_comes_to_nothing_goes(rig: Rig) -> None:
    rig.clock.advance(400)
    rig.incidents.signalled([told(rig.cameras["north"], rig.clock.now_us(), strength=0.5)])
    rig.clock.advance(601)
    rig.incidents.round()
    later = rig.incidents.signalled([told(rig.cameras["second"], rig.clock.now_us(), strength=0.7)])
    assert later == []


def test_what_nobody_sees_any_more_has_ended(rig: Rig) -> None:
    made = rig.happens("north")
    rig.clock.advance(100)
    rig.incidents.round()
    assert rig.ask("nora", f"/traffic/incidents/{made.id}")["state"] == "open"
    rig.clock.advance(100)
    rig.incidents.round()
    ended = rig.ask("nora", f"/traffic/incidents/{made.id}")
    assert (ended["state"], ended["ended"]) == ("ended", ended["last"])
    again = rig.incidents.signalled([told(rig.cameras["north"], rig.clock.now_us())])
    assert again[0].id != made.id


def test_the_list_by_filter_and_page(rig: Rig) -> None:
    stopped = [rig.happens("north") for _ in range(3)]
    jam = rig.happens("second", kind=CONGESTION)
    since = rig.ask("nora", f"/traffic/incidents/{stopped[0].id}")["began"]

    def ids(**query: Any) -> list[str]:
        return [one["id"] for one in rig.ask("nora", "/traffic/incidents", since=since, **query)["items"]]

    assert ids() == [jam.id, *(one.id for one in reversed(stopped))]
    assert ids(kind="congestion") == [jam.id]
    assert ids(camera_id=rig.cameras["second"]) == [jam.id]
    assert ids(state="closed") == ids(answer="confirmed") == []
    page = rig.ask("nora", "/traffic/incidents", since=since, limit=3)
    assert page["next"] == stopped[1].id
    rest = rig.ask("nora", "/traffic/incidents", since=since, limit=3, after=page["next"])
    assert ([one["id"] for one in rest["items"]], rest["next"]) == ([stopped[0].id], None)
    rig.ask("nora", "/traffic/incidents", 422, state="suspected")
    rig.ask("nora", "/traffic/incidents", 422, kind="fight")


def test_one_sees_the_cameras_that_one_may_and_incidents_of_others_are_not_there(rig: Rig) -> None:
    shared = rig.happens("north", "south", "protected")
    for who, names in (("nora", {"north"}), ("sam", {"south"}), ("admin", {"north", "south", "protected"})):
        found = rig.ask(who, f"/traffic/incidents/{shared.id}")
        assert {one["camera_id"] for one in found["sightings"]} == {rig.cameras[name] for name in names}
    told_nora = rig.ask("nora", f"/traffic/incidents/{shared.id}")
    assert told_nora["confidence"] == 0.9, "what the others make of it would tell that there are any"
    assert rig.ask("admin", f"/traffic/incidents/{shared.id}")["confidence"] == 0.999
    hidden, foreign = rig.happens("protected"), rig.happens("south")
    listed = {one["id"] for one in rig.ask("nora", "/traffic/incidents")["items"]}
    assert shared.id in listed
    assert not {hidden.id, foreign.id} & listed
    assert rig.ask("ina", "/traffic/incidents")["items"] == [], "who reads cameras, and no figures"
    for made, name in ((hidden, "protected"), (foreign, "south")):
        before = len(rig.records("deny"))
        rig.ask("nora", f"/traffic/incidents/{made.id}", 404)
        assert rig.records("deny")[before:] == [("traffic.read", rig.cameras[name])]
    rig.ask("nora", "/traffic/incidents/01a2037a-6345-7000-8000-57a0400526c6", 404)


def test_where_a_camera_hangs_is_no_place_of_an_incident(rig: Rig) -> None:
    """It could be a protected one that saw it first."""
    made = rig.happens("protected", "north", spot=Spot(lat=21.5, lon=105.5, uncertainty_m=60.0))
    assert made.spot is not None
    for who in ("nora", "admin"):
        found = rig.ask(who, f"/traffic/incidents/{made.id}")
        assert (found["lat"], found["lon"], found["uncertainty_m"]) == (None, None, None)


def test_answers_stand_in_the_record_and_who_may_not_is_refused_there(rig: Rig) -> None:
    made = rig.happens("north")
    for who, status in (("vera", 403), ("sam", 404)):
        before = len(rig.records("deny"))
        for act in ("confirm", "dismiss", "close"):
            rig.ask(who, f"/traffic/incidents/{made.id}/{act}", status, body={})
        assert [id for _, id in rig.records("deny")[before:]] == [rig.cameras["north"]] * 3
    before = len(rig.records("allow"))
    confirmed = rig.ask("nora", f"/traffic/incidents/{made.id}/confirm", body={"words": "xe tải chết máy"})
    assert (confirmed["answer"], confirmed["state"], confirmed["words"]) == ("confirmed", "open", "xe tải chết máy")
    closed = rig.ask("nora", f"/traffic/incidents/{made.id}/close", body={})
    assert (closed["answer"], closed["state"]) == ("confirmed", "closed")
    assert rig.ask("nora", f"/traffic/incidents/{made.id}/close", 409, body={})["state"] == "closed"
    acts = [entry for entry in rig.records("allow")[before:] if entry[0].startswith("incident.")]
    assert acts == [("incident.confirm", rig.cameras["north"]), ("incident.close", rig.cameras["north"])]
    rig.ask("nora", f"/traffic/incidents/{made.id}/confirm", 422, body={"word": "n"})


def test_one_that_was_dismissed_is_not_told_anew_a_moment_later(rig: Rig) -> None:
    made = rig.happens("north")
    rig.ask("nora", f"/traffic/incidents/{made.id}/dismiss", body={})
    for _ in range(20):
        rig.clock.advance(60)
        assert rig.incidents.signalled([told(rig.cameras["north"], rig.clock.now_us(), strength=0.99)]) == []
    found = rig.ask("nora", f"/traffic/incidents/{made.id}")
    assert (found["state"], found["answer"]) == ("closed", "dismissed")


def test_a_cameras_errors_are_published_and_used(rig: Rig) -> None:
    """Four jams that were none, within a day of watching: from then on as much does not suffice."""
    second = rig.cameras["second"]
    rig.incidents.watched({second: 43_200.0})
    rig.incidents.watched({second: 43_200.0})
    for _ in range(4):
        made = rig.happens("second", kind=CONGESTION, strength=0.97)
        rig.ask("nora", f"/traffic/incidents/{made.id}/dismiss", body={"words": "đèn đỏ"})
    rates = rig.ask("nora", "/traffic/incidents/rates", camera_id=second)["items"]
    rate = next(one for one in rates if one["kind"] == "congestion")
    assert (rate["dismissed"], rate["confirmed"], rate["watched_h"], rate["false_per_day"]) == (4, 0, 24.0, 4.0)
    assert rate["needed"] > ENOUGH
    rig.clock.advance(400)
    weak = told(second, rig.clock.now_us(), kind=CONGESTION, strength=0.85)
    assert rig.incidents.signalled([weak]) == []
    assert len(rig.incidents.signalled([replace(weak, strength=0.97)])) == 1
    assert len(rig.incidents.signalled([replace(weak, camera_id=rig.cameras["south"], spot=None)])) == 1
    for who, name, status in (("sam", "second", 404), ("nora", "protected", 404), ("ina", "second", 403)):
        rig.ask(who, "/traffic/incidents/rates", status, camera_id=rig.cameras[name])


class Corner:
    """Where the ground of a calibration lies."""

    def degrees(self, x_m: float, y_m: float) -> tuple[float, float]:
        return 21.02 + y_m / 111_320, 105.81


class Processes:
    """Media processes that have a key frame, or do not answer."""

    def __init__(self, away: bool = False) -> None:
        self.away = away
        self.asked: list[tuple[str, StreamRole]] = []

    def of(self, camera_id: str, /) -> Processes:
        return self

    async def key_frame(self, camera_id: str, role: StreamRole, /) -> KeyFrame | None:
        self.asked.append((camera_id, role))
        if self.away:
            raise Unavailable("the media process does not answer")
        data = pictures("h264").unit(25).data
        unit = AccessUnit(media_time=0, is_key=True, data=data, wall_us=MONDAY_US, arrival_us=MONDAY_US)
        return KeyFrame(parameters=pictures("h264").parameters, unit=unit) if role is StreamRole.SUB else None


def test_a_picture_is_taken_when_it_is_found_and_goes_with_its_recordings(rig: Rig) -> None:
    made = rig.happens("north")
    away = Processes(away=True)
    assert asyncio.run(IncidentPictures(rig.incidents, away).round()) == 0
    assert away.asked
    assert asyncio.run(IncidentPictures(rig.incidents, Processes()).round()) == 1
    assert asyncio.run(IncidentPictures(rig.incidents, Processes()).round()) == 0, "one of each camera"
    seen = rig.ask("nora", f"/traffic/incidents/{made.id}")["sightings"][0]
    assert seen["picture"] is not None
    kept = rig.incidents.picture(rig.city.signed_in("nora"), rig.cameras["north"], made.id)
    assert kept.role is StreamRole.SUB
    picture = f"/traffic/cameras/{{}}/incidents/{made.id}/picture.jpg"
    rig.ask("sam", picture.format(rig.cameras["north"]), 404)
    rig.ask("nora", picture.format(rig.cameras["second"]), 404)
    rig.clock.advance(95 * 86_400)
    rig.city.people.clear()  # their sessions have ended
    assert rig.incidents.tidy() >= 1
    assert rig.ask("nora", f"/traffic/incidents/{made.id}")["sightings"][0]["picture"] is None


def test_what_the_process_of_watching_sees_becomes_an_incident_at_its_place(rig: Rig) -> None:
    """By the port that it calls: a car stands, others drive past; a picture of no use is no look."""
    rig.clock.advance(400)
    camera_id, begin_us = rig.cameras["north"], rig.clock.now_us()
    zones = (Zone(id="road", kind=ZoneKind.LANE, name="", points=((0, 0), (1, 0), (1, 1), (0, 1))),)
    sink = IncidentSink(rig.incidents, registry=rig.city.registry, origins=lambda _: Corner())
    assignment = Assignment(
        camera_id=camera_id, purposes=frozenset({Purpose.INCIDENTS}), method_name="without_weights", looks_per_s=5.0,
        zones=zones, calibration=from_mounting(Mounting(height_m=8.0, tilt_deg=30.0, focal=0.65), aspect=9 / 16),
        version=1,
    )  # fmt: skip
    sink.begins(replace(assignment, camera_id=rig.cameras["second"], purposes=frozenset({Purpose.COUNTING})))
    sink.begins(assignment)

    def thing(track: int, x: float, y: float, at_us: int, mps: float) -> Observation:
        return Observation(
            time_us=at_us, time_source=ClockSource.CAMERA_RTCP, track=track, kind=ObjectKind.CAR, score=0.9,
            box=Box(left=x - 0.02, right=x + 0.02, top=y - 0.05, bottom=y), speed_mps=mps,
            ground=GroundPoint(x_m=x * 40, y_m=-y * 22, uncertainty_m=0.5),
        )  # fmt: skip

    def look(n: int, *, is_fit: bool = True) -> None:
        at_us = begin_us + n * 200_000
        passing = n // 10
        seen = [thing(1, 0.6, 0.5, at_us, 0.0), thing(100 + passing, 0.4, 0.95 - 0.09 * (n % 10), at_us, 8.0)]
        frame = FrameQuality(
            time_us=at_us, steady_us=at_us, time_source=ClockSource.CAMERA_RTCP, width_px=640, height_px=360,
            is_fit=is_fit,
        )  # fmt: skip
        for id in (camera_id, rig.cameras["second"]):
            sink.saw(id, Sight(observations=seen, crossings=()), frame)
        sink.round(at_us)

    before = {one["id"] for one in rig.ask("nora", "/traffic/incidents")["items"]}
    for n in range(200):
        look(n, is_fit=False)
    assert {one["id"] for one in rig.ask("nora", "/traffic/incidents")["items"]} == before
    for n in range(200, 400):
        look(n)
    sink.interrupted(camera_id, Interruption.STREAM, begin_us)
    sink.close()
    (made,) = [one for one in rig.ask("nora", "/traffic/incidents")["items"] if one["id"] not in before]
    assert [(one["camera_id"], one["zone_id"]) for one in made["sightings"]] == [(camera_id, "road")]
    assert made["kind"] == "stopped_vehicle"
    assert (made["lat"], made["lon"]) == (pytest.approx(21.02 - 11 / 111_320), 105.81), "on the ground, not the mast"
    rates = rig.incidents.rates(rig.city.admin, [camera_id])
    assert [rate.watched_s for rate in rates] == [pytest.approx(199 * 0.2)] * len(rates)


class Flow:
    """A camera with one lane up which somebody drives every second, as a process of watching sees it."""

    def __init__(self, rig: Rig, *, version: int = 1) -> None:
        self.camera_id, self.now_us = rig.cameras["second"], rig.clock.now_us()
        self.sink = IncidentSink(rig.incidents, registry=rig.city.registry, origins=lambda _: None)
        zones = (Zone(id="road", kind=ZoneKind.LANE, name="", points=((0, 0), (1, 0), (1, 1), (0, 1))),)
        self.sink.begins(
            Assignment(
                camera_id=self.camera_id, purposes=frozenset({Purpose.INCIDENTS}), method_name="without_weights",
                looks_per_s=5.0, zones=zones, calibration=None, version=version,
            )
        )  # fmt: skip

    @property
    def learned(self) -> Learned:
        return self.sink._cameras[self.camera_id].watch.learned

    def looks(self, many: int, *, way: float = -1.0, faults: frozenset[FaultKind] = frozenset()) -> None:
        for n in range(many):
            self.now_us += 200_000
            y = (0.9 if way < 0 else 0.1) + way * 0.08 * (n % 10)
            seen = Observation(
                time_us=self.now_us, time_source=ClockSource.CAMERA_RTCP, track=n // 10, kind=ObjectKind.CAR,
                score=0.9, box=Box(left=0.48, right=0.52, top=y - 0.07, bottom=y),
            )  # fmt: skip
            frame = FrameQuality(
                time_us=self.now_us, steady_us=self.now_us, time_source=ClockSource.CAMERA_RTCP, width_px=640,
                height_px=360, faults=faults, is_fit=not faults,
            )  # fmt: skip
            self.sink.saw(self.camera_id, Sight(observations=[seen], crossings=()), frame)


def test_what_was_learned_of_a_flow_outlives_the_process_that_watched(rig: Rig) -> None:
    before = Flow(rig)
    before.looks(400)
    before.sink.interrupted(before.camera_id, Interruption.PLAN, before.now_us)
    before.sink.close()
    after = Flow(rig)
    assert after.learned == Learned.of(before.learned.text())
    assert len(after.learned.ways) >= 6
    assert after.learned.usual["road"][1] >= 100
    drawn_anew = Flow(rig, version=2).learned
    assert (drawn_anew.ways, drawn_anew.usual) == ([], {"road": (0.0, 0.0)})


def test_what_was_learned_is_kept_now_and_then_by_a_process_that_dies(rig: Rig) -> None:
    one = Flow(rig, version=3)
    one.sink.round(one.now_us)
    one.looks(400)
    one.sink.round(one.now_us)
    assert not rig.incidents.learned(one.camera_id, 3).ways, "rarely"
    one.sink.round(one.now_us + 900 * S_US)
    assert rig.incidents.learned(one.camera_id, 3) == Learned.of(one.learned.text())


def test_a_camera_that_was_turned_learns_anew(rig: Rig) -> None:
    one = Flow(rig, version=4)
    one.looks(400)
    one.looks(1, faults=frozenset({FaultKind.BLURRED}))
    assert one.learned.ways, "what it sees is where it was"
    one.looks(1, faults=frozenset({FaultKind.MOVED}))
    assert (one.learned.ways, one.learned.usual) == ([], {"road": (0.0, 0.0)})


def test_where_the_database_is_away_a_camera_is_watched_all_the_same(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise Unavailable("the database does not answer")

    with monkeypatch.context() as patch:
        patch.setattr(rig.incidents, "learned", away)
        patch.setattr(rig.incidents, "keep_learned", away)
        one = Flow(rig, version=5)
        one.looks(400)
        one.sink.round(one.now_us)
    assert one.learned.ways
    one.sink.close()
    assert rig.incidents.learned(one.camera_id, 5).ways, "the next time will do"


def test_what_is_told_while_the_database_is_away_waits(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.clock.advance(400)
    sink = IncidentSink(rig.incidents, registry=rig.city.registry, origins=lambda _: None)
    sink._signals = [told(rig.cameras["south"], rig.clock.now_us())] * 2000
    reached: list[int] = []

    def away(signals: list[Signal]) -> None:
        reached.append(len(signals))
        raise Unavailable("the database does not answer")

    with monkeypatch.context() as patch:
        patch.setattr(rig.incidents, "signalled", away)
        for _ in range(2):
            with pytest.raises(Unavailable):
                sink.round(rig.clock.now_us())
    assert reached == [1000, 1000]
    before = rig.ask("sam", "/traffic/incidents", limit=1)["items"]
    sink.close()
    assert rig.ask("sam", "/traffic/incidents", limit=1)["items"] != before


def test_the_terms_that_are_kept_are_the_terms_that_are_told(rig: Rig) -> None:
    """Every kind, state and answer goes into the database and comes back."""
    for kind in TrafficIncidentKind:
        made = rig.happens("south", kind=kind)
        found = rig.incidents.one(rig.city.admin, made.id).incident
        assert (found.kind, found.state, found.answer) == (kind, TrafficIncidentState.OPEN, Answer.NONE)
        assert found.sightings == made.sightings
        assert isinstance(found.spot, Spot)


def test_nothing_is_written_for_no_signal(rig: Rig) -> None:
    none: list[Signal] = []
    assert rig.incidents.signalled(none) == []
