"""Queries on cameras and their streams."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, func, literal, select
from sqlalchemy.exc import IntegrityError

from toancanh.governance import PROTECTED
from toancanh.kernel import Conflict, fold
from toancanh.registry.dossier.model import WITH_STREAMS
from toancanh.registry.dossier.store.tables import dossier
from toancanh.registry.model import Camera, StreamRole, StreamSpec
from toancanh.registry.store.code_keys import code_key
from toancanh.registry.store.tables import camera, camera_tag, registry_revision, stream

_ALIVE = camera.c.deleted_us.is_(None)
_LIMITS = select(
    func.coalesce(stream.c.min_days, camera.c.min_days).label("min_limit"),
    func.coalesce(stream.c.max_days, camera.c.max_days).label("max_limit"),
    func.coalesce(stream.c.thin_after_days, camera.c.thin_after_days).label("thin_limit"),
    func.coalesce(dossier.c.retention_class, "").label("declared_class"),
).select_from(
    stream.join(camera, stream.c.camera_id == camera.c.id).outerjoin(dossier, dossier.c.camera_id == camera.c.id)
)


class DeclaredLimits(NamedTuple):
    """What is said of a stream's recordings, in days, and the retention class that its camera's dossier names."""

    min_days: float
    max_days: float
    declared_class: str
    thin_after_days: float | None = None


class StoredKept(NamedTuple):
    """A camera whose recordings are kept, whether or not it lives."""

    camera_id: str
    owner_id: str
    protected: bool
    name: str
    declared_class: str


@dataclass(frozen=True, kw_only=True)
class StoredStream:
    """A stream's row; ``secret`` is a ciphertext."""

    id: str
    camera_id: str
    role: StreamRole
    shown_url: str
    username: str
    has_password: bool
    secret: str = field(repr=False)
    record: bool | None
    min_days: float | None
    max_days: float | None
    thin_after_days: float | None = None
    certificate: str = ""
    allow_basic: bool = False


def load(connection: Connection, camera_id: str, *, lock: bool = False) -> Camera | None:
    """One camera by its id; a deleted one is not found. ``lock``: nobody else changes it until the transaction ends."""
    query = select(camera).where(camera.c.id == camera_id, _ALIVE)
    rows = connection.execute(query.with_for_update() if lock else query).all()
    return next(iter(of_rows(connection, rows)), None)


def living(connection: Connection, camera_ids: Iterable[str]) -> list[Camera]:
    """Those of these cameras that were not deleted."""
    found: list[Camera] = []
    rest = iter(sorted(set(camera_ids)))
    while part := list(islice(rest, 500)):
        query = select(camera).where(camera.c.id.in_(part), _ALIVE)
        found += of_rows(connection, connection.execute(query).all())
    return found


def with_basic(connection: Connection, camera_ids: Iterable[str]) -> set[str]:
    """Those of these cameras with a stream to which the password may go in the clear."""
    found: set[str] = set()
    rest = iter(sorted(set(camera_ids)))
    while part := list(islice(rest, 500)):
        query = select(stream.c.camera_id).where(stream.c.camera_id.in_(part), stream.c.allow_basic)
        found |= set(connection.execute(query).scalars())
    return found


def page(connection: Connection, *, conditions: list[ColumnElement[bool]], after: str, limit: int) -> list[Camera]:
    """By code, behind ``after``."""
    beside = camera.outerjoin(dossier, dossier.c.camera_id == camera.c.id)
    query = select(camera).select_from(beside).where(_ALIVE, camera.c.code_key > after, *conditions)
    return of_rows(connection, connection.execute(query.order_by(camera.c.code_key).limit(limit)).all())


def desired(connection: Connection) -> list[tuple[StoredStream, str, DeclaredLimits]]:
    """The streams of all cameras that should run, each with its camera's code and its limits."""
    idle = select(dossier.c.camera_id).where(dossier.c.lifecycle.not_in([str(state) for state in WITH_STREAMS]))
    query = _LIMITS.add_columns(stream, camera.c.code).where(_ALIVE, camera.c.enabled, camera.c.id.not_in(idle))
    return [
        (_stream(row), row.code, DeclaredLimits(row.min_limit, row.max_limit, row.declared_class))
        for row in connection.execute(query.order_by(stream.c.camera_id, stream.c.role))
    ]


