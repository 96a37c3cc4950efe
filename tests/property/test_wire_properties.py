"""Whatever comes over the wire: nothing but the declared errors, bounded memory; what was packed comes out equal."""

from __future__ import annotations

import asyncio
import socket
import struct
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from examples import examples
from toancanh.infra.authentication import parse_challenges
from toancanh.kernel import SimulatedClock
from toancanh.media.model import Codec
from toancanh.media.rtp import MAX_UNIT_BYTES, ParameterSets, parse_compound
from toancanh.media.rtsp import RtspConnection, RtspFailure, parse_sdp
from toancanh.media.rtsp.messages import NotRtsp, parse_message
from wire_packets import (
    FIXTURES,
    PAYLOAD_TYPE,
    SSRC,
    START_US,
    Kept,
    Packer,
    aggregate,
    fragments,
    framed,
    receiver_for,
    sei_nal,
    slice_nal,
    stored,
)

fuzz = settings(derandomize=True, max_examples=examples(150), deadline=None, suppress_health_check=list(HealthCheck))
codecs = st.sampled_from([Codec.H264, Codec.H265])

rtsp_like = st.lists(
    st.one_of(
        st.binary(max_size=40),
        st.sampled_from(
            [
                b"RTSP/1.0 200 OK\r\n", b"RTSP/1.0 401 \r\n", b"CSeq: 1\r\n", b"Content-Length: 10\r\n", b"\r\n", b"\n",
                b"Content-Length: 99999999999\r\n", b"WWW-Authenticate: Digest ", b"$\0\0\x04abcd", b"$\0\xff\xff",
                b"OPTIONS rtsp://x RTSP/1.0\r\n", b"$\1\0\0", b"\xff\xfe", b"m=video 0 RTP/AVP 96\r\n",
            ]
        ),
    ),
    max_size=30,
).map(b"".join)  # fmt: skip


@fuzz
@given(rtsp_like, st.integers(0, 10))
def test_any_bytes_as_messages(data: bytes, position: int) -> None:
    try:
        parsed = parse_message(data, min(position, len(data)))
    except NotRtsp:
        return
    if parsed is not None:
        assert parsed[1] <= len(data)


@fuzz
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)), st.data())
def test_any_bytes_as_a_description(noise: bytes, data: st.DataObject) -> None:
    real = (FIXTURES / f"gstreamer_{data.draw(codecs)}.sdp").read_bytes()
    cut = data.draw(st.integers(0, len(real)))
    for body in (noise, real[:cut] + noise, real[:cut] + noise + real[cut:]):
        try:
            track = parse_sdp(body)
        except RtspFailure:
            continue
        sets = ParameterSets(track.codec)
        sets.add_description(track.parameter_sets)
        sets.parameters()


@fuzz
@given(st.lists(st.text(max_size=200), max_size=4))
def test_any_text_as_a_challenge(values: list[str]) -> None:
    parse_challenges([*values, *("Digest " + value for value in values)])


@fuzz
@given(codecs, st.binary(max_size=200))
def test_any_bytes_as_parameter_sets(codec: Codec, noise: bytes) -> None:
    sets = ParameterSets(codec)
    for kind in (b"\x67", b"\x68") if codec is Codec.H264 else (b"\x40\x01", b"\x42\x01", b"\x44\x01"):
        sets.add(kind + noise)
    sets.parameters()


@fuzz
@given(st.binary(max_size=200))
def test_any_bytes_as_rtcp(noise: bytes) -> None:
    parse_compound(noise)
    parse_compound(b"\x80\xc8\x00\x06" + noise)
    parse_compound(b"\x9f\xcb\x00\x02" + noise)


