"""WS-Discovery's probe over UDP: a question to the group, and some seconds of answers, thousands of them at once."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toancanh.devices.discovery.answers import GROUP, PORT, probe_message, read_matches
from toancanh.devices.facts import FoundDevice
from toancanh.devices.reach import Network, Reach
from toancanh.infra.addresses import own_links
from toancanh.kernel import Denied

_MOST_FOUND = 20_000
_MOST_READ = 100_000  # datagrams of one probe; what comes after them is a flood
_BUFFER_BYTES = 8 << 20
_ASKED = 2  # twice, as UDP loses some (WS-Discovery 1.1, 3.1.1)
_PAUSE_S = 0.5
_AT_ONCE = 64


@dataclass(frozen=True, kw_only=True)
class ProbeResult:
    """``left_out`` counts answers that were not taken, by why: ``outside``, ``another_address``, ``garbage``,
    ``twice``, ``too_many``.
    """

    found: tuple[FoundDevice, ...]
    left_out: Mapping[str, int]


async def probe(
    reach: Reach,
    *,
    listen_s: float = 3.0,
    targets: Sequence[tuple[str, int]] = ((GROUP, PORT),),
    interfaces: Sequence[str] | None = None,
) -> ProbeResult:
    """Ask ``targets`` (the group, or single addresses), listen so long; what answered, each device once.

    ``interfaces``: own addresses whose networks are asked; None for those with a part that an administrator named.
    """
    if interfaces is None:
        interfaces = asked_of(own_links(), reach.networks)
    message_ids = [str(uuid.uuid4()) for _ in range(_ASKED)]
    hearing = _Hearing(reach=reach, message_ids=frozenset(message_ids))
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setblocking(False)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER_BYTES)
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1)
        sock.bind(("", 0))
        loop.add_reader(sock, hearing.read, sock)
        try:
            for number, message_id in enumerate(message_ids):
                for target in targets:
                    _send(sock, probe_message(message_id), target, interfaces)
                await asyncio.sleep(_PAUSE_S if number + 1 < _ASKED else max(0.0, listen_s - _PAUSE_S))
        finally:
            loop.remove_reader(sock)
    return hearing.result()


def asked_of(links: Sequence[ipaddress.IPv4Interface], networks: Sequence[Network]) -> list[str]:
    """Own addresses in networks of which a part was named: into others not even a question goes."""
    return [
        str(link.ip)
        for link in links
        if not link.is_loopback and any(one.version == 4 and one.overlaps(link.network) for one in networks)
    ]


def _send(sock: socket.socket, message: bytes, target: tuple[str, int], interfaces: Sequence[str]) -> None:
    """Best effort: where a network cannot be asked, the scan finds what this does not."""
    is_group = ipaddress.ip_address(target[0]).is_multicast
    for interface in interfaces if is_group else ("",):
        try:
            if interface:
                sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(interface))
            sock.sendto(message, target)
        except OSError:
            continue


class _Hearing:
    """What has answered so far."""

    def __init__(self, *, reach: Reach, message_ids: frozenset[str]) -> None:
        self._reach = reach
        self._message_ids = message_ids
        self._found: dict[tuple[str, int], FoundDevice] = {}
        self._read = 0
        self._left_out: Counter[str] = Counter()

    def read(self, sock: socket.socket) -> None:
        """Take some of what lies there; the loop calls again for more."""
        for _ in range(_AT_ONCE):
            try:
                data, sender = sock.recvfrom(65_535)
            except (BlockingIOError, InterruptedError):
                return
            except OSError:
                continue  # an ICMP error of a target
            self._read += 1
            self._take(data, sender[0])

    def result(self) -> ProbeResult:
        """In the order in which they answered."""
        return ProbeResult(found=tuple(self._found.values()), left_out=dict(self._left_out))

    def _take(self, data: bytes, sender: str) -> None:
        if self._read > _MOST_READ:
            self._left_out["too_many"] += 1
        elif not self._reach.holds(sender):
            self._left_out["outside"] += 1
        elif not (matches := read_matches(data, sender=sender, message_ids=self._message_ids)):
            self._left_out["garbage"] += 1
        else:
            for match in matches:
                self._left_out["another_address"] += match.elsewhere
                for device in match.devices:
                    self._keep(device)

    def _keep(self, device: FoundDevice) -> None:
        """By address: an endpoint's name may be claimed by anybody, an address answers for itself."""
        key = (device.address, device.port)
        if key in self._found:
            self._left_out["twice"] += 1
        elif len(self._found) >= _MOST_FOUND:
            self._left_out["too_many"] += 1
        else:
            try:
                self._reach.check(device.address, device.port)
            except Denied:
                self._left_out["outside"] += 1
            else:
                self._found[key] = device
