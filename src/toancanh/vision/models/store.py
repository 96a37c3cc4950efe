"""The table of models (SQLAlchemy Core)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Float, Integer, Row, String, Table, Text, insert, select, update

from toancanh.infra.database import metadata
from toancanh.vision.models.model import InstalledModel, ModelState, Origin
from toancanh.vision.onnx_models.manifest import Manifest

model_table = Table(
    "installed_model",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", String(63), nullable=False),
    Column("licence", String(120), nullable=False),
    Column("source", Text, nullable=False),
    Column("manifest", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("picture_s", Float, nullable=False),
    Column("state", String(16), nullable=False),
    Column("proposed_by", String(36), nullable=False),
    Column("proposed_us", BigInteger, nullable=False),
    Column("decided_by", String(36), nullable=False),
    Column("decided_us", BigInteger),
    Column("words", Text, nullable=False),
)


def every(connection: Connection) -> list[InstalledModel]:
    """All there ever were, the newest first."""
    rows = connection.execute(select(model_table).order_by(model_table.c.proposed_us.desc(), model_table.c.id.desc()))
    return [_of(row) for row in rows]


def add(tx: Connection, one: InstalledModel) -> None:
    """A new row."""
    values = {column.name: getattr(one, column.name, None) for column in model_table.c}
    origin = {"name": one.origin.name, "licence": one.origin.licence, "source": one.origin.source}
    tx.execute(insert(model_table).values({**values, **origin, "manifest": one.manifest.to_json()}))


def decide(tx: Connection, model_id: str, state: ModelState, *, by: str, at_us: int, words: str) -> None:
    """Where it stands now, and who says so."""
    changed = {"state": state, "decided_by": by, "decided_us": at_us, "words": words}
    tx.execute(update(model_table).where(model_table.c.id == model_id).values(changed))


def _of(row: Row[Any]) -> InstalledModel:
    told = dict(row._mapping)
    origin = Origin(name=told.pop("name"), licence=told.pop("licence"), source=told.pop("source"))
    manifest = Manifest.from_json(told.pop("manifest"))
    return InstalledModel(origin=origin, manifest=manifest, **{**told, "state": ModelState(told["state"])})
