"""Use cases of bulk edits: preview, apply exactly what was seen, take it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from sqlalchemy import Connection

from toancanh.governance import PROTECTED, AccessRequest, Action, Governance, ResourceRef, Visibility, protected_tags
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, Denied, EventBus, IdSource, Invalid, NotFound, Principal
from toancanh.registry.cameras import CamerasChanged
from toancanh.registry.dossier.model import CameraWrite, DeclarationDraft, DeclarationSource, Lifecycle, may_follow
from toancanh.registry.dossier.service import Dossiers
from toancanh.registry.dossier.store.dossiers import Known, known
from toancanh.registry.dossier.store.tables import pole
from toancanh.registry.dossier.values import MAX_TAGS, checked, plain, with_protection
from toancanh.registry.lists.filters import CameraFilter, readable
from toancanh.registry.lists.model import BulkDone, BulkPreview, LeftOut, RowChange, WhyNot
from toancanh.registry.lists.store import bulk_edits as store
from toancanh.registry.lists.store import rows
from toancanh.registry.lists.store.bulk_edits import Before, BulkEdit
from toancanh.registry.store.tables import site

MOST_AT_ONCE = 50_000
"""Of a filter: the whole city, and a bound for memory and for the time that others wait."""
MOST_NAMED = 5_000
VALID_US = 3_600_000_000
"""How long a preview may be applied."""
KEPT_US = 7 * 24 * 3_600_000_000
"""How long an edit may be taken back."""

BULK_FIELDS: frozenset[str] = frozenset(
    {
        *("owner_id", "site_id", "lifecycle", "kind", "purpose", "funding", "operator_id", "maintainer_id", "unit_id"),
        *("pole_id", "height_m", "tilt_deg", "hfov_deg", "width_px", "height_px", "maker", "model", "network"),
        *("codecs", "fps", "bitrate_kbps", "key_interval_s"),
        *("connection", "installed_on", "warranty_until", "legal_basis", "notice", "retention_class", "note"),
    }
)
"""What many cameras can have in common; codes, places, serial numbers and the like are each camera's own."""


@dataclass(frozen=True, kw_only=True)
class BulkWish:
    """What to make of the cameras: fields of `BULK_FIELDS` with values as in JSON; tags come and go one by one."""

    values: Mapping[str, object] = field(default_factory=dict, hash=False)
    add_tags: frozenset[str] = frozenset()
    remove_tags: frozenset[str] = frozenset()

    @staticmethod
    def read(stored: Mapping[str, Any]) -> BulkWish:
        """As `plain` wrote it."""
        return BulkWish(
            values=stored["set"], add_tags=frozenset(stored["add_tags"]), remove_tags=frozenset(stored["remove_tags"])
        )

    def plain(self) -> dict[str, object]:
        """As in JSON."""
        values = {name: plain(value) for name, value in checked(self.values).items()}
        return {"set": values, "add_tags": sorted(self.add_tags), "remove_tags": sorted(self.remove_tags)}

    def checked(self) -> BulkWish:
        """With values as they are stored. Raises `Invalid` with the field."""
        if not self.values and not self.add_tags and not self.remove_tags:
            raise Invalid("set: nothing is to be changed", field="set")
        for name in self.values:
            if name not in BULK_FIELDS:
                raise Invalid(f"set: {name[:64]} is not set for many cameras at once", field="set")
        tags = {name: checked({"tags": list(given)})["tags"] for name, given in self._tags().items() if given}
        return replace(self, values=checked(self.values), **tags)  # type: ignore[arg-type]

    def on(self, now: Mapping[str, object]) -> dict[str, object]:
        """The fields that would change, with what they would become."""
        tags = self.values.get("tags", now["tags"])  # all tags are set only where an edit is taken back
        assert isinstance(tags, frozenset)  # noqa: S101  # as the store reads it
        wanted = {**self.values, "tags": (tags - self.remove_tags) | self.add_tags}
        return {name: value for name, value in wanted.items() if now[name] != value}

    def _tags(self) -> dict[str, frozenset[str]]:
        return {"add_tags": self.add_tags, "remove_tags": self.remove_tags}


