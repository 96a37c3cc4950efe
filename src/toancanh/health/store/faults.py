"""Queries on faults and on what they have in common."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, select

from toancanh.health.model import Fault, FaultKind, FaultState, Incident, IncidentKind
from toancanh.health.store.tables import fault, incident, view
from toancanh.health.trend import FaultSpan
from toancanh.registry.lists.service import CamerasSeen

_CHUNK = 500
_KINDS = {str(kind): kind for kind in FaultKind}
_OPEN = fault.c.state == FaultState.OPEN


class Group(NamedTuple):
    """Cameras of one owner on the ground of one commune or ward (None: nobody said of which; or, where groups were
    joined, of all). ``watched``: those that are switched on and have a stream; ``faulty``: those with an open fault;
    ``kinds``: how many have each.
    """

    owner_id: str | None
    unit_id: str | None
    cameras: int
    watched: int
    faulty: int
    planned: int
    kinds: dict[FaultKind, int]


@dataclass(frozen=True, kw_only=True)
class FaultFilter:
    """Which faults are meant. ``state`` None: any; ``kinds`` empty: all; ``since_us``: begun then or later; ``alone``:
    without those of a common cause; ``incident_id``: only those of this one; ``alert_id``: only those that it told.
    """

    state: FaultState | None = None
    kinds: Collection[FaultKind] = ()
    since_us: int | None = None
    alone: bool = False
    incident_id: str = ""
    alert_id: str = ""


class Listed(NamedTuple):
    """A fault with what a list shows of its camera."""

    fault: Fault
    code: str
    name: str
    owner_id: str
    unit_id: str | None


def open_faults(connection: Connection) -> list[Fault]:
    """All of them, of all cameras."""
    return [_fault(row) for row in connection.execute(select(fault).where(_OPEN))]


def between(connection: Connection, camera_ids: Collection[str], from_us: int, until_us: int) -> list[Fault]:
    """Of these cameras (a few hundred at once), those that lasted at some time between."""
    lasted = (fault.c.began_us < until_us, (fault.c.closed_us > from_us) | fault.c.closed_us.is_(None))
    query = select(fault).where(fault.c.camera_id.in_(sorted(camera_ids)), *lasted)
    return [_fault(row) for row in connection.execute(query.order_by(fault.c.began_us))]


def given_up_views(connection: Connection) -> dict[str, int]:
    """By camera: when it was last moved from a view that a person then gave up, by approving another or none."""
    later = view.c.camera_id.is_(None) | (view.c.approved_us >= fault.c.opened_us)
    query = select(fault.c.camera_id, func.max(fault.c.began_us)).select_from(
        fault.outerjoin(view, view.c.camera_id == fault.c.camera_id)
    )
    moved = query.where(fault.c.kind == FaultKind.MOVED, later).group_by(fault.c.camera_id)
    return {row[0]: int(row[1]) for row in connection.execute(moved)}


def insert(tx: Connection, opened: Sequence[Fault]) -> None:
    """Faults that have become an alarm."""
    if opened:
        tx.execute(fault.insert(), [{"id": one.id, **_columns(one)} for one in opened])


def update(tx: Connection, changed: Sequence[Fault]) -> None:
    """What has become of them."""
    for one in changed:
        tx.execute(fault.update().where(fault.c.id == one.id).values(**_columns(one)))


def load(connection: Connection, fault_id: str) -> Fault | None:
    """One by its id."""
    row = connection.execute(select(fault).where(fault.c.id == fault_id)).one_or_none()
    return None if row is None else _fault(row)


def of_camera(connection: Connection, camera_id: str, *, limit: int) -> list[Fault]:
    """The newest first."""
    query = select(fault).where(fault.c.camera_id == camera_id).order_by(fault.c.opened_us.desc(), fault.c.id.desc())
    return [_fault(row) for row in connection.execute(query.limit(limit))]


def of_incident(connection: Connection, seen: CamerasSeen, incident_id: str, *, limit: int) -> list[Listed]:
    """Those of cameras that may be seen, by the camera's code."""
    query = _listed(seen, [fault.c.incident_id == incident_id]).order_by(seen.code_key, fault.c.id)
    return [_with_camera(row) for row in connection.execute(query.limit(limit))]


