"""Files that only the platform's own user may read, written whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def private_directory(path: Path) -> Path:
    """Make the folder (and those above it) if it is missing; it is readable by its owner alone."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def write_private(path: Path, content: bytes, *, replace: bool = True) -> None:
    """Write with mode 0600 so that a crash leaves the old file or the new one, never a torn one.

    Without ``replace`` an existing file stays and `FileExistsError` is raised, also when two processes write at once.
    """
    private_directory(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            draft.replace(path)
        else:
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    sync_directory(path.parent)


def write_news(path: Path, text: str) -> None:
    """Write whole or not at all, without a sync: what is about now, and gone after a restart. One writer at a time."""
    private_directory(path.parent)
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def sync_directory(path: Path) -> None:
    """Make a rename or a new name in this folder survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
