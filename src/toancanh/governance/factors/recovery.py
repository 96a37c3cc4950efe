"""Codes on paper, each good once, for who has lost every other factor. Pure.

120 bits each, so that a plain hash keeps them (NIST SP 800-63B, 5.1.2.2: a slow one is wanted below 112).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

CODES = 10
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32, none that looks like another
_LENGTH = 24
_GROUP = 4


def make_codes(random_bytes: Callable[[int], bytes]) -> list[str]:
    """As printed, in groups."""
    return [_printed("".join(_LETTERS[byte % 32] for byte in random_bytes(_LENGTH))) for _ in range(CODES)]


def stored(code: str) -> str | None:
    """The hash of what a person typed, or None where it cannot be such a code."""
    plain = "".join(letter for letter in code.upper() if not letter.isspace() and letter != "-")
    if len(plain) != _LENGTH or not set(plain) <= set(_LETTERS):
        return None
    return hashlib.sha256(plain.encode()).hexdigest()


def _printed(plain: str) -> str:
    return "-".join(plain[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))
