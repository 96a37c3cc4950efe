"""Making seals, and finding the one that binds a recording. Thread-safe; blocking."""

from __future__ import annotations

import hashlib
import json
import threading
import zlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select

from toancanh.evidence.authority import Authority
from toancanh.evidence.store.tables import seal as table
from toancanh.evidence.verifier.verify import canonical
from toancanh.governance import Governance
from toancanh.infra.database import Database
from toancanh.kernel import Clock, NotFound, Principal, format_rfc3339
from toancanh.media.archive import StreamKey
from toancanh.media.archive.proof import stream_heads, tree_root

_LEAF, _NODE = b"\5", b"\3"
_LOOKED_AT = 64
"""A segment's proof is chained when it is complete: the first seal made after that holds it, or one soon after."""


@dataclass(frozen=True, kw_only=True)
class Seal:
    """A seal as it is kept; ``heads`` are what it binds: camera, role, number and link of the newest root."""

    number: int
    made_us: int
    body: bytes
    signature: bytes
    serial: str
    token: bytes
    heads: tuple[tuple[str, str, int, str], ...]


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a stream stands in a seal: its leaf, and the hashes beside the leaf's way to the root."""

    seal: Seal
    head: dict[str, object]
    index: int
    path: tuple[str, ...]


class Seals:
    """The seals of a site; `due_us` and `make` are for its upkeep and for exports."""

    def __init__(self, *, database: Database, clock: Clock, governance: Governance, authority: Authority) -> None:
        self._database = database
        self._clock = clock
        self._governance = governance
        self._authority = authority
        self._lock = threading.Lock()

    def due_us(self, every_us: int) -> int:
        """When the next is due; 0 where there is none yet."""
        with self._database.reading() as connection:
            made_us = connection.execute(select(func.max(table.c.made_us))).scalar()
        return 0 if made_us is None else int(made_us) + every_us

    def make(self, principal: Principal) -> Seal | None:
        """Seal what is chained now; None where nothing ever was."""
        with self._lock:
            with self._database.reading() as connection:
                heads = tuple(
                    (head.key.camera_id, head.key.name, head.seq, head.link.hex()) for head in stream_heads(connection)
                )
                before = connection.execute(select(table).order_by(table.c.number.desc()).limit(1)).first()
            if not heads:
                return None
            number, made_us = (before.number + 1 if before else 1), self._clock.now_us()
            body = canonical(
                {
                    "format": "toancanh-seal-1",
                    "site": self._authority.site,
                    "number": number,
                    "made_at": format_rfc3339(made_us),
                    "previous": hashlib.sha256(before.body).hexdigest() if before else "",
                    "streams": len(heads),
                    "root": tree_root([_leaf(head) for head in heads]).hex(),
                }
            )
            signed = self._authority.sign(body)
            made = Seal(
                number=number, made_us=made_us, body=body, signature=signed.signature, serial=signed.serial,
                token=signed.token, heads=heads,
            )  # fmt: skip
            self._keep(principal, made)
            return made

    def get(self, number: int) -> Seal:
        """One by its number."""
        with self._database.reading() as connection:
            return _seal(connection.execute(select(table).where(table.c.number == number)).one())

    def binding(self, principal: Principal, key: StreamKey, seq: int, end_us: int) -> Place:
        """The first seal that binds the stream up to ``seq`` and was made after ``end_us``; a new one where there is
        none. Raises `NotFound` where the stream's chain is not so long.
        """
        with self._database.reading() as connection:
            query = select(table).where(table.c.made_us >= end_us).order_by(table.c.number).limit(_LOOKED_AT)
            kept = [_seal(row) for row in connection.execute(query)]
        for seal in kept:
            found = _place(seal, key, seq)
            if found is not None:
                return found
        made = self.make(principal)
        found = _place(made, key, seq) if made is not None else None
        if found is None:
            raise NotFound("this recording has no proof that could be sealed")
        return found

    def _keep(self, principal: Principal, made: Seal) -> None:
        packed = zlib.compress(json.dumps(made.heads).encode())
        with self._database.transaction() as tx:
            tx.execute(
                table.insert().values(
                    number=made.number, made_us=made.made_us, body=made.body, signature=made.signature,
                    serial=made.serial, token=made.token or None, heads=packed,
                )
            )  # fmt: skip
            details = {
                "number": made.number,
                "streams": len(made.heads),
                "sha256": hashlib.sha256(made.body).hexdigest(),
            }
            self._governance.record(tx, principal, "evidence.seal", None, details=details)


def _leaf(head: tuple[str, str, int, str]) -> bytes:
    return hashlib.sha256(_LEAF + canonical(_told(head))).digest()


def _told(head: tuple[str, str, int, str]) -> dict[str, object]:
    return {"camera": head[0], "role": head[1], "seq": head[2], "link": head[3]}


def _place(seal: Seal, key: StreamKey, seq: int) -> Place | None:
    for index, head in enumerate(seal.heads):
        if head[:2] == (key.camera_id, key.name):
            if head[2] < seq:
                return None
            return Place(
                seal=seal, head=_told(head), index=index, path=_path([_leaf(one) for one in seal.heads], index)
            )
    return None


def _path(leaves: list[bytes], index: int) -> tuple[str, ...]:
    """The audit path of RFC 6962, 2.1.1, the nearest first."""
    if len(leaves) == 1:
        return ()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if index < split:
        return (*_path(leaves[:split], index), tree_root(leaves[split:]).hex())
    return (*_path(leaves[split:], index - split), tree_root(leaves[:split]).hex())


def _seal(row: Row[Any]) -> Seal:
    heads = tuple((str(c), str(r), int(s), str(k)) for c, r, s, k in json.loads(zlib.decompress(row.heads)))
    return Seal(
        number=row.number, made_us=row.made_us, body=bytes(row.body), signature=bytes(row.signature),
        serial=row.serial, token=bytes(row.token or b""), heads=heads,
    )  # fmt: skip
