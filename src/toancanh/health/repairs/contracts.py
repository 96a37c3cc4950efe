"""Contracts: what owner and maintainer agreed on. Read on both sides, written by the owner's alone."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, or_

from toancanh.governance import AccessRequest, Action, ResourceRef
from toancanh.health.repairs.desk import Desk
from toancanh.health.repairs.model import Contract, ContractDraft, ContractKind
from toancanh.health.repairs.store import contracts, tickets
from toancanh.health.repairs.store.tables import contract as table
from toancanh.health.repairs.store.tables import ticket as ticket_table
from toancanh.kernel import Conflict, Invalid, NotFound, Principal

_MOST_TERMS = 40
_MOST_HOURS = 24 * 366


class Contracts:
    """Thread-safe."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def listed(self, principal: Principal) -> list[Contract]:
        """Those of one's own organisations, on either side."""
        view = self._desk.governance.visible(principal, Action.CONTRACT_READ, "contract")
        shown = or_(view.clause(table.c.owner_id), view.clause(table.c.maintainer_id))
        with self._desk.database.reading() as connection:
            return contracts.listed(connection, shown)

    def get(self, principal: Principal, contract_id: str, *, source: str = "") -> Contract:
        """Raises `NotFound`, also for who is on neither side."""
        found = self._load(contract_id)
        view = self._desk.governance.visible(principal, Action.CONTRACT_READ, "contract")
        side = found.owner_id if view.allows(found.owner_id) else found.maintainer_id
        ref = ResourceRef(kind="contract", id=found.id, owner_id=side)
        self._desk.governance.require(
            principal, AccessRequest(action=Action.CONTRACT_READ, resource=ref, source=source)
        )
        return found

    def create(self, principal: Principal, draft: ContractDraft, *, source: str = "") -> Contract:
        """Raises `Invalid` with the field, `Denied`."""
        made = Contract(**vars(draft), id=self._desk.ids.new_id(), version=1)
        self._write(principal, made, None, source)
        return made

    def update(
        self, principal: Principal, contract_id: str, draft: ContractDraft, *, version: int | None, source: str = ""
    ) -> Contract:
        """All of it; tickets under way take the new times."""
        before = self._load(contract_id)
        if version is not None and version != before.version:
            raise Conflict("somebody changed this contract meanwhile; look again")
        after = Contract(**vars(draft), id=before.id, version=before.version + 1)
        self._write(principal, after, before, source)
        return after

    def delete(self, principal: Principal, contract_id: str, *, source: str = "") -> None:
        """Tickets that ran by it have no clock any more."""
        before = self._load(contract_id)
        self._require(principal, before, source)
        with self._desk.database.transaction() as tx:
            contracts.remove(tx, before.id)
            self._record_and_retime(tx, principal, before, "contract.delete", source)

    def _write(self, principal: Principal, made: Contract, before: Contract | None, source: str) -> None:
        self._require(principal, before or replace(made, id=""), source)
        if before is not None:
            self._require(principal, made, source)  # it may go to another owner
        self._check(made)
        with self._desk.database.transaction() as tx:
            if before is None:
                contracts.write(tx, made)
            elif not contracts.change(tx, made):
                raise Conflict("somebody changed this contract meanwhile; look again")
            act = "contract.create" if before is None else "contract.update"
            self._record_and_retime(tx, principal, made, act, source)

    def _record_and_retime(self, tx: Connection, principal: Principal, of: Contract, act: str, source: str) -> None:
        ref = ResourceRef(kind="contract", id=of.id, owner_id=of.owner_id)
        details = {"number": of.number, "maintainer": of.maintainer_id, "kind": str(of.kind), "version": of.version}
        self._desk.governance.record(tx, principal, act, ref, details=details, personal={"source": source})
        for one in tickets.under_way(tx, [ticket_table.c.contract_id == of.id]):
            tickets.change(tx, replace(self._desk.timed(tx, one), version=one.version + 1))

    def _require(self, principal: Principal, of: Contract, source: str) -> None:
        ref = ResourceRef(kind="contract", id=of.id, owner_id=of.owner_id)
        self._desk.governance.require(
            principal, AccessRequest(action=Action.CONTRACT_WRITE, resource=ref, source=source)
        )

    def _check(self, of: Contract) -> None:
        named = {of.owner_id, of.maintainer_id, *(one.organisation_id for one in of.levels)}
        known = {one.id for one in self._desk.governance.organisations.named(named)}
        if named - known:
            raise Invalid("an organisation that the contract names is not there", field="organisation_id")
        if of.until_on < of.from_on:
            raise Invalid("until_on: not before from_on", field="until_on")
        if len(of.terms) > _MOST_TERMS or len({(one.severity, one.purpose) for one in of.terms}) < len(of.terms):
            raise Invalid("terms: one for each severity and class of camera", field="terms")
        if any(not 0 < one.answer_h <= one.repair_h <= _MOST_HOURS for one in of.terms):
            raise Invalid("terms: hours to answer are more than 0 and not more than those to repair", field="terms")
        hours = [one.after_h for one in of.levels]
        if hours != sorted(hours) or any(not 0 <= one <= _MOST_HOURS for one in hours):
            raise Invalid("levels: in the order of their hours", field="levels")
        if of.makers and of.kind is not ContractKind.WARRANTY:
            raise Invalid("makers: of a warranty alone", field="makers")

    def _load(self, contract_id: str) -> Contract:
        with self._desk.database.reading() as connection:
            found = contracts.load(connection, contract_id)
        if found is None:
            raise NotFound("there is no such contract, or you may not see it")
        return found
