"""What every answer carries and what no request may do, whichever route it meets. Pure ASGI: streams pass untouched."""

from __future__ import annotations

import json
import re
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY_BYTES = 1 << 20
MAX_UPLOAD_BYTES = 32 << 20
_UPLOADS = re.compile(
    r"/api/v1/(cameras/[^/]+/documents|tickets/[^/]+/photos|imports|field-reports|traffic/network)(/[^/]+)*"
)
_HSTS_SECONDS = 365 * 24 * 3600

_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # not no-referrer: that also blanks the Origin of form posts
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(self)",
}


def content_security_policy(map_origin: str = "") -> str:
    """What a page of ours may load, and from where: from us, and from the map's tile server if there is one."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",  # the component library writes its variables into style elements
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",  # Media Source Extensions
            "font-src 'self'",
            "worker-src 'self' blob:",
            f"connect-src 'self' {map_origin}".rstrip(),
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class SecurityHeaders:
    """Adds the headers to each answer that does not bring its own; HSTS (RFC 6797) over TLS."""

    def __init__(self, app: ASGIApp, *, map_origin: str = "") -> None:
        self._app = app
        self._headers = {"content-security-policy": content_security_policy(map_origin), **_HEADERS}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if scope["scheme"] == "https":
                    headers.setdefault("strict-transport-security", f"max-age={_HSTS_SECONDS}")
                if scope["path"].startswith("/api/"):
                    headers.setdefault("cache-control", "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)


class BodyLimit:
    """Answers 413 to a body above the limit, whether its length is declared or found while it is read."""

    def __init__(self, app: ASGIApp, *, max_bytes: int = MAX_BODY_BYTES) -> None:
        self._app = app
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        max_bytes = MAX_UPLOAD_BYTES if _UPLOADS.fullmatch(scope["path"]) else self._max_bytes
        detail = f"a request has at most {max_bytes} bytes"
        declared = Headers(scope=scope).get("content-length", "0")
        if declared.isdigit() and int(declared) > max_bytes:
            await self._refuse(send, detail)
            return
        seen_bytes = 0

        async def counted_receive() -> Message:
            nonlocal seen_bytes
            message = await receive()
            seen_bytes += len(message.get("body", b""))
            if seen_bytes > max_bytes:
                raise HTTPException(413, detail)
            return message

        await self._app(scope, counted_receive, send)

    @staticmethod
    async def _refuse(send: Send, detail: str) -> None:
        problem: dict[str, Any] = {
            "type": "about:blank",
            "title": "Content Too Large",
            "status": 413,
            "detail": detail,
            "kind": "invalid",
        }
        body = json.dumps(problem).encode()
        headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 413, "headers": [*headers, (b"connection", b"close")]})
        await send({"type": "http.response.body", "body": body})
