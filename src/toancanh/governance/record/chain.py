"""Entries of the record, their commitments and the chain over them. Pure.

The hash of an entry is SHA-256 over the canonical JSON of its public fields, which contain the hash of the entry
before. A commitment is SHA-256 over a random salt and the canonical JSON of field and value: without the salt, which
is erased together with the value, not even a guess of the value can be confirmed.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FIRST_HASH = "0" * 64
SALT_BYTES = 16


@dataclass(frozen=True, kw_only=True)
class Entry:
    """The public fields of one entry. ``details``, ``decision`` and ``commitments`` are canonical JSON, as text."""

    site: int
    writer: str
    seq: int
    id: str
    at_us: int
    action: str
    outcome: str
    actor_id: str
    session_id: str
    resource_kind: str
    resource_id: str
    owner_id: str
    details: str
    decision: str
    commitments: str
    prev_hash: str

    def hash(self) -> str:
        """What the next entry names, in hexadecimal."""
        return hashlib.sha256(canonical({name: getattr(self, name) for name in ENTRY_FIELDS}).encode()).hexdigest()


ENTRY_FIELDS = tuple(Entry.__dataclass_fields__)


def canonical(value: object) -> str:
    """JSON with sorted keys and no white space: equal values give equal text (after RFC 8785)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def commitment(field: str, value: str, salt: bytes) -> str:
    """Binds an entry to a personal value without telling it."""
    return hashlib.sha256(salt + canonical([field, value]).encode()).hexdigest()


def commitments(personal: Mapping[str, str], salts: Mapping[str, bytes]) -> dict[str, str]:
    """The commitments of all personal fields of one entry."""
    return {field: commitment(field, value, salts[field]) for field, value in personal.items()}


ROSTER = ""
"""In the place of a writer's name: the row that seals which writers a site has, as long as it has any."""


def roster_hash(writers: Iterable[str]) -> str:
    """Binds the writers of a site, so that a whole chain cannot go unseen together with its seal."""
    return hashlib.sha256(canonical(sorted(writers)).encode()).hexdigest()


def seal(key: bytes, *, site: int, writer: str, seq: int, last_hash: str) -> str:
    """Seals the end of a chain, so that its last entries cannot be cut off or replaced without the key."""
    return hmac.new(key, canonical([site, writer, seq, last_hash]).encode(), hashlib.sha256).hexdigest()
