"""The ASGI application: every package's routes, the health routes, the console."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from fastapi import FastAPI

from toancanh import __version__
from toancanh.devices import routes as devices_routes
from toancanh.devices.ptz.heads import DeviceHeads
from toancanh.devices.ptz.room import Ptz
from toancanh.evidence import routes as evidence_routes
from toancanh.governance import routes as governance_routes
from toancanh.health import routes as health_routes
from toancanh.health.repairs import routes as repairs_routes
from toancanh.health.repairs.live_looks import MediaLooks
from toancanh.health.watching.watch import Watching
from toancanh.infra.http import install_errors
from toancanh.media.archive.places.losing import Losing
from toancanh.media.archive.places.mover import Mover
from toancanh.media.archive.places.service import PlacesService
from toancanh.media.archive.places.worker import mover_rounds
from toancanh.media.gateway import Consumers
from toancanh.media.gateway.front import GatewayFront
from toancanh.media.gateway.routes import gateway_router
from toancanh.media.live import routes as live_routes
from toancanh.media.live.views import LiveViews
from toancanh.media.routes import MediaServices, media_router
from toancanh.media.routes.places import places_router
from toancanh.planning import routes as planning_routes
from toancanh.planning.consultation.live_pictures import MediaPictures
from toancanh.registry import routes as registry_routes
from toancanh.traffic import routes as traffic_routes
from toancanh.traffic.incidents import routes as incident_routes
from toancanh.traffic.incidents.pictures import IncidentPictures
from toancanh.vision.drawings import routes as drawings_routes
from toancanh.vision.models import routes as models_routes
from toancanh.vision.watch import routes as watch_routes
from toancanh.vision.watch.steered import SteeredTold
from toancanh.web.alarms import AlarmBoard, alarm_router
from toancanh.web.concerned import person_router
from toancanh.web.first_pictures import FirstPictures
from toancanh.web.health import add_health, ask_database
from toancanh.web.maps import map_router
from toancanh.web.open_traffic import open_traffic_page
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
        standby=bool(platform.settings.standby_tags and platform.settings.media_processes),
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

    consumers = Consumers(
        database=platform.database,
        clock=platform.clock,
        ids=platform.ids,
        governance=platform.governance,
        registry=platform.registry,
        keyring=platform.keyring,
    )
    gateway = GatewayFront(
        consumers=consumers,
        registry=platform.registry,
        live_views=live_views,
        host=platform.settings.host,
        port=platform.settings.rtsp_port,
        plain=platform.settings.rtsp_plain,
        tls=certificate.context if certificate is not None else None,
    )

    board = AlarmBoard(
        clock=platform.clock,
        links=live_views.links.all,
        standby=live_views.links.standby,
        ask_database=partial(ask_database, platform.database),
        certificate_ends_us=certificate.ends_us() if certificate is not None else None,
        policy_errors=lambda: platform.governance.figures.policy_errors,
        ask_places=platform.places_keeper.wrong,
        is_switch_refused=platform.governance.regulations.is_switch_refused,
        is_vision_away=lambda: bool(live_views.links.all) and platform.watching.is_away(),
    )

    mover = mover_rounds(
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
            thinned_streams=platform.registry.thinned_streams,
        )
    )

    ptz = Ptz(
        platform,
        DeviceHeads(
            database=platform.database,
            registry=platform.registry,
            reach=platform.devices.reaching,
            failed=platform.devices.shelf.failed,
        ),
    )

    watching = Watching(
        health=platform.health,
        states=media.states,
        processes=live_views.links,
        database=platform.database,
        clock=platform.clock,
        is_at_home=ptz.steering.is_at_home,
    )
    steered = SteeredTold(platform.settings.run_path, ptz.steering.away)
    incident_pictures = IncidentPictures(platform.incidents, live_views.links)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        live_views.start()
        media.start()
        board.start()
        mover.start()
        if platform.settings.rtsp_port:
            gateway.start()
        platform.governance.upkeep.start(
            checkpoint_hours=platform.settings.checkpoint_hours, folder=platform.settings.checkpoints_path
        )
        platform.evidence.encode_by(media.pictures, asyncio.get_running_loop())
        platform.evidence.start(seal_hours=platform.settings.seal_hours)
        platform.devices.start(FirstPictures(lambda: media.probers.all, asyncio.get_running_loop()))
        platform.backfill.start()
        ptz.steering.start()
        steered.start()
        platform.repairs.start()
        platform.traffic.start()
        platform.incidents.start()
        incident_pictures.start()
        platform.health.faults.know_planned_work(platform.repairs.works)
        platform.health.cameras.know_recorders(platform.devices)
        watching.start()
        try:
            yield
        finally:
            await watching.close()
            await steered.close()
            await ptz.steering.close()
            await asyncio.to_thread(platform.backfill.close)
            await asyncio.to_thread(platform.devices.close)
            await asyncio.to_thread(platform.repairs.close)
            await asyncio.to_thread(platform.traffic.close)
            await incident_pictures.close()
            await asyncio.to_thread(platform.incidents.stop)
            await asyncio.to_thread(platform.evidence.close)
            mover.close()
            await board.close()
            await gateway.close()
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
    app.include_router(devices_routes.router(platform), prefix=PREFIX)
    app.include_router(ptz.router(), prefix=PREFIX)
    app.include_router(map_router(platform, media, prefix=PREFIX), prefix=PREFIX)
    app.include_router(media_router(media), prefix=PREFIX)
    app.include_router(gateway_router(consumers, gateway), prefix=PREFIX)
    app.include_router(
        places_router(PlacesService(governance=platform.governance, keeper=platform.places_keeper)), prefix=PREFIX
    )
    app.include_router(
        planning_routes.router(platform, MediaPictures(states=media.states, stills=media.stills)), prefix=PREFIX
    )
    app.include_router(health_routes.router(platform.health, watching.looks, media), prefix=PREFIX)
    app.include_router(
        repairs_routes.router(platform, MediaLooks(states=media.states, stills=media.stills, ask=watching.looks.ask)),
        prefix=PREFIX,
    )
    app.include_router(live_routes.router(platform, live_views), prefix=PREFIX)
    app.include_router(
        alarm_router(board, governance=platform.governance, site=platform.settings.site_number), prefix=PREFIX
    )
    app.include_router(models_routes.router(platform), prefix=PREFIX)
    app.include_router(drawings_routes.router(platform.drawings), prefix=PREFIX)
    app.include_router(watch_routes.router(platform.watching), prefix=PREFIX)
    app.include_router(traffic_routes.router(platform.traffic), prefix=PREFIX)
    app.include_router(incident_routes.router(platform.incidents, media), prefix=PREFIX)
    app.include_router(evidence_routes.router(platform), prefix=PREFIX)
    app.include_router(trust_page(platform.evidence))
    app.include_router(
        open_traffic_page(
            platform.traffic.open_data,
            platform.traffic.open_limits,
            site_name=lambda: platform.evidence.authority.site_name,
        )
    )
    app.include_router(receiving_page(platform.evidence))
    app.include_router(use_file_router(platform), prefix=PREFIX)
    app.include_router(person_router(platform), prefix=PREFIX)
    add_health(app, platform, live_views.links, board, watching.looks)
    mount_console(app, folder=console_folder(), ca=certificate.ca if certificate else None)
    app.add_middleware(BodyLimit)
    app.add_middleware(SecurityHeaders, map_origin=platform.settings.map_origin)
    return app
