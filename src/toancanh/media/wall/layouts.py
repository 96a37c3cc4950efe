"""Use cases on layouts: one's own, and those that colleagues of the same organisation share."""

from __future__ import annotations

from collections.abc import Sequence

from toancanh.governance import AccessRequest, Action, Governance, ResourceRef
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, Exhausted, IdSource, NotFound, Principal
from toancanh.media.wall import store
from toancanh.media.wall.model import Layout, Page

MOST_PER_PERSON = 200


class Layouts:
    """Layouts under names. A layout names cameras and gives no right to them."""

    def __init__(self, *, database: Database, clock: Clock, ids: IdSource, governance: Governance) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance

    def all(self, principal: Principal, source: str = "") -> list[Layout]:
        """Own and shared, by name. Raises `Denied` for those who see no live pictures anywhere."""
        require_live(self._governance, principal, source)
        with self._database.reading() as connection:
            return store.layouts_seen_by(connection, principal.user_id, principal.organisation_id)

    def seen(self, principal: Principal, layout_id: str) -> Layout:
        """Raises `NotFound` for one that is neither own nor shared, as for none."""
        with self._database.reading() as connection:
            found = store.layout(connection, layout_id)
        shared = found is not None and found.shared and found.organisation_id == principal.organisation_id
        if found is None or not (shared or found.user_id == principal.user_id):
            raise NotFound("there is no such layout, or it is not shared with you")
        return found

    def create(
        self, principal: Principal, *, name: str, shared: bool, pages: Sequence[Page], alarms: bool, source: str
    ) -> Layout:
        """Keep it. Raises `Denied` for those who see no live pictures anywhere."""
        if sum(one.user_id == principal.user_id for one in self.all(principal, source)) >= MOST_PER_PERSON:
            raise Exhausted(f"a person keeps at most {MOST_PER_PERSON} layouts; delete some first")
        made = Layout(
            id=self._ids.new_id(), user_id=principal.user_id, organisation_id=principal.organisation_id, name=name,
            shared=shared, pages=tuple(pages), alarms=alarms, version=1, updated_us=self._clock.now_us(),
        )  # fmt: skip
        self._keep(principal, "wall.layout_create", made)
        return made

    def update(
        self, principal: Principal, layout_id: str, version: int, *, name: str, shared: bool, pages: Sequence[Page],
        alarms: bool, source: str,
    ) -> Layout:  # fmt: skip
        """Only the person whose it is, and while live pictures may be seen somewhere."""
        require_live(self._governance, principal, source)
        before = self._own(principal, layout_id, source)
        if before.version != version:
            raise Conflict("this layout was changed meanwhile; look again")
        after = Layout(
            id=layout_id, user_id=principal.user_id, organisation_id=principal.organisation_id, name=name,
            shared=shared, pages=tuple(pages), alarms=alarms, version=version + 1, updated_us=self._clock.now_us(),
        )  # fmt: skip
        self._keep(principal, "wall.layout_update", after)
        return after

    def delete(self, principal: Principal, layout_id: str, *, source: str) -> None:
        """Only the person whose it is; a screen that shows it has nothing to show any more."""
        found = self._own(principal, layout_id, source)
        with self._database.transaction() as tx:
            store.delete_layout(tx, layout_id)
            self._governance.record(
                tx, principal, "wall.layout_delete", _ref(found), decision=None, details={"name": found.name}
            )

    def _keep(self, principal: Principal, action: str, kept: Layout) -> None:
        details = {
            "name": kept.name, "shared": kept.shared, "cameras": len(kept.cameras), "pages": len(kept.pages),
            "version": kept.version,
        }  # fmt: skip
        with self._database.transaction() as tx:
            store.keep_layout(tx, kept)
            self._governance.record(tx, principal, action, _ref(kept), decision=None, details=details)

    def _own(self, principal: Principal, layout_id: str, source: str) -> Layout:
        with self._database.reading() as connection:
            found = store.layout(connection, layout_id)
        if found is None or found.user_id != principal.user_id:
            if found is not None:
                self._governance.record_refusal(
                    principal, "wall.layout_update", _ref(found), why="not_own", source=source
                )
            raise NotFound("you have no such layout")
        return found


def require_live(governance: Governance, principal: Principal, source: str) -> None:
    """Walls are for those who may see live pictures somewhere. Raises `Denied`, on record."""
    if Action.MEDIA_LIVE not in governance.actions_of(principal):
        mine = ResourceRef(kind="camera", id="", owner_id=principal.organisation_id)
        governance.require(principal, AccessRequest(action=Action.MEDIA_LIVE, resource=mine, source=source))


def _ref(of: Layout) -> ResourceRef:
    return ResourceRef(kind="wall", id=of.id, owner_id=of.organisation_id)
