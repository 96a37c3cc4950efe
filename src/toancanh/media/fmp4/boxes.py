"""Boxes (ISO/IEC 14496-12, 4.2) and the NTP time of ``prft``: the bricks of writer and reader."""

from __future__ import annotations

import struct

NTP_EPOCH_S = 2_208_988_800
"""Seconds from 1900-01-01 (RFC 5905, section 6) to 1970-01-01."""

_SIZE_AND_TYPE = struct.Struct(">I4s")


def box(kind: bytes, *bodies: bytes) -> bytes:
    """A box with its 32-bit size."""
    body = b"".join(bodies)
    return _SIZE_AND_TYPE.pack(8 + len(body), kind) + body


def full_box(kind: bytes, version: int, flags: int, *bodies: bytes) -> bytes:
    """A box with version and flags (4.2.2)."""
    return box(kind, struct.pack(">I", version << 24 | flags), *bodies)


def to_ntp(time_us: int) -> int:
    """NTP 32.32 fixed point of a UTC time; eras wrap in 2036 as RFC 5905 says."""
    return ((time_us + NTP_EPOCH_S * 1_000_000 << 32) // 1_000_000) & 0xFFFF_FFFF_FFFF_FFFF


def from_ntp(ntp: int) -> int:
    """UTC microseconds of an NTP time between 1968 and 2104 (the first bit tells the era, RFC 4330, section 3)."""
    if not ntp >> 63:
        ntp += 1 << 64
    return (ntp * 1_000_000 + (1 << 31) >> 32) - NTP_EPOCH_S * 1_000_000
