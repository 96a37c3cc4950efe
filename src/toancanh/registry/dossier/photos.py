"""A picture without what its device wrote beside it: where the photographer stood, with which device, when. Pure.

How the picture is to be turned stays, and its colours do. Everything is an allow-list, for makers put names and places
into segments of their own; what follows the end of a picture (a film, a second picture) goes, too.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping

from toancanh.kernel import Invalid

_APP0, _APP1, _APP2, _APP14, _APP15, _COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
_SOS, _EOI = 0xDA, 0xD9
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # in coded data FF is stuffed, and RST0 to RST7 belong to it
_JFIF_BYTES = 14  # of APP0 without its thumbnail
_ADOBE_BYTES = 12

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    {
        *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI"),
        *(b"sBIT", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT"),
    }
)
_WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_WEBP_EXIF, _WEBP_XMP = 0x08, 0x04


def without_metadata(content: bytes, media_type: str) -> bytes:
    """JPEG (ISO/IEC 10918-1), PNG and WebP (RFC 9649) as said above, anything else as it is.

    Raises `Invalid` for a picture that is cut off or damaged.
    """
    clean = _BY_TYPE.get(media_type)
    if clean is None:
        return content
    try:
        return clean(content)
    except (IndexError, struct.error):
        raise Invalid("the picture is cut off or damaged", field="content") from None


def _jpeg(content: bytes) -> bytes:
    segments: list[bytes] = []
    turned = b""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise IndexError
        marker = content[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker == _EOI:
            break
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        if length < 2 or end > len(content):
            raise IndexError
        body = content[at + 4 : end]
        if marker == _APP1 and body.startswith(b"Exif\0\0"):
            turned = _exif(_turn(body[6:]))
        if marker == _SOS:
            found = _MARKER.search(content, end)
            if found is None:
                raise IndexError
            end = found.start()
            body += content[at + 2 + length : end]
        if (kept := _jpeg_kept(marker, body)) is not None:
            head = content[at : at + 4] if marker == _SOS else struct.pack(">BBH", 0xFF, marker, len(kept) + 2)
            segments.append(head + kept)
        at = end
    after = 1 if segments and segments[0][1] == _APP0 else 0
    if turned:
        segments.insert(after, struct.pack(">BBH", 0xFF, _APP1, len(turned) + 8) + b"Exif\0\0" + turned)
    return b"".join((b"\xff\xd8", *segments, b"\xff\xd9"))


def _jpeg_kept(marker: int, body: bytes) -> bytes | None:
    if marker == _APP0 and body.startswith(b"JFIF\0"):
        return body[: _JFIF_BYTES - 2] + b"\0\0"
    if marker == _APP2 and body.startswith(b"ICC_PROFILE\0"):
        return body
    if marker == _APP14 and body.startswith(b"Adobe"):  # which colours the numbers mean
        return body[:_ADOBE_BYTES]
    return None if _APP0 <= marker <= _APP15 or marker == _COMMENT else body


def _png(content: bytes) -> bytes:
    kept = [_PNG_SIGNATURE]
    turned = b""
    at = len(_PNG_SIGNATURE)
    name = b""
    while name != b"IEND":
        (length,) = struct.unpack_from(">I", content, at)
        name, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            raise IndexError
        if name == b"eXIf":
            turned = _exif(_turn(content[at + 8 : end - 4]))
        if name in _PNG_KEPT:
            kept.append(content[at:end])
        at = end
    if turned:
        chunk = b"eXIf" + turned
        kept.insert(2, struct.pack(">I", len(turned)) + chunk + struct.pack(">I", zlib.crc32(chunk)))
    return b"".join(kept)


def _webp(content: bytes) -> bytes:
    chunks = [(name, body) for name, body in _riff(content)]
    exif = next((body for name, body in chunks if name == b"EXIF"), b"")
    turned = _exif(_turn(exif.removeprefix(b"Exif\0\0")))
    kept = [(name, body) for name, body in chunks if name in _WEBP_KEPT]
    if not kept:
        raise IndexError
    if kept[0][0] == b"VP8X":
        flags = kept[0][1][0] & ~(_WEBP_EXIF | _WEBP_XMP) | (_WEBP_EXIF if turned else 0)
        kept[0] = (b"VP8X", bytes((flags,)) + kept[0][1][1:])
        if turned:
            kept.append((b"EXIF", turned))
    parts = b"".join(name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2) for name, body in kept)
    return b"RIFF" + struct.pack("<I", len(parts) + 4) + b"WEBP" + parts


def _riff(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    (size,) = struct.unpack_from("<I", content, 4)
    at, whole = 12, 8 + size
    if whole > len(content):
        raise IndexError
    while at + 8 <= whole:
        (length,) = struct.unpack_from("<I", content, at + 4)
        if at + 8 + length > whole:
            raise IndexError
        yield content[at : at + 4], content[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _turn(exif: bytes) -> int:
    """How the picture is to be turned (EXIF 2.32, tag 0112): 1 to 8; 1, as it is, where that cannot be read."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2], "")
    if not order or len(exif) < 8:
        return 1
    (first,) = struct.unpack_from(f"{order}I", exif, 4)
    if first + 2 > len(exif):
        return 1
    (count,) = struct.unpack_from(f"{order}H", exif, first)
    for at in range(first + 2, min(first + 2 + 12 * count, len(exif) - 11), 12):
        tag, kind, many, value = struct.unpack_from(f"{order}HHIH", exif, at)
        if (tag, kind, many) == (0x0112, 3, 1):
            return int(value) if 1 <= value <= 8 else 1
    return 1


def _exif(turn: int) -> bytes:
    """Nothing but that; empty where the picture stands as it is."""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, turn, 0, 0) if turn != 1 else b""


_BY_TYPE: Mapping[str, Callable[[bytes], bytes]] = {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}
