"""``/map``: tiles of cameras, counts, lists, and the base map where it is a file of ours."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import FileResponse
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from toancanh.governance.http import SECURITY, SignedIn
from toancanh.infra.http import MAX_LIMIT, PROBLEMS
from toancanh.kernel import NotFound
from toancanh.registry.lists.areas import read_box
from toancanh.registry.map.model import BaseMap, LiveStates, MapColour, MapState
from toancanh.registry.map.service import CameraMap
from toancanh.registry.map.shapes import BaseMapOut, MapCamerasOut, MapSummaryOut
from toancanh.registry.routes.asked import Area, FilterIn

_PRIVATE = "private, no-cache"
"""Asked again each time: a right that went, or another person at the same browser, must not see the old tile."""
_TILE = "application/vnd.mapbox-vector-tile"
_PMTILES = "application/vnd.pmtiles"


class MapAsked(FilterIn):
    """Under a filter, coloured."""

    colour: MapColour = Field(default=MapColour.LIVE, description="What states tell: pictures that come, or faults.")


class TileAsked(MapAsked):
    """Under a filter, cameras of some states."""

    state: list[MapState] = Field(default=[], description="Only these states; empty: all.")


class SummaryAsked(MapAsked):
    """Under a filter, in what is seen of the map."""

    view: Area = Field(default="-180,-90,180,90", description="west,south,east,north in degrees.")


class SpotsAsked(MapAsked):
    """The first cameras of a filter."""

    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = 200


def router(
    cameras: CameraMap, live: LiveStates, base: BaseMap, *, prefix: str, health: LiveStates | None = None
) -> APIRouter:
    """The map; mounted under ``prefix``. ``health``: who knows which cameras have a fault."""
    states = {MapColour.LIVE: live, MapColour.HEALTH: health or live}
    routes = APIRouter(prefix="/map", tags=["map"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("/base")
    def base_map(principal: SignedIn) -> BaseMapOut:
        """What lies below the cameras; without a setting the console draws its own schematic."""
        return BaseMapOut.of(base, prefix)

    @routes.get("/base.pmtiles", response_class=FileResponse)
    def base_file(principal: SignedIn) -> FileResponse:
        """The PMTiles file of the settings, for range requests (RFC 9110, 14)."""
        if base.pmtiles is None or not base.pmtiles.is_file():
            raise NotFound("there is no base map file; the setting map_pmtiles names one")
        return FileResponse(base.pmtiles, media_type=_PMTILES, headers={"cache-control": _PRIVATE})

    @routes.get("/cameras/{zoom}/{column}/{line}.mvt", response_class=Response)
    async def tile(
        principal: SignedIn,
        zoom: int,
        column: int,
        line: int,
        asked: Annotated[TileAsked, Query()],
        if_none_match: Annotated[str, Header(max_length=200)] = "",
    ) -> Response:
        """A vector tile (MVT 2.1) of what the asker may see: layers ``cameras``, ``clusters``, ``legs``."""
        report = await states[asked.colour].report()
        made = await run_in_threadpool(
            cameras.tile,
            principal,
            asked.filter(),
            report,
            zoom=zoom,
            column=column,
            line=line,
            only=frozenset(asked.state),
            known=if_none_match.strip('"'),
        )
        headers = {"etag": f'"{made.etag}"', "cache-control": _PRIVATE}
        if made.content is None:
            return Response(status_code=304, headers=headers)
        return Response(made.content, media_type=_TILE, headers=headers)

    @routes.get("/summary")
    async def summary(principal: SignedIn, asked: Annotated[SummaryAsked, Query()]) -> MapSummaryOut:
        """How many cameras of which state are in view."""
        report, view = await states[asked.colour].report(), read_box(asked.view, "view")
        return MapSummaryOut.of(await run_in_threadpool(cameras.summary, principal, asked.filter(), report, view))

    @routes.get("/spots")
    async def spots(principal: SignedIn, asked: Annotated[SpotsAsked, Query()]) -> MapCamerasOut:
        """The cameras of an area or a pole (``lasso``, ``near``), with their states."""
        report = await states[asked.colour].report()
        return MapCamerasOut.of(
            await run_in_threadpool(cameras.spots, principal, asked.filter(), report, limit=asked.limit)
        )

    return routes
