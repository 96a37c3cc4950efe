"""HTTP of governance: session, organisations, users, audit, shares."""

from __future__ import annotations

from fastapi import APIRouter

from toancanh.governance.http import Platform
from toancanh.governance.routes import (
    account,
    approvals,
    audit,
    cases,
    duties,
    holds,
    masks,
    organisations,
    oversight,
    regulations,
    session,
    shares,
    users,
)


def router(platform: Platform) -> APIRouter:
    """All routes of this package, without prefix."""
    routes = APIRouter()
    routes.include_router(session.router(platform))
    routes.include_router(account.router(platform))
    routes.include_router(organisations.router(platform))
    routes.include_router(users.router(platform))
    routes.include_router(audit.router(platform))
    routes.include_router(oversight.router(platform))
    routes.include_router(shares.router(platform))
    routes.include_router(cases.router(platform))
    routes.include_router(duties.router(platform))
    routes.include_router(approvals.router(platform))
    routes.include_router(masks.router(platform))
    routes.include_router(holds.router(platform))
    routes.include_router(regulations.router(platform))
    return routes
