"""Values of declared fields: what comes in is what is stored, or a refusal that names the field."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toancanh.kernel import Invalid
from toancanh.registry.dossier.documents import media_type_of
from toancanh.registry.dossier.model import (
    DECLARED_FIELDS,
    TRANSITIONS,
    Certificate,
    Lifecycle,
    PurposeClass,
    may_follow,
)
from toancanh.registry.dossier.store.dossiers import read_pointers, write_pointers
from toancanh.registry.dossier.values import checked_value, plain

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40) | st.dates() | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=6,
)


@given(name=st.sampled_from(DECLARED_FIELDS), value=ANYTHING)
def test_any_value_is_taken_or_refused_with_its_field(name: str, value: object) -> None:
    try:
        stored = checked_value(name, value)
    except Invalid as refused:
        field = refused.extra["field"]
    else:
        field = name
        assert checked_value(name, stored) == stored
        assert checked_value(name, plain(stored)) == stored  # history and merges keep values as in JSON
    assert field == name


@pytest.mark.parametrize(
    ("name", "value", "stored"),
    [
        ("mac", "00:40:8c-12.34 56", "00408C123456"),
        ("mac", "", ""),
        ("name", "  Ngã tư Sở ", "Ngã tư Sở"),
        ("note", "a\t b \r\n\r\nc", "a  b\n\nc"),
        ("purpose", "defence", PurposeClass.DEFENCE),
        ("installed_on", "2020-02-29", date(2020, 2, 29)),
        ("tags", ["b", "a"], frozenset({"a", "b"})),
        ("certificates", [{"kind": "kiểm định", "number": "7"}], (Certificate(kind="kiểm định", number="7"),)),
        ("network_address", "10.1.2.3:554", "10.1.2.3:554"),
    ],
)
def test_what_is_taken(name: str, value: object, stored: object) -> None:
    assert checked_value(name, value) == stored


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mac", "00:40:8C:12:34"),
        ("lat", 91),
        ("lat", float("nan")),
        ("azimuth_deg", 360),
        ("code", "\u0301"),
        ("name", ""),
        ("name", "a\x00b"),
        ("lifecycle", None),
        ("kind", "dome"),
        ("installed_on", "2023-02-29"),
        ("width_px", True),
        ("width_px", 2.5),
        ("notice", 1),
        ("network_address", "rtsp://admin:secret@10.1.2.3/"),
        ("certificates", [{"kind": "x", "secret": 1}]),
        ("colour", "red"),
    ],
)
def test_what_is_refused(name: str, value: object) -> None:
    with pytest.raises(Invalid) as refused:
        checked_value(name, value)
    assert refused.value.extra["field"] == name
    assert "secret" not in refused.value.detail or name == "certificates"


def test_a_camera_only_goes_on() -> None:
    assert may_follow(Lifecycle.OPERATING, Lifecycle.OPERATING)
    assert may_follow(Lifecycle.SUSPENDED, Lifecycle.OPERATING)
    assert not may_follow(Lifecycle.OPERATING, Lifecycle.INSTALLING)
    assert not any(may_follow(Lifecycle.RETIRED, state) for state in Lifecycle if state is not Lifecycle.RETIRED)
    assert set(TRANSITIONS) == set(Lifecycle)
    assert all(Lifecycle.RETIRED in after for state, after in TRANSITIONS.items() if state is not Lifecycle.RETIRED)


@given(st.dictionaries(st.sampled_from(DECLARED_FIELDS), st.sampled_from(["d1", "d2", "d3"])))
def test_pointers_are_read_as_they_were_written(pointers: dict[str, str]) -> None:
    assert read_pointers(write_pointers(pointers)) == pointers


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\nrest", "image/png"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"%PDF-1.7", "application/pdf"),
        (b"<html>%PDF-", ""),
        (b"RIFF\x10\x00\x00\x00AVI ", ""),
        (b"", ""),
    ],
)
def test_a_document_is_known_by_its_content(content: bytes, media_type: str) -> None:
    assert media_type_of(content) == media_type
