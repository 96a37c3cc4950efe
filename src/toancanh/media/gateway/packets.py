"""Access units into RTP packets (RFC 3550, RFC 6184, RFC 7798), once for all who take the stream."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from toancanh.media.model import AccessUnit, Codec, CodecParameters

PAYLOAD_TYPE = 96
PAYLOAD_BYTES = 1400
_H264_FU_A = 28  # RFC 6184, 5.8
_H265_FU = 49  # RFC 7798, 4.4.3
_NTP_EPOCH_S = 2_208_988_800  # 1900-01-01 to 1970-01-01
_HEAD = struct.Struct("!BBHII")
_FRAMING = struct.Struct("!BBH")
_MASK = 0xFFFF_FFFF


class Packets:
    """One access unit as it leaves, the bytes shared by all who take it."""

    __slots__ = ("_blobs", "is_key", "size_bytes", "units")

    def __init__(self, units: list[bytes], *, is_key: bool) -> None:
        self.units = units
        self.is_key = is_key
        self.size_bytes = sum(map(len, units))
        self._blobs: dict[int, bytes] = {}

    def interleaved(self, channel: int) -> bytes:
        """As they travel inside an RTSP connection (RFC 2326, section 10.12)."""
        blob = self._blobs.get(channel)
        if blob is None:
            blob = self._blobs[channel] = interleaved(channel, self.units)
        return blob


def interleaved(channel: int, packets: Sequence[bytes]) -> bytes:
    """Each packet behind a dollar sign, its channel and its length."""
    return b"".join(part for one in packets for part in (_FRAMING.pack(0x24, channel, len(one)), one))


class Packetiser:
    """Numbers the packets of one stream. ``sequence`` is that of the next packet."""

    def __init__(self, *, ssrc: int, sequence: int) -> None:
        self.ssrc = ssrc
        self.sequence = sequence
        self.timestamp = 0
        self._packet_count = 0
        self._octet_count = 0
        self._parameters: CodecParameters | None = None
        self._offset: int | None = None

    def begin(self, parameters: CodecParameters) -> None:
        """A run: media time starts anew, so RTP time goes on by the wall clock of its first picture."""
        self._parameters = parameters
        self._offset = None

    def change(self, parameters: CodecParameters) -> None:
        """Other parameter sets within a run."""
        self._parameters = parameters

    def packets(self, unit: AccessUnit) -> Packets:
        """Its packets; a key frame's parameter sets go before it, for who joins later."""
        parameters = self._parameters
        assert parameters is not None  # noqa: S101  # only called within a run
        if self._offset is None:
            self._offset = unit.wall_us * 9 // 100 - unit.media_time
        self.timestamp = timestamp = (unit.media_time + self._offset) & _MASK
        bodies: list[bytes] = [*parameters.vps, *parameters.sps, *parameters.pps] if unit.is_key else []
        h264 = parameters.codec is Codec.H264
        for nal in _nals(unit.data):
            if len(nal) <= PAYLOAD_BYTES:
                bodies.append(nal)
            elif h264:
                bodies += _fragments(bytes((nal[0] & 0xE0 | _H264_FU_A,)), nal[0] & 31, nal, 1)
            else:
                bodies += _fragments(bytes((nal[0] & 0x81 | _H265_FU << 1, nal[1])), nal[0] >> 1 & 63, nal, 2)
        sequence, ssrc, pack, last = self.sequence, self.ssrc, _HEAD.pack, len(bodies) - 1
        units = [
            pack(0x80, PAYLOAD_TYPE | (0x80 if at == last else 0), (sequence + at) & 0xFFFF, timestamp, ssrc) + body
            for at, body in enumerate(bodies)
        ]
        self.sequence = (sequence + len(units)) & 0xFFFF
        made = Packets(units, is_key=unit.is_key)
        self._packet_count += len(units)
        self._octet_count += made.size_bytes - len(units) * _HEAD.size
        return made

    def report(self, unit: AccessUnit) -> bytes:
        """A sender report (RFC 3550, 6.4.1): when the last picture was taken, by our clock. It counts what every
        consumer of the stream was sent.
        """
        seconds, rest_us = divmod(unit.wall_us, 1_000_000)
        report = struct.pack(
            "!BBHIIIIII",
            0x80, 200, 6, self.ssrc, (seconds + _NTP_EPOCH_S) & _MASK, (rest_us << 32) // 1_000_000,
            self.timestamp, self._packet_count & _MASK, self._octet_count & _MASK,
        )  # fmt: skip
        return report + _description(self.ssrc)

    def goodbye(self) -> bytes:
        """An empty receiver report, the name, and BYE (section 6.6)."""
        head = struct.pack("!BBHI", 0x80, 201, 1, self.ssrc)
        return head + _description(self.ssrc) + struct.pack("!BBHI", 0x81, 203, 1, self.ssrc)


def _description(ssrc: int) -> bytes:
    item = b"\x01\x08toancanh"
    item += bytes(4 - len(item) % 4)
    return struct.pack("!BBHI", 0x81, 202, 1 + len(item) // 4, ssrc) + item


def _nals(data: bytes) -> Iterator[bytes]:
    at, size = 0, len(data)
    while at + 4 < size:
        end = at + 4 + int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : end]
        at = end


def _fragments(head: bytes, kind: int, nal: bytes, skip: int) -> list[bytes]:
    room, size = PAYLOAD_BYTES - len(head) - 1, len(nal)
    middle = head + bytes((kind,))
    out = [middle + nal[start : start + room] for start in range(skip, size, room)]
    out[0] = head + bytes((0x80 | kind,)) + out[0][len(middle) :]
    out[-1] = head + bytes((0x40 | kind,)) + out[-1][len(middle) :]
    return out
