"""Tables and queries of walls."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Integer,
    Row,
    String,
    Table,
    Text,
    or_,
    select,
)

from toancanh.infra.database import metadata
from toancanh.media.wall.model import Layout, Node, Page

wall_layout = Table(
    "wall_layout",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("user_id", String(36), nullable=False, index=True),
    Column("organisation_id", String(36), nullable=False, index=True),  # sees it where it is shared
    Column("name", String(200), nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("pages", Text, nullable=False),  # JSON: [[size, [camera id or null, ...], seconds, [pinned, ...]], ...]
    Column("alarms", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
)

wall_node = Table(
    "wall_node",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("organisation_id", String(36), nullable=False, index=True),
    Column("invited_by", String(36), nullable=False),
    Column("code_sha256", String(64), nullable=False, index=True),  # empty once it has been used
    Column("code_until_us", BigInteger, nullable=False),
    Column("token_sha256", String(64), nullable=False, index=True),  # empty before it is enrolled
    Column("layout_id", String(36), nullable=False),
    Column("put_by", String(36), nullable=False),
    Column("put_name", String(200), nullable=False),
    Column("put_organisation_id", String(36), nullable=False),
    Column("session_id", String(36), nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("expires_us", BigInteger, nullable=False),
    Column("enrolled_us", BigInteger, nullable=True),
    Column("seen_us", BigInteger, nullable=True),
    Column("revoked_us", BigInteger, nullable=True),
    Column("until_us", BigInteger, nullable=False, server_default="0"),
    Column("layout_version", Integer, nullable=False, server_default="0"),
)


wall_acknowledged = Table(
    "wall_acknowledged",  # alarms that an organisation's walls show no more
    metadata,
    Column("organisation_id", String(36), primary_key=True),
    Column("alarm_id", String(64), primary_key=True),
    Column("user_id", String(36), nullable=False),
    Column("at_us", BigInteger, nullable=False, index=True),
)


def layouts_seen_by(connection: Connection, user_id: str, organisation_id: str) -> list[Layout]:
    """A person's own, and those shared inside the organisation, by name."""
    shared = wall_layout.c.shared.is_(True) & (wall_layout.c.organisation_id == organisation_id)
    query = select(wall_layout).where(or_(wall_layout.c.user_id == user_id, shared))
    return [_layout(row) for row in connection.execute(query.order_by(wall_layout.c.name, wall_layout.c.id))]


def layout(connection: Connection, layout_id: str) -> Layout | None:
    """One by its id."""
    row = connection.execute(select(wall_layout).where(wall_layout.c.id == layout_id)).one_or_none()
    return None if row is None else _layout(row)


def keep_layout(tx: Connection, kept: Layout) -> None:
    """In place of what was kept under its id."""
    delete_layout(tx, kept.id)
    pages = json.dumps([[page.size, page.tiles, page.seconds, page.pinned] for page in kept.pages])
    tx.execute(
        wall_layout.insert().values(
            id=kept.id, user_id=kept.user_id, organisation_id=kept.organisation_id, name=kept.name, shared=kept.shared,
            pages=pages, alarms=kept.alarms, version=kept.version, updated_us=kept.updated_us,
        )
    )  # fmt: skip


def delete_layout(tx: Connection, layout_id: str) -> None:
    """Take it away."""
    tx.execute(wall_layout.delete().where(wall_layout.c.id == layout_id))


def insert_node(tx: Connection, made: Node, *, code_sha256: str, code_until_us: int) -> None:
    """A screen that is invited."""
    tx.execute(
        wall_node.insert().values(
            id=made.id, name=made.name, organisation_id=made.organisation_id, invited_by=made.invited_by,
            code_sha256=code_sha256, code_until_us=code_until_us, token_sha256="", layout_id="", put_by="",
            put_name="", put_organisation_id="", session_id="", created_us=made.created_us,
            expires_us=made.expires_us,
        )
    )  # fmt: skip


