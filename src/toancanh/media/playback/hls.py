"""Playlists: HTTP Live Streaming (RFC 8216), version 7: fragmented MP4 in byte ranges of the segment files.

Each piece starts with a key frame (EXT-X-INDEPENDENT-SEGMENTS). Within a run media time carries on from file to file;
between runs and after a change of parameters stands EXT-X-DISCONTINUITY. Gaps are not filled: EXT-X-PROGRAM-DATE-TIME
says where a piece lies in wall time, where the lengths of the pieces since the last one do not: a day has 7,200. The
timeline says why something is missing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from toancanh.kernel import format_rfc3339
from toancanh.media.archive.fragment_table import OUTLINE_S
from toancanh.media.archive.model import Segment
from toancanh.media.model import MEDIA_HZ
from toancanh.media.playback.pieces import Piece, Track

VERSION = 7  # EXT-X-MAP in a media playlist that is not I-frames only (RFC 8216, section 7)
_GROWING_TARGET_S = 8  # must never change while a playlist grows (section 6.2.1)

_SAME_US = 1000
"""Wall time that carries on this well is not said again."""

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


_SECONDS = attrgetter("seconds")


def entries_of(pieces: Iterable[Piece], *, query: str) -> Iterator[Entry]:
    """The pieces as byte ranges of their segment files, by addresses relative to the playlist's."""
    latest: Track | None = None
    for track, first, end, breaks in pieces:
        if track is not latest:
            latest, segment = track, track.segment
            offsets, times, walls_us, _ = track.columns
            uri = f"segments/{track.name}.mp4{query}"
        yield Entry(
            uri, (offsets[first], offsets[end] - offsets[first]), uri, offsets[0],
            (times[end] - times[first]) / MEDIA_HZ, walls_us[first], breaks, segment,
        )  # fmt: skip


def rendition_entries_of(pieces: Iterable[Piece], *, query: str) -> Iterator[Entry]:
    """The pieces in H.264, made when they are asked for."""
    for piece in pieces:
        folder = f"renditions/{piece.track.name}"
        yield Entry(
            uri=f"{folder}/{piece.first}-{piece.end - piece.first}.mp4{query}", byte_range=None,
            head_uri=f"{folder}/head.mp4{query}", head_size=None, seconds=piece.seconds, start_us=piece.start_us,
            breaks=piece.breaks,
        )  # fmt: skip


def target_seconds(asked_seconds: float, *, as_recorded: bool = True) -> int:
    """How long pieces should be: short where one seeks to and fro, longer where the list would grow long, but not where
    one waits for each to be encoded.
    """
    if asked_seconds <= 30 * 60:
        return 2
    if asked_seconds <= 2 * 3600:
        return 4
    if asked_seconds <= 12 * 3600:
        return 6
    return OUTLINE_S if as_recorded else 12


def playlist(entries: Sequence[Entry], *, complete: bool, start_us: int, notes: Iterable[tuple[str, str]] = ()) -> str:
    """The media playlist. ``start_us``: wall time at which playing should begin, in the first piece or later."""
    longest = math.ceil(max(map(_SECONDS, entries), default=1))
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
    head, expected_us, lengths = "", -_SAME_US, dict[float, tuple[str, int]]()
    for uri, byte_range, head_uri, head_size, seconds, at_us, breaks, _ in entries:
        if breaks:
            lines.append("#EXT-X-DISCONTINUITY")
        if breaks or head_uri != head:
            head = head_uri
            limits = "" if head_size is None else f',BYTERANGE="{head_size}@0"'
            lines.append(f'#EXT-X-MAP:URI="{head}"{limits}')
        if breaks or not -_SAME_US < at_us - expected_us < _SAME_US:
            lines.append(f"#EXT-X-PROGRAM-DATE-TIME:{format_rfc3339(at_us)}")
            expected_us = at_us
        if seconds not in lengths:  # there are few
            lengths[seconds] = f"#EXTINF:{seconds:.6f},\n", round(seconds * 1e6)
        length, lasts_us = lengths[seconds]
        expected_us += lasts_us
        part = "" if byte_range is None else f"#EXT-X-BYTERANGE:{byte_range[1]}@{byte_range[0]}\n"
        lines.append(f"{length}{part}{uri}")
    if complete:
        lines.append("#EXT-X-ENDLIST")
    return "\n".join(lines) + "\n"
