"""Use cases on saved filters: one's own, and those that colleagues of the same organisation share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from toancanh.governance import AccessRequest, Action, Governance, ResourceRef
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, Exhausted, IdSource, NotFound, Principal
from toancanh.registry.lists.filters import CameraFilter
from toancanh.registry.lists.model import SavedFilter
from toancanh.registry.lists.store import saved_filters as store

MOST_PER_PERSON = 200


class SavedFilters:
    """Filters under names."""

    def __init__(self, *, database: Database, clock: Clock, ids: IdSource, governance: Governance) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance

    def all(self, principal: Principal) -> list[SavedFilter]:
        """The principal's own and the shared ones of the organisation, by name."""
        with self._database.reading() as connection:
            return store.seen_by(connection, principal.user_id, principal.organisation_id)

    def create(
        self, principal: Principal, *, name: str, wanted: CameraFilter, shared: bool, source: str = ""
    ) -> SavedFilter:
        """Raises `Conflict` for a name that the principal has used, `Invalid` for a filter that cannot be asked."""
        self._require(principal, source)
        wanted.conditions(self._governance)
        now_us = self._clock.now_us()
        made = SavedFilter(
            id=self._ids.new_id(),
            user_id=principal.user_id,
            organisation_id=principal.organisation_id,
            name=name,
            shared=shared,
            filter=wanted.plain(),
            version=1,
            created_at_us=now_us,
            updated_at_us=now_us,
        )
        with self._database.transaction() as tx:
            if store.count_of(tx, principal.user_id) >= MOST_PER_PERSON:
                raise Exhausted(f"a person keeps at most {MOST_PER_PERSON} filters; delete some first")
            store.insert(tx, made)
            self._governance.record(tx, principal, "filter.create", _ref(made), details=_told(made))
        return made

    def update(
        self,
        principal: Principal,
        filter_id: str,
        *,
        name: str | None = None,
        wanted: CameraFilter | None = None,
        shared: bool | None = None,
        version: int | None = None,
        source: str = "",
    ) -> SavedFilter:
        """Only the person whose it is. None leaves a part as it is."""
        before = self._own(principal, filter_id, source)
        self._require(principal, source)
        if wanted is not None:
            wanted.conditions(self._governance)
        after = replace(
            before,
            name=before.name if name is None else name,
            filter=before.filter if wanted is None else wanted.plain(),
            shared=before.shared if shared is None else shared,
            organisation_id=principal.organisation_id,
            version=before.version + 1,
            updated_at_us=self._clock.now_us(),
        )
        with self._database.transaction() as tx:
            now = store.load(tx, filter_id)
            if now is None or now.version != (before.version if version is None else version):
                raise Conflict("this filter was changed meanwhile; look again")
            store.update(tx, after)
            self._governance.record(tx, principal, "filter.update", _ref(after), details=_told(after))
        return after

    def delete(self, principal: Principal, filter_id: str, *, source: str = "") -> None:
        """Only the person whose it is."""
        found = self._own(principal, filter_id, source)
        with self._database.transaction() as tx:
            store.delete(tx, filter_id)
            self._governance.record(tx, principal, "filter.delete", _ref(found), details={"name": found.name})

    def _require(self, principal: Principal, source: str) -> None:
        """A filter is kept by those who may read cameras somewhere."""
        if Action.CAMERA_READ not in self._governance.actions_of(principal):
            mine = ResourceRef(kind="camera", id="", owner_id=principal.organisation_id)
            self._governance.require(principal, AccessRequest(action=Action.CAMERA_READ, resource=mine, source=source))

    def _own(self, principal: Principal, filter_id: str, source: str) -> SavedFilter:
        with self._database.reading() as connection:
            found = store.load(connection, filter_id)
        if found is None or found.user_id != principal.user_id:
            if found is not None:
                self._governance.record_refusal(principal, "filter.update", _ref(found), why="not_own", source=source)
            raise NotFound("you have no such filter")
        return found


def _ref(of: SavedFilter) -> ResourceRef:
    return ResourceRef(kind="filter", id=of.id, owner_id=of.organisation_id)


def _told(of: SavedFilter) -> Mapping[str, object]:
    return {"name": of.name, "shared": of.shared, "filter": dict(of.filter), "version": of.version}
