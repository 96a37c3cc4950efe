"""Recorded video cut at key frames: what a playlist lists and what a download is made of. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from toancanh.media.archive.fragment_table import Columns, columns_of, cuts
from toancanh.media.archive.model import Segment, SegmentState
from toancanh.media.archive.spans import HOLE_US
from toancanh.media.fmp4 import FragmentInfo
from toancanh.media.model import MEDIA_HZ
from toancanh.media.playback.spans import Span, complement, union

THINNED = ".thin"


def name_of(segment: Segment) -> str:
    """What a segment is called in addresses and plans; another name once key frames alone are kept of it, because
    fragments have other numbers and places then.
    """
    return segment.id + (THINNED if segment.thinned else "")


@dataclass(frozen=True, kw_only=True)
class Track:
    """A segment and its complete fragments, of which there is at least one; ``only`` these pictures of it are wanted,
    because another copy has the others. ``owned``: no picture of outside this time comes along, the camera was
    another's then.
    """

    segment: Segment
    fragments: Sequence[FragmentInfo]
    only: Span | None = None
    owned: Span | None = None

    @property
    def name(self) -> str:
        """See `name_of`."""
        return name_of(self.segment)

    @cached_property
    def columns(self) -> Columns:
        """Its fragments without making one of each: a playlist of a day has 86,400."""
        return columns_of(self.fragments)

    @property
    def closed(self) -> bool:
        """No fragment will be added."""
        return self.segment.state is SegmentState.COMPLETE

    @property
    def until_us(self) -> int:
        """Wall time at which its last fragment ends."""
        _, times, walls_us, _ = self.columns
        return walls_us[-1] + (times[-1] - times[-2]) * 100 // 9

    @property
    def head_size(self) -> int:
        """Bytes of the initialisation, which lies before the first fragment."""
        return self.columns.offsets[0]

    @property
    def shape(self) -> tuple[str, int, int]:
        """Codec string and size: what a player must be told about when it changes."""
        return self.segment.codec_string, self.segment.width, self.segment.height


class Piece(NamedTuple):
    """Consecutive fragments of one file, the first of which starts with a key frame."""

    track: Track
    first: int  # index of its first fragment
    end: int  # behind its last one
    breaks: bool  # time or shape does not carry on from the piece before

    @property
    def fragments(self) -> Sequence[FragmentInfo]:
        """Its fragments in order."""
        return self.track.fragments[self.first : self.end]

    @property
    def offset(self) -> int:
        """Where it starts in the file."""
        return self.track.columns.offsets[self.first]

    @property
    def size(self) -> int:
        """Its length in bytes."""
        return self.track.columns.offsets[self.end] - self.offset

    @property
    def start_us(self) -> int:
        """Wall time of its first picture."""
        return self.track.columns.walls_us[self.first]

    @property
    def media_start(self) -> int:
        """Media time of its first picture."""
        return self.track.columns.times[self.first]

    @property
    def media_end(self) -> int:
        """Media time where it ends."""
        return self.track.columns.times[self.end]

    @property
    def seconds(self) -> float:
        """Its length in media time."""
        return (self.media_end - self.media_start) / MEDIA_HZ

    @property
    def end_us(self) -> int:
        """Wall time where it ends."""
        return self.track.fragments[self.end - 1].end_us


def within(track: Track, asked: Span) -> tuple[int, int]:
    """Index range ``[first, last)`` of the fragments needed to show ``asked``: from the key frame at or before its
    start to the fragment that holds its last instant; but from the first key frame on, and to the last whole fragment,
    of the time it is ``owned`` for. Empty (first == last) where the track has nothing of it.
    """
    if track.only is not None:
        start_us = max(asked.start_us, track.only.start_us)
        asked = Span(start_us=start_us, end_us=max(start_us, min(asked.end_us, track.only.end_us)))
    start_us = track.columns.walls_us[0]
    if start_us >= asked.end_us or track.until_us <= asked.start_us:
        return 0, 0
    if start_us >= asked.start_us and track.until_us <= asked.end_us:
        return 0, len(track.fragments)
    overlapping = [
        index
        for index, fragment in enumerate(track.fragments)
        if fragment.wall_us < asked.end_us and fragment.end_us > asked.start_us
    ]
    if not overlapping:
        return 0, 0
    first = overlapping[0]
    while first > 0 and not track.fragments[first].is_key:
        first -= 1
    return _owned(track, first, overlapping[-1] + 1)


def _owned(track: Track, first: int, last: int) -> tuple[int, int]:
    if track.owned is not None:
        while first < last and track.fragments[last - 1].end_us > track.owned.end_us:
            last -= 1
        while first < last and not (
            track.fragments[first].is_key and track.fragments[first].wall_us >= track.owned.start_us
        ):
            first += 1
    return first, last


def joined(first: Sequence[Track], second: Sequence[Track], asked: Span) -> list[Track]:
    """What is wanted of one copy, and between that of the ``second`` what lies in the holes, in order of time.

    A hole is a stretch without a fragment of more than `HOLE_US`; at both its ends a fragment of the second may reach
    into what the first has.
    """
    if not second:
        return list(first)
    have = union((_wanted(track) for track in first), tolerance_us=HOLE_US)
    holes = complement(have, asked)
    filling = [replace(track, only=hole) for hole in holes for track in second]
    found = [track for track in filling if len(range(*within(track, asked)))]
    return sorted([*first, *found], key=lambda one: max(one.fragments[0].wall_us, one.only.start_us if one.only else 0))


def _wanted(track: Track) -> Span:
    start_us, end_us = track.fragments[0].wall_us, track.until_us
    if track.only is None:
        return Span(start_us=start_us, end_us=end_us)
    return Span(start_us=max(start_us, track.only.start_us), end_us=min(end_us, track.only.end_us))


def end_index(track: Track) -> int:
    """Where the last complete fragment of the file ends."""
    last = track.fragments[-1]
    return last.offset + last.size_bytes


def cut(tracks: Iterable[Track], asked: Span, *, target_us: int) -> Iterator[Piece]:
    """The pieces of ``asked``, each at least ``target_us`` long (the last of a file may be shorter).

    What may still grow is not given out: of a file that is not closed, the fragments since the last cut only when
    ``asked`` ends before its last fragment does. So a longer reading of the same file begins with the same pieces.
    """
    previous: Track | None = None
    listed = list(tracks)
    for track in listed:
        first, last = within(track, asked)
        settled = track.closed or track is not listed[-1] or track.until_us >= asked.end_us
        for start, end in cuts(track.columns, first, last, target_us * MEDIA_HZ // 1_000_000, settled=settled):
            yield Piece(track, start, end, _breaks(previous, track))
            previous = track


def _breaks(previous: Track | None, track: Track) -> bool:
    if previous is None or previous is track:
        return False
    return previous.segment.run_id != track.segment.run_id or previous.shape != track.shape
