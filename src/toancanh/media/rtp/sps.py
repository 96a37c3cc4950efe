"""Sequence parameter sets: picture size and profile (ITU-T H.264 section 7.3.2.1.1, H.265 section 7.3.2.2)."""

from __future__ import annotations

from dataclasses import dataclass

MAX_SIDE_PX = 16_384
"""No camera's picture is wider or higher; a set that says so is damaged."""

_H264_HIGH_PROFILES = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135})


class BadParameterSet(ValueError):
    """A parameter set that cannot be read."""


class _Bits:
    """Bits of a raw byte sequence payload, most significant first."""

    def __init__(self, nal: bytes, header_bytes: int) -> None:
        # The escape 00 00 03 stands for 00 00 (H.264 section 7.4.1.1, H.265 section 7.4.2).
        payload = nal[header_bytes:].replace(b"\0\0\3", b"\0\0")
        self._value = int.from_bytes(payload, "big")
        self._left = len(payload) * 8

    def u(self, count: int) -> int:
        """``u(n)``: the next ``count`` bits."""
        if count > self._left:
            raise BadParameterSet("the parameter set ends early")
        self._left -= count
        return (self._value >> self._left) & ((1 << count) - 1)

    def ue(self) -> int:
        """``ue(v)``: Exp-Golomb (H.264 section 9.1)."""
        zeros = 0
        while not self.u(1):
            zeros += 1
            if zeros > 31:
                raise BadParameterSet("an Exp-Golomb code of the parameter set is too long")
        return (1 << zeros) - 1 + self.u(zeros)

    def se(self) -> int:
        """``se(v)``: signed Exp-Golomb."""
        code = self.ue()
        return (code + 1) // 2 if code & 1 else -(code // 2)


@dataclass(frozen=True, kw_only=True)
class H264Sps:
    """What avcC and the screen need of a sequence parameter set."""

    sps_id: int
    profile_idc: int
    width: int
    height: int
    chroma_format_idc: int = 1
    bit_depth_luma: int = 8
    bit_depth_chroma: int = 8

    @property
    def has_format_extension(self) -> bool:
        """True for the profiles whose avcC carries chroma format and bit depths (ISO/IEC 14496-15, 5.3.3.1.2)."""
        return self.profile_idc in _H264_HIGH_PROFILES


@dataclass(frozen=True, kw_only=True)
class H265Sps:
    """What hvcC and the screen need of a sequence parameter set."""

    sps_id: int
    profile_tier_level: bytes  # general_profile_space .. general_level_idc, 12 bytes as they stand
    max_sub_layers: int
    temporal_id_nesting: bool
    width: int
    height: int
    chroma_format_idc: int
    bit_depth_luma: int
    bit_depth_chroma: int


