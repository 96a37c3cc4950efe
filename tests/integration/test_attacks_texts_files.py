"""Hostile texts in what is handed in as a file, and in every spreadsheet, letter and page that leaves the platform."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from repairs_rig import PNG
from text_slots import Description, hostile
from text_world import a_city_for_texts
from whole_app import World

from toancanh.devices.onvif.envelope import tag
from toancanh.governance.regulation import FILES
from toancanh.infra.sheets import CSV_TYPE, XLSX_TYPE
from toancanh.registry.inventory.columns import COLUMNS, Column
from toancanh.regulations import SHIPPED

pytestmark = pytest.mark.databases("sqlite")
SIGNS = ("=", "+", "-", "@", "\uff1d")
EVIL = tuple(f'{sign}HYPERLINK("http://evil.test";A1)' for sign in SIGNS)
VI = {column.key: column.vi for column in COLUMNS}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with a_city_for_texts(tmp_path_factory.mktemp("files")) as made:
        yield made


@pytest.fixture(scope="module")
def description(world: World) -> Description:
    return Description(world.app.openapi(), {})


def ask(world: World, method: str, path: str, **more: Any) -> Any:
    headers = {"Authorization": f"Bearer {world.tokens['admin']}", **more.pop("headers", {})}
    return world.client.request(method, f"/api/v1{path}", headers=headers, **more)


# what comes in


def test_every_upload_has_a_case(description: Description) -> None:
    assert description.uploads() == {
        "POST /imports", "POST /cameras/{}/documents", "POST /tickets/{}/photos", "POST /regulations"
    }  # fmt: skip


def row_of(number: int, column: Column, text: str) -> dict[str, str]:
    base = {"code": f"f-{number}", "name": f"n {number}", "lat": "21.01", "lon": "105.81"}
    if column.key == "username":
        base["main_url"] = "rtsp://192.0.2.7/main"  # whose user name it is
    return {**base, column.key: text}


def as_csv(rows: list[dict[str, str]]) -> bytes:
    target = io.StringIO()
    writer = csv.DictWriter(target, list(VI))
    writer.writerow(VI)
    writer.writerows(rows)
    return target.getvalue().encode()


def as_xlsx(rows: list[dict[str, str]]) -> bytes:
    book, target = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(VI.values()))
    for number, row in enumerate(rows, 2):
        for place, key in enumerate(VI, 1):
            if key in row:
                cell = sheet.cell(number, place, row[key])
                cell.data_type = "s"  # openpyxl would take it for a formula
    book.save(target)
    return target.getvalue()


def handed_in(world: World, content: bytes, name: str) -> dict[str, Any]:
    query = {"organisation_id": world.names["north"], "file_name": name}
    answer = ask(world, "POST", "/imports", params=query, content=content)
    assert answer.status_code == 201, answer.text
    return answer.json()  # type: ignore[no-any-return]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_hostile_cell_is_kept_as_it_is_or_is_a_fault_of_its_column(world: World, form: str) -> None:
    """Each column of the inventory's spreadsheet; what no column refuses stands in the dossiers afterwards."""
    texts = {column.key: hostile(60, (7000 if form == "csv" else 8000) + place) for place, column in enumerate(COLUMNS)}
    rows = [row_of(place, column, texts[column.key]) for place, column in enumerate(COLUMNS)]
    for number, row in enumerate(rows):
        row["code"] = row["code"] if row["code"].startswith("=") else f"{form}-{number}"
    made = handed_in(world, as_csv(rows) if form == "csv" else as_xlsx(rows), f"{hostile(60, 1)}.{form}")
    told = ask(world, "GET", f"/imports/{made['id']}/rows", params={"limit": 500}).json()["items"]
    assert len(told) == len(COLUMNS)
    refused, kept = set(), set()
    for column, line in zip(COLUMNS, told, strict=True):
        assert line["cells"][column.key] == texts[column.key]
        faulty = {one["column"] for one in line["errors"]}
        assert faulty <= {column.key}
        (refused if faulty else kept).add(column.key)
    assert {"name", "address", "note", "maker", "legal_basis"} <= kept
    assert {"lat", "kind", "installed_on", "mac", "main_url"} <= refused
    version = ask(world, "GET", f"/imports/{made['id']}").json()["version"]
    applied = ask(world, "POST", f"/imports/{made['id']}/apply", json={"version": version, "leave_errors": True})
    assert applied.json()["added"] == len(kept), applied.text
    lines = {column.key: line for column, line in zip(COLUMNS, told, strict=True)}
    for key in kept:
        code = lines[key]["cells"]["code"]
        [camera] = ask(world, "GET", "/cameras", params={"q": code}).json()["items"]
        dossier = ask(world, "GET", f"/cameras/{camera['id']}/dossier").json()
        assert texts[key] in json.dumps(dossier, ensure_ascii=False).replace('\\"', '"').replace("\\\\", "\\"), key
    errors = ask(world, "GET", f"/imports/{made['id']}/errors.xlsx")
    assert_no_formula(sheet_of(errors.content))


