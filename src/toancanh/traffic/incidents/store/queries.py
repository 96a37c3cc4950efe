"""Queries on incidents. All but `page` judge nobody."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, exists, func, insert, select, update

from toancanh.registry.lists.service import CamerasSeen
from toancanh.traffic.incidents.joining import LONGEST_QUIET_US
from toancanh.traffic.incidents.learned import Learned
from toancanh.traffic.incidents.model import (
    Answer,
    IncidentEvidence,
    Sighting,
    Spot,
    TrafficIncident,
    TrafficIncidentKind,
    TrafficIncidentState,
)
from toancanh.traffic.incidents.store.tables import flow, incident, picture, sighting, watched
from toancanh.vision import Box

_CHUNK = 500


@dataclass(frozen=True, kw_only=True)
class IncidentFilter:
    """Which ones are wanted; what is empty or None does not restrict."""

    states: frozenset[TrafficIncidentState] = frozenset()
    kinds: frozenset[TrafficIncidentKind] = frozenset()
    answers: frozenset[Answer] = frozenset()
    camera_ids: frozenset[str] = frozenset()
    since_us: int | None = None
    until_us: int | None = None

    def conditions(self) -> Iterable[ColumnElement[bool]]:
        """On rows of `incident`."""
        yield incident.c.state != TrafficIncidentState.SUSPECTED
        for column, values in (
            (incident.c.state, self.states), (incident.c.kind, self.kinds), (incident.c.answer, self.answers)
        ):  # fmt: skip
            if values:
                yield column.in_(sorted(values))
        if self.since_us is not None:
            yield incident.c.last_us >= self.since_us
        if self.until_us is not None:
            yield incident.c.began_us <= self.until_us


def page(
    connection: Connection, seen: CamerasSeen, wanted: IncidentFilter, *, after: str, limit: int
) -> list[TrafficIncident]:
    """The newest first, of those that a camera of ``seen`` has seen, behind ``after``; with all their sightings."""
    cameras = select(seen.id).select_from(seen.source).where(*seen.where)
    of = and_(sighting.c.incident_id == incident.c.id, sighting.c.camera_id.in_(cameras))
    if wanted.camera_ids:
        of &= sighting.c.camera_id.in_(sorted(wanted.camera_ids))
    query = select(incident).where(*wanted.conditions(), exists().where(of))
    if after:
        query = query.where(incident.c.id < after)
    rows = connection.execute(query.order_by(incident.c.id.desc()).limit(limit)).all()
    return _whole(connection, rows)


def named(connection: Connection, seen: CamerasSeen, camera_ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Code and name of those of these cameras that are in ``seen``."""
    query = select(seen.id, seen.code, seen.name).select_from(seen.source)
    found = connection.execute(query.where(*seen.where, seen.id.in_(sorted(camera_ids))))
    return {row[0]: (row[1], row[2]) for row in found}


def load(connection: Connection, incident_id: str) -> TrafficIncident | None:
    """One by its id."""
    rows = connection.execute(select(incident).where(incident.c.id == incident_id)).all()
    return next(iter(_whole(connection, rows)), None)


def lately(connection: Connection, since_us: int) -> list[TrafficIncident]:
    """Those of which something was told since then, whatever became of them."""
    return _whole(connection, connection.execute(select(incident).where(incident.c.last_us >= since_us)).all())


def quiet(connection: Connection, state: TrafficIncidentState, before_us: int) -> list[TrafficIncident]:
    """Those of a state of which nothing was told since then."""
    query = select(incident).where(incident.c.state == state, incident.c.last_us < before_us)
    return _whole(connection, connection.execute(query).all())


def opened_since(connection: Connection, since_us: int) -> list[TrafficIncident]:
    """Those that are open, and were not before."""
    is_open = (incident.c.state == TrafficIncidentState.OPEN) & (incident.c.opened_us >= since_us)
    return _whole(connection, connection.execute(select(incident).where(is_open)).all())


def ended_since(connection: Connection, since_us: int) -> list[TrafficIncident]:
    """Those that were open and ended since then, by themselves or by somebody; of what is open something was told
    within `LONGEST_QUIET_US`, and the round that ends it: by that the index finds them.
    """
    over = [TrafficIncidentState.ENDED, TrafficIncidentState.CLOSED]
    lately = incident.c.last_us >= since_us - 2 * LONGEST_QUIET_US
    query = select(incident).where(incident.c.state.in_(over), lately, incident.c.ended_us >= since_us)
    return _whole(connection, connection.execute(query).all())


def save(tx: Connection, one: TrafficIncident) -> None:
    """As it is now."""
    values = _columns(one)
    if not tx.execute(update(incident).where(incident.c.id == one.id).values(values)).rowcount:
        tx.execute(insert(incident).values(id=one.id, **values))
    tx.execute(delete(sighting).where(sighting.c.incident_id == one.id))
    tx.execute(insert(sighting), [{"incident_id": one.id, **_sighting_columns(seen)} for seen in one.sightings])


def drop(tx: Connection, incident_ids: Sequence[str]) -> None:
    """With all that is kept of them."""
    for at in range(0, len(incident_ids), _CHUNK):
        some = incident_ids[at : at + _CHUNK]
        for table in (picture, sighting):
            tx.execute(delete(table).where(table.c.incident_id.in_(some)))
        tx.execute(delete(incident).where(incident.c.id.in_(some)))


