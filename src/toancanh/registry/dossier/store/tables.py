"""The tables of what was declared about cameras."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Double, ForeignKey, Index, Integer, String, Table, Text

from toancanh.infra.database import metadata

pole = Table(
    "pole",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("code", String(64), nullable=False),
    Column("code_key", String(256), nullable=False, unique=True),
    Column("folded", Text, nullable=False),  # what a search without accents looks at
    Column("owner_id", String(36), ForeignKey("organisation.id"), nullable=False, index=True),
    Column("site_id", String(36), ForeignKey("site.id"), nullable=True, index=True),
    Column("lat", Double, nullable=False),
    Column("lon", Double, nullable=False),
    Column("height_m", Double, nullable=True),
    Column("address", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
    Column("protected", Boolean, nullable=False),
)

dossier = Table(
    "dossier",
    metadata,
    Column("camera_id", String(36), ForeignKey("camera.id"), primary_key=True),
    Column("lifecycle", String(16), nullable=False),
    Column("kind", String(16), nullable=True),
    Column("purpose", String(32), nullable=True),
    Column("funding", String(16), nullable=True),
    Column("operator_id", String(36), ForeignKey("organisation.id"), nullable=True),
    Column("maintainer_id", String(36), ForeignKey("organisation.id"), nullable=True),
    Column("unit_id", String(36), ForeignKey("organisation.id"), nullable=True, index=True),
    Column("address", Text, nullable=False),
    Column("pole_id", String(36), ForeignKey("pole.id"), nullable=True, index=True),
    Column("height_m", Double, nullable=True),
    Column("tilt_deg", Double, nullable=True),
    Column("hfov_deg", Double, nullable=True),
    Column("width_px", Integer, nullable=True),
    Column("height_px", Integer, nullable=True),
    Column("maker", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("serial", Text, nullable=False),
    Column("mac", String(12), nullable=False),
    Column("network_address", Text, nullable=False),
    Column("network", Text, nullable=False),
    Column("codecs", Text, nullable=False),
    Column("fps", Double, nullable=True),
    Column("bitrate_kbps", Double, nullable=True),
    Column("key_interval_s", Double, nullable=True),
    Column("connection", String(16), nullable=True),
    Column("installed_on", String(10), nullable=True),  # ISO dates sort as text
    Column("warranty_until", String(10), nullable=True),
    Column("certificates", Text, nullable=False),  # JSON: [{"kind", "number", "expires_on"}]
    Column("legal_basis", Text, nullable=False),
    Column("notice", Boolean, nullable=True),
    Column("retention_class", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("folded", Text, nullable=False),  # address, maker, model, serial, mac, for a search without accents
    Column("merged_into", String(36), ForeignKey("camera.id"), nullable=True, index=True),
)
"""One row for every camera; columns are named as the fields of `model.Dossier`."""

declaration = Table(
    "declaration",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("camera_id", String(36), ForeignKey("camera.id"), nullable=False, index=True),
    Column("source", String(16), nullable=False),
    Column("declared_by", String(36), nullable=False),  # user id, empty for the platform
    Column("organisation_id", String(36), nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("reference", Text, nullable=False),
    Column("verified_by", String(36), nullable=True),
    Column("verified_at_us", BigInteger, nullable=True),
)

camera_field = Table(
    "camera_field",
    metadata,
    Column("camera_id", String(36), ForeignKey("camera.id"), primary_key=True),
    Column("pointers", Text, nullable=False),  # JSON: {declaration id: [fields that it last set]}
)
"""Beside the dossier, so that lists that walk over it do not read this."""

camera_change = Table(
    "camera_change",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("camera_id", String(36), ForeignKey("camera.id"), nullable=False),
    Column("version", Integer, nullable=False),  # of the camera after it
    Column("act", String(16), nullable=False),
    Column("declaration_id", String(36), ForeignKey("declaration.id"), nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("changed_by", String(36), nullable=False),
    Column("changes", Text, nullable=False),  # JSON: {field: [before, after]}, only what changed
)
Index("ix_camera_change_camera_id", camera_change.c.camera_id, camera_change.c.version)

camera_document = Table(
    "camera_document",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("camera_id", String(36), ForeignKey("camera.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", String(32), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("size_bytes", BigInteger, nullable=False),
    Column("added_by", String(36), nullable=False),
    Column("added_us", BigInteger, nullable=False),
    Column("removed_us", BigInteger, nullable=True),
)

camera_merge = Table(
    "camera_merge",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("kept_id", String(36), ForeignKey("camera.id"), nullable=False, index=True),
    Column("other_id", String(36), ForeignKey("camera.id"), nullable=False, index=True),
    Column("at_us", BigInteger, nullable=False),
    Column("merged_by", String(36), nullable=False),
    Column("taken", Text, nullable=False),  # JSON: {field: [before, after, declaration before]} of the kept one
    Column("streams", Boolean, nullable=False),  # whether the two changed streams
    Column("given_up", Text, nullable=False),  # JSON: the same of the other one
    Column("split_us", BigInteger, nullable=True),
    Column("split_by", String(36), nullable=True),
)
