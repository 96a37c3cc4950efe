"""Tables of the checkpoints; append-only as the record itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Integer, Row, String, Table, Text, and_, func, select

from toancanh.governance.checkpoints.head import Ends, Head, Part
from toancanh.governance.record.chain import canonical
from toancanh.governance.record.store import append_only, record_entry
from toancanh.infra.database import metadata

HAND_OVER = "checkpoint.hand_over"

record_checkpoint = Table(
    "record_checkpoint",
    metadata,
    Column("site", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("made_us", BigInteger, nullable=False),
    Column("head", Text, nullable=False),
    Column("signature", String(128), nullable=False),
    Column("chains", Text, nullable=False),
)

record_checkpoint_part = Table(
    "record_checkpoint_part",
    metadata,
    Column("site", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("owner_id", String(36), primary_key=True),
    Column("chains", Text, nullable=False),  # of the owner; a row only where it has moved
)

for _table in ("record_checkpoint", "record_checkpoint_part"):
    append_only(_table, "UPDATE", "DELETE", "TRUNCATE")


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """A checkpoint as the site keeps it, under a number."""

    number: int
    head: Head
    head_text: str
    signature: str
    ends: Ends


def last(connection: Connection, site: int) -> Checkpoint | None:
    """The newest."""
    found = page(connection, site, below=None, limit=1)
    return found[0] if found else None


def page(connection: Connection, site: int, *, below: int | None, limit: int) -> list[Checkpoint]:
    """The newest first, with numbers less than ``below``."""
    query = select(record_checkpoint).where(record_checkpoint.c.site == site)
    if below is not None:
        query = query.where(record_checkpoint.c.number < below)
    query = query.order_by(record_checkpoint.c.number.desc()).limit(limit)
    return [_checkpoint(row) for row in connection.execute(query)]


def following(connection: Connection, site: int, number: int, *, limit: int) -> list[Checkpoint]:
    """Those behind that one, the oldest first."""
    one = record_checkpoint.c
    query = select(record_checkpoint).where(one.site == site, one.number > number).order_by(one.number).limit(limit)
    return [_checkpoint(row) for row in connection.execute(query)]


def _checkpoint(row: Row[Any]) -> Checkpoint:
    return Checkpoint(
        number=row.number,
        head=Head(**json.loads(row.head)),
        head_text=row.head,
        signature=row.signature,
        ends={writer: (seq, last_hash) for writer, seq, last_hash in json.loads(row.chains)},
    )


def put_out_until(connection: Connection, site: int) -> int:
    """Number of the last one that was put into the owners' folders, as the record says it; 0 before the first."""
    entry = record_entry.c
    query = select(entry.details).where(
        entry.actor_id == "", entry.site == site, entry.action == HAND_OVER, entry.details.contains('"how":"folder"')
    )
    told = connection.execute(query.order_by(entry.id.desc()).limit(1)).scalar()
    return int(json.loads(told)["numbers"][1]) if told else 0


def parts(connection: Connection, site: int, number: int) -> dict[str, Part]:
    """Every owner's part as it was at that checkpoint."""
    part = record_checkpoint_part.c
    newest = (
        select(part.owner_id, func.max(part.number).label("number"))
        .where(part.site == site, part.number <= number)
        .group_by(part.owner_id)
        .subquery()
    )
    query = select(part.owner_id, part.chains).join_from(
        record_checkpoint_part,
        newest,
        and_(part.site == site, part.owner_id == newest.c.owner_id, part.number == newest.c.number),
    )
    return {
        row.owner_id: {writer: (count, digest) for writer, (count, digest) in json.loads(row.chains).items()}
        for row in connection.execute(query)
    }


def insert(tx: Connection, made: Checkpoint, moved: Mapping[str, Part]) -> None:
    """A new one, with the parts of the owners that something happened about."""
    head = made.head
    tx.execute(
        record_checkpoint.insert().values(
            site=head.site,
            number=made.number,
            made_us=head.made_us,
            head=made.head_text,
            signature=made.signature,
            chains=canonical(sorted([writer, *end] for writer, end in made.ends.items())),
        )
    )
    rows = [
        {"site": head.site, "number": head.number, "owner_id": owner, "chains": canonical(_plain(part))}
        for owner, part in moved.items()
    ]
    if rows:
        tx.execute(record_checkpoint_part.insert(), rows)


def _plain(part: Part) -> dict[str, list[object]]:
    return {writer: list(share) for writer, share in part.items()}
