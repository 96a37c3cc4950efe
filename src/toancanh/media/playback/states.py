"""The states of all streams, asked of the media processes at most twice a second, whoever asks."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from toancanh.kernel import Clock, Unavailable
from toancanh.registry import StreamRole

_KEPT_US = 500_000

StreamReport = Mapping[str, Any]
"""A stream as `media.process` reports it: ``camera_id``, ``role`` and the fields of `media.ingest.StreamStatus`."""


class Process(Protocol):
    """One media process."""

    async def status(self) -> Mapping[str, Any]:
        """``{"streams": [...], ...}``. Raises `Unavailable`."""


class Processes(Protocol):
    """All media processes (`media.link.MediaLinks`)."""

    @property
    def all(self) -> Sequence[Process]: ...


class States:
    """Belongs to one event loop. A stream of a process that is away is not in the answer, and `all_up` is False."""

    def __init__(self, *, processes: Processes, clock: Clock) -> None:
        self._processes = processes
        self._clock = clock
        self._asked_us: int | None = None
        self._known: Mapping[tuple[str, StreamRole], StreamReport] = {}
        self._lock = asyncio.Lock()
        self.all_up = False

    async def streams(self) -> Mapping[tuple[str, StreamRole], StreamReport]:
        """By camera and role."""
        async with self._lock:
            now_us = self._clock.monotonic_us()
            if self._asked_us is None or now_us - self._asked_us > _KEPT_US:
                answers = await asyncio.gather(*map(_streams, self._processes.all))
                self.all_up = None not in answers
                self._known = {
                    (str(stream["camera_id"]), StreamRole(stream["role"])): stream
                    for answer in answers
                    for stream in answer or ()
                }
                self._asked_us = now_us
            return self._known


async def _streams(process: Process) -> Sequence[StreamReport] | None:
    try:
        report = await process.status()
    except Unavailable:
        return None
    streams: Sequence[StreamReport] = report.get("streams", ())
    return streams
