"""Queries on dossiers: one, many, and what all cameras are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.sql.elements import ColumnElement

from toancanh.governance import PROTECTED
from toancanh.kernel import fold
from toancanh.registry.dossier.model import (
    CAMERA_FIELDS,
    DOSSIER_FIELDS,
    CameraFacts,
    CameraKind,
    Dossier,
    Lifecycle,
    PurposeClass,
)
from toancanh.registry.dossier.store.tables import camera_field, dossier
from toancanh.registry.dossier.values import checked_value, folded, plain
from toancanh.registry.store.code_keys import code_key
from toancanh.registry.store.tables import camera, camera_tag

CHUNK = 500
"""Most values of one ``IN``."""

_EMPTY = Dossier(camera_id="")
EMPTY: Mapping[str, object] = {name: getattr(_EMPTY, name) for name in DOSSIER_FIELDS}
"""The dossier of a camera about which nobody has declared anything."""

_PLAIN_CAMERA = tuple(name for name in CAMERA_FIELDS if name != "tags")
_DATES = ("installed_on", "warranty_until")
_FACTS = (
    *("code", "name", "owner_id", "site_id", "protected", "lat", "lon", "azimuth_deg"),
    *("unit_id", "pole_id", "lifecycle", "kind", "purpose", "height_m", "tilt_deg", "hfov_deg", "width_px"),
    *("height_px", "maker", "model", "serial", "mac", "network_address", "network", "fps"),
    *("bitrate_kbps", "key_interval_s"),
)
_LIFECYCLES = {str(state): state for state in Lifecycle}
_KINDS: dict[str | None, CameraKind | None] = {None: None, **{str(kind): kind for kind in CameraKind}}
_PURPOSES: dict[str | None, PurposeClass | None] = {None: None, **{str(purpose): purpose for purpose in PurposeClass}}
_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class Known:
    """A living camera as it is stored: its declared fields, version, and which declaration last set each field."""

    camera_id: str
    version: int
    values: Mapping[str, object]
    pointers: Mapping[str, str]
    merged_into: str | None

    @property
    def tags(self) -> frozenset[str]:
        """Its tags."""
        return tags_of(self.values)


def chunks(items: Iterable[_T], size: int = CHUNK) -> Iterator[list[_T]]:
    """The items in lists of at most ``size``."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def open_defence(connection: Connection) -> list[tuple[str, str]]:
    """Id and code of the living cameras that are declared defence cameras and are not protected."""
    query = select(camera.c.id, camera.c.code).join(dossier, dossier.c.camera_id == camera.c.id)
    defence = dossier.c.purpose == str(PurposeClass.DEFENCE)
    query = query.where(camera.c.deleted_us.is_(None), camera.c.protected.is_(False), defence)
    return [(row.id, row.code) for row in connection.execute(query.order_by(camera.c.id))]


def turning(connection: Connection, camera_ids: Iterable[str]) -> list[str]:
    """Those of these cameras that turn, as declared."""
    found: list[str] = []
    for part in chunks(sorted(set(camera_ids))):
        query = select(dossier.c.camera_id).where(dossier.c.camera_id.in_(part), dossier.c.kind == str(CameraKind.PTZ))
        found += connection.execute(query).scalars()
    return found


def load(connection: Connection, camera_id: str) -> Dossier | None:
    """One dossier; None where the camera has none."""
    row = connection.execute(select(dossier).where(dossier.c.camera_id == camera_id)).one_or_none()
    return dossier_of(camera_id, _dossier_values(row._mapping)) if row is not None else None


def merged_into(connection: Connection, camera_id: str) -> str | None:
    """The camera that this one was merged into."""
    query = select(dossier.c.merged_into).where(dossier.c.camera_id == camera_id)
    return connection.execute(query).scalar_one_or_none()


