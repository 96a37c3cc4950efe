"""Disk full, disk slow, disk broken, database away: recording goes on or stops loudly, and the gap says why."""

from __future__ import annotations

import contextlib
import errno
import os
import subprocess
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from archive_rig import FAR_US, MAIN, SECOND, Rig, camera_key, eventually, feed, gaps, rig
from media_units import START_US, pictures
from recorded_files import decoded
from toancanh.governance.holds import Span
from toancanh.kernel import SimulatedClock, Unavailable
from toancanh.media.archive import Retention, RetentionLimits, check, deletion
from toancanh.media.archive.deletion import Unheld
from toancanh.media.archive.reserve import RESERVE_NAME
from toancanh.media.archive.retention import DAY_US
from toancanh.media.model import GapCause
from toancanh.media.recorder import Recording
from toancanh.media.recorder.output import Output, write_all

pytestmark = pytest.mark.waits

MAY_GO = RetentionLimits(min_days=0.0, max_days=365.0)
MUST_STAY = RetentionLimits(min_days=30.0, max_days=365.0)


def settled(recording: Recording) -> None:
    """Everything queued is on disk and in the index."""
    eventually(lambda: recording.status().queued_bytes == 0 and recording.status().index_backlog == 0)


@contextmanager
def recording_of(
    r: Rig,
    *,
    limits: RetentionLimits = MAY_GO,
    write: Callable[[Output, Sequence[bytes]], None] = write_all,
    free_bytes: Callable[[], int] = lambda: 1 << 40,
    min_free_bytes: int = 0,
) -> Iterator[Recording]:
    recording = Recording(
        r.archive,
        clock=r.clock,
        ids=r.ids,
        owned=lambda _camera: True,
        limits=dict,
        default_limits=limits,
        min_free_bytes=min_free_bytes,
        segment_seconds=10,
        write=write,
        free_bytes=free_bytes,
        look_every_s=0.05,
        linger_s=0.001,
    )
    try:
        yield recording
    finally:
        assert recording.close()


def test_a_full_disk_stops_recording_loudly_and_room_lets_it_go_on(tmp_path: Path) -> None:
    video, full = pictures(), threading.Event()

    def write(output: Output, chunks: Sequence[bytes]) -> None:
        if full.is_set():
            write_all(output, [chunks[0][:100]])  # a disk that fills up takes a part
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write_all(output, chunks)

    with rig(tmp_path) as r:
        free = lambda: 0 if full.is_set() else 1 << 40  # noqa: E731
        with recording_of(r, limits=MUST_STAY, write=write, free_bytes=free, min_free_bytes=1000) as recording:
            recorder = recording.recorder(MAIN)
            feed(recorder, video, range(76))
            settled(recording)
            full.set()
            feed(recorder, video, range(76, 200))
            settled(recording)
            assert recording.status().disk_full
            assert gaps(r) == [(START_US + 3 * SECOND, None, GapCause.DISK_FULL)]
            full.clear()
            eventually(lambda: not recording.status().disk_full)
            feed(recorder, video, range(200, 300), then=GapCause.RECORDER_STOPPED)
        first, second = gaps(r)
        assert first == (START_US + 3 * SECOND, START_US + 7 * SECOND, GapCause.DISK_FULL)
        assert second[1:] == (None, GapCause.RECORDER_STOPPED)
        assert check(r.archive, deep=True) == []
        segments = r.archive.segments(*MAIN[:2], 0, FAR_US)
        assert [decoded(r.archive.path(s)) for s in segments] == [75, 75, 50]


class HoldsOf(Unheld):
    """One span of one camera must stay."""

    def __init__(self, camera_id: str, span: Span) -> None:
        self._held = {camera_id: [span]}

    def held(self, _connection: Connection, _camera_ids: Collection[str], /) -> Mapping[str, Sequence[Span]]:
        return self._held


def bytes_in(folder: Path) -> int:
    """Of all recordings; one may be deleted while we look."""
    total = 0
    for path in list(folder.rglob("*.mp4")):
        with contextlib.suppress(FileNotFoundError):
            total += path.stat().st_size
    return total


