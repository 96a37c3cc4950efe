"""What is done to the server itself rather than to a route: false proxies, blurred borders of messages, old TLS,
methods and folders that nobody serves, parameters given twice, reads that change something; what a guess learns.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import nullcontext as _nothing
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from routes_matrix import ROUTES
from sqlalchemy import MetaData, event, inspect, select
from test_server import console, keyring, serving, settings
from whole_app import SEGMENT, World, whole_app

from toancanh.infra.tls import certificate_of
from toancanh.kernel import IdSource, SimulatedClock, SystemClock
from toancanh.web.static import mount_console

pytestmark = pytest.mark.databases("sqlite")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with whole_app(tmp_path_factory.mktemp("server")) as made:
        yield made


def telling() -> FastAPI:
    """Tells from where it was asked."""
    app = FastAPI()

    @app.get("/who")
    def who(request: Request) -> str:
        return f"{request.url.scheme} {request.client.host if request.client else ''}"

    @app.post("/length")
    async def length(request: Request) -> int:
        return len(await request.body())

    return app


@pytest.mark.parametrize(
    ("trusted", "told"),
    [
        ("", "http 127.0.0.1"),
        ("192.0.2.1", "http 127.0.0.1"),  # a proxy, but not the one that asks
        ("127.0.0.1", "https 203.0.113.9"),
    ],
)
def test_only_a_named_proxy_says_who_asks(tmp_path: Path, trusted: str, told: str) -> None:
    chosen = settings(tmp_path, **({"trusted_proxies": trusted} if trusted else {}))
    with serving(telling(), chosen, None) as port:
        headers = {"x-forwarded-for": "198.51.100.66, 203.0.113.9", "x-forwarded-proto": "https"}
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            assert client.get("/who", headers=headers).json() == told, "what the asker wrote itself is not believed"


SMUGGLED = b"GET /who HTTP/1.1\r\nHost: x\r\n\r\n"
BLURRED = {
    "length and chunks": b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "chunks and length": b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "two lengths": b"Content-Length: 0\r\nContent-Length: 31\r\n\r\n" + SMUGGLED,
    "another coding": b"Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n\r\n" + SMUGGLED,
    "a length with a sign": b"Content-Length: +0\r\n\r\n" + SMUGGLED,
    "a blank before the colon": b"Content-Length : 31\r\n\r\n" + SMUGGLED,
    "a folded line": b"Content-Length:\r\n 31\r\n\r\n" + SMUGGLED,
    "a chunk of no size": b"Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n" + SMUGGLED,
}


@pytest.fixture(scope="module")
def plain_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with serving(telling(), settings(tmp_path_factory.mktemp("plain")), None) as port:
        yield port


def said(port: int, sent: bytes) -> bytes:
    """All that the server answers until it closes or falls silent."""
    found = b""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(sent)
        try:
            while part := line.recv(4096):
                found += part
                line.settimeout(0.3)  # for more; the first may take its time
        except TimeoutError:
            pass
    return found


@pytest.mark.parametrize("blurred", BLURRED.values(), ids=BLURRED.keys())
def test_no_message_hides_in_another(plain_port: int, blurred: bytes) -> None:
    """RFC 9112, 6.3 and 11.2: refused, and nothing of what follows is answered."""
    found = said(plain_port, b"POST /length HTTP/1.1\r\nHost: x\r\n" + blurred)
    assert found.startswith(b"HTTP/1.1 400")
    assert b"127.0.0.1" not in found


def test_two_messages_in_one_packet_are_two(plain_port: int) -> None:
    """Or the test above would prove nothing."""
    assert b"127.0.0.1" in said(
        plain_port, b"POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab" + SMUGGLED
    )


def test_tls_is_new_and_forgets_its_keys(tmp_path: Path) -> None:
    chosen = settings(tmp_path, tls="local")
    certificate = certificate_of(chosen, keyring(tmp_path), SystemClock())
    assert certificate is not None
    with serving(telling(), chosen, certificate) as port:
        for version in (ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            client = ssl.create_default_context(cafile=certificate.ca)
            client.set_ciphers("ALL:@SECLEVEL=0")
            with pytest.warns(DeprecationWarning, match="TLSv1_1") if version is ssl.TLSVersion.TLSv1_1 else _nothing():
                client.minimum_version = client.maximum_version = version
            with socket.create_connection(("127.0.0.1", port)) as raw:
                if version is ssl.TLSVersion.TLSv1_1:
                    with pytest.raises((ssl.SSLError, ConnectionError)):
                        client.wrap_socket(raw, server_hostname="localhost")
                else:
                    with client.wrap_socket(raw, server_hostname="localhost") as encrypted:
                        assert encrypted.version() == {"TLSv1_2": "TLSv1.2", "TLSv1_3": "TLSv1.3"}[version.name]
    for cipher in certificate.context().get_ciphers():
        forgets = cipher["protocol"] == "TLSv1.3" or cipher["name"].startswith(("ECDHE-", "DHE-"))
        assert forgets, cipher["name"]
        assert cipher["strength_bits"] >= 128
        assert not any(weak in cipher["name"] for weak in ("RC4", "DES", "NULL", "MD5", "EXP", "anon"))


@pytest.mark.parametrize("path", ["/assets", "/assets/", "/assets/.", "/assets/..", "//assets/", "/%2e%2e/", "/.git/"])
def test_no_folder_is_listed(tmp_path: Path, path: str) -> None:
    app = FastAPI()
    mount_console(app, folder=console(tmp_path))
    with serving(app, settings(tmp_path), None) as port:
        found = said(port, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    assert b"main-1a2b" not in found
    assert b"keys.json" not in found


def test_nothing_answers_trace_and_no_debug_mode_is_on(world: World) -> None:
    for path in ("/", "/api/v1/me", "/api/v1/cameras", "/metrics", "/trust"):
        for method in ("TRACE", "CONNECT", "TRACK"):
            answer = world.client.request(method, path, headers={"x-secret": "echo"})
            assert answer.status_code in {404, 405}, (method, path)
            assert "echo" not in answer.text
    assert world.app.debug is False
    for path in ("/docs", "/redoc", "/debug", "/console", "/__debug__/", "/server-status"):
        assert "traceback" not in world.client.get(path).text.lower()


def test_a_parameter_given_twice_is_judged_as_it_is_used(world: World) -> None:
    """The right of the one, the pictures of the other: the classic. Here both are the last."""
    admin = {"Authorization": f"Bearer {world.tokens['admin']}"}
    twice = f"/api/v1/holds?camera_id={world.names['camera']}&camera_id={world.names['another']}"
    assert world.client.get(twice, headers=admin).json()["items"] == []
    once = f"/api/v1/holds?camera_id={world.names['another']}&camera_id={world.names['camera']}"
    assert len(world.client.get(once, headers=admin).json()["items"]) == 1
    grant = "0" * 40
    for order in (f"grant={grant}&grant=", f"grant=&grant={grant}"):
        answer = world.client.get(f"/api/v1/cameras/{world.names['camera']}/snapshot.jpg?{order}")
        assert answer.status_code in {401, 403, 404}
    body = b'{"name": "first", "name": "second"}'
    path = f"/api/v1/sites/{world.names['site']}"
    answer = world.client.patch(path, content=body, headers={**admin, "content-type": "application/json"})
    assert answer.json()["name"] == world.client.get(path, headers=admin).json()["name"] == "second"


WRITTEN_BY_READING = {
    "record_entry", "record_personal", "record_anonymous", "record_head",  # that somebody looked
    "login_session",  # when it was seen last
}  # fmt: skip


def test_a_get_changes_nothing(world: World) -> None:
    """But the record of who looked."""
    metadata = MetaData()
    metadata.reflect(world.platform.database.engine)
    tables = [table for name, table in metadata.tables.items() if name not in WRITTEN_BY_READING]
    assert set(inspect(world.platform.database.engine).get_table_names()) >= WRITTEN_BY_READING

    def content() -> dict[str, list[tuple[object, ...]]]:
        with world.platform.database.reading() as connection:
            return {table.name: sorted(map(tuple, connection.execute(select(table))), key=repr) for table in tables}

    with statements(world, of_rounds=True) as beside:
        before = content()
        answered = sum(
            world.send(route, world.tokens["admin"]) == 200 for route in ROUTES if route.method == "GET"
        )  # fmt: skip
        after = content()
    assert answered > 60
    changed = {name for name in before if before[name] != after[name]}
    assert {
        name
        for name in changed
        if not any(re.match(rf"(UPDATE|INSERT INTO|DELETE FROM) {name}\b", one) for one in beside)
    } == set()


# what the time of an answer tells: by what is done for it, not by the clock, which a busy machine makes lie


@contextmanager
def statements(world: World, *, of_rounds: bool = False) -> Iterator[list[str]]:
    """Of requests, or of what runs beside them: in threads that have names of their own."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        thread = threading.current_thread().name
        if not thread.startswith(("AnyIO", "MainThread", "asyncio")) if of_rounds else thread.startswith("AnyIO"):
            found.append(statement.split("\n")[0][:200])

    engine = world.platform.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def work(world: World, method: str, path: str, who: str, body: Any = None) -> tuple[int, Any, list[str]]:
    headers = {"Authorization": f"Bearer {world.tokens[who]}"}
    with statements(world) as done:
        answer = world.client.request(method, f"/api/v1{path}", json=body, headers=headers)
    return answer.status_code, answer.json(), done


