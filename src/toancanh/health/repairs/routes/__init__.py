"""HTTP of repairs."""

from __future__ import annotations

from typing import Protocol

from fastapi import APIRouter

from toancanh.governance import Governance
from toancanh.health.repairs.ports import LiveLooks
from toancanh.health.repairs.routes.contracts import contracts_router, stock_router
from toancanh.health.repairs.routes.reports import reports_router
from toancanh.health.repairs.routes.tickets import tickets_router
from toancanh.health.repairs.routes.works import works_router
from toancanh.health.repairs.service import Repairs


class Platform(Protocol):
    """What of the wired platform these routes need."""

    @property
    def governance(self) -> Governance: ...

    @property
    def repairs(self) -> Repairs: ...


def router(platform: Platform, eyes: LiveLooks) -> APIRouter:
    """All routes of this package, without prefix; ``eyes``: the acceptance test's."""
    routes = APIRouter()
    routes.include_router(tickets_router(platform.repairs, eyes))
    routes.include_router(contracts_router(platform.repairs))
    routes.include_router(stock_router(platform.repairs))
    routes.include_router(works_router(platform.repairs))
    routes.include_router(reports_router(platform.repairs))
    return routes
