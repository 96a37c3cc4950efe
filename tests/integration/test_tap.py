"""Encoded pictures for who looks at them, over a local socket; the media process goes on whatever becomes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from media_units import Pictures, pictures
from toancanh.media.ingest.hub import StreamHub
from toancanh.media.link import socket_path
from toancanh.media.link.server import LinkServer
from toancanh.media.model import AccessUnit, ClockSource, CodecParameters, GapCause, RunClock
from toancanh.media.tap import Tap, taps
from toancanh.media.tap.source import StreamName
from toancanh.media.tap.taps import Taps
from toancanh.registry.model import StreamRole

CAMERA = ("one", StreamRole.SUB)
OTHER = ("other", StreamRole.SUB)


class Hubs:
    """The streams of a media process."""

    def __init__(self) -> None:
        self.known = {CAMERA: StreamHub(), OTHER: StreamHub()}

    def hub(self, camera_id: str, role: StreamRole, /) -> StreamHub | None:
        return self.known.get((camera_id, role))


class Notes:
    """A `TapListener` that writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, object]] = []
        self.units: list[AccessUnit] = []
        self.left_out = 0

    def on_parameters(self, stream: StreamName, parameters: CodecParameters, /) -> None:
        self.told.append((stream[0], parameters))

    def on_clock(self, stream: StreamName, source: ClockSource, /) -> None:
        self.told.append((stream[0], source))

    def on_unit(self, stream: StreamName, unit: AccessUnit, left_out: int, /) -> None:
        self.told.append((stream[0], unit.media_time))
        self.units.append(unit)
        self.left_out += left_out

    def on_interrupted(self, stream: StreamName, /) -> None:
        self.told.append((stream[0], "over"))


class Media:
    """A media process's end."""

    def __init__(self, folder: Path) -> None:
        loop = asyncio.get_running_loop()
        self.hubs = Hubs()
        self.taps = Taps(loop, self.hubs)
        self.server = LinkServer(loop, socket_path(folder, 0), self.taps.handlers())
        self.server.start()

    def close(self) -> None:
        self.taps.close()
        self.server.close()

    def play(self, made: Pictures, first: int, last: int, stream: StreamName = CAMERA) -> None:
        hub = self.hubs.known[stream]
        if not hub.running:
            hub.on_parameters(made.parameters)
            hub.on_clock(RunClock(source=ClockSource.CAMERA_RTCP))
        for number in range(first, last):
            hub.on_access_unit(made.unit(number))


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 - a test that polls
            await asyncio.sleep(0.01)


async def tapped(media: Media, folder: Path, notes: Notes, *wanted: StreamName) -> Tap:
    tap = Tap(socket_path(folder, 0), notes)
    tap.start()
    tap.want(wanted)
    await until(lambda: all(media.hubs.known[one]._waiting or media.hubs.known[one]._sinks for one in wanted))
    return tap


def test_a_reader_gets_the_very_pictures_from_a_key_frame_on_and_of_no_other_stream(tmp_path: Path) -> None:
    async def run() -> None:
        media, notes, made = Media(tmp_path), Notes(), pictures()
        media.play(made, 0, 10)
        media.play(made, 0, 50, OTHER)
        tap = await tapped(media, tmp_path, notes, CAMERA)
        media.play(made, 10, 60)
        media.play(made, 50, 60, OTHER)
        await until(lambda: len(notes.units) == 35)
        assert [(one.data, one.media_time, one.is_key, one.wall_us) for one in notes.units] == [
            (one.data, one.media_time, one.is_key, one.wall_us) for one in map(made.unit, range(25, 60))
        ]
        assert notes.told[:2] == [("one", made.parameters), ("one", ClockSource.CAMERA_RTCP)]
        media.hubs.known[CAMERA].on_interrupted(GapCause.CAMERA_AWAY, 0)
        await until(lambda: notes.told[-1] == ("one", "over"))
        tap.want([])
        await until(lambda: not media.hubs.known[CAMERA]._sinks)
        tap.close()
        media.close()

    asyncio.run(run())


def test_a_reader_that_does_not_read_costs_itself_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taps, "MAX_WAITING_BYTES", 20_000)

    async def run() -> None:
        media, notes, made = Media(tmp_path), Notes(), pictures()
        size = len(made.unit(0).data)
        many = 25 * (2_000_000 // size)  # more than a socket takes
        tap = await tapped(media, tmp_path, notes, CAMERA)
        media.play(made, 0, many)  # without giving the reader a moment
        while not notes.left_out:  # it is told with the first that there is room for again
            media.play(made, many, many + 25)
            many += 25
            await asyncio.sleep(0.01)
        step = made.unit(1).media_time - made.unit(0).media_time
        pairs = [((after.media_time - one.media_time) // step, after) for one, after in pairwise(notes.units)]
        assert sum(steps - 1 for steps, _ in pairs) == notes.left_out
        assert all(after.is_key for steps, after in pairs if steps > 1)
        tap.close()
        media.close()

    asyncio.run(run())


def test_a_media_process_that_comes_back_is_tapped_again(tmp_path: Path) -> None:
    async def run() -> None:
        made, notes = pictures(), Notes()
        media = Media(tmp_path)
        tap = await tapped(media, tmp_path, notes, CAMERA)
        media.play(made, 0, 5)
        await until(lambda: len(notes.units) == 5)
        media.close()
        await until(lambda: notes.told[-1] == ("one", "over"))
        media = Media(tmp_path)
        await until(lambda: media.hubs.known[CAMERA]._sinks or media.hubs.known[CAMERA]._waiting)
        media.play(made, 0, 5)
        await until(lambda: len(notes.units) == 10)
        tap.close()
        media.close()

    asyncio.run(run())


def test_a_stream_that_gets_another_source_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taps, "_LOOK_EVERY_S", 0.05)

    async def run() -> None:
        media, notes, made = Media(tmp_path), Notes(), pictures()
        tap = await tapped(media, tmp_path, notes, CAMERA)
        media.hubs.known[CAMERA] = StreamHub()
        await until(lambda: media.hubs.known[CAMERA]._sinks)
        media.play(made, 0, 5)
        await until(lambda: len(notes.units) == 5)
        tap.close()
        media.close()

    asyncio.run(run())
