"""The reader's end: a `Tap` for each media process, kept up while that one comes and goes."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Collection
from pathlib import Path
from typing import Any, Protocol

from toancanh.kernel.errors import PlatformError
from toancanh.media.link.channel import Channel, LinkClosed, LinkMessage
from toancanh.media.link.client import Link
from toancanh.media.link.codec import parameters_from_json
from toancanh.media.model import AccessUnit, ClockSource, CodecParameters
from toancanh.registry.model import StreamRole

_AGAIN_S = 1.0

StreamName = tuple[str, StreamRole]


class TapListener(Protocol):
    """Who looks at pictures. Called on the loop; must not block and must not raise."""

    def on_parameters(self, stream: StreamName, parameters: CodecParameters, /) -> None:
        """Before the first access unit of a run, and wherever they change: a key frame is next."""

    def on_clock(self, stream: StreamName, source: ClockSource, /) -> None:
        """How the times of this run are obtained."""

    def on_unit(self, stream: StreamName, unit: AccessUnit, left_out: int, /) -> None:
        """The next access unit in decoding order; ``left_out`` were lost before it, and then it is a key frame."""

    def on_interrupted(self, stream: StreamName, /) -> None:
        """The run is over: the camera is away, or the media process is."""


class Tap:
    """One media process. On one loop."""

    def __init__(self, path: Path, listener: TapListener) -> None:
        self._listener = listener
        self._link = Link(path, on_up=self._up)
        self._wanted: frozenset[StreamName] = frozenset()
        self._running: set[StreamName] = set()
        self._channel: Channel | None = None
        self._asking: asyncio.Task[None] | None = None
        self._closed = False

    def start(self) -> None:
        """Connect, and again whenever the media process is back."""
        self._link.start()

    def want(self, streams: Collection[StreamName]) -> None:
        """Exactly these, from their next key frames on."""
        self._wanted = frozenset(streams)
        self._running &= self._wanted
        self._say()

    def close(self) -> None:
        """No more."""
        self._closed = True
        if self._asking is not None:
            self._asking.cancel()
        self._link.close()
        if self._channel is not None:
            self._channel.close()

    def _up(self) -> None:
        self._asking = asyncio.get_running_loop().create_task(self._open())

    async def _open(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                await self._link.request("tap", files=(theirs.fileno(),))
            except PlatformError:  # it has gone again: `_up` is called when it is back
                ours.close()
                return
            except asyncio.CancelledError:
                ours.close()
                raise
        if self._channel is not None:
            self._channel.close()
        loop = asyncio.get_running_loop()
        self._channel = Channel(loop, ours, on_message=self._received, on_closed=self._lost)
        self._say()

    def _say(self) -> None:
        if self._channel is not None and not self._channel.closed:
            with contextlib.suppress(LinkClosed):
                self._channel.send({"want": sorted(self._wanted)})

    def _lost(self) -> None:
        self._channel = None
        over, self._running = self._running, set()
        if self._closed:
            return
        for stream in over:
            self._listener.on_interrupted(stream)
        asyncio.get_running_loop().call_later(_AGAIN_S, self._again)

    def _again(self) -> None:
        """The socket alone is gone: ask for it anew. Where the media process is gone, the link comes back first."""
        if self._link.up and self._channel is None and not self._closed:
            self._up()

    def _received(self, message: LinkMessage) -> None:
        body: Any = message.body
        stream = (str(body["camera"]), StreamRole(body["role"]))
        if stream not in self._wanted:
            return
        if "unit" in body:
            media_time, is_key, wall_us, arrival_us = body["unit"]
            unit = AccessUnit(
                media_time=media_time, is_key=is_key, data=message.binary, wall_us=wall_us, arrival_us=arrival_us
            )
            self._listener.on_unit(stream, unit, int(body.get("left_out", 0)))
        elif "parameters" in body:
            self._running.add(stream)
            self._listener.on_parameters(stream, parameters_from_json(body["parameters"]))
        elif "clock" in body:
            self._listener.on_clock(stream, ClockSource(body["clock"]))
        else:
            self._running.discard(stream)
            self._listener.on_interrupted(stream)
