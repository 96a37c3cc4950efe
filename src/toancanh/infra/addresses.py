"""Which addresses are this machine's own, and which are one source."""

from __future__ import annotations

import fcntl
import ipaddress
import socket
import struct
from pathlib import Path

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_SIOCGIFADDR = 0x8915  # netdevice(7)
_SIOCGIFNETMASK = 0x891B


def is_loopback_host(host: str) -> bool:
    """True for a host to listen on that only this machine reaches; a name other than ``localhost`` is not trusted."""
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return address.is_loopback


def is_own(address: Address) -> bool:
    """True where a connection to ``address`` ends on this machine: only an own address can be bound."""
    if address.is_loopback or address.is_unspecified:
        return True
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((str(address), 0))
        except OSError:
            return False
    return True


def own_addresses() -> list[Address]:
    """Addresses of all interfaces, in the kernel's order, link-local ones left out."""
    found: list[Address] = [link.ip for link in own_links()]
    table = Path("/proc/net/if_inet6")
    if table.exists():
        for line in table.read_text(encoding="ascii").splitlines():
            found.append(ipaddress.IPv6Address(bytes.fromhex(line.split()[0])))
    return [address for address in dict.fromkeys(found) if not address.is_link_local]


def own_links() -> list[ipaddress.IPv4Interface]:
    """Addresses (IPv4) of all interfaces with the networks that they are in, in the kernel's order."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        for _, name in socket.if_nameindex():
            asked = struct.pack("256s", name.encode()[:15])
            try:
                address, mask = (fcntl.ioctl(asker, what, asked)[20:24] for what in (_SIOCGIFADDR, _SIOCGIFNETMASK))
            except OSError:
                continue  # an interface without an IPv4 address
            found.append(ipaddress.IPv4Interface((address, f"{ipaddress.IPv4Address(mask)}")))
    return found


def source_network(source: str) -> str:
    """Whom a request is counted for: an address, or a network of IPv6, because who has one address of it has 2**64."""
    try:
        address = ipaddress.ip_address(source)
    except ValueError:
        return source[:64] or "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
