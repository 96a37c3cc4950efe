"""Reading back what lies in the object store: fetched whole, proven equal to what was stored, kept in a bounded folder.

However many ask for a segment, it is fetched once at a time.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from toancanh.infra.database import Database
from toancanh.infra.logs import get_logger
from toancanh.kernel import Clock, DataLoss, Denied, NotFound, PlatformError, Unavailable
from toancanh.media.archive.places import store
from toancanh.media.archive.places.ports import ObjectStore

if TYPE_CHECKING:
    from toancanh.media.archive.model import Segment

_AT_ONCE = 4
STALLED_S = 60.0

_log = get_logger(__name__)


class _Flight:
    """One segment on its way back."""

    def __init__(self, size_bytes: int) -> None:
        self.size_bytes = size_bytes
        self.got_bytes = 0
        self.done = threading.Event()
        self.error: PlatformError | None = None


class ColdTier:
    """``object_store`` gives the store as it is set now. Thread-safe; `fetch` blocks."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        object_store: Callable[[], ObjectStore],
        folder: Path,
        max_bytes: int,
    ) -> None:
        self.object_store = object_store
        self._database = database
        self._clock = clock
        self._folder = folder
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._flights: dict[str, _Flight] = {}
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="cold")

    def close(self) -> None:
        """Start no more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def path(self, segment: Segment) -> Path:
        """Where it lies once it has been fetched."""
        return self._folder / f"{segment.id}.mp4"

    def share(self, segment: Segment) -> float:
        """How much of it is here, from 0 to 1."""
        if self.path(segment).exists():
            return 1.0
        with self._lock:
            flight = self._flights.get(segment.id)
        return 0.0 if flight is None else min(flight.got_bytes / max(flight.size_bytes, 1), 0.99)

    def start(self, segment: Segment) -> None:
        """Fetch it in the background, where it is not here already."""
        if not self.path(segment).exists():
            self._flight(segment)

    def is_here(self, segment: Segment, *, wait_s: float) -> bool:
        """Fetch it, and wait so long for it. Raises what `fetch` raises."""
        if self.path(segment).exists():
            return True
        flight = self._flight(segment)
        done = flight.done.wait(wait_s)
        if flight.error is not None:
            raise flight.error
        return done

    def fetch(self, segment: Segment, *, stalled_s: float = STALLED_S) -> Path:
        """Wait for it. Raises `Unavailable` where the store is away, or nothing has come for ``stalled_s``; `DataLoss`
        where the store has other bytes than it was given, or none.
        """
        path = self.path(segment)
        if path.exists():
            os.utime(path)
            return path
        flight = self._flight(segment)
        got_bytes = -1
        while not flight.done.wait(stalled_s):
            if flight.got_bytes == got_bytes:
                raise Unavailable("the object store is too slow: nothing has come for a minute; try again later")
            got_bytes = flight.got_bytes
        if flight.error is not None:
            raise flight.error
        return path

    def _flight(self, segment: Segment) -> _Flight:
        with self._lock:
            flight = self._flights.get(segment.id)
            if flight is None:
                flight = self._flights[segment.id] = _Flight(segment.size_bytes)
                self._threads.submit(self._fly, segment, flight)
        return flight

    def _fly(self, segment: Segment, flight: _Flight) -> None:
        try:
            self._bring(segment, flight)
        except PlatformError as error:
            flight.error = error
        except OSError as error:
            flight.error = Unavailable(f"what comes from the cold store cannot be kept here: {error}")
        finally:
            with self._lock:
                self._flights.pop(segment.id, None)
            flight.done.set()

    def _bring(self, segment: Segment, flight: _Flight) -> None:
        with self._database.reading() as connection:
            known = store.cold_object(connection, segment.id)
        if known is None:
            raise DataLoss(f"the index does not say what the object store was given of {segment.path}")
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._make_room(segment.size_bytes)
        part = self._folder / f"{segment.id}.{os.getpid()}.part"
        digest = hashlib.sha256()
        try:
            with part.open("wb") as file:
                for chunk in self.object_store().get(segment.path):
                    file.write(chunk)
                    digest.update(chunk)
                    flight.got_bytes += len(chunk)
            if (flight.got_bytes, digest.hexdigest()) != known:
                raise DataLoss(
                    f"the object store returned other bytes of {segment.path} than it was given: "
                    "nothing of them is shown; ask its operator, and try again"
                )
            part.replace(self.path(segment))
        except NotFound as error:
            self._complain(f"the object store has lost {segment.path}")
            raise DataLoss(f"the object store has no {segment.path} any more; ask its operator") from error
        except Denied as error:  # it is the site's key that is refused, not who wants to see the pictures
            self._complain(error.detail)
            raise Unavailable(error.detail) from error
        except PlatformError as error:
            self._complain(error.detail)
            raise
        finally:
            part.unlink(missing_ok=True)

    def _complain(self, error: str) -> None:
        _log.repeated("cold", "the cold store does not serve as it should", error=error)
        try:
            with self._database.transaction() as connection:
                store.set_cold_failed(connection, self._clock.now_us(), error)
        except Unavailable:
            return

    def _make_room(self, size_bytes: int) -> None:
        """What was read longest ago goes; a reader that has it open goes on."""
        kept = sorted((one.stat().st_mtime_ns, one.stat().st_size, one) for one in self._folder.glob("*.mp4"))
        total = sum(size for _, size, _ in kept) + size_bytes
        for _, size, path in kept:
            if total <= self._max_bytes:
                return
            path.unlink(missing_ok=True)
            total -= size
