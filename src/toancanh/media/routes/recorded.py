"""Timeline, playlists and the pieces they name, and the download of a range."""

from __future__ import annotations

import re
import zlib
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Annotated, Protocol

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from toancanh.governance.http import SignedIn
from toancanh.infra.http import PROBLEMS
from toancanh.kernel import Denied, Invalid, NotFound, format_rfc3339
from toancanh.media.playback import hls
from toancanh.media.playback.boxes import retime
from toancanh.media.playback.marking import mark_of, marked_head
from toancanh.media.playback.model import Bytes, Download
from toancanh.media.playback.renditions import Renditions
from toancanh.media.playback.service import Playback
from toancanh.media.playback.timeline import LeftOut, Timeline
from toancanh.media.routes.asked import AskingParameters, GrantedParameters, LookingParameters, SpanParameters
from toancanh.media.routes.schemas import TimelineOut, timeline_out

_NO_STORE = {"Cache-Control": "private, no-store"}
_AT_ONCE_BYTES = 4 << 20
_READ_BYTES = 1 << 20
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_SEGMENT = re.compile(r"([0-9a-f-]{36}(?:\.thin)?)\.mp4")
_PIECE = re.compile(r"([0-9a-f-]{36}(?:\.thin)?)/(?:(\d{1,6})-(\d{1,6})|head)\.mp4")
_GAPS_TOLD = 50
_RENDITION = "X-Toancanh-Rendition"
_WATERMARK = "X-Toancanh-Watermark"
_LEFT_OUT = "X-Left-Out"


class Services(Protocol):
    """What these routes need."""

    @property
    def playback(self) -> Playback: ...

    @property
    def renditions(self) -> Renditions: ...


def recorded_router(services: Services) -> APIRouter:
    """Routes of recorded video."""
    router = APIRouter(tags=["playback"], responses=PROBLEMS)
    playback = services.playback

    @router.get("/cameras/{camera_id}/timeline", summary="What is recorded, what is missing and why")
    def timeline(asking: LookingParameters, asked: SpanParameters, principal: SignedIn) -> TimelineOut:
        found, marks = playback.timeline(principal, asking, asked)
        return timeline_out(asking.camera_id, asking.role, found, marks)

    @router.get(
        "/cameras/{camera_id}/playlist.m3u8",
        summary="HLS of a range",
        response_class=Response,
        responses={200: {"content": {hls.MEDIA_TYPE: {}}, "description": "A media playlist (RFC 8216, version 7)."}},
    )
    def playlist(request: Request, asking: AskingParameters, asked: SpanParameters) -> Response:
        made = playback.playlist(asking, asked)
        headers = {_RENDITION: made.rendition, _WATERMARK: str(int(made.watermark)), **_NO_STORE}
        headers |= _left_out_told(made.left_out)
        return _compressed(request, made.text.encode(), headers)

    @router.get(
        "/cameras/{camera_id}/segments/{name:path}",
        summary="Bytes of a segment, as a playlist names them",
        response_class=Response,
        responses={206: {"content": {"video/mp4": {}}}, 416: {"description": "Nothing lies in that range."}},
    )
    def segment(
        request: Request, asking: GrantedParameters, name: Annotated[str, Path(description="`{segment_id}.mp4`")]
    ) -> Response:
        match = _SEGMENT.fullmatch(name)
        if match is None:
            playback.views.refuse(asking.grant, asking.camera_id, why="no_segment_name", source=asking.source)
            raise NotFound("there is no such segment")
        start, end = _range_of(request.headers.get("range", ""))
        try:
            part = playback.segment(asking, match[1], start, end)
        except Invalid as error:
            return Response(None, 416, headers={"Content-Range": f"bytes */{error.extra['total']}"})
        return _bytes(playback, part, partial=start is not None)

    @router.get(
        "/cameras/{camera_id}/renditions/{name:path}",
        summary="A piece in H.264, as a playlist for players without H.265 names it",
        response_class=Response,
        responses={200: {"content": {"video/mp4": {}}}},
    )
    async def rendition(
        asking: GrantedParameters, name: Annotated[str, Path(description="`{segment_id}/{first}-{count}.mp4`")]
    ) -> Response:
        match = _PIECE.fullmatch(name)
        if match is None:
            refuse = playback.views.refuse
            await run_in_threadpool(
                refuse, asking.grant, asking.camera_id, why="no_piece_name", source=asking.source
            )  # fmt: skip
            raise NotFound("there is no such piece")
        if match[2] is None:
            track = await run_in_threadpool(playback.head, asking, match[1])
            return Response(await services.renditions.head(track), media_type="video/mp4", headers=_NO_STORE)
        piece, view, hidden = await run_in_threadpool(playback.piece, asking, match[1], int(match[2]), int(match[3]))
        made = await services.renditions.piece(piece, hidden)
        playback.views.fetched(view, seconds=piece.seconds, size_bytes=len(made.body))
        return Response(made.body, media_type="video/mp4", headers=_NO_STORE)

    @router.get(
        "/cameras/{camera_id}/video.mp4",
        summary="A range as one MP4",
        description="Starts with the key frame at or before `from`, ends with the fragment that holds `to`. Media time "
        "is contiguous: gaps are closed, and told in `X-Gaps`; every fragment says its wall time (`prft`). What is not "
        "given, because of whose camera it was then, is told in `X-Left-Out`.",
        response_class=StreamingResponse,
        responses={
            200: {"content": {"video/mp4": {}}},
            206: {"content": {"video/mp4": {}}, "description": "Part of it, where it will not change any more."},
            416: {"description": "Nothing lies in that range of bytes."},
        },
    )
    def video(request: Request, asking: AskingParameters, asked: SpanParameters) -> Response:
        start, end = _range_of(request.headers.get("range", ""))
        download = playback.download(asking, asked, goes_on=bool(start))
        headers = _download_headers(download)
        export = download.export
        if export is None:
            return StreamingResponse(_rendered(services, download), media_type="video/mp4", headers=headers)
        tag, total = f'"{export.tag}"', export.size_bytes
        partial = start is not None and download.settled and request.headers.get("if-range", tag) == tag
        if download.settled:
            headers |= {"Accept-Ranges": "bytes", "ETag": tag}
        start, end = (start or 0, min(end or total, total)) if partial else (0, total)
        if start >= end:
            return Response(None, 416, headers={"Content-Range": f"bytes */{total}"})
        if partial:
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{total}"
        headers["Content-Length"] = str(end - start)
        body = playback.sent(download, export, start, end)
        return StreamingResponse(body, 206 if partial else 200, media_type="video/mp4", headers=headers)

    return router


