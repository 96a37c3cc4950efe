"""What was declared goes into the inventory: all accepted rows of an import in one transaction, or none."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from toancanh.governance import AccessRequest, Action, Decision, Governance, ResourceRef
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, EventBus, Invalid, NotFound, Principal
from toancanh.registry.cameras import CamerasChanged
from toancanh.registry.dossier.model import CameraWrite, DeclarationDraft, DeclarationSource
from toancanh.registry.dossier.service import Dossiers
from toancanh.registry.inventory.model import Applied, Import, ImportState, RowOutcome, RowStatus
from toancanh.registry.inventory.staging import Staging
from toancanh.registry.inventory.store import imports as store
from toancanh.registry.inventory.store import known as known_store
from toancanh.registry.inventory.store.hidden import tags_of

_STREAM_WRITES = frozenset({"username", "main_url", "new_host"})


class Applying:
    """Applies imports. Thread-safe."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        governance: Governance,
        events: EventBus,
        dossiers: Dossiers,
        staging: Staging,
    ) -> None:
        self._database = database
        self._clock = clock
        self._governance = governance
        self._events = events
        self._dossiers = dossiers
        self._staging = staging

    def apply(
        self, principal: Principal, import_id: str, *, version: int, leave_errors: bool = False, source: str = ""
    ) -> tuple[Applied, Import]:
        """Rows that are new or changed and not left out are written, by one declaration each that names file and row.

        Raises `Conflict` with a reason: ``version`` (the import is no longer what was reviewed), ``errors`` (some are
        left), ``stale`` with the rows whose cameras were changed meanwhile so that the row would do something else;
        these have been compared again. Nothing is applied then.
        """
        found, decision = self._judged(principal, import_id, source)
        try:
            return self._apply(principal, found, decision, version, leave_errors, source)
        except Invalid as error:
            if error.extra.get("reason") == "address_forbidden":
                self._governance.record_refusal(
                    principal, Action.INVENTORY_APPLY, _ref(found), why="address_forbidden", source=source
                )
            raise

    def _apply(
        self, principal: Principal, found: Import, decision: Decision, version: int, leave_errors: bool, source: str
    ) -> tuple[Applied, Import]:
        import_id = found.id
        stale: list[int] = []
        with self._database.transaction() as tx:
            found = self._reviewed(tx, import_id, version, leave_errors)
            wanted = self._wanted(tx, import_id)
            stale = self._moved_on(tx, principal, found, wanted)
            if not stale:
                after, applied, camera_ids = self._applied(tx, principal, found, self._wanted(tx, import_id), source)
                details = {"added": applied.added, "changed": applied.changed, "left": applied.left}
                ref = _ref(after)
                self._governance.record(
                    tx,
                    principal,
                    "inventory.apply",
                    ref,
                    decision=decision,
                    details={**details, "file": after.file_name, "sha256": after.sha256},
                    personal={"source": source},
                )
        if stale:
            raise Conflict(
                "some cameras were changed by somebody else since the file was compared; look at these rows again",
                reason="stale",
                rows=stale,
            )
        self._events.publish(CamerasChanged(at_us=after.updated_at_us, camera_ids=tuple(camera_ids)))
        return applied, after

    def _judged(self, principal: Principal, import_id: str, source: str) -> tuple[Import, Decision]:
        """For the organisation and for every owner that a row names."""
        with self._database.reading() as connection:
            found = store.load(connection, import_id)
            owners = store.owners(connection, import_id)
            ids = self._camera_ids(connection, import_id)
            known = known_store.of_ids(connection, ids)
            tags = tags_of(connection, import_id)
        if found is None:
            raise NotFound("there is no such import, or you may not see it")
        decision = self._require(principal, replace(_ref(found), tags=tags), source)
        for owner_id in sorted({*owners, *(one.owner_id for one in known)} - {found.organisation_id}):
            self._require(principal, ResourceRef(kind="import", id="", owner_id=owner_id), source)
        for owner_id in sorted({one.owner_id for one in known if one.protected}):
            ref = ResourceRef(kind="import", id="", owner_id=owner_id, tags=frozenset({"protected"}))
            self._require(principal, ref, source)
        return found, decision

    @staticmethod
    def _camera_ids(connection: Connection, import_id: str) -> list[str]:
        changed = store.rows(connection, import_id, status=RowStatus.CHANGED)
        return [one.row.camera_id for one in changed if one.row.camera_id]

    def _reviewed(self, tx: Connection, import_id: str, version: int, leave_errors: bool) -> Import:
        found = store.lock(tx, import_id)
        if found is None:
            raise NotFound("there is no such import, or you may not see it")
        if found.state is not ImportState.CHECKED:
            raise Conflict(f"the import is {found.state}; it cannot be applied", reason="state", state=str(found.state))
        if found.version != version:
            raise Conflict(
                "the import was changed since it was reviewed; look at it again",
                reason="version",
                version=found.version,
            )
        errors = found.counts.get(RowStatus.ERROR, 0)
        if errors and not leave_errors:
            raise Conflict(f"{errors} rows have errors: mend them, or leave them out", reason="errors", errors=errors)
        return found

    @staticmethod
    def _wanted(tx: Connection, import_id: str) -> list[store.StagedRow]:
        rows = [
            *store.rows(tx, import_id, status=RowStatus.NEW),
            *store.rows(tx, import_id, status=RowStatus.CHANGED),
        ]
        return [one for one in rows if one.row.outcome is not RowOutcome.LEFT_OUT]

    def _moved_on(
        self, tx: Connection, principal: Principal, found: Import, wanted: list[store.StagedRow]
    ) -> list[int]:
        """Rows that would do something else than what was reviewed; they are compared again, and marked."""
        seen = {one.row.camera_id: one for one in wanted if one.row.camera_id is not None}
        versions = known_store.versions(tx, [camera_id for camera_id in seen if camera_id])
        taken = known_store.owners_of_codes(tx, {one.code_key for one in wanted if one.row.camera_id is None})
        doubtful = [one for camera_id, one in seen.items() if versions.get(camera_id or "") != one.seen_version]
        doubtful += [one for one in wanted if one.row.camera_id is None and one.code_key in taken]
        if not doubtful:
            return []
        numbers = [one.row.number for one in doubtful]
        fresh = self._staging.check_again(tx, principal, found, {}, also=numbers)
        stale = sorted(
            one.row.number
            for one in doubtful
            if _promise(fresh[one.row.number].status, fresh[one.row.number].changes)
            != _promise(one.row.status, one.row.changes)
        )
        if stale:
            store.set_outcome(tx, found.id, stale, RowOutcome.STALE)
            store.update(tx, self._staging.counted(tx, principal, found))
        return stale

    def _applied(
        self, tx: Connection, principal: Principal, found: Import, rows: list[store.StagedRow], source: str
    ) -> tuple[Import, Applied, list[str]]:
        writes = [self._write(found.id, one) for one in rows]
        declared = [
            DeclarationDraft(
                source=DeclarationSource.SPREADSHEET,
                reference=f"{found.file_name}#{one.row.number}",
                organisation_id=found.organisation_id,
            )
            for one in rows
        ]
        camera_ids = self._dossiers.apply(tx, principal, writes, declared, source=source) if writes else []
        added = sum(one.row.status is RowStatus.NEW for one in rows)
        store.set_applied(tx, found.id, list(zip((one.row.number for one in rows), camera_ids, strict=True)))
        store.forget_secrets(tx, found.id)
        now_us = self._clock.now_us()
        after = replace(
            found,
            state=ImportState.APPLIED,
            version=found.version + 1,
            updated_at_us=now_us,
            applied_by=principal.user_id,
            applied_us=now_us,
            added=added,
            changed=len(rows) - added,
        )
        store.update(tx, after)
        same = found.counts.get(RowStatus.SAME, 0)
        left = found.row_count - same - len(rows)
        return after, Applied(added=added, changed=len(rows) - added, same=same, left=left, stale=()), camera_ids

    def _write(self, import_id: str, staged: store.StagedRow) -> CameraWrite:
        writes = staged.writes
        is_new = staged.row.camera_id is None
        url: str | None = None
        if writes.get("main_url") or (is_new and staged.row.cells.get("main_url")):
            url = self._staging.secret_url(import_id, staged) or staged.row.cells["main_url"]
        return CameraWrite(
            camera_id=staged.row.camera_id,
            values={name: value for name, value in writes.items() if name not in _STREAM_WRITES},
            version=staged.seen_version,
            main_url=url,
            username=writes.get("username"),
            password="" if writes.get("new_host") else None,
        )

    def _require(self, principal: Principal, ref: ResourceRef, source: str) -> Decision:
        request = AccessRequest(action=Action.INVENTORY_APPLY, resource=ref, source=source)
        return self._governance.require(principal, request)


def _promise(status: RowStatus, changes: object) -> tuple[RowStatus, object]:
    """What a reviewer was shown."""
    return status, changes


def _ref(of: Import) -> ResourceRef:
    return ResourceRef(kind="import", id=of.id, owner_id=of.organisation_id)
