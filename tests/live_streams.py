"""A media process's live part on the test's own loop: hubs fed by hand, link, and a uvicorn that hands sockets over."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import ssl
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn

from media_units import Pictures, pictures
from toancanh.kernel import Clock, SystemClock
from toancanh.media import fmp4
from toancanh.media.link import MediaLink, MediaLinks, socket_path
from toancanh.media.link.server import LinkServer
from toancanh.media.live.ports import RecentPictures
from toancanh.media.live.rendition_hub import RenditionWorkers
from toancanh.media.live.requests import LiveRequests
from toancanh.media.live.service import LiveService
from toancanh.media.live.ticket import ViewEnd, ViewTicket
from toancanh.media.model import (
    AccessUnit,
    CodecParameters,
    GapCause,
    StateReason,
    StreamSink,
    StreamState,
)
from toancanh.registry.model import StreamRole
from toancanh.web.handover import EXTENSION, Handover, HandoverProtocol
from toancanh.web.server import _Server

CAMERA = str(uuid.UUID(int=(0x7 << 76) | (0b10 << 62) | 2))


class HandFedHub:
    """A stream that brings what the test gives it."""

    def __init__(self, source: Pictures | None = None) -> None:
        self.source_pictures = source or pictures()
        self.parameters: CodecParameters | None = None
        self.watched = False
        self.running = False
        self.sinks: list[StreamSink] = []
        self._numbers = itertools.count()

    def attach(self, sink: StreamSink) -> None:
        self.sinks.append(sink)
        if self.running and self.parameters is not None:
            sink.on_parameters(self.parameters)

    def detach(self, sink: StreamSink) -> None:
        self.sinks.remove(sink)

    def start_run(self, source: Pictures | None = None) -> None:
        if source is not None:
            self.source_pictures = source
        self._numbers = itertools.count()
        self.parameters = self.source_pictures.parameters
        self.running = True
        for sink in tuple(self.sinks):
            sink.on_parameters(self.parameters)

    def next_unit(self) -> AccessUnit:
        return self.source_pictures.unit(next(self._numbers))

    def feed(self, count: int = 1) -> list[AccessUnit]:
        units = [self.next_unit() for _ in range(count)]
        self.give(units)
        return units

    def give(self, units: Sequence[AccessUnit]) -> None:
        for unit in units:
            for sink in tuple(self.sinks):
                sink.on_access_unit(unit)

    def interrupt(self, cause: GapCause = GapCause.CAMERA_AWAY) -> None:
        self.running = False
        for sink in tuple(self.sinks):
            sink.on_interrupted(cause, 0)


@dataclass
class HandFedStreams:
    """Streams by camera and role; ``states`` default to online."""

    hubs: dict[tuple[str, StreamRole], HandFedHub] = field(default_factory=dict)
    states: dict[tuple[str, StreamRole], tuple[StreamState, StateReason]] = field(default_factory=dict)
    kept: dict[tuple[str, StreamRole], list[bytes]] = field(default_factory=dict)
    kept_units: dict[tuple[str, StreamRole], list[AccessUnit]] = field(default_factory=dict)

    def hub(self, camera_id: str, role: StreamRole) -> HandFedHub | None:
        return self.hubs.get((camera_id, role))

    def recent(self, camera_id: str, role: StreamRole) -> RecentPictures:
        return RecentPictures(fragments=self.kept.get((camera_id, role), []))

    def recent_units(self, camera_id: str, role: StreamRole) -> Sequence[AccessUnit]:
        return self.kept_units.get((camera_id, role), [])

    def state(self, camera_id: str, role: StreamRole) -> tuple[StreamState, StateReason]:
        return self.states.get((camera_id, role), (StreamState.ONLINE, StateReason.NONE))


@dataclass
class LiveSetup:
    streams: HandFedStreams
    live: LiveService
    link: MediaLink
    ends: list[ViewEnd]
    url: str
    server: LinkServer
    web: uvicorn.Server


class RawHandoverApp:
    """An ASGI application that judges nothing: it hands every WebSocket over to the media process."""

    def __init__(self, links: MediaLinks, *, before: asyncio.Event | None = None) -> None:
        self.links = links
        self.before = before

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "websocket":
            return
        assert (await receive())["type"] == "websocket.connect"
        query = dict(pair.split("=") for pair in scope["query_string"].decode().split("&") if pair)
        if "refuse" in query:
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.close", "code": int(query["refuse"]), "reason": "refused"})
            return
        handover: Handover = scope["extensions"][EXTENSION]
        ticket = ViewTicket(
            view_id=query.get("view", str(uuid.uuid4())), camera_id=CAMERA,
            role=StreamRole(query.get("stream", "main")), key=handover.key,
            hevc=query.get("hevc") != "0", started_us=0, grant={}, resource={},
        )  # fmt: skip
        if self.before is not None:
            await self.before.wait()

        async def deliver(descriptor: int, early: bytes) -> None:
            await self.links.of(CAMERA).hand_over(descriptor, ticket, early)

        await handover.give(deliver)


@contextlib.asynccontextmanager
async def live_setup(
    tmp_path: Path,
    *,
    tls: Path | None = None,
    before: asyncio.Event | None = None,
    clock: Clock | None = None,
) -> AsyncIterator[LiveSetup]:
    """``tls``: folder with cert.pem and key.pem."""
    loop = asyncio.get_running_loop()
    streams = HandFedStreams()
    ends: list[ViewEnd] = []
    live = LiveService(
        loop, clock=clock or SystemClock(), streams=streams, packager=fmp4, on_ended=ends.append,
        renditions=RenditionWorkers(loop, streams=streams, clock=SystemClock(), limit=1),
    )  # fmt: skip
    link_server = LinkServer(loop, socket_path(tmp_path / "run", 0), LiveRequests(live).handlers())
    link_server.start()
    links = MediaLinks(tmp_path / "run", 1)
    links.start()
    async with serving(RawHandoverApp(links, before=before), links.all[0].farewell, tls=tls) as web:
        address = f"{'ws' if tls is None else 'wss'}://127.0.0.1:{web.servers[0].sockets[0].getsockname()[1]}/live"
        yield LiveSetup(streams, live, links.all[0], ends, address, link_server, web)
    live.close()
    links.close()
    link_server.close()


@contextlib.asynccontextmanager
async def serving(
    app: Any, on_stop: Callable[[], Awaitable[None]], *, tls: Path | None = None
) -> AsyncIterator[uvicorn.Server]:
    """Our uvicorn on a free port, with the hand-over."""
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, ws=HandoverProtocol, ws_per_message_deflate=False, lifespan="off",
        log_config=None, access_log=False, timeout_graceful_shutdown=1,
        ssl_certfile=str(tls / "cert.pem") if tls else None, ssl_keyfile=str(tls / "key.pem") if tls else None,
    )  # fmt: skip
    server = _Server(config, lambda: None, on_stop)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    task = asyncio.create_task(server._serve())
    await until(lambda: server.started)
    try:
        yield server
    finally:  # a test that fails says why, instead of waiting for its server
        server.should_exit = True
        await task


async def until(condition: Callable[[], object], within_s: float = 30.0) -> None:
    """Wait for something that has no event of its own."""
    async with asyncio.timeout(within_s):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def closed_with(socket: Any, within_s: float = 15.0) -> tuple[int, str]:
    """Read on until the server closes; its code and reason."""
    async with asyncio.timeout(within_s):
        await socket.wait_closed()
    return socket.close_code, socket.close_reason


def trusting_all() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


async def next_text(socket: Any) -> dict[str, Any]:
    """The next text message, binary ones before it left out."""
    while True:
        message = await asyncio.wait_for(socket.recv(), 20)
        if isinstance(message, str):
            return dict(json.loads(message))


async def next_init(socket: Any) -> dict[str, Any]:
    """The next init message."""
    while True:
        message = await next_text(socket)
        if message["type"] == "init":
            return message


async def next_binary(socket: Any) -> bytes:
    """The next message, which must be binary."""
    message = await asyncio.wait_for(socket.recv(), 20)
    assert isinstance(message, bytes), message
    return message
