"""RTSP addresses as people type them (RFC 2326, 3.2; RFC 3986). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

from toancanh.kernel import Invalid

DEFAULT_PORT = 554
HIDDEN = "***"
_MAX_LENGTH = 2048
DEFAULT_TLS_PORT = 322
_SCHEMES = ("rtsp", "rtspu", "rtspt", "rtsps")  # rtspu asks for UDP, rtspt for TCP (as GStreamer has it)
_SAFE = "/:;=?&,+@!$'()*~%-._[]"  # as they are in path and query, "%" because the rest is encoded already
# Makers put credentials into path or query: /user=admin&password=secret&channel=1 (XM), ?pwd=secret
_SECRET = re.compile(r"(?i)((?:password|passwd|passw|pass|pwd|psw|token|secret|auth)=)[^&;/?]*")
_LABEL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})?")


@dataclass(frozen=True, kw_only=True)
class StreamAddress:
    """An address taken apart: ``url`` has no user information."""

    url: str = field(repr=False)
    host: str
    port: int
    username: str
    password: str = field(repr=False)

    @property
    def tls(self) -> bool:
        """Whether the camera is to prove who it is."""
        return self.url.startswith("rtsps:")

    @property
    def shown(self) -> str:
        """The address as it may be shown: passwords in path or query are hidden."""
        return _SECRET.sub(rf"\g<1>{HIDDEN}", self.url)


def read_stream_address(text: str) -> StreamAddress:
    """Take an address apart. Raises `Invalid`, which never repeats the text: it may hold a password."""
    trimmed = text.strip()
    if len(trimmed) > _MAX_LENGTH:
        raise Invalid(f"the address is longer than {_MAX_LENGTH} characters")
    if any(letter.isspace() or not letter.isprintable() for letter in trimmed):
        raise Invalid("the address contains white space or control characters")
    try:
        parts = urlsplit(trimmed)
        port = parts.port
        host = parts.hostname or ""
    except ValueError:
        raise Invalid("the address cannot be read; it looks like rtsp://192.0.2.10:554/path") from None
    scheme = parts.scheme.lower()
    if scheme not in _SCHEMES:
        raise Invalid("the address must begin with rtsp:// (or rtspu:// for pictures over UDP, rtsps:// for TLS)")
    if parts.fragment or trimmed.endswith("#"):
        raise Invalid("the address must not contain '#' (write it as %23)")
    if port == 0:
        raise Invalid("the port lies between 1 and 65535")
    username, _, password = parts.netloc.rpartition("@")[0].partition(":")
    name = _host(host)
    netloc = f"[{name}]" if ":" in name else name
    query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    return StreamAddress(
        url=f"{scheme}://{netloc}{f':{port}' if port else ''}{quote(parts.path, safe=_SAFE)}{query}",
        host=name,
        port=port or (DEFAULT_TLS_PORT if scheme == "rtsps" else DEFAULT_PORT),
        username=_unquoted(username),
        password=_unquoted(password),
    )


def read_certificate(text: str) -> str:
    """The SHA-256 of a certificate as people copy it, with colons or blanks. Raises `Invalid`."""
    plain = re.sub(r"[\s:]", "", text).lower()
    if plain and not re.fullmatch(r"[0-9a-f]{64}", plain):
        raise Invalid("certificate: a SHA-256 fingerprint has 64 hexadecimal digits")
    return plain


def _unquoted(text: str) -> str:
    plain = unquote(text)
    if not plain.isprintable():
        raise Invalid("the user name or password in the address contains control characters")
    return plain


def _host(host: str) -> str:
    """The host in the form that is looked up."""
    if ":" in host:
        return host.lower()
    try:
        ascii_host = host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        raise Invalid("the host name of the address cannot be used") from None
    labels = ascii_host.rstrip(".").split(".")
    if len(ascii_host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise Invalid("the address has no usable host name")
    return ascii_host.lower()
