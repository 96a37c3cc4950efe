"""What steering needs of the one who keeps devices: the head of a camera, on a connection that stays open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from typing import Protocol

from toancanh.devices.ports import DeviceFailure, PtzPort
from toancanh.devices.ptz.aim import Optics


@dataclass(frozen=True, kw_only=True)
class Head:
    """``profile``: the media profile whose head it is; ``optics``: what is known of its angles, else assumed.
    ``close`` lets the connection go; ``failed`` tells those who keep devices why it was given up (blocking).
    """

    port: PtzPort
    profile: str
    close: Callable[[], Awaitable[None]]
    failed: Callable[[DeviceFailure], object] = lambda _failure: None
    optics: Optics = field(default_factory=Optics)


class Heads(Protocol):
    """Which camera is which channel of which device; who knows the device's log-in."""

    def steerable(self, camera_ids: Collection[str], /) -> frozenset[str]:
        """Those whose device said that they can be steered; asks the database only."""

    async def open(self, camera_id: str, /) -> Head:
        """Its head. Raises `NotFound` where it has none, `Denied` or `DeviceFailure` as the device's port does."""
