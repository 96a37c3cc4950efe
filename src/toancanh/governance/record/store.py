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

_REFUSES = (
    "CREATE OR REPLACE FUNCTION record_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'restrict_violation'; END $$; "
)


def append_only(table: str, *verbs: str) -> None:
    """Triggers that refuse these, as the migration makes them; SQLite knows no TRUNCATE."""
    for verb in verbs:
        name = f"{table}_no_{verb.lower()}"
        on_sqlite = DDL(  # type: ignore[no-untyped-call]
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
        )
        each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
        on_postgresql = DDL(  # type: ignore[no-untyped-call]
            f"{_REFUSES}CREATE TRIGGER {name} BEFORE {verb} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION record_is_append_only()"
        )
        if verb != "TRUNCATE":
            event.listen(metadata.tables[table], "after_create", on_sqlite.execute_if(dialect="sqlite"))
        event.listen(metadata.tables[table], "after_create", on_postgresql.execute_if(dialect="postgresql"))


append_only("record_entry", "UPDATE", "DELETE", "TRUNCATE")
append_only("record_personal", "UPDATE", "TRUNCATE")
append_only("record_head", "DELETE", "TRUNCATE")
