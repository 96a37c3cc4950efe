"""Writing the record."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import asdict

from sqlalchemy import Connection, and_, bindparam, func, select

from toancanh.governance.model import PROTECTED, Decision, DecisionInputs, ResourceRef
from toancanh.governance.record.chain import (
    FIRST_HASH,
    ROSTER,
    SALT_BYTES,
    Entry,
    canonical,
    commitments,
    roster_hash,
    seal,
)
from toancanh.governance.record.reach import ERASE
from toancanh.governance.record.store import record_anonymous, record_entry, record_head, record_personal
from toancanh.infra.addresses import source_network
from toancanh.kernel import Clock, IdSource, Principal

_MINUTE_US = 60_000_000
_SOURCES_PER_MINUTE = 64
_ANONYMOUS_KEPT_US = 90 * 24 * 3600 * 1_000_000


class AnonymousReason(enum.StrEnum):
    """Why somebody who could not be named was refused."""

    NO_SESSION = "no_session"
    SESSION_ENDED = "session_ended"  # a token that is unknown, expired or ended
    UNKNOWN_USER = "unknown_user"
    UNKNOWN_LINK = "unknown_link"  # of a hand-over: nobody ever gave it
    THROTTLED = "throttled"
    FOREIGN_ORIGIN = "foreign_origin"
    FORGED_GRANT = "forged_grant"
    REPEATED = "repeated"  # a session that was refused so often that single entries would fill the disk


_CHAIN = and_(record_head.c.site == bindparam("of_site"), record_head.c.writer == bindparam("of_writer"))
_HEAD = select(record_head.c.seq, record_head.c.hash).where(_CHAIN).with_for_update()
_NEXT_HEAD = record_head.update().where(_CHAIN).values({name: bindparam(name) for name in ("seq", "hash", "seal")})
_NEW_ENTRY = record_entry.insert()
_NEW_PERSONAL = record_personal.insert()
"""Made once: to put such a statement together takes as long as to run it, and every act does."""


class RecordWriter:
    """Appends to the chain of one site and writer, in the transaction of the act."""

    def __init__(
        self,
        *,
        clock: Clock,
        ids: IdSource,
        site: int,
        writer: str,
        seal_key: bytes,
        random_bytes: Callable[[int], bytes],
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._site = site
        self._writer = writer
        self._seal_key = seal_key
        self._random_bytes = random_bytes

    def append(
        self,
        tx: Connection,
        principal: Principal,
        action: str,
        resource: ResourceRef | None,
        *,
        outcome: str,
        decision: Decision | None = None,
        details: Mapping[str, object],
        personal: Mapping[str, str],
    ) -> str:
        """Write one entry; returns its id. Empty personal values are left out."""
        judged = decision.inputs.request.resource.tags if decision is not None and decision.inputs is not None else ()
        if resource is not None and PROTECTED in resource.tags and PROTECTED not in judged:
            details = {**details, PROTECTED: True}  # no decision tells it, and readers are told apart by it
        private = {"username": principal.username, **_private_inputs(decision), **personal}
        private = {field: value for field, value in private.items() if value}
        salts = {field: self._random_bytes(SALT_BYTES) for field in private}
        seq, prev_hash = self._head(tx)
        entry = Entry(
            site=self._site,
            writer=self._writer,
            seq=seq + 1,
            id=self._ids.new_id(),
            at_us=self._clock.now_us(),
            action=action,
            outcome=outcome,
            actor_id=principal.user_id,
            session_id=principal.session_id,
            resource_kind=resource.kind if resource else "",
            resource_id=resource.id if resource else "",
            owner_id=resource.owner_id if resource else "",
            details=canonical(dict(details)),
            decision=canonical(_public_decision(decision)),
            commitments=canonical(commitments(private, salts)),
            prev_hash=prev_hash,
        )
        self._insert(tx, entry, private, salts)
        return entry.id

    def count_anonymous(self, tx: Connection, source: str, reason: AnonymousReason) -> None:
        """Count a refusal of somebody without a name: one row per source, reason and minute, and a bound on sources.

        A network of IPv6 is one source, because whoever has one address of it has 2**64.
        """
        minute_us = self._clock.now_us() // _MINUTE_US * _MINUTE_US
        if self._add_one(tx, minute_us, source_network(source), reason):
            return
        in_minute = select(func.count()).select_from(record_anonymous).where(record_anonymous.c.minute_us == minute_us)
        rows = tx.execute(in_minute).scalar_one()
        if rows == 0:
            old = record_anonymous.c.minute_us < minute_us - _ANONYMOUS_KEPT_US
            tx.execute(record_anonymous.delete().where(old))
        name = source_network(source)
        if rows >= _SOURCES_PER_MINUTE:
            name = "others"
            if self._add_one(tx, minute_us, name, reason):
                return
        tx.execute(record_anonymous.insert().values(minute_us=minute_us, source=name, reason=reason, count=1))

    @staticmethod
    def _add_one(tx: Connection, minute_us: int, source: str, reason: AnonymousReason) -> bool:
        row = and_(
            record_anonymous.c.minute_us == minute_us,
            record_anonymous.c.source == source,
            record_anonymous.c.reason == reason,
        )
        return tx.execute(record_anonymous.update().where(row).values(count=record_anonymous.c.count + 1)).rowcount > 0

    def erase(self, tx: Connection, principal: Principal, entry_ids: list[str], *, reason: str) -> None:
        """Remove the personal values of entries for good; that it was done is an entry of its own."""
        tx.execute(record_personal.delete().where(record_personal.c.entry_id.in_(entry_ids)))
        self.append(
            tx,
            principal,
            ERASE,
            None,
            outcome="allow",
            details={"entries": sorted(entry_ids), "reason": reason},
            personal={},
        )

    def _head(self, tx: Connection) -> tuple[int, str]:
        row = tx.execute(_HEAD, {"of_site": self._site, "of_writer": self._writer}).one_or_none()
        return (row.seq, row.hash) if row is not None else (0, FIRST_HASH)

    def _insert(self, tx: Connection, entry: Entry, private: Mapping[str, str], salts: Mapping[str, bytes]) -> None:
        entry_hash = entry.hash()
        columns = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
        tx.execute(_NEW_ENTRY, {"hash": entry_hash, **columns})
        if private:
            tx.execute(
                _NEW_PERSONAL,
                [
                    {"entry_id": entry.id, "field": field, "value": value, "salt": salts[field]}
                    for field, value in private.items()
                ],
            )
        head = {
            "seq": entry.seq,
            "hash": entry_hash,
            "seal": seal(self._seal_key, site=self._site, writer=self._writer, seq=entry.seq, last_hash=entry_hash),
        }
        if entry.seq == 1:
            tx.execute(record_head.insert().values(site=self._site, writer=self._writer, **head))
            self._seal_roster(tx)
        else:
            tx.execute(_NEXT_HEAD, {"of_site": self._site, "of_writer": self._writer, **head})

    def _seal_roster(self, tx: Connection) -> None:
        """A new chain has begun."""
        here = record_head.c.site == self._site
        others = record_head.c.writer != ROSTER
        writers = list(tx.scalars(select(record_head.c.writer).where(here, others)))
        count, together = len(writers), roster_hash(writers)
        sealed = seal(self._seal_key, site=self._site, writer=ROSTER, seq=count, last_hash=together)
        row = {"seq": count, "hash": together, "seal": sealed}
        if not tx.execute(record_head.update().where(here, ~others).values(**row)).rowcount:
            tx.execute(record_head.insert().values(site=self._site, writer=ROSTER, **row))


def _public_decision(decision: Decision | None) -> dict[str, object]:
    """Outcome, clauses, the pack they stand in and every input but the personal ones."""
    if decision is None:
        return {}
    answer: dict[str, object] = {
        "outcome": decision.outcome,
        "needs": sorted(decision.needs),
        "clauses": list(decision.clauses),
        "pack": asdict(decision.pack) if decision.pack else None,
    }
    if decision.errors:
        answer["errors"] = list(decision.errors)
    return answer | ({"inputs": _public_inputs(decision.inputs)} if decision.inputs else {})


def _public_inputs(inputs: DecisionInputs) -> dict[str, object]:
    request = inputs.request
    return {
        "action": request.action,
        "resource": {
            "kind": request.resource.kind,
            "id": request.resource.id,
            "owner_id": request.resource.owner_id,
            "tags": sorted(request.resource.tags),
            "purpose_class": request.resource.purpose_class,
        },
        "seconds": request.seconds,
        "from_us": request.from_us,
        "to_us": request.to_us,
        "asked_us": request.asked_us,
        "is_system": inputs.is_system,
        "is_active": inputs.is_active,
        "second_factor": inputs.second_factor,
        "roles": [[binding.role, binding.organisation_id] for binding in inputs.roles],
        "owner_path": list(inputs.owner_path),
        "shared": list(inputs.shared),
        "share_ids": list(inputs.share_ids),
        "on_duty": inputs.on_duty,
        "approval_ids": list(inputs.approval_ids),
        "stands": inputs.stands,
        "now_us": inputs.now_us,
    }


def _private_inputs(decision: Decision | None) -> dict[str, str]:
    if decision is None or decision.inputs is None:
        return {}
    request = decision.inputs.request
    return {"purpose": request.purpose, "reference": request.reference, "source": request.source}
