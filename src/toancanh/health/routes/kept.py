"""How a kept picture is given out: it is a recorded one, and goes by the same door."""

from __future__ import annotations

from typing import Any, Protocol

from fastapi import Response
from starlette.concurrency import run_in_threadpool

from toancanh.health.store.pictures import KeptPicture
from toancanh.health.watching.looks import coded_of
from toancanh.kernel import Clock, Denied, Principal, format_rfc3339
from toancanh.media.pictures import PicturePool
from toancanh.media.playback.marking import mark_of, marked_jpeg
from toancanh.media.playback.model import Asking
from toancanh.media.playback.service import Playback
from toancanh.registry import StreamRole

_GRANT_S = 120.0
JPEG: dict[int | str, dict[str, Any]] = {200: {"content": {"image/jpeg": {}}}}


class Services(Protocol):
    """What of media it needs."""

    @property
    def playback(self) -> Playback: ...

    @property
    def pictures(self) -> PicturePool: ...

    @property
    def clock(self) -> Clock: ...


async def given(
    media: Services, principal: Principal, camera_id: str, kept: KeptPicture, *, width: int, why: tuple[str, str, str]
) -> Response:
    """A JPEG at most so wide: judged, masked, marked and on record as playback of that instant. ``why``: purpose,
    reference, source.
    """
    purpose, reference, source = why
    asking = Asking(
        camera_id=camera_id, role=kept.role, principal=principal, grant="", purpose=purpose, reference=reference,
        source=source,
    )  # fmt: skip
    view = await run_in_threadpool(media.playback.enter_instant, asking, kept.taken_us, ttl_s=_GRANT_S)
    hidden = await run_in_threadpool(media.playback.views.hidden, view)
    if hidden.main_only and kept.role is not StreamRole.MAIN:
        raise Denied("a mask lies over the main stream, and this picture is of another", reason="masked")
    picture = await media.pictures.picture(coded_of(kept), width=width, hidden=hidden.areas)
    headers = {
        "X-Picture-Time": format_rfc3339(kept.taken_us),
        "X-Picture-Masks": str(len(hidden.areas)),
        "Cache-Control": "private, no-store",
    }
    jpeg = marked_jpeg(picture.jpeg, mark_of(view.grant))
    return Response(jpeg, media_type="image/jpeg", headers=headers)
