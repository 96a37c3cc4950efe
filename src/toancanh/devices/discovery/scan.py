"""Scan of named networks: who speaks ONVIF on which port, asked for the time only, which needs no log-in."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from toancanh.devices.facts import FoundDevice
from toancanh.devices.onvif.http import DeviceHttp
from toancanh.devices.onvif.session import OnvifSession
from toancanh.devices.ports import DeviceAt, DeviceFailure, DeviceReason
from toancanh.devices.quirks import onvif_ports
from toancanh.devices.reach import Network, Reach
from toancanh.infra.outbound import Pinned
from toancanh.kernel import Clock, Denied, Invalid, Unavailable

_MOST_ASKED = 1 << 18  # addresses times ports of one scan
_AT_ONCE = 128
_KNOCK_S = 1.0
_TLS_PORTS = frozenset({443, 8443})
_ANSWER_S = 4.0
_ONVIF_ANYWAY = frozenset({DeviceReason.LOGIN_WANTED, DeviceReason.REFUSED, DeviceReason.NOT_PERMITTED})


@dataclass(frozen=True, kw_only=True)
class ScanProgress:
    """How far a scan is: asked of total (address, port), and found."""

    asked: int
    total: int
    found: int


def scan_size(networks: Sequence[Network], ports: Sequence[int]) -> int:
    """How many questions it would be. Raises `Invalid` where that is too many for one scan."""
    total = sum(network.num_addresses for network in networks) * len(ports)
    if total > _MOST_ASKED:
        raise Invalid(f"{total:,} questions are too many for one scan; name smaller networks or fewer ports")
    return total


async def scan(
    reach: Reach,
    *,
    clock: Clock,
    ports: Sequence[int] = (),
    tls_ports: Collection[int] = _TLS_PORTS,
    on_progress: Callable[[ScanProgress], None] = lambda _: None,
    knock_s: float = _KNOCK_S,
    at_once: int = _AT_ONCE,
) -> AsyncIterator[FoundDevice]:
    """Devices as they are found; ends when all were asked. Closing it ends the scan. Raises `Invalid`.

    ``ports``: none for those of the known makes.
    """
    ports = ports or onvif_ports()
    total = scan_size(reach.networks, ports)
    questions = iter(_questions(reach.networks, ports))
    found: asyncio.Queue[FoundDevice | None] = asyncio.Queue(maxsize=at_once)
    asked = met = 0

    async def work() -> None:
        nonlocal asked, met
        for address, port in questions:
            device = await _ask(reach, clock, address, port, knock_s, tls=port in tls_ports)
            asked += 1
            if device is not None:
                met += 1
                await found.put(device)
            if device is not None or asked % 64 == 0 or asked == total:
                on_progress(ScanProgress(asked=asked, total=total, found=met))

    async def end(workers: Sequence[asyncio.Task[None]]) -> None:
        await asyncio.wait(workers)
        await found.put(None)

    workers = [asyncio.create_task(work()) for _ in range(min(at_once, total))]
    ending = asyncio.create_task(end(workers))
    try:
        while (device := await found.get()) is not None:
            yield device
        for worker in workers:
            worker.result()  # what went wrong with one of them goes wrong here
    finally:
        for task in (ending, *workers):
            task.cancel()
        await asyncio.gather(ending, *workers, return_exceptions=True)


def _questions(networks: Sequence[Network], ports: Sequence[int]) -> Iterator[tuple[str, int]]:
    """Each host of each network; network and broadcast addresses belong to nobody."""
    for network in networks:
        hosts = network.hosts() if network.num_addresses > 2 else iter(network)
        for address, port in itertools.product(hosts, ports):
            yield str(address), port


async def _ask(reach: Reach, clock: Clock, address: str, port: int, knock_s: float, *, tls: bool) -> FoundDevice | None:
    try:
        pinned = await reach.pin(address, port)
    except (Denied, Unavailable):
        return None
    if not await _opens(pinned, knock_s):
        return None
    at = DeviceAt(address=address, port=port, tls=tls)
    try:
        if at.tls:  # whoever it is: nothing is told but that somebody asks for the time
            at = replace(at, certificate_sha256=await DeviceHttp(at=at, reach=reach).certificate())
        session = OnvifSession(at=at, reach=reach, clock=clock, answer_s=_ANSWER_S)
        try:
            await session.time()
        finally:
            session.close()
    except DeviceFailure as failure:
        if failure.reason not in _ONVIF_ANYWAY:
            return None
    except Denied:
        return None
    return FoundDevice(address=address, port=port, path=at.path, tls=at.tls)


async def _opens(pinned: Pinned, knock_s: float) -> bool:
    try:
        async with asyncio.timeout(knock_s):
            _, writer = await asyncio.open_connection(pinned.address, pinned.port)
    except (OSError, TimeoutError):
        return False
    writer.transport.abort()
    return True
