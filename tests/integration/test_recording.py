"""Recording with real files, a real database and ffmpeg as judge."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from archive_rig import CAMERA, MAIN, Rig, feed, rig
from media_units import START_US, pictures
from recorded_files import decoded
from toancanh.media.archive import Segment, SegmentState, check, recover
from toancanh.media.fmp4 import scan
from toancanh.media.model import ClockSource, GapCause, RunClock
from toancanh.registry.model import StreamRole

SECOND = 1_000_000
FAR = START_US * 2


@pytest.mark.parametrize(("codec", "b_frames"), [("h264", 0), ("h264", 2), ("h265", 0), ("h265", 3)])
def test_what_is_recorded_is_indexed_contiguous_and_decodes(tmp_path: Path, codec: str, b_frames: int) -> None:
    video = pictures(codec, b=b_frames)
    clock = RunClock(source=ClockSource.CAMERA_RTCP, offset_us=-1500, drift_ppm=3.5)
    with rig(tmp_path) as r:
        with r.writer() as writer:
            feed(r.recorder(writer), video, range(25 * 32), run_clock=clock, then=GapCause.RECORDER_STOPPED)
        segments = r.archive.segments(CAMERA, StreamRole.MAIN, 0, FAR)
        assert [s.state for s in segments] == [SegmentState.COMPLETE] * 4
        assert segments[0].start_us == START_US
        for before, after in pairwise(segments):
            assert before.end_us == after.start_us
            assert after.start_us // (10 * SECOND) > before.start_us // (10 * SECOND)
        assert segments[-1].end_us == pytest.approx(START_US + 32 * SECOND, abs=50_000)
        assert {s.run_id for s in segments} == {segments[0].run_id}
        assert segments[0].clock == clock
        frames = 0
        for segment in segments:
            path = r.archive.path(segment)
            frames += decoded(path)
            fragments = r.archive.fragments(segment)
            with r.archive.opened(segment) as fd:
                found = scan(fd)
            assert found.torn is None
            assert list(found.fragments) == list(fragments)
            assert fragments[0].is_key
            assert path.stat().st_size == segment.size_bytes == found.sound_bytes
            assert max(f.duration for f in fragments) <= 1.3 * 90_000
        assert frames == 25 * 32
        (gap,) = r.archive.gaps(CAMERA, StreamRole.MAIN, 0, FAR)
        assert (gap.start_us, gap.end_us, gap.cause) == (segments[-1].end_us, None, GapCause.RECORDER_STOPPED)


def test_a_hole_is_written_exactly_and_with_its_cause(tmp_path: Path) -> None:
    video = pictures()
    with rig(tmp_path) as r:
        with r.writer() as writer:
            recorder = r.recorder(writer)
            feed(recorder, video, range(70), then=GapCause.CAMERA_AWAY)
            feed(recorder, video, range(50), start_us=START_US + 10 * SECOND)
            feed(recorder, video, range(50, 100), start_us=START_US + 10 * SECOND, then=GapCause.RECORDER_STOPPED)
        first, last = r.archive.gaps(CAMERA, StreamRole.MAIN, 0, FAR)
        assert (first.start_us, first.end_us) == (START_US + 2_800_000, START_US + 10 * SECOND)
        assert first.cause is GapCause.CAMERA_AWAY
        assert last.end_us is None
        one, two = r.archive.segments(CAMERA, StreamRole.MAIN, 0, FAR)
        assert one.run_id != two.run_id
        assert one.end_us == first.start_us


def test_recent_pictures_come_back_while_written_and_when_written(tmp_path: Path) -> None:
    video = pictures(gop=50)
    with rig(tmp_path) as r:
        with r.writer() as writer:
            recorder = r.recorder(writer)
            assert recorder.recent() == []
            feed(recorder, video, range(90))
            at_once = b"".join(recorder.recent())
            units = recorder.recent_units()
        later = b"".join(recorder.recent())
        assert at_once == later
        assert [u.data for u in units] == [video.unit(n).data for n in range(50, 90)]
        assert [u.data for u in recorder.recent_units()] == [u.data for u in units]
        assert at_once.count(b"mdat") == 2


def test_new_parameters_begin_a_new_segment_of_the_same_run(tmp_path: Path) -> None:
    small, large = pictures(), pictures(width=128, height=96)
    with rig(tmp_path) as r:
        with r.writer() as writer:
            recorder = r.recorder(writer)
            feed(recorder, small, range(50))
            recorder.on_parameters(large.parameters)
            for number in range(50, 80):
                recorder.on_access_unit(large.unit(number))
            recorder.close(GapCause.SWITCHED_OFF)
        one, two = r.archive.segments(CAMERA, StreamRole.MAIN, 0, FAR)
        assert (one.width, two.width) == (64, 128)
        assert one.run_id == two.run_id
        assert one.end_us == two.start_us
        assert decoded(r.archive.path(two)) == 30


def test_a_hole_at_a_change_of_parameters_is_a_gap(tmp_path: Path) -> None:
    small, large = pictures(), pictures(width=128, height=96)
    with rig(tmp_path) as r:
        with r.writer() as writer:
            recorder = r.recorder(writer)
            feed(recorder, small, range(40))
            recorder.on_parameters(large.parameters)
            for number in range(50, 80):
                recorder.on_access_unit(large.unit(number))
            recorder.close(GapCause.SWITCHED_OFF)
        one, two = r.archive.segments(CAMERA, StreamRole.MAIN, 0, FAR)
        hole = r.archive.gaps(CAMERA, StreamRole.MAIN, 0, FAR)[0]
        assert (hole.start_us, hole.end_us) == (one.end_us, two.start_us)
        assert (hole.start_us, hole.end_us) == (START_US + 1_600_000, START_US + 2_000_000)
        assert hole.cause is GapCause.NO_PICTURES
        assert one.run_id != two.run_id
        assert check(r.archive, deep=True) == []


def test_a_run_begins_with_what_its_clock_says_once_it_has_settled(tmp_path: Path) -> None:
    video = pictures()
    with rig(tmp_path) as r:
        with r.writer() as writer:
            recorder = r.recorder(writer)
            feed(recorder, video, range(10), start_us=START_US + 190_000)
            feed(recorder, video, range(10, 100), then=GapCause.RECORDER_STOPPED)
        (segment,) = r.archive.segments(CAMERA, StreamRole.MAIN, 0, FAR)
        assert segment.start_us == START_US


def test_a_clock_stepped_back_an_hour_never_overlaps(tmp_path: Path) -> None:
    video = pictures()
    with rig(tmp_path) as r:
        with r.writer() as writer:
            recorder = r.recorder(writer)
            feed(recorder, video, range(250))
            feed(recorder, video, range(250, 500), start_us=START_US - 3600 * SECOND, then=GapCause.CAMERA_AWAY)
            feed(recorder, video, range(100), start_us=START_US - 3580 * SECOND, then=GapCause.CAMERA_AWAY)
        segments = r.archive.segments(CAMERA, StreamRole.MAIN, 0, FAR)
        for before, after in pairwise(segments):
            assert before.end_us is not None
            assert before.end_us <= after.start_us
        assert segments[-1].timeline_error_us > 3500 * SECOND
        marks = r.archive.marks(CAMERA, 0, FAR)
        assert {m.kind for m in marks} == {"clock_stepped"}


def test_a_clock_stepped_forward_leaves_a_gap(tmp_path: Path) -> None:
    video = pictures()
    with rig(tmp_path) as r:
        with r.writer() as writer:
            recorder = r.recorder(writer)
            feed(recorder, video, range(250))
            feed(recorder, video, range(250, 500), start_us=START_US + 60 * SECOND, then=GapCause.CAMERA_AWAY)
        gap = r.archive.gaps(CAMERA, StreamRole.MAIN, 0, FAR)[0]
        assert gap.cause is GapCause.CLOCK_STEPPED
        assert gap.end_us is not None
        assert 55 * SECOND < gap.end_us - gap.start_us < 65 * SECOND
        segments = r.archive.segments(CAMERA, StreamRole.MAIN, gap.end_us, FAR)
        assert segments[0].start_us == gap.end_us


def test_the_segment_being_written_can_be_read(tmp_path: Path) -> None:
    video = pictures()
    with rig(tmp_path) as r, r.writer() as writer:
        recorder = r.recorder(writer)
        feed(recorder, video, range(100))
        segment = wait_for_segment(r)
        assert segment.state is SegmentState.WRITING
        fragments = r.archive.fragments(segment)
        while len(fragments) < 3:
            fragments = r.archive.fragments(segment)
        assert [f.is_key for f in fragments] == [True] * 3
        assert len(r.archive.samples(segment, fragments[1])) == 25
        assert r.archive.initialisation(segment)[4:8] == b"ftyp"


def wait_for_segment(r: Rig) -> Segment:
    while (segment := r.archive.latest(MAIN.camera_id, MAIN.role)) is None:
        pass
    return segment


def test_a_platform_that_stood_and_a_camera_that_is_away_are_two_gaps(tmp_path: Path) -> None:
    video = pictures()
    with rig(tmp_path) as r:
        with r.writer() as writer:
            feed(r.recorder(writer), video, range(50), then=GapCause.RECORDER_STOPPED)
        tails = recover(r.archive, ids=r.ids, owned=lambda _camera: True).tails
        with r.writer(tails=tails) as writer:
            for _ in range(3):
                writer.interrupted(MAIN, GapCause.CAMERA_AWAY, START_US + 60 * SECOND)
            feed(r.recorder(writer), video, range(50), start_us=START_US + 90 * SECOND, then=GapCause.CAMERA_AWAY)
        found = [(g.start_us, g.end_us, g.cause) for g in r.archive.gaps(CAMERA, StreamRole.MAIN, 0, FAR)]
        assert found == [
            (START_US + 2 * SECOND, START_US + 60 * SECOND, GapCause.RECORDER_STOPPED),
            (START_US + 60 * SECOND, START_US + 90 * SECOND, GapCause.CAMERA_AWAY),
            (START_US + 92 * SECOND, None, GapCause.CAMERA_AWAY),
        ]
        assert check(r.archive) == []
