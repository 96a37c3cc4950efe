"""Tables and queries of shares."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    func,
    or_,
    select,
)

from toancanh.governance.shares.model import Share, ShareState, What
from toancanh.infra.database import metadata

_AT_ONCE = 500

share = Table(
    "share",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("ask_id", String(36), nullable=False),
    Column("receiver_id", String(36), nullable=False, index=True),  # no foreign key: what was agreed outlives both
    Column("receiver_name", String(200), nullable=False),
    Column("owner_id", String(36), nullable=False, index=True),
    Column("owner_name", String(200), nullable=False),
    Column("state", String(16), nullable=False),
    Column("what", String(32), nullable=False),  # "live,recorded"
    Column("purpose", String(64), nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("selection", Text, nullable=False),
    Column("until_us", BigInteger, nullable=False),
    Column("asked_us", BigInteger, nullable=False),
    Column("asked_by", String(36), nullable=False),
    Column("asked_by_name", String(64), nullable=False),
    Column("from_us", BigInteger, nullable=True),
    Column("answered_us", BigInteger, nullable=True),
    Column("answered_by", String(36), nullable=False),
    Column("answered_by_name", String(64), nullable=False),
    Column("words", Text, nullable=False),
    Column("ended_us", BigInteger, nullable=True),
    Column("ended_by_name", String(64), nullable=False),
    Column("ended_words", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("signature", String(128), nullable=False),  # empty once it has ended: nothing is left to bring back
    Column("version", Integer, nullable=False),
)
Index("ix_share_state_until", share.c.state, share.c.until_us)

share_camera = Table(
    "share_camera",
    metadata,
    Column("share_id", String(36), ForeignKey("share.id"), primary_key=True),
    Column("camera_id", String(36), primary_key=True, index=True),
    Column("struck", Boolean, nullable=False),  # asked for, and not given
)


def insert(tx: Connection, made: Share, camera_ids: Sequence[str]) -> None:
    """A fresh request."""
    tx.execute(share.insert().values(**_columns(made)))
    rows = [{"share_id": made.id, "camera_id": camera_id, "struck": False} for camera_id in camera_ids]
    tx.execute(share_camera.insert(), rows)


def update(tx: Connection, changed: Share) -> bool:
    """False where somebody was faster."""
    this = (share.c.id == changed.id) & (share.c.version == changed.version - 1)
    return tx.execute(share.update().where(this).values(**_columns(changed))).rowcount == 1


def strike(tx: Connection, share_id: str, camera_ids: Collection[str]) -> None:
    """These are not given."""
    wanted = sorted(camera_ids)
    for start in range(0, len(wanted), _AT_ONCE):
        these = share_camera.c.camera_id.in_(wanted[start : start + _AT_ONCE])
        tx.execute(share_camera.update().where(share_camera.c.share_id == share_id, these).values(struck=True))


def load(connection: Connection, share_id: str, *, lock: bool = False) -> Share | None:
    """One by its id."""
    query = select(share).where(share.c.id == share_id)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return _share(row) if row is not None else None


def page(connection: Connection, conditions: Sequence[ColumnElement[bool]], *, after: str, limit: int) -> list[Share]:
    """The newest first, behind ``after``."""
    query = select(share).where(*conditions).order_by(share.c.id.desc()).limit(limit)
    if after:
        query = query.where(share.c.id < after)
    return [_share(row) for row in connection.execute(query)]


def count(connection: Connection, condition: ColumnElement[bool]) -> int:
    """How many there are."""
    return connection.execute(select(func.count()).select_from(share).where(condition)).scalar_one()


def cameras(connection: Connection, share_id: str) -> dict[str, bool]:
    """The cameras that were asked for, each with whether it was struck out."""
    query = select(share_camera.c.camera_id, share_camera.c.struck).where(share_camera.c.share_id == share_id)
    return {row.camera_id: row.struck for row in connection.execute(query)}


def counts(connection: Connection, share_ids: Collection[str]) -> dict[str, tuple[int, int]]:
    """Of each: how many cameras were asked for, and how many of them struck out."""
    struck = func.sum(share_camera.c.struck.cast(Integer))
    query = select(share_camera.c.share_id, func.count(), struck).group_by(share_camera.c.share_id)
    rows = connection.execute(query.where(share_camera.c.share_id.in_(sorted(share_ids))))
    return {share_id: (many, int(gone or 0)) for share_id, many, gone in rows}


def signatures(connection: Connection, *, ends_after_us: int) -> dict[str, str]:
    """Of those that are agreed and not over by then."""
    query = select(share.c.id, share.c.signature).where(
        share.c.state == str(ShareState.AGREED), share.c.until_us > ends_after_us
    )
    return {row.id: row.signature for row in connection.execute(query)}


def documents(connection: Connection, share_ids: Collection[str]) -> dict[str, str]:
    """What was agreed, word by word."""
    query = select(share.c.id, share.c.document).where(share.c.id.in_(sorted(share_ids)))
    return {row.id: row.document for row in connection.execute(query)}


def of_organisation(connection: Connection, organisation_id: str) -> list[Share]:
    """Those not ended yet that it asked for or was asked for."""
    sides = or_(share.c.owner_id == organisation_id, share.c.receiver_id == organisation_id)
    running = share.c.state.in_([str(ShareState.ASKED), str(ShareState.AGREED)])
    return [_share(row) for row in connection.execute(select(share).where(sides, running))]


def _columns(source: Share) -> dict[str, object]:
    given: dict[str, object] = {column.name: getattr(source, column.name) for column in share.c}
    given |= {"state": str(source.state), "what": ",".join(sorted(source.what))}
    return given | {"selection": json.dumps(source.selection, ensure_ascii=False)}


def _share(row: Row[Any]) -> Share:
    given = dict(row._mapping)
    what = frozenset(What(one) for one in row.what.split(","))
    changed = {"state": ShareState(row.state), "what": what, "selection": json.loads(row.selection)}
    return Share(**given | changed)
