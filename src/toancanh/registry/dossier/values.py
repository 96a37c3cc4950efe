"""The values of declared fields: checked on their way in, plain for JSON and back. Pure."""

from __future__ import annotations

import enum
import math
import re
from collections.abc import Callable, Mapping
from datetime import date

from toancanh.governance import PROTECTED
from toancanh.infra.fields import printable
from toancanh.kernel import Invalid, fold
from toancanh.registry.dossier.model import (
    CameraKind,
    Certificate,
    ConnectionKind,
    Funding,
    Lifecycle,
    PurposeClass,
)

MAX_CERTIFICATES = 20
MAX_TAGS = 50
_MAC = re.compile(r"[0-9A-F]{12}")
_SEPARATORS = re.compile(r"[\s:.\-]")
_PARTS = ("kind", "number", "expires_on")


def checked(values: Mapping[str, object]) -> dict[str, object]:
    """The values as they are stored. Raises `Invalid` with the field."""
    return {name: checked_value(name, value) for name, value in values.items()}


def with_protection(values: Mapping[str, object], before: Mapping[str, object] | None = None) -> dict[str, object]:
    """Checked values that are to be written, and the tag by which a defence camera is not there for others."""
    after = {**(before or {}), **values}
    tags = after.get("tags", frozenset())
    if after.get("purpose") != PurposeClass.DEFENCE or not isinstance(tags, frozenset) or PROTECTED in tags:
        return dict(values)
    return {**values, "tags": tags | {PROTECTED}}


def checked_value(name: str, value: object) -> object:
    """One field's value as it is stored: text trimmed, a MAC as twelve digits. Raises `Invalid` with the field."""
    check = _CHECKS.get(name)
    if check is None:
        raise Invalid(f"there is no field {name[:64]!r}", field=name[:64])
    try:
        return check(value)
    except (ValueError, TypeError) as error:
        raise Invalid(f"{name}: {error}", field=name) from None


def plain(value: object) -> object:
    """As in JSON."""
    if value is None or type(value) is str:
        return value
    if isinstance(value, tuple):
        return [
            {"kind": one.kind, "number": one.number, "expires_on": one.expires_on and one.expires_on.isoformat()}
            for one in value
        ]
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else value


def as_mac(text: str) -> str:
    """Twelve upper-case hexadecimal digits, or an empty text. Raises `ValueError`."""
    bare = _SEPARATORS.sub("", text).upper()
    if bare and not _MAC.fullmatch(bare):
        raise ValueError("a MAC address has twelve hexadecimal digits, as in 00:40:8C:12:34:56")
    return bare


def folded(values: Mapping[str, object]) -> str:
    """What a search without accents looks at, beside the camera's own."""
    return fold(" ".join(str(values[name]) for name in ("address", "maker", "model", "serial", "mac")))


Check = Callable[[object], object]


def _text(most: int, *, least: int = 0, lines: bool = False) -> Check:
    def check(value: object) -> str:
        if not isinstance(value, str):
            raise ValueError("this is a text")
        if lines:
            kept = "\n".join(printable(line.replace("\t", " ").rstrip()) for line in value.splitlines()).strip()
        else:
            kept = printable(value.strip())
        if not least <= len(kept) <= most:
            raise ValueError(f"between {least} and {most} characters")
        return kept

    return check


def _code(value: object) -> str:
    text = str(_ID(value))
    if not 0 < len(fold(text)) <= 128:
        raise ValueError("a code needs letters or digits, at most 64")
    return text


