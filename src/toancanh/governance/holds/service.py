"""Use cases on holds: authorise, load, decide, save, record; and the answers that media needs before it deletes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from sqlalchemy import Connection

from toancanh.governance.holds import store
from toancanh.governance.holds.classes import Limits, class_of, limits_in
from toancanh.governance.holds.model import (
    MAX_CAMERAS,
    MAX_SPAN_US,
    RELEASED_BY_PLACER_WITHIN_US,
    DeletedFootage,
    FoundFootage,
    Hold,
    HoldDraft,
    Span,
    ThinnedFootage,
)
from toancanh.governance.holds.store import StoredCamera
from toancanh.governance.judgement import Judgement, not_found
from toancanh.governance.model import PROTECTED, AccessRequest, Action, ResourceRef, protected_tags
from toancanh.governance.record import RecordWriter
from toancanh.governance.regulation.pack import Pack, RetentionClass
from toancanh.governance.store import users
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, Denied, IdSource, Invalid, Principal

FootageLookup = Callable[[Connection, str, Span], Iterable[FoundFootage]]
"""What is recorded of a camera in a span, as the transaction sees it."""


class Refs(Protocol):
    """Cameras that live, as governance knows them; as a connection sees them, where one is brought."""

    def __call__(
        self, camera_ids: Collection[str], connection: Connection | None = None, /
    ) -> Mapping[str, ResourceRef]:
        """By id."""


class Holds:
    """Who holds which footage for which case; how long a class is kept. Thread-safe."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        judgement: Judgement,
        record: RecordWriter,
        pack: Callable[[], Pack],
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._judgement = judgement
        self._record = record
        self._pack = pack
        self._found: dict[str, tuple[str, RetentionClass | None]] = {}
        self._cameras: Refs = lambda _camera_ids, _connection=None: {}
        self._footage: FootageLookup = lambda _tx, _camera_id, _span: ()

    def know_cameras(self, lookup: Refs) -> None:
        """Tell how to find cameras as they are now."""
        self._cameras = lookup

    def know_footage(self, lookup: FootageLookup) -> None:
        """Tell how to find what is recorded: a hold remembers what was there when it was placed."""
        self._footage = lookup

    # classes

    def classes(self) -> tuple[RetentionClass, ...]:
        """Those of the pack in force."""
        return self._pack().retention

    def class_of(self, declared: str) -> RetentionClass | None:
        """The class of a camera whose dossier says this; None where the pack has none."""
        pack = self._pack()
        found = self._found.get(declared)
        if found is None or found[0] != pack.digest:  # of 40,000 cameras few say something of their own
            found = self._found[declared] = pack.digest, class_of(pack, declared)
        return found[1]

    def limits(self, declared: str, min_days: float, max_days: float, thin_after_days: float | None = None) -> Limits:
        """A camera's own limits within those of its class."""
        return limits_in(self.class_of(declared), min_days, max_days, thin_after_days)

    # holds

    def place(self, principal: Principal, draft: HoldDraft, *, source: str = "") -> Hold:
        """Hold the footage that is there and that will be recorded in the span. All cameras or none.

        Raises `NotFound` for a camera that the principal may not know, `Denied` where it may not be held.
        """
        now_us = self._clock.now_us()
        _check(draft, now_us)
        refs = self._cameras(draft.camera_ids)
        for camera_id in draft.camera_ids:
            if camera_id not in refs:
                raise not_found("camera")
            self._require(principal, Action.HOLD_WRITE, refs[camera_id], draft, source)
        self._require_case(principal, draft.case_number)
        made = Hold(
            id=self._ids.new_id(),
            camera_ids=tuple(sorted(draft.camera_ids)),
            span=draft.span,
            case_number=draft.case_number,
            reason=draft.reason,
            placed_by=principal.user_id,
            placed_us=now_us,
            expires_us=draft.expires_us,
        )
        cameras = [
            StoredCamera(camera_id=ref.id, owner_id=ref.owner_id, protected=PROTECTED in ref.tags)
            for ref in (refs[camera_id] for camera_id in made.camera_ids)
        ]
        owners = self._at_the_time(made, refs.values())
        with self._database.transaction() as tx:
            found = [one for camera in cameras for one in self._footage(tx, camera.camera_id, made.span)]
            store.insert(tx, made, cameras, found)
            details = {
                "case": made.case_number,
                "from_us": made.span.from_us,
                "to_us": made.span.to_us,
                "expires_us": made.expires_us,
            }
            self._recorded(tx, principal, "hold.place", made, owners, details, made.reason, source)
        return made

    def release(self, principal: Principal, hold_id: str, *, reason: str, source: str = "") -> Hold:
        """Let it go. By another person than the one who placed it, who may take back a slip within the first hour.

        Raises `Conflict` where it holds no more.
        """
        hold, refs = self._known(hold_id)
        seen = self._seen(principal, hold, refs, source)
        refs = self._at_the_time(hold, refs)
        for ref in refs:
            self._require(principal, Action.HOLD_WRITE, ref, None, source)
        now_us = self._clock.now_us()
        if principal.user_id == hold.placed_by and now_us - hold.placed_us > RELEASED_BY_PLACER_WITHIN_US:
            why = "own_hold"
            for ref in refs:
                self._judgement.record_refusal(principal, Action.HOLD_WRITE, ref, why=why, source=source)
            raise Denied("a hold is released by another person than the one who placed it", reason=why)
        if not hold.is_active(now_us):
            raise Conflict("this hold has ended already")
        with self._database.transaction() as tx:
            if not store.release(tx, hold_id, by=principal.user_id, at_us=now_us, reason=reason):
                raise Conflict("this hold has ended already")
            details: dict[str, object] = {"case": hold.case_number}
            self._recorded(tx, principal, "hold.release", hold, refs, details, reason, source)
        return replace(seen, released_us=now_us, released_by=principal.user_id, release_reason=reason)

    def get(self, principal: Principal, hold_id: str, *, source: str = "") -> Hold:
        """Raises `NotFound`, also where the principal may read none of its cameras' holds."""
        hold, refs = self._known(hold_id)
        return self._seen(principal, hold, refs, source)

    def page(
        self, principal: Principal, *, after: str, limit: int, camera_id: str = "", active: bool = False
    ) -> list[Hold]:
        """The newest first; of each the cameras whose holds the principal may read."""
        found: list[Hold] = []
        at_us = self._clock.now_us() if active else None
        while len(found) < limit:
            with self._database.reading() as connection:
                part = store.page(connection, after=after, limit=limit, camera_id=camera_id, active_at_us=at_us)
                stored = store.cameras(connection, [hold.id for hold in part])
            refs = self._refs([one for cameras in stored.values() for one in cameras])
            seen = (self._narrowed(principal, hold, [refs[id] for id in hold.camera_ids]) for hold in part)
            found += [one for one in seen if one is not None and (not camera_id or camera_id in one.camera_ids)]
            if len(part) < limit:
                break
            after = part[-1].id
        return found[:limit]

    def marked(self, principal: Principal, camera_id: str, span: Span) -> list[Hold]:
        """Holds that last on a camera and touch the span, as far as the principal may read them: for its timeline."""
        found = self.page(principal, after="", limit=MAX_CAMERAS, camera_id=camera_id, active=True)
        return [hold for hold in found if hold.span.touches(*span)]

    def now_us(self) -> int:
        """By which holds end."""
        return self._clock.now_us()

    def usernames(self, holds: Iterable[Hold]) -> dict[str, str]:
        """Of those who placed and released them, by id."""
        with self._database.reading() as connection:
            return users.names(connection, {one for hold in holds for one in (hold.placed_by, hold.released_by) if one})

    def lasting(self) -> list[tuple[Hold, list[FoundFootage]]]:
        """All that hold now, with what was there when each was placed; no judgement."""
        found: list[tuple[Hold, list[FoundFootage]]] = []
        after, at_us = "", self._clock.now_us()
        with self._database.reading() as connection:
            while part := store.page(connection, after=after, limit=MAX_CAMERAS, active_at_us=at_us):
                found += [(hold, store.footage(connection, hold.id)) for hold in part]
                after = part[-1].id
        return found

    # what media asks and tells

    def held(self, connection: Connection, camera_ids: Collection[str]) -> Mapping[str, Sequence[Span]]:
        """What of these cameras must not be deleted now, as ``connection`` sees it: in the transaction of a deletion
        no hold can come between the question and the act.
        """
        return store.held(connection, camera_ids, at_us=self._clock.now_us())

    def note_deleted(self, tx: Connection, batch: Sequence[DeletedFootage]) -> None:
        """On record, in the transaction of the deletion: one entry for each owner of the time."""
        self._note(tx, "footage.delete", "deleted", batch)

    def note_thinned(self, tx: Connection, batch: Sequence[ThinnedFootage]) -> None:
        """On record, in the transaction that puts the thinned files in place: one entry for each owner of the time."""
        self._note(tx, "footage.thin", "thinned", batch)

    def _note(
        self, tx: Connection, action: str, field: str, batch: Sequence[DeletedFootage] | Sequence[ThinnedFootage]
    ) -> None:
        refs = self._cameras({one.camera_id for one in batch}, tx)
        parts = self._judgement.footage_parts(tx)
        groups: dict[tuple[str, bool], list[object]] = {}
        for one in batch:
            ref = refs.get(one.camera_id)
            then = () if ref is None else parts(ref, one.start_us, one.end_us)
            # of what is gone nobody knows any more whether it was protected
            owners = {(part.owner_id, PROTECTED in part.tags) for part, _, _ in then} or {("", True)}
            for group in owners:
                groups.setdefault(group, []).append(vars(one))
        for (owner_id, is_protected), of_owner in sorted(groups.items(), key=lambda item: item[0]):
            footage = ResourceRef(kind="footage", id="", owner_id=owner_id, tags=protected_tags(is_protected))
            self._record.append(
                tx,
                Principal.system("retention"),
                action,
                footage,
                outcome="allow",
                details={field: of_owner},
                personal={},
            )

    # within

    def _known(self, hold_id: str) -> tuple[Hold, list[ResourceRef]]:
        with self._database.reading() as connection:
            hold = store.load(connection, hold_id) or _raise_not_found()
            stored = store.cameras(connection, [hold_id])[hold_id]
        refs = self._refs(stored)
        return hold, [refs[camera_id] for camera_id in hold.camera_ids]

    def _refs(self, stored: Sequence[StoredCamera]) -> dict[str, ResourceRef]:
        """As they are now; one that is gone, as it was when it was held."""
        living = self._cameras({one.camera_id for one in stored})
        return {
            one.camera_id: living.get(one.camera_id)
            or ResourceRef(kind="camera", id=one.camera_id, owner_id=one.owner_id, tags=protected_tags(one.protected))
            for one in stored
        }

    def _at_the_time(self, hold: Hold, refs: Iterable[ResourceRef]) -> list[ResourceRef]:
        """Of whose cameras it is: those who owned them in its span."""
        then = self._judgement.footage_now()
        return [part for ref in refs for part in then(ref, *hold.span)]

    def _seen(self, principal: Principal, hold: Hold, refs: Sequence[ResourceRef], source: str) -> Hold:
        seen = self._narrowed(principal, hold, refs)
        if seen is None:
            about = replace(refs[0], kind="hold", id=hold.id)
            self._judgement.record_refusal(principal, Action.HOLD_READ, about, source=source)
            raise not_found("hold")
        return seen

    def _narrowed(self, principal: Principal, hold: Hold, refs: Sequence[ResourceRef]) -> Hold | None:
        visible = self._judgement.visible(principal, Action.HOLD_READ, "camera")
        then = self._judgement.footage_now()
        seen = tuple(ref.id for ref in refs if any(map(visible.shows, then(ref, *hold.span))))
        return replace(hold, camera_ids=seen) if seen else None

    def _require_case(self, principal: Principal, number: str) -> None:
        """A case that is open and that the principal may read; of others nobody learns by trying numbers."""
        owners = self._judgement.facts().cases_of(number)
        cases = (ResourceRef(kind="case", id="", owner_id=owner) for owner in owners)
        asked = (AccessRequest(action=Action.CASE_READ, resource=case) for case in cases)
        if not any(self._judgement.authorize(principal, one).allowed for one in asked):
            raise Invalid(
                "case: there is no open case of this number that you may refer to; open it first",
                field="case",
                fault="no_open_case",
            )

    def _require(
        self, principal: Principal, action: Action, ref: ResourceRef, draft: HoldDraft | None, source: str
    ) -> None:
        request = AccessRequest(action=action, resource=ref, source=source)
        if draft is not None:
            span = draft.span
            request = replace(request, reference=draft.case_number, from_us=span.from_us, to_us=span.to_us)
        self._judgement.require(principal, request)

    def _recorded(
        self,
        tx: Connection,
        principal: Principal,
        action: str,
        hold: Hold,
        refs: Sequence[ResourceRef],
        details: Mapping[str, object],
        reason: str,
        source: str,
    ) -> None:
        """An entry for each owner, who is to see what is held of the own cameras and not of others'."""
        groups: dict[tuple[str, frozenset[str]], list[str]] = {}
        for ref in refs:
            groups.setdefault((ref.owner_id, ref.tags & {PROTECTED}), []).append(ref.id)
        for (owner_id, tags), camera_ids in sorted(
            groups.items(), key=lambda group: (group[0][0], sorted(group[0][1]))
        ):
            self._record.append(
                tx,
                principal,
                action,
                ResourceRef(kind="hold", id=hold.id, owner_id=owner_id, tags=tags),
                outcome="allow",
                details={**details, "cameras": sorted(camera_ids)},
                personal={"reason": reason, "source": source},
            )


def _check(draft: HoldDraft, now_us: int) -> None:
    if not 1 <= len(draft.camera_ids) <= MAX_CAMERAS or len(set(draft.camera_ids)) < len(draft.camera_ids):
        raise Invalid(f"camera_ids: 1 to {MAX_CAMERAS} cameras, each once", field="camera_ids")
    if not 0 < draft.span.to_us - draft.span.from_us <= MAX_SPAN_US:
        raise Invalid("to: behind from, by at most 400 days", field="to")
    if draft.expires_us is not None and draft.expires_us <= now_us:
        raise Invalid("expires: it lies in the past", field="expires")


def _raise_not_found() -> Hold:
    raise not_found("hold")
