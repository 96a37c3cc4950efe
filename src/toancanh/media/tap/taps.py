"""The media process's end: a sink at each wanted stream, and a socket that takes no more than its reader reads."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Mapping
from typing import Any, Protocol

from toancanh.kernel.errors import Invalid
from toancanh.media.link.channel import Channel, LinkClosed, LinkMessage
from toancanh.media.link.codec import parameters_to_json
from toancanh.media.link.server import Handler, Reply
from toancanh.media.model import AccessUnit, CodecParameters, GapCause, RunClock, StreamSink
from toancanh.registry.model import StreamRole

MAX_WAITING_BYTES = 8 << 20
"""Two seconds of forty sub streams, or a key frame of each of them."""
_LOOK_EVERY_S = 2.0

_Key = tuple[str, StreamRole]


class Hub(Protocol):
    """What of a stream's hub is asked here."""

    def attach(self, sink: StreamSink, *, from_key_frame: bool = False) -> None: ...
    def detach(self, sink: StreamSink) -> None: ...


class Streams(Protocol):
    """The streams of this media process."""

    def hub(self, camera_id: str, role: StreamRole, /) -> Hub | None: ...


class Taps:
    """The request ``tap``: a socket comes with it, over which its sender says what it wants, and gets it."""

    def __init__(self, loop: asyncio.AbstractEventLoop, streams: Streams) -> None:
        self._loop = loop
        self._streams = streams
        self._taps: set[_Tap] = set()
        self._timer: asyncio.TimerHandle | None = None

    def handlers(self) -> Mapping[str, Handler]:
        """By the request's name."""
        return {"tap": self._tap}

    def close(self) -> None:
        """End all."""
        if self._timer is not None:
            self._timer.cancel()
        for tap in tuple(self._taps):
            tap.channel.close()

    async def _tap(self, message: LinkMessage) -> Reply:
        if len(message.files) != 1:
            for file in message.files:
                os.close(file)
            raise Invalid("a tap carries one socket")
        self._taps.add(_Tap(self._loop, socket.socket(fileno=message.files[0]), self._streams, self._taps.discard))
        if self._timer is None:
            self._look()
        return Reply()

    def _look(self) -> None:
        """A stream's hub is another one after its source was changed, or there is one at last."""
        self._timer = None
        for tap in tuple(self._taps):
            tap.look()
        if self._taps:
            self._timer = self._loop.call_later(_LOOK_EVERY_S, self._look)


class _Tap:
    """One reader."""

    def __init__(self, loop: asyncio.AbstractEventLoop, connection: socket.socket, streams: Streams, gone: Any) -> None:
        self._streams = streams
        self._gone = gone
        self._wanted: set[_Key] = set()
        self._sinks: dict[_Key, tuple[Hub, _TapSink]] = {}
        self.channel = Channel(loop, connection, on_message=self._asked, on_closed=self._closed)

    def look(self) -> None:
        """Have a sink at every wanted stream, and at no other."""
        for key in [key for key in self._sinks if key not in self._wanted]:
            self._leave(key)
        for key in self._wanted:
            hub = self._streams.hub(*key)
            if key in self._sinks and self._sinks[key][0] is hub:
                continue
            self._leave(key)
            if hub is not None:
                sink = _TapSink(self.channel, key)
                self._sinks[key] = (hub, sink)
                hub.attach(sink, from_key_frame=True)

    def _leave(self, key: _Key) -> None:
        hub, sink = self._sinks.pop(key, (None, None))
        if hub is not None and sink is not None:
            hub.detach(sink)

    def _asked(self, message: LinkMessage) -> None:
        wanted: Any = message.body.get("want")
        try:
            self._wanted = {(str(camera_id), StreamRole(role)) for camera_id, role in wanted}
        except (TypeError, ValueError):  # something else than our reader speaks
            self.channel.close()
            return
        self.look()

    def _closed(self) -> None:
        self._wanted.clear()
        for key in tuple(self._sinks):
            self._leave(key)
        self._gone(self)


class _TapSink:
    """A `StreamSink`; what does not fit is left out up to the next key frame, and counted."""

    def __init__(self, channel: Channel, key: _Key) -> None:
        self._channel = channel
        self._name = {"camera": key[0], "role": key[1]}
        self._left_out = 0

    def on_parameters(self, parameters: CodecParameters) -> None:
        self._say({"parameters": parameters_to_json(parameters)})

    def on_access_unit(self, unit: AccessUnit) -> None:
        is_full = self._channel.unsent_bytes + len(unit.data) > MAX_WAITING_BYTES
        if is_full or (self._left_out and not unit.is_key):
            self._left_out += 1
            return
        body: dict[str, Any] = {"unit": [unit.media_time, unit.is_key, unit.wall_us, unit.arrival_us]}
        if self._left_out:
            body["left_out"], self._left_out = self._left_out, 0
        self._say(body, unit.data)

    def on_interrupted(self, cause: GapCause, at_us: int) -> None:
        self._left_out = 0
        self._say({"interrupted": cause, "at_us": at_us})

    def on_clock(self, clock: RunClock) -> None:
        self._say({"clock": clock.source})

    def _say(self, body: Mapping[str, Any], binary: bytes = b"") -> None:
        if self._channel.closed:
            return
        try:
            self._channel.send({**self._name, **body}, binary=binary)
        except LinkClosed:  # its end detaches this sink
            return
