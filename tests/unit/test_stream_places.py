"""One channel is one place, however its address is written and whichever of its encodings is meant."""

from __future__ import annotations

import pytest

from toancanh.registry.address import read_stream_address
from toancanh.registry.places import host_at, place_at, place_of, spelled_alike

ALIKE = [
    ("rtsp://nvr.gov.vn/cam/7", "rtspt://someone:secret@NVR.gov.vn.:554//cam/7/"),
    ("rtsp://192.0.2.1/Streaming/Channels/101", "rtsp://192.0.2.1:554/streaming/channels/102?transportmode=unicast"),
    ("rtsp://192.0.2.1/Streaming/Channels/1601", "rtsp://192.0.2.1/Streaming/Channels/1603"),
    ("rtsp://192.0.2.1/cam/realmonitor?channel=1&subtype=0", "rtsp://192.0.2.1/cam/realmonitor?subtype=1&channel=1"),
    ("rtsp://192.0.2.1/user=a&password=b&channel=2&stream=0.sdp", "rtsp://192.0.2.1/channel=2&user=c&stream=1.sdp"),
    ("rtsp://192.0.2.1/h264/ch1/main/av_stream", "rtsp://192.0.2.1/h265/ch1/sub/av_stream"),
    ("rtsp://192.0.2.1/unicast/c1/s0/live", "rtsp://192.0.2.1/unicast/c1/s2/live"),
    ("rtsp://192.0.2.1/stream1", "rtsps://192.0.2.1/stream1"),
    ("rtsp://192.0.2.1/stream1", "rtsp://192.0.2.1/%73tream2"),
    ("rtsp://[2001:db8::1]/a?b=1&c=2", "rtsp://[2001:DB8::1]:554/a?c=2&b=1"),
]
UNLIKE = [
    ("rtsp://192.0.2.1/Streaming/Channels/101", "rtsp://192.0.2.1/Streaming/Channels/201"),
    ("rtsp://192.0.2.1/cam/realmonitor?channel=1&subtype=0", "rtsp://192.0.2.1/cam/realmonitor?channel=2&subtype=0"),
    ("rtsp://192.0.2.1/user=a&password=b&channel=1", "rtsp://192.0.2.1/user=a&password=b&channel=2"),
    ("rtsp://192.0.2.1/a", "rtsp://192.0.2.1:8554/a"),
    ("rtsp://192.0.2.1/a", "rtsp://192.0.2.2/a"),
    ("rtsp://192.0.2.1/1/main", "rtsp://192.0.2.1/2/main"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_one_place(one: str, other: str) -> None:
    assert place_at(one) == place_at(other)
    assert host_at(read_stream_address(other).url).rstrip(".") == read_stream_address(other).host.rstrip(".")


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_two_places(one: str, other: str) -> None:
    assert place_at(one) != place_at(other)


def test_the_encodings_of_a_channel_are_not_one_stream() -> None:
    main, sub, again = (
        read_stream_address(f"rtsp://{who}192.0.2.1/cam/realmonitor?{rest}")
        for who, rest in (("", "channel=1&subtype=0"), ("", "channel=1&subtype=1"), ("a:b@", "subtype=0&channel=1"))
    )
    assert spelled_alike(main, again)
    assert not spelled_alike(main, sub)
    assert place_of(main) == place_of(sub)
