"""Reading and writing jobs and their items."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update

from toancanh.devices.facts import VideoEncoding
from toancanh.devices.onboarding.model import (
    Item,
    ItemReason,
    ItemState,
    ItemStep,
    Job,
    JobKind,
    JobState,
    Plan,
    Template,
)
from toancanh.devices.store.tables import device_job, device_job_item
from toancanh.kernel import Conflict, Principal

_ITEM = device_job_item.c


def add(tx: Connection, job: Job, *, secret: str) -> None:
    """A new job; ``secret``: the sealed password."""
    tx.execute(insert(device_job).values(id=job.id, secret=secret, **_columns(job)))


def save(tx: Connection, job: Job) -> Job:
    """In place of the version that was read; one that is over keeps no secret. Raises `Conflict`."""
    after = replace(job, version=job.version + 1)
    values = _columns(after)
    if job.state is JobState.CANCELLED:
        values["secret"] = ""
    same = (device_job.c.id == job.id) & (device_job.c.version == job.version)
    if not tx.execute(update(device_job).where(same).values(**values)).rowcount:
        raise Conflict("this job was changed meanwhile; load it again")
    return after


def forget_secrets(tx: Connection, done_before_us: int) -> None:
    """Of jobs that were done before then."""
    old = (device_job.c.secret != "") & (device_job.c.done_us < done_before_us)
    tx.execute(update(device_job).where(old).values(secret=""))


def secret_of(connection: Connection, job_id: str) -> str:
    """Sealed; empty where there is none."""
    return connection.execute(select(device_job.c.secret).where(device_job.c.id == job_id)).scalar_one_or_none() or ""


def secrets(connection: Connection) -> list[tuple[str, str]]:
    """Of all jobs that keep one."""
    query = select(device_job.c.id, device_job.c.secret).where(device_job.c.secret != "")
    return [(job_id, secret) for job_id, secret in connection.execute(query)]


def set_secret(tx: Connection, job_id: str, secret: str) -> None:
    """The same under another key."""
    tx.execute(update(device_job).where(device_job.c.id == job_id).values(secret=secret))


def load(connection: Connection, job_id: str) -> Job | None:
    """One with its counts."""
    row = connection.execute(select(device_job).where(device_job.c.id == job_id)).one_or_none()
    return _jobs(connection, [row])[0] if row is not None else None


def page(connection: Connection, conditions: Sequence[ColumnElement[bool]], *, after: str, limit: int) -> list[Job]:
    """The newest first."""
    query = select(device_job).where(*conditions).order_by(device_job.c.id.desc()).limit(limit)
    if after:
        query = query.where(device_job.c.id < after)
    return _jobs(connection, connection.execute(query).all())


def open_jobs(connection: Connection) -> list[Job]:
    """Those that want work, the oldest first."""
    states = [JobState.DISCOVERING, JobState.RUNNING]
    query = select(device_job).where(device_job.c.state.in_(states)).order_by(device_job.c.id)
    return _jobs(connection, connection.execute(query).all())


def add_items(tx: Connection, items: Sequence[Item]) -> None:
    """What is to be worked on."""
    if items:
        tx.execute(insert(device_job_item), [{**_item_columns(one), **_place(one)} for one in items])


def save_item(tx: Connection, item: Item) -> None:
    """As it stands now."""
    this = (_ITEM.job_id == item.job_id) & (_ITEM.position == item.position)
    tx.execute(update(device_job_item).where(this).values(**_item_columns(item)))


def item(connection: Connection, job_id: str, position: int) -> Item | None:
    """One."""
    query = select(device_job_item).where(_ITEM.job_id == job_id, _ITEM.position == position)
    row = connection.execute(query).one_or_none()
    return _item(row) if row is not None else None


def items(
    connection: Connection,
    job_id: str,
    *,
    states: Sequence[ItemState] = (),
    after: int = -1,
    limit: int = 10_000,
) -> list[Item]:
    """By position."""
    query = select(device_job_item).where(_ITEM.job_id == job_id, _ITEM.position > after)
    if states:
        query = query.where(_ITEM.state.in_(list(states)))
    return [_item(row) for row in connection.execute(query.order_by(_ITEM.position).limit(limit))]


def restart(tx: Connection) -> int:
    """Items that were under way when the process ended begin anew."""
    running = _ITEM.state == ItemState.RUNNING
    return tx.execute(
        update(device_job_item).where(running).values(state=ItemState.WAITING, step=ItemStep.NONE)
    ).rowcount


def move_items(tx: Connection, job_id: str, before: Sequence[ItemState], after: ItemState) -> int:
    """All of these at once; returns how many."""
    these = (_ITEM.job_id == job_id) & _ITEM.state.in_(list(before))
    return tx.execute(update(device_job_item).where(these).values(state=after)).rowcount


def begin_again(tx: Connection, job_id: str, *, but: Collection[ItemReason]) -> int:
    """What failed, but for one of these reasons; how many."""
    these = (_ITEM.job_id == job_id) & (_ITEM.state == ItemState.FAILED) & _ITEM.reason.not_in(list(but))
    return tx.execute(update(device_job_item).where(these).values(state=ItemState.WAITING)).rowcount


def _jobs(connection: Connection, rows: Sequence[Row[Any]]) -> list[Job]:
    counts: dict[str, dict[ItemState, int]] = {}
    query = select(_ITEM.job_id, _ITEM.state, func.count()).where(_ITEM.job_id.in_([row.id for row in rows]))
    for job_id, state, count in connection.execute(query.group_by(_ITEM.job_id, _ITEM.state)) if rows else ():
        counts.setdefault(job_id, {})[ItemState(state)] = count
    return [_job(row, counts.get(row.id, {})) for row in rows]


def _job(row: Row[Any], counts: dict[ItemState, int]) -> Job:
    return Job(
        id=row.id, kind=JobKind(row.kind), user_id=row.user_id, owner_id=row.owner_id, state=JobState(row.state),
        detail=row.detail, plan=_plan(json.loads(row.plan)), asker=Principal(**json.loads(row.asker)),
        protected=row.protected, asked_at_us=row.asked_us, done_at_us=row.done_us, version=row.version, counts=counts,
    )  # fmt: skip


def _plan(kept: dict[str, Any]) -> Plan:
    template = dict(kept["template"])
    for name in ("main_encoding", "sub_encoding"):
        template[name] = VideoEncoding(template[name]) if template[name] else None
    template["ntp_servers"] = tuple(template["ntp_servers"])
    lists = {name: tuple(kept[name]) for name in ("network_ids", "addresses", "device_ids")}
    return Plan(**{**kept, **lists, "template": Template(**template)})


def _columns(job: Job) -> dict[str, object]:
    return {
        "kind": job.kind.value, "user_id": job.user_id, "owner_id": job.owner_id, "state": job.state.value,
        "detail": job.detail, "plan": json.dumps(asdict(job.plan)), "asker": json.dumps(asdict(job.asker)),
        "protected": job.protected, "asked_us": job.asked_at_us, "done_us": job.done_at_us, "version": job.version,
    }  # fmt: skip


def _place(one: Item) -> dict[str, object]:
    return {"job_id": one.job_id, "position": one.position}


def _item_columns(one: Item) -> dict[str, object]:
    return {
        "host": one.host, "port": one.port, "service_path": one.path, "tls": one.tls, "state": one.state.value,
        "step": one.step.value, "reason": one.reason.value, "detail": one.detail, "device_id": one.device_id,
        "decision": one.decision, "report": json.dumps(one.report), "started_us": one.started_at_us,
        "ended_us": one.ended_at_us,
    }  # fmt: skip


def _item(row: Row[Any]) -> Item:
    return Item(
        job_id=row.job_id, position=row.position, host=row.host, port=row.port, path=row.service_path, tls=row.tls,
        state=ItemState(row.state), step=ItemStep(row.step), reason=ItemReason(row.reason), detail=row.detail,
        device_id=row.device_id, decision=row.decision, report=json.loads(row.report), started_at_us=row.started_us,
        ended_at_us=row.ended_us,
    )  # fmt: skip
