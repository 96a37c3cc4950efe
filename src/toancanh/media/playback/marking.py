"""The mark of who took a file, where the regulation wants it: in the file, beside the pictures.

The pictures themselves are as the camera sent them: whoever re-encodes or strips the file loses the mark, and the
record alone tells who took what.
"""

from __future__ import annotations

import json
import struct

from toancanh.governance import Grant
from toancanh.kernel import format_rfc3339
from toancanh.media.fmp4.boxes import box
from toancanh.media.playback.boxes import find

_MARK_BYTES = 4096
"""Always so many: the bytes behind it lie at the same place whoever fetches them, so that a download can go on."""

_LANGUAGE = 0x55C4  # "und", ISO/IEC 14496-12, 8.4.2: so packed it also tells QuickTime that the text is UTF-8
_MOST_TEXT = _MARK_BYTES - 64


def mark_of(grant: Grant) -> str:
    """Who took it, when, what for, and by which grant the record knows it; empty where no mark is wanted."""
    if not grant.watermark:
        return ""
    told = {
        "user": grant.username, "organisation": grant.organisation_id, "at": format_rfc3339(grant.asked_us),
        "purpose": grant.purpose, "number": grant.reference, "camera": grant.camera_id, "grant": grant.id,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False)


def marked_head(head: bytes, mark: str) -> bytes:
    """An MP4's initialisation with the mark as its comment (`moov/udta/©cmt`), which players and tools show."""
    if not mark:
        return head
    text = mark.encode()[:_MOST_TEXT].decode(errors="ignore").encode()
    udta = box(b"udta", box(b"\xa9cmt", struct.pack(">HH", len(text), _LANGUAGE), text))
    moov = find(head, [b"moov"])
    grown = bytearray(head)
    struct.pack_into(">I", grown, moov.start, moov.end - moov.start + len(udta))
    grown[moov.end : moov.end] = udta + box(b"free", bytes(_MARK_BYTES - len(udta) - 8))
    return bytes(grown)


def marked_jpeg(jpeg: bytes, mark: str) -> bytes:
    """A picture with the mark as its comment (COM, ITU-T T.81, B.2.4.5), right behind its start."""
    if not mark or jpeg[:2] != b"\xff\xd8":
        return jpeg
    text = mark.encode()[:_MOST_TEXT]
    return jpeg[:2] + b"\xff\xfe" + struct.pack(">H", len(text) + 2) + text + jpeg[2:]
