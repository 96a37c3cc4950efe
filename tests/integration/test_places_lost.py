"""A disk that dies for good, or that cannot be read any more: others record on, and what is lost is said."""

from __future__ import annotations

import errno
import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from archive_rig import FAR_US, MAIN, SECOND, execute, feed
from media_units import START_US, pictures
from places_rig import House, house, run_out
from toancanh.bootstrap import open_platform
from toancanh.cli import main
from toancanh.governance.holds import DeletedFootage, Reason, Span
from toancanh.kernel import Conflict, DataLoss, Invalid, NotFound
from toancanh.media.archive import Retention, RetentionLimits, SegmentState, check, recover, sums
from toancanh.media.archive import store as segments
from toancanh.media.archive.deletion import Unheld
from toancanh.media.archive.model import Segment
from toancanh.media.archive.places.losing import Losing
from toancanh.media.archive.places.model import COLD, PoolState
from toancanh.media.archive.places.mover import Mover
from toancanh.media.archive.places.places import MARKER, Places
from toancanh.media.archive.places.returning import take_back
from toancanh.media.archive.places.store import of_spans
from toancanh.media.archive.recovery import recover_returned
from toancanh.media.archive.summary import Stretch
from toancanh.media.archive.summary import sums as summary
from toancanh.media.fmp4 import PROOF
from toancanh.media.model import GapCause
from toancanh.media.playback.footage import Footage
from toancanh.media.playback.spans import Span as Asked

pytestmark = pytest.mark.databases("sqlite")

STREAM = (MAIN.camera_id, MAIN.role)
ALL = Stretch(START_US, START_US + 3600 * SECOND)


class Told(Unheld):
    """What was put on record."""

    def __init__(self) -> None:
        self.batch: list[DeletedFootage] = []

    def note_deleted(self, _tx: Connection, batch: Sequence[DeletedFootage], /) -> None:
        self.batch += batch


