"""Merging two cameras into one, and splitting them again."""

from __future__ import annotations

from fastapi import APIRouter

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.http import PROBLEMS
from toancanh.registry.dossier.routes.shapes import DossierOut, MergeDone, MergeIn
from toancanh.registry.service import Registry


def router(registry: Registry) -> APIRouter:
    """Who decides needs the right on both cameras."""
    dossiers = registry.dossiers
    routes = APIRouter(tags=["dossiers"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.post("/cameras/{camera_id}/merge")
    def merge_cameras(principal: SignedIn, camera_id: str, body: MergeIn, source: Source) -> MergeDone:
        """Keep this camera; the other is retired and points to it. Both keep histories and recordings."""
        merge_id = dossiers.merge(principal, camera_id, body.other_id, body.fields_from_other, source=source)
        kept = DossierOut.of(dossiers.get(principal, camera_id, source=source))
        return MergeDone(merge_id=merge_id, kept=kept)

    @routes.post("/merges/{merge_id}/split", status_code=204)
    def split_cameras(principal: SignedIn, merge_id: str, source: Source) -> None:
        """Undo it: what was taken over goes back, save what was changed since."""
        dossiers.split(principal, merge_id, source=source)

    return routes
