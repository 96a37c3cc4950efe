"""The media process's end of the link: listens at DATA/run/media-K.sock and answers requests."""

from __future__ import annotations

import asyncio
import os
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from toancanh.kernel.errors import PlatformError
from toancanh.media.link.channel import Channel, LinkClosed, LinkMessage, short_address

_MAX_CONNECTIONS = 16
_MAX_REQUESTS = 256  # of one connection at a time
_CREDENTIALS = struct.Struct("3i")  # pid, uid, gid: SO_PEERCRED, socket(7)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The answer to a request."""

    body: Mapping[str, object] = field(default_factory=dict)
    binary: bytes = b""


Handler = Callable[[LinkMessage], Awaitable[Reply]]
"""Answers one kind of request. Owns the message's files. Raises `PlatformError`, which reaches the one who asked."""


class LinkServer:
    """Answers on the loop it was started on. Only our own user may connect."""

    def __init__(self, loop: asyncio.AbstractEventLoop, path: Path, handlers: Mapping[str, Handler]) -> None:
        self._loop = loop
        self._path = path
        self._handlers = handlers
        self._listener: socket.socket | None = None
        self._channels: set[Channel] = set()
        self._tasks: dict[asyncio.Task[None], Channel] = {}

    def start(self) -> None:
        """Listen; a socket file left by a process that died is replaced."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        fresh = self._path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with short_address(fresh) as address:
            listener.bind(address)
        fresh.chmod(0o600)
        listener.listen(_MAX_CONNECTIONS)
        listener.setblocking(False)
        fresh.replace(self._path)  # appears whole: whoever sees the file can connect
        self._listener = listener
        self._loop.add_reader(listener, self._accept)

    def broadcast(self, body: Mapping[str, object]) -> None:
        """Tell everyone who is connected."""
        for channel in tuple(self._channels):
            try:
                channel.send(body)
            except LinkClosed:
                continue

    def close(self) -> None:
        """Stop listening and end all connections."""
        if self._listener is not None:
            self._loop.remove_reader(self._listener)
            self._listener.close()
            self._listener = None
            self._path.unlink(missing_ok=True)
        for task in tuple(self._tasks):
            task.cancel()
        for channel in tuple(self._channels):
            channel.close()

    def _accept(self) -> None:
        if self._listener is None:
            return
        try:
            connection, _ = self._listener.accept()
        except OSError:
            return
        packed = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        _, uid, _ = _CREDENTIALS.unpack(packed)
        if uid != os.getuid() or len(self._channels) >= _MAX_CONNECTIONS:
            connection.close()
            return
        channel = Channel(
            self._loop,
            connection,
            on_message=lambda message: self._received(channel, message),
            on_closed=lambda: self._channel_closed(channel),
        )
        self._channels.add(channel)

    def _channel_closed(self, channel: Channel) -> None:
        self._channels.discard(channel)
        for task, owner in tuple(self._tasks.items()):
            if owner is channel:
                task.cancel()

    def _received(self, channel: Channel, message: LinkMessage) -> None:
        if sum(owner is channel for owner in self._tasks.values()) >= _MAX_REQUESTS:
            _close_files(message)
            channel.close()
            return
        task = self._loop.create_task(self._answer(channel, message))
        self._tasks[task] = channel
        task.add_done_callback(self._answered)

    def _answered(self, task: asyncio.Task[None]) -> None:
        self._tasks.pop(task, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._loop.call_exception_handler({"message": "a link request failed", "exception": error, "task": task})

    async def _answer(self, channel: Channel, message: LinkMessage) -> None:
        handler = self._handlers.get(str(message.body.get("op")))
        number = message.body.get("id")
        if handler is None:
            _close_files(message)
            self._send(channel, {"id": number, "error": "invalid", "detail": "unknown request"})
            return
        try:
            reply = await handler(message)
        except PlatformError as error:
            body = {"id": number, "error": error.kind, "detail": error.detail, "extra": dict(error.extra)}
            self._send(channel, body)
            return
        except Exception as error:  # a supervisor: the one who asked is told, the loop reports, the process goes on
            self._send(channel, {"id": number, "error": "internal", "detail": type(error).__name__})
            raise
        self._send(channel, {"id": number, **reply.body}, reply.binary)

    def _send(self, channel: Channel, body: Mapping[str, object], binary: bytes = b"") -> None:
        if not channel.closed:
            try:
                channel.send(body, binary=binary)
            except LinkClosed:
                return


def _close_files(message: LinkMessage) -> None:
    for file in message.files:
        os.close(file)
