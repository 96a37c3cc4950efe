"""Discovery as onboarding uses it: ask the group first, then knock at every address of the named networks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from toancanh.devices.discovery import probe, scan
from toancanh.devices.facts import FoundDevice
from toancanh.devices.quirks import onvif_ports
from toancanh.devices.reach import Reach, read_networks
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Clock

PORTS = (*onvif_ports(), 443)
"""Where devices of known makes answer ONVIF, and TLS; others are named by their address."""


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A `Discover`."""

    outbound: OutboundPolicy = field(repr=False)
    clock: Clock
    ports: Sequence[int] = PORTS

    async def __call__(self, networks: Sequence[str]) -> AsyncIterator[FoundDevice]:
        """Each device once by address and port."""
        reach = Reach(outbound=self.outbound, networks=read_networks(networks))
        met = set()
        for one in (await probe(reach)).found:
            met.add((one.address, one.port))
            yield one
        async for one in scan(reach, clock=self.clock, ports=self.ports):
            if (one.address, one.port) not in met:
                met.add((one.address, one.port))
                yield one
