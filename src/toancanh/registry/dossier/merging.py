"""Two cameras that are one: the other one is retired and points to the kept one, and a split undoes it at any time.

Nothing is moved but what is asked for: each keeps its id, code, history and recordings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from toancanh.governance import PROTECTED, AccessRequest, Action, Decision, Governance, ResourceRef, protected_tags
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, EventBus, IdSource, Invalid, NotFound, Principal
from toancanh.registry.cameras import CamerasChanged, camera_ref
from toancanh.registry.dossier.model import (
    DECLARED_FIELDS,
    CameraWrite,
    ChangeAct,
    DeclarationDraft,
    DeclarationSource,
    Lifecycle,
)
from toancanh.registry.dossier.store import dossiers
from toancanh.registry.dossier.store import merges as store
from toancanh.registry.dossier.store.dossiers import Known
from toancanh.registry.dossier.store.merges import StoredMerge
from toancanh.registry.dossier.store.tables import pole
from toancanh.registry.dossier.values import plain
from toancanh.registry.dossier.writing import Terms, Writer
from toancanh.registry.repointing import leave
from toancanh.registry.store import cameras
from toancanh.registry.store.tables import site

STREAMS = "streams"
"""Beside the declared fields: the two exchange their streams, so that the kept one has the other's."""

_OWN = frozenset({"code", "lifecycle"})
_MAY_GO = {"site_id": site.c.id, "pole_id": pole.c.id}


