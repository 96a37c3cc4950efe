"""uvicorn, started by us: our sockets, TLS on every port that is not loopback, no access log, an orderly end."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence
from types import FrameType
from typing import cast

import uvicorn
from starlette.types import ASGIApp

from toancanh.infra.addresses import is_loopback_host
from toancanh.infra.settings import Settings
from toancanh.infra.tls import Certificate
from toancanh.kernel import Invalid

_BACKLOG = 512
_MAX_MESSAGE_BYTES = 64 * 1024  # what a browser sends over a WebSocket is small
_KEEP_ALIVE_S = 30
_GRACE_S = 5
_FAREWELL_S = 1.0


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; raises `Invalid` where the address cannot be had. ``::`` also takes IPv4."""
    if host == "localhost":
        host = "127.0.0.1"
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        address = _address_of(host)
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0 if address.is_unspecified else 1)
    try:
        listener.bind((str(address), port))
    except OSError as error:
        listener.close()
        raise Invalid(f"cannot listen on {host}:{port}: {error.strerror}; choose another with --port") from None
    listener.listen(_BACKLOG)
    return listener


def _address_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    try:
        answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        raise Invalid(f"the host {host!r} to listen on cannot be found") from None
    return ipaddress.ip_address(answers[0][4][0])


def url_of(listener: socket.socket, *, tls: bool) -> str:
    """Where a browser on this machine finds us: ``https://localhost:8080`` for all addresses."""
    host, port = listener.getsockname()[:2]
    address = ipaddress.ip_address(host)
    shown = "localhost" if address.is_unspecified else f"[{host}]" if address.version == 6 else host
    return f"{'https' if tls else 'http'}://{shown}:{port}"


async def _nothing() -> None:
    pass


class _Server(uvicorn.Server):
    """Tells when it is ready, and ends with status 0 after SIGTERM: uvicorn raises the signal again at its end."""

    def __init__(
        self, config: uvicorn.Config, on_ready: Callable[[], None], on_stop: Callable[[], Awaitable[None]]
    ) -> None:
        super().__init__(config)
        self._on_ready = on_ready
        self._on_stop = on_stop

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.should_exit:
            self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._on_stop(), _FAREWELL_S)
        farewell = asyncio.get_running_loop().call_later(_FAREWELL_S, self._abort_closing)
        try:
            await super().shutdown(sockets)
        finally:
            farewell.cancel()

    def _abort_closing(self) -> None:
        """Over TLS a closed connection waits for the other side's close_notify (RFC 8446, 6.1), and not all answer."""
        for connection in list(self.server_state.connections):
            transport = cast("asyncio.WriteTransport", connection.transport)
            if transport.is_closing():
                transport.abort()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.force_exit = self.should_exit
        self.should_exit = True


def server_of(
    app: ASGIApp,
    *,
    settings: Settings,
    certificate: Certificate | None,
    websocket: type[asyncio.Protocol] | str = "websockets-sansio",
    on_ready: Callable[[], None] = lambda: None,
    on_stop: Callable[[], Awaitable[None]] = _nothing,
) -> uvicorn.Server:
    """A server for `run`; ``websocket`` is uvicorn's protocol for WebSockets or the one that can hand a view over.
    ``on_stop`` is awaited, for a second at most, before connections are ended.

    Raises `Invalid` for plain HTTP elsewhere than on loopback, whatever the settings were made of.
    """
    if certificate is None and not is_loopback_host(settings.host):
        raise Invalid(f"plain HTTP is refused on {settings.host}: leave `tls` at auto, or set `tls_cert` and `tls_key`")
    context = certificate.context() if certificate is not None else None
    config = uvicorn.Config(
        app,
        loop="asyncio",
        http="httptools",
        ws=websocket,
        ws_max_size=_MAX_MESSAGE_BYTES,
        ws_per_message_deflate=False,  # video does not shrink
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        server_header=False,
        backlog=_BACKLOG,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_GRACE_S,
        ssl_context_factory=(lambda _config, _default: context) if context is not None else None,
    )
    return _Server(config, on_ready, on_stop)


def run(server: uvicorn.Server, listeners: Sequence[socket.socket]) -> None:
    """Serve until SIGTERM or SIGINT."""
    server.run(sockets=list(listeners))
