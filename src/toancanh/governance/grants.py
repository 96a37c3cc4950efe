"""Grants as compact signed tokens: base64url of the fields, a dot, base64url of HMAC-SHA256 over the first part."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import asdict

from toancanh.governance.model import Grant

_VERSION = 2


def encode_grant(grant: Grant, key: bytes) -> str:
    """The token that carries a grant."""
    body = _base64url(json.dumps([_VERSION, asdict(grant)], separators=(",", ":"), ensure_ascii=False).encode())
    return f"{body}.{_mac(body, key)}"


def decode_grant(token: str, key: bytes) -> Grant | None:
    """The grant where the token was signed by ``key``; it may have expired or be for something else."""
    body, _, mac = token.partition(".")
    if not token.isascii() or not hmac.compare_digest(mac, _mac(body, key)):
        return None
    try:
        version, fields = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        return Grant(**fields) if version == _VERSION else None
    except (ValueError, TypeError, binascii.Error):
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
