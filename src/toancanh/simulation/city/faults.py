"""What goes wrong between an owner's desk and a spreadsheet's cell."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from pyproj import Transformer

from toancanh.catalogues.administrative_units import hanoi
from toancanh.simulation.city.model import CityCamera

Cells = dict[str, object]
"""A row as written, by the keys of the columns."""

SHARE = 0.03
"""Of the rows; each then has one fault."""


class CellFault(enum.StrEnum):
    """Kinds of faults."""

    SWAPPED = "swapped"  # latitude and longitude
    VN2000 = "vn2000"  # metres of TM-3, 105°00'
    LETTERS = "letters"  # O for 0, l for 1
    AZIMUTH = "azimuth"  # beyond 360
    ENDED_OWNER = "ended_owner"  # a district
    DUPLICATE_CODE = "duplicate_code"
    GAP = "gap"  # a cell that is needed is empty
    DATE = "date"  # no such day
    MAC = "mac"


CONVERTED = frozenset({CellFault.VN2000})
"""Not refused: read, converted and shown."""


@dataclass(frozen=True, kw_only=True)
class PlantedFault:
    """The truth about one faulty row; ``row`` as spreadsheets count, the first is 1."""

    file: str
    row: int
    column: str
    kind: CellFault
    camera_id: str


def plant(cells: Cells, camera: CityCamera, previous_code: str, chance: Random) -> tuple[str, CellFault] | None:
    """Spoil the row where it falls to it; which column, and how."""
    if chance.random() >= SHARE:
        return None
    kind = chance.choice(tuple(CellFault))
    column = _SPOILERS[kind](cells, camera, previous_code, chance)
    return (column, kind) if column else None


def _swapped(cells: Cells, _camera: CityCamera, _previous: str, _chance: Random) -> str:
    cells["lat"], cells["lon"] = cells["lon"], cells["lat"]
    return "lat"


def _vn2000(cells: Cells, camera: CityCamera, _previous: str, _chance: Random) -> str:
    east_m, north_m = _to_vn2000().transform(camera.facts.lon, camera.facts.lat)
    cells["lat"], cells["lon"] = round(north_m, 2), round(east_m, 2)
    return "lat"


@cache
def _to_vn2000() -> Transformer:
    return Transformer.from_crs("EPSG:4326", "EPSG:5897", always_xy=True)


def _letters(cells: Cells, _camera: CityCamera, _previous: str, chance: Random) -> str:
    digit, letter = chance.choice((("0", "O"), ("1", "l")))
    column = "lat" if digit in str(cells["lat"]) else "lon"
    cells[column] = str(cells[column]).replace(digit, letter, 1)
    return column if letter in str(cells[column]) else ""


def _azimuth(cells: Cells, _camera: CityCamera, _previous: str, chance: Random) -> str:
    cells["azimuth_deg"] = chance.choice((400, 720, 999, -200))
    return "azimuth_deg"


def _ended_owner(cells: Cells, camera: CityCamera, _previous: str, _chance: Random) -> str:
    units = hanoi()
    former = {before.district for before in units.predecessors(camera.real.place.unit)}
    cells["owner_id"] = next(district.name for district in units.districts if district.code in former)
    return "owner_id"


def _duplicate_code(cells: Cells, _camera: CityCamera, previous: str, _chance: Random) -> str:
    if not previous:
        return ""
    cells["code"] = previous
    return "code"


def _gap(cells: Cells, _camera: CityCamera, _previous: str, chance: Random) -> str:
    column = chance.choice(("name", "lat"))
    cells[column] = None
    return column


def _date(cells: Cells, _camera: CityCamera, _previous: str, chance: Random) -> str:
    cells["installed_on"] = chance.choice(("31/02/2023", "khoảng năm ngoái", "2O23-05-01"))
    return "installed_on"


def _mac(cells: Cells, _camera: CityCamera, _previous: str, chance: Random) -> str:
    cells["mac"] = chance.choice(("02:11:00:00:5C", "02-33-00-3G-B7-94", "chưa rõ MAC"))
    return "mac"


_SPOILERS: Mapping[CellFault, Callable[[Cells, CityCamera, str, Random], str]] = {
    CellFault.SWAPPED: _swapped,
    CellFault.VN2000: _vn2000,
    CellFault.LETTERS: _letters,
    CellFault.AZIMUTH: _azimuth,
    CellFault.ENDED_OWNER: _ended_owner,
    CellFault.DUPLICATE_CODE: _duplicate_code,
    CellFault.GAP: _gap,
    CellFault.DATE: _date,
    CellFault.MAC: _mac,
}


def as_text(day: date) -> str:
    """A date as somebody types it."""
    return f"{day.day}/{day.month}/{day.year}"
