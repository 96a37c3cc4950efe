"""DuckDB, closed in: it reads and writes in one folder, loads no extension, and knows no network."""

from __future__ import annotations

import secrets
import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from toancanh.infra.files import private_directory
from toancanh.kernel import Unavailable

if TYPE_CHECKING:
    import duckdb

ROW_GROUP = 20_480
_PACKED = "COMPRESSION zstd, COMPRESSION_LEVEL 1"
WORK = ".work"
"""Where a sort goes that does not fit into memory: in it each process has a folder of its own."""


class Damaged(Exception):
    """A file could not be read; which one is for `files.is_whole` to say."""


class Gone(Exception):
    """A file is no longer there: another one has its content now."""


class Engine:
    """One database in memory, for queries over files. Thread-safe; loaded and opened with the first query: a process
    that never asks does not pay for it.

    ``memory_mb``: what it may use before it writes to disk.
    """

    def __init__(self, folder: Path, *, memory_mb: int = 512, threads: int = 2) -> None:
        self._folder = folder
        self._memory_mb = memory_mb
        self._threads = threads
        self._work = folder / WORK / secrets.token_hex(8)
        self._lock = threading.Lock()
        self._opened: duckdb.DuckDBPyConnection | None = None

    def rows(
        self,
        sql: str,
        parameters: Sequence[object] = (),
        tables: Mapping[str, Mapping[str, NDArray[Any]]] | None = None,
    ) -> dict[str, NDArray[Any]]:
        """The columns of the answer. ``tables``: arrays to be asked by these names. Raises `Damaged`, `Gone`."""
        with self._cursor(tables) as cursor, _translated():
            found: dict[str, NDArray[Any]] = cursor.execute(sql, list(parameters)).fetchnumpy()
        return {name: np.ma.getdata(values) for name, values in found.items()}

    def write(
        self,
        sql: str,
        path: Path,
        parameters: Sequence[object] = (),
        tables: Mapping[str, Mapping[str, NDArray[Any]]] | None = None,
        *,
        group: int = ROW_GROUP,
        packed: bool = True,
    ) -> int:
        """Write the answer into a Parquet file, ``group`` rows a group; how many rows. ``packed``: compressed, which is
        for what is kept. Raises `Damaged`, `Gone`, `Unavailable`.
        """
        target = str(path).replace("'", "''")
        form = f"FORMAT parquet, {_PACKED if packed else 'COMPRESSION uncompressed'}, ROW_GROUP_SIZE {group}"
        copy = f"COPY ({sql}) TO '{target}' ({form})"
        with self._cursor(tables) as cursor, _translated():
            row = cursor.execute(copy, list(parameters)).fetchone()
        return int(row[0]) if row else 0

    def close(self) -> None:
        """Give the memory back."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()
                self._opened = None
                shutil.rmtree(self._work, ignore_errors=True)

    @contextmanager
    def _cursor(self, tables: Mapping[str, Mapping[str, NDArray[Any]]] | None) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection of its own over the one database, so that threads do not wait for each other."""
        with self._lock:
            if self._opened is None:
                self._opened = self._open()
            cursor = self._opened.cursor()
        try:
            for name, table in (tables or {}).items():
                cursor.register(name, dict(table))
            yield cursor
        finally:
            cursor.close()

    def _open(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        private_directory(self._work)
        opened = duckdb.connect(":memory:")
        folder = str(self._folder.resolve()).replace("'", "''")
        for setting, value in (
            ("threads", str(self._threads)),
            ("memory_limit", f"'{self._memory_mb}MB'"),
            ("temp_directory", "'" + str(self._work.resolve()).replace("'", "''") + "'"),
            ("autoinstall_known_extensions", "false"),
            ("autoload_known_extensions", "false"),
            ("parquet_metadata_cache", "true"),
            ("allowed_directories", f"['{folder}/']"),
            ("enable_external_access", "false"),
            ("lock_configuration", "true"),
        ):
            opened.execute(f"SET {setting} = {value}")
        return opened


@contextmanager
def _translated() -> Iterator[None]:
    import duckdb

    ours = (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException, duckdb.PermissionException)
    try:
        yield
    except duckdb.IOException as error:
        if "No such file" in str(error) or "No files found" in str(error):
            raise Gone(str(error)) from error
        if "No space left" in str(error):
            raise Unavailable("the disk of the measurements is full") from error
        raise Damaged(str(error)) from error
    except duckdb.OutOfMemoryException as error:
        raise Unavailable("too many measurements at once; ask for less") from error
    except ours:
        raise
    except duckdb.Error as error:  # what a damaged file makes of a reader has many names, and the plain one, too
        raise Damaged(str(error)) from error
