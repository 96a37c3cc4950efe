"""Ends of views, on disk before they are in the record: ``DATA/journal/views-<writer>.jsonl``, one JSON object a line.

Every process that sees views end appends to a file of its own; the web process takes the files and writes the record.
Taking is a rename under the writer's lock, so a line is in one file only. A crash between the record's commit and the
removal of a taken file brings its lines a second time: an end may stand twice in the record (same ``view_id``), but
none is lost.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from toancanh.infra.logs import get_logger
from toancanh.media.live.ticket import ViewEnd

_PREFIX = "views-"
_MAX_LINES_AT_ONCE = 500

_log = get_logger(__name__)


class ViewJournal:
    """Thread-safe and safe between processes; blocks on the disk."""

    def __init__(self, folder: Path, writer: str) -> None:
        self._folder = folder
        self._path = folder / f"{_PREFIX}{writer}.jsonl"

    def append(self, ends: Sequence[ViewEnd]) -> None:
        """Write and fsync."""
        lines = "".join(json.dumps(end.as_json(), separators=(",", ":")) + "\n" for end in ends).encode()
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _locked_to_append(self._path) as file:
            os.write(file, lines)
            os.fsync(file)

    def drain(self, write: Callable[[Sequence[ViewEnd]], None]) -> int:
        """Give all ends of all writers to ``write``, at most some hundred at a time; where it raises, they stay."""
        for path in sorted(self._folder.glob(f"{_PREFIX}*.jsonl")):
            _take(path)
        count = 0
        for taken in sorted(self._folder.glob(f"{_PREFIX}*.taken")):
            ends = list(_read(taken))
            for start in range(0, len(ends), _MAX_LINES_AT_ONCE):
                write(ends[start : start + _MAX_LINES_AT_ONCE])
            taken.unlink()
            count += len(ends)
        return count


@contextmanager
def _locked_to_append(path: Path) -> Iterator[int]:
    while True:
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(file, fcntl.LOCK_EX)
        if os.fstat(file).st_nlink and path.exists() and os.path.samestat(os.fstat(file), path.stat()):
            break
        os.close(file)  # taken between open and lock: its reader will not look again
    try:
        yield file
    finally:
        os.close(file)


def _take(path: Path) -> None:
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        path.rename(path.with_name(f"{path.stem}-{os.fstat(file.fileno()).st_mtime_ns}.taken"))


def _read(path: Path) -> Iterator[ViewEnd]:
    for line in path.read_bytes().splitlines():
        try:
            yield ViewEnd.from_json(json.loads(line))
        except (ValueError, KeyError, TypeError):
            _log.repeated(str(path), "a line of the journal cannot be read (a crash tore it)", file=path.name)
