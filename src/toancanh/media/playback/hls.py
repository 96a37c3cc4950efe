"""Playlists: HTTP Live Streaming (RFC 8216), version 7: fragmented MP4 in byte ranges of the segment files.

Each piece starts with a key frame (EXT-X-INDEPENDENT-SEGMENTS). Within a run media time carries on from file to file;
between runs and after a change of parameters stands EXT-X-DISCONTINUITY. Gaps are not filled: EXT-X-PROGRAM-DATE-TIME
says where a piece lies in wall time, and the timeline says why something is missing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from toancanh.kernel import format_rfc3339
from toancanh.media.archive.model import Segment
from toancanh.media.model import MEDIA_HZ
from toancanh.media.playback.pieces import Piece

VERSION = 7  # EXT-X-MAP in a media playlist that is not I-frames only (RFC 8216, section 7)
_GROWING_TARGET_S = 8  # must never change while a playlist grows (section 6.2.1)

MEDIA_TYPE = "application/vnd.apple.mpegurl"


class Entry(NamedTuple):
    """One line of a playlist: where the bytes are and when they were taken."""

    uri: str
    byte_range: tuple[int, int] | None  # offset, size; None: all of the resource
    head_uri: str
    head_size: int | None
    seconds: float
    start_us: int
    breaks: bool
    segment: Segment | None = None  # the file, where its bytes are given as they lie

    @property
    def end_us(self) -> int:
        """About when its last picture ends."""
        return self.start_us + round(self.seconds * 1e6)


def entry_of(piece: Piece, *, query: str) -> Entry:
    """The piece as a byte range of its segment file, by an address relative to the playlist's."""
    segment, columns, first, end = piece.track.segment, piece.track.columns, piece.first, piece.first + piece.count
    offset, seconds = columns.offsets[first], (columns.times[end] - columns.times[first]) / MEDIA_HZ
    uri = f"segments/{segment.id}.mp4{query}"
    return Entry(
        uri=uri, byte_range=(offset, columns.offsets[end] - offset), head_uri=uri, head_size=columns.offsets[0],
        seconds=seconds, start_us=columns.walls_us[first], breaks=piece.breaks, segment=segment,
    )  # fmt: skip


def rendition_entry_of(piece: Piece, *, query: str) -> Entry:
    """The piece in H.264, made when it is asked for."""
    folder = f"renditions/{piece.track.segment.id}"
    return Entry(
        uri=f"{folder}/{piece.first}-{piece.count}.mp4{query}", byte_range=None,
        head_uri=f"{folder}/head.mp4{query}", head_size=None, seconds=piece.seconds, start_us=piece.start_us,
        breaks=piece.breaks,
    )  # fmt: skip


def target_seconds(asked_seconds: float) -> int:
    """How long pieces should be: short where one seeks to and fro, longer where the list would grow long."""
    if asked_seconds <= 30 * 60:
        return 2
    if asked_seconds <= 2 * 3600:
        return 4
    return 6 if asked_seconds <= 12 * 3600 else 12


def playlist(entries: Sequence[Entry], *, complete: bool, start_us: int, notes: Iterable[tuple[str, str]] = ()) -> str:
    """The media playlist. ``start_us``: wall time at which playing should begin, in the first piece or later."""
    longest = max((math.ceil(entry.seconds) for entry in entries), default=1)
    lines = [
        "#EXTM3U",
        f"#EXT-X-VERSION:{VERSION}",
        f"#EXT-X-TARGETDURATION:{longest if complete else max(longest, _GROWING_TARGET_S)}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        f"#EXT-X-PLAYLIST-TYPE:{'VOD' if complete else 'EVENT'}",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        *(f"# {name}: {value}" for name, value in notes),
    ]
    if entries and start_us > entries[0].start_us:
        lines.append(f"#EXT-X-START:TIME-OFFSET={(start_us - entries[0].start_us) / 1e6:.3f},PRECISE=YES")
    head = ""
    for uri, byte_range, head_uri, head_size, seconds, at_us, breaks, _ in entries:
        if breaks:
            lines.append("#EXT-X-DISCONTINUITY")
        if breaks or head_uri != head:
            head = head_uri
            limits = "" if head_size is None else f',BYTERANGE="{head_size}@0"'
            lines.append(f'#EXT-X-MAP:URI="{head}"{limits}')
        part = "" if byte_range is None else f"#EXT-X-BYTERANGE:{byte_range[1]}@{byte_range[0]}\n"
        lines.append(f"#EXT-X-PROGRAM-DATE-TIME:{format_rfc3339(at_us)}\n#EXTINF:{seconds:.6f},\n{part}{uri}")
    if complete:
        lines.append("#EXT-X-ENDLIST")
    return "\n".join(lines) + "\n"
