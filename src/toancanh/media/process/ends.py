"""Ends of live views on their way into the journal: the loop never waits for the disk, and a view's end survives it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from toancanh.infra.logs import get_logger
from toancanh.media.live.journal import ViewJournal
from toancanh.media.live.ticket import ViewEnd

_MAX_WAITING = 20_000
_RETRY_S = 2.0

_log = get_logger(__name__)


class Ends:
    """On the process's loop. ``in_thread`` runs what blocks; ``tell`` is called after each writing."""

    def __init__(
        self,
        journal: ViewJournal,
        *,
        in_thread: Callable[[Callable[[], None]], Awaitable[None]],
        tell: Callable[[], None],
    ) -> None:
        self._journal = journal
        self._in_thread = in_thread
        self._tell = tell
        self._waiting: list[ViewEnd] = []
        self._came = asyncio.Event()

    def add(self, end: ViewEnd) -> None:
        """A view has ended."""
        if len(self._waiting) < _MAX_WAITING:
            self._waiting.append(end)
        else:
            _log.repeated("ends", "the journal cannot be written and too many views have ended: an end is lost")
        self._came.set()

    async def write_for_ever(self) -> None:
        """As they come; again where the disk refuses."""
        while True:
            await self._came.wait()
            self._came.clear()
            try:
                await self.write()
            except OSError as error:
                _log.repeated("journal", "the journal of views cannot be written; it is tried again", error=str(error))
                await asyncio.sleep(_RETRY_S)
                self._came.set()
                continue
            self._tell()

    async def write(self) -> None:
        """Those that wait. Raises `OSError`."""
        ends = tuple(self._waiting)
        if ends:
            await self._in_thread(partial(self._journal.append, ends))
            del self._waiting[: len(ends)]
