"""A WebSocket request whose socket is handed to another process, once the application has judged it.

The ASGI scope carries ``scope["extensions"]["toancanh.handover"]``, a `Handover`. An application that takes the socket
neither accepts nor closes; refusals stay ordinary ASGI. In the clear the TCP socket itself goes away; over TLS one end
of a socket pair goes, and a pump carries bytes between the other end and the TLS connection.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable
from typing import Any, cast

from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

EXTENSION = "toancanh.handover"
_MAX_EARLY_BYTES = 16 << 10
_PUMP_BYTES = 256 << 10
_LAST_WORD_S = 0.5  # a close frame, and the client's answer to it


class Gone(ClientDisconnected):
    """The client has left before its socket could be handed over; to uvicorn that is no fault."""


class Handover:
    """The way to take over one WebSocket request. Used once, from the application's task."""

    def __init__(self, protocol: HandoverProtocol, key: str) -> None:
        self._protocol = protocol
        self.key = key
        """The request's Sec-WebSocket-Key; the new owner answers the handshake."""

    async def give(self, deliver: Callable[[int, bytes], Awaitable[None]]) -> None:
        """Call ``deliver(descriptor, early)``, then let go of the connection without shutting it down.

        ``early`` is what the client has sent since its request. The descriptor is closed here afterwards. Where
        ``deliver`` raises, the connection stays and can still be refused. Raises `Gone`.
        """
        await self._protocol.give(deliver)


class HandoverProtocol(WebSocketsSansIOProtocol):
    """uvicorn's WebSocket protocol; up to the answer of the handshake the client's bytes are kept raw."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._early = bytearray()
        self._requested = False
        self._given = False

    def data_received(self, data: bytes) -> None:
        if not self._requested:
            self._requested = True
            super().data_received(data)
            return
        if self._given:
            return
        if not self.handshake_complete:
            self._early += data
            if len(self._early) > _MAX_EARLY_BYTES:
                self.transport.pause_reading()
            return
        super().data_received(data)

    def handle_connect(self, event: Any) -> None:
        super().handle_connect(event)
        scope = cast("dict[str, Any] | None", getattr(self, "scope", None))
        if scope is not None:
            key = event.headers.get("Sec-WebSocket-Key", "")
            scope["extensions"][EXTENSION] = Handover(self, key)

    async def send(self, message: Any) -> None:
        await super().send(message)
        if self._early and self.handshake_complete and not self._given:
            early = bytes(self._early)
            self._early.clear()
            self.transport.resume_reading()
            super().data_received(early)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._given:
            super().connection_lost(exc)

    def shutdown(self) -> None:
        if not self._given:
            super().shutdown()

    async def give(self, deliver: Callable[[int, bytes], Awaitable[None]]) -> None:
        transport = self.transport
        if self.disconnected or transport.is_closing():
            raise Gone
        transport.pause_reading()
        over_tls = transport.get_extra_info("sslcontext") is not None
        ours, theirs = _socket_pair() if over_tls else (None, _duplicate(transport))
        try:
            with theirs:
                await deliver(theirs.fileno(), bytes(self._early))
        except BaseException:
            if ours is not None:
                ours.close()
            if not transport.is_closing():
                transport.resume_reading()
            raise
        self._let_go(ours)

    def _let_go(self, ours: socket.socket | None) -> None:
        self._given = True
        self.handshake_complete = self.disconnected = True
        self.stop_keepalive()
        self.connections.discard(self)
        if ours is None:
            self.transport.abort()  # closes our descriptor only: no shutdown(2), and nothing waits to be written
            return
        self.close_timer = self.loop.call_later(0, lambda: None)  # keeps run_asgi from closing what the pump now owns
        _Pump(self.loop, self.transport, ours, self.connections).start()


def _duplicate(transport: asyncio.Transport) -> socket.socket:
    return socket.socket(fileno=os.dup(transport.get_extra_info("socket").fileno()))


def _socket_pair() -> tuple[socket.socket, socket.socket]:
    ours, theirs = socket.socketpair()
    theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _PUMP_BYTES)
    ours.setblocking(False)
    return ours, theirs


class _Pump(asyncio.Protocol):
    """Carries bytes between a TLS connection and the media process's end of a socket pair.

    Waiting bytes are bounded both ways: pictures by the transport's write buffer (then nothing is read from the media
    process, which sees a slow viewer), the client's few frames by `_MAX_EARLY_BYTES` (then the connection ends).
    """

    def __init__(
        self, loop: asyncio.AbstractEventLoop, transport: asyncio.Transport, ours: socket.socket, connections: set[Any]
    ) -> None:
        self._loop = loop
        self.transport = transport
        self._ours = ours
        self._connections = connections
        self._to_media = bytearray()
        self._closed = False

    def start(self) -> None:
        """Take the connection's protocol over."""
        self._connections.add(self)
        self.transport.set_write_buffer_limits(high=_PUMP_BYTES)
        self.transport.set_protocol(self)
        self.transport.resume_reading()
        self._loop.add_reader(self._ours, self._from_media)

    def shutdown(self) -> None:
        """The server stops (uvicorn asks this of every connection): the media process has its last word."""
        self._loop.call_later(_LAST_WORD_S, self.transport.close)

    def data_received(self, data: bytes) -> None:
        self._to_media += data
        if len(self._to_media) > _MAX_EARLY_BYTES:
            self.transport.abort()
            return
        self._flush()

    def pause_writing(self) -> None:
        self._loop.remove_reader(self._ours)

    def resume_writing(self) -> None:
        if not self._closed:
            self._loop.add_reader(self._ours, self._from_media)

    def connection_lost(self, exc: Exception | None) -> None:
        self._closed = True
        self._connections.discard(self)
        self._loop.remove_reader(self._ours)
        self._loop.remove_writer(self._ours)
        self._ours.close()

    def _flush(self) -> None:
        try:
            sent = self._ours.send(self._to_media)
        except BlockingIOError:
            self._loop.add_writer(self._ours, self._flush)
            return
        except OSError:
            self.transport.close()
            return
        del self._to_media[:sent]
        if self._to_media:
            self._loop.add_writer(self._ours, self._flush)
        else:
            self._loop.remove_writer(self._ours)

    def _from_media(self) -> None:
        try:
            data = self._ours.recv(_PUMP_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self.transport.write(data)
            return
        self._loop.remove_reader(self._ours)
        self.transport.close()
