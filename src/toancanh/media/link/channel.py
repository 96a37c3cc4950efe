"""One connection of the link: messages in both directions over a local stream socket, with open files beside them.

A message is a header (`!II`: bytes of JSON, bytes of the binary part), a JSON object and a binary part. Files travel
with SCM_RIGHTS (unix(7)) on the first byte of their message, so the kernel keeps them in the messages' order.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import struct
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_HEADER = struct.Struct("!II")
_READ_BYTES = 1 << 16
_MAX_FILES = 8
MAX_JSON_BYTES = 16 << 20
MAX_BINARY_BYTES = 16 << 20
MAX_UNSENT_BYTES = 32 << 20


@dataclass(frozen=True, kw_only=True)
class LinkMessage:
    """``body`` is JSON; ``files`` are descriptors that the receiver now owns and must close."""

    body: Mapping[str, object]
    binary: bytes = b""
    files: tuple[int, ...] = ()


@contextmanager
def short_address(path: Path) -> Iterator[str]:
    """The address of a local socket, however long its path: unix(7) allows 108 bytes."""
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


class LinkClosed(Exception):
    """The other side is gone, or this side has closed."""


class Channel:
    """Non-blocking both ways on the loop. Unsent bytes are bounded: past the bound the connection is closed."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        connection: socket.socket,
        *,
        on_message: Callable[[LinkMessage], None],
        on_closed: Callable[[], None],
    ) -> None:
        connection.setblocking(False)
        self._loop = loop
        self._socket = connection
        self._on_message = on_message
        self._on_closed = on_closed
        self._received = bytearray()
        self._files: deque[int] = deque()
        self._unsent: deque[tuple[memoryview, tuple[int, ...]]] = deque()
        self._unsent_bytes = 0
        self._closed = False
        loop.add_reader(connection, self._readable)

    @property
    def closed(self) -> bool:
        """True after `close`, from either side."""
        return self._closed

    @property
    def unsent_bytes(self) -> int:
        """What the kernel has not taken yet."""
        return self._unsent_bytes

    def send(self, body: Mapping[str, object], *, binary: bytes = b"", files: Sequence[int] = ()) -> None:
        """Send or keep for later; ``files`` stay the caller's (they are duplicated). Raises `LinkClosed`."""
        if self._closed:
            raise LinkClosed
        text = json.dumps({**body, "files": len(files)} if files else body, separators=(",", ":")).encode()
        data = memoryview(_HEADER.pack(len(text), len(binary)) + text + binary)
        if self._unsent_bytes + len(data) > MAX_UNSENT_BYTES:
            self.close()
            raise LinkClosed
        self._unsent.append((data, tuple(os.dup(file) for file in files)))
        self._unsent_bytes += len(data)
        if len(self._unsent) == 1:
            self._writable()
        if self._closed:
            raise LinkClosed

    def close(self) -> None:
        """Close now; what is unsent is lost. `on_closed` is called once."""
        if self._closed:
            return
        self._closed = True
        self._loop.remove_reader(self._socket)
        self._loop.remove_writer(self._socket)
        self._socket.close()
        for _, files in self._unsent:
            _close_all(files)
        _close_all(self._files)
        self._unsent.clear()
        self._files.clear()
        self._on_closed()

    def _writable(self) -> None:
        while self._unsent:
            data, files = self._unsent[0]
            try:
                sent = socket.send_fds(self._socket, [data], files) if files else self._socket.send(data)
            except BlockingIOError:
                self._loop.add_writer(self._socket, self._writable)
                return
            except OSError:
                self.close()
                return
            _close_all(files)
            self._unsent_bytes -= sent
            if sent < len(data):
                self._unsent[0] = (data[sent:], ())
            else:
                self._unsent.popleft()
        self._loop.remove_writer(self._socket)

    def _readable(self) -> None:
        try:
            data, files, flags, _ = socket.recv_fds(self._socket, _READ_BYTES, _MAX_FILES)
        except BlockingIOError:
            return
        except OSError:
            self.close()
            return
        self._files.extend(files)
        if not data or flags & socket.MSG_CTRUNC:
            self.close()
            return
        self._received += data
        self._deliver()

    def _deliver(self) -> None:
        received = self._received
        while not self._closed and len(received) >= _HEADER.size:
            json_bytes, binary_bytes = _HEADER.unpack_from(received)
            if json_bytes > MAX_JSON_BYTES or binary_bytes > MAX_BINARY_BYTES:
                self.close()
                return
            end = _HEADER.size + json_bytes + binary_bytes
            if len(received) < end:
                return
            text = bytes(received[_HEADER.size : _HEADER.size + json_bytes])
            binary = bytes(received[_HEADER.size + json_bytes : end])
            del received[:end]
            message = self._parsed(text, binary)
            if message is None:
                self.close()
                return
            self._on_message(message)

    def _parsed(self, text: bytes, binary: bytes) -> LinkMessage | None:
        try:
            body = json.loads(text)
        except ValueError:
            return None
        if not isinstance(body, dict):
            return None
        count = body.get("files", 0)
        if not isinstance(count, int) or not 0 <= count <= len(self._files):
            return None
        files = tuple(self._files.popleft() for _ in range(count))
        return LinkMessage(body=body, binary=binary, files=files)


def _close_all(files: Sequence[int] | deque[int]) -> None:
    for file in files:
        os.close(file)
