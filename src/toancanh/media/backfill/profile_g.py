"""The adapter for ONVIF profile G: recordings are searched by SOAP and replayed over RTSP (streaming specification, 6).

The device's clock is put right by its offset of now. Where that drifted or was set since the hole, times are off by as
much: nobody can know better, and the clock of what was fetched says where its times come from.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from toancanh.devices import DeviceAt, DeviceFailure, DevicePort, DeviceReason, RecordingSpan
from toancanh.kernel import Denied, Invalid, Unavailable
from toancanh.media.backfill.ports import EdgeFailure, EdgeReason, Replayed
from toancanh.media.ingest.connecting import Replay, Session, Source, Surroundings, open_session
from toancanh.media.model import AccessUnit, ClockSource, CodecParameters, GapCause, RunClock, StateReason
from toancanh.media.playback.spans import Span
from toancanh.media.rtsp import RtspFailure

SILENCE_S = 10.0
"""So long a replay may send nothing before it counts as cut."""

MAX_OFFSET_US = 86_400_000_000
"""A clock that is further off was lost: nothing tells whether what it wrote earlier is off by as much."""

_SECOND_US = 1_000_000
_OFFSET_KNOWN_US = 70_000
_POLL_S = 0.02
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DONE = RtspFailure(StateReason.NONE, "what was wanted has come")
_REASONS = {
    DeviceReason.NOT_OFFERED: EdgeReason.NO_STORAGE,
    DeviceReason.UNREACHABLE: EdgeReason.UNREACHABLE,
    DeviceReason.TIMEOUT: EdgeReason.UNREACHABLE,
}
_STREAM_REASONS = {
    StateReason.NO_VIDEO: EdgeReason.NOTHING_KEPT,
    StateReason.UNSUPPORTED_CODEC: EdgeReason.UNUSABLE,
    StateReason.NO_ROUTE: EdgeReason.UNREACHABLE,
    StateReason.REFUSED: EdgeReason.UNREACHABLE,
    StateReason.TIMEOUT: EdgeReason.UNREACHABLE,
    StateReason.CLOSED_BY_CAMERA: EdgeReason.CUT,
}


class _Pictures:
    """A sink that keeps what was read until it is taken, with the instants that the device wrote beside it."""

    def __init__(self, offset_us: int) -> None:
        self.waiting: deque[Replayed] = deque()
        self.timed = True
        self._offset_us = offset_us
        self._capture_us: int | None = None
        self._last: tuple[int, int] | None = None  # media time and instant of a picture of this run
        self._parameters: CodecParameters | None = None

    def captured(self, camera_us: int) -> None:
        """When the picture that comes was taken, by the camera's clock."""
        self._capture_us = camera_us - self._offset_us

    def on_parameters(self, parameters: CodecParameters) -> None:
        self._parameters = parameters

    def on_access_unit(self, unit: AccessUnit) -> None:
        capture_us, self._capture_us = self._capture_us, None
        if capture_us is None and self._last is not None:
            capture_us = self._last[1] + (unit.media_time - self._last[0]) * 100 // 9
        if capture_us is None:
            self.timed = False
            return
        self._last = unit.media_time, capture_us
        dated = AccessUnit(
            media_time=unit.media_time, is_key=unit.is_key, data=unit.data, wall_us=capture_us,
            arrival_us=unit.arrival_us,
        )  # fmt: skip
        self.waiting.append(Replayed(unit=dated, parameters=self._parameters))
        self._parameters = None

    def on_interrupted(self, cause: GapCause, at_us: int) -> None:
        self._last = None

    def on_clock(self, clock: RunClock) -> None:
        """Arrival says nothing about a replay."""


