import asyncio
import socket
import threading
import time

import pytest

from toancanh.infra.addresses import is_own, own_addresses
from toancanh.infra.outbound import HostPort, OutboundPolicy
from toancanh.kernel import Denied, Invalid, Unavailable


def answering(*addresses: str) -> OutboundPolicy:
    families = [socket.AF_INET6 if ":" in text else socket.AF_INET for text in addresses]
    return OutboundPolicy(lookup=lambda _host, _port: list(zip(families, addresses, strict=True)), own=lambda _: False)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.8.9.10", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1",
        "0.0.0.0", "0", "0.1.2.3", "169.254.169.254", "224.0.0.1", "239.1.1.1", "255.255.255.255", "240.0.0.1",
        "::", "::1", "[::1]", "fe80::1", "fe80::1%eth0", "ff02::1", "::ffff:127.0.0.1", "::ffff:7f00:1",
        "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::1", " 127.0.0.1 ", "127.0.0.1.",
    ],
)  # fmt: skip
def test_this_machine_and_its_link_are_refused_in_every_spelling(host: str) -> None:
    with pytest.raises(Denied) as caught:
        asyncio.run(OutboundPolicy().resolve(host, 554))
    assert caught.value.extra["reason"] == "address_forbidden"


@pytest.mark.parametrize("host", ["10.1.2.3", "192.168.1.64", "172.16.0.9", "203.113.1.1", "fd00::7", "2001:ee0::5"])
def test_cameras_in_private_and_public_networks_are_reached(host: str) -> None:
    pinned = OutboundPolicy(own=lambda _: False).resolve_blocking(host, 554)
    assert (pinned.address, pinned.port) == (host, 554)
    assert pinned.family == (socket.AF_INET6 if ":" in host else socket.AF_INET)


def test_a_name_is_pinned_to_the_address_that_was_checked() -> None:
    assert answering("10.0.0.1", "10.0.0.2").resolve_blocking("camera.lan", 554).address == "10.0.0.1"


@pytest.mark.parametrize("answers", [("127.0.0.1",), ("10.0.0.1", "127.0.0.1"), ("10.0.0.1", "::ffff:127.0.0.1")])
def test_one_forbidden_answer_condemns_the_name(answers: tuple[str, ...]) -> None:
    with pytest.raises(Denied):
        asyncio.run(answering(*answers).resolve("rebind.example", 80))


def test_a_redirect_is_judged_again() -> None:
    policy = OutboundPolicy(own=lambda _: False)
    assert policy.resolve_blocking("10.0.0.1", 554)
    with pytest.raises(Denied):
        policy.resolve_blocking("localhost", 554)


def test_an_exception_opens_one_address_and_port() -> None:
    policy = OutboundPolicy.of(["127.0.0.1:8554", "[::1]:8554", "localhost:9554"], [8080])
    assert policy.resolve_blocking("127.0.0.1", 8554).address == "127.0.0.1"
    assert policy.resolve_blocking("localhost", 8554).address in {"127.0.0.1", "::1"}
    assert policy.resolve_blocking("0x7f000001", 8554).address == "127.0.0.1"
    assert policy.resolve_blocking("localhost", 9554)
    for host, port in [("127.0.0.1", 8555), ("127.0.0.2", 8554), ("127.0.0.1", 8080)]:
        with pytest.raises(Denied):
            policy.resolve_blocking(host, port)


@pytest.mark.parametrize("name", ["127.0.0.1:8080", "localhost:8080", "[::1]:8080", "0.0.0.0:8080", "2130706433:8080"])
def test_the_platforms_own_ports_can_never_be_named(name: str) -> None:
    with pytest.raises(Invalid, match="own port"):
        OutboundPolicy.of([name], [8080])


def test_own_ports_are_refused_on_every_own_address_even_behind_an_allowed_name() -> None:
    outside = next((address for address in own_addresses() if not address.is_loopback), None)
    policy = OutboundPolicy(
        allow=frozenset({HostPort(host="me.example", port=8080)}),
        own_ports=frozenset({8080}),
        lookup=lambda _host, _port: [(socket.AF_INET, str(outside or "127.0.0.1"))],
    )
    with pytest.raises(Denied, match="own port"):
        policy.resolve_blocking("me.example", 8080)
    if outside is not None:
        assert is_own(outside)
        with pytest.raises(Denied, match="own port"):
            policy.resolve_blocking(str(outside), 8080)
        assert policy.resolve_blocking(str(outside), 8081)


def test_a_name_without_an_answer_says_so() -> None:
    def lookup(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
        raise socket.gaierror(host, port)

    for policy in (OutboundPolicy(lookup=lookup), answering()):
        with pytest.raises(Unavailable) as caught:
            asyncio.run(policy.resolve("nowhere.example", 554))
        assert caught.value.extra["reason"] == "name_not_found"


def test_a_name_server_that_never_answers_does_not_hold_up_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toancanh.infra.outbound._RESOLVE_TIMEOUT_S", 0.05)
    answered = threading.Event()

    def lookup(_host: str, _port: int) -> list[tuple[socket.AddressFamily, str]]:
        answered.wait(20)
        return []

    async def ask_often(policy: OutboundPolicy) -> list[object]:
        return await asyncio.gather(*(policy.resolve("camera.lan", 554) for _ in range(40)), return_exceptions=True)

    begin = time.monotonic()
    answers = asyncio.run(ask_often(OutboundPolicy(lookup=lookup)))
    answered.set()
    assert time.monotonic() - begin < 15
    assert all(isinstance(answer, Unavailable) for answer in answers)
    assert sum(thread.name == "look-up" for thread in threading.enumerate()) <= 32


@pytest.mark.parametrize(
    "text", ["camera", "camera:", ":554", "camera:0", "camera:65536", "::1:554", "camera:x", "a:²"]
)
def test_an_exception_is_written_host_and_port(text: str) -> None:
    with pytest.raises(Invalid):
        HostPort.parse(text)
