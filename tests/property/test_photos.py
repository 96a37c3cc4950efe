"""Pictures lose what their device wrote beside them, and nothing that one sees."""

from __future__ import annotations

import contextlib
import struct
import subprocess
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toancanh.kernel import Invalid
from toancanh.registry.dossier.photos import without_metadata

SECRET = b"21.0285N 105.8542E serial 4711"


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def exif(turn: int, order: str = ">") -> bytes:
    """IFD0 with a maker before the turn, and a place behind it."""
    head = (b"MM" if order == ">" else b"II") + struct.pack(f"{order}HI", 42, 8)
    entries = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turn, 0)
    return head + struct.pack(f"{order}HHHII", 2, 0x010F, 2, 4, 0) + entries + struct.pack(f"{order}I", 0) + SECRET


def coded(media_type: str) -> bytes:
    """A small picture, by FFmpeg."""
    codec = {"image/jpeg": "mjpeg", "image/png": "png"}[media_type]
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=1", "-frames:v", "1"]
    return subprocess.run([*command, "-f", "image2pipe", "-c:v", codec, "-"], capture_output=True, check=True).stdout


def pixels(content: bytes) -> bytes:
    command = ["ffmpeg", "-v", "error", "-i", "-", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout


def told(jpeg: bytes, turn: int, order: str = ">") -> bytes:
    """The JPEG with everything that a phone writes around it."""
    around = [
        segment(0xE1, b"Exif\0\0" + exif(turn, order)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET),
        segment(0xE2, b"ICC_PROFILE\0\1\1colours"),
        segment(0xE2, b"MPF\0" + SECRET),
        segment(0xED, SECRET),
        segment(0xFE, SECRET),
    ]
    return jpeg[:2] + b"".join(around) + jpeg[2:] + SECRET


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_jpeg_keeps_its_picture_its_turn_and_its_colours(order: str) -> None:
    plain = coded("image/jpeg")
    clean = without_metadata(told(plain, 6, order), "image/jpeg")
    assert SECRET not in clean
    assert b"ICC_PROFILE" in clean
    assert clean.count(b"Exif\0\0") == 1
    assert without_metadata(clean, "image/jpeg") == clean  # the turn is read back as it was written
    assert b"Exif" not in without_metadata(told(plain, 1, order), "image/jpeg")
    unturned = without_metadata(told(plain, 1, order), "image/jpeg")
    assert pixels(unturned) == pixels(plain)


def test_a_png_keeps_its_picture_and_its_turn() -> None:
    plain = coded("image/png")
    told_png = plain[:33] + chunk(b"eXIf", exif(8)) + chunk(b"tEXt", SECRET) + chunk(b"caBX", SECRET) + plain[33:]
    clean = without_metadata(told_png + SECRET, "image/png")
    assert SECRET not in clean
    assert b"eXIf" in clean
    assert without_metadata(clean, "image/png") == clean
    assert pixels(without_metadata(plain[:33] + chunk(b"iTXt", SECRET) + plain[33:], "image/png")) == pixels(plain)


def test_a_webp_loses_its_words_and_says_so() -> None:
    def riff(*chunks: tuple[bytes, bytes]) -> bytes:
        parts = b"".join(name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2) for name, body in chunks)
        return b"RIFF" + struct.pack("<I", len(parts) + 4) + b"WEBP" + parts

    picture = (b"VP8 ", b"coded")
    told_webp = riff((b"VP8X", b"\x0c" + bytes(9)), picture, (b"EXIF", exif(1)), (b"XMP ", SECRET))
    assert without_metadata(told_webp, "image/webp") == riff((b"VP8X", bytes(10)), picture)
    turned = without_metadata(riff((b"VP8X", b"\x0c" + bytes(9)), picture, (b"EXIF", exif(3))), "image/webp")
    assert SECRET not in turned
    assert turned[20] == 0x08


@given(st.sampled_from(["image/jpeg", "image/png", "image/webp"]), st.data())
def test_anything_else_is_refused_or_stays_clean(media_type: str, data: st.DataObject) -> None:
    start = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "image/webp": b"RIFF\x20\0\0\0WEBP"}
    content = start[media_type] + data.draw(st.binary(max_size=400))
    with contextlib.suppress(Invalid):
        clean = without_metadata(content, media_type)
        assert without_metadata(clean, media_type) == clean


@given(st.integers(0, 400), st.integers(0, 255), st.integers(1, 8))
def test_a_damaged_jpeg_is_refused_or_tells_nothing(at: int, value: int, turn: int) -> None:
    whole = told(b"\xff\xd8" + segment(0xDB, bytes(65)) + segment(0xDA, b"\1\1\0\0\0\0") + b"coded\xff\0\xff\xd9", turn)
    broken = bytearray(whole)
    broken[min(at, len(broken) - 1)] = value
    with contextlib.suppress(Invalid):
        clean = without_metadata(bytes(broken), "image/jpeg")
        assert without_metadata(clean, "image/jpeg") == clean
    for cut in (3, at % len(whole)):
        with contextlib.suppress(Invalid):
            assert len(without_metadata(whole[:cut], "image/jpeg")) <= cut + 32


def test_a_paper_stays_as_it_is() -> None:
    assert without_metadata(b"%PDF-1.7 anything", "application/pdf") == b"%PDF-1.7 anything"
