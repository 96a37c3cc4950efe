"""Holding the record against its checkpoints: those of the database, and those that owners bring."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection, select

from toancanh.governance.checkpoints import store
from toancanh.governance.checkpoints.head import Handed, digest_of_ends, digest_of_part, is_signed
from toancanh.governance.checkpoints.making import part_of
from toancanh.governance.record.chain import FIRST_HASH
from toancanh.governance.record.store import record_entry
from toancanh.governance.record.verify import Violation
from toancanh.kernel import format_rfc3339

_BATCH = 500
_PAGE = 1000


def prove(
    connection: Connection, site: int, handed: Sequence[Handed], keys: Mapping[str, bytes]
) -> tuple[int, list[Violation]]:
    """How many checkpoints were held against the record, and what is wrong.

    The hashes in the record are taken as they are stored: the walk over the chains shows that they are the entries'.
    """
    kept = {one.number: one for one in _all(connection, site)}
    found = list(_kept(site, kept, keys))
    found += _ends(connection, site, kept.values())
    for owner in handed:
        found += _held(site, owner, kept, keys)
    for owner in {one.owner_id: one for one in sorted(handed, key=lambda one: one.head.number)}.values():
        mine = kept.get(owner.head.number)
        if mine is not None and digest_of_part(part_of(connection, site, owner.owner_id, mine.ends)) != owner.part:
            found.append(_fault(site, owner.head.number, "what the record says about its owner is not what it said"))
    return len(kept.keys() | {one.head.number for one in handed}), found


def _all(connection: Connection, site: int) -> Iterator[store.Checkpoint]:
    below: int | None = None
    while True:
        page = store.page(connection, site, below=below, limit=_PAGE)
        yield from page
        if len(page) < _PAGE:
            return
        below = page[-1].number


def _kept(site: int, kept: Mapping[int, store.Checkpoint], keys: Mapping[str, bytes]) -> Iterator[Violation]:
    """Whether the database's own checkpoints are whole, signed, and follow each other."""
    previous = FIRST_HASH
    for number in range(1, max(kept, default=0) + 1):
        one = kept.get(number)
        if one is None:
            yield _fault(site, number, "it is missing")
            previous = ""
            continue
        key = keys.get(one.head.key)
        if one.head.text() != one.head_text or key is None or not is_signed(one.head, one.signature, key):
            yield _fault(site, number, "its signature is not one of this site's keys")
        if previous and one.head.previous != previous:
            yield _fault(site, number, "it does not follow the checkpoint before it")
        if (one.head.site, one.head.number) != (site, number):
            yield _fault(site, number, "it was made for another place")
        if digest_of_ends(one.ends) != one.head.chains:
            yield _fault(site, number, "the ends of the chains beside it were changed")
        previous = hashlib.sha256(one.head_text.encode()).hexdigest()


def _ends(connection: Connection, site: int, kept: Iterable[store.Checkpoint]) -> Iterator[Violation]:
    """Whether the entries that ended the chains then are still the same, in their places."""
    promised: dict[str, dict[int, tuple[str, int]]] = {}
    for one in sorted(kept, key=lambda one: -one.head.number):
        for writer, (seq, last_hash) in one.ends.items():
            promised.setdefault(writer, {})[seq] = (last_hash, one.head.number)
    entry = record_entry.c
    for writer, ends in sorted(promised.items()):
        numbers = sorted(ends)
        for begin in range(0, len(numbers), _BATCH):
            some = numbers[begin : begin + _BATCH]
            query = select(entry.seq, entry.hash).where(entry.site == site, entry.writer == writer, entry.seq.in_(some))
            there = {row.seq: row.hash for row in connection.execute(query)}
            for seq in some:
                expected, number = ends[seq]
                if there.get(seq) != expected:
                    what = "is gone" if seq not in there else "is not the one it was"
                    yield Violation(site=site, writer=writer, seq=seq, what=f"checkpoint {number}: its entry {what}")


def _held(
    site: int, owner: Handed, kept: Mapping[int, store.Checkpoint], keys: Mapping[str, bytes]
) -> Iterator[Violation]:
    """Whether an owner's checkpoint is good, and the one that the database has."""
    number = owner.head.number
    if owner.head.site != site:
        yield _fault(site, number, f"it was handed out by site {owner.head.site}")
        return
    fault = owner.fault(keys)
    if fault:
        yield _fault(site, number, f"the owner's file: {fault}")
        return
    mine = kept.get(number)
    made = format_rfc3339(owner.head.made_us)
    if mine is None:
        yield _fault(
            site, number, f"handed to an owner on {made}, is not here: this is an older copy, or it was removed"
        )
    elif mine.head != owner.head:
        yield _fault(site, number, f"handed to an owner on {made}, was another one: the record was computed anew")


def _fault(site: int, number: int, what: str) -> Violation:
    return Violation(site=site, writer="", seq=0, what=f"checkpoint {number}: {what}")
