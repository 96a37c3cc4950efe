"""A few megabytes kept aside for the moment when the disk is full: the database needs room to note what is deleted."""

from __future__ import annotations

import os
from pathlib import Path

RESERVE_BYTES = 16 << 20
RESERVE_NAME = ".reserve"


class Reserve:
    """A file without content in the archive's root. Best effort: without it retention may need a person's help."""

    def __init__(self, root: Path, size_bytes: int = RESERVE_BYTES) -> None:
        self._path = root / RESERVE_NAME
        self._size_bytes = size_bytes

    def keep(self) -> None:
        """Set the room aside, if it is not and if it is there."""
        if self._path.exists():
            return
        fd = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.posix_fallocate(fd, 0, self._size_bytes)
        except OSError:
            self._path.unlink()
        finally:
            os.close(fd)

    def release(self) -> None:
        """Give the room to whoever is faster; retention follows at once."""
        self._path.unlink(missing_ok=True)
