from hypothesis import example, given, settings
from hypothesis import strategies as st

from toancanh.kernel import Invalid
from toancanh.registry.address import StreamAddress, read_stream_address


def read(text: str) -> StreamAddress | None:
    try:
        return read_stream_address(text)
    except Invalid:
        return None


@settings(derandomize=True, max_examples=500, deadline=None)
@given(rest=st.text(max_size=60), prefix=st.sampled_from(["rtsp://", "rtsp://h", "rtsp://u:p@h/", "rtsp://h:1/", ""]))
@example(rest="[", prefix="rtsp://")
@example(rest="\u2100", prefix="rtsp://h")  # NFKC of the host contains "/"
@example(rest=":\u0661", prefix="rtsp://h")  # a digit, but not of ASCII
def test_any_text_is_an_address_or_refused(rest: str, prefix: str) -> None:
    address = read(prefix + rest)
    if address is not None:
        assert address.url.isascii()
        assert "@" not in address.url.removeprefix("rtsp://").partition("/")[0].partition("?")[0]
        assert 0 < address.port < 65536
        again = read(address.url)
        assert again is not None
        assert (again.url, again.host, again.port, again.username) == (address.url, address.host, address.port, "")


PASSWORD = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="&;/?#%@:[]"), min_size=6)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(password=PASSWORD, key=st.sampled_from(["password", "pwd", "PASS", "token"]))
def test_a_password_is_never_shown(password: str, key: str) -> None:
    address = read_stream_address(f"rtsp://lan:{password}@192.0.2.1/x?{key}={password}&channel=1")
    assert password not in address.shown.replace("channel", "").replace("192.0.2.1", "")
    assert address.password == password
    assert password not in repr(address)
