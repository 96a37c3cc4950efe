"""Whatever is in a cell or a file: an answer, never a crash."""

import io
import zipfile
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from toancanh.kernel import Invalid
from toancanh.registry.inventory.cells import plain
from toancanh.registry.inventory.columns import COLUMNS, column_of
from toancanh.registry.inventory.coordinates import HANOI, Grid, read_position
from toancanh.registry.inventory.reading import Refusal, read_table
from toancanh.registry.inventory.spreadsheets import template_xlsx

RAW = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.text(alphabet="0123456789.,-:/ °'\"NSEWBĐOlI()xX×MP;", max_size=24),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(date(1000, 1, 1), date(9999, 12, 31)),
)
GRID = Grid()
WORKBOOK = template_xlsx([{"code": "A-1", "name": "x", "lat": 21.0, "lon": 105.8}])


@settings(max_examples=400, deadline=None)
@given(column=st.sampled_from(COLUMNS), raw=RAW)
def test_a_cell_is_a_value_or_a_fault(column, raw) -> None:
    cell = column.read(raw)
    assert cell.fault is None or cell.value is None
    if cell.value is not None and column.key not in ("certificates", "tags"):
        again = column.read(column.show(cell.value))
        assert again.fault is None
        assert again.value == cell.value
    if cell.suggestion and cell.fault not in ("too_long",):
        assert column.read(cell.suggestion).fault is None


@settings(max_examples=400, deadline=None)
@given(lat=RAW, lon=RAW, utm=st.booleans())
def test_a_position_is_in_the_city_or_told_as_wrong(lat, lon, utm) -> None:
    found = read_position(lat, lon, grid=GRID, utm=utm)
    if found.lat.fault is None and found.lon.fault is None and found.lat.value is not None:
        assert HANOI.holds(found.lat.value, found.lon.value)
    if found.mend:
        mended = dict(found.mend)
        again = read_position(mended.get("lat", lat), mended.get("lon", lon), grid=GRID, utm=utm)
        assert not again.mend


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_heading_has_an_answer(heading: str) -> None:
    column_of(heading)
    plain(heading)


def taken_or_refused(content: bytes) -> None:
    reason = None
    try:
        read_table(content, max_rows=200)
    except Invalid as error:
        reason = error.extra["reason"]
    assert reason is None or reason in set(Refusal)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_bytes_are_read_or_refused(content: bytes) -> None:
    taken_or_refused(content)
    taken_or_refused(b"PK\x03\x04" + content)
    taken_or_refused("Mã camera,Tên camera,Vĩ độ\n".encode() + content)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_workbooks_are_read_or_refused(data) -> None:
    broken = bytearray(WORKBOOK)
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    taken_or_refused(bytes(broken))
    taken_or_refused(bytes(broken[: data.draw(st.integers(0, len(broken)))]))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_damaged_sheets_are_read_or_refused(data) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            part = bytearray(old.read(info))
            if info.filename.startswith("xl/") and part and data.draw(st.booleans()):
                start = data.draw(st.integers(0, len(part) - 1))
                part[start : start + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=20))
            new.writestr(info.filename, bytes(part))
    taken_or_refused(target.getvalue())
