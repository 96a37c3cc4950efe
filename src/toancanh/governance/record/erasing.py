"""The end of what names people in the record: when its class ends, or earlier when the person asks.

An erasure is one entry that says which entries it reaches (all before a moment, of one person or of everybody, save
those about cameras under a hold); verification takes their missing personal values for erased, and no others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from toancanh.governance.judgement import Judgement, not_found
from toancanh.governance.model import AccessRequest, Action, Decision, ResourceRef
from toancanh.governance.record.reach import ERASE, Reach
from toancanh.governance.record.store import record_entry, record_personal
from toancanh.governance.record.writer import RecordWriter
from toancanh.governance.regulation.pack import Pack, RetentionClass
from toancanh.governance.store.tables import user_account
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Invalid, Principal

CLASS = "record"
"""The retention class of a pack that says how long the record names people."""

_DAY_US = 24 * 3600 * 1_000_000
_BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Erased:
    """What an erasure did: entries that lost their personal values; all of it before ``before_us``."""

    entries: int
    before_us: int


class Erasure:
    """Removes personal values whose time is over. ``held``: cameras under a hold that lasts. ``forget``:
    what else of this class lies beside the record and is that old.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        judgement: Judgement,
        record: RecordWriter,
        pack: Callable[[], Pack],
        held: Callable[[], Collection[str]],
        forget: Callable[[Connection, int], None] = lambda _tx, _before_us: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._judgement = judgement
        self._record = record
        self._pack = pack
        self._held = held
        self._forget = forget

    @property
    def terms(self) -> RetentionClass | None:
        """How long the pack in force keeps what names people."""
        return next((kept for kept in self._pack().retention if kept.key == CLASS), None)

    def run(self, principal: Principal) -> Erased:
        """All whose class has ended; no judgement. A pack without the class erases nothing."""
        terms = self.terms
        if terms is None:
            return Erased(entries=0, before_us=0)
        before_us = self._clock.now_us() - terms.max_days * _DAY_US
        with self._database.transaction() as tx:
            self._forget(tx, before_us)
        return self._erase(principal, before_us, person_id="", reason="")

    def person_called(self, username: str) -> str:
        """The id of the user of this name, also of one who has left; no judgement. Raises `NotFound`."""
        query = select(user_account.c.id).where(user_account.c.username == username).order_by(user_account.c.id.desc())
        with self._database.reading() as connection:
            found = connection.scalar(query.limit(1))
        if found is None:
            raise not_found("user")
        return str(found)

    def of_person(self, principal: Principal, user_id: str, *, reason: str, source: str = "") -> Erased:
        """What names one user and is older than must be kept, at that person's request. Raises `Denied`, `NotFound`."""
        if not reason.strip():
            raise Invalid("say why: the number of the person's request")
        of_user = select(user_account.c.organisation_id).where(user_account.c.id == user_id)
        with self._database.reading() as connection:
            owner_id = connection.scalar(of_user)  # also of one who has left
        if owner_id is None:
            raise not_found("user")
        ref = ResourceRef(kind="audit", id="", owner_id=owner_id)
        request = AccessRequest(action=Action.AUDIT_ERASE, resource=ref, source=source)
        decision = self._judgement.require(principal, request)
        terms = self.terms
        if terms is None:
            raise Invalid("the regulation in force does not say how long the record names people; nothing was erased")
        before_us = self._clock.now_us() - terms.min_days * _DAY_US
        return self._erase(principal, before_us, person_id=user_id, reason=reason.strip(), decision=decision)

    def _erase(
        self, principal: Principal, before_us: int, *, person_id: str, reason: str, decision: Decision | None = None
    ) -> Erased:
        reach = Reach(before_us=before_us, person_id=person_id, kept=frozenset(self._held()))
        append = partial(
            self._record.append, principal=principal, action=ERASE, resource=None, outcome="allow", decision=decision,
            details={"class": CLASS, **reach.told()}, personal={"reason": reason},
        )  # fmt: skip
        count = 0
        for ids in self._reached(reach):
            with self._database.transaction() as tx:
                if not count:  # the entry stands before anything it explains is gone
                    append(tx)
                tx.execute(record_personal.delete().where(record_personal.c.entry_id.in_(ids)))
            count += len(ids)
        if person_id and not count:  # somebody asked, and nothing was old enough
            with self._database.transaction() as tx:
                append(tx)
        return Erased(entries=count, before_us=before_us)

    def _reached(self, reach: Reach) -> Iterator[list[str]]:
        after = (-(1 << 62), "")
        while True:
            with self._database.reading() as connection:
                rows, after = self._page(connection, reach, after)
            if rows:
                yield rows
            if not after[1]:
                return

    @staticmethod
    def _page(connection: Connection, reach: Reach, after: tuple[int, str]) -> tuple[list[str], tuple[int, str]]:
        entry = record_entry.c
        behind = or_(entry.at_us > after[0], and_(entry.at_us == after[0], entry.id > after[1]))
        named = exists().where(record_personal.c.entry_id == entry.id)
        query = (
            select(entry.id, entry.at_us, entry.actor_id, entry.resource_kind, entry.resource_id, entry.details)
            .where(entry.at_us < reach.before_us, behind, named, *_of_person(reach.person_id))
            .order_by(entry.at_us, entry.id)
            .limit(_BATCH)
        )
        rows = connection.execute(query).all()
        ids = [
            row.id
            for row in rows
            if reach.covers(row.at_us, row.actor_id, row.resource_kind, row.resource_id, row.details)
        ]
        return ids, ((rows[-1].at_us, rows[-1].id) if len(rows) == _BATCH else (0, ""))


def _of_person(person_id: str) -> list[ColumnElement[bool]]:
    entry = record_entry.c
    about = and_(entry.resource_kind == "user", entry.resource_id == person_id)
    return [or_(entry.actor_id == person_id, about)] if person_id else []
