"""Signed, short-lived addresses of pictures, for players that carry no session."""

from __future__ import annotations

from typing import Annotated, Literal, Protocol
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from toancanh.governance.http import SignedIn, Source
from toancanh.infra.fields import Words
from toancanh.infra.http import PROBLEMS, RequestBody, TimeIn, TimeOut
from toancanh.kernel import Invalid, format_rfc3339
from toancanh.media.playback.model import Asking
from toancanh.media.playback.service import Playback
from toancanh.media.playback.spans import Span
from toancanh.media.playback.views import View, longest
from toancanh.registry import StreamRole

_TTL_S = 900.0
_LIMIT_S = 24 * 3600.0
_ADDRESS = {"live": "live", "playback": "playlist.m3u8", "snapshot": "snapshot.jpg", "export": "video.mp4"}


class Services(Protocol):
    """What these routes need."""

    @property
    def playback(self) -> Playback: ...


class GrantIn(RequestBody):
    """What should be seen. Playback and export need ``from`` and ``to``; a snapshot of the past ``from`` alone."""

    camera_id: str = Field(max_length=36)
    kind: Literal["live", "playback", "snapshot", "export"]
    stream: StreamRole = StreamRole.MAIN
    start: Annotated[TimeIn | None, Field(alias="from")] = None
    end: Annotated[TimeIn | None, Field(alias="to")] = None
    purpose: Words = Field(default="", max_length=200)
    reference: Words = Field(default="", max_length=100)
    unmask: bool = Field(default=False, description="Without masks: a second person must have agreed.")


class GrantOut(BaseModel):
    """Whoever has the address sees the pictures until it expires, the right is withdrawn or the session ends."""

    url: str
    expires_at: TimeOut


def grants_router(services: Services) -> APIRouter:
    """`POST /grants`."""
    router = APIRouter(tags=["grants"], responses=PROBLEMS)

    @router.post("/grants", status_code=201, summary="A signed address of pictures")
    def grant(request: Request, wanted: GrantIn, principal: SignedIn, source: Source) -> GrantOut:
        view = _view(services.playback, wanted, principal_asking(wanted, principal, source))
        query: dict[str, str] = {"stream": wanted.stream}
        if wanted.kind == "snapshot" and wanted.start is not None:
            query["at"] = format_rfc3339(wanted.start)
        elif wanted.start is not None and wanted.end is not None and wanted.kind in ("playback", "export"):
            query |= {"from": format_rfc3339(wanted.start), "to": format_rfc3339(wanted.end)}
        query["grant"] = view.token
        prefix = request.url.path.removesuffix("/grants")
        url = f"{prefix}/cameras/{wanted.camera_id}/{_ADDRESS[wanted.kind]}?{urlencode(query)}"
        return GrantOut(url=url, expires_at=view.grant.expires_at_us)

    return router


def principal_asking(wanted: GrantIn, principal: SignedIn, source: str) -> Asking:
    """The grant's wish as a request for pictures."""
    return Asking(
        camera_id=wanted.camera_id, role=wanted.stream, principal=principal, grant="", purpose=wanted.purpose,
        reference=wanted.reference, source=source, unmask=wanted.unmask,
    )  # fmt: skip


def _view(playback: Playback, wanted: GrantIn, asking: Asking) -> View:
    if wanted.kind == "snapshot" and wanted.start is not None:
        return playback.enter_instant(asking, wanted.start, ttl_s=_TTL_S)
    if wanted.kind in ("live", "snapshot"):
        return playback.enter(asking, kind=wanted.kind, asked=None, ttl_s=_TTL_S)
    if wanted.start is None or wanted.end is None:
        raise Invalid("playback and export need `from` and `to`")
    asked = longest(Span(start_us=wanted.start, end_us=wanted.end), _LIMIT_S)
    return playback.enter(asking, kind=wanted.kind, asked=asked, ttl_s=max(_TTL_S, asked.seconds))
