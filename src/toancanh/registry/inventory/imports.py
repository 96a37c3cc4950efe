"""Use cases on imports: hand in, look at, mend, withdraw. Applying is in `applying`."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection

from toancanh.governance import AccessRequest, Action, Decision, Governance, ResourceRef
from toancanh.infra.database import Database
from toancanh.infra.logs import get_logger
from toancanh.kernel import Clock, Conflict, Exhausted, IdSource, Invalid, NotFound, PlatformError, Principal
from toancanh.registry.inventory.choosing import as_before, choose
from toancanh.registry.inventory.columns import BY_KEY
from toancanh.registry.inventory.faults import Fault
from toancanh.registry.inventory.model import (
    Import,
    ImportRow,
    ImportState,
    RowOutcome,
    RowStatus,
)
from toancanh.registry.inventory.reading import Table, read_table
from toancanh.registry.inventory.staging import Staging
from toancanh.registry.inventory.store import campaigns as campaign_store
from toancanh.registry.inventory.store import imports as store
from toancanh.registry.inventory.store.hidden import names_protected, tags_of
from toancanh.registry.inventory.store.tables import inventory_import as table

_log = get_logger(__name__)
_WAITING = 16
_LOST_US = 120_000_000
_AROUND = 1


class Imports:
    """Files that organisations hand in. Thread-safe; files are checked one after another by a thread of their own."""

    def __init__(
        self, *, database: Database, clock: Clock, ids: IdSource, governance: Governance, staging: Staging
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._staging = staging
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="inventory")
        self._turns = threading.BoundedSemaphore(_WAITING)

    def submit(
        self,
        principal: Principal,
        content: bytes,
        *,
        organisation_id: str,
        file_name: str,
        campaign_id: str | None = None,
        wait_s: float = 2.0,
        source: str = "",
    ) -> Import:
        """Take a file in. A small one is checked when this returns, a big one goes on in the background.

        Raises `Invalid` with a `Refusal` as reason, `Exhausted` where too many files wait.
        """
        ref = ResourceRef(kind="import", id="", owner_id=organisation_id)
        decision = self._require(principal, Action.INVENTORY_SUBMIT, ref, source)
        if campaign_id is not None:
            self._check_campaign(campaign_id, organisation_id)
        read = read_table(content)
        with self._database.reading() as connection:
            read = as_before(read, store.remembered(connection, organisation_id))
        self._take_turn()
        try:
            made = self._made(principal, content, read, organisation_id, file_name, campaign_id)
            with self._database.transaction() as tx:
                made = replace(made, same_as=store.applied_twin(tx, organisation_id, made.sha256, ~names_protected()))
                store.insert(tx, made, read.headings)
                if campaign_id is not None:
                    campaign_store.set_import(tx, campaign_id, organisation_id, made.id)
                details = {"file": made.file_name, "rows": made.row_count, "sha256": made.sha256}
                self._recorded(tx, principal, "inventory.submit", made, decision, details, source)
        except BaseException:
            self._turns.release()
            raise
        self._work(made, lambda: self._check(principal, made, read), wait_s)
        return self._load(made.id)

    def choose_columns(
        self, principal: Principal, import_id: str, chosen: Mapping[str, str], *, wait_s: float = 2.0, source: str = ""
    ) -> Import:
        """What stands below headings that nobody knows: heading -> column key, all of them; the rest means nothing.

        Every row is checked again; the organisation's next file is read so. Raises `Invalid`, `Conflict`.
        """
        _, decision = self._seen(principal, import_id, source)
        wanted = {heading: key for heading, key in chosen.items() if key}
        self._take_turn()
        try:
            with self._database.transaction() as tx:
                found = self._changeable(tx, import_id)
                after = choose(found, store.headings(tx, import_id), wanted)
                made = replace(
                    found,
                    state=ImportState.CHECKING,
                    choices=after.choices,
                    notices=after.notices,
                    rows_done=0,
                    version=found.version + 1,
                    updated_at_us=self._clock.now_us(),
                )
                store.update(tx, made)
                store.set_headings(tx, made, after.headings)
                self._recorded(tx, principal, "inventory.columns", made, decision, {"columns": wanted}, source)
        except BaseException:
            self._turns.release()
            raise
        self._work(made, lambda: self._staging.choose(principal, made, after.positions), wait_s)
        return self._load(import_id)

    def get(self, principal: Principal, import_id: str, *, source: str = "") -> Import:
        """Raises `NotFound`, also where the principal may not see it."""
        return self._seen(principal, import_id, source)[0]

    def page(
        self,
        principal: Principal,
        *,
        organisation_id: str = "",
        campaign_id: str = "",
        before: str = "",
        limit: int,
    ) -> list[Import]:
        """Those of the organisations that the principal may hand in for, the newest first."""
        visible = self._governance.visible(principal, Action.INVENTORY_SUBMIT, "import")
        conditions: list[ColumnElement[bool]] = [visible.clause(table.c.organisation_id, protected=names_protected())]
        if organisation_id:
            conditions.append(table.c.organisation_id == organisation_id)
        if campaign_id:
            conditions.append(table.c.campaign_id == campaign_id)
        with self._database.reading() as connection:
            found = store.page(connection, conditions=conditions, before=before, limit=limit)
        return [self._alive(one) for one in found]

    def rows(
        self,
        principal: Principal,
        import_id: str,
        *,
        status: RowStatus | None = None,
        fault: Fault | None = None,
        around: bool = False,
        after: int = -1,
        limit: int,
        source: str = "",
    ) -> list[ImportRow]:
        """In the file's order; ``around``: rows with errors and their neighbours."""
        self._seen(principal, import_id, source)
        conditions: list[ColumnElement[bool]] = []
        if fault is not None:
            conditions.append(store.with_fault(fault))
        if around:
            conditions.append(store.around_errors(import_id, _AROUND))
        with self._database.reading() as connection:
            found = store.rows(connection, import_id, status=status, conditions=conditions, after=after, limit=limit)
        return [one.row for one in found]

    def new_cameras(
        self, principal: Principal, import_id: str, *, source: str = ""
    ) -> list[tuple[int, str, Mapping[str, Any]]]:
        """Number, owner and declared fields of each row that would make a camera."""
        self._seen(principal, import_id, source)
        with self._database.reading() as connection:
            found = store.rows(connection, import_id, status=RowStatus.NEW)
        return [(one.row.number, one.owner_id, one.writes) for one in found]

    def missing(
        self, principal: Principal, import_id: str, *, after: str, limit: int, source: str = ""
    ) -> Sequence[tuple[str, str, str, str]]:
        """(id, code, folded code, name) of cameras that are known and not in the file; nothing happens to them."""
        found, _ = self._seen(principal, import_id, source)
        with self._database.reading() as connection:
            return self._staging.missing(connection, principal, found, after=after, limit=limit)

    def whole(
        self, principal: Principal, import_id: str, *, source: str = ""
    ) -> tuple[Import, list[tuple[str, str]], list[ImportRow]]:
        """The import, its headings and all its rows, for the spreadsheet that goes back."""
        found, _ = self._seen(principal, import_id, source)
        with self._database.reading() as connection:
            return found, store.headings(connection, import_id), [one.row for one in store.rows(connection, import_id)]

    def withdraw(self, principal: Principal, import_id: str, *, source: str = "") -> None:
        """It counts no longer. Raises `Conflict` where it was applied."""
        _, decision = self._seen(principal, import_id, source)
        with self._database.transaction() as tx:
            found = self._changeable(tx, import_id, also=ImportState.FAILED)
            after = replace(
                found, state=ImportState.WITHDRAWN, version=found.version + 1, updated_at_us=self._clock.now_us()
            )
            store.update(tx, after)
            store.forget_secrets(tx, import_id)
            if found.campaign_id is not None:
                campaign_store.unset_import(tx, found.campaign_id, found.organisation_id, import_id)
            self._recorded(tx, principal, "inventory.withdraw", after, decision, {}, source)

    def change_row(
        self,
        principal: Principal,
        import_id: str,
        number: int,
        *,
        cells: Mapping[str, str],
        accept: bool = False,
        left_out: bool | None = None,
        source: str = "",
    ) -> ImportRow:
        """Write cells anew, take the row's suggestions, or leave the row out. Raises `Invalid`, `Conflict`."""
        _, decision = self._seen(principal, import_id, source)
        unknown = next((key for key in cells if key not in BY_KEY), None)
        if unknown is not None:
            raise Invalid(f"there is no column {unknown!r}", field=f"cells.{unknown}")
        with self._database.transaction() as tx:
            found = self._changeable(tx, import_id)
            staged = next(iter(store.rows(tx, import_id, conditions=[store.numbered([number])])), None)
            if staged is None:
                raise NotFound("the file has no such row")
            edit = {**(_mends(staged.row) if accept else {}), **cells}
            if edit:
                self._staging.check_again(tx, principal, found, {number: edit})
            if left_out is not None:
                outcome = RowOutcome.LEFT_OUT if left_out else RowOutcome.WAITING
                store.set_outcome(tx, import_id, [number], outcome)
            store.update(tx, self._staging.counted(tx, principal, found))
            details = {"row": number, "cells": sorted(edit), "left_out": left_out}
            self._recorded(tx, principal, "inventory.mend", found, decision, details, source)
            return store.rows(tx, import_id, conditions=[store.numbered([number])])[0].row

    def accept_all(self, principal: Principal, import_id: str, fault: Fault, *, source: str = "") -> tuple[int, Import]:
        """Take every suggestion for one kind of fault; how many cells that was, and the import after it."""
        _, decision = self._seen(principal, import_id, source)
        with self._database.transaction() as tx:
            found = self._changeable(tx, import_id)
            conditions = [store.with_fault(fault), store.mendable()]
            edits = {
                staged.row.number: mends
                for staged in store.rows(tx, import_id, conditions=conditions)
                if staged.row.outcome is not RowOutcome.LEFT_OUT and (mends := _mends(staged.row, fault))
            }
            if edits:
                self._staging.check_again(tx, principal, found, edits)
            after = self._staging.counted(tx, principal, found)
            store.update(tx, after)
            cells = sum(len(one) for one in edits.values())
            details = {"fault": str(fault), "rows": len(edits), "cells": cells}
            self._recorded(tx, principal, "inventory.mend", found, decision, details, source)
        return cells, after

    def close(self) -> None:
        """Wait for the file that is being checked; those behind it have to be handed in again."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _take_turn(self) -> None:
        if not self._turns.acquire(blocking=False):
            raise Exhausted("too many files wait to be checked; try again in a minute", retry_after_s=60)

    def _work(self, made: Import, work: Callable[[], None], wait_s: float) -> None:
        """In the worker. Whatever goes wrong is told by the import's state."""

        def supervised() -> None:
            try:
                work()
            except Exception as error:  # noqa: BLE001  # a supervisor: reported, and told by the state
                _log.crash("an import could not be checked", error)
                self._fail(made)

        done = self._worker.submit(supervised)
        done.add_done_callback(lambda _: self._turns.release())
        _wait(done, wait_s)

    def _check(self, principal: Principal, made: Import, read: Table) -> None:
        def progress(rows_done: int) -> None:
            with self._database.transaction() as tx:
                store.set_progress(tx, made.id, rows_done, self._clock.now_us())

        checked = self._staging.check(principal, made, read, progress)
        with self._database.transaction() as tx:
            store.insert_rows(tx, made.id, checked)
            done = replace(made, state=ImportState.CHECKED, rows_done=made.row_count)
            store.update(tx, self._staging.counted(tx, principal, done))

    def _fail(self, made: Import) -> None:
        try:
            with self._database.transaction() as tx:
                store.update(tx, replace(made, state=ImportState.FAILED, updated_at_us=self._clock.now_us()))
        except PlatformError as error:
            _log.error("an import's end could not be kept", reason=error.detail)  # `_alive` tells it later

    def _made(
        self,
        principal: Principal,
        content: bytes,
        read: Table,
        organisation_id: str,
        file_name: str,
        campaign_id: str | None,
    ) -> Import:
        now_us = self._clock.now_us()
        return Import(
            id=self._ids.new_id(),
            campaign_id=campaign_id,
            organisation_id=organisation_id,
            file_name=file_name,
            sha256=hashlib.sha256(content).hexdigest(),
            size_bytes=len(content),
            state=ImportState.CHECKING,
            columns=tuple(key for key, _ in read.headings if key),
            choices=read.choices,
            notices=read.notices,
            row_count=len(read.rows),
            rows_done=0,
            counts={},
            faults={},
            missing=0,
            same_as=None,
            version=1,
            created_by=principal.user_id,
            created_at_us=now_us,
            updated_at_us=now_us,
            applied_by=None,
            applied_us=None,
            added=0,
            changed=0,
        )

    def _check_campaign(self, campaign_id: str, organisation_id: str) -> None:
        with self._database.reading() as connection:
            campaign = campaign_store.load(connection, campaign_id)
            task = campaign_store.task(connection, campaign_id, organisation_id)
        if campaign is None or task is None:
            raise Invalid("campaign_id: this organisation is not asked in such a campaign", field="campaign_id")
        if campaign.closed_us is not None:
            raise Conflict("the campaign is closed", reason="campaign_closed")

    def _seen(self, principal: Principal, import_id: str, source: str) -> tuple[Import, Decision]:
        found = self._load(import_id)
        with self._database.reading() as connection:
            tags = tags_of(connection, import_id)
        ref = ResourceRef(kind="import", id=import_id, owner_id=found.organisation_id, tags=tags)
        return found, self._require(principal, Action.INVENTORY_SUBMIT, ref, source)

    def _load(self, import_id: str) -> Import:
        with self._database.reading() as connection:
            found = store.load(connection, import_id)
        if found is None:
            raise NotFound("there is no such import, or you may not see it")
        return self._alive(found)

    def _alive(self, found: Import) -> Import:
        """A check that gave no sign of life for two minutes ended with its process."""
        lost = found.state is ImportState.CHECKING and self._clock.now_us() - found.updated_at_us > _LOST_US
        return replace(found, state=ImportState.FAILED) if lost else found

    def _changeable(self, tx: Connection, import_id: str, *, also: ImportState | None = None) -> Import:
        found = store.lock(tx, import_id)
        if found is None:
            raise NotFound("there is no such import, or you may not see it")
        if self._alive(found).state not in {ImportState.CHECKED, also}:
            raise Conflict(f"the import is {found.state}; it cannot be changed", state=str(found.state))
        return found

    def _require(self, principal: Principal, action: Action, ref: ResourceRef, source: str) -> Decision:
        return self._governance.require(principal, AccessRequest(action=action, resource=ref, source=source))

    def _recorded(
        self,
        tx: Connection,
        principal: Principal,
        action: str,
        about: Import,
        decision: Decision,
        details: Mapping[str, object],
        source: str,
    ) -> None:
        ref = ResourceRef(kind="import", id=about.id, owner_id=about.organisation_id)
        personal = {"source": source}
        self._governance.record(tx, principal, action, ref, decision=decision, details=details, personal=personal)


def _mends(row: ImportRow, fault: Fault | None = None) -> dict[str, str]:
    """The cells that suggestions would write."""
    return {key: text for one in row.faults if fault is None or one.fault is fault for key, text in one.mend.items()}


def _wait(done: Future[None], seconds: float) -> None:
    try:
        done.result(timeout=seconds)
    except TimeoutError:
        return
