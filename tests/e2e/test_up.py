"""`toancanh up` as an operator sees it: what it says, what it answers, how it ends."""

import re
import signal
import socket
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

sys.path.insert(0, str(Path(__file__).parent))
from running import PASSWORD, Running, running, toancanh, until, up


def signed_in(client: httpx.Client) -> httpx.Response:
    return client.post("/api/v1/session", json={"username": "admin", "password": PASSWORD})


def test_a_first_start_a_second_start_and_a_clean_end(tmp_path: Path) -> None:
    with running(tmp_path, password="") as first:
        (generated,) = re.findall(r"password: (\S+)", "\n".join(first.said))
        assert first.url.startswith("http://127.0.0.1:")
        with httpx.Client(base_url=first.url) as client:
            answer = client.post("/api/v1/session", json={"username": "admin", "password": generated})
            assert answer.status_code == 200
            cookie = answer.headers["set-cookie"].lower()
            assert "httponly" in cookie
            assert "samesite=" in cookie
            assert "; secure" not in cookie
            assert client.get("/readyz").status_code == 200
            page = client.get("/cameras")
            assert "default-src 'none'" in page.headers["content-security-policy"]
            assert client.get("/api/v1/gone").headers["content-type"] == "application/problem+json"
        again = toancanh(tmp_path, *up(tmp_path))
        assert again.returncode == 1
        assert f"process {first.process.pid}" in again.stderr
        assert again.stderr.count("\n") == 1
        family = psutil.Process(first.process.pid).children(recursive=True)
        assert first.stop(signal.SIGINT) == 0
        assert not [process for process in family if process.is_running()]
    mode = {path.name: path.stat().st_mode & 0o077 for path in (tmp_path / "data").iterdir()}
    assert not any(mode.values()), mode
    with running(tmp_path, password="") as second:
        assert not any("password" in line for line in second.said)
        assert second.stop(signal.SIGTERM) == 0


def test_elsewhere_than_on_loopback_it_speaks_tls(tmp_path: Path) -> None:
    with running(tmp_path, "--host", "0.0.0.0") as platform:
        assert platform.url.startswith("https://")
        (fingerprint,) = re.findall(r"fingerprint: ((?:[0-9A-F]{2}:){31}[0-9A-F]{2})", "\n".join(platform.said))
        assert PASSWORD not in "\n".join(platform.said)
        root = httpx.get(f"{platform.url}/ca.crt", verify=False).content  # noqa: S501  # compared just below
        assert x509.load_pem_x509_certificate(root).fingerprint(hashes.SHA256()).hex(":").upper() == fingerprint
        context = ssl.create_default_context(cadata=root.decode())
        with httpx.Client(base_url=platform.url, verify=context) as client:
            answer = signed_in(client)
            assert "; secure" in answer.headers["set-cookie"].lower()
            assert answer.headers["strict-transport-security"]
            assert client.get("/api/v1/me").status_code == 200
        port = int(platform.url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as plain:
            plain.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            assert b"HTTP/" not in plain.recv(1000)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--host", "0.0.0.0", "--tls", "none"], "plain HTTP is refused"),
        (["--port", "99999"], "port"),
        (["--allow-outbound", "camera"], "HOST:PORT"),
        (["--sideways"], "--help"),
    ],
)
def test_wrong_use_is_said_in_one_line(tmp_path: Path, arguments: list[str], words: str) -> None:
    done = toancanh(tmp_path, *up(tmp_path, *arguments))
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert not done.stdout


def test_a_port_that_is_taken_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = toancanh(tmp_path, *up(tmp_path, "--port", port))
    assert done.returncode == 2
    assert f"cannot listen on 127.0.0.1:{port}" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """On a disk without room."""
    with running(tmp_path_factory.mktemp("full"), TOANCANH_MIN_FREE_BYTES=str(1 << 60)) as platform:
        yield platform


def test_a_disk_without_room_is_an_alarm_for_everyone_who_can_help(full: Running) -> None:
    (alarm,) = until(lambda: full.call("GET", "/alarms")["items"], 30)
    assert (alarm["kind"], alarm["process"]) == ("disk_full", "media-0")
    assert httpx.get(f"{full.url}/readyz").json() == {"status": "ready", "alarms": ["disk_full"]}


def test_a_web_process_that_is_killed_is_back_on_its_port(full: Running) -> None:
    with httpx.Client(base_url=full.url) as client:
        assert signed_in(client).status_code == 200
        children = psutil.Process(full.process.pid).children()
        lines = [" ".join(child.cmdline()) + str(child.environ()) for child in children]
        web = full.child("_web")
        web.kill()
        web.wait()
        cookies = dict(client.cookies)
        answer = httpx.get(f"{full.url}/api/v1/me", cookies=cookies, timeout=20)  # waits in the socket's queue
        assert answer.status_code == 200
    assert not any(PASSWORD in line for line in lines), "the password went on to the children"
