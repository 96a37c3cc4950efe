"""One viewer's WebSocket: the handshake, its messages, its close."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

from toancanh.kernel.clock import Clock
from toancanh.media.live.flow import MAX_UNSENT_BYTES, RESUME_BYTES, Flow
from toancanh.media.live.ticket import ViewTicket
from toancanh.media.live.websocket import (
    ClientFrames,
    CloseCode,
    Opcode,
    ProtocolViolation,
    close_frame,
    frame,
    handshake_response,
)

__all__ = ["MAX_UNSENT_BYTES", "Viewer"]

_MAX_CLIENT_BYTES = 64 << 10  # between two `tick`s
_PING_AFTER_US = 20_000_000
_GONE_AFTER_US = 60_000_000
_CLOSE_WITHIN_S = 1.0


class Viewer(Flow):
    """RFC 6455 over a `Flow`."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        connection: socket.socket,
        ticket: ViewTicket,
        *,
        clock: Clock,
        on_closed: Callable[[Viewer, str], None],
    ) -> None:
        super().__init__(loop, connection, clock=clock)
        self.ticket = ticket
        self._on_closed = on_closed
        self._client = ClientFrames()
        self._client_bytes = 0
        self._deaf = False  # the client broke the protocol: what it says has no meaning any more
        self._heard_us = clock.monotonic_us()

    def open(self, early: bytes) -> None:
        """Answer the handshake; ``early`` is what the client sent behind its request."""
        self._put(handshake_response(self.ticket.key), droppable=False)
        if early:
            self._received(early)

    def text(self, payload: bytes) -> None:
        """Send a JSON message."""
        if not self.closing:
            self._put(frame(Opcode.TEXT, payload), droppable=False)

    def begin(self, text: bytes, initialisation: bytes) -> None:
        """A new run: unsent frames of the last are dropped, the next frame sent is a key frame. ``initialisation`` is a
        whole WebSocket message.
        """
        if self.closing:
            return
        self._flowing = False
        self._drop_unsent()
        self._put(frame(Opcode.TEXT, text), droppable=False)
        self._put(initialisation, droppable=False)

    def close(self, code: CloseCode, reason: str) -> None:
        """Stop at once, say why, and end the connection within a second whatever the client does."""
        if self.closing:
            return
        self._closing = reason
        self._drop_unsent()
        self._put(close_frame(code, reason), droppable=False)
        if not self._closed:
            self._loop.call_later(_CLOSE_WITHIN_S, self._abandon, reason)

    def tick(self) -> None:
        """Every few seconds: keep-alive, and the bound on what a client may say."""
        if self.closing:
            return
        self._client_bytes = 0
        silent_us = self._clock.monotonic_us() - self._heard_us
        if silent_us > _GONE_AFTER_US:
            self._abandon("no answer")
        elif silent_us > _PING_AFTER_US and not self._unsent:
            self._put(frame(Opcode.PING, b""), droppable=False)

    def _received(self, data: bytes) -> None:
        self._heard_us = self._clock.monotonic_us()
        self._client_bytes += len(data)
        if self._deaf:
            return
        try:
            messages = self._client.feed(data)
            if self._client_bytes > _MAX_CLIENT_BYTES:
                raise ProtocolViolation(CloseCode.POLICY, "too much from the client")
        except ProtocolViolation as violation:
            self._deaf = True
            self.close(violation.code, violation.reason)
            return
        for message in messages:
            if message.opcode is Opcode.CLOSE:
                self._client_closes(message.payload)
                return
            if message.opcode is Opcode.PING and not self.closing and self._unsent_bytes < RESUME_BYTES:
                self._put(frame(Opcode.PONG, message.payload), droppable=False)

    def _client_closes(self, payload: bytes) -> None:
        if self._closing is None:
            self._closing = "left"
            self._drop_unsent()
            self._put(frame(Opcode.CLOSE, payload[:2] if len(payload) >= 2 else b""), droppable=False)
        self._abandon(self._closing)

    def _ended(self, reason: str) -> None:
        self._on_closed(self, reason)
