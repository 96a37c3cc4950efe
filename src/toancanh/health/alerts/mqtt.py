"""One message to an MQTT broker, at least once: CONNECT, PUBLISH with QoS 1, PUBACK, DISCONNECT (OASIS MQTT 3.1.1).

A client library keeps sessions, subscriptions and reconnects in a thread of its own, and resolves the broker's name by
itself, past the outbound policy; the outbox needs four packets over a socket that was judged.
"""

from __future__ import annotations

import socket
import struct

from toancanh.kernel import Unavailable

_CONNACK, _PUBACK = 0x20, 0x40
_KEEP_ALIVE_S = 60
_MOST_BYTES = 256
_PACKET_ID = 1


def publish(
    connection: socket.socket, *, client_id: str, topic: str, body: bytes, username: str = "", password: str = ""
) -> None:
    """Returns when the broker has taken it. Raises `Unavailable` where it refuses, OSError where it goes away."""
    flags = 0x02 | (0x80 if username else 0) | (0x40 if username and password else 0)  # clean session, 3.1.2.3
    head = _text("MQTT") + bytes([4, flags]) + struct.pack("!H", _KEEP_ALIVE_S)
    who = _text(client_id) + (_text(username) + (_text(password) if password else b"") if username else b"")
    connection.sendall(_packet(0x10, head + who))
    answer = _expected(connection, _CONNACK)
    if len(answer) != 2 or answer[1]:
        raise Unavailable(f"the MQTT broker refuses the connection (return code {answer[-1] if answer else 'none'})")
    connection.sendall(_packet(0x32, _text(topic) + struct.pack("!H", _PACKET_ID) + body))
    if _expected(connection, _PUBACK) != struct.pack("!H", _PACKET_ID):
        raise Unavailable("the MQTT broker acknowledges another message")
    connection.sendall(_packet(0xE0, b""))


def _packet(kind: int, body: bytes) -> bytes:
    """The fixed header with the remaining length (2.2.3) before it."""
    length, size = len(body), bytearray()
    while True:
        size.append(length & 0x7F | (0x80 if length > 0x7F else 0))
        length >>= 7
        if not length:
            return bytes([kind]) + bytes(size) + body


def _text(value: str) -> bytes:
    coded = value.encode()
    return struct.pack("!H", len(coded)) + coded


def _expected(connection: socket.socket, kind: int) -> bytes:
    head = _read(connection, 2)
    if head[0] != kind or head[1] > _MOST_BYTES // 2 - 1:
        raise Unavailable("what answers is no MQTT broker")
    return _read(connection, head[1])


def _read(connection: socket.socket, count: int) -> bytes:
    got = b""
    while len(got) < count:
        part = connection.recv(count - len(got))
        if not part:
            raise ConnectionError("the broker closed the connection")
        got += part
    return got
