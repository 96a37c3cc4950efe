"""The vectors of RFC 4226 and RFC 6238, and what a code must not do."""

import pytest

from toancanh.governance.factors import recovery, totp
from toancanh.infra.origin import is_named_origin

SECRET = b"12345678901234567890"


def test_the_codes_of_rfc_4226() -> None:
    expected = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]
    assert [totp.code_at(SECRET, count) for count in range(10)] == expected


@pytest.mark.parametrize(("at_s", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")])
def test_the_codes_of_rfc_6238(at_s: int, code: str) -> None:
    assert totp.matching_step(SECRET, code, now_us=at_s * 1_000_000, after_step=-1) == at_s // 30


def test_one_step_of_drift_and_no_used_step() -> None:
    now_us = 3000 * 1_000_000  # step 100
    for step, good in ((98, False), (99, True), (100, True), (101, True), (102, False)):
        found = totp.matching_step(SECRET, totp.code_at(SECRET, step), now_us=now_us, after_step=-1)
        assert (found == step) is good
    assert totp.matching_step(SECRET, totp.code_at(SECRET, 100), now_us=now_us, after_step=100) is None
    assert totp.matching_step(SECRET, "é", now_us=now_us, after_step=-1) is None


def test_what_an_app_reads() -> None:
    assert totp.uri(b"\0" * 20, issuer="Toàn Cảnh", username="lan@x") == (
        "otpauth://totp/To%C3%A0n%20C%E1%BA%A3nh:lan%40x?secret=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        "&issuer=To%C3%A0n%20C%E1%BA%A3nh&algorithm=SHA1&digits=6&period=30"
    )


def test_recovery_codes_are_long_and_read_as_typed() -> None:
    codes = recovery.make_codes(lambda count: bytes(range(count)))
    assert len(codes) == 10
    assert codes[0] == "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ"
    assert recovery.stored(codes[0]) == recovery.stored(codes[0].lower().replace("-", " "))
    assert recovery.stored("ABCD") is None
    assert recovery.stored("I" * 24) is None


@pytest.mark.parametrize(
    ("origin", "named"),
    [
        ("https://camera.example.vn", True),
        ("https://camera.example.vn:8443", True),
        ("http://localhost:8080", True),
        ("http://camera.example.vn", False),
        ("https://192.0.2.1", False),
        ("https://[::1]", False),
        ("https://camera.example.vn/console", False),
    ],
)
def test_where_passkeys_can_be(origin: str, named: bool) -> None:
    assert is_named_origin(origin) is named
