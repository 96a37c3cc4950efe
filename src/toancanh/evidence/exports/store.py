"""Reading and writing jobs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, exists, func, insert, select, update

from toancanh.evidence.model import (
    ExportCamera,
    ExportFile,
    ExportForm,
    ExportJob,
    ExportReason,
    ExportState,
    Stamped,
    Wanted,
)
from toancanh.evidence.store.tables import export_camera, export_file, export_job, handover
from toancanh.governance import Visibility
from toancanh.kernel import Conflict
from toancanh.registry import StreamRole

_MOST_LISTED = 1000
_DONE = export_job.c.state == ExportState.DONE


def add(tx: Connection, job: ExportJob) -> None:
    """A new job with its cameras."""
    tx.execute(insert(export_job).values(id=job.id, **_columns(job)))
    tx.execute(
        insert(export_camera),
        [
            {
                "export_id": job.id, "camera_id": one.camera_id, "owner_id": one.owner_id,
                "protected": one.protected, "code": one.code, "hidden": one.hidden,
            }
            for one in job.cameras
        ],
    )  # fmt: skip


def save(tx: Connection, job: ExportJob) -> ExportJob:
    """In place of the version that was read; raises `Conflict` where somebody changed it meanwhile."""
    after = replace(job, version=job.version + 1)
    same = (export_job.c.id == job.id) & (export_job.c.version == job.version)
    if not tx.execute(update(export_job).where(same).values(**_columns(after))).rowcount:
        raise Conflict("this export was changed meanwhile; load it again")
    return after


def load(connection: Connection, job_id: str) -> ExportJob | None:
    """One job."""
    found = connection.execute(select(export_job).where(export_job.c.id == job_id)).first()
    return _jobs(connection, [found])[0] if found else None


def of_user(connection: Connection, user_id: str, *, after: str, limit: int) -> list[ExportJob]:
    """A person's, the newest first."""
    query = select(export_job).where(export_job.c.user_id == user_id).order_by(export_job.c.id.desc()).limit(limit)
    if after:
        query = query.where(export_job.c.id < after)
    return _jobs(connection, connection.execute(query).all())


def of_cameras(connection: Connection, seen: Visibility, *, after: str, limit: int) -> list[ExportJob]:
    """Those all of whose cameras were ``seen`` when they were asked for, the newest first."""
    camera = export_camera.c
    shown = seen.clause(camera.owner_id, protected=camera.protected, id_column=camera.camera_id)
    other = exists().where(camera.export_id == export_job.c.id, ~shown)
    query = select(export_job).where(~other).order_by(export_job.c.id.desc()).limit(limit)
    if after:
        query = query.where(export_job.c.id < after)
    return _jobs(connection, connection.execute(query).all())


def is_handed(connection: Connection, job_id: str) -> bool:
    """Whether its package was given to anybody."""
    found = connection.execute(select(handover.c.id).where(handover.c.export_id == job_id).limit(1))
    return found.first() is not None


def in_states(connection: Connection, states: Sequence[ExportState]) -> list[ExportJob]:
    """Of everybody, the oldest first."""
    return _oldest(connection, export_job.c.state.in_(states))


def over(connection: Connection, now_us: int) -> list[ExportJob]:
    """Those whose package has had its time."""
    return _oldest(connection, _DONE, export_job.c.expires_us <= now_us)


def unsummed(connection: Connection) -> list[ExportJob]:
    """Those whose package has no SHA-256."""
    return _oldest(connection, _DONE, ~export_job.c.made.contains('"sha256": "') | _says(sha256=""))


def unstamped(connection: Connection) -> list[ExportJob]:
    """Those whose package lacks a time stamp and was given to nobody."""
    handed = exists().where(handover.c.export_id == export_job.c.id)
    return _oldest(connection, _DONE, _says(stamped=Stamped.MISSING.value), ~handed)


def _says(**told: str) -> ColumnElement[bool]:
    """That this stands in what a job keeps: as `_columns` writes it; in a text within, its quotes would be escaped."""
    return export_job.c.made.contains(json.dumps(told)[1:-1])