def sheet_of(content: bytes) -> list[Any]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]


def assert_no_formula(cells: list[Any]) -> None:
    assert cells, "a heading at least"
    assert [cell.value for cell in cells if cell.data_type == "f"] == []


BOMB = '<!DOCTYPE x [<!ENTITY a "ha">{}]>'.format(
    "".join(f'<!ENTITY {name} "{f"&{of};" * 10}">' for of, name in zip("abcdefgh", "bcdefghi", strict=True))
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declared", [BOMB, OUTSIDE], ids=["a bomb", "a file"])
def test_a_workbook_with_entities_is_refused(world: World, declared: str) -> None:
    """ASVS 1.5.1."""
    source, target = io.BytesIO(as_xlsx([row_of(1, COLUMNS[0], "x")])), io.BytesIO()
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            text = before.read(name).decode()
            if name.startswith("xl/worksheets/"):
                head, sign, rest = (
                    text.partition("<worksheet") if not text.startswith("<worksheet") else ("", "<worksheet", text[10:])
                )
                text = (
                    head
                    + declared
                    + sign
                    + rest.replace("<v>21.01</v>", "<v>&i;</v>").replace("<t>x</t>", "<t>&i;</t>")
                )
            after.writestr(name, text)
    answer = ask(
        world, "POST", "/imports", params={"organisation_id": world.names["north"], "file_name": "n.xlsx"},
        content=target.getvalue(),
    )  # fmt: skip
    assert answer.status_code == 422, answer.text
    assert "root:" not in answer.text


PAGE = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.mark.parametrize("content", [PAGE, SVG, b"%PDF-1.7" + PAGE, PNG[:8] + PAGE], ids=["page", "svg", "pdf", "png"])
@pytest.mark.parametrize("where", ["/cameras/{camera}/documents", "/tickets/{ticket}/photos"])
def test_a_page_that_calls_itself_a_picture_is_never_opened_as_a_page(world: World, where: str, content: bytes) -> None:
    path = world.filled(where)
    answer = ask(
        world, "POST", path, params={"kind": "photo", "name": "n", "moment": "before"}, content=content,
        headers={"content-type": "application/pdf" if content.startswith(b"%PDF") else "image/png"},
    )  # fmt: skip
    if answer.status_code == 201:
        found = answer.json()
        opened = ask(world, "GET", f"{path}/{found['id'] if 'id' in found else found['photos'][-1]['id']}")
        assert opened.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in opened.headers["content-security-policy"]
        assert opened.headers["content-type"] in {"image/png", "application/pdf"}
    else:
        assert answer.status_code == 422


def test_a_pack_of_rules_is_read_and_never_obeyed(world: World) -> None:
    """Its texts are told as they stand, names of files that are none of a pack are refused."""
    files = {name: (SHIPPED / "hanoi" / name).read_text(encoding="utf-8") for name in FILES}
    title = re.search(r'\[title\]\nvi = "([^"]+)"', files["pack.toml"])
    assert title is not None
    text = hostile(None, 8).replace('"', "").replace("\\", "")
    files["pack.toml"] = files["pack.toml"].replace(title[1], text).replace("version = 1", "version = 77")
    answer = ask(world, "POST", "/regulations", params={"reason": "n"}, json=files)
    assert answer.status_code == 201, answer.text
    assert answer.json()["title"]["vi"] == text
    for name in ("../../keys.json", "pack.toml/../x", hostile(40, 9)):
        refused = ask(world, "POST", "/regulations", params={"reason": "n"}, json={**files, name: "x"})
        assert refused.status_code == 422
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as made:
            made.writestr(name, "x")
        zipped = ask(
            world, "POST", "/regulations", params={"reason": "n"}, content=target.getvalue(),
            headers={"content-type": "application/zip"},
        )  # fmt: skip
        assert zipped.status_code == 422


# what goes out

SHEETS: Mapping[str, str] = {
    "/cameras/export": "/cameras/export?format={form}",
    "/inventory/template.xlsx": "/inventory/template.xlsx?organisation_id={north}",
    "/inventory/template.csv": "/inventory/template.csv?organisation_id={north}",
    "/imports/{import_id}/errors.xlsx": "/imports/{import}/errors.xlsx",
    "/audit/use/export": "/audit/use/export?format={form}",
    "/uptime-reports/{report_id}/report.{suffix}": "/uptime-reports/{report}/report.xlsx",
    "/traffic/reports/file": "/traffic/reports/file?day=2026-11-22&format={form}",
    "/open/traffic.csv": "/open/traffic.csv",
}
"""Every route that gives a spreadsheet, and how it is asked for."""
OF_FIGURES = ("/uptime-reports/", "/traffic/", "/open/")
"""Their lines are of what was measured: here there is none, and so no name in them."""


def test_every_spreadsheet_has_a_case(description: Description) -> None:
    found = set()
    for (_, path), act in description.acts.items():
        kinds = {kind for answer in act["responses"].values() for kind in answer.get("content", {})}
        if kinds & {XLSX_TYPE, CSV_TYPE, "text/csv"}:
            found.add(path)
    assert found == SHEETS.keys()


@pytest.fixture(scope="module")
def evil_city(world: World) -> World:
    """Cameras, people and reasons whose names are formulas."""
    for number, text in enumerate(EVIL):
        camera = {
            "code": f"{text[0]}evil{number}",
            "name": text,
            "owner_id": world.names["north"],
            "lat": 21,
            "lon": 105,
        }
        assert ask(world, "POST", "/cameras", json=camera).status_code == 201
        query = {"from": world.names["since"], "to": world.names["until"], "purpose": "order", "reference": text}
        path = f"/cameras/{world.names['camera']}/playlist.m3u8"
        assert ask(world, "GET", path, params=query).status_code == 200
    bad = [{**row_of(number, COLUMNS[0], f"e-{number}"), "name": text, "lat": text} for number, text in enumerate(EVIL)]
    world.names["import"] = handed_in(world, as_csv(bad), "bad.csv")["id"]
    month = {"organisation_id": world.names["north"], "month": "2026-10"}
    world.names["report"] = ask(world, "POST", "/uptime-reports", json=month).json()["id"]
    return world


@pytest.mark.parametrize("path", SHEETS.values(), ids=SHEETS.keys())
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_no_text_in_a_spreadsheet_is_a_formula(evil_city: World, path: str, form: str) -> None:
    evil_city.names["form"] = form
    answer = ask(evil_city, "GET", evil_city.filled(path))
    assert answer.status_code == 200, answer.text
    if answer.headers["content-type"].startswith("text/csv"):
        cells = [cell for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))) for cell in row]
        assert [cell for cell in cells if cell.startswith(SIGNS) and not re.fullmatch(r"[+-]?[\d.]+", cell)] == []
        texts = set(cells)
    else:
        found = sheet_of(answer.content)
        assert_no_formula(found)
        texts = {str(cell.value) for cell in found}
    if not path.startswith(OF_FIGURES):
        assert {text for text in EVIL if {text, f"'{text}"} & texts} == set(EVIL), "they are in it"


