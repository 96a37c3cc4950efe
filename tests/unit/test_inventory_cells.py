"""What people write into cells, and what it means."""

from datetime import date

import pytest
from pyproj import Transformer

from toancanh.registry.dossier.model import DECLARED_FIELDS, Certificate
from toancanh.registry.inventory import cells
from toancanh.registry.inventory.columns import BY_KEY, COLUMN_OF_FIELD, COLUMNS, column_of
from toancanh.registry.inventory.coordinates import Grid, read_position
from toancanh.registry.inventory.directory import Directory, name_key
from toancanh.registry.inventory.faults import Fault, Notice
from toancanh.registry.inventory.words import FAULT_WORDS

GRID = Grid()


def test_every_declared_field_has_its_column_and_reads_what_it_shows() -> None:
    assert set(DECLARED_FIELDS) | {"main_url", "username"} == set(COLUMN_OF_FIELD)
    for column in COLUMNS:
        read = column.read(column.example)
        assert read.fault is None
        for words in column.choices:
            assert column.show(column.read(words).value) == words
        for heading in (column.vi, column.en, column.key, column.vi.upper(), f" {column.vi} * "):
            assert column_of(heading) is column
    assert set(FAULT_WORDS) == set(Fault)


@pytest.mark.parametrize(
    ("heading", "key"),
    [("STT", ""), ("Vi do", "lat"), ("KINH ĐỘ (WGS84)", "lon"), ("Hướng °", "azimuth_deg"), ("Chủ quản", "owner_id")],
)
def test_headings_as_people_write_them(heading: str, key: str) -> None:
    found = column_of(heading)
    assert (found.key if found else "") == key


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("azimuth_deg", "Đông Bắc", 45.0),
        ("azimuth_deg", "hướng tây nam", 225.0),
        ("azimuth_deg", "90°", 90.0),
        ("azimuth_deg", 360, 0.0),
        ("installed_on", "17/05/2024", date(2024, 5, 17)),
        ("installed_on", 45429, date(2024, 5, 17)),
        ("installed_on", "2024-05-17", date(2024, 5, 17)),
        ("mac", "c0-56-e3-12-34-56", "C056E3123456"),
        ("network_address", "10.24.7.31:554", "10.24.7.31:554"),
        ("resolution", "2 MP", (1920, 1080)),
        ("resolution", "2560 × 1440", (2560, 1440)),
        ("purpose", "quản lý nhà nước", "state_management"),
        ("kind", "PTZ", "ptz"),
        ("notice", "chưa có", False),
        ("height_m", "6,5 m", 6.5),
        ("code", 231.0, "231"),
        ("serial", "không rõ", None),
        ("name", "'=1+1", "=1+1"),
        (
            "certificates",
            "Kiểm định: KĐ-1 (31/12/2026); Hợp quy: 7",
            (
                Certificate(kind="Kiểm định", number="KĐ-1", expires_on=date(2026, 12, 31)),
                Certificate(kind="Hợp quy", number="7"),
            ),
        ),
    ],
)
def test_values(key: str, raw: object, value: object) -> None:
    read = BY_KEY[key].read(raw)  # type: ignore[arg-type]
    assert (read.fault, read.value) == (None, value)


