"""Finding footage: summaries of long times, the next gap or mark, the search by place and time."""

from __future__ import annotations

from typing import Annotated, Protocol

from fastapi import APIRouter, Query
from pydantic import BaseModel

from toancanh.governance.http import SignedIn
from toancanh.infra.http import PROBLEMS, After, Limit, Page, TimeIn, TimeOut
from toancanh.infra.http import page as page_of
from toancanh.kernel import Clock, Invalid
from toancanh.media.archive import Gap, Mark
from toancanh.media.model import GapCause
from toancanh.media.playback.calendar import CITY_ZONE, Unit
from toancanh.media.playback.finding import Filled, Finding, Kind, Near, Summary, Toward
from toancanh.media.playback.spans import Span
from toancanh.media.playback.views import longest
from toancanh.media.routes.asked import SpanParameters, WhyParameters
from toancanh.media.routes.schemas import MarkOut, NotGivenOut, left_out_of
from toancanh.registry import StreamRole

Zone = Annotated[str, Query(max_length=64, description="Whose months, days and hours: a name of the IANA database.")]


class MissingTimeOut(BaseModel):
    """What is missing for one reason; ``gaps``: how many began in this time."""

    cause: GapCause
    seconds: float
    gaps: int


class FilledOut(BaseModel):
    """A stretch of time. ``expected_seconds``: of it from the first recording on, up to now; ``marks``: how many of
    each kind began in it.
    """

    start: TimeOut
    end: TimeOut
    expected_seconds: float
    recorded_seconds: float
    missing: list[MissingTimeOut]
    marks: dict[str, int]


class SummaryOut(BaseModel):
    """One camera. ``first``: its oldest recording or gap; holds as far as one may read them."""

    camera_id: str
    first: TimeOut | None
    buckets: list[FilledOut]
    holds: list[MarkOut]
    left_out: list[NotGivenOut]


class SummariesOut(BaseModel):
    """The months, days or hours of ``zone`` that the range touches, whole; a day has 23 or 25 hours where the clocks of
    the zone change.
    """

    zone: str
    unit: Unit
    stream: StreamRole
    items: list[SummaryOut]


class NextOut(BaseModel):
    """None where there is no further one. A gap that lasts ends now."""

    item: MarkOut | None


class FoundCameraOut(BaseModel):
    """A camera near the place, and what it has of the time. ``share``: recorded, of the whole time."""

    camera_id: str
    code: str
    name: str
    lat: float
    lon: float
    azimuth_deg: float | None
    distance_m: float
    share: float
    recorded_seconds: float
    missing: list[MissingTimeOut]


class Services(Protocol):
    """What these routes need."""

    @property
    def finding(self) -> Finding: ...

    @property
    def clock(self) -> Clock: ...


