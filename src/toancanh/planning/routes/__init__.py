"""HTTP of planning."""

from __future__ import annotations

from typing import Protocol

from fastapi import APIRouter

from toancanh.governance import Governance
from toancanh.planning.consultation.installation import LivePictures
from toancanh.planning.routes import coverage, duplicates
from toancanh.planning.routes.proposals import opinions_router, proposals_router, settings_router
from toancanh.planning.routes.targets import targets_router
from toancanh.planning.service import Planning


class Platform(Protocol):
    """What of the wired platform these routes need."""

    @property
    def governance(self) -> Governance: ...

    @property
    def planning(self) -> Planning: ...


def router(platform: Platform, pictures: LivePictures) -> APIRouter:
    """All routes of this package, without prefix; ``pictures``: the acceptance test's eyes."""
    routes = APIRouter()
    routes.include_router(coverage.router(platform.planning))
    routes.include_router(duplicates.router(platform.planning))
    routes.include_router(duplicates.imports_router(platform.planning))
    routes.include_router(targets_router(platform.planning))
    routes.include_router(proposals_router(platform.planning, pictures))
    routes.include_router(opinions_router(platform.planning))
    routes.include_router(settings_router(platform.planning))
    return routes
