"""Makes RTP streams for the tests of ingest: NAL units, every way to packetise them, and a sink that keeps it all."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from toancanh.media.model import AccessUnit, Codec, CodecParameters, GapCause, RunClock
from toancanh.media.rtp import ParameterSets, VideoReceiver, make_receiver
from toancanh.media.rtsp import parse_sdp

FIXTURES = Path(__file__).parent / "fixtures"
PAYLOAD_TYPE = 96
SSRC = 0x1234ABCD
START_US = 1_795_000_000_000_000


def sets_of(codec: Codec) -> tuple[bytes, ...]:
    """Real parameter sets, 320x240."""
    return parse_sdp((FIXTURES / f"gstreamer_{codec}.sdp").read_bytes()).parameter_sets


@dataclass
class Kept:
    """A sink that remembers."""

    units: list[AccessUnit] = field(default_factory=list)
    parameters: list[CodecParameters] = field(default_factory=list)
    interruptions: list[GapCause] = field(default_factory=list)
    clocks: list[RunClock] = field(default_factory=list)
    events: list[str] = field(default_factory=list)

    def on_parameters(self, parameters: CodecParameters) -> None:
        self.parameters.append(parameters)
        self.events.append("parameters")

    def on_access_unit(self, unit: AccessUnit) -> None:
        self.units.append(unit)
        self.events.append("key" if unit.is_key else "unit")

    def on_interrupted(self, cause: GapCause, at_us: int) -> None:
        self.interruptions.append(cause)
        self.events.append("interrupted")

    def on_clock(self, clock: RunClock) -> None:
        self.clocks.append(clock)
        self.events.append("clock")


def receiver_for(codec: Codec, sink: Kept, *, with_sets: bool = True) -> VideoReceiver:
    sets = ParameterSets(codec)
    if with_sets:
        sets.add_description(sets_of(codec))
    return make_receiver(codec=codec, target=sink, sets=sets, payload_type=PAYLOAD_TYPE)


def slice_nal(codec: Codec, *, key: bool, body: bytes = b"", first: bool = True) -> bytes:
    """A slice whose header begins as a real one's does, with any body."""
    beginning = b"\x88" if first else b"\x48"
    if codec is Codec.H264:
        return bytes((0x65 if key else 0x41,)) + beginning + body
    return bytes(((19 if key else 1) << 1, 1)) + beginning + body


def sei_nal(codec: Codec, body: bytes = b"\x05\x01\x00\x80") -> bytes:
    return (b"\x06" if codec is Codec.H264 else bytes((39 << 1, 1))) + body


def stored(nals: Iterable[bytes]) -> bytes:
    """As an access unit holds them."""
    return b"".join(len(nal).to_bytes(4, "big") + nal for nal in nals)


def single(nal: bytes) -> list[bytes]:
    return [nal]


def fragments(codec: Codec, nal: bytes, size: int) -> list[bytes]:
    """FU-A (RFC 6184, 5.8) or FU (RFC 7798, 4.4.3) of at most ``size`` bytes of payload each."""
    if codec is Codec.H264:
        skip, kind, head = 1, nal[0] & 31, bytes((nal[0] & 0xE0 | 28,))
    else:
        skip, kind, head = 2, nal[0] >> 1 & 63, bytes((nal[0] & 0x81 | 49 << 1, nal[1]))
    parts = [nal[start : start + size] for start in range(skip, len(nal), size)]
    if len(parts) < 2:
        return [nal]
    last = len(parts) - 1
    return [
        head + bytes(((0x80 if index == 0 else 0) | (0x40 if index == last else 0) | kind,)) + part
        for index, part in enumerate(parts)
    ]


def aggregate(codec: Codec, nals: Sequence[bytes]) -> list[bytes]:
    """STAP-A (RFC 6184, 5.7.1) or AP (RFC 7798, 4.4.2)."""
    head = b"\x78" if codec is Codec.H264 else bytes((48 << 1, 1))
    return [head + b"".join(len(nal).to_bytes(2, "big") + nal for nal in nals)]


@dataclass
class Packer:
    """Numbers packets."""

    sequence: int = 65_530
    ssrc: int = SSRC
    payload_type: int = PAYLOAD_TYPE

    def packets(self, payloads: Sequence[bytes], timestamp: int, *, marker: bool = True) -> list[bytes]:
        out = []
        for index, payload in enumerate(payloads):
            flag = 0x80 if marker and index == len(payloads) - 1 else 0
            head = struct.pack(
                ">BBHII", 0x80, flag | self.payload_type, self.sequence, timestamp & 0xFFFFFFFF, self.ssrc
            )
            out.append(head + payload)
            self.sequence = (self.sequence + 1) & 0xFFFF
        return out


def framed(packets: Iterable[bytes], channel: int = 0) -> bytes:
    return b"".join(struct.pack(">BBH", 0x24, channel, len(packet)) + packet for packet in packets)
