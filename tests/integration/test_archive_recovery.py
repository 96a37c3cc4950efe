"""Recovery and check: what a crash left behind is put in order, and what is broken is found."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from archive_rig import CAMERA, FAR_US, MAIN, SECOND, eventually, execute, feed, gaps, rig, sum_again
from governance_rig import a_city
from media_units import START_US, pictures
from recorded_files import decoded
from toancanh.kernel import format_rfc3339
from toancanh.media.archive import SegmentState, check, recover
from toancanh.media.archive.index_writer import IndexWriter
from toancanh.media.archive.recovery import recover_everything_next_time
from toancanh.media.commands import add_commands
from toancanh.media.model import GapCause
from toancanh.media.recorder import ArchiveWriter
from toancanh.registry.model import StreamRole


def test_what_the_index_never_heard_of_is_found_again_on_disk(tmp_path: Path) -> None:
    video = pictures()
    with rig(tmp_path) as r:
        with r.writer() as writer:
            recorder = r.recorder(writer)
            feed(recorder, video, range(600), then=GapCause.CAMERA_AWAY)
            feed(recorder, video, range(100), start_us=START_US + 60 * SECOND, then=GapCause.RECORDER_STOPPED)
        before = r.archive.segments(*MAIN[:2], 0, FAR_US)
        # as if the process had died with a full queue
        execute(r, "UPDATE segment SET state='writing', end_us=NULL WHERE id=:id", id=before[0].id)
        execute(r, "DELETE FROM segment WHERE id<>:id", id=before[0].id)
        execute(r, "DELETE FROM gap")
        sum_again(r)
        recovery = recover(r.archive, ids=r.ids, owned=lambda _camera: True)
        assert (recovery.completed, recovery.indexed) == (1, len(before) - 1)
        assert check(r.archive, deep=True) == []
        after = r.archive.segments(*MAIN[:2], 0, FAR_US)
        assert [(s.id, s.run_id, s.start_us, s.size_bytes, s.table) for s in after] == [
            (s.id, s.run_id, s.start_us, s.size_bytes, s.table) for s in before
        ]
        hole, lasting = gaps(r)
        assert hole == (START_US + 24 * SECOND, START_US + 60 * SECOND, GapCause.RECORDER_CRASHED)
        assert lasting[0] == after[-1].end_us


@pytest.mark.parametrize("rows_too", [False, True])
def test_a_crash_just_after_a_new_file_began_leaves_no_overlap(tmp_path: Path, *, rows_too: bool) -> None:
    video = pictures()
    with rig(tmp_path) as r:
        with r.writer() as writer:
            recorder = r.recorder(writer)
            recorder.on_parameters(video.parameters)
            for number in range(700):  # a clock that runs slow: fragments begin before those ahead of them are over
                recorder.on_access_unit(video.unit(number, start_us=START_US - number * 150))
            recorder.on_interrupted(GapCause.RECORDER_STOPPED, 0)
        before = r.archive.segments(*MAIN[:2], 0, FAR_US)
        assert all(s.end_us is not None and s.end_us < r.archive.fragments(s)[-1].end_us for s in before[:-1])
        if rows_too:
            execute(r, "UPDATE segment SET state='writing', end_us=NULL")
        else:
            execute(r, "DELETE FROM segment")
        sum_again(r)
        recover(r.archive, ids=r.ids, owned=lambda _camera: True)
        assert check(r.archive, deep=True) == []
        after = r.archive.segments(*MAIN[:2], 0, FAR_US)
        assert [(s.start_us, s.end_us) for s in after] == [(s.start_us, s.end_us) for s in before]


@pytest.mark.parametrize("cut", [1, 40, 700])
def test_a_torn_end_is_cut_off_and_a_lost_file_becomes_a_gap(tmp_path: Path, cut: int) -> None:
    video = pictures()
    with rig(tmp_path) as r:
        with r.writer() as writer:
            feed(r.recorder(writer), video, range(700), then=GapCause.RECORDER_STOPPED)
        _, two, three = r.archive.segments(*MAIN[:2], 0, FAR_US)
        os.truncate(r.archive.path(three), three.size_bytes - cut)
        r.archive.path(two).unlink()
        assert {v.invariant for v in check(r.archive)} == {"A1", "A3", "A4", "A14"}
        recover(r.archive, ids=r.ids, owned=lambda _camera: False)
        assert check(r.archive) != []  # not this process's cameras
        recover(r.archive, ids=r.ids, owned=lambda _camera: True)
        assert check(r.archive, deep=True) == []
        assert (two.start_us, two.end_us) in {(g[0], g[1]) for g in gaps(r)}
        assert decoded(r.archive.path(r.archive.segments(*MAIN[:2], 0, FAR_US)[-1])) < 200


def test_a_deletion_that_a_crash_interrupted_is_finished(tmp_path: Path) -> None:
    video = pictures()
    with rig(tmp_path) as r:
        with r.writer() as writer:
            feed(r.recorder(writer), video, range(500), then=GapCause.RECORDER_STOPPED)
        first = r.archive.segments(*MAIN[:2], 0, FAR_US)[0]
        execute(r, "UPDATE segment SET state='deleting' WHERE id=:id", id=first.id)
        sum_again(r)
        assert first.id not in {s.id for s in r.archive.segments(*MAIN[:2], 0, FAR_US)}
        recover(r.archive, ids=r.ids, owned=lambda _camera: True)
        assert r.archive.segment(first.id) is None
        assert not r.archive.path(first).exists()
        assert check(r.archive) == []


def test_check_finds_what_is_broken(tmp_path: Path) -> None:
    video = pictures()
    with rig(tmp_path) as r:
        with r.writer() as writer:
            feed(r.recorder(writer), video, range(700), then=GapCause.RECORDER_STOPPED)
        one, two, three = r.archive.segments(*MAIN[:2], 0, FAR_US)
        assert check(r.archive, deep=True) == []

        (r.root / "stranger.mp4").write_bytes(b"x")
        assert [(v.invariant, v.subject) for v in check(r.archive)] == [("A1", "stranger.mp4")]
        (r.root / "stranger.mp4").unlink()

        sample = r.archive.samples(one, r.archive.fragments(one)[0])[3]
        with r.archive.path(one).open("r+b") as file:
            file.seek(sample.offset)
            file.write(b"\0\0\0\1")
        assert check(r.archive) == []
        assert {(v.invariant, v.subject) for v in check(r.archive, deep=True)} == {("A3", one.path), ("A15", one.path)}

        execute(r, "UPDATE segment SET start_us=start_us-2000000, end_us=end_us-3000000 WHERE id=:id", id=two.id)
        execute(r, "UPDATE gap SET start_us=:start_us", start_us=three.start_us)
        found = {(v.invariant, v.subject) for v in check(r.archive)}
        name = f"{CAMERA}/{StreamRole.MAIN.value}"
        assert found == {("A2", two.path), ("A4", two.path), ("A6", name)}
        assert three.state is SegmentState.COMPLETE


def test_index_rows_beyond_the_bound_are_left_to_recovery(tmp_path: Path) -> None:
    video = pictures()
    with rig(tmp_path) as r:
        other = r.database.engine.connect()
        index = IndexWriter(
            r.database,
            max_bytes=3000,
            on_dropped=lambda: recover_everything_next_time(r.archive, lambda _camera: True),
        )
        writer = ArchiveWriter(archive=r.archive, index=index, ids=r.ids, tails={}, linger_s=0.001)
        other.begin()
        index.start()
        writer.start()
        feed(r.recorder(writer), video, range(1500), then=GapCause.RECORDER_STOPPED)
        eventually(lambda: writer.status().index_dropped > 0)
        other.rollback()
        other.close()
        assert writer.close()
        assert "A1" in {v.invariant for v in check(r.archive)}
        recover(r.archive, ids=r.ids, owned=lambda _camera: True)
        assert check(r.archive, deep=True) == []
        assert sum(decoded(r.archive.path(s)) for s in r.archive.segments(*MAIN[:2], 0, FAR_US)) == 1500


def test_check_is_a_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    video = pictures()
    (tmp_path / "city").mkdir()
    with rig(tmp_path) as r, a_city(tmp_path / "city") as city:
        with r.writer() as writer:
            feed(r.recorder(writer), video, range(300), then=GapCause.RECORDER_STOPPED)
        parser = argparse.ArgumentParser()
        opened: list[Path | None] = []

        def open_platform(data: Path | None) -> SimpleNamespace:
            opened.append(data)
            return SimpleNamespace(
                close=lambda: None,
                archive=r.archive,
                clock=city.clock,
                governance=city.governance,
                registry=city.registry,
            )

        add_commands(parser.add_subparsers(), open_platform)
        options = parser.parse_args(["check", "--deep", "--data", "here"])
        assert options.run(options) == 0
        assert "agree" in capsys.readouterr().out
        begin = format_rfc3339(START_US + 11 * SECOND)
        part = ["--camera", CAMERA, "--from", begin, "--to", "2100-01-01T00:00:00+07:00"]
        options = parser.parse_args(["check", "--deep", *part])
        assert options.run(options) == 0
        assert "50 pictures of 1 recordings are as they were recorded" in capsys.readouterr().out
        segment = r.archive.segments(*MAIN[:2], 0, FAR_US)[0]
        r.archive.path(segment).unlink()
        options = parser.parse_args(["check", "--json"])
        assert options.run(options) == 1
        (violation,) = json.loads(capsys.readouterr().out)
        assert (violation["invariant"], violation["subject"]) == ("A1", segment.path)
        assert opened == [Path("here"), None, None]
