"""``/open/traffic.*``: for everybody, without an account; what is in them somebody decided, on record."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Request, Response

from toancanh.governance.http import source_of
from toancanh.infra.http import PROBLEMS
from toancanh.infra.sheets import CSV_TYPE
from toancanh.traffic.open_data.limits import Buckets
from toancanh.traffic.open_data.snapshot import LASTS_US, OpenData

FORMS = {"geojson": "application/geo+json", "csv": CSV_TYPE, "datex2": "application/xml"}
_SECONDS = LASTS_US // 1_000_000
_IfNoneMatch = Annotated[str | None, Header()]


def open_router(data: OpenData, buckets: Buckets) -> APIRouter:
    """Cached for a minute; a network that asks too often is told when to come again."""
    routes = APIRouter(prefix="/open", tags=["open data"], responses=PROBLEMS)

    def answer(request: Request, form: str, etag: str | None) -> Response:
        buckets.take(source_of(request))
        given = data.given(form)
        headers = {
            "ETag": given.etag, "Cache-Control": f"public, max-age={_SECONDS}", "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }  # fmt: skip
        if etag is not None and given.etag in (one.strip().removeprefix("W/") for one in etag.split(",")):
            return Response(status_code=304, headers=headers)
        return Response(given.content, media_type=FORMS[form], headers=headers)

    def content(form: str) -> dict[int | str, dict[str, object]]:
        return {200: {"content": {FORMS[form]: {}}}, 304: {"description": "As it was."}}

    @routes.get("/traffic.geojson", response_class=Response, responses=content("geojson"))
    def get_open_traffic_geojson(request: Request, if_none_match: _IfNoneMatch = None) -> Response:
        """The state of every published segment as GeoJSON (RFC 7946)."""
        return answer(request, "geojson", if_none_match)

    @routes.get("/traffic.csv", response_class=Response, responses=content("csv"))
    def get_open_traffic_csv(request: Request, if_none_match: _IfNoneMatch = None) -> Response:
        """The same as a table (RFC 4180)."""
        return answer(request, "csv", if_none_match)

    @routes.get("/traffic.datex2", response_class=Response, responses=content("datex2"))
    def get_open_traffic_datex2(request: Request, if_none_match: _IfNoneMatch = None) -> Response:
        """The same as DATEX II version 3; the profile is in docs/guide/open-data.md."""
        return answer(request, "datex2", if_none_match)

    return routes
