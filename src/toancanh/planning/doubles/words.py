"""Serials, names and addresses as people write them, brought into a form that can be compared. Pure."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from toancanh.kernel import fold

_ALIKE = str.maketrans({"O": "0", "Q": "0", "I": "1", "L": "1"})
_NOT_ALNUM = re.compile(r"[^0-9A-Z]")
_TOKEN = re.compile(r"[0-9a-z]+")
_NO_NAMES = frozenset(
    {"cam", "camera", "cctv", "fixed", "ptz", "dome", "ip", "kenh", "channel", "ch"}
    | {"so", "nut", "cot", "tru", "huong", "diem", "vi", "tri", "ngo", "duong", "pho"}
)
_DIRECTIONS = {
    ("bac",): 0.0,
    ("dong", "bac"): 45.0,
    ("dong",): 90.0,
    ("dong", "nam"): 135.0,
    ("nam",): 180.0,
    ("tay", "nam"): 225.0,
    ("tay",): 270.0,
    ("tay", "bac"): 315.0,
}
RTSP_PORT = 554


def serial_key(serial: str) -> str:
    """Upper case without signs; O is 0, I and L are 1: what is mistaken when a label is read."""
    return _NOT_ALNUM.sub("", serial.upper()).translate(_ALIKE)


def slip(a: str, b: str) -> str:
    """How the two differ: ``same``, ``swapped`` (two neighbours changed places, or one letter is missing), ``almost``
    (one letter is another), or ``differs``.
    """
    if a == b:
        return "same"
    if abs(len(a) - len(b)) > 1:
        return "differs"
    begin = 0
    while begin < min(len(a), len(b)) and a[begin] == b[begin]:
        begin += 1
    rest_a, rest_b = a[begin:], b[begin:]
    if len(a) == len(b):
        if rest_a[1:] == rest_b[1:]:
            return "almost"
        swapped = rest_a[1::-1] == rest_b[:2] and rest_a[2:] == rest_b[2:]
        return "swapped" if swapped else "differs"
    longer, shorter = (rest_a, rest_b) if len(a) > len(b) else (rest_b, rest_a)
    return "swapped" if longer[1:] == shorter else "differs"


@dataclass(frozen=True)
class Address:
    """Host and port; ``is_private``: means something only within its network (RFC 1918, 4193, 3927)."""

    key: str
    is_private: bool


def address_of(text: str) -> Address | None:
    """Of ``host``, ``host:port`` or ``[v6]:port``; None where nothing can be read."""
    text = text.strip().lower()
    match = re.fullmatch(r"\[([0-9a-f:.]+)\](?::(\d{1,5}))?|([^:/\s]+)(?::(\d{1,5}))?", text)
    if match is None:
        return None
    host, port = match[1] or match[3], match[2] or match[4]
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        return Address(f"{host}:{port or RTSP_PORT}", False)
    return Address(f"{ip}:{port or RTSP_PORT}", not ip.is_global)


@dataclass(frozen=True)
class NameWords:
    """What a name says: its words, the figures in it, first letters, and a direction in degrees."""

    words: frozenset[str]
    figures: frozenset[str]
    initials: str
    first: str
    direction_deg: float | None


def name_words(name: str) -> NameWords:
    """Read a camera's name without accents; words that every camera has say nothing."""
    tokens = _TOKEN.findall(fold(name))
    direction: float | None = None
    if len(tokens) >= 2 and (tokens[-2], tokens[-1]) in _DIRECTIONS:
        direction, tokens_left = _DIRECTIONS[tokens[-2], tokens[-1]], tokens[:-2]
    elif len(tokens) >= 2 and (tokens[-1],) in _DIRECTIONS:
        direction, tokens_left = _DIRECTIONS[(tokens[-1],)], tokens[:-1]
    else:
        tokens_left = tokens
    return NameWords(
        words=frozenset(token for token in tokens_left if not token.isdigit() and token not in _NO_NAMES),
        figures=frozenset(token for token in tokens_left if token.isdigit()),
        initials="".join(token[0] for token in tokens_left),
        first=tokens_left[0] if tokens_left else "",
        direction_deg=direction,
    )


def alike(a: NameWords, b: NameWords) -> str:
    """``same``, ``alike``, ``initials``, ``differs``, or an empty text where a name says nothing."""
    if _abbreviates(a, b) or _abbreviates(b, a):
        return "initials"
    if not a.words or not b.words or _is_short(a) or _is_short(b):
        return ""
    shared = len(a.words & b.words) / len(a.words | b.words)
    figures_differ = bool(a.figures and b.figures and not a.figures & b.figures)
    if shared >= 0.75:
        return "alike" if figures_differ else "same"
    if shared >= 0.35:
        return "" if figures_differ else "alike"
    return "differs" if shared == 0.0 else ""


def _is_short(name: NameWords) -> bool:
    return len(name.words) == 1 and len(name.first) <= 6


def _abbreviates(short: NameWords, long: NameWords) -> bool:
    return 3 <= len(short.first) <= 10 and long.first != short.first and long.initials.startswith(short.first)
