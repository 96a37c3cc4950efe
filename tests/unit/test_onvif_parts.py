"""The parts of the ONVIF adapter that open no connection."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from toancanh.devices.discovery import scan_size
from toancanh.devices.onvif.addresses import named_stream, named_web
from toancanh.devices.onvif.envelope import Fault, Xml, open_envelope, tag, username_token
from toancanh.devices.onvif.reading import Node, read_xml
from toancanh.devices.ports import DeviceAt, DeviceFailure, DeviceReason
from toancanh.devices.quirks import known_makes, quirks_of
from toancanh.devices.reach import Reach, read_networks
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Denied, Invalid

AT = DeviceAt(address="10.20.0.7", port=8000)
PINNED = "10.20.0.7"


def _answer(inside: str) -> Node:
    return read_xml(f'<s:Envelope xmlns:s="x"><s:Body>{inside}</s:Body></s:Envelope>'.encode())


def test_a_device_speaks_for_itself_only() -> None:
    own = named_web("http://10.20.0.7:8899/onvif/media?x=1", at=AT, pinned=PINNED)
    assert own is not None
    assert (own.path, own.port, own.elsewhere) == ("/onvif/media?x=1", 8899, "")
    other = named_web("http://169.254.169.254/latest/", at=AT, pinned=PINNED)
    assert other is not None
    assert (other.path, other.port, other.elsewhere) == ("/latest/", 8000, "169.254.169.254")
    stream = named_stream("rtsp://admin:geheim@10.9.9.9/live?channel=1", at=AT, pinned=PINNED)
    assert (stream.url, stream.elsewhere, stream.had_password) == ("rtsp://10.20.0.7/live?channel=1", "10.9.9.9", True)
    assert "geheim" not in repr(stream)


@pytest.mark.parametrize(
    "address", ["", "ftp://10.20.0.7/", "http://10.20.0.7/a b", "http://10.20.0.7:99999/", "http://[::1", "http:///x"]
)
def test_an_address_that_is_none_is_not_used(address: str) -> None:
    assert named_web(address, at=AT, pinned=PINNED) is None
    with pytest.raises(DeviceFailure):
        named_stream(address, at=AT, pinned=PINNED)


def test_line_breaks_in_an_address_make_no_request_of_their_own() -> None:
    named = named_web("http://10.20.0.7/a\r\nX: y", at=AT, pinned=PINNED)
    assert named is None or not re.search(r"\s", named.path)


def test_nothing_outside_the_named_networks() -> None:
    reach = Reach(outbound=OutboundPolicy(own_ports=frozenset({8443})), networks=read_networks(["10.20.0.0/16"]))
    reach.check("10.20.3.4", 554)
    with pytest.raises(Denied, match="outside"):
        reach.check("10.21.0.1", 554)
    own = Reach(outbound=OutboundPolicy(own_ports=frozenset({8443}), own=lambda _: True), networks=reach.networks)
    with pytest.raises(Denied, match="own port"):
        own.check("10.20.3.4", 8443)
    for text in ("0.0.0.0/0", "10.0.0.0/4", "cameras", "10.20.0.0/33"):
        with pytest.raises(Invalid):
            read_networks([text])
    with pytest.raises(Invalid, match="too many"):
        scan_size(read_networks(["10.0.0.0/8"]), [80])


def test_the_token_of_the_standard() -> None:
    token = username_token("admin", "bí mật", nonce=b"0123456789abcdef", created_us=1_763_800_000_123_456)
    found = read_xml(f'<r xmlns:s="x">{token}</r>'.encode())
    created = found.said("Security/UsernameToken/Created")
    assert created == "2025-11-22T08:26:40.123Z"  # Zulu and milliseconds: quirk zulu-timestamps
    wanted = hashlib.sha1(b"0123456789abcdef" + created.encode() + "bí mật".encode(), usedforsecurity=False).digest()
    assert base64.b64decode(found.said("Security/UsernameToken/Password")) == wanted
    whole = username_token("a", "b", nonce=b"n", created_us=0)  # a clock in 1970
    assert "<u:Created>1970-01-01T00:00:00Z</u:Created>" in whole


def test_text_is_escaped_and_markup_is_not() -> None:
    assert tag("t:A", "<&>", Xml("<b/>"), x='"') == "<t:A x='\"'>&lt;&amp;&gt;<b/></t:A>"
    with pytest.raises(Invalid):
        tag("t:Password", "a\x00b")


def test_an_answer_to_something_else_is_refused() -> None:
    assert isinstance(open_envelope(_answer("<GetUsersResponse/>"), "GetUsers"), Node)
    for inside, reason in (("<GetWeatherResponse/>", DeviceReason.BAD_ANSWER), ("", DeviceReason.BAD_ANSWER)):
        with pytest.raises(DeviceFailure) as caught:
            open_envelope(_answer(inside), "GetUsers")
        assert caught.value.reason is reason
    with pytest.raises(DeviceFailure) as caught:
        open_envelope(read_xml(b"<html/>"), "GetUsers")
    assert caught.value.reason is DeviceReason.NOT_ONVIF


def test_faults_of_both_soaps() -> None:
    twelve = open_envelope(
        _answer(
            "<Fault><Code><Value>s:Sender</Value><Subcode><Value>ter:NotAuthorized</Value></Subcode></Code>"
            "<Reason><Text>Wsse authorized time check failed.</Text></Reason></Fault>"
        ),
        "GetUsers",
    )
    assert isinstance(twelve, Fault)
    assert twelve.codes == ("Sender", "NotAuthorized")
    assert twelve.about_login
    assert twelve.about_clock  # quirk time-check
    eleven = open_envelope(
        _answer("<Fault><faultcode>ter:ActionNotSupported</faultcode><faultstring>no</faultstring></Fault>"), "X"
    )
    assert isinstance(eleven, Fault)
    assert eleven.failure().reason is DeviceReason.NOT_OFFERED


def test_what_was_read_is_written_whole_again() -> None:
    node = read_xml(
        b'<c xmlns="u" token="1"><Encoding>H264</Encoding><v:More xmlns:v="w" a="&lt;">x&amp;y</v:More></c>'
    )
    node.put("Encoding", "H265")
    node.put("RateControl/BitrateLimit", "2048")
    again = read_xml(node.markup().encode())
    assert again.said("Encoding") == "H265"
    assert again.number("RateControl/BitrateLimit") == 2048
    more = again.find("More")
    assert more is not None
    assert (more.namespace, more.text, more.attributes) == ("w", "x&y", {"a": "<"})


def test_a_prefix_that_is_declared_nowhere_is_read_all_the_same() -> None:
    root = read_xml(
        b'<s:Envelope xmlns:s="x"><s:Body><ptz:StopResponse><a xmlns="d"/></ptz:StopResponse></s:Body></s:Envelope>'
    )
    answer = open_envelope(root, "Stop")
    assert isinstance(answer, Node)
    assert (root.namespace, answer.namespace, answer.children[0].namespace) == ("x", "", "d")


@pytest.mark.parametrize(
    ("make", "role", "channel", "of_recorder", "path"),
    [
        ("HIKVISION", "main", 1, False, "/Streaming/Channels/101"),
        ("hikvision", "sub", 17, True, "/Streaming/Channels/1702"),
        ("Dahua", "main", 1, False, "/cam/realmonitor?channel=1&subtype=0"),
        ("Dahua Technology", "sub", 32, True, "/cam/realmonitor?channel=32&subtype=1"),
        ("UNV", "main", 1, False, "/media/video1"),
        ("Uniview", "sub", 2, True, "/unicast/c2/s1/live"),
        ("Hanwha Vision", "main", 1, False, "/profile2/media.smp"),
        ("Hanwha Vision", "main", 1, True, "/LiveChannel/0/media.smp"),
        ("Hanwha Vision", "sub", 1, True, ""),
        ("AXIS", "sub", 1, False, "/axis-media/media.amp?videocodec=h264&resolution=640x360"),
        ("TP-Link", "sub", 1, False, "/stream2"),
    ],
)
def test_addresses_by_make(make: str, role: str, channel: int, of_recorder: bool, path: str) -> None:
    quirks = quirks_of(make)
    assert quirks is not None
    assert quirks.stream_path(role, channel=channel, of_recorder=of_recorder) == path  # type: ignore[arg-type]


def test_replay_by_make() -> None:
    start_us, end_us = 1_494_208_846_000_000, 1_494_209_026_000_000
    hikvision, uniview, dahua = quirks_of("hikvision"), quirks_of("uniview"), quirks_of("dahua")
    assert hikvision is not None
    assert uniview is not None
    assert dahua is not None
    assert hikvision.replay_path(channel=3, start_us=start_us, end_us=end_us) == (
        "/Streaming/tracks/301?starttime=20170508T020046Z&endtime=20170508T020346Z"
    )
    assert uniview.replay_path(channel=1, start_us=start_us, end_us=end_us) == "/c1/b1494208846/e1494209026/replay/"
    assert dahua.replay_path(channel=1, start_us=start_us, end_us=end_us) == ""
    with pytest.raises(Invalid):
        hikvision.stream_path("main", channel=0)


def test_every_make_names_its_sources() -> None:
    for make in known_makes():
        assert make.sources
        assert all(text.startswith("https://") for text in make.sources)
        assert all(deviation.source and deviation.what and deviation.done for deviation in make.deviations)
        assert quirks_of(make.title) is make
    assert quirks_of("axistown") is None
