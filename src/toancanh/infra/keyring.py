"""The key ring: secrets at rest are encrypted by keys that are encrypted by a master key outside the data folder.

The file ``keys.json`` in DATA holds the keys sealed by the master key, so DATA copied alone yields no secret. Every
ciphertext names its key. A rotation makes a new key and keeps one previous: a process that encrypted just before the
rotation and commits just after it loses nothing.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from toancanh.infra.files import write_private
from toancanh.infra.master_key import KEY_BYTES, fingerprint
from toancanh.kernel import DataLoss, Invalid

_NONCE_BYTES = 12  # NIST SP 800-38D, 8.2: 96 bits
_PREFIX = "tc1"
_SEAL_CONTEXT = b"toancanh key ring 1"

SecretHolder = Callable[["KeyRing"], int]
"""Re-encrypts the secrets of a package's tables by the active key, in one transaction; returns how many."""


@dataclass(frozen=True, kw_only=True)
class _Ring:
    active: str
    keys: dict[str, bytes]  # in the order in which they were made
    root: bytes  # of derived keys; stays over rotations, because commitments in the record rest on it
    signing: bytes = b""  # private key of Ed25519; none before the first signature
    verifying: dict[str, bytes] = field(default_factory=dict)  # every public key there was, by its fingerprint


class KeyRing:
    """Encrypts small secrets. Thread-safe; sees rotations by other processes."""

    def __init__(self, *, master_key: bytes, path: Path) -> None:
        if len(master_key) != KEY_BYTES:
            raise Invalid(f"a master key has {KEY_BYTES} bytes, not {len(master_key)}")
        self._master_key = master_key
        self._path = path
        self._lock = threading.Lock()
        self._stamp = (0, 0)
        self._ring = _Ring(active="", keys={}, root=b"")

    @classmethod
    def open(cls, master_key: bytes, path: Path) -> KeyRing:
        """Open the ring at ``path``, or make one. Raises `DataLoss` where the master key is not the one it needs."""
        ring = cls(master_key=master_key, path=path)
        if not path.exists():
            name, key = _new_key()
            fresh = _Ring(active=name, keys={name: key}, root=secrets.token_bytes(KEY_BYTES))
            with contextlib.suppress(FileExistsError):  # another process was first
                write_private(path, ring._seal(fresh), replace=False)
        ring._refresh()
        return ring

    @classmethod
    def copied(cls, master_key: bytes, path: Path, content: bytes) -> KeyRing:
        """A ring at ``path`` with the keys of another one's `content`. Raises `DataLoss` where that is damaged."""
        ring = cls(master_key=master_key, path=path)
        try:
            there = _ring_of(content)
            if there.active not in there.keys:
                raise ValueError
        except (ValueError, KeyError, TypeError, AttributeError):
            raise DataLoss("the keys in the file are damaged") from None
        write_private(path, ring._seal(there), replace=False)
        ring._refresh()
        return ring

    def content(self) -> bytes:
        """All keys in the clear: whoever has it can open every secret. For a copy that is sealed otherwise."""
        return _content(self._refresh())

    def know(self, public_keys: Sequence[bytes]) -> None:
        """What these have signed can be checked here, too."""
        ring = self._refresh()
        known = {fingerprint_of(key): key for key in public_keys}
        self._store(replace(ring, verifying={**known, **ring.verifying}))

    def encrypt(self, plaintext: bytes, context: str) -> str:
        """Text that names its key; ``context`` says whose secret it is and must be given again to decrypt."""
        ring = self._refresh()
        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCM(ring.keys[ring.active]).encrypt(nonce, plaintext, _associated(ring.active, context))
        return f"{_PREFIX}:{ring.active}:{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def decrypt(self, token: str, context: str) -> bytes:
        """The secret; raises `DataLoss` where the key is gone, or the token or its context is not what was made."""
        name = self.key_of(token)
        key = self._ring.keys.get(name) or self._refresh().keys.get(name)
        if key is None:
            raise DataLoss(f"the key {name} of a stored secret is not in the key ring; enter the secret again")
        try:
            sealed = base64.urlsafe_b64decode(token.rsplit(":", 1)[1])
            return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _associated(name, context))
        except (InvalidTag, ValueError):
            raise DataLoss("a stored secret is damaged or belongs elsewhere; enter it again") from None

    def mac_key(self, name: str) -> bytes:
        """A key of 32 bytes derived for one purpose (RFC 5869); the same after rotations and restarts."""
        return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=name.encode()).derive(self._ring.root)

    def sign(self, make: Callable[[str], bytes]) -> tuple[bytes, bytes]:
        """The Ed25519 signature (RFC 8032) of what ``make`` says for the signing key's fingerprint, and its public key.

        The one who signs is one process; the key is made when it is first needed.
        """
        ring = self._refresh()
        if not ring.signing:
            self._store(_with_signing_key(ring))
            ring = self._refresh()
        private = Ed25519PrivateKey.from_private_bytes(ring.signing)
        public = private.public_key().public_bytes_raw()
        return private.sign(make(fingerprint_of(public))), public

    @property
    def verifying_keys(self) -> Mapping[str, bytes]:
        """Public keys by fingerprint, those of the past, too; the last one signs now."""
        return self._refresh().verifying

    @staticmethod
    def key_of(token: str) -> str:
        """The name of the key that a token was made with."""
        parts = token.split(":")
        if len(parts) != 3 or parts[0] != _PREFIX:
            raise DataLoss("a stored secret has no known form; enter it again")
        return parts[1]

    @property
    def active_key(self) -> str:
        """The name of the key that encrypts now."""
        return self._refresh().active

    def rotate(self) -> str:
        """Make a new active key; tokens of the previous one still decrypt, older ones must be re-encrypted before.

        The key that signs is made anew, too; what the old one has signed can be checked for ever.
        Returns its name. `rotate_secrets` is the whole act.
        """
        name, key = _new_key()
        ring = self._refresh()
        kept = {old: ring.keys[old] for old in list(ring.keys)[-1:]}
        rotated = replace(ring, active=name, keys={**kept, name: key})
        self._store(_with_signing_key(rotated) if ring.signing else rotated)
        return name

    def reencrypt(self, token: str, context: str) -> str:
        """The same secret under the active key; an unchanged token where it is already."""
        if self.key_of(token) == self._refresh().active:
            return token
        return self.encrypt(self.decrypt(token, context), context)

    def _store(self, ring: _Ring) -> None:
        write_private(self._path, self._seal(ring))
        self._refresh()

    def _seal(self, ring: _Ring) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        sealed = nonce + AESGCM(self._master_key).encrypt(nonce, _content(ring), _SEAL_CONTEXT)
        return json.dumps({"master_key": fingerprint(self._master_key), "sealed": sealed.hex()}).encode()

    def _refresh(self) -> _Ring:
        """Read the file again where another process has rotated."""
        with self._lock:
            try:
                status = self._path.stat()
            except OSError:
                raise DataLoss(f"the key ring {self._path} is gone; restore it from a backup") from None
            stamp = (status.st_ino, status.st_mtime_ns)
            if stamp != self._stamp:
                self._ring = self._unseal(self._path.read_bytes())
                self._stamp = stamp
            return self._ring

    def _unseal(self, content: bytes) -> _Ring:
        try:
            outer = json.loads(content)
            sealed = bytes.fromhex(outer["sealed"])
            needed = outer["master_key"]
        except (ValueError, KeyError, TypeError):
            raise DataLoss(f"the key ring {self._path} is damaged; restore it from a backup") from None
        if needed != fingerprint(self._master_key):
            got = fingerprint(self._master_key)
            raise DataLoss(f"the master key is not the one of {self._path} (it needs {needed}, got {got})")
        try:
            opened = AESGCM(self._master_key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _SEAL_CONTEXT)
        except InvalidTag:
            raise DataLoss(f"the key ring {self._path} is damaged; restore it from a backup") from None
        return _ring_of(opened)


