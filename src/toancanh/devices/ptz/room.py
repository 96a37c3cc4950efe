"""Everything of steering over a wired platform: made with the application, started and closed on its loop."""

from __future__ import annotations

from typing import Protocol

from fastapi import APIRouter

from toancanh.devices.ptz.keeping import Keeping
from toancanh.devices.ptz.ports import Heads
from toancanh.devices.ptz.routes import router as http_router
from toancanh.devices.ptz.seeing import Seeing
from toancanh.devices.ptz.socket import socket_router
from toancanh.devices.ptz.steering import Steering
from toancanh.governance import Governance
from toancanh.infra.database import Database
from toancanh.kernel import Clock, IdSource
from toancanh.registry import Registry


class PtzPlatform(Protocol):
    """What of the wired platform steering needs."""

    @property
    def governance(self) -> Governance: ...
    @property
    def registry(self) -> Registry: ...
    @property
    def database(self) -> Database: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def ids(self) -> IdSource: ...


class Ptz:
    """`routes.PtzRoom` over a platform."""

    def __init__(self, platform: PtzPlatform, heads: Heads) -> None:
        self.governance = platform.governance
        self.steering = Steering(
            governance=platform.governance,
            registry=platform.registry,
            database=platform.database,
            clock=platform.clock,
            heads=heads,
        )
        self.keeping = Keeping(
            governance=platform.governance,
            registry=platform.registry,
            database=platform.database,
            ids=platform.ids,
            steering=self.steering,
        )
        self.seeing = Seeing(
            governance=platform.governance, registry=platform.registry, clock=platform.clock, steering=self.steering
        )
        self._registry = platform.registry

    def router(self) -> APIRouter:
        """All its routes, without prefix."""
        routes = APIRouter()
        routes.include_router(http_router(self))
        routes.include_router(socket_router(self._registry, self))
        return routes
