"""Tables of the places (SQLAlchemy Core)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, Integer, String, Table, Text

from toancanh.infra.database import metadata

pool_table = Table(
    "archive_pool",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("folder", Text, nullable=False),
    Column("marker", String(36), nullable=False),
    Column("draining", Boolean, nullable=False),
    Column("added_us", BigInteger, nullable=False),
    Column("failed_us", BigInteger),
    Column("error", Text, nullable=False),
)

cold_store_table = Table(
    "cold_store",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("endpoint", Text, nullable=False),
    Column("bucket", String(63), nullable=False),
    Column("prefix", Text, nullable=False),
    Column("region", String(64), nullable=False),
    Column("access_key", String(128), nullable=False),
    Column("secret", Text, nullable=False),
    Column("after_days", Float, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("failed_us", BigInteger),
    Column("error", Text, nullable=False),
)

move_table = Table(
    "segment_move",
    metadata,
    Column("segment_id", String(36), primary_key=True),
    Column("path", String(255), nullable=False),
    Column("from_place", String(32), nullable=False),
    Column("to_place", String(32), nullable=False),
    Column("step", String(16), nullable=False),
    Column("started_us", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_us", BigInteger, nullable=False),
    Column("error", Text, nullable=False),
)

cold_object_table = Table(
    "cold_object",
    metadata,
    Column("segment_id", String(36), primary_key=True),
    Column("size_bytes", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("moved_us", BigInteger, nullable=False),
)
