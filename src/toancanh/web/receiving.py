"""``/handover/{token}``: where a receiver without an account opens a package, by link and pass code.

Outside of the interface, like ``/trust``. One answer for all that does not open; nothing of the package is told before
the code is right. Every text in both languages; scripts only from the file beside.
"""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Path, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse

from toancanh.evidence.handover.letter import time_told
from toancanh.evidence.handover.model import OpeningKind
from toancanh.evidence.handover.service import NotOpened, Opened
from toancanh.evidence.handover.viewing import clip_of
from toancanh.evidence.sending import package_answer
from toancanh.governance.http import source_of
from toancanh.kernel import DataLoss, Exhausted, NotFound, Unavailable
from toancanh.web.public_page import language_of
from toancanh.web.receiving_page import PLAYER, WORDS, form_page, page_of

if TYPE_CHECKING:
    from toancanh.evidence.service import Evidence

COOKIE = "toancanh_handover"
_MAX_BODY_BYTES = 4096
_HEADERS = {"cache-control": "private, no-store", "x-robots-tag": "noindex, nofollow"}

Token = Annotated[str, Path(max_length=64, pattern="^[A-Za-z0-9_-]+$")]


def receiving_page(evidence: Evidence) -> APIRouter:
    """The pages, outside the prefix of the interface."""
    routes = APIRouter(include_in_schema=False)
    handovers = evidence.handovers

    def opened(request: Request, token: str, kind: OpeningKind | None = None) -> Opened:
        ticket = request.cookies.get(COOKIE, "")
        return handovers.opened(token, ticket, source=source_of(request), kind=kind)

    def form(language: str, wrong: str = "") -> str:
        return form_page(evidence.authority.site_name, language, wrong)

    @routes.get("/handover/{token}")
    def show(request: Request, token: Token) -> HTMLResponse:
        language = language_of(request)
        try:
            found = opened(request, token)
        except NotOpened:
            return HTMLResponse(form(language), headers=_HEADERS)
        return HTMLResponse(_shown(evidence, found, token, language), headers=_HEADERS)

    @routes.post("/handover/{token}")
    async def enter(request: Request, token: Token) -> Response:
        language, body = language_of(request), await request.body()
        code = parse_qs(body[:_MAX_BODY_BYTES].decode("utf-8", "replace")).get("code", [""])[0]
        words = WORDS[language]
        try:
            ticket, _ = await run_in_threadpool(handovers.open, token, code, source=source_of(request))
        except Exhausted as error:
            wait_s = math.ceil(float(str(error.extra.get("retry_after_s", 1))))
            page = await run_in_threadpool(form, language, words["slow"].format(seconds=wait_s))
            return HTMLResponse(page, 429, headers={**_HEADERS, "retry-after": str(wait_s)})
        except NotOpened:
            page = await run_in_threadpool(form, language, words["wrong"])
            return HTMLResponse(page, 403, headers=_HEADERS)
        answer = RedirectResponse(f"/handover/{token}?lang={language}", 303, headers=_HEADERS)
        answer.set_cookie(
            COOKIE, ticket, path=f"/handover/{token}", max_age=3600, httponly=True, samesite="strict",
            secure=request.url.scheme == "https",
        )  # fmt: skip
        return answer

    @routes.get("/handover/{token}/package")
    def fetch(request: Request, token: Token) -> Response:
        try:
            return package_answer(opened(request, token, OpeningKind.DOWNLOADED).package, request)
        except NotOpened:
            return _again(token)

    @routes.get("/handover/{token}/statement.json")
    def statement(request: Request, token: Token) -> Response:
        try:
            found = opened(request, token)
        except NotOpened:
            return _again(token)
        title = found.package.name.removesuffix(".zip") + ".statement.json"
        headers = {**_HEADERS, "content-disposition": f'attachment; filename="{title}"'}
        return Response(handovers.statement(found.handover), media_type="application/json", headers=headers)

    @routes.get("/handover/{token}/view/{clip}/{piece}.mp4")
    def view(request: Request, token: Token, clip: int, piece: int) -> Response:
        try:
            found = opened(request, token, OpeningKind.VIEWED if piece == 0 else None)
        except NotOpened:
            return Response(None, 403, headers=_HEADERS)
        if evidence.viewing is None:
            raise Unavailable("pictures cannot be encoded in this process")
        return Response(evidence.viewing.piece(found, clip, piece), media_type="video/mp4", headers=_HEADERS)

    @routes.get("/handover-player.js")
    def player() -> Response:
        return Response(PLAYER, media_type="text/javascript", headers={"cache-control": "no-cache"})

    return routes


def _shown(evidence: Evidence, found: Opened, token: str, language: str) -> str:
    clips = []
    for number, clip in enumerate(found.package.job.made["clips"]):
        title = f"{clip['name'].removeprefix('clips/')} · {time_told(clip['start_us'])}"
        try:
            clips.append((escape(title), f"/handover/{token}/view/{number}/", clip_of(found, number).pieces))
        except (DataLoss, NotFound):
            continue
    authority = evidence.authority
    return page_of(authority.site_name, language, found, clips, token, authority.trust().fingerprint)


def _again(token: str) -> Response:
    """To the form: the hour of an opening is over."""
    return RedirectResponse(f"/handover/{token}", 303, headers=_HEADERS)