def _compressed(request: Request, text: bytes, headers: dict[str, str]) -> Response:
    """A playlist names the same grant on each line."""
    headers["Vary"] = "Accept-Encoding"
    if "gzip" in request.headers.get("accept-encoding", "") and len(text) > 2048:
        packer = zlib.compressobj(1, wbits=31)
        text = packer.compress(text) + packer.flush()
        headers["Content-Encoding"] = "gzip"
    return Response(text, media_type=hls.MEDIA_TYPE, headers=headers)


def _range_of(header: str) -> tuple[int | None, int | None]:
    """``[start, end)`` of a single byte range (RFC 9110, 14.1.2); others are ignored, as the RFC allows."""
    match = _RANGE.fullmatch(header.strip())
    if match is None or not match[1]:
        return None, None
    return int(match[1]), int(match[2]) + 1 if match[2] else None


def _bytes(playback: Playback, part: Bytes, *, partial: bool) -> Response:
    playback.views.fetched(part.view, seconds=part.seconds, size_bytes=part.end - part.start)
    headers = {"Accept-Ranges": "bytes", "Content-Length": str(part.end - part.start), **_NO_STORE}
    if partial:
        headers["Content-Range"] = f"bytes {part.start}-{part.end - 1}/{part.total}"
    status = 206 if partial else 200
    if part.end - part.start <= _AT_ONCE_BYTES:
        data = playback.footage.read(part.track, part.start, part.end - part.start)
        return Response(data, status, headers=headers, media_type="video/mp4")
    return StreamingResponse(_chunks(playback, part), status, headers=headers, media_type="video/mp4")


def _chunks(playback: Playback, part: Bytes) -> Iterator[bytes]:
    for at in range(part.start, part.end, _READ_BYTES):
        yield playback.footage.read(part.track, at, min(_READ_BYTES, part.end - at))


async def _rendered(services: Services, download: Download) -> AsyncIterator[bytes]:
    """Pieces re-encoded one after the other, as one file on contiguous media time."""
    views = services.playback.views
    head, shift, end = b"", 0, 0
    with views.watched(download.view, download.hidden) as gone:
        for number, piece in enumerate(download.pieces):
            if gone.is_set():
                raise Denied("the right to these pictures has been withdrawn")
            made = await services.renditions.piece(piece, download.hidden.areas)
            made_head = marked_head(made.head, mark_of(download.view.grant)) if number == 0 else made.head
            views.fetched(download.view, seconds=piece.seconds, size_bytes=len(made.body))
            if number == 0 or piece.breaks:
                shift = end - piece.media_start
            end = piece.media_end + shift
            body = bytearray(made.body)
            retime(body, 0, len(body), sequence=number + 1, base_decode_time=piece.media_start + shift)
            yield bytes(body) if made.head == head else made_head + body
            head = made.head


def _download_headers(download: Download) -> dict[str, str]:
    def compact(time_us: int) -> str:
        return re.sub(r"[-:]|\.\d+", "", format_rfc3339(time_us))

    code = re.sub(r"[^A-Za-z0-9._-]+", "_", download.camera.code) or "camera"
    name = f"{code}_{compact(download.start_us)}_{compact(download.end_us)}.mp4"
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Start": format_rfc3339(download.start_us),
        "X-End": format_rfc3339(download.end_us),
        "X-Gaps": _gaps_told(download.timeline),
        _RENDITION: download.rendition,
        **_left_out_told(download.left_out),
        **_NO_STORE,
    }


def _gaps_told(timeline: Timeline) -> str:
    """``start/end;cause`` of each gap, the first fifty."""
    told = [f"{format_rfc3339(g.start_us)}/{format_rfc3339(g.end_us)};{g.cause}" for g in timeline.gaps[:_GAPS_TOLD]]
    more = len(timeline.gaps) - _GAPS_TOLD
    return ", ".join([*told, f"and {more} more"] if more > 0 else told)


def _left_out_told(parts: Sequence[LeftOut]) -> dict[str, str]:
    """``start/end;reason`` of each part of the range that is not given; no header where all is."""
    told = [f"{format_rfc3339(one.start_us)}/{format_rfc3339(one.end_us)};{one.reason}" for one in parts]
    return {_LEFT_OUT: ", ".join(told)} if told else {}
