"""The bytes of a move: written to the target, read back from it, settled, removed."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from toancanh.kernel import Unavailable
from toancanh.media.archive.places.model import COLD
from toancanh.media.archive.places.places import Places
from toancanh.media.archive.places.ports import ObjectStore

_CHUNK_BYTES = 1 << 20


class Tally:
    """Counts and hashes what goes by."""

    def __init__(self) -> None:
        self.size_bytes = 0
        self._digest = hashlib.sha256()

    def of(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The same chunks."""
        for chunk in chunks:
            self._digest.update(chunk)
            self.size_bytes += len(chunk)
            yield chunk

    @property
    def said(self) -> tuple[int, str]:
        """Size and SHA-256."""
        return self.size_bytes, self._digest.hexdigest()


class Copying:
    """``bytes_per_s``: no faster, so that a disk has time for what is recorded meanwhile."""

    def __init__(self, places: Places, *, bytes_per_s: float, sleep: Callable[[float], None]) -> None:
        self._places = places
        self._bytes_per_s = bytes_per_s
        self._sleep = sleep

    def write(self, path: str, from_place: str, to_place: str) -> tuple[int, str]:
        """Copy it beside its final name; size and SHA-256 of what was read from the source."""
        tally = Tally()
        chunks = tally.of(self._read(path, from_place, self._places.folder(from_place) / path))
        if to_place == COLD:
            self._store().put(path, chunks)
        else:
            self._places.require(to_place)
            _write_file(self._part(path, to_place), chunks)
        return tally.said

    def read_back(self, path: str, to_place: str) -> tuple[int, str]:
        """Size and SHA-256 of what the target gives back."""
        tally = Tally()
        source = self._store().get(path) if to_place == COLD else self._read(path, to_place, self._part(path, to_place))
        for _ in tally.of(source):
            pass
        return tally.said

    def settle(self, path: str, to_place: str) -> None:
        """Give it its final name, for good."""
        if to_place == COLD:
            return
        part = self._part(path, to_place)
        part.replace(self._places.folder(to_place) / path)
        fd = os.open(part.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)

    def remove(self, path: str, place: str) -> None:
        """Nothing of it is left there. Raises where the place cannot be reached."""
        if place == COLD:
            self._store().delete(path)
            return
        if not self._places.can_look(place):
            raise Unavailable(f"the disk {place or 'of the archive'} is away")
        remove_from(self._places.folder(place), path)
        self._part(path, place).unlink(missing_ok=True)

    def _read(self, path: str, place: str, source: Path) -> Iterator[bytes]:
        fd = os.open(source, os.O_RDONLY | os.O_CLOEXEC)
        try:
            while chunk := os.read(fd, _CHUNK_BYTES):
                yield chunk
                self._sleep(len(chunk) / self._bytes_per_s)
        except OSError as error:
            if error.errno == errno.EIO:
                self._places.read_failed(place, path, error)
            raise
        finally:
            os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(fd)

    def _part(self, path: str, place: str) -> Path:
        return self._places.folder(place) / (path + ".part")

    def _store(self) -> ObjectStore:
        if self._places.cold is None:
            raise Unavailable("this process knows no object store")
        return self._places.cold.object_store()


def remove_from(folder: Path, path: str) -> None:
    """The file goes, and its day's folder with the last one."""
    file = folder / path
    file.unlink(missing_ok=True)
    if file.parent.is_dir() and not any(file.parent.iterdir()):
        with suppress(OSError):  # a new segment has come into it
            file.parent.rmdir()


def _write_file(path: Path, chunks: Iterable[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o640)
    try:
        for chunk in chunks:
            view = memoryview(chunk)
            while view:
                view = view[os.write(fd, view) :]
        os.fsync(fd)
        os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)  # what is read back comes from the disk
    finally:
        os.close(fd)
