"""Spreadsheets that go out: the template, filled with what is known, and the one with what is wrong in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from toancanh.infra.sheets import harmless
from toancanh.registry.inventory.columns import BY_KEY, COLUMNS, Column
from toancanh.registry.inventory.faults import Fault
from toancanh.registry.inventory.model import ImportRow, RowStatus
from toancanh.registry.inventory.words import FAULT_WORDS

Value = str | float | bool | date | None
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,  # a cell that begins with = stays text
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}
_LIST_ROWS = 20_000
_HEAD = {"bold": True, "bg_color": "#DCE6F5", "border": 1, "text_wrap": True, "valign": "vcenter"}


def template_xlsx(rows: Iterable[Mapping[str, Value]]) -> bytes:
    """The template with these rows by column key: headings, lists to choose from, a sheet that explains."""
    import xlsxwriter  # 2 MB of memory that a process which records is spared

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        sheet = book.add_worksheet("Camera")
        head, needed = book.add_format(_HEAD), book.add_format({**_HEAD, "bg_color": "#F8D7B0"})
        lists = book.add_worksheet("Danh sách")
        for at, column in enumerate(COLUMNS):
            sheet.write_string(
                0, at, column.vi + (" *" if column.required else ""), needed if column.required else head
            )
            sheet.set_column(at, at, column.width)
            if column.choices:
                _offer(sheet, lists, at, column)
        sheet.freeze_panes(1, 2)
        for number, row in enumerate(rows, 1):
            _write_row(book, sheet, number, [row.get(column.key) for column in COLUMNS])
        _explain(book, head)
        lists.hide()
    return target.getvalue()


def _offer(sheet: Any, lists: Any, at: int, column: Column) -> None:
    from xlsxwriter.utility import xl_col_to_name

    lists.write_column(0, at, column.choices)
    letter = xl_col_to_name(at)
    sheet.data_validation(
        1,
        at,
        _LIST_ROWS,
        at,
        {
            "validate": "list",
            "source": f"='Danh sách'!${letter}$1:${letter}${len(column.choices)}",
            "error_type": "warning",
            "error_title": column.vi,
            "error_message": "Chọn một mục trong danh sách.",
        },
    )


def _explain(book: Any, head: Any) -> None:
    sheet = book.add_worksheet("Hướng dẫn")
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for at, (title, width) in enumerate((("Cột", 26), ("Bắt buộc", 10), ("Ghi thế nào", 60), ("Ví dụ", 34))):
        sheet.write_string(0, at, title, head)
        sheet.set_column(at, at, width)
    for row, column in enumerate(COLUMNS, 1):
        hint = column.hint_vi + ("\n" + "; ".join(column.choices) if column.choices else "")
        sheet.write_string(row, 0, column.vi, wrapped)
        sheet.write_string(row, 1, "Có" if column.required else "", wrapped)
        sheet.write_string(row, 2, hint.strip(), wrapped)
        sheet.write_string(row, 3, _text(column.example), wrapped)
    notes = (
        "Mỗi dòng là một camera. Ô để trống nghĩa là không khai, không xóa dữ liệu đã có.",
        "Camera đã có trong sổ mà không có trong tệp thì vẫn giữ nguyên.",
        "Không gộp ô, không dùng công thức; tệp có macro sẽ bị từ chối.",
        "Nộp lại cùng một tệp không làm thay đổi gì.",
    )
    for row, words in enumerate(notes, len(COLUMNS) + 2):
        sheet.write_string(row, 0, words)


def _write_row(book: Any, sheet: Any, number: int, values: Sequence[Value]) -> None:
    for at, value in enumerate(values):
        if value is None or value == "":
            continue
        if isinstance(value, bool):
            sheet.write_string(number, at, "Có" if value else "Không")
        elif isinstance(value, date):
            sheet.write_datetime(number, at, value)
        elif isinstance(value, int | float):
            sheet.write_number(number, at, value)
        else:
            sheet.write_string(number, at, value)


def template_csv(rows: Iterable[Mapping[str, Value]]) -> bytes:
    """The same as CSV in UTF-8 with a mark, as Excel wants it; nothing in it runs when it is opened."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow([column.vi for column in COLUMNS])
    for row in rows:
        writer.writerow([_harmless(_text(row.get(column.key))) for column in COLUMNS])
    return target.getvalue().encode("utf-8-sig")


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return str(value)


def _harmless(text: str) -> str:
    """A leading apostrophe keeps spreadsheet programs from calculating (OWASP, CSV injection)."""
    is_number = text.lstrip("+-").replace(".", "", 1).isdigit()
    return text if is_number else harmless(text)


def errors_xlsx(headings: Sequence[tuple[str, str]], rows: Iterable[ImportRow]) -> bytes:
    """The file as it came, bad cells highlighted, each with its message in the column beside it.

    Columns with a fault anywhere get the column beside them; unknown columns of the file are not kept.
    """
    kept = [(key, heading) for key, heading in headings if key]
    found = list(rows)
    faulty = {one.column for row in found for one in row.faults}
    kept += [(key, BY_KEY[key].vi) for key in BY_KEY if key in faulty and key not in {known for known, _ in kept}]
    import xlsxwriter  # 2 MB of memory that a process which records is spared

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        sheet = book.add_worksheet("Camera")
        head = book.add_format(_HEAD)
        bad = book.add_format({"bg_color": "#FBD5D5", "border": 1, "border_color": "#C62828"})
        message = book.add_format({"font_color": "#C62828", "italic": True, "text_wrap": True})
        places: dict[str, int] = {}
        at = 0
        for key, heading in kept:
            places[key] = at
            sheet.write_string(0, at, heading, head)
            sheet.set_column(at, at, BY_KEY[key].width)
            if key in faulty:
                sheet.write_string(0, at + 1, "Lỗi: " + heading, head)
                sheet.set_column(at + 1, at + 1, 30)
                at += 1
            at += 1
        sheet.freeze_panes(1, 1)
        for line, row in enumerate(sorted(found, key=lambda one: one.number), 1):
            faults = {one.column: one for one in row.faults}
            for key, place in places.items():
                words = row.cells.get(key, "")
                if key in faults and row.status is RowStatus.ERROR:
                    sheet.write_string(line, place, words, bad)
                    one = faults[key]
                    sheet.write_string(
                        line, place + 1, fault_text(one.fault, one.detail, one.mend.get(key, "")), message
                    )
                elif words:
                    sheet.write_string(line, place, words)
    return target.getvalue()


def fault_text(fault: Fault, detail: str, mend: str) -> str:
    """What is wrong with a cell, in Vietnamese, with what may have been meant."""
    words = FAULT_WORDS[fault].format(detail=detail or "?")
    return f"{words} Có thể là: {mend}" if mend else words
