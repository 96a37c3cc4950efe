"""What is compiled and its twin in Python give the same, whatever comes."""

import hashlib
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toancanh.media import native
from toancanh.media.model import AccessUnit, Codec, CodecParameters, GapCause, RunClock
from toancanh.media.rtp import VideoReceiver
from toancanh.media.rtp.h264 import H264Receiver
from toancanh.media.rtp.h265 import H265Receiver
from toancanh.media.rtp.parameters import ParameterSets
from toancanh.simulation import packets as rtp

_PARAMETERS = CodecParameters(
    codec=Codec.H264, width=16, height=16, vps=(), sps=(), pps=(), codec_string="avc1", decoder_configuration=b""
)
_SLICES = {Codec.H264: (b"\x41", b"\x65"), Codec.H265: (b"\x02\x01", b"\x26\x01")}
_RECEIVER: dict[Codec, type[VideoReceiver]] = {Codec.H264: H264Receiver, Codec.H265: H265Receiver}


class Sets(ParameterSets):
    """Known from the beginning."""

    def parameters(self) -> CodecParameters:
        return _PARAMETERS


class Heard:
    """Everything that a receiver says."""

    def __init__(self) -> None:
        self.said: list[object] = []

    def on_parameters(self, parameters: CodecParameters) -> None:
        self.said.append(parameters)

    def on_clock(self, clock: RunClock) -> None:
        self.said.append(clock)

    def on_access_unit(self, unit: AccessUnit) -> None:
        self.said.append((unit.media_time, unit.is_key, unit.data, unit.wall_us, unit.arrival_us))

    def on_interrupted(self, cause: GapCause, at_us: int) -> None:
        self.said.append((cause, at_us))


def outcome(codec: Codec, data: bytes, cuts: list[int]) -> list[object]:
    heard = Heard()
    receiver = _RECEIVER[codec](target=heard, sets=Sets(codec), payload_type=rtp.PAYLOAD_TYPE)
    positions, tail, begin = [], b"", 0
    for number, end in enumerate([*sorted(cuts), len(data)]):
        read = tail + data[begin:end]
        position = receiver.feed(read, 0, 1_000_000 + number * 40_000)
        positions.append(position)
        tail, begin = read[position:], end
        if tail[:1] not in (b"", b"$"):
            tail = tail[1:]
    return [heard.said, receiver.counts, receiver.highest_sequence, receiver.ssrc, positions]


@st.composite
def streams(draw: st.DrawFn) -> tuple[Codec, bytes, list[int]]:
    """Pictures of one or more slices as cameras send them, then whatever may happen to them on the way."""
    codec = draw(st.sampled_from(list(Codec)))
    sequence, timestamp, sent = draw(st.sampled_from((0, 65_530))), 1000, []
    for number in range(draw(st.integers(1, 8))):
        slices = []
        for index in range(draw(st.sampled_from((1, 1, 1, 2)))):
            header = _SLICES[codec][number == 0 or draw(st.integers(0, 9)) == 0]
            size = draw(st.sampled_from((1, 1399, 1400, 2795, 2796, 9000)))
            slices.append(header + (b"\x80" if index == 0 else b"\x20") + bytes([number]) * size)
        datagrams = rtp.packets(rtp.payloads(codec, slices), ssrc=7, sequence=sequence, timestamp=timestamp)
        sequence, timestamp = sequence + len(datagrams) & 0xFFFF, timestamp + draw(st.sampled_from((3600, 3600, 0)))
        sent += [rtp.interleaved(0, [datagram]) for datagram in datagrams]
        if draw(st.integers(0, 4)) == 0:
            report = rtp.sender_report(ssrc=7, ntp_us=1_000_000, timestamp=timestamp, packet_count=1, octet_count=1)
            sent.append(rtp.interleaved(1, [report]))
    for _ in range(draw(st.sampled_from((0, 0, 1, 3)))):
        at = draw(st.integers(0, len(sent) - 1))
        what = draw(st.sampled_from(("lost", "doubled", "foreign", "changed", "short")))
        packet = bytearray(sent[at])
        if what == "lost" or not packet:
            packet.clear()
        elif what == "doubled":
            packet *= 2
        elif what == "foreign":
            packet[12:16] = b"\0\0\0\x09"
        elif what == "changed":
            packet[draw(st.integers(0, 22)) % len(packet)] = draw(st.integers(0, 255))
        else:
            del packet[16 + draw(st.integers(0, 4)) :]
            packet[2:4] = struct.pack(">H", max(0, len(packet) - 4))
        sent[at] = bytes(packet)
    data = b"".join(sent)
    return codec, data, draw(st.lists(st.integers(0, len(data)), max_size=4))


@given(streams())
@settings(max_examples=100, deadline=None)
def test_whatever_comes_the_compiled_receiver_says_what_the_other_says(given_: tuple[Codec, bytes, list[int]]) -> None:
    compiled = outcome(*given_)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(native, "middles", None)
        patch.setattr(native, "pictures", None)
        assert outcome(*given_) == compiled


@given(st.lists(st.integers(0, 700), max_size=7))
@settings(max_examples=100, deadline=None)
def test_digests_are_those_of_the_standard_library(sizes: list[int]) -> None:
    messages = [bytes([size & 255]) * size for size in sizes]
    assert native.digests(messages) == [hashlib.sha256(message).digest() for message in messages]
