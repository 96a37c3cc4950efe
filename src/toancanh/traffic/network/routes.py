"""``/traffic/network``, ``/traffic/junctions``, ``/traffic/reports``, ``/traffic/publication``."""

from __future__ import annotations

import enum
import tempfile
from collections.abc import Iterator
from datetime import date
from typing import IO, Annotated, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.http import PROBLEMS, TimeIn
from toancanh.infra.sheets import CSV_TYPE, XLSX_TYPE, write_csv, write_workbook
from toancanh.kernel import Invalid
from toancanh.traffic.network import junctions, reports
from toancanh.traffic.network.figure_shapes import (
    JunctionOut,
    NetworkHistoryOut,
    NetworkReportOut,
    NetworkStateOut,
)
from toancanh.traffic.network.geojson import features_of
from toancanh.traffic.network.model import Period
from toancanh.traffic.network.networks import Standing
from toancanh.traffic.network.report_files import HEADINGS, rows_of
from toancanh.traffic.network.shapes import (
    Id,
    NetworkIn,
    NetworkOut,
    NetworkVersionOut,
    PublicationIn,
    PublicationOut,
    PublicationsOut,
)
from toancanh.traffic.network.store import Publication
from toancanh.traffic.service import Traffic
from toancanh.traffic.steps import CITY_ZONE, Interval, steps_of, zone_of

_GEOJSON = "application/geo+json"
_MOST_STEPS = 2_016  # a week of five minutes
_JSON = "application/json"


class SheetFormat(enum.StrEnum):
    """File formats."""

    XLSX = "xlsx"
    CSV = "csv"


_TYPES = {SheetFormat.XLSX: XLSX_TYPE, SheetFormat.CSV: CSV_TYPE}
_FILES: dict[int | str, dict[str, object]] = {200: {"content": {kind: {} for kind in _TYPES.values()}}}


def network_router(traffic: Traffic) -> APIRouter:
    """All routes of this package, below ``/traffic``."""
    routes = APIRouter(prefix="/traffic", tags=["traffic"], responses=PROBLEMS, dependencies=SECURITY)
    _add_networks(routes, traffic)
    _add_figures(routes, traffic)
    _add_reports(routes, traffic)
    return routes


def _add_networks(routes: APIRouter, traffic: Traffic) -> None:
    @routes.get("/network", response_model=NetworkOut)
    def get_network(principal: SignedIn, source: Source) -> Response:
        """Segments and junctions as GeoJSON, with the places that measure them; without cameras that you may not know
        of.
        """
        seen = traffic.networks.seen(principal, source=source)
        owners = [_version(one) for one in traffic.networks.standings(principal)]
        found = NetworkOut(type="FeatureCollection", features=features_of(seen.network, seen.cameras), owners=owners)
        return Response(found.model_dump_json(), media_type=_GEOJSON)

    @routes.put("/network")
    def put_network(
        principal: SignedIn,
        source: Source,
        body: NetworkIn,
        owner_id: Annotated[Id, Query(description="Whose network.")],
        version: Annotated[
            int | None, Query(ge=0, description="The one that was changed; refused if it is old.")
        ] = None,
    ) -> NetworkVersionOut:
        """In place of the organisation's whole network. What cameras measure that you may not know of stays."""
        traffic.networks.put(principal, owner_id, body, version=version, source=source)
        return next(_version(one) for one in traffic.networks.standings(principal) if one.owner_id == owner_id)

    @routes.get("/publication")
    def get_publications(principal: SignedIn, source: Source) -> PublicationsOut:
        """Whose figures are given to the public, and who decided that."""
        return PublicationsOut(
            items=[_publication(one) for one in traffic.networks.publications(principal, source=source)]
        )

    @routes.put("/publication")
    def put_publication(principal: SignedIn, source: Source, body: PublicationIn) -> PublicationOut:
        """Give an organisation's figures to the public, or take them back: no pictures, no vehicles, no protected
        camera. On record with its reason.
        """
        made = traffic.publish(principal, body.owner_id, published=body.published, reason=body.reason, source=source)
        return _publication(made)


