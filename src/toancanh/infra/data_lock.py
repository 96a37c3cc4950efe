"""One running platform for one data folder: two recorders over one archive would call each other's files torn."""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path

from toancanh.infra.files import private_directory
from toancanh.kernel import Conflict

_NAME = "platform.lock"


def lock_data(run_folder: Path) -> int:
    """The descriptor that holds the lock; it is free again when every process that has inherited it is gone.

    Raises `Conflict` where a platform runs on this folder.
    """
    descriptor = os.open(private_directory(run_folder) / _NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        with os.fdopen(descriptor) as file, contextlib.suppress(OSError):
            holder = file.read(20).strip()
        raise Conflict(
            f"a platform runs on {run_folder.parent} already (process {holder}): stop it, or give another --data"
        ) from None
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    return descriptor
