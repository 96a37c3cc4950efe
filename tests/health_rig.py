"""Health over the playback setup: faults by fed signs, looks by a worker that finds what it is told."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from half_masked import assert_masked, still
from playback_rig import Setup
from toancanh.health import routes
from toancanh.health.cameras import KnownCameras
from toancanh.health.faults import Faults
from toancanh.health.model import FaultClosed, FaultKind, FaultOpened
from toancanh.health.service import Health
from toancanh.health.watching.looks import Looks
from toancanh.infra.http import install_errors
from toancanh.infra.keyring import KeyRing
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Event, EventBus
from toancanh.media.pictures import Coded, PicturePool
from toancanh.registry import StreamRole
from toancanh.traffic.incidents.model import TrafficIncidentKind


class ToldWorker:
    """Finds in every picture what it was told; describes a view by a word."""

    def __init__(self) -> None:
        self.scores: dict[FaultKind, float] = {FaultKind.COVERED: 0.0}
        self.asked: list[Mapping[str, Any]] = []

    async def ask(self, question: dict[str, Any], coded: Coded, /) -> tuple[dict[str, Any], bytes]:
        self.asked.append({**question, "units": len(coded.units)})
        if question["op"] == "describe":
            return {}, b"described"
        found = [
            {"kind": kind, "score": score, "threshold": 0.5, "details": {"share": score}, "explained": False}
            for kind, score in self.scores.items()
        ]
        return {"findings": found, "movement": None}, b""


@dataclass
class Watched:
    setup: Setup
    health: Health
    looks: Looks
    worker: ToldWorker
    events: list[Event] = field(default_factory=list)
    online: dict[str, StreamRole] = field(default_factory=dict)

    @property
    def faults(self) -> Faults:
        return self.health.faults

    @property
    def cameras(self) -> KnownCameras:
        return self.health.cameras

    async def three_looks(self, camera_id: str, scores: Mapping[FaultKind, float]) -> Sequence[bool]:
        """Whether each asks for another soon."""
        self.worker.scores = dict(scores)
        turned = []
        for _ in range(3):
            turned.append(await self.looks.look(camera_id, StreamRole.MAIN))
            self.setup.clock.advance(10)
        return turned

    @contextlib.contextmanager
    def client(self, user: str | None = "operator") -> Iterator[TestClient]:
        pictures = PicturePool(size=1)

        @contextlib.asynccontextmanager
        async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
            yield
            await pictures.close()

        media = SimpleNamespace(playback=self.setup.services.playback, pictures=pictures, clock=self.setup.clock)
        app = FastAPI(lifespan=lifespan)
        install_errors(app)
        app.state.platform = SimpleNamespace(
            governance=self.setup.governance, settings=SimpleNamespace(origins=())
        )  # fmt: skip
        app.include_router(routes.router(self.health, self.looks, media), prefix="/api/v1")
        headers = {"Authorization": f"Bearer {self.setup.tokens[user]}"} if user else {}
        with TestClient(app, base_url="http://city.test/api/v1", headers=headers) as client:
            yield client


def watched_over(setup: Setup, allow: Sequence[str] = ()) -> Watched:
    """``allow``: what alerts may connect to besides the outer world."""
    events, heard = EventBus(), list[Event]()
    health = Health(
        database=setup.rig.database,
        clock=setup.clock,
        ids=setup.rig.ids,
        governance=setup.governance,
        registry=setup.registry,
        archive=setup.rig.archive,
        events=events,
        keyring=KeyRing.open(b"k" * 32, setup.rig.root.parent / "keyring"),
        outbound=OutboundPolicy.of(allow, ()),
        incident_kinds=lambda: tuple(TrafficIncidentKind),
    )
    for kind in (FaultOpened, FaultClosed):
        events.subscribe(kind, heard.append)
    worker, online = ToldWorker(), dict[str, StreamRole]()
    looks = Looks(
        faults=health.faults, cameras=health.cameras, processes=setup.links, worker=worker,
        database=setup.rig.database, clock=setup.clock, online=lambda: online,
    )  # fmt: skip
    return Watched(setup, health, looks, worker, heard, online)


WHY = {"purpose": "incident", "reference": "SC-12/2026"}


def fault_picture(setup: Setup, draw: Callable[[Setup, str], None]) -> None:
    """The case of masks: kept as the camera sent it, shown as the mask that was drawn later says."""
    watched, camera_id = watched_over(setup), setup.cameras["plain"].id
    asyncio.run(watched.three_looks(camera_id, {FaultKind.COVERED: 0.9}))
    fault_id = watched.faults.of(camera_id)[0].id
    draw(setup, "plain")
    for user in ("operator", "chief"):
        with watched.client(user) as client:
            answer = client.get(f"/health/cameras/{camera_id}/faults/{fault_id}/picture.jpg", params=WHY)
            assert answer.headers.get("X-Picture-Masks") == "1", answer.text
            assert_masked(still(answer.content))
    asyncio.run(watched.three_looks(camera_id, {FaultKind.COVERED: 0.0}))
    with watched.client() as client:
        path = f"/health/cameras/{camera_id}/faults/{fault_id}/picture.jpg"
        after = client.get(path, params={**WHY, "moment": "after"})
        assert_masked(still(after.content))


def approved_view(setup: Setup, draw: Callable[[Setup, str], None]) -> None:
    """The case of masks of the approved view."""
    watched, camera_id = watched_over(setup), setup.cameras["plain"].id
    with watched.client("chief") as client:
        assert client.put(f"/health/cameras/{camera_id}/view", json={"stream": "main"}).status_code == 200
    draw(setup, "plain")
    with watched.client() as client:
        assert_masked(still(client.get(f"/health/cameras/{camera_id}/view.jpg", params=WHY).content))
