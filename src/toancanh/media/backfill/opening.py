"""The storage of a camera that is a channel of a known device."""

from __future__ import annotations

from typing import Protocol

from toancanh.devices import DeviceAt, DevicePort
from toancanh.devices.model import Device
from toancanh.kernel import PlatformError
from toancanh.media.backfill.ports import EdgeFailure, EdgeReason
from toancanh.media.backfill.profile_g import ProfileG
from toancanh.media.ingest.connecting import Surroundings


class Reach(Protocol):
    """`devices.reaching.Reaching`, as far as it is needed here."""

    def of_camera(self, camera_id: str, /) -> Device:
        """Raises `NotFound`."""

    def at(self, device: Device, /) -> DeviceAt:
        """Raises `Conflict`, `NotFound`."""

    def port(self, device: Device, /) -> DevicePort:
        """Raises `Conflict`, `NotFound`, `Denied`."""


class OpenProfileG:
    """An `OpenEdgeStorage`, for one event loop."""

    def __init__(self, reach: Reach, around: Surroundings) -> None:
        self._reach = reach
        self._around = around

    def __call__(self, camera_id: str, /) -> ProfileG:
        """See `OpenEdgeStorage`."""
        try:
            device = self._reach.of_camera(camera_id)
            at, port = self._reach.at(device), self._reach.port(device)
        except PlatformError as error:  # unknown, waiting for a person, outside the named networks
            raise EdgeFailure(EdgeReason.REFUSED, error.detail) from None
        token = next(one.token for one in device.channels if one.camera_id == camera_id)
        return ProfileG(
            port=port, at=at, source_token=token, alone=len(device.channels) == 1, around=self._around
        )  # fmt: skip
