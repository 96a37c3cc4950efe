"""The pools of this machine as one process sees them: which there are, how each fares, where the next segment goes."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from toancanh.infra.database import Database
from toancanh.infra.logs import get_logger
from toancanh.kernel import Clock, DataLoss, SystemClock, Unavailable
from toancanh.media.archive.places import store
from toancanh.media.archive.places.model import COLD, ROOT, Dealer, Pool, PoolLook, PoolState

if TYPE_CHECKING:
    from toancanh.media.archive.places.cold import ColdTier

MARKER = ".toancanh-pool"
"""Lies in each pool and names it: an empty mount point has none."""

LOOK_EVERY_US = 5_000_000
_TRIAL_AFTER_US = 60_000_000
_UNREAD_US = 3_600_000_000
"""So long after files could not be read a pool takes nothing new: writing a trial says nothing about reading."""

_UNREAD_FILES = 3
"""One bad file is a bad file; so many within `_UNREAD_US` are a bad disk."""

_PROBE = ".toancanh-trial"
_UNREADABLE = "several files on it cannot be read"

_log = get_logger(__name__)


class Places:
    """Thread-safe; blocking. ``floor_bytes``: a pool with less room takes nothing new. Without a database there is the
    root alone.
    """

    def __init__(
        self, root: Path, database: Database | None = None, *, clock: Clock | None = None, floor_bytes: int = 0
    ) -> None:
        self.root = root
        self.floor_bytes = floor_bytes
        self.cold: ColdTier | None = None
        self._database = database
        self._clock = clock or SystemClock()
        self._lock = threading.Lock()
        self._dealer = Dealer()
        self._pools: Mapping[str, Pool] = {ROOT: Pool(name=ROOT, folder=root)}
        self._looks: Mapping[str, PoolLook] = {}
        self._looked_us: int | None = None
        self._refused: dict[str, tuple[int, PoolState, str]] = {}
        self._returned: set[str] = set()
        self._unread: dict[tuple[str, str], int] = {}

    # where something is

    def folder(self, place: str) -> Path:
        """Where files of this place lie. Raises `DataLoss` for one that nobody knows."""
        pool = self._pools.get(place)
        if pool is None:
            self._load()
            pool = self._pools.get(place)
        if pool is None:
            raise DataLoss(f"the index names the pool {place!r}, which is not known here any more")
        return pool.folder

    def is_away(self, place: str) -> bool:
        """Its disk is not there: what lies on it cannot be judged now."""
        if place in (ROOT, COLD) and not self._pools[ROOT].marker:
            return False
        looks = self.looks()
        return place in looks and looks[place].state is PoolState.AWAY

    def away(self) -> list[str]:
        """Pools whose disks are not there."""
        return [name for name, one in self.looks().items() if one.state is PoolState.AWAY]

    def can_look(self, place: str) -> bool:
        """Whether a file that is not found there is truly gone."""
        return place != COLD and not self.is_away(place)

    def present(self) -> Mapping[str, Path]:
        """Folders of all pools that are there."""
        return {name: one.pool.folder for name, one in self.looks().items() if one.state is not PoolState.AWAY}

    def require(self, place: str) -> None:
        """Right before a new file: `OSError` where the marker is gone, lest an empty mount point takes it."""
        pool = self._pools.get(place)
        if pool is not None and pool.lost_us is not None:
            raise OSError(f"the disk {place or 'of the archive'} was given up")
        if pool is not None and pool.marker:
            os.stat(pool.folder / MARKER)

    # how they fare

    def looks(self) -> Mapping[str, PoolLook]:
        """As found within the last seconds."""
        now_us = self._clock.monotonic_us()
        if self._looked_us is None or now_us - self._looked_us >= LOOK_EVERY_US:
            self.look()
        return self._looks

    def look(self) -> Mapping[str, PoolLook]:
        """Look at every pool now."""
        with contextlib.suppress(Unavailable):
            self._load()
        looks = {name: self._look_at(pool) for name, pool in self._pools.items()}
        with self._lock:
            before, self._looks = self._looks, looks
            self._looked_us = self._clock.monotonic_us()
        for name, one in looks.items():
            was = before[name].state if name in before else PoolState.OK
            if one.state is PoolState.AWAY and was is not PoolState.AWAY:
                _log.error("a disk of the archive is away; recording goes on elsewhere", pool=name, why=one.why)
            elif was is PoolState.AWAY and one.state is not PoolState.AWAY:
                _log.info("a disk of the archive is back", pool=name)
                self._returned.add(name)
        return looks

    def take_returned(self) -> set[str]:
        """Pools that came back since this was last asked."""
        returned, self._returned = self._returned, set()
        return returned

    def choose(self, *, avoid: str | None = None) -> str:
        """Where the next segment goes, in another place than ``avoid`` if any takes it; the root where no pool takes
        anything (its writing says why). Never waits for a disk: it goes by the last `look`.
        """
        looks = self._looks
        if len(looks) <= 1:
            return ROOT
        others = [one for name, one in looks.items() if name != avoid]
        with self._lock:
            found = self._dealer.next(others, self.floor_bytes)
            if found is None:
                found = self._dealer.next(list(looks.values()), self.floor_bytes)
            return found or ROOT

    def refused(self, place: str, *, full: bool, error: str) -> bool:
        """A write failed: nothing new goes there. True where another pool takes what follows."""
        state = PoolState.FULL if full else PoolState.FAILING
        self._refused[place] = (self._clock.monotonic_us(), state, error)
        if len(self._pools) > 1:
            _log.repeated("pool", "a disk of the archive refuses; recording goes on elsewhere", pool=place, error=error)
        with self._lock:
            looks = dict(self._looks)
            if place in looks:
                looks[place] = PoolLook(pool=looks[place].pool, state=state, why=error)
            self._looks = looks
        return any(one.takes_new for one in looks.values())

    def read_failed(self, place: str, path: str, error: OSError) -> None:
        """The disk cannot read this file: it is named; several different ones are the disk's fault."""
        _log.repeated(
            f"unread {path}", "a recording cannot be read from its disk", level=logging.ERROR, pool=place or "root",
            path=path, error=str(error),
        )  # fmt: skip
        now_us = self._clock.now_us()
        with self._lock:
            self._unread[place, path] = now_us
            self._unread = {one: us for one, us in self._unread.items() if abs(now_us - us) < _UNREAD_US}
            many = sum(one == place for one, _ in self._unread) >= _UNREAD_FILES
            looks = dict(self._looks)
            if many and place in looks and looks[place].state is PoolState.OK:
                looks[place] = replace(looks[place], state=PoolState.FAILING, why=_UNREADABLE)
                self._looks = looks
        if many and self._database is not None:
            with contextlib.suppress(Unavailable), self._database.transaction() as connection:
                store.set_unread(connection, place, now_us)

    def _look_at(self, pool: Pool) -> PoolLook:
        if pool.lost_us is not None:
            return PoolLook(pool=pool, state=PoolState.AWAY, why="it was given up")
        try:
            said = (pool.folder / MARKER).read_text(encoding="ascii").strip() if pool.marker else ""
            found = os.statvfs(pool.folder)
        except (OSError, UnicodeDecodeError) as error:
            return PoolLook(pool=pool, state=PoolState.AWAY, why=str(error))
        if said != pool.marker:
            return PoolLook(pool=pool, state=PoolState.AWAY, why="its marker is another pool's")
        free_bytes, size_bytes = found.f_bavail * found.f_frsize, found.f_blocks * found.f_frsize
        state, why = self._trial(pool)
        unread_us = self._clock.now_us() - _UNREAD_US if pool.unread_us is None else pool.unread_us
        if state is PoolState.OK and abs(self._clock.now_us() - unread_us) < _UNREAD_US:
            state, why = PoolState.FAILING, _UNREADABLE
        if state is PoolState.OK and free_bytes < self.floor_bytes:
            state = PoolState.FULL
        return PoolLook(pool=pool, state=state, free_bytes=free_bytes, size_bytes=size_bytes, why=why)

    def _trial(self, pool: Pool) -> tuple[PoolState, str]:
        """What refused is tried again after a minute, with a small file."""
        if pool.name not in self._refused:
            if pool.failed_us is None:
                return PoolState.OK, ""
            self._refused[pool.name] = (self._clock.monotonic_us(), PoolState.FAILING, pool.error)  # another's finding
        since_us, state, error = self._refused[pool.name]
        if state is PoolState.FULL:
            del self._refused[pool.name]
            return PoolState.OK, ""
        if self._clock.monotonic_us() - since_us < _TRIAL_AFTER_US:
            self._note(pool, error)
            return state, error
        try:
            _write_trial(pool.folder / f"{_PROBE}-{os.getpid()}")
        except OSError as again:
            self._refused[pool.name] = (self._clock.monotonic_us(), state, str(again))
            return state, str(again)
        del self._refused[pool.name]
        self._note(pool, "")
        return PoolState.OK, ""

    def _note(self, pool: Pool, error: str) -> None:
        """In the index, where the other processes and the console read it."""
        if self._database is None or bool(error) == (pool.failed_us is not None):
            return
        with contextlib.suppress(Unavailable), self._database.transaction() as connection:
            store.set_failed(connection, pool.name, self._clock.now_us() if error else None, error)

    def _load(self) -> None:
        if self._database is None:
            return
        with self._database.reading() as connection:
            found = {pool.name: pool for pool in store.pools(connection)}
        root = found.get(ROOT, Pool(name=ROOT, folder=self.root))
        self._pools = {**found, ROOT: replace(root, folder=self.root)}


def _write_trial(path: Path) -> None:
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.write(fd, b"trial")
        os.fsync(fd)
    finally:
        os.close(fd)
    path.unlink()
