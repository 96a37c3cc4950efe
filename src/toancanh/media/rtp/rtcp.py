"""RTCP (RFC 3550, section 6): the camera's sender reports, our receiver reports."""

from __future__ import annotations

import struct
from dataclasses import dataclass

_SENDER_REPORT, _BYE = 200, 203
_NTP_EPOCH_S = 2_208_988_800  # 1970-01-01 in NTP time (RFC 868)
_MAX_PACKETS = 32


@dataclass(frozen=True, kw_only=True)
class SenderReport:
    """The sender's clock at an RTP timestamp. ``ntp_middle`` goes back to it in our receiver report."""

    ssrc: int
    camera_us: int  # UTC; as wrong as the camera's clock
    rtp_timestamp: int
    ntp_middle: int


@dataclass(frozen=True, kw_only=True)
class Compound:
    """What concerns us in one compound packet."""

    reports: tuple[SenderReport, ...]
    goodbyes: tuple[int, ...]  # SSRCs which end


def parse_compound(data: bytes) -> Compound:
    """Read as far as the packet makes sense; never raises."""
    reports: list[SenderReport] = []
    goodbyes: list[int] = []
    position = 0
    for _ in range(_MAX_PACKETS):
        if len(data) - position < 8 or data[position] >> 6 != 2:
            break
        kind = data[position + 1]
        end = position + 4 + 4 * int.from_bytes(data[position + 2 : position + 4], "big")
        if end > len(data):
            break
        if kind == _SENDER_REPORT and end - position >= 28:
            ssrc, seconds, fraction, timestamp = struct.unpack_from(">IIII", data, position + 4)
            if seconds:  # 0: the camera has no wall clock (section 6.4.1)
                reports.append(
                    SenderReport(
                        ssrc=ssrc,
                        camera_us=unix_us(seconds, fraction),
                        rtp_timestamp=timestamp,
                        ntp_middle=(seconds & 0xFFFF) << 16 | fraction >> 16,
                    )
                )
        elif kind == _BYE:
            count = min(data[position] & 31, (end - position) // 4 - 1)
            goodbyes += struct.unpack_from(f">{count}I", data, position + 4)
        position = end
    return Compound(reports=tuple(reports), goodbyes=tuple(goodbyes))


def receiver_report(
    *,
    own_ssrc: int,
    ssrc: int,
    fraction_lost: int,
    lost: int,
    highest_sequence: int,
    last_report: int,
    since_report_us: int,
) -> bytes:
    """A receiver report and the CNAME that a compound packet must have (section 6.1). Jitter is not measured: 0."""
    since = min(0xFFFF_FFFF, since_report_us * 65_536 // 1_000_000) if last_report else 0
    block = struct.pack(
        ">IIIIII",
        ssrc,
        fraction_lost << 24 | min(lost, 0x7F_FFFF),
        highest_sequence,
        0,
        last_report,
        since,
    )
    name = b"\x01\x08toancanh"
    description = own_ssrc.to_bytes(4, "big") + name + b"\0" * (4 - len(name) % 4)
    return (
        struct.pack(">BBHI", 0x81, 201, 7, own_ssrc)
        + block
        + struct.pack(">BBH", 0x81, 202, len(description) // 4)
        + description
    )


def unix_us(seconds: int, fraction: int) -> int:
    """UTC of an NTP time."""
    if seconds < 0x8000_0000:  # NTP era 1 begins in February 2036 (RFC 4330, section 3)
        seconds += 0x1_0000_0000
    return (seconds - _NTP_EPOCH_S) * 1_000_000 + (fraction * 1_000_000 >> 32)
