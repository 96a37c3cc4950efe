"""HTTP of planning."""

from __future__ import annotations

from typing import Protocol

from fastapi import APIRouter

from toancanh.governance import Governance
from toancanh.planning.routes import coverage
from toancanh.planning.service import Planning


class Platform(Protocol):
    """What of the wired platform these routes need."""

    @property
    def governance(self) -> Governance: ...

    @property
    def planning(self) -> Planning: ...


def router(platform: Platform) -> APIRouter:
    """All routes of this package, without prefix."""
    routes = APIRouter()
    routes.include_router(coverage.router(platform.planning))
    return routes
