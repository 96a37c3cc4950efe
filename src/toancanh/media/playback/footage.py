"""What the archive holds of a stream, made ready for playing. Blocking; thread-safe."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from toancanh.kernel import Clock, DataLoss, NotFound, Unavailable
from toancanh.media.archive.fragment_table import fragments_of
from toancanh.media.archive.index import ArchiveIndex
from toancanh.media.archive.model import Segment, SegmentState
from toancanh.media.archive.places.model import COLD
from toancanh.media.archive.store import Detail
from toancanh.media.model import AccessUnit, Codec, GapCause
from toancanh.media.pictures import Coded
from toancanh.media.playback import boxes
from toancanh.media.playback.pieces import THINNED, Piece, Track, joined, within
from toancanh.media.playback.spans import Span
from toancanh.media.playback.timeline import ClockQuality, KnownGap, Recorded, Timeline, timeline
from toancanh.registry import StreamRole

_TRACKS_KEPT = 256
_ENDS_AT_MOST = 8  # a day has two, more where it was cut short
_RUNNING_LAG_US = 10_000_000
_SUB_SLACK_S = 2.0
_FETCH_WAIT_S = 8.0
_FETCH_AHEAD = 2


class Footage:
    """The recordings of this machine."""

    def __init__(self, archive: ArchiveIndex, clock: Clock) -> None:
        self.archive = archive
        self._clock = clock
        self._lock = threading.Lock()
        self._complete: OrderedDict[str, Track] = OrderedDict()

    def timeline(self, camera_id: str, role: StreamRole, asked: Span) -> Timeline:
        """Ranges and gaps; see `timeline`."""
        now_us = self._clock.now_us()
        first_us = self.archive.first_us(camera_id, role)
        segments = self._of_all(camera_id, role, asked)
        gaps = self.archive.gaps(camera_id, role, asked.start_us, asked.end_us)
        away = [segment for segment in segments if self.archive.places.is_away(segment.place)]
        return timeline(
            recorded=[self._recorded(segment) for segment in segments if segment not in away],
            known=[KnownGap(start_us=gap.start_us, end_us=gap.end_us, cause=gap.cause) for gap in gaps]
            + [KnownGap(start_us=one.start_us, end_us=one.end_us, cause=GapCause.DISK_AWAY) for one in away],
            asked=asked,
            first_us=first_us,
            now_us=now_us,
        )

    def tracks(self, camera_id: str, role: StreamRole, asked: Span) -> list[Track]:
        """Segments with pictures of ``asked``, in order. No file is opened for those that are complete."""
        found = self._readable(self.archive.segments(camera_id, role, asked.start_us, asked.end_us))
        copies = self.archive.copies(camera_id, role, asked.start_us, asked.end_us)
        for _, of_one in groupby(copies, key=attrgetter("copy")):
            found = joined(found, self._readable(of_one), asked)
        return found

    def outlines(self, camera_id: str, role: StreamRole, asked: Span) -> list[Track]:
        """As `tracks`, for pieces of `OUTLINE_S` or longer: what lies wholly in ``asked`` has no shorter fragments."""
        found = self.archive.segments(camera_id, role, asked.start_us, asked.end_us, detail=Detail.OUTLINE)
        copies = self.archive.copies(camera_id, role, asked.start_us, asked.end_us, detail=Detail.STRETCH)
        ends = [one for one in found if one.outline is None or not _holds(asked, one)]
        if copies or len(ends) > _ENDS_AT_MOST:
            return self.tracks(camera_id, role, asked)
        whole = {one.id: self.archive.segment(one.id) for one in ends}
        tracks = []
        for one in found:
            if one.id not in whole and one.outline is not None:
                tracks.append(Track(segment=one, fragments=fragments_of(one.outline)))
            elif (segment := whole[one.id]) is not None and (track := self._track(segment)) is not None:
                tracks.append(track)
        return tracks

    def _readable(self, segments: Iterable[Segment]) -> list[Track]:
        return [track for track in map(self._track, segments) if track is not None]

    def _of_all(self, camera_id: str, role: StreamRole, asked: Span) -> list[Segment]:
        """Of every copy, without tables."""
        asks = (camera_id, role, asked.start_us, asked.end_us)
        return [
            *self.archive.segments(*asks, detail=Detail.STRETCH),
            *self.archive.copies(*asks, detail=Detail.STRETCH),
        ]

    def track(self, name: str) -> Track:
        """One segment by its `Track.name`; raises `NotFound` where there is none, nothing in it yet, or where it was
        thinned since it was named.
        """
        segment_id = name.removesuffix(THINNED)
        try:
            segment = self.archive.segment(segment_id)
        except Unavailable:
            with self._lock:
                known = self._complete.get(segment_id)
            if known is None:
                raise
            return known
        track = self._track(segment) if segment is not None and segment.state is not SegmentState.DELETING else None
        if track is None:
            raise NotFound("there is no such segment")
        if track.name != name:
            raise NotFound("this recording was thinned to its key frames meanwhile: ask for its range anew")
        return track

    def wait_for(self, segment: Segment, *, wait_s: float = _FETCH_WAIT_S) -> None:
        """What lies in the object store is fetched first. Raises `Unavailable` (reason ``fetching``, with the
        percentage that is here) where that takes longer: who asks again finds more of it.
        """
        if segment.place != COLD:
            return
        cold = self.archive.cold()
        if not cold.is_here(segment, wait_s=wait_s):
            percent = round(cold.share(segment) * 100)
            raise Unavailable(
                f"this recording is being fetched from the cold store: {percent} % of it is here",
                reason="fetching",
                percent=percent,
                retry_after_s=1,
            )

    def fetching(self, camera_id: str, role: StreamRole, asked: Span) -> list[float]:
        """Of each recording of ``asked`` that lies in the object store, how much is here (0 to 1), in order; the first
        of those that are not here are fetched from now on.
        """
        found = self._of_all(camera_id, role, asked)
        stored = [segment for segment in found if segment.place == COLD]
        shares = [self.archive.cold().share(segment) for segment in stored]
        for segment in [one for one, share in zip(stored, shares, strict=True) if share < 1][:_FETCH_AHEAD]:
            self.archive.cold().start(segment)
        return shares

    def settled(self, camera_id: str, role: StreamRole, asked: Span) -> bool:
        """Nothing will be added to what ``asked`` holds."""
        if asked.end_us + _RUNNING_LAG_US < self._clock.now_us():
            return True
        latest = self.archive.latest(camera_id, role)
        track = self._track(latest) if latest is not None else None
        return track is not None and track.until_us >= asked.end_us

    def without_h265(self, camera_id: str, role: StreamRole, asked: Span) -> tuple[StreamRole, bool]:
        """For a viewer without H.265: the role to play and whether it must be re-encoded.

        In place of main the sub stream is taken where it is H.264 throughout and covers what main covers, but for a
        second or two.
        """
        wanted = self._of_all(camera_id, role, asked)
        if all(segment.codec is Codec.H264 for segment in wanted):
            return role, False
        sub = self._of_all(camera_id, StreamRole.SUB, asked)
        if not sub or any(segment.codec is not Codec.H264 for segment in sub):
            return role, True
        return (StreamRole.SUB, False) if self.sub_covers(camera_id, role, asked) else (role, True)

    def sub_covers(self, camera_id: str, role: StreamRole, asked: Span) -> bool:
        """Of the sub stream as much is recorded as of ``role``, but for a second or two."""
        covered_s = _seconds(self.timeline(camera_id, StreamRole.SUB, asked))
        return covered_s >= _seconds(self.timeline(camera_id, role, asked)) - _SUB_SLACK_S and covered_s > 0

    def newest(self, camera_id: str, role: StreamRole) -> tuple[Coded, int] | None:
        """The last recorded key frame and its wall time; None where nothing is recorded."""
        segment = self.archive.latest(camera_id, role)
        track = self._track(segment) if segment is not None else None
        if track is None:
            return None
        index = max(i for i, fragment in enumerate(track.fragments) if fragment.is_key or i == 0)
        fragment = track.fragments[index]
        return self._coded(track, index, index + 1, first_only=True), fragment.wall_us

    def shown_at(self, camera_id: str, role: StreamRole, at_us: int) -> tuple[Coded, Track, int]:
        """What must be decoded to see the frame of ``at_us``: coded pictures from the key frame on, the track, and the
        media time of that instant. Raises `NotFound` where nothing was recorded then.
        """
        instant = Span(start_us=at_us, end_us=at_us + 1)
        for track in reversed(self.tracks(camera_id, role, instant)):
            first, last = within(track, instant)
            if first < last:
                holding = track.fragments[last - 1]
                media_time = holding.base_decode_time + (at_us - holding.wall_us) * 9 // 100
                return self._coded(track, first, last), track, media_time
        raise NotFound("nothing was recorded at that time")

    def key_frame_at(self, camera_id: str, role: StreamRole, at_us: int) -> tuple[Track, int]:
        """The fragment that begins with the key frame which the frame of ``at_us`` rests on: its track and number.
        Raises `NotFound` where nothing was recorded then.
        """
        instant = Span(start_us=at_us, end_us=at_us + 1)
        for track in reversed(self.tracks(camera_id, role, instant)):
            first, last = within(track, instant)
            if first < last:
                return track, first
        raise NotFound("nothing was recorded at that time")

    def key_coded(self, track: Track, number: int) -> Coded:
        """The key frame with which a fragment begins, alone."""
        return self._coded(track, number, number + 1, first_only=True)

    def coded(self, piece: Piece) -> Coded:
        """The coded pictures of a piece."""
        return self._coded(piece.track, piece.first, piece.end)

    def head_coded(self, track: Track) -> Coded:
        """The first key frame of a track alone."""
        return self._coded(track, 0, 1, first_only=True)

    def wall_us(self, track: Track, media_time: int) -> int:
        """Wall time of a picture of the track."""
        holding = track.fragments[0]
        for fragment in track.fragments:
            if fragment.base_decode_time > media_time:
                break
            holding = fragment
        return holding.wall_us + (media_time - holding.base_decode_time) * 100 // 9

    def read(self, track: Track, offset: int, size: int) -> bytes:
        """Bytes of a segment file. Raises `DataLoss` where they are not there."""
        with self.archive.opened(track.segment) as file:
            data = os.pread(file, size, offset)
        if len(data) != size:
            raise DataLoss("a recording is shorter than its index says")
        return data

    def _coded(self, track: Track, first: int, last: int, *, first_only: bool = False) -> Coded:
        kind, configuration = boxes.decoder_configuration(self.archive.initialisation(track.segment))
        units: list[AccessUnit] = []
        for fragment in track.fragments[first:last]:
            samples = self.archive.samples(track.segment, fragment)
            data = self.read(track, fragment.offset, fragment.size_bytes)
            for sample in samples[:1] if first_only else samples:
                at = sample.offset - fragment.offset
                units.append(
                    AccessUnit(
                        media_time=sample.media_time, is_key=sample.is_key, data=data[at : at + sample.size_bytes],
                        wall_us=fragment.wall_us + (sample.media_time - fragment.base_decode_time) * 100 // 9,
                        arrival_us=0,
                    )
                )  # fmt: skip
        return Coded(codec=Codec.H264 if kind == b"avc1" else Codec.H265, configuration=configuration, units=units)

    def _recorded(self, segment: Segment) -> Recorded:
        clock = ClockQuality(
            source=segment.clock.source, offset_us=segment.clock.offset_us, drift_ppm=segment.clock.drift_ppm
        )
        writing = segment.end_us is None
        end_us = segment.end_us
        if end_us is None:
            track = self._track(segment)
            end_us = track.until_us if track is not None else segment.start_us
        return Recorded(
            start_us=segment.start_us, end_us=end_us, run_id=segment.run_id, writing=writing, clock=clock,
            thinned=segment.thinned,
        )  # fmt: skip

    def _track(self, segment: Segment) -> Track | None:
        with self._lock:
            known = self._complete.get(segment.id)
        same = known is not None and known.segment.thinned is segment.thinned and known.segment.place == segment.place
        if known is not None and same:
            return known
        try:
            fragments = self.archive.fragments(segment)
        except DataLoss:
            if segment.state is SegmentState.WRITING:
                return None  # its row is there before its file
            raise
        if not fragments:
            return None
        track = Track(segment=segment, fragments=fragments)
        if track.closed:
            with self._lock:
                self._complete[segment.id] = track
                while len(self._complete) > _TRACKS_KEPT:
                    self._complete.popitem(last=False)
        return track


def _holds(asked: Span, segment: Segment) -> bool:
    return asked.start_us <= segment.start_us and segment.ended_by(asked.end_us)


def _seconds(found: Timeline) -> float:
    return sum(item.end_us - item.start_us for item in found.ranges) / 1e6
