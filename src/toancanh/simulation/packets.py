"""RTP: pictures into payloads (RFC 6184, RFC 7798), payloads into packets (RFC 3550), sender reports."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from toancanh.media.model import MEDIA_HZ, Codec

PAYLOAD_TYPE = 96
_MTU = 1400
_H264_FU_A = 28
_H265_FU = 49
_NTP_EPOCH_S = 2_208_988_800  # 1900-01-01 to 1970-01-01


@dataclass(frozen=True, kw_only=True)
class Identity:
    """How a sender numbers its packets; a camera that reboots comes back with another."""

    ssrc: int
    first_sequence: int
    timestamp_offset: int

    def timestamp(self, capture_us: int) -> int:
        """RTP timestamp of an instant, rounded, so that pictures at a steady rate have steady steps."""
        return ((capture_us * MEDIA_HZ + 500_000) // 1_000_000 + self.timestamp_offset) & 0xFFFFFFFF


def payloads(codec: Codec, nals: Iterable[bytes]) -> list[bytes]:
    """One access unit as payloads: single NAL units, or fragments where one is larger than a packet."""
    out: list[bytes] = []
    for nal in nals:
        if len(nal) <= _MTU:
            out.append(nal)
        elif codec is Codec.H264:
            out += _fragments(bytes((nal[0] & 0xE0 | _H264_FU_A,)), nal[0] & 31, nal, 1)
        else:
            out += _fragments(bytes((nal[0] & 0x81 | _H265_FU << 1, nal[1])), nal[0] >> 1 & 63, nal, 2)
    return out


def packets(
    bodies: Sequence[bytes], *, ssrc: int, sequence: int, timestamp: int, with_marker: bool = True
) -> list[bytes]:
    """RTP packets of one access unit; the last carries the marker (RFC 6184 section 5.1)."""
    tail = struct.pack("!II", timestamp, ssrc)
    last = len(bodies) - 1
    return [
        struct.pack(
            "!BBH", 0x80, PAYLOAD_TYPE | (0x80 if with_marker and index == last else 0), sequence + index & 0xFFFF
        )
        + tail
        + body
        for index, body in enumerate(bodies)
    ]


def interleaved(channel: int, datagrams: Iterable[bytes]) -> bytes:
    """Packets as they travel inside the RTSP connection (RFC 2326 section 10.12)."""
    return b"".join(
        part for datagram in datagrams for part in (struct.pack("!BBH", 0x24, channel, len(datagram)), datagram)
    )


def sender_report(*, ssrc: int, ntp_us: int, timestamp: int, packet_count: int, octet_count: int) -> bytes:
    """A compound of SR and SDES (RFC 3550 sections 6.4.1 and 6.5); ``ntp_us`` is UTC by the sender's own clock."""
    report = struct.pack(
        "!BBHIIIIII",
        0x80,
        200,
        6,
        ssrc,
        *ntp(ntp_us),
        timestamp,
        packet_count & 0xFFFFFFFF,
        octet_count & 0xFFFFFFFF,
    )
    name = b"camera"
    item = struct.pack("!BB", 1, len(name)) + name
    item += bytes(4 - len(item) % 4)
    return report + struct.pack("!BBHI", 0x81, 202, 1 + len(item) // 4, ssrc) + item


def ntp(us: int) -> tuple[int, int]:
    """An instant as NTP writes it: seconds and their fractions (RFC 5905 section 6)."""
    seconds, microseconds = divmod(us, 1_000_000)
    return (seconds + _NTP_EPOCH_S) & 0xFFFFFFFF, (microseconds << 32) // 1_000_000


def _fragments(header: bytes, kind: int, nal: bytes, skip: int) -> list[bytes]:
    size = _MTU - len(header) - 1
    out = []
    for start in range(skip, len(nal), size):
        flags = (0x80 if start == skip else 0) | (0x40 if start + size >= len(nal) else 0)
        out.append(header + bytes((flags | kind,)) + nal[start : start + size])
    return out
