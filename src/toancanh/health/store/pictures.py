"""Queries on the pictures of faults, on approved views and on what looks found by day."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select

from toancanh.health.model import FaultKind
from toancanh.health.pictures.model import LOCAL_OFFSET_S, Overlay
from toancanh.health.store.tables import day, fault, picture, sample, view
from toancanh.media.model import Codec
from toancanh.registry import StreamRole

MAX_BYTES = 4 << 20
"""A key frame beyond that is none of a camera."""
_CHUNK = 500


@dataclass(frozen=True, kw_only=True)
class KeptPicture:
    """A key frame as the camera sent it. ``configuration``: body of avcC or hvcC."""

    taken_us: int
    role: StreamRole
    codec: Codec
    configuration: bytes
    data: bytes


@dataclass(frozen=True, kw_only=True)
class ApprovedView:
    """Where a camera should look. ``reference``: of `health.pictures`, empty while none could be made. ``overlay``:
    where it writes its time, None where it does not.
    """

    camera_id: str
    approved_us: int
    approved_by: str
    reference: bytes
    picture: KeptPicture
    overlay: Overlay | None = None


@dataclass(frozen=True, kw_only=True)
class Day:
    """``scores``: the highest of each hour (0 to 23), by kind."""

    day: str
    looks: int
    looked_us: int
    scores: Mapping[FaultKind, Mapping[int, float]]


def keep_picture(tx: Connection, fault_id: str, moment: str, kept: KeptPicture) -> None:
    """``moment``: ``before`` (with the fault) or ``after`` it; in place of what was there."""
    tx.execute(delete(picture).where(picture.c.fault_id == fault_id, picture.c.moment == moment))
    tx.execute(picture.insert().values(fault_id=fault_id, moment=moment, **_columns(kept)))


def picture_of(connection: Connection, fault_id: str, moment: str) -> KeptPicture | None:
    """One of them."""
    query = select(picture).where(picture.c.fault_id == fault_id, picture.c.moment == moment)
    row = connection.execute(query).one_or_none()
    return None if row is None else _picture(row)


def moments(connection: Connection, fault_ids: Collection[str]) -> dict[str, set[str]]:
    """Which pictures there are of each of these faults; at most a page of them."""
    found: dict[str, set[str]] = {}
    query = select(picture.c.fault_id, picture.c.moment).where(picture.c.fault_id.in_(sorted(fault_ids)))
    for row in connection.execute(query):
        found.setdefault(row[0], set()).add(row[1])
    return found


def forget_pictures(tx: Connection, oldest_us: Callable[[str, StreamRole], int]) -> int:
    """Pictures taken before what is allowed of their camera and stream; of an approved view its description stays. How
    many were forgotten.
    """
    gone = 0
    of_faults = select(picture.c.fault_id, picture.c.moment, fault.c.camera_id, picture.c.role, picture.c.taken_us)
    for row in list(tx.execute(of_faults.join(fault, fault.c.id == picture.c.fault_id))):
        if row.taken_us < oldest_us(row.camera_id, StreamRole(row.role)):
            this = (picture.c.fault_id == row.fault_id) & (picture.c.moment == row.moment)
            gone += tx.execute(delete(picture).where(this)).rowcount
    kept = (view.c.camera_id, view.c.role, view.c.taken_us)
    for camera_id, role, taken_us in list(tx.execute(select(*kept).where(func.length(view.c.data) > 0))):
        if taken_us < oldest_us(camera_id, StreamRole(role)):
            gone += tx.execute(view.update().where(view.c.camera_id == camera_id).values(data=b"")).rowcount
    for camera_id, role, taken_us in list(tx.execute(select(sample.c.camera_id, sample.c.role, sample.c.taken_us))):
        if taken_us < oldest_us(camera_id, StreamRole(role)):
            this = (sample.c.camera_id == camera_id) & (sample.c.taken_us == taken_us)
            gone += tx.execute(delete(sample).where(this)).rowcount
    return gone


def approve(tx: Connection, approved: ApprovedView) -> None:
    """In place of what was approved before, and of all that was gathered for it."""
    forget_view(tx, approved.camera_id)
    tx.execute(
        view.insert().values(
            camera_id=approved.camera_id, approved_us=approved.approved_us, approved_by=approved.approved_by,
            reference=approved.reference, overlay=approved.overlay and json.dumps(asdict(approved.overlay)),
            **_columns(approved.picture),
        )
    )  # fmt: skip


def forget_view(tx: Connection, camera_id: str) -> None:
    """Nothing is compared with it any more."""
    for table in (view, sample):
        tx.execute(delete(table).where(table.c.camera_id == camera_id))


def view_of(connection: Connection, camera_id: str) -> ApprovedView | None:
    """The approved view of one camera."""
    row = connection.execute(select(view).where(view.c.camera_id == camera_id)).one_or_none()
    if row is None:
        return None
    return ApprovedView(
        camera_id=row.camera_id, approved_us=row.approved_us, approved_by=row.approved_by,
        reference=bytes(row.reference), picture=_picture(row),
        overlay=None if row.overlay is None else Overlay(**json.loads(row.overlay)),
    )  # fmt: skip


def references(connection: Connection, camera_ids: Sequence[str]) -> dict[str, bytes]:
    """Of those of these cameras that have an approved view; empty where no reference could be made yet."""
    found: dict[str, bytes] = {}
    for at in range(0, len(camera_ids), _CHUNK):
        query = select(view.c.camera_id, view.c.reference).where(view.c.camera_id.in_(camera_ids[at : at + _CHUNK]))
        found |= {row[0]: bytes(row[1]) for row in connection.execute(query)}
    return found


def gather(tx: Connection, camera_id: str, kept: KeptPicture) -> None:
    """One more picture of an approved view."""
    known = select(sample.c.taken_us).where(sample.c.camera_id == camera_id, sample.c.taken_us == kept.taken_us)
    if tx.execute(known).first() is None:
        tx.execute(sample.insert().values(camera_id=camera_id, **_columns(kept)))


def gathered_at(connection: Connection, camera_ids: Collection[str]) -> dict[str, list[int]]:
    """When the pictures were taken that are gathered for each camera's reference; at most a page of cameras."""
    found: dict[str, list[int]] = {}
    query = select(sample.c.camera_id, sample.c.taken_us).where(sample.c.camera_id.in_(sorted(camera_ids)))
    for row in connection.execute(query.order_by(sample.c.taken_us)):
        found.setdefault(row[0], []).append(int(row[1]))
    return found


