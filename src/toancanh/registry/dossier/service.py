"""Use cases on dossiers: the one door for those who declare, review, plan and list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from toancanh.governance import AccessRequest, Action, Decision, Governance, ResourceRef, protected_tags
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, Denied, EventBus, IdSource, Invalid, NotFound, Principal
from toancanh.registry.cameras import CamerasChanged, camera_ref
from toancanh.registry.dossier.documents import Documents
from toancanh.registry.dossier.merging import Merging
from toancanh.registry.dossier.model import (
    ADDRESS_FIELDS,
    CameraCare,
    CameraDossier,
    CameraFacts,
    CameraWrite,
    DeclarationDraft,
    DeclarationSource,
    Dossier,
    FieldChange,
    Lifecycle,
    PurposeClass,
)
from toancanh.registry.dossier.store import care, history, merges, poles
from toancanh.registry.dossier.store import dossiers as store
from toancanh.registry.dossier.store.dossiers import Known
from toancanh.registry.dossier.values import checked, with_protection
from toancanh.registry.dossier.writing import Terms, Writer, Written
from toancanh.registry.model import Camera
from toancanh.registry.repointing import refuse_unseen
from toancanh.registry.store import cameras, sites


class Dossiers:
    """What was declared about cameras. Thread-safe."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        events: EventBus,
        writer: Writer,
        merging: Merging,
        documents: Documents,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._events = events
        self._writer = writer
        self._merging = merging
        self.documents = documents

    def get(self, principal: Principal, camera_id: str, *, source: str = "") -> CameraDossier:
        """Raises `NotFound`, also where the principal may not read the camera."""
        camera = self._readable(principal, camera_id, source)
        with self._database.reading() as connection:
            dossier = store.load(connection, camera_id) or Dossier(camera_id=camera_id)
            pointers = history.pointers_of(connection, camera_id)
            declared = history.declarations(connection, pointers.values())
            kept_id = store.merged_into(connection, camera_id)
            joined = merges.of_camera(connection, camera_id)
        people = {one.declared_by for one in declared.values()}
        people |= {one.verified_by for one in declared.values() if one.verified_by is not None}
        seen = {one.id for one in self._seen(principal, {id for one in joined for id in (one.kept_id, one.other_id)})}
        return CameraDossier(
            camera=camera,
            dossier=dossier,
            declarations={name: declared[id] for name, id in pointers.items() if id in declared},
            usernames=self._governance.users.names(people),
            merged_into=kept_id if kept_id in seen else None,
            merges=tuple(one for one in joined if {one.kept_id, one.other_id} <= seen | {camera_id}),
            with_address=self._may_change(principal, camera),
        )

    def history(
        self, principal: Principal, camera_id: str, *, before: str = "", limit: int = 100, source: str = ""
    ) -> list[FieldChange]:
        """The newest first, with that of the cameras that were merged into it and that the principal may read.

        ``limit`` acts before that one, each with all its fields.
        """
        camera = self._readable(principal, camera_id, source)
        with self._database.reading() as connection:
            found = merges.of_camera(connection, camera_id)
        joined = {one.other_id for one in found if one.kept_id == camera_id and one.split_at_us is None}
        together = [camera, *self._seen(principal, joined)]
        with self._database.reading() as connection:
            changes = history.changes(connection, [one.id for one in together], before=before, limit=limit)
        names = self._governance.users.names({change.changed_by for change in changes})
        hidden = {one.id for one in together if not self._may_change(principal, one)}
        return [_said(replace(change, username=names.get(change.changed_by, "")), hidden) for change in changes]

    def write(self, principal: Principal, write: CameraWrite, *, declared: DeclarationDraft, source: str = "") -> str:
        """Make or change one camera; returns its id. Raises `Invalid` with the field, `Conflict`, `NotFound`, `Denied`.

        A stale ``version`` is a `Conflict` that says what changed since, by whom and when.
        """
        values = checked(write.values)
        before, decision = self._judged(principal, write.camera_id, values, source)
        try:
            camera_id, done = self._written(
                principal, replace(write, values=values), declared, before, decision, source
            )  # fmt: skip
        except Invalid as error:
            if error.extra.get("reason") == "address_forbidden":
                owner_id = before.owner_id if before is not None else str(values["owner_id"])
                tags = before.tags if before is not None else values.get("tags", frozenset())
                assert isinstance(tags, frozenset)  # noqa: S101  # as `checked` makes it
                ref = ResourceRef(kind="camera", id=write.camera_id or "", owner_id=owner_id, tags=tags)
                self._governance.record_refusal(
                    principal, Action.CAMERA_WRITE, ref, why="address_forbidden", source=source
                )
            raise
        if done.media:
            self._events.publish(CamerasChanged(at_us=self._clock.now_us(), camera_ids=(camera_id,)))
        return camera_id

    def _written(
        self,
        principal: Principal,
        write: CameraWrite,
        declared: DeclarationDraft,
        before: Camera | None,
        decision: Decision,
        source: str,
    ) -> tuple[str, Written]:
        with self._database.transaction() as tx:
            known = _unchanged(store.known(tx, [before.id]).get(before.id), before) if before is not None else None
            self._check_visible(tx, principal, write.values, known)
            done = self._writer.apply(tx, principal, [write], declared)
            after = cameras.load(tx, done.camera_ids[0])
            assert after is not None  # noqa: S101  # it has just been written
            refuse_unseen(tx, self._governance, principal, done.pointed)
            if done.made or done.changed:
                self._recorded(tx, principal, after, decision, done, source)
        return after.id, done

    def apply(
        self,
        tx: Connection,
        principal: Principal,
        writes: Sequence[CameraWrite],
        declared: DeclarationDraft | Sequence[DeclarationDraft],
        *,
        source: str = "",
    ) -> list[str]:
        """Many at once in the caller's transaction, all or nothing; returns the cameras' ids in the order given.

        The caller has judged each camera. ``declared``: one for all, or one each. What is already so changes nothing.
        Raises `Invalid` (``reason``: ``address_forbidden``), for the caller to record, where a stream would lead to a
        camera of which the principal may see no picture.
        """
        done = self._writer.apply(tx, principal, writes, declared)
        refuse_unseen(tx, self._governance, principal, done.pointed)
        details = {"made": len(done.made), "changed": len(done.changed), "asked": len(writes)}
        ref = ResourceRef(kind="camera", id="", owner_id=principal.organisation_id, tags=done.tags)
        self._governance.record(tx, principal, "camera.apply", ref, details=details, personal={"source": source})
        return done.camera_ids

    def protect_defence(self) -> list[str]:
        """At start: who was declared a defence camera before that alone hid it is hidden from now on, on record.

        Returns the codes of those that could not be: a protected camera of that owner has the code already.
        """
        principal, declared = Principal.system("upkeep"), DeclarationDraft(source=DeclarationSource.FORM)
        with self._database.reading() as connection:
            found = store.open_defence(connection)
        left = []
        for camera_id, code in found:
            write = CameraWrite(camera_id=camera_id, values={"purpose": PurposeClass.DEFENCE})
            try:
                with self._database.transaction() as tx:
                    done = self._writer.apply(tx, principal, [write], declared, terms=Terms(free=True))
                    after = cameras.load(tx, camera_id)
                    assert after is not None  # noqa: S101  # it has just been written
                    ref, details = camera_ref(after), {"why": "defence", "changed": done.changed[camera_id]}
                    self._governance.record(tx, principal, "camera.update", ref, details=details)
            except Conflict:
                left.append(code)
        return left

    def facts(self) -> list[CameraFacts]:
        """Every living camera, in no order; no judgement."""
        with self._database.reading() as connection:
            return store.facts(connection)

    def care(self, camera_ids: Collection[str] | None = None) -> dict[str, CameraCare]:
        """Who looks after these living cameras (None: all), and how to find them; no judgement."""
        with self._database.reading() as connection:
            return care.care(connection, camera_ids)

    def transition(
        self,
        principal: Principal,
        camera_id: str,
        to: Lifecycle,
        why: str,
        *,
        version: int | None = None,
        source: str = "",
    ) -> str:
        """Raises `Conflict` that names what may follow. Streams are desired only in `WITH_STREAMS`."""
        declared = DeclarationDraft(source=DeclarationSource.FORM, reference=why)
        write = CameraWrite(camera_id=camera_id, values={"lifecycle": to}, version=version)
        return self.write(principal, write, declared=declared, source=source)

    def verify(
        self, principal: Principal, camera_id: str, fields: Iterable[str] | None = None, *, source: str = ""
    ) -> None:
        """Say that the values of these fields (None: all that others declared) were looked at and are true.

        Four eyes: nobody verifies what he declared himself, whatever his role; `Denied`, and the refusal is on record.
        """
        with self._database.reading() as connection:
            camera = cameras.load(connection, camera_id)
        if camera is None:
            raise NotFound("there is no such camera, or you may not see it")
        request = AccessRequest(action=Action.INVENTORY_APPLY, resource=camera_ref(camera), source=source)
        decision = self._governance.require(principal, request)
        try:
            self._verified(principal, camera, fields, request, decision)
        except Denied as error:
            why = str(error.extra["reason"])
            self._governance.record_refusal(principal, request.action, request.resource, why=why, source=source)
            raise

    def _verified(
        self,
        principal: Principal,
        camera: Camera,
        fields: Iterable[str] | None,
        request: AccessRequest,
        decision: Decision,
    ) -> None:
        camera_id, now_us = camera.id, self._clock.now_us()
        with self._database.transaction() as tx:
            known = _unchanged(store.known(tx, [camera_id]).get(camera_id), camera)
            wanted = set(known.pointers if fields is None else fields)
            missing = sorted(wanted - set(known.pointers))
            if missing:
                raise Invalid(f"{missing[0][:64]}: nobody has declared this field", field=missing[0][:64])
            declared = history.declarations(tx, {known.pointers[name] for name in wanted})
            mine = {id for id, declaration in declared.items() if declaration.declared_by == principal.user_id}
            own = {name for name in wanted if known.pointers[name] in mine}
            if own and (fields is not None or own == wanted):
                raise Denied("another person verifies what you declared", reason="own_declaration", fields=sorted(own))
            wanted -= own
            pointers, whole = dict(known.pointers), []
            for id, declaration in history.declarations(tx, {pointers[name] for name in wanted}).items():
                said = {name for name, pointed in pointers.items() if pointed == id}
                if said <= wanted:
                    whole.append(id)
                    continue
                part = replace(declaration, id=self._ids.new_id(), verified_by=principal.user_id, verified_at_us=now_us)
                history.insert_declaration(tx, camera_id, part)
                pointers |= dict.fromkeys(said & wanted, part.id)
            history.verify(tx, whole, by=principal.user_id, at_us=now_us)
            history.write_pointers_of(tx, {camera_id: pointers})
            details = {"fields": sorted(wanted)}
            self._governance.record(
                tx,
                principal,
                "camera.verify",
                request.resource,
                decision=decision,
                details=details,
                personal={"source": request.source},
            )

    def merge(
        self, principal: Principal, keep_id: str, other_id: str, fields_from_other: Sequence[str], *, source: str = ""
    ) -> str:
        """See `Merging.merge`."""
        return self._merging.merge(principal, keep_id, other_id, fields_from_other, source=source)

    def split(self, principal: Principal, merge_id: str, *, source: str = "") -> None:
        """See `Merging.split`."""
        self._merging.split(principal, merge_id, source=source)

    def _readable(self, principal: Principal, camera_id: str, source: str) -> Camera:
        """Judged while no connection is held: a judgement takes one of its own."""
        with self._database.reading() as connection:
            camera = cameras.load(connection, camera_id)
        if camera is None:
            raise NotFound("there is no such camera, or you may not see it")
        request = AccessRequest(action=Action.CAMERA_READ, resource=camera_ref(camera), source=source)
        self._governance.require(principal, request)
        return camera

    def _seen(self, principal: Principal, camera_ids: Iterable[str]) -> list[Camera]:
        """Those of these cameras that are there for the principal."""
        visible = self._governance.visible(principal, Action.CAMERA_READ, "camera")
        with self._database.reading() as connection:
            found = [cameras.load(connection, id) for id in sorted(camera_ids)]
        return [one for one in found if one is not None and visible.shows(camera_ref(one))]

    def _may_change(self, principal: Principal, camera: Camera) -> bool:
        visible = self._governance.visible(principal, Action.CAMERA_WRITE, "camera")
        return visible.shows(camera_ref(camera))

    def _judged(
        self, principal: Principal, camera_id: str | None, values: Mapping[str, object], source: str
    ) -> tuple[Camera | None, Decision]:
        """The camera as it was judged; who gives it to another owner needs the right there, too."""
        before: Camera | None = None
        decision: Decision | None = None
        if camera_id is not None:
            with self._database.reading() as connection:
                before = cameras.load(connection, camera_id)
            if before is None:
                raise NotFound("there is no such camera, or you may not see it")
            decision = self._require_write(principal, camera_ref(before), source)
        owner_id = str(values.get("owner_id", before.owner_id if before is not None else ""))
        known = {"tags": before.tags, "purpose": before.purpose_class} if before is not None else None
        tags = with_protection(values, known).get("tags", before.tags if before is not None else frozenset())
        assert isinstance(tags, frozenset)  # noqa: S101  # as `checked` makes it
        if before is None and not owner_id:
            raise Invalid("owner_id: a new camera needs it", field="owner_id")
        if decision is None or before is None or owner_id != before.owner_id:
            said = values.get("purpose", before.purpose_class if before is not None else None)
            ref = ResourceRef(kind="camera", id="", owner_id=owner_id, tags=tags, purpose_class=str(said or ""))
            given = self._require_write(principal, ref, source)
            decision = decision or given
        return before, decision

    def _require_write(self, principal: Principal, ref: ResourceRef, source: str) -> Decision:
        return self._governance.require(
            principal, AccessRequest(action=Action.CAMERA_WRITE, resource=ref, source=source)
        )

    def _check_visible(
        self, tx: Connection, principal: Principal, values: Mapping[str, object], before: Known | None
    ) -> None:
        """A site or pole is named only by those who may see it."""
        for name, load in (("site_id", sites.load), ("pole_id", poles.load)):
            wanted = values.get(name)
            if wanted is None or (before is not None and before.values[name] == wanted):
                continue
            found = load(tx, str(wanted))
            visible = self._governance.visible(principal, Action.SITE_READ, name.removesuffix("_id"))
            tags = protected_tags(found is not None and found.protected)
            if found is None or not visible.allows(found.owner_id, tags):
                what = name.removesuffix("_id")
                raise Invalid(f"{name}: there is no such {what}, or you may not see it", field=name)

    def _recorded(
        self,
        tx: Connection,
        principal: Principal,
        after: Camera,
        decision: Decision,
        done: Written,
        source: str,
    ) -> None:
        changed = {
            name: [None, None] if name in ADDRESS_FIELDS else list(values)
            for name, values in done.changed.get(after.id, {}).items()
        }
        details: dict[str, object] = {"code": after.code, "version": after.version}
        self._governance.record(
            tx,
            principal,
            "camera.create" if done.made else "camera.update",
            camera_ref(after),
            decision=decision,
            details=details if done.made else {**details, "changed": changed},
            personal={"source": source},
        )


def _unchanged(known: Known | None, judged: Camera) -> Known:
    """What is in the database, if it still is what was judged."""
    if known is None:
        raise NotFound("there is no such camera, or you may not see it")
    if (known.values["owner_id"], known.tags) != (judged.owner_id, judged.tags):
        raise Conflict("somebody changed owner or tags of this camera meanwhile; look again")
    return known


def _said(change: FieldChange, hidden: set[str]) -> FieldChange:
    """Without the address, for those who may not change the camera."""
    if change.field not in ADDRESS_FIELDS or change.camera_id not in hidden:
        return change
    return replace(change, before=None, after=None)
