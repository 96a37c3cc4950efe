"""A model from an address: over the outbound policy, bounded in bytes and time, each redirect judged anew."""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from toancanh.infra.outbound import OutboundPolicy, Pinned
from toancanh.kernel import Exhausted, Invalid, Unavailable
from toancanh.vision.models.files import MOST_BYTES

_TIMEOUT_S = 30.0
_MOST_S = 1800.0
_MOST_REDIRECTS = 5
_PIECE = 1 << 20
_REDIRECTS = (301, 302, 303, 307, 308)


def is_address(text: str) -> bool:
    """Whether it is meant as one, and not as the name of a file."""
    return text.startswith(("https://", "http://"))


def fetch(
    url: str,
    outbound: OutboundPolicy,
    *,
    most_bytes: int = MOST_BYTES,
    contexts: Callable[[], ssl.SSLContext] = ssl.create_default_context,
) -> bytes:
    """What lies there. Raises `Denied` where the policy forbids it, `Unavailable`, `Exhausted` for too much."""
    until_s = time.monotonic() + _MOST_S
    for _ in range(_MOST_REDIRECTS + 1):
        found = _once(url, outbound, most_bytes, contexts, until_s)
        if isinstance(found, bytes):
            return found
        url = urljoin(url, found)
        if not is_address(url):
            raise Invalid("the server leads to an address that is neither http nor https")
    raise Unavailable(f"the server leads on and on, more than {_MOST_REDIRECTS} times")


def _once(
    url: str, outbound: OutboundPolicy, most_bytes: int, contexts: Callable[[], ssl.SSLContext], until_s: float
) -> bytes | str:
    """The content, or where it is said to lie."""
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise Invalid("the address of a model is http(s)://HOST[:PORT]/PATH")
    secure = address.scheme == "https"
    pinned = outbound.resolve_blocking(address.hostname, address.port or (443 if secure else 80))
    connection = _connection(pinned)
    path = (address.path or "/") + (f"?{address.query}" if address.query else "")
    try:
        connection.connect()
        if secure:
            connection.sock = contexts().wrap_socket(connection.sock, server_hostname=address.hostname)
        connection.request(
            "GET", path, headers={"Host": address.netloc.rpartition("@")[2], "Accept-Encoding": "identity"}
        )
        answer = connection.getresponse()
        if answer.status in _REDIRECTS:
            return answer.getheader("Location") or ""
        if answer.status != 200:
            raise Unavailable(f"the server of the model answers with status {answer.status}")
        return _body(answer, most_bytes, until_s)
    except (OSError, http.client.HTTPException) as error:
        raise Unavailable(f"the server of the model does not answer: {error}") from error
    finally:
        connection.close()


def _connection(pinned: Pinned) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(pinned.address, pinned.port, timeout=_TIMEOUT_S)


def _body(answer: http.client.HTTPResponse, most_bytes: int, until_s: float) -> bytes:
    kept = bytearray()
    while piece := answer.read(_PIECE):
        kept += piece
        if len(kept) > most_bytes:
            raise Exhausted(f"the server sends more than {most_bytes >> 20} MiB: that is no model for cameras")
        if time.monotonic() > until_s:
            raise Unavailable("the server is too slow: bring the model as a file")
    return bytes(kept)