def test_the_oldest_goes_first_and_nothing_younger_than_its_minimum(tmp_path: Path) -> None:
    video = pictures()
    young, old = camera_key(1), camera_key(2)
    with rig(tmp_path) as r:
        assert isinstance(r.clock, SimulatedClock)
        with recording_of(r) as recording:
            for key, days in ((old, 3), (young, 1)):
                start_us = START_US - days * DAY_US
                feed(recording.recorder(key), video, range(750), start_us=start_us, then=GapCause.CAMERA_AWAY)
        sizes = [s.size_bytes for key in (old, young) for s in r.archive.segments(*key[:2], 0, FAR_US)]

        def free() -> int:
            return sum(sizes) - bytes_in(r.root)

        floor = sum(sizes[:2])
        limits = RetentionLimits(min_days=2.0, max_days=365.0)
        with recording_of(r, limits=limits, free_bytes=free, min_free_bytes=floor) as recording:
            eventually(lambda: free() >= floor)
            assert not recording.status().disk_full
            assert len(r.archive.segments(*young[:2], 0, FAR_US)) == 3
        with recording_of(r, limits=limits, free_bytes=free, min_free_bytes=sum(sizes)) as recording:
            eventually(lambda: recording.status().disk_full)
            assert r.archive.segments(*old[:2], 0, FAR_US) == []
            assert len(r.archive.segments(*young[:2], 0, FAR_US)) == 3
        deleted = [g for g in r.archive.gaps(*old[:2], 0, FAR_US) if g.cause is GapCause.DELETED]
        assert [(g.start_us, g.end_us) for g in deleted] == [
            (START_US - 3 * DAY_US, START_US - 3 * DAY_US + 30 * SECOND)
        ]
        r.clock.advance(400 * 86_400)
        with recording_of(r):
            eventually(lambda: r.archive.segments(*young[:2], 0, FAR_US) == [])
        assert check(r.archive) == []
        assert list(r.root.rglob("*.mp4")) == []


def test_what_is_held_is_not_deleted(tmp_path: Path) -> None:
    video = pictures()
    with rig(tmp_path) as r:
        with recording_of(r) as recording:
            feed(recording.recorder(MAIN), video, range(750), then=GapCause.CAMERA_AWAY)
        first = r.archive.segments(*MAIN[:2], 0, FAR_US)[0]
        held = first.id
        assert isinstance(r.clock, SimulatedClock)
        r.clock.advance(400 * 86_400)
        recording = Recording(
            r.archive,
            clock=r.clock,
            ids=r.ids,
            owned=lambda _camera: True,
            limits=dict,
            default_limits=MAY_GO,
            min_free_bytes=0,
            keeping=HoldsOf(MAIN.camera_id, Span(first.start_us, (first.end_us or 0) - 1)),
        )
        eventually(lambda: len(r.archive.segments(*MAIN[:2], 0, FAR_US)) == 1)
        assert recording.close()
        assert [s.id for s in r.archive.segments(*MAIN[:2], 0, FAR_US)] == [held]
        assert check(r.archive) == []


def test_a_slow_disk_drops_whole_groups_with_a_gap(tmp_path: Path) -> None:
    video, slow = pictures(), threading.Event()

    def write(output: Output, chunks: Sequence[bytes]) -> None:
        slow.wait(10)
        write_all(output, chunks)

    with rig(tmp_path) as r:
        with r.writer(write=write, max_queued_bytes=10_000) as writer:
            recorder = r.recorder(writer)
            feed(recorder, video, range(300))
            assert writer.status().queued_bytes <= 10_000
            assert writer.status().dropped_fragments > 0
            slow.set()
            eventually(lambda: writer.status().queued_bytes == 0)
            feed(recorder, video, range(300, 350), then=GapCause.RECORDER_STOPPED)
        first = gaps(r)[0]
        assert first[2] is GapCause.DISK_SLOW
        assert first[1] == START_US + 11 * SECOND
        assert check(r.archive, deep=True) == []