class ProfileG:
    """An `EdgeStorage`: one channel of a device. On one event loop."""

    def __init__(self, *, port: DevicePort, at: DeviceAt, source_token: str, alone: bool, around: Surroundings) -> None:
        """``alone``: the device has no other channel, so that whatever it recorded is of this one."""
        self._port = port
        self._at = at
        self._source_token = source_token
        self._alone = alone
        self._around = around
        self._recordings: tuple[RecordingSpan, ...] = ()
        self._offset_us = 0

    @property
    def clock(self) -> RunClock:
        """See `EdgeStorage`."""
        return RunClock(source=ClockSource.CAMERA_STORAGE, offset_us=self._offset_us)

    async def kept(self) -> Sequence[Span]:
        """See `EdgeStorage`."""
        try:
            found = await self._port.recordings()
            self._offset_us = await self._measured_offset_us()
        except (DeviceFailure, Denied, Invalid, Unavailable) as error:
            raise _translated(error) from None
        if abs(self._offset_us) > MAX_OFFSET_US:
            raise EdgeFailure(EdgeReason.WRONG_TIMES, "the device's clock is off by more than a day: set it first")
        own = tuple(one for one in found if one.source_token == self._source_token)
        is_all_of_one = self._alone and len({one.source_token for one in found}) == 1  # it may only name it otherwise
        self._recordings = own or (found if is_all_of_one else ())
        return [Span(start_us=one.start_us, end_us=one.end_us) for one in self._recordings]

    async def replay(self, asked: Span) -> AsyncGenerator[Replayed, None]:
        """See `EdgeStorage`."""
        recording = next(
            (one for one in self._recordings if one.start_us < asked.end_us and one.end_us > asked.start_us), None
        )
        if recording is None:
            raise EdgeFailure(EdgeReason.NOTHING_KEPT, "the device has nothing of that time")
        pictures = _Pictures(self._offset_us)
        session = await self._open(recording, asked, pictures)
        keeping_alive = asyncio.create_task(_keep_alive(session))
        try:
            silent_s = 0.0
            while silent_s < SILENCE_S:
                while pictures.waiting:
                    yield pictures.waiting.popleft()
                if not pictures.timed:
                    raise EdgeFailure(EdgeReason.NO_TIMES, "the device does not say when its pictures were taken")
                if session.receiver.said_goodbye:
                    return
                if session.connection.failure is not None:
                    raise EdgeFailure(EdgeReason.CUT, session.connection.failure.detail)
                before = session.received_bytes
                session.read()
                moved = session.received_bytes != before
                silent_s = 0.0 if moved else silent_s + _POLL_S
                await asyncio.sleep(0 if moved else _POLL_S)
            raise EdgeFailure(EdgeReason.CUT, "the device sends nothing more of a replay, and does not end it")
        finally:
            keeping_alive.cancel()
            session.close(_DONE)

    async def close(self) -> None:
        """See `EdgeStorage`."""
        await self._port.close()

    async def _measured_offset_us(self) -> int:
        """How far its clock is ahead, to some hundredths of a second: it tells whole seconds only, so it is asked again
        whenever the middle of what is still possible would begin one.
        """
        least_us = (await self._port.time()).offset_us
        most_us = least_us + _SECOND_US
        while most_us - least_us > _OFFSET_KNOWN_US:
            middle_us = (least_us + most_us) // 2
            await asyncio.sleep(-(self._around.clock.now_us() + middle_us) % _SECOND_US / 1e6)
            told_us = (await self._port.time()).offset_us
            narrowed = max(least_us, told_us), min(most_us, told_us + _SECOND_US)
            if not 0 < narrowed[1] - narrowed[0] < most_us - least_us:  # set meanwhile, or answering too slowly
                break
            least_us, most_us = narrowed
        return (least_us + most_us) // 2

    async def _open(self, recording: RecordingSpan, asked: Span, pictures: _Pictures) -> Session:
        try:
            address = await self._port.replay_address(recording.recording_token)
        except (DeviceFailure, Denied, Invalid, Unavailable) as error:
            raise _translated(error) from None
        source = Source(
            url=address,
            username=self._at.username,
            password=self._at.password,
            certificate=self._at.certificate_sha256,
            replay=Replay(range=_range(asked, self._offset_us), on_capture=pictures.captured),
        )
        try:
            session = await open_session(self._around, source, pictures)
        except RtspFailure as failure:
            reason = _STREAM_REASONS.get(failure.reason, EdgeReason.REFUSED)
            raise EdgeFailure(reason, failure.detail) from None
        session.read_on_arrival(False)  # as fast as it is taken: what is not read yet waits in the device
        return session


async def _keep_alive(session: Session) -> None:
    """A replay that is taken slowly may last longer than its session."""
    while session.connection.failure is None:
        await asyncio.sleep(session.client.keep_alive_s)
        with suppress(RtspFailure):  # the pictures say whether it goes on
            await session.client.keep_alive()


def _range(asked: Span, offset_us: int) -> str:
    """RFC 2326, 3.7: to the millisecond, by the device's clock."""
    start_ms, end_ms = (asked.start_us + offset_us) // 1000, -((asked.end_us + offset_us) // -1000)
    return f"clock={_instant(start_ms)}-{_instant(end_ms)}"


def _instant(ms: int) -> str:
    at = _EPOCH + timedelta(milliseconds=ms)
    return at.strftime("%Y%m%dT%H%M%S.") + f"{ms % 1000:03d}Z"


def _translated(error: DeviceFailure | Denied | Invalid | Unavailable) -> EdgeFailure:
    reason = _REASONS.get(error.reason, EdgeReason.REFUSED) if isinstance(error, DeviceFailure) else EdgeReason.REFUSED
    return EdgeFailure(reason, error.detail)
