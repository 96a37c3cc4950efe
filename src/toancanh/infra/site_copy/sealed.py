"""Something sealed by a pass phrase: scrypt (RFC 7914) and AES-256-GCM."""

from __future__ import annotations

import json
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from toancanh.kernel import DataLoss, Invalid

_COST = 1 << 16  # 64 MiB and a fifth of a second for each guess
_CONTEXT = b"toancanh-site-1 secrets"
_MIN_CHARACTERS = 12


def seal_by_phrase(plain: bytes, phrase: str) -> bytes:
    """JSON with everything that opening takes but the phrase. Raises `Invalid` for one that is guessed too soon."""
    if len(phrase) < _MIN_CHARACTERS:
        raise Invalid(f"the pass phrase needs at least {_MIN_CHARACTERS} characters")
    salt, nonce = os.urandom(16), os.urandom(12)
    sealed = AESGCM(_key(phrase, salt)).encrypt(nonce, plain, _CONTEXT)
    return json.dumps({"salt": salt.hex(), "nonce": nonce.hex(), "sealed": sealed.hex()}).encode()


def open_sealed(content: bytes, phrase: str) -> bytes:
    """Raises `Invalid` for another pass phrase."""
    try:
        said = json.loads(content)
        salt, nonce, sealed = (bytes.fromhex(said[name]) for name in ("salt", "nonce", "sealed"))
        if len(nonce) != 12:
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError):
        raise DataLoss("the sealed secrets of the file are damaged") from None
    try:
        return AESGCM(_key(phrase, salt)).decrypt(nonce, sealed, _CONTEXT)
    except InvalidTag:
        raise Invalid("the pass phrase is not the one that the secrets were sealed by") from None


def _key(phrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(phrase.encode())