class Merging:
    """Merge and split."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        events: EventBus,
        writer: Writer,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._events = events
        self._writer = writer

    def merge(
        self, principal: Principal, keep_id: str, other_id: str, fields_from_other: Sequence[str], *, source: str = ""
    ) -> str:
        """The merge's id. Raises `Conflict` where one of the two was merged into another camera already."""
        if keep_id == other_id:
            raise Invalid("other_id: a camera cannot be merged with itself", field="other_id")
        wanted = list(dict.fromkeys(fields_from_other))
        unknown = [name for name in wanted if name in _OWN or name not in (*DECLARED_FIELDS, STREAMS)]
        if unknown:
            raise Invalid(f"fields_from_other: {unknown[0][:64]!r} is not taken over", field="fields_from_other")
        decisions = self._judged(principal, [keep_id, other_id], source)
        merge_id, now_us = self._ids.new_id(), self._clock.now_us()
        with self._database.transaction() as tx:
            known = self._both(tx, [keep_id, other_id], decisions)
            kept, other = known[keep_id], known[other_id]
            for one in (kept, other):
                if one.merged_into is not None:
                    raise Conflict("one of the two was merged into another camera already")
            taken = {
                name: _exchanged(kept, name, other.values[name])
                for name in wanted
                if name != STREAMS and kept.values[name] != other.values[name]
            }
            retired = other.values["lifecycle"] is Lifecycle.RETIRED
            merge = StoredMerge(
                id=merge_id,
                kept_id=keep_id,
                other_id=other_id,
                at_us=now_us,
                merged_by=principal.user_id,
                taken=taken,
                streams=STREAMS in wanted,
                given_up={} if retired else {"lifecycle": _exchanged(other, "lifecycle", Lifecycle.RETIRED)},
                split_us=None,
            )
            store.insert(tx, merge)
            writes = [
                CameraWrite(camera_id=keep_id, values={name: other.values[name] for name in taken}),
                CameraWrite(camera_id=other_id, values={"lifecycle": Lifecycle.RETIRED}),
            ]
            self._write(tx, principal, merge, writes, Terms(act=ChangeAct.MERGED, free=True), decisions)
            dossiers.insert_missing(tx, [other_id])
            dossiers.set_merged_into(tx, other_id, keep_id)
            self._recorded(tx, principal, "camera.merge", merge, decisions, source)
        self._events.publish(CamerasChanged(at_us=now_us, camera_ids=(keep_id, other_id)))
        return merge_id

    def split(self, principal: Principal, merge_id: str, *, source: str = "") -> None:
        """What the merge took over goes back, save what was changed since; the other camera is what it was."""
        with self._database.reading() as connection:
            merge = _found(store.load(connection, merge_id))
            kept = cameras.load(connection, merge.kept_id)
        ids = [merge.other_id] if kept is None else [merge.kept_id, merge.other_id]
        decisions = self._judged(principal, ids, source)
        if "owner_id" in merge.taken and kept is not None:
            self._require(
                principal, ResourceRef(kind="camera", id="", owner_id=str(merge.taken["owner_id"][0])), source
            )
        now_us = self._clock.now_us()
        with self._database.transaction() as tx:
            merge = _found(store.load(tx, merge_id, lock=True))
            if merge.split_us is not None:
                raise Conflict("they were split already")
            if any(_rests_on(one, merge) for one in store.later(tx, merge)):
                raise Conflict("a later merge took over the same fields or streams; split that one first")
            known = self._both(tx, ids, decisions)
            parts = {merge.kept_id: merge.taken, merge.other_id: merge.given_up}
            back = {id: _what_goes_back(tx, parts[id], known[id]) for id in known}
            writes = [CameraWrite(camera_id=id, values=values) for id, values in back.items()]
            pointers = {id: {name: parts[id][name][2] for name in values} for id, values in back.items()}
            terms = Terms(act=ChangeAct.SPLIT, free=True, point_to=pointers)
            dossiers.set_merged_into(tx, merge.other_id, None)
            self._write(tx, principal, merge, writes, terms, decisions)
            store.split(tx, merge_id, by=principal.user_id, at_us=now_us)
            self._recorded(tx, principal, "camera.split", merge, decisions, source)
        self._events.publish(CamerasChanged(at_us=now_us, camera_ids=(merge.kept_id, merge.other_id)))

    def _write(
        self,
        tx: Connection,
        principal: Principal,
        merge: StoredMerge,
        writes: list[CameraWrite],
        terms: Terms,
        decisions: Mapping[str, tuple[ResourceRef, Decision]],
    ) -> None:
        draft = DeclarationDraft(source=DeclarationSource.MERGE, reference=merge.id)
        self._writer.apply(tx, principal, [write for write in writes if write.values], draft, terms=terms)
        if merge.streams:
            leave(tx, self._governance, cameras.streams(tx, [merge.kept_id, merge.other_id]))
            cameras.exchange_streams(tx, merge.kept_id, merge.other_id)
            cameras.raise_revision(tx)
            refs = {camera_id: ref for camera_id, (ref, _) in decisions.items()}
            self._governance.masks.unite(tx, principal, [merge.kept_id, merge.other_id], refs)

    def _judged(
        self, principal: Principal, ids: Sequence[str], source: str
    ) -> Mapping[str, tuple[ResourceRef, Decision]]:
        """Each camera as it was judged. Raises `NotFound` and `Denied`, on record."""
        with self._database.reading() as connection:
            found = {id: cameras.load(connection, id) for id in ids}
        decisions = {}
        for id, camera in found.items():
            if camera is None:
                raise NotFound("there is no such camera, or you may not see it")
            ref = camera_ref(camera)
            decisions[id] = ref, self._require(principal, ref, source)
        return decisions

    def _require(self, principal: Principal, ref: ResourceRef, source: str) -> Decision:
        request = AccessRequest(action=Action.CAMERA_MERGE, resource=ref, source=source)
        return self._governance.require(principal, request)

    @staticmethod
    def _both(
        tx: Connection, ids: Sequence[str], judged: Mapping[str, tuple[ResourceRef, Decision]]
    ) -> dict[str, Known]:
        """As they are now, if that is what was judged."""
        known = dossiers.known(tx, ids)
        for id in ids:
            ref = judged[id][0]
            if id not in known or (known[id].values["owner_id"], known[id].tags) != (ref.owner_id, ref.tags):
                raise Conflict("somebody changed one of the two meanwhile; look again")
        return known

    def _recorded(
        self,
        tx: Connection,
        principal: Principal,
        action: str,
        merge: StoredMerge,
        decisions: Mapping[str, tuple[ResourceRef, Decision]],
        source: str,
    ) -> None:
        details = {
            "merge": merge.id,
            "kept": merge.kept_id,
            "other": merge.other_id,
            "fields": sorted(merge.taken),
            "streams": merge.streams,
        }
        secret = protected_tags(any(PROTECTED in ref.tags for ref, _ in decisions.values()))
        for ref, decision in decisions.values():  # each entry names both cameras
            about = replace(ref, tags=ref.tags | secret)
            self._governance.record(
                tx, principal, action, about, decision=decision, details=details, personal={"source": source}
            )


def _found(merge: StoredMerge | None) -> StoredMerge:
    if merge is None:
        raise NotFound("there is no such merge, or you may not see it")
    return merge


def _rests_on(later: StoredMerge, merge: StoredMerge) -> bool:
    return bool(set(later.taken) & set(merge.taken)) or (later.streams and merge.streams)


def _exchanged(one: Known, name: str, after: object) -> list[object]:
    return [plain(one.values[name]), plain(after), one.pointers.get(name)]


def _what_goes_back(tx: Connection, part: Mapping[str, Sequence[Any]], now: Known) -> dict[str, object]:
    """Fields that still are as the merge left them, with what they were; a site or pole that is gone becomes none."""
    back: dict[str, object] = {}
    for name, (before, after, _) in part.items():
        if plain(now.values[name]) != after:
            continue
        gone = name in _MAY_GO and before is not None and not dossiers.existing(tx, _MAY_GO[name], [before])
        back[name] = None if gone else before
    return back
