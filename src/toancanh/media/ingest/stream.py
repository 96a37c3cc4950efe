"""One stream that should be running: connect, play, watch, and come back, for as long as it is desired."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence

from toancanh.infra.logs import get_logger
from toancanh.media.ingest.connecting import Session, Source, Surroundings, open_session
from toancanh.media.ingest.hub import StreamHub
from toancanh.media.ingest.status import StateListener, StreamStateChanged, StreamStatus, gap_cause
from toancanh.media.ingest.watch import SessionWatch
from toancanh.media.model import GapCause, StateReason, StreamSink, StreamState
from toancanh.media.rtsp import RtspFailure
from toancanh.registry.model import DesiredStream

_log = get_logger(__name__)

PROBE_S = (0.5, 2.0)
"""First and longest pause between two looks whether an absent camera is back: it is to record again within 5 s."""
DIALOGUE_S = (0.5, 3.0)
"""The same where the camera answers, but not with pictures."""
STEADY_US = 10_000_000
"""A session that lasts so long is a good one: the next pause is the first again."""
PAUSED_LOOK_S = 5.0
"""How often a stream that may not log in asks the gate. It sends nothing."""
_NETWORK = frozenset({StateReason.NAME_NOT_FOUND, StateReason.NO_ROUTE, StateReason.REFUSED, StateReason.TIMEOUT})
_LOGIN = frozenset({StateReason.WRONG_PASSWORD, StateReason.LOGIN_PAUSED, StateReason.BASIC_ONLY})


class RunningStream:
    """Owned by `Ingest`; `run` is its task."""

    def __init__(
        self,
        *,
        desired: DesiredStream,
        around: Surroundings,
        randomness: random.Random,
        on_state: StateListener | None,
        on_pace: Callable[[RunningStream], None],
    ) -> None:
        self.desired = desired
        self.hub = StreamHub(on_watched=self._pace_changed)
        self.sinks: Sequence[StreamSink] = ()
        self.session: Session | None = None
        self.state = StreamState.CONNECTING
        self.reason = StateReason.NONE
        self.since_us = around.clock.now_us()
        self._around = around
        self._random = randomness
        self._on_state = on_state
        self._on_pace = on_pace
        self._watch: SessionWatch | None = None
        self._source = _source(desired)
        self._sessions = 0
        self._lost_before = 0
        self._failures = 0
        self._lost: asyncio.Future[None] | None = None
        self._began_us = 0
        self._keep_alive_at_us = 0
        self._keep_alive: asyncio.Task[None] | None = None

    def status(self) -> StreamStatus:
        """What is shown."""
        session, watch, parameters = self.session, self._watch, self.hub.parameters
        playing = session is not None and watch is not None
        return StreamStatus(
            state=self.state,
            reason=self.reason,
            since_us=self.since_us,
            last_frame_us=self.hub.last_picture_us,
            fps=watch.fps if playing and watch else 0.0,
            bitrate_bps=watch.bitrate_bps if playing and watch else 0,
            width=parameters.width if parameters else None,
            height=parameters.height if parameters else None,
            codec=parameters.codec if parameters else None,
            codec_string=parameters.codec_string if parameters else None,
            lost_packets=self._lost_before + (session.receiver.counts.lost_packets if session else 0),
            reconnects=max(0, self._sessions - 1),
            clock=self.hub.clock,
            transport=session.transport if session else "",
            server=session.client.server if session else "",
            same_keys=self.hub.same_keys if playing else 0,
            key_interval_us=self.hub.key_interval_us,
        )

    async def run(self, first_delay_s: float) -> None:
        """Until cancelled."""
        await asyncio.sleep(first_delay_s)
        while True:
            try:
                failure = await self._play_once()
            except RtspFailure as problem:
                failure = problem
            self._away(failure)
            await asyncio.sleep(self._pause_s(failure.reason))

    def change_source(self, desired: DesiredStream) -> None:
        """Other address or credentials: what the old ones taught counts no more."""
        self.desired = desired
        self._source = _source(desired)
        self._failures = 0
        self._set_state(StreamState.CONNECTING, StateReason.NONE)

    def stop(self, cause: GapCause, reason: StateReason) -> None:
        """End the session, if one plays; the task is cancelled by its owner."""
        session, self.session = self.session, None
        if session is not None:
            self._end_session(session, RtspFailure(reason, "stopped here"), cause)

    def dismiss(self, cause: GapCause, reason: StateReason) -> None:
        """The same for good: whoever takes the stream hears why even where it was away already."""
        told = self.hub.running
        self.stop(cause, reason)
        if not told:
            self.hub.on_interrupted(cause, self._around.clock.now_us())

    def look(self, now_us: int) -> None:
        """Once a second: is what comes of any use, is a keep-alive due?"""
        session, watch = self.session, self._watch
        if session is None or watch is None:
            return
        verdict = watch.look(
            now_us=now_us,
            received_bytes=session.received_bytes,
            skipped_bytes=session.connection.skipped_bytes,
            changes=self.hub.changes,
        )
        if verdict.failure is not None:
            if session.udp is not None and not session.udp.received_bytes:
                self._source.udp_blocked = True
            session.close(RtspFailure(verdict.failure, "nothing usable comes"))
            return
        if verdict.frozen:
            self._set_state(StreamState.FROZEN, StateReason.NONE)
        elif self.state is StreamState.FROZEN:
            self._set_state(StreamState.ONLINE, StateReason.NONE)
        if now_us - self._began_us > STEADY_US:
            self._failures = 0
        if session.udp is not None:
            session.udp.report()
        if now_us >= self._keep_alive_at_us and (self._keep_alive is None or self._keep_alive.done()):
            self._keep_alive_at_us = now_us + round(session.client.keep_alive_s * 1_000_000)
            self._keep_alive = self._around.loop.create_task(self._send_keep_alive(session))

    def clock_stepped(self) -> None:
        """Our own clock was set."""
        if self.session is not None:
            self.session.receiver.clock_stepped()

    async def _play_once(self) -> RtspFailure:
        session = await open_session(self._around, self._source, self.hub)
        now_us = self._around.clock.monotonic_us()
        self._sessions += 1
        self.session = session
        self.hub.on_picture = self._first_picture
        self._watch = SessionWatch(session.receiver, now_us)
        self._began_us = now_us
        self._keep_alive_at_us = now_us + round(session.client.keep_alive_s * 1_000_000)
        connection = session.connection
        self._lost = self._around.loop.create_future()
        connection.on_failure = self._connection_lost
        self._pace_changed()
        if connection.failure is None:
            await self._lost
        assert connection.failure is not None  # noqa: S101 - that is what was awaited
        if self.session is session:
            self.session = None
            self._end_session(session, connection.failure, gap_cause(connection.failure.reason))
        return connection.failure

    def _connection_lost(self) -> None:
        if self._lost is not None and not self._lost.done():
            self._lost.set_result(None)

    def _end_session(self, session: Session, failure: RtspFailure, cause: GapCause) -> None:
        self._lost_before += session.receiver.counts.lost_packets
        self.hub.on_picture = None
        self._watch = None
        if self._keep_alive is not None:
            self._keep_alive.cancel()
        session.close(failure)
        session.receiver.end(cause)
        self._on_pace(self)

    async def _send_keep_alive(self, session: Session) -> None:
        session.connection.read_on_arrival(True)
        try:
            await session.client.keep_alive()
        except RtspFailure as failure:
            if failure.reason is not StateReason.TIMEOUT:  # some never answer this one; pictures tell whether they live
                session.connection.fail(failure)
        self._pace_changed()

    def _first_picture(self) -> None:
        self.hub.on_picture = None
        self._set_state(StreamState.ONLINE, StateReason.NONE)

    def _pace_changed(self) -> None:
        if self.session is not None:
            self.session.read_on_arrival(self.hub.watched)
        self._on_pace(self)

    def _away(self, failure: RtspFailure) -> None:
        _log.repeated(
            f"{self._source.label}:{failure.reason}",
            "a stream is away",
            camera_id=self.desired.camera_id,
            camera_code=self.desired.camera_code,
            role=str(self.desired.role),
            reason=str(failure.reason),
            detail=failure.detail,
        )
        reason = failure.reason
        if reason is StateReason.LOGIN_PAUSED and self.reason is StateReason.WRONG_PASSWORD:
            reason = self.reason  # it was this very stream that was refused
        self._set_state(StreamState.OFFLINE, reason)

    def _pause_s(self, reason: StateReason) -> float:
        if reason in _LOGIN:
            return PAUSED_LOOK_S
        self._failures += 1
        first, longest = PROBE_S if reason in _NETWORK else DIALOGUE_S
        pause_s = min(longest, first * 1.5 ** (self._failures - 1))
        return pause_s * self._random.uniform(0.8, 1.0)

    def _set_state(self, state: StreamState, reason: StateReason) -> None:
        """The one place where a stream's state changes."""
        if state is self.state and reason is self.reason:
            return
        self.state, self.reason = state, reason
        self.since_us = self._around.clock.now_us()
        if self._on_state is not None:
            self._on_state(
                StreamStateChanged(
                    at_us=self.since_us,
                    camera_id=self.desired.camera_id,
                    role=self.desired.role,
                    state=state,
                    reason=reason,
                )
            )


def _source(desired: DesiredStream) -> Source:
    return Source(
        url=desired.url,
        username=desired.username,
        password=desired.password,
        certificate=desired.certificate,
        allow_basic=desired.allow_basic,
        label=f"{desired.camera_id}/{desired.role}",
    )
