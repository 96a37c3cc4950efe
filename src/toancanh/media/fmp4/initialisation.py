"""The head of a file: ``ftyp`` and ``moov`` (ISO/IEC 14496-12, 8.2; sample entries of 14496-15)."""

from __future__ import annotations

import struct

from toancanh.media.fmp4.boxes import box, full_box
from toancanh.media.model import MEDIA_HZ, Codec, CodecParameters

TRACK_ID = 1

_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_ENTRY = {Codec.H264: (b"avc1", b"avcC"), Codec.H265: (b"hvc1", b"hvcC")}


def initialisation(parameters: CodecParameters) -> bytes:
    """``ftyp`` + ``moov`` of one video track (id 1, timescale 90000), its parameter sets out of band (avc1, hvc1)."""
    ftyp = box(b"ftyp", b"iso6", struct.pack(">I", 1), b"iso6cmfcmp41")
    mvhd = full_box(
        b"mvhd", 0, 0, struct.pack(">4I", 0, 0, MEDIA_HZ, 0), struct.pack(">IH10x", 0x10000, 0x100), _MATRIX,
        bytes(24), struct.pack(">I", TRACK_ID + 1),
    )  # fmt: skip
    tkhd = full_box(
        b"tkhd", 0, 3, struct.pack(">5I", 0, 0, TRACK_ID, 0, 0), bytes(16), _MATRIX,
        struct.pack(">2I", parameters.width << 16, parameters.height << 16),
    )  # fmt: skip
    mdhd = full_box(b"mdhd", 0, 0, struct.pack(">4I2H", 0, 0, MEDIA_HZ, 0, 0x55C4, 0))  # 0x55C4: language "und"
    hdlr = full_box(b"hdlr", 0, 0, bytes(4), b"vide", bytes(12), b"toancanh\0")
    dinf = box(b"dinf", full_box(b"dref", 0, 0, struct.pack(">I", 1), full_box(b"url ", 0, 1)))
    stbl = box(
        b"stbl", full_box(b"stsd", 0, 0, struct.pack(">I", 1), _sample_entry(parameters)),
        full_box(b"stts", 0, 0, bytes(4)), full_box(b"stsc", 0, 0, bytes(4)),
        full_box(b"stsz", 0, 0, bytes(8)), full_box(b"stco", 0, 0, bytes(4)),
    )  # fmt: skip
    minf = box(b"minf", full_box(b"vmhd", 0, 1, bytes(8)), dinf, stbl)
    trak = box(b"trak", tkhd, box(b"mdia", mdhd, hdlr, minf))
    trex = full_box(b"trex", 0, 0, struct.pack(">5I", TRACK_ID, 1, 0, 0, 0))
    return ftyp + box(b"moov", mvhd, trak, box(b"mvex", trex))


def _sample_entry(parameters: CodecParameters) -> bytes:
    """VisualSampleEntry (14496-12, 12.1.3) with its decoder configuration."""
    entry, configuration = _ENTRY[parameters.codec]
    head = struct.pack(">6xH16xHHIIIH32xHh", 1, parameters.width, parameters.height, 0x480000, 0x480000, 0, 1, 24, -1)
    return box(entry, head, box(configuration, parameters.decoder_configuration))
