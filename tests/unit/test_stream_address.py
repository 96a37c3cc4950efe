import pytest

from toancanh.kernel import Invalid
from toancanh.registry.address import read_certificate, read_stream_address


@pytest.mark.parametrize(
    ("text", "url", "host", "port", "username", "password"),
    [
        ("rtsp://192.0.2.1/a", "rtsp://192.0.2.1/a", "192.0.2.1", 554, "", ""),
        (" RTSP://Cam.Lan:8554/A ", "rtsp://cam.lan:8554/A", "cam.lan", 8554, "", ""),
        ("rtsp://lan:p%40ss@192.0.2.1/a", "rtsp://192.0.2.1/a", "192.0.2.1", 554, "lan", "p@ss"),
        ("rtsp://lan:p@ss:word@192.0.2.1/", "rtsp://192.0.2.1/", "192.0.2.1", 554, "lan", "p@ss:word"),
        ("rtsp://lan@[2001:db8::1]:554/a?b=c", "rtsp://[2001:db8::1]:554/a?b=c", "2001:db8::1", 554, "lan", ""),
        ("rtsp://192.0.2.1/cửa", "rtsp://192.0.2.1/c%E1%BB%ADa", "192.0.2.1", 554, "", ""),
        ("rtsp://192.0.2.1/a%20b?x=%23", "rtsp://192.0.2.1/a%20b?x=%23", "192.0.2.1", 554, "", ""),
        ("rtspu://lan:x@192.0.2.1/a", "rtspu://192.0.2.1/a", "192.0.2.1", 554, "lan", "x"),
        ("rtspt://192.0.2.1/a", "rtspt://192.0.2.1/a", "192.0.2.1", 554, "", ""),
        ("rtsps://192.0.2.1/a", "rtsps://192.0.2.1/a", "192.0.2.1", 322, "", ""),
        ("rtsp://cam.lan.:554", "rtsp://cam.lan.:554", "cam.lan.", 554, "", ""),
    ],
)
def test_addresses(text: str, url: str, host: str, port: int, username: str, password: str) -> None:
    address = read_stream_address(text)
    assert (address.url, address.host, address.port) == (url, host, port)
    assert (address.username, address.password) == (username, password)


@pytest.mark.parametrize(
    "text",
    [
        "", "rtsp://", "http://192.0.2.1/", "rtsph://192.0.2.1/", "file:///etc/passwd", "192.0.2.1/a", "rtsp:/a",
        "rtsp://192.0.2.1:0/", "rtsp://192.0.2.1:65536/", "rtsp://192.0.2.1:x/", "rtsp://a b/", "rtsp://a/b c",
        "rtsp://a\r\nHost: b/", "rtsp://a/\x00", "rtsp://[::1/", "rtsp://a/#x", "rtsp://a/#", "rtsp://-a/",
        "rtsp://u:%0d%0a@a/", "rtsp://" + "a" * 300 + "/", "rtsp://a/" + "b" * 2048, "rtsp://a..b/",
    ],
)  # fmt: skip
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(Invalid):
        read_stream_address(text)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("rtsp://192.0.2.1/a?b=c", "rtsp://192.0.2.1/a?b=c"),
        ("rtsp://192.0.2.1/a?pwd=x&b=c", "rtsp://192.0.2.1/a?pwd=***&b=c"),
        ("rtsp://192.0.2.1/user=a&password=x&channel=1", "rtsp://192.0.2.1/user=a&password=***&channel=1"),
        ("rtsp://192.0.2.1/user=a_password=x_y_channel=1", "rtsp://192.0.2.1/user=a_password=***"),
        ("rtsp://192.0.2.1/?Token=x", "rtsp://192.0.2.1/?Token=***"),
    ],
)
def test_passwords_of_makers_paths_are_not_shown(url: str, shown: str) -> None:
    assert read_stream_address(url).shown == shown


def test_a_certificate_is_known_by_the_digits_that_people_copy() -> None:
    assert read_certificate("AB:" * 31 + "cd") == "ab" * 31 + "cd"
    assert read_certificate(" ") == ""
    for text in ("ab", "x" * 64, "a" * 65):
        with pytest.raises(Invalid):
            read_certificate(text)
