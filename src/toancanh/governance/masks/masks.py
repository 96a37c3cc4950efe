"""Drawing masks, and the answer to what is hidden from whom."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from toancanh.governance.judgement import Judgement, not_found
from toancanh.governance.masks import store
from toancanh.governance.masks.model import (
    MAX_AREAS,
    MAX_POINTS,
    NOTHING_HIDDEN,
    WHOLE,
    CameraMasks,
    Hidden,
    MaskArea,
    Polygon,
)
from toancanh.governance.model import AccessRequest, Action, Decision, ResourceRef
from toancanh.governance.record import RecordWriter
from toancanh.governance.store.rights import raise_epoch, read_epoch
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, IdSource, Invalid, Principal


class Masks:
    """The masks of all cameras. Thread-safe.

    ``find`` gives a camera as it is now, None where there is none.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        judgement: Judgement,
        record: RecordWriter,
        find: Callable[[str], ResourceRef | None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._judgement = judgement
        self._record = record
        self._find = find
        self._lock = threading.Lock()
        self._known: tuple[int, Mapping[str, CameraMasks]] = (-1, {})
        self._turning: Callable[[Connection, Collection[str]], Collection[str]] = lambda _connection, _ids: ()

    def know_turning(self, turning: Callable[[Connection, Collection[str]], Collection[str]]) -> None:
        """Which of these cameras turn: the registry knows. A change of that raises the rights epoch."""
        self._turning = turning

    def read(self, principal: Principal, camera_id: str, *, source: str = "") -> CameraMasks:
        """All areas of a camera, with their reasons."""
        self._require(principal, Action.MASK_READ, camera_id, source)
        with self._database.reading() as connection:
            found = store.load(connection, camera_id)
            return replace(found, turns=bool(self._turning(connection, [camera_id])))

    def write(
        self,
        principal: Principal,
        camera_id: str,
        areas: Sequence[MaskArea],
        *,
        version: int,
        sub_alike: bool = False,
        purpose: str = "",
        reference: str = "",
        source: str = "",
    ) -> CameraMasks:
        """All areas of a camera in place of version ``version``; an area without an id is a new one.

        ``sub_alike``: the sub stream shows the same as the main stream; without that nobody under a mask sees it.
        Raises `Conflict` where somebody wrote meanwhile; `Denied` where a part would be seen by more than before, and
        no second person has agreed to `media.unmask` for this ``purpose`` and ``reference``.
        """
        ref, decision = self._require(principal, Action.MASK_WRITE, camera_id, source)
        _check(areas)
        with self._database.reading() as connection:
            before = store.load(connection, camera_id)
        if before.version != version:
            raise Conflict("somebody changed the masks meanwhile", version=before.version)
        lifted: Decision | None = None
        if _lifts(before.areas, areas) or (before.areas and sub_alike and not before.sub_alike):
            request = AccessRequest(
                action=Action.MEDIA_UNMASK, resource=ref, purpose=purpose, reference=reference, source=source
            )
            lifted = self._judgement.require(principal, request)
        known = {area.id for area in before.areas}
        kept = tuple(area if area.id in known else replace(area, id=self._ids.new_id()) for area in areas)
        after = replace(before, version=version + 1, areas=kept, sub_alike=sub_alike, updated_us=self._clock.now_us())
        with self._database.transaction() as tx:
            after = replace(after, turns=bool(self._turning(tx, [camera_id])))
            self._save(tx, principal, ref, before, after, decision, source)
            if lifted is not None:
                self._record.append(
                    tx, principal, Action.MEDIA_UNMASK, ref, outcome="allow", decision=lifted,
                    details={"masks_version": after.version}, personal={},
                )  # fmt: skip
        return after

    def unite(
        self, tx: Connection, principal: Principal, camera_ids: Sequence[str], refs: Mapping[str, ResourceRef]
    ) -> None:
        """Cameras exchange their streams: what is masked in one's picture stays so, whichever shows it now. ``refs``:
        those that live and are written.
        """
        masks = [store.load(tx, camera_id) for camera_id in camera_ids]
        areas = {area.points: area for one in masks for area in one.areas}
        for before in masks:
            own = {area.points for area in before.areas}
            added = tuple(replace(area, id=self._ids.new_id()) for points, area in areas.items() if points not in own)
            ref = refs.get(before.camera_id)
            if added and ref is not None:
                after = replace(
                    before, version=before.version + 1, areas=before.areas + added, sub_alike=False,
                    updated_us=self._clock.now_us(),
                )  # fmt: skip
                self._save(tx, principal, ref, before, after, None, "")

    def drawn(self, tx: Connection) -> Mapping[str, CameraMasks]:
        """Of all cameras that have any, also of those that are gone, as drawn; unjudged."""
        return store.every(tx)

    def left(self, tx: Connection, camera_id: str, places: Collection[str]) -> None:
        """The camera's pictures come from these places no more: its masks are still known there, and whether its sub
        stream shows the same is doubtful. The caller records the act.
        """
        before = store.load(tx, camera_id)
        if not before.areas or (before.left_places >= set(places) and not before.sub_alike):
            return
        kept = before.left_places | set(places)
        store.save(tx, replace(before, version=before.version + 1, left_places=kept, sub_alike=False))
        raise_epoch(tx)

    def of(self, camera_id: str) -> CameraMasks | None:
        """Of a camera, as of now; None where there are none; unjudged."""
        return self.every().get(camera_id)

    def hidden(
        self,
        principal: Principal,
        ref: ResourceRef,
        decision: Decision,
        *,
        unmasked: bool = False,
        masks: CameraMasks | None = None,
    ) -> Hidden:
        """What of the camera's pictures is hidden from somebody to whom ``decision`` was given.

        ``unmasked``: a second person has agreed, and it still holds. ``masks``: the camera's, for who has read them.
        Of a camera that turns all is hidden from whom anything is hidden.
        """
        masks = self.of(ref.id) if masks is None else masks
        if masks is None or not masks.areas or unmasked or (decision.allowed and not decision.obligations.mask):
            return NOTHING_HIDDEN
        facts = self._judgement.facts()
        owners = {ref.owner_id, *(one.inputs.request.resource.owner_id for one in decision.parts if one.inputs)}
        paths = [facts.path(owner_id) for owner_id in owners]  # of now and then: what either hides is hidden
        roles = facts.roles.get(principal.user_id, ())
        held = set.intersection(*({one.role for one in roles if one.organisation_id in path} for path in paths))
        areas = tuple(area.points for area in masks.areas if not area.seen_by & held)
        return whole_or(masks, areas)

    def every(self) -> Mapping[str, CameraMasks]:
        """Of all cameras that have any, as of now; unjudged."""
        with self._database.reading() as connection:
            epoch, (known_epoch, known) = read_epoch(connection), self._known
            if epoch == known_epoch:
                return known
            fresh = store.every(connection)
            for camera_id in self._turning(connection, fresh):
                fresh[camera_id] = replace(fresh[camera_id], turns=True)
        with self._lock:
            if epoch > self._known[0]:
                self._known = epoch, fresh
        return fresh

    def _require(
        self, principal: Principal, action: Action, camera_id: str, source: str
    ) -> tuple[ResourceRef, Decision]:
        ref = self._find(camera_id)
        if ref is None:
            raise not_found("camera")
        return ref, self._judgement.require(principal, AccessRequest(action=action, resource=ref, source=source))

    def _save(
        self,
        tx: Connection,
        principal: Principal,
        ref: ResourceRef,
        before: CameraMasks,
        after: CameraMasks,
        decision: Decision | None,
        source: str,
    ) -> None:
        store.save(tx, after)
        raise_epoch(tx)
        details = {
            "version": after.version, "before": _shapes(before), "after": _shapes(after), "sub_alike": after.sub_alike
        }  # fmt: skip
        personal = {"before": _words(before), "after": _words(after), "source": source}  # a name may name a person
        self._record.append(
            tx, principal, Action.MASK_WRITE, ref, outcome="allow", decision=decision, details=details,
            personal=personal,
        )  # fmt: skip


def whole_or(masks: CameraMasks, areas: Sequence[Polygon]) -> Hidden:
    """These areas of a camera are hidden; of one that turns, everything."""
    if not areas:
        return NOTHING_HIDDEN
    return Hidden((WHOLE,)) if masks.turns else Hidden(tuple(areas), main_only=not masks.sub_alike)


def _check(areas: Sequence[MaskArea]) -> None:
    if len(areas) > MAX_AREAS:
        raise Invalid(f"areas: at most {MAX_AREAS}", field="areas")
    for area in areas:
        if not 3 <= len(area.points) <= MAX_POINTS:
            raise Invalid(f"points: an area has 3 to {MAX_POINTS} corners", field="points")
        if any(not 0 <= value <= 1 for point in area.points for value in point):
            raise Invalid("points: coordinates lie from 0 to 1", field="points")


def _lifts(before: Sequence[MaskArea], after: Sequence[MaskArea]) -> bool:
    """Whether somebody would see more: an area is gone, has another shape, or is seen by a role more."""
    return any(not any(new.points == old.points and new.seen_by <= old.seen_by for new in after) for old in before)


def _shapes(masks: CameraMasks) -> list[dict[str, object]]:
    return [{"id": area.id, "points": area.points, "seen_by": sorted(area.seen_by)} for area in masks.areas]


def _words(masks: CameraMasks) -> str:
    return json.dumps({area.id: [area.name, area.reason] for area in masks.areas}, ensure_ascii=False)
