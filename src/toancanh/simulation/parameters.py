"""What a session description says of a stream's codec: parameter sets out of avcC and hvcC boxes (ISO/IEC 14496-15)."""

from __future__ import annotations

import base64
import struct
from dataclasses import dataclass

from toancanh.media.model import Codec

_HEVC_VPS, _HEVC_SPS, _HEVC_PPS = 32, 33, 34


@dataclass(frozen=True, kw_only=True)
class ParameterSets:
    """Parameter sets of one coded video, without start codes; ``vps`` is empty for H.264."""

    codec: Codec
    vps: tuple[bytes, ...]
    sps: tuple[bytes, ...]
    pps: tuple[bytes, ...]

    @property
    def nal_units(self) -> tuple[bytes, ...]:
        """In the order in which a decoder wants them."""
        return self.vps + self.sps + self.pps

    def sdp_lines(self, payload_type: int, *, with_sets: bool = True) -> list[str]:
        """``a=rtpmap`` and ``a=fmtp`` (RFC 6184 section 8.2.1, RFC 7798 section 7.1)."""
        if self.codec is Codec.H264:
            fields = ["packetization-mode=1", f"profile-level-id={self.sps[0][1:4].hex()}"]
            sets = [("sprop-parameter-sets", self.sps + self.pps)]
        else:
            fields = []
            sets = [("sprop-vps", self.vps), ("sprop-sps", self.sps), ("sprop-pps", self.pps)]
        if with_sets:
            fields += [f"{name}={','.join(base64.b64encode(nal).decode() for nal in nals)}" for name, nals in sets]
        lines = [f"a=rtpmap:{payload_type} {self.codec.upper()}/90000"]
        return lines + ([f"a=fmtp:{payload_type} {';'.join(fields)}"] if fields else [])


def parse_configuration(codec: Codec, box: bytes) -> tuple[ParameterSets, int]:
    """Parameter sets and the length in bytes of a NAL unit's length field, out of the body of an avcC or hvcC box."""
    if codec is Codec.H264:
        length_size = (box[4] & 3) + 1
        sps, offset = _counted(box, 6, box[5] & 31)
        pps, _ = _counted(box, offset + 1, box[offset])
        return ParameterSets(codec=codec, vps=(), sps=sps, pps=pps), length_size
    sets: dict[int, tuple[bytes, ...]] = {}
    offset = 23
    for _ in range(box[22]):
        kind, count = box[offset] & 63, struct.unpack_from("!H", box, offset + 1)[0]
        nals, offset = _counted(box, offset + 3, count)
        sets[kind] = sets.get(kind, ()) + nals
    return ParameterSets(codec=codec, vps=sets[_HEVC_VPS], sps=sets[_HEVC_SPS], pps=sets[_HEVC_PPS]), (box[21] & 3) + 1


def split_lengths(data: bytes, length_size: int) -> list[bytes]:
    """The NAL units of a sample as files keep them: each behind its length."""
    nals, offset = [], 0
    while offset < len(data):
        end = offset + length_size + int.from_bytes(data[offset : offset + length_size], "big")
        nals.append(data[offset + length_size : end])
        offset = end
    return nals


def split_start_codes(data: bytes) -> list[bytes]:
    """The NAL units of a byte stream (ITU-T H.264 and H.265, Annex B)."""
    return [nal for part in data.split(b"\x00\x00\x01")[1:] if (nal := part.rstrip(b"\x00"))]


def from_nal_units(codec: Codec, nals: list[bytes]) -> ParameterSets:
    """The parameter sets among NAL units, as an encoder without a container gives them."""

    def of(h264_type: int, h265_type: int) -> tuple[bytes, ...]:
        if codec is Codec.H264:
            return tuple(nal for nal in nals if nal[0] & 31 == h264_type)
        return tuple(nal for nal in nals if nal[0] >> 1 & 63 == h265_type)

    vps = () if codec is Codec.H264 else of(0, _HEVC_VPS)
    return ParameterSets(codec=codec, vps=vps, sps=of(7, _HEVC_SPS), pps=of(8, _HEVC_PPS))


def is_parameter_set(codec: Codec, nal: bytes) -> bool:
    """True for VPS, SPS and PPS."""
    return nal[0] & 31 in (7, 8) if codec is Codec.H264 else nal[0] >> 1 & 63 in (_HEVC_VPS, _HEVC_SPS, _HEVC_PPS)


def _counted(box: bytes, offset: int, count: int) -> tuple[tuple[bytes, ...], int]:
    nals = []
    for _ in range(count):
        (size,) = struct.unpack_from("!H", box, offset)
        nals.append(box[offset + 2 : offset + 2 + size])
        offset += 2 + size
    return tuple(nals), offset