@pytest.mark.parametrize(
    ("key", "raw", "fault", "suggestion"),
    [
        ("azimuth_deg", 400, Fault.AZIMUTH_OVER, "40"),
        ("azimuth_deg", "N", Fault.AZIMUTH_AMBIGUOUS, "180"),
        ("installed_on", "05/17/2024", Fault.DATE_ORDER, "17/05/2024"),
        ("installed_on", "2023", Fault.DATE_INCOMPLETE, "01/01/2023"),
        ("installed_on", "31/02/2023", Fault.DATE_FORM, ""),
        ("mac", "C0:56:E3:12:34:5O", Fault.LETTERS_IN_NUMBER, "C0:56:E3:12:34:50"),
        ("mac", "C0:56", Fault.MAC_FORM, ""),
        ("mac", "00:00:00:00:00:00", Fault.MAC_PLACEHOLDER, ""),
        ("network_address", "10.24.5", Fault.ADDRESS_INCOMPLETE, ""),
        ("network_address", "10,24,7,31", Fault.ADDRESS_FORM, "10.24.7.31"),
        ("network_address", "l0.24.7.31", Fault.LETTERS_IN_NUMBER, "10.24.7.31"),
        ("main_url", "http://10.0.0.1/", Fault.STREAM_FORM, ""),
        ("main_url", "10.0.0.1/live", Fault.STREAM_FORM, "rtsp://10.0.0.1/live"),
        ("kind", "cái hộp", Fault.UNKNOWN_WORD, ""),
        ("height_m", 900, Fault.OUT_OF_RANGE, ""),
        ("name", "#REF!", Fault.CELL_ERROR, ""),
        ("name", "a\x07b", Fault.CONTROL_CHARACTERS, ""),
    ],
)
def test_faults(key: str, raw: object, fault: Fault, suggestion: str) -> None:
    read = BY_KEY[key].read(raw)  # type: ignore[arg-type]
    assert (read.fault, read.suggestion) == (fault, suggestion)


def position(lat: object, lon: object, **more: object) -> tuple[object, ...]:
    found = read_position(lat, lon, grid=GRID, **more)  # type: ignore[arg-type]
    return found.lat.fault or found.lat.value, found.lon.fault or found.lon.value, found.lat.notice, dict(found.mend)


def test_degrees_however_written() -> None:
    assert position(20.9812, 105.8171)[:2] == (20.9812, 105.8171)
    assert position("20,9812", "105,8171")[2] is Notice.DECIMAL_COMMA
    for lat, lon in (
        ("20°58'52.32\"N", "105°49'1.56\"E"),
        ("20 58 52.32", "105 49 1.56"),
        ("20° 58' 52,32\" B", "105° 49' 1,56\" Đ"),
        ("20 độ 58 phút 52.32 giây", "105 độ 49 phút 1.56 giây"),
    ):
        found = position(lat, lon)
        assert found[:3] == (20.9812, 105.8171, Notice.DEGREES_MINUTES)
    assert position("20.9812; 105.8171", None)[:3] == (20.9812, 105.8171, Notice.SPLIT)


def test_positions_that_are_wrong_and_what_was_meant() -> None:
    swapped = {"lat": "20.9650", "lon": "105.8342"}
    assert position("105.8342", "20.9650") == (Fault.COORDINATES_SWAPPED, None, None, swapped)
    assert position("20.98l2", "105.8171")[0] is Fault.LETTERS_IN_NUMBER
    assert position(209812, 1058171)[3] == {"lat": "20.9812", "lon": "105.8171"}
    assert position(10.77, 106.7)[:2] == (Fault.OUT_OF_CITY, Fault.OUT_OF_CITY)
    assert position(20.98, None)[1] is Fault.COORDINATES_INCOMPLETE


@pytest.mark.parametrize(("grid", "notice"), [("EPSG:5897", Notice.VN2000_TM3), ("EPSG:3405", Notice.VN2000_UTM)])
def test_vn2000_in_either_order_and_however_grouped(grid: str, notice: Notice) -> None:
    east, north = Transformer.from_crs("EPSG:4326", grid, always_xy=True).transform(105.85, 21.03)
    grouped = f"{north:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    for lat, lon in ((north, east), (east, north), (f"{north:.2f}", f"{east:.2f}"), (grouped, f"{east:.2f}")):
        found = position(lat, lon, utm=notice is Notice.VN2000_UTM)
        assert found[2] is notice
        assert found[0] == pytest.approx(21.03, abs=1e-6)
        assert found[1] == pytest.approx(105.85, abs=1e-6)
    known = position(north, east, near=(21.03, 105.85))
    assert known[2] is notice  # where it was known to stand decides between the two grids


def test_names_of_organisations() -> None:
    assert name_key("UBND P. Định Công") == name_key("phường định công")
    assert name_key("Công an phường Định Công") != name_key("Phường Định Công")
    assert Directory([], [], today="2026-11-22").find("ai đó").id is None


def test_a_compass_knows_no_bare_n() -> None:
    assert "n" not in cells.COMPASS
