"""``/retention/report``: how footage is kept, and the proof of it."""

from __future__ import annotations

from typing import Annotated, Protocol

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from toancanh.governance.http import SignedIn
from toancanh.infra.http import PROBLEMS, TimeOut
from toancanh.media.keeping import HeldReport, KeepingReport, KeptClass, KeptStream, Report

_DAY_US = 86_400_000_000


class KeptClassOut(BaseModel):
    """A class of the regulation in force; ``oldest`` of what nobody holds."""

    key: str
    name_vi: str
    name_en: str
    article: str
    min_days: float
    max_days: float
    streams: int
    too_old: int = Field(description="Streams with recordings that should have gone.")
    oldest: TimeOut | None


class KeptStreamOut(BaseModel):
    """A recorded stream, and the limits that hold for it: its camera's within those of its class."""

    camera_id: str
    name: str
    stream: str
    lives: bool = Field(description="The camera was not deleted.")
    class_key: str
    declared_class: str = Field(description="As the dossier says; one that the regulation does not know is routine.")
    min_days: float
    max_days: float
    oldest: TimeOut
    age_days: float
    held: bool
    too_old: bool


class GoneOut(BaseModel):
    """Held footage that is gone."""

    camera_id: str
    stream: str
    start: TimeOut
    end: TimeOut


class HeldFootageOut(BaseModel):
    """A hold that lasts: the seconds that were there when it was placed, and those that are gone."""

    hold_id: str
    case: str
    camera_ids: list[str]
    start: TimeOut
    end: TimeOut
    found_seconds: float
    missing: list[GoneOut]


class KeepingReportOut(BaseModel):
    """``kept``: nothing is older than it may be, and nothing held is gone. ``streams``: the oldest for their limits
    first, at most ``limit`` of ``streams_in_all``.
    """

    at: TimeOut
    kept: bool
    classes: list[KeptClassOut]
    streams: list[KeptStreamOut]
    streams_in_all: int
    held: list[HeldFootageOut]


class Services(Protocol):
    """What these routes need."""

    @property
    def keeping(self) -> KeepingReport: ...


def retention_router(services: Services) -> APIRouter:
    """The report, for those who may read holds: of the cameras whose holds they may read."""
    router = APIRouter(tags=["holds"], responses=PROBLEMS)

    @router.get("/retention/report", summary="That nothing is older than it may be, and nothing held is gone")
    def report(principal: SignedIn, limit: Annotated[int, Query(ge=1, le=5000)] = 200) -> KeepingReportOut:
        return _out(services.keeping.make(principal), limit)

    return router


def _out(report: Report, limit: int) -> KeepingReportOut:
    streams = [_stream(one, report.at_us) for one in report.streams]
    streams.sort(key=lambda one: (not one.too_old, -one.age_days / one.max_days, one.camera_id))
    return KeepingReportOut(
        at=report.at_us,
        kept=report.is_kept,
        classes=[_class(one) for one in report.classes],
        streams=streams[:limit],
        streams_in_all=len(streams),
        held=[_held(one) for one in report.held],
    )


def _class(one: KeptClass) -> KeptClassOut:
    return KeptClassOut(
        key=one.key,
        name_vi=one.name_vi,
        name_en=one.name_en,
        article=one.article,
        min_days=one.limits.min_days,
        max_days=one.limits.max_days,
        streams=one.streams,
        too_old=one.too_old,
        oldest=one.oldest_us,
    )


def _stream(one: KeptStream, at_us: int) -> KeptStreamOut:
    return KeptStreamOut(
        camera_id=one.camera_id,
        name=one.name,
        stream=one.stream,
        lives=one.lives,
        class_key=one.class_key,
        declared_class=one.declared_class,
        min_days=one.limits.min_days,
        max_days=one.limits.max_days,
        oldest=one.oldest_us,
        age_days=round((at_us - one.oldest_us) / _DAY_US, 3),
        held=one.is_held,
        too_old=one.too_old_us is not None,
    )


def _held(one: HeldReport) -> HeldFootageOut:
    return HeldFootageOut(
        hold_id=one.hold.id,
        case=one.hold.case_number,
        camera_ids=list(one.hold.camera_ids),
        start=one.hold.span.from_us,
        end=one.hold.span.to_us,
        found_seconds=one.found_us / 1_000_000,
        missing=[
            GoneOut(camera_id=gone.camera_id, stream=gone.stream, start=gone.start_us, end=gone.end_us)
            for gone in one.missing
        ],
    )
