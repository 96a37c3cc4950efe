"""Who asks over HTTP: a bearer token (RFC 6750) or the session cookie, and no foreign page in between."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Protocol, cast

from fastapi import Depends, Request, Response, WebSocket
from fastapi.security import APIKeyCookie, HTTPBearer

from toancanh.governance.record import AnonymousReason
from toancanh.infra.origin import SAFE_METHODS, is_own_origin
from toancanh.kernel import Denied, Principal, Unauthenticated

if TYPE_CHECKING:
    from toancanh.governance.service import Governance

COOKIE = "toancanh_session"

SECURITY = [
    Depends(HTTPBearer(auto_error=False, scheme_name="bearer")),
    Depends(APIKeyCookie(name=COOKIE, auto_error=False, scheme_name="cookie")),
]
"""``dependencies=`` of routers, for the OpenAPI description; `current_principal` reads the headers itself."""


class _Settings(Protocol):
    @property
    def origins(self) -> tuple[str, ...]: ...


class Platform(Protocol):
    """What of the wired platform these routes need; ``app.state.platform`` must hold it."""

    @property
    def governance(self) -> Governance: ...

    @property
    def settings(self) -> _Settings: ...


def platform_of(request: Request) -> Platform:
    """The platform that the application serves."""
    return cast("Platform", request.app.state.platform)


def source_of(request: Request) -> str:
    """The address of the one who asks."""
    return request.client.host if request.client else "local"


def current_principal(request: Request) -> Principal:
    """FastAPI dependency: who is signed in. Raises `Unauthenticated`, or `Denied` for a foreign page."""
    platform = platform_of(request)
    if request.method not in SAFE_METHODS and is_by_cookie(request.headers, request.cookies):
        refuse_foreign_page(request)
    return principal_of_headers(
        platform.governance, request.headers, request.cookies, request.query_params, source=source_of(request)
    )


def principal_of_websocket(websocket: WebSocket) -> Principal:
    """Who is signed in. Blocking. Raises `Unauthenticated`, or `Denied` for a foreign page: a browser opens a socket
    from any page, and adds the cookie.
    """
    platform = cast("Platform", websocket.app.state.platform)
    source = websocket.client.host if websocket.client else "local"
    headers, cookies = websocket.headers, websocket.cookies
    is_page = "origin" in headers or is_by_cookie(headers, cookies)
    if is_page and not is_own_origin(headers, websocket.url.scheme, platform.settings.origins):
        platform.governance.record_anonymous(source, AnonymousReason.FOREIGN_ORIGIN)
        raise Denied("this request does not come from a page of this platform", reason="foreign_origin")
    return principal_of_headers(platform.governance, headers, cookies, websocket.query_params, source=source)


def refuse_foreign_page(request: Request) -> None:
    """Raises `Denied`, and counts it, where a browser sends a page's unsafe request that is not from our own pages."""
    platform = platform_of(request)
    if request.headers.get("sec-fetch-site") == "same-origin":  # W3C Fetch Metadata; a page cannot set it
        return
    if not is_own_origin(request.headers, request.url.scheme, platform.settings.origins):
        platform.governance.record_anonymous(source_of(request), AnonymousReason.FOREIGN_ORIGIN)
        raise Denied("this request does not come from a page of this platform", reason="foreign_origin")


def principal_of_headers(
    governance: Governance,
    headers: Mapping[str, str],
    cookies: Mapping[str, str],
    query: Mapping[str, str],
    *,
    source: str,
) -> Principal:
    """Who is signed in, for HTTP and WebSockets alike; refusals are counted. Raises `Unauthenticated`.

    A token in the address is refused even where it is good: addresses end up in logs and histories.
    """
    scheme, _, credentials = headers.get("authorization", "").partition(" ")
    token = credentials.strip() if scheme.lower() == "bearer" else cookies.get(COOKIE, "")
    if not token or "token" in query:
        governance.record_anonymous(source, AnonymousReason.NO_SESSION)
        raise Unauthenticated("sign in first (a token goes into the Authorization header or the cookie)")
    try:
        return governance.principal_of(token)
    except Unauthenticated:
        governance.record_anonymous(source, AnonymousReason.SESSION_ENDED)
        raise


def is_by_cookie(headers: Mapping[str, str], cookies: Mapping[str, str]) -> bool:
    """Whether the session comes by a cookie, which a browser adds to a foreign page's request, too."""
    return COOKIE in cookies and not headers.get("authorization", "").lower().startswith("bearer ")


def set_session_cookie(response: Response, token: str, *, secure: bool) -> None:
    """Until the browser closes; the server ends it earlier."""
    response.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=secure, path="/")


def clear_session_cookie(response: Response, *, secure: bool) -> None:
    """The browser forgets it."""
    response.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=secure, path="/")


SignedIn = Annotated[Principal, Depends(current_principal)]
"""Parameter type of every route that needs somebody."""

Source = Annotated[str, Depends(source_of)]
"""Parameter type: the address the request came from."""
