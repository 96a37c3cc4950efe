"""Ids are UUIDv7 (RFC 9562, section 5.7) whose random part begins with the number of the site that made them.

Layout of ``rand_b`` (62 bits): 16 bits of site number, 46 bits of randomness. ``rand_a`` (12 bits) counts within a
millisecond, so that ids of one source sort in the order in which they were made.
"""

from __future__ import annotations

import secrets
import threading
import uuid
from collections.abc import Callable

from toancanh.kernel.clock import Clock

_SITE_SHIFT = 46


class IdSource:
    """Makes the ids of one process of one site (0 <= ``site`` < 65536). Thread-safe."""

    def __init__(self, *, clock: Clock, site: int, randbits: Callable[[int], int] = secrets.randbits) -> None:
        if not 0 <= site < 1 << 16:
            raise ValueError(f"a site number lies between 0 and 65535, not {site}")
        self._clock = clock
        self._site = site
        self._randbits = randbits
        self._lock = threading.Lock()
        self._last = 0

    def new_id(self) -> str:
        """A fresh id in its canonical text form (36 characters, lower case)."""
        with self._lock:
            stamp = max((self._clock.now_us() // 1000) << 12, self._last + 1)
            self._last = stamp
        millisecond, counter = stamp >> 12, stamp & 0xFFF
        low = (0b10 << 62) | (self._site << _SITE_SHIFT) | self._randbits(_SITE_SHIFT)
        return str(uuid.UUID(int=(millisecond << 80) | (0x7000 | counter) << 64 | low))


def site_of(identifier: str) -> int:
    """The number of the site that made this id."""
    return (uuid.UUID(identifier).int >> _SITE_SHIFT) & 0xFFFF


def is_id(text: str) -> bool:
    """True for the canonical text form of a UUIDv7."""
    try:
        value = uuid.UUID(text)
    except ValueError:
        return False
    return value.version == 7 and str(value) == text