def known(tx: Connection, camera_ids: Iterable[str]) -> dict[str, Known]:
    """Those of these cameras that live, locked until the transaction ends where the database locks rows."""
    found: dict[str, Known] = {}
    for part in chunks(sorted(set(camera_ids))):
        alive = select(camera).where(camera.c.id.in_(part), camera.c.deleted_us.is_(None))
        rows = tx.execute(alive.order_by(camera.c.id).with_for_update()).all()
        dossiers = {
            row.camera_id: row._mapping for row in tx.execute(select(dossier).where(dossier.c.camera_id.in_(part)))
        }
        tags: dict[str, set[str]] = {}
        for row in tx.execute(select(camera_tag).where(camera_tag.c.camera_id.in_(part))):
            tags.setdefault(row.camera_id, set()).add(row.tag)
        pointers = {
            row.camera_id: read_pointers(row.pointers)
            for row in tx.execute(select(camera_field).where(camera_field.c.camera_id.in_(part)))
        }
        for row in rows:
            declared = dossiers.get(row.id)
            found[row.id] = Known(
                camera_id=row.id,
                version=row.version,
                values={
                    **{name: row._mapping[name] for name in _PLAIN_CAMERA},
                    "tags": frozenset(tags.get(row.id, ())),
                    **(EMPTY if declared is None else _dossier_values(declared)),
                },
                pointers=pointers.get(row.id, {}),
                merged_into=declared["merged_into"] if declared is not None else None,
            )
    return found


def insert(
    tx: Connection, made: Sequence[tuple[str, Mapping[str, object]]], *, min_days: float, max_days: float, now_us: int
) -> None:
    """Fresh cameras (id and all declared fields) with their dossiers; codes are known to be free."""
    fixed = {"enabled": True, "min_days": min_days, "max_days": max_days, "created_us": now_us, "updated_us": now_us}
    tx.execute(camera.insert(), [{"id": id, "version": 1, **camera_columns(values), **fixed} for id, values in made])
    tx.execute(dossier.insert(), [{"camera_id": id, **dossier_columns(values)} for id, values in made])
    write_tags(tx, [(id, values["tags"]) for id, values in made if values["tags"]])


def update(tx: Connection, changed: Sequence[tuple[str, int, Mapping[str, object]]], *, now_us: int) -> None:
    """Cameras (id, version and all declared fields) that are there already."""
    rows = [
        {"b_id": id, "version": version, "updated_us": now_us, **camera_columns(values)}
        for id, version, values in changed
    ]
    names = [name for name in rows[0] if name != "b_id"]
    wanted = camera.update().where(camera.c.id == bindparam("b_id"))
    tx.execute(wanted.values({name: bindparam(name) for name in names}), rows)
    columns = [{"b_id": id, **dossier_columns(values)} for id, _, values in changed]
    dossier_update = dossier.update().where(dossier.c.camera_id == bindparam("b_id"))
    tx.execute(dossier_update.values({name: bindparam(name) for name in columns[0] if name != "b_id"}), columns)


def insert_missing(tx: Connection, camera_ids: Iterable[str]) -> None:
    """Empty dossiers for those of these cameras that have none."""
    for part in chunks(sorted(set(camera_ids))):
        there = set(tx.scalars(select(dossier.c.camera_id).where(dossier.c.camera_id.in_(part))))
        missing = [{"camera_id": id, **dossier_columns(EMPTY)} for id in part if id not in there]
        if missing:
            tx.execute(dossier.insert(), missing)


def replace_tags(tx: Connection, wanted: Sequence[tuple[str, object]]) -> None:
    """All tags of these cameras."""
    for part in chunks(wanted):
        tx.execute(camera_tag.delete().where(camera_tag.c.camera_id.in_([id for id, _ in part])))
    write_tags(tx, wanted)


def write_tags(tx: Connection, wanted: Sequence[tuple[str, object]]) -> None:
    """Tags of cameras that have none yet."""
    rows = [{"camera_id": id, "tag": tag} for id, tags in wanted if isinstance(tags, frozenset) for tag in sorted(tags)]
    if rows:
        tx.execute(camera_tag.insert(), rows)


def set_merged_into(tx: Connection, camera_id: str, kept_id: str | None) -> None:
    """Say, or no longer say, that a camera is the same as another."""
    tx.execute(dossier.update().where(dossier.c.camera_id == camera_id).values(merged_into=kept_id))


