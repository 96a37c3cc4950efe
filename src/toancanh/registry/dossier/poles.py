"""Use cases on poles. Who may see or keep sites may see or keep poles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, fields, replace

from sqlalchemy import ColumnElement, Connection

from toancanh.governance import AccessRequest, Action, Decision, Governance, ResourceRef, protected_tags
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, IdSource, NotFound, Principal, fold
from toancanh.registry.changes import changed_fields, refuse_stale
from toancanh.registry.dossier.leaving import Leaving
from toancanh.registry.dossier.model import Pole, PoleDraft
from toancanh.registry.dossier.store import places
from toancanh.registry.dossier.store import poles as store
from toancanh.registry.dossier.store.tables import pole as table
from toancanh.registry.sites import refuse_unseen_site

_FIELDS = tuple(field.name for field in fields(PoleDraft))


class Poles:
    """What cameras hang on."""

    def __init__(
        self, *, database: Database, clock: Clock, ids: IdSource, governance: Governance, leaving: Leaving
    ) -> None:
        self._leaving = leaving
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance

    def page(self, principal: Principal, *, q: str, after: str, limit: int) -> list[Pole]:
        """Those the principal may read, by code."""
        visible = self._governance.visible(principal, Action.SITE_READ, "pole")
        conditions: list[ColumnElement[bool]] = [visible.clause(table.c.owner_id, protected=table.c.protected)]
        conditions += [table.c.folded.contains(word, autoescape=True) for word in fold(q).split()]
        with self._database.reading() as connection:
            return store.page(connection, conditions=conditions, after=after, limit=limit)

    def get(self, principal: Principal, pole_id: str, *, source: str = "") -> Pole:
        """Raises `NotFound`, also where the principal may not read it."""
        found = self._load(pole_id)
        self._require(principal, Action.SITE_READ, pole_ref(found), source)
        return found

    def create(self, principal: Principal, draft: PoleDraft, *, source: str = "") -> Pole:
        """Raises `Conflict` where the code is taken, `Invalid` where there is no such site."""
        decision = self._require(principal, Action.SITE_WRITE, pole_ref(draft), source)
        now_us = self._clock.now_us()
        made = Pole(id=self._ids.new_id(), version=1, created_at_us=now_us, updated_at_us=now_us, **asdict(draft))
        with self._database.transaction() as tx:
            self._check_site(tx, principal, draft)
            store.insert(tx, made)
            self._recorded(tx, principal, "pole.create", made, decision, {"code": made.code, "version": 1}, source)
        return made

    def create_many(self, principal: Principal, drafts: Sequence[PoleDraft], *, source: str = "") -> list[str]:
        """All or none, with one entry on record; ids in the order given. Raises as `create` does."""
        kinds = {(draft.owner_id, draft.protected): draft for draft in drafts}
        for kind in sorted(kinds):
            self._require(principal, Action.SITE_WRITE, pole_ref(kinds[kind]), source)
        now_us = self._clock.now_us()
        with self._database.transaction() as tx:
            for draft in {(draft.site_id, draft.protected): draft for draft in drafts}.values():
                self._check_site(tx, principal, draft)
            made = [
                Pole(id=self._ids.new_id(), version=1, created_at_us=now_us, updated_at_us=now_us, **vars(draft))
                for draft in drafts
            ]
            store.insert_many(tx, made)
            tags = protected_tags(any(one.protected for one in drafts))
            ref = ResourceRef(kind="pole", id="", owner_id=principal.organisation_id, tags=tags)
            self._governance.record(
                tx, principal, "pole.create_many", ref, details={"made": len(made)}, personal={"source": source}
            )
        return [one.id for one in made]

    def update(
        self,
        principal: Principal,
        pole_id: str,
        change: Callable[[PoleDraft], PoleDraft],
        *,
        version: int | None = None,
        source: str = "",
    ) -> Pole:
        """``change`` is applied to the pole as it is now; a new owner must be within the asker's reach, too."""
        before = self._load(pole_id)
        decision = self._require(principal, Action.SITE_WRITE, pole_ref(before), source)
        wanted = change(_draft(before))
        if (wanted.owner_id, wanted.protected) != (before.owner_id, before.protected):
            self._require(principal, Action.SITE_WRITE, pole_ref(wanted), source)
        with self._database.transaction() as tx:
            now = _loaded(store.load(tx, pole_id, lock=True))
            refuse_stale(self._governance, pole_id, seen=version, now=now.version)
            if (now.owner_id, now.protected) != (before.owner_id, before.protected):
                raise Conflict("somebody gave this pole to another owner meanwhile, or changed its protection")
            draft = replace(change(_draft(now)), owner_id=wanted.owner_id, protected=wanted.protected)
            if (draft.site_id, draft.protected) != (now.site_id, now.protected):
                self._check_site(tx, principal, draft)
            if draft.protected and not all(is_protected for *_, is_protected in places.cameras_on(tx, pole_id)):
                raise Conflict("protected: a camera on this pole is not protected", field="protected")
            after = replace(now, version=now.version + 1, updated_at_us=self._clock.now_us(), **asdict(draft))
            store.update(tx, after)
            if after.protected is not now.protected:
                self._governance.rights_changed(tx)
            details = {"code": after.code, "version": after.version, "changed": changed_fields(now, after, _FIELDS)}
            self._recorded(tx, principal, "pole.update", after, decision, details, source)
        return after

    def delete(self, principal: Principal, pole_id: str, *, source: str = "") -> None:
        """Raises `Conflict` while cameras hang on it; protected ones that the principal does not see let go of it."""
        found = self._load(pole_id)
        decision = self._require(principal, Action.SITE_WRITE, pole_ref(found), source)
        with self._database.transaction() as tx:
            _loaded(store.load(tx, pole_id, lock=True))
            hanging = places.cameras_on(tx, pole_id)
            unseen = self._leaving.unseen(principal, hanging, Action.CAMERA_READ, "camera")
            if len(unseen) < len(hanging):
                raise Conflict("cameras still hang on this pole; move them first")
            self._leaving.let_go(tx, principal, {id: {"pole_id": None} for id, *_ in unseen}, "pole.delete", source)
            store.delete(tx, pole_id)
            self._recorded(tx, principal, "pole.delete", found, decision, {"code": found.code}, source)

    def _load(self, pole_id: str) -> Pole:
        with self._database.reading() as connection:
            return _loaded(store.load(connection, pole_id))

    def _check_site(self, tx: Connection, principal: Principal, draft: PoleDraft) -> None:
        if draft.site_id is None:
            return
        refuse_unseen_site(self._governance, tx, principal, draft.site_id)
        if not draft.protected:
            places.refuse_open_at_protected(tx, sites=[draft.site_id])

    def _require(self, principal: Principal, action: Action, ref: ResourceRef, source: str) -> Decision:
        return self._governance.require(principal, AccessRequest(action=action, resource=ref, source=source))

    def _recorded(
        self,
        tx: Connection,
        principal: Principal,
        action: str,
        about: Pole,
        decision: Decision,
        details: dict[str, object],
        source: str,
    ) -> None:
        self._governance.record(
            tx, principal, action, pole_ref(about), decision=decision, details=details, personal={"source": source}
        )


def _loaded(found: Pole | None) -> Pole:
    if found is None:
        raise NotFound("there is no such pole, or you may not see it")
    return found


def pole_ref(of: Pole | PoleDraft) -> ResourceRef:
    """The pole, or one to be, as governance knows it."""
    tags = protected_tags(of.protected)
    return ResourceRef(kind="pole", id=of.id if isinstance(of, Pole) else "", owner_id=of.owner_id, tags=tags)


def _draft(of: Pole) -> PoleDraft:
    return PoleDraft(**{name: getattr(of, name) for name in _FIELDS})