def _add_figures(routes: APIRouter, traffic: Traffic) -> None:
    @routes.get("/network/state", response_model=NetworkStateOut)
    def get_network_state(
        principal: SignedIn,
        source: Source,
        at: Annotated[TimeIn | None, Query(description="A time that was; now if there is none.")] = None,
        ahead: Annotated[Literal["0", "15", "30"], Query(description="Minutes from now that are told of.")] = "0",
    ) -> Response:
        """How it flows on every segment: level of service, travel time, queue, against the usual; where it jams, and
        what that reaches next.
        """
        seen = traffic.networks.seen(principal, source=source)
        found = traffic.flowing.state_of(seen, at_us=at, ahead_min=int(ahead), from_first_look=True)
        return Response(NetworkStateOut.of(found).model_dump_json(), media_type=_JSON)

    @routes.get("/network/history", response_model=NetworkHistoryOut)
    def get_network_history(
        principal: SignedIn,
        source: Source,
        from_: Annotated[TimeIn, Query(alias="from")],
        to: Annotated[TimeIn, Query(description="At most eight days later.")],
    ) -> Response:
        """Quarters of an hour of all segments in one answer, for a slider over time."""
        seen = traffic.networks.seen(principal, source=source)
        found = traffic.flowing.quarters(seen, from_, to)
        return Response(NetworkHistoryOut.of(found).model_dump_json(), media_type=_JSON)

    @routes.get("/junctions/{junction_id}")
    def get_junction(
        principal: SignedIn,
        source: Source,
        junction_id: Id,
        from_: Annotated[TimeIn, Query(alias="from")],
        to: Annotated[TimeIn, Query()],
        step: Annotated[Literal[Interval.FIVE_MINUTES, Interval.QUARTER, Interval.HOUR], Query()] = Interval.QUARTER,
    ) -> JunctionOut:
        """Its approaches with their queues over time, what goes from where to where, and how it is now."""
        marks = steps_of(from_, to, step, zone_of(CITY_ZONE))
        if marks.size - 1 > _MOST_STEPS:
            raise Invalid(f"that is too long for this step: at most {_MOST_STEPS} of them at once", field="step")
        known = traffic.networks.everything().junctions.get(junction_id)
        if known is not None:
            traffic.networks.require(principal, known.owner_id, source=source)
        seen = traffic.networks.seen(principal, source=source)
        found = junctions.view(traffic.flowing, seen, junction_id, marks, of_quarters=step.is_of_quarters)
        site_id = found.junction.site_id
        return JunctionOut.of(found, step, traffic.cameras_at(principal, site_id) if site_id else ())


class ReportAsked(BaseModel):
    """Of which day, or of the week that holds it, in the city's time."""

    period: Period = Period.DAY
    day: date = Field(description="As in 2026-11-23.")


def _add_reports(routes: APIRouter, traffic: Traffic) -> None:
    @routes.get("/reports", response_model=NetworkReportOut)
    def get_traffic_report(principal: SignedIn, source: Source, asked: Annotated[ReportAsked, Query()]) -> Response:
        """A day or a week of every segment: what passed, the fullest hour, travel times, how long it was jammed."""
        seen = traffic.networks.seen(principal, source=source)
        found = reports.report(traffic.flowing, seen, asked.period, asked.day)
        return Response(NetworkReportOut.of(found).model_dump_json(), media_type=_JSON)

    @routes.get("/reports/file", response_class=StreamingResponse, responses=_FILES)
    def get_traffic_report_file(
        principal: SignedIn,
        source: Source,
        asked: Annotated[ReportAsked, Query()],
        format: SheetFormat = SheetFormat.XLSX,
    ) -> StreamingResponse:
        """The same as a spreadsheet."""
        seen = traffic.networks.seen(principal, source=source)
        found = reports.report(traffic.flowing, seen, asked.period, asked.day)
        file = tempfile.TemporaryFile()  # noqa: SIM115  # the answer's to close
        try:
            if format is SheetFormat.XLSX:
                write_workbook(file, "Giao thông", HEADINGS, rows_of(found))
            else:
                write_csv(file, [heading for heading, _ in HEADINGS], rows_of(found))
        except BaseException:
            file.close()
            raise
        file.seek(0)
        name = f"giao-thong-{asked.period}-{asked.day.isoformat()}.{format}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return StreamingResponse(_parts(file), media_type=_TYPES[format], headers=headers)


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while part := file.read(1 << 16):
            yield part


def _version(one: Standing) -> NetworkVersionOut:
    of = one.version
    return NetworkVersionOut(
        owner_id=one.owner_id, version=of.version if of else 0, changed_at=of.changed_us if of else None,
        changed_by=of.changed_by if of else "", published=one.published, may_write=one.may_write,
        may_publish=one.may_publish,
    )  # fmt: skip


def _publication(one: Publication) -> PublicationOut:
    return PublicationOut(
        owner_id=one.owner_id, published=one.published, reason=one.reason, decided_at=one.decided_us,
        decided_by=one.decided_by,
    )  # fmt: skip
