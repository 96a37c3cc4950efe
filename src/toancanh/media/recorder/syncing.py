"""What is recorded comes to lie on the disk for good: every few seconds each file system is told to write all it has.

Direct writes put pictures on the device, but a file's new length and its name are in the file system's journal, and
that waits. One ``syncfs`` for all cameras costs one commit of the journal, however many files there are; a sync of each
file would cost one each (docs/design/media.md, Power cut).
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from toancanh.kernel import Clock


def syncfs(folder: Path) -> None:
    """All that was written to the file system of ``folder`` is on its disk when this returns. Raises `OSError`."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(fd):
            error = ctypes.get_errno()
            raise OSError(error, os.strerror(error), str(folder))
    finally:
        os.close(fd)


class DiskSync:
    """``folders``: of recordings and of the database. ``synced_us``: all that was written until then is safe."""

    def __init__(
        self, folders: Callable[[], Iterable[Path]], *, clock: Clock, sync: Callable[[Path], None] = syncfs
    ) -> None:
        self._folders = folders
        self._clock = clock
        self._sync = sync
        self.synced_us = clock.now_us()

    def round(self) -> None:
        """Once for each file system. Raises `OSError` where a disk refuses; the others are synced all the same."""
        begun_us = self._clock.now_us()
        failed: OSError | None = None
        seen: set[int] = set()
        for folder in self._folders():
            try:
                device = os.stat(folder).st_dev
                if device not in seen:
                    seen.add(device)
                    self._sync(folder)
            except OSError as error:
                failed = error
        if failed is not None:
            raise failed
        self.synced_us = begun_us
