"""The live route over a playback setup's governance, and a media process's live part fed by hand, on one loop."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from fastapi import FastAPI

from live_streams import HandFedHub, HandFedStreams, serving
from playback_rig import Setup
from toancanh.kernel import SystemClock
from toancanh.media import fmp4
from toancanh.media.gateway.way import RtspWay
from toancanh.media.link import socket_path
from toancanh.media.link.server import LinkServer
from toancanh.media.live import routes as live_routes
from toancanh.media.live.rendition_hub import RenditionWorkers
from toancanh.media.live.requests import LiveRequests
from toancanh.media.live.service import LiveService
from toancanh.media.live.ticket import RTSP, ViewEnd
from toancanh.media.live.views import LiveViews
from toancanh.registry.model import StreamRole


@dataclass
class Live:
    hub: HandFedHub
    streams: HandFedStreams
    url: str
    workers: RenditionWorkers
    ends: list[ViewEnd]
    views: LiveViews


@contextlib.asynccontextmanager
async def live_over(setup: Setup, folder: Path, code: str = "plain") -> AsyncIterator[Live]:
    """The live route over the setup's governance, and a media process's live part, on this loop."""
    loop = asyncio.get_running_loop()
    streams, hub = HandFedStreams(), HandFedHub()
    ends: list[ViewEnd] = []
    streams.hubs[(setup.cameras[code].id, StreamRole.MAIN)] = hub
    workers = RenditionWorkers(loop, streams=streams, clock=SystemClock(), limit=1)
    service = LiveService(
        loop, clock=SystemClock(), streams=streams, packager=fmp4, renditions=workers, on_ended=ends.append,
        ways={RTSP: RtspWay()},
    )  # fmt: skip
    link = LinkServer(loop, socket_path(folder / "run", 0), LiveRequests(service).handlers())
    link.start()
    views = LiveViews(
        governance=setup.governance, database=setup.rig.database, clock=setup.clock, ids=setup.rig.ids,
        journal_folder=folder / "journal", run_folder=folder / "run", shards=1,
    )  # fmt: skip
    views.start()
    platform = SimpleNamespace(
        governance=setup.governance, registry=setup.registry, settings=SimpleNamespace(origins=())
    )
    app = FastAPI()
    app.include_router(live_routes.router(platform, views))
    try:
        async with serving(app, views.farewell) as web:
            port = web.servers[0].sockets[0].getsockname()[1]
            url = f"ws://127.0.0.1:{port}/cameras/{setup.cameras[code].id}/live"
            yield Live(hub, streams, url, workers, ends, views)
    finally:
        await views.close()
        service.close()
        link.close()
