"""A client's socket on its way to the process that has the pictures: itself, or over TLS one end of a socket pair."""

from __future__ import annotations

import asyncio
import os
import socket
from typing import Any

MAX_EARLY_BYTES = 16 << 10
_PUMP_BYTES = 256 << 10
_LAST_WORD_S = 0.5  # a close frame, and the client's answer to it


def duplicate(transport: asyncio.Transport) -> socket.socket:
    """The connection's own socket, once more."""
    return socket.socket(fileno=os.dup(transport.get_extra_info("socket").fileno()))


def socket_pair() -> tuple[socket.socket, socket.socket]:
    """Our end, and the one that goes away."""
    ours, theirs = socket.socketpair()
    theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _PUMP_BYTES)
    ours.setblocking(False)
    return ours, theirs


class Pump(asyncio.Protocol):
    """Carries bytes between a TLS connection and the media process's end of a socket pair.

    Waiting bytes are bounded both ways: pictures by the transport's write buffer (then nothing is read from the media
    process, which sees a slow viewer), the client's few frames by `MAX_EARLY_BYTES` (then the connection ends).
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
        if len(self._to_media) > MAX_EARLY_BYTES:
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
