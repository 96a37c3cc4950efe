"""When the second recorder records in place of the first: decided from what it hears of it. Pure; times monotonic."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self

from toancanh.media.archive import StreamKey
from toancanh.media.model import StreamState
from toancanh.registry.model import StreamRole

SILENT_US = 4_000_000
"""Longer than a process that was killed takes to come back, and short enough for pictures within 10 s of its death."""

STARTING_US = 10_000_000
"""The platform starts: so long a first recorder has from the beginning of the second until it is heard of."""

OVERLAP_US = 3_000_000
"""So long both record before the second ends: the first's pictures are on disk by then."""

GIVE_BACK_US = 20_000_000
"""A stream that the first does not get in so long is given up: the camera may let one in at a time."""

_COMES = (StreamState.ONLINE, StreamState.FROZEN)


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a media process says of itself. ``coming``: streams that it records and whose pictures come."""

    coming: frozenset[StreamKey]
    queued_bytes: int
    written_bytes: int

    @classmethod
    def of(cls, status: Mapping[str, Any], fares: Mapping[str, Any]) -> Self:
        """Out of the answers to ``status`` and ``recording``; raises `KeyError`, `ValueError`."""
        return cls(
            coming=frozenset(
                StreamKey(str(one["camera_id"]), StreamRole(str(one["role"])))
                for one in status["streams"]
                if one["recording"] and str(one["state"]) in _COMES
            ),
            queued_bytes=int(fares["queued_bytes"]),
            written_bytes=int(fares["written_bytes"]),
        )


class FirstRecorder:
    """One media process, as the second recorder knows it."""

    def __init__(self, now_us: int) -> None:
        self._works_us = now_us + STARTING_US - SILENT_US
        self._back_us = now_us
        self._written_bytes = -1
        self._coming_since: dict[StreamKey, int] = {}
        self._taken: frozenset[StreamKey] = frozenset()

    def heard(self, report: Report, now_us: int) -> None:
        """It has answered. One that has pictures waiting and wrote none since it answered last does not work."""
        if report.queued_bytes and report.written_bytes == self._written_bytes:
            return
        if self._is_silent(now_us):
            self._back_us = now_us
            self._coming_since = {}
        self._works_us = now_us
        self._written_bytes = report.written_bytes
        self._coming_since = {key: self._coming_since.get(key, now_us) for key in report.coming}

    def to_record(self, wanted: Collection[StreamKey], now_us: int) -> frozenset[StreamKey]:
        """Which of these streams the second recorder has now. Those that the first shows and does not record go back
        with `GIVE_BACK_US`.
        """
        if self._is_silent(now_us):
            self._taken = frozenset(wanted)
        elif now_us - self._back_us >= GIVE_BACK_US:
            self._taken = frozenset()
        else:
            safe = {key for key, since_us in self._coming_since.items() if now_us - since_us >= OVERLAP_US}
            self._taken = (self._taken - safe) & frozenset(wanted)
        return self._taken

    def _is_silent(self, now_us: int) -> bool:
        return now_us - self._works_us >= SILENT_US
