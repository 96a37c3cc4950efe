"""The tables of what should exist."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    true,
)

from toancanh.infra.database import metadata

site = Table(
    "site",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("code", String(64), nullable=False),
    Column("code_key", String(256), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("folded", Text, nullable=False),  # what a search without accents looks at
    Column("owner_id", String(36), ForeignKey("organisation.id"), nullable=False, index=True),
    Column("lat", Double, nullable=False),
    Column("lon", Double, nullable=False),
    Column("address", String(200), nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("protected", Boolean, nullable=False),
)

camera = Table(
    "camera",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("code", String(64), nullable=False),
    Column("code_key", String(256), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("folded", Text, nullable=False),  # with the dossier's: a search walks over this table alone
    Column("owner_id", String(36), ForeignKey("organisation.id"), nullable=False, index=True),
    Column("site_id", String(36), ForeignKey("site.id"), nullable=True, index=True),
    Column("lat", Double, nullable=False),
    Column("lon", Double, nullable=False),
    Column("azimuth_deg", Double, nullable=True),
    Column("enabled", Boolean, nullable=False),
    Column("min_days", Double, nullable=False),
    Column("max_days", Double, nullable=False),
    Column("thin_after_days", Double, nullable=True),  # None: as its retention class says
    Column("protected", Boolean, nullable=False),  # carries governance's tag of this name
    Column("version", Integer, nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
    Column("deleted_us", BigInteger, nullable=True),  # recordings still follow its retention
)

camera_tag = Table(
    "camera_tag",
    metadata,
    Column("camera_id", String(36), ForeignKey("camera.id"), primary_key=True),
    Column("tag", String(64), primary_key=True, index=True),
)

stream = Table(
    "stream",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("camera_id", String(36), ForeignKey("camera.id"), nullable=False),
    Column("role", String(8), nullable=False),
    Column("shown_url", Text, nullable=False),
    Column("username", String(200), nullable=False),
    Column("has_password", Boolean, nullable=False),
    Column("secret", Text, nullable=False),  # of the key ring, context "stream:<id>": {"url", "password"}
    Column("record", Boolean, nullable=True),
    Column("min_days", Double, nullable=True),  # None: the camera's
    Column("max_days", Double, nullable=True),
    Column("thin_after_days", Double, nullable=True),
    Column("certificate", String(64), nullable=False, server_default=""),  # SHA-256 of the one that RTSPS is pinned to
    Column("allow_basic", Boolean, nullable=False, server_default=true()),  # the password may go in the clear
    UniqueConstraint("camera_id", "role"),
)

registry_revision = Table(
    "registry_revision",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # 1: what media cares about, 2: all
    Column("revision", BigInteger, nullable=False),
)
