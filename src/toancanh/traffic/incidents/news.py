"""Incidents told to people outside of the console: by the rules and ways of `health.alerts`, in their words.

Each way hears of an incident as the cameras that its rules cover tell it: of the others not even that there are any.
"""

from __future__ import annotations

from collections.abc import Mapping

from toancanh.health.alerts import News, NewsDesk, Words
from toancanh.health.alerts.model import Occasion
from toancanh.health.alerts.words import local
from toancanh.infra.database import Database
from toancanh.kernel import Clock, format_rfc3339
from toancanh.traffic.incidents.joining import as_seen_by
from toancanh.traffic.incidents.model import Answer, TrafficIncident, TrafficIncidentKind
from toancanh.traffic.incidents.store import queries

_BACK_US = 3_600_000_000
"""A platform that was down so long tells no old news."""
KINDS: Mapping[TrafficIncidentKind, str] = {
    TrafficIncidentKind.STOPPED_VEHICLE: "xe dừng trên đường",
    TrafficIncidentKind.WRONG_WAY: "xe đi ngược chiều",
    TrafficIncidentKind.CONGESTION: "ùn tắc",
    TrafficIncidentKind.SLOW_AREA: "đường đi chậm bất thường",
    TrafficIncidentKind.CLOSED_LANE: "làn đường không ai đi",
    TrafficIncidentKind.PEDESTRIAN: "người đi bộ trên đường cao tốc",
}
_OCCASIONS: Mapping[Occasion, str] = {
    Occasion.OPENED: "Sự cố giao thông",
    Occasion.ESCALATED: "Chưa ai trả lời",
    Occasion.CLOSED: "Đã hết",
}


class IncidentNews:
    """One round again and again, of the one process that does; blocking."""

    def __init__(self, *, database: Database, clock: Clock, desk: NewsDesk) -> None:
        self._database = database
        self._clock = clock
        self._desk = desk
        self._settled: set[str] = set()  # is over, and who was told knows it

    def round(self) -> None:
        """What is open and not answered is told; what was answered to nobody further; that it is over to who knew."""
        since_us = self._clock.now_us() - _BACK_US
        with self._database.reading() as connection:
            happening = queries.opened_since(connection, since_us)
            ended = queries.ended_since(connection, since_us)
        self._settled &= {one.id for one in ended}
        self._desk.tell([news_of(one) for one in happening if one.answer is Answer.NONE])
        self._desk.answered([one.id for one in happening if one.answer is not Answer.NONE])
        self._desk.over([news_of(one) for one in ended if one.id not in self._settled])
        self._settled |= {one.id for one in ended}


def news_of(one: TrafficIncident) -> News:
    """As `health.alerts` tells it."""

    def written(occasion: Occasion, cameras: Mapping[str, tuple[str, str]]) -> Words:
        return _written(as_seen_by(one, cameras.keys()), occasion, cameras)

    return News(
        reference=one.id, kind=one.kind, opened_us=one.began_us if one.opened_us is None else one.opened_us,
        camera_ids=[seen.camera_id for seen in one.sightings], path=f"/traffic/incidents?incident={one.id}",
        written=written,
    )  # fmt: skip


def _written(one: TrafficIncident, occasion: Occasion, cameras: Mapping[str, tuple[str, str]]) -> Words:
    """Of an incident as these cameras alone tell it."""
    named = [cameras[seen.camera_id] for seen in one.sightings]
    lines = [
        f"{code} · {name}: {KINDS[one.kind]}, từ {local(seen.first_us)}"
        for seen, (code, name) in zip(one.sightings, named, strict=True)
    ]
    if one.spot is not None:
        lines.append(f"Vị trí: {one.spot.lat:.5f}, {one.spot.lon:.5f}")
    if occasion is Occasion.CLOSED and one.answer is Answer.DISMISSED:
        lines.append("Người trực đã bác bỏ: không có sự cố.")
    facts: dict[str, object] = {
        "occasion": occasion,
        "incident_id": one.id,
        "incident_kind": one.kind,
        "began_at": format_rfc3339(one.began_us),
        "confidence": round(one.confidence, 3),
        "answer": one.answer,
        "cameras": [{"camera": code, "name": name} for code, name in named],
    }
    if one.spot is not None:
        facts |= {"lat": round(one.spot.lat, 6), "lon": round(one.spot.lon, 6)}
    more = f" và {len(named) - 1} camera khác" if len(named) > 1 else ""
    subject = f"[Toàn Cảnh] {_OCCASIONS[occasion]}: {KINDS[one.kind]} · {named[0][0]}{more}"
    return Words(subject=subject, text="\n".join(lines) + "\n", facts=facts)
