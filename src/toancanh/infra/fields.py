"""Text as it comes in from people: one line, trimmed, without control characters."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from toancanh.kernel import fold


def printable(text: str) -> str:
    """Refuses control characters and lone surrogates, which no database column and no log should see."""
    if not text.isprintable() and any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in text):
        raise ValueError("control characters are not allowed")
    return unicodedata.normalize("NFC", text)


def _key_length(text: str) -> str:
    if not 0 < len(fold(text)) <= 128:
        raise ValueError("a code needs letters or digits, at most 64")
    return text


Code = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=64),
    AfterValidator(printable),
    AfterValidator(_key_length),
]
"""A short name that people give and quote; unique where it is used."""

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(printable)]
"""A name that people read."""

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(printable)]
"""A name or remark that may be empty."""
