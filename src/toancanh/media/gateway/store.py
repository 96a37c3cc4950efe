"""The table of consumers, and its queries."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Integer,
    Row,
    String,
    Table,
    Text,
    select,
)

from toancanh.infra.database import Database, metadata
from toancanh.infra.keyring import KeyRing
from toancanh.media.gateway.model import Consumer, OfferedCamera
from toancanh.registry.model import StreamRole

gateway_consumer = Table(
    "gateway_consumer",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("user_id", String(36), ForeignKey("user_account.id"), nullable=False, unique=True),
    Column("username", String(64), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("organisation_id", String(36), nullable=False, index=True),
    Column("cameras", Text, nullable=False),  # JSON: [[camera id, [stream, ...]], ...]
    Column("purpose", String(200), nullable=False),
    Column("reference", String(200), nullable=False),
    Column("legal_basis", String(200), nullable=False),
    Column("networks", Text, nullable=False),  # JSON: ["192.0.2.0/24", ...]
    Column("secret", Text, nullable=False),  # of the key ring, context "consumer:<id>": {algorithm: hash}
    Column("created_us", BigInteger, nullable=False),
    Column("expires_us", BigInteger, nullable=False),
    Column("withdrawn_us", BigInteger, nullable=True),
    Column("session_id", String(36), nullable=False),
    Column("version", Integer, nullable=False),
)


def seen(connection: Connection, visible: ColumnElement[bool]) -> list[Consumer]:
    """By name; the withdrawn ones last."""
    order = (gateway_consumer.c.withdrawn_us.is_not(None), gateway_consumer.c.name, gateway_consumer.c.id)
    rows = connection.execute(select(gateway_consumer).where(visible).order_by(*order))
    return [_consumer(row) for row in rows]


def by_id(connection: Connection, consumer_id: str) -> Consumer | None:
    """One."""
    return _one(connection, gateway_consumer.c.id == consumer_id)


def by_username(connection: Connection, username: str) -> Consumer | None:
    """The one that logs in under this name."""
    return _one(connection, gateway_consumer.c.username == username)


def of_sessions(connection: Connection, session_ids: Sequence[str]) -> list[Consumer]:
    """Whose views rest on these."""
    rows = connection.execute(select(gateway_consumer).where(gateway_consumer.c.session_id.in_(session_ids)))
    return [_consumer(row) for row in rows]


def insert(tx: Connection, made: Consumer) -> None:
    """A new one."""
    tx.execute(gateway_consumer.insert().values(_columns(made)))


def change(tx: Connection, changed: Consumer, *, before: int) -> bool:
    """False where somebody was faster: its version is not ``before`` any more."""
    row = gateway_consumer.c
    same = (row.id == changed.id) & (row.version == before)
    return tx.execute(gateway_consumer.update().where(same).values(_columns(changed))).rowcount == 1


def set_session(tx: Connection, consumer_id: str, session_id: str) -> None:
    """What its views rest on."""
    this = gateway_consumer.c.id == consumer_id
    tx.execute(gateway_consumer.update().where(this).values(session_id=session_id))


def context(consumer_id: str) -> str:
    """Of a consumer's ciphertext."""
    return f"consumer:{consumer_id}"


def reencrypt_secrets(database: Database, keyring: KeyRing) -> int:
    """Every secret under the active key; see `infra.keyring.SecretHolder`."""
    count = 0
    with database.transaction() as tx:
        row = gateway_consumer.c
        for found in tx.execute(select(row.id, row.secret).where(row.secret != "")).all():
            sealed = keyring.reencrypt(found.secret, context(found.id))
            if sealed != found.secret:
                tx.execute(gateway_consumer.update().where(row.id == found.id).values(secret=sealed))
                count += 1
    return count


def _one(connection: Connection, condition: ColumnElement[bool]) -> Consumer | None:
    row = connection.execute(select(gateway_consumer).where(condition)).one_or_none()
    return None if row is None else _consumer(row)


def _columns(source: Consumer) -> dict[str, object]:
    cameras = [[one.camera_id, sorted(one.streams)] for one in source.cameras]
    return {
        "id": source.id,
        "user_id": source.user_id,
        "username": source.username,
        "name": source.name,
        "organisation_id": source.organisation_id,
        "cameras": json.dumps(cameras),
        "purpose": source.purpose,
        "reference": source.reference,
        "legal_basis": source.legal_basis,
        "networks": json.dumps(source.networks),
        "secret": source.secret,
        "created_us": source.created_us,
        "expires_us": source.expires_us,
        "withdrawn_us": source.withdrawn_us,
        "session_id": source.session_id,
        "version": source.version,
    }


def _consumer(row: Row[tuple[object, ...]]) -> Consumer:
    cameras = tuple(
        OfferedCamera(camera_id=camera_id, streams=frozenset(StreamRole(one) for one in streams))
        for camera_id, streams in json.loads(row.cameras)
    )
    return Consumer(
        id=row.id,
        user_id=row.user_id,
        username=row.username,
        name=row.name,
        organisation_id=row.organisation_id,
        cameras=cameras,
        purpose=row.purpose,
        reference=row.reference,
        legal_basis=row.legal_basis,
        networks=tuple(json.loads(row.networks)),
        created_us=row.created_us,
        expires_us=row.expires_us,
        withdrawn_us=row.withdrawn_us,
        session_id=row.session_id,
        version=row.version,
        secret=row.secret,
    )
