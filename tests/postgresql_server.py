"""A PostgreSQL of the tests' own, from Debian's packages: on a socket in a folder that only this run knows."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

QUICK = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "150",
    "autovacuum": "off",
    "lc_messages": "C",
}
"""What a database may do that nobody needs tomorrow."""


@dataclass
class Server:
    folder: Path
    settings: Mapping[str, str]
    _numbers: Iterator[int] = field(default_factory=count)
    _who: Mapping[str, Any] = field(default_factory=lambda: _as_whom())

    def make(self) -> None:
        if self._who:
            os.chown(self.folder, self._who["user"], self._who["group"])
        self._run("initdb", "-U", "toancanh", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")

    def start(self) -> None:
        options = " ".join(f"-c {name}={value or chr(39) * 2}" for name, value in self.settings.items())
        self._run(
            "pg_ctl", "-w", "-t", "60", "-l", str(self.folder / "log"), "-o", f"{options} -k {self.folder}", "start"
        )

    def stop(self) -> None:
        """As a power cut would."""
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def _run(self, name: str, *arguments: str) -> None:
        command = [program(name), "-D", str(self.folder / "data"), *arguments]
        subprocess.run(command, check=True, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, **self._who)

    def url(self, name: str) -> str:
        return f"postgresql://toancanh@/{name}?host={self.folder}"

    def new_database(self, options: str = "") -> str:
        """The address of a fresh one."""
        name = f"city{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 {options}")
        return self.url(name)


def program(name: str) -> str:
    """Debian keeps them out of the path, one folder per version."""
    found = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    return str(max(found, key=lambda path: int(path.parts[-3]), default=name))


def _as_whom() -> dict[str, Any]:
    """The server refuses to be root."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam("postgres")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@contextmanager
def running_server(**settings: str) -> Iterator[Server]:
    """Started within two seconds, gone at the end with all it held."""
    folder = Path(tempfile.mkdtemp(prefix="tc-pg-"))  # a socket's path is short
    server = Server(folder=folder, settings=QUICK | settings)
    try:
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
