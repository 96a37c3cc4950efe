"""Pools of disks and the cold store: nothing is lost or doubled, whatever stops where."""

from __future__ import annotations

import errno
import shutil
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from archive_rig import FAR_US, MAIN, SECOND, camera_key, default_limits, eventually, feed, rig
from media_units import START_US, pictures
from places_rig import Stop, house, run_out
from s3_stub import s3_stub
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Conflict, DataLoss, Invalid, Unavailable
from toancanh.media.archive import Retention, RetentionLimits, SegmentState, StreamKey, check, recover
from toancanh.media.archive.places import store
from toancanh.media.archive.places.folder_store import FolderStore
from toancanh.media.archive.places.model import COLD, PoolState
from toancanh.media.archive.places.places import MARKER
from toancanh.media.model import GapCause
from toancanh.media.playback.footage import Footage
from toancanh.media.playback.spans import Span
from toancanh.media.recorder.output import Output, write_all

pytestmark = pytest.mark.databases("sqlite")

DAY_US = 86_400 * SECOND


def files(*folders: Path) -> list[str]:
    return sorted(path.name for folder in folders for path in folder.rglob("*") if path.suffix in (".mp4", ".part"))


def test_a_new_disk_takes_its_share_and_a_drained_one_is_emptied_while_recording_goes_on(tmp_path: Path) -> None:
    with house(tmp_path) as h:
        h.record(250)
        h.act(h.keeper.add, "disk-2", h.disk)
        h.record(500)
        assert set(h.places()) == {"", "disk-2"}
        before = h.bytes()
        h.act(h.keeper.drain, "", True)
        run_out(h.mover())
        assert set(h.places()) == {"disk-2"}
        assert h.bytes() == before
        assert files(h.r.root) == []
        assert check(h.r.archive, deep=True) == []
        h.record(250)
        assert set(h.places()) == {"disk-2"}
        with pytest.raises(Conflict, match="no other pool"):
            h.act(h.keeper.drain, "disk-2", True)


@pytest.mark.databases("sqlite", "postgresql")
def test_what_is_next_is_found_however_many_streams_are_thinned(tmp_path: Path) -> None:
    city = [camera_key(number) for number in range(2, 33_002)]  # more than PostgreSQL takes parameters
    others = frozenset(key.camera_id for key in city)
    with rig(tmp_path) as r:
        with r.writer() as writer:
            feed(r.recorder(writer), pictures(), range(50), then=GapCause.RECORDER_STOPPED)
        (segment,) = r.archive.segments(*MAIN[:2], 0, FAR_US)

        def found(thinned: Sequence[StreamKey], cameras: store.Cameras) -> list[str]:
            with r.database.reading() as connection:
                return store.oldest_in_place(
                    connection, "", ended_by_us=FAR_US, limit=2, cameras=cameras, thinned=thinned
                )

        assert found(city, store.Cameras(others, but=True)) == [segment.id]
        assert found([MAIN], store.Cameras(others, but=True)) == []
        assert found([*city, MAIN], store.Cameras(others | {MAIN.camera_id})) == []
        assert found([], store.Cameras(others)) == []


@pytest.mark.parametrize("to_cold", [False, True])
@pytest.mark.parametrize("step", ["M1", "M2", "M3", "M4", "M5"])
def test_a_crash_at_any_step_of_a_move_loses_nothing_and_doubles_nothing(
    tmp_path: Path, step: str, to_cold: bool
) -> None:
    with house(tmp_path) as h:
        h.record(250)
        if to_cold:
            h.use_cold()
        else:
            h.act(h.keeper.add, "disk-2", h.disk)
            h.act(h.keeper.drain, "", True)
        before = h.bytes()

        def die(at: str) -> None:
            if at == step:
                raise Stop

        with pytest.raises(Stop):
            run_out(h.mover(die))
        recover(h.r.archive, ids=h.r.ids, owned=lambda _camera: True)
        assert h.bytes() == before
        assert check(h.r.archive) == []
        run_out(h.mover())
        assert set(h.places()) == {COLD if to_cold else "disk-2"}
        assert h.bytes() == before
        assert len(files(h.r.root, h.disk, h.cold_folder)) == len(before)
        assert check(h.r.archive, deep=True) == []


