"""Use cases on key targets: authorise, load, decide, save, record. Every view is on record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace

from sqlalchemy import ColumnElement, Connection

from toancanh.governance import PROTECTED, AccessRequest, Action, Governance
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, IdSource, Invalid, NotFound, Principal, fold
from toancanh.planning.coverage.standing import Indexes
from toancanh.planning.targets.cover import needs_cover
from toancanh.planning.targets.model import (
    CoverState,
    NeedCover,
    Target,
    TargetCover,
    TargetDraft,
    TargetKind,
    ref_of,
    worst,
)
from toancanh.planning.targets.store import targets as store
from toancanh.planning.targets.store.tables import target as table

_FIELDS = tuple(field.name for field in fields(TargetDraft))


@dataclass(frozen=True, kw_only=True)
class TargetQuery:
    """Which to list; empty fields do not narrow."""

    q: str = ""
    kind: TargetKind | None = None
    owner_id: str = ""
    after: str = ""


class Targets:
    """The register. Thread-safe."""

    def __init__(
        self, *, database: Database, clock: Clock, ids: IdSource, governance: Governance, indexes: Indexes
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._indexes = indexes
        governance.organisations.before_delete(self._hand_over)

    def page(self, principal: Principal, wanted: TargetQuery, *, limit: int, source: str = "") -> list[Target]:
        """Those the principal may read, by name. Protected ones are there only for those cleared for their owner."""
        visible = self._governance.visible(principal, Action.TARGET_READ, "target")
        conditions: list[ColumnElement[bool]] = [visible.clause(table.c.owner_id, protected=table.c.protected)]
        conditions += [table.c.folded.contains(word, autoescape=True) for word in fold(wanted.q).split()]
        if wanted.kind is not None:
            conditions.append(table.c.kind == str(wanted.kind))
        if wanted.owner_id:
            conditions.append(table.c.owner_id == wanted.owner_id)
        with self._database.reading() as connection:
            found = store.page(connection, conditions=conditions, after=wanted.after, limit=limit)
        for is_protected in (False, True):  # an entry for those alone who may know of all that it lists
            shown = [each.id for each in found if each.protected is is_protected]
            if shown:
                self._viewed(principal, "target.list", {"targets": shown, PROTECTED: is_protected}, source)
        return found

    def get(self, principal: Principal, target_id: str, *, source: str = "") -> Target:
        """Raises `NotFound`, also where the principal may not read it."""
        found = self._load(target_id)
        self._require(principal, Action.TARGET_READ, found, source)
        with self._database.transaction() as tx:
            self._governance.record(tx, principal, "target.view", found.ref, personal={"source": source})
        return found

    def cover(self, principal: Principal, target_id: str, *, source: str = "") -> TargetCover:
        """How far its needs are met by the cameras that are there for this reader."""
        return self.covers(principal, [self.get(principal, target_id, source=source)])[0]

    def covers(self, principal: Principal, targets: Sequence[Target]) -> list[TargetCover]:
        """The same of targets that `page` or `get` gave this principal."""
        standing = self._indexes.seen_by(self._governance.visible(principal, Action.COVERAGE_READ, "camera"))
        made = []
        for each in targets:
            needs: tuple[NeedCover, ...] = needs_cover(standing.index, each)
            state: CoverState = worst(needs)
            made.append(
                TargetCover(
                    target_id=each.id,
                    state=state,
                    needs=needs,
                    as_of_us=standing.as_of_us,
                    is_stale=standing.is_stale,
                )
            )
        return made

    def create(self, principal: Principal, draft: TargetDraft, *, source: str = "") -> Target:
        """Raises `Invalid` with the field."""
        self._require_new(principal, draft, source)
        now_us = self._clock.now_us()
        made = _target(draft, target_id=self._ids.new_id(), version=1, created_at_us=now_us, updated_at_us=now_us)
        with self._database.transaction() as tx:
            store.insert(tx, made)
            self._recorded(tx, principal, "target.create", made, {"version": 1}, source)
        return made

    def update(
        self,
        principal: Principal,
        target_id: str,
        change: Callable[[TargetDraft], TargetDraft],
        *,
        version: int | None = None,
        source: str = "",
    ) -> Target:
        """``change`` is applied to the target as it is now; what it becomes must be within the asker's reach, too."""
        before = self._load(target_id)
        self._require(principal, Action.TARGET_WRITE, before, source)
        if version is not None and version != before.version:
            raise Conflict("somebody changed this target meanwhile; look again", version=before.version)
        draft = change(TargetDraft(**{name: getattr(before, name) for name in _FIELDS}))
        if (draft.owner_id, draft.protected) != (before.owner_id, before.protected):
            self._require_new(principal, draft, source)
        after = _target(
            draft,
            target_id=target_id,
            version=before.version + 1,
            created_at_us=before.created_at_us,
            updated_at_us=self._clock.now_us(),
        )
        with self._database.transaction() as tx:
            store.update(tx, after, seen=before.version)
            if (after.owner_id, after.protected) != (before.owner_id, before.protected):
                self._governance.rights_changed(tx)
            changed = sorted(name for name in _FIELDS if getattr(before, name) != getattr(after, name))
            self._recorded(
                tx, principal, "target.update", after, {"version": after.version, "changed": changed}, source
            )
        return after

    def delete(self, principal: Principal, target_id: str, *, source: str = "") -> None:
        """It matters no more."""
        found = self._load(target_id)
        self._require(principal, Action.TARGET_WRITE, found, source)
        with self._database.transaction() as tx:
            store.delete(tx, target_id)
            self._governance.rights_changed(tx)
            self._recorded(tx, principal, "target.delete", found, {}, source)

    def protected(self) -> list[Target]:
        """All protected ones; no judgement: for the routing of proposals."""
        with self._database.reading() as connection:
            return store.protected(connection)

    def _load(self, target_id: str) -> Target:
        with self._database.reading() as connection:
            found = store.load(connection, target_id)
        if found is None:
            raise NotFound("there is no such target, or you may not see it")
        return found

    def _hand_over(self, tx: Connection, principal: Principal, organisation_id: str, root_id: str) -> None:
        """Protected ones that the principal does not see must not stand in the way of deleting their owner."""
        visible = self._governance.visible(principal, Action.TARGET_READ, "target")
        for one in store.protected(tx):
            if one.owner_id == organisation_id and not visible.allows(organisation_id, one.ref.tags, id=one.id):
                store.update(tx, replace(one, owner_id=root_id, version=one.version + 1), seen=one.version)

    def _require(self, principal: Principal, action: Action, about: Target, source: str) -> None:
        self._governance.require(principal, AccessRequest(action=action, resource=about.ref, source=source))

    def _require_new(self, principal: Principal, draft: TargetDraft, source: str) -> None:
        ref = ref_of("", draft.owner_id, protected=draft.protected)
        self._governance.require(principal, AccessRequest(action=Action.TARGET_WRITE, resource=ref, source=source))
        if not self._governance.organisations.named({draft.owner_id}):
            raise Invalid("owner_id: there is no such organisation", field="owner_id")

    def _viewed(self, principal: Principal, action: str, details: dict[str, object], source: str) -> None:
        with self._database.transaction() as tx:
            self._governance.record(tx, principal, action, None, details=details, personal={"source": source})

    def _recorded(
        self, tx: Connection, principal: Principal, action: str, about: Target, details: dict[str, object], source: str
    ) -> None:
        self._governance.record(tx, principal, action, about.ref, details=details, personal={"source": source})


def _target(draft: TargetDraft, *, target_id: str, version: int, created_at_us: int, updated_at_us: int) -> Target:
    values = {name: getattr(draft, name) for name in _FIELDS}
    return Target(id=target_id, version=version, created_at_us=created_at_us, updated_at_us=updated_at_us, **values)
