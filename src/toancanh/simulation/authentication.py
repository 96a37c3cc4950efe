"""The camera's side of a log-in: Basic (RFC 7617) and Digest with MD5 and SHA-256 (RFC 7616)."""

from __future__ import annotations

import base64
import enum
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

_REALM = "toancanh simulation"
_FIELD = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,]+))')
_HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}


class Scheme(enum.StrEnum):
    """What a camera may offer, in the order of its preference."""

    SHA_256 = "SHA-256"
    MD5 = "MD5"
    BASIC = "Basic"


class Verdict(enum.Enum):
    """What became of one request's ``Authorization``."""

    MISSING = enum.auto()
    STALE = enum.auto()
    REFUSED = enum.auto()
    ACCEPTED = enum.auto()


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """The one account of a camera."""

    username: str
    password: str


class Authenticator:
    """One connection's log-in: its nonce is good for this connection only, as on most cameras.

    ``accounts`` are passwords by name; they may change while it lives.
    """

    def __init__(self, accounts: Mapping[str, str], schemes: tuple[Scheme, ...]) -> None:
        self._accounts = accounts
        self._schemes = schemes
        self._nonce = secrets.token_hex(16)

    def challenges(self, *, stale: bool = False) -> list[str]:
        """Values of ``WWW-Authenticate``."""
        note = ", stale=TRUE" if stale else ""
        return [
            f'Basic realm="{_REALM}"'
            if scheme is Scheme.BASIC
            else f'Digest realm="{_REALM}", nonce="{self._nonce}", algorithm={scheme.value}, qop="auth"{note}'
            if scheme is Scheme.SHA_256
            else f'Digest realm="{_REALM}", nonce="{self._nonce}"{note}'
            for scheme in self._schemes
        ]

    def judge(self, method: str, authorization: str | None) -> Verdict:
        """Is this the account's password?"""
        return self.identify(method, authorization)[0]

    def identify(self, method: str, authorization: str | None) -> tuple[Verdict, str]:
        """The verdict, and the name that was given."""
        if not authorization:
            return Verdict.MISSING, ""
        kind, _, rest = authorization.partition(" ")
        if kind.lower() == "basic" and Scheme.BASIC in self._schemes:
            username, _, given = _basic(rest).partition(b":")
            name = username.decode("utf-8", "replace")
            return _verdict(given, self._accounts.get(name)), name
        fields = {name.lower(): quoted or bare for name, quoted, bare in _FIELD.findall(rest)}
        algorithm = fields.get("algorithm", "MD5").upper()
        name = fields.get("username", "")
        if kind.lower() != "digest" or algorithm not in [scheme.value for scheme in self._schemes]:
            return Verdict.REFUSED, name
        if fields.get("nonce") != self._nonce:
            return Verdict.STALE, name
        if name not in self._accounts:
            return Verdict.REFUSED, name
        return _verdict(fields.get("response", "").encode(), self._response(method, algorithm, fields)), name

    def _response(self, method: str, algorithm: str, fields: dict[str, str]) -> str:
        """RFC 7616 section 3.4.1; without qop as in RFC 2069, which RTSP 1.0 names."""

        def digest(*parts: str) -> str:
            return _HASHES[algorithm](":".join(parts).encode()).hexdigest()

        secret = digest(fields["username"], _REALM, self._accounts[fields["username"]])
        request = digest(method, fields.get("uri", ""))
        if "qop" not in fields:
            return digest(secret, self._nonce, request)
        return digest(
            secret, self._nonce, fields.get("nc", ""), fields.get("cnonce", ""), fields.get("qop", ""), request
        )


def _verdict(given: bytes, expected: str | None) -> Verdict:
    is_right = expected is not None and hmac.compare_digest(given, expected.encode())
    return Verdict.ACCEPTED if is_right else Verdict.REFUSED


def _basic(token: str) -> bytes:
    try:
        return base64.b64decode(token, validate=True)
    except ValueError:
        return b""
