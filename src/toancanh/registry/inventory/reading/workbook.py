"""Excel workbooks (ECMA-376) without what can harm: looked through as a ZIP file before anything interprets them.

The parts that a table needs are unpacked within bounds by us and packed anew without compression, so that the reader
sees exactly what was looked at: no second file list, no lying sizes, no macros, no pictures.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from toancanh.registry.inventory.reading.refusal import Refusal, refused

MAX_UNPACKED_BYTES = 192 << 20
MAX_PARTS = 2000
MAX_RATIO = 200  # of a part beyond a megabyte; a sheet of one repeated row reaches 100
MAX_COLUMNS = 256
_FREE_BYTES = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WANTED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/sharedStrings\.xml|"
    r"xl/styles\.xml|xl/worksheets/[^/]+\.xml"
)
_ENTITIES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CELL = re.compile(rb"""\br\s*=\s*["']\s*\$?([A-Za-z]{1,9})?\$?(\d{1,12})\s*["']""")
_FORMULA = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["'][^>]*>\s*<(?:\w+:)?f\b""")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet as it stands; rows and columns count from 0."""

    name: str
    rows: list[list[object]]
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    formulas: frozenset[tuple[int, int]]


def is_workbook(content: bytes) -> bool:
    """A ZIP file or one of Microsoft's older containers."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLE))


def read_sheets(content: bytes, *, max_rows: int) -> Iterator[Sheet]:
    """The visible sheets in their order. Raises `Invalid` with the reason."""
    if content.startswith(_OLE):
        raise refused(Refusal.ENCRYPTED if _ENCRYPTED in content else Refusal.OLD_EXCEL)
    parts = _parts(content)
    for name, part in parts.items():
        _look_through(name, part, max_rows)
    formulas = [_formulas(parts[name]) for name in _sheet_names(parts)]
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(_packed(parts)))
        metadata = list(workbook.sheets_metadata)
    except (CalamineError, OSError, ValueError):
        raise refused(Refusal.DAMAGED) from None
    for index, about in enumerate(metadata):
        if about.typ is not SheetTypeEnum.WorkSheet or about.visible is not SheetVisibleEnum.Visible:
            continue
        try:
            sheet = workbook.get_sheet_by_index(index)
            rows: list[list[object]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
            merged = tuple(sheet.merged_cell_ranges or ())
        except (CalamineError, OSError, ValueError):
            raise refused(Refusal.DAMAGED) from None
        here = formulas[index] if index < len(formulas) else frozenset()
        yield Sheet(name=about.name, rows=rows, merged=merged, formulas=here)


def _parts(content: bytes) -> dict[str, bytes]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise refused(Refusal.DAMAGED) from None
    listed = archive.infolist()
    if len(listed) > MAX_PARTS:
        raise refused(Refusal.ZIP_BOMB)
    names = {info.filename.replace("\\", "/").lstrip("/") for info in listed}
    if len(names) != len(listed):
        raise refused(Refusal.DAMAGED)
    if any("vbaproject" in name.casefold() or name.casefold().startswith("xl/macrosheets/") for name in names):
        raise refused(Refusal.MACROS)
    if "xl/workbook.xml" not in names:
        raise refused(Refusal.WRONG_TYPE)
    left_bytes = MAX_UNPACKED_BYTES
    found: dict[str, bytes] = {}
    for info in listed:
        name = info.filename.replace("\\", "/").lstrip("/")
        if _WANTED.fullmatch(name):
            found[name] = _unpacked(archive, info, left_bytes)
            left_bytes -= len(found[name])
    if b"macroEnabled" in found.get("[Content_Types].xml", b""):
        raise refused(Refusal.MACROS)
    return found


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left_bytes: int) -> bytes:
    """Never more than is left, whatever the file says of itself."""
    if info.flag_bits & 1:
        raise refused(Refusal.ENCRYPTED)
    if info.file_size > left_bytes or _is_absurd(info.file_size, info.compress_size):
        raise refused(Refusal.ZIP_BOMB)
    try:
        with archive.open(info) as part:
            content = part.read(info.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise refused(Refusal.DAMAGED) from None
    if len(content) != info.file_size:
        raise refused(Refusal.DAMAGED)
    return content


def _is_absurd(unpacked_bytes: int, packed_bytes: int) -> bool:
    return unpacked_bytes > _FREE_BYTES and unpacked_bytes > MAX_RATIO * max(packed_bytes, 1)


def _look_through(name: str, part: bytes, max_rows: int) -> None:
    """A cell far away would make the reader lay out everything before it."""
    if b"\0" in part[:4096] or part.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refused(Refusal.DAMAGED)  # not UTF-8: what we look for could hide
    if _ENTITIES.search(part):
        raise refused(Refusal.XML_ENTITIES)
    if not name.startswith("xl/worksheets/"):
        return
    if part.count(b"<row") > max_rows + 100:
        raise refused(Refusal.TOO_MANY_ROWS, limit=max_rows)
    refs = set(_CELL.findall(part))
    if any(int(row) > max_rows + 100 for _, row in refs):
        raise refused(Refusal.TOO_MANY_ROWS, limit=max_rows)
    if any(_column(letters) >= MAX_COLUMNS for letters in {letters for letters, _ in refs if letters}):
        raise refused(Refusal.TOO_MANY_COLUMNS, limit=MAX_COLUMNS)
    for row in part.split(b"<row") if not refs else ():
        if row.count(b"<c") > MAX_COLUMNS:
            raise refused(Refusal.TOO_MANY_COLUMNS, limit=MAX_COLUMNS)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


def _formulas(part: bytes) -> frozenset[tuple[int, int]]:
    return frozenset((int(row) - 1, _column(letters)) for letters, row in _FORMULA.findall(part))


def _sheet_names(parts: dict[str, bytes]) -> list[str]:
    """Parts of the sheets in the workbook's order."""
    targets = {
        match[1]: match[2]
        for rel in re.findall(rb"<(?:\w+:)?Relationship\b[^>]*>", parts.get("xl/_rels/workbook.xml.rels", b""))
        if (match := _relationship(rel)) is not None
    }
    ids = re.findall(rb"""<(?:\w+:)?sheet\b[^>]*?\b\w+:id\s*=\s*["']([^"']+)["']""", parts.get("xl/workbook.xml", b""))
    names = [targets.get(one, b"").decode("utf-8", "replace") for one in ids]
    paths = [name.lstrip("/") if name.startswith("/") else f"xl/{name}" for name in names]
    return [path for path in paths if path in parts]


def _relationship(rel: bytes) -> dict[int, bytes] | None:
    found = {
        key: match[1]
        for key, name in ((1, b"Id"), (2, b"Target"))
        if (match := re.search(rb"\b" + name + rb"""\s*=\s*["']([^"']+)["']""", rel)) is not None
    }
    return found if len(found) == 2 else None


def _packed(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return packed.getvalue()
