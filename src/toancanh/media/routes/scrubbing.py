"""``key-frame.jpg``: the picture under the pointer."""

from __future__ import annotations

from typing import Annotated, Protocol

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from toancanh.infra.http import PROBLEMS, TimeIn
from toancanh.kernel import format_rfc3339
from toancanh.media.playback.key_frames import KeyFrames
from toancanh.media.playback.marking import mark_of, marked_jpeg
from toancanh.media.playback.service import Playback
from toancanh.media.routes.asked import AskingParameters
from toancanh.registry import StreamRole

_GRANT_S = 120.0


class Services(Protocol):
    """What this route needs."""

    @property
    def playback(self) -> Playback: ...

    @property
    def key_frames(self) -> KeyFrames: ...


def scrubbing_router(services: Services) -> APIRouter:
    """One route."""
    router = APIRouter(tags=["pictures"], responses=PROBLEMS)
    playback = services.playback

    @router.get(
        "/cameras/{camera_id}/key-frame.jpg",
        summary="The key frame at an instant or shortly before: for moving along a timeline",
        description="Made for many: bring the `grant` of `POST /grants` for playback of the range that one moves over, "
        "which is one entry in the record. `X-Picture-Time` says when it was taken.",
        response_class=Response,
        responses={200: {"content": {"image/jpeg": {}}}},
    )
    async def key_frame(
        request: Request,
        asking: AskingParameters,
        at: Annotated[TimeIn, Query(description="An instant that was recorded.")],
        width: Annotated[int, Query(ge=32, le=640, description="At most so wide.")] = 208,
    ) -> Response:
        view = await run_in_threadpool(playback.enter_instant, asking, at, ttl_s=_GRANT_S)
        hidden = await run_in_threadpool(playback.views.hidden, view)
        if await request.is_disconnected():  # the pointer has moved on: nothing is decoded for nobody
            return Response(status_code=204)
        role = StreamRole.MAIN if hidden.main_only else asking.role
        still = await services.key_frames.at(asking.camera_id, role, at, width, hidden.areas)
        await run_in_threadpool(playback.require_same_owner, view, at, still.taken_us)
        playback.views.fetched(view, seconds=0.0, size_bytes=len(still.jpeg))
        headers = {
            "X-Picture-Time": format_rfc3339(still.taken_us),
            "X-Picture-Masks": str(len(hidden.areas)),
            "Cache-Control": "private, no-store",
        }
        return Response(marked_jpeg(still.jpeg, mark_of(view.grant)), media_type="image/jpeg", headers=headers)

    return router
