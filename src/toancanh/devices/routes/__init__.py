"""HTTP of devices: ``/devices``."""

from __future__ import annotations

from typing import Protocol

from fastapi import APIRouter

from toancanh.devices.routes.devices import devices_router
from toancanh.devices.routes.events import events_router
from toancanh.devices.routes.jobs import jobs_router
from toancanh.devices.routes.networks import networks_router
from toancanh.devices.routes.posture import posture_router
from toancanh.devices.routes.settings import settings_router
from toancanh.devices.service import Devices


class Platform(Protocol):
    """What of the wired platform these routes need."""

    @property
    def devices(self) -> Devices: ...


def router(platform: Platform) -> APIRouter:
    """All routes of this package, without prefix."""
    routes = APIRouter()
    routes.include_router(networks_router(platform.devices))
    routes.include_router(jobs_router(platform.devices))
    routes.include_router(posture_router(platform.devices))
    routes.include_router(settings_router(platform.devices))
    routes.include_router(events_router(platform.devices))
    routes.include_router(devices_router(platform.devices))  # last: it takes ids
    return routes
