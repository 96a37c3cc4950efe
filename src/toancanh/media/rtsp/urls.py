"""Addresses of streams and of their tracks (RFC 2326, section 3.2 and appendix C.1.1)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from toancanh.kernel import Invalid

DEFAULT_PORT = 554
DEFAULT_TLS_PORT = 322  # IANA: rtsps
_SCHEMES = ("rtsp", "rtspu", "rtspt", "rtsps")


@dataclass(frozen=True, kw_only=True)
class StreamUrl:
    """Where a stream is. ``request_url`` is what goes over the wire: never with user information."""

    host: str
    port: int
    request_url: str
    wants_udp: bool = False
    tls: bool = False


def parse_url(url: str) -> StreamUrl:
    """Read ``rtsp://host[:port]/path?query``; ``rtspu://`` asks for UDP, ``rtspt://`` for TCP, as in GStreamer,
    ``rtsps://`` for TLS, where packets stay inside the connection.

    Raises `Invalid`.
    """
    if any(ord(character) <= 32 or ord(character) == 127 for character in url):
        raise Invalid("a stream address holds no blanks and no control characters")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise Invalid("the stream address cannot be read; it looks like rtsp://host:554/path") from None
    if parts.scheme not in _SCHEMES or not host:
        raise Invalid("a stream address begins with rtsp:// and names a host")
    if port == 0:
        raise Invalid("a port lies between 1 and 65535")
    authority = parts.netloc.rpartition("@")[2]
    query = f"?{parts.query}" if parts.query else ""
    return StreamUrl(
        host=host,
        port=port or (DEFAULT_TLS_PORT if parts.scheme == "rtsps" else DEFAULT_PORT),
        request_url=f"{'rtsps' if parts.scheme == 'rtsps' else 'rtsp'}://{authority}{parts.path}{query}",
        wants_udp=parts.scheme == "rtspu",
        tls=parts.scheme == "rtsps",
    )


def control_url(base: str, control: str) -> str:
    """The address of a track or of the whole. Appended as cameras and all clients do it, not resolved as RFC 1808 says:
    a base without a final slash is a folder all the same.
    """
    if control in ("", "*"):
        return base
    if "://" in control[:10]:
        return control
    return f"{base.rstrip('/')}/{control.lstrip('/')}"
