"""Use cases on sites."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection

from toancanh.governance import AccessRequest, Action, Governance, ResourceRef, protected_tags
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, IdSource, Invalid, NotFound, Principal, fold
from toancanh.registry.changes import changed_fields, refuse_stale
from toancanh.registry.dossier.leaving import Leaving
from toancanh.registry.dossier.store import places
from toancanh.registry.model import Site, SiteDraft
from toancanh.registry.store import sites as store
from toancanh.registry.store.tables import site as table

_FIELDS = ("code", "name", "owner_id", "lat", "lon", "address", "kind", "protected")


class Sites:
    """Places with cameras."""

    def __init__(
        self, *, database: Database, clock: Clock, ids: IdSource, governance: Governance, leaving: Leaving
    ) -> None:
        self._leaving = leaving
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance

    def page(self, principal: Principal, *, q: str, after: str, limit: int) -> list[Site]:
        """Those the principal may read, by code."""
        visible = self._governance.visible(principal, Action.SITE_READ, "site")
        conditions: list[ColumnElement[bool]] = [visible.clause(table.c.owner_id, protected=table.c.protected)]
        conditions += [table.c.folded.contains(word, autoescape=True) for word in fold(q).split()]
        with self._database.reading() as connection:
            return store.page(connection, conditions=conditions, after=after, limit=limit)

    def seen(self, principal: Principal, site_ids: Collection[str]) -> dict[str, Site]:
        """By id, those the principal may read."""
        visible = self._governance.visible(principal, Action.SITE_READ, "site")
        conditions = [visible.clause(table.c.owner_id, protected=table.c.protected), table.c.id.in_(sorted(site_ids))]
        with self._database.reading() as connection:
            found = store.page(connection, conditions=conditions, after="", limit=len(site_ids))
        return {one.id: one for one in found}

    def get(self, principal: Principal, site_id: str, *, source: str = "") -> Site:
        """Raises `NotFound`, also where the principal may not read it."""
        found = self._load(site_id)
        self._require(principal, Action.SITE_READ, site_ref(found), source)
        return found

    def create(self, principal: Principal, draft: SiteDraft, *, source: str = "") -> Site:
        """Raises `Conflict` where the code is taken."""
        self._require(principal, Action.SITE_WRITE, site_ref(draft), source)
        now_us = self._clock.now_us()
        made = _site(draft, site_id=self._ids.new_id(), version=1, created_at_us=now_us, updated_at_us=now_us)
        with self._database.transaction() as tx:
            store.insert(tx, made)
            self._recorded(tx, principal, "site.create", made, {"code": made.code, "version": 1}, source)
        return made

    def update(
        self,
        principal: Principal,
        site_id: str,
        change: Callable[[SiteDraft], SiteDraft],
        *,
        version: int | None = None,
        source: str = "",
    ) -> Site:
        """``change`` is applied to the site as it is now; a new owner must be within the asker's reach, too."""
        before = self._load(site_id)
        self._require(principal, Action.SITE_WRITE, site_ref(before), source)
        wanted = change(_draft(before))
        if (wanted.owner_id, wanted.protected) != (before.owner_id, before.protected):
            self._require(principal, Action.SITE_WRITE, site_ref(wanted), source)
        with self._database.transaction() as tx:
            now = self._loaded(store.load(tx, site_id))
            refuse_stale(self._governance, site_id, seen=version, now=now.version)
            if (now.owner_id, now.protected) != (before.owner_id, before.protected):
                raise Conflict("somebody gave this site to another owner meanwhile, or changed its protection")
            after = _site(
                replace(change(_draft(now)), owner_id=wanted.owner_id, protected=wanted.protected),
                site_id=site_id,
                version=now.version + 1,
                created_at_us=now.created_at_us,
                updated_at_us=self._clock.now_us(),
            )
            if after.protected and not now.protected:
                there = [*places.cameras_at(tx, site_id), *places.poles_at(tx, site_id)]
                if not all(is_protected for *_, is_protected in there):
                    raise Conflict("protected: what stands at this site is not protected", field="protected")
            store.update(tx, after)
            if (after.owner_id, after.protected) != (now.owner_id, now.protected):
                self._governance.rights_changed(tx)
            details = {"code": after.code, "version": after.version, "changed": changed_fields(now, after, _FIELDS)}
            self._recorded(tx, principal, "site.update", after, details, source)
        return after

    def delete(self, principal: Principal, site_id: str, *, source: str = "") -> None:
        """Raises `Conflict` while cameras or poles stand there; protected ones that he does not see let go of it."""
        found = self._load(site_id)
        self._require(principal, Action.SITE_WRITE, site_ref(found), source)
        with self._database.transaction() as tx:
            unseen = self._leaving.unseen(principal, places.cameras_at(tx, site_id), Action.CAMERA_READ, "camera")
            poles = self._leaving.unseen(principal, places.poles_at(tx, site_id), Action.SITE_READ, "pole")
            self._leaving.let_go(tx, principal, {id: {"site_id": None} for id, *_ in unseen}, "site.delete", source)
            places.leave_site(tx, [id for id, *_ in poles])
            store.delete(tx, site_id)
            self._recorded(tx, principal, "site.delete", found, {"code": found.code}, source)

    def _load(self, site_id: str) -> Site:
        with self._database.reading() as connection:
            return self._loaded(store.load(connection, site_id))

    @staticmethod
    def _loaded(found: Site | None) -> Site:
        if found is None:
            raise NotFound("there is no such site, or you may not see it")
        return found

    def _require(self, principal: Principal, action: Action, ref: ResourceRef, source: str) -> None:
        self._governance.require(principal, AccessRequest(action=action, resource=ref, source=source))

    def _recorded(
        self, tx: Connection, principal: Principal, action: str, about: Site, details: dict[str, object], source: str
    ) -> None:
        self._governance.record(tx, principal, action, site_ref(about), details=details, personal={"source": source})


def site_ref(of: Site | SiteDraft) -> ResourceRef:
    """The site, or one to be, as governance knows it."""
    tags = protected_tags(of.protected)
    return ResourceRef(kind="site", id=of.id if isinstance(of, Site) else "", owner_id=of.owner_id, tags=tags)


def refuse_unseen_site(governance: Governance, tx: Connection, principal: Principal, site_id: str) -> None:
    """Raises `Invalid`, in the same words, where a thing shall stand at a site that is not there or not seen."""
    found = store.load(tx, site_id)
    visible = governance.visible(principal, Action.SITE_READ, "site")
    if found is None or not visible.allows(found.owner_id, site_ref(found).tags):
        raise Invalid("site_id: there is no such site, or you may not see it", field="site_id")


def _draft(of: Site) -> SiteDraft:
    return SiteDraft(
        code=of.code,
        name=of.name,
        owner_id=of.owner_id,
        lat=of.lat,
        lon=of.lon,
        address=of.address,
        kind=of.kind,
        protected=of.protected,
    )


def _site(draft: SiteDraft, *, site_id: str, version: int, created_at_us: int, updated_at_us: int) -> Site:
    return Site(
        id=site_id,
        code=draft.code,
        name=draft.name,
        owner_id=draft.owner_id,
        lat=draft.lat,
        lon=draft.lon,
        address=draft.address,
        kind=draft.kind,
        protected=draft.protected,
        version=version,
        created_at_us=created_at_us,
        updated_at_us=updated_at_us,
    )
