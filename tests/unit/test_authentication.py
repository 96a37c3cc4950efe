"""Log-in: the examples of the RFCs, and which challenge is answered."""

from __future__ import annotations

import re

import pytest

from toancanh.infra.authentication import Credentials, parse_challenges

# RFC 7616, section 3.9.1
_SHA = (
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, '
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
)
_MD5 = _SHA.replace("SHA-256", "MD5")
_MUFASA = ("Mufasa", "Circle of Life")
_CLIENT_NONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"


def credentials(username: str, password: str) -> Credentials:
    return Credentials(username=username, password=password, random_hex=lambda _: _CLIENT_NONCE)


def field(header: str, name: str) -> str:
    match = re.search(rf'\b{name}="?([^",]*)', header)
    assert match is not None
    return match[1]


@pytest.mark.parametrize(
    ("challenge", "expected"),
    [
        (_SHA, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
        (_MD5, "8ca523f5e9506fed4657c9700eebdbec"),
    ],
)
def test_the_examples_of_rfc_7616(challenge: str, expected: str) -> None:
    login = credentials(*_MUFASA)
    taken = parse_challenges([challenge])
    assert taken is not None
    login.take(taken)
    header = login.header("GET", "/dir/index.html")
    assert header is not None
    assert field(header, "response") == expected
    assert field(header, "nc") == "00000001"
    assert field(header, "opaque").startswith("FQhe")
    second = login.header("GET", "/dir/index.html")
    assert second is not None
    assert field(second, "nc") == "00000002"


def test_digest_without_qop_as_most_cameras_do_it() -> None:
    login = credentials("admin", "12345")
    taken = parse_challenges(
        ['Digest realm="IP Camera(21389)", nonce="7d5c5f31d0ce8d5ff2bb9b0a3c1a3b5e", stale="FALSE"']
    )
    assert taken is not None
    assert not taken.stale
    login.take(taken)
    header = login.header("DESCRIBE", "rtsp://10.0.0.5/1")
    assert header is not None
    assert field(header, "response") == "dd4184285886a4697d2593f6f88dbea2"  # md5sum(1) by hand
    assert "cnonce" not in header
    assert "qop" not in header


@pytest.mark.parametrize(
    ("offers", "chosen"),
    [
        (['Basic realm="x"', _MD5, _SHA], "SHA-256"),
        ([_MD5 + ', Basic realm="x"'], "MD5"),
        (['Basic realm="x"'], ""),
        (['Digest realm="x", nonce="1", algorithm=SHA-512-256', 'Basic realm="x"'], ""),
    ],
)
def test_the_strongest_is_chosen(offers: list[str], chosen: str) -> None:
    taken = parse_challenges(offers)
    assert taken is not None
    assert taken.algorithm == chosen


@pytest.mark.parametrize("offers", [[], ["Bearer"], ["Digest"], ['Digest realm="x", nonce="1", qop="auth-int"']])
def test_what_cannot_be_answered(offers: list[str]) -> None:
    assert parse_challenges(offers) is None


def test_basic() -> None:
    login = credentials("Aladdin", "open sesame")
    assert login.header("DESCRIBE", "x") is None
    taken = parse_challenges(['Basic realm="WallyWorld"'])
    assert taken is not None
    login.take(taken)
    assert login.header("DESCRIBE", "x") == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="  # RFC 2617, section 2


def test_quotes_in_names_stay_inside() -> None:
    login = credentials('a"b\\c', "x")
    taken = parse_challenges([r'Digest realm="q\"r", nonce="n"'])
    assert taken is not None
    assert taken.realm == 'q"r'
    login.take(taken)
    header = login.header("DESCRIBE", "x")
    assert header is not None
    assert r'username="a\"b\\c", realm="q\"r"' in header


def test_a_password_is_in_no_representation() -> None:
    assert "Circle" not in repr(credentials(*_MUFASA))
