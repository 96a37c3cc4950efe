"""Use cases on cameras: authorise, load, decide, save, record, emit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from toancanh.governance import PROTECTED, AccessRequest, Action, Decision, Governance, ResourceRef
from toancanh.infra.database import Database
from toancanh.infra.keyring import KeyRing
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import (
    Clock,
    Conflict,
    DataLoss,
    Denied,
    Event,
    EventBus,
    IdSource,
    Invalid,
    NotFound,
    Principal,
)
from toancanh.registry.camera_drafts import camera_of, check_draft, draft_of
from toancanh.registry.changes import changed_fields
from toancanh.registry.dossier.ledger import CameraChange, Ledger, refuse_stale
from toancanh.registry.dossier.model import ChangeAct, DeclarationDraft, DeclarationSource, Dossier, PurposeClass
from toancanh.registry.dossier.store import dossiers, history, places
from toancanh.registry.dossier.values import plain
from toancanh.registry.lists.filters import CameraFilter, readable
from toancanh.registry.model import Camera, CameraDraft, StreamDraft
from toancanh.registry.places import place_at
from toancanh.registry.repointing import follow, leave, refuse_unseen
from toancanh.registry.sealing import OpenStream, merge, open_stream, seal_stream
from toancanh.registry.sealing import touched as touched_names
from toancanh.registry.sites import refuse_unseen_site
from toancanh.registry.store import cameras as store
from toancanh.registry.store.cameras import StoredStream

_FIELDS = (
    "code",
    "name",
    "owner_id",
    "site_id",
    "lat",
    "lon",
    "azimuth_deg",
    "enabled",
    "min_days",
    "max_days",
    "thin_after_days",
    "tags",
)


@dataclass(frozen=True, kw_only=True)
class CamerasChanged(Event):
    """Media should look at what is desired."""

    camera_ids: tuple[str, ...]


class Cameras:
    """The cameras that should exist."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        keyring: KeyRing,
        outbound: OutboundPolicy,
        events: EventBus,
        ledger: Ledger,
    ) -> None:
        self._ledger = ledger
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._keyring = keyring
        self._outbound = outbound
        self._events = events

    def page(self, principal: Principal, wanted: CameraFilter, *, after: str = "", limit: int) -> list[Camera]:
        """Those the principal may read, by code."""
        conditions = readable(self._governance, principal, wanted)
        with self._database.reading() as connection:
            return store.page(connection, conditions=conditions, after=after, limit=limit)

    def get(self, principal: Principal, camera_id: str, *, source: str = "") -> Camera:
        """Raises `NotFound`, also where the principal may not read it."""
        found = self.load(camera_id)
        request = AccessRequest(action=Action.CAMERA_READ, resource=camera_ref(found), source=source)
        self._governance.require(principal, request)
        return found

    def load(self, camera_id: str) -> Camera:
        """No judgement. Raises `NotFound`."""
        with self._database.reading() as connection:
            return _loaded(store.load(connection, camera_id))

    def create(self, principal: Principal, draft: CameraDraft, *, source: str = "") -> Camera:
        """Raises `Conflict` where the code is taken, `Invalid` with the field."""
        decision = self._require_write(principal, _to_be(draft), source)
        camera_id = self._ids.new_id()
        now_us = self._clock.now_us()
        made = camera_of(draft, camera_id=camera_id, version=1, created_at_us=now_us, updated_at_us=now_us)
        check_draft(draft)
        self._check_addresses(principal, made, draft.streams, [], source)
        self._check_unseen(principal, camera_id, _to_be(draft), draft.streams, [], source)
        with self._database.transaction() as tx:
            self._check_site(tx, principal, draft, None)
            _check_open(tx, draft, None)
            self._governance.organisations.refuse_ended(tx, [draft.owner_id], field="owner_id")
            store.insert(tx, made)
            rows, touched = self._seal(made, draft.streams, [])
            store.write_streams(tx, camera_id, rows)
            self._follow(tx, principal, made, rows, [])
            store.raise_revision(tx)
            dossiers.insert_missing(tx, [camera_id])
            made = _loaded(store.load(tx, camera_id))
            given = {name: getattr(made, name) for name in _FIELDS if getattr(made, name) not in (None, frozenset())}
            said = {name: [None, plain(value)] for name, value in given.items()} | _unsaid(touched)
            self._keep(tx, principal, made, ChangeAct.MADE, said)
            details = {"code": made.code, "version": 1, "streams": touched}
            self._recorded(tx, principal, "camera.create", made, decision, details, source)
        self._events.publish(CamerasChanged(at_us=now_us, camera_ids=(camera_id,)))
        return made

    def update(
        self,
        principal: Principal,
        camera_id: str,
        change: Callable[[CameraDraft], CameraDraft],
        *,
        version: int | None = None,
        source: str = "",
    ) -> Camera:
        """``change`` is applied to the camera as it is now; a new owner must be within the asker's reach, too."""
        before = self.load(camera_id)
        decision = self._require_write(principal, camera_ref(before), source)
        wanted = _protected(change(draft_of(before)), before)
        check_draft(wanted)
        if wanted.owner_id != before.owner_id:
            self._require_write(principal, _to_be(wanted, before.purpose_class), source)
        with self._database.reading() as connection:
            stored = store.streams(connection, [camera_id])
        self._check_addresses(principal, before, wanted.streams, stored, source)
        self._check_unseen(principal, camera_id, camera_ref(before), wanted.streams, stored, source)
        now_us = self._clock.now_us()
        with self._database.transaction() as tx:
            now = _loaded(store.load(tx, camera_id, lock=True))
            refuse_stale(self._governance, tx, camera_id, seen=version, now=now.version)
            if dossiers.merged_into(tx, camera_id) is not None:
                raise Conflict("this camera was merged into another; change that one, or split them")
            if now.owner_id != before.owner_id:
                raise Conflict("somebody gave this camera to another owner meanwhile")
            draft = replace(_protected(change(draft_of(now)), now), owner_id=wanted.owner_id)
            after = camera_of(
                draft,
                camera_id=camera_id,
                version=now.version + 1,
                created_at_us=now.created_at_us,
                updated_at_us=now_us,
            )
            check_draft(draft)
            self._check_site(tx, principal, draft, now)
            _check_open(tx, draft, dossiers.load(tx, camera_id))
            if after.owner_id != now.owner_id:
                self._governance.organisations.refuse_ended(tx, [after.owner_id], field="owner_id")
            store.update(tx, after)
            stored = store.streams(tx, [camera_id])
            rows, touched = self._seal(after, draft.streams, stored)
            store.write_streams(tx, camera_id, rows)
            self._follow(tx, principal, after, rows, stored)
            store.raise_revision(tx)
            if (after.owner_id, after.tags) != (now.owner_id, now.tags):
                self._governance.rights_changed(tx)
            differing = changed_fields(now, after, _FIELDS)
            self._keep(tx, principal, after, ChangeAct.CHANGED, differing | _unsaid(touched))
            changed = differing | dict.fromkeys(touched)
            details: dict[str, object] = {"code": after.code, "version": after.version, "changed": changed}
            self._recorded(tx, principal, "camera.update", after, decision, details, source)
            after = _loaded(store.load(tx, camera_id))
        self._events.publish(CamerasChanged(at_us=now_us, camera_ids=(camera_id,)))
        return after

    def delete(self, principal: Principal, camera_id: str, *, source: str = "") -> None:
        """Views of it end; its recordings follow their retention."""
        found = self.load(camera_id)
        decision = self._require_write(principal, camera_ref(found), source)
        now_us = self._clock.now_us()
        with self._database.transaction() as tx:
            gone = _loaded(store.load(tx, camera_id, lock=True))
            leave(tx, self._governance, store.streams(tx, [camera_id]))
            store.delete(tx, camera_id, now_us)
            self._keep(tx, principal, replace(gone, version=gone.version + 1), ChangeAct.DELETED, {})
            store.raise_revision(tx)
            self._governance.rights_changed(tx)
            self._recorded(tx, principal, "camera.delete", found, decision, {"code": found.code}, source)
        self._events.publish(CamerasChanged(at_us=now_us, camera_ids=(camera_id,)))

    def _check_addresses(
        self,
        principal: Principal,
        of: Camera,
        drafts: Sequence[StreamDraft],
        before: Sequence[StoredStream],
        source: str,
    ) -> None:
        """Raises `Invalid` with the field; an address that the outbound policy forbids is on record, too."""
        for draft in drafts:
            field = f"streams.{draft.role}.url"
            address = self._meant(draft, before)[1].address
            try:
                self._outbound.check_written(address.host, address.port)
            except Denied as error:
                self._governance.record_refusal(
                    principal, Action.CAMERA_WRITE, camera_ref(of), why="address_forbidden", source=source
                )
                raise Invalid(f"{field}: {error.detail}", field=field, reason="address_forbidden") from None

    def _check_unseen(
        self,
        principal: Principal,
        camera_id: str,
        own: ResourceRef,
        drafts: Sequence[StreamDraft],
        stored: Sequence[StoredStream],
        source: str,
    ) -> None:
        """See `repointing`; a refusal is on record."""
        meant = [self._meant(one, stored) for one in drafts]
        moved = [new.address for _, new, old in meant if old is None or new.address != old.address]
        if not moved:
            return
        try:
            with self._database.reading() as connection:
                refuse_unseen(connection, self._governance, principal, {camera_id: (own, moved)})
        except Invalid:
            self._governance.record_refusal(
                principal, Action.CAMERA_WRITE, own, why="address_of_another", source=source
            )  # fmt: skip
            raise

    def _follow(
        self,
        tx: Connection,
        principal: Principal,
        of: Camera,
        rows: Sequence[StoredStream],
        before: Sequence[StoredStream],
    ) -> None:
        """The masks of what is there come along; see `repointing`."""
        known = {row.shown_url for row in before}
        moved = {place_at(row.shown_url) for row in rows if row.shown_url not in known}
        gone = [row for row in before if row.shown_url not in {one.shown_url for one in rows}]
        if gone or (moved and before):
            leave(tx, self._governance, gone or before)
        if moved:
            follow(tx, self._governance, principal, {of.id: moved}, {of.id: camera_ref(of)})

    def _meant(
        self, draft: StreamDraft, before: Sequence[StoredStream]
    ) -> tuple[StoredStream | None, OpenStream, OpenStream | None]:
        """The stored row if there is one, what the draft means, and what was stored."""
        stored = next((row for row in before if row.role is draft.role), None)
        opened = self._opened(stored) if stored is not None else None
        try:
            return stored, merge(draft, opened), opened
        except Invalid as error:
            field = f"streams.{draft.role}.url"
            raise Invalid(f"{field}: {error.detail}", field=field) from None

    def _opened(self, stored: StoredStream) -> OpenStream | None:
        """None where its key is gone: it can only be entered again."""
        try:
            return open_stream(self._keyring, stored)
        except DataLoss:
            return None

    def _seal(
        self, of: Camera, drafts: Sequence[StreamDraft], before: Sequence[StoredStream]
    ) -> tuple[list[StoredStream], list[str]]:
        """The rows to store, and the names of what changed in them (never a value)."""
        rows: list[StoredStream] = []
        touched = [f"{row.role}.removed" for row in before if row.role not in {draft.role for draft in drafts}]
        for draft in drafts:
            stored, wanted, opened = self._meant(draft, before)
            if stored is not None and wanted == opened:
                row = replace(
                    stored,
                    record=draft.record,
                    min_days=draft.min_days,
                    max_days=draft.max_days,
                    thin_after_days=draft.thin_after_days,
                )
                touched += [f"{draft.role}.recording"] if row != stored else []
            else:
                stream_id = stored.id if stored is not None else self._ids.new_id()
                row = seal_stream(self._keyring, draft, wanted, stream_id=stream_id, camera_id=of.id)
                touched += touched_names(draft.role, opened, wanted)
            rows.append(row)
        return rows, touched

    def _check_site(self, tx: Connection, principal: Principal, draft: CameraDraft, before: Camera | None) -> None:
        if draft.site_id is None or (before is not None and before.site_id == draft.site_id):
            return
        refuse_unseen_site(self._governance, tx, principal, draft.site_id)

    def _keep(
        self, tx: Connection, principal: Principal, of: Camera, act: ChangeAct, changes: dict[str, list[object]]
    ) -> None:
        """A plain edit is a declaration by a form, too."""
        change = CameraChange(
            camera_id=of.id,
            version=of.version,
            act=act,
            changes=changes,
            declared=frozenset(changes),
            pointers=history.pointers_of(tx, of.id),
            draft=DeclarationDraft(source=DeclarationSource.FORM, organisation_id=principal.organisation_id),
        )
        self._ledger.keep(tx, principal, [change])

    def _require_write(self, principal: Principal, ref: ResourceRef, source: str) -> Decision:
        return self._governance.require(
            principal, AccessRequest(action=Action.CAMERA_WRITE, resource=ref, source=source)
        )

    def _recorded(
        self,
        tx: Connection,
        principal: Principal,
        action: str,
        about: Camera,
        decision: Decision,
        details: dict[str, object],
        source: str,
    ) -> None:
        self._governance.record(
            tx,
            principal,
            action,
            camera_ref(about),
            decision=decision,
            details=details,
            personal={"source": source},
        )