def test_an_empty_mount_point_is_away_and_its_recordings_come_back_with_it(tmp_path: Path) -> None:
    with house(tmp_path) as h:
        h.act(h.keeper.add, "disk-2", h.disk)
        h.act(h.keeper.drain, "", True)
        h.record()
        before = h.bytes()
        h.disk.rename(tmp_path / "unmounted")
        h.disk.mkdir()
        h.act(h.keeper.drain, "", False)
        assert h.r.archive.places.looks()["disk-2"].state is PoolState.AWAY
        recover(h.r.archive, ids=h.r.ids, owned=lambda _camera: True)
        assert len(h.places()) == len(before)  # no row was dropped for a file that nobody can see
        with pytest.raises(Unavailable, match="disk-2 is away"):
            h.bytes()
        assert [(one.invariant, one.subject) for one in check(h.r.archive)] == [("T1", "pool disk-2")]
        h.record(250)
        assert set(h.places()[len(before) :]) == {""}
        assert files(h.disk) == []
        h.disk.rmdir()
        (tmp_path / "unmounted").rename(h.disk)
        h.r.archive.places.look()
        assert h.r.archive.places.take_returned() == {"disk-2"}
        assert h.bytes()[: len(before)] == before


def test_a_disk_that_refuses_is_left_at_once_and_tried_again_after_a_minute(tmp_path: Path) -> None:
    with house(tmp_path) as h:
        h.act(h.keeper.add, "disk-2", h.disk)
        h.act(h.keeper.drain, "", True)
        broken = True

        def write(output: Output, chunks: Sequence[bytes]) -> None:
            if broken and h.disk.as_posix() in str(output_path(output)):
                raise OSError(errno.EIO, "Input/output error")
            write_all(output, chunks)

        h.record(100)
        h.act(h.keeper.drain, "", False)
        with h.r.writer(write=write) as writer:
            recorder = h.r.recorder(writer)
            feed(recorder, pictures(), range(1500), start_us=h.r.clock.now_us(), then=GapCause.RECORDER_STOPPED)
            eventually(lambda: writer.status().queued_bytes == 0)
        looks = h.r.archive.places.look()
        assert looks["disk-2"].state is PoolState.FAILING
        assert h.places()[-1] == ""
        assert {gap.cause for gap in h.r.archive.gaps(*MAIN[:2], 0, FAR_US)} >= {GapCause.DISK_ERROR}
        h.later(61)
        assert h.r.archive.places.look()["disk-2"].state is PoolState.OK


def output_path(output: Output) -> Path:
    return Path(f"/proc/self/fd/{output._fd}").readlink()


def test_a_store_that_is_away_or_lies_costs_nothing_and_is_asked_again_later(tmp_path: Path) -> None:
    with house(tmp_path) as h, s3_stub() as stub:
        h.keeper._outbound = OutboundPolicy.of([stub.url.removeprefix("http://")], set())
        h.record(250)
        h.use_cold(stub.url)
        before = h.bytes()
        h.later(60)
        mover = h.mover()
        for number, fault in enumerate(("denied", "wrong", "short")):
            stub.fault = fault
            run_out(mover)
            with h.r.database.reading() as connection:
                (move,), cold = store.moves(connection), store.cold_settings(connection)
            assert move.attempts == number + 1
            assert move.error
            assert cold is not None
            assert cold.error == move.error
            assert set(h.places()) == {""}
            assert h.bytes() == before
            assert not mover.look()  # it waits
            h.later(30 * 2**number + 1)
        stub.fault = ""
        run_out(mover)
        assert set(h.places()) == {COLD}
        with h.r.database.reading() as connection:
            cold = store.cold_settings(connection)
        assert cold is not None
        assert cold.error == ""
        stub.fault = "wrong"
        with pytest.raises(DataLoss, match="other bytes"):
            h.bytes()
        stub.fault = ""
        assert h.bytes() == before
        asked = len(stub.requests)
        assert h.bytes() == before
        assert len(stub.requests) == asked  # it is here now
        (key,) = stub.objects
        stub.objects[key] = stub.objects[key][:-1]
        assert [one.invariant for one in check(h.r.archive)] == ["T2"]