def shown_urls(connection: Connection, host: str, *, role: StreamRole | None = None) -> list[tuple[str, str]]:
    """Camera and address, as it may be shown, of every stream (of this role) whose address has this text in it."""
    query = select(stream.c.camera_id, stream.c.shown_url)
    if role is not None:
        query = query.where(stream.c.role == role)
    return [tuple(row) for row in connection.execute(query.where(stream.c.shown_url.icontains(host, autoescape=True)))]


def retention(connection: Connection) -> dict[tuple[str, StreamRole], DeclaredLimits]:
    """Of every stream there is or was."""
    query = _LIMITS.add_columns(stream.c.camera_id, stream.c.role)
    return {
        (row.camera_id, StreamRole(row.role)): DeclaredLimits(
            row.min_limit, row.max_limit, row.declared_class, row.thin_limit
        )
        for row in connection.execute(query)
    }


def kept(connection: Connection, camera_ids: Iterable[str]) -> list[StoredKept]:
    """Those of these cameras that are or were."""
    found: list[StoredKept] = []
    rest = iter(sorted(set(camera_ids)))
    query = select(
        camera.c.id, camera.c.owner_id, camera.c.protected, camera.c.name, func.coalesce(dossier.c.retention_class, "")
    ).select_from(camera.outerjoin(dossier, dossier.c.camera_id == camera.c.id))
    while part := list(islice(rest, 500)):
        found += [StoredKept(*row) for row in connection.execute(query.where(camera.c.id.in_(part)))]
    return found


def insert(tx: Connection, made: Camera) -> None:
    """Raises `Conflict` where the code is taken."""
    try:
        tx.execute(camera.insert().values(id=made.id, created_us=made.created_at_us, **_columns(made)))
    except IntegrityError:
        raise _taken(made) from None
    _write_tags(tx, made)


def update(tx: Connection, changed: Camera) -> None:
    """Raises `Conflict` where the code is taken."""
    try:
        columns = _columns(changed)
        own = literal(columns["folded"])
        declared = select(dossier.c.folded).where(dossier.c.camera_id == changed.id).scalar_subquery()
        columns["folded"] = func.coalesce(own + " " + declared, own)
        tx.execute(camera.update().where(camera.c.id == changed.id).values(**columns))
    except IntegrityError:
        raise _taken(changed) from None
    tx.execute(camera_tag.delete().where(camera_tag.c.camera_id == changed.id))
    _write_tags(tx, changed)


def delete(tx: Connection, camera_id: str, at_us: int) -> None:
    """It is listed no more and its credentials are gone; its recordings follow their retention."""
    gone = {"shown_url": "", "username": "", "has_password": False, "secret": ""}
    tx.execute(stream.update().where(stream.c.camera_id == camera_id).values(**gone))
    tx.execute(
        camera.update()
        .where(camera.c.id == camera_id)
        .values(deleted_us=at_us, code_key=f"deleted:{camera_id}", site_id=None, enabled=False)
    )


def streams(connection: Connection, camera_ids: Iterable[str] | None = None) -> list[StoredStream]:
    """The streams of these cameras, or of all; main before sub."""
    query = select(stream).order_by(stream.c.camera_id, stream.c.role)
    if camera_ids is not None:
        query = query.where(stream.c.camera_id.in_(list(camera_ids)))
    return [_stream(row) for row in connection.execute(query)]


def _stream(row: Row[Any]) -> StoredStream:
    return StoredStream(
        id=row.id,
        camera_id=row.camera_id,
        role=StreamRole(row.role),
        shown_url=row.shown_url,
        username=row.username,
        has_password=row.has_password,
        secret=row.secret,
        record=row.record,
        min_days=row.min_days,
        max_days=row.max_days,
        thin_after_days=row.thin_after_days,
        certificate=row.certificate,
        allow_basic=row.allow_basic,
    )


