"""All streams of a media process: what should run is made to run, and nothing else is disturbed by it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence

from toancanh.infra.logs import get_logger
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Clock
from toancanh.media.ingest.connecting import Surroundings
from toancanh.media.ingest.hub import StreamHub
from toancanh.media.ingest.login import LoginGate
from toancanh.media.ingest.status import StateListener, StreamStatus
from toancanh.media.ingest.stream import RunningStream
from toancanh.media.model import GapCause, StateReason, StreamSink
from toancanh.registry.model import DesiredStream, StreamRole

_log = get_logger(__name__)

TICK_S = 0.2
"""How long packets of an unwatched stream may lie in the kernel; twice that where they fill little of its buffer."""
PHASES = 4
"""The streams are read in so many turns of a tick, so that none of them holds the loop for long."""
_TICK_JITTER = 0.15  # a tick in step with the frames would always see the same age of a picture
LOOK_S = 1.0
RAMP_S = 0.01
"""Between the first connects of two streams that were added together ..."""
RAMP_LIMIT_S = 5.0
"""... which are all made within this."""
CLOCK_STEP_US = 500_000
_AFTER_CRASH_S = 5.0

StreamKey = tuple[str, StreamRole]


class Ingest:
    """The reconcile loop's hand: `apply` says what should be. Lives on one event loop; not thread-safe."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        clock: Clock,
        outbound: OutboundPolicy,
        login_gate: LoginGate,
        sinks_for: Callable[[DesiredStream], Sequence[StreamSink]],
        *,
        on_state: StateListener | None = None,
        randomness: random.Random | None = None,
    ) -> None:
        self.around = Surroundings(
            loop=loop, clock=clock, outbound=outbound, login_gate=login_gate, on_fault=self._crashed
        )
        """What `probe` needs too."""
        self.crashes = 0
        """Faults of our own that ended a stream's session; each was reported, and the stream opened again."""
        self._loop = loop
        self._clock = clock
        self._sinks_for = sinks_for
        self._on_state = on_state
        self._random = randomness or random.Random()  # noqa: S311 - jitter
        self._streams: dict[StreamKey, RunningStream] = {}
        self._tasks: dict[StreamKey, asyncio.Task[None]] = {}
        self._phases: list[dict[RunningStream, None]] = [{} for _ in range(PHASES)]
        self._phase = 0
        self._clock_distance_us = clock.now_us() - clock.monotonic_us()
        self._tick_timer = loop.call_later(TICK_S / PHASES, self._tick)
        self._look_timer = loop.call_later(LOOK_S, self._look)

    def apply(self, desired: Sequence[DesiredStream]) -> None:
        """Make exactly these streams run. One that is the same as before is not touched."""
        wanted = {(stream.camera_id, stream.role): stream for stream in desired}
        for key in [key for key in self._streams if key not in wanted]:
            self._remove(key, GapCause.SWITCHED_OFF, StateReason.SWITCHED_OFF)
        added = 0
        for key, stream in wanted.items():
            running = self._streams.get(key)
            if running is None:
                self._add(key, stream, self._delay_s(added, len(wanted)))
                added += 1
            elif running.desired != stream:
                self._change(key, running, stream)

    def hub(self, camera_id: str, role: StreamRole) -> StreamHub | None:
        """The hub of a stream that should be running, None where there is no such stream."""
        stream = self._streams.get((camera_id, role))
        return None if stream is None else stream.hub

    def status(self) -> dict[StreamKey, StreamStatus]:
        """Of every stream that should be running."""
        return {key: stream.status() for key, stream in self._streams.items()}

    def stream_status(self, camera_id: str, role: StreamRole) -> StreamStatus | None:
        """Of one stream, None where it should not be running."""
        stream = self._streams.get((camera_id, role))
        return None if stream is None else stream.status()

    async def close(self) -> None:
        """Stop all streams, as planned."""
        self._tick_timer.cancel()
        self._look_timer.cancel()
        tasks = list(self._tasks.values())
        for key in list(self._streams):
            self._remove(key, GapCause.RECORDER_STOPPED, StateReason.NONE)
        await asyncio.gather(*tasks, return_exceptions=True)

    def _add(self, key: StreamKey, desired: DesiredStream, delay_s: float) -> None:
        stream = RunningStream(
            desired=desired,
            around=self.around,
            randomness=self._random,
            on_state=self._on_state,
            on_pace=self._place,
        )
        self._streams[key] = stream
        self._attach_sinks(stream, desired)
        self._start(key, stream, delay_s)

    def _change(self, key: StreamKey, stream: RunningStream, desired: DesiredStream) -> None:
        before = stream.desired
        if (before.url, before.username, before.password) != (desired.url, desired.username, desired.password):
            self._tasks.pop(key).cancel()
            stream.stop(GapCause.SOURCE_CHANGED, StateReason.NONE)
            stream.change_source(desired)
            self._start(key, stream, 0.0)
        stream.desired = desired
        if before.record is not desired.record:
            for sink in stream.sinks:
                stream.hub.detach(sink)
                sink.on_interrupted(GapCause.SWITCHED_OFF, self._clock.now_us())
            self._attach_sinks(stream, desired)

    def _attach_sinks(self, stream: RunningStream, desired: DesiredStream) -> None:
        stream.sinks = self._sinks_for(desired)
        for sink in stream.sinks:
            stream.hub.attach(sink, from_key_frame=True)

    def _remove(self, key: StreamKey, cause: GapCause, reason: StateReason) -> None:
        stream = self._streams.pop(key)
        self._tasks.pop(key).cancel()
        stream.dismiss(cause, reason)
        for phase in self._phases:
            phase.pop(stream, None)

    def _start(self, key: StreamKey, stream: RunningStream, delay_s: float) -> None:
        self._tasks[key] = self._loop.create_task(self._supervise(stream, delay_s))

    async def _supervise(self, stream: RunningStream, delay_s: float) -> None:
        """A fault of ours in one stream is reported and counted, and no other stream feels it."""
        while True:
            try:
                await stream.run(delay_s)
            except Exception as fault:  # noqa: BLE001
                self._crashed(fault)
                stream.stop(GapCause.UNKNOWN, StateReason.NONE)
            delay_s = _AFTER_CRASH_S

    def _crashed(self, fault: Exception) -> None:
        self.crashes += 1
        _log.crash("a fault of ours ended a stream's session; it is opened again", fault)

    def _delay_s(self, index: int, count: int) -> float:
        step_s = min(RAMP_S, RAMP_LIMIT_S / count)
        return (index + self._random.random()) * step_s if index else 0.0

    def _place(self, stream: RunningStream) -> None:
        """Read on the tick what plays unwatched; everything else is read on arrival, or not at all."""
        if stream.session is not None and not stream.hub.watched:
            if not any(stream in phase for phase in self._phases):
                min(self._phases, key=len)[stream] = None
        else:
            for phase in self._phases:
                phase.pop(stream, None)

    def _tick(self) -> None:
        spread = self._random.uniform(1 - _TICK_JITTER, 1 + _TICK_JITTER)
        self._tick_timer = self._loop.call_later(TICK_S / PHASES * spread, self._tick)
        self._phase = (self._phase + 1) % PHASES
        for stream in tuple(self._phases[self._phase]):
            if stream.session is not None:
                stream.session.read_in_turn()

    def _look(self) -> None:
        self._look_timer = self._loop.call_later(LOOK_S, self._look)
        now_us = self._clock.monotonic_us()
        distance_us = self._clock.now_us() - now_us
        stepped = abs(distance_us - self._clock_distance_us) > CLOCK_STEP_US
        self._clock_distance_us = distance_us
        for stream in tuple(self._streams.values()):
            if stepped:
                stream.clock_stepped()
            stream.look(now_us)
