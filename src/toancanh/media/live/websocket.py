"""RFC 6455, the server's side: the handshake's answer, frames to the client, a bounded parser of the client's frames.

Sans I/O. Frames to the client are never masked (section 5.1) and never fragmented; no extension is negotiated.
"""

from __future__ import annotations

import base64
import enum
import hashlib
import struct
from dataclasses import dataclass

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # section 1.3
_MAX_CONTROL_BYTES = 125  # section 5.5


class Opcode(enum.IntEnum):
    """Section 5.2."""

    CONTINUATION = 0x0
    TEXT = 0x1
    BINARY = 0x2
    CLOSE = 0x8
    PING = 0x9
    PONG = 0xA


class CloseCode(enum.IntEnum):
    """RFC 6455, section 7.4.1, and ours (docs/design/live.md)."""

    NORMAL = 1000
    GOING_AWAY = 1001
    PROTOCOL_ERROR = 1002
    POLICY = 1008
    TOO_BIG = 1009
    NO_SESSION = 4401
    DENIED = 4403
    UNKNOWN = 4404
    WITHDRAWN = 4409
    AWAY = 4503


class ProtocolViolation(Exception):
    """The client broke the protocol or a bound; ``code`` is what the connection is closed with."""

    def __init__(self, code: CloseCode, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class ClientMessage:
    """A whole message or control frame from the client."""

    opcode: Opcode
    payload: bytes


def handshake_response(key: str) -> bytes:
    """The answer that opens the connection (section 4.2.2); ``key`` is the request's Sec-WebSocket-Key."""
    accept = base64.b64encode(hashlib.sha1(key.encode("ascii") + _GUID, usedforsecurity=False).digest())
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
    )


def frame_header(opcode: Opcode, payload_bytes: int) -> bytes:
    """Header of one whole, unmasked frame (section 5.2)."""
    first = 0x80 | opcode
    if payload_bytes < 126:
        return bytes((first, payload_bytes))
    if payload_bytes < 1 << 16:
        return struct.pack("!BBH", first, 126, payload_bytes)
    return struct.pack("!BBQ", first, 127, payload_bytes)


def frame(opcode: Opcode, payload: bytes) -> bytes:
    """One whole, unmasked frame."""
    return frame_header(opcode, len(payload)) + payload


def close_frame(code: CloseCode, reason: str) -> bytes:
    """A close frame; the reason is cut to what a control frame can carry, at a character's border."""
    text = reason.encode()[: _MAX_CONTROL_BYTES - 2].decode(errors="ignore").encode()
    return frame(Opcode.CLOSE, struct.pack("!H", code) + text)


class ClientFrames:
    """Takes the client's bytes in any portions, gives whole messages; holds at most one message of ``max_bytes``."""

    def __init__(self, *, max_bytes: int = 4096) -> None:
        self._max_bytes = max_bytes
        self._buffer = bytearray()
        self._message_opcode: Opcode | None = None
        self._message = bytearray()

    def feed(self, data: bytes) -> list[ClientMessage]:
        """Messages completed by ``data``; raises `ProtocolViolation`, after which nothing may be fed any more."""
        self._buffer += data
        messages: list[ClientMessage] = []
        while (taken := self._next_frame()) is not None:
            final, opcode, payload = taken
            message = self._assemble(final, opcode, payload)
            if message is not None:
                messages.append(message)
        return messages

    def _next_frame(self) -> tuple[bool, Opcode, bytes] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        first, second = buffer[0], buffer[1]
        if first & 0x70:
            raise ProtocolViolation(CloseCode.PROTOCOL_ERROR, "reserved bits are set")
        if not second & 0x80:
            raise ProtocolViolation(CloseCode.PROTOCOL_ERROR, "a client's frame must be masked")  # section 5.1
        opcode, final = _opcode(first & 0x0F), bool(first & 0x80)
        length, at = second & 0x7F, 2
        if opcode >= Opcode.CLOSE and (length > _MAX_CONTROL_BYTES or not final):
            raise ProtocolViolation(CloseCode.PROTOCOL_ERROR, "a control frame is short and whole")
        if length >= 126:
            at = 4 if length == 126 else 10
            if len(buffer) < at:
                return None
            length = int.from_bytes(buffer[2:at], "big")
        if length + len(self._message) > self._max_bytes and opcode < Opcode.CLOSE:
            raise ProtocolViolation(CloseCode.TOO_BIG, f"a message may have {self._max_bytes} bytes")
        end = at + 4 + length
        if len(buffer) < end:
            return None
        payload = _unmask(buffer[at : at + 4], buffer[at + 4 : end])
        del buffer[:end]
        return final, opcode, payload

    def _assemble(self, final: bool, opcode: Opcode, payload: bytes) -> ClientMessage | None:
        if opcode >= Opcode.CLOSE:
            return ClientMessage(opcode=opcode, payload=payload)
        if (opcode is Opcode.CONTINUATION) != (self._message_opcode is not None):
            raise ProtocolViolation(CloseCode.PROTOCOL_ERROR, "a message is begun once and then continued")
        started = self._message_opcode or opcode
        self._message += payload
        if not final:
            self._message_opcode = started
            return None
        message = ClientMessage(opcode=started, payload=bytes(self._message))
        self._message_opcode = None
        self._message.clear()
        return message


def _opcode(value: int) -> Opcode:
    try:
        return Opcode(value)
    except ValueError:
        raise ProtocolViolation(CloseCode.PROTOCOL_ERROR, f"unknown opcode {value}") from None


def _unmask(mask: bytes | bytearray, payload: bytes | bytearray) -> bytes:
    length = len(payload)
    repeated = (bytes(mask) * (length // 4 + 1))[:length]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")).to_bytes(length, "big")
