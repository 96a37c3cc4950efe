"""Reading and writing postures and exceptions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from toancanh.devices.model import Device
from toancanh.devices.posture.model import Excepted, Finding, PostureCheck, PostureSeverity, PostureVerdict, worst_of
from toancanh.devices.store import devices
from toancanh.devices.store.tables import device, device_posture, posture_exception


@dataclass(frozen=True, kw_only=True)
class Posture:
    """How one device stood when it was judged."""

    device_id: str
    judged_at_us: int
    worst: PostureSeverity
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class KeptException:
    """An exception as it is kept."""

    id: str
    device_id: str
    check: PostureCheck
    responsible: str
    reason: str
    until_us: int
    made_by: str
    made_at_us: int
    ended_at_us: int | None = None


@dataclass(frozen=True, kw_only=True)
class OwnerSummary:
    """An owner's devices by the worst that was found; ``failing``: devices by check."""

    owner_id: str
    devices: int
    by_worst: dict[PostureSeverity, int]
    failing: dict[PostureCheck, int]
    excepted: int


def save(tx: Connection, device_id: str, findings: Sequence[Finding], *, now_us: int) -> None:
    """In place of the one before."""
    values = {
        "judged_us": now_us,
        "failing": sum(one.verdict is PostureVerdict.FAILS for one in findings),
        "excepted": sum(one.verdict is PostureVerdict.EXCEPTED for one in findings),
        "unknown": sum(one.verdict is PostureVerdict.UNKNOWN for one in findings),
        "worst": worst_of(findings).value,
        "findings": json.dumps([asdict(one) for one in findings]),
    }
    this = device_posture.c.device_id == device_id
    if not tx.execute(update(device_posture).where(this).values(**values)).rowcount:
        tx.execute(insert(device_posture).values(device_id=device_id, **values))


def load(connection: Connection, device_id: str) -> Posture | None:
    """The last."""
    query = select(device_posture).where(device_posture.c.device_id == device_id)
    row = connection.execute(query).one_or_none()
    return _posture(row) if row is not None else None


def of_owners(connection: Connection, condition: ColumnElement[bool]) -> list[OwnerSummary]:
    """Over devices that meet the condition, by owner."""
    joined = device.outerjoin(device_posture, device_posture.c.device_id == device.c.id)
    query = select(device.c.owner_id, device_posture.c.worst, device_posture.c.excepted, device_posture.c.findings)
    made: dict[str, OwnerSummary] = {}
    for row in connection.execute(query.select_from(joined).where(condition).order_by(device.c.owner_id)):
        before = made.get(row.owner_id) or OwnerSummary(
            owner_id=row.owner_id, devices=0, by_worst={}, failing={}, excepted=0
        )
        worst = PostureSeverity(row.worst) if row.worst is not None else PostureSeverity.NONE
        failing = dict(before.failing)
        for one in json.loads(row.findings) if row.findings else ():
            if one["verdict"] == PostureVerdict.FAILS:
                failing[PostureCheck(one["check"])] = failing.get(PostureCheck(one["check"]), 0) + 1
        made[row.owner_id] = OwnerSummary(
            owner_id=row.owner_id,
            devices=before.devices + 1,
            by_worst={**before.by_worst, worst: before.by_worst.get(worst, 0) + 1},
            failing=failing,
            excepted=before.excepted + (row.excepted or 0),
        )
    return list(made.values())


@dataclass(frozen=True, kw_only=True)
class DeviceStanding:
    """A device in the list of postures."""

    device: Device
    posture: Posture


@dataclass(frozen=True, kw_only=True)
class HeldException:
    """An exception that holds now, with its device."""

    device: Device
    exception: KeptException


