"""Several cameras on one clock: what of each is recorded around an instant, in one answer."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Annotated, Protocol

from fastapi import APIRouter
from pydantic import BaseModel, Field

from toancanh.governance.http import SignedIn, Source
from toancanh.infra.fields import Words
from toancanh.infra.http import PROBLEMS, RequestBody, TimeIn, TimeOut, status_of
from toancanh.kernel import PlatformError
from toancanh.media.archive.places.model import COLD
from toancanh.media.playback.hls import Entry
from toancanh.media.playback.model import Asking, Listing
from toancanh.media.playback.pieces import name_of
from toancanh.media.playback.service import Playback
from toancanh.media.playback.spans import Span
from toancanh.media.routes.asked import PlayerCodecs
from toancanh.media.routes.schemas import GapOut, MarkOut, NotGivenOut, SpanOut, left_out_of, timeline_out
from toancanh.registry import StreamRole

_MOST = 16
_FIRST_BYTES = 256 << 10
"""A piece of 2 s of a sub stream of 1 Mbit/s."""


class Services(Protocol):
    """What this route needs."""

    @property
    def playback(self) -> Playback: ...


class TogetherIn(RequestBody):
    """``large``: these from their main stream; the others small, from the sub stream where that is recorded."""

    camera_ids: list[Annotated[str, Field(max_length=36)]] = Field(min_length=1, max_length=_MOST)
    large: list[Annotated[str, Field(max_length=36)]] = Field(default=[], max_length=_MOST)
    start: Annotated[TimeIn, Field(alias="from")]
    end: Annotated[TimeIn, Field(alias="to")]
    at: Annotated[
        TimeIn | None, Field(description="What is shown first: its initialisation comes along, and a short piece.")
    ] = None
    codecs: PlayerCodecs = PlayerCodecs.ANY
    purpose: Words = Field(default="", max_length=200)
    reference: Words = Field(default="", max_length=100)


class PieceOut(BaseModel):
    """Pictures from one key frame to the next or a later one. Without ``size`` all of ``url`` is the piece."""

    start: TimeOut
    seconds: float
    url: str = Field(description="Below the camera's address, without the grant.")
    offset: int = 0
    size: int | None = None
    head_url: str
    head_size: int | None = None


class TrackOut(BaseModel):
    """One camera's pictures of the range, and what is missing."""

    stream: StreamRole
    rendition: str
    watermark: bool
    complete: bool = Field(description="Nothing will be added to the range.")
    query: str = Field(description="The grant: it follows each address.")
    pieces: list[PieceOut]
    head: str | None = Field(description="Bytes of the `head_url` of the piece of `at`, in base64; it shows nothing.")
    first: str | None = Field(description="Bytes of that piece, in base64, where they are few and need no rendering.")
    ranges: list[SpanOut]
    thinned: list[SpanOut] = Field(description="Parts of the ranges of which key frames alone are kept.")
    gaps: list[GapOut]
    marks: list[MarkOut]
    left_out: list[NotGivenOut]


class RefusedOut(BaseModel):
    """Why there is nothing of a camera; the same members as the problem that asking for it alone is answered with."""

    status: int
    kind: str
    detail: str
    extra: dict[str, object]


class TogetherItem(BaseModel):
    """One camera: pictures or why not."""

    camera_id: str
    track: TrackOut | None = None
    refused: RefusedOut | None = None


class TogetherOut(BaseModel):
    """In the order asked for."""

    items: Sequence[TogetherItem]


def together_router(services: Services) -> APIRouter:
    """`POST /playback`."""
    router = APIRouter(tags=["playback"], responses=PROBLEMS)

    @router.post("/playback", summary="Pieces of up to 16 cameras in one range, to be played on one clock")
    def together(wanted: TogetherIn, principal: SignedIn, source: Source) -> TogetherOut:
        """Each camera is judged and put on record as its playlist alone would be; one refusal stops no other, and where
        all are refused the first one is the answer.
        """
        asked = Span(start_us=wanted.start, end_us=wanted.end)

        def track(camera_id: str) -> TrackOut | PlatformError:
            asking = Asking(
                camera_id=camera_id, role=StreamRole.MAIN, principal=principal, grant="", purpose=wanted.purpose,
                reference=wanted.reference, source=source, without_h265=wanted.codecs is PlayerCodecs.H264,
            )  # fmt: skip
            try:
                return _track(
                    services.playback, asking, asked, small=camera_id not in wanted.large, at_us=wanted.at
                )  # fmt: skip
            except PlatformError as error:
                return error

        found = {camera_id: track(camera_id) for camera_id in dict.fromkeys(wanted.camera_ids)}
        refusals = [one for one in found.values() if isinstance(one, PlatformError)]
        if len(refusals) == len(found):
            raise refusals[0]
        return TogetherOut(items=[_item(camera_id, one) for camera_id, one in found.items()])

    return router


def _item(camera_id: str, found: TrackOut | PlatformError) -> TogetherItem:
    if isinstance(found, TrackOut):
        return TogetherItem(camera_id=camera_id, track=found)
    refused = RefusedOut(status=status_of(found), kind=found.kind, detail=found.detail, extra=dict(found.extra))
    return TogetherItem(camera_id=camera_id, refused=refused)


def _track(playback: Playback, asking: Asking, asked: Span, *, small: bool, at_us: int | None) -> TrackOut:
    wanted = asking.small(playback.in_a_grid(asking, asked)) if small else asking
    found = playback.listing(wanted, asked, at_us=at_us)
    timeline, marks = playback.recorded(asking, found.role, found.asked)
    first = next((one for one in found.entries if at_us is not None and one.end_us > at_us), None)
    head = playback.head_of(first) if first is not None else b""
    body = _bytes_of(playback, found, first) if first is not None and small else b""
    told = timeline_out(asking.camera_id, found.role, timeline, marks)
    return TrackOut(
        stream=found.role, rendition=found.rendition, watermark=found.watermark, complete=found.complete,
        query=found.query, pieces=[_piece(entry, found) for entry in found.entries],
        head=base64.b64encode(head).decode() if head else None,
        first=base64.b64encode(body).decode() if body else None,
        ranges=[SpanOut(start=one.start, end=one.end) for one in told.ranges], thinned=told.thinned,
        gaps=told.gaps, marks=told.marks,
        left_out=left_out_of(found.left_out),
    )  # fmt: skip


def _bytes_of(playback: Playback, found: Listing, entry: Entry) -> bytes:
    """A short piece of what has just been judged, so that nobody must ask for it; empty where it is long, far away or
    must be rendered. Where anything is hidden nothing is given as it lies, and the entry names no file.
    """
    if entry.segment is None or entry.byte_range is None or entry.segment.place == COLD:
        return b""
    offset, size = entry.byte_range
    if size > _FIRST_BYTES:
        return b""
    data = playback.footage.read(playback.footage.track(name_of(entry.segment)), offset, size)
    playback.views.fetched(found.view, seconds=entry.seconds, size_bytes=size)
    return data


def _piece(entry: Entry, found: Listing) -> PieceOut:
    offset, size = entry.byte_range or (0, None)
    return PieceOut(
        start=entry.start_us, seconds=entry.seconds, url=entry.uri.removesuffix(found.query), offset=offset, size=size,
        head_url=entry.head_uri.removesuffix(found.query), head_size=entry.head_size,
    )  # fmt: skip
