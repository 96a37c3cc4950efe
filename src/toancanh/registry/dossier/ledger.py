"""Keeps what changed: one declaration for each change of a camera, its history, and where each field points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from toancanh.governance import Governance
from toancanh.kernel import Clock, Conflict, IdSource, Principal, format_rfc3339
from toancanh.registry.dossier.model import DECLARED_FIELDS, ChangeAct, Declaration, DeclarationDraft, FieldChange
from toancanh.registry.dossier.store import history as store
from toancanh.registry.dossier.store.history import Noted

_DECLARED = frozenset(DECLARED_FIELDS)


@dataclass(frozen=True, kw_only=True)
class CameraChange:
    """What happened to one camera. ``pointers``: as they were; ``point_to`` goes before what the change would set."""

    camera_id: str
    version: int
    act: ChangeAct
    changes: Mapping[str, Sequence[object]]  # field: before, after
    declared: frozenset[str]  # fields that were said, also where that changed nothing
    pointers: Mapping[str, str]
    draft: DeclarationDraft
    point_to: Mapping[str, str | None] | None = None


class Ledger:
    """Writes history; nothing of it is ever changed."""

    def __init__(self, *, clock: Clock, ids: IdSource) -> None:
        self._clock = clock
        self._ids = ids

    def keep(
        self, tx: Connection, principal: Principal, changed: Sequence[CameraChange], *, fresh: bool = False
    ) -> None:
        """In the transaction of the changes; ``fresh`` where all of these cameras have just been made."""
        now_us = self._clock.now_us()
        if changed:
            store.write(tx, [self._noted(principal, one, now_us) for one in changed], fresh=fresh)

    def _noted(self, principal: Principal, one: CameraChange, now_us: int) -> Noted:
        declaration = Declaration(
            id=self._ids.new_id(),
            source=one.draft.source,
            declared_by=principal.user_id,
            organisation_id=one.draft.organisation_id or principal.organisation_id,
            at_us=now_us,
            reference=one.draft.reference,
        )
        pointers = {**one.pointers, **dict.fromkeys(one.declared & _DECLARED, declaration.id)}
        for field, former in (one.point_to or {}).items():
            pointers.pop(field, None)
            if former is not None:
                pointers[field] = former
        return Noted(
            change_id=self._ids.new_id(),
            camera_id=one.camera_id,
            version=one.version,
            act=one.act,
            changes=one.changes,
            declaration=declaration,
            pointers=pointers,
        )


def refuse_stale(governance: Governance, tx: Connection, camera_id: str, *, seen: int | None, now: int) -> None:
    """Raises `Conflict` that says what changed since, by whom and when, where the asker has seen another version."""
    if seen is None or seen == now:
        return
    later = store.changes(tx, [camera_id], since_version=seen)
    names = governance.users.names({change.changed_by for change in later})
    versions: dict[int, list[FieldChange]] = {}
    for change in later:
        versions.setdefault(change.version, []).append(change)
    changes = [
        {
            "version": version,
            "at": format_rfc3339(parts[0].at_us),
            "by": names.get(parts[0].changed_by),
            "fields": sorted(part.field for part in parts if part.field),
            "values": {part.field: [part.before, part.after] for part in parts if part.field},
        }
        for version, parts in versions.items()
    ]
    fields = sorted({change.field for change in later if change.field})
    what = f" ({', '.join(fields)})" if fields else ""
    raise Conflict(f"somebody changed this meanwhile{what}; look again", version=now, changes=changes)
