"""Spare parts: an organisation's stock."""

from __future__ import annotations

from dataclasses import replace

from toancanh.governance import AccessRequest, Action, ResourceRef
from toancanh.health.repairs.desk import Desk
from toancanh.health.repairs.store import parts
from toancanh.health.repairs.store.parts import Part
from toancanh.health.repairs.store.tables import part as table
from toancanh.kernel import Invalid, Principal


class Stock:
    """Thread-safe. Who works on an organisation's tickets sees and keeps its stock."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def listed(self, principal: Principal, organisation_id: str = "") -> list[Part]:
        """By code; of one organisation, or of all that are there for the asker."""
        view = self._desk.governance.visible(principal, Action.TICKET_READ, "part")
        shown = view.clause(table.c.organisation_id)
        if organisation_id:
            shown &= table.c.organisation_id == organisation_id
        with self._desk.database.reading() as connection:
            return parts.listed(connection, shown)

    def put(
        self, principal: Principal, organisation_id: str, code: str, *, name: str, unit: str, quantity: float,
        source: str = "",
    ) -> Part:  # fmt: skip
        """A new part, or another name or stock of a known one. Raises `Denied`, `Invalid`."""
        ref = ResourceRef(kind="part", id="", owner_id=organisation_id)
        request = AccessRequest(action=Action.TICKET_WRITE, resource=ref, source=source)
        decision = self._desk.governance.require(principal, request)
        if not self._desk.governance.organisations.named({organisation_id}):
            raise Invalid("organisation_id: there is no such organisation", field="organisation_id")
        with self._desk.database.transaction() as tx:
            before = parts.of_code(tx, organisation_id, code)
            made = Part(
                id=before.id if before is not None else self._desk.ids.new_id(), organisation_id=organisation_id,
                code=code, name=name, unit=unit, quantity=quantity,
            )  # fmt: skip
            parts.put(tx, made)
            details = {"code": code, "quantity": quantity, "before": before.quantity if before is not None else None}
            self._desk.governance.record(
                tx, principal, "part.put", replace(ref, id=made.id), decision=decision, details=details,
                personal={"source": source},
            )  # fmt: skip
        return made
