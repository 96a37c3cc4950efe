"""The server's side of a Digest log-in (RFC 7616; without ``qop`` RFC 2069, which RTSP 1.0 names)."""

from __future__ import annotations

import enum
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

REALM = "toancanh"
_FIELD = re.compile(r'(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))')
_MAX_LENGTH = 4096


class Algorithm(enum.StrEnum):
    """What we offer, in the order in which it is offered: clients that know MD5 only take the last."""

    SHA_256 = "SHA-256"
    MD5 = "MD5"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a client has answered to our challenge."""

    username: str
    nonce: str
    algorithm: Algorithm
    uri: str
    response: str = field(repr=False)
    qop: str = ""
    count: str = ""
    client_nonce: str = ""


def challenges(nonce: str, *, stale: bool = False) -> list[str]:
    """Values of ``WWW-Authenticate``. MD5 without ``qop``, as the oldest clients know it."""
    note = ", stale=TRUE" if stale else ""
    qop = {Algorithm.SHA_256: f', algorithm={Algorithm.SHA_256}, qop="auth"', Algorithm.MD5: ""}
    return [f'Digest realm="{REALM}", nonce="{nonce}"{qop[one]}{note}' for one in Algorithm]


def read_answer(header: str) -> Answer | None:
    """None for what answers no challenge of ours."""
    scheme, _, rest = header[:_MAX_LENGTH].strip().partition(" ")
    if scheme.lower() != "digest":
        return None
    fields = {
        name.lower(): re.sub(r"\\(.)", r"\1", quoted) if quoted else bare for name, quoted, bare in _FIELD.findall(rest)
    }
    qop = fields.get("qop", "")
    if fields.get("realm") != REALM or not fields.get("username") or qop not in ("", "auth"):
        return None
    try:
        algorithm = Algorithm(fields.get("algorithm", "MD5").upper())
    except ValueError:
        return None
    return Answer(
        username=fields["username"],
        nonce=fields.get("nonce", ""),
        algorithm=algorithm,
        uri=fields.get("uri", ""),
        response=fields.get("response", "").lower(),
        qop=qop,
        count=fields.get("nc", ""),
        client_nonce=fields.get("cnonce", ""),
    )


def secrets_of(username: str, password: str) -> dict[str, str]:
    """What is stored in place of the password: the hash with which each algorithm begins."""
    return {one.value: _digest(one, username, REALM, password) for one in Algorithm}


def is_right(answer: Answer, method: str, secrets: Mapping[str, str]) -> bool:
    """Whether it was made with the password. Takes as long for a wrong one."""
    act = _digest(answer.algorithm, method, answer.uri)
    more = (answer.count, answer.client_nonce, answer.qop) if answer.qop else ()
    expected = _digest(answer.algorithm, secrets.get(answer.algorithm, ""), answer.nonce, *more, act)
    return hmac.compare_digest(expected.encode(), answer.response.encode())


def _digest(algorithm: Algorithm, *parts: str) -> str:
    data = ":".join(parts).encode("utf-8", "replace")
    if algorithm is Algorithm.SHA_256:
        return hashlib.sha256(data).hexdigest()
    return hashlib.md5(data, usedforsecurity=False).hexdigest()
