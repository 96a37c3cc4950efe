"""The parts of a letter, whatever format it is written in. Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class LetterKind(enum.StrEnum):
    """Which letters and forms there are."""

    REQUEST = "request"  # for an opinion
    OPINION = "opinion"  # an agency's answer
    DECISION = "decision"  # draft for the leader's signature
    ACCEPTANCE = "acceptance"  # record of the acceptance test


class LetterFormat(enum.StrEnum):
    """File formats."""

    PDF = "pdf"
    DOCX = "docx"


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of text under a heading each. ``widths``: relative."""

    columns: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()  # columns of numbers


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph of the body; ``is_heading``: set in bold, kept with the next."""

    text: str
    is_heading: bool = False


Block = Paragraph | Table


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One letter after Decree 30/2020/NĐ-CP, annex I: the parts by their names there.

    ``subject`` stands under the number (công văn) where ``title`` is empty; else ``title`` and ``subject`` stand in the
    middle (quyết định, biên bản). ``to``: "Kính gửi". ``sign_as``: the signer's authority and position, one line each.
    """

    superior: str  # cơ quan chủ quản; may be empty
    issuer: str  # cơ quan ban hành
    number: str  # "Số:        /..."
    place_and_day: str
    title: str
    subject: str
    to: tuple[str, ...]
    preamble: tuple[str, ...]  # căn cứ ban hành, in italics
    body: tuple[Block, ...]
    receivers: tuple[str, ...]  # nơi nhận
    sign_as: tuple[str, ...]
    second_signer: tuple[str, ...] = ()  # a record has two sides
    authority: str = ""  # thẩm quyền ban hành, above the grounds of a decision


@dataclass(frozen=True, kw_only=True)
class WrittenLetter:
    """A letter as a file."""

    file_name: str  # plain ASCII
    content: bytes
