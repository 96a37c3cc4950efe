"""RFC 6455 as the media process speaks it."""

from __future__ import annotations

import pytest

from toancanh.media.live.websocket import (
    ClientFrames,
    CloseCode,
    Opcode,
    ProtocolViolation,
    close_frame,
    frame_header,
    handshake_response,
)


def masked(opcode: int, payload: bytes, *, final: bool = True, mask: bytes = b"\x01\x02\x03\x04") -> bytes:
    length = len(payload)
    size = bytes((0x80 | length,)) if length < 126 else b"\xfe" + length.to_bytes(2, "big")
    body = bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))
    return bytes(((0x80 if final else 0) | opcode,)) + size + mask + body


def test_the_handshake_of_the_rfc() -> None:
    assert b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" in handshake_response("dGhlIHNhbXBsZSBub25jZQ==")


@pytest.mark.parametrize(
    ("size", "header"),
    [(0, "8200"), (125, "827d"), (126, "827e007e"), (65535, "827effff"), (65536, "827f0000000000010000")],
)
def test_frame_headers(size: int, header: str) -> None:
    assert frame_header(Opcode.BINARY, size).hex() == header


def test_a_message_in_single_bytes_with_a_ping_between_its_fragments() -> None:
    frames = ClientFrames()
    stream = masked(1, b"Xin ", final=False) + masked(9, b"?") + masked(0, b"chao")
    got = [message for byte in stream for message in frames.feed(bytes((byte,)))]
    assert [(message.opcode, message.payload) for message in got] == [(Opcode.PING, b"?"), (Opcode.TEXT, b"Xin chao")]


@pytest.mark.parametrize(
    ("stream", "code"),
    [
        (b"\x81\x01a", CloseCode.PROTOCOL_ERROR),  # not masked
        (b"\xc1\x80", CloseCode.PROTOCOL_ERROR),  # reserved bit
        (b"\x83\x80", CloseCode.PROTOCOL_ERROR),  # reserved opcode
        (masked(9, b"", final=False), CloseCode.PROTOCOL_ERROR),
        (b"\x89\xfe", CloseCode.PROTOCOL_ERROR),  # long control frame
        (masked(0, b"x"), CloseCode.PROTOCOL_ERROR),  # nothing to continue
        (masked(1, b"x", final=False) + masked(1, b"y"), CloseCode.PROTOCOL_ERROR),
        (b"\x82\xff" + (1 << 40).to_bytes(8, "big"), CloseCode.TOO_BIG),
        (masked(1, bytes(600), final=False) + masked(0, bytes(600)), CloseCode.TOO_BIG),
    ],
)
def test_violations(stream: bytes, code: CloseCode) -> None:
    with pytest.raises(ProtocolViolation) as violation:
        ClientFrames(max_bytes=1000).feed(stream)
    assert violation.value.code is code


def test_a_long_reason_is_cut_at_a_character() -> None:
    frame = close_frame(CloseCode.WITHDRAWN, "quyền đã bị thu hồi " * 20)
    assert frame[1] <= 125
    assert frame[4:].decode().startswith("quyền")
