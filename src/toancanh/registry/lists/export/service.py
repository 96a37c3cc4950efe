"""Use case: take out what the filter means and the principal may read, in the columns of the inventory."""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from sqlalchemy import ColumnElement, Connection, Row

from toancanh.governance import Action, Governance, ResourceRef, Visibility, protected_tags
from toancanh.infra.database import Database
from toancanh.infra.sheets import CSV_TYPE, XLSX_TYPE, Cell, write_csv, write_workbook
from toancanh.kernel import Clock, Exhausted, Principal, format_rfc3339
from toancanh.registry.dossier.model import ADDRESS_FIELDS, Lifecycle
from toancanh.registry.dossier.store.tables import pole
from toancanh.registry.dossier.values import checked_value
from toancanh.registry.inventory.columns import COLUMNS, Column, Refers
from toancanh.registry.lists.export.texts import write_geojson
from toancanh.registry.lists.filters import CameraFilter
from toancanh.registry.lists.model import ExportFormat
from toancanh.registry.lists.store import rows as store
from toancanh.registry.store.tables import site

AT_ONCE = 2
"""Exports that one process works on; more are told to come back."""

SECRET = frozenset({"username"})  # never leaves the platform, as the password
EXPORTED: tuple[Column, ...] = tuple(column for column in COLUMNS if column.key not in SECRET)
_FOR_WRITERS = ADDRESS_FIELDS | {"main_url"}
_PARSED = frozenset({"installed_on", "warranty_until"})


@dataclass(frozen=True, kw_only=True)
class Export:
    """A finished file; who takes it closes it."""

    file: IO[bytes]
    name: str
    media_type: str
    count: int


MEDIA_TYPES = {
    ExportFormat.XLSX: XLSX_TYPE,
    ExportFormat.CSV: CSV_TYPE,
    ExportFormat.GEOJSON: "application/geo+json",
}


class Exports:
    """Files are complete, and on record, before their first byte leaves: made on disk, never whole in memory."""

    def __init__(self, *, database: Database, clock: Clock, governance: Governance) -> None:
        self._database = database
        self._clock = clock
        self._governance = governance
        self._places = threading.BoundedSemaphore(AT_ONCE)

    def make(
        self,
        principal: Principal,
        wanted: CameraFilter,
        conditions: Sequence[ColumnElement[bool]],
        form: ExportFormat,
        *,
        source: str = "",
    ) -> Export:
        """``conditions``: the filter within what may be read. Raises `Exhausted` while others are being made."""
        if not self._places.acquire(blocking=False):
            raise Exhausted("other exports are being made; try again in some seconds", retry_after_s=5)
        try:
            file = tempfile.TemporaryFile()  # noqa: SIM115  # the answer's to close
            try:
                count, tags = self._write(principal, conditions, form, file)
                self._record(principal, wanted, form, count, tags, source)
            except BaseException:
                file.close()
                raise
        finally:
            self._places.release()
        file.seek(0)
        day = format_rfc3339(self._clock.now_us())[:10]
        return Export(file=file, name=f"camera-{day}.{form}", media_type=MEDIA_TYPES[form], count=count)

    def _write(
        self, principal: Principal, conditions: Sequence[ColumnElement[bool]], form: ExportFormat, file: IO[bytes]
    ) -> tuple[int, frozenset[str]]:
        count = 0
        tags: frozenset[str] = frozenset()

        def counted(found: Iterator[tuple[Row[Any], list[Cell]]]) -> Iterator[tuple[Row[Any], list[Cell]]]:
            nonlocal count, tags
            for item in found:
                count += 1
                if item[0].protected:
                    tags = protected_tags(True)
                yield item

        with self._database.reading() as connection:
            every = counted(_Table(connection, self._governance, principal).rows(conditions))
            if form is ExportFormat.XLSX:
                headings = [(column.vi, column.width) for column in EXPORTED]
                write_workbook(file, "Camera", headings, (cells for _, cells in every))
            elif form is ExportFormat.CSV:
                write_csv(file, [column.vi for column in EXPORTED], (cells for _, cells in every))
            else:
                keys = [column.key for column in EXPORTED]
                placed = [place for place, key in enumerate(keys) if key not in {"lat", "lon"}]
                write_geojson(
                    file,
                    (
                        (row.id, row.lon, row.lat, {keys[place]: cells[place] for place in placed})
                        for row, cells in every
                    ),
                )
        return count, tags

    def _record(
        self,
        principal: Principal,
        wanted: CameraFilter,
        form: ExportFormat,
        count: int,
        tags: frozenset[str],
        source: str,
    ) -> None:
        about = ResourceRef(kind="camera", id="", owner_id=principal.organisation_id, tags=tags)
        details = {"format": str(form), "filter": wanted.plain(), "cameras": count}
        with self._database.transaction() as tx:
            self._governance.record(tx, principal, "camera.export", about, details=details, personal={"source": source})


