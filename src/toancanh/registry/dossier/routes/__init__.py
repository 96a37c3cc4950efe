"""HTTP of dossiers: what was declared, history, life cycle, merges, documents, poles."""

from __future__ import annotations

from fastapi import APIRouter

from toancanh.registry.dossier.routes import documents, dossiers, merges, poles
from toancanh.registry.service import Registry


def router(registry: Registry) -> APIRouter:
    """All routes of this part, without prefix."""
    routes = APIRouter()
    routes.include_router(dossiers.router(registry))
    routes.include_router(documents.router(registry))
    routes.include_router(merges.router(registry))
    routes.include_router(poles.router(registry))
    return routes
