"""``/map``: tiles of cameras, counts, lists, and the base map where it is a file of ours."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Response
from fastapi.responses import FileResponse
from starlette.concurrency import run_in_threadpool

from toancanh.governance.http import SECURITY, SignedIn
from toancanh.infra.fields import Words
from toancanh.infra.http import PROBLEMS
from toancanh.kernel import NotFound
from toancanh.registry.dossier.model import CameraKind, ConnectionKind, Funding, Lifecycle, PurposeClass
from toancanh.registry.lists.areas import read_box
from toancanh.registry.lists.filters import CameraFilter
from toancanh.registry.map.model import BaseMap, LiveStates
from toancanh.registry.map.service import CameraMap
from toancanh.registry.map.shapes import BaseMapOut, SpotsOut, SummaryOut

_PRIVATE = "private, no-cache"
"""Asked again each time: a right that went, or another person at the same browser, must not see the old tile."""
_TILE = "application/vnd.mapbox-vector-tile"
_PMTILES = "application/vnd.pmtiles"

Short = Annotated[str, Query(max_length=64)]
Several = Annotated[list[str], Query(max_length=50)]


def filter_of(
    q: Words = "",
    under_id: Short = "",
    owner_id: Several = [],  # noqa: B006  # pydantic copies defaults
    unit_id: Several = [],  # noqa: B006
    tag: Several = [],  # noqa: B006
    lifecycle: Annotated[list[Lifecycle], Query()] = [],  # noqa: B006
    kind: Annotated[list[CameraKind], Query()] = [],  # noqa: B006
    purpose: Annotated[list[PurposeClass], Query()] = [],  # noqa: B006
    funding: Annotated[list[Funding], Query()] = [],  # noqa: B006
    connection: Annotated[list[ConnectionKind], Query()] = [],  # noqa: B006
    notice: bool | None = None,
    near: Annotated[str, Query(max_length=100, description="latitude,longitude,metres")] = "",
    lasso: Annotated[str, Query(max_length=5000, description="longitude,latitude;longitude,latitude;...")] = "",
) -> CameraFilter:
    """FastAPI dependency: the part of the filter that the map offers."""
    return CameraFilter(
        q=q,
        under_id=under_id,
        owner_id=tuple(owner_id),
        unit_id=tuple(unit_id),
        tag=tuple(tag),
        lifecycle=tuple(lifecycle),
        kind=tuple(kind),
        purpose=tuple(purpose),
        funding=tuple(funding),
        connection=tuple(connection),
        notice=notice,
        near=near,
        lasso=lasso,
    )


Filter = Annotated[CameraFilter, Depends(filter_of)]


def router(cameras: CameraMap, live: LiveStates, base: BaseMap, *, prefix: str) -> APIRouter:
    """The map; mounted under ``prefix``."""
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
        wanted: Filter,
        if_none_match: Annotated[str, Header(max_length=200)] = "",
    ) -> Response:
        """A vector tile (MVT 2.1) of what the asker may see: layers ``cameras``, ``clusters``, ``legs``."""
        report = await live.report()
        made = await run_in_threadpool(
            cameras.tile, principal, wanted, report, zoom=zoom, column=column, line=line, known=if_none_match.strip('"')
        )
        headers = {"etag": f'"{made.etag}"', "cache-control": _PRIVATE}
        if made.content is None:
            return Response(status_code=304, headers=headers)
        return Response(made.content, media_type=_TILE, headers=headers)

    @routes.get("/summary")
    async def summary(
        principal: SignedIn,
        wanted: Filter,
        bbox: Annotated[str, Query(max_length=100, description="west,south,east,north")] = "-180,-90,180,90",
    ) -> SummaryOut:
        """How many cameras of which state lie in a box."""
        report, box = await live.report(), read_box(bbox)
        return SummaryOut.of(await run_in_threadpool(cameras.summary, principal, wanted, report, box))

    @routes.get("/spots")
    async def spots(principal: SignedIn, wanted: Filter, limit: Annotated[int, Query(ge=1, le=500)] = 200) -> SpotsOut:
        """The cameras of an area or a pole (``lasso``, ``near``), with their states."""
        report = await live.report()
        return SpotsOut.of(await run_in_threadpool(cameras.spots, principal, wanted, report, limit=limit))

    return routes
