"""A position out of two cells: degrees however written, or metres of VN-2000. Pure but for PROJ's tables.

VN-2000 is told by magnitude: in Hanoi a northing lies around 2,320,000 m and an easting around 590,000 m, so that the
two cells may stand in either order (in Vietnamese practice X is the northing). Hanoi's central meridian is 105°00' in
both usual grids: TM-3 with scale 0.9999 (EPSG:5897; Circular 973/2001/TT-TCĐC, the one of cadastre and works, taken
unless something speaks against it) and UTM 48N with scale 0.9996 (EPSG:3405, topographic maps). They differ by 0.7 km
in northing; a heading that names UTM, or a known position, decides. Both go to WGS 84 by EPSG:6960 (1 m).
"""

from __future__ import annotations

import math
import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toancanh.registry.inventory.cells import is_nothing, plain, to_number
from toancanh.registry.inventory.faults import Cell, Fault, Notice, Raw

if TYPE_CHECKING:
    from pyproj import Transformer

_TM3, _UTM, _WGS84 = "EPSG:5897", "EPSG:3405", "EPSG:4326"
_NORTH_M_PER_DEG = (110_000.0, 111_200.0)
_EASTING = (200_000.0, 900_000.0)
_DMS = re.compile(
    r"(?P<h1>[NSEWBĐ]?)\s*(?P<d>\d{1,3}(?:\.\d+)?)\s*(?:°|º|độ|do|d|\s)\s*"
    r"(?:(?P<m>\d{1,2}(?:\.\d+)?)\s*(?:'|′|’|phút|phut|m|\s|$)\s*)?"
    r"(?:(?P<s>\d{1,2}(?:\.\d+)?)\s*(?:\"|″|”|''|’’|giây|giay|s|$)\s*)?(?P<h2>[NSEWBĐ]?)",
    re.IGNORECASE,
)
_PAIR = re.compile(r"\s*([^,;\s]+)\s*[,;\s]\s*([^,;\s]+)\s*")
_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3}){2,}|\d{1,3}(,\d{3}){2,}|\d{1,3}(\.\d{3})+,\d+|\d{1,3}(,\d{3})+\.\d+")
_LETTERS = re.compile(r"^\s*[NSEWBĐ]\s*(?=\d)|(?<=\d)\s*[°º]?\s*[NSEWBĐ]?\s*$", re.IGNORECASE)
_VIETNAM = ((8.0, 23.5), (102.0, 110.0))


@dataclass(frozen=True, kw_only=True)
class Box:
    """Where cameras of the city can stand, degrees of WGS 84."""

    south: float
    north: float
    west: float
    east: float

    def holds(self, lat: float, lon: float) -> bool:
        """True within it."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east


HANOI = Box(south=20.5, north=21.45, west=105.2, east=106.1)
"""The city's extent, with a margin."""


@dataclass(frozen=True, slots=True)
class Position:
    """Both cells as read. ``mend``: raw cells that would put them right."""

    lat: Cell
    lon: Cell
    mend: tuple[tuple[str, str], ...] = ()