def parse_h264_sps(nal: bytes) -> H264Sps:
    """Read a sequence parameter set, NAL header included. Raises `BadParameterSet`."""
    if len(nal) < 5:
        raise BadParameterSet("the sequence parameter set is too short")
    bits = _Bits(nal, 1)
    profile_idc = bits.u(8)
    bits.u(16)
    sps_id = bits.ue()
    chroma, luma_depth, chroma_depth, separate_planes = 1, 8, 8, 0
    if profile_idc in _H264_HIGH_PROFILES:
        chroma = bits.ue()
        if chroma == 3:
            separate_planes = bits.u(1)
        luma_depth += bits.ue()
        chroma_depth += bits.ue()
        bits.u(1)
        if bits.u(1):
            for index in range(12 if chroma == 3 else 8):
                if bits.u(1):
                    _skip_scaling_list(bits, 16 if index < 6 else 64)
    bits.ue()  # log2_max_frame_num_minus4
    order_type = bits.ue()
    if order_type == 0:
        bits.ue()
    elif order_type == 1:
        bits.u(1)
        bits.se()
        bits.se()
        for _ in range(_at_most(bits.ue(), 255)):
            bits.se()
    bits.ue()  # max_num_ref_frames
    bits.u(1)
    width_mbs = bits.ue() + 1
    height_units = bits.ue() + 1
    frame_mbs_only = bits.u(1)
    if not frame_mbs_only:
        bits.u(1)
    bits.u(1)
    left = right = top = bottom = 0
    if bits.u(1):
        left, right, top, bottom = bits.ue(), bits.ue(), bits.ue(), bits.ue()
    array_type = 0 if separate_planes else chroma  # ChromaArrayType
    unit_x = 2 if array_type in (1, 2) else 1
    unit_y = (2 if array_type == 1 else 1) * (2 - frame_mbs_only)
    return H264Sps(
        sps_id=_at_most(sps_id, 31),
        profile_idc=profile_idc,
        width=_side(width_mbs * 16 - unit_x * (left + right)),
        height=_side(height_units * 16 * (2 - frame_mbs_only) - unit_y * (top + bottom)),
        chroma_format_idc=_at_most(chroma, 3),
        bit_depth_luma=_at_most(luma_depth, 14),
        bit_depth_chroma=_at_most(chroma_depth, 14),
    )


def parse_h265_sps(nal: bytes) -> H265Sps:
    """Read a sequence parameter set, NAL header included. Raises `BadParameterSet`."""
    bits = _Bits(nal, 2)
    bits.u(4)
    max_sub_layers = _at_most(bits.u(3), 6) + 1
    nesting = bool(bits.u(1))
    profile_tier_level = bits.u(96).to_bytes(12, "big")
    _skip_sub_layers(bits, max_sub_layers - 1)
    sps_id = bits.ue()
    chroma = bits.ue()
    separate_planes = bits.u(1) if chroma == 3 else 0
    width, height = bits.ue(), bits.ue()
    if bits.u(1):
        array_type = 0 if separate_planes else chroma
        unit_x = 2 if array_type in (1, 2) else 1
        unit_y = 2 if array_type == 1 else 1
        width -= unit_x * (bits.ue() + bits.ue())
        height -= unit_y * (bits.ue() + bits.ue())
    return H265Sps(
        sps_id=_at_most(sps_id, 15),
        profile_tier_level=profile_tier_level,
        max_sub_layers=max_sub_layers,
        temporal_id_nesting=nesting,
        width=_side(width),
        height=_side(height),
        chroma_format_idc=_at_most(chroma, 3),
        bit_depth_luma=_at_most(8 + bits.ue(), 15),
        bit_depth_chroma=_at_most(8 + bits.ue(), 15),
    )


def parse_h264_pps_id(nal: bytes) -> int:
    """Number of a picture parameter set. Raises `BadParameterSet`."""
    return _at_most(_Bits(nal[:8], 1).ue(), 255)


def parse_h265_pps_id(nal: bytes) -> int:
    """Number of a picture parameter set. Raises `BadParameterSet`."""
    return _at_most(_Bits(nal[:10], 2).ue(), 63)


def _skip_scaling_list(bits: _Bits, size: int) -> None:
    last = following = 8
    for _ in range(size):
        if following:
            following = (last + bits.se()) % 256
        last = following or last


def _skip_sub_layers(bits: _Bits, count: int) -> None:
    """``profile_tier_level`` after its general part (H.265 section 7.3.3)."""
    present = [(bits.u(1), bits.u(1)) for _ in range(count)]
    if count:
        bits.u(2 * (8 - count))
    for profile, level in present:
        bits.u(88 * profile + 8 * level)


def _at_most(value: int, limit: int) -> int:
    if value > limit:
        raise BadParameterSet("a field of the parameter set is out of range")
    return value


def _side(pixels: int) -> int:
    if not 0 < pixels <= MAX_SIDE_PX:
        raise BadParameterSet(f"the parameter set says {pixels} pixels")
    return pixels
