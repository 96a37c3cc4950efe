"""The registry's map in the application: media tells which cameras send pictures, the settings what lies below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool

from toancanh.health.model import BLIND
from toancanh.health.service import Health
from toancanh.kernel import Clock
from toancanh.media.model import StreamState
from toancanh.media.playback.states import States
from toancanh.registry import StreamRole
from toancanh.registry.map import BaseMap, CameraMap, LiveReport, LiveState, MapColour, router

if TYPE_CHECKING:
    from toancanh.media.routes import MediaServices
    from toancanh.web.ports import Platform

_KEPT_US = 3_000_000
_OF: Mapping[str, LiveState] = {
    StreamState.ONLINE: LiveState.ONLINE,
    StreamState.CONNECTING: LiveState.CONNECTING,
    StreamState.OFFLINE: LiveState.AWAY,
    StreamState.FROZEN: LiveState.AWAY,
    StreamState.DISABLED: LiveState.AWAY,
}


class MapStates:
    """`registry.map.LiveStates` over the media processes. A map needs no state younger than some seconds."""

    def __init__(self, *, states: States, clock: Clock) -> None:
        self._states = states
        self._clock = clock
        self._known = LiveReport(version=clock.now_us() // 1_000_000)  # above any of the process before
        self._asked_us: int | None = None

    async def report(self) -> LiveReport:
        """The version moves only where a state did, so that tiles stay good in between."""
        now_us = self._clock.monotonic_us()
        if self._asked_us is not None and now_us - self._asked_us < _KEPT_US:
            return self._known
        self._asked_us = now_us
        streams = await self._states.streams()
        by_camera = {
            camera_id: _OF[str(report["state"])]
            for (camera_id, role), report in streams.items()
            if role is StreamRole.MAIN
        }
        unknown = LiveState.CONNECTING if self._states.all_up else LiveState.AWAY
        if (by_camera, unknown) != (self._known.by_camera, self._known.unknown):
            self._known = LiveReport(version=self._known.version + 1, by_camera=by_camera, unknown=unknown)
        return self._known


class HealthStates:
    """The same over open faults: no state is worse than pictures of no use, and announced work is no fault."""

    def __init__(self, *, health: Health, clock: Clock) -> None:
        self._health = health
        self._clock = clock
        self._known = LiveReport(version=clock.now_us() // 1_000_000, colour=MapColour.HEALTH, locks=False)
        self._asked_us: int | None = None

    async def report(self) -> LiveReport:
        """Whoever may read a camera may know its faults, as on the board."""
        now_us = self._clock.monotonic_us()
        if self._asked_us is not None and now_us - self._asked_us < _KEPT_US:
            return self._known
        self._asked_us = now_us
        worst = [LiveState.AT_WORK, LiveState.CONNECTING, LiveState.AWAY]
        found: dict[str, LiveState] = {}
        for fault in await run_in_threadpool(self._health.open_faults):
            state = worst[0] if fault.planned else worst[2] if fault.kind in BLIND else worst[1]
            found[fault.camera_id] = max(found.get(fault.camera_id, state), state, key=worst.index)
        if found != self._known.by_camera or self._known.unknown is not LiveState.ONLINE:
            self._known = replace(
                self._known, version=self._known.version + 1, by_camera=found, unknown=LiveState.ONLINE
            )
        return self._known


def map_router(platform: Platform, media: MediaServices, *, prefix: str) -> APIRouter:
    """The routes of the map, for an application that serves them below ``prefix``."""
    settings = platform.settings
    base = BaseMap(pmtiles=settings.map_pmtiles, tiles_url=settings.map_tiles_url, attribution=settings.map_attribution)
    cameras = CameraMap(database=platform.database, governance=platform.governance)
    live = MapStates(states=media.states, clock=platform.clock)
    health = HealthStates(health=platform.health, clock=platform.clock)
    return router(cameras, live, base, prefix=prefix, health=health)
