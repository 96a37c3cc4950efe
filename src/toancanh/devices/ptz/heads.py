"""Heads of cameras that are channels of known devices: with the log-in that is kept, as every other use of a device."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from functools import partial
from typing import Protocol

from toancanh.devices.model import Device
from toancanh.devices.ports import DeviceFailure, DevicePort
from toancanh.devices.ptz.aim import Optics
from toancanh.devices.ptz.ports import Head
from toancanh.devices.store.devices import steerable
from toancanh.infra.database import Database
from toancanh.kernel import Conflict, Principal
from toancanh.registry import Registry

_ITSELF = Principal.system("ptz")


class Reach(Protocol):
    """`devices.reaching.Reaching`, as far as steering needs it."""

    def of_camera(self, camera_id: str, /) -> Device:
        """Raises `NotFound`."""

    def port(self, device: Device, /) -> DevicePort:
        """Raises `Conflict`, `NotFound`, `Denied`."""


class DeviceHeads:
    """`ports.Heads` over the devices that are kept."""

    def __init__(
        self,
        *,
        database: Database,
        registry: Registry,
        reach: Reach,
        failed: Callable[[Device, DeviceFailure], object],
    ) -> None:
        self._database = database
        self._registry = registry
        self._reach = reach
        self._failed = failed

    def steerable(self, camera_ids: Collection[str], /) -> frozenset[str]:
        """By what their devices said of their channels."""
        with self._database.reading() as connection:
            return steerable(connection, camera_ids)

    async def open(self, camera_id: str, /) -> Head:
        """A port of its own: steering waits behind no other question to the device."""
        return await asyncio.to_thread(self._open, camera_id)

    def _open(self, camera_id: str) -> Head:
        device = self._reach.of_camera(camera_id)
        profile = next((one.ptz_profile for one in device.channels if one.camera_id == camera_id), "")
        if not profile:
            raise Conflict("this camera has no head that can be steered", reason="not_steerable")
        dossier = self._registry.dossiers.get(_ITSELF, camera_id).dossier
        optics = Optics() if dossier.hfov_deg is None else Optics(hfov_deg=min(170.0, dossier.hfov_deg))
        port = self._reach.port(device)
        return Head(
            port=port, profile=profile, close=port.close, failed=partial(self._failed, device), optics=optics
        )  # fmt: skip