def rotate_secrets(ring: KeyRing, holders: Sequence[SecretHolder]) -> int:
    """Rotate: first bring every secret to the active key, then make a new one and bring them to it; returns how many.

    The first pass keeps a rotation that was interrupted between its two steps from losing a secret.
    """
    for holder in holders:
        holder(ring)
    ring.rotate()
    return sum(holder(ring) for holder in holders)


def fingerprint_of(public_key: bytes) -> str:
    """Names a public key; short enough to be read over the telephone."""
    return hashlib.sha256(public_key).hexdigest()[:32]


def _content(ring: _Ring) -> bytes:
    content = {
        "active": ring.active,
        "keys": {name: key.hex() for name, key in ring.keys.items()},
        "root": ring.root.hex(),
        "signing": ring.signing.hex(),
        "verifying": [public.hex() for public in ring.verifying.values()],
    }
    return json.dumps(content).encode()


def _ring_of(content: bytes) -> _Ring:
    inner = json.loads(content)
    public = [bytes.fromhex(key) for key in inner.get("verifying", ())]
    return _Ring(
        active=inner["active"],
        keys={name: bytes.fromhex(key) for name, key in inner["keys"].items()},
        root=bytes.fromhex(inner["root"]),
        signing=bytes.fromhex(inner.get("signing", "")),
        verifying={fingerprint_of(key): key for key in public},
    )


def _with_signing_key(ring: _Ring) -> _Ring:
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    verifying = {**ring.verifying, fingerprint_of(public): public}
    return replace(ring, signing=private.private_bytes_raw(), verifying=verifying)


def _new_key() -> tuple[str, bytes]:
    return secrets.token_hex(4), secrets.token_bytes(KEY_BYTES)


def _associated(key_name: str, context: str) -> bytes:
    return f"{_PREFIX}:{key_name}:{context}".encode()
