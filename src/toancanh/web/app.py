"""The ASGI application: every package's routes, the health routes, the console."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from fastapi import FastAPI

from toancanh import __version__
from toancanh.evidence import routes as evidence_routes
from toancanh.governance import routes as governance_routes
from toancanh.infra.http import install_errors
from toancanh.media.archive.places.losing import Losing
from toancanh.media.archive.places.mover import Mover
from toancanh.media.archive.places.service import PlacesService
from toancanh.media.archive.places.worker import MoverThread
from toancanh.media.live import routes as live_routes
from toancanh.media.live.views import LiveViews
from toancanh.media.routes import MediaServices, media_router
from toancanh.media.routes.places import places_router
from toancanh.planning import routes as planning_routes
from toancanh.planning.consultation.live_pictures import MediaPictures
from toancanh.registry import routes as registry_routes
from toancanh.web.alarms import AlarmBoard, alarm_router
from toancanh.web.concerned import person_router
from toancanh.web.health import add_health, ask_database
from toancanh.web.maps import map_router
from toancanh.web.receiving import receiving_page
from toancanh.web.security import BodyLimit, SecurityHeaders
from toancanh.web.static import console_folder, mount_console
from toancanh.web.trust import trust_page
from toancanh.web.use_files import use_file_router

if TYPE_CHECKING:
    from toancanh.infra.tls import Certificate
    from toancanh.web.ports import Platform

PREFIX = "/api/v1"


def create_app(platform: Platform, *, certificate: Certificate | None = None) -> FastAPI:
    """The application over a wired platform; what it opens is opened and closed by its lifespan."""
    live_views = LiveViews(
        governance=platform.governance,
        database=platform.database,
        clock=platform.clock,
        ids=platform.ids,
        journal_folder=platform.settings.journal_path,
        run_folder=platform.settings.run_path,
        shards=platform.settings.media_processes,
    )
    media = MediaServices(
        governance=platform.governance,
        registry=platform.registry,
        database=platform.database,
        archive=platform.archive,
        links=live_views.links,
        clock=platform.clock,
        ids=platform.ids,
        journal=platform.settings.journal_path / "playback.jsonl",
    )

    board = AlarmBoard(
        clock=platform.clock,
        links=live_views.links.all,
        ask_database=partial(ask_database, platform.database),
        certificate_ends_us=certificate.ends_us() if certificate is not None else None,
        policy_errors=lambda: platform.governance.figures.policy_errors,
        ask_places=platform.places_keeper.wrong,
        is_switch_refused=platform.governance.regulations.is_switch_refused,
    )

    mover = MoverThread(
        Mover(
            platform.archive,
            clock=platform.clock,
            bytes_per_s=platform.settings.move_bytes_per_s,
            losing=Losing(
                platform.archive,
                keeper=platform.places_keeper,
                clock=platform.clock,
                ids=platform.ids,
                keeping=platform.governance.holds,
            ),
            cold_days=platform.registry.cold_days,
        )
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        live_views.start()
        media.start()
        board.start()
        mover.start()
        platform.governance.upkeep.start(
            checkpoint_hours=platform.settings.checkpoint_hours, folder=platform.settings.checkpoints_path
        )
        platform.evidence.encode_by(media.pictures, asyncio.get_running_loop())
        platform.evidence.start(seal_hours=platform.settings.seal_hours)
        try:
            yield
        finally:
            await asyncio.to_thread(platform.evidence.close)
            mover.close()
            await board.close()
            await media.close()
            await live_views.close()

    app = FastAPI(
        title="Toàn Cảnh",
        version=__version__,
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.platform = platform
    app.state.live_views = live_views
    app.state.board = board
    install_errors(app)
    app.include_router(governance_routes.router(platform), prefix=PREFIX)
    app.include_router(registry_routes.router(platform), prefix=PREFIX)
    app.include_router(map_router(platform, media, prefix=PREFIX), prefix=PREFIX)
    app.include_router(media_router(media), prefix=PREFIX)
    app.include_router(
        places_router(PlacesService(governance=platform.governance, keeper=platform.places_keeper)), prefix=PREFIX
    )
    app.include_router(
        planning_routes.router(platform, MediaPictures(states=media.states, stills=media.stills)), prefix=PREFIX
    )
    app.include_router(live_routes.router(platform, live_views), prefix=PREFIX)
    app.include_router(
        alarm_router(board, governance=platform.governance, site=platform.settings.site_number), prefix=PREFIX
    )
    app.include_router(evidence_routes.router(platform), prefix=PREFIX)
    app.include_router(trust_page(platform.evidence))
    app.include_router(receiving_page(platform.evidence))
    app.include_router(use_file_router(platform), prefix=PREFIX)
    app.include_router(person_router(platform), prefix=PREFIX)
    add_health(app, platform, live_views.links, board)
    mount_console(app, folder=console_folder(), ca=certificate.ca if certificate else None)
    app.add_middleware(BodyLimit)
    app.add_middleware(SecurityHeaders, map_origin=platform.settings.map_origin)
    return app
