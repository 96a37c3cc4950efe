"""Writes the index in a thread of its own, so that recording never waits for the database.

Changes are applied in the order in which they were made, as many as wait in one transaction. While the database is away
they wait in bounded memory; beyond the bound the newest are dropped and counted, and what they said is found again on
the disk by the next recovery (A7).
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from toancanh.infra.database import Database
from toancanh.infra.logs import get_logger
from toancanh.kernel import Unavailable

IndexChange = Callable[[Connection], None]

MAX_WAITING_BYTES = 64 << 20
_BATCH = 512
_RETRY_S = 0.25

_log = get_logger(__name__)


@dataclass(kw_only=True, slots=True)
class _Waiting:
    change: IndexChange
    size_bytes: int


class IndexWriter:
    """``put`` never blocks."""

    def __init__(
        self,
        database: Database,
        *,
        max_bytes: int = MAX_WAITING_BYTES,
        on_dropped: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._max_bytes = max_bytes
        self._on_dropped = on_dropped
        self._waiting: deque[_Waiting] = deque()
        self._waiting_bytes = 0
        self._condition = threading.Condition()
        self._stopping = False
        self._abandoned = False
        self._thread = threading.Thread(target=self._run, name="archive-index", daemon=True)
        self.dropped = 0
        self.away = False

    @property
    def backlog(self) -> int:
        """Changes that wait."""
        return len(self._waiting)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def put(self, change: IndexChange, *, size_bytes: int = 512) -> None:
        """Apply ``change`` after all that were put before it."""
        with self._condition:
            if self._waiting_bytes + size_bytes > self._max_bytes:
                self._drop()
                return
            self._waiting.append(_Waiting(change=change, size_bytes=size_bytes))
            self._waiting_bytes += size_bytes
            self._condition.notify()

    def close(self, timeout_s: float = 30.0) -> bool:
        """Write what waits and end; False where the database stayed away (the next start recovers)."""
        with self._condition:
            self._stopping = True
            self._condition.notify()
        self._thread.join(timeout_s)
        self._abandoned = True
        return not self._waiting

    def _run(self) -> None:
        while True:
            with self._condition:
                while not self._waiting and not self._stopping:
                    self._condition.wait()
                batch = [self._waiting[index] for index in range(min(_BATCH, len(self._waiting)))]
                if not batch:
                    return
            try:
                applied = self._apply(batch)
            except Exception as error:  # noqa: BLE001 - the supervisor of this thread
                _log.crash("a fault of the archive's index writer; it tries again", error)
                applied = False
            if not applied:
                with self._condition:
                    self._condition.wait(_RETRY_S)
                if self._abandoned:
                    return

    def _apply(self, batch: list[_Waiting]) -> bool:
        """True where all is written; otherwise the first that is not, and all behind it, wait on."""
        try:
            with self._database.transaction(relaxed=True) as connection:  # recovery finds it again on disk
                for item in batch:
                    item.change(connection)
        except Unavailable:
            if not self.away:
                _log.warning("the database does not answer; recording goes on, the index waits", waiting=self.backlog)
            self.away = True
            return False
        except SQLAlchemyError as error:
            if len(batch) > 1:  # find the one that cannot be written, and write the others
                return all(self._apply([item]) for item in batch)
            _log.error("a change of the archive's index cannot be written; recover finds it on disk", error=str(error))
            self._drop()
        if self.away:
            _log.info("the database answers again", waiting=self.backlog)
            self.away = False
        with self._condition:
            for item in batch:
                self._waiting.popleft()
                self._waiting_bytes -= item.size_bytes
        return True

    def _drop(self) -> None:
        self.dropped += 1
        if self.dropped == 1:
            self._on_dropped()