def test_retention_deletes_the_object_too_and_what_is_on_a_disk_that_was_away(tmp_path: Path) -> None:
    with house(tmp_path) as h:
        h.act(h.keeper.add, "disk-2", h.disk)
        h.record(1000)
        h.use_cold(after_days=1)
        h.later(2 * 86_400)
        run_out(h.mover())
        assert set(h.places()) == {COLD}
        retention = Retention(
            h.r.archive, clock=h.r.clock, ids=h.r.ids, limits=dict,
            default=RetentionLimits(min_days=0, max_days=1.5), min_free_bytes=0,
        )  # fmt: skip
        shutil.move(h.cold_folder, tmp_path / "gone")
        assert retention.look().deleted
        assert h.places() == []
        assert not h.mover().look()  # the store is away
        shutil.move(tmp_path / "gone", h.cold_folder)
        run_out(h.mover())
        assert files(h.cold_folder) == []
        assert check(h.r.archive) == []


def test_a_full_disk_gives_up_its_own_oldest_and_no_others(tmp_path: Path) -> None:
    with house(tmp_path) as h:
        h.act(h.keeper.add, "disk-2", h.disk)
        h.record(1000)
        before = h.places()
        retention = Retention(
            h.r.archive, clock=h.r.clock, ids=h.r.ids, limits=dict, default=default_limits, min_free_bytes=1000,
        )  # fmt: skip
        rooms = {"": 2000, "disk-2": 999}
        retention._rooms = lambda: rooms  # type: ignore[method-assign]
        run = retention.look()
        assert run.deleted == before.count("disk-2")
        assert not run.full
        assert set(h.places()) == {""}


def test_what_a_pool_may_be(tmp_path: Path) -> None:
    with house(tmp_path) as h:
        for name, folder, error in (
            ("Disk 2", h.disk, Invalid),
            ("disk-2", tmp_path / "nowhere", Invalid),
            ("disk-2", h.r.root / "x", Invalid),
            ("disk-2", tmp_path, Conflict),
        ):
            with pytest.raises(error):
                h.act(h.keeper.add, name, folder)
        h.act(h.keeper.add, "disk-2", h.disk)
        with pytest.raises(Conflict, match="drain it"):
            h.act(h.keeper.remove, "disk-2")
        h.act(h.keeper.drain, "disk-2", True)
        h.act(h.keeper.remove, "disk-2")
        assert not (h.disk / MARKER).exists()
        with pytest.raises(Invalid, match="endpoint"):
            h.use_cold("ftp://x")
        with pytest.raises(Invalid, match="in numbers"):
            h.use_cold("http://store.example:9000")
        assert h.r.archive.segments(*MAIN[:2], START_US, FAR_US) == []
        assert SegmentState.COMPLETE == "complete"


def test_what_is_not_here_yet_says_how_much_of_it_is_and_a_disk_that_is_away_is_a_gap(tmp_path: Path) -> None:
    with house(tmp_path) as h:
        h.act(h.keeper.add, "disk-2", h.disk)
        h.record(500)
        footage = Footage(h.r.archive, h.r.clock)
        asked = Span(start_us=START_US, end_us=START_US + 20 * SECOND)
        on_disk = [one for one in h.r.archive.segments(*MAIN[:2], 0, FAR_US) if one.place == "disk-2"]
        h.disk.rename(tmp_path / "unmounted")
        h.r.archive.places.look()
        gaps = {(gap.start_us, gap.end_us, gap.cause) for gap in footage.timeline(*MAIN[:2], asked).gaps}
        assert gaps == {(one.start_us, one.end_us, GapCause.DISK_AWAY) for one in on_disk}
        (tmp_path / "unmounted").rename(h.disk)
        h.r.archive.places.look()
        assert footage.timeline(*MAIN[:2], asked).gaps == ()

        h.use_cold()
        run_out(h.mover())
        release = threading.Event()
        h.cold.object_store = lambda: Waiting(FolderStore(h.cold_folder), release)
        first = h.r.archive.segments(*MAIN[:2], 0, FAR_US)[0]
        with pytest.raises(Unavailable, match="50 % of it is here") as caught:
            footage.wait_for(first, wait_s=0.2)
        assert caught.value.extra["percent"] == 50
        assert footage.fetching(*MAIN[:2], asked)[0] == pytest.approx(0.5, abs=0.01)
        release.set()
        footage.wait_for(first)
        eventually(lambda: footage.fetching(*MAIN[:2], asked) == [1.0] * len(footage.fetching(*MAIN[:2], asked)))


class Waiting:
    """Gives half, then waits."""

    def __init__(self, store: FolderStore, release: threading.Event) -> None:
        self._store, self._release = store, release

    def get(self, key: str) -> Iterator[bytes]:
        data = b"".join(self._store.get(key))
        yield data[: len(data) // 2]
        assert self._release.wait(20)
        yield data[len(data) // 2 :]
