"""Two copies of one stream: each whole by itself, one on playback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from test_exports import an_evidence, chief, done, wanted

from archive_rig import FAR_US, MAIN, SECOND, Rig, feed, rig
from media_units import START_US, pictures
from playback_rig import playback_setup
from toancanh.evidence.exports import ExportState
from toancanh.evidence.package.clips import clips_of
from toancanh.evidence.verifier import verify
from toancanh.media.archive import StreamKey, check, recover
from toancanh.media.archive.model import Copy
from toancanh.media.archive.proof.store import stream_heads
from toancanh.media.model import GapCause
from toancanh.media.playback.footage import Footage
from toancanh.media.playback.pieces import cut
from toancanh.media.playback.spans import Span
from toancanh.registry.model import StreamRole

pytestmark = pytest.mark.databases("sqlite")
COPY = MAIN._replace(copy=Copy.SECOND)
DAY = Span(start_us=START_US, end_us=START_US + 40 * SECOND)


def record(r: Rig, key: StreamKey, from_s: int, to_s: int, then: GapCause) -> None:
    """Twenty-five pictures a second, as the camera's clock has them."""
    with r.writer(tails=recover(r.archive, ids=r.ids, owned=lambda _: True, copies=(key.copy,)).tails) as writer:
        video = pictures(b=2)
        feed(r.recorder(writer, key), video, range(from_s * 25, to_s * 25), then=then)


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Rig]:
    """The first dies at 10 s and is back at 24; the second has 14 to 28."""
    with rig(tmp_path) as r:
        record(r, MAIN, 0, 10, GapCause.RECORDER_CRASHED)
        record(r, COPY, 14, 28, GapCause.SWITCHED_OFF)
        record(r, MAIN, 24, 34, GapCause.RECORDER_STOPPED)
        yield r


def test_each_copy_is_sound_and_chained_by_itself(both: Rig) -> None:
    assert check(both.archive, deep=True) == []
    with both.database.reading() as connection:
        assert [(head.key, head.seq) for head in stream_heads(connection)] == [(MAIN, 3), (COPY, 2)]
    assert both.archive.path(both.archive.segments(*MAIN[:2], 0, FAR_US, copy=Copy.SECOND)[0]).parts[-3] == "main2"


def test_a_gap_is_where_no_copy_has_a_picture(both: Rig) -> None:
    both.clock.advance(60)
    found = Footage(both.archive, both.clock).timeline(*MAIN[:2], DAY)
    told = [
        (round((gap.start_us - START_US) / SECOND, 1), round((gap.end_us - START_US) / SECOND, 1), gap.cause)
        for gap in found.gaps
    ]
    assert told == [(10.0, 14.0, GapCause.RECORDER_CRASHED), (34.0, 40.0, GapCause.RECORDER_STOPPED)]


def test_pieces_and_pictures_come_from_whichever_has_them(both: Rig) -> None:
    footage = Footage(both.archive, both.clock)
    tracks = footage.tracks(*MAIN[:2], DAY)
    assert [clip[0].track.segment.key for clip in clips_of(tracks, DAY)] == [MAIN, COPY, MAIN]
    pieces = list(cut(tracks, DAY, target_us=2 * SECOND))
    assert [piece.track.segment.copy for piece in pieces if piece.breaks] == [Copy.SECOND, Copy.FIRST]
    walls = [piece.start_us for piece in pieces]
    assert walls == sorted(walls)
    for at_s, copy in ((5, Copy.FIRST), (20, Copy.SECOND), (25, Copy.FIRST)):
        _, track, _ = footage.shown_at(*MAIN[:2], START_US + at_s * SECOND)
        assert track.segment.copy is copy


def test_a_crash_of_the_second_is_recovered_by_the_second_alone(both: Rig) -> None:
    with both.database.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM segment WHERE role = 'main2'")
        connection.exec_driver_sql("DELETE FROM stored_day WHERE role = 'main2'")
    assert recover(both.archive, ids=both.ids, owned=lambda _: True, copies=(Copy.FIRST,)).indexed == 0
    assert recover(both.archive, ids=both.ids, owned=lambda _: True, copies=(Copy.SECOND,)).indexed == 2
    assert check(both.archive, deep=True) == []


@pytest.mark.parametrize(("copy", "name", "limits"), [(Copy.SECOND, "main2", 0), (Copy.CAMERA, "main3", 1)])
def test_a_package_of_both_copies_is_proven_and_says_what_a_camera_kept(
    tmp_path: Path, copy: Copy, name: str, limits: int
) -> None:
    with playback_setup(tmp_path) as setup:
        key = StreamKey(setup.cameras["reordered"].id, StreamRole.MAIN)
        record(setup.rig, key._replace(copy=copy), 17, 27, GapCause.SWITCHED_OFF)
        evidence = an_evidence(setup)
        job = done(setup, evidence, evidence.exports.ask(chief(setup), wanted(setup, "reordered", 5, 26)))
        assert job.state is ExportState.DONE
        assert [clip["role"] for clip in job.made["clips"]] == ["main", name]
        made = evidence.exports.package(chief(setup), job.id)
        path = tmp_path / "package.zip"
        path.write_bytes(b"".join(made.stream(0, made.size_bytes)))
        trust = verify.Trust(fingerprint=evidence.authority.trust().fingerprint)
        report = verify.verify(str(path), trust)
        assert (report.status, sum(one.code == "fetched" for one in report.limits)) == (verify.PROVEN, limits)