def _number(least: float, most: float, *, below: bool = False) -> Check:
    def check(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError("this is a number")
        if not least <= value <= most or (below and value == most):
            raise ValueError(f"between {least:g} and {most:g}")
        return float(value)

    return check


def _whole(least: int, most: int) -> Check:
    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError("this is a whole number")
        if not least <= value <= most:
            raise ValueError(f"between {least} and {most}")
        return value

    return check


def _one_of(kind: type[enum.StrEnum]) -> Check:
    members = {str(member): member for member in kind}

    def check(value: object) -> enum.StrEnum:
        found = members.get(value) if isinstance(value, str) else None
        if found is None:
            raise ValueError(f"one of {', '.join(kind)}")
        return found

    return check


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("yes or no")
    return value


def _date(value: object) -> date:
    found = date.fromisoformat(value) if isinstance(value, str) else value
    if type(found) is not date:
        raise ValueError("a date is written as in 2026-11-22")
    if not 1950 <= found.year <= 2200:
        raise ValueError("between 1950 and 2200")
    return found


def _certificates(value: object) -> tuple[Certificate, ...]:
    if not isinstance(value, list | tuple) or len(value) > MAX_CERTIFICATES:
        raise ValueError(f"at most {MAX_CERTIFICATES} certificates")
    return tuple(_certificate(one) for one in value)


def _certificate(value: object) -> Certificate:
    parts = {name: getattr(value, name) for name in _PARTS} if isinstance(value, Certificate) else value
    if not isinstance(parts, Mapping) or not set(parts) <= set(_PARTS):
        raise ValueError("a certificate has kind, number and expires_on")
    expires_on = parts.get("expires_on")
    return Certificate(
        kind=str(_KIND(parts.get("kind"))),
        number=str(_NUMBER(parts.get("number", ""))),
        expires_on=None if expires_on is None else _date(expires_on),
    )


def _tags(value: object) -> frozenset[str]:
    if not isinstance(value, list | tuple | set | frozenset) or len(value) > MAX_TAGS:
        raise ValueError(f"at most {MAX_TAGS} tags")
    return frozenset(_code(tag) for tag in value)


def _mac(value: object) -> str:
    return as_mac(str(_MAC_TEXT(value)))


def _address(value: object) -> str:
    text = str(_HOST(value))
    if any(letter in "/@" or letter.isspace() for letter in text):
        raise ValueError("a host or host:port, as in 10.1.2.3:554, without user name or path")
    return text


def _or_none(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


_ID = _text(64, least=1)
_KIND = _text(100, least=1)
_NUMBER = _text(100)
_MAC_TEXT = _text(64)
_HOST = _text(255)
_CHECKS: Mapping[str, Check] = {
    "code": _code,
    "name": _text(200, least=1),
    "owner_id": _ID,
    "site_id": _or_none(_ID),
    "lat": _number(-90, 90),
    "lon": _number(-180, 180),
    "azimuth_deg": _or_none(_number(0, 360, below=True)),
    "tags": _tags,
    "lifecycle": _one_of(Lifecycle),
    "kind": _or_none(_one_of(CameraKind)),
    "purpose": _or_none(_one_of(PurposeClass)),
    "funding": _or_none(_one_of(Funding)),
    "operator_id": _or_none(_ID),
    "maintainer_id": _or_none(_ID),
    "unit_id": _or_none(_ID),
    "address": _text(300),
    "pole_id": _or_none(_ID),
    "height_m": _or_none(_number(0, 500)),
    "tilt_deg": _or_none(_number(-90, 90)),
    "hfov_deg": _or_none(_number(0.1, 360)),
    "width_px": _or_none(_whole(1, 100_000)),
    "height_px": _or_none(_whole(1, 100_000)),
    "maker": _text(100),
    "model": _text(100),
    "serial": _text(100),
    "mac": _mac,
    "network_address": _address,
    "network": _text(100),
    "codecs": _text(100),
    "fps": _or_none(_number(0.1, 240)),
    "bitrate_kbps": _or_none(_number(16, 200_000)),
    "key_interval_s": _or_none(_number(0.04, 300)),
    "connection": _or_none(_one_of(ConnectionKind)),
    "installed_on": _or_none(_date),
    "warranty_until": _or_none(_date),
    "certificates": _certificates,
    "legal_basis": _text(500),
    "notice": _or_none(_truth),
    "retention_class": _text(100),
    "note": _text(2000, lines=True),
}