def _oldest(connection: Connection, *conditions: ColumnElement[bool]) -> list[ExportJob]:
    query = select(export_job).where(*conditions).order_by(export_job.c.id).limit(_MOST_LISTED)
    return _jobs(connection, connection.execute(query).all())


def count_open(connection: Connection, user_id: str, states: Sequence[ExportState]) -> int:
    """How many of a person's jobs are in these states."""
    query = select(func.count()).select_from(export_job)
    found = connection.execute(query.where(export_job.c.user_id == user_id, export_job.c.state.in_(states)))
    return int(found.scalar_one())


def files(connection: Connection, job_id: str) -> list[ExportFile]:
    """What is finished, in the package's order."""
    query = select(export_file).where(export_file.c.export_id == job_id)
    return [
        ExportFile(name=row.name, size_bytes=row.size_bytes, sha256=row.sha256, crc32=row.crc32)
        for row in connection.execute(query.order_by(export_file.c.position, export_file.c.name))
    ]


def add_files(tx: Connection, job_id: str, made: Sequence[ExportFile], *, first: int) -> None:
    """Files that lie on the disk, from that position on; one of the same name goes."""
    names = [one.name for one in made]
    tx.execute(delete(export_file).where(export_file.c.export_id == job_id, export_file.c.name.in_(names)))
    tx.execute(
        insert(export_file),
        [
            {
                "export_id": job_id, "name": one.name, "position": position, "size_bytes": one.size_bytes,
                "sha256": one.sha256, "crc32": one.crc32,
            }
            for position, one in enumerate(made, first)
        ],
    )  # fmt: skip


def drop_files(tx: Connection, job_id: str) -> None:
    """The package is gone."""
    tx.execute(delete(export_file).where(export_file.c.export_id == job_id))


def _columns(job: ExportJob) -> dict[str, object]:
    wanted = job.wanted
    return {
        "user_id": job.user_id, "session_id": job.session_id, "state": job.state.value, "reason": job.reason.value,
        "detail": job.detail, "purpose": wanted.purpose, "reference": wanted.reference, "from_us": wanted.from_us,
        "to_us": wanted.to_us, "role": wanted.role.value, "form": wanted.form.value, "burn_in": wanted.burn_in,
        "source": job.source, "asked_us": job.asked_us, "done_us": job.done_us, "expires_us": job.expires_us,
        "done_bytes": job.done_bytes, "total_bytes": job.total_bytes,
        "made": json.dumps(job.made), "version": job.version,
    }  # fmt: skip


def _jobs(connection: Connection, rows: Sequence[Row[Any]]) -> list[ExportJob]:
    query = select(export_camera).where(export_camera.c.export_id.in_([row.id for row in rows]))
    cameras: dict[str, list[ExportCamera]] = {}
    for row in connection.execute(query.order_by(export_camera.c.code, export_camera.c.camera_id)):
        cameras.setdefault(row.export_id, []).append(
            ExportCamera(
                camera_id=row.camera_id, owner_id=row.owner_id, protected=row.protected, code=row.code,
                hidden=row.hidden,
            )
        )  # fmt: skip
    return [_job(row, tuple(cameras.get(row.id, ()))) for row in rows]


def _job(row: Row[Any], cameras: tuple[ExportCamera, ...]) -> ExportJob:
    wanted = Wanted(
        camera_ids=tuple(one.camera_id for one in cameras), from_us=row.from_us, to_us=row.to_us,
        role=StreamRole(row.role), form=ExportForm(row.form), burn_in=row.burn_in, purpose=row.purpose,
        reference=row.reference,
    )  # fmt: skip
    return ExportJob(
        id=row.id, user_id=row.user_id, session_id=row.session_id, state=ExportState(row.state),
        reason=ExportReason(row.reason), detail=row.detail, wanted=wanted, cameras=cameras, source=row.source,
        asked_us=row.asked_us, done_us=row.done_us, expires_us=row.expires_us, done_bytes=row.done_bytes,
        total_bytes=row.total_bytes, made=json.loads(row.made), version=row.version,
    )  # fmt: skip
