"""A package onto a disk: written, brought to the medium, read back past the cache, compared."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from toancanh.evidence.exports.service import PackageFile
from toancanh.kernel import Conflict, DataLoss, Exhausted

_READ_BYTES = 1 << 20


def write(found: PackageFile, folder: Path) -> str:
    """The package under its name in ``folder``; gives the SHA-256 of what the disk gives back."""
    if not folder.is_dir():
        raise Conflict(f"there is no folder {folder}: put the disk in and name its folder")
    path, free = folder / found.name, os.statvfs(folder)
    if path.exists():
        raise Conflict(f"{path} is there already: take it away, or name another folder")
    if free.f_bavail * free.f_frsize < found.size_bytes + (1 << 20):
        raise Exhausted(f"the disk has no room for {found.size_bytes / 1e9:.2f} GB", resource="disk")
    part, summed = path.with_name(path.name + ".part"), hashlib.sha256()
    try:
        with part.open("xb") as file:
            for data in found.stream(0, found.size_bytes):
                summed.update(data)
                file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if read_back(part) != summed.hexdigest():
            raise DataLoss("the disk does not give back what was written: take another one")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return summed.hexdigest()


def read_back(path: Path) -> str:
    """SHA-256 of a file as its disk has it."""
    summed = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # what is clean leaves the cache
        while data := file.read(_READ_BYTES):
            summed.update(data)
    return summed.hexdigest()


def write_papers(folder: Path, name: str, *, sha256: str, statement: bytes, letter: bytes) -> None:
    """Statement, letter and the list of hashes, in the form that ``sha256sum -c`` reads."""
    base = name.removesuffix(".zip")
    papers = {f"{base}.statement.json": statement, f"{base}.letter.html": letter}
    hashes = [(sha256, name)] + [(hashlib.sha256(data).hexdigest(), title) for title, data in papers.items()]
    papers[f"{base}.sha256"] = "".join(f"{one}  {title}\n" for one, title in hashes).encode()
    for title, data in papers.items():
        with (folder / title).open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