def test_a_broken_disk_is_a_gap_of_its_own_cause(tmp_path: Path) -> None:
    video, broken = pictures(), threading.Event()

    def write(output: Output, chunks: Sequence[bytes]) -> None:
        if broken.is_set():
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        write_all(output, chunks)

    with rig(tmp_path) as r:
        with recording_of(r, write=write) as recording:
            recorder = recording.recorder(MAIN)
            feed(recorder, video, range(51))
            settled(recording)
            broken.set()
            feed(recorder, video, range(51, 101))
            settled(recording)
            broken.clear()
            feed(recorder, video, range(101, 200), then=GapCause.RECORDER_STOPPED)
        assert gaps(r)[0] == (START_US + 2 * SECOND, START_US + 4 * SECOND, GapCause.DISK_ERROR)
        assert check(r.archive, deep=True) == []


def lock_and_record(folder: Path, seconds: float) -> None:
    """The database is locked by someone else while a stream records, rolls and is interrupted."""
    video = pictures()
    r = Rig(folder, SimulatedClock(START_US), busy_timeout_s=0.1)
    with r.writer() as writer:
        recorder = r.recorder(writer)
        feed(recorder, video, range(100))
        eventually(lambda: r.archive.latest(*MAIN[:2]) is not None)
        other = r.database.engine.connect()
        other.begin()
        feed(recorder, video, range(100, 400), then=GapCause.CAMERA_AWAY)
        feed(recorder, video, range(600), start_us=START_US + 20 * SECOND)
        eventually(lambda: writer.status().database_away)
        time.sleep(seconds)
        assert writer.status().queued_bytes == 0  # files are written all the while
        assert writer.status().index_backlog > 0
        assert len(r.archive.segments(*MAIN[:2], 0, FAR_US)) == 1
        other.rollback()
        other.close()
        recorder.close(GapCause.RECORDER_STOPPED)
        eventually(lambda: writer.status().index_backlog == 0)
    assert check(r.archive, deep=True) == []
    assert gaps(r)[0] == (START_US + 16 * SECOND, START_US + 20 * SECOND, GapCause.CAMERA_AWAY)
    segments = r.archive.segments(*MAIN[:2], 0, FAR_US)
    assert sum(decoded(r.archive.path(s)) for s in segments) == 1000
    r.close()


def test_a_locked_database_holds_nothing_up(tmp_path: Path) -> None:
    lock_and_record(tmp_path, 0.5)


@pytest.mark.soak
def test_a_database_locked_for_half_a_minute_holds_nothing_up(tmp_path: Path) -> None:
    lock_and_record(tmp_path, 30.0)


@contextmanager
def small_disk(
    folder: Path, kind: str
) -> Iterator[tuple[Callable[[Output, Sequence[bytes]], None], Callable[[], int]]]:
    """A disk of two megabytes: (how to write to it, how much is free)."""
    size = 2 << 20

    def modelled_free() -> int:
        return size - bytes_in(folder)

    def modelled_write(output: Output, chunks: Sequence[bytes]) -> None:
        if sum(map(len, chunks)) > modelled_free():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write_all(output, chunks)

    def real_free() -> int:
        return os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize

    folder.mkdir()
    if kind == "modelled":
        yield modelled_write, modelled_free
        return
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)
    try:
        yield write_all, real_free
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def may_mount() -> bool:
    command = ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return os.geteuid() == 0 and subprocess.run(command, check=False, capture_output=True).returncode == 0


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("fault", [Unavailable("the database is full"), RuntimeError("a crash")])
def test_room_asked_for_while_a_look_fails_is_made_with_the_next(tmp_path: Path, fault: Exception) -> None:
    failing, looking, asked, refuse = (threading.Event() for _ in range(4))
    reserve_kept: list[bool] = []

    def write(output: Output, chunks: Sequence[bytes]) -> None:
        if refuse.is_set():
            refuse.clear()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write_all(output, chunks)

    def free() -> int:
        if failing.is_set():
            looking.set()
            asked.wait(10)
            failing.clear()
            raise fault
        if asked.is_set():
            reserve_kept.append((tmp_path / "archive" / RESERVE_NAME).exists())
        return 1 << 40

    with rig(tmp_path) as r, recording_of(r, write=write, free_bytes=free) as recording:
        eventually((r.root / RESERVE_NAME).exists)
        failing.set()
        assert looking.wait(10)
        refuse.set()
        feed(recording.recorder(MAIN), pictures(), range(75), then=GapCause.CAMERA_AWAY)
        settled(recording)
        assert recording.status().disk_full
        asked.set()
        eventually(lambda: not recording.status().disk_full)
        assert not reserve_kept[0]


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("kind", ["modelled", "tmpfs"] if may_mount() else ["modelled"])
@pytest.mark.parametrize("floor", [0, 200_000])
def test_a_small_disk_fills_up_and_recording_goes_on(tmp_path: Path, kind: str, floor: int) -> None:
    video = pictures(width=320, height=240)
    with small_disk(tmp_path / "archive", kind) as (write, free), rig(tmp_path) as r:
        assert isinstance(r.clock, SimulatedClock)
        with recording_of(r, write=write, free_bytes=free, min_free_bytes=floor) as recording:
            recorder = recording.recorder(MAIN)
            recorder.on_parameters(video.parameters)
            for number in range(25 * 240):
                recorder.on_access_unit(video.unit(number))
                if number % 25 == 0:
                    r.clock.advance(1.0)
                    settled(recording)
                    eventually(lambda: not recording.status().disk_full)
            recorder.close(GapCause.RECORDER_STOPPED)
        assert check(r.archive, deep=True) == []
        assert GapCause.DELETED in {g[2] for g in gaps(r)}
        assert r.archive.segments(*MAIN[:2], 0, FAR_US)[-1].end_us == START_US + 240 * SECOND


