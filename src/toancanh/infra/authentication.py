"""Log-in to a camera over RTSP and HTTP: Basic (RFC 7617) and Digest (RFC 7616, and RFC 2617 without qop).

The strongest that is offered: SHA-256 goes before MD5, Digest before Basic.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

_PARAMETER = re.compile(r'\s*([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]*))\s*(?:,|$)')
_SCHEME = re.compile(r"\s*(Digest|Basic)\b", re.IGNORECASE)
_NEXT_SCHEME = re.compile(r",\s*(?=(?:Digest|Basic)\s)", re.IGNORECASE)
_HASHES: dict[str, tuple[int, Callable[[bytes], str]]] = {
    "SHA-256": (3, lambda data: hashlib.sha256(data).hexdigest()),
    "MD5": (2, lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest()),
}
_BASIC_RANK = 1


@dataclass(frozen=True, kw_only=True)
class Challenge:
    """One ``WWW-Authenticate`` that we can answer."""

    rank: int
    realm: str = ""
    nonce: str = ""
    opaque: str | None = None
    algorithm: str = ""  # as the server wrote it; empty for Basic and where it was left out
    with_qop: bool = False
    stale: bool = False

    @property
    def is_digest(self) -> bool:
        """False for Basic."""
        return self.rank > _BASIC_RANK


def parse_challenges(values: Iterable[str]) -> Challenge | None:
    """The strongest challenge that we can answer; None where there is none."""
    challenges = [
        challenge
        for value in values
        for part in _NEXT_SCHEME.split(value)
        if (challenge := _parse_challenge(part)) is not None
    ]
    return max(challenges, key=lambda challenge: challenge.rank, default=None)


@dataclass(kw_only=True)
class Credentials:
    """What we log in with on one connection, and the challenge that is being answered."""

    username: str
    password: str = field(repr=False)
    random_hex: Callable[[int], str] = field(repr=False)  # so many bytes, for the client's nonce
    challenge: Challenge | None = None
    _count: int = field(default=0, repr=False)

    def take(self, challenge: Challenge) -> None:
        """Answer this challenge from now on."""
        self.challenge = challenge
        self._count = 0

    def header(self, method: str, url: str) -> str | None:
        """The value of ``Authorization`` for a request, None while nothing was asked for."""
        challenge = self.challenge
        if challenge is None:
            return None
        if not challenge.is_digest:
            return "Basic " + base64.b64encode(f"{self.username}:{self.password}".encode()).decode()
        self._count += 1
        return self._digest(challenge, method, url, f"{self._count:08x}", self.random_hex(8))

    def _digest(self, challenge: Challenge, method: str, url: str, count: str, client_nonce: str) -> str:
        algorithm = challenge.algorithm.upper() or "MD5"
        is_session = algorithm.endswith("-SESS")
        digest = _HASHES[algorithm.removesuffix("-SESS")][1]

        def joined(*parts: str) -> str:
            return digest(":".join(parts).encode())

        secret = joined(self.username, challenge.realm, self.password)
        if is_session:
            secret = joined(secret, challenge.nonce, client_nonce)
        act = joined(method, url)
        fields = [
            f'username="{_quoted(self.username)}"',
            f'realm="{_quoted(challenge.realm)}"',
            f'nonce="{_quoted(challenge.nonce)}"',
            f'uri="{_quoted(url)}"',
        ]
        if challenge.with_qop:
            response = joined(secret, challenge.nonce, count, client_nonce, "auth", act)
            fields += ["qop=auth", f"nc={count}", f'cnonce="{client_nonce}"']
        else:
            response = joined(secret, challenge.nonce, act)
            if is_session:
                fields.append(f'cnonce="{client_nonce}"')
        fields.append(f'response="{response}"')
        if challenge.algorithm:
            fields.append(f"algorithm={challenge.algorithm}")
        if challenge.opaque is not None:
            fields.append(f'opaque="{_quoted(challenge.opaque)}"')
        return "Digest " + ", ".join(fields)


def _parse_challenge(text: str) -> Challenge | None:
    scheme = _SCHEME.match(text)
    if scheme is None:
        return None
    values: dict[str, str] = {}
    position = scheme.end()
    while match := _PARAMETER.match(text, position):
        quoted, bare = match[2], match[3]
        values.setdefault(match[1].lower(), re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else bare)
        position = match.end()
    if scheme[1].lower() == "basic":
        return Challenge(rank=_BASIC_RANK, realm=values.get("realm", ""))
    algorithm = values.get("algorithm", "")
    known = _HASHES.get((algorithm.upper() or "MD5").removesuffix("-SESS"))
    qops = [qop.strip().lower() for qop in values.get("qop", "").split(",") if qop.strip()]
    if known is None or "nonce" not in values or (qops and "auth" not in qops):
        return None
    return Challenge(
        rank=known[0],
        realm=values.get("realm", ""),
        nonce=values["nonce"],
        opaque=values.get("opaque"),
        algorithm=algorithm,
        with_qop=bool(qops),
        stale=values.get("stale", "").lower() == "true",
    )


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
