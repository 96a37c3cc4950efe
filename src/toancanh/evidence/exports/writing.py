"""Files of a package: written beside, brought to the disk, then renamed; a reader or a restart sees whole ones only."""

from __future__ import annotations

import hashlib
import os
import queue
import threading
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

from toancanh.evidence.model import ExportFile
from toancanh.evidence.package.clips import ReadPart, changed_units, data_of, track_of
from toancanh.media.archive import ArchiveIndex

Piece = tuple[bytes, Callable[[], list[int]] | None]
"""Bytes of a file, and what tells the times of pictures in them that are not those that were recorded."""

_AHEAD = 8  # fragments that may wait to be hashed
_SYNC_BYTES = 32_000_000


def write_small(folder: Path, name: str, data: bytes) -> ExportFile:
    """A file that fits into memory."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fdatasync(file.fileno())
    part.replace(path)
    return ExportFile(
        name=name, size_bytes=len(data), sha256=hashlib.sha256(data).hexdigest(), crc32=zlib.crc32(data)
    )  # fmt: skip


def write_clip(
    archive: ArchiveIndex, parts: list[ReadPart], folder: Path, name: str, progress: Callable[[int], None]
) -> tuple[ExportFile, list[int]]:
    """A sample-exact clip, and the times of pictures on the disk that are not those that were recorded.

    ``progress`` takes bytes as they are written and may raise to stop. Hashing runs beside reading and writing.
    """
    pieces = ((data, partial(changed_units, data, part, info)) for data, part, info in data_of(archive, parts))
    return write_pieces(folder, name, track_of(parts).head(), pieces, progress)


def write_pieces(
    folder: Path, name: str, head: bytes, data: Iterator[Piece], progress: Callable[[int], None]
) -> tuple[ExportFile, list[int]]:
    """A file that is read as it is written."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    part_path = path.with_name(path.name + ".part")
    hashing = _Hashing(head)
    crc, size = zlib.crc32(head), len(head)
    try:
        with part_path.open("wb", buffering=0) as file:
            _write_all(file.fileno(), head)
            with _Syncing(file.fileno()) as syncing:
                for piece, check in data:
                    hashing.take((piece, check))
                    _write_all(file.fileno(), piece)
                    crc, size = zlib.crc32(piece, crc), size + len(piece)
                    syncing.wrote(len(piece))
                    progress(len(piece))
            os.fdatasync(file.fileno())
    finally:
        sha256, changed = hashing.end()
    part_path.replace(path)
    return ExportFile(name=name, size_bytes=size, sha256=sha256, crc32=crc), changed


class _Hashing:
    """A thread that hashes the file and each picture in it, a few fragments behind."""

    def __init__(self, head: bytes) -> None:
        self._sum = hashlib.sha256(head)
        self._changed: list[int] = []
        self._waiting: queue.Queue[Piece | None] = queue.Queue(_AHEAD)
        self._thread = threading.Thread(target=self._run, name="export-hash", daemon=True)
        self._thread.start()

    def take(self, piece: Piece) -> None:
        self._waiting.put(piece)

    def end(self) -> tuple[str, list[int]]:
        self._waiting.put(None)
        self._thread.join()
        return self._sum.hexdigest(), self._changed

    def _run(self) -> None:
        while (item := self._waiting.get()) is not None:
            data, check = item
            self._sum.update(data)
            if check is not None:
                self._changed += check()


class _Syncing:
    """Brings a file to the disk beside its writing, so that at its end little is left to wait for."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._bytes = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="export-sync")
        self._running: Future[None] | None = None

    def __enter__(self) -> _Syncing:
        return self

    def wrote(self, count: int) -> None:
        """Raises the `OSError` of what was written before: the system tells it once only."""
        self._bytes += count
        if self._bytes < _SYNC_BYTES or (self._running is not None and not self._running.done()):
            return
        if self._running is not None:
            self._running.result()
        self._bytes = 0
        self._running = self._thread.submit(os.fdatasync, self._fd)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._thread.shutdown()
        if self._running is not None and kind is None:
            self._running.result()


def _write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]
