"""The platform over PostgreSQL, as an operator sets it up; what a restart of the server does to it."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest

from postgresql_server import Server, running_server

sys.path.insert(0, str(Path(__file__).parent))
from running import PASSWORD, running

SECRET = "the database's own"


@pytest.fixture
def server() -> Iterator[Server]:
    """With a role that needs its password."""
    with running_server() as made:
        rules = made.folder / "data" / "pg_hba.conf"
        rules.write_text("local all city scram-sha-256\n" + rules.read_text())
        with psycopg.connect(made.url("postgres"), autocommit=True) as connection:
            connection.execute("CREATE ROLE city LOGIN PASSWORD 'the database''s own'")
            connection.execute("CREATE DATABASE hanoi OWNER city TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
            connection.execute("SELECT pg_reload_conf()")
        yield made


def becomes(client: httpx.Client, status: int) -> bool:
    for _ in range(200):
        if client.get("/readyz").status_code == status:
            return True
        time.sleep(0.1)
    return False


def test_a_password_in_a_file_and_a_server_that_goes_and_comes(tmp_path: Path, server: Server) -> None:
    password = tmp_path / "password"
    password.write_text(f"{SECRET}\n")
    password.chmod(0o600)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "settings.toml").write_text(
        f'database_url = "postgresql://city@/hanoi?host={server.folder}"\ndatabase_password_file = "{password}"\n'
    )
    with running(tmp_path) as platform, httpx.Client(base_url=platform.url) as client:
        body = {"username": "admin", "password": PASSWORD}
        assert client.post("/api/v1/session", json=body).status_code == 200
        for process in psutil.Process(platform.process.pid).children(recursive=True):
            assert SECRET not in " ".join([*process.cmdline(), *process.environ().values()])
        assert not (tmp_path / "data" / "toancanh.db").exists()
        assert client.get("/readyz").status_code == 200
        server.stop()
        assert client.post("/api/v1/session", json=body).status_code == 503
        assert becomes(client, 503)
        server.start()
        assert becomes(client, 200)
        assert client.post("/api/v1/session", json=body).status_code == 200
        assert platform.stop() == 0
