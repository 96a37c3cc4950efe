"""The whole application over a city: two organisations, a person of each role in each, one thing of each kind."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
from fastapi import FastAPI
from placement_rig import placement_things
from repairs_rig import PNG
from routes_matrix import Route
from sqlalchemy import func, select
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from databases import migrated_database_setting
from governance_rig import ADMIN_PASSWORD, PASSWORD, SOURCE, quick_passwords
from toancanh.bootstrap.platform import Platform, open_platform
from toancanh.devices.model import Device, DeviceState, NetworkDraft
from toancanh.devices.onboarding.model import JobKind, JobState
from toancanh.devices.store import devices as devices_store
from toancanh.governance import PROTECTED, Role, RoleBinding
from toancanh.governance.holds import HoldDraft, Span
from toancanh.governance.oversight.concerned import Asked
from toancanh.governance.people import OrganisationKind
from toancanh.governance.purpose import CaseDraft, CaseKind, DutyDraft
from toancanh.governance.record.store import record_anonymous, record_entry
from toancanh.governance.shares import Selection, What
from toancanh.governance.shares.terms import Wanted
from toancanh.governance.users import NewUser
from toancanh.health.alerts import Alert, Channel, ChannelKind, Rule
from toancanh.health.alerts.store import alerts as health_alerts
from toancanh.health.model import Fault, FaultKind, FaultState, Incident, IncidentKind
from toancanh.health.repairs.model import ContractDraft, ContractKind, FaultSeverity
from toancanh.health.repairs.works import WorkDraft
from toancanh.health.store import faults as health_faults
from toancanh.health.store import pictures as health_pictures
from toancanh.health.store.pictures import ApprovedView, KeptPicture
from toancanh.infra.settings import Settings
from toancanh.kernel import Principal
from toancanh.media.live.routes import HANDOVER
from toancanh.media.model import Codec
from toancanh.planning.doubles import Pair
from toancanh.planning.doubles.store.pairs import replace_open
from toancanh.registry import CameraDraft, SiteDraft, StreamDraft, StreamRole
from toancanh.registry.dossier.model import DocumentKind, PoleDraft
from toancanh.registry.inventory.model import CampaignDraft
from toancanh.registry.topology import NodeDraft, NodeKind
from toancanh.traffic.incidents.model import Signal, TrafficIncidentKind
from toancanh.traffic.network.shapes import NetworkIn
from toancanh.vision.drawings import ZoneDraft
from toancanh.vision.zones import ZoneKind
from toancanh.web.app import create_app

SEGMENT = "01a2037a-6345-7000-8000-57a0400526c6"
OURS = (record_entry.c.site == 1) & (record_entry.c.writer == "web")
"""Entries of the one writer here, numbered without a hole: the last is found by its number, not by looking at all."""


@dataclass(kw_only=True)
class World:
    platform: Platform
    app: FastAPI
    client: TestClient
    names: dict[str, str]
    tokens: dict[str, str]
    people: dict[str, Principal]
    last: str = ""

    def filled(self, value: Any) -> Any:
        """The value with every ``{name}`` replaced by an id."""
        text = json.dumps(value)
        return json.loads(re.sub(r"\{(\w+)\}", lambda match: self.names[match[1]], text))

    def send(
        self,
        route: Route,
        token: str = "",
        *,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
    ) -> int:
        """The status, or the close code of a WebSocket."""
        path = route.path if route.path == "/metrics" else f"/api/v1{route.path}"
        headers = ({"authorization": f"Bearer {token}"} if token else {}) | dict(headers or {})
        query = {**self.filled(dict(route.query)), **(query or {})}
        if route.method == "WS":
            return self._connect(self.filled(path), headers, query)
        body = b"" if route.json is None else json.dumps(self.filled(route.json)).encode()
        if body:
            headers |= {"content-type": "application/json"}
        assert self.client.portal is not None
        status, told = self.client.portal.call(ask, self.app, route.method, self.filled(path), query, headers, body)
        self.last = told.decode(errors="replace")
        return status

    def _connect(self, path: str, headers: dict[str, str], query: dict[str, str]) -> int:
        address = str(httpx.URL(path, params=query))
        with self.client.websocket_connect(address, headers=headers) as socket:
            try:
                socket.receive_json()
            except WebSocketDisconnect as closed:
                return closed.code
        return 101

    def entries(self) -> int:
        with self.platform.database.reading() as connection:
            return connection.execute(select(func.max(record_entry.c.seq)).where(OURS)).scalar_one()

    def last_entry(self) -> Any:
        with self.platform.database.reading() as connection:
            last = select(record_entry).where(OURS).order_by(record_entry.c.seq.desc()).limit(1)
            return connection.execute(last).one()

    def counted(self, reason: str) -> int:
        with self.platform.database.reading() as connection:
            total = select(func.sum(record_anonymous.c.count)).where(record_anonymous.c.reason == reason)
            return connection.execute(total).scalar_one() or 0


async def ask(
    app: FastAPI, method: str, path: str, query: Mapping[str, Any], headers: Mapping[str, str], body: bytes
) -> tuple[int, bytes]:
    """Status and body of the answer. As the test client asks, which takes as long as most answers: there are thousands
    of these. What the application raises is raised.
    """
    sent: list[MutableMapping[str, Any]] = []
    asked, ended = iter([{"type": "http.request", "body": body}]), asyncio.Event()

    async def receive() -> MutableMapping[str, Any]:
        if (message := next(asked, None)) is not None:
            return message
        await ended.wait()
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body", False):
            ended.set()

    given = {"host": "city.test", **headers, **({"content-length": str(len(body))} if body else {})}
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": unquote(path), "raw_path": path.encode(), "query_string": str(httpx.QueryParams(query)).encode(),
        "root_path": "", "headers": [(name.lower().encode(), value.encode()) for name, value in given.items()],
        "client": ("testclient", 50000), "server": ("city.test", 80), "extensions": {}, "state": {},
    }  # fmt: skip
    await app(scope, receive, send)
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


@contextmanager
def whole_app(folder: Path) -> Iterator[World]:
    """Everything but the media processes."""
    overrides = {
        "master_key_file": folder / "key",
        "database_url": migrated_database_setting(folder / "data"),
        "checkpoint_hours": 0.0,  # nothing comes on record that no request has asked for
        "seal_hours": 0.0,
    }
    settings = Settings.load(data=folder / "data", overrides=overrides, environ={})
    platform = open_platform(settings=settings, writer="web", create=True)
    quicken(platform)
    governance = platform.governance
    governance.ensure_first_administrator(ADMIN_PASSWORD)
    token, admin = governance.sign_in("admin", ADMIN_PASSWORD, SOURCE)
    names = {"segment": SEGMENT, "zero": "0", "of_owner": "owner", "of_camera": "camera"}
    for code, parent in (("north", ""), ("south", ""), ("ward", "north")):
        made = governance.organisations.create(
            admin, code=code, name=code, kind=OrganisationKind.WARD, parent_id=names.get(parent, "")
        )
        names[code] = made.id
    tokens, people = {"admin": token}, {"admin": admin}
    for where in ("north", "south"):
        for role in Role:
            username = f"{role}-{where}"
            bindings = (RoleBinding(role=role, organisation_id=names[where]),)
            new = NewUser(username=username, name="", password=PASSWORD, organisation_id=names[where], roles=bindings)
            governance.users.create(admin, new)
            tokens[username], people[username] = governance.sign_in(username, PASSWORD, SOURCE)
    both = tuple(
        RoleBinding(role=role, organisation_id=names["north"]) for role in (Role.OPERATOR, Role.PLANNER, Role.CLEARED)
    )
    new = NewUser(username="trusted", name="", password=PASSWORD, organisation_id=names["north"], roles=both)
    governance.users.create(admin, new)
    tokens["trusted"], people["trusted"] = governance.sign_in("trusted", PASSWORD, SOURCE)
    target = NewUser(username="target", name="", password=PASSWORD, organisation_id=names["north"], roles=())
    names["user"] = governance.users.create(admin, target).id
    names["case"] = governance.cases.open(admin, CaseDraft(number="c", kind=CaseKind.OTHER, owner_id=names["north"])).id
    names["watch"] = people["operator-north"].user_id
    now_us = platform.clock.now_us()
    turn = DutyDraft(
        user_id=names["watch"],
        role=Role.OPERATOR,
        organisation_id=names["north"],
        from_us=now_us,
        until_us=now_us + 10**12,
    )
    names["duty"] = governance.duties.add(admin, [turn])[0].id
    site = SiteDraft(code="s", name="s", owner_id=names["north"], lat=21, lon=105)
    names["site"] = platform.registry.sites.create(admin, site).id
    stream = StreamDraft(role=StreamRole.MAIN, url="rtsp://192.0.2.1/")
    cameras = (("camera", ()), ("another", ()), ("protected", (PROTECTED,)), ("kept", ()), ("twin", ()))
    for code, tags in cameras:
        camera = CameraDraft(
            code=code,
            name=code,
            owner_id=names["north"],
            lat=21,
            lon=105,
            min_days=1,
            max_days=2,
            tags=frozenset(tags),
            streams=(stream,),
        )
        names[code] = platform.registry.cameras.create(admin, camera).id
    dossiers = platform.registry.dossiers
    pole = PoleDraft(code="p", owner_id=names["north"], lat=21, lon=105)
    names["pole"] = platform.registry.poles.create(admin, pole).id
    names |= health_things(platform, names["camera"])
    line = NodeDraft(kind=NodeKind.LINE, code="l", name="l", owner_id=names["north"])
    names["node"] = platform.registry.topology.create(admin, line).id
    names["merge"] = dossiers.merge(admin, names["kept"], names["twin"], [])
    names["document"] = dossiers.documents.add(
        admin, names["another"], b"%PDF-1.7", kind=DocumentKind.OTHER, name="d", media_type="application/pdf"
    ).id
    wish = HoldDraft(camera_ids=(names["camera"],), span=Span(0, 1), case_number="c", reason="r")
    names["hold"] = governance.holds.place(admin, wish).id
    names["pair"] = platform.ids.new_id()
    a_id, b_id = sorted((names["camera"], names["another"]))
    with platform.database.transaction() as tx:
        pairs = [Pair(a_id=a_id, b_id=b_id, score=1.0, reasons=())]
        replace_open(tx, pairs, new_id=lambda: names["pair"], now_us=platform.clock.now_us())
    inventory = platform.registry.inventory
    later_us = platform.clock.now_us() + 10**12
    asked = CampaignDraft(
        title="t", owner_id=names["north"], deadline_us=later_us, organisations={names["north"]: 5, names["ward"]: None}
    )
    names["campaign"] = inventory.campaigns.open(admin, asked).id
    sheet = "Mã camera,Tên camera,Vĩ độ,Kinh độ\nfile-1,n,21,105.8\n".encode()
    names["import"] = inventory.imports.submit(
        admin, sheet, organisation_id=names["north"], file_name="n.csv", wait_s=20
    ).id
    wanted = Wanted(
        receiver_id=names["ward"],
        selection=Selection(codes=("camera",)),
        what=frozenset({What.LIVE}),
        purpose="incident",
        legal_basis="n",
        reason="",
        until_us=platform.clock.now_us() + 10**12,
    )
    person = Asked(
        organisation_id=names["north"], number="n", place="n", lat=21, lon=105, radius_m=50, from_us=0, to_us=10**9
    )
    names["person_request"] = governance.person_requests.receive(admin, person).id
    names["share"] = governance.shares.ask(admin, wanted)[0].id
    names |= placement_things(platform, admin, names)
    names |= repair_things(platform, admin, names)
    names |= device_things(platform, admin, names)
    names |= traffic_things(platform, names["camera"])
    names["zone"] = drawn_zone(platform, admin, names["camera"])
    names["row"] = "2"
    names |= road_things(platform, admin, names)
    app = create_app(platform)
    with TestClient(CanHandOver(app), raise_server_exceptions=False, base_url="http://city.test") as client:
        yield World(platform=platform, app=app, client=client, names=names, tokens=tokens, people=people)
    platform.close()


def traffic_things(platform: Platform, camera_id: str) -> dict[str, str]:
    """An incident of traffic with its picture."""
    now_us = platform.clock.now_us()
    signal = Signal(
        kind=TrafficIncidentKind.CONGESTION, camera_id=camera_id, zone_id="", time_us=now_us, began_us=now_us,
        strength=0.9, evidence={},
    )  # fmt: skip
    (incident,) = platform.incidents.signalled([signal])
    kept = KeptPicture(taken_us=now_us, role=StreamRole.MAIN, codec=Codec.H264, configuration=b"c", data=b"d")
    platform.incidents.keep_picture(incident.id, camera_id, kept)
    return {"traffic_incident": incident.id}


def drawn_zone(platform: Platform, admin: Principal, camera_id: str) -> str:
    """A counting line over the camera's picture."""
    line = ZoneDraft(kind=ZoneKind.COUNTING_LINE, name="l", points=((0.1, 0.5), (0.9, 0.5)))
    return platform.drawings.add(admin, camera_id, line)[1].id


