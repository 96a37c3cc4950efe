"""Files that must not be taken, and files that look odd but are good."""

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from toancanh.kernel import Invalid
from toancanh.registry.inventory.reading import Refusal, read_table
from toancanh.registry.inventory.reading import table as table_module
from toancanh.registry.inventory.spreadsheets import errors_xlsx, template_csv, template_xlsx

HEADINGS = ["Mã camera", "Tên camera", "Vĩ độ", "Kinh độ", "Cơ quan chủ quản"]
ROW = ["HM-1", "Ngõ 250 Kim Giang", 20.98, 105.81, "Phường Định Công"]


def workbook(change: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(HEADINGS)
    book.active.append(ROW)
    if change is not None:
        change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def repacked(content: bytes, **parts: bytes) -> bytes:
    """With some parts replaced or added; underscores stand for slashes."""
    target = io.BytesIO()
    given = {name.replace("__", "/") + ".xml": part for name, part in parts.items()}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in given:
                new.writestr(info.filename, old.read(info))
        for name, part in given.items():
            new.writestr(name, part)
    return target.getvalue()


def sheet(rows: bytes) -> bytes:
    head = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return head + b"<sheetData>" + rows + b"</sheetData></worksheet>"


def reason(content: bytes, **more: int) -> str:
    with pytest.raises(Invalid) as caught:
        read_table(content, **more)
    return str(caught.value.extra["reason"])


def test_a_plain_workbook() -> None:
    table = read_table(workbook())
    assert [key for key, _ in table.headings] == ["code", "name", "lat", "lon", "owner_id"]
    assert dict(table.rows[0].cells) == dict(zip(["code", "name", "lat", "lon", "owner_id"], ROW, strict=True))
    assert table.rows[0].number == 2


def test_a_title_above_an_unknown_column_and_empty_rows() -> None:
    def change(book: openpyxl.Workbook) -> None:
        page = book.active
        page.insert_rows(1, 2)
        page["A1"] = "DANH SÁCH CAMERA"
        page["F3"] = "Người lập"
        page["F4"] = "ông A"
        page.append([])
        page.append(["HM-2", "x", 20.98, 105.8])

    table = read_table(workbook(change))
    assert [row.number for row in table.rows] == [4, 6]
    assert [(one.kind, one.detail) for one in table.notices] == [("column_unknown", "Người lập")]


def test_merged_cells_count_for_each_row_and_formulas_by_their_value() -> None:
    def change(book: openpyxl.Workbook) -> None:
        page = book.active
        page.append(["HM-2", "y", 20.97, 105.8, None])
        page.merge_cells("E2:E3")
        page["B3"] = "=A3"

    table = read_table(workbook(change))
    assert table.rows[1].cells["owner_id"] == "Phường Định Công"
    assert table.rows[1].merged == {"owner_id"}
    assert table.rows[1].formulas == {"name"}
    assert {one.kind for one in table.notices} == {"formulas", "merged"}


def test_the_sheet_with_the_headings_is_taken() -> None:
    def change(book: openpyxl.Workbook) -> None:
        book.create_sheet("Bìa", 0).append(["Kính gửi"])
        hidden = book.create_sheet("Ẩn")
        hidden.append([*HEADINGS, "Ghi chú"])
        hidden.append(ROW)
        hidden.sheet_state = "hidden"

    assert len(read_table(workbook(change)).rows) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_in_unicode(encoding: str, mark: str) -> None:
    text = f"{mark.join(HEADINGS)}\r\n{mark.join(map(str, ROW))}\r\n"
    assert read_table(text.encode(encoding)).rows[0].cells["name"] == ROW[1]


def test_csv_of_older_days() -> None:
    tcvn3 = "M· camera,Tªn camera,VÜ ®é,Kinh ®é\nHM-1,Ngâ 250,20.98,105.81\n".encode("latin-1")
    table = read_table(tcvn3)
    assert table.rows[0].cells["name"] == "Ngõ 250"
    assert table.notices[0].detail == "tcvn3"
    text = "Ma\u0303 camera,Tên camera,Vi\u0303 đô\u0323,Kinh đô\u0323\nHM-1,Ngo\u0303 250,20.98,105.81\n"
    table = read_table(text.encode("cp1258"))
    assert table.rows[0].cells["name"] == "Ngõ 250"
    assert table.notices[0].detail == "windows-1258"
    assert reason(b"M\xff\xfa\xe9,T\x81n,V\x8f\n1,2,3\n") == Refusal.ENCODING


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", Refusal.EMPTY),
        (b"\xef\xbb\xbf\r\n", Refusal.EMPTY),
        (b"%PDF-1.7", Refusal.WRONG_TYPE),
        (b"\x89PNG\r\n", Refusal.WRONG_TYPE),
        (b"<html></html>", Refusal.WRONG_TYPE),
        (b"a,b,c\n1,2,3\n", Refusal.NO_HEADINGS),
        (",".join(HEADINGS).encode(), Refusal.NO_ROWS),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Refusal.OLD_EXCEL),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), Refusal.ENCRYPTED),
        (b"PK\x03\x04" + b"x" * 100, Refusal.DAMAGED),
        (workbook()[:-200], Refusal.DAMAGED),
        (repacked(workbook(), xl__vbaProject_bin=b"x").replace(b"bin.xml", b"bin.bin"), Refusal.MACROS),
    ],
)
def test_what_is_refused(content: bytes, expected: Refusal) -> None:
    assert reason(content) == expected


