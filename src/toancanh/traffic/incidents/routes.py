"""HTTP of incidents."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from starlette.concurrency import run_in_threadpool

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.health.routes.kept import JPEG, Services, given
from toancanh.infra.http import PROBLEMS, Page
from toancanh.media.routes.asked import Purpose, Reference
from toancanh.traffic.incidents.service import Incidents, Shown
from toancanh.traffic.incidents.shapes import (
    IncidentAnswerIn,
    IncidentRateOut,
    IncidentRatesAsked,
    IncidentRatesOut,
    TrafficIncidentOut,
    TrafficIncidentsAsked,
)


def router(incidents: Incidents, media: Services) -> APIRouter:
    """All routes of this room, without prefix."""
    routes = APIRouter(prefix="/traffic", tags=["traffic"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("/incidents")
    def list_incidents(
        principal: SignedIn, asked: Annotated[TrafficIncidentsAsked, Query()]
    ) -> Page[TrafficIncidentOut]:
        """Stopped vehicles, wrong ways, congestion, slow areas, closed lanes, people on foot on expressways: the newest
        first, as far as a camera saw them of which you may read traffic.
        """
        found = incidents.page(principal, asked.filter(), after=asked.after or "", limit=asked.limit + 1)
        items = [_out(one) for one in found[: asked.limit]]
        return Page(items=items, next=items[-1].id if len(found) > asked.limit else None)

    @routes.get("/incidents/rates")
    def rates(principal: SignedIn, asked: Annotated[IncidentRatesAsked, Query()], source: Source) -> IncidentRatesOut:
        """How often each camera was right and wrong about each kind over the last 30 days, by the answers that were
        given, and what its signs must reach because of it.
        """
        found = incidents.rates(principal, asked.camera_id, source=source)
        return IncidentRatesOut(items=[IncidentRateOut.of(one) for one in found])

    @routes.get("/incidents/{incident_id}")
    def incident(principal: SignedIn, incident_id: str, source: Source) -> TrafficIncidentOut:
        """One of them."""
        return _out(incidents.one(principal, incident_id, source=source))

    @routes.post("/incidents/{incident_id}/confirm")
    def confirm(principal: SignedIn, incident_id: str, body: IncidentAnswerIn, source: Source) -> TrafficIncidentOut:
        """It is one. It stays open until nobody sees it any more or somebody closes it."""
        return _out(incidents.confirm(principal, incident_id, words=body.words, source=source))

    @routes.post("/incidents/{incident_id}/dismiss")
    def dismiss(principal: SignedIn, incident_id: str, body: IncidentAnswerIn, source: Source) -> TrafficIncidentOut:
        """It is none, and over: its cameras must show more from now on before they alarm with this kind."""
        return _out(incidents.dismiss(principal, incident_id, words=body.words, source=source))

    @routes.post("/incidents/{incident_id}/close")
    def close(principal: SignedIn, incident_id: str, body: IncidentAnswerIn, source: Source) -> TrafficIncidentOut:
        """It is over."""
        return _out(incidents.close(principal, incident_id, words=body.words, source=source))

    @routes.get("/cameras/{camera_id}/incidents/{incident_id}/picture.jpg", response_class=Response, responses=JPEG)
    async def picture(
        principal: SignedIn,
        camera_id: str,
        incident_id: str,
        source: Source,
        width: Annotated[int, Query(ge=32, le=1920, description="At most so wide.")] = 640,
        purpose: Purpose = "",
        reference: Reference = "",
    ) -> Response:
        """What this camera showed when it was found. A recorded picture: judged, masked, marked and on record as
        playback of that instant.
        """
        kept = await run_in_threadpool(incidents.picture, principal, camera_id, incident_id, source=source)
        return await given(media, principal, camera_id, kept, width=width, why=(purpose, reference, source))

    return routes


def _out(shown: Shown) -> TrafficIncidentOut:
    return TrafficIncidentOut.of(shown.incident, shown.cameras)