@pytest.mark.databases("sqlite")
def test_a_retention_that_hangs_holds_up_no_row_of_a_new_recording(tmp_path: Path) -> None:
    asked, goes_on = threading.Event(), threading.Event()

    def free() -> int:
        asked.set()
        goes_on.wait(10)
        return 1 << 40

    with rig(tmp_path) as r, recording_of(r, free_bytes=free) as recording:
        assert asked.wait(10)
        feed(recording.recorder(MAIN), pictures(), range(300), then=GapCause.CAMERA_AWAY)
        settled(recording)
        first, second = r.archive.segments(*MAIN[:2], 0, FAR_US)
        assert first.end_us == second.start_us
        goes_on.set()


def test_retention_lets_other_writers_in_after_every_few_files(tmp_path: Path) -> None:
    keys, rests = [camera_key(number) for number in range(1, 20)], []
    with rig(tmp_path) as r:
        with r.writer() as writer:
            for key in keys:
                feed(r.recorder(writer, key), pictures(), range(25), then=GapCause.CAMERA_AWAY)
        assert isinstance(r.clock, SimulatedClock)
        r.clock.advance(400 * 86_400)

        def rest(seconds: float) -> bool:
            with r.database.transaction(relaxed=True):  # it would wait in vain for a lock that is held
                rests.append((seconds, sum(bool(r.archive.segments(*key[:2], 0, FAR_US)) for key in keys)))
            return False

        Retention(
            r.archive, clock=r.clock, ids=r.ids, limits=dict, default=MAY_GO, min_free_bytes=0, rest=rest
        ).look()  # fmt: skip
        assert [left for _, left in rests] == [3, 0]
        assert min(seconds for seconds, _ in rests) > 0
        assert check(r.archive) == []


@pytest.mark.databases("sqlite")
def test_a_look_that_is_cut_short_says_nothing_and_room_comes_before_what_is_merely_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [camera_key(number) for number in range(1, 36)]
    with rig(tmp_path) as r:
        with r.writer() as writer:
            for key in keys:
                feed(r.recorder(writer, key), pictures(), range(25), then=GapCause.CAMERA_AWAY)
        assert isinstance(r.clock, SimulatedClock)
        r.clock.advance(400 * 86_400)
        ended = [True, False, False, False]
        retention = Retention(
            r.archive, clock=r.clock, ids=r.ids, limits=dict, default=MAY_GO, min_free_bytes=1, free_bytes=lambda: 0,
            rest=lambda _seconds: ended.pop(0),
        )  # fmt: skip
        run = retention.look()
        assert (run.deleted, run.interrupted, run.full) == (16, True, False)
        monkeypatch.setattr(deletion, "_ROOM_BYTES", 1)
        run = retention.look(no_space=True)
        assert (run.deleted, run.interrupted, run.full) == (16, False, True)
        assert retention.look().deleted == 3