class Held(Unheld):
    """Everything within these spans."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans

    def held(self, _connection: Connection, camera_ids: Collection[str], /) -> dict[str, Sequence[Span]]:
        return dict.fromkeys(camera_ids, self._spans)


def found(h: House) -> list[Segment]:
    return h.r.archive.segments(*STREAM, 0, FAR_US)


def mover(h: House, keeping: Unheld | None = None) -> Mover:
    losing = Losing(h.r.archive, keeper=h.keeper, clock=h.r.clock, ids=h.r.ids, keeping=keeping)
    return Mover(h.r.archive, clock=h.r.clock, sleep=lambda _s: None, losing=losing)


def missing_us(h: House, cause: GapCause) -> int:
    with h.r.database.reading() as connection:
        by_camera = summary(
            connection, [MAIN.camera_id], MAIN.role, [ALL], now_us=h.r.clock.now_us(), away=h.r.archive.places.away()
        )
    of_cause = by_camera[MAIN.camera_id].stretches[0].missing.get(cause)
    return 0 if of_cause is None else of_cause.us


def length_us(recorded: Sequence[Segment]) -> int:
    return sum(one.end_us - one.start_us for one in recorded if one.end_us is not None)


def test_a_dead_disk_is_given_up_while_recording_goes_on_and_another_takes_its_folder(tmp_path: Path) -> None:
    with house(tmp_path) as h:
        h.act(h.keeper.add, "disk-2", h.disk)
        h.record(1000)
        lost = [one for one in found(h) if one.place == "disk-2"]
        kept_bytes = sum(one.size_bytes for one in found(h) if one.place == "")
        proven = {one.segment_id for one in h.r.archive.proofs(*STREAM, 0, FAR_US)}
        with pytest.raises(Conflict, match="this disk works"):
            h.act(h.keeper.give_up, "disk-2", "disk-2")
        h.disk.rename(tmp_path / "dead")
        h.disk.mkdir()
        h.r.archive.places.look()
        assert missing_us(h, GapCause.DISK_AWAY) == length_us(lost)
        with pytest.raises(Invalid, match="type disk-2"):
            h.act(h.keeper.give_up, "disk-2", "yes")
        held = lost[0]
        with h.r.database.reading() as connection:  # what a hold keeps there, and cannot
            first = (MAIN.camera_id, held.start_us, held.start_us + 1)
            assert of_spans(connection, "disk-2", [first, first, ("another", 0, FAR_US)]) == 1
            assert of_spans(connection, "disk-2", [(MAIN.camera_id, 0, FAR_US)]) == len(lost)

        told, clock = Told(), h.r.clock
        with h.r.writer(tails=recover(h.r.archive, ids=h.r.ids, owned=lambda _camera: True).tails) as writer:
            recorder, start_us = h.r.recorder(writer), clock.now_us()
            feed(recorder, pictures(), range(250), start_us=start_us)
            h.act(h.keeper.give_up, "disk-2", "disk-2")
            h.act(h.keeper.add, "disk-3", h.disk)
            run_out(mover(h, told))
            with h.r.database.reading() as connection:
                assert sums.used_by_day(connection, [MAIN.camera_id]) == {
                    MAIN.camera_id: {START_US // (86_400 * SECOND): kept_bytes}
                }
            feed(recorder, pictures(), range(250, 1000), start_us=start_us, then=GapCause.RECORDER_STOPPED)
        h.later(100)
        run_out(mover(h, told))
        assert {one.place for one in found(h)} == {"", "disk-3"}
        assert missing_us(h, GapCause.DISK_LOST) == length_us(lost)
        assert missing_us(h, GapCause.DISK_AWAY) == 0
        assert [(one.reason, one.files) for one in told.batch] == [(Reason.LOST, len(lost))]
        assert proven < {one.segment_id for one in h.r.archive.proofs(*STREAM, 0, FAR_US)}
        assert set(h.r.archive.places.look()) == {"", "disk-3"}
        assert check(h.r.archive, deep=True) == []
        with pytest.raises(Conflict, match="empty folder"):
            h.act(h.keeper.add, "disk-4", tmp_path / "dead")

        before = [one for one in found(h) if one.place == ""]
        spoilt, *good = lost
        data = bytearray((tmp_path / "dead" / spoilt.path).read_bytes())
        data[-20] ^= 1  # a digest or a picture
        (tmp_path / "dead" / spoilt.path).write_bytes(data)
        h.act(h.keeper.take_back, "disk-2", tmp_path / "dead")
        for files, left in ((len(good), 1), (0, 1)):
            returned = take_back(h.r.archive, "disk-2", ids=h.r.ids)
            assert (returned.files, returned.left) == (files, left)
        assert [one for one in found(h) if one.place == ""] == before
        assert [one.path for one in found(h) if one.place == "disk-2"] == [one.path for one in good]
        assert missing_us(h, GapCause.DISK_LOST) == length_us([spoilt])
        (tmp_path / "dead" / spoilt.path).unlink()
        assert check(h.r.archive, deep=True) == []


def test_a_disk_that_returns_brings_back_what_was_recorded_here_and_nothing_else_on_it_is_changed(
    tmp_path: Path,
) -> None:
    with house(tmp_path) as h:
        h.act(h.keeper.add, "disk-2", h.disk)
        h.act(h.keeper.drain, "", True)
        h.record(1000)
        torn, linked, forged, old = found(h)
        h.act(h.keeper.drain, "", False)
        dead, other = tmp_path / "dead", tmp_path / "other.mp4"
        h.disk.rename(dead)
        h.disk.mkdir()
        h.r.archive.places.look()
        h.act(h.keeper.give_up, "disk-2", "disk-2")
        run_out(mover(h))
        h.later(100)
        run_out(mover(h))

        def rewrite(path: Path, data: bytes, name: str = "") -> Path:
            path.unlink()
            path = path.with_name(name or path.name)
            path.write_bytes(data)
            return path

        rewrite(dead / torn.path, (dead / torn.path).read_bytes() + b"torn")
        other.write_bytes((dead / linked.path).read_bytes() + b"torn")
        (dead / linked.path).unlink()
        (dead / linked.path).symlink_to(other)
        new_id = h.r.ids.new_id()
        data = (dead / forged.path).read_bytes().replace(forged.id.encode(), new_id.encode())
        foreign = rewrite(dead / forged.path, data + b"torn", f"{new_id}.mp4")
        rewrite(dead / old.path, (dead / old.path).read_bytes().replace(PROOF, bytes(16)))
        execute(h.r, "DELETE FROM segment_proof WHERE segment_id = :id", id=old.id)
        before = other.read_bytes(), foreign.read_bytes()

        h.act(h.keeper.take_back, "disk-2", dead)
        returned = take_back(h.r.archive, "disk-2", ids=h.r.ids)
        assert (returned.files, returned.left, returned.unproven) == (1, 3, 2)
        assert found(h) == [torn]
        assert (other.read_bytes(), foreign.read_bytes()) == before
        assert (dead / torn.path).stat().st_size == torn.size_bytes
        returned = take_back(h.r.archive, "disk-2", ids=h.r.ids, unproven=True)
        assert (returned.files, returned.left, returned.unproven) == (1, 2, 1)
        assert [one.id for one in found(h)] == [torn.id, old.id]
        assert len(h.r.archive.proofs(*STREAM, 0, FAR_US)) == 3
        assert (other.read_bytes(), foreign.read_bytes()) == before
        assert missing_us(h, GapCause.DISK_LOST) == length_us([linked, forged])
        for path in (dead / linked.path, foreign):
            path.unlink()
        assert check(h.r.archive, deep=True) == []


def test_what_may_be_taken_back(tmp_path: Path) -> None:
    with house(tmp_path) as h:
        h.act(h.keeper.add, "disk-2", h.disk)
        with pytest.raises(Conflict, match="in use"):
            h.act(h.keeper.take_back, "disk-2", None)
        with pytest.raises(NotFound, match="folder"):
            h.act(h.keeper.take_back, "disk-3", None)
        other = tmp_path / "other"
        other.mkdir()
        with pytest.raises(Conflict, match="no marker"):
            h.act(h.keeper.take_back, "disk-3", other)
        h.record(250)
        h.disk.rename(tmp_path / "away")
        h.r.archive.places.look()
        h.act(h.keeper.give_up, "disk-2", "disk-2")
        with pytest.raises(Conflict, match="mount it"):
            h.act(h.keeper.take_back, "disk-2", None)
        (tmp_path / "away").rename(h.disk)
        h.act(h.keeper.take_back, "disk-2", None)  # before anything became a gap
        assert not mover(h).look() or missing_us(h, GapCause.DISK_LOST) == 0
        assert h.r.archive.places.look()["disk-2"].pool.draining


def test_a_new_disk_under_the_archives_own_folder(tmp_path: Path) -> None:
    with house(tmp_path) as h:
        h.record()
        h.act(h.keeper.add, "disk-2", h.disk)
        h.r.root.rename(tmp_path / "dead")
        h.r.root.mkdir()
        h.r.archive.places.look()
        h.act(h.keeper.give_up, "", "root")
        with h.r.database.reading() as connection:
            assert h.r.archive.places.choose() == "disk-2"
            assert segments.streams(connection)
        h.later(100)
        run_out(mover(h))
        assert h.r.archive.places.look()[""].state is PoolState.OK
        h.record(1000)
        assert {one.place for one in found(h)} == {"", "disk-2"}
        assert check(h.r.archive) == []


def test_what_was_being_written_when_its_disk_went_ends_when_it_is_back_while_recording_runs(tmp_path: Path) -> None:
    with house(tmp_path) as h:
        h.act(h.keeper.add, "disk-2", h.disk)
        h.act(h.keeper.drain, "", True)
        h.record(200)
        (begun,) = found(h)
        with h.r.database.transaction() as tx:  # the process was killed before it could say that the file is complete
            segments.delete_segment(tx, begun.id)
            open_ended = {"end_us": None, "size_bytes": 0, "state": SegmentState.WRITING, "table": None}
            segments.insert_segment(tx, Segment(**{**vars(begun), **open_ended}))
        h.act(h.keeper.drain, "", False)
        h.disk.rename(tmp_path / "unmounted")
        h.r.archive.places.look()
        tails = recover(h.r.archive, ids=h.r.ids, owned=lambda _camera: True).tails
        began_us = h.r.clock.now_us()
        with h.r.writer(tails=tails) as writer:
            recorder = h.r.recorder(writer)
            feed(recorder, pictures(), range(250), start_us=began_us)
            (tmp_path / "unmounted").rename(h.disk)
            h.r.archive.places.look()
            returned = h.r.archive.places.take_returned()
            assert returned == {"disk-2"}
            recover_returned(h.r.archive, returned, ids=h.r.ids, owned=lambda _key: True, begun_us=began_us)
            feed(recorder, pictures(), range(250, 500), start_us=began_us, then=GapCause.RECORDER_STOPPED)
        assert found(h)[0] == begun
        assert check(h.r.archive, deep=True) == []


@contextmanager
def unreadable(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> Iterator[None]:
    """The disk refuses these files behind their first 4 KiB, as a kernel says it."""
    bad = {path.stat().st_ino for path in paths}
    pread, read = os.pread, os.read

    def refuse(fd: int) -> None:
        if os.fstat(fd).st_ino in bad:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def bad_pread(fd: int, size: int, offset: int) -> bytes:
        if offset + size > 4096:
            refuse(fd)
        return pread(fd, size, offset)

    def bad_read(fd: int, size: int) -> bytes:
        refuse(fd)
        return read(fd, size)

    with monkeypatch.context() as patched:
        patched.setattr(os, "pread", bad_pread)
        patched.setattr(os, "read", bad_read)
        yield


def test_one_bad_file_is_named_and_others_go_on_several_are_the_disks_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with house(tmp_path) as h:
        h.act(h.keeper.add, "disk-2", h.disk)
        h.record(2500)
        on_disk = [one for one in found(h) if one.place == "disk-2"]
        paths = [h.r.archive.path(one) for one in on_disk]
        footage = Footage(h.r.archive, h.r.clock)

        def read(segment: Segment) -> bytes:
            end_us = segment.end_us or segment.start_us
            (track,) = footage.tracks(*STREAM, Asked(start_us=segment.start_us + SECOND, end_us=end_us - SECOND))
            return footage.read(track, 0, segment.size_bytes)

        with unreadable(monkeypatch, paths[0]):
            with pytest.raises(DataLoss, match=f"cannot read {on_disk[0].path}"):
                read(on_disk[0])
            assert len(read(on_disk[1])) == on_disk[1].size_bytes
            wrong = check(h.r.archive)
            assert [(one.invariant, one.subject) for one in wrong] == [("A1", on_disk[0].path)]
            recover(h.r.archive, ids=h.r.ids, owned=lambda _camera: True)
            assert h.r.archive.places.look()["disk-2"].state is PoolState.OK
        with unreadable(monkeypatch, *paths[:3]):
            for one in on_disk[1:3]:
                with pytest.raises(DataLoss):
                    read(one)
        h.later(61)
        elsewhere = Places(h.r.root, h.r.database, clock=h.r.clock)  # another process, which has read nothing
        for places in (h.r.archive.places, elsewhere):
            look = places.look()["disk-2"]
            assert (look.state, look.why) == (PoolState.FAILING, "several files on it cannot be read")
            assert {places.choose() for _ in range(5)} == {""}
        h.later(3600)
        assert h.r.archive.places.look()["disk-2"].state is PoolState.OK


def test_what_is_held_stays_in_the_cold_store_and_each_class_goes_there_in_its_time(tmp_path: Path) -> None:
    with house(tmp_path) as h:
        h.record(500)
        h.use_cold(after_days=30)
        h.later(10 * 86_400)
        run_out(h.mover())
        assert {one.place for one in found(h)} == {""}
        early = {"clock": h.r.clock, "sleep": lambda _s: None, "cold_days": lambda: {MAIN.camera_id: 5}}
        run_out(Mover(h.r.archive, **early, thinned_streams=lambda: {STREAM}))
        assert {one.place for one in found(h)} == {""}  # nothing thins it there
        run_out(Mover(h.r.archive, **early))
        assert {one.place for one in found(h)} == {COLD}

        held, *_, free = found(h)
        keeping = Held([Span(from_us=held.start_us, to_us=held.start_us + SECOND)])
        retention = Retention(
            h.r.archive, clock=h.r.clock, ids=h.r.ids, limits=dict, keeping=keeping,
            default=RetentionLimits(min_days=0, max_days=1), min_free_bytes=0,
        )  # fmt: skip
        assert retention.look().deleted
        run_out(h.mover())
        assert [one.id for one in found(h)] == [held.id]
        assert [path.name for path in h.cold_folder.rglob("*.mp4")] == [Path(held.path).name] != [Path(free.path).name]
        assert check(h.r.archive, deep=True) == []


def test_the_same_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    disk, data = tmp_path / "disk", tmp_path / "data"
    disk.mkdir()
    with closing(open_platform(data=data, create=True)):
        pass

    def storage(*words: str) -> int:
        return main(["storage", *words, "--data", str(data)])

    assert storage("add", "disk-2", str(disk)) == 0
    assert storage("give-up", "disk-2", "--confirm", "disk-2") == 1
    (disk / MARKER).unlink()
    assert storage("give-up", "disk-2", "--confirm", "disk") == 2
    assert storage("give-up", "disk-2", "--confirm", "disk-2") == 0
    assert storage("list") == 0
    assert storage("take-back", "disk-2") == 1
    assert "disk-2: away, given up" in capsys.readouterr().out
    with closing(open_platform(data=data)) as platform, platform.database.reading() as connection:
        acts = set(connection.execute(text("SELECT action FROM record_entry")).scalars())
    assert "archive.pool_give_up" in acts
