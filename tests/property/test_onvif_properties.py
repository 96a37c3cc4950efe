"""Whatever a device or a stranger sends: nothing but the declared errors, within bounds."""

from __future__ import annotations

import asyncio
import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toancanh.devices.discovery.answers import probe_message, read_matches
from toancanh.devices.onvif.addresses import named_stream, named_web
from toancanh.devices.onvif.clock import read_time
from toancanh.devices.onvif.envelope import open_envelope
from toancanh.devices.onvif.http import read_answer
from toancanh.devices.onvif.media_service import read_profile
from toancanh.devices.onvif.reading import MOST_DEPTH, MOST_ELEMENTS, MOST_LETTERS, Node, read_xml
from toancanh.devices.ports import DeviceAt, DeviceFailure, DeviceReason

fuzz = settings(derandomize=True, max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
AT = DeviceAt(address="10.0.0.1")
MATCH = (
    b'<e:Envelope xmlns:e="x"><e:Header><RelatesTo>urn:uuid:q</RelatesTo></e:Header><e:Body><ProbeMatches><ProbeMatch>'
    b"<EndpointReference><Address>urn:uuid:1</Address></EndpointReference>"
    b"<Scopes>onvif://www.onvif.org/name/C%C3%B4ng%20A onvif://www.onvif.org/hardware/X1</Scopes>"
    b"<XAddrs>http://10.0.0.9/onvif http://10.0.0.1:8080/onvif/device_service</XAddrs>"
    b"</ProbeMatch></ProbeMatches></e:Body></e:Envelope>"
)
PARTS = st.sampled_from(
    [b"<Envelope>", b"</Envelope>", b"<Body>", b"</Body>", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;",
     b"<Profiles token='1'>", b"</Profiles>", b"<Fault/>", b"\xff", b"]]>", b"<?x?>", b"x", b" a='b'", b"<", b"'"]
)  # fmt: skip


@fuzz
@given(st.one_of(st.binary(max_size=300), st.lists(PARTS, max_size=30).map(b"".join)))
def test_xml_gives_a_tree_or_a_failure(data: bytes) -> None:
    with contextlib.suppress(DeviceFailure):
        root = read_xml(data)
        read_time(root, 0)
        read_profile(root)
        open_envelope(root, "GetProfiles")


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">]><b>&a;</b>',
        b'<?xml version="1.0"?><!DOCTYPE b SYSTEM "file:///etc/passwd"><b/>',
        b'<?xml version="1.0" encoding="klingon"?><b/>',
    ],
)
def test_no_document_type_and_no_foreign_encoding(data: bytes) -> None:
    with pytest.raises(DeviceFailure) as caught:
        read_xml(data)
    assert caught.value.reason is DeviceReason.BAD_ANSWER


def test_so_deep_and_so_many_and_no_more() -> None:
    read_xml(b"<a>" * MOST_DEPTH + b"</a>" * MOST_DEPTH)
    for data in (b"<a>" * (MOST_DEPTH + 1), b"<a>" + b"<b/>" * MOST_ELEMENTS + b"</a>", b" " * (5 << 20),
                 b"<a>" + b"x" * (MOST_LETTERS + 1) + b"</a>"):  # fmt: skip
        with pytest.raises(DeviceFailure) as caught:
            read_xml(data)
        assert caught.value.reason is DeviceReason.ANSWER_TOO_LARGE


@fuzz
@given(st.binary(max_size=200), st.integers(0, len(MATCH)), st.booleans())
def test_an_answer_to_a_probe_gives_its_own_addresses_only(noise: bytes, at: int, cut: bool) -> None:
    data = MATCH[:at] + noise + (b"" if cut else MATCH[at:])
    for match in read_matches(data, sender="10.0.0.1", message_ids=frozenset({"q"})):
        assert all(device.address == "10.0.0.1" for device in match.devices)


def test_a_good_answer_to_a_probe() -> None:
    (match,) = read_matches(MATCH, sender="10.0.0.1", message_ids=frozenset({"q"}))
    (device,) = match.devices
    assert (device.port, device.path, device.name) == (8080, "/onvif/device_service", "Công A")
    assert (device.hardware, device.endpoint) == ("X1", "urn:uuid:1")
    assert read_matches(MATCH, sender="10.0.0.2", message_ids=frozenset({"q"}))[0].elsewhere
    assert read_matches(MATCH, sender="10.0.0.1", message_ids=frozenset({"another"})) == ()
    assert read_matches(probe_message("q"), sender="10.0.0.1", message_ids=frozenset({"q"})) == ()


@fuzz
@given(st.text(max_size=100))
def test_an_address_leads_to_the_device_or_nowhere(text: str) -> None:
    for address in (text, f"http://{text}", f"rtsp://{text}", f"http://10.0.0.1/{text}"):
        named = named_web(address, at=AT, pinned="10.0.0.1")
        assert named is None or (named.path.startswith("/") and named.path.isprintable() and " " not in named.path)
        try:
            stream = named_stream(address, at=AT, pinned="10.0.0.1")
        except DeviceFailure:
            continue
        assert stream.url.startswith(("rtsp://10.0.0.1", "rtsps://10.0.0.1"))


@fuzz
@given(
    st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 401 No\n"]),
    st.sampled_from([b"", b"Content-Length: 5\r\n", b"Content-Length: -1\r\n", b"Transfer-Encoding: chunked\r\n",
                     b"Content-Length: 99999999999999999999\r\n", b"Content-Encoding: gzip\r\n"]),
    st.one_of(st.binary(max_size=60), st.sampled_from(
        [b"\r\nhello", b"\r\n5\r\nhello\r\n0\r\n\r\n", b"\r\n-5\r\n", b"\r\nzz\r\n"])),
)  # fmt: skip
def test_http_gives_an_answer_or_a_failure(head: bytes, header: bytes, rest: bytes) -> None:
    async def read() -> None:
        reader = asyncio.StreamReader(limit=1024)
        reader.feed_data(head + header + rest)
        reader.feed_eof()
        answer, _ = await read_answer(reader, most_bytes=50)
        assert len(answer.body) <= 50

    with contextlib.suppress(DeviceFailure, EOFError):
        asyncio.run(read())


def test_an_empty_tree_is_none() -> None:
    assert read_time(Node(name=""), 0) is None
