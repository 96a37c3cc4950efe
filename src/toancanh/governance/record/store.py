"""Tables of the record, and the triggers that make them append-only."""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
)

from toancanh.infra.database import metadata

record_entry = Table(
    "record_entry",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("site", Integer, nullable=False),
    Column("writer", String(64), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("action", String(64), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("actor_id", String(36), nullable=False),
    Column("session_id", String(36), nullable=False),
    Column("resource_kind", String(32), nullable=False),
    Column("resource_id", String(36), nullable=False),
    Column("owner_id", String(36), nullable=False),
    Column("details", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("commitments", Text, nullable=False),
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("site", "writer", "seq"),
    Index("ix_record_entry_at_us", "at_us"),
    Index("ix_record_entry_resource_id", "resource_id", "id"),
    Index("ix_record_entry_actor_id", "actor_id", "id"),
)

record_personal = Table(
    "record_personal",
    metadata,
    Column("entry_id", String(36), ForeignKey("record_entry.id"), primary_key=True),
    Column("field", String(64), primary_key=True),
    Column("value", Text, nullable=False),
    Column("salt", LargeBinary, nullable=False),
)

record_head = Table(
    "record_head",
    metadata,
    Column("site", Integer, primary_key=True, autoincrement=False),
    Column("writer", String(64), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("seal", String(64), nullable=False),
)

record_anonymous = Table(
    "record_anonymous",
    metadata,
    Column("minute_us", BigInteger, primary_key=True, autoincrement=False),
    Column("source", String(64), primary_key=True),
    Column("reason", String(32), primary_key=True),
    Column("count", BigInteger, nullable=False),
)

APPEND_ONLY_DDL: tuple[tuple[str, str], ...] = tuple(
    (
        table,
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
    )
    for table, verb in (
        ("record_entry", "UPDATE"),
        ("record_entry", "DELETE"),
        ("record_personal", "UPDATE"),
        ("record_head", "DELETE"),
    )
)
"""(table, statement) for SQLite; a migration that makes the tables executes the statements after them."""

for _table, _statement in APPEND_ONLY_DDL:
    _trigger = DDL(_statement).execute_if(dialect="sqlite")  # type: ignore[no-untyped-call]
    event.listen(metadata.tables[_table], "after_create", _trigger)