def of_devices(
    connection: Connection,
    conditions: Sequence[ColumnElement[bool]],
    *,
    check: PostureCheck | None,
    worst: PostureSeverity | None,
    after: str,
    limit: int,
) -> list[DeviceStanding]:
    """Devices that were judged, by id; ``check``: those that fail it."""
    wanted = [*conditions, device_posture.c.device_id > after]
    if check is not None:  # as `save` writes it
        fails = json.dumps({"check": check, "verdict": PostureVerdict.FAILS})[1:-1]
        wanted.append(device_posture.c.findings.contains(fails, autoescape=True))
    if worst is not None:
        wanted.append(device_posture.c.worst == worst.value)
    joined = device_posture.join(device, device.c.id == device_posture.c.device_id)
    query = select(device_posture).select_from(joined).where(*wanted).order_by(device_posture.c.device_id)
    found = [_posture(row) for row in connection.execute(query.limit(limit))]
    known = {
        one.id: one
        for one in devices.page(connection, [device.c.id.in_([one.device_id for one in found])], after="", limit=limit)
    }
    return [DeviceStanding(device=known[one.device_id], posture=one) for one in found]


def held(connection: Connection, condition: ColumnElement[bool], now_us: int, limit: int) -> list[HeldException]:
    """Those that hold now, the first to end first."""
    holds = [posture_exception.c.ended_us.is_(None), posture_exception.c.until_us > now_us, condition]
    joined = posture_exception.join(device, device.c.id == posture_exception.c.device_id)
    query = select(posture_exception).select_from(joined).where(*holds).order_by(posture_exception.c.until_us)
    found = [_exception(row) for row in connection.execute(query.limit(limit))]
    theirs = device.c.id.in_({one.device_id for one in found})
    known = {one.id: one for one in devices.page(connection, [theirs], after="", limit=limit)}
    return [HeldException(device=known[one.device_id], exception=one) for one in found]


def stale(connection: Connection, before_us: int, limit: int) -> list[str]:
    """Devices that were judged before then, the oldest first: exceptions end, firmware grows old."""
    query = select(device_posture.c.device_id).where(device_posture.c.judged_us < before_us)
    return list(connection.execute(query.order_by(device_posture.c.judged_us).limit(limit)).scalars())


def add_exception(tx: Connection, made: KeptException) -> None:
    """One more."""
    tx.execute(
        insert(posture_exception).values(
            id=made.id, device_id=made.device_id, about=made.check.value, responsible=made.responsible,
            reason=made.reason, until_us=made.until_us, made_by=made.made_by, made_us=made.made_at_us, ended_us=None,
        )
    )  # fmt: skip


def end_exception(tx: Connection, exception_id: str, now_us: int) -> bool:
    """Before its time. False where it has ended."""
    this = (posture_exception.c.id == exception_id) & posture_exception.c.ended_us.is_(None)
    return bool(tx.execute(update(posture_exception).where(this).values(ended_us=now_us)).rowcount)


def exceptions(connection: Connection, device_id: str) -> list[KeptException]:
    """Of a device, the newest first, those that ended, too."""
    query = select(posture_exception).where(posture_exception.c.device_id == device_id)
    rows = connection.execute(query.order_by(posture_exception.c.id.desc()))
    return [_exception(row) for row in rows]


def excepted(connection: Connection, device_id: str, now_us: int) -> list[Excepted]:
    """Those that hold now."""
    return [
        Excepted(check=one.check, responsible=one.responsible, until_us=one.until_us)
        for one in exceptions(connection, device_id)
        if one.ended_at_us is None and one.until_us > now_us
    ]


def _exception(row: Row[Any]) -> KeptException:
    return KeptException(
        id=row.id, device_id=row.device_id, check=PostureCheck(row.about), responsible=row.responsible,
        reason=row.reason, until_us=row.until_us, made_by=row.made_by, made_at_us=row.made_us,
        ended_at_us=row.ended_us,
    )  # fmt: skip


def _posture(row: Row[Any]) -> Posture:
    return Posture(
        device_id=row.device_id,
        judged_at_us=row.judged_us,
        worst=PostureSeverity(row.worst),
        findings=tuple(
            Finding(
                check=PostureCheck(one["check"]), verdict=PostureVerdict(one["verdict"]),
                severity=PostureSeverity(one["severity"]),
                said=one["said"], responsible=one["responsible"], until_us=one["until_us"],
            )
            for one in json.loads(row.findings)
        ),
    )  # fmt: skip