class Grid:
    """VN-2000 to WGS 84. Thread-safe; what PROJ needs is made when it is first needed (0.1 s)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ways: dict[str, Transformer] = {}

    def to_degrees(self, northing_m: float, easting_m: float, *, utm: bool) -> tuple[float, float]:
        """Latitude and longitude, seven decimals (1 cm)."""
        name = _UTM if utm else _TM3
        with self._lock:
            if name not in self._ways:
                from pyproj import Transformer  # 7 MB of memory: a process that records never comes here

                self._ways[name] = Transformer.from_crs(name, _WGS84, always_xy=True)
            lon, lat = self._ways[name].transform(easting_m, northing_m)
        return round(lat, 7), round(lon, 7)


def read_position(
    lat_raw: Raw,
    lon_raw: Raw,
    *,
    grid: Grid,
    box: Box = HANOI,
    utm: bool = False,
    near: tuple[float, float] | None = None,
) -> Position:
    """``utm``: the heading says so; ``near``: where the camera was known to stand."""
    if is_nothing(lon_raw) and isinstance(lat_raw, str) and (match := _PAIR.fullmatch(lat_raw)):
        both = read_position(match[1], match[2], grid=grid, box=box, utm=utm, near=near)
        if both.lat.fault is None and both.lon.fault is None:
            return Position(Cell(both.lat.value, notice=Notice.SPLIT), Cell(both.lon.value, notice=Notice.SPLIT))
    if is_nothing(lat_raw) or is_nothing(lon_raw):
        if is_nothing(lat_raw) and is_nothing(lon_raw):
            return Position(Cell(), Cell())
        missing = Cell(fault=Fault.COORDINATES_INCOMPLETE)
        return Position(missing, Cell()) if is_nothing(lat_raw) else Position(Cell(), missing)
    lat, lon = _degrees(lat_raw), _degrees(lon_raw)
    if lat.fault is not None or lon.fault is not None:
        return Position(lat, lon)
    assert isinstance(lat.value, float)  # noqa: S101  # `_degrees` says so
    assert isinstance(lon.value, float)  # noqa: S101
    if (metres := _metres(lat.value, lon.value, box)) is not None:
        return _from_metres(*metres, grid=grid, box=box, utm=utm, near=near)
    if box.holds(lat.value, lon.value):
        return Position(lat, lon)
    return _misplaced(lat_raw, lon_raw, lat.value, lon.value, box)


def _degrees(raw: Raw) -> Cell:
    if not isinstance(raw, str):
        return to_number(raw)
    words = plain(raw)
    if _THOUSANDS.fullmatch(words):  # 2.326.509,05 and 588,154.48
        point = max(words.rfind("."), words.rfind(","))
        mixed = "." in words and "," in words
        whole, rest = (words[:point], words[point + 1 :]) if mixed else (words, "0")
        return Cell(value=float(re.sub(r"[.,]", "", whole) + "." + rest))
    spaced = _DMS.fullmatch(words.replace(",", ".")) if " " in words else None
    if spaced is not None and (spaced["m"] or spaced["s"]):
        return _sexagesimal(spaced)
    number = to_number(_LETTERS.sub("", words))
    if number.fault is not Fault.NOT_A_NUMBER:
        return number
    match = _DMS.fullmatch(words.replace(",", "."))
    if match is None or (match["m"] is None and match["s"] is None):
        return number
    return _sexagesimal(match)


def _sexagesimal(match: re.Match[str]) -> Cell:
    minutes, seconds = float(match["m"] or 0), float(match["s"] or 0)
    if minutes >= 60 or seconds >= 60:
        return Cell(fault=Fault.OUT_OF_RANGE, detail="0..59")
    sign = -1 if (match["h1"] + match["h2"]).upper() in {"S", "W"} else 1
    return Cell(
        value=round(sign * (float(match["d"]) + minutes / 60 + seconds / 3600), 7), notice=Notice.DEGREES_MINUTES
    )


def _metres(first: float, second: float, box: Box) -> tuple[float, float] | None:
    """(northing, easting), whichever cell they stand in."""
    least, most = (box.south - 0.5) * _NORTH_M_PER_DEG[0], (box.north + 0.5) * _NORTH_M_PER_DEG[1]
    for northing, easting in ((first, second), (second, first)):
        if least <= northing <= most and _EASTING[0] <= easting <= _EASTING[1]:
            return northing, easting
    return None


def _from_metres(
    northing: float, easting: float, *, grid: Grid, box: Box, utm: bool, near: tuple[float, float] | None
) -> Position:
    chosen = grid.to_degrees(northing, easting, utm=utm)
    if near is not None:
        other = grid.to_degrees(northing, easting, utm=not utm)
        if _apart_m(other, near) < 100 < _apart_m(chosen, near):
            chosen, utm = other, not utm
    if not box.holds(*chosen):
        return Position(Cell(fault=Fault.OUT_OF_CITY, detail=f"{chosen[0]}, {chosen[1]}"), Cell())
    notice = Notice.VN2000_UTM if utm else Notice.VN2000_TM3
    return Position(Cell(chosen[0], notice=notice), Cell(chosen[1], notice=notice))


def _apart_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    across = (one[1] - other[1]) * math.cos(math.radians(one[0]))
    return math.hypot(one[0] - other[0], across) * 111_320


def _misplaced(lat_raw: Raw, lon_raw: Raw, lat: float, lon: float, box: Box) -> Position:
    (south, north), (west, east) = _VIETNAM
    if box.holds(lon, lat) or (west <= lat <= east and south <= lon <= north):
        swap = (("lat", plain(lon_raw)), ("lon", plain(lat_raw)))
        return Position(Cell(fault=Fault.COORDINATES_SWAPPED), Cell(), swap if box.holds(lon, lat) else ())
    meant = tuple(
        (key, repr(pointed))
        for key, value, least, most in (("lat", lat, box.south, box.north), ("lon", lon, box.west, box.east))
        if not least <= value <= most and (pointed := _pointed(value, least, most)) is not None
    )
    fault_of = {key for key, _ in meant}
    outside = [key for key, holds in _axes(lat, lon, box) if not holds]
    if meant and fault_of == set(outside):
        lost = {key: Cell(fault=Fault.DECIMAL_POINT_LOST, suggestion=text) for key, text in meant}
        return Position(lost.get("lat", Cell(lat)), lost.get("lon", Cell(lon)), meant)
    bounds = {"lat": f"{box.south}..{box.north}", "lon": f"{box.west}..{box.east}"}
    wrong = {key: Cell(fault=Fault.OUT_OF_CITY, detail=bounds[key]) for key in outside}
    return Position(wrong.get("lat", Cell(lat)), wrong.get("lon", Cell(lon)))


def _axes(lat: float, lon: float, box: Box) -> tuple[tuple[str, bool], tuple[str, bool]]:
    return ("lat", box.south <= lat <= box.north), ("lon", box.west <= lon <= box.east)


def _pointed(value: float, least: float, most: float) -> float | None:
    """209812 -> 20.9812, 1058171 -> 105.8171: the only place for a point that leads into the city."""
    if not value.is_integer() or value < 1000:
        return None
    digits = str(int(value))
    head = 3 if least >= 100 else 2
    pointed = float(f"{digits[:head]}.{digits[head:]}")
    return pointed if least <= pointed <= most else None
