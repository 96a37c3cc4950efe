"""``/field-reports``: forms from phones."""

from __future__ import annotations

import base64
import binascii

from fastapi import APIRouter, Response

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.http import PROBLEMS
from toancanh.kernel import Invalid
from toancanh.registry.inventory.field_reports import FieldReport, FieldReports
from toancanh.registry.inventory.routes.shapes import FieldReportNew, FieldReportOut


def router(reports: FieldReports) -> APIRouter:
    """The form's way in."""
    routes = APIRouter(prefix="/field-reports", tags=["inventory"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.post("", status_code=201)
    def send_report(principal: SignedIn, body: FieldReportNew, source: Source, response: Response) -> FieldReportOut:
        """201 the first time, 200 where this very form had come before; 409 where it came with another content."""
        report = FieldReport(
            form_id=body.form_id,
            camera_id=body.camera_id,
            owner_id=body.owner_id,
            code=body.code,
            name=body.name,
            lat=body.lat,
            lon=body.lon,
            accuracy_m=body.accuracy_m,
            azimuth_deg=body.azimuth_deg,
            note=body.note,
            values=body.values,
            photo=_photo(body.photo),
            taken_us=body.taken_at,
        )
        camera_id, known = reports.send(principal, report, source=source)
        if known:
            response.status_code = 200
        return FieldReportOut(form_id=body.form_id, camera_id=camera_id, known=known)

    return routes


def _photo(text: str | None) -> bytes:
    if not text:
        return b""
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Invalid("photo: it is not base64", field="photo") from None
    if not content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise Invalid("photo: JPEG and PNG are taken", field="photo")
    return content
