"""Whether an error is that of the disk under a file that is read, not of something else that was done meanwhile."""

from __future__ import annotations

import errno
import os

_CHUNK_BYTES = 1 << 20


def is_unreadable(fd: int, error: OSError) -> bool:
    """Reads the file to its end, or to where its disk refuses: only after an error, so it costs nothing else."""
    if error.errno != errno.EIO:
        return False
    try:
        offset = 0
        while chunk := os.pread(fd, _CHUNK_BYTES, offset):
            offset += len(chunk)
    except OSError as again:
        return again.errno == errno.EIO
    return False