def test_a_letter_has_the_text_and_no_markup_of_it(world: World) -> None:
    text = hostile(64, 11)
    asked = {
        "organisation_id": world.names["north"], "number": text, "place": text, "lat": 21.0, "lon": 105.0,
        "radius_m": 50,
        "from": world.names["since"], "to": world.names["until"],
    }  # fmt: skip
    made = ask(world, "POST", "/audit/persons", json=asked).json()
    letter = ask(world, "GET", f"/audit/persons/{made['id']}/letter", params={"format": "docx"})
    with zipfile.ZipFile(io.BytesIO(letter.content)) as parts:
        written = "".join(ElementTree.fromstring(parts.read("word/document.xml")).itertext())  # noqa: S314 - ours
    assert written.count(text) >= 2
    pdf = ask(world, "GET", f"/audit/persons/{made['id']}/letter", params={"format": "pdf"})
    assert pdf.content.startswith(b"%PDF")


def test_a_page_for_a_receiver_shows_a_name_as_a_text(world: World) -> None:
    name = "<script>alert(1)</script>\"onx='{{7919*7907}}"
    given = ask(
        world, "POST", f"/exports/{world.names['export']}/handovers",
        json={"receivers": [{"name": name, "organisation": name, "contact": name}]},
    )  # fmt: skip
    assert given.status_code == 201, given.text
    [one] = given.json()
    letter = ask(world, "GET", f"/exports/{world.names['export']}/handovers/{one['handover']['id']}/letter")
    path = one["path"]
    shut = world.client.get(path, params={"lang": name})
    opened = world.client.post(path, data={"code": one["code"]})
    for page in (letter.text, shut.text, opened.text):
        assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in opened.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in letter.text or letter.headers["content-type"] != "text/html"


