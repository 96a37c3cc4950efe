"""Access units come out of their packets as they went in (RFC 6184, RFC 7798)."""

from __future__ import annotations

import struct

from hypothesis import given, settings
from hypothesis import strategies as st

from toancanh.media.model import Codec
from toancanh.simulation.packets import Identity, interleaved, packets, payloads, sender_report

H264_NALS = st.lists(st.builds(lambda size: b"\x65" + bytes(size), st.integers(1, 5000)), min_size=1, max_size=4)
H265_NALS = st.lists(st.builds(lambda size: b"\x26\x01" + bytes(size), st.integers(1, 5000)), min_size=1, max_size=4)


def reassembled(codec: Codec, bodies: list[bytes]) -> list[bytes]:
    """As a receiver does it."""
    nals: list[bytes] = []
    for body in bodies:
        kind = body[0] & 31 if codec is Codec.H264 else body[0] >> 1 & 63
        if kind not in (28, 49):
            nals.append(body)
            continue
        head, flags = (1, body[1]) if codec is Codec.H264 else (2, body[2])
        if flags & 0x80:
            inner = flags & (31 if codec is Codec.H264 else 63)
            nals.append(
                bytes((body[0] & 0xE0 | inner,))
                if codec is Codec.H264
                else bytes((body[0] & 0x81 | inner << 1, body[1]))
            )
        nals[-1] += body[head + 1 :]
    return nals


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.one_of(st.tuples(st.just(Codec.H264), H264_NALS), st.tuples(st.just(Codec.H265), H265_NALS)))
def test_round_trip(case: tuple[Codec, list[bytes]]) -> None:
    codec, nals = case
    bodies = payloads(codec, nals)
    assert max(map(len, bodies)) <= 1400
    assert reassembled(codec, bodies) == nals


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.integers(0, 0xFFFF), st.integers(0, 0xFFFFFFFF), st.integers(1, 40))
def test_headers(sequence: int, timestamp: int, count: int) -> None:
    out = packets([b"x"] * count, ssrc=7, sequence=sequence, timestamp=timestamp)
    fields = [struct.unpack("!BBHII", packet[:12]) for packet in out]
    assert [field[2] for field in fields] == [(sequence + index) & 0xFFFF for index in range(count)]
    assert {(field[0], field[3], field[4]) for field in fields} == {(0x80, timestamp, 7)}
    assert [field[1] >> 7 for field in fields] == [0] * (count - 1) + [1]
    assert sum(map(len, out)) + 4 * count == len(interleaved(0, out))


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.integers(0, 1 << 52), st.integers(-(1 << 32), 1 << 32))
def test_timestamps_wrap(capture_us: int, offset: int) -> None:
    timestamp = Identity(ssrc=0, first_sequence=0, timestamp_offset=offset).timestamp(capture_us)
    assert 0 <= timestamp < 1 << 32
    assert (timestamp - offset - (capture_us * 9 + 50) // 100) % (1 << 32) == 0


def test_a_sender_report_says_what_time_it_is() -> None:
    report = sender_report(ssrc=9, ntp_us=1_500_000, timestamp=77, packet_count=3, octet_count=4)
    assert struct.unpack("!BBHIIIIII", report[:28]) == (0x80, 200, 6, 9, 2_208_988_801, 1 << 31, 77, 3, 4)
    assert len(report) % 4 == 0
    assert report[28:30] == b"\x81\xca"
    assert len(report) - 28 == 4 * (struct.unpack("!H", report[30:32])[0] + 1)
