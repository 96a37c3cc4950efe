"""Use cases on what became of organisations: authorise, load, decide, save, record."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from toancanh.governance.judgement import Judgement, not_found
from toancanh.governance.model import AccessRequest, Action, ResourceRef
from toancanh.governance.people import Organisation, Succession
from toancanh.governance.record import RecordWriter
from toancanh.governance.store import organisations, successions
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, Invalid, Principal


@dataclass(frozen=True, kw_only=True)
class Succeeded:
    """A succession seen from one side: ``other`` is the organisation at its far end."""

    said: Succession
    other: Organisation


class Successions:
    """Who went into whom. An organisation never goes into itself, over however many steps."""

    def __init__(self, *, database: Database, clock: Clock, judgement: Judgement, record: RecordWriter) -> None:
        self._database = database
        self._clock = clock
        self._judgement = judgement
        self._record = record

    def of(
        self, principal: Principal, organisation_id: str, *, source: str = ""
    ) -> tuple[list[Succeeded], list[Succeeded]]:
        """Predecessors and successors, by code. Who may read the organisation may know their names."""
        with self._database.reading() as connection:
            if organisations.load(connection, organisation_id) is None:
                raise not_found("organisation")
        self._require(principal, Action.ORGANISATION_READ, organisation_id, source)
        with self._database.reading() as connection:
            said = successions.of(connection, organisation_id)
            ends = {one.predecessor_id for one in said} | {one.successor_id for one in said}
            known = {one.id: one for one in organisations.load_all(connection, ends)}
        before = [
            Succeeded(said=one, other=known[one.predecessor_id]) for one in said if one.successor_id == organisation_id
        ]
        after = [
            Succeeded(said=one, other=known[one.successor_id]) for one in said if one.predecessor_id == organisation_id
        ]
        return sorted(before, key=_code), sorted(after, key=_code)

    def say(self, principal: Principal, said: Succession, *, source: str = "") -> Organisation:
        """The predecessor ends on the successor's first day where it had not ended yet. Saying it anew replaces it.

        Needs the right to end the predecessor, and to write the successor. Raises `Invalid` for a circle.
        """
        self._load(said.predecessor_id)
        self._require(principal, Action.ORGANISATION_MOVE, said.predecessor_id, source)
        with self._database.reading() as connection:
            if organisations.load(connection, said.successor_id) is None:
                raise Invalid("successor_id: there is no such organisation", field="successor_id")
        self._require(principal, Action.ORGANISATION_WRITE, said.successor_id, source)
        with self._database.transaction() as tx:
            before = organisations.load(tx, said.predecessor_id)
            if before is None or before.parent_id is None:
                raise Conflict("the first organisation does not end")
            is_circle = said.successor_id == said.predecessor_id
            if is_circle or successions.reaches(tx, said.successor_id, said.predecessor_id):
                raise Invalid("successor_id: it went into this organisation itself", field="successor_id")
            if said.on is not None and before.valid_to is None:
                if before.valid_from is not None and said.on <= before.valid_from:
                    raise Invalid("on: the organisation had not begun by then", field="on")
                now_us = self._clock.now_us()
                before = replace(before, valid_to=said.on, version=before.version + 1, updated_at_us=now_us)
                organisations.update(tx, before)
            successions.write(tx, [said])
            self._recorded(tx, principal, "organisation.succeed", said, source)
        return before

    def unsay(self, principal: Principal, predecessor_id: str, successor_id: str, *, source: str = "") -> None:
        """It was not so; the day on which the predecessor ended stays."""
        self._load(predecessor_id)
        self._require(principal, Action.ORGANISATION_MOVE, predecessor_id, source)
        with self._database.transaction() as tx:
            found = [
                one
                for one in successions.of(tx, predecessor_id)
                if (one.predecessor_id, one.successor_id) == (predecessor_id, successor_id)
            ]
            if not found:
                raise not_found("succession")
            successions.remove(tx, predecessor_id, successor_id)
            self._recorded(tx, principal, "organisation.unsucceed", found[0], source)

    def _load(self, organisation_id: str) -> Organisation:
        with self._database.reading() as connection:
            found = organisations.load(connection, organisation_id)
        if found is None:
            raise not_found("organisation")
        return found

    def _require(self, principal: Principal, action: Action, organisation_id: str, source: str) -> None:
        ref = ResourceRef(kind="organisation", id=organisation_id, owner_id=organisation_id)
        self._judgement.require(principal, AccessRequest(action=action, resource=ref, source=source))

    def _recorded(self, tx: Connection, principal: Principal, action: str, said: Succession, source: str) -> None:
        details = {
            "successor_id": said.successor_id,
            "kind": said.kind,
            "on": said.on.isoformat() if said.on else None,
            "certainty": said.certainty,
        }
        ref = ResourceRef(kind="organisation", id=said.predecessor_id, owner_id=said.predecessor_id)
        self._record.append(tx, principal, action, ref, outcome="allow", details=details, personal={"source": source})


def _code(found: Succeeded) -> str:
    return organisations.key_of(found.other)
