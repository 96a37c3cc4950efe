"""What health needs of others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from toancanh.kernel import Principal


class PlannedWork(Protocol):
    """Work that somebody announced (`health.repairs`)."""

    def covers(self, camera_ids: Collection[str], at_us: int, /) -> Collection[str]:
        """Those of these cameras that are being worked at then."""


class Recorders(Protocol):
    """Devices with many channels (`devices`)."""

    def of_cameras(self, camera_ids: Collection[str], /) -> Mapping[str, str]:
        """The id of the device that each of these cameras is a channel of, for those that are."""

    def called(self, principal: Principal, device_ids: Collection[str], /) -> Mapping[str, tuple[str, str]]:
        """Address and name of those of these devices that the principal may read, by id."""


class NoPlannedWork:
    """Where nobody announces any."""

    def covers(self, camera_ids: Collection[str], at_us: int, /) -> Collection[str]:
        return ()


class NoRecorders:
    """Where each camera is a device of its own."""

    def of_cameras(self, camera_ids: Collection[str], /) -> Mapping[str, str]:
        return {}

    def called(self, principal: Principal, device_ids: Collection[str], /) -> Mapping[str, tuple[str, str]]:
        return {}
