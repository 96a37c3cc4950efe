"""HTTP of governance: session, organisations, users, audit, shares."""

from __future__ import annotations

from fastapi import APIRouter

from toancanh.governance.http import Platform
from toancanh.governance.routes import account, audit, organisations, session, shares, users


def router(platform: Platform) -> APIRouter:
    """All routes of this package, without prefix."""
    routes = APIRouter()
    routes.include_router(session.router(platform))
    routes.include_router(account.router(platform))
    routes.include_router(organisations.router(platform))
    routes.include_router(users.router(platform))
    routes.include_router(audit.router(platform))
    routes.include_router(shares.router(platform))
    return routes
