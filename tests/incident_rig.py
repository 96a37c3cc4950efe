"""Incidents over the playback setup: signals that are fed, pictures that its media process has."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from types import SimpleNamespace
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from half_masked import assert_masked, still
from playback_rig import Setup
from toancanh.health.alerts import NewsDesk
from toancanh.infra.http import install_errors
from toancanh.media.pictures import PicturePool
from toancanh.traffic.incidents import routes
from toancanh.traffic.incidents.model import IncidentEvidence, Signal, Spot, TrafficIncidentKind
from toancanh.traffic.incidents.pictures import IncidentPictures
from toancanh.traffic.incidents.service import Incidents

WHY = {"purpose": "incident", "reference": "SC-12/2026"}


def incidents_over(setup: Setup) -> Incidents:
    parts: dict[str, Any] = {
        "database": setup.rig.database, "clock": setup.clock, "ids": setup.rig.ids, "governance": setup.governance,
        "registry": setup.registry,
    }  # fmt: skip
    return Incidents(**parts, desk=NewsDesk(**parts, origin="https://city.example"))


def told(camera_id: str, at_us: int, **more: object) -> Signal:
    made: dict[str, object] = {
        "kind": TrafficIncidentKind.STOPPED_VEHICLE, "zone_id": "road", "began_us": at_us - 20_000_000,
        "strength": 0.9, "evidence": {IncidentEvidence.STOOD_S: 20.0},
        "spot": Spot(lat=21.0, lon=105.8, uncertainty_m=3.0),
    }  # fmt: skip
    return Signal(camera_id=camera_id, time_us=at_us, **(made | more))  # type: ignore[arg-type]


@contextlib.contextmanager
def incident_client(setup: Setup, incidents: Incidents, user: str) -> Iterator[TestClient]:
    pictures = PicturePool(size=1)

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        await pictures.close()

    media = SimpleNamespace(playback=setup.services.playback, pictures=pictures, clock=setup.clock)
    app = FastAPI(lifespan=lifespan)
    install_errors(app)
    app.state.platform = SimpleNamespace(governance=setup.governance, settings=SimpleNamespace(origins=()))
    app.include_router(routes.router(incidents, media), prefix="/api/v1")
    headers = {"Authorization": f"Bearer {setup.tokens[user]}"}
    with TestClient(app, base_url="http://city.test/api/v1", headers=headers) as client:
        yield client


def incident_picture(setup: Setup, draw: Callable[[Setup, str], None]) -> None:
    """The case of masks: taken as the camera sent it, shown as the mask that was drawn later says."""
    incidents, camera_id = incidents_over(setup), setup.cameras["plain"].id
    (incident,) = incidents.signalled([told(camera_id, setup.clock.now_us())])
    assert asyncio.run(IncidentPictures(incidents, setup.links).round()) == 1
    draw(setup, "plain")
    path = f"/traffic/cameras/{camera_id}/incidents/{incident.id}/picture.jpg"
    for user in ("operator", "chief"):
        with incident_client(setup, incidents, user) as client:
            answer = client.get(path, params=WHY)
            assert answer.headers.get("X-Picture-Masks") == "1", answer.text
            assert_masked(still(answer.content))
