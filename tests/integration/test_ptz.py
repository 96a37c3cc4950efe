"""Steering over HTTP and over the socket: who may, who is refused, what is told, sent and put on record."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from governance_rig import City, a_city
from toancanh.devices import DeviceFailure, DeviceReason, Preset, PtzLimits, PtzPort, PtzPosition, PtzVector
from toancanh.devices.ptz import Head, Steering
from toancanh.devices.ptz.room import Ptz
from toancanh.governance import PROTECTED, Role
from toancanh.governance.purpose import DutyDraft
from toancanh.governance.record.store import record_entry
from toancanh.kernel import Conflict, IdSource, NotFound, SimulatedClock

pytestmark = pytest.mark.databases("sqlite")
CAMERA = "/api/v1/cameras/{}/ptz"


@dataclass
class Motor:
    """A head that writes down what it is told."""

    told: list[Any] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=lambda: {"1": "CONG CHINH", "2": "BAI XE"})
    away: bool = False
    refuses: bool = False
    of_view: bool = False

    async def ptz_limits(self, profile: str) -> PtzLimits:
        whole = (-1.0, 1.0)
        return PtzLimits(
            node_token="n", pan=whole, tilt=whole, zoom=(0.0, 1.0), continuous=True, absolute=True,
            relative_fov=self.of_view, home=True, most_presets=8,
        )  # fmt: skip

    async def ptz_status(self, profile: str) -> PtzPosition:
        return PtzPosition(pan=0.0, tilt=0.0, zoom=0.0)

    def _hear(self, *said: Any) -> None:
        if self.away:
            raise DeviceFailure(DeviceReason.UNREACHABLE, "the camera does not answer")
        if self.refuses:
            raise DeviceFailure(DeviceReason.LOGIN_REFUSED, "the log-in was refused")
        self.told.append(said)

    async def ptz_continuous(self, profile: str, speed: PtzVector, *, timeout_s: float | None = None) -> None:
        self._hear("move", speed.pan, timeout_s)

    async def ptz_absolute(self, profile: str, position: PtzPosition) -> None:
        self._hear("to", round(position.pan * 180, 2), round(position.zoom, 3))

    async def ptz_relative(self, profile: str, step: PtzVector, *, of_view: bool = False) -> None:
        self._hear("step", step.pan, step.tilt, of_view)

    async def ptz_stop(self, profile: str) -> None:
        self._hear("stop")

    async def ptz_presets(self, profile: str) -> tuple[Preset, ...]:
        if self.away:
            raise DeviceFailure(DeviceReason.UNREACHABLE, "the camera does not answer")
        return tuple(Preset(token=token, name=name) for token, name in self.names.items())

    async def ptz_goto_preset(self, profile: str, preset: str) -> None:
        self._hear("preset", preset)

    async def ptz_set_preset(self, profile: str, name: str, *, preset: str = "") -> str:
        token = preset or str(len(self.names) + 1)
        self.names[token] = name
        return token

    async def ptz_remove_preset(self, profile: str, preset: str) -> None:
        del self.names[preset]

    async def ptz_goto_home(self, profile: str) -> None:
        self._hear("home")


@dataclass
class Motors:
    by_camera: dict[str, Motor]
    closed: int = 0
    failed: list[DeviceFailure] = field(default_factory=list)

    def steerable(self, camera_ids: Collection[str], /) -> frozenset[str]:
        return frozenset(self.by_camera) & frozenset(camera_ids)

    async def open(self, camera_id: str, /) -> Head:
        if camera_id not in self.by_camera:
            raise NotFound("no head")
        if self.failed:
            raise Conflict("nothing is sent to a device that is login_refused")
        port = cast("PtzPort", self.by_camera[camera_id])
        return Head(port=port, profile="main", close=self._closed, failed=self.failed.append)

    async def _closed(self) -> None:
        self.closed += 1


@dataclass(kw_only=True)
class Bridge:
    city: City
    client: TestClient
    steering: Steering
    motor: Motor
    camera_id: str
    fixed_id: str
    hidden_id: str

    @property
    def path(self) -> str:
        return CAMERA.format(self.camera_id)

    def ask(self, who: str, do: str, **more: Any) -> Any:
        said = {"do": do, **more}
        return self.client.post(f"{self.path}/commands", json=said, headers=self.by(who))

    def by(self, who: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.city.token(who)}"}

    def socket(self, who: str, camera_id: str = "") -> WebSocketTestSession:
        return self.client.websocket_connect(CAMERA.format(camera_id or self.camera_id), headers=self.by(who))

    def later(self, seconds: float) -> None:
        cast("SimulatedClock", self.city.clock).advance(seconds)
        assert self.client.portal is not None
        self.client.portal.call(self.steering.look)

    def acts(self) -> list[tuple[str, str, str]]:
        names = {person.user_id: name for name, person in self.city.people.items()}
        row = record_entry.c
        query = select(row.action, row.actor_id, row.outcome).where(row.resource_id == self.camera_id)
        with self.city.database.reading() as connection:
            found = connection.execute(query.order_by(row.seq)).all()
        return [(act, names[who], outcome) for act, who, outcome in found if who and not act.endswith("create")]


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[Bridge]:
    with a_city(tmp_path) as city:
        north = city.organisation("north")
        south = city.organisation("south")
        now_us = city.clock.now_us()
        for name, organisation, role in (
            ("duty", north.id, Role.OPERATOR), ("relief", north.id, Role.OPERATOR), ("off", north.id, Role.OPERATOR),
            ("viewer", north.id, Role.VIEWER), ("keeper", north.id, Role.ADMINISTRATOR),
            ("stranger", south.id, Role.OPERATOR),
        ):  # fmt: skip
            user = city.user(name, role, organisation)
            if name in {"duty", "relief"}:
                turn = DutyDraft(
                    user_id=user.id,
                    role=role,
                    organisation_id=north.id,
                    from_us=now_us,
                    until_us=now_us + 8 * 3600 * 10**6,
                )
                city.governance.duties.add(city.admin, [turn])
        camera, fixed, hidden = (city.camera(code, north.id) for code in ("PTZ-1", "FIX-1", "HID-1"))
        city.registry.cameras.update(city.admin, hidden.id, lambda draft: replace(draft, tags=frozenset({PROTECTED})))
        motor = Motor()
        platform = SimpleNamespace(
            governance=city.governance, registry=city.registry, database=city.database, clock=city.clock,
            ids=IdSource(clock=city.clock, site=1),
        )  # fmt: skip
        ptz = Ptz(platform, Motors({camera.id: motor, hidden.id: Motor()}))
        app = city.bare_app()
        app.include_router(ptz.router(), prefix="/api/v1")

        @asynccontextmanager
        async def lifespan(_app: FastAPI) -> Any:
            ptz.steering.start()
            yield
            await ptz.steering.close()

        app.router.lifespan_context = lifespan
        with TestClient(app) as client:
            yield Bridge(
                city=city, client=client, steering=ptz.steering, motor=motor, camera_id=camera.id, fixed_id=fixed.id,
                hidden_id=hidden.id,
            )  # fmt: skip


def test_who_steers_and_who_takes_over(bridge: Bridge) -> None:
    assert bridge.ask("viewer", "move", pan=1).status_code == 403
    assert bridge.ask("stranger", "move", pan=1).status_code == 404
    needs = bridge.ask("off", "move", pan=1)
    assert (needs.status_code, needs.json()["needs"]) == (403, ["purpose"])
    assert bridge.motor.told == []
    ids = ",".join((bridge.camera_id, bridge.fixed_id, bridge.hidden_id))
    for who, seen in (("viewer", [bridge.camera_id]), ("stranger", [])):
        answer = bridge.client.get("/api/v1/ptz-heads", params={"ids": ids}, headers=bridge.by(who))
        assert [one["camera_id"] for one in answer.json()["items"]] == seen
    assert bridge.ask("keeper", "move", pan=0.5).json()["holder"]["priority"] == "administrator"
    held = bridge.ask("duty", "preset", token="1")
    assert (held.status_code, held.json()["may"], held.json()["priority"]) == (409, "may_take", "administrator")
    taken = bridge.ask("duty", "take", over=True).json()
    assert (taken["holder"]["mine"], taken["may"]) == (True, "mine")
    for lower in ("keeper", "relief"):
        refused = bridge.ask(lower, "take", over=True)
        assert (refused.status_code, refused.json()["may"]) == (409, "held")
        assert "duty" not in refused.json()["detail"].replace("on duty", ""), "the role, not the name"
    assert bridge.ask("duty", "preset", token="2").status_code == 200
    assert bridge.ask("duty", "move", pan=-1).json()["moving"]
    bridge.later(0.8)
    assert bridge.motor.told[0] == ("move", 0.5, 2.0)
    assert ("preset", "2") in bridge.motor.told
    assert bridge.motor.told[-1] == ("stop",), "nobody kept it up"
    bridge.later(31)
    free = bridge.client.get(bridge.path, headers=bridge.by("relief")).json()["state"]
    assert (free["may"], free["holder"]) == ("free", None)
    acts = [f"{who}: {act}" for act, who, outcome in bridge.acts() if outcome == "allow"]
    assert sorted(acts) == [
        "duty: camera.steer_end", "duty: camera.steer_take_over", "keeper: camera.steer", "keeper: camera.steer_end",
    ]  # fmt: skip
    assert ("camera.steer", "viewer", "deny") in bridge.acts()


def test_pushed_to_all_who_watch(bridge: Bridge) -> None:
    with bridge.socket("viewer") as watching, bridge.socket("duty") as steering:
        first = {message["type"]: message for message in (watching.receive_json(), watching.receive_json())}
        assert first["abilities"]["centre"]
        assert (first["state"]["may"], first["state"]["holder"]) == (None, None)
        steering.send_json({"do": "move", "pan": 2})
        told = [steering.receive_json() for _ in range(3)]
        assert [one["kind"] for one in told if one["type"] == "refused"] == ["invalid"]
        watching.send_json({"do": "move", "pan": 1})
        refused = watching.receive_json()
        assert (refused["type"], refused["kind"], refused["do"]) == ("refused", "denied", "move")
        steering.send_json({"do": "centre", "x": 0.75, "y": 0.5})
        seen = watching.receive_json()
        while seen["holder"] is None:
            seen = watching.receive_json()
        assert seen["holder"]["priority"] == "on_duty"
        assert seen["holder"]["username"] is None, "a viewer reads no accounts"
        steering.send_json({"do": "frame", "x0": 0.25, "y0": 0.25, "x1": 0.75, "y1": 0.5})
        steering.send_json({"do": "release"})
        while seen["holder"] is not None:
            seen = watching.receive_json()
    # half of the half picture: atan(tan(30 deg) / 2) = 16.1 deg; twice as near is 1/19 of a lens of 20 times
    assert [told for told in bridge.motor.told if told[0] == "to"] == [("to", 16.1, 0.0), ("to", 0.0, 0.053)]
    assert bridge.city.governance.grants.running() == []


@pytest.mark.parametrize(
    ("who", "camera", "code"),
    [("stranger", "camera", 4404), ("keeper", "fixed", 4410), ("keeper", "hidden", 4404)],
)
def test_no_window_for_who_must_not_watch(bridge: Bridge, who: str, camera: str, code: int) -> None:
    with bridge.socket(who, getattr(bridge, f"{camera}_id")) as socket, pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_json()
    assert closed.value.code == code


def test_a_right_that_is_gone_closes_the_window_and_lets_go(bridge: Bridge) -> None:
    with bridge.socket("duty") as socket:
        socket.send_json({"do": "move", "pan": 1})
        while socket.receive_json().get("holder") is None:
            continue
        bridge.city.governance.sign_out(bridge.city.signed_in("duty"))
        with pytest.raises(WebSocketDisconnect) as closed:
            [socket.receive_json() for _ in range(10)]
    assert closed.value.code == 4409
    bridge.later(0)
    assert bridge.motor.told[-1] == ("stop",)
    assert bridge.steering.stand(bridge.camera_id)[0].hold is None


def test_presets_tours_and_the_way_home(bridge: Bridge) -> None:
    keeper, duty = bridge.by("keeper"), bridge.by("duty")
    client, path = bridge.client, bridge.path
    made = client.post(f"{path}/presets", json={"name": "Cổng chính, làn rẽ"}, headers=duty).json()
    assert made == {"token": "3", "name": "Cổng chính, làn rẽ", "device_name": "cong chinh, lan re"}
    steps = [{"preset": "1", "dwell_s": 10}, {"preset": "3", "dwell_s": 20}]
    tours = {"items": [{"name": "Đêm", "steps": steps}]}
    rest = {"after_s": 60, "preset": "2"}
    for what, body in (("tours", tours), ("rest", rest)):
        for who, status in (("duty", 403), ("viewer", 403), ("stranger", 404), ("keeper", 200)):
            assert client.put(f"{path}/{what}", json=body, headers=bridge.by(who)).status_code == status
    assert client.delete(f"{path}/presets/3", headers=keeper).status_code == 422, "the tour uses it"
    for who, status in (("duty", 403), ("keeper", 204)):
        assert client.delete(f"{path}/presets/1", headers=bridge.by(who)).status_code in {status, 422}
    listed = client.get(path, headers=bridge.by("viewer")).json()
    assert [one["name"] for one in listed["presets"]] == ["CONG CHINH", "BAI XE", "Cổng chính, làn rẽ"]
    assert listed["rest"] == rest
    tour_id = listed["tours"][0]["id"]
    assert bridge.ask("viewer", "tour", tour_id=tour_id).status_code == 403
    bridge.ask("duty", "release")
    assert bridge.ask("duty", "tour", tour_id=tour_id).json()["tour_id"] == tour_id
    for seconds in (0, 10.5, 20.5):
        bridge.later(seconds)
    assert bridge.motor.told == [("preset", "1"), ("preset", "3"), ("preset", "1")]
    assert bridge.ask("duty", "stop").json()["holder"] is None
    assert bridge.ask("duty", "home").json()["tour_waits"]
    assert bridge.ask("duty", "tour").json()["tour_id"] is None
    bridge.ask("duty", "preset", token="3")
    bridge.ask("duty", "release")
    bridge.later(61)
    assert bridge.motor.told[-1] == ("preset", "2"), "home, after it was left alone"
    assert {"camera.preset_save", "camera.tours", "camera.rest", "camera.tour_begin", "camera.tour_end"} <= {
        act for act, *_ in bridge.acts()
    }


def test_a_camera_that_is_away_is_told_of_and_stopped_again(bridge: Bridge) -> None:
    assert bridge.ask("duty", "move", pan=1).status_code == 200
    bridge.later(0)
    bridge.motor.away = True
    assert bridge.ask("duty", "stop").status_code == 503
    listed = bridge.client.get(bridge.path, headers=bridge.by("duty")).json()
    assert (listed["device_answers"], listed["state"]["fault"]) == (False, "the camera does not answer")
    bridge.motor.away = False
    bridge.later(0.3)
    assert bridge.motor.told[-1] == ("stop",)
    assert bridge.ask("duty", "release").json()["fault"] is None
    bridge.motor.refuses = True
    assert bridge.ask("duty", "home").status_code == 503
    bridge.motor.refuses = False
    assert bridge.ask("duty", "home").status_code == 409, "a password that was refused is tried by nobody again"
    assert bridge.ask("duty", "stop").status_code == 409


def test_a_step_in_its_own_view_where_the_device_takes_one(bridge: Bridge) -> None:
    bridge.motor.of_view = True
    assert bridge.ask("duty", "centre", x=0.75, y=0.25).status_code == 200
    assert bridge.motor.told == [("step", 0.5, 0.5, True)]
    assert bridge.steering.stand(bridge.camera_id)[0].strayed
    assert bridge.steering.away() == {bridge.camera_id}
