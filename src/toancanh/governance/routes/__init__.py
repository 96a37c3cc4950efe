"""HTTP of governance: session, organisations, users, audit."""

from __future__ import annotations

from fastapi import APIRouter

from toancanh.governance.http import Platform
from toancanh.governance.routes import audit, organisations, session, users


def router(platform: Platform) -> APIRouter:
    """All routes of this package, without prefix."""
    routes = APIRouter()
    routes.include_router(session.router(platform))
    routes.include_router(organisations.router(platform))
    routes.include_router(users.router(platform))
    routes.include_router(audit.router(platform))
    return routes