class _Table:
    """Rows of cameras as cells of `EXPORTED`."""

    def __init__(self, connection: Connection, governance: Governance, principal: Principal) -> None:
        self._connection = connection
        self._governance = governance
        self._writable: Visibility = governance.visible(principal, Action.CAMERA_WRITE, "camera")
        places = governance.visible(principal, Action.SITE_READ, "site")
        self._sites = store.site_codes(connection, places.clause(site.c.owner_id, protected=site.c.protected))
        self._poles = store.pole_codes(connection, places.clause(pole.c.owner_id, protected=pole.c.protected))
        self._organisations: dict[str, str] = {}
        self._words: dict[tuple[str, object], Cell] = {}
        self._cells = [self._cell(column) for column in EXPORTED]

    def rows(self, conditions: Sequence[ColumnElement[bool]]) -> Iterator[tuple[Row[Any], list[Cell]]]:
        """Each camera with its cells."""
        for part in store.every(self._connection, conditions):
            ids = [row.id for row in part]
            tags = store.tags(self._connection, ids)
            writable = {row.id for row in part if self._writable.allows(row.owner_id, tags.get(row.id, frozenset()))}
            addresses = store.main_addresses(self._connection, sorted(writable))
            self._learn_organisations(part)
            for row in part:
                values = {
                    **row._mapping,
                    "tags": tags.get(row.id, frozenset()),
                    "main_url": addresses.get(row.id),
                    "writable": row.id in writable,
                }
                yield row, [cell(values) for cell in self._cells]

    def _learn_organisations(self, part: Sequence[Row[Any]]) -> None:
        met = {of for row in part for of in (row.owner_id, row.unit_id, row.operator_id, row.maintainer_id) if of}
        unknown = met - self._organisations.keys()
        if unknown:
            self._organisations |= {one.id: one.name for one in self._governance.organisations.named(unknown)}

    def _cell(self, column: Column) -> Callable[[dict[Any, Any]], Cell]:
        """How one column is read from a row."""
        key = column.key
        if column.refers is not None:
            names = {
                Refers.ORGANISATION: self._organisations,
                Refers.SITE: self._sites,
                Refers.POLE: self._poles,
            }[column.refers]
            return lambda values: names.get(values[key])
        if key in _FOR_WRITERS:
            return lambda values: values[key] if values["writable"] else None
        if key == "resolution":
            return lambda values: column.show((values["width_px"], values["height_px"]))
        if key == "certificates":
            return lambda values: (
                column.show(checked_value(key, json.loads(values[key]))) if values[key] not in {None, "[]"} else None
            )
        if key in _PARSED:
            return lambda values: date.fromisoformat(values[key]) if values[key] else None
        if key == "lifecycle":
            return lambda values: self._shown(column, values[key] or str(Lifecycle.OPERATING))
        if column.choices:
            return lambda values: self._shown(column, values[key])
        if key in {"tags", "mac"}:
            return lambda values: column.show(values[key])
        return lambda values: values[key]

    def _shown(self, column: Column, value: object) -> Cell:
        known = (column.key, value)
        if known not in self._words:
            self._words[known] = column.show(value)
        return self._words[known]