def road_things(platform: Platform, admin: Principal, names: dict[str, str]) -> dict[str, str]:
    """A junction of the north without a road."""
    feature = {"type": "Feature", "id": "junction-n", "geometry": {"type": "Point", "coordinates": [105.8, 21.0]}}
    junction = feature | {"properties": {"kind": "junction", "name": "n"}}
    drawn = NetworkIn.model_validate({"type": "FeatureCollection", "features": [junction]})
    platform.traffic.networks.put(admin, names["north"], drawn)
    return {"junction": "junction-n"}


def repair_things(platform: Platform, admin: Principal, names: dict[str, str]) -> dict[str, str]:
    """A ticket with a photo, two contracts, planned work, a report."""
    repairs, now_us = platform.repairs, platform.clock.now_us()
    ticket = repairs.tickets.open(admin, [names["camera"]], "t", FaultSeverity.MAJOR)
    draft = ContractDraft(
        owner_id=names["north"], maintainer_id=names["north"], kind=ContractKind.MAINTENANCE, number="c",
        from_on=date(2026, 1, 1), until_on=date(2026, 12, 31),
    )  # fmt: skip
    work = WorkDraft(title="w", why="", from_us=now_us, until_us=now_us + 10**9, camera_ids=(names["another"],))
    return {
        "ticket": ticket,
        "photo": repairs.tickets.add_photo(admin, ticket, PNG, "before"),
        "contract": repairs.contracts.create(admin, draft).id,
        "another_contract": repairs.contracts.create(admin, draft).id,
        "work": repairs.works.plan(admin, work).id,
        "report": repairs.reports.make(admin, names["north"], "2026-10").id,
        "pdf": "pdf",
    }


