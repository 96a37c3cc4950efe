"""Queries over ``camera LEFT JOIN dossier``: pages, counts, groups, all rows one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from toancanh.registry.dossier.store.tables import dossier, pole
from toancanh.registry.store.tables import camera, camera_tag, site, stream

LIVING = camera.c.deleted_us.is_(None)
JOINED = camera.outerjoin(dossier, dossier.c.camera_id == camera.c.id)
CHUNK = 500

_OF_CAMERA = tuple(column for column in camera.c if column.name != "folded")
_OF_DOSSIER = tuple(column for column in dossier.c if column.name not in {"camera_id", "folded"})
Conditions = Sequence[ColumnElement[bool]]


def page(connection: Connection, conditions: Conditions, *, after: str, limit: int) -> list[Row[Any]]:
    """By code, behind ``after``; the columns of both tables."""
    query = _rows(conditions).where(camera.c.code_key > after).order_by(camera.c.code_key).limit(limit)
    return list(connection.execute(query).all())


def these(connection: Connection, camera_ids: Sequence[str], conditions: Conditions) -> list[Row[Any]]:
    """Those of these ids that there are and that the conditions hold for, by code."""
    found: list[Row[Any]] = []
    for start in range(0, len(camera_ids), CHUNK):
        chosen = camera.c.id.in_(camera_ids[start : start + CHUNK])
        found += connection.execute(_rows((chosen, *conditions))).all()
    return sorted(found, key=lambda row: str(row.code_key))


def every(connection: Connection, conditions: Conditions) -> Iterator[Sequence[Row[Any]]]:
    """All of them by code, in parts, never all in memory."""
    streaming = connection.execution_options(stream_results=True, yield_per=CHUNK)
    yield from streaming.execute(_rows(conditions).order_by(camera.c.code_key)).partitions()


def count(connection: Connection, conditions: Conditions) -> int:
    """How many there are."""
    return connection.execute(select(func.count()).select_from(JOINED).where(LIVING, *conditions)).scalar_one()


def counts(
    connection: Connection, keys: Sequence[ColumnElement[Any]], conditions: Conditions
) -> list[tuple[tuple[Any, ...], int]]:
    """How many there are of each, the most first."""
    many = func.count().label("many")
    query = select(*keys, many).select_from(JOINED).where(LIVING, *conditions).group_by(*keys)
    found = [(tuple(row)[:-1], int(row.many)) for row in connection.execute(query)]
    return sorted(found, key=lambda item: (-item[1], str(item[0])))


def tags(connection: Connection, camera_ids: Sequence[str]) -> dict[str, frozenset[str]]:
    """The tags of each camera that has any; at most `CHUNK` cameras."""
    found: dict[str, set[str]] = {}
    for row in connection.execute(select(camera_tag).where(camera_tag.c.camera_id.in_(camera_ids))):
        found.setdefault(row.camera_id, set()).add(row.tag)
    return {camera_id: frozenset(of) for camera_id, of in found.items()}


def main_addresses(connection: Connection, camera_ids: Sequence[str]) -> dict[str, str]:
    """Of the main streams, as shown to those who may change the camera; at most `CHUNK` cameras."""
    query = select(stream.c.camera_id, stream.c.shown_url).where(
        stream.c.camera_id.in_(camera_ids), stream.c.role == "main"
    )
    return {row.camera_id: row.shown_url for row in connection.execute(query)}


def site_codes(connection: Connection, visible: ColumnElement[bool]) -> dict[str, str]:
    """Of the sites that may be seen."""
    return {row.id: row.code for row in connection.execute(select(site.c.id, site.c.code).where(visible))}


def pole_codes(connection: Connection, visible: ColumnElement[bool]) -> dict[str, str]:
    """Of the poles that may be seen."""
    return {row.id: row.code for row in connection.execute(select(pole.c.id, pole.c.code).where(visible))}


def _rows(conditions: Conditions) -> Select[Any]:
    return select(*_OF_CAMERA, *_OF_DOSSIER).select_from(JOINED).where(LIVING, *conditions)
