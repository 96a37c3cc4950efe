"""Where a device may be reached: inside the networks that an administrator named, by the outbound policy, pinned."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass, field

from toancanh.infra.outbound import OutboundPolicy, Pinned
from toancanh.kernel import Denied, Invalid

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_FEWEST_BITS = {4: 8, 6: 32}  # "everything" is no network that a person named


def read_networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """``10.20.0.0/16``, ``192.0.2.7``. Raises `Invalid`."""
    networks = []
    for text in texts:
        try:
            network = ipaddress.ip_network(text.strip(), strict=False)
        except ValueError:
            raise Invalid(f"a network is written as 10.20.0.0/16, not {text!r}") from None
        if network.prefixlen < _FEWEST_BITS[network.version]:
            raise Invalid(f"the network {text} is too large to be one that you name; name the parts with cameras")
        networks.append(network)
    return tuple(networks)


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Judges every address of a device before anything is sent there."""

    outbound: OutboundPolicy = field(repr=False)
    networks: tuple[Network, ...]

    def holds(self, address: str) -> bool:
        """Whether the address lies in a named network; a name does not."""
        try:
            literal = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(literal in network for network in self.networks)

    async def pin(self, host: str, port: int) -> Pinned:
        """Where to connect. Raises `Denied` (``address_forbidden``, ``address_outside_networks``), `Unavailable`."""
        pinned = await self.outbound.resolve(host, port)
        if not self.holds(pinned.address):
            raise Denied(
                f"{host} lies outside the networks that an administrator named; name its network first",
                reason="address_outside_networks",
            )
        return pinned

    def check(self, address: str, port: int) -> None:
        """Judge an address that a device named, without a name server. Raises `Denied`."""
        if not self.holds(address):
            raise Denied(f"{address} lies outside the named networks", reason="address_outside_networks")
        self.outbound.check_written(address, port)
