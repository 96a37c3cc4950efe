"""Ports to devices, made on demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from toancanh.devices.onvif.device import OnvifDevice
from toancanh.devices.onvif.http import DeviceHttp
from toancanh.devices.onvif.session import ANSWER_S, OnvifSession
from toancanh.devices.ports import DeviceAt
from toancanh.devices.reach import Reach, read_networks
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Clock


@dataclass(frozen=True, kw_only=True)
class OnvifOpener:
    """An `OpenDevice`, and with `learn_certificate` a `LearnCertificate`."""

    outbound: OutboundPolicy = field(repr=False)
    clock: Clock
    answer_s: float = ANSWER_S

    def __call__(self, at: DeviceAt, *, networks: Sequence[str]) -> OnvifDevice:
        """A port; nothing is connected to yet. Raises `Invalid` for networks that are none."""
        reach = Reach(outbound=self.outbound, networks=read_networks(networks))
        return OnvifDevice(OnvifSession(at=at, reach=reach, clock=self.clock, answer_s=self.answer_s))

    async def learn_certificate(self, at: DeviceAt, *, networks: Sequence[str]) -> str:
        """SHA-256 of the certificate that is served at ``at``."""
        reach = Reach(outbound=self.outbound, networks=read_networks(networks))
        return await DeviceHttp(at=at, reach=reach).certificate()
