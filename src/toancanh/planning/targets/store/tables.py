"""The register of key targets."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Double, ForeignKey, Integer, String, Table, Text

from toancanh.infra.database import metadata

target = Table(
    "target",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("sort_key", String(512), nullable=False, unique=True),  # folded name and id: no clash ever tells of another
    Column("folded", Text, nullable=False),
    Column("kind", String(32), nullable=False, index=True),
    Column("owner_id", String(36), ForeignKey("organisation.id"), nullable=False, index=True),
    Column("lat", Double, nullable=False),  # the middle
    Column("lon", Double, nullable=False),
    Column("radius_m", Double, nullable=False),
    Column("polygon", Text, nullable=False),  # JSON list of [lat, lon], or empty: then the circle
    Column("needs", Text, nullable=False),  # JSON list of `Need`
    Column("protected", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
)
