"""Time stamps of an outside server (RFC 3161), over HTTP (its section 3.4)."""

from __future__ import annotations

import hashlib
import http.client
import secrets
import ssl
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from toancanh.evidence.verifier import verify
from toancanh.infra.logs import get_logger
from toancanh.infra.outbound import OutboundPolicy, Pinned
from toancanh.kernel import Invalid, PlatformError, Unavailable

_log = get_logger(__name__)
_TIMEOUT_S = 10.0
_MOST_BYTES = 1 << 16
_SHA256 = bytes.fromhex("300d06096086480165030402010500")  # AlgorithmIdentifier


@dataclass(frozen=True, kw_only=True)
class TimeStamps:
    """The server at ``url``; none where it is empty. Where it leads is judged by the outbound policy each time."""

    url: str
    outbound: OutboundPolicy = field(repr=False)

    def stamp(self, signature: bytes) -> bytes:
        """A token over the signature; empty where there is no server or it does not answer, which is logged."""
        if not self.url:
            return b""
        try:
            return self.ask(signature)
        except PlatformError as error:
            _log.repeated("stamp", "no time stamp could be had", why=error.detail)
            return b""

    def ask(self, signature: bytes) -> bytes:
        """The token. Raises `Unavailable`, also where the answer is not about what was asked."""
        digest, nonce = hashlib.sha256(signature).digest(), secrets.randbits(63) | 1 << 62
        wanted = _der(0x30, _der(2, b"\1"), _der(0x30, _SHA256, _der(4, digest)),
                      _der(2, nonce.to_bytes(8, "big")), _der(1, b"\xff"))  # fmt: skip
        answer = self._post(wanted)
        try:
            parts = verify.der_items(verify.der_one(answer).body)
            status = verify.der_items(parts[0].body)[0].body
            if status not in (b"\0", b"\1") or len(parts) < 2:  # granted, granted with modifications
                raise Unavailable("the time stamp server refuses to stamp")
            token = parts[1].whole
            found = verify.stamp_of(token)
        except (verify.Bad, IndexError):
            raise Unavailable("the time stamp server gives no time stamp that holds") from None
        if found.imprint != digest or found.nonce != nonce:
            raise Unavailable("the time stamp server has stamped something else")
        return token

    def _post(self, body: bytes) -> bytes:
        address = urlsplit(self.url)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise Invalid("timestamp_url is http(s)://HOST[:PORT]/PATH")
        secure = address.scheme == "https"
        pinned = self.outbound.resolve_blocking(address.hostname, address.port or (443 if secure else 80))
        connection = _connection(address.hostname, pinned, secure=secure)
        headers = {"Content-Type": "application/timestamp-query", "Host": address.netloc.rpartition("@")[2]}
        try:
            connection.request("POST", address.path or "/", body, headers)
            answer = connection.getresponse()
            read = answer.read(_MOST_BYTES + 1)
        except (OSError, http.client.HTTPException) as error:
            raise Unavailable(f"the time stamp server does not answer: {error}") from error
        finally:
            connection.close()
        if answer.status != 200 or len(read) > _MOST_BYTES:  # a redirect is not followed
            raise Unavailable(f"the time stamp server answers with status {answer.status}")
        return read


class _PinnedTls(http.client.HTTPSConnection):
    """TLS for a name, to an address that was checked."""

    def __init__(self, name: str, pinned: Pinned) -> None:
        context = ssl.create_default_context()
        super().__init__(pinned.address, pinned.port, timeout=_TIMEOUT_S, context=context)
        self._name, self._tls = name, context

    def connect(self) -> None:
        http.client.HTTPConnection.connect(self)
        self.sock = self._tls.wrap_socket(self.sock, server_hostname=self._name)


def _connection(name: str, pinned: Pinned, *, secure: bool) -> http.client.HTTPConnection:
    if secure:
        return _PinnedTls(name, pinned)
    return http.client.HTTPConnection(pinned.address, pinned.port, timeout=_TIMEOUT_S)


def _der(tag: int, *bodies: bytes) -> bytes:
    body = b"".join(bodies)
    assert len(body) < 128  # noqa: S101  # a request is short
    return bytes([tag, len(body)]) + body
