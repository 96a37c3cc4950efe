"""CSV in the encodings that people here still use."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable

from toancanh.registry.inventory.columns import column_of
from toancanh.registry.inventory.reading.refusal import Refusal, refused

MAX_COLUMNS = 256
_MAX_FIELD = 10_000

# TCVN 5712:1993, third table (the ABC fonts): what each byte means, by the letter that windows-1252 shows for it
_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_TCVN3_TABLE = str.maketrans(_TCVN3)


def read_lines(content: bytes, *, max_rows: int) -> tuple[list[list[str]], str]:
    """The rows and the encoding's name. Raises `Invalid` with the reason."""
    text, encoding = _decoded(content)
    if "\0" in text:
        raise refused(Refusal.WRONG_TYPE)
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for row in reader:
            if len(row) > MAX_COLUMNS:
                raise refused(Refusal.TOO_MANY_COLUMNS, limit=MAX_COLUMNS)
            if any(len(cell) > _MAX_FIELD for cell in row):
                raise refused(Refusal.DAMAGED)
            rows.append(row)
            if len(rows) > max_rows + 100:
                raise refused(Refusal.TOO_MANY_ROWS, limit=max_rows)
    except csv.Error:
        raise refused(Refusal.DAMAGED) from None
    return rows, encoding


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            try:
                return content.decode(encoding), encoding.removesuffix("-sig")
            except UnicodeDecodeError:
                raise refused(Refusal.ENCODING) from None
    if b"\0" in content[:1000]:
        zeros_at_odd = content[1:200:2].count(0) > content[0:200:2].count(0)
        try:
            return content.decode("utf-16-le" if zeros_at_odd else "utf-16-be"), "utf-16"
        except UnicodeDecodeError:
            raise refused(Refusal.ENCODING) from None
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    return _guessed(content)


def _guessed(content: bytes) -> tuple[str, str]:
    """The reading in which most headings make sense; none: refused rather than taken with wrong letters."""
    readings: dict[str, Callable[[bytes], str]] = {
        "windows-1258": lambda part: unicodedata.normalize("NFC", part.decode("cp1258")),
        "tcvn3": lambda part: part.decode("latin-1").translate(_TCVN3_TABLE),
    }
    best, found, most = "", "", 1
    for encoding, read in readings.items():
        try:
            text = read(content)
        except UnicodeDecodeError:
            continue
        known = max((_headings_in(line[:8000]) for line in text.splitlines()[:20]), default=0)
        accents = sum(unicodedata.normalize("NFD", letter) != letter for letter in text[:20_000])
        score = known * 10_000 + min(accents, 9_999)
        if known and score > most:
            best, found, most = encoding, text, score
    if not best:
        raise refused(Refusal.ENCODING)
    return found, best


def _headings_in(line: str) -> int:
    return max(sum(column_of(cell.strip('"')) is not None for cell in line.split(mark)) for mark in ",;\t")


def _delimiter(text: str) -> str:
    head = text.splitlines()[:20]
    return max(
        ",;\t|", key=lambda mark: (max((_known(line, mark) for line in head), default=0), text[:4000].count(mark))
    )


def _known(line: str, mark: str) -> int:
    return sum(column_of(cell.strip('" ')) is not None for cell in line[:8000].split(mark)[:MAX_COLUMNS])
