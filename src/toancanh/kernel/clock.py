"""The clock is a parameter everywhere; nothing outside this file reads the wall clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Clock(Protocol):
    """Wall time (UTC, microseconds) and a steady counter that no administrator can set."""

    def now_us(self) -> int:
        """Microseconds since 1970-01-01T00:00:00Z."""

    def monotonic_us(self) -> int:
        """Microseconds of a counter that never steps back; only differences mean something."""


class SystemClock:
    """The machine's clocks."""

    def now_us(self) -> int:
        return time.time_ns() // 1000

    def monotonic_us(self) -> int:
        return time.monotonic_ns() // 1000


class SimulatedClock:
    """A clock for tests: it moves only when told to."""

    def __init__(self, now_us: int = 1_763_800_000_000_000) -> None:
        self._now_us = now_us
        self._monotonic_us = 0

    def now_us(self) -> int:
        return self._now_us

    def monotonic_us(self) -> int:
        return self._monotonic_us

    def advance(self, seconds: float) -> None:
        """Let both clocks run on by ``seconds`` (>= 0)."""
        self._now_us += round(seconds * 1_000_000)
        self._monotonic_us += round(seconds * 1_000_000)

    def step_wall(self, seconds: float) -> None:
        """Step the wall clock alone, as an administrator or NTP would."""
        self._now_us += round(seconds * 1_000_000)


def format_rfc3339(time_us: int) -> str:
    """UTC with microseconds only where there are any: ``2026-11-22T04:24:07.040000Z`` (RFC 3339)."""
    return (_EPOCH + timedelta(microseconds=time_us)).isoformat().replace("+00:00", "Z")


def parse_rfc3339(text: str) -> int:
    """Microseconds since the epoch; a time without a zone is refused with ``ValueError``."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"a time needs its zone, as in 2026-11-22T11:24:07+07:00: {text!r}")
    return (moment - _EPOCH) // _MICROSECOND
