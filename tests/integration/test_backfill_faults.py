"""Holes filled out of a storage that may lie, never end, break off or be asked twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest

from archive_rig import CAMERA, FAR_US, MAIN, SECOND, Rig, execute, feed, rig
from media_units import START_US, Pictures, pictures
from toancanh.devices import DeviceAt, DevicePort, RecordingSpan
from toancanh.devices.facts import DeviceTime
from toancanh.infra.outbound import OutboundPolicy
from toancanh.media.archive import check, recover
from toancanh.media.archive.model import Copy
from toancanh.media.backfill import EdgeFailure, EdgeReason, EdgeStorage, Replayed
from toancanh.media.backfill.filling import Filled, Filling, Pace
from toancanh.media.backfill.profile_g import ProfileG
from toancanh.media.backfill.writing import FOLDER, remove_parts
from toancanh.media.ingest.connecting import Surroundings
from toancanh.media.ingest.login import LoginGate
from toancanh.media.model import AccessUnit, ClockSource, GapCause, RunClock
from toancanh.media.playback.footage import Footage
from toancanh.media.playback.pieces import cut
from toancanh.media.playback.spans import Span

pytestmark = pytest.mark.databases("sqlite")
HOLE = Span(start_us=START_US + 10 * SECOND, end_us=START_US + 30 * SECOND)
DAY = Span(start_us=START_US, end_us=START_US + 40 * SECOND)


@dataclass
class Storage:
    """Replays an endless repetition of pictures, 25 a second, key frames each second."""

    video: Pictures = field(default_factory=pictures)
    stray_us: int = 0
    cut_after: int = -1
    stands_still: bool = False
    asked: list[Span] = field(default_factory=list)

    clock = RunClock(source=ClockSource.CAMERA_STORAGE, offset_us=0)

    def __call__(self, camera_id: str, /) -> EdgeStorage:
        assert camera_id == CAMERA
        return self

    async def kept(self) -> Sequence[Span]:
        return [Span(start_us=START_US - 1_000 * SECOND, end_us=START_US + 1_000 * SECOND)]

    async def replay(self, asked: Span) -> AsyncGenerator[Replayed, None]:
        self.asked.append(asked)
        first = (asked.start_us - START_US) // SECOND * 25
        for number in range(first, first + 100_000):
            if number - first == self.cut_after:
                raise EdgeFailure(EdgeReason.CUT, "gone")
            unit = self.video.unit(0 if self.stands_still else number)
            dated = AccessUnit(
                media_time=unit.media_time, is_key=unit.is_key, data=unit.data,
                wall_us=asked.start_us if self.stands_still else unit.wall_us + self.stray_us, arrival_us=0,
            )  # fmt: skip
            yield Replayed(unit=dated, parameters=self.video.parameters if number == first else None)
            await asyncio.sleep(0)

    async def close(self) -> None:
        pass


@pytest.fixture
def holed(tmp_path: Path) -> Iterator[Rig]:
    """The camera was away from 10 to 30 s."""
    with rig(tmp_path) as r:
        with r.writer() as writer:
            recorder = r.recorder(writer)
            feed(recorder, pictures(), range(250), then=GapCause.CAMERA_AWAY)
            feed(recorder, pictures(), range(750, 900), then=GapCause.RECORDER_STOPPED)
        r.clock.advance(3600)
        yield r


def fillings(r: Rig, storage: Storage, *holes: Span) -> list[Filled]:
    async def fill() -> list[Filled]:
        filling = Filling(
            archive=r.archive, ids=r.ids, note=lambda tx, segment: None, open_storage=storage, pace=Pace(1 << 40),
            segment_seconds=10,
        )  # fmt: skip
        return await asyncio.gather(*(filling.fill(CAMERA, hole) for hole in holes))

    return asyncio.run(fill())


def fetched(r: Rig) -> list[tuple[float, float]]:
    found = r.archive.segments(*MAIN[:2], 0, FAR_US, copy=Copy.CAMERA)
    return [((one.start_us - START_US) / SECOND, ((one.end_us or 0) - START_US) / SECOND) for one in found]


def test_a_hole_is_filled_into_a_copy_of_its_own_and_played_as_one(holed: Rig) -> None:
    [filled] = fillings(holed, Storage(), HOLE)
    assert (filled.reason, fetched(holed)) == (None, [(10, 20), (20, 30), (30, 30.52)])
    assert check(holed.archive, deep=True) == []
    footage = Footage(holed.archive, holed.clock)
    told = footage.timeline(*MAIN[:2], DAY)
    ranges = [((one.start_us - START_US) / SECOND, (one.end_us - START_US) / SECOND) for one in told.ranges]
    assert ranges == [(0, 10), (10, 30), (30, 36)]
    assert [one.clock.source for one in told.ranges] == ["server_arrival", "camera_storage", "server_arrival"]
    assert [gap.cause for gap in told.gaps] == [GapCause.RECORDER_STOPPED]
    pieces = list(cut(footage.tracks(*MAIN[:2], DAY), DAY, target_us=2 * SECOND))
    assert [piece.track.segment.copy for piece in pieces if piece.breaks] == [Copy.CAMERA, Copy.FIRST]
    assert sum(piece.seconds for piece in pieces) == pytest.approx(36, abs=0.1)


def test_what_is_cut_is_kept_up_to_its_last_whole_group_and_goes_on_from_there(holed: Rig) -> None:
    storage = Storage(cut_after=7 * 25 + 12)
    [filled] = fillings(holed, storage, HOLE)
    assert (filled.reason, fetched(holed)) == (EdgeReason.CUT, [(10, 16)])
    storage.cut_after = -1
    [filled] = fillings(holed, storage, Span(start_us=START_US + 16 * SECOND, end_us=HOLE.end_us))
    assert (filled.reason, fetched(holed)) == (None, [(10, 16), (16, 20), (20, 30), (30, 30.52)])
    assert check(holed.archive, deep=True) == []


@pytest.mark.parametrize(
    ("storage", "reason"),
    [
        (Storage(stray_us=-600 * SECOND), EdgeReason.WRONG_TIMES),
        (Storage(stray_us=600 * SECOND), EdgeReason.NOTHING_KEPT),
        (Storage(stands_still=True), EdgeReason.ENDLESS),
    ],
    ids=["of another time", "of a later time", "endless"],
)
def test_nothing_is_written_of_what_cannot_be_of_that_time(holed: Rig, storage: Storage, reason: EdgeReason) -> None:
    [filled] = fillings(holed, storage, HOLE)
    assert (filled.reason, fetched(holed)) == (reason, [])
    assert check(holed.archive, deep=True) == []
    assert list((holed.root / FOLDER).glob(".*")) == []


def test_a_full_disk_takes_nothing_and_leaves_nothing_behind(holed: Rig) -> None:
    holed.archive.places.floor_bytes = 1 << 60
    [filled] = fillings(holed, Storage(), HOLE)
    assert (filled.reason, fetched(holed), check(holed.archive, deep=True)) == (EdgeReason.NO_ROOM, [], [])
    assert list((holed.root / FOLDER).glob(".*")) == []


def test_another_cameras_recording_is_not_taken_for_this_ones(holed: Rig) -> None:
    class Port:
        def __init__(self, tokens: Sequence[str]) -> None:
            self._tokens = tokens

        async def recordings(self) -> tuple[RecordingSpan, ...]:
            return tuple(
                RecordingSpan(recording_token=one, source_token=one, start_us=0, end_us=1) for one in self._tokens
            )

        async def time(self) -> DeviceTime:
            return DeviceTime(reported_us=holed.clock.now_us(), read_at_us=holed.clock.now_us())

    async def kept(alone: bool, *tokens: str) -> int:
        around = Surroundings(
            loop=asyncio.get_running_loop(), clock=holed.clock, outbound=OutboundPolicy.of((), ()),
            login_gate=LoginGate(clock=holed.clock, secret=b"s", folder=holed.root),
        )  # fmt: skip
        at, port = DeviceAt(address="192.0.2.1", port=80), cast("DevicePort", Port(tokens))
        return len(await ProfileG(port=port, at=at, source_token="mine", alone=alone, around=around).kept())

    async def all_of_them() -> list[int]:
        return await asyncio.gather(
            kept(False, "other", "mine"),
            kept(False, "other"),  # a recorder that names no recording of this channel
            kept(True, "by another name"),  # a camera's only one
            kept(True, "by another name", "and another"),
        )

    assert asyncio.run(all_of_them()) == [1, 0, 1, 0]


def test_two_at_once_leave_one_recording_and_another_codec_is_kept_as_it_is(holed: Rig) -> None:
    filled = fillings(holed, Storage(video=pictures("h265")), HOLE, HOLE)
    assert sorted(str(one.reason) for one in filled) == ["None", "raced"]
    assert fetched(holed) == [(10, 20), (20, 30), (30, 30.52)]
    assert check(holed.archive, deep=True) == []


def test_a_crash_before_the_row_costs_nothing_and_leaves_no_gap(holed: Rig) -> None:
    fillings(holed, Storage(), HOLE)
    before = fetched(holed)
    for table in ("segment", "stored_day"):
        execute(holed, f"DELETE FROM {table} WHERE role = 'main3'")  # noqa: S608
    part = holed.root / FOLDER / ".x.part"
    part.touch()
    remove_parts(holed.archive)
    assert not part.exists()
    found = recover(holed.archive, ids=holed.ids, owned=lambda _: True, copies=(Copy.FIRST, Copy.CAMERA))
    assert (found.indexed, fetched(holed)) == (3, before)
    assert check(holed.archive, deep=True) == []
    with holed.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM gap WHERE role = 'main3'").scalar() == 0
