"""Cells, workbooks, CSV and GeoJSON as they leave the platform, and areas as conditions."""

import csv
import io
import json
import re
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Double, Integer, MetaData, Table, create_engine, select

from toancanh.infra.sheets import Cell, harmless, write_csv, write_workbook
from toancanh.kernel import Invalid
from toancanh.registry.lists.areas import Lasso, read_box, read_circle, read_lasso
from toancanh.registry.lists.export.texts import write_geojson

EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "＠x", '=HYPERLINK("http://evil")']
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.mark.parametrize("text", EVIL)
def test_no_text_is_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Ngã tư Sở", "a=b", "'quoted", "20.98", "1-2"])
def test_what_is_harmless_stays(text: str) -> None:
    assert harmless(text) == text


def sheet(rows: list[list[Cell]]) -> list[list[object]]:
    file = io.BytesIO()
    write_workbook(file, "Camera & Co", [(f"cột {n}", 12) for n in range(len(rows[0]))], iter(rows))
    book = openpyxl.load_workbook(io.BytesIO(file.getvalue()))
    assert book.sheetnames == ["Camera & Co"]
    assert all(cell.data_type != "f" for row in book.active for cell in row)
    return [list(row) for row in book.active.iter_rows(min_row=2, values_only=True)]


def test_a_workbook_keeps_numbers_dates_and_truth() -> None:
    rows: list[list[Cell]] = [[-21.5, 3, date(2026, 11, 22), True, "-21.5", "a\nb", None, "_x0041_ <&>"]]
    (found,) = sheet(rows)
    assert found[:2] == [-21.5, 3]
    assert str(found[2])[:10] == "2026-11-22"
    assert found[3] is True
    assert found[4:6] == ["'-21.5", "a\nb"]
    assert found[6] is None
    assert found[7] in {"_x0041_ <&>", "_x005F_x0041_ <&>"}  # openpyxl of some versions does not decode it


def test_a_wide_workbook() -> None:
    assert sheet([[float(n) for n in range(60)]]) == [list(range(60))]


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=3, max_size=3))
def test_any_text_gives_a_workbook_that_opens(texts: list[str]) -> None:
    (found,) = sheet([["x", *texts]])
    for text, cell in zip(texts, found[1:], strict=True):
        kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", harmless(text))
        if "_x" not in kept:
            assert re.sub("\r\n?", "\n", str(cell or "")) == re.sub("\r\n?", "\n", kept)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.lists(TEXTS.filter(lambda text: "\x00" not in text), min_size=1, max_size=4))
def test_any_text_comes_back_from_csv(texts: list[str]) -> None:
    file = io.BytesIO()
    write_csv(file, ["Mã camera"] * len(texts), [texts])
    assert file.getvalue().startswith("\ufeffMã camera".encode())
    rows = list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"), newline="")))
    assert rows[1] == [harmless(text) for text in texts] or texts == [""]


def test_numbers_in_csv_stay_numbers() -> None:
    file = io.BytesIO()
    write_csv(file, ["a", "b", "c"], [[-21.5, date(2026, 11, 22), None]])
    assert file.getvalue().splitlines()[1] == b"-21.5,2026-11-22,"


@pytest.mark.parametrize("count", [0, 1, 3])
def test_geojson_is_a_collection_of_points(count: int) -> None:
    file = io.BytesIO()
    write_geojson(file, ((f"c{n}", 105.8, 21.0, {"name": "Ngã tư", "day": date(2026, 1, n + 1)}) for n in range(count)))
    found = json.loads(file.getvalue())
    assert found["type"] == "FeatureCollection"
    assert [one["id"] for one in found["features"]] == [f"c{n}" for n in range(count)]
    for one in found["features"]:
        assert one["geometry"] == {"type": "Point", "coordinates": [105.8, 21.0]}
        assert one["properties"]["day"].startswith("2026-01-0")


PLACE = Table(
    "place", MetaData(), Column("id", Integer, primary_key=True), Column("lat", Double), Column("lon", Double)
)
GRID = [(21 + y / 50, 105 + x / 50) for x in range(20) for y in range(20)]
ENGINE = create_engine("sqlite://")
with ENGINE.begin() as _connection:
    PLACE.create(_connection)
    _connection.execute(PLACE.insert(), [{"id": n, "lat": lat, "lon": lon} for n, (lat, lon) in enumerate(GRID)])


def chosen(area: Lasso) -> set[int]:
    with ENGINE.connect() as connection:
        return set(connection.scalars(select(PLACE.c.id).where(area.condition(PLACE.c.lat, PLACE.c.lon))))


def inside(corners: tuple[tuple[float, float], ...], lat: float, lon: float) -> bool:
    odd = False
    for (ax, ay), (bx, by) in zip(corners, (*corners[1:], corners[0]), strict=True):
        if (ay > lat) != (by > lat) and lon < ax + (lat - ay) * (bx - ax) / (by - ay):
            odd = not odd
    return odd


CORNER = st.tuples(st.floats(104.9, 105.5), st.floats(20.9, 21.5))


@settings(derandomize=True, max_examples=80, deadline=None)
@given(st.lists(CORNER, min_size=3, max_size=8, unique=True))
def test_a_lasso_holds_what_lies_in_it(corners: list[tuple[float, float]]) -> None:
    area = Lasso(corners=tuple(corners))
    assert chosen(area) == {n for n, (lat, lon) in enumerate(GRID) if inside(area.corners, lat, lon)}


def test_the_largest_lasso_is_no_trouble_to_the_database() -> None:
    corners = ";".join(f"{105 + n / 100},{21 + (n % 7) / 10}" for n in range(100))
    assert chosen(read_lasso(corners))


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=60), st.from_regex(r"[-0-9.,;einfa]{0,40}", fullmatch=True)))
def test_any_words_for_an_area_are_read_or_refused(text: str) -> None:
    for read in (read_box, read_circle, read_lasso):
        try:
            read(text).condition(PLACE.c.lat, PLACE.c.lon)
        except Invalid:
            continue
