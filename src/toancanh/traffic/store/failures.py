"""When which drawing counted wrongly: in the database, since it is asked for by time and grows with every judgement."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Row, String, Table, delete, insert, select

from toancanh.infra.database import metadata
from toancanh.traffic.failures import united
from toancanh.traffic.model import Failure, FailureKind

table = Table(
    "traffic_failure",
    metadata,
    Column("camera_id", String(64), primary_key=True),
    Column("zone_id", String(64), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("from_us", BigInteger, primary_key=True),
    Column("until_us", BigInteger, nullable=False, index=True),
)
_CHUNK = 500


def between(connection: Connection, camera_ids: Collection[str], from_us: int, until_us: int) -> list[Failure]:
    """Of these cameras' drawings, those that lasted at some time between; in order."""
    wanted = sorted(camera_ids)
    found: list[Failure] = []
    for at in range(0, len(wanted), _CHUNK):
        lasted = (table.c.from_us < until_us, table.c.until_us > from_us)
        query = select(table).where(table.c.camera_id.in_(wanted[at : at + _CHUNK]), *lasted)
        found += [_failure(row) for row in connection.execute(query)]
    return sorted(found)


def unite(tx: Connection, found: Sequence[Failure]) -> list[Failure]:
    """Add what was found now: one that touches a known one makes it longer. Returns those that were not known."""
    if not found:
        return []
    from_us, until_us = min(one.from_us for one in found), max(one.until_us for one in found)
    known = between(tx, {one.camera_id for one in found}, from_us - 1, until_us + 1)
    after = united([*known, *found])
    for gone in set(known) - set(after):
        of = table.c
        this = (of.camera_id == gone.camera_id, of.zone_id == gone.zone_id, of.kind == gone.kind)
        tx.execute(delete(table).where(*this, of.from_us == gone.from_us))
    if made := [asdict(one) for one in after if one not in set(known)]:
        tx.execute(insert(table), made)
    return [one for one in after if not any(_touch(one, before) for before in known)]


def _touch(one: Failure, other: Failure) -> bool:
    is_same = (one.camera_id, one.zone_id, one.kind) == (other.camera_id, other.zone_id, other.kind)
    return is_same and one.from_us <= other.until_us and other.from_us <= one.until_us


def _failure(row: Row[Any]) -> Failure:
    return Failure(
        camera_id=row.camera_id,
        zone_id=row.zone_id,
        kind=FailureKind(row.kind),
        from_us=row.from_us,
        until_us=row.until_us,
    )
