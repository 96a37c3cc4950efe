"""The tables of saved filters and of bulk edits."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from toancanh.infra.database import metadata

saved_filter = Table(
    "saved_filter",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("user_id", String(36), ForeignKey("user_account.id"), nullable=False),
    Column("organisation_id", String(36), nullable=False, index=True),  # of the person; sees it where it is shared
    Column("name", String(200), nullable=False),
    Column("name_key", String(200), nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("filter", Text, nullable=False),  # JSON: what narrows, as in a query
    Column("version", Integer, nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
    UniqueConstraint("user_id", "name_key"),
)

bulk_edit = Table(
    "bulk_edit",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("user_id", String(36), nullable=False, index=True),
    Column("picked", Text, nullable=False),  # JSON: the filter or how many ids
    Column("fields", Text, nullable=False),  # JSON: what is to be set
    Column("seen", Text, nullable=False),  # JSON: [[camera id, version], ...] of those that would change
    Column("created_us", BigInteger, nullable=False, index=True),
    Column("applied_us", BigInteger, nullable=True),
    Column("changed", Text, nullable=True),  # JSON: [[camera id, version, {field: before}], ...]
    Column("undone_us", BigInteger, nullable=True),
)
"""A preview, and what became of it."""
