"""Parameter sets of a stream, from SDP or in band, and what the file format and a browser want of them."""

from __future__ import annotations

from toancanh.media.model import Codec, CodecParameters
from toancanh.media.rtp.sps import (
    BadParameterSet,
    parse_h264_pps_id,
    parse_h264_sps,
    parse_h265_pps_id,
    parse_h265_sps,
)

MAX_SET_BYTES = 4096
"""A parameter set of a camera has some tens of bytes; a longer one is damaged."""

_VPS, _SPS, _PPS = 32, 33, 34
"""NAL unit types of H.265 (section 7.4.2.2)."""


class ParameterSets:
    """The sets in force. Those sent in band take the place of those in SDP, which some cameras get wrong."""

    def __init__(self, codec: Codec) -> None:
        self.codec = codec
        self.changed = False
        """True until `parameters` has been asked after a set was added or altered."""
        self._vps: dict[int, bytes] = {}
        self._sps: dict[int, bytes] = {}
        self._pps: dict[int, bytes] = {}
        self._described: set[bytes] = set()
        """Of these, those known from SDP only."""
        self._latest_sps: bytes | None = None

    def add_description(self, nals: tuple[bytes, ...]) -> None:
        """Take the sets of an SDP ``fmtp`` line (RFC 6184 section 8.1, RFC 7798 section 7.1); unreadable ones are
        left out.
        """
        self._described = {nal for nal in nals if self.add(nal)}

    def add(self, nal: bytes) -> bool:
        """Take one set, NAL header included; False where it cannot be read or is no parameter set."""
        self._described.discard(nal)
        if nal == self._latest_sps or nal in self._pps.values() or nal in self._vps.values():
            return True
        try:
            kind, number = self._identify(nal)
        except BadParameterSet:
            return False
        if kind is self._sps:
            self._forget_described()
            self._latest_sps = nal
            self.changed = True
        if kind.get(number) != nal:
            kind[number] = nal
            self.changed = True
        return True

    def parameters(self) -> CodecParameters | None:
        """The sets as they stand, None while some are missing."""
        self.changed = False
        if self._latest_sps is None or not self._pps:
            return None
        if self.codec is Codec.H264:
            return _h264_parameters(self._latest_sps, tuple(self._sps.values()), tuple(self._pps.values()))
        if not self._vps:
            return None
        return _h265_parameters(
            self._latest_sps, tuple(self._vps.values()), tuple(self._sps.values()), tuple(self._pps.values())
        )

    def _forget_described(self) -> None:
        for kind in (self._vps, self._sps, self._pps):
            for number in [number for number, nal in kind.items() if nal in self._described]:
                del kind[number]
        self._described.clear()

    def _identify(self, nal: bytes) -> tuple[dict[int, bytes], int]:
        if not 3 <= len(nal) <= MAX_SET_BYTES:
            raise BadParameterSet("no parameter set has this size")
        if self.codec is Codec.H264:
            kind = nal[0] & 0x1F
            if kind == 7:
                return self._sps, parse_h264_sps(nal).sps_id
            if kind == 8:
                return self._pps, parse_h264_pps_id(nal)
        else:
            kind = (nal[0] >> 1) & 0x3F
            if kind == _SPS:
                return self._sps, parse_h265_sps(nal).sps_id
            if kind == _PPS:
                return self._pps, parse_h265_pps_id(nal)
            if kind == _VPS:
                return self._vps, nal[2] >> 4
        raise BadParameterSet("not a parameter set")


def _h264_parameters(active: bytes, sps: tuple[bytes, ...], pps: tuple[bytes, ...]) -> CodecParameters:
    parsed = parse_h264_sps(active)
    sps, pps = sps[:31], pps[:255]  # the counts have 5 and 8 bits
    body = bytearray((1, active[1], active[2], active[3], 0xFF, 0xE0 | len(sps)))
    for nal in sps:
        body += len(nal).to_bytes(2, "big") + nal
    body.append(len(pps))
    for nal in pps:
        body += len(nal).to_bytes(2, "big") + nal
    if parsed.has_format_extension:
        body += bytes(
            (
                0xFC | parsed.chroma_format_idc,
                0xF8 | (parsed.bit_depth_luma - 8),
                0xF8 | (parsed.bit_depth_chroma - 8),
                0,
            )
        )
    return CodecParameters(
        codec=Codec.H264,
        width=parsed.width,
        height=parsed.height,
        vps=(),
        sps=sps,
        pps=pps,
        codec_string=f"avc1.{active[1:4].hex()}",
        decoder_configuration=bytes(body),
    )


def _h265_parameters(
    active: bytes, vps: tuple[bytes, ...], sps: tuple[bytes, ...], pps: tuple[bytes, ...]
) -> CodecParameters:
    parsed = parse_h265_sps(active)
    body = bytearray((1,)) + parsed.profile_tier_level
    body += bytes(
        (
            0xF0,  # min_spatial_segmentation_idc: not known
            0x00,
            0xFC,  # parallelismType: not known
            0xFC | parsed.chroma_format_idc,
            0xF8 | (parsed.bit_depth_luma - 8),
            0xF8 | (parsed.bit_depth_chroma - 8),
            0,
            0,  # avgFrameRate: not known
            parsed.max_sub_layers << 3 | parsed.temporal_id_nesting << 2 | 3,
            3,
        )
    )
    for kind, nals in ((_VPS, vps), (_SPS, sps), (_PPS, pps)):
        body += bytes((0x80 | kind,)) + len(nals).to_bytes(2, "big")
        for nal in nals:
            body += len(nal).to_bytes(2, "big") + nal
    return CodecParameters(
        codec=Codec.H265,
        width=parsed.width,
        height=parsed.height,
        vps=vps,
        sps=sps,
        pps=pps,
        codec_string=_h265_codec_string(parsed.profile_tier_level),
        decoder_configuration=bytes(body),
    )


def _h265_codec_string(profile_tier_level: bytes) -> str:
    """ISO/IEC 14496-15, annex E.3."""
    first = profile_tier_level[0]
    space = ("", "A", "B", "C")[first >> 6]
    tier = "H" if first & 0x20 else "L"
    compatibility = int(f"{int.from_bytes(profile_tier_level[1:5], 'big'):032b}"[::-1], 2)
    constraints = profile_tier_level[5:11].rstrip(b"\0")
    text = f"hvc1.{space}{first & 0x1F}.{compatibility:x}.{tier}{profile_tier_level[11]}"
    return text + "".join(f".{value:X}" for value in constraints)