def finding_router(services: Services) -> APIRouter:
    """Routes of finding."""
    router = APIRouter(tags=["finding"], responses=PROBLEMS)
    finding = services.finding

    @router.get("/cameras/{camera_id}/timeline/summary", summary="A long time at a glance: a year, a month, a day")
    def summary(
        camera_id: str,
        asked: SpanParameters,
        principal: SignedIn,
        why: WhyParameters,
        unit: Unit = Unit.DAY,
        zone: Zone = CITY_ZONE,
        stream: StreamRole = StreamRole.MAIN,
    ) -> SummariesOut:
        found = finding.summary(principal, camera_id, stream, asked, unit, zone, why)
        return SummariesOut(zone=zone, unit=unit, stream=stream, items=[_summary(found)])

    @router.get("/timeline/summary", summary="The same of up to 16 cameras: of those that one may play back")
    def summaries(
        asked: SpanParameters,
        principal: SignedIn,
        why: WhyParameters,
        cameras: Annotated[str, Query(max_length=700, description="Ids with commas between them, at most 16.")],
        unit: Unit = Unit.DAY,
        zone: Zone = CITY_ZONE,
        stream: StreamRole = StreamRole.MAIN,
    ) -> SummariesOut:
        ids = [id for id in cameras.split(",") if id]
        found = finding.summaries(principal, ids, stream, asked, unit, zone, why)
        return SummariesOut(zone=zone, unit=unit, stream=stream, items=[_summary(one) for one in found])

    @router.get("/cameras/{camera_id}/timeline/next", summary="The next gap or mark, forward or back")
    def following(
        camera_id: str,
        principal: SignedIn,
        why: WhyParameters,
        after: Annotated[TimeIn, Query(description="From where; what begins exactly there does not count.")],
        kind: Kind = Kind.GAP,
        toward: Toward = Toward.FORWARD,
        stream: StreamRole = StreamRole.MAIN,
    ) -> NextOut:
        asked = longest(Span(start_us=after, end_us=after + 1), 1.0)
        finding.allow(principal, camera_id, asked, why)
        found = finding.following(principal, camera_id, stream, kind, after, toward)
        return NextOut(item=None if found is None else _next(found, services.clock.now_us()))

    @router.get("/footage/search", summary="Which cameras near a place have pictures of a time, the nearest first")
    def search(
        asked: SpanParameters,
        principal: SignedIn,
        lat: Annotated[float, Query(ge=-90, le=90)],
        lon: Annotated[float, Query(ge=-180, le=180)],
        radius_m: Annotated[float, Query(gt=0, le=5000)] = 150.0,
        stream: StreamRole = StreamRole.MAIN,
        with_empty: Annotated[bool, Query(description="Also those without a picture of that time.")] = False,
        after: After = None,
        limit: Limit = 50,
    ) -> Page[FoundCameraOut]:
        found = finding.near(
            principal, (lat, lon), radius_m, asked, stream,
            after=None if after is None else _after(after), limit=limit + 1, with_empty=with_empty,
        )  # fmt: skip
        return page_of([_near(one, asked.seconds) for one in found], limit, key=_key)

    return router


def _after(text: str) -> tuple[float, str]:
    distance, _, camera_id = text.partition("_")
    try:
        return float(distance), camera_id
    except ValueError:
        raise Invalid("after: it is the `next` of the page before", field="after") from None


def _key(of: FoundCameraOut) -> str:
    return f"{of.distance_m}_{of.camera_id}"


def _near(one: Near, seconds: float) -> FoundCameraOut:
    camera, filled = one.camera, one.filled
    recorded_s = filled.recorded_us / 1e6
    return FoundCameraOut(
        camera_id=camera.id, code=camera.code, name=camera.name, lat=camera.lat, lon=camera.lon,
        azimuth_deg=camera.azimuth_deg, distance_m=one.distance_m, share=round(recorded_s / seconds, 4),
        recorded_seconds=recorded_s, missing=_missing(filled),
    )  # fmt: skip


def _missing(filled: Filled) -> list[MissingTimeOut]:
    items = sorted(filled.missing.items(), key=lambda item: (-item[1].us, item[0]))
    return [MissingTimeOut(cause=cause, seconds=one.us / 1e6, gaps=one.gaps) for cause, one in items if one.us]


def _next(found: Gap | Mark, now_us: int) -> MarkOut:
    if isinstance(found, Gap):
        end_us = now_us if found.end_us is None else found.end_us
        return MarkOut(start=found.start_us, end=end_us, kind="gap", reference=found.cause)
    return MarkOut(start=found.start_us, end=found.end_us, kind=found.kind, reference=found.reference)


def _summary(of: Summary) -> SummaryOut:
    return SummaryOut(
        camera_id=of.camera_id,
        first=of.first_us,
        buckets=[
            FilledOut(
                start=one.stretch.start_us, end=one.stretch.end_us, expected_seconds=one.expected_us / 1e6,
                recorded_seconds=one.recorded_us / 1e6, missing=_missing(one), marks=one.marks,
            )
            for one in of.filled
        ],
        holds=[
            MarkOut(start=hold.span.from_us, end=hold.span.to_us, kind="hold", reference=hold.case_number)
            for hold in of.holds
        ],
        left_out=left_out_of(of.left_out),
    )  # fmt: skip
