"""``/healthz``, ``/readyz`` and ``/metrics``: for load balancers and Prometheus, not for people."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import text

from toancanh.governance import AccessRequest, Action, Figures, ResourceRef
from toancanh.governance.http import current_principal, source_of
from toancanh.health.figures import HealthFigures
from toancanh.health.watching.looks import Looks
from toancanh.infra.database import Database
from toancanh.infra.logs import get_logger
from toancanh.infra.metrics import CONTENT_TYPE, exposition, merged_exposition, new_registry
from toancanh.kernel import Unavailable
from toancanh.media.archive.places.figures import PlacesFigures
from toancanh.media.link import MediaLinks
from toancanh.web.alarms import AlarmBoard
from toancanh.web.ports import Platform

_log = get_logger(__name__)


def add_health(app: FastAPI, platform: Platform, links: MediaLinks, board: AlarmBoard, looks: Looks) -> None:
    """Add the three routes, outside the prefix of the interface. Ready is who can serve, whatever the alarms."""
    registry = new_registry()
    registry.register(_Judgements(platform.governance.figures))
    registry.register(PlacesFigures(platform.places_keeper))
    registry.register(HealthFigures(platform.health, looks))

    @app.get("/healthz", include_in_schema=False)
    def alive() -> Mapping[str, str]:
        return {"status": "alive"}

    @app.get("/readyz", include_in_schema=False)
    async def ready() -> Mapping[str, object]:
        await run_in_threadpool(ask_database, platform.database)
        away = sum(not link.up for link in links.all)
        if away:
            raise Unavailable(f"{away} of {len(links.all)} media processes do not answer; they are being restarted")
        return {"status": "ready", "alarms": sorted({alarm.kind for alarm in board.raised})}

    @app.get("/metrics", include_in_schema=False)
    async def metrics(request: Request) -> Response:
        await run_in_threadpool(_judge_reader, platform, request)
        texts = {"web": exposition(registry)}
        for shard, link in enumerate(links.all):
            if link.up:
                texts[f"media-{shard}"] = await link.metrics()
        return Response(merged_exposition(texts), media_type=CONTENT_TYPE)


class _Judgements(Collector):
    """Figures of what was decided in this process."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def collect(self) -> Iterable[Metric]:
        yield CounterMetricFamily(
            "toancanh_policy_errors", "Policies that failed while they decided", self._figures.policy_errors
        )
        yield GaugeMetricFamily(
            "toancanh_visible_classes", "Classes of the list that had the most", self._figures.most_classes
        )


def ask_database(database: Database) -> None:
    """Raises `Unavailable` where it does not answer."""
    with database.reading() as connection:
        connection.execute(text("SELECT 1"))


def _judge_reader(platform: Platform, request: Request) -> None:
    """The token of the settings, or a person with the right."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        expected = _token_of(platform.settings.metrics_token_file)
        if expected and secrets.compare_digest(given.strip().encode(), expected.encode()):
            return
    principal = current_principal(request)
    resource = ResourceRef(kind="metrics", id="", owner_id="")
    request_of = AccessRequest(action=Action.METRICS_READ, resource=resource, source=source_of(request))
    platform.governance.require(principal, request_of)


def _token_of(path: Path | None) -> str:
    """Read anew for each request, so that it can be changed; a file that is away opens to nobody."""
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        _log.repeated("token", "the file of the metrics' token cannot be read", path=path, error=str(error))
        return ""
