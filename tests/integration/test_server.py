import gzip
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from fastapi import FastAPI

from toancanh.infra.keyring import KeyRing
from toancanh.infra.settings import Settings
from toancanh.infra.tls import Certificate, certificate_of
from toancanh.kernel import Invalid, SimulatedClock, SystemClock
from toancanh.web.security import SecurityHeaders
from toancanh.web.server import listen, server_of, url_of
from toancanh.web.static import mount_console


def keyring(tmp_path: Path) -> KeyRing:
    return KeyRing.open(bytes(range(32)), tmp_path / "keys.json")


def settings(tmp_path: Path, **overrides: object) -> Settings:
    return Settings.load(data=tmp_path, overrides=overrides, environ={})


@contextmanager
def serving(app: FastAPI, chosen: Settings, certificate: Certificate | None) -> Iterator[int]:
    listener = listen(chosen.host, 0)
    ready = threading.Event()
    server = server_of(app, settings=chosen, certificate=certificate, on_ready=ready.set)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    port = listener.getsockname()[1]
    thread.start()
    try:
        assert ready.wait(10)
        yield port
    finally:
        server.should_exit = True
        thread.join(10)
    assert not thread.is_alive()


def console(tmp_path: Path) -> Path:
    folder = tmp_path / "console"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Toàn Cảnh</title>")
    (folder / "assets" / "main-1a2b.js").write_text("export {};")
    return folder


def test_the_local_ca_serves_where_the_address_is_not_loopback(tmp_path: Path) -> None:
    chosen = settings(tmp_path, host="0.0.0.0", tls_names="cameras.test")
    certificate = certificate_of(chosen, keyring(tmp_path), SystemClock())
    assert certificate is not None
    assert certificate.ca is not None
    app = FastAPI()
    app.add_middleware(SecurityHeaders)
    mount_console(app, folder=console(tmp_path), ca=certificate.ca)
    with serving(app, chosen, certificate) as port:
        trusting = ssl.create_default_context(cafile=certificate.ca)
        with urllib.request.urlopen(f"https://127.0.0.1:{port}/ca.crt", context=trusting) as answer:
            root = x509.load_pem_x509_certificate(answer.read())
            assert "max-age" in answer.headers["strict-transport-security"]
        assert root.fingerprint(hashes.SHA256()).hex(":").upper() == certificate.fingerprint
        with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
            urllib.request.urlopen(f"https://127.0.0.1:{port}/", context=ssl.create_default_context())
        with socket.create_connection(("127.0.0.1", port)) as plain:
            plain.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert b"HTTP" not in plain.recv(100)
        with (
            socket.create_connection(("127.0.0.1", port)) as raw,
            trusting.wrap_socket(raw, server_hostname="cameras.test") as encrypted,
        ):
            assert encrypted.version() in {"TLSv1.2", "TLSv1.3"}


def test_clients_over_tls_that_do_not_say_goodbye_do_not_hold_up_the_end(tmp_path: Path) -> None:
    chosen = settings(tmp_path, tls="local")
    certificate = certificate_of(chosen, keyring(tmp_path), SystemClock())
    assert certificate is not None
    trusting = ssl.create_default_context(cafile=certificate.ca)
    with ExitStack() as clients:
        with serving(FastAPI(), chosen, certificate) as port:
            for _ in range(3):
                raw = clients.enter_context(socket.create_connection(("127.0.0.1", port)))
                silent = clients.enter_context(trusting.wrap_socket(raw, server_hostname="localhost"))
                silent.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                assert silent.recv(100).startswith(b"HTTP/1.1 404")
            begin = time.monotonic()
        assert time.monotonic() - begin < 15, "not the half minute that TLS gives a client to say goodbye"


def test_a_certificate_stays_until_its_names_or_its_time_run_out(tmp_path: Path) -> None:
    clock, ring = SimulatedClock(), keyring(tmp_path)

    def served(*names: str) -> tuple[bytes, str]:
        certificate = certificate_of(settings(tmp_path, tls="local", tls_names=" ".join(names)), ring, clock)
        assert certificate is not None
        assert certificate.context()
        return certificate.cert.read_bytes(), certificate.fingerprint

    first = served("a.test")
    assert served("a.test") == first
    second = served("a.test", "b.test")
    assert second[0] != first[0]
    assert second[1] == first[1]
    clock.advance(500 * 24 * 3600)
    third = served("a.test", "b.test")
    assert third[0] != second[0]
    assert third[1] == first[1]


