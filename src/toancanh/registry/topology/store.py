"""Tables and queries of the topology."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Integer,
    Row,
    String,
    Table,
    Text,
    func,
    select,
)
from sqlalchemy.exc import IntegrityError

from toancanh.infra.database import metadata
from toancanh.kernel import Conflict, fold
from toancanh.registry.store.code_keys import code_key
from toancanh.registry.store.tables import camera
from toancanh.registry.topology.model import CameraLinks, Node, NodeKind

node = Table(
    "topology_node",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("code", String(64), nullable=False),
    Column("code_key", String(256), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("folded", Text, nullable=False),  # what a search without accents looks at
    Column("owner_id", String(36), ForeignKey("organisation.id"), nullable=False, index=True),
    Column("site_id", String(36), nullable=True),
    Column("parent_id", String(36), nullable=True, index=True),
    Column("protected", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
)

link = Table(
    "camera_link",  # what a camera hangs on
    metadata,
    Column("camera_id", String(36), ForeignKey("camera.id"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("node_id", String(36), ForeignKey("topology_node.id"), nullable=False, index=True),
)
_CHUNK = 500


def load(connection: Connection, node_id: str, *, lock: bool = False) -> Node | None:
    """One node by its id."""
    query = select(node).where(node.c.id == node_id)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return _node(row) if row is not None else None


def page(connection: Connection, conditions: Sequence[ColumnElement[bool]], *, after: str, limit: int) -> list[Node]:
    """By code, behind ``after``."""
    query = select(node).where(node.c.code_key > after, *conditions).order_by(node.c.code_key).limit(limit)
    return [_node(row) for row in connection.execute(query)]


def by_codes(connection: Connection, codes: Collection[str], visible: ColumnElement[bool]) -> dict[str, Node]:
    """By the folded code, of those that may be seen."""
    found: dict[str, Node] = {}
    for part in _parts(sorted({fold(code) for code in codes})):
        # a protected node's key goes on with its owner: it is found by its id alone
        query = select(node).where(node.c.code_key.in_(part), visible)
        found |= {fold(row.code): _node(row) for row in connection.execute(query)}
    return found


def parents(connection: Connection) -> dict[str, str | None]:
    """What every node hangs on."""
    return {row.id: row.parent_id for row in connection.execute(select(node.c.id, node.c.parent_id))}


def named(connection: Connection, node_ids: Collection[str]) -> dict[str, Node]:
    """By id."""
    found: dict[str, Node] = {}
    for part in _parts(sorted(node_ids)):
        found |= {row.id: _node(row) for row in connection.execute(select(node).where(node.c.id.in_(part)))}
    return found


def insert(tx: Connection, made: Node) -> None:
    """Raises `Conflict` where the code is taken."""
    try:
        tx.execute(node.insert().values(id=made.id, created_us=made.created_at_us, **_columns(made)))
    except IntegrityError:
        raise Conflict(f"the code {made.code} is taken by another node", field="code") from None


def update(tx: Connection, changed: Node) -> None:
    """Raises `Conflict` where the code is taken."""
    try:
        tx.execute(node.update().where(node.c.id == changed.id).values(**_columns(changed)))
    except IntegrityError:
        raise Conflict(f"the code {changed.code} is taken by another node", field="code") from None


def delete(tx: Connection, node_id: str) -> None:
    """What hung on it hangs on nothing."""
    tx.execute(link.delete().where(link.c.node_id == node_id))
    tx.execute(node.update().where(node.c.parent_id == node_id).values(parent_id=None))
    tx.execute(node.delete().where(node.c.id == node_id))


def links_of(connection: Connection, camera_ids: Collection[str] | None = None) -> dict[str, CameraLinks]:
    """Of those of these cameras (None: of all) that hang on anything."""
    found: dict[str, dict[str, str]] = {}
    queries = [select(link)]
    if camera_ids is not None:
        queries = [select(link).where(link.c.camera_id.in_(part)) for part in _parts(sorted(camera_ids))]
    for query in queries:
        for row in connection.execute(query):
            found.setdefault(row.camera_id, {})[f"{row.kind}_id"] = row.node_id
    return {camera_id: CameraLinks(**of) for camera_id, of in found.items()}


def hanging(connection: Connection, visible: ColumnElement[bool], joined: Any) -> dict[str, int]:
    """How many living cameras among those that may be seen hang on each node; ``joined``: their tables."""
    query = select(link.c.node_id, func.count()).select_from(joined.join(link, link.c.camera_id == camera.c.id))
    query = query.where(camera.c.deleted_us.is_(None), visible).group_by(link.c.node_id)
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def write_links(tx: Connection, wanted: Mapping[str, Mapping[NodeKind, str | None]]) -> None:
    """Of each camera the node of each kind that is named; None takes it away."""
    for part in _parts(sorted(wanted)):
        for kind in NodeKind:
            these = [camera_id for camera_id in part if kind in wanted[camera_id]]
            tx.execute(link.delete().where(link.c.camera_id.in_(these), link.c.kind == kind))
            rows = [{"camera_id": one, "kind": kind, "node_id": wanted[one][kind]} for one in these]
            if rows := [row for row in rows if row["node_id"] is not None]:
                tx.execute(link.insert(), rows)


def cameras_by_code(connection: Connection, codes: Collection[str]) -> dict[str, str]:
    """Ids of living open cameras by folded code."""
    found: dict[str, str] = {}
    for part in _parts(sorted({fold(code) for code in codes})):
        query = select(camera.c.code_key, camera.c.id).where(camera.c.code_key.in_(part), camera.c.deleted_us.is_(None))
        found |= {row.code_key: row.id for row in connection.execute(query)}
    return found


def key_of(found: Node) -> str:
    """What ``after`` of the next page is."""
    return code_key(found.code, found.owner_id, is_protected=found.protected)


def _parts(items: Sequence[str]) -> Iterable[Sequence[str]]:
    return (items[at : at + _CHUNK] for at in range(0, len(items), _CHUNK))


def _columns(source: Node) -> dict[str, object]:
    return {
        "kind": source.kind,
        "code": source.code,
        "code_key": key_of(source),
        "name": source.name,
        "folded": fold(f"{source.code} {source.name}"),
        "owner_id": source.owner_id,
        "site_id": source.site_id,
        "parent_id": source.parent_id,
        "protected": source.protected,
        "version": source.version,
        "updated_us": source.updated_at_us,
    }


def _node(row: Row[Any]) -> Node:
    return Node(
        id=row.id,
        kind=NodeKind(row.kind),
        code=row.code,
        name=row.name,
        owner_id=row.owner_id,
        site_id=row.site_id,
        parent_id=row.parent_id,
        protected=row.protected,
        version=row.version,
        created_at_us=row.created_us,
        updated_at_us=row.updated_us,
    )