def taken_codes(connection: Connection, keys: Mapping[str, str]) -> list[str]:
    """Of key of a code -> id of the camera that wants it: the codes that another camera has."""
    taken: list[str] = []
    for part in chunks(keys):
        query = select(camera.c.code_key, camera.c.code, camera.c.id).where(camera.c.code_key.in_(part))
        taken += [row.code for row in connection.execute(query) if keys[row.code_key] != row.id]
    return taken


def existing(connection: Connection, column: ColumnElement[str], ids: Iterable[str]) -> set[str]:
    """Those of these ids that the column has."""
    return {
        found
        for part in chunks(sorted(set(ids)))
        for found in connection.scalars(select(column).where(column.in_(part)))
    }


def facts(connection: Connection) -> list[CameraFacts]:
    """What planning and the map need of every living camera."""
    from_camera = [camera.c[name] for name in _FACTS if name in camera.c]
    from_dossier = [dossier.c[name] for name in _FACTS if name not in camera.c]
    query = select(camera.c.id.label("camera_id"), *from_camera, *from_dossier).join_from(
        camera, dossier, dossier.c.camera_id == camera.c.id
    )
    result = connection.execute(query.where(camera.c.deleted_us.is_(None)))
    names = tuple(result.keys())
    return [_facts(dict(zip(names, row, strict=True))) for row in result]


def _facts(row: dict[str, Any]) -> CameraFacts:
    row["lifecycle"] = _LIFECYCLES[row["lifecycle"]]
    row["kind"] = _KINDS[row["kind"]]
    row["purpose"] = _PURPOSES[row["purpose"]]
    return CameraFacts(**row)


def key_of(values: Mapping[str, object]) -> str:
    """By which the code of a camera with these declared fields is unique."""
    return code_key(str(values["code"]), str(values["owner_id"]), is_protected=PROTECTED in tags_of(values))


def tags_of(values: Mapping[str, object]) -> frozenset[str]:
    """The tags among declared fields as `values.checked` makes them."""
    tags = values["tags"]
    assert isinstance(tags, frozenset)  # noqa: S101
    return tags


def camera_columns(values: Mapping[str, object]) -> dict[str, object]:
    """The columns of ``camera`` that follow from the declared fields."""
    tags = tags_of(values)
    return {
        **{name: values[name] for name in _PLAIN_CAMERA},
        "code_key": key_of(values),
        "folded": fold(" ".join((str(values["code"]), str(values["name"]), *sorted(tags), folded(values)))),
        "protected": PROTECTED in tags,
    }


def dossier_columns(values: Mapping[str, object]) -> dict[str, object]:
    """The columns of ``dossier`` that follow from the declared fields."""
    columns = {name: values[name] for name in DOSSIER_FIELDS}
    for name in _DATES:
        columns[name] = plain(columns[name])
    columns["certificates"] = json.dumps(plain(columns["certificates"]), ensure_ascii=False)
    columns["folded"] = folded(values)
    return columns


def dossier_of(camera_id: str, values: Mapping[str, object]) -> Dossier:
    """The dossier with these values."""
    return Dossier(camera_id=camera_id, **{name: values[name] for name in DOSSIER_FIELDS})  # type: ignore[arg-type]


def read_pointers(text: str) -> dict[str, str]:
    """Field -> the declaration that last set it."""
    return {name: declaration for declaration, names in json.loads(text).items() for name in names}


def write_pointers(pointers: Mapping[str, str]) -> str:
    """As stored: each declaration once."""
    fields: dict[str, list[str]] = {}
    for name, declaration in pointers.items():
        fields.setdefault(declaration, []).append(name)
    return json.dumps(fields)


def _dossier_values(row: Mapping[Any, Any]) -> dict[str, object]:
    values = {name: row[name] for name in DOSSIER_FIELDS}
    for name in ("lifecycle", "kind", "purpose", "funding", "connection", *_DATES):
        values[name] = checked_value(name, values[name])
    values["certificates"] = checked_value("certificates", json.loads(values["certificates"]))
    return values
