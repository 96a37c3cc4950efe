"""What the cold tier needs of an object store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol


class ObjectStore(Protocol):
    """Bytes under keys. Blocking. Raises `Unavailable` where it is away or too slow, `Denied` where it refuses us."""

    def put(self, key: str, chunks: Iterable[bytes]) -> None:
        """All of it or, as far as anybody can read, nothing; in place of what was there."""

    def get(self, key: str) -> Iterator[bytes]:
        """Its bytes. Raises `NotFound`."""

    def size_bytes(self, key: str) -> int | None:
        """None: there is no such object."""

    def delete(self, key: str) -> None:
        """What is not there is deleted."""