def device_things(platform: Platform, admin: Principal, names: dict[str, str]) -> dict[str, str]:
    """A named network; a device in it to which nothing is sent any more; a job that somebody paused."""
    draft = NetworkDraft(name="n", cidr="192.0.2.0/28", owner_id=names["north"])
    network, device_id = platform.devices.networks.name(admin, draft), platform.ids.new_id()
    device = Device(
        id=device_id, owner_id=names["north"], site_id=None, protected=False, host="192.0.2.9", port=80, path="/",
        tls=False, state=DeviceState.RETIRED, created_at_us=0, updated_at_us=0,
    )  # fmt: skip
    with platform.database.transaction() as tx:
        devices_store.insert_device(tx, device)
        platform.devices.postures.judge(tx, device)
    job = platform.devices.jobs.over_devices(admin, JobKind.READ, [device_id])
    platform.devices.jobs.move(admin, job.id, JobState.PAUSED)
    return {"device_network": network.id, "device": device_id, "device_job": job.id}


def health_things(platform: Platform, camera_id: str) -> dict[str, str]:
    """A fault with its picture, the cause that it is a consequence of, and an approved view."""
    kept = KeptPicture(taken_us=0, role=StreamRole.MAIN, codec=Codec.H264, configuration=b"c", data=b"d")
    incident = Incident(
        id=platform.ids.new_id(), kind=IncidentKind.LINE, cause_id="l", opened_us=0, closed_us=1, affected=1, hanging=1
    )
    fault = Fault(
        id=platform.ids.new_id(), camera_id=camera_id, kind=FaultKind.AWAY, state=FaultState.CLOSED, score=1.0,
        threshold=1.0, began_us=0, opened_us=0, closed_us=1, turned_us=0, signs=0, seen_us=0, details={},
        incident_id=incident.id,
    )  # fmt: skip
    view = ApprovedView(camera_id=camera_id, approved_us=0, approved_by="", reference=b"", picture=kept)
    with platform.database.transaction() as tx:
        health_faults.put_incidents(tx, [incident])
        health_faults.insert(tx, [fault])
        health_pictures.keep_picture(tx, fault.id, "before", kept)
        health_pictures.approve(tx, view)
    owner_id = platform.registry.camera_for(camera_id).owner_id
    channel = Channel(
        id=platform.ids.new_id(), owner_id=owner_id, kind=ChannelKind.WEBHOOK, name="n", has_secret=False, version=1,
        settings={"url": "https://192.0.2.1/"},
    )  # fmt: skip
    rule = Rule(id=platform.ids.new_id(), owner_id=owner_id, name="n", enabled=False, version=1, updated_us=0)
    alert = Alert(id=platform.ids.new_id(), rule_id=rule.id, incident_id=None, opened_us=0, due_us=1 << 60)
    with platform.database.transaction() as tx:
        health_alerts.put_channel(tx, channel, "")
        health_alerts.put_rule(tx, rule)
        health_alerts.insert_alert(tx, alert)
        health_alerts.add_fault(tx, alert.id, fault.id)
    told = {"channel": channel.id, "rule": rule.id, "alert": alert.id}
    return {"fault": fault.id, "incident": incident.id, **told}


def quicken(platform: Platform) -> None:
    quick = quick_passwords()
    platform.governance._passwords = quick
    platform.governance._sessions._passwords = quick
    platform.governance.users._passwords = quick


class CanHandOver:
    """Stands for the server that can hand a WebSocket on; a refused one never gets so far."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self.key = "x"

    async def __call__(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[Any]],
        send: Callable[[Any], Awaitable[None]],
    ) -> None:
        if scope["type"] == "websocket":
            scope.setdefault("extensions", {})[HANDOVER] = self
        await self._app(scope, receive, send)

    async def give(self, _deliver: object) -> None:
        raise AssertionError("a refused view was handed over")
