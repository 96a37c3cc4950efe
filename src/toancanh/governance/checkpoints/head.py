"""What a checkpoint says and how it is signed. Pure.

A checkpoint joins all chains of a site: its head binds, by SHA-256, the end of each chain (writer, number, hash) and a
Merkle tree (after RFC 6962, 2.1) whose leaves are the owners' parts. An owner is handed the head, its Ed25519
signature (RFC 8032) and the own leaf with its path: enough to notice any change, without a word about others.

The part of an owner is one digest per chain over the hashes of the entries about what that owner owns.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from toancanh.governance.record.chain import FIRST_HASH, canonical
from toancanh.infra.keyring import fingerprint_of
from toancanh.kernel import Invalid

FORM = "toancanh checkpoint 1"

Ends = Mapping[str, tuple[int, str]]
"""By writer: number and hash of the last entry."""

Part = Mapping[str, tuple[int, str]]
"""By writer: how many entries, and the digest over their hashes."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """What is signed. ``previous``: SHA-256 of the head before, so that checkpoints are a chain themselves."""

    site: int
    number: int
    made_us: int
    previous: str
    chains: str
    parts: str
    key: str  # fingerprint of the signing key
    form: str = FORM

    def text(self) -> str:
        """The signed bytes, as text."""
        return canonical(asdict(self))

    def digest(self) -> str:
        """What the next head names."""
        return hashlib.sha256(self.text().encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Handed:
    """One checkpoint as an owner holds it. ``path``: from the owner's leaf to the root, "left" or "right" each."""

    head: Head
    signature: str
    public_key: str
    owner_id: str
    part: str
    path: tuple[tuple[str, str], ...]

    def line(self) -> str:
        """One line of the owner's file."""
        return canonical(asdict(self))

    def fault(self, known_keys: Iterable[str]) -> str:
        """Why this is no checkpoint of a site with these keys, or an empty text."""
        if not is_signed(self.head, self.signature, bytes.fromhex(self.public_key)):
            return "it was changed after it was signed"
        if self.head.key not in known_keys:
            return f"its key {self.head.key} is not one of this site's"
        if root_of(self.owner_id, self.part, self.path) != self.head.parts:
            return "the owner's part does not belong to it"
        return ""


def parse(text: str) -> list[Handed]:
    """The checkpoints of an owner's file, one a line. Raises `Invalid` where a line is none."""
    return [_parse(line, number) for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def _parse(line: str, number: int) -> Handed:
    try:
        found = json.loads(line)
        head = Head(**found.pop("head"))
        path = tuple((str(side), str(other)) for side, other in found.pop("path"))
        handed = Handed(head=head, path=path, **found)
        bytes.fromhex(handed.public_key + handed.signature + "".join(other for _, other in path))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Invalid(f"line {number} is not a checkpoint; give the file as it was handed over") from None
    if head.form != FORM:
        raise Invalid(f"line {number} is a checkpoint of another form, {head.form!r}")
    return handed


def is_signed(head: Head, signature: str, public_key: bytes) -> bool:
    """Whether the key that the head names has signed it."""
    if fingerprint_of(public_key) != head.key:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(bytes.fromhex(signature), head.text().encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def digest_of_ends(ends: Ends) -> str:
    """Binds the end of every chain."""
    return hashlib.sha256(canonical(sorted([writer, *end] for writer, end in ends.items())).encode()).hexdigest()


def advanced(part: tuple[int, str] | None, entry_hash: str) -> tuple[int, str]:
    """One chain's share of a part, with one more entry."""
    count, digest = part or (0, FIRST_HASH)
    return count + 1, hashlib.sha256((digest + entry_hash).encode()).hexdigest()


def digest_of_part(part: Part) -> str:
    """Binds all entries about one owner."""
    return hashlib.sha256(canonical({writer: list(share) for writer, share in part.items()}).encode()).hexdigest()


def root_and_paths(parts: Mapping[str, str]) -> tuple[str, dict[str, tuple[tuple[str, str], ...]]]:
    """The root over the digests of all owners, and each one's path to it."""
    row: list[tuple[str, tuple[str, ...]]] = [
        (_leaf(owner, digest), (owner,)) for owner, digest in sorted(parts.items())
    ]
    paths: dict[str, list[tuple[str, str]]] = {owner: [] for owner in parts}
    while len(row) > 1:
        above: list[tuple[str, tuple[str, ...]]] = []
        for (left, of_left), (right, of_right) in zip(row[::2], row[1::2], strict=False):
            for owner in of_left:
                paths[owner].append(("right", right))
            for owner in of_right:
                paths[owner].append(("left", left))
            above.append((_node(left, right), of_left + of_right))
        row = above + row[len(above) * 2 :]
    return (row[0][0] if row else FIRST_HASH), {owner: tuple(path) for owner, path in paths.items()}


def root_of(owner_id: str, part: str, path: Sequence[tuple[str, str]]) -> str:
    """The root that this leaf and its path lead to."""
    reached = _leaf(owner_id, part)
    for side, other in path:
        reached = _node(other, reached) if side == "left" else _node(reached, other)
    return reached


def _leaf(owner_id: str, digest: str) -> str:
    return hashlib.sha256(b"\0" + canonical([owner_id, digest]).encode()).hexdigest()


def _node(left: str, right: str) -> str:
    return hashlib.sha256(b"\1" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()
