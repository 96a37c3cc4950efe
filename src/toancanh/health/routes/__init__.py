"""HTTP of health."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from starlette.concurrency import run_in_threadpool

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.health.alerts.routes import router as alerts_router
from toancanh.health.routes.kept import JPEG, Services, given
from toancanh.health.routes.shapes import (
    ApprovalIn,
    BoardAsked,
    BoardOut,
    CameraHealthOut,
    FaultOut,
    FaultsAsked,
    IncidentOut,
    IncidentWithFaults,
    ListedFaultOut,
    TrendAsked,
    TrendOut,
    TrendPoint,
)
from toancanh.health.service import Health
from toancanh.health.store.faults import Listed
from toancanh.health.store.pictures import ApprovedView
from toancanh.health.watching.looks import Looks
from toancanh.infra.http import MAX_LIMIT, PROBLEMS, After, Limit, Page, page
from toancanh.kernel import Unavailable
from toancanh.media.routes.asked import Purpose, Reference
from toancanh.registry import StreamRole


def router(health: Health, looks: Looks, media: Services) -> APIRouter:
    """All routes of this package, without prefix."""
    every = APIRouter()
    routes = APIRouter(prefix="/health", tags=["health"], responses=PROBLEMS, dependencies=SECURITY)

    def shown(found: Sequence[Listed]) -> list[ListedFaultOut]:
        kept = health.pictures_of([one.fault.id for one in found])
        return [ListedFaultOut.listed(one, kept.get(one.fault.id, ())) for one in found]

    @routes.get("/board")
    def board(principal: SignedIn, asked: Annotated[BoardAsked, Query()]) -> BoardOut:
        """All cameras that the asker may see, counted by owner, commune or ward and kind of fault."""
        return BoardOut.of(health.board(principal, asked.filter(), asked.by))

    @routes.get("/trend")
    def trend(principal: SignedIn, asked: Annotated[TrendAsked, Query()]) -> TrendOut:
        """How many faults were open at the end of each of the last days; how much of each day cameras were of use."""
        found = health.trend(principal, asked.filter(), days=asked.days)
        return TrendOut(points=[TrendPoint.of(one) for one in found])

    @routes.get("/faults")
    def faults(principal: SignedIn, asked: Annotated[FaultsAsked, Query()]) -> Page[ListedFaultOut]:
        """The newest first. Without `state` those that are open."""
        found = health.page(
            principal, asked.filter(), asked.faults(), after=asked.after or "", limit=asked.limit + 1
        )  # fmt: skip
        cut = page(found, asked.limit, key=lambda one: one.fault.id)
        return Page(items=shown(cut.items), next=cut.next)

    @routes.get("/faults/{fault_id}")
    def fault(principal: SignedIn, fault_id: str, source: Source) -> FaultOut:
        """One fault."""
        found, _ = health.fault(principal, fault_id, source=source)
        return FaultOut.of(found, health.pictures_of([found.id]).get(found.id, ()))

    @routes.get("/cameras/{camera_id}/faults/{fault_id}/picture.jpg", response_class=Response, responses=JPEG)
    async def fault_picture(
        principal: SignedIn,
        camera_id: str,
        fault_id: str,
        source: Source,
        moment: Annotated[Literal["before", "after"], Query(description="With the fault, or after it.")] = "before",
        width: Annotated[int, Query(ge=32, le=1920, description="At most so wide.")] = 640,
        purpose: Purpose = "",
        reference: Reference = "",
    ) -> Response:
        """The picture that shows the fault, or the one after it. A recorded picture: judged, masked, marked and on
        record as playback of that instant.
        """
        kept = await run_in_threadpool(health.picture, principal, camera_id, fault_id, moment, source=source)
        return await given(media, principal, camera_id, kept, width=width, why=(purpose, reference, source))

    @routes.get("/cameras/{camera_id}")
    def camera(principal: SignedIn, camera_id: str, source: Source) -> CameraHealthOut:
        """Faults now and before, scores by hour, recorded and expected seconds, the approved view."""
        return CameraHealthOut.of(health.camera(principal, camera_id, source=source))

    @routes.get("/cameras/{camera_id}/view.jpg", response_class=Response, responses=JPEG)
    async def view_picture(
        principal: SignedIn,
        camera_id: str,
        source: Source,
        width: Annotated[int, Query(ge=32, le=1920, description="At most so wide.")] = 640,
        purpose: Purpose = "",
        reference: Reference = "",
    ) -> Response:
        """The approved view; judged, masked, marked and on record as playback of that instant."""
        kept = await run_in_threadpool(health.view_picture, principal, camera_id, source=source)
        return await given(media, principal, camera_id, kept, width=width, why=(purpose, reference, source))

    @routes.put("/cameras/{camera_id}/view")
    async def approve(principal: SignedIn, camera_id: str, body: ApprovalIn, source: Source) -> CameraHealthOut:
        """What the camera shows now is what it should show: from now on its pictures are compared with it."""
        await run_in_threadpool(health.require_approving, principal, camera_id, source=source)
        seen = None
        for role in [body.stream] if body.stream is not None else [StreamRole.SUB, StreamRole.MAIN]:
            seen = seen or await looks.see(camera_id, role)
        if seen is None:
            raise Unavailable("the camera sends no picture now", reason="no_picture")
        now_us = media.clock.now_us()
        overlay = None if body.time_overlay is None else body.time_overlay.overlay()
        approved = ApprovedView(
            camera_id=camera_id, approved_us=now_us, approved_by="", picture=seen.picture, overlay=overlay,
            reference=await looks.describe(camera_id, [seen.picture], overlay),
        )  # fmt: skip
        await run_in_threadpool(health.approve, principal, approved, source=source)
        return CameraHealthOut.of(await run_in_threadpool(health.camera, principal, camera_id, source=source))

    @routes.delete("/cameras/{camera_id}/view", status_code=204)
    def forget_view(principal: SignedIn, camera_id: str, source: Source) -> None:
        """Compare no more."""
        health.forget_view(principal, camera_id, source=source)

    @routes.get("/incidents")
    def incidents(
        principal: SignedIn, limit: Limit = 100, after: After = None, only_open: Annotated[bool, Query()] = True
    ) -> Page[IncidentOut]:
        """What many cameras have in common that are away: a line, a switch, a power feed, a recorder, a site."""
        found = health.incidents(principal, only_open=only_open, after=after or "", limit=limit + 1)
        cut = page(found, limit, key=lambda one: one[0].id)
        causes = health.causes(principal, [one for one, _ in cut.items])
        return Page(items=[IncidentOut.of(*one, causes) for one in cut.items], next=cut.next)

    @routes.get("/incidents/{incident_id}")
    def incident(principal: SignedIn, incident_id: str, source: Source) -> IncidentWithFaults:
        """With the faults that are its consequences."""
        found, children = health.incident(principal, incident_id, limit=MAX_LIMIT, source=source)
        many = len({one.fault.camera_id for one in children})
        return IncidentWithFaults.with_faults(found, many, health.causes(principal, [found]), shown(children))

    every.include_router(routes)
    every.include_router(alerts_router(health.alerts))
    return every
