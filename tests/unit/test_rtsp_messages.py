"""RTSP messages, addresses and session descriptions."""

from __future__ import annotations

import base64

import pytest

from toancanh.kernel import Invalid
from toancanh.media.model import Codec, StateReason
from toancanh.media.rtsp import RtspFailure, parse_sdp, parse_url
from toancanh.media.rtsp.messages import (
    MAX_BODY_BYTES,
    NotRtsp,
    Response,
    ServerRequest,
    build_request,
    parse_message,
)
from toancanh.media.rtsp.urls import control_url
from wire_packets import sets_of


def test_a_response_is_read_when_it_is_whole() -> None:
    wire = b"RTSP/1.0 200 OK\r\nCSeq: 3\r\nContent-Length: 4\r\nX: a\r\n folded\r\nX: b\r\n\r\nbody$\0"
    for end in range(len(wire) - 2):
        assert parse_message(wire[:end], 0) is None
    parsed = parse_message(wire, 0)
    assert parsed is not None
    message, end = parsed
    assert isinstance(message, Response)
    assert (message.status, message.phrase, message.sequence, message.body) == (200, "OK", 3, b"body")
    assert message.headers.all("x") == ("a folded", "b")
    assert wire[end:] == b"$\0"


def test_bare_newlines_and_requests_of_the_server() -> None:
    parsed = parse_message(b"..OPTIONS rtsp://x/y RTSP/1.0\nCSeq: 9\n\n", 2)
    assert parsed is not None
    message, _ = parsed
    assert isinstance(message, ServerRequest)
    assert (message.method, message.url, message.headers.get("cseq")) == ("OPTIONS", "rtsp://x/y", "9")


@pytest.mark.parametrize(
    "wire",
    [
        b"HTTP/1.1 400 Bad Request\r\n",
        b"SSH-2.0-OpenSSH_9.2p1\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"A" * 5000,
        b"RTSP/1.0 200 OK\r\n" + b"X: y\r\n" * 4000,
        b"RTSP/1.0 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"RTSP/1.0 200 OK\r\nContent-Length: %d\r\n\r\n" % (MAX_BODY_BYTES + 1),
        b"RTSP/1.0 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"RTSP/1.0 2000 OK\r\n\r\n",
    ],
)
def test_what_is_no_rtsp_is_seen_at_once(wire: bytes) -> None:
    with pytest.raises(NotRtsp):
        parse_message(wire, 0)


def test_a_request_as_it_goes_out() -> None:
    wire = build_request("PLAY", "rtsp://cam/1", 7, {"Session": "abc"})
    assert wire == b"PLAY rtsp://cam/1 RTSP/1.0\r\nCSeq: 7\r\nSession: abc\r\n\r\n"


@pytest.mark.parametrize(
    ("text", "host", "port", "sent"),
    [
        ("rtsp://10.0.0.5/Streaming/Channels/101", "10.0.0.5", 554, "rtsp://10.0.0.5/Streaming/Channels/101"),
        ("rtsp://u:p@cam:8554/a?b=c&d#x", "cam", 8554, "rtsp://cam:8554/a?b=c&d"),
        ("rtsp://[fe80::1]:554/x", "fe80::1", 554, "rtsp://[fe80::1]:554/x"),
        ("rtsp://cam", "cam", 554, "rtsp://cam"),
    ],
)
def test_addresses(text: str, host: str, port: int, sent: str) -> None:
    url = parse_url(text)
    assert (url.host, url.port, url.request_url, url.wants_udp) == (host, port, sent, False)


def test_the_scheme_chooses_the_transport() -> None:
    url = parse_url("rtspu://cam/1")
    assert (url.request_url, url.wants_udp) == ("rtsp://cam/1", True)
    assert not parse_url("rtspt://cam/1").wants_udp


@pytest.mark.parametrize(
    "text",
    ["http://cam/1", "rtsp://", "rtsp://cam:99999/", "rtsp://cam:0/", "rtsp://cam/a b", "rtsp://cam/\r\nX: y", "x"],
)
def test_addresses_that_are_none(text: str) -> None:
    with pytest.raises(Invalid):
        parse_url(text)


@pytest.mark.parametrize(
    ("base", "control", "expected"),
    [
        ("rtsp://cam/a/", "trackID=1", "rtsp://cam/a/trackID=1"),
        ("rtsp://cam/a", "trackID=1", "rtsp://cam/a/trackID=1"),
        ("rtsp://cam/a?x=1", "trackID=1", "rtsp://cam/a?x=1/trackID=1"),
        ("rtsp://cam/a/", "rtsp://10.1.1.1/a/track1", "rtsp://10.1.1.1/a/track1"),
        ("rtsp://cam/a/", "*", "rtsp://cam/a/"),
        ("rtsp://cam/a/", "", "rtsp://cam/a/"),
    ],
)
def test_control_addresses(base: str, control: str, expected: str) -> None:
    assert control_url(base, control) == expected


def test_a_description_as_a_maker_writes_it() -> None:
    sps, pps = sets_of(Codec.H264)
    text = (
        "v=0\r\no=- 1109162014219182 0 IN IP4 192.168.1.64\r\ns=Media Presentation\r\nc=IN IP4 0.0.0.0\r\nb=AS:5100\r\n"
        "t=0 0\r\na=control:rtsp://192.168.1.64/Streaming/Channels/101/\r\nm=audio 0 RTP/AVP 8\r\na=control:audio\r\n"
        "m=video 0 RTP/AVP 26 96\r\na=recvonly\r\na=rtpmap:96 H264/90000\r\n"
        "a=fmtp:96 profile-level-id=420029; packetization-mode=1; sprop-parameter-sets="
        f"{base64.b64encode(sps).decode()},{base64.b64encode(pps).decode().rstrip('=')}\r\n"
        "a=control:rtsp://192.168.1.64/Streaming/Channels/101/trackID=1\r\nm=application 0 RTP/AVP 107\r\n"
    )
    track = parse_sdp(text.encode())
    assert (track.codec, track.payload_type) == (Codec.H264, 96)
    assert track.parameter_sets == (sps, pps)
    assert track.control.endswith("trackID=1")
    assert track.session_control.endswith("101/")


@pytest.mark.parametrize(
    ("media", "reason"),
    [
        ("m=audio 0 RTP/AVP 0\r\n", StateReason.NO_VIDEO),
        ("", StateReason.NO_VIDEO),
        ("m=video 0 RTP/AVP 26\r\n", StateReason.UNSUPPORTED_CODEC),
        ("m=video 0 RTP/AVP 96\r\na=rtpmap:96 AV1/90000\r\n", StateReason.UNSUPPORTED_CODEC),
        (
            "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=2\r\n",
            StateReason.UNSUPPORTED_CODEC,
        ),
    ],
)
def test_descriptions_without_a_usable_track(media: str, reason: StateReason) -> None:
    with pytest.raises(RtspFailure) as caught:
        parse_sdp(f"v=0\r\n{media}".encode())
    assert caught.value.reason is reason
