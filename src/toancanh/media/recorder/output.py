"""One file that is only ever appended to, past the page cache where the file system can (``O_DIRECT``).

What a recorder writes is seldom read soon. Past the cache it costs neither a copy nor a page, it does not drive out
what is read, and it lies on the device when `write` comes back. Direct writes are whole blocks, so the last block is
padded with zeros and written again with what follows; `close` cuts the file to its length, and so does recovery after
a crash, because zeros are no box. A file on a disk that falls behind goes through the page cache, which gathers and
sorts, from then on: back again every write would first wait for what the cache holds of its last block.
"""

from __future__ import annotations

import fcntl
import mmap
import os
from collections.abc import Sequence
from pathlib import Path

from toancanh.media.fmp4 import BLOCK_BYTES

_STAGING_BYTES = 1 << 20


class Staging:
    """Aligned memory in which a thread puts its blocks together; used by one thread only."""

    def __init__(self, size_bytes: int = _STAGING_BYTES) -> None:
        self.memory = mmap.mmap(-1, size_bytes)  # begins at a page
        self.view = memoryview(self.memory)


class Output:
    """A new file. Raises `OSError`, also `FileExistsError`."""

    def __init__(self, path: Path, staging: Staging) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        self._fd = os.open(path, flags, 0o640)
        self._staging = staging
        self._offset = 0  # of the block that is not full
        self._rest = b""  # what is in it
        self._direct = True
        try:
            fcntl.fcntl(self._fd, fcntl.F_SETFL, os.O_DIRECT)
        except OSError:  # this file system has no such thing
            self._direct = False

    def use_cache(self) -> None:
        """Through the page cache from now on."""
        if self._direct:
            fcntl.fcntl(self._fd, fcntl.F_SETFL, 0)
            self._direct = False

    def write(self, chunks: Sequence[bytes]) -> None:
        """All chunks, or an `OSError` and nothing of them counts."""
        view, room = self._staging.view, len(self._staging.view)
        offset, rest = self._offset, self._rest
        at = len(rest)
        view[:at] = rest
        for chunk in chunks:
            size = len(chunk)
            if at + size <= room:
                view[at : at + size] = chunk
                at += size
                continue
            for piece in _pieces(chunk, room - at, room):
                view[at : at + len(piece)] = piece
                at += len(piece)
                if at == room:
                    self._put(at, offset)
                    offset += at
                    at = 0
        whole = at // BLOCK_BYTES * BLOCK_BYTES
        rest = bytes(view[whole:at])
        end = whole
        if rest:
            end += BLOCK_BYTES
            view[at:end] = bytes(end - at)
        if end:
            self._put(end, offset)
        self._offset, self._rest = offset + whole, rest

    def close(self, size_bytes: int) -> None:
        """The file has this length from now on."""
        try:
            os.ftruncate(self._fd, size_bytes)
        finally:
            os.close(self._fd)

    def abandon(self) -> None:
        """Close it as it is."""
        os.close(self._fd)

    def _put(self, count: int, offset: int) -> None:
        view = self._staging.view
        done = 0
        while done < count:
            try:
                done += os.pwrite(self._fd, view[done:count], offset + done)
            except OSError:
                if not self._direct:
                    raise
                self.use_cache()  # a device with larger blocks, or a full one: the page cache knows better
            else:
                if done % BLOCK_BYTES:
                    self.use_cache()


def _pieces(chunk: bytes, first: int, others: int) -> list[memoryview]:
    view = memoryview(chunk)
    return [view[:first], *(view[start : start + others] for start in range(first, len(chunk), others))]


def write_all(output: Output, chunks: Sequence[bytes]) -> None:
    """What tests put a faulty disk in place of."""
    output.write(chunks)