def test_a_text_for_a_device_is_a_text_in_its_xml() -> None:
    """What ONVIF asks with: names of presets and accounts, time servers."""
    for text in (*EVIL, hostile(None, 12), "]]>&\"'<!--<?x?>"):
        made = str(tag("tt:Name", text, token=text))
        found = ElementTree.fromstring(f'<x xmlns:tt="urn:tt">{made}</x>')[0]  # noqa: S314 - ours
        assert (found.text, found.get("token")) == (text, text)


@pytest.mark.parametrize("place", ["sender", "to", "host", "name"])
def test_no_text_adds_a_line_to_the_head_of_a_mail(world: World, place: str) -> None:
    """ASVS 1.3.11: alerts go out by mail."""
    settings: dict[str, Any] = {"host": "mail.example.vn", "sender": "a@example.vn", "to": ["b@example.vn"], "port": 25}
    name, evil = "n", "c@example.vn\r\nBcc: evil@example.vn"
    if place == "name":
        name = evil
    else:
        settings[place] = [evil] if place == "to" else evil
    channel = {
        "owner_id": world.names["north"],
        "kind": "email",
        "name": name,
        "settings": settings,
        "secret": "s" * 16,
    }
    answer = ask(world, "POST", "/health/alerts/channels", json=channel)
    assert answer.status_code == 422, answer.text
    assert "settings." in answer.text or place in answer.text


ADDRESSES: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "POST /health/alerts/channels": ("webhook", {"owner_id": "{north}", "name": "n", "secret": "s" * 16}),
    "PUT /archive/cold": ("endpoint", {"after_days": 1, "bucket": "b"}),
    "POST /probe": ("url", {"owner_id": "{north}"}),
    "POST /cameras": ("streams", {"code": "half", "name": "n", "owner_id": "{north}", "lat": 21, "lon": 105}),
    "POST /devices/jobs/onboard": ("addresses", {"owner_id": "{north}"}),
}


@pytest.mark.parametrize("half", ["https://[x/", "https://192.0.2.1:port/", "https://192.0.2.1:99999/"])
@pytest.mark.parametrize("operation", ADDRESSES)
def test_half_an_address_is_refused_wherever_one_is_given(world: World, operation: str, half: str) -> None:
    """urlsplit raises for these, at once or when it is asked for the port."""
    place, around = ADDRESSES[operation]
    put: dict[str, Any] = {
        "webhook": {"kind": "webhook", "settings": {"url": half}},
        "streams": {"streams": [{"role": "main", "url": half.replace("https", "rtsp")}]},
        "addresses": {"addresses": [half]},
    }.get(place, {place: half})
    method, path = operation.split()
    answer = ask(world, method, path, json=world.filled({**around, **put}))
    assert answer.status_code == 422, answer.text


@pytest.mark.parametrize("security", [["tls"], {}, 5, None, "=1+1"])
def test_a_value_of_another_kind_is_refused_in_free_settings(world: World, security: object) -> None:
    settings = {"host": "mail.example.vn", "sender": "a@example.vn", "to": ["b@example.vn"], "security": security}
    channel = {"owner_id": world.names["north"], "kind": "email", "name": "n", "settings": settings, "secret": "s" * 16}
    answer = ask(world, "POST", "/health/alerts/channels", json=channel)
    assert answer.status_code == 422, answer.text
