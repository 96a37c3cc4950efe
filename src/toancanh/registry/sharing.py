"""Cameras for sharing between agencies: which ones a selection means, by owner; governance does not know cameras."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from toancanh.governance import Governance
from toancanh.governance.shares import Selection, SharedCamera
from toancanh.infra.database import Database
from toancanh.registry.dossier.model import PurposeClass
from toancanh.registry.dossier.store.tables import dossier
from toancanh.registry.lists.filters import LIVING, CameraFilter
from toancanh.registry.lists.store.rows import CHUNK, JOINED
from toancanh.registry.store.code_keys import code_key
from toancanh.registry.store.tables import camera

_HIDDEN = or_(camera.c.protected, and_(dossier.c.purpose.is_not(None), dossier.c.purpose == PurposeClass.DEFENCE))
"""Not there for those who are not cleared for its owner."""


class SharedDirectory:
    """`governance.shares.CameraDirectory` over the inventory."""

    def __init__(self, *, database: Database, governance: Governance) -> None:
        self._database = database
        self._governance = governance

    def choose(self, selection: Selection, *, cleared: frozenset[str] | None) -> Mapping[str, Sequence[str]]:
        """Ids of the cameras that live, by owner, in the order of their codes. Raises `Invalid` with the field."""
        area = CameraFilter(
            unit_id=selection.unit_id, owner_id=selection.owner_id, tag=selection.tag, lasso=selection.lasso
        )
        conditions: list[ColumnElement[bool]] = [LIVING, *area.conditions(self._governance)]
        if selection.codes:
            keys = [code_key(code, "", is_protected=False) for code in selection.codes]
            conditions.append(camera.c.code_key.in_(keys))
        if cleared is not None:
            conditions.append(or_(~_HIDDEN, camera.c.owner_id.in_(sorted(cleared))))
        query = select(camera.c.id, camera.c.owner_id).select_from(JOINED).where(*conditions)
        found: dict[str, list[str]] = defaultdict(list)
        with self._database.reading() as connection:
            for row in connection.execute(query.order_by(camera.c.code_key)):
                found[row.owner_id].append(row.id)
        return found

    def describe(self, connection: Connection, camera_ids: Collection[str]) -> Sequence[SharedCamera]:
        """Those of these that live, by code, as the connection sees them."""
        columns = ("id", "code", "name", "owner_id", "lat", "lon", "azimuth_deg")
        query = select(*(camera.c[name] for name in columns), camera.c.code_key, _HIDDEN.label("hidden"))
        query = query.select_from(JOINED).where(LIVING)
        wanted = sorted(camera_ids)
        rows = [
            row
            for start in range(0, len(wanted), CHUNK)
            for row in connection.execute(query.where(camera.c.id.in_(wanted[start : start + CHUNK])))
        ]
        rows.sort(key=lambda row: str(row.code_key))
        return [SharedCamera(**{name: getattr(row, name) for name in columns}, hidden=bool(row.hidden)) for row in rows]
