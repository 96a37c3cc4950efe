"""``/uptime-reports``: a month's up-time as a signed PDF and a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, StringConstraints

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.health.repairs.routes.shapes import Id
from toancanh.health.repairs.service import Repairs
from toancanh.health.repairs.store.reports import Report, ReportState
from toancanh.infra.http import PROBLEMS, After, Limit, Page, RequestBody, TimeOut
from toancanh.infra.http import page as page_of
from toancanh.infra.sheets import XLSX_TYPE

_FILES = {
    "pdf": ("pdf", "application/pdf"),
    "pdf.sig": ("signature", "application/octet-stream"),
    "xlsx": ("sheet", XLSX_TYPE),
    "xlsx.sig": ("sheet_signature", "application/octet-stream"),
}


class UpTimeReportNew(RequestBody):
    """Of the organisation and all below it, without protected cameras. ``month``: ``2026-11``."""

    organisation_id: Id
    month: Annotated[str, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]


class UpTimeOut(BaseModel):
    """Seconds. ``share`` is ``up_s`` of ``observed_s`` (up and down); planned, unknown and off count neither way."""

    name: str = ""
    code: str = ""
    cameras: int
    share: float | None
    up_s: float
    down_s: float
    observed_s: float
    planned_s: float
    unknown_s: float
    off_s: float
    down: dict[str, float]


class UpTimeSummaryOut(BaseModel):
    """What the PDF says, for the screen."""

    all: UpTimeOut
    owners: list[UpTimeOut]
    contractors: list[UpTimeOut]
    wards: list[UpTimeOut]
    worst: list[UpTimeOut]


class UpTimeReportOut(BaseModel):
    """``summary`` when it is done; ``serial``: of the certificate that signed; ``by_itself``: nobody asked for it."""

    id: str
    organisation_id: str
    organisation: str
    month: str
    state: ReportState
    cameras_done: int
    cameras_all: int
    made_at: TimeOut
    by_itself: bool
    ended_at: TimeOut | None
    serial: str
    summary: UpTimeSummaryOut | None


def reports_router(repairs: Repairs) -> APIRouter:
    """Made in the background, one at a time."""
    routes = APIRouter(prefix="/uptime-reports", tags=["repairs"], responses=PROBLEMS, dependencies=SECURITY)

    def out(found: Sequence[Report], *, whole: bool) -> list[UpTimeReportOut]:
        named = {one.organisation_id for one in found}
        names = {one.id: one.name for one in repairs.desk.governance.organisations.named(named)} if named else {}
        return [_out(one, names.get(one.organisation_id, ""), whole=whole) for one in found]

    @routes.get("", summary="The newest first, without their figures")
    def list_reports(principal: SignedIn, after: After = None, limit: Limit = 200) -> Page[UpTimeReportOut]:
        found = repairs.reports.listed(principal, after=after or "", limit=limit + 1)
        paged = page_of(found, limit, key=lambda one: one.id)
        return Page(items=out(paged.items, whole=False), next=paged.next)

    @routes.post("", status_code=202, summary="Make one; ask again how far it is")
    def make_report(principal: SignedIn, body: UpTimeReportNew, source: Source) -> UpTimeReportOut:
        made = repairs.reports.make(principal, body.organisation_id, body.month, source=source)
        return out([made], whole=False)[0]

    @routes.get("/{report_id}", summary="How far it is, and its figures when it is done")
    def get_report(principal: SignedIn, report_id: Id, source: Source) -> UpTimeReportOut:
        return out([repairs.reports.get(principal, report_id, source=source)], whole=True)[0]

    @routes.get(
        "/{report_id}/report.{suffix}",
        response_class=Response,
        responses={200: {"content": {media_type: {} for _, media_type in _FILES.values()}, "description": "The file."}},
        summary="The PDF, the spreadsheet, the signature of each (ECDSA over SHA-256, DER)",
    )
    def file(
        principal: SignedIn, report_id: Id, suffix: Literal["pdf", "pdf.sig", "xlsx", "xlsx.sig"], source: Source
    ) -> Response:
        name, media_type = _FILES[suffix]
        content = repairs.reports.file(principal, report_id, name, source=source)
        headers = {
            "Content-Disposition": f'attachment; filename="uptime-{report_id[:8]}.{suffix}"',
            "Cache-Control": "private, no-store",
        }
        return Response(content, media_type=media_type, headers=headers)

    return routes


def _out(one: Report, organisation: str, *, whole: bool) -> UpTimeReportOut:
    summary = None
    if whole and one.summary:
        groups = one.summary["groups"]
        summary = UpTimeSummaryOut(
            all=one.summary["all"], owners=groups["owner"], contractors=groups["contractor"], wards=groups["ward"],
            worst=one.summary["worst"],
        )  # fmt: skip
    return UpTimeReportOut(
        id=one.id, organisation_id=one.organisation_id, organisation=organisation, month=one.month, state=one.state,
        cameras_done=one.cameras_done, cameras_all=one.cameras_all, made_at=one.made_us,
        by_itself=not one.made_by, ended_at=one.ended_us,
        serial=one.serial, summary=summary,
    )  # fmt: skip
