"""The web process's end of the link: requests to a media process, and news from it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from toancanh.kernel.errors import (
    Conflict,
    DataLoss,
    Denied,
    Exhausted,
    Internal,
    Invalid,
    NotFound,
    PlatformError,
    Unavailable,
)
from toancanh.media.link.channel import Channel, LinkClosed, LinkMessage, short_address

_RETRY_S = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)
_REQUEST_TIMEOUT_S = 10.0
_ERRORS: Mapping[str, type[PlatformError]] = {
    kind.kind: kind for kind in (Conflict, DataLoss, Denied, Exhausted, Internal, Invalid, NotFound, Unavailable)
}

News = Callable[[Mapping[str, object]], None]


class Link:
    """One connection to one media process, kept up for as long as this lives. Used on the loop it was started on.

    Requests raise `Unavailable` while the media process is away, and whatever `PlatformError` its handler raised.
    """

    def __init__(
        self,
        path: Path,
        *,
        on_news: News = lambda _: None,
        on_up: Callable[[], None] = lambda: None,
        on_down: Callable[[], None] = lambda: None,
    ) -> None:
        self._path = path
        self._on_news = on_news
        self._on_up = on_up
        self._on_down = on_down
        self._channel: Channel | None = None
        self._waiting: dict[int, asyncio.Future[LinkMessage]] = {}
        self._next_id = 0
        self._attempts = 0
        self._retry: asyncio.TimerHandle | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    @property
    def up(self) -> bool:
        """True while connected."""
        return self._channel is not None

    def start(self) -> None:
        """Connect now if someone listens, else keep trying."""
        self._loop = asyncio.get_running_loop()
        self._connect()

    def close(self) -> None:
        """End the connection; requests under way raise `Unavailable`."""
        self._closed = True
        if self._retry is not None:
            self._retry.cancel()
        if self._channel is not None:
            self._channel.close()

    async def request(
        self,
        op: str,
        body: Mapping[str, object] | None = None,
        *,
        files: Sequence[int] = (),
        timeout_s: float = _REQUEST_TIMEOUT_S,
    ) -> LinkMessage:
        """Ask and wait for the answer; ``files`` stay the caller's."""
        if self._channel is None or self._loop is None:
            raise Unavailable("the media process does not answer; it is being started again")
        self._next_id += 1
        number = self._next_id
        answer: asyncio.Future[LinkMessage] = self._loop.create_future()
        self._waiting[number] = answer
        try:
            self._channel.send({**(body or {}), "op": op, "id": number}, files=files)
            async with asyncio.timeout(timeout_s):  # wait_for of 3.11 swallows a cancellation that meets the answer
                message = await answer
        except (LinkClosed, TimeoutError):
            raise Unavailable("the media process does not answer; it is being started again") from None
        finally:
            self._waiting.pop(number, None)
        error = message.body.get("error")
        if error is not None:
            extra = message.body.get("extra")
            known = _ERRORS.get(str(error), Internal)
            raise known(str(message.body.get("detail")), **(extra if isinstance(extra, dict) else {}))
        return message

    def _connect(self) -> None:
        self._retry = None
        assert self._loop is not None  # noqa: S101  # set by start
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.setblocking(False)
        try:
            with short_address(self._path) as address:
                connection.connect(address)
        except OSError:
            connection.close()
            self._try_later()
            return
        self._attempts = 0
        self._channel = Channel(self._loop, connection, on_message=self._received, on_closed=self._lost)
        self._on_up()

    def _try_later(self) -> None:
        if self._closed or self._loop is None:
            return
        delay_s = _RETRY_S[min(self._attempts, len(_RETRY_S) - 1)]
        self._attempts += 1
        self._retry = self._loop.call_later(delay_s, self._connect)

    def _lost(self) -> None:
        self._channel = None
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(LinkClosed())
        self._on_down()
        self._try_later()

    def _received(self, message: LinkMessage) -> None:
        number = message.body.get("id")
        if not isinstance(number, int):
            self._on_news(message.body)
            return
        answer = self._waiting.get(number)
        if answer is not None and not answer.done():
            answer.set_result(message)
