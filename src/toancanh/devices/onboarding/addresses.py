"""Addresses of devices as people write them: ``10.0.3.7``, ``10.0.3.7:8000``, ``https://10.0.3.7``. Pure."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from toancanh.devices.onboarding.model import Item
from toancanh.kernel import Invalid

SERVICE_PATH = "/onvif/device_service"  # ONVIF Core, 5.2.1
_LONGEST = 200


def read_address(text: str) -> Item:
    """Raises `Invalid`, which repeats nothing: somebody may have written a password into it."""
    trimmed = text.strip()
    if len(trimmed) > _LONGEST:
        raise _bad()
    try:
        parts = urlsplit(trimmed if "://" in trimmed else f"http://{trimmed}")
        port, host = parts.port, ipaddress.ip_address(parts.hostname or "")
    except ValueError:
        raise _bad() from None
    more = parts.username is not None or parts.query or parts.fragment
    if parts.scheme not in ("http", "https") or more or port == 0:
        raise _bad()
    if isinstance(host, ipaddress.IPv6Address) and host.ipv4_mapped is not None:
        host = host.ipv4_mapped
    tls = parts.scheme == "https"
    path = parts.path if parts.path not in ("", "/") else SERVICE_PATH
    return Item(job_id="", position=0, host=str(host), port=port or (443 if tls else 80), path=path, tls=tls)


def _bad() -> Invalid:
    return Invalid(
        "addresses: write a device as 10.0.3.7, 10.0.3.7:8000 or https://10.0.3.7, without a password",
        field="addresses",
    )
