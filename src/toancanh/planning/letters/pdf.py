"""Letters as PDF/A-2b, set by typst. The words go in as data, so that nothing in them is read as markup."""

from __future__ import annotations

import functools
import json
from dataclasses import asdict
from pathlib import Path

import typst

from toancanh.planning.letters.letter import Letter, Table

FONTS = ("Times New Roman", "Liberation Serif", "Tinos", "Libertinus Serif")
"""The first that is installed; the last one travels with typst and has every Vietnamese letter."""

_TEMPLATE = Path(__file__).with_name("letter.typ")


def write_pdf(letter: Letter, *, made_at_s: int) -> bytes:
    """The file; ``made_at_s``: UTC seconds, which PDF/A keeps as its date."""
    made = _compile(_data(letter), "pdf", made_at_s)
    assert isinstance(made, bytes)  # noqa: S101  # one document, not pages
    return made


def write_png(letter: Letter) -> list[bytes]:
    """Its pages as pictures, to be looked at."""
    made = _compile(_data(letter), "png", 0)
    return [made] if isinstance(made, bytes) else [page for page in made if page is not None]


def _compile(data: str, file_format: str, made_at_s: int) -> bytes | list[bytes | None]:
    inputs = {"letter": data, "font": _font()}
    if file_format == "png":
        return typst.compile(_TEMPLATE, format="png", ppi=80.0, sys_inputs=inputs)
    return typst.compile(_TEMPLATE, format="pdf", sys_inputs=inputs, pdf_standards="a-2b", timestamp=made_at_s)


def _data(letter: Letter) -> str:
    plain = asdict(letter)
    plain["body"] = [
        {"kind": "table", **asdict(block), "right": sorted(block.right)}
        if isinstance(block, Table)
        else {"kind": "paragraph", **asdict(block)}
        for block in letter.body
    ]
    return json.dumps(plain, ensure_ascii=False)


@functools.cache
def _font() -> str:
    there = set(typst.Fonts().families())
    return next(name for name in FONTS if name in there)