def least_work(world: World, method: str, path: str, who: str, body: Any = None) -> tuple[int, Any, list[str]]:
    """Once kept answers are kept; whether rights changed is looked up by time, now and then."""
    return min((work(world, method, path, who, body) for _ in range(4)), key=lambda told: len(told[2]))


HIDDEN = {"/cameras/{}": "protected", "/sites/{}": "site", "/users/{}": "user", "/campaigns/{}": "campaign"}
OF_A_REFUSAL = (
    "PRAGMA", "BEGIN", "SELECT (SELECT rights_epoch", "SELECT record_head", "SELECT dossier.", "SELECT campaign_task",
    "SELECT role_binding", "INSERT INTO record_", "UPDATE record_head",
)  # fmt: skip


@pytest.mark.parametrize("path", HIDDEN)
def test_what_is_hidden_costs_its_refusal_more_than_what_is_not_there(world: World, path: str) -> None:
    """The words are the same (test_attacks_texts); the work is, but for the refusal that comes on record. Who holds an
    id could tell by that whether it is one: so none can be guessed, and each try at a true one is on record.
    """
    who = "viewer-north" if HIDDEN[path] == "protected" else "viewer-south"
    hidden = least_work(world, "GET", path.format(world.names[HIDDEN[path]]), who)
    absent = least_work(world, "GET", path.format(SEGMENT), who)
    assert hidden[:2] == absent[:2]
    more = list(hidden[2])
    for statement in absent[2]:
        more.remove(statement)
    assert [one for one in more if not one.startswith(OF_A_REFUSAL)] == []
    assert any(one.startswith("INSERT INTO record_entry") for one in more)


def test_no_id_is_guessed_from_another() -> None:
    """46 bits that nobody knows, whatever is known of the moment."""
    drawn: list[int] = []

    def draw(bits: int) -> int:
        drawn.append(bits)
        return 0

    IdSource(clock=SimulatedClock(), site=1, randbits=draw).new_id()
    assert drawn == [46]


def test_a_code_that_is_hidden_takes_the_work_of_one_that_is_not_there(world: World) -> None:
    """Codes can be guessed, as ids cannot."""
    told = [
        least_work(world, "POST", "/shares/preview", "leader-south", {"selection": {"codes": [code]}})
        for code in ("nothing-there", "protected", "nothing-there")
    ]
    assert told[0][0] == 200
    assert told[1] == told[2]
