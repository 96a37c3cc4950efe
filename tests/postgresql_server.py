"""A PostgreSQL of the tests' own, from Debian's packages: on a socket in a folder that only this run knows."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1  # prctl(2)

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
    _process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        if self._who:
            os.chown(self.folder, self._who["user"], self._who["group"])
        self._run("initdb", "-U", "toancanh", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")

    def start(self) -> None:
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        command = [program("postgres"), "-D", str(self.folder / "data"), "-k", str(self.folder), *options]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=ends_with_us,
                **self._who,
            )
        for _ in range(600):
            with contextlib.suppress(psycopg.OperationalError), psycopg.connect(self.url("postgres")):
                return
            assert self._process.poll() is None, (self.folder / "log").read_text()
            time.sleep(0.05)
        raise AssertionError("PostgreSQL does not start")

    def stop(self) -> None:
        """As a power cut would."""
        assert self._process is not None
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(60)

    def _run(self, name: str, *arguments: str) -> None:
        command = [program(name), "-D", str(self.folder / "data"), *arguments]
        subprocess.run(command, check=True, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, **self._who)

    def url(self, name: str) -> str:
        return f"postgresql://toancanh@/{name}?host={self.folder}"

    def new_database(self, options: str = "", template: str = "template0") -> str:
        """The address of a fresh one."""
        name = f"city{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} {options}")
        return self.url(name)


def program(name: str) -> str:
    """Debian keeps them out of the path, one folder per version."""
    found = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    return str(max(found, key=lambda path: int(path.parts[-3]), default=name))


def ends_with_us() -> None:
    """In the child: no server outlives a test run that was killed."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


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