def nodes_of(connection: Connection, organisation_id: str, now_us: int) -> list[Node]:
    """Of an organisation, those that have not ended, the newest first."""
    mine = (wall_node.c.organisation_id == organisation_id) & _lives(now_us)
    query = select(wall_node).where(mine).order_by(wall_node.c.created_us.desc())
    return [_node(row) for row in connection.execute(query)]


def node(connection: Connection, node_id: str, now_us: int) -> Node | None:
    """One that has not ended."""
    row = connection.execute(select(wall_node).where(wall_node.c.id == node_id, _lives(now_us))).one_or_none()
    return None if row is None else _node(row)


def node_by_code(connection: Connection, code_sha256: str, now_us: int) -> Node | None:
    """The one that waits under this code."""
    waits = (wall_node.c.code_sha256 == code_sha256) & (wall_node.c.code_until_us > now_us) & _lives(now_us)
    row = connection.execute(select(wall_node).where(waits)).one_or_none()
    return None if row is None else _node(row)


def node_by_token(connection: Connection, token_sha256: str, now_us: int) -> Node | None:
    """The one that has this token."""
    found = (wall_node.c.token_sha256 == token_sha256) & _lives(now_us)
    row = connection.execute(select(wall_node).where(found)).one_or_none()
    return None if row is None else _node(row)


def change_node(tx: Connection, node_id: str, **columns: object) -> int:
    """Set these columns; how many nodes that were."""
    return tx.execute(wall_node.update().where(wall_node.c.id == node_id).values(columns)).rowcount


def enrol(tx: Connection, node_id: str, code_sha256: str, **columns: object) -> bool:
    """Whether the code was still unused."""
    unused = (wall_node.c.id == node_id) & (wall_node.c.code_sha256 == code_sha256)
    return tx.execute(wall_node.update().where(unused).values(code_sha256="", **columns)).rowcount == 1


def acknowledged(connection: Connection, organisation_id: str, alarm_ids: Collection[str]) -> set[str]:
    """Those of these alarms."""
    row = wall_acknowledged.c
    query = select(row.alarm_id).where(row.organisation_id == organisation_id, row.alarm_id.in_(alarm_ids))
    return set(connection.execute(query).scalars()) if alarm_ids else set()


def acknowledge(tx: Connection, organisation_id: str, alarm_id: str, *, user_id: str, at_us: int) -> bool:
    """False where somebody was first."""
    if acknowledged(tx, organisation_id, [alarm_id]):
        return False
    values = {"organisation_id": organisation_id, "alarm_id": alarm_id, "user_id": user_id, "at_us": at_us}
    tx.execute(wall_acknowledged.insert().values(values))
    return True


def forget_acknowledged(tx: Connection, *, before_us: int) -> None:
    """An alarm of long ago does not stand anyhow."""
    tx.execute(wall_acknowledged.delete().where(wall_acknowledged.c.at_us < before_us))


def _lives(now_us: int) -> ColumnElement[bool]:
    return wall_node.c.revoked_us.is_(None) & (wall_node.c.expires_us > now_us)


def _layout(row: Row[tuple[object, ...]]) -> Layout:
    pages = tuple(
        Page(size=size, tiles=tuple(tiles), seconds=seconds, pinned=tuple(pinned[0]) if pinned else ())
        for size, tiles, seconds, *pinned in json.loads(row.pages)
    )
    return Layout(
        id=row.id, user_id=row.user_id, organisation_id=row.organisation_id, name=row.name, shared=row.shared,
        pages=pages, alarms=row.alarms, version=row.version, updated_us=row.updated_us,
    )  # fmt: skip


def _node(row: Row[tuple[object, ...]]) -> Node:
    return Node(
        id=row.id, name=row.name, organisation_id=row.organisation_id, invited_by=row.invited_by,
        layout_id=row.layout_id, put_by=row.put_by, put_name=row.put_name,
        put_organisation_id=row.put_organisation_id, session_id=row.session_id, created_us=row.created_us,
        expires_us=row.expires_us, enrolled_us=row.enrolled_us, seen_us=row.seen_us,
        until_us=row.until_us, layout_version=row.layout_version,
    )  # fmt: skip
