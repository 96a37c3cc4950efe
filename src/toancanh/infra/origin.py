"""Whether a request comes from a page of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

_NAMED = re.compile(r"https://(?=[a-z0-9.-]*[a-z])[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?|http://localhost(:\d{1,5})?")

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})  # RFC 9110, 9.2.1


def is_own_origin(headers: Mapping[str, str], scheme: str, further: Iterable[str] = ()) -> bool:
    """Whether ``Origin`` (RFC 6454) names the host that is called, or one by setting; False where there is none.

    ``headers`` must find lower-case names; ``scheme`` is http, https, ws or wss.
    """
    origin = headers.get("origin")
    if origin is None:
        return False
    if origin in frozenset(further):
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    host = headers.get("host", "")
    expected = "https" if scheme in {"https", "wss"} else "http"
    return parts.scheme == expected and bool(host) and parts.netloc.lower() == host.lower()


def is_named_origin(origin: str) -> bool:
    """Whether it is an origin that passkeys can be bound to: a name over TLS, or ``localhost``.

    W3C Web Authentication, 5.1.2: the RP id is a domain; an address is none.
    """
    return _NAMED.fullmatch(origin) is not None