def write_streams(tx: Connection, camera_id: str, wanted: Iterable[StoredStream]) -> None:
    """Replace a camera's streams."""
    tx.execute(stream.delete().where(stream.c.camera_id == camera_id))
    for one in wanted:
        tx.execute(stream.insert().values(**{name: getattr(one, name) for name in StoredStream.__dataclass_fields__}))


def write_main(tx: Connection, rows: Sequence[StoredStream]) -> None:
    """Main streams of cameras, in place of those with the same ids."""
    names = StoredStream.__dataclass_fields__
    for start in range(0, len(rows), 500):
        part = rows[start : start + 500]
        tx.execute(stream.delete().where(stream.c.id.in_([row.id for row in part])))
        tx.execute(stream.insert(), [{name: getattr(row, name) for name in names} for row in part])


def exchange_streams(tx: Connection, one_id: str, other_id: str) -> None:
    """Each camera gets the other's streams; their secrets are tied to the streams and stay as they are."""
    rows = streams(tx, [one_id, other_id])
    tx.execute(stream.delete().where(stream.c.camera_id.in_([one_id, other_id])))
    write_main(tx, [replace(row, camera_id=other_id if row.camera_id == one_id else one_id) for row in rows])


def set_secret(tx: Connection, stream_id: str, secret: str) -> None:
    """Replace a ciphertext."""
    tx.execute(stream.update().where(stream.c.id == stream_id).values(secret=secret))


def read_revision(connection: Connection) -> int:
    """Grows with every change that media cares about; 0 before the first."""
    return _revision(connection, _OF_MEDIA)


def read_shown_revision(connection: Connection) -> int:
    """Grows with every change of a camera, whatever it is; 0 before the first."""
    return _revision(connection, _OF_ALL)


def raise_revision(tx: Connection) -> None:
    """In the transaction of every change that media cares about."""
    _raise(tx, _OF_MEDIA)
    _raise(tx, _OF_ALL)


def raise_shown_revision(tx: Connection) -> None:
    """In the transaction of every other change."""
    _raise(tx, _OF_ALL)


_OF_MEDIA, _OF_ALL = 1, 2
"""Rows of the table."""


def _revision(connection: Connection, id: int) -> int:
    query = select(registry_revision.c.revision).where(registry_revision.c.id == id)
    return connection.execute(query).scalar_one_or_none() or 0


def _raise(tx: Connection, id: int) -> None:
    row = registry_revision.c
    changed = tx.execute(registry_revision.update().where(row.id == id).values(revision=row.revision + 1))
    if changed.rowcount == 0:
        tx.execute(registry_revision.insert().values(id=id, revision=1))


def owned(connection: Connection, camera_ids: Iterable[str]) -> list[tuple[str, str]]:
    """Id and owner of those of these cameras that live."""
    found: list[tuple[str, str]] = []
    rest = iter(sorted(set(camera_ids)))
    while part := list(islice(rest, 500)):
        query = select(camera.c.id, camera.c.owner_id).where(camera.c.id.in_(part), _ALIVE)
        found += [(row.id, row.owner_id) for row in connection.execute(query)]
    return found