def page(
    connection: Connection,
    seen: CamerasSeen,
    wanted: FaultFilter,
    *,
    among: Select[tuple[str]] | None = None,
    after: str,
    limit: int,
) -> list[Listed]:
    """The newest first, behind the fault ``after``: ids tell their time; ``among``: of these ids alone."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.state is not None:
        conditions.append(fault.c.state == wanted.state)
    if wanted.kinds:
        conditions.append(fault.c.kind.in_(sorted(wanted.kinds)))
    if wanted.since_us is not None:
        conditions.append(fault.c.began_us >= wanted.since_us)
    if wanted.alone:
        conditions.append(fault.c.incident_id.is_(None))
    if wanted.incident_id:
        conditions.append(fault.c.incident_id == wanted.incident_id)
    if among is not None:
        conditions.append(fault.c.id.in_(among))
    if after:
        conditions.append(fault.c.id < after)
    query = _listed(seen, conditions).order_by(fault.c.id.desc()).limit(limit)
    return [_with_camera(row) for row in connection.execute(query)]


def groups(connection: Connection, seen: CamerasSeen) -> list[Group]:
    """Every camera that may be seen, counted once by owner and unit, without its faults."""
    of = (seen.owner_id, seen.unit_id)
    watched = func.sum(case((seen.watched, 1), else_=0))
    counted = select(*of, func.count(), watched).select_from(seen.source).where(*seen.where).group_by(*of)
    return [Group(row[0], row[1], int(row[2]), int(row[3]), 0, 0, {}) for row in connection.execute(counted)]


def with_faults(connection: Connection, seen: CamerasSeen, groups: Sequence[Group]) -> list[Group]:
    """The same groups with their open faults by kind; cameras that have come since they were counted are left out."""
    of = (seen.owner_id, seen.unit_id)
    found = {(one.owner_id, one.unit_id): one._replace(kinds={}) for one in groups}
    joined = seen.source.join(fault, and_(fault.c.camera_id == seen.id, _OPEN))
    unplanned = func.max(case((fault.c.planned, 0), else_=1))
    by_camera = (
        select(
            seen.owner_id.label("owner"), seen.unit_id.label("unit"), fault.c.camera_id, unplanned.label("unplanned")
        )
        .select_from(joined)
        .where(*seen.where)
        .group_by(*of, fault.c.camera_id)
        .subquery()
    )
    faulty = select(
        by_camera.c.owner, by_camera.c.unit, func.count(), func.sum(1 - by_camera.c.unplanned)
    ).group_by(by_camera.c.owner, by_camera.c.unit)  # fmt: skip
    for row in connection.execute(faulty):
        if (group := found.get((row[0], row[1]))) is not None:
            found[row[0], row[1]] = group._replace(faulty=int(row[2]), planned=int(row[3]))
    kinds = select(*of, fault.c.kind, func.count()).select_from(joined).where(*seen.where).group_by(*of, fault.c.kind)
    for row in connection.execute(kinds):
        if (group := found.get((row[0], row[1]))) is not None:
            group.kinds[FaultKind(row[2])] = int(row[3])
    return list(found.values())


def spans(connection: Connection, seen: CamerasSeen, from_us: int) -> tuple[list[FaultSpan], int]:
    """The faults that were open at some time since, and of how many cameras that are watched now."""
    joined = seen.source.join(fault, fault.c.camera_id == seen.id)
    of = (fault.c.camera_id, fault.c.kind, fault.c.began_us, fault.c.opened_us, fault.c.closed_us, fault.c.planned)
    query = select(*of, seen.watched.label("watched")).select_from(joined)
    query = query.where(*seen.where, (fault.c.closed_us > from_us) | fault.c.closed_us.is_(None))
    found = [
        FaultSpan(camera_id, _KINDS[kind], began_us, opened_us, closed_us, planned, bool(watched))
        for camera_id, kind, began_us, opened_us, closed_us, planned, watched in connection.execute(query)
    ]
    watched = select(func.count()).select_from(seen.source).where(*seen.where, seen.watched)
    return found, connection.execute(watched).scalar_one()


def counts(connection: Connection) -> dict[FaultKind, int]:
    """How many open faults there are of each kind: for metrics, which name no camera."""
    query = select(fault.c.kind, func.count()).where(_OPEN).group_by(fault.c.kind)
    return {FaultKind(row[0]): int(row[1]) for row in connection.execute(query)}


def open_incidents(connection: Connection) -> list[Incident]:
    """All of them, the oldest first."""
    query = select(incident).where(incident.c.closed_us.is_(None)).order_by(incident.c.id)
    return [_incident(row) for row in connection.execute(query)]


def incidents(
    connection: Connection, seen: CamerasSeen, *, only_open: bool, after: str, limit: int
) -> list[tuple[Incident, int]]:
    """The newest first, with how many of their cameras may be seen; those with none are not there."""
    joined = seen.source.join(fault, fault.c.camera_id == seen.id)
    joined = joined.join(incident, incident.c.id == fault.c.incident_id)
    conditions = [*seen.where]
    if only_open:
        conditions.append(incident.c.closed_us.is_(None))
    if after:
        conditions.append(incident.c.id < after)
    many = func.count(fault.c.camera_id.distinct())
    query = select(*incident.c, many).select_from(joined).where(*conditions).group_by(*incident.c)
    rows = connection.execute(query.order_by(incident.c.id.desc()).limit(limit))
    return [(_incident(row), int(row[-1])) for row in rows]


def load_incident(connection: Connection, incident_id: str) -> Incident | None:
    """One by its id."""
    row = connection.execute(select(incident).where(incident.c.id == incident_id)).one_or_none()
    return None if row is None else _incident(row)


def a_camera_of(connection: Connection, incident_id: str) -> str:
    """One of those that are its consequences; empty where there is none."""
    query = select(fault.c.camera_id).where(fault.c.incident_id == incident_id).order_by(fault.c.id).limit(1)
    return connection.scalar(query) or ""


def put_incidents(tx: Connection, made: Sequence[Incident]) -> None:
    """New ones, and what has become of those that are there."""
    for one in made:
        values = {
            "kind": one.kind, "cause_id": one.cause_id, "opened_us": one.opened_us, "closed_us": one.closed_us,
            "affected": one.affected, "hanging": one.hanging,
        }  # fmt: skip
        if tx.execute(incident.update().where(incident.c.id == one.id).values(values)).rowcount == 0:
            tx.execute(incident.insert().values(id=one.id, **values))


def _listed(seen: CamerasSeen, conditions: Iterable[ColumnElement[bool]]) -> Any:
    joined = seen.source.join(fault, fault.c.camera_id == seen.id)
    return (
        select(*fault.c, seen.code.label("camera_code"), seen.name.label("camera_name"),
               seen.owner_id.label("camera_owner"), seen.unit_id.label("camera_unit"))
        .select_from(joined).where(*conditions, *seen.where)
    )  # fmt: skip


def _with_camera(row: Row[Any]) -> Listed:
    return Listed(_fault(row), row.camera_code, row.camera_name, row.camera_owner, row.camera_unit)


def _columns(of: Fault) -> Mapping[str, object]:
    return {
        "camera_id": of.camera_id,
        "kind": of.kind,
        "state": of.state,
        "score": of.score,
        "threshold": of.threshold,
        "began_us": of.began_us,
        "opened_us": of.opened_us,
        "closed_us": of.closed_us,
        "seen_us": of.seen_us,
        "details": json.dumps(dict(of.details), ensure_ascii=False),
        "incident_id": of.incident_id,
        "planned": of.planned,
    }


def _fault(row: Row[Any]) -> Fault:
    return Fault(
        id=row.id, camera_id=row.camera_id, kind=FaultKind(row.kind), state=FaultState(row.state), score=row.score,
        threshold=row.threshold, began_us=row.began_us, opened_us=row.opened_us, closed_us=row.closed_us,
        turned_us=row.seen_us, signs=0, seen_us=row.seen_us, details=json.loads(row.details),
        incident_id=row.incident_id, planned=row.planned,
    )  # fmt: skip


def _incident(row: Any) -> Incident:
    return Incident(
        id=row.id, kind=IncidentKind(row.kind), cause_id=row.cause_id, opened_us=row.opened_us,
        closed_us=row.closed_us, affected=row.affected, hanging=row.hanging,
    )  # fmt: skip
