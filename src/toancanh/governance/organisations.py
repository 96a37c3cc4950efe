"""Use cases on organisations: authorise, load, decide, save, record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from toancanh.governance.judgement import Judgement, not_found
from toancanh.governance.model import AccessRequest, Action, ResourceRef
from toancanh.governance.people import Organisation, OrganisationKind, Succession, UnitCertainty
from toancanh.governance.record import RecordWriter
from toancanh.governance.store import organisations as store
from toancanh.governance.store import successions
from toancanh.governance.store.rights import load_facts, raise_epoch
from toancanh.governance.store.tables import organisation as table
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, IdSource, Invalid, Principal, fold


@dataclass(frozen=True, kw_only=True)
class OrganisationChange:
    """What to change; None leaves a field as it is. ``version``: the one that was seen, if the asker wants to know."""

    code: str | None = None
    name: str | None = None
    kind: OrganisationKind | None = None
    parent_id: str | None = None
    official_code: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    aliases: tuple[str, ...] | None = None
    source: str | None = None
    certainty: UnitCertainty | None = None
    cleared: frozenset[str] = frozenset()  # of valid_from, valid_to, certainty: no longer known
    version: int | None = None


@dataclass(frozen=True, kw_only=True)
class OrganisationDraft:
    """One of many to be made."""

    code: str
    name: str
    kind: OrganisationKind
    parent_id: str


FIELDS = (
    "code",
    "name",
    "kind",
    "parent_id",
    "official_code",
    "valid_from",
    "valid_to",
    "aliases",
    "source",
    "certainty",
)
"""What a change may touch."""
_HANOI_OFFSET = timedelta(hours=7)  # Asia/Ho_Chi_Minh; no summer time


BeforeDelete = Callable[[Connection, Principal, str, str], None]
"""Takes the transaction, who deletes, the organisation, and the first organisation, which takes what is left."""


class Organisations:
    """The tree of organisations. It has one root, made at set-up, which cannot be moved or deleted."""

    def __init__(
        self, *, database: Database, clock: Clock, ids: IdSource, judgement: Judgement, record: RecordWriter
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._judgement = judgement
        self._record = record
        self._before_delete: list[BeforeDelete] = []

    def before_delete(self, act: BeforeDelete) -> None:
        """Called in the transaction of a deletion: what the person cannot see must not stand in its way."""
        self._before_delete.append(act)

    def page(
        self,
        principal: Principal,
        *,
        q: str,
        after: str,
        limit: int,
        kind: OrganisationKind | None = None,
        at: date | None = None,
    ) -> list[Organisation]:
        """Those the principal may read, by code, or best first where words are asked for (`store.key_of`).

        ``at`` leaves only those that are there on that day.
        """
        visible = self._judgement.visible(principal, Action.ORGANISATION_READ, "organisation")
        words = fold(q).split()
        with self._database.reading() as connection:
            return store.page(
                connection, visible=visible.clause(table.c.id), words=words, after=after, limit=limit, kind=kind, at=at
            )

    def former_names(self, found: Sequence[Organisation], q: str) -> dict[str, str]:
        """Of those that ``q`` finds by a predecessor alone: the name of before that has the most of its words."""
        words = fold(q).split()
        these = [one.id for one in found if not store.is_called(one, words)]
        if not these:
            return {}
        with self._database.reading() as connection:
            before = successions.predecessors(connection, these)
            named = {one.id: one for one in store.load_all(connection, set().union(*before.values()))}

        def hits(name: str) -> tuple[int, bool]:
            return store.begins(fold(name), words), " ".join(words) in fold(name)

        return {
            id: max(
                (name for one in sorted(ids & named.keys()) for name in (named[one].name, *named[one].aliases)),
                key=hits,
            )
            for id, ids in before.items()
            if ids & named.keys()
        }

    def today(self) -> date:
        """In Hà Nội."""
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=self._clock.now_us()) + _HANOI_OFFSET).date()

    def units(self, *, at: date | None = None) -> list[Organisation]:
        """Communes and wards with an official code that are there on that day (today); no judgement."""
        day = at or self.today()
        with self._database.reading() as connection:
            found = store.all_of(connection, {OrganisationKind.COMMUNE, OrganisationKind.WARD})
        return [unit for unit in found if unit.official_code and unit.exists_on(day)]

    def stamp(self) -> tuple[object, ...]:
        """Differs where an organisation was made, changed or deleted, or a succession added or taken away."""
        with self._database.reading() as connection:
            return store.stamp(connection)

    def everything(self) -> tuple[list[Organisation], list[Succession]]:
        """All organisations, also those that ended, and what became of what; no judgement."""
        with self._database.reading() as connection:
            return store.all_of(connection, frozenset(OrganisationKind)), successions.every(connection)

    def refuse_ended(self, connection: Connection, organisation_ids: Collection[str], *, field: str) -> None:
        """Raises `Invalid` with what became of it where one of these has ended: it can own nothing new."""
        today = self.today()
        for found in store.load_all(connection, organisation_ids):
            if found.valid_to is None or found.valid_to > today:
                continue
            after = [
                said.successor_id for said in successions.of(connection, found.id) if said.successor_id != found.id
            ]
            names = ", ".join(sorted(one.name for one in store.load_all(connection, after)))
            raise Invalid(
                f"{field}: {found.name} ended on {found.valid_to.isoformat()}" + (f"; now {names}" if names else ""),
                field=field,
                fault="ended",
                successor_ids=sorted(after),
            )

    def get(self, principal: Principal, organisation_id: str, *, source: str = "") -> Organisation:
        """Raises `NotFound`, also where the principal may not read it."""
        found = self._load(organisation_id)
        self._require(principal, Action.ORGANISATION_READ, organisation_id, organisation_id, source)
        return found

    def named(self, organisation_ids: set[str]) -> list[Organisation]:
        """Those with these ids, by code; no judgement."""
        with self._database.reading() as connection:
            found = store.load_all(connection, organisation_ids)
        return sorted(found, key=lambda item: item.code)

    def root_name(self) -> str:
        """What the first organisation is called now; no judgement."""
        return next((one.name for one in self.named({self._judgement.facts().root})), "")

    @staticmethod
    def named_like(owner_column: ColumnElement[str], word: str) -> ColumnElement[bool]:
        """The condition that a folded word occurs in what the owner, or one that went into it, is called."""
        return owner_column.in_(select(table.c.id).where(table.c.folded.contains(word, autoescape=True)))

    def create(
        self,
        principal: Principal,
        *,
        code: str,
        name: str,
        kind: OrganisationKind,
        parent_id: str,
        more: OrganisationChange | None = None,
        source: str = "",
    ) -> Organisation:
        """Below ``parent_id`` (empty: the principal's own organisation); ``more``: its code, dates, aliases."""
        parent = parent_id or principal.organisation_id
        self._require(principal, Action.ORGANISATION_WRITE, "", parent, source)
        now_us = self._clock.now_us()
        made = Organisation(
            id=self._ids.new_id(),
            code=code,
            name=name,
            kind=kind,
            parent_id=parent,
            version=1,
            created_at_us=now_us,
            updated_at_us=now_us,
        )
        if more is not None:
            made = _changed(made, more)
        with self._database.transaction() as tx:
            if store.load(tx, parent) is None:
                raise Invalid("parent_id: there is no such organisation", field="parent_id")
            _check(tx, made)
            store.insert(tx, made)
            raise_epoch(tx)
            self._recorded(tx, principal, "organisation.create", made, {"code": code, "name": name}, source)
        return made

    def create_many(self, principal: Principal, drafts: Sequence[OrganisationDraft], *, source: str = "") -> list[str]:
        """All or none, below parents that are there; ids in the order given. Raises as `create` does."""
        for parent_id in sorted({draft.parent_id for draft in drafts}):
            self._require(principal, Action.ORGANISATION_WRITE, "", parent_id, source)
        now_us = self._clock.now_us()
        made = [
            Organisation(id=self._ids.new_id(), version=1, created_at_us=now_us, updated_at_us=now_us, **vars(draft))
            for draft in drafts
        ]
        with self._database.transaction() as tx:
            if missing := {one.parent_id or "" for one in made} - load_facts(tx).parents.keys():
                raise Invalid(f"parent_id: there is no organisation {min(missing)}", field="parent_id")
            store.insert_many(tx, made)
            raise_epoch(tx)
            for one in made:
                self._recorded(tx, principal, "organisation.create", one, {"code": one.code, "name": one.name}, source)
        return [one.id for one in made]

    def update(
        self, principal: Principal, organisation_id: str, change: OrganisationChange, *, source: str = ""
    ) -> Organisation:
        """Raises `Conflict` for a newer version, a code taken, or a move that would make a cycle."""
        before = self._load(organisation_id)
        self._require(principal, Action.ORGANISATION_WRITE, organisation_id, organisation_id, source)
        if change.parent_id is not None and change.parent_id != before.parent_id:
            self._require(principal, Action.ORGANISATION_MOVE, organisation_id, organisation_id, source)
            self._require(principal, Action.ORGANISATION_WRITE, "", change.parent_id, source)
        with self._database.transaction() as tx:
            before = store.load(tx, organisation_id) or self._raise_not_found()
            if change.version is not None and change.version != before.version:
                raise Conflict("somebody changed this organisation meanwhile", version=before.version)
            after = replace(_changed(before, change), version=before.version + 1, updated_at_us=self._clock.now_us())
            moved = after.parent_id != before.parent_id
            if moved:
                self._check_move(tx, after)
                raise_epoch(tx)
            _check(tx, after)
            store.update(tx, after)
            changed = {
                name: [_told(getattr(before, name)), _told(getattr(after, name))]
                for name in FIELDS
                if getattr(before, name) != getattr(after, name)
            }
            details = {"version": after.version, "changed": changed}
            self._recorded(tx, principal, "organisation.update", after, details, source)
        return after

    def delete(self, principal: Principal, organisation_id: str, *, source: str = "") -> None:
        """Raises `Conflict` while anything belongs to it."""
        found = self._load(organisation_id)
        self._require(principal, Action.ORGANISATION_MOVE, organisation_id, organisation_id, source)
        with self._database.transaction() as tx:
            root_id = load_facts(tx).root
            for act in self._before_delete:
                act(tx, principal, organisation_id, root_id)
            store.delete(tx, organisation_id)
            raise_epoch(tx)
            # owned by the parent from now on, or nobody could read this entry
            gone = ResourceRef(kind="organisation", id=organisation_id, owner_id=found.parent_id or "")
            self._record.append(
                tx,
                principal,
                "organisation.delete",
                gone,
                outcome="allow",
                details={"code": found.code, "name": found.name},
                personal={"source": source},
            )

    def _require(self, principal: Principal, action: Action, organisation_id: str, owner_id: str, source: str) -> None:
        ref = ResourceRef(kind="organisation", id=organisation_id, owner_id=owner_id)
        self._judgement.require(principal, AccessRequest(action=action, resource=ref, source=source))

    def _load(self, organisation_id: str) -> Organisation:
        with self._database.reading() as connection:
            return store.load(connection, organisation_id) or self._raise_not_found()

    @staticmethod
    def _raise_not_found() -> Organisation:
        raise not_found("organisation")

    @staticmethod
    def _check_move(tx: Connection, moved: Organisation) -> None:
        path = load_facts(tx).path(moved.parent_id or "")
        if not path:
            raise Invalid("parent_id: there is no such organisation", field="parent_id")
        if moved.id in path:
            raise Conflict("an organisation cannot lie below itself", field="parent_id")

    def _recorded(
        self,
        tx: Connection,
        principal: Principal,
        action: str,
        about: Organisation,
        details: dict[str, object],
        source: str,
    ) -> None:
        ref = ResourceRef(kind="organisation", id=about.id, owner_id=about.id)
        self._record.append(tx, principal, action, ref, outcome="allow", details=details, personal={"source": source})


def _changed(before: Organisation, change: OrganisationChange) -> Organisation:
    given: dict[str, Any] = {name: getattr(change, name) for name in FIELDS if getattr(change, name) is not None}
    return replace(before, **given | dict.fromkeys(change.cleared))


def _check(tx: Connection, wanted: Organisation) -> None:
    if wanted.valid_from is not None and wanted.valid_to is not None and wanted.valid_to <= wanted.valid_from:
        raise Invalid("valid_to: it must lie behind valid_from", field="valid_to")
    if wanted.valid_to is not None and wanted.parent_id is None:
        raise Invalid("valid_to: the first organisation does not end", field="valid_to")
    if wanted.official_code and wanted.valid_to is None and (other := store.same_official(tx, wanted)) is not None:
        raise Conflict(f"official_code: {other} has this code already", field="official_code")


def _told(value: object) -> object:
    """As the record keeps it."""
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