def tags_of(connection: Connection, camera_ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """The tags of those of these cameras that carry some."""
    found: dict[str, set[str]] = {}
    rest = iter(sorted(set(camera_ids)))
    while part := list(islice(rest, 500)):
        for row in connection.execute(select(camera_tag).where(camera_tag.c.camera_id.in_(part))):
            found.setdefault(row.camera_id, set()).add(row.tag)
    return {camera_id: frozenset(tags) for camera_id, tags in found.items()}


def tagged(connection: Connection, tags: Iterable[str]) -> set[str]:
    """Ids of the cameras that carry one of these tags."""
    return set(connection.execute(select(camera_tag.c.camera_id).where(camera_tag.c.tag.in_(list(tags)))).scalars())


def purpose_classes(connection: Connection, camera_ids: Iterable[str]) -> dict[str, str]:
    """What these cameras are there for, where their dossiers say it."""
    found: dict[str, str] = {}
    rest = iter(sorted(set(camera_ids)))
    while part := list(islice(rest, 500)):
        query = select(dossier.c.camera_id, dossier.c.purpose).where(dossier.c.camera_id.in_(part))
        found |= {row.camera_id: row.purpose for row in connection.execute(query) if row.purpose}
    return found


def units(connection: Connection, camera_ids: Iterable[str]) -> dict[str, str]:
    """The commune or ward on whose ground each of these cameras stands or stood, where their dossiers say it."""
    found: dict[str, str] = {}
    rest = iter(sorted(set(camera_ids)))
    while part := list(islice(rest, 500)):
        query = select(dossier.c.camera_id, dossier.c.unit_id).where(dossier.c.camera_id.in_(part))
        found |= {row.camera_id: row.unit_id for row in connection.execute(query) if row.unit_id}
    return found


def codes(connection: Connection, camera_ids: Iterable[str]) -> dict[str, str]:
    """Codes of those of these cameras that live, by id."""
    found: dict[str, str] = {}
    rest = iter(sorted(set(camera_ids)))
    while part := list(islice(rest, 500)):
        query = select(camera.c.id, camera.c.code).where(camera.c.id.in_(part), _ALIVE)
        found |= {row.id: row.code for row in connection.execute(query)}
    return found


def with_tag(tag: str) -> ColumnElement[bool]:
    """The condition that a camera has this tag."""
    return camera.c.id.in_(select(camera_tag.c.camera_id).where(camera_tag.c.tag == tag))


def key_of(found: Camera) -> str:
    """What ``after`` of the next page is."""
    return code_key(found.code, found.owner_id, is_protected=PROTECTED in found.tags)


def _taken(clashing: Camera) -> Conflict:
    return Conflict(f"the code {clashing.code} is taken by another camera", field="code")


def _write_tags(tx: Connection, of: Camera) -> None:
    if of.tags:
        tx.execute(camera_tag.insert(), [{"camera_id": of.id, "tag": tag} for tag in sorted(of.tags)])


def _columns(source: Camera) -> dict[str, object]:
    return {
        "code": source.code,
        "code_key": key_of(source),
        "name": source.name,
        "folded": fold(" ".join((source.code, source.name, *sorted(source.tags)))),
        "owner_id": source.owner_id,
        "site_id": source.site_id,
        "lat": source.lat,
        "lon": source.lon,
        "azimuth_deg": source.azimuth_deg,
        "enabled": source.enabled,
        "protected": PROTECTED in source.tags,
        "min_days": source.min_days,
        "max_days": source.max_days,
        "thin_after_days": source.thin_after_days,
        "version": source.version,
        "updated_us": source.updated_at_us,
    }


def of_rows(connection: Connection, rows: Iterable[Row[Any]]) -> list[Camera]:
    """Cameras out of rows that have the columns of the table, with their tags and streams."""
    found = list(rows)
    ids = [row.id for row in found]
    tags: dict[str, set[str]] = {}
    for row in connection.execute(select(camera_tag).where(camera_tag.c.camera_id.in_(ids))):
        tags.setdefault(row.camera_id, set()).add(row.tag)
    purposes = purpose_classes(connection, ids)
    specs: dict[str, list[StreamSpec]] = {}
    for one in streams(connection, ids):
        spec = StreamSpec(
            role=one.role,
            url=one.shown_url,
            username=one.username,
            has_password=one.has_password,
            record=one.record,
            min_days=one.min_days,
            max_days=one.max_days,
            thin_after_days=one.thin_after_days,
            certificate=one.certificate,
            allow_basic=one.allow_basic,
        )
        specs.setdefault(one.camera_id, []).append(spec)
    return [
        Camera(
            id=row.id,
            code=row.code,
            name=row.name,
            owner_id=row.owner_id,
            site_id=row.site_id,
            lat=row.lat,
            lon=row.lon,
            azimuth_deg=row.azimuth_deg,
            enabled=row.enabled,
            min_days=row.min_days,
            max_days=row.max_days,
            thin_after_days=row.thin_after_days,
            tags=frozenset(tags.get(row.id, ())),
            streams=tuple(specs.get(row.id, ())),
            version=row.version,
            created_at_us=row.created_us,
            updated_at_us=row.updated_us,
            purpose_class=purposes.get(row.id, ""),
        )
        for row in found
    ]
