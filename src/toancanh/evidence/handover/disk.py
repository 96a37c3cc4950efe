"""A package onto a disk: written, brought to the medium, read back past the cache, compared."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from toancanh.evidence.exports.zipped import PackageFile
from toancanh.kernel import Conflict, DataLoss, Exhausted, PlatformError, Unavailable

_READ_BYTES = 1 << 20
_PAPERS_BYTES = 1 << 20

Progress = Callable[[float], None]
"""Takes from 0 to 1: written is the first half, read back the second."""


def silent(_done: float) -> None:
    """Tells nobody."""


@dataclass(kw_only=True)
class Copying:
    """A package that lies on the disk whole, under names that count for nothing yet."""

    folder: Path
    name: str
    sha256: str
    parts: dict[Path, Path] = field(default_factory=dict)
    """From the file as it lies there (written, or renamed already) to its name."""

    def add_papers(self, *, statement: bytes, letter: bytes) -> None:
        """Statement, letter and the list of hashes, in the form that ``sha256sum -c`` reads."""
        titles = titles_of(self.name)
        papers = {titles[0]: statement, titles[1]: letter}
        hashes = [(self.sha256, self.name)] + [
            (hashlib.sha256(data).hexdigest(), name) for name, data in papers.items()
        ]
        papers[titles[2]] = "".join(f"{one}  {name}\n" for one, name in hashes).encode()
        for name, data in papers.items():
            with _failing():
                part = self.new_part(name)
                with part.open("xb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())

    def finish(self) -> None:
        """Everything gets its name, the package last."""
        with _failing():
            for part, path in reversed([*self.parts.items()]):
                part.replace(path)
                self.parts[path] = self.parts.pop(part)
            folder = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        self.parts.clear()

    def new_part(self, name: str) -> Path:
        """Where a file is written until all are whole."""
        path = self.folder / name
        part = path.with_name(name + ".part")
        self.parts[part] = path
        return part


def titles_of(name: str) -> tuple[str, str, str]:
    """What lies beside a package: statement, letter, list of hashes."""
    base = name.removesuffix(".zip")
    return f"{base}.statement.json", f"{base}.letter.html", f"{base}.sha256"


@contextlib.contextmanager
def copying(found: PackageFile, folder: Path, progress: Progress) -> Iterator[Copying]:
    """The package in ``folder``, read back. Until it is finished, leaving takes everything away again."""
    if not folder.is_dir():
        raise Conflict(f"there is no folder {folder}: put the disk in and name its folder")
    for name in (found.name, *titles_of(found.name)):
        for path in (folder / name, folder / f"{name}.part"):
            if path.exists():
                raise Conflict(f"{path} is there already: take it away, or name another folder")
    with _failing():
        free = os.statvfs(folder)
    if free.f_bavail * free.f_frsize < found.size_bytes + _PAPERS_BYTES:
        raise Exhausted(f"the disk has no room for {found.size_bytes / 1e6:.1f} MB", resource="disk")
    made = Copying(folder=folder, name=found.name, sha256="")
    try:
        part = made.new_part(found.name)
        made.sha256 = _written(found, part, progress)
        with _failing():
            read = read_back(part, lambda done: progress(0.5 + 0.5 * done / max(1, found.size_bytes)))
        if read != made.sha256:
            raise DataLoss("the disk does not give back what was written: take another one")
        yield made
    finally:
        for part in made.parts:
            with contextlib.suppress(OSError):  # a disk that was pulled out keeps what it has; that it failed was told
                part.unlink(missing_ok=True)


def _written(found: PackageFile, part: Path, progress: Progress) -> str:
    summed, done = hashlib.sha256(), 0
    with _failing():
        file = part.open("xb")
    try:
        for data in found.stream(0, found.size_bytes):
            summed.update(data)
            with _failing():
                file.write(data)
            done += len(data)
            progress(0.5 * done / max(1, found.size_bytes))
        with _failing():
            file.flush()
            os.fsync(file.fileno())
    finally:
        with contextlib.suppress(OSError):  # what could not be written was told above
            file.close()
    return summed.hexdigest()


def read_back(path: Path, progress: Callable[[int], None] = lambda _bytes: None) -> str:
    """SHA-256 of a file as its disk has it."""
    summed = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # what is clean leaves the cache
        while data := file.read(_READ_BYTES):
            summed.update(data)
            progress(file.tell())
    return summed.hexdigest()


@contextlib.contextmanager
def _failing() -> Iterator[None]:
    """What the disk refuses, said so that somebody can act on it."""
    try:
        yield
    except OSError as error:
        raise _told(error) from error


def _told(error: OSError) -> PlatformError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Exhausted("the disk is full: take a larger one", resource="disk")
    if error.errno == errno.EFBIG:
        return Exhausted("the disk's format (FAT32) holds no file so large: format it as exFAT", resource="disk")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return Conflict("this disk may not be written to: take away its write protection, or mount it for writing")
    return Unavailable(f"the disk failed ({error.strerror}); was it pulled out? Put it in and copy again")
