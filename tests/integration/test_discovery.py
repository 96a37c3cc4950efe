"""Discovery against simulated devices: by probe and by scan, thousands of answers, strangers and garbage."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from toancanh.devices import FoundDevice
from toancanh.devices.discovery import ProbeResult, ScanProgress, probe, scan
from toancanh.devices.discovery.probe import asked_of
from toancanh.devices.reach import Reach, read_networks
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import SystemClock
from toancanh.simulation import SimulatedDevices, simulated_devices

_PKTINFO = 8  # ip(7)
_MATCH = (
    '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Header><RelatesTo>{probe}</RelatesTo></e:Header>'
    "<e:Body><ProbeMatches><ProbeMatch><EndpointReference><Address>urn:uuid:{host}</Address></EndpointReference>"
    "<XAddrs>http://{host}:80/onvif/device_service</XAddrs></ProbeMatch></ProbeMatches></e:Body></e:Envelope>"
)


@pytest.fixture(scope="module")
def fleet() -> Iterator[SimulatedDevices]:
    with simulated_devices(
        4, make=["exact", "hikvision", "dahua", "sloppy"], tls=True, wait_for_pictures=False
    ) as devices:
        yield devices


def _reach(networks: list[str], *allow: str, own_ports: set[int] = frozenset()) -> Reach:  # type: ignore[assignment]
    return Reach(outbound=OutboundPolicy.of(allow, own_ports), networks=read_networks(networks))


def probed(
    reach: Reach, fleet: SimulatedDevices, numbers: list[int], enough: Callable[[ProbeResult], bool]
) -> ProbeResult:
    """As people ask who miss a device that is slow to answer: once more, and listening for longer."""
    targets = [(fleet[number].host, fleet.discovery_port) for number in numbers]
    for listen_s in (0.8, 3.0, 10.0):
        result = asyncio.run(probe(reach, listen_s=listen_s, targets=targets, interfaces=()))
        if enough(result):
            break
    return result


def test_every_device_answers_a_probe_once(fleet: SimulatedDevices) -> None:
    reach = _reach(["127.0.0.0/8"], *fleet.outbound)
    numbers = [one.number for one in fleet]
    result = probed(reach, fleet, numbers * 2, lambda heard: heard.left_out.get("twice", 0) >= len(fleet))
    assert {(one.address, one.port, one.endpoint) for one in result.found} == {
        (one.host, one.http_port, one.endpoint) for one in fleet
    }
    assert all(one.hardware for one in result.found)
    assert result.left_out["twice"] >= len(fleet)


def test_what_lies_outside_or_is_ours_is_left_out(fleet: SimulatedDevices) -> None:
    first, second = fleet[1], fleet[2]
    reach = _reach([f"{first.host}/32"], *fleet.outbound)
    result = probed(reach, fleet, [1, 2], lambda heard: bool(heard.found) and "outside" in heard.left_out)
    assert [one.address for one in result.found] == [first.host]
    assert result.left_out["outside"] >= 1
    ours = _reach(["127.0.0.0/8"], own_ports={first.http_port, second.http_port})
    assert probed(ours, fleet, [1, 2], lambda heard: sum(heard.left_out.values()) >= 2).found == ()


def test_networks_that_nobody_named_hear_no_question() -> None:
    links = [ipaddress.IPv4Interface(one) for one in ("127.0.0.1/8", "10.1.4.2/16", "192.168.1.9/24", "10.9.0.1/30")]
    named = read_networks(["10.1.200.0/24", "127.0.0.0/8", "2001:db8::/48", "10.9.0.0/16"])
    assert asked_of(links, named) == ["10.1.4.2", "10.9.0.1"]


def test_one_device_that_answers_for_thousands_is_one(fleet: SimulatedDevices) -> None:
    fleet.fault(1, "storm", 500)
    try:
        reach = _reach(["127.0.0.0/8"], *fleet.outbound)
        result = probed(reach, fleet, [1], lambda heard: heard.left_out.get("another_address", 0) >= 499)
    finally:
        fleet.clear(1)
    assert [one.address for one in result.found] == [fleet[1].host]
    assert result.left_out["another_address"] >= 499


@contextmanager
def _crowd(count: int) -> Iterator[int]:
    """So many hosts on loopback, each answering a probe at once; and as much garbage."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(5)

        def serve() -> None:
            data, asker = sock.recvfrom(65_535)
            asked = re.search(rb"urn:uuid:([0-9a-f-]{36})", data)
            assert asked is not None
            for number in range(count):
                host = f"127.90.{number >> 8}.{number & 255}"
                answer = _MATCH.format(probe=f"urn:uuid:{asked[1].decode()}", host=host).encode()
                note = (socket.IPPROTO_IP, _PKTINFO, bytes(4) + socket.inet_aton(host) + bytes(4))
                sock.sendmsg([answer], [note], 0, asker)
                sock.sendmsg([answer[: number % 400]], [note], 0, asker)
                if number % 64 == 0:
                    time.sleep(0.001)  # a kernel's buffer holds some hundreds

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield sock.getsockname()[1]
        thread.join(10)


def test_five_thousand_devices_answer_at_once() -> None:
    count = 5000
    networks = _reach(["127.90.0.0/16"], *(f"127.90.{one >> 8}.{one & 255}:80" for one in range(count)))
    with _crowd(count) as port:
        result = asyncio.run(probe(networks, listen_s=2.0, targets=[("127.0.0.1", port)], interfaces=()))
    _check_crowd(result, count)


def _check_crowd(result: ProbeResult, count: int) -> None:
    """The kernel may drop some of a flood on a busy machine; nothing false is among those that came."""
    assert len(result.found) > count * 0.2
    assert len({one.address for one in result.found}) == len(result.found)
    assert result.left_out["garbage"] > 0


def test_a_scan_finds_who_speaks_onvif_and_says_how_far_it_is(fleet: SimulatedDevices) -> None:
    progress: list[ScanProgress] = []
    encrypted = {one.https_port for one in fleet}
    ports = sorted({one.http_port for one in fleet} | {one.rtsp_port for one in fleet} | encrypted)
    hosts = [one.host for one in fleet]
    reach = _reach([f"{host}/32" for host in hosts], *fleet.outbound)

    async def run() -> list[FoundDevice]:
        found = scan(
            reach, clock=SystemClock(), ports=ports, tls_ports=encrypted, on_progress=progress.append, knock_s=20
        )
        return [one async for one in found]

    found = asyncio.run(run())
    plain = {(one.host, one.http_port, False) for one in fleet}
    assert {(one.address, one.port, one.tls) for one in found} == plain | {
        (one.host, one.https_port, True) for one in fleet
    }
    assert progress[-1] == ScanProgress(asked=len(hosts) * len(ports), total=len(hosts) * len(ports), found=8)
    assert sum(fleet.state(one.number).log_ins_refused for one in fleet) == 0
