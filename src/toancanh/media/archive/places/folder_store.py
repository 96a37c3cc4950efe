"""An object store that is a folder: a file server of the house, mounted."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from toancanh.kernel import NotFound, Unavailable

_READ_BYTES = 1 << 20


class FolderStore:
    """An `ObjectStore`. The folder itself is never made: what is not mounted is away."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, key: str, chunks: Iterable[bytes]) -> None:
        """See `ObjectStore`."""
        path = self._path(key)
        part = path.with_name(path.name + ".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                for chunk in chunks:
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            raise Unavailable(f"the folder of the cold store cannot be written: {error}") from error

    def get(self, key: str) -> Iterator[bytes]:
        """See `ObjectStore`."""
        try:
            with self._path(key).open("rb") as file:
                while chunk := file.read(_READ_BYTES):
                    yield chunk
        except FileNotFoundError:
            raise NotFound(f"the cold store has no {key}") from None
        except OSError as error:
            raise Unavailable(f"the folder of the cold store cannot be read: {error}") from error

    def size_bytes(self, key: str) -> int | None:
        """See `ObjectStore`."""
        try:
            return self._path(key).stat().st_size
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Unavailable(f"the folder of the cold store cannot be read: {error}") from error

    def delete(self, key: str) -> None:
        """See `ObjectStore`."""
        try:
            self._path(key).unlink(missing_ok=True)
        except OSError as error:
            raise Unavailable(f"the folder of the cold store cannot be written: {error}") from error

    def _path(self, key: str) -> Path:
        if not self._folder.is_dir():
            raise Unavailable(f"the folder {self._folder} of the cold store is not there: is it mounted?")
        return self._folder / key
