"""``/exports``, and ``/evidence/trust``, which anybody may ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Protocol

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import StreamingResponse

from toancanh.evidence.handover.routes import handover_router
from toancanh.evidence.model import ExportState, Wanted
from toancanh.evidence.sending import ZIP, package_answer
from toancanh.evidence.shapes import ExportNew, ExportOut, TrustOut
from toancanh.evidence.verifier import FILES, file_bytes
from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.http import PROBLEMS, After, Limit, Page, page
from toancanh.kernel import Clock, NotFound

if TYPE_CHECKING:
    from toancanh.evidence.service import Evidence


class Platform(Protocol):
    """What these routes need."""

    @property
    def evidence(self) -> Evidence: ...

    @property
    def clock(self) -> Clock: ...


def router(platform: Platform) -> APIRouter:
    """All routes of evidence; mounted under ``/api/v1``."""
    made = APIRouter()
    made.include_router(_exports(platform.evidence))
    made.include_router(handover_router(platform.evidence, platform.clock))
    made.include_router(_trust(platform.evidence))
    return made


def _exports(evidence: Evidence) -> APIRouter:
    exports = evidence.exports
    routes = APIRouter(prefix="/exports", tags=["exports"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.post("", status_code=201)
    def ask_for_export(principal: SignedIn, source: Source, wanted: ExportNew) -> ExportOut:
        """Judged for every camera; made in the background."""
        job = exports.ask(
            principal,
            Wanted(
                camera_ids=tuple(wanted.camera_ids), from_us=wanted.start, to_us=wanted.end, role=wanted.stream,
                form=wanted.form, burn_in=wanted.burn_in, purpose=wanted.purpose, reference=wanted.reference,
            ),
            source=source,
        )  # fmt: skip
        evidence.worker.wake()
        return ExportOut.of(job, principal.user_id)

    @routes.get("")
    def list_exports(
        principal: SignedIn, source: Source, limit: Limit = 100, after: After = None, everybodys: bool = False
    ) -> Page[ExportOut]:
        """The asker's own, the newest first; or `everybodys`, as far as one may see what others take out."""
        if everybodys:
            found = exports.everybodys(principal, after=after or "", limit=limit + 1, source=source)
        else:
            found = exports.page(principal, after=after or "", limit=limit + 1)
        return page([ExportOut.of(job, principal.user_id) for job in found], limit)

    @routes.get("/{export_id}")
    def get_export(principal: SignedIn, source: Source, export_id: str) -> ExportOut:
        """One's own, or one whose cameras' exports one may see."""
        return ExportOut.of(exports.get(principal, export_id, source=source), principal.user_id)

    @routes.post("/{export_id}/pause")
    def pause_export(principal: SignedIn, source: Source, export_id: str) -> ExportOut:
        """What is finished of it stays."""
        return ExportOut.of(exports.move(principal, export_id, ExportState.PAUSED, source=source), principal.user_id)

    @routes.post("/{export_id}/resume")
    def resume_export(principal: SignedIn, source: Source, export_id: str) -> ExportOut:
        """Also of one that failed: what is finished is not made again."""
        job = exports.move(principal, export_id, ExportState.QUEUED, source=source)
        evidence.worker.wake()
        return ExportOut.of(job, principal.user_id)

    @routes.post("/{export_id}/cancel")
    def cancel_export(principal: SignedIn, source: Source, export_id: str) -> ExportOut:
        """What was made of it is deleted."""
        return ExportOut.of(exports.move(principal, export_id, ExportState.CANCELLED, source=source), principal.user_id)

    @routes.delete("/{export_id}")
    def delete_package(principal: SignedIn, source: Source, export_id: str) -> ExportOut:
        """The package goes before its time; that it was made stays in the list and on record."""
        return ExportOut.of(exports.delete(principal, export_id, source=source), principal.user_id)

    @routes.get(
        "/{export_id}/package",
        response_class=StreamingResponse,
        responses={
            200: {"content": {ZIP: {}}},
            206: {"content": {ZIP: {}}, "description": "Part of it."},
            416: {"description": "Nothing lies in that range of bytes."},
        },
    )
    def get_package(request: Request, principal: SignedIn, source: Source, export_id: str) -> Response:
        """The ZIP; the right is asked for again, and each opening is on record."""
        return package_answer(exports.package(principal, export_id, source=source), request)

    return routes


def _trust(evidence: Evidence) -> APIRouter:
    routes = APIRouter(prefix="/evidence/trust", tags=["evidence"], responses=PROBLEMS)
    authority = evidence.authority

    @routes.get("")
    def get_trust() -> TrustOut:
        """The site's root certificate, its revocation list, the hashes of the verifier; for anybody."""
        return TrustOut.of(authority.trust(), authority.site, authority.site_name)

    @routes.get("/root.pem", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
    def get_root() -> Response:
        """The root certificate."""
        return Response(authority.trust().root, media_type="text/plain")

    @routes.get("/revoked.crl", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
    def get_revoked() -> Response:
        """The revocation list."""
        return Response(authority.trust().revoked, media_type="text/plain")

    @routes.get("/files/{name}", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
    def get_verifier(name: Annotated[str, Path(max_length=64)]) -> Response:
        """A verifier file, as its hash says."""
        if name not in FILES:
            raise NotFound("there is no such file")
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(file_bytes(name), media_type="text/plain", headers=headers)

    return routes
