"""Who takes alerts: a mail server with TLS, a web server, an MQTT broker; small, real sockets, in threads."""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Taken:
    """What came; ``refusing`` makes the server say no."""

    port: int = 0
    bodies: list[bytes] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    refusing: bool = False


def certificate(folder: Path) -> tuple[Path, Path]:
    """For 127.0.0.1, signed by itself: certificate and key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    begins = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(begins + datetime.timedelta(days=36_500))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "alert.crt", folder / "alert.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )  # fmt: skip
    return paths


@contextlib.contextmanager
def web_server(files: tuple[Path, Path] | None = None) -> Iterator[Taken]:
    """``files``: over TLS."""
    taken = Taken()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            taken.heads.append(dict(self.headers))
            taken.paths.append(self.path)
            self.send_response(500 if taken.refusing else 204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    if files is not None:
        server.socket = _tls(files).wrap_socket(server.socket, server_side=True)
    taken.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield taken
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _tls(files: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    return context


@contextlib.contextmanager
def mail_server(files: tuple[Path, Path], *, starttls: bool = False) -> Iterator[Taken]:
    """SMTP (RFC 5321) over TLS, from the first byte or from STARTTLS (RFC 3207) on."""
    context = _tls(files)

    def begin(plain: socket.socket) -> None:
        plain.sendall(b"220 here\r\n")
        assert plain.recv(999).upper().startswith(b"EHLO")
        plain.sendall(b"250-here\r\n250 STARTTLS\r\n")
        assert plain.recv(999) == b"STARTTLS\r\n"
        plain.sendall(b"220 go on\r\n")

    def talk(plain: socket.socket, taken: Taken) -> None:
        if starttls:
            begin(plain)
        with context.wrap_socket(plain, server_side=True) as connection, connection.makefile("rwb") as lines:

            def say(line: str) -> None:
                lines.write(line.encode() + b"\r\n")
                lines.flush()

            if not starttls:
                say("220 here")
            while line := lines.readline():
                verb = line[:4].upper()
                if verb == b"EHLO":
                    say("250-here\r\n250 AUTH PLAIN")
                elif verb == b"AUTH":
                    taken.heads.append({"auth": line.split()[-1].decode()})
                    say("235 in")
                elif verb == b"DATA":
                    say("354 go on")
                    body = b""
                    while (part := lines.readline()) != b".\r\n":
                        body += part
                    taken.bodies.append(body)
                    say("250 taken")
                elif verb == b"QUIT":
                    say("221 bye")
                    return
                else:
                    say("550 no" if taken.refusing else "250 well")

    with listening(talk) as taken:
        yield taken


@contextlib.contextmanager
def mqtt_broker(files: tuple[Path, Path] | None = None) -> Iterator[Taken]:
    """CONNECT, PUBLISH with QoS 1, DISCONNECT of MQTT 3.1.1, read by the standard's own fields; with files over TLS."""

    def talk(plain: socket.socket, taken: Taken) -> None:
        connection = _tls(files).wrap_socket(plain, server_side=True) if files else plain
        with connection, connection.makefile("rb") as bytes_of:
            while head := bytes_of.read(1):
                length, shift = 0, 0
                while True:
                    part = bytes_of.read(1)[0]
                    length |= (part & 0x7F) << shift
                    shift += 7
                    if not part & 0x80:
                        break
                body = bytes_of.read(length)
                if head == b"\x10":
                    assert body[:7] == b"\x00\x04MQTT\x04"
                    if body[7] & 0xC0:  # a name and a password, each behind its length, after the client's id (3.1.3)
                        taken.heads.append({"login": body[12 + struct.unpack_from("!H", body, 10)[0] :].decode()})
                    connection.sendall(b"\x20\x02\x00" + (b"\x05" if taken.refusing else b"\x00"))
                elif head == b"\x32":
                    (size,) = struct.unpack_from("!H", body)
                    taken.heads.append({"topic": body[2 : 2 + size].decode()})
                    taken.bodies.append(body[4 + size :])
                    connection.sendall(b"\x40\x02" + body[2 + size : 4 + size])
                else:
                    assert head + body == b"\xe0"
                    return

    with listening(talk) as taken:
        yield taken


@contextlib.contextmanager
def listening(talk: Callable[[socket.socket, Taken], None]) -> Iterator[Taken]:
    """``talk`` has each connection, one after another."""
    listener = socket.create_server(("127.0.0.1", 0))
    taken = Taken(port=listener.getsockname()[1])

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connection.settimeout(5)
            with contextlib.suppress(OSError):
                talk(connection, taken)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield taken
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
