"""Queries over ``camera LEFT JOIN dossier``: pages, counts, groups, all rows one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, func, select

from toancanh.registry.dossier.store.tables import dossier, pole
from toancanh.registry.lists.filters import LIVING
from toancanh.registry.store.tables import camera, camera_tag, site, stream

JOINED = camera.outerjoin(dossier, dossier.c.camera_id == camera.c.id)
CHUNK = 500

_OF_CAMERA = tuple(column for column in camera.c if column.name != "folded")
_OF_DOSSIER = tuple(column for column in dossier.c if column.name not in {"camera_id", "folded"})
Conditions = Sequence[ColumnElement[bool]]


def page(connection: Connection, conditions: Conditions, *, after: str, limit: int, searched: bool) -> list[Row[Any]]:
    """By code, behind ``after``; the columns of both tables.

    Words hit few cameras, so a walk by code would go through all of them by its index, each a jump to another page of
    the table: what was ``searched`` is read as the table lies, and what was found is put in order (6 ms against 34).
    """
    if not searched:
        query = _rows(conditions).where(camera.c.code_key > after).order_by(camera.c.code_key).limit(limit)
        return list(connection.execute(query).all())
    code_key = func.coalesce(camera.c.code_key, "")  # so that no index answers
    found = select(camera.c.id).select_from(JOINED).where(*conditions, code_key > after, LIVING)
    these = list(connection.scalars(found.order_by(code_key).limit(limit)))
    return list(connection.execute(_rows([camera.c.id.in_(these)]).order_by(camera.c.code_key)).all())


def ids(connection: Connection, conditions: Conditions) -> list[str]:
    """Of all of them, by code."""
    query = select(camera.c.id).select_from(JOINED).where(LIVING, *conditions)
    return list(connection.scalars(query.order_by(camera.c.code_key)))


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


def may_name(connection: Connection, table: Table, thing_id: str, visible: ColumnElement[bool]) -> bool:
    """Whether there is such a site or pole among those that may be seen."""
    return connection.execute(select(table.c.id).where(table.c.id == thing_id, visible)).first() is not None
