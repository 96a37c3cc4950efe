"""Use cases that look at many cameras at once: list, count, statistics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Row, exists, func

from toancanh.governance import Governance
from toancanh.infra.database import Database
from toancanh.kernel import Clock, IdSource, Principal
from toancanh.registry.dossier.model import CameraKind, ConnectionKind, Funding, Lifecycle, PurposeClass
from toancanh.registry.dossier.store.tables import dossier
from toancanh.registry.lists.export import Export, Exports
from toancanh.registry.lists.filters import LIFECYCLE, LIVING, CameraFilter, readable
from toancanh.registry.lists.model import Counted, Dimension, ExportFormat, Listed, Statistics
from toancanh.registry.lists.saved import SavedFilters
from toancanh.registry.lists.store import rows
from toancanh.registry.model import Camera
from toancanh.registry.store.cameras import of_rows
from toancanh.registry.store.tables import camera, stream

_KEYS: dict[Dimension, ColumnElement[Any]] = {
    Dimension.OWNER: camera.c.owner_id,
    Dimension.UNIT: dossier.c.unit_id,
    Dimension.MAKER: dossier.c.maker,
    Dimension.MODEL: dossier.c.model,
    Dimension.STATE: LIFECYCLE,
    Dimension.PURPOSE: dossier.c.purpose,
    Dimension.KIND: dossier.c.kind,
    Dimension.FUNDING: dossier.c.funding,
    Dimension.CONNECTION: dossier.c.connection,
}


@dataclass(frozen=True, kw_only=True)
class CamerasSeen:
    """The living cameras that somebody may read, for who joins tables of his own to them: ``source`` is what to select
    from, ``where`` what to ask of it; ``watched``: it is switched on and has a stream.
    """

    source: FromClause
    where: Sequence[ColumnElement[bool]]
    id: ColumnElement[str]
    code_key: ColumnElement[str]
    code: ColumnElement[str]
    name: ColumnElement[str]
    owner_id: ColumnElement[str]
    unit_id: ColumnElement[str | None]
    site_id: ColumnElement[str | None]
    lat: ColumnElement[float]
    lon: ColumnElement[float]
    watched: ColumnElement[bool]


class Lists:
    """Lists over the inventory, by right and filter."""

    def __init__(self, *, database: Database, clock: Clock, ids: IdSource, governance: Governance) -> None:
        self._database = database
        self._governance = governance
        self._exports = Exports(database=database, clock=clock, governance=governance)
        self.saved = SavedFilters(database=database, clock=clock, ids=ids, governance=governance)

    def page(self, principal: Principal, wanted: CameraFilter, *, after: str, limit: int) -> list[Listed]:
        """Those the principal may read, by code."""
        conditions = readable(self._governance, principal, wanted)
        with self._database.reading() as connection:
            found = rows.page(connection, conditions, after=after, limit=limit, searched=bool(wanted.q))
            cameras = of_rows(connection, found)
        return [_listed(one, row) for one, row in zip(cameras, found, strict=True)]

    def seen(self, principal: Principal, wanted: CameraFilter) -> CamerasSeen:
        """Those the principal may read."""
        return CamerasSeen(
            source=rows.JOINED,
            where=[LIVING, *readable(self._governance, principal, wanted)],
            id=camera.c.id,
            code_key=camera.c.code_key,
            code=camera.c.code,
            name=camera.c.name,
            owner_id=camera.c.owner_id,
            unit_id=dossier.c.unit_id,
            site_id=camera.c.site_id,
            lat=camera.c.lat,
            lon=camera.c.lon,
            watched=camera.c.enabled & exists().where(stream.c.camera_id == camera.c.id).correlate(camera),
        )

    def count(self, principal: Principal, wanted: CameraFilter) -> int:
        """How many those are."""
        conditions = readable(self._governance, principal, wanted)
        with self._database.reading() as connection:
            return rows.count(connection, conditions)

    def statistics(self, principal: Principal, wanted: CameraFilter, by: Dimension) -> Statistics:
        """Counted over what the principal may read alone, so that nothing can be told of the rest."""
        conditions = readable(self._governance, principal, wanted)
        keys = [_KEYS[by]]
        if by is Dimension.MODEL:
            keys.append(func.coalesce(dossier.c.maker, ""))
        with self._database.reading() as connection:
            found = rows.counts(connection, keys, conditions)
        names: dict[str, str] = {}
        if by in {Dimension.OWNER, Dimension.UNIT}:
            names = self._names({key[0] for key, _ in found if key[0]})
        elif by is Dimension.MODEL:
            names = _model_names([key for key, _ in found])
        counts: dict[str | None, int] = {}
        for key, many in found:
            counts[key[0] or None] = counts.get(key[0] or None, 0) + many
        items = [Counted(key=key, name=names.get(key or "", ""), count=many) for key, many in counts.items()]
        items.sort(key=lambda item: (-item.count, item.name, item.key or ""))
        return Statistics(by=by, total=sum(counts.values()), items=tuple(items))

    def export(self, principal: Principal, wanted: CameraFilter, form: ExportFormat, *, source: str = "") -> Export:
        """Exactly what `page` would list, as a file; on record. Raises `Exhausted` while others are being made."""
        return self._exports.make(principal, wanted, readable(self._governance, principal, wanted), form, source=source)

    def _names(self, organisation_ids: set[str]) -> dict[str, str]:
        return {found.id: found.name for found in self._governance.organisations.named(organisation_ids)}


def _model_names(keys: list[tuple[Any, ...]]) -> dict[str, str]:
    """``maker model``; the model alone where several makers use the name."""
    makers: dict[str, set[str]] = {}
    for model, maker in keys:
        makers.setdefault(model or "", set()).add(maker)
    return {model: f"{min(of)} {model}".strip() if len(of) == 1 else model for model, of in makers.items() if model}


def _listed(found: Camera, row: Row[Any]) -> Listed:
    return Listed(
        camera=found,
        lifecycle=Lifecycle(row.lifecycle or Lifecycle.OPERATING),
        kind=CameraKind(row.kind) if row.kind else None,
        purpose=PurposeClass(row.purpose) if row.purpose else None,
        funding=Funding(row.funding) if row.funding else None,
        connection=ConnectionKind(row.connection) if row.connection else None,
        unit_id=row.unit_id,
        pole_id=row.pole_id,
        address=row.address or "",
        maker=row.maker or "",
        model=row.model or "",
        serial=row.serial or "",
        notice=row.notice,
    )
