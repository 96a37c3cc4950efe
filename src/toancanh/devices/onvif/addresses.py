"""Addresses that a device names: it speaks for itself only. Path and port are taken, the host is its own. Pure."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from toancanh.devices.ports import DeviceAt, DeviceFailure, DeviceReason

_MOST_LETTERS = 1024
_TARGET = re.compile(r"/[!-~]*")
_RTSP_PORTS = {"rtsp": 554, "rtsps": 322}


@dataclass(frozen=True, kw_only=True)
class Named:
    """``elsewhere``: the host that it named instead of its own; empty where it named none."""

    path: str
    port: int
    elsewhere: str = ""


@dataclass(frozen=True, kw_only=True)
class NamedStream:
    """A stream on the device's own host."""

    url: str = field(repr=False)
    port: int
    elsewhere: str = ""
    had_password: bool = False


@dataclass(frozen=True, kw_only=True)
class WebTarget:
    """A web address taken apart."""

    host: str
    port: int
    path: str
    tls: bool


def web_target(address: str) -> WebTarget | None:
    """None where it is none, or holds letters that none has."""
    parts = _split(address)
    if parts is None or parts.scheme not in ("http", "https"):
        return None
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not _TARGET.fullmatch(target):
        return None
    tls = parts.scheme == "https"
    return WebTarget(host=parts.hostname or "", port=parts.port or (443 if tls else 80), path=target, tls=tls)


def named_web(address: str, *, at: DeviceAt, pinned: str) -> Named | None:
    """A service or a picture. Its port counts where the host and the scheme are ours, else ours does."""
    target = web_target(address)
    if target is None:
        return None
    elsewhere = _elsewhere(target.host, at, pinned)
    ours = not elsewhere and target.tls == at.tls
    return Named(path=target.path, port=target.port if ours else at.port, elsewhere=elsewhere)


def named_stream(address: str, *, at: DeviceAt, pinned: str) -> NamedStream:
    """A stream. Raises `DeviceFailure` where it is none."""
    parts = _split(address)
    if parts is None or parts.scheme not in _RTSP_PORTS:
        raise DeviceFailure(DeviceReason.BAD_ANSWER, "the device gave no usable stream address")
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    if target and not _TARGET.fullmatch(target):
        raise DeviceFailure(DeviceReason.BAD_ANSWER, "the device gave a stream address with letters that none has")
    usual = _RTSP_PORTS[parts.scheme]
    port = parts.port or usual
    host = f"[{at.address}]" if ":" in at.address else at.address
    return NamedStream(
        url=f"{parts.scheme}://{host}{'' if port == usual else f':{port}'}{target}",
        port=port,
        elsewhere=_elsewhere(parts.hostname or "", at, pinned),
        had_password="@" in parts.netloc,
    )


def _split(address: str) -> SplitResult | None:
    if len(address) > _MOST_LETTERS:
        return None
    try:
        parts = urlsplit(address.strip())
        return parts if parts.hostname and (parts.port is None or parts.port > 0) else None
    except ValueError:
        return None


def _elsewhere(host: str, at: DeviceAt, pinned: str) -> str:
    return "" if host == at.address.lower() or _same(host, pinned) or _same(host, at.address) else host[:253]


def _same(one: str, other: str) -> bool:
    try:
        return ipaddress.ip_address(one) == ipaddress.ip_address(other)
    except ValueError:
        return False
