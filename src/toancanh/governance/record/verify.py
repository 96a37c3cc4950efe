"""Walking the chains: has anything been changed, removed or added behind our back?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from toancanh.governance.record.chain import (
    ENTRY_FIELDS,
    FIRST_HASH,
    ROSTER,
    Entry,
    commitment,
    roster_hash,
    seal,
)
from toancanh.governance.record.reach import ERASE, Erasures
from toancanh.governance.record.store import record_entry, record_head, record_personal

_BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class Violation:
    """What is wrong and where; ``seq`` is 0 where the chain as a whole is meant."""

    site: int
    writer: str
    seq: int
    what: str


@dataclass(frozen=True, kw_only=True)
class RecordReport:
    """The result of a walk over all chains."""

    chains: int
    entries: int
    erased: int
    violations: tuple[Violation, ...]
    checkpoints: int = 0  # that the record was held against


def verify_record(connection: Connection, seal_key: bytes) -> RecordReport:
    """Walk every chain of one consistent view of the database, in memory bounded by a batch and the erasures."""
    heads = {(row.site, row.writer): row for row in connection.execute(select(record_head))}
    named = connection.execute(select(record_entry.c.site, record_entry.c.writer).distinct())
    rosters = {site: heads.pop((site, writer)) for site, writer in list(heads) if writer == ROSTER}
    chains = sorted(heads.keys() | {(row.site, row.writer) for row in named})
    violations = list(_check_rosters(rosters, chains, seal_key))
    erased = _erasures(connection)
    entries = 0
    missing = 0
    for site, writer in chains:
        walk = _Walk(site=site, writer=writer, erased=erased)
        for entry, stored_hash, personal in _entries(connection, site, writer):
            walk.step(entry, stored_hash, personal)
        walk.end(heads.get((site, writer)), seal_key)
        violations += walk.violations
        entries += walk.entries
        missing += walk.missing
    return RecordReport(chains=len(chains), entries=entries, erased=missing, violations=tuple(violations))


def _check_rosters(
    rosters: Mapping[int, Row[Any]], chains: Iterable[tuple[int, str]], seal_key: bytes
) -> Iterator[Violation]:
    """Whether each site has the chains that it had when its last one began."""
    writers: dict[int, list[str]] = {site: [] for site in rosters}
    for site, writer in chains:
        writers.setdefault(site, []).append(writer)
    for site, names in sorted(writers.items()):
        row = rosters.get(site)
        if row is None:
            yield Violation(site=site, writer=ROSTER, seq=0, what="the list of its chains is not sealed")
        elif seal(seal_key, site=site, writer=ROSTER, seq=row.seq, last_hash=row.hash) != row.seal:
            yield Violation(site=site, writer=ROSTER, seq=0, what="the seal of the list of its chains is forged")
        elif (row.seq, row.hash) != (len(names), roster_hash(names)):
            what = f"{row.seq} chains were sealed, but there are {len(names)} ({', '.join(sorted(names))})"
            yield Violation(site=site, writer=ROSTER, seq=0, what=what)


class _Walk:
    """One chain, step by step."""

    def __init__(self, *, site: int, writer: str, erased: Erasures) -> None:
        self._site = site
        self._writer = writer
        self._erased = erased
        self._seq = 0
        self._hash = FIRST_HASH
        self.entries = 0
        self.missing = 0
        self.violations: list[Violation] = []

    def step(self, entry: Entry, stored_hash: str, personal: dict[str, tuple[str, bytes]]) -> None:
        self.entries += 1
        if entry.seq != self._seq + 1:
            self._found(entry.seq, f"entries {self._seq + 1} to {entry.seq - 1} are missing")
        elif entry.prev_hash != self._hash:
            self._found(entry.seq, "it does not follow the entry before it")
        if entry.hash() != stored_hash:
            self._found(entry.seq, "its content was changed")
        self._check_personal(entry, personal)
        self._seq, self._hash = entry.seq, stored_hash

    def end(self, head: object, seal_key: bytes) -> None:
        if head is None:
            self._found(0, "the end of the chain is not sealed")
            return
        seq, last_hash, sealed = head.seq, head.hash, head.seal  # type: ignore[attr-defined]
        if seal(seal_key, site=self._site, writer=self._writer, seq=seq, last_hash=last_hash) != sealed:
            self._found(0, "the seal of the end is forged")
        if (seq, last_hash) != (self._seq, self._hash):
            self._found(0, f"the chain ends at entry {self._seq}, but entry {seq} was sealed")

    def _check_personal(self, entry: Entry, personal: dict[str, tuple[str, bytes]]) -> None:
        try:
            promised = dict(json.loads(entry.commitments))
        except (ValueError, TypeError):
            return  # its content was changed, and that was said
        for field, (value, salt) in personal.items():
            if field not in promised:
                self._found(entry.seq, f"the personal field {field} was added")
            elif commitment(field, value, salt) != promised[field]:
                self._found(entry.seq, f"the personal field {field} was changed")
        gone = sorted(promised.keys() - personal.keys())
        if gone and self._erased.explain(
            entry.id, entry.at_us, entry.actor_id, entry.resource_kind, entry.resource_id, entry.details
        ):
            self.missing += 1
        elif gone:
            self._found(entry.seq, f"the personal field {gone[0]} is gone, and no erasure is on record")

    def _found(self, seq: int, what: str) -> None:
        self.violations.append(Violation(site=self._site, writer=self._writer, seq=seq, what=what))


def _entries(
    connection: Connection, site: int, writer: str
) -> Iterator[tuple[Entry, str, dict[str, tuple[str, bytes]]]]:
    after = -(2**62)
    while True:
        query = (
            select(record_entry)
            .where(record_entry.c.site == site, record_entry.c.writer == writer, record_entry.c.seq > after)
            .order_by(record_entry.c.seq)
            .limit(_BATCH)
        )
        rows = connection.execute(query).all()
        if not rows:
            return
        personal: dict[str, dict[str, tuple[str, bytes]]] = {}
        beside = select(record_personal).where(record_personal.c.entry_id.in_([row.id for row in rows]))
        for part in connection.execute(beside):
            personal.setdefault(part.entry_id, {})[part.field] = (part.value, part.salt)
        for row in rows:
            entry = Entry(**{name: getattr(row, name) for name in ENTRY_FIELDS})
            yield entry, row.hash, personal.get(row.id, {})
        after = rows[-1].seq


def _erasures(connection: Connection) -> Erasures:
    query = select(record_entry.c.details).where(record_entry.c.action == ERASE)
    return Erasures.of(list(connection.scalars(query)))
