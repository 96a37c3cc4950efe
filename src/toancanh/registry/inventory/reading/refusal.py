"""Why a whole file is not taken."""

from __future__ import annotations

import enum

from toancanh.kernel import Invalid


class Refusal(enum.StrEnum):
    """The ``reason`` of the problem that answers a file; the console has a text for each."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    WRONG_TYPE = "wrong_type"
    OLD_EXCEL = "old_excel"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    ZIP_BOMB = "zip_bomb"
    XML_ENTITIES = "xml_entities"
    DAMAGED = "damaged"
    ENCODING = "encoding"
    NO_HEADINGS = "no_headings"
    NO_ROWS = "no_rows"


_WORDS = {
    Refusal.EMPTY: "the file is empty",
    Refusal.TOO_BIG: "the file is too big; divide it",
    Refusal.TOO_MANY_ROWS: "the file has too many rows; divide it",
    Refusal.TOO_MANY_COLUMNS: "the file has too many columns; use the template",
    Refusal.WRONG_TYPE: "the file is neither an Excel workbook (.xlsx) nor CSV; use the template",
    Refusal.OLD_EXCEL: "the file has the form of Excel before 2007; save it as .xlsx",
    Refusal.ENCRYPTED: "the file is protected by a password; save it without one",
    Refusal.MACROS: "the file holds macros; save it as .xlsx without macros",
    Refusal.ZIP_BOMB: "the file would unpack to more than it may; save it anew from Excel",
    Refusal.XML_ENTITIES: "the file declares XML entities, which no spreadsheet program does",
    Refusal.DAMAGED: "the file is damaged; save it anew",
    Refusal.ENCODING: "the letters of the file cannot be read; save it as CSV UTF-8 or as .xlsx",
    Refusal.NO_HEADINGS: "no row with the headings of the template was found",
    Refusal.NO_ROWS: "there are headings, and nothing below them",
}


def refused(reason: Refusal, **more: object) -> Invalid:
    """The error to raise."""
    return Invalid(_WORDS[reason], field="file", reason=str(reason), **more)
