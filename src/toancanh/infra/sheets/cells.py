"""Cells that leave the platform: no text in them is ever a formula to the program that opens them."""

from __future__ import annotations

import unicodedata
from datetime import date

Cell = str | float | bool | date | None

_BEGIN_FORMULA = frozenset("=+-@")
_BEGIN_TEXT = frozenset("\t\r\n")


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula (CWE-1236).

    Full-width signs and signs behind white space count, too.
    """
    first = text.lstrip()[:1]
    if text[:1] in _BEGIN_TEXT or unicodedata.normalize("NFKC", first) in _BEGIN_FORMULA:
        return f"'{text}"
    return text