@st.composite
def rtp_like(draw: st.DrawFn) -> bytes:
    """Packets that a broken or hostile sender could make, some of them good."""
    codec = draw(codecs)
    packer = Packer(sequence=draw(st.integers(0, 65_535)))
    out = []
    for index in range(draw(st.integers(1, 25))):
        choice = draw(st.integers(0, 5))
        if choice == 0:
            out.append(draw(st.binary(max_size=60)))
            continue
        if choice == 1:
            payload = draw(st.binary(min_size=1, max_size=60))
        elif choice == 2:
            payload = draw(st.sampled_from([24, 28, 25, 29])).to_bytes(1, "big") + draw(st.binary(max_size=50))
        elif choice == 3:
            payload = bytes((draw(st.sampled_from([48, 49, 50])) << 1, 1)) + draw(st.binary(max_size=50))
        else:
            payload = slice_nal(codec, key=draw(st.booleans()), first=draw(st.booleans()), body=draw(st.binary()))
        packet = bytearray(packer.packets([payload], index * draw(st.sampled_from([0, 3600, 2**31])))[0])
        if draw(st.booleans()):
            packet[0] = draw(st.integers(0, 255))
        packer.sequence = (packer.sequence + draw(st.sampled_from([0, 0, 0, 1, 700, 40_000]))) & 0xFFFF
        out.append(bytes(packet))
    data = framed(out, channel=draw(st.sampled_from([0, 0, 0, 1, 7])))
    return data + draw(st.binary(max_size=30))


@fuzz
@given(codecs, st.lists(rtp_like(), max_size=6), st.lists(st.integers(1, 400), min_size=1, max_size=5))
def test_any_packets_in_any_reads(codec: Codec, streams: list[bytes], cuts: list[int]) -> None:
    sink = Kept()
    receiver = receiver_for(codec, sink)
    held = b""
    now_us = START_US
    data = b"".join(streams)
    index = 0
    while data:
        size = cuts[index % len(cuts)]
        held, data, index, now_us = held + data[:size], data[size:], index + 1, now_us + 200_000
        end = receiver.feed(held, 0, now_us)
        assert 0 <= end <= len(held)
        rest = held[end:]
        if rest and rest[0] != 0x24:
            rest = rest[1:]  # the connection's work: look for the next frame
        held = rest
        assert len(held) <= 4 + 65_535 + size
    assert sum(map(len, receiver._unit + receiver._fragments)) <= MAX_UNIT_BYTES
    running = False
    for event in sink.events:
        assert running or event in ("parameters", "clock", "key")
        running = event != "interrupted"


@st.composite
def pictures(draw: st.DrawFn) -> tuple[Codec, list[tuple[bool, list[bytes]]]]:
    """Access units: (is a key, NAL units)."""
    codec = draw(codecs)
    out = []
    for index in range(draw(st.integers(1, 8))):
        key = index == 0 or draw(st.booleans())
        nals = [sei_nal(codec)] if draw(st.booleans()) else []
        for number in range(draw(st.integers(1, 4))):
            size = draw(st.sampled_from([1, 2, 3, 50, 700, 3000]))
            nals.append(
                slice_nal(codec, key=key, first=number == 0, body=draw(st.binary(min_size=1, max_size=9)) * size)
            )
        out.append((key, nals))
    return codec, out


def packed(draw: st.DrawFn, codec: Codec, nals: list[bytes]) -> list[bytes]:
    """One of the ways in which a sender may packetise these."""
    payloads: list[bytes] = []
    queue = list(nals)
    while queue:
        way = draw(st.integers(0, 2))
        if way == 0 and len(queue[0]) > 20:
            payloads += fragments(codec, queue.pop(0), draw(st.sampled_from([7, 100, 1400])))
        elif way == 1 and sum(map(len, queue[:3])) < 60_000:
            taken, queue = queue[:3], queue[3:]
            payloads += aggregate(codec, taken)
        else:
            payloads.append(queue.pop(0))
    return payloads


@fuzz
@given(pictures(), st.data())
def test_any_packetisation_of_any_pictures_comes_out_equal(
    made: tuple[Codec, list[tuple[bool, list[bytes]]]], data: st.DataObject
) -> None:
    codec, units = made
    sink = Kept()
    receiver = receiver_for(codec, sink)
    packer = Packer(sequence=data.draw(st.integers(0, 65_535)))
    start = data.draw(st.integers(0, 2**32 - 1))
    marker = data.draw(st.booleans())
    wire = b""
    for index, (_, nals) in enumerate(units):
        payloads = packed(data.draw, codec, nals)
        wire += framed(packer.packets(payloads, start + index * 3600, marker=marker))
    if not marker:  # only what follows tells that the last one is over
        wire += framed(packer.packets([slice_nal(codec, key=True)], start + len(units) * 3600, marker=False))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(wire)), max_size=6)))
    position = 0
    for end in [*cuts, len(wire)]:
        position = receiver.feed(wire[:end], position, START_US)
    assert position == len(wire)
    assert [(unit.is_key, unit.data) for unit in sink.units] == [(key, stored(nals)) for key, nals in units]
    assert [unit.media_time for unit in sink.units] == [index * 3600 for index in range(len(units))]
    assert sink.interruptions == []


