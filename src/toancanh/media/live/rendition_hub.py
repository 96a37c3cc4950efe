"""A hub whose stream is an H.264 rendition of another hub's, made by a worker process while someone watches."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial

from toancanh.infra.logs import get_logger
from toancanh.kernel import Clock, Exhausted
from toancanh.media.link.channel import Channel, LinkClosed, LinkMessage
from toancanh.media.link.codec import parameters_from_json, parameters_to_json
from toancanh.media.live.ports import Hub, Streams
from toancanh.media.model import AccessUnit, Areas, CodecParameters, GapCause, RunClock, StreamSink
from toancanh.registry.model import StreamRole

MAX_RENDITIONS = 8
_WORKER = "toancanh.media.rendition.worker"
_MAX_WAITING_BYTES = 4 << 20
_RESTART_S = 1.0
_MAX_RESTARTS = 5

_log = get_logger(__name__)


class RenditionHub:
    """Sink of ``source``, hub of what the worker makes of it. A slow worker loses frames up to the next key frame."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        source: Hub,
        recent: Callable[[], Sequence[AccessUnit]],
        clock: Clock,
        *,
        hidden: Areas = (),
    ) -> None:
        self.source = source
        self._hidden = hidden
        self.parameters: CodecParameters | None = None
        self.running = False
        self._loop = loop
        self._recent = recent
        self._clock = clock
        self._sinks: tuple[StreamSink, ...] = ()
        self._channel: Channel | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._restarts = 0
        self._retry: asyncio.TimerHandle | None = None
        self._closed = False
        self._sending = False  # since a key frame
        self._start()

    @property
    def watched(self) -> bool:
        """As the source is."""
        return self.source.watched

    @watched.setter
    def watched(self, wanted: bool) -> None:
        self.source.watched = wanted

    @property
    def worker_pid(self) -> int | None:
        """For tests and metrics."""
        return None if self._process is None else self._process.pid

    def attach(self, sink: StreamSink) -> None:
        """See `Hub`."""
        self._sinks = (*self._sinks, sink)
        if self.running and self.parameters is not None:
            sink.on_parameters(self.parameters)

    def detach(self, sink: StreamSink) -> None:
        """See `Hub`."""
        self._sinks = tuple(other for other in self._sinks if other is not sink)

    def close(self) -> None:
        """End the worker."""
        self._closed = True
        self.source.detach(self)
        if self._retry is not None:
            self._retry.cancel()
        if self._channel is not None:
            self._channel.close()
        self._end_worker()

    # the sink of the source

    def on_parameters(self, parameters: CodecParameters) -> None:
        self._sending = False
        self._send({"op": "parameters", "parameters": parameters_to_json(parameters), "hidden": self._hidden})

    def on_access_unit(self, unit: AccessUnit) -> None:
        channel = self._channel
        if channel is None:
            return
        if channel.unsent_bytes > _MAX_WAITING_BYTES:
            self._sending = False
            return
        if not (self._sending or unit.is_key):
            return
        self._sending = True
        body = {
            "op": "unit",
            "media_time": unit.media_time,
            "is_key": unit.is_key,
            "wall_us": unit.wall_us,
            "arrival_us": unit.arrival_us,
        }
        self._send(body, unit.data)

    def on_interrupted(self, cause: GapCause, at_us: int) -> None:
        self._sending = False
        self._interrupt(cause, at_us)

    def on_clock(self, clock: RunClock) -> None:
        for sink in self._sinks:
            sink.on_clock(clock)

    # the worker

    def _start(self) -> None:
        self._retry = None
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", _WORKER, str(theirs.fileno())], pass_fds=(theirs.fileno(),)
            )
        self._channel = Channel(self._loop, ours, on_message=self._made, on_closed=self._worker_gone)
        self._sending = False
        self.source.attach(self)  # which introduces us with its parameters where it runs
        if self.source.running:
            for unit in self._recent():
                self.on_access_unit(unit)

    def _send(self, body: dict[str, object], data: bytes = b"") -> None:
        if self._channel is not None:
            with contextlib.suppress(LinkClosed):  # _worker_gone has been called
                self._channel.send(body, binary=data)

    def _made(self, message: LinkMessage) -> None:
        body = message.body
        if body["op"] == "parameters":
            self.parameters = parameters_from_json(body["parameters"])  # type: ignore[arg-type]  # our own worker
            if self.running:
                self._interrupt(GapCause.UNKNOWN, self._clock.now_us())  # media time starts anew
            self.running = True
            for sink in self._sinks:
                sink.on_parameters(self.parameters)
            return
        unit = AccessUnit(
            media_time=int(body["media_time"]),  # type: ignore[call-overload]
            is_key=bool(body["is_key"]),
            data=message.binary,
            wall_us=int(body["wall_us"]),  # type: ignore[call-overload]
            arrival_us=int(body["arrival_us"]),  # type: ignore[call-overload]
        )
        if self.running:
            for sink in self._sinks:
                sink.on_access_unit(unit)

    def _interrupt(self, cause: GapCause, at_us: int) -> None:
        self.running = False
        for sink in self._sinks:
            sink.on_interrupted(cause, at_us)

    def _worker_gone(self) -> None:
        self._channel = None
        self._end_worker()
        if self._closed:
            return
        self.source.detach(self)
        self._interrupt(GapCause.UNKNOWN, self._clock.now_us())
        self._restarts += 1
        _log.repeated("rendition", "a rendition's worker died", restarts=self._restarts)
        if self._restarts <= _MAX_RESTARTS:
            self._retry = self._loop.call_later(_RESTART_S * self._restarts, self._start)

    def _end_worker(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()  # milliseconds: it was killed


class RenditionWorkers:
    """Starts renditions, at most ``limit`` at a time: each takes a good part of a core."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, *, streams: Streams, clock: Clock, limit: int = MAX_RENDITIONS
    ) -> None:
        self._loop = loop
        self._streams = streams
        self._clock = clock
        self._limit = limit
        self._running: set[RenditionHub] = set()

    def open(self, camera_id: str, role: StreamRole, source: Hub, hidden: Areas = ()) -> RenditionHub:
        """One in which ``hidden`` is black."""
        if len(self._running) >= self._limit:
            raise Exhausted(f"{self._limit} renditions run already; try again when one has ended")
        recent = partial(self._streams.recent_units, camera_id, role)
        hub = RenditionHub(self._loop, source, recent, self._clock, hidden=hidden)
        self._running.add(hub)
        return hub

    def close(self, hub: RenditionHub) -> None:
        """End one."""
        self._running.discard(hub)
        hub.close()
