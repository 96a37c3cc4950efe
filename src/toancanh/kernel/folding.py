"""Text as people type it when they search: without accents, without case."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Lower case, accents and ``đ`` taken off, runs of white space made one: ``Ngã tư  Sở`` -> ``nga tu so``."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())
