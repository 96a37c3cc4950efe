"""Which cameras had several owners or were protected for a time, for governance, which judges their footage."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection, and_, func, select

from toancanh.governance import PROTECTED, Owned
from toancanh.registry.dossier.model import ChangeAct
from toancanh.registry.dossier.store.tables import camera_change

_OVERLAP_MS = 600_000
_T = TypeVar("_T")


class Ownership:
    """Read from the history of the inventory, of which only what is new is read again. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._changes: dict[str, tuple[int, str, str, Mapping[str, Sequence[object]]]] = {}
        self._from_id = ""

    def of_all(self, connection: Connection) -> Mapping[str, tuple[Owned, ...]]:
        """`governance.OwnersLookup`. Ids grow with the time; another process may write one a little later than ours."""
        row = camera_change.c
        owner = row.changes.contains('"owner_id"', autoescape=True)
        tags = and_(row.changes.contains('"tags"', autoescape=True), row.changes.contains(PROTECTED, autoescape=True))
        query = select(row.id, row.camera_id, row.at_us, row.changes)
        with self._lock:
            last = connection.scalar(select(func.max(row.id)))
            for found in connection.execute(
                query.where(row.id > self._from_id, row.act != ChangeAct.MADE, owner | tags)
            ):
                self._changes[found.id] = found.at_us, found.id, found.camera_id, json.loads(found.changes)
            self._from_id = _earlier(last) if last else ""
            changes = sorted(self._changes.values(), key=lambda one: one[:2])
        return _owned(changes)


def _owned(changes: Sequence[tuple[int, str, str, Mapping[str, Sequence[object]]]]) -> dict[str, tuple[Owned, ...]]:
    owners: dict[str, list[tuple[int, str]]] = {}
    protected: dict[str, list[tuple[int, bool]]] = {}
    for at_us, _, camera_id, changed in changes:
        if "owner_id" in changed:
            before, after = (str(one or "") for one in changed["owner_id"])
            owners.setdefault(camera_id, [(0, before)]).append((at_us, after))
        if "tags" in changed:
            was, will = (PROTECTED in (one if isinstance(one, list) else ()) for one in changed["tags"])
            protected.setdefault(camera_id, [(0, was)]).append((at_us, will))
    found = {}
    for camera_id in owners.keys() | protected.keys():
        owned, kept = owners.get(camera_id, [(0, "")]), protected.get(camera_id, [(0, False)])
        turns = sorted({at_us for at_us, _ in owned} | {at_us for at_us, _ in kept})
        found[camera_id] = tuple(
            Owned(from_us=at_us, owner_id=_at(owned, at_us), protected=_at(kept, at_us)) for at_us in turns
        )
    return found


def _at(spans: Sequence[tuple[int, _T]], at_us: int) -> _T:
    return next(value for from_us, value in reversed(spans) if from_us <= at_us)


def _earlier(change_id: str) -> str:
    """An id of ten minutes before (RFC 9562: the first 48 bits are milliseconds)."""
    milliseconds = max(0, (UUID(change_id).int >> 80) - _OVERLAP_MS)
    return str(UUID(int=milliseconds << 80))
