import contextlib
import ipaddress
import socket
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from toancanh.infra.http import page
from toancanh.infra.keyring import KeyRing
from toancanh.infra.logs import redact
from toancanh.infra.outbound import HostPort, OutboundPolicy
from toancanh.kernel import DataLoss, Denied, Invalid, PlatformError, Unavailable

NUMBER = st.sampled_from([str, hex, lambda value: f"0{value:o}"])


@st.composite
def spellings(draw: st.DrawFn, addresses: st.SearchStrategy[ipaddress.IPv4Address]) -> str:
    """One of the ways in which inet_aton(3) takes an address: one to four numbers, each in base 10, 16 or 8."""
    octets = list(draw(addresses).packed)
    parts = draw(st.integers(1, 4))
    values = [*octets[: parts - 1], int.from_bytes(octets[parts - 1 :], "big")]
    return ".".join(draw(NUMBER)(value) for value in values)


@given(spellings(st.ip_addresses(network="127.0.0.0/8") | st.ip_addresses(network="169.254.0.0/16")))
@settings(derandomize=True)
def test_no_spelling_of_an_address_gets_past_the_policy(host: str) -> None:
    assert socket.inet_aton(host)
    with pytest.raises(Denied):
        OutboundPolicy().resolve_blocking(host, 554)


@given(spellings(st.ip_addresses(network="10.0.0.0/8")), st.integers(1, 65535))
@settings(derandomize=True)
def test_every_spelling_of_a_camera_is_pinned_to_its_address(host: str, port: int) -> None:
    pinned = OutboundPolicy(own=lambda _: False).resolve_blocking(host, port)
    assert ipaddress.ip_address(pinned.address).packed == socket.inet_aton(host)


@given(st.text(max_size=40), st.integers())
@settings(derandomize=True)
def test_any_host_is_judged_or_refused_in_our_own_words(host: str, port: int) -> None:
    policy = OutboundPolicy(lookup=lambda _host, _port: [(socket.AF_INET, "127.0.0.1")])
    with contextlib.suppress(Denied, Invalid, Unavailable):
        policy.resolve_blocking(host, port)


@given(st.text(max_size=40))
@settings(derandomize=True)
def test_any_exception_is_read_or_refused(text: str) -> None:
    try:
        parsed = HostPort.parse(text)
    except Invalid:
        return
    assert parsed.host
    assert 0 < parsed.port < 65536


@given(st.text(min_size=6, max_size=30), st.sampled_from(["rtsp", "rtsps", "http", "RTSP"]))
@settings(derandomize=True)
def test_no_password_of_an_address_is_logged(password: str, scheme: str) -> None:
    written = quote(password, safe="")
    assume(written not in "://admin:***@10.0.0.1:554/live?x=1 cannot open failed")
    assert written not in redact(f"cannot open {scheme}://admin:{written}@10.0.0.1:554/live?x=1 failed")


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    return KeyRing.open(bytes(32), Path(tmp_path_factory.mktemp("ring")) / "keys.json")


@given(plaintext=st.binary(max_size=200), context=st.text(max_size=20), other=st.text(max_size=20))
@settings(derandomize=True, deadline=None)
def test_a_secret_opens_in_its_context_alone(ring: KeyRing, plaintext: bytes, context: str, other: str) -> None:
    token = ring.encrypt(plaintext, context)
    assert ring.decrypt(token, context) == plaintext
    if other != context:
        with pytest.raises(DataLoss):
            ring.decrypt(token, other)


@given(token=st.text(max_size=80))
@settings(derandomize=True, deadline=None)
def test_any_token_is_opened_or_refused_in_our_own_words(ring: KeyRing, token: str) -> None:
    for text in (token, f"tc1:{ring.active_key}:{token}"):
        with pytest.raises(PlatformError):
            ring.decrypt(text, "s")


@given(st.lists(st.integers(), unique=True).map(sorted), st.integers(1, 7))
@settings(derandomize=True)
def test_pages_give_each_item_once(items: list[int], limit: int) -> None:
    seen: list[int] = []
    after: str | None = None
    while True:
        start = 0 if after is None else items.index(int(after)) + 1
        one = page(items[start : start + limit + 1], limit, str)
        seen += one.items
        if one.next is None:
            break
        after = one.next
    assert seen == items
