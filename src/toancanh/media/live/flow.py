"""What is sent to one who watches: without ever blocking, what waits is bounded, and what is too late is dropped."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Sequence
from itertools import islice

from toancanh.kernel.clock import Clock

MAX_BEHIND_US = 1_500_000
MAX_UNSENT_BYTES = 2 << 20
RESUME_BYTES = 64 << 10
_NOT_SENT_LOW_WATER_BYTES = 256 << 10
_PIECES = 16  # buffers per sendmsg


class Flow(ABC):
    """Sends to one client. Waiting bytes are bounded: by `MAX_UNSENT_BYTES` beyond one group of pictures (whose bytes
    all share) and by `MAX_BEHIND_US`; past either, unsent frames up to the next key frame are dropped.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, connection: socket.socket, *, clock: Clock) -> None:
        connection.setblocking(False)
        with contextlib.suppress(OSError):  # not TCP where the web process carries TLS
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, _NOT_SENT_LOW_WATER_BYTES)
        self.frames_skipped = 0
        self._loop = loop
        self._socket = connection
        self._send = connection.send
        self._clock = clock
        self._unsent: deque[tuple[memoryview, bool, int]] = deque()  # bytes, may be dropped, since
        self._unsent_bytes = 0
        self._burst_bytes = 0
        self._partial = False  # the first of `_unsent` has begun
        self._flowing = False
        self._closing: str | None = None
        self._closed = False
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

    def abandon(self, reason: str) -> None:
        """End without a word."""
        self._abandon(reason)

    def _offer_late(self, message: bytes, is_key: bool) -> None:
        if self.closing:
            return
        if not self._flowing:
            if not is_key or self._unsent_bytes > RESUME_BYTES:
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

    @abstractmethod
    def _received(self, data: bytes) -> None:
        """What the client says."""

    def _abandon(self, reason: str) -> None:
        if self._closed:
            return
        self._closed = True
        self._loop.remove_reader(self._socket)
        self._loop.remove_writer(self._socket)
        self._socket.close()
        self._unsent.clear()
        self._unsent_bytes = 0
        self._ended(reason)

    @abstractmethod
    def _ended(self, reason: str) -> None:
        """The connection is closed; called once."""
