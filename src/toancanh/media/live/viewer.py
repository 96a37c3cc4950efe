"""One viewer's connection: what is sent, what waits, and what is dropped when it cannot keep up."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections import deque
from collections.abc import Callable, Sequence
from itertools import islice

from toancanh.kernel.clock import Clock
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

MAX_BEHIND_US = 1_500_000
MAX_UNSENT_BYTES = 2 << 20
_RESUME_BYTES = 64 << 10
_NOT_SENT_LOW_WATER_BYTES = 256 << 10
_MAX_CLIENT_BYTES = 64 << 10  # between two `tick`s
_PING_AFTER_US = 20_000_000
_GONE_AFTER_US = 60_000_000
_CLOSE_WITHIN_S = 1.0
_PIECES = 16  # buffers per sendmsg


class Viewer:
    """Sends to one client without ever blocking. Waiting bytes are bounded: by `MAX_UNSENT_BYTES` beyond one group of
    pictures (whose bytes all viewers share) and by `MAX_BEHIND_US`; past either, unsent frames up to the next key frame
    are dropped.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        connection: socket.socket,
        ticket: ViewTicket,
        *,
        clock: Clock,
        on_closed: Callable[[Viewer, str], None],
    ) -> None:
        connection.setblocking(False)
        with contextlib.suppress(OSError):  # not TCP where the web process carries TLS
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, _NOT_SENT_LOW_WATER_BYTES)
        self.ticket = ticket
        self.frames_skipped = 0
        self._loop = loop
        self._socket = connection
        self._send = connection.send
        self._clock = clock
        self._on_closed = on_closed
        self._client = ClientFrames()
        self._client_bytes = 0
        self._deaf = False  # the client broke the protocol: what it says has no meaning any more
        self._unsent: deque[tuple[memoryview, bool, int]] = deque()  # bytes, may be dropped, since
        self._unsent_bytes = 0
        self._burst_bytes = 0
        self._partial = False  # the first of `_unsent` has begun
        self._flowing = False
        self._closing: str | None = None
        self._closed = False
        self._heard_us = clock.monotonic_us()
        self._first_us: int | None = None
        loop.add_reader(connection, self._readable)

    @property
    def closing(self) -> bool:
        """True once it ends; nothing more is sent to it."""
        return self._closing is not None or self._closed

    @property
    def seconds_seen(self) -> float:
        """Since the first picture."""
        return 0.0 if self._first_us is None else (self._clock.monotonic_us() - self._first_us) / 1e6

    @property
    def unsent_bytes(self) -> int:
        """Waiting for the client, not counting the kernel's buffer."""
        return self._unsent_bytes

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

    def burst(self, messages: Sequence[bytes]) -> None:
        """The last group of pictures at once; then `offer` goes on."""
        if self.closing or not messages:
            return
        self._flowing = True
        self._burst_bytes = sum(map(len, messages))
        self._first_us = self._first_us or self._clock.monotonic_us()
        for message in messages:
            self._put(message, droppable=True)

    def await_key_frame(self) -> None:
        """The run is interrupted: what follows begins with a key frame."""
        self._flowing = False

    def offer(self, message: bytes, is_key: bool) -> None:
        """The next frame, a whole WebSocket message."""
        if self._unsent or not self._flowing:
            self._offer_late(message, is_key)
            return
        try:
            sent = self._send(message)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._abandon("connection lost")
            return
        if sent != len(message):
            self._keep(message, sent, droppable=True)

    def close(self, code: CloseCode, reason: str) -> None:
        """Stop at once, say why, and end the connection within a second whatever the client does."""
        if self.closing:
            return
        self._closing = reason
        self._drop_unsent()
        self._put(close_frame(code, reason), droppable=False)
        if not self._closed:
            self._loop.call_later(_CLOSE_WITHIN_S, self._abandon, reason)

    def abandon(self, reason: str) -> None:
        """End without a word."""
        self._abandon(reason)

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

    def _offer_late(self, message: bytes, is_key: bool) -> None:
        if self.closing:
            return
        if not self._flowing:
            if not is_key or self._unsent_bytes > _RESUME_BYTES:
                self.frames_skipped += 1
                return
            self._flowing = True
            self._first_us = self._first_us or self._clock.monotonic_us()
        elif self._too_far_behind(len(message)):
            self._flowing = False
            self._burst_bytes = 0
            self._drop_unsent()
            self.frames_skipped += 1
            return
        self._put(message, droppable=True)

    def _too_far_behind(self, more_bytes: int) -> bool:
        if not self._unsent:
            return False
        if self._unsent_bytes + more_bytes > MAX_UNSENT_BYTES + self._burst_bytes:
            return True
        return self._clock.monotonic_us() - self._unsent[0][2] > MAX_BEHIND_US

    def _put(self, data: bytes, *, droppable: bool) -> None:
        if self._closed:
            return
        if self._unsent:
            self._keep(data, 0, droppable=droppable)
            return
        try:
            sent = self._send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._abandon("connection lost")
            return
        if sent != len(data):
            self._keep(data, sent, droppable=droppable)

    def _keep(self, data: bytes, sent: int, *, droppable: bool) -> None:
        if not self._unsent:
            self._partial = sent > 0
            self._loop.add_writer(self._socket, self._writable)
        rest = memoryview(data)[sent:]
        self._unsent.append((rest, droppable, self._clock.monotonic_us()))
        self._unsent_bytes += len(rest)

    def _drop_unsent(self) -> None:
        """Drop frames not yet begun. One whose head is out must be finished, or the client could not read on."""
        kept = [entry for at, entry in enumerate(self._unsent) if not entry[1] or (at == 0 and self._partial)]
        self.frames_skipped += len(self._unsent) - len(kept)
        self._unsent = deque(kept)
        self._unsent_bytes = sum(len(entry[0]) for entry in kept)
        if not kept:
            self._partial = False
            self._loop.remove_writer(self._socket)

    def _writable(self) -> None:
        while self._unsent:
            try:
                sent = self._socket.sendmsg([entry[0] for entry in islice(self._unsent, _PIECES)])
            except BlockingIOError:
                return
            except OSError:
                self._abandon("connection lost")
                return
            self._unsent_bytes -= sent
            while sent:
                data, droppable, since_us = self._unsent[0]
                if sent < len(data):
                    self._unsent[0] = (data[sent:], droppable, since_us)
                    self._partial = True
                    break
                sent -= len(data)
                self._unsent.popleft()
                self._partial = False
        self._burst_bytes = 0
        self._loop.remove_writer(self._socket)

    def _readable(self) -> None:
        try:
            data = self._socket.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._abandon(self._closing or "left")
            return
        self._received(data)

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
            if message.opcode is Opcode.PING and not self.closing and self._unsent_bytes < _RESUME_BYTES:
                self._put(frame(Opcode.PONG, message.payload), droppable=False)

    def _client_closes(self, payload: bytes) -> None:
        if self._closing is None:
            self._closing = "left"
            self._drop_unsent()
            self._put(frame(Opcode.CLOSE, payload[:2] if len(payload) >= 2 else b""), droppable=False)
        self._abandon(self._closing)

    def _abandon(self, reason: str) -> None:
        if self._closed:
            return
        self._closed = True
        self._loop.remove_reader(self._socket)
        self._loop.remove_writer(self._socket)
        self._socket.close()
        self._unsent.clear()
        self._unsent_bytes = 0
        self._on_closed(self, reason)
