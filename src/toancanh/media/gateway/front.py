"""The door of the gateway, in the web process: who comes is asked for a log-in, judged, and handed to the pictures.

One port for RTSP and RTSPS: the first byte of a connection tells them apart. Before a log-in nothing is told but which
methods there are.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import ssl
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from toancanh.infra.addresses import is_loopback_host, source_network
from toancanh.infra.logs import get_logger
from toancanh.kernel import ErrorKind, NotFound, PlatformError, Unavailable
from toancanh.media.gateway.digest import challenges, read_answer
from toancanh.media.gateway.messages import PUBLIC, response
from toancanh.media.gateway.paths import path_of
from toancanh.media.gateway.service import Consumers
from toancanh.media.link.pump import MAX_EARLY_BYTES, Pump, duplicate, socket_pair
from toancanh.media.live.ticket import RTSP
from toancanh.media.live.views import LiveViews, LiveWish
from toancanh.media.rtsp.messages import NotRtsp, ServerRequest, parse_message
from toancanh.registry import Registry

_LOG_IN_WITHIN_S = 15.0
_MOST_WAITING = 256  # connections that have not logged in
_MOST_WAITING_OF_ONE = 32  # of them from one source: one that says nothing keeps out nobody else
_MOST_REQUESTS = 12
_RENEW_EVERY_S = 60.0
_TLS_HANDSHAKE = 0x16  # RFC 8446, 5.1
_STATUS = {ErrorKind.NOT_FOUND: 404, ErrorKind.DENIED: 403, ErrorKind.EXHAUSTED: 429, ErrorKind.UNAUTHENTICATED: 401}

_log = get_logger(__name__)


class GatewayFront:
    """`start` on the web process's loop, `close` with it. ``tls``: what to speak TLS with, if at all; ``plain``: who
    speaks none is let in, too.
    """

    def __init__(
        self,
        *,
        consumers: Consumers,
        registry: Registry,
        live_views: LiveViews,
        host: str,
        port: int,
        plain: bool,
        tls: Callable[[], ssl.SSLContext] | None,
    ) -> None:
        self.consumers = consumers
        self.port = port
        self.plain = plain or is_loopback_host(host)
        self.has_tls = tls is not None
        self.fault = ""
        self._registry = registry
        self._live_views = live_views
        self._host = host
        self._tls = tls
        self._context: ssl.SSLContext | None = None
        self._listener: socket.socket | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._pumps: set[Any] = set()
        self._waiting: Counter[str] = Counter()  # by source

    @property
    def is_open(self) -> bool:
        """Whether other systems can come in now."""
        return self._listener is not None

    def start(self) -> None:
        """Listen; a port that is taken is told, and the rest of the platform runs on."""
        try:
            listener = socket.create_server(
                (self._host, self.port), family=socket.AF_INET6 if ":" in self._host else socket.AF_INET,
                dualstack_ipv6=self._host == "::", backlog=256,
            )  # fmt: skip
        except OSError as error:
            self.fault = f"port {self.port} cannot be opened: {error.strerror}"
            _log.error("other systems get no pictures by RTSP", why=self.fault)
            return
        listener.setblocking(False)
        self._context = self._tls() if self._tls is not None else None
        self._listener = listener
        self.port = int(listener.getsockname()[1])
        loop = asyncio.get_running_loop()
        for work in (self._accept(listener), self._renew_for_ever()):
            self._keep(loop.create_task(work))

    async def close(self) -> None:
        """Nobody comes in any more; over TLS the media process has its last word."""
        for pump in tuple(self._pumps):
            pump.shutdown()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _accept(self, listener: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, address = await loop.sock_accept(listener)
            except OSError as error:  # out of descriptors, or the client is gone already
                _log.repeated("accept", "a connection by RTSP could not be taken", error=str(error))
                await asyncio.sleep(0.1)
                continue
            source, network = str(address[0]), source_network(str(address[0]))
            if self._waiting.total() >= _MOST_WAITING or self._waiting[network] >= _MOST_WAITING_OF_ONE:
                connection.close()
                continue
            self._waiting[network] += 1
            task = loop.create_task(self._meet(connection, source))
            task.add_done_callback(partial(self._met, network))
            self._keep(task)

    def _met(self, network: str, _: asyncio.Task[None]) -> None:
        self._waiting[network] -= 1
        if not self._waiting[network]:
            del self._waiting[network]

    async def _meet(self, connection: socket.socket, source: str) -> None:
        loop = asyncio.get_running_loop()
        arrival: _Arrival | None = None
        try:
            async with asyncio.timeout(_LOG_IN_WITHIN_S):
                speaks_tls = await _first_byte(loop, connection) == _TLS_HANDSHAKE
                if (speaks_tls and self._context is None) or not (speaks_tls or self.plain):
                    connection.close()
                    return
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                context = self._context if speaks_tls else None
                _, arrival = await loop.connect_accepted_socket(_Arrival, connection, ssl=context)
                await self._talk(arrival, source)
        except (OSError, TimeoutError):  # left, was too slow, or speaks no TLS that we know
            connection.close()
        except Exception as error:  # noqa: BLE001 - the supervisor of one stranger's connection
            _log.crash("a connection by RTSP failed", error)
        finally:
            if arrival is None:
                connection.close()  # also where the door closes while it waits
            elif not arrival.given and arrival.transport is not None:
                arrival.transport.close()

    async def _talk(self, arrival: _Arrival, source: str) -> None:
        nonce = secrets.token_hex(16)
        for _ in range(_MOST_REQUESTS):
            try:
                request = await arrival.request()
            except NotRtsp:
                arrival.send(response(505 if b"RTSP/2." in arrival.heard[:4096] else 400, ""))
                return
            if request is None:
                return
            sequence = request.headers.get("cseq")[:16]
            if request.method == "OPTIONS":
                arrival.send(response(200, sequence, {"Public": PUBLIC}))
                arrival.take()
                continue
            answer = read_answer(request.headers.get("authorization"))
            if answer is None or answer.nonce != nonce:
                stale = answer is not None
                arrival.send(response(401, sequence, {"WWW-Authenticate": challenges(nonce, stale=stale)}))
                arrival.take()
                continue
            try:
                wish = await asyncio.to_thread(partial(self._wish, request, answer, source))
                await self._live_views.begin(wish, "", partial(self._give, arrival))
            except PlatformError as error:
                status = _STATUS.get(error.kind, 503)
                headers = {"WWW-Authenticate": challenges(nonce)} if status == 401 else {}
                arrival.send(response(status, sequence, headers))
                arrival.take()
                continue
            return

    def _wish(self, request: ServerRequest, answer: Any, source: str) -> LiveWish:
        consumer = self.consumers.log_in(answer, request.method, source)
        path = path_of(request.url)
        if path is None or not consumer.has(*path):
            raise NotFound("nothing is offered to you there")
        camera_id, role = path
        self.consumers.room(consumer, camera_id)
        camera = self._registry.camera_for(camera_id)
        if role not in {stream.role for stream in camera.streams}:
            raise NotFound("nothing is offered to you there")
        return LiveWish(
            principal=self.consumers.principal(consumer, source),
            resource=self._registry.camera_ref(camera),
            role=role,
            purpose=consumer.purpose,
            reference=consumer.reference,
            source=source,
            over=RTSP,
        )

    async def _give(self, arrival: _Arrival, deliver: Callable[[int, bytes], Awaitable[None]]) -> None:
        """As `web.handover` does it for WebSockets."""
        transport = arrival.transport
        if transport is None or transport.is_closing():
            raise Unavailable("the consumer has left")
        transport.pause_reading()
        over_tls = transport.get_extra_info("sslcontext") is not None
        ours, theirs = socket_pair() if over_tls else (None, duplicate(transport))
        try:
            with theirs:
                await deliver(theirs.fileno(), bytes(arrival.heard))
        except BaseException:
            if ours is not None:
                ours.close()
            transport.resume_reading()
            raise
        arrival.given = True
        if ours is None:
            transport.abort()  # closes our descriptor only: nothing waits to be written
        else:
            Pump(asyncio.get_running_loop(), transport, ours, self._pumps).start()

    async def _renew_for_ever(self) -> None:
        while True:
            await asyncio.sleep(_RENEW_EVERY_S)
            try:
                await asyncio.to_thread(self.consumers.renew_sessions)
            except Unavailable:
                continue
            except Exception as error:  # noqa: BLE001 - the supervisor of this task
                _log.crash("sessions of consumers cannot be renewed; it is tried again", error)


class _Arrival(asyncio.Protocol):
    """A connection that has not logged in yet."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.heard = bytearray()
        self.given = False
        self._end = 0  # of the request that was read last
        self._came = asyncio.Event()
        self._lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.heard += data
        if len(self.heard) > MAX_EARLY_BYTES and self.transport is not None:
            self.transport.abort()
        self._came.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self._lost = True
        self._came.set()

    async def request(self) -> ServerRequest | None:
        """The next one, which stays in `heard`; None where the connection is lost. Raises `NotRtsp`."""
        while True:
            while self.heard.startswith((b"\r", b"\n")):
                del self.heard[:1]
            parsed = parse_message(bytes(self.heard), 0) if self.heard else None
            if parsed is not None:
                message, self._end = parsed
                if isinstance(message, ServerRequest):
                    return message
                self.take()
                continue
            if self._lost:
                return None
            self._came.clear()
            await self._came.wait()

    def take(self) -> None:
        """What was read last has been answered."""
        del self.heard[: self._end]

    def send(self, data: bytes) -> None:
        """An answer."""
        if self.transport is not None and not self.transport.is_closing():
            self.transport.write(data)


async def _first_byte(loop: asyncio.AbstractEventLoop, connection: socket.socket) -> int:
    """What the client says first, left where it is. Raises `OSError` where it leaves without a word."""
    connection.setblocking(False)
    ready = asyncio.Event()
    loop.add_reader(connection, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(connection)
    data = connection.recv(1, socket.MSG_PEEK)
    if not data:
        raise ConnectionResetError
    return data[0]
