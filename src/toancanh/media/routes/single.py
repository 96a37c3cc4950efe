"""Single pictures: now, at an instant, and a page of thumbnails."""

from __future__ import annotations

from typing import Annotated, Protocol

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from toancanh.governance.http import SignedIn, Source
from toancanh.infra.http import PROBLEMS, RequestBody, TimeIn, TimeOut
from toancanh.kernel import format_rfc3339
from toancanh.media.playback.marking import mark_of, marked_jpeg
from toancanh.media.playback.service import Playback
from toancanh.media.playback.stills import Stills
from toancanh.media.playback.thumbnails import Thumbnails
from toancanh.media.routes.asked import AskingParameters
from toancanh.registry import StreamRole

_MAX_THUMBNAILS = 200
_GRANT_S = 120.0


class Services(Protocol):
    """What these routes need."""

    @property
    def playback(self) -> Playback: ...

    @property
    def stills(self) -> Stills: ...

    @property
    def thumbnails(self) -> Thumbnails: ...


class ThumbnailsIn(RequestBody):
    """A page of cameras."""

    camera_ids: list[Annotated[str, Field(max_length=36)]] = Field(min_length=1, max_length=_MAX_THUMBNAILS)
    stream: StreamRole = StreamRole.MAIN
    width: int = Field(default=320, ge=32, le=640)


class ThumbnailOut(BaseModel):
    """Where the picture of one camera is fetched, without a further entry in the record."""

    camera_id: str
    url: str
    expires_at: TimeOut


class ThumbnailsOut(BaseModel):
    """Those of the page that may be seen."""

    items: list[ThumbnailOut]


def single_router(services: Services) -> APIRouter:
    """Routes of single pictures."""
    router = APIRouter(tags=["pictures"], responses=PROBLEMS)

    @router.get(
        "/cameras/{camera_id}/snapshot.jpg",
        summary="The picture of now, or of an instant",
        description="`X-Picture-Time` says when it was taken, `X-Picture-Source` whether it is `live` or from the "
        "`archive`, `X-Picture-Masks` how many areas of it are black. Of an instant it is the exact frame shown then.",
        response_class=Response,
        responses={200: {"content": {"image/jpeg": {}}}},
    )
    async def snapshot(
        asking: AskingParameters,
        at: Annotated[TimeIn | None, Query(description="An instant that was recorded; else now.")] = None,
        width: Annotated[int | None, Query(ge=32, le=8192, description="At most so wide.")] = None,
    ) -> Response:
        playback = services.playback
        if at is None:
            view = await run_in_threadpool(playback.enter, asking, kind="snapshot", asked=None, ttl_s=_GRANT_S)
            hidden = await run_in_threadpool(playback.views.hidden, view)
            role = StreamRole.MAIN if hidden.main_only else asking.role
            still = await services.stills.now(asking.camera_id, role, width, hidden.areas)
            await run_in_threadpool(playback.require_old_picture, asking, view, still.taken_us)
        else:
            view = await run_in_threadpool(playback.enter_instant, asking, at, ttl_s=_GRANT_S)
            hidden = await run_in_threadpool(playback.views.hidden, view)
            role = StreamRole.MAIN if hidden.main_only else asking.role
            still = await services.stills.at(asking.camera_id, role, at, width, hidden.areas)
            await run_in_threadpool(playback.require_same_owner, view, at, still.taken_us)
        headers = {
            "X-Picture-Time": format_rfc3339(still.taken_us),
            "X-Picture-Source": still.origin,
            "X-Picture-Masks": str(len(hidden.areas)),
            "Cache-Control": "private, no-store",
        }
        return Response(marked_jpeg(still.jpeg, mark_of(view.grant)), media_type="image/jpeg", headers=headers)

    @router.post("/thumbnails", summary="Pictures of a page of cameras: one entry in the record")
    def thumbnails(request: Request, wanted: ThumbnailsIn, principal: SignedIn, source: Source) -> ThumbnailsOut:
        prefix = request.url.path.removesuffix("/thumbnails")
        made = services.thumbnails.page(principal, wanted.camera_ids, wanted.stream, source=source)
        return ThumbnailsOut(
            items=[
                ThumbnailOut(
                    camera_id=grant.camera_id,
                    url=f"{prefix}/cameras/{grant.camera_id}/snapshot.jpg"
                    f"?stream={wanted.stream}&width={wanted.width}&grant={token}",
                    expires_at=grant.expires_at_us,
                )
                for grant, token in made
            ]
        )

    return router
