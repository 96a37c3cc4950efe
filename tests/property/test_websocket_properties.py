"""The parser of client frames takes anything: whole messages out, or a violation, and memory within its bound."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from toancanh.media.live.websocket import ClientFrames, ClientMessage, Opcode, ProtocolViolation

_BOUND = 512


def masked(opcode: int, payload: bytes, final: bool, mask: bytes) -> bytes:
    length = len(payload)
    size = bytes((0x80 | length,)) if length < 126 else b"\xfe" + length.to_bytes(2, "big")
    body = bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))
    return bytes(((0x80 if final else 0) | opcode,)) + size + mask + body


def in_portions(stream: bytes, cuts: list[int]) -> list[bytes]:
    edges = [0, *sorted(cut % (len(stream) + 1) for cut in cuts), len(stream)]
    return [stream[start:end] for start, end in pairwise(edges)]


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.binary(max_size=3000), st.lists(st.integers(0, 3000), max_size=8))
def test_any_bytes(stream: bytes, cuts: list[int]) -> None:
    frames = ClientFrames(max_bytes=_BOUND)
    for portion in in_portions(stream, cuts):
        try:
            messages = frames.feed(portion)
        except ProtocolViolation:
            return
        assert all(len(message.payload) <= _BOUND for message in messages)
        assert len(frames._buffer) + len(frames._message) <= 2 * _BOUND + 14


@settings(derandomize=True, max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([Opcode.TEXT, Opcode.BINARY]),
            st.lists(st.binary(max_size=100), min_size=1, max_size=5),
            st.binary(min_size=4, max_size=4),
        ),
        max_size=6,
    ),
    st.lists(st.integers(0, 4000), max_size=10),
)
def test_any_fragmentation_gives_the_same_messages(
    messages: list[tuple[Opcode, list[bytes], bytes]], cuts: list[int]
) -> None:
    stream = b"".join(
        masked(opcode if at == 0 else 0, part, at == len(parts) - 1, mask)
        for opcode, parts, mask in messages
        for at, part in enumerate(parts)
    )
    frames = ClientFrames(max_bytes=_BOUND)
    got = [message for portion in in_portions(stream, cuts) for message in frames.feed(portion)]
    assert got == [ClientMessage(opcode=opcode, payload=b"".join(parts)) for opcode, parts, _ in messages]
