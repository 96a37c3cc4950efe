"""Grants as compact signed tokens: base64url of the deflated values of the fields, a dot, base64url of HMAC-SHA256 over
the first part. A playlist has one on each of its lines.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import zlib
from dataclasses import astuple, fields

from toancanh.governance.model import Grant

_VERSION = 3
_FIELDS = [field.name for field in fields(Grant)]


def encode_grant(grant: Grant, key: bytes) -> str:
    """The token that carries a grant."""
    values = json.dumps([_VERSION, *astuple(grant)], separators=(",", ":"), ensure_ascii=False)
    body = _base64url(zlib.compress(values.encode(), wbits=-15))
    return f"{body}.{_mac(body, key)}"


def decode_grant(token: str, key: bytes) -> Grant | None:
    """The grant where the token was signed by ``key``; it may have expired or be for something else."""
    body, _, mac = token.partition(".")
    if not token.isascii() or not hmac.compare_digest(mac, _mac(body, key)):
        return None
    try:
        packed = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        version, *values = json.loads(zlib.decompress(packed, wbits=-15))
        return Grant(**dict(zip(_FIELDS, values, strict=True))) if version == _VERSION else None
    except (ValueError, TypeError, binascii.Error, zlib.error):
        return None


def mismatch(
    grant: Grant, *, kind: str, camera_id: str, stream: str, from_us: int | None, to_us: int | None, now_us: int
) -> str:
    """Why the grant does not cover this use, or an empty text."""
    if now_us >= grant.expires_at_us:
        return "expired"
    if (grant.kind, grant.camera_id, grant.stream) != (kind, camera_id, stream):
        return "transplanted"
    if grant.from_us is not None and (from_us is None or from_us < grant.from_us):
        return "outside_range"
    if grant.to_us is not None and (to_us is None or to_us > grant.to_us):
        return "outside_range"
    return ""


def _mac(body: str, key: bytes) -> str:
    return _base64url(hmac.new(key, body.encode(), hashlib.sha256).digest())


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
