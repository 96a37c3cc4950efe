"""A WebSocket request whose socket is handed to another process, once the application has judged it.

The ASGI scope carries ``scope["extensions"]["toancanh.handover"]``, a `Handover`. An application that takes the socket
neither accepts nor closes; refusals stay ordinary ASGI. In the clear the TCP socket itself goes away; over TLS one end
of a socket pair goes, and a pump carries bytes between the other end and the TLS connection.
"""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable
from typing import Any, cast

from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from toancanh.media.link.pump import MAX_EARLY_BYTES, Pump, duplicate, socket_pair

EXTENSION = "toancanh.handover"


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
            if len(self._early) > MAX_EARLY_BYTES:
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
        ours, theirs = socket_pair() if over_tls else (None, duplicate(transport))
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
        Pump(self.loop, self.transport, ours, self.connections).start()