class BulkEdits:
    """Many cameras changed in one transaction, and nothing that was not seen before."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        dossiers: Dossiers,
        events: EventBus,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._dossiers = dossiers
        self._events = events

    def preview(
        self, principal: Principal, pick: CameraFilter | Sequence[str], wish: BulkWish, *, source: str = ""
    ) -> BulkPreview:
        """Nothing changes yet. Raises `Invalid` with the field, and what `Governance.require` raises where nothing of
        what was picked may be changed.
        """
        wanted = wish.checked()
        self._check_references(principal, wanted, source)
        ids = self._picked(principal, pick)
        with self._database.transaction() as tx:
            if "owner_id" in wanted.values:
                self._governance.organisations.refuse_ended(tx, [str(wanted.values["owner_id"])], field="owner_id")
            found = known(tx, ids)
            changes, same, left_out = self._sorted(principal, [(found.get(id) or id, wanted) for id in ids])
            refused = sum(one.why in {WhyNot.NOT_ALLOWED, WhyNot.NOT_FOUND} for one in left_out)
            now_us = self._clock.now_us()
            edit = BulkEdit(
                id=self._ids.new_id(),
                user_id=principal.user_id,
                picked=pick.plain() if isinstance(pick, CameraFilter) else {"ids": len(ids)},
                wanted=wanted.plain(),
                seen={change.camera_id: change.version for change in changes},
                created_at_us=now_us,
            )
            if refused < len(ids):
                store.forget(tx, now_us - KEPT_US)
                store.insert(tx, edit)
        if refused == len(ids):
            self._refuse(principal, [found.get(id) for id in ids], source)
        if refused:
            mine = ResourceRef(kind="camera", id="", owner_id=principal.organisation_id)
            why = f"bulk: {refused} of {len(ids)}"
            self._governance.record_refusal(principal, Action.CAMERA_WRITE, mine, why=why, source=source)
        return BulkPreview(
            token=edit.id,
            picked=len(ids),
            same=same,
            changes=tuple(changes),
            left_out=tuple(left_out),
            expires_at_us=now_us + VALID_US,
        )

    def apply(self, principal: Principal, token: str, *, source: str = "") -> BulkDone:
        """In one transaction. What was changed since the preview, or may no longer be changed, is left out and named.

        Raises `NotFound` for a preview of somebody else, `Conflict` for one that is old or was applied.
        """
        now_us = self._clock.now_us()
        with self._database.reading() as connection:
            wanted = BulkWish.read(self._own(connection, principal, token).wanted).checked()
        self._check_references(principal, wanted, source)
        with self._database.transaction() as tx:
            edit = self._own(tx, principal, token, lock=True)
            if edit.applied_at_us is not None:
                raise Conflict("this was applied already; look again")
            if now_us > edit.created_at_us + VALID_US:
                raise Conflict("this preview is too old; look again")
            there = known(tx, edit.seen)
            fresh = {of for of, version in edit.seen.items() if of not in there or there[of].version == version}
            reading = self._reading(principal)
            left_out = [_left(there[of], WhyNot.CHANGED_MEANWHILE, reading) for of in edit.seen if of not in fresh]
            changes, _, refused = self._sorted(principal, [(there.get(of) or of, wanted) for of in sorted(fresh)])
            left_out += refused
            writes = [
                CameraWrite(camera_id=one.camera_id, values=wanted.on(there[one.camera_id].values), version=one.version)
                for one in changes
            ]
            self._write(tx, principal, writes, f"bulk:{edit.id}")
            before = [Before(camera_id=of.camera_id, version=of.version + 1, values=of.before) for of in changes]
            store.set_applied(tx, edit.id, now_us, before)
            details = {"picked": edit.picked, **edit.wanted, **_figures(changes, left_out)}
            self._record(tx, principal, "camera.bulk", edit, details, there.values(), source)
        self._events.publish(CamerasChanged(at_us=now_us, camera_ids=tuple(one.camera_id for one in changes)))
        return BulkDone(id=edit.id, changed=len(changes), left_out=tuple(left_out))

    def undo(self, principal: Principal, edit_id: str, *, source: str = "") -> BulkDone:
        """Gives the cameras back what they had, save those that were changed since, and life cycles that do not lead
        back. Raises `NotFound`, `Conflict`.
        """
        now_us = self._clock.now_us()
        with self._database.transaction() as tx:
            edit = self._own(tx, principal, edit_id, lock=True)
            if edit.applied_at_us is None or edit.undone_at_us is not None:
                raise Conflict("there is nothing to take back")
            changed = store.changed_by(tx, edit.id)
            there = known(tx, [one.camera_id for one in changed])
            fresh = [
                one for one in changed if one.camera_id not in there or there[one.camera_id].version == one.version
            ]
            since = {one.camera_id for one in changed} - {one.camera_id for one in fresh}
            reading = self._reading(principal)
            left_out = [_left(there[of], WhyNot.CHANGED_MEANWHILE, reading) for of in sorted(since)]
            back = {one.camera_id: BulkWish(values=checked(one.values)) for one in fresh}
            changes, _, refused = self._sorted(principal, [(there.get(of) or of, wish) for of, wish in back.items()])
            left_out += refused
            writes = [
                CameraWrite(camera_id=of.camera_id, values=back[of.camera_id].values, version=of.version)
                for of in changes
            ]
            self._write(tx, principal, writes, f"undo:{edit.id}")
            store.set_undone(tx, edit.id, now_us)
            self._record(tx, principal, "camera.bulk_undo", edit, _figures(changes, left_out), there.values(), source)
        self._events.publish(CamerasChanged(at_us=now_us, camera_ids=tuple(one.camera_id for one in changes)))
        return BulkDone(id=edit.id, changed=len(changes), left_out=tuple(left_out))

    def _picked(self, principal: Principal, pick: CameraFilter | Sequence[str]) -> list[str]:
        """What the principal may read of it. Raises `Invalid` where it is too much for one run."""
        if not isinstance(pick, CameraFilter):
            many = len(pick)
            ids = list(dict.fromkeys(pick))
        else:
            conditions = readable(self._governance, principal, pick)
            with self._database.reading() as connection:
                many = rows.count(connection, conditions)
                ids = rows.ids(connection, conditions) if many <= MOST_AT_ONCE else []
        if many > MOST_AT_ONCE:
            raise Invalid(f"{many} cameras are picked; one run takes at most {MOST_AT_ONCE}: narrow it", picked=many)
        return ids

    def _sorted(
        self, principal: Principal, picked: Iterable[tuple[Known | str, BulkWish]]
    ) -> tuple[list[RowChange], int, list[LeftOut]]:
        """What would change, how many are so already, and what is left out and why."""
        reading = self._reading(principal)
        writing = self._governance.visible(principal, Action.CAMERA_WRITE, "camera")
        changes: list[RowChange] = []
        left_out: list[LeftOut] = []
        same = 0
        for one, wanted in picked:
            if isinstance(one, str):
                left_out.append(LeftOut(camera_id=one, code="", why=WhyNot.NOT_FOUND))
                continue
            after = with_protection(wanted.on(one.values), one.values)
            why = _why_not(one, after, writing)
            if why is not None:
                left_out.append(_left(one, why, reading))
            elif after:
                changes.append(
                    RowChange(
                        camera_id=one.camera_id,
                        code=str(one.values["code"]),
                        version=one.version,
                        before={name: plain(one.values[name]) for name in after},
                        after={name: plain(value) for name, value in after.items()},
                    )
                )
            else:
                same += 1
        return sorted(changes, key=lambda change: change.code), same, left_out

    def _check_references(self, principal: Principal, wanted: BulkWish, source: str) -> None:
        """A new owner must be within the principal's reach, as a site and a pole; other organisations must exist."""
        owner_id = wanted.values.get("owner_id")
        if owner_id is not None:
            ref = ResourceRef(kind="camera", id="", owner_id=str(owner_id))
            self._governance.require(principal, AccessRequest(action=Action.CAMERA_WRITE, resource=ref, source=source))
        for name in ("operator_id", "maintainer_id", "unit_id"):
            named = wanted.values.get(name)
            if named is not None and not self._governance.organisations.named({str(named)}):
                raise Invalid(f"{name}: there is no such organisation", field=name)
        places = self._governance.visible(principal, Action.SITE_READ, "site")
        for name, table in (("site_id", site), ("pole_id", pole)):
            named = wanted.values.get(name)
            if named is not None:
                with self._database.reading() as connection:
                    seen = places.clause(table.c.owner_id, protected=table.c.protected)
                    is_there = rows.may_name(connection, table, str(named), seen)
                if not is_there:
                    raise Invalid(f"{name}: there is no such {table.name}, or you may not see it", field=name)

    def _refuse(self, principal: Principal, picked: Sequence[Known | None], source: str) -> NoReturn:
        """Nothing of what was picked may be changed: the answer to the first one stands for all."""
        first = next(iter(picked), None)
        if first is not None:
            ref = ResourceRef(
                kind="camera",
                id=first.camera_id,
                owner_id=str(first.values["owner_id"]),
                tags=first.tags,
                purpose_class=str(first.values["purpose"] or ""),
            )
            self._governance.require(principal, AccessRequest(action=Action.CAMERA_WRITE, resource=ref, source=source))
            self._governance.record_refusal(principal, Action.CAMERA_WRITE, ref, why="bulk: afterwards", source=source)
            raise Denied("what these cameras would become is out of your reach")
        if not picked:
            raise Invalid("nothing is picked", picked=0)
        raise NotFound("there is no such camera, or you may not see it")

    def _write(self, tx: Connection, principal: Principal, writes: Sequence[CameraWrite], reference: str) -> None:
        if writes:
            declared = DeclarationDraft(source=DeclarationSource.FORM, reference=reference)
            self._dossiers.apply(tx, principal, writes, declared)

    def _own(self, connection: Connection, principal: Principal, edit_id: str, *, lock: bool = False) -> BulkEdit:
        found = store.load(connection, edit_id, lock=lock)
        if found is None or found.user_id != principal.user_id:
            raise NotFound("you have no such edit")
        return found

    def _record(
        self,
        tx: Connection,
        principal: Principal,
        action: str,
        edit: BulkEdit,
        details: dict[str, Any],
        before: Iterable[Known],
        source: str,
    ) -> None:
        tags = protected_tags(any(PROTECTED in one.tags for one in before))
        about = ResourceRef(kind="bulk_edit", id=edit.id, owner_id=principal.organisation_id, tags=tags)
        self._governance.record(tx, principal, action, about, details=details, personal={"source": source})

    def _reading(self, principal: Principal) -> Visibility:
        return self._governance.visible(principal, Action.CAMERA_READ, "camera")


