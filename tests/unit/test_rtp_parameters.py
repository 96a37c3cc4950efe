"""Parameter sets: sizes, codec strings, configuration records, against libavcodec's encoders and readers."""

from __future__ import annotations

import subprocess

import av
import pytest

from toancanh.media.model import Codec
from toancanh.media.rtp import ParameterSets
from toancanh.media.rtp.sps import BadParameterSet, parse_h264_sps, parse_h265_sps
from wire_packets import sets_of, stored


def encoded(codec: Codec, width: int, height: int, pixels: str, *options: str) -> tuple[list[bytes], list[bytes]]:
    """Parameter sets and slices of a key frame, as Debian's ffmpeg makes them."""
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"testsrc2=size={width}x{height}", "-frames:v", "1"]
    command += ["-c:v", f"lib{codec.replace('h', 'x')}", "-preset", "ultrafast", "-pix_fmt", pixels, *options]
    if codec is Codec.H265:
        command += ["-x265-params", "log-level=none", "-f", "hevc"]
    else:
        command += ["-f", "h264"]
    data = subprocess.run([*command, "-"], check=True, stdout=subprocess.PIPE).stdout
    nals = [nal.rstrip(b"\0") for nal in data.split(b"\0\0\1")[1:]]
    kinds = [nal[0] & 31 if codec is Codec.H264 else nal[0] >> 1 & 63 for nal in nals]
    of_sets, of_slices = ((7, 8), (5,)) if codec is Codec.H264 else ((32, 33, 34), range(16, 22))
    sets = [nal for nal, kind in zip(nals, kinds, strict=True) if kind in of_sets]
    return sets, [nal for nal, kind in zip(nals, kinds, strict=True) if kind in of_slices]


@pytest.mark.parametrize(
    ("codec", "width", "height", "pixels", "options"),
    [
        (Codec.H264, 1920, 1080, "yuv420p", ()),
        (Codec.H264, 322, 182, "yuv420p", ("-profile:v", "baseline")),
        (Codec.H264, 720, 576, "yuv420p", ("-flags", "+ildct+ilme")),
        (Codec.H264, 640, 360, "yuv422p", ()),
        (Codec.H264, 640, 358, "yuv420p10le", ()),
        (Codec.H264, 642, 358, "yuv444p", ()),
        (Codec.H264, 352, 288, "yuv420p", ("-preset", "fast", "-x264-params", "cqm=jvt")),
        (Codec.H265, 1920, 1080, "yuv420p", ()),
        (Codec.H265, 642, 362, "yuv420p", ()),
        (Codec.H265, 640, 360, "yuv422p10le", ()),
    ],
)
def test_sizes_and_records_agree_with_libavcodec(
    codec: Codec, width: int, height: int, pixels: str, options: tuple[str, ...]
) -> None:
    sets = ParameterSets(codec)
    nals, slices = encoded(codec, width, height, pixels, *options)
    for nal in nals:
        assert sets.add(nal)
    parameters = sets.parameters()
    assert parameters is not None
    assert (parameters.width, parameters.height) == (width, height)
    record = parameters.decoder_configuration
    if codec is Codec.H264:
        assert parameters.codec_string == f"avc1.{parameters.sps[0][1:4].hex()}"
        sps = parse_h264_sps(parameters.sps[0])
        assert (len(record) > 11 + len(parameters.sps[0]) + len(parameters.pps[0])) is sps.has_format_extension
        assert sps.bit_depth_luma == (10 if "10" in pixels else 8)
        assert sps.chroma_format_idc == {"420": 1, "422": 2, "444": 3}[pixels[3:6]]
    else:
        assert parameters.codec_string.startswith("hvc1.")
        assert record[22] == 3
        assert record.endswith(parameters.pps[0])
    reader = av.CodecContext.create("h264" if codec is Codec.H264 else "hevc", "r")
    reader.extradata = record
    frames = [*reader.decode(av.Packet(stored(slices))), *reader.decode(None)]
    assert [(frame.width, frame.height, frame.format.name) for frame in frames] == [(width, height, pixels)]


def test_the_codec_string_of_main_profile_is_the_well_known_one() -> None:
    sets = ParameterSets(Codec.H265)
    profile_tier_level = bytes((0x01, 0x60, 0, 0, 0, 0xB0, 0, 0, 0, 0, 0, 93))
    real = sets_of(Codec.H265)
    sps = real[1][:3] + _escaped(profile_tier_level) + real[1][3 + 15 :]
    for nal in (real[0], sps, real[2]):
        assert sets.add(nal)
    parameters = sets.parameters()
    assert parameters is not None
    assert parameters.codec_string == "hvc1.1.6.L93.B0"


@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
def test_sets_in_band_replace_those_of_the_description(codec: Codec) -> None:
    other, _ = encoded(codec, 320, 180, "yuv420p")
    sets = ParameterSets(codec)
    sets.add_description(tuple(other))
    first = sets.parameters()
    assert first is not None
    assert (first.width, first.height) == (320, 180)
    for nal in sets_of(codec):
        assert sets.add(nal)
    assert sets.changed
    second = sets.parameters()
    assert second is not None
    assert (second.width, second.height) == (320, 240)
    assert len(second.sps) == len(second.pps) == 1
    for nal in sets_of(codec):
        assert sets.add(nal)
    assert not sets.changed


@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
def test_what_is_missing_or_damaged_gives_none(codec: Codec) -> None:
    sets = ParameterSets(codec)
    assert sets.parameters() is None
    real = sets_of(codec)
    assert not sets.add(real[-2][:4])
    assert not sets.add(b"")
    assert not sets.add(b"\x02\x01\x9a\x00")
    assert sets.add(real[-1])
    assert sets.parameters() is None


def test_a_size_beyond_reason_is_refused() -> None:
    sps = bytearray(sets_of(Codec.H264)[0])
    with pytest.raises(BadParameterSet):
        parse_h264_sps(bytes(sps[:5]) + b"\0" * 12 + b"\xff")
    with pytest.raises(BadParameterSet):
        parse_h265_sps(b"\x42\x01\x01")


def _escaped(payload: bytes) -> bytes:
    """With emulation prevention (H.265, 7.4.2), as in the fixture's own set: 12 bytes become 15."""
    out = bytearray()
    for byte in payload:
        if out[-2:] == b"\0\0" and byte <= 3:
            out.append(3)
        out.append(byte)
    return bytes(out)
