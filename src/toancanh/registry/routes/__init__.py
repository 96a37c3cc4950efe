"""HTTP of the registry: sites and cameras."""

from __future__ import annotations

from typing import Protocol

from fastapi import APIRouter

from toancanh.governance import Governance
from toancanh.registry.dossier import routes as dossier_routes
from toancanh.registry.inventory import routes as inventory_routes
from toancanh.registry.routes import bulk, cameras, listed, saved_filters, sites
from toancanh.registry.service import Registry
from toancanh.registry.topology.routes import router as topology_router


class Platform(Protocol):
    """What of the wired platform these routes need."""

    @property
    def governance(self) -> Governance: ...

    @property
    def registry(self) -> Registry: ...


def router(platform: Platform) -> APIRouter:
    """All routes of this package, without prefix."""
    routes = APIRouter()
    routes.include_router(sites.router(platform.registry))
    routes.include_router(bulk.router(platform.registry.bulk_edits))
    routes.include_router(listed.router(platform.registry.lists, platform.governance))  # before one camera's
    routes.include_router(saved_filters.router(platform.registry.lists.saved))
    routes.include_router(cameras.router(platform.registry, platform.governance))
    routes.include_router(dossier_routes.router(platform.registry))
    routes.include_router(topology_router(platform.registry.topology))
    routes.include_router(inventory_routes.router(platform.registry.inventory, platform.governance))
    return routes
