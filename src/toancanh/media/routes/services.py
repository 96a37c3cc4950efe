"""The media routes' services, made from the wired platform, and all routers together."""

from __future__ import annotations

import asyncio
from pathlib import Path

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool

from toancanh.governance import Governance
from toancanh.governance.holds import Limits
from toancanh.infra.database import Database
from toancanh.kernel import Clock, IdSource
from toancanh.media.archive import ArchiveIndex
from toancanh.media.bookmarks import Bookmarks
from toancanh.media.keeping import KeepingReport
from toancanh.media.keeping.quotas import Quotas
from toancanh.media.link import MediaLinks
from toancanh.media.pictures import PicturePool
from toancanh.media.playback import Footage, Playback, Views
from toancanh.media.playback.finding import Finding
from toancanh.media.playback.key_frames import KeyFrames
from toancanh.media.playback.renditions import Renditions
from toancanh.media.playback.states import States
from toancanh.media.playback.stills import Stills
from toancanh.media.playback.thumbnails import Thumbnails
from toancanh.media.routes.bookmarks import bookmarks_router
from toancanh.media.routes.fetching import fetching_router
from toancanh.media.routes.finding import finding_router
from toancanh.media.routes.grants import grants_router
from toancanh.media.routes.probe import probe_router
from toancanh.media.routes.quotas import quotas_router
from toancanh.media.routes.recorded import recorded_router
from toancanh.media.routes.retention import retention_router
from toancanh.media.routes.scrubbing import scrubbing_router
from toancanh.media.routes.single import single_router
from toancanh.media.routes.status import status_router
from toancanh.media.routes.together import together_router
from toancanh.media.routes.walls import walls_router
from toancanh.media.wall import Alarms, Layouts, Nodes
from toancanh.registry import Registry

_FLUSH_S = 15.0


class MediaServices:
    """Made on the web process's event loop; `start` and `close` belong to its lifespan.

    ``journal``: the file that keeps what was seen while the database is away (``DATA/journal/playback.jsonl``).
    """

    def __init__(
        self,
        *,
        governance: Governance,
        registry: Registry,
        database: Database,
        archive: ArchiveIndex,
        links: MediaLinks,
        clock: Clock,
        ids: IdSource,
        journal: Path,
        pictures: PicturePool | None = None,
    ) -> None:
        self.governance = governance
        self.registry = registry
        self.database = database
        self.clock = clock
        self.probers = links
        self.pictures = pictures or PicturePool()
        footage = Footage(archive, clock)
        self.views = Views(governance=governance, database=database, clock=clock, journal=journal)
        self.playback = Playback(
            governance=governance, registry=registry, footage=footage, views=self.views, clock=clock
        )
        self.renditions = Renditions(footage=footage, pictures=self.pictures)
        self.key_frames = KeyFrames(footage=footage, pictures=self.pictures)
        self.stills = Stills(footage=footage, cameras=links, pictures=self.pictures, clock=clock)
        self.thumbnails = Thumbnails(governance=governance, registry=registry, database=database)
        self.keeping = KeepingReport(
            governance=governance,
            registry=registry,
            archive=archive,
            clock=clock,
            default=Limits(registry.default_min_days, registry.default_max_days),
        )
        self.quotas = Quotas(governance=governance, registry=registry, database=database, clock=clock)
        self.states = States(processes=links, clock=clock)
        self.finding = Finding(governance=governance, registry=registry, archive=archive, clock=clock)
        self.bookmarks = Bookmarks(governance=governance, registry=registry, database=database, clock=clock, ids=ids)
        self.alarms = Alarms(governance=governance, registry=registry, database=database, clock=clock)
        self.layouts = Layouts(database=database, clock=clock, ids=ids, governance=governance)
        self.nodes = Nodes(
            database=database, clock=clock, ids=ids, governance=governance, registry=registry, layouts=self.layouts
        )
        self._flushing: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to write what has been seen, every few seconds."""
        self._flushing = asyncio.get_running_loop().create_task(self._flush(), name="views-flush")

    async def close(self) -> None:
        """Write what has been seen; end the workers."""
        if self._flushing is not None:
            self._flushing.cancel()
        await run_in_threadpool(self.views.close)
        await self.pictures.close()

    async def _flush(self) -> None:
        while True:
            await asyncio.sleep(_FLUSH_S)
            await run_in_threadpool(self.views.flush)


def media_router(services: MediaServices) -> APIRouter:
    """All HTTP routes of media but the live WebSocket; mounted under ``/api/v1``."""
    router = APIRouter()
    for part in (
        recorded_router, together_router, single_router, status_router, probe_router, grants_router, retention_router,
        fetching_router,
    ):  # fmt: skip
        router.include_router(part(services))
    router.include_router(quotas_router(services))
    router.include_router(scrubbing_router(services))
    router.include_router(finding_router(services))
    router.include_router(bookmarks_router(services))
    router.include_router(walls_router(services))
    return router
