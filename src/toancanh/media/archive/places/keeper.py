"""Which pools and which object store there are: added, drained, taken away. Who may do it is asked elsewhere."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Connection

from toancanh.infra.database import Database
from toancanh.infra.keyring import KeyRing
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Clock, Conflict, IdSource, Invalid, NotFound, Unavailable
from toancanh.media.archive.places import store
from toancanh.media.archive.places.folder_store import FolderStore
from toancanh.media.archive.places.model import COLD, ROOT, Move, Pool, PoolLook, PoolState, checked_name
from toancanh.media.archive.places.places import MARKER, Places
from toancanh.media.archive.places.ports import ObjectStore
from toancanh.media.archive.places.store import ColdSettings

_SECRET = "cold store"  # noqa: S105 - the context that seals it
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, kw_only=True)
class PlaceReport:
    """A pool or the object store (`COLD`), and what of the archive lies there. ``held``: how many of the segments
    somebody holds; counted where the disk is away or refuses.
    """

    name: str
    look: PoolLook | None
    segments: int
    size_bytes: int
    held: int = 0


@dataclass(frozen=True, kw_only=True)
class PlacesReport:
    """``moves``: those under way, the longest first, at most a page; ``moving`` counts all."""

    places: Sequence[PlaceReport]
    cold: ColdSettings | None
    moves: Sequence[Move]
    moving: int
    floor_bytes: int


class PlacesKeeper:
    """Within the caller's transaction, so that the record of it is written with it."""

    def __init__(
        self,
        *,
        database: Database,
        places: Places,
        keyring: KeyRing,
        outbound: OutboundPolicy,
        clock: Clock,
        ids: IdSource,
    ) -> None:
        self.database = database
        self.places = places
        self._keyring = keyring
        self._outbound = outbound
        self._clock = clock
        self._ids = ids

    def report(self) -> PlacesReport:
        """As it is now."""
        looks = self.places.look()
        with self.database.reading() as connection:
            cold = store.cold_settings(connection)
            names = [*sorted(looks), *([COLD] if cold is not None else [])]
            kept = {name: store.kept_in(connection, name) for name in names}
            moves, moving = store.moves(connection, limit=50), store.moves_count(connection)
        return PlacesReport(
            places=[
                PlaceReport(name=name, look=looks.get(name), segments=kept[name][0], size_bytes=kept[name][1])
                for name in names
            ],
            cold=cold,
            moves=moves,
            moving=moving,
            floor_bytes=self.places.floor_bytes,
        )

    def wrong(self) -> tuple[bool, bool]:
        """Whether a disk needs somebody's hands, and whether the object store does. Raises `Unavailable`."""
        disks = [one.state in (PoolState.AWAY, PoolState.FAILING) for one in self.places.looks().values()]
        with self.database.reading() as connection:
            cold = store.cold_settings(connection)
        return len(disks) > 1 and any(disks), cold is not None and cold.failed_us is not None

    def moving(self) -> int:
        """How many recordings are on their way. Raises `Unavailable`."""
        with self.database.reading() as connection:
            return store.moves_count(connection)

    def take_back(self, tx: Connection, name: str, folder: Path | None) -> None:
        """A disk that was given up is good after all: it is known again, and drained (`returning.take_back` brings back
        what became gaps). ``folder``: where it lies, once its giving up is over. Raises `NotFound`, `Invalid`,
        `Conflict`.
        """
        pool = next((pool for pool in store.pools(tx) if pool.name == name), None)
        if pool is None and folder is None:
            raise NotFound("there is no such pool; where its giving up is over, name its folder too")
        if pool is None:
            self.add(tx, name, folder or Path(), returning=True)
        elif pool.lost_us is None and not pool.draining:
            raise Conflict("this disk is in use: it was not given up")
        elif _marker_of(pool.folder) != pool.marker:
            raise Conflict(f"the disk in {pool.folder} is not there, or is another one: mount it first")
        store.set_lost(tx, name, None)
        store.set_draining(tx, name, True)

    def add(self, tx: Connection, name: str, folder: Path, *, returning: bool = False) -> None:
        """A new pool: a folder without recordings, also where a disk that was given up lay (``returning``: that disk).
        Raises `Invalid`, `Conflict`.
        """
        checked_name(name)
        if not folder.is_absolute() or not folder.is_dir():
            raise Invalid(f"{folder} is no folder on this machine: make it, or mount the disk there, first")
        folder = folder.resolve()
        known = {pool.name: pool for pool in store.pools(tx)}
        in_use = [pool.folder for pool in known.values() if pool.name and pool.lost_us is None]
        for other in [self.places.root.resolve(), *in_use]:
            if folder == other or folder in other.parents or other in folder.parents:
                raise Conflict(f"{folder} and {other} lie in one another: a pool has a folder of its own")
        if name in known:
            raise Conflict(f"there is a pool {name} already; take it away first, or take another name")
        if returning and not _marker_of(folder):
            raise Conflict(f"{folder} was no disk of the archive: it has no marker")
        if _has_recordings(folder) and not returning:
            raise Conflict(f"recordings that this index does not know lie in {folder}: give it an empty folder")
        if ROOT not in known:  # from now on an empty mount point is not taken for the archive either
            self._insert(tx, ROOT, self.places.root)
        self._insert(tx, name, folder)

    def drain(self, tx: Connection, name: str, draining: bool) -> None:
        """Everything moves off it and nothing new comes, or it is used again. Raises `NotFound`, `Conflict`."""
        pools = {pool.name: pool for pool in store.pools(tx)}
        if name == ROOT and not pools and not draining:
            return  # it is used already
        if name not in pools:
            raise NotFound("there is no such pool")
        if draining and all(pool.draining for pool in pools.values() if pool.name != name):
            raise Conflict("no other pool would take what is recorded: add one first")
        store.set_draining(tx, name, draining)

    def give_up(self, tx: Connection, name: str, confirm: str) -> None:
        """Its disk is dead for good: `Losing` makes gaps of what lay there. ``confirm``: the name again (`root` for the
        archive's own folder). Raises `NotFound`, `Invalid`, `Conflict`.
        """
        pool = next((pool for pool in store.pools(tx) if pool.name == name), None)
        if pool is None:
            raise NotFound("there is no such pool")
        if confirm != (name or "root"):
            raise Invalid(f"type {name or 'root'} to confirm: what lies there is lost for good", field="confirm")
        if pool.lost_us is not None:
            return
        if self.places.looks()[name].state not in (PoolState.AWAY, PoolState.FAILING):
            raise Conflict("this disk works: drain it, and take it away when it is empty")
        store.set_lost(tx, name, self._clock.now_us())

    def renew_root(self, tx: Connection) -> bool:
        """Another disk lies under the archive's own folder: from now on it takes recordings. False where none does."""
        try:
            if _has_recordings(self.places.root):
                return False
            (self.places.root / MARKER).unlink(missing_ok=True)
            store.renew_pool(tx, ROOT, self._mark(self.places.root))
        except (OSError, Invalid):
            return False
        return True

    def remove(self, tx: Connection, name: str) -> None:
        """It is ours no longer: only once nothing lies there. Raises `NotFound`, `Conflict`."""
        pool = next((pool for pool in store.pools(tx) if pool.name == name and name != ROOT), None)
        if pool is None:
            raise NotFound("there is no such pool")
        count, _ = store.kept_in(tx, name)
        if count or not pool.draining:
            raise Conflict(f"{count} recordings lie in the pool {name}: drain it, and take it away when it is empty")
        if any(name in (move.from_place, move.to_place) for move in store.moves(tx)):
            raise Conflict(f"a recording is being moved from or to the pool {name}: try again in a minute")
        store.delete_pool(tx, name)
        with suppress(OSError):
            (pool.folder / MARKER).unlink()

    def set_cold(self, tx: Connection, wanted: ColdSettings, secret: str | None) -> None:
        """See `prepared_cold`."""
        store.put_cold_settings(tx, self.prepared_cold(tx, wanted, secret))

    def prepared_cold(self, tx: Connection, wanted: ColdSettings, secret: str | None) -> ColdSettings:
        """``secret`` None: as before, where endpoint and key are the same. Raises `Invalid`, `Conflict`."""
        before = store.cold_settings(tx)
        self._check(wanted)
        same = before is not None and (before.endpoint, before.access_key) == (wanted.endpoint, wanted.access_key)
        if secret is None and not same and wanted.access_key:
            raise Invalid("give the secret of the access key; the stored one is for another address or key")
        moved = before is not None and (before.endpoint, before.bucket, before.prefix) != (
            wanted.endpoint, wanted.bucket, wanted.prefix,
        )  # fmt: skip
        if moved and store.kept_in(tx, COLD)[0]:
            raise Conflict("recordings lie in the object store: another address or bucket would lose them")
        sealed = self._keyring.encrypt((secret or "").encode(), _SECRET)
        if secret is None and before is not None:
            sealed = before.secret
        return replace(wanted, secret=sealed, failed_us=None, error="")

    def forget_cold(self, tx: Connection) -> None:
        """No object store any more: only once nothing lies there."""
        if store.kept_in(tx, COLD)[0] or any(COLD in (one.from_place, one.to_place) for one in store.moves(tx)):
            raise Conflict("recordings lie in the object store, or are on their way: it cannot be forgotten")
        store.delete_cold_settings(tx)

    def object_store(self) -> ObjectStore:
        """The adapter for what is set now. Raises `Unavailable` where nothing is."""
        with self.database.reading() as connection:
            cold = store.cold_settings(connection)
        if cold is None:
            raise Unavailable("no object store is set")
        return self.open_cold(cold)

    def open_cold(self, cold: ColdSettings, *, timeout: timedelta = timedelta(seconds=60)) -> ObjectStore:
        """An adapter for these settings."""
        parts = urlsplit(cold.endpoint)
        if parts.scheme == "file":
            return FolderStore(Path(parts.path))
        port = parts.port or _PORTS[parts.scheme]
        from toancanh.media.archive.places.s3 import S3  # its library is loaded where there is a cold store

        return S3(
            endpoint=cold.endpoint,
            bucket=cold.bucket,
            prefix=cold.prefix,
            region=cold.region,
            access_key=cold.access_key,
            secret=self._keyring.decrypt(cold.secret, _SECRET).decode(),
            check=lambda: self._outbound.resolve_blocking(parts.hostname or "", port),
            timeout=timeout,
        )

    def reencrypt_secrets(self, keyring: KeyRing) -> int:
        """`infra.keyring.SecretHolder`: the object store's secret under the active key."""
        with self.database.transaction() as tx:
            cold = store.cold_settings(tx)
            sealed = "" if cold is None else keyring.reencrypt(cold.secret, _SECRET)
            if cold is None or sealed == cold.secret:
                return 0
            store.put_cold_settings(tx, replace(cold, secret=sealed))
            return 1

    @staticmethod
    def forget_secret(tx: Connection, keyring: KeyRing) -> None:
        """In a copy of the site that came without it: nothing is moved before it is entered again."""
        cold = store.cold_settings(tx)
        if cold is not None:
            store.put_cold_settings(tx, replace(cold, secret=keyring.encrypt(b"", _SECRET), paused=True))

    def _check(self, wanted: ColdSettings) -> None:
        try:
            parts = urlsplit(wanted.endpoint)
            port = parts.port or _PORTS.get(parts.scheme, 0)
        except ValueError:
            raise Invalid(
                "endpoint: the address cannot be read; it looks like https://HOST[:PORT]", field="endpoint"
            ) from None
        if parts.scheme == "file" and parts.path.startswith("/") and not parts.netloc:
            if not Path(parts.path).is_dir():
                raise Invalid(f"{parts.path} is no folder on this machine: mount it first")
        elif parts.scheme not in _PORTS or not parts.hostname or parts.username or parts.path.strip("/"):
            raise Invalid("the endpoint is https://HOST[:PORT], http://HOST[:PORT] or file:///FOLDER, and no more")
        elif not wanted.bucket:
            raise Invalid("name the bucket")
        else:
            self._outbound.check_written(parts.hostname, port)
            if parts.scheme == "http" and not self._outbound.is_fixed(parts.hostname, port):
                raise Invalid(
                    "over http:// give the store's address in numbers, or name HOST:PORT in allow_outbound: a name "
                    "server that lies could lead elsewhere, and nothing would prove whose store it is"
                )
        if not wanted.after_days >= 0:
            raise Invalid("after_days is 0 or more")

    def _insert(self, tx: Connection, name: str, folder: Path) -> None:
        marker = self._mark(folder)
        store.insert_pool(tx, Pool(name=name, folder=folder, marker=marker), self._clock.now_us())

    def _mark(self, folder: Path) -> str:
        """A folder that has a marker keeps it: it was a pool before."""
        path = folder / MARKER
        try:
            said = path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            said = self._ids.new_id()
            try:
                fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o640)
                with os.fdopen(fd, "w", encoding="ascii") as file:
                    file.write(said)
                    file.flush()
                    os.fsync(file.fileno())
            except OSError as error:
                raise Invalid(f"{folder} cannot be written by the platform: {error.strerror}") from error
        return said[:36]


def _marker_of(folder: Path) -> str:
    try:
        return (folder / MARKER).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _has_recordings(folder: Path) -> bool:
    """Raises `Invalid` where it cannot be read."""
    try:
        return next(folder.glob("*/*/*/*.mp4"), None) is not None
    except OSError as error:
        raise Invalid(f"{folder} cannot be read by the platform: {error.strerror}") from error
