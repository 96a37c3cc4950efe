"""Pairs that may be one camera, and what people decided of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Integer,
    Row,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    or_,
    select,
)

from toancanh.infra.database import metadata
from toancanh.planning.doubles.evidence import Evidence, Pair, PairState, Reason

duplicate_pair = Table(
    "duplicate_pair",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("a_id", String(36), ForeignKey("camera.id"), nullable=False),  # a_id < b_id
    Column("b_id", String(36), ForeignKey("camera.id"), nullable=False, index=True),
    Column("score_centi", Integer, nullable=False),  # hundredths of log odds: whole, so that pages can begin at one
    Column("reasons", Text, nullable=False),  # JSON: [[evidence, weight], ...]
    Column("state", String(16), nullable=False, index=True),
    Column("kept_id", String(36), nullable=True),
    Column("found_us", BigInteger, nullable=False),
    Column("decided_by", String(36), nullable=True),
    Column("decided_us", BigInteger, nullable=True),
    UniqueConstraint("a_id", "b_id"),
)

_CHUNK = 500


@dataclass(frozen=True, kw_only=True)
class StoredPair:
    """A row."""

    id: str
    pair: Pair
    state: PairState
    kept_id: str | None
    found_at_us: int
    decided_by: str | None
    decided_at_us: int | None


def load(connection: Connection, pair_id: str) -> StoredPair | None:
    """One pair by its id."""
    row = connection.execute(select(duplicate_pair).where(duplicate_pair.c.id == pair_id)).one_or_none()
    return _stored(row) if row is not None else None


def page(connection: Connection, *, state: PairState, after: StoredPair | None, limit: int) -> list[StoredPair]:
    """The best scores first, behind ``after``."""
    table = duplicate_pair.c
    query = select(duplicate_pair).where(table.state == state)
    if after is not None:
        centi = round(after.pair.score * 100)
        query = query.where(or_(table.score_centi < centi, and_(table.score_centi == centi, table.id > after.id)))
    rows = connection.execute(query.order_by(table.score_centi.desc(), table.id).limit(limit))
    return [_stored(row) for row in rows]


def replace_open(tx: Connection, pairs: Sequence[Pair], *, new_id: Callable[[], str], now_us: int) -> tuple[int, int]:
    """Let the open pairs be these; what was decided stays decided. Returns how many are new, and how many went."""
    table = duplicate_pair.c
    known = {
        (row.a_id, row.b_id): (row.id, row.state, row.score_centi, row.reasons)
        for row in tx.execute(select(table.a_id, table.b_id, table.id, table.state, table.score_centi, table.reasons))
    }
    made: list[dict[str, object]] = []
    wanted: set[tuple[str, str]] = set()
    for pair in pairs:
        key, centi, reasons = (pair.a_id, pair.b_id), round(pair.score * 100), _reasons_text(pair.reasons)
        wanted.add(key)
        before = known.get(key)
        if before is None:
            row = {"id": new_id(), "a_id": pair.a_id, "b_id": pair.b_id, "score_centi": centi, "reasons": reasons}
            made.append(row | {"state": PairState.OPEN, "found_us": now_us})
        elif before[1] == PairState.OPEN and before[2:] != (centi, reasons):
            tx.execute(duplicate_pair.update().where(table.id == before[0]).values(score_centi=centi, reasons=reasons))
    gone = [row[0] for key, row in known.items() if key not in wanted and row[1] == PairState.OPEN]
    for begin in range(0, len(gone), _CHUNK):
        tx.execute(duplicate_pair.delete().where(table.id.in_(gone[begin : begin + _CHUNK])))
    for begin in range(0, len(made), _CHUNK):
        tx.execute(duplicate_pair.insert(), made[begin : begin + _CHUNK])
    return len(made), len(gone)


def decide(tx: Connection, pair_id: str, *, state: PairState, kept_id: str | None, by: str, at_us: int) -> bool:
    """False where somebody has decided meanwhile."""
    table = duplicate_pair.c
    done = tx.execute(
        duplicate_pair.update()
        .where(table.id == pair_id, table.state == PairState.OPEN)
        .values(state=state, kept_id=kept_id, decided_by=by, decided_us=at_us)
    )
    return done.rowcount == 1


def withdraw(tx: Connection, pair_id: str) -> bool:
    """Let a pair that was said to be two wait again; False where it no longer is one of these."""
    table = duplicate_pair.c
    done = tx.execute(
        duplicate_pair.update()
        .where(table.id == pair_id, table.state == PairState.DIFFERENT)
        .values(state=PairState.OPEN, kept_id=None, decided_by=None, decided_us=None)
    )
    return done.rowcount == 1


def _reasons_text(reasons: Iterable[Reason]) -> str:
    return json.dumps([[each.evidence, each.weight] for each in reasons])


def _stored(row: Row[Any]) -> StoredPair:
    reasons = tuple(Reason(evidence=Evidence(name), weight=weight) for name, weight in json.loads(row.reasons))
    return StoredPair(
        id=row.id,
        pair=Pair(a_id=row.a_id, b_id=row.b_id, score=row.score_centi / 100, reasons=reasons),
        state=PairState(row.state),
        kept_id=row.kept_id,
        found_at_us=row.found_us,
        decided_by=row.decided_by,
        decided_at_us=row.decided_us,
    )