def camera_ref(of: Camera) -> ResourceRef:
    """The camera as governance knows it."""
    return ResourceRef(kind="camera", id=of.id, owner_id=of.owner_id, tags=of.tags, purpose_class=of.purpose_class)


def _to_be(draft: CameraDraft, purpose_class: str = "") -> ResourceRef:
    return ResourceRef(
        kind="camera", id="", owner_id=draft.owner_id, tags=draft.tags, purpose_class=purpose_class
    )  # fmt: skip


def _protected(draft: CameraDraft, of: Camera) -> CameraDraft:
    """A defence camera stays one that is not there for others."""
    is_defence = of.purpose_class == PurposeClass.DEFENCE
    return replace(draft, tags=draft.tags | {PROTECTED}) if is_defence else draft


def _check_open(tx: Connection, draft: CameraDraft, declared: Dossier | None) -> None:
    if PROTECTED not in draft.tags:
        poles = [declared.pole_id] if declared is not None else []
        places.refuse_open_at_protected(tx, sites=[draft.site_id], poles=poles)


def _loaded(found: Camera | None) -> Camera:
    if found is None:
        raise NotFound("there is no such camera, or you may not see it")
    return found


def _unsaid(touched: Sequence[str]) -> dict[str, list[object]]:
    """That an address or a password changed, without what it was."""
    return {name: [None, None] for name in touched}