def gathered(connection: Connection, camera_id: str) -> list[KeptPicture]:
    """The pictures themselves, the oldest first."""
    query = select(sample).where(sample.c.camera_id == camera_id).order_by(sample.c.taken_us)
    return [_picture(row) for row in connection.execute(query)]


def set_reference(tx: Connection, camera_id: str, reference: bytes, *, whole: bool) -> None:
    """``whole``: of day and night, so that nothing is gathered any more."""
    tx.execute(view.update().where(view.c.camera_id == camera_id).values(reference=reference))
    if whole:
        tx.execute(delete(sample).where(sample.c.camera_id == camera_id))


def add_looks(
    tx: Connection, of_day: str, hour: int, found: Mapping[str, tuple[int, Mapping[FaultKind, float]]]
) -> None:
    """Of each camera when it was looked at and the scores."""
    ids = sorted(found)
    known: dict[str, Row[Any]] = {}
    for at in range(0, len(ids), _CHUNK):
        query = select(day).where(day.c.camera_id.in_(ids[at : at + _CHUNK]), day.c.day == of_day)
        known |= {row.camera_id: row for row in tx.execute(query)}
    made = []
    for camera_id in ids:
        looked_us, scores = found[camera_id]
        row = known.get(camera_id)
        merged: dict[str, dict[str, float]] = json.loads(row.scores) if row is not None else {}
        for kind, score in scores.items():
            hours = merged.setdefault(str(kind), {})
            hours[str(hour)] = max(hours.get(str(hour), 0.0), round(score, 3))
        values = {"looked_us": looked_us, "scores": json.dumps(merged)}
        if row is None:
            made.append({"camera_id": camera_id, "day": of_day, "looks": 1, **values})
        else:
            these = (day.c.camera_id == camera_id) & (day.c.day == of_day)
            tx.execute(day.update().where(these).values(looks=row.looks + 1, **values))
    if made:
        tx.execute(day.insert(), made)


def days_of(connection: Connection, camera_id: str, *, limit: int) -> list[Day]:
    """The newest first."""
    query = select(day).where(day.c.camera_id == camera_id).order_by(day.c.day.desc()).limit(limit)
    return [_day(row) for row in connection.execute(query)]


def forget_days(tx: Connection, before: str) -> None:
    """Days before this one."""
    tx.execute(delete(day).where(day.c.day < before))


def looked_since(connection: Connection, from_us: int) -> int:
    """At how many cameras somebody looked since: for metrics."""
    query = select(func.count(day.c.camera_id.distinct())).where(day.c.looked_us >= from_us)
    return int(connection.execute(query).scalar_one())


def day_of(at_us: int) -> str:
    """The local date, as ISO 8601 has it."""
    return datetime.fromtimestamp(at_us // 1_000_000 + LOCAL_OFFSET_S, tz=UTC).date().isoformat()


def _columns(kept: KeptPicture) -> dict[str, object]:
    return {
        "taken_us": kept.taken_us,
        "role": kept.role,
        "codec": kept.codec,
        "configuration": kept.configuration,
        "data": kept.data,
    }


def _picture(row: Row[Any]) -> KeptPicture:
    return KeptPicture(
        taken_us=row.taken_us, role=StreamRole(row.role), codec=Codec(row.codec),
        configuration=bytes(row.configuration), data=bytes(row.data),
    )  # fmt: skip


def _day(row: Row[Any]) -> Day:
    scores = {
        FaultKind(kind): {int(hour): float(score) for hour, score in hours.items()}
        for kind, hours in json.loads(row.scores).items()
    }
    return Day(day=row.day, looks=row.looks, looked_us=row.looked_us, scores=scores)