def test_the_private_keys_in_data_are_encrypted_and_private(tmp_path: Path) -> None:
    certificate_of(settings(tmp_path, tls="local"), keyring(tmp_path), SystemClock())
    for name in ("ca.key", "server.key"):
        path = tmp_path / "tls" / name
        assert path.stat().st_mode & 0o777 == 0o600
        with pytest.raises(TypeError, match="encrypted"):
            serialization.load_pem_private_key(path.read_bytes(), None)


def test_a_certificate_by_setting_that_cannot_be_used_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.pem").write_text("x")
    chosen = settings(tmp_path, tls_cert=tmp_path / "a.pem", tls_key=tmp_path / "b.pem")
    certificate = certificate_of(chosen, keyring(tmp_path), SystemClock())
    assert certificate is not None
    with pytest.raises(Invalid, match="cannot be used"):
        certificate.context()


def test_plain_http_elsewhere_than_on_loopback_is_refused(tmp_path: Path) -> None:
    chosen = settings(tmp_path).model_copy(update={"host": "0.0.0.0"})
    with pytest.raises(Invalid, match="plain HTTP is refused"):
        server_of(FastAPI(), settings=chosen, certificate=None)


def test_the_console_and_its_addresses(tmp_path: Path) -> None:
    app = FastAPI(openapi_url=None)
    mount_console(app, folder=console(tmp_path))
    with serving(app, settings(tmp_path), None) as port:

        def get(path: str) -> tuple[int, str, str]:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
                    return answer.status, answer.headers["cache-control"], answer.read().decode()
            except urllib.error.HTTPError as error:
                return error.code, "", ""

        page = get("/")
        assert page[:2] == (200, "no-cache")
        assert get("/cameras/018f/live") == page
        assert get("/assets/main-1a2b.js") == (200, "public, max-age=31536000, immutable", "export {};")
        for missing in ("/assets/gone", "/api/v1/gone", "/robots.txt", "/../keys.json", "/%2e%2e/keys.json"):
            assert get(missing)[0] == 404


def test_the_console_is_sent_as_its_build_compressed_it(tmp_path: Path) -> None:
    folder = console(tmp_path)
    (folder / "assets" / "main-1a2b.js.gz").write_bytes(gzip.compress(b"export {};"))
    app = FastAPI(openapi_url=None)
    mount_console(app, folder=folder)
    with serving(app, settings(tmp_path), None) as port:
        address = f"http://127.0.0.1:{port}/assets/main-1a2b.js"
        with urllib.request.urlopen(address) as answer:
            assert (answer.read(), answer.headers["content-encoding"]) == (b"export {};", None)
        with urllib.request.urlopen(urllib.request.Request(address, headers={"accept-encoding": "br, gzip"})) as answer:
            assert gzip.decompress(answer.read()) == b"export {};"
            assert answer.headers["content-encoding"] == "gzip"
            assert answer.headers["content-type"].startswith("text/javascript")
            assert answer.headers["vary"] == "accept-encoding"
            assert "immutable" in answer.headers["cache-control"]


def test_a_console_that_is_not_built_says_what_to_do(tmp_path: Path) -> None:
    app = FastAPI()
    mount_console(app, folder=None)
    with serving(app, settings(tmp_path), None) as port, pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/")
    assert b"make setup" in caught.value.read()
    caught.value.close()


def test_a_port_that_is_taken_is_said_plainly() -> None:
    with listen("127.0.0.1", 0) as first, pytest.raises(Invalid, match="--port"):
        listen("127.0.0.1", first.getsockname()[1])


@pytest.mark.parametrize(
    ("host", "shown"), [("localhost", "127.0.0.1"), ("0.0.0.0", "localhost"), ("127.0.0.1", "127.0.0.1")]
)
def test_the_ready_address(host: str, shown: str) -> None:
    with listen(host, 0) as listener:
        port = listener.getsockname()[1]
        assert url_of(listener, tls=False) == f"http://{shown}:{port}"
        assert url_of(listener, tls=True) == f"https://{shown}:{port}"