def test_a_zip_that_is_no_workbook() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", "x")
    assert reason(target.getvalue()) == Refusal.WRONG_TYPE


def test_bombs() -> None:
    spaces = sheet(b" " * (40 << 20))
    assert reason(repacked(workbook(), xl__worksheets__sheet1=spaces)) == Refusal.ZIP_BOMB
    laughs = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst>&b;</sst>'
    assert reason(repacked(workbook(), xl__sharedStrings=laughs)) == Refusal.XML_ENTITIES
    utf16 = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x><sst/>'.encode("utf-16")
    assert reason(repacked(workbook(), xl__sharedStrings=utf16)) == Refusal.DAMAGED


def test_a_cell_far_away_does_not_make_us_lay_out_everything_before_it() -> None:
    far_down = sheet(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>')
    assert reason(repacked(workbook(), xl__worksheets__sheet1=far_down)) == Refusal.TOO_MANY_ROWS
    far_right = sheet(b'<row r="1"><c r="XFD1"><v>1</v></c></row>')
    assert reason(repacked(workbook(), xl__worksheets__sheet1=far_right)) == Refusal.TOO_MANY_COLUMNS


def test_a_file_that_lies_about_its_sizes() -> None:
    """The reader sees what we unpacked, not what the local headers say."""
    content = bytearray(repacked(workbook(), xl__worksheets__sheet1=sheet(b" " * 3_000_000)))
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/worksheets/sheet1.xml"))
    content[at + 24 : at + 28] = (100).to_bytes(4, "little")  # uncompressed size in the central directory
    assert reason(bytes(content)) in {Refusal.DAMAGED, Refusal.ZIP_BOMB}


def test_too_many_rows_are_refused_with_the_limit() -> None:
    lines = ",".join(HEADINGS[:4]) + "\n" + "HM-1,x,20.98,105.8\n" * 200_000
    with pytest.raises(Invalid) as caught:
        read_table(lines.encode())
    assert caught.value.extra["reason"] == Refusal.TOO_MANY_ROWS
    assert caught.value.extra["limit"] == table_module.MAX_ROWS
    assert reason(workbook(lambda book: [book.active.append(ROW) for _ in range(300)] and None), max_rows=50) == (
        Refusal.TOO_MANY_ROWS
    )


def test_templates_are_read_again_and_nothing_in_them_runs() -> None:
    row = {"code": "=HM-1", "name": "@x", "lat": 20.98, "lon": 105.81, "notice": "Có", "note": "-1+2"}
    for content in (template_xlsx([row]), template_csv([row])):
        read = read_table(content)
        assert read.rows[0].cells["name"] in ("@x", "'@x")
        assert not read.rows[0].formulas
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx([row])))
    assert book.sheetnames == ["Camera", "Danh sách", "Hướng dẫn"]
    assert book["Camera"].data_validations.count >= 6
    assert book["Camera"]["A2"].data_type == "s"
    assert ",'@x," in template_csv([row]).decode("utf-8-sig")
    assert errors_xlsx([("code", "Mã")], [])
