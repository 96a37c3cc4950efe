"""How much an owner or a camera may have recorded, how much it has, and who may say so. Blocking; thread-safe."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from toancanh.governance import AccessRequest, Action, Governance, ResourceRef
from toancanh.infra.database import Database
from toancanh.kernel import Clock, NotFound, Principal
from toancanh.media.archive import streams
from toancanh.media.archive.deletion import used_of
from toancanh.media.archive.retention import EVER_US, Quota
from toancanh.media.keeping.quotas import store
from toancanh.media.keeping.quotas.store import QuotaKind, StoredQuota
from toancanh.registry import Registry


@dataclass(frozen=True, kw_only=True)
class QuotaUse:
    """What an owner with those below it, or a camera, has recorded. ``size_bytes`` None: without a quota."""

    kind: QuotaKind
    subject_id: str
    name: str
    size_bytes: int | None
    used_bytes: int
    cameras: int


class Quotas:
    """Footage counts for the owner whose the camera was when it was recorded, and for all organisations above."""

    def __init__(self, *, governance: Governance, registry: Registry, database: Database, clock: Clock) -> None:
        self._governance = governance
        self._registry = registry
        self._database = database
        self._clock = clock

    def in_force(self) -> list[Quota]:
        """For retention; no judgement."""
        with self._database.reading() as connection:
            stored = store.quotas(connection)
            if not stored:
                return []
            cameras = {key.camera_id for key in streams(connection)}
            return self._scopes(connection, stored, cameras)

    def page(self, principal: Principal) -> list[QuotaUse]:
        """Owners whose archive the principal may read, the fullest first, then cameras that have a quota."""
        reads = self._governance.visible(principal, Action.ARCHIVE_READ, "archive")
        holds = self._governance.visible(principal, Action.HOLD_READ, "camera")
        with self._database.reading() as connection:
            set_to = {(one.kind, one.subject_id): one for one in store.quotas(connection)}
            cameras = {key.camera_id for key in streams(connection)}
            spans = self._registry.owners_in_time(connection, cameras)
            ids = {owner_id for found in spans.values() for _, owner_id in found}
            ids |= {id for kind, id in set_to if kind is QuotaKind.OWNER}
            wanted = [StoredQuota(QuotaKind.OWNER, id, 0, 0, "") for id in sorted(ids) if reads.shows(_archive(id, id))]
            kept = self._registry.kept_cameras({id for kind, id in set_to if kind is QuotaKind.CAMERA})
            wanted += [StoredQuota(QuotaKind.CAMERA, id, 0, 0, "") for id in sorted(kept) if holds.shows(kept[id].ref)]
            used = used_of(connection, self._scopes(connection, wanted, cameras))
        names = {one.id: one.name for one in self._governance.organisations.named(ids)}
        names |= {id: one.name for id, one in kept.items()}
        found = [
            QuotaUse(
                kind=one.kind,
                subject_id=one.subject_id,
                name=names.get(one.subject_id, ""),
                size_bytes=set_to[one.kind, one.subject_id].size_bytes
                if (one.kind, one.subject_id) in set_to
                else None,
                used_bytes=bytes_of_it,
                cameras=len(scope.spans),
            )
            for one, (scope, bytes_of_it) in zip(wanted, used, strict=True)
        ]
        return sorted(found, key=lambda one: (one.kind != QuotaKind.OWNER, -one.used_bytes, one.name))

    def put(
        self, principal: Principal, kind: QuotaKind, subject_id: str, size_bytes: int | None, *, source: str = ""
    ) -> None:
        """Set it, or take it away (None). An owner's by who administers the organisation above it. Raises `NotFound`,
        `Denied`.
        """
        about = self._about(principal, kind, subject_id, source)
        decision = self._governance.require(
            principal, AccessRequest(action=Action.ARCHIVE_WRITE, resource=about, source=source)
        )
        with self._database.transaction() as tx:
            if size_bytes is None:
                before = store.take_away(tx, kind, subject_id)
            else:
                made = StoredQuota(kind, subject_id, size_bytes, self._clock.now_us(), principal.user_id)
                before = store.put(tx, made)
            details = {"kind": kind.value, "subject": subject_id, "size_bytes": [before, size_bytes]}
            self._governance.record(
                tx, principal, "quota.set", about, decision=decision, details=details, personal={"source": source}
            )

    def _about(self, principal: Principal, kind: QuotaKind, subject_id: str, source: str) -> ResourceRef:
        """Raises `NotFound`, also where the principal may not know of it."""
        if kind is QuotaKind.OWNER:
            found = self._governance.organisations.get(principal, subject_id, source=source)
            return _archive(subject_id, found.parent_id or subject_id)
        kept = self._registry.kept_cameras({subject_id}).get(subject_id)
        if kept is None or kept.lives:
            self._registry.cameras.get(principal, subject_id, source=source)
        elif not self._governance.visible(principal, Action.HOLD_READ, "camera").shows(kept.ref):
            kept = None
        if kept is None:
            raise NotFound("there is no such camera")
        return ResourceRef(kind="archive", id=subject_id, owner_id=kept.ref.owner_id, tags=kept.ref.tags)

    def _scopes(self, connection: Connection, wanted: Sequence[StoredQuota], cameras: Collection[str]) -> list[Quota]:
        owned = any(one.kind is QuotaKind.OWNER for one in wanted)
        history = self._registry.owners_in_time(connection, cameras) if owned else {}
        scopes: list[Quota] = []
        for one in wanted:
            spans: dict[str, list[tuple[int, int]]] = {}
            if one.kind is QuotaKind.CAMERA:
                spans[one.subject_id] = [(0, EVER_US)]
            else:
                below = self._governance.within(one.subject_id)
                for camera_id, owners in history.items():
                    ends = [*(from_us for from_us, _ in owners[1:]), EVER_US]
                    mine = [(from_us, to_us) for (from_us, id), to_us in zip(owners, ends, strict=True) if id in below]
                    if mine:
                        spans[camera_id] = mine
            scopes.append(Quota(id=f"{one.kind}:{one.subject_id}", size_bytes=one.size_bytes, spans=spans))
        return scopes


def _archive(subject_id: str, owner_id: str) -> ResourceRef:
    return ResourceRef(kind="archive", id=subject_id, owner_id=owner_id)
