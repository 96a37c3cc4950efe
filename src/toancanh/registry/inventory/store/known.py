"""What is known, as a file is compared with it: few queries, whatever its size."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, and_, select

from toancanh.governance import Visibility, protected_tags
from toancanh.kernel import fold
from toancanh.registry.dossier.model import CAMERA_FIELDS, DOSSIER_FIELDS
from toancanh.registry.dossier.store.dossiers import EMPTY
from toancanh.registry.dossier.store.tables import dossier
from toancanh.registry.inventory.known import KnownCamera
from toancanh.registry.model import StreamRole
from toancanh.registry.store.tables import camera, camera_tag, stream

_CHUNK = 500
_OF_CAMERA = tuple(name for name in CAMERA_FIELDS if name != "tags")
_MAIN = stream.alias("main_stream")
_QUERY = (
    select(
        camera.c.id.label("camera_id"),
        camera.c.version,
        camera.c.protected,
        *(camera.c[name].label(f"c_{name}") for name in _OF_CAMERA),
        *(dossier.c[name].label(f"d_{name}") for name in DOSSIER_FIELDS),
        dossier.c.merged_into,
        _MAIN.c.id.label("stream_id"),
        _MAIN.c.shown_url,
        _MAIN.c.username,
        _MAIN.c.secret,
    )
    .join_from(camera, dossier, dossier.c.camera_id == camera.c.id, isouter=True)
    .join(_MAIN, and_(_MAIN.c.camera_id == camera.c.id, _MAIN.c.role == StreamRole.MAIN), isouter=True)
    .where(camera.c.deleted_us.is_(None))
)
_EMPTY = {name: EMPTY[name] if name != "certificates" else "[]" for name in DOSSIER_FIELDS}


def of_owners(connection: Connection, owner_ids: Collection[str], seen: ColumnElement[bool]) -> list[KnownCamera]:
    """The living cameras of these owners that meet the condition."""
    return [one for part in _parts(owner_ids) for one in _load(connection, seen, camera.c.owner_id.in_(part))]


def of_ids(connection: Connection, camera_ids: Collection[str]) -> list[KnownCamera]:
    """The living ones among these."""
    return [one for part in _parts(camera_ids) for one in _load(connection, camera.c.id.in_(part))]


def _load(connection: Connection, *conditions: ColumnElement[bool]) -> list[KnownCamera]:
    found = connection.execute(_QUERY.where(*conditions)).all()
    tags: dict[str, set[str]] = {}
    for part in _parts([row.camera_id for row in found]):
        for row in connection.execute(select(camera_tag).where(camera_tag.c.camera_id.in_(part))):
            tags.setdefault(row.camera_id, set()).add(row.tag)
    return [_known(row, frozenset(tags.get(row.camera_id, ()))) for row in found]


def _known(row: Row[*tuple[Any, ...]], tags: frozenset[str]) -> KnownCamera:
    found = row._mapping
    values = {name: found[f"c_{name}"] for name in _OF_CAMERA}
    if found["d_lifecycle"] is None:
        values |= _EMPTY
    else:
        values |= {name: found[f"d_{name}"] for name in DOSSIER_FIELDS}
    return KnownCamera(
        id=found["camera_id"],
        version=found["version"],
        code=values["code"],
        owner_id=values["owner_id"],
        values=values,
        tags=tags,
        protected=found["protected"],
        merged=found["merged_into"] is not None,
        stream_id=found["stream_id"] or "",
        shown_url=found["shown_url"] or "",
        username=found["username"] or "",
        secret=found["secret"] or "",
    )


def owners_of_codes(connection: Connection, code_keys: Collection[str]) -> dict[str, str]:
    """Folded code -> owner, of the cameras that have one of these."""
    return {
        row.code_key: row.owner_id
        for part in _parts(code_keys)
        for row in connection.execute(select(camera.c.code_key, camera.c.owner_id).where(camera.c.code_key.in_(part)))
    }


def ids_of_codes(
    connection: Connection,
    of: Table,
    code_keys: Collection[str],
    may_name: Callable[[str, str], bool],
    cleared: Visibility,
) -> dict[str, str]:
    """Folded code -> id, of sites or poles that by their id and owner may be named.

    A file names few of them: they are judged here, where a condition on a thousand owners would take longer to plan.
    """
    query = select(of.c.code, of.c.code_key, of.c.id, of.c.owner_id)
    found = {}
    if cleared.cleared != frozenset():  # those who are cleared for nothing do not even wait for this
        for row in connection.execute(query.where(cleared.clause(of.c.owner_id), of.c.protected)):
            if fold(row.code) in code_keys and cleared.allows(row.owner_id, protected_tags(True)):
                found[fold(row.code)] = row.id
    for part in _parts(code_keys):
        for row in connection.execute(query.where(of.c.code_key.in_(part))):
            if may_name(row.id, row.owner_id):
                found[row.code_key] = row.id
    return found


def missing(
    connection: Connection, *conditions: ColumnElement[bool], named: ColumnElement[Any], after: str, limit: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Living cameras that the rows do not name, by code."""
    query = (
        select(camera.c.id, camera.c.code, camera.c.code_key, camera.c.name)
        .join_from(camera, dossier, dossier.c.camera_id == camera.c.id, isouter=True)
        .where(
            camera.c.deleted_us.is_(None),
            dossier.c.merged_into.is_(None),
            camera.c.code_key > after,
            camera.c.id.not_in(named),
            *conditions,
        )
    )
    return connection.execute(query.order_by(camera.c.code_key).limit(limit)).all()


def versions(tx: Connection, camera_ids: Collection[str]) -> dict[str, int]:
    """Of the living ones among these, locked until the transaction ends where the database locks rows."""
    return {
        row.id: row.version
        for part in _parts(camera_ids)
        for row in tx.execute(
            select(camera.c.id, camera.c.version)
            .where(camera.c.id.in_(part), camera.c.deleted_us.is_(None))
            .order_by(camera.c.id)
            .with_for_update()
        )
    }


def _parts(items: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(set(items))
    return (ordered[at : at + _CHUNK] for at in range(0, len(ordered), _CHUNK))


def codes(connection: Connection, of: Table, ids: Collection[str]) -> dict[str, str]:
    """Id -> code of sites or poles."""
    return {
        row.id: row.code
        for part in _parts(ids)
        for row in connection.execute(select(of.c.id, of.c.code).where(of.c.id.in_(part)))
    }
