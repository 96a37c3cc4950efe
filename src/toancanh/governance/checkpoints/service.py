"""Use cases: make a checkpoint, hand it to the owners, hold the record against those that they bring."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, select

from toancanh.governance.checkpoints import store
from toancanh.governance.checkpoints.head import (
    Handed,
    Head,
    Part,
    digest_of_ends,
    digest_of_part,
    root_and_paths,
)
from toancanh.governance.checkpoints.making import ends_of, moved_parts
from toancanh.governance.checkpoints.proving import prove
from toancanh.governance.judgement import Judgement
from toancanh.governance.model import AccessRequest, Action, Decision, ResourceRef
from toancanh.governance.record import RecordWriter
from toancanh.governance.record.chain import FIRST_HASH
from toancanh.governance.record.verify import Violation
from toancanh.governance.store.tables import organisation
from toancanh.infra.database import Database
from toancanh.infra.files import private_directory
from toancanh.infra.keyring import KeyRing
from toancanh.kernel import Clock, Conflict, Principal

FILE_NAME = "checkpoints.jsonl"
PLATFORM = "platform"
"""Folder of what belongs to no organisation: signing in, keys, backups."""

_AT_ONCE = 50
_TAIL_BYTES = 1 << 18  # holds the lines of one time
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class Checkpoints:
    """The checkpoints of one site. One process makes them (``web``, or a command)."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        keyring: KeyRing,
        site: int,
        judgement: Judgement,
        record: RecordWriter,
    ) -> None:
        self._database = database
        self._clock = clock
        self._keyring = keyring
        self._site = site
        self._judgement = judgement
        self._record = record
        self._put_out_until = 0  # as far as this process knows

    def make_for(self, principal: Principal, *, source: str = "") -> Head:
        """On demand, by one who may read the record of the whole site."""
        return self.make(principal, decision=self._may_read(principal, "", source), source=source)

    def make(self, principal: Principal, *, decision: Decision | None = None, source: str = "") -> Head:
        """Join all chains as they are now; no judgement. Raises `Conflict` where another was made meanwhile."""
        organisations = {"", *self._judgement.facts().parents}
        with self._database.reading() as connection:
            previous = store.last(connection, self._site)
            ends = ends_of(connection, self._site)
            before = store.parts(connection, self._site, previous.head.number) if previous else {}
            moved = moved_parts(connection, self._site, before, previous.ends if previous else {}, ends)
        fresh: dict[str, Part] = {owner: {} for owner in organisations - before.keys()}
        moved = {**fresh, **moved}
        root, _ = root_and_paths({owner: digest_of_part(part) for owner, part in {**before, **moved}.items()})
        made: list[Head] = []

        def told(key: str) -> bytes:
            made.append(
                Head(
                    site=self._site,
                    number=previous.head.number + 1 if previous else 1,
                    made_us=self._clock.now_us(),
                    previous=previous.head.digest() if previous else FIRST_HASH,
                    chains=digest_of_ends(ends),
                    parts=root,
                    key=key,
                )
            )
            return made[0].text().encode()

        signature, _ = self._keyring.sign(told)
        head = made[0]
        kept = store.Checkpoint(
            number=head.number, head=head, head_text=head.text(), signature=signature.hex(), ends=ends
        )
        with self._database.transaction() as tx:
            newest = store.last(tx, self._site)
            if newest is not None and newest.number >= head.number:
                raise Conflict("another checkpoint was made at this moment; try again")
            store.insert(tx, kept, moved)
            details = {"number": head.number, "sha256": head.digest(), "key": head.key}
            self._record.append(
                tx, principal, "checkpoint.make", None, outcome="allow", decision=decision, details=details,
                personal={"source": source},
            )  # fmt: skip
        return head

    def due_us(self, every_us: int) -> int:
        """When the next one is to be made."""
        with self._database.reading() as connection:
            newest = store.last(connection, self._site)
        return newest.head.made_us + every_us if newest else 0

    def page(
        self, principal: Principal, *, owner_id: str, below: int | None, limit: int, source: str = ""
    ) -> list[Head]:
        """The newest first, for one who may read the owner's record."""
        self._may_read(principal, owner_id, source)
        with self._database.reading() as connection:
            return [one.head for one in store.page(connection, self._site, below=below, limit=limit)]

    def hand_over(self, principal: Principal, *, owner_id: str, limit: int, source: str = "") -> str:
        """The owner's file, one checkpoint a line, the oldest of the newest ``limit`` first; on record."""
        decision = self._may_read(principal, owner_id, source)
        with self._database.reading() as connection:
            kept = store.page(connection, self._site, below=None, limit=limit)
            handed = [self._handed(connection, one, owner_id) for one in kept]
        with self._database.transaction() as tx:
            numbers = [one.head.number for one in kept]
            details = {"numbers": [min(numbers), max(numbers)] if numbers else [], "how": "file"}
            ref = ResourceRef(kind="audit", id="", owner_id=owner_id)
            self._record.append(
                tx, principal, store.HAND_OVER, ref, outcome="allow", decision=decision, details=details,
                personal={"source": source},
            )  # fmt: skip
        return "".join(f"{one.line()}\n" for one in reversed(handed) if one is not None)

    def put_out(self, folder: Path) -> int:
        """What was not yet into a folder per owner, each a line more in its file, for whoever carries them away;
        returns the number of owners. What fails is put out the next time.
        """
        with self._database.reading() as connection:
            newest = store.last(connection, self._site)
            if newest is None or newest.number == self._put_out_until:
                return 0
            waiting = store.following(
                connection, self._site, store.put_out_until(connection, self._site), limit=_AT_ONCE
            )
            if not waiting:
                return 0
            of = [(one, self._parts(connection, one)) for one in waiting]
            rows = connection.execute(select(organisation.c.id, organisation.c.code))
            codes: dict[str, str] = {row.id: row.code for row in rows}
        for one, parts in of:
            _, paths = root_and_paths(parts)
            for owner_id in sorted(parts):
                line = self._line(one, owner_id, parts, paths).line()
                code = codes.get(owner_id, "") if owner_id else PLATFORM
                _append(private_directory(folder / (code if _PLAIN.fullmatch(code) else owner_id)) / FILE_NAME, line)
        with self._database.transaction() as tx:
            owners = len(of[-1][1])
            details = {"numbers": [waiting[0].number, waiting[-1].number], "how": "folder", "owners": owners}
            by = Principal.system("platform")
            self._record.append(tx, by, store.HAND_OVER, None, outcome="allow", details=details, personal={})
        self._put_out_until = waiting[-1].number
        return owners

    def prove(self, connection: Connection, handed: Sequence[Handed]) -> tuple[int, list[Violation]]:
        """How many checkpoints were held against the record, and what is wrong."""
        return prove(connection, self._site, handed, self._keyring.verifying_keys)

    @property
    def keys(self) -> Sequence[tuple[str, bytes]]:
        """Fingerprint and public key of every key that has signed; the last one signs now."""
        return list(self._keyring.verifying_keys.items())

    def _parts(self, connection: Connection, one: store.Checkpoint) -> dict[str, str]:
        found = store.parts(connection, self._site, one.head.number)
        return {owner: digest_of_part(part) for owner, part in found.items()}

    def _handed(self, connection: Connection, one: store.Checkpoint, owner_id: str) -> Handed | None:
        parts = self._parts(connection, one)
        if owner_id not in parts:
            return None  # the organisation was not there yet
        return self._line(one, owner_id, parts, root_and_paths(parts)[1])

    def _line(
        self,
        one: store.Checkpoint,
        owner_id: str,
        parts: dict[str, str],
        paths: dict[str, tuple[tuple[str, str], ...]],
    ) -> Handed:
        return Handed(
            head=one.head,
            signature=one.signature,
            public_key=self._keyring.verifying_keys[one.head.key].hex(),
            owner_id=owner_id,
            part=parts[owner_id],
            path=paths[owner_id],
        )

    def _may_read(self, principal: Principal, owner_id: str, source: str) -> Decision:
        ref = ResourceRef(kind="audit", id="", owner_id=owner_id)
        return self._judgement.require(principal, AccessRequest(action=Action.AUDIT_READ, resource=ref, source=source))


def _append(path: Path, line: str) -> None:
    """Once, and behind whole lines: a try before this one may have come so far, or stopped in the middle."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _TAIL_BYTES))
        tail = file.read()
        whole = tail[: tail.rfind(b"\n") + 1]
        told = f"{line}\n".encode()
        if told in whole:
            return
        file.seek(size - len(tail) + len(whole))
        file.truncate()
        file.write(told)
        file.flush()
        os.fsync(file.fileno())