def _why_not(one: Known, after: Mapping[str, object], writing: Visibility) -> WhyNot | None:
    tags = after.get("tags", one.tags)
    assert isinstance(tags, frozenset)  # noqa: S101  # as the store reads it
    owner = str(one.values["owner_id"])
    if not writing.allows(owner, one.tags) or not writing.allows(str(after.get("owner_id", owner)), tags):
        return WhyNot.NOT_ALLOWED
    if one.merged_into is not None:
        return WhyNot.MERGED
    if len(tags) > MAX_TAGS:
        return WhyNot.TOO_MANY_TAGS
    here = Lifecycle(str(one.values["lifecycle"]))
    return None if may_follow(here, Lifecycle(str(after.get("lifecycle", here)))) else WhyNot.NO_TRANSITION


def _left(one: Known, why: WhyNot, reading: Visibility) -> LeftOut:
    """Named only to those who may know of it."""
    if not reading.allows(str(one.values["owner_id"]), one.tags):
        return LeftOut(camera_id=one.camera_id, code="", why=WhyNot.NOT_FOUND)
    return LeftOut(camera_id=one.camera_id, code=str(one.values["code"]), why=why)


def _figures(changes: Sequence[RowChange], left_out: Sequence[LeftOut]) -> dict[str, object]:
    reasons = [str(one.why) for one in left_out]
    return {"changed": len(changes), "left_out": {why: reasons.count(why) for why in sorted(set(reasons))}}
