"""Networks as they were drawn, a row an organisation, and which of them give their figures to the public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import BigInteger, Boolean, Column, Connection, ForeignKey, Integer, String, Table, Text, delete, select

from toancanh.infra.database import metadata
from toancanh.kernel import Conflict

network = Table(
    "road_network",
    metadata,
    Column("owner_id", String(36), ForeignKey("organisation.id"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("document", Text, nullable=False),  # GeoJSON, as `shapes.NetworkIn` writes it
    Column("changed_us", BigInteger, nullable=False),
    Column("changed_by", String(36), nullable=False),
)
publication = Table(
    "traffic_publication",
    metadata,
    Column("owner_id", String(36), ForeignKey("organisation.id"), primary_key=True),
    Column("published", Boolean, nullable=False),
    Column("reason", String(200), nullable=False),
    Column("decided_us", BigInteger, nullable=False),
    Column("decided_by", String(36), nullable=False),
)


@dataclass(frozen=True, kw_only=True)
class Version:
    """Of one organisation's network."""

    owner_id: str
    version: int
    changed_us: int
    changed_by: str


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What was decided last for an organisation."""

    owner_id: str
    published: bool
    reason: str
    decided_us: int
    decided_by: str


def versions(connection: Connection) -> list[Version]:
    """Of all, by organisation."""
    of = network.c
    query = select(of.owner_id, of.version, of.changed_us, of.changed_by).order_by(of.owner_id)
    return [Version(**row._mapping) for row in connection.execute(query)]


def documents(connection: Connection) -> Mapping[str, str]:
    """Of all, by organisation."""
    query = select(network.c.owner_id, network.c.document).order_by(network.c.owner_id)
    return {row.owner_id: row.document for row in connection.execute(query)}


def put(tx: Connection, made: Version, document: str) -> None:
    """Raises `Conflict` where another version than the one before it is there."""
    values = {"version": made.version, "document": document, "changed_us": made.changed_us,
              "changed_by": made.changed_by}  # fmt: skip
    if made.version == 1:
        if tx.execute(select(network.c.version).where(network.c.owner_id == made.owner_id)).first():
            raise _changed()
        tx.execute(network.insert().values(owner_id=made.owner_id, **values))
        return
    seen = (network.c.owner_id == made.owner_id, network.c.version == made.version - 1)
    if tx.execute(network.update().where(*seen).values(**values)).rowcount != 1:
        raise _changed()


def publications(connection: Connection) -> list[Publication]:
    """Of all that somebody decided on, by organisation."""
    rows = connection.execute(select(publication).order_by(publication.c.owner_id))
    return [Publication(**row._mapping) for row in rows]


def decide(tx: Connection, made: Publication) -> None:
    """In place of what was decided before."""
    tx.execute(delete(publication).where(publication.c.owner_id == made.owner_id))
    tx.execute(
        publication.insert().values(
            owner_id=made.owner_id, published=made.published, reason=made.reason, decided_us=made.decided_us,
            decided_by=made.decided_by,
        )
    )  # fmt: skip


def forget(tx: Connection, owner_id: str) -> None:
    """Of an organisation that goes."""
    for table in (network, publication):
        tx.execute(delete(table).where(table.c.owner_id == owner_id))


def _changed() -> Conflict:
    return Conflict("somebody changed this network meanwhile; look again")
