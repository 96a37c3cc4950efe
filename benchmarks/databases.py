"""Both databases for a benchmark, set up as an installation would have them: nothing that a power cut would cost."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.postgresql_server import running_server

from benchmarks.platform import PASSWORD
from toancanh.bootstrap import Platform, open_platform
from toancanh.infra.settings import Settings

SAFE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "256MB",
    "autovacuum": "on",
}
"""What Debian's packages start with, but for twice the buffers."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where one platform lies; ``url`` is empty for SQLite."""

    name: str
    data: Path
    url: str

    @property
    def environment(self) -> dict[str, str]:
        return {"TOANCANH_DATABASE_URL": self.url} if self.url else {}

    def opened(self) -> Platform:
        """Set up where it is not; the caller closes it."""
        overrides = {"master_key_file": Path(f"{self.data}.key"), **({"database_url": self.url} if self.url else {})}
        settings = Settings.load(data=self.data, overrides=overrides, environ={})
        platform = open_platform(settings=settings, writer="bench", create=True)
        platform.governance.ensure_first_administrator(PASSWORD)
        return platform


@contextlib.contextmanager
def both() -> Iterator[tuple[Place, ...]]:
    """SQLite's folder and a PostgreSQL that runs within."""
    with TemporaryDirectory(prefix="toancanh-bench-") as folder, running_server(**SAFE) as server:
        yield (
            Place(name="SQLite", data=Path(folder) / "sqlite", url=""),
            Place(name="PostgreSQL", data=Path(folder) / "postgresql", url=server.new_database()),
        )


def settle(platform: Platform) -> None:
    """What PostgreSQL does by itself within a minute after much was written."""
    if not platform.database.is_sqlite:
        with platform.database.transaction() as tx:
            tx.exec_driver_sql("ANALYZE")