def add_watched(tx: Connection, day: str, seconds: Mapping[str, float]) -> None:
    """So long each camera was watched on this day, besides what is known."""
    for camera_id, many in seconds.items():
        this = (watched.c.camera_id == camera_id) & (watched.c.day == day)
        if not tx.execute(update(watched).where(this).values(watched_s=watched.c.watched_s + many)).rowcount:
            tx.execute(insert(watched).values(camera_id=camera_id, day=day, watched_s=many))


def watched_s(connection: Connection, camera_ids: Collection[str], since_day: str) -> dict[str, float]:
    """How long since that day."""
    query = select(watched.c.camera_id, func.sum(watched.c.watched_s)).where(
        watched.c.camera_id.in_(sorted(camera_ids)), watched.c.day >= since_day
    )
    return {row[0]: float(row[1]) for row in connection.execute(query.group_by(watched.c.camera_id))}


def answers(
    connection: Connection, camera_ids: Collection[str], since_us: int
) -> dict[tuple[str, TrafficIncidentKind], dict[Answer, int]]:
    """How often each camera's incidents of each kind that were opened since then were answered how."""
    query = (
        select(sighting.c.camera_id, incident.c.kind, incident.c.answer, func.count())
        .join(incident, incident.c.id == sighting.c.incident_id)
        .where(sighting.c.camera_id.in_(sorted(camera_ids)), incident.c.opened_us >= since_us)
        .group_by(sighting.c.camera_id, incident.c.kind, incident.c.answer)
    )
    found: dict[tuple[str, TrafficIncidentKind], dict[Answer, int]] = {}
    for row in connection.execute(query):
        found.setdefault((row[0], TrafficIncidentKind(row[1])), {})[Answer(row[2])] = int(row[3])
    return found


def load_flow(connection: Connection, camera_id: str, version: int) -> Learned:
    """Nothing where another version was drawn when it was learned."""
    query = select(flow.c.learned).where(flow.c.camera_id == camera_id, flow.c.version == version)
    text = connection.execute(query).scalar_one_or_none()
    return Learned() if text is None else Learned.of(text)


def save_flow(tx: Connection, camera_id: str, version: int, learned: Learned, now_us: int) -> None:
    """In place of what was there."""
    values = {"version": version, "kept_us": now_us, "learned": learned.text()}
    if not tx.execute(update(flow).where(flow.c.camera_id == camera_id).values(values)).rowcount:
        tx.execute(insert(flow).values(camera_id=camera_id, **values))


def forget(tx: Connection, *, watched_before: str, flows_before_us: int, incidents_before_us: int) -> None:
    """What is older."""
    tx.execute(delete(flow).where(flow.c.kept_us < flows_before_us))
    tx.execute(delete(watched).where(watched.c.day < watched_before))
    old = [row[0] for row in tx.execute(select(incident.c.id).where(incident.c.last_us < incidents_before_us))]
    drop(tx, old)


def _whole(connection: Connection, rows: Sequence[Row[Any]]) -> list[TrafficIncident]:
    told: dict[str, list[Sighting]] = {row.id: [] for row in rows}
    ids = list(told)
    is_of = and_(picture.c.incident_id == sighting.c.incident_id, picture.c.camera_id == sighting.c.camera_id)
    for at in range(0, len(ids), _CHUNK):
        query = select(sighting, picture.c.taken_us).outerjoin(picture, is_of)
        query = query.where(sighting.c.incident_id.in_(ids[at : at + _CHUNK])).order_by(sighting.c.camera_id)
        for row in connection.execute(query):
            told[row.incident_id].append(_sighting(row))
    return [_incident(row, told[row.id]) for row in rows]


def _incident(row: Row[Any], sightings: Sequence[Sighting]) -> TrafficIncident:
    spot = None if row.lat is None else Spot(lat=row.lat, lon=row.lon, uncertainty_m=row.uncertainty_m)
    return TrafficIncident(
        id=row.id, kind=TrafficIncidentKind(row.kind), state=TrafficIncidentState(row.state), began_us=row.began_us,
        last_us=row.last_us, confidence=row.confidence, sightings=tuple(sightings), spot=spot,
        opened_us=row.opened_us, ended_us=row.ended_us, answer=Answer(row.answer), answered_us=row.answered_us,
        answered_by=row.answered_by, words=row.words,
    )  # fmt: skip


def _columns(one: TrafficIncident) -> dict[str, object]:
    spot = one.spot
    return {
        "kind": one.kind, "state": one.state, "began_us": one.began_us, "opened_us": one.opened_us,
        "last_us": one.last_us, "ended_us": one.ended_us, "confidence": one.confidence,
        "lat": spot and spot.lat, "lon": spot and spot.lon, "uncertainty_m": spot and spot.uncertainty_m,
        "answer": one.answer, "answered_us": one.answered_us, "answered_by": one.answered_by, "words": one.words,
    }  # fmt: skip


def _sighting(row: Row[Any]) -> Sighting:
    box = json.loads(row.box)
    return Sighting(
        camera_id=row.camera_id, zone_id=row.zone_id, first_us=row.first_us, last_us=row.last_us,
        strength=row.strength,
        evidence={IncidentEvidence(name): value for name, value in json.loads(row.evidence).items()},
        box=None if box is None else Box(**box), picture_us=row.taken_us,
    )  # fmt: skip


def _sighting_columns(one: Sighting) -> dict[str, object]:
    return {
        "camera_id": one.camera_id, "zone_id": one.zone_id, "first_us": one.first_us, "last_us": one.last_us,
        "strength": one.strength, "evidence": json.dumps(dict(one.evidence)),
        "box": json.dumps(None if one.box is None else asdict(one.box)),
    }  # fmt: skip
