from dataclasses import fields, replace

import pytest

from toancanh.governance import Grant
from toancanh.governance.grants import decode_grant, encode_grant, mismatch

KEY = bytes(32)
GRANT = Grant(
    id="g", kind="playback", camera_id="c", owner_id="o", stream="main", from_us=100, to_us=200, purpose="án số 7",
    reference="7/2026", user_id="u", username="lan", organisation_id="o", session_id="s", expires_at_us=1000,
    asked_us=900, asked_from_us=100, asked_to_us=200, mask=True,
)  # fmt: skip


def test_a_grant_comes_back_whole() -> None:
    assert decode_grant(encode_grant(GRANT, KEY), KEY) == GRANT


def test_a_grant_of_another_key_is_nothing() -> None:
    assert decode_grant(encode_grant(GRANT, bytes(31) + b"1"), KEY) is None


def test_every_character_of_a_token_counts() -> None:
    token = encode_grant(GRANT, KEY)
    for at in range(len(token)):
        other = "A" if token[at] != "A" else "B"
        forged = token[:at] + other + token[at + 1 :]
        found = decode_grant(forged, KEY)
        assert found is None or (at == len(token) - 1 and found == GRANT)


@pytest.mark.parametrize("token", ["", ".", "a.b", "ä.ö", "." * 9, "e30.e30", "\udcff.x", "W10." + "A" * 43])
def test_what_is_no_token_is_nothing(token: str) -> None:
    assert decode_grant(token, KEY) is None


@pytest.mark.parametrize("name", [field.name for field in fields(Grant)])
def test_each_field_is_signed(name: str) -> None:
    value = getattr(GRANT, name)
    changed = replace(GRANT, **{name: f"{value}x" if isinstance(value, str) else value + 1})
    body = encode_grant(changed, bytes(31) + b"1").split(".")[0]
    assert decode_grant(f"{body}.{encode_grant(GRANT, KEY).split('.')[1]}", KEY) is None


USE = {"kind": "playback", "camera_id": "c", "stream": "main", "from_us": 100, "to_us": 200, "now_us": 999}


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({}, ""),
        ({"from_us": 150, "to_us": 150}, ""),
        ({"now_us": 1000}, "expired"),
        ({"kind": "export"}, "transplanted"),
        ({"camera_id": "d"}, "transplanted"),
        ({"stream": "sub"}, "transplanted"),
        ({"from_us": 99}, "outside_range"),
        ({"to_us": 201}, "outside_range"),
        ({"from_us": None}, "outside_range"),
        ({"to_us": None}, "outside_range"),
    ],
)
def test_a_grant_covers_exactly_its_use(other: dict[str, object], why: str) -> None:
    assert mismatch(GRANT, **{**USE, **other}) == why
