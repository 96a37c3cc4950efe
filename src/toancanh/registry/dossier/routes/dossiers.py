"""``/cameras/{camera_id}/dossier`` and what belongs to it."""

from __future__ import annotations

from fastapi import APIRouter

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.http import PROBLEMS, After, Limit, Page
from toancanh.kernel import Principal
from toancanh.registry.dossier.model import CameraWrite, DeclarationDraft, DeclarationSource
from toancanh.registry.dossier.routes.shapes import DossierOut, DossierPatch, FieldChangeOut, TransitionIn, VerifyIn
from toancanh.registry.service import Registry


def router(registry: Registry) -> APIRouter:
    """What was declared about a camera, by whom, and what changed."""
    dossiers = registry.dossiers
    routes = APIRouter(prefix="/cameras/{camera_id}", tags=["dossiers"], responses=PROBLEMS, dependencies=SECURITY)

    def shown(principal: Principal, camera_id: str, source: str) -> DossierOut:
        return DossierOut.of(dossiers.get(principal, camera_id, source=source))

    @routes.get("/dossier")
    def get_dossier(principal: SignedIn, camera_id: str, source: Source) -> DossierOut:
        """The camera and its dossier in one, with the declaration behind each field."""
        return shown(principal, camera_id, source)

    @routes.patch("/dossier")
    def change_dossier(principal: SignedIn, camera_id: str, body: DossierPatch, source: Source) -> DossierOut:
        """Declare fields by a form; 409 with what changed since, by whom and when, for a version that is not newest."""
        values = body.model_dump(exclude_unset=True, exclude={"reference", "version"})
        write = CameraWrite(camera_id=camera_id, values=values, version=body.version)
        declared = DeclarationDraft(source=DeclarationSource.FORM, reference=body.reference)
        dossiers.write(principal, write, declared=declared, source=source)
        return shown(principal, camera_id, source)

    @routes.get("/history")
    def get_history(
        principal: SignedIn, camera_id: str, source: Source, limit: Limit = 100, after: After = None
    ) -> Page[FieldChangeOut]:
        """What changed, the newest first, with the histories of cameras that were merged into it.

        ``limit`` counts acts; all fields of an act are on one page.
        """
        found = dossiers.history(principal, camera_id, before=after or "", limit=limit + 1, source=source)
        acts = list(dict.fromkeys(one.change_id for one in found))
        shown = [FieldChangeOut.of(one) for one in found if len(acts) <= limit or one.change_id != acts[-1]]
        return Page(items=shown, next=acts[limit - 1] if len(acts) > limit else None)

    @routes.post("/transition")
    def change_lifecycle(principal: SignedIn, camera_id: str, body: TransitionIn, source: Source) -> DossierOut:
        """The next state of the life cycle; 409 with ``may_follow`` where it may not follow."""
        dossiers.transition(principal, camera_id, body.to, body.why, version=body.version, source=source)
        return shown(principal, camera_id, source)

    @routes.post("/verify")
    def verify_fields(principal: SignedIn, camera_id: str, body: VerifyIn, source: Source) -> DossierOut:
        """Say that what was declared is true."""
        dossiers.verify(principal, camera_id, body.fields, source=source)
        return shown(principal, camera_id, source)

    return routes
