"""``WS /cameras/{id}/live``: parse, judge, hand the socket over."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from fastapi import APIRouter, WebSocket

from toancanh.governance import ResourceRef
from toancanh.governance.http import is_by_cookie, principal_of_headers
from toancanh.governance.record import AnonymousReason
from toancanh.governance.service import Governance
from toancanh.infra.fields import printable
from toancanh.infra.origin import is_own_origin
from toancanh.kernel import Denied, ErrorKind, Invalid, NotFound, PlatformError, Principal, Unavailable, is_id
from toancanh.media.live.views import LiveViews, LiveWish
from toancanh.media.live.websocket import CloseCode
from toancanh.registry.model import Camera, StreamRole

HANDOVER = "toancanh.handover"
"""ASGI extension of the server that can hand a WebSocket's socket on (`web.handover`)."""

_CODES = {
    ErrorKind.UNAUTHENTICATED: CloseCode.NO_SESSION,
    ErrorKind.DENIED: CloseCode.DENIED,
    ErrorKind.NOT_FOUND: CloseCode.UNKNOWN,
    ErrorKind.INVALID: CloseCode.UNKNOWN,
    ErrorKind.UNAVAILABLE: CloseCode.AWAY,
    ErrorKind.EXHAUSTED: CloseCode.AWAY,
}
_MAX_WORDS = 200
_MAX_REASON = 100


class Cameras(Protocol):
    """Registry, as live uses it."""

    def get_camera(self, principal: Principal, camera_id: str, /, *, source: str = "") -> Camera:
        """Authorised reading; raises `NotFound` or `Denied`."""

    def camera_for(self, camera_id: str, /) -> Camera:
        """Without judgement; raises `NotFound`."""

    def camera_ref(self, camera: Camera, /) -> ResourceRef:
        """What governance judges."""


class _Settings(Protocol):
    @property
    def origins(self) -> tuple[str, ...]: ...


class LivePlatform(Protocol):
    """What of the wired platform the route needs."""

    @property
    def governance(self) -> Governance: ...
    @property
    def registry(self) -> Cameras: ...
    @property
    def settings(self) -> _Settings: ...


class Handover(Protocol):
    """What the server puts under `HANDOVER`."""

    key: str

    async def give(self, deliver: Callable[[int, bytes], Awaitable[None]]) -> None:
        """Hand the socket to ``deliver``."""


def router(platform: LivePlatform, live_views: LiveViews) -> APIRouter:
    """The live route, to be mounted under ``/api/v1``."""
    routes = APIRouter()

    @routes.websocket("/cameras/{camera_id}/live")
    async def live(websocket: WebSocket, camera_id: str) -> None:
        try:
            handover: Handover | None = websocket.scope.get("extensions", {}).get(HANDOVER)
            if handover is None:
                raise Unavailable("this server cannot hand a view over")
            wish = await asyncio.to_thread(wish_of, platform, websocket, camera_id)
            await live_views.begin(wish, handover.key, handover.give)
        except PlatformError as error:
            code = _CODES.get(error.kind, CloseCode.AWAY)
            await websocket.accept()
            await websocket.close(code, error.detail[:_MAX_REASON])

    return routes


def wish_of(platform: LivePlatform, websocket: WebSocket, camera_id: str) -> LiveWish:
    """Who asks for what; blocking. Raises `PlatformError` of the kind that gives the close code."""
    query = websocket.query_params
    source = websocket.client.host if websocket.client else "local"
    token = query.get("grant")
    is_page = "origin" in websocket.headers or (token is None and is_by_cookie(websocket.headers, websocket.cookies))
    if is_page and not is_own_origin(websocket.headers, websocket.url.scheme, platform.settings.origins):
        platform.governance.record_anonymous(source, AnonymousReason.FOREIGN_ORIGIN)
        raise Denied("this request does not come from a page of this platform", reason="foreign_origin")
    role = _role(query.get("stream", StreamRole.MAIN))
    if token is not None:
        grant = platform.governance.grants.check(token, kind="live", camera_id=camera_id, stream=role, source=source)
        principal = platform.governance.grants.present_holder(grant)
        camera = platform.registry.camera_for(camera_id)
    else:
        grant = None
        principal = principal_of_headers(
            platform.governance, websocket.headers, websocket.cookies, query, source=source
        )
        if not is_id(camera_id):
            raise NotFound("there is no such camera")
        camera = platform.registry.get_camera(principal, camera_id, source=source)
    if role not in {stream.role for stream in camera.streams}:
        raise NotFound(f"this camera has no {role} stream")
    return LiveWish(
        principal=principal,
        resource=platform.registry.camera_ref(camera),
        role=role,
        hevc=query.get("hevc") != "0" and query.get("codecs", "") != "h264",
        purpose=_words(query.get("purpose", "")),
        reference=_words(query.get("reference", "")),
        source=source,
        grant=grant,
        unmask=query.get("unmask") == "1",
    )


def _words(text: str) -> str:
    """As the other ways of a picture take them: they go onto the record."""
    if len(text) > _MAX_WORDS:
        raise Invalid(f"a purpose or a number has at most {_MAX_WORDS} letters")
    try:
        return printable(text)
    except ValueError as error:
        raise Invalid(str(error)) from None


def _role(text: str) -> StreamRole:
    try:
        return StreamRole(text)
    except ValueError:
        raise Invalid("stream is main or sub") from None