@fuzz
@given(codecs, st.sets(st.integers(0, 400), max_size=40), st.integers(0, 65_535))
def test_any_loss_never_passes_a_damaged_picture_on(codec: Codec, lost: set[int], sequence: int) -> None:
    sink = Kept()
    receiver = receiver_for(codec, sink)
    packer = Packer(sequence=sequence)
    sent: list[bytes] = []
    whole: dict[bytes, tuple[int, bool]] = {}
    for index in range(60):
        key = index % 12 == 0
        nals = [
            slice_nal(codec, key=key, first=number == 0, body=struct.pack(">HB", index, number) * 300)
            for number in range(2)
        ]
        whole[stored(nals)] = (index, key)
        sent += packer.packets([part for nal in nals for part in fragments(codec, nal, 400)], index * 3600)
    for number, packet in enumerate(sent):
        if number not in lost:
            receiver.feed(framed([packet]), 0, START_US + number * 10_000)
    numbers = [whole[unit.data] for unit in sink.units]  # each is one that was sent, byte by byte
    for (before, _), (after, key) in pairwise(numbers):
        assert after == before + 1 or (key and after > before)
    assert receiver.counts.lost_packets <= len(lost)
    if not lost:
        assert len(numbers) == 60


@settings(derandomize=True, max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(codecs, st.lists(st.one_of(rtsp_like, rtp_like(), st.binary(max_size=500)), max_size=8), st.booleans())
def test_any_bytes_over_a_connection(codec: Codec, chunks: list[bytes], playing: bool) -> None:
    """It stays usable or fails with a reason, and holds no more than one message."""
    loop = asyncio.new_event_loop()
    faults: list[Exception] = []
    ours, theirs = socket.socketpair()
    try:
        ours.setblocking(False)
        connection = RtspConnection(loop=loop, clock=SimulatedClock(), sock=ours, on_fault=faults.append)
        if playing:
            connection.receiver = receiver_for(codec, Kept())
        for chunk in chunks:
            theirs.sendall(chunk)
            connection.read()
            assert len(connection._tail) <= 300_000
            if connection.failure is not None:
                assert connection.failure.reason
                break
        assert faults == []
    finally:
        ours.close()
        theirs.close()
        loop.close()


def test_a_good_stream_survives_garbage_in_between() -> None:
    loop = asyncio.new_event_loop()
    faults: list[Exception] = []
    ours, theirs = socket.socketpair()
    try:
        ours.setblocking(False)
        sink = Kept()
        connection = RtspConnection(loop=loop, clock=SimulatedClock(), sock=ours, on_fault=faults.append)
        connection.receiver = receiver_for(Codec.H264, sink)
        packer = Packer()
        for index in range(50):
            nal = slice_nal(Codec.H264, key=True, body=bytes(100))
            theirs.sendall(framed(packer.packets([nal], index * 3600)) + b"\x01\xff\x7f" * 50)
            connection.read()
        assert len(sink.units) == 50
        assert connection.skipped_bytes == 50 * 150
        theirs.sendall(b"\xff" * 150_000)
        connection.read()
        assert connection.failure is None
        assert faults == []
    finally:
        ours.close()
        theirs.close()
        loop.close()


@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
def test_every_single_byte_payload(codec: Codec) -> None:
    sink = Kept()
    receiver = receiver_for(codec, sink)
    packer = Packer()
    for first in range(256):
        for body in (b"", b"\x00", b"\xff\xff", b"\x80\x01\x02\x03"):
            receiver.feed(framed(packer.packets([bytes((first,)) + body], first)), 0, START_US)
    assert receiver.counts.foreign_packets == 0
    assert (receiver.ssrc, PAYLOAD_TYPE) == (SSRC, 96)
